"""The decks as they were built, which builds keep beside their records: what a deck without marks is compared with."""

from __future__ import annotations

from pathlib import Path

from salespack.ledger.build_records import kept_bases
from salespack.ooxml.reading import Package, read_package
from salespack.problems.problem import UserFault
from salespack.revisions.deck_edits import Said, said_by, share_of

LEAST_OF_BUILD = 0.25
"""From so many of its slides on, as a share, that say the very same, a deck without marks is taken to be of a build."""


class EarlierBuilds:
    """The builds whose decks are kept in an output folder, each read once."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._kept: dict[Path, Said] = {}

    def of(self, path: Path, package: Package) -> Package | None:
        """The deck as it was built that a deck in the file `path` comes from; None where there is none like it."""
        best, found, said = LEAST_OF_BUILD, None, said_by(package)
        for kept in kept_bases(path, self._out):
            if (alike := share_of(said, self._said_by(kept))) > best:
                best, found = alike, kept
            if best == 1.0:
                break
        return read_package(found) if found is not None else None

    def _said_by(self, kept: Path) -> Said:
        """What the slides of a deck as it was built say; nothing, where its file is damaged."""
        if kept not in self._kept:
            try:
                self._kept[kept] = said_by(read_package(kept))
            except UserFault:
                self._kept[kept] = Said()
        return self._kept[kept]
