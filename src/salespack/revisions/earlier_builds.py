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

    def of(self, path: Path, package: Package, profile: str = "") -> Package | None:
        """The deck as it was built that a deck in the file `path` comes from, which seems to be for `profile`; None
        where there is none like it."""
        best, found, said = LEAST_OF_BUILD, None, said_by(package)
        for kept in kept_bases(path, self._out, profile).looked_at:
            if (alike := share_of(said, self._said_by(kept))) > best:
                best, found = alike, kept
            if best == 1.0:
                break
        return read_package(found) if found is not None else None

    def why_none(self, path: Path) -> tuple[str, bool]:
        """Why there is none like a deck without marks, in words, and whether all that builds keep was looked at."""
        kept = kept_bases(path, self._out)
        why, looked_at = "it has no marks, and no deck that a build keeps is like it", len(kept.looked_at)
        if looked_at < kept.of:
            why += f"; of {kept.of:,} that are kept, {looked_at} were looked at, the newest"
        return why, looked_at == kept.of

    def _said_by(self, kept: Path) -> Said:
        """What the slides of a deck as it was built say; nothing, where its file is damaged."""
        if kept not in self._kept:
            try:
                self._kept[kept] = said_by(read_package(kept))
            except UserFault:
                self._kept[kept] = Said()
        return self._kept[kept]
