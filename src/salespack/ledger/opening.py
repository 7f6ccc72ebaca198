"""Which ledger a library has: the folder that `library.yaml` names, else `ledger/` beside the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from salespack.library.library import Library

if TYPE_CHECKING:
    from salespack.ledger.ledger import Ledger

FOLDER = "ledger"
"""The folder of a ledger, beside the library, where `library.yaml` names no other."""


def ledger_of(library: Library, cache: Path | None) -> Ledger:
    """The ledger of a library, whether it was begun or not."""
    from salespack.ledger.ledger import Ledger

    settings = library.settings.ledger
    return Ledger(library.root.parent / (settings.folder or FOLDER), cache, settings.keep_months)


def begun_ledger(library: Library, cache: Path | None) -> Ledger | None:
    """The ledger of a library where it was begun, or is named, and may be out of reach; else None."""
    named = library.settings.ledger.folder is not None
    return ledger_of(library, cache) if named or (library.root.parent / FOLDER).is_dir() else None
