"""Inspects every deck in folders, one after the other: what cannot be read is told, and stops nothing."""

from __future__ import annotations

import csv
import datetime
import io
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from salespack.curation.formulas import csv_cell
from salespack.library.library import Library
from salespack.problems.files import why
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.revisions.inspection import Customers, Inspection, inspect_deck

ENDINGS = (".pptx", ".pptm", ".potx", ".potm", ".ppsx", ".ppsm")
LOCK = "~$"
"""How the files begin that PowerPoint makes beside a deck that is open."""
COLUMNS = ("deck", "profile", "pack", "slide", "title", "block", "version", "stands", "why", "owner", "names")


class Audit(msgspec.Struct, frozen=True):
    """The decks that were read, in the order of their paths, and what could not be."""

    decks: tuple[Inspection, ...]
    problems: tuple[Problem, ...]

    def owners(self) -> dict[str, int]:
        """Whose blocks hold no more, and on how many slides, the most first."""
        counted = Counter(one.owner for deck in self.decks for one in deck.behind if one.owner)
        return dict(counted.most_common())

    def csv(self) -> str:
        """A row for each slide that somebody should look at."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for deck in self.decks:
            for one in deck.behind:
                row = (deck.file, deck.profile, deck.pack, one.number, one.title, one.block, one.version)
                rest = (one.standing.value, one.why, one.owner, ", ".join(one.names))
                writer.writerow([csv_cell(cell) for cell in (*row, *rest)])
        return stream.getvalue()


def audit_decks(
    library: Library,
    paths: Sequence[Path],
    on: datetime.date,
    customers: Customers,
    progress: Callable[[str, int, int], object] = lambda *_: None,
) -> Audit:
    """All decks at and below the paths. Raises UserFault (SP001) for a path that is not there."""
    if missing := [path for path in paths if not path.exists()]:
        raise UserFault(
            [
                Problem(code="SP001", message="there is no such file or folder", place=Place(shown_path(one)))
                for one in missing
            ]
        )
    problems: list[Problem] = []
    found = list(dict.fromkeys(one for path in paths for one in _decks_at(path, problems)))
    decks = []
    for number, path in enumerate(found, 1):
        progress("reading decks", number, len(found))
        try:
            decks.append(inspect_deck(library, path, on, customers))
        except UserFault as fault:
            problems += fault.problems
    return Audit(tuple(decks), tuple(problems))


def _decks_at(path: Path, problems: list[Problem]) -> Iterator[Path]:
    """A deck, or those below a folder; links are not followed, so nothing outside is read, and nothing twice."""
    if path.is_file():
        yield path
        return

    def told(error: OSError) -> None:
        place = Place(shown_path(Path(error.filename or path)))
        problems.append(Problem(code="SP001", message=f"the folder cannot be listed: {why(error)}", place=place))

    for folder, folders, files in os.walk(path, onerror=told):
        folders.sort()
        for name in sorted(files):
            file = Path(folder, name)
            if name.lower().endswith(ENDINGS) and not name.startswith(LOCK) and not file.is_symlink():
                yield file
