"""`salespack import cases`, the service: case studies of other systems in, draft blocks and a report out."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

import msgspec

from salespack.importing.cases.blocks import KIND, block_text
from salespack.importing.cases.case_records import (
    RECORD_FILE,
    CaseRecord,
    CaseRecords,
    case_records_text,
    read_case_records,
)
from salespack.importing.cases.mapping import read_mapping
from salespack.importing.cases.reading import COUNTED, HTML, MARKDOWN, YAML, CaseReader, Reading
from salespack.importing.drafts import Drafts
from salespack.importing.placing import Blocks, defaults_text
from salespack.importing.report import Action
from salespack.importing.slide_groups import slug
from salespack.library.library import Library
from salespack.library.load import DEFAULTS_FILE
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.system.hashing import digest
from salespack.system.paths import RESERVED, is_text, real_path
from salespack.system.progress import Progress, no_progress

READ = MARKDOWN | HTML | YAML
FOLDER = "imported/cases"


class CasesRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: files and folders, a mapping of one's own, and the folder of the library for new blocks."""

    paths: tuple[Path, ...]
    into: str = FOLDER
    owner: str = "marketing"
    mapping: Path | None = None
    language: str | None = None
    dry_run: bool = False


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One file: what became of it, the block (`target` relative to the library), and what was found in it."""

    action: Action
    file: str
    block: str
    target: str
    mapping: str
    title: str
    language: str
    customer: str = ""
    industry: str = ""
    country: str = ""
    values: dict[str, int] = {}
    points: int = 0
    quote: bool = False
    why: str = ""


class CasesReport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one call did.

    `fields` counts for each thing the files in which it is mapped, not mapped, and not given. `unmapped` are warnings
    with their lines, `problems` the files that could not be read.
    """

    rows: tuple[CaseRow, ...]
    fields: dict[str, dict[str, int]]
    unmapped: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    written: tuple[str, ...]
    dry_run: bool

    def count(self, action: Action) -> int:
        """How many files have an action."""
        return sum(row.action is action for row in self.rows)


class _Read(msgspec.Struct, frozen=True):
    """A file with the name it is known by, and what it says."""

    path: Path
    key: str
    reading: Reading


def import_cases(library: Library, request: CasesRequest, progress: Progress = no_progress) -> CasesReport:
    """Imports case studies; all changes are put in place at the end, or none in a dry run.

    A file with a problem is left out and told, the others are imported. Raises UserFault for a mapping or a record that
    cannot be read, and where the library cannot be written.
    """
    mapping = read_mapping(request.mapping) if request.mapping else None
    drafts = Drafts(library.root)
    problems: list[Problem] = []
    reader = CaseReader(library, mapping, request.language)
    read: list[_Read] = []
    files = list(_files(request.paths, problems))
    for number, (path, key) in enumerate(files, 1):
        progress(f"reading {path.name}", number, len(files))
        try:
            read.append(_Read(path, key, reader.read(path, key)))
        except UserFault as fault:
            problems += fault.problems
    rows = _Placing(library, request, drafts).rows(read)
    written = drafts.changed
    if not request.dry_run:
        drafts.apply()
    fields = {field: dict.fromkeys(("mapped", "not mapped", "not given"), 0) for field in COUNTED}
    for one in read:
        for field, state in one.reading.fields.items():
            fields[field][state] += 1
    return CasesReport(
        rows=rows,
        fields=fields,
        unmapped=tuple(problem for one in read for problem in one.reading.unmapped),
        problems=tuple(problems),
        written=written,
        dry_run=request.dry_run,
    )


