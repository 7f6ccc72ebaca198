"""Pages of help, kept as they were shown: to make one, all commands load, and what draws its boxes.

A page is kept in the user's cache by what it depends on: the program, the words that ask for it, and the terminal.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence

from salespack.cli.terminal import opened_streams
from salespack.system.cache import cache_folder, code_version, read_cached, write_cached
from salespack.system.hashing import digest

ASKING = ("-h", "--help")
COMMAND = re.compile(r"[a-z][a-z-]*")
MOST_COMMANDS = 3
DEPENDS_ON = (
    "COLUMNS", "TERMINAL_WIDTH", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS",
    "TTY_COMPATIBLE", "TTY_INTERACTIVE", "JUPYTER_COLUMNS", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG",
)  # fmt: skip
"""Variables of the environment that change how a page looks, or in which language its headings are."""


def name_of_page(arguments: Sequence[str]) -> str | None:
    """The name of the page that a command's arguments ask for, in the cache; None where they ask for something else.

    Nor is there one for a console of Windows, which Rich does not write to as to other streams.
    """
    commands, last = arguments[:-1], arguments[-1:]
    if not last or last[0] not in ASKING or len(commands) > MOST_COMMANDS or sys.stdout is None:
        return None
    if not all(COMMAND.fullmatch(one) for one in commands) or (sys.platform == "win32" and sys.stdout.isatty()):
        return None
    called = (sys.argv[0], sys.modules["__main__"].__package__)
    terminal = (sys.stdout.isatty(), sys.stdout.encoding, *map(_columns, range(3)))
    variables = tuple(os.environ.get(one) for one in DEPENDS_ON)
    state = repr((code_version(), called, *arguments, terminal, variables))
    return f"help-{digest(state.encode())[:32]}.txt"


def _columns(stream: int) -> int | None:
    try:
        return os.get_terminal_size(stream).columns
    except (OSError, ValueError):
        return None


def shown(arguments: Sequence[str]) -> bool:
    """Shows the page that the arguments ask for, where it is kept. Whether it did: why not, the command tells."""
    name = name_of_page(arguments)
    kept = read_cached(cache_folder(), name) if name is not None else None
    if kept is None:
        return False
    results = opened_streams()
    try:
        results.write(kept.decode())
        results.flush()
    except OSError:  # a full disk, say
        return False
    return True


def keep(name: str, page: str) -> None:
    """Keeps a page as it was shown."""
    write_cached(cache_folder(), name, page.encode())
