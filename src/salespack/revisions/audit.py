"""Inspects every deck and PDF in folders, one after the other: what cannot be read is told, and stops nothing."""

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
from salespack.problems.files import not_read, why
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.revisions.audit_state import AuditState, Result
from salespack.revisions.inspection import PDF, Found, Inspection, Inspector, not_looked_at
from salespack.revisions.pdf_pages import pdf_is_readable

ENDINGS = (".pptx", ".pptm", ".potx", ".potm", ".ppsx", ".ppsm", PDF)
LOCK = "~$"
"""How the files begin that PowerPoint makes beside a deck that is open."""
COLUMNS = (
    "deck", "profile", "pack", "saved by", "changed", "slide", "title", "block", "version", "language", "stands", "why",
    "known by", "alike", "owner", "names", "figures of", "changed by hand",
)  # fmt: skip
Progress = Callable[[str, int, int], object]


class AuditRequest(msgspec.Struct, frozen=True):
    """What is looked through: files and folders, since which day they must have changed, and whether to look deep.

    Without `deep`, decks whose slides all have their marks are known by these alone.
    """

    paths: tuple[Path, ...]
    since: datetime.date | None = None
    deep: bool = False


class Tally(msgspec.Struct):
    """What an audit counts: decks, those with something to look at, those that somebody changed by hand (looked for in
    depth alone), slides by how they stand, whose they are, files that could not be read, and PDFs that were passed over
    because nothing here reads them; `left_out` is what git has of decks that was not read, though slides could be of
    it."""

    decks: int = 0
    behind: int = 0
    changed_by_hand: int = 0
    stand: Counter[str] = msgspec.field(default_factory=Counter)
    owners: Counter[str] = msgspec.field(default_factory=Counter)
    unread: int = 0
    unread_pdfs: int = 0
    left_out: list[str] = msgspec.field(default_factory=list)

    def count(self, inspection: Inspection) -> None:
        """Counts a deck, and the slides on it that somebody should look at."""
        self.decks += 1
        self.behind += bool(inspection.behind)
        self.changed_by_hand += inspection.is_changed
        self.left_out += [one for one in inspection.left_out if one not in self.left_out]
        self.stand.update(one.standing.value for one in inspection.slides)
        self.owners.update(one.owner for one in inspection.behind if one.owner)


class Audit:
    """One audit: what it found is kept in `state`, and read from there one deck at a time, in the order of paths."""

    def __init__(self, state: AuditState, tally: Tally) -> None:
        self._state, self.tally = state, tally

    def decks(self) -> Iterator[Inspection]:
        """The decks that were read."""
        return (one.inspection for one in self._state.results() if one.inspection is not None)

    def problems(self) -> Iterator[Problem]:
        """What could not be read, or was not looked at."""
        yield from not_looked_at(self.tally.left_out)
        if self.tally.unread_pdfs:
            number = self.tally.unread_pdfs
            yield Problem(
                code="SP886",
                message=f"{number:,} PDF{'s were' if number > 1 else ' was'} passed over: pypdfium2 is not installed",
                hint='install it: pip install "salespack[pdf]"',
            )
        for one in self._state.results():
            yield from one.problems

    def csv(self) -> Iterator[str]:
        """A line for each slide that somebody should look at or changed by hand, and one without a slide for a deck of
        which slides were deleted or cannot be compared, below a line of headings."""
        yield _csv_line(COLUMNS)
        for deck in self.decks():
            for one in (*deck.listed, *((None,) if deck.of_deck else ())):
                yield _csv_line([csv_cell(cell) for cell in _cells(deck, one)])


