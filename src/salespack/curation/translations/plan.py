"""What texts that came back change in a library: each against what went out, and against what is there now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from salespack.curation.front_matter_editing import ORDER, with_front_matter
from salespack.curation.translations.document import Document, Row
from salespack.curation.translations.texts import STRONG, lacking, mark_of, marks_of, taken_apart
from salespack.curation.translations.units import IN_FRONT, Texts, Unit, texts_of, translated_blocks
from salespack.formats.editing import with_data
from salespack.formats.text_files import read_text_file
from salespack.formats.yaml import Source
from salespack.library.approvers import objection_to
from salespack.library.blocks import Block, read_translation, split_front_matter
from salespack.library.library import Library
from salespack.problems.problem import Place, Problem, Severity, UserFault, shown_path
from salespack.problems.suggestions import LISTED, did_you_mean
from salespack.system.files import not_written
from salespack.system.transactions import Transaction

MARKS = "source_marks"


class TextChange(msgspec.Struct, frozen=True):
    """One text that is to say something else: what it says now (empty where there is none), and then."""

    block: str
    place: str
    old: str
    new: str


class Written(msgspec.Struct, frozen=True):
    """A translation's file as it is to be; `new` where there was none."""

    block: str
    path: Path
    text: str
    new: bool


class TranslationPlan(msgspec.Struct, frozen=True):
    """All that a file changes. Blocks of `conflicts` stay as they are, so do those of which texts are `missing`, with
    how many of how many. `notices` are warnings."""

    language: str
    changes: tuple[TextChange, ...]
    files: tuple[Written, ...]
    conflicts: tuple[Problem, ...]
    missing: Mapping[str, tuple[int, int]]
    notices: tuple[Problem, ...]


def plan_of(document: Document, library: Library, by: str | None = None) -> TranslationPlan:
    """What a file changes. Raises UserFault with every text that cannot be; nothing is to be written then."""
    if document.language not in library.settings.languages:
        languages = ", ".join(library.settings.languages)
        message = f"is in “{document.language}”, which is no language of the library"
        raise UserFault.of("SP881", message, f"its languages are {languages}", Place(document.file))
    return _Planner(document, library, by).plan()


class _Planner:
    """Goes through the blocks that one file is about."""

    def __init__(self, document: Document, library: Library, by: str | None) -> None:
        self._document, self._library, self._by = document, library, by
        self._changes: list[TextChange] = []
        self._files: list[Written] = []
        self._conflicts: list[Problem] = []
        self._missing: dict[str, tuple[int, int]] = {}
        self._notices: list[Problem] = []
        self._faults: list[Problem] = []

    def plan(self) -> TranslationPlan:
        by_block: dict[str, list[tuple[Row, list[str]]]] = defaultdict(list)
        for row in self._document.rows:
            parts = row.key.rsplit(":", 3)
            if len(parts) == 4:
                by_block[parts[0]].append((row, parts[1:]))
            else:
                self._fault("SP884", row, f"“{row.key}” is no key of a text", "keep the keys as exported")
        known = {block.id: block for block in translated_blocks(self._library, self._document.language)}
        for name, rows in by_block.items():
            if name in known:
                self._block(texts_of(self._library, known[name], self._document.language), rows)
            else:
                hint = did_you_mean(name, known, LISTED) or "export again"
                self._fault("SP884", rows[0][0], f"there is no block “{name}” to translate", hint)
        if self._faults:
            raise UserFault(self._faults)
        return TranslationPlan(
            self._document.language, tuple(self._changes), tuple(self._files), tuple(self._conflicts), self._missing,
            tuple(self._notices),
        )  # fmt: skip

    def _block(self, texts: Texts, rows: Sequence[tuple[Row, list[str]]]) -> None:
        """Finds what one block is to say."""
        targets = {unit.place: unit.target if unit.state == "done" else "" for unit in texts.units}
        units = {unit.place: unit for unit in texts.units}
        conflicts, faults, seen = [], len(self._faults), set[str]()
        for row, (place, of_source, of_target) in rows:
            if place in seen:
                self._fault("SP884", row, f"text {place} of {texts.block.id} is there twice", "delete one of them")
            seen.add(place)
            new = "\n".join(line.rstrip() for line in row.target.replace("\r", "\n").strip().split("\n"))
            finished = row.finished or (row.finished is None and mark_of(new) != of_target)
            if not new or not finished:
                continue
            unit = units.get(place)
            if unit is None or mark_of(unit.source) != of_source:
                conflicts.append(self._changed_source(row, texts, unit))
            elif mark_of(unit.target) not in (of_target, mark_of(new)):
                message = f"{texts.block.id} says “{_short(unit.target)}” in {texts.language} now, “{_short(new)}” here"
                conflicts.append(self._problem("SP883", row, message, "export again, and change it there"))
            else:
                self._judge(row, texts, unit, new)
                targets[place] = new
        self._conflicts += conflicts
        lacking_ones = [place for place, target in targets.items() if not target]
        if conflicts or len(self._faults) > faults:
            return
        if lacking_ones:
            if any(targets[unit.place] and targets[unit.place] != unit.target for unit in texts.units):
                self._missing[texts.block.id] = (len(lacking_ones), len(targets))
            return
        self._write(texts, targets, rows[0][0])

    def _judge(self, row: Row, texts: Texts, unit: Unit, new: str) -> None:
        """Whether a text can stand where it is to: its signs, and what an approver has to say."""
        fewer, more = lacking(unit.source, new, jinja=texts.block.jinja)
        if fewer or more:
            said = [f"lacks {', '.join(fewer)}"] if fewer else []
            said += [f"has {', '.join(more)}, which {texts.source_language} has not"] if more else []
            hint = f"keep the signs of the source: {_short(unit.source)}"
            self._fault("SP882", row, f"text {unit.place} of {unit.block} {' and '.join(said)}", hint)
        elif len(STRONG.findall(new)) != len(STRONG.findall(unit.source)):
            message = f"text {unit.place} of {unit.block} has other words in bold than {texts.source_language}"
            notice = self._problem("SP882", row, message, "put ** around the same words: forms are made of them")
            self._notices.append(msgspec.structs.replace(notice, severity=Severity.WARNING))

    def _changed_source(self, row: Row, texts: Texts, unit: Unit | None) -> Problem:
        if unit is None:
            message = f"{texts.block.id} has no such text any more in {texts.source_language}"
        else:
            message = f"{texts.block.id} says “{_short(unit.source)}” in {texts.source_language} now, which is new"
        return self._problem("SP883", row, message, "export again, and translate what it says now")

    def _write(self, texts: Texts, targets: Mapping[str, str], row: Row) -> None:
        """The file of a block all of whose texts are there; nothing where it says the same already."""
        changes = [
            TextChange(unit.block, unit.place, unit.target, targets[unit.place])
            for unit in texts.units
            if targets[unit.place] != unit.target
        ]
        if not changes and texts.to_do == 0:
            return
        said = [targets[str(number)] for number in range(1, len(texts.body.passages) + 1)]
        body = texts.body.with_texts(said)
        again = taken_apart(body, jinja=texts.block.jinja)
        if again.fixed != texts.body.fixed:
            wrong = next(
                (number for number, text in enumerate(said) if _is_other(again, texts, number, text)), 0
            )  # the first that reads as something else than text
            message = f"text {wrong + 1} of {texts.block.id} would begin a list, a title or a table, or end in one"
            self._fault("SP882", row, message, f"write it as a text in one line: “{_short(said[wrong])}”")
            return
        if (objection := self._objection(texts.block)) is not None:
            self._faults.append(objection)
            return
        text = _file(texts, targets, body)
        try:
            read_translation(shown_path(texts.path), text, [])
        except UserFault as fault:
            self._faults += fault.problems
            return
        self._changes += changes
        self._files.append(Written(texts.block.id, texts.path, text, texts.old is None))

    def _objection(self, block: Block) -> Problem | None:
        """Why this person may not change what sellers use in this language; None where they may."""
        if block.state != "approved" or not self._library.settings.approvers:
            return None
        language, place = self._document.language, Place(block.file)
        if self._by is None:
            message = f"is approved, and library.yaml says who approves texts in {language}"
            return Problem(code="SP428", message=message, hint="say who has read them: --by NAME", place=place)
        in_language = msgspec.structs.replace(block, bodies={language: next(iter(block.bodies.values()))})
        why, who = objection_to(self._library.settings, in_language, self._by)
        return Problem(code="SP428", message=why, hint=who, place=place) if why else None

    def _problem(self, code: str, row: Row, message: str, hint: str) -> Problem:
        place = Place(self._document.file, row.line)
        where = "" if row.line is not None else f"{row.where}: "
        return Problem(code=code, message=f"{where}{message}", hint=hint, place=place)

    def _fault(self, code: str, row: Row, message: str, hint: str) -> None:
        self._faults.append(self._problem(code, row, message, hint))