def _files(paths: Sequence[Path], problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    """Every file once, those of folders in order, with the name it is known by: with the folder it is in."""
    seen: set[Path] = set()
    for named in paths:
        place = Place(str(named))
        if named.is_dir():
            found = sorted(path for path in named.rglob("*") if path.suffix.lower() in READ and path.is_file())
            found = [path for path in found if not any(part.startswith(".") for part in path.relative_to(named).parts)]
            if not found:
                hint = f"cases are files {', '.join(sorted(READ))}"
                problems.append(Problem(code="SP860", message="holds no case", hint=hint, place=place))
        elif named.suffix.lower() in READ or not named.exists():
            found = [named]
        else:
            hint = f"cases are files {', '.join(sorted(READ))}"
            problems.append(Problem(code="SP860", message="is no file of a case", hint=hint, place=place))
            continue
        for path in found:
            if not is_text(path.name):
                place = Place(shown_path(path))
                problems.append(
                    Problem(code="SP002", message="has a name that is not UTF-8 text", hint="rename it", place=place)
                )
                continue
            real = Path(os.path.realpath(path))
            if real not in seen:
                seen.add(real)
                above = real_path(named).parent if named.is_dir() else real.parent.parent
                yield path, real.relative_to(above).as_posix() if real.is_relative_to(above) else real.name


class _Placing:
    """Puts cases into the library: new ones as blocks, known ones where nobody has touched them."""

    def __init__(self, library: Library, request: CasesRequest, drafts: Drafts) -> None:
        self._library, self._request, self._drafts = library, request, drafts
        self._blocks = Blocks(library, drafts)
        self._records = read_case_records(library.root)
        self._defaults: dict[str, dict[str, object]] = {}

    def rows(self, read: Sequence[_Read]) -> tuple[CaseRow, ...]:
        """What became of each file."""
        if any(self._known(one.key) is None for one in read):
            self._put_defaults(len(read))
        rows = tuple(self._row(one) for one in read)
        for folder, records in self._records.items():
            name = posixpath.join(folder, RECORD_FILE) if folder != "." else RECORD_FILE
            self._drafts.write(name, case_records_text(records))
        return rows

    def _known(self, key: str) -> tuple[str, str] | None:
        """The folder and name under which a case is recorded: its own, or the one that is as much of it as was said."""
        alike = []
        for folder, records in self._records.items():
            if key in records.cases:
                return folder, key
            alike += [(folder, name) for name in records.cases if name.endswith(f"/{key}") or key.endswith(f"/{name}")]
        return alike[0] if len(alike) == 1 else None

    def _row(self, one: _Read) -> CaseRow:
        known = self._known(one.key)
        if known is None:
            return self._new(one)
        folder, name = known
        record = self._records[folder].cases[name]
        target = self._where(record)
        if target is None:
            return self._told(one, Action.DELETED, record, "somebody deleted the block; it stays so")
        before = self._drafts.text(target)
        text = block_text(one.reading.case, self._of_folder(record.file), self._library.settings.default_language)
        if before == text:
            return self._told(one, Action.UNCHANGED, record, "")
        if before is None or digest(before.encode()) != record.written:
            return self._told(one, Action.UNCHANGED, record, "somebody has edited the block; it stays as it is")
        self._drafts.write(target, text)
        record = CaseRecord(record.block, record.file, digest(text.encode()))
        self._keep(folder, name, record)
        return self._told(one, Action.CHANGED, record, "the case says something else now")

    def _where(self, record: CaseRecord) -> str | None:
        """The block's file, where it is now: people move blocks to other folders."""
        if self._drafts.exists(record.file):
            return record.file
        moved = [name for name in self._blocks.files.get(record.block, ()) if name.endswith(f"/{record.block}.md")]
        return moved[0] if moved else None

    def _new(self, one: _Read) -> CaseRow:
        block = _id(one.path, self._blocks.files)
        target = posixpath.join(self._request.into, f"{block}.md")
        text = block_text(one.reading.case, self._of_folder(target), self._library.settings.default_language)
        self._drafts.write(target, text)
        self._blocks.files.setdefault(block, []).append(target)
        record = CaseRecord(block, target, digest(text.encode()))
        self._keep(self._request.into, one.key, record)
        return self._told(one, Action.NEW, record, "")

    def _keep(self, folder: str, key: str, record: CaseRecord) -> None:
        records = self._records.get(folder, CaseRecords())
        self._records[folder] = CaseRecords(records.format, {**records.cases, key: record})

    def _put_defaults(self, cases: int) -> None:
        name = posixpath.join(self._request.into, DEFAULTS_FILE)
        if not self._drafts.exists(name):
            first = self._library.settings.default_language
            kinds = [KIND] * (cases + 1)
            self._drafts.write(
                name, defaults_text(self._drafts, self._request.into, self._request.owner, first, kinds, first)
            )

    def _of_folder(self, target: str) -> dict[str, object]:
        folder = posixpath.dirname(target)
        if folder not in self._defaults:
            self._defaults[folder] = dict(self._drafts.defaults(folder))
        return self._defaults[folder]

    def _told(self, one: _Read, action: Action, record: CaseRecord, why: str) -> CaseRow:
        case = one.reading.case
        return CaseRow(
            action=action,
            file=shown_path(one.path),
            block=record.block,
            target=record.file,
            mapping=one.reading.mapping,
            title=case.story.title,
            language=case.language,
            customer=case.customer,
            industry=case.industry,
            country=case.country,
            values={value.id: value.strength for value in case.values},
            points=len(case.story.points),
            quote=bool(case.story.quote),
            why=why,
        )


def _id(path: Path, taken: Container[str]) -> str:
    """The id of a new block: the file's name, or its folder's, with a number where that is taken."""
    parent = real_path(path).parent.name
    own = path.stem if path.stem not in ("index", "_index") else parent
    wanted = slug(own) or f"case-{digest(own.encode())[:8]}"
    if RESERVED.match(wanted):
        wanted = f"{wanted}-case"
    numbers = iter(range(2, 1_000_000))
    candidate = wanted
    while candidate in taken:
        candidate = f"{wanted}-{next(numbers)}"
    return candidate