def _csv_line(cells: Sequence[object]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(cells)
    return stream.getvalue()


def _cells(deck: Inspection, one: Found | None) -> tuple[object, ...]:
    """The cells of a slide; without one, those of the deck, with what is told of it as a whole."""
    about = (deck.file, deck.profile, deck.pack, deck.saved_by, deck.changed)
    if one is None:
        return (*about, *[""] * (len(COLUMNS) - len(about) - 1), "; ".join(deck.of_deck))
    return (
        *about, one.number, one.title, one.block, one.version, one.language, one.standing.value, one.why, one.known_by,
        one.alike, one.owner, ", ".join(one.names), ", ".join(one.figures_of), one.changed,
    )  # fmt: skip


def audit_decks(
    inspector: Inspector, request: AuditRequest, state: AuditState, progress: Progress = lambda *_: None
) -> Audit:
    """All decks and PDFs at and below the paths. Raises UserFault (SP001) for a path that is not there."""
    missing = [path for path in request.paths if not path.exists()]
    if missing:
        raise UserFault(
            [
                Problem(code="SP001", message="there is no such file or folder", place=Place(shown_path(one)))
                for one in missing
            ]
        )
    tally = Tally()
    told: list[Problem] = []
    found = _files(request, told)
    for problem in told:
        file = problem.place.file if problem.place else ""
        state.add(Result(file, 0, 0, problems=(problem,)))
        tally.unread += 1
    reads_pdf = pdf_is_readable()
    for number, path in enumerate(found, 1):
        progress("reading decks", number, len(found))
        if not reads_pdf and path.lower().endswith(PDF):
            tally.unread_pdfs += 1
            continue
        _one(inspector, path, request, state)
    for result in state.results():
        if result.inspection is not None:
            tally.count(result.inspection)
    tally.unread = sum(bool(one.problems) for one in state.results())
    return Audit(state, tally)


def _one(inspector: Inspector, path: str, request: AuditRequest, state: AuditState) -> None:
    """Reads one file, unless it is as it was when it was read before."""
    file = Path(path)
    try:
        status = file.stat()
    except OSError as error:
        gone = Problem(code="SP501", message=not_read(error), place=Place(shown_path(file)))
        state.add(Result(path, 0, 0, problems=(gone,)))
        return
    size, changed = status.st_size, status.st_mtime_ns
    if state.has(path, size, changed):
        return
    if state.ended_in(path, size, changed):
        problem = Problem(
            code="SP504", message="is damaged: what reads it came to no end", place=Place(shown_path(file)),
            hint="it was passed over; fetch it again from where it came",
        )  # fmt: skip
        state.add(Result(path, size, changed, problems=(problem,)))
        return
    try:
        with state.begun(path, size, changed):
            inspection = inspector.inspect(file) if request.deep else inspector.by_marks(file)
        result = Result(path, size, changed, inspection)
    except UserFault as fault:
        result = Result(path, size, changed, problems=fault.problems)
    state.add(result)


def _files(request: AuditRequest, problems: list[Problem]) -> list[str]:
    """The files to read, in the order of their paths within each path that was asked for, each once."""
    begin = None
    if request.since is not None:
        day = request.since
        begin = datetime.datetime(day.year, day.month, day.day).timestamp()
    found = dict.fromkeys(name for path in request.paths for name in _files_at(os.fspath(path), begin, problems))
    return list(found)


def _files_at(path: str, begin: float | None, problems: list[Problem]) -> Iterator[str]:
    """A file, or those below a folder; links are not followed, so nothing outside is read, and nothing twice.

    With `begin`, in seconds since 1970, only files below that were changed since then.
    """
    if os.path.isfile(path):  # noqa: PTH113 - of ten thousand files no Path is made
        yield path
        return
    folders = [path]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda one: one.name)
        except OSError as error:
            message = f"the folder cannot be listed: {why(error)}"
            problems.append(Problem(code="SP001", message=message, place=Place(shown_path(Path(folder)))))
            continue
        below = []
        for one in listed:
            if one.is_symlink():
                continue
            if one.is_dir(follow_symlinks=False):
                below.append(one.path)
            elif one.name.lower().endswith(ENDINGS) and not one.name.startswith(LOCK) and one.is_file():
                try:
                    if begin is None or one.stat(follow_symlinks=False).st_mtime >= begin:
                        yield one.path
                except OSError:
                    yield one.path  # what is wrong with it is told when it is read
        folders += reversed(below)