def _is_other(again: Any, texts: Texts, number: int, text: str) -> bool:
    """Whether the text at a number is not what stands there once it is written."""
    return (
        number >= len(again.passages)
        or again.passages[number].text != text
        or (again.fixed[number + 1] != texts.body.fixed[number + 1])
    )


def _file(texts: Texts, targets: Mapping[str, str], body: str) -> str:
    """A translation's file: its front matter as it is, with what follows from the texts, and the body."""
    old: dict[str, Any] = {}
    if texts.old is not None:
        parts = split_front_matter(texts.old, "")
        loaded = Source("", parts.yaml).load()
        old = loaded if isinstance(loaded, dict) else {}
    front = {**old, "translates": texts.block.version}
    for unit in texts.units:
        if unit.sort == IN_FRONT:
            front = _with(front, unit.place.split("."), targets[unit.place])
    front[MARKS] = marks_of([one.text for one in texts.body.passages])
    if texts.old is None:
        return f"---\n{with_data('', front, (*ORDER, MARKS))}---\n{body}"
    head = with_front_matter(texts.old, front, (*ORDER, MARKS))
    return head.removesuffix(split_front_matter(head, "").body) + body


def _with(data: Mapping[str, Any], keys: Sequence[str], value: str) -> dict[str, Any]:
    """The mapping with a value at the end of a path of keys."""
    first, *rest = keys
    inner = data.get(first)
    return {**data, first: _with(inner if isinstance(inner, dict) else {}, rest, value) if rest else value}


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 60 else f"{one_line[:59]}…"


def write(library: Library, files: Sequence[Written]) -> None:
    """Writes them all, or none. Raises UserFault when they cannot be written."""
    root = library.root
    try:
        with Transaction(root) as transaction:
            for one in files:
                content = one.text.encode() if one.new else read_text_file(one.path).with_text(one.text)
                transaction.write(one.path, content)
    except OSError as error:
        hint = "check its permissions, and that no program has it open"
        raise not_written(root, error, code="SP803", hint=hint, then="; nothing was changed") from None


def missing_in_words(missing: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    """A line for each block that is not written, as texts of it are missing."""
    for block, (lacking_ones, count) in missing.items():
        yield f"{block} is not written: {lacking_ones} of its {count} texts are missing"
