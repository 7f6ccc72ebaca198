"""The names of the subcommands, and where each is."""

from __future__ import annotations

from importlib import import_module
from typing import Any

COMMANDS = {
    "init": "salespack.cli.init:init",
    "build": "salespack.cli.build:build",
    "match": "salespack.cli.match:match",
    "pdf": "salespack.cli.pdf:pdf",
    "log": "salespack.cli.log:app",
    "accounts": "salespack.cli.accounts:accounts",
    "stats": "salespack.cli.stats:stats",
    "scorecard": "salespack.cli.scorecard:scorecard",
    "check": "salespack.cli.check:check",
    "inspect": "salespack.cli.inspect:inspect",
    "audit": "salespack.cli.inspect:audit",
    "refresh": "salespack.cli.refresh:refresh",
    "handout": "salespack.cli.handout:handout",
    "diff": "salespack.cli.diff:diff",
    "privacy": "salespack.cli.privacy:app",
    "erase": "salespack.cli.erase:erase",
    "new": "salespack.cli.new:app",
    "list": "salespack.cli.list:list_names",
    "library": "salespack.cli.library.app:app",
    "import": "salespack.cli.import_:app",
    "export": "salespack.cli.export:app",
    "brand": "salespack.cli.brand:app",
    "schema": "salespack.cli.schema:schema",
    "support": "salespack.cli.support:support",
}
"""The subcommands in the order of the help: a function, or an app with subcommands of its own."""


def loaded(name: str) -> Any:
    """The function or app of a subcommand."""
    module, _, attribute = COMMANDS[name].partition(":")
    return getattr(import_module(module), attribute)
