"""The front matter of blocks as a table: its columns, what a cell says of a block, and what a cell's text means.

A cell is text in one form, whatever program wrote it; lists are words with commas. No spreadsheet here.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

import msgspec

from salespack.curation.revising import Written
from salespack.deck.model import LayoutRole
from salespack.formats.types import Day, PartialDay
from salespack.library.blocks import KINDS
from salespack.library.library import Library
from salespack.problems.suggestions import did_you_mean
from salespack.profiles.profile import Lifecycle, RelationshipKind, State

Form = str
"""text, word (one of some), words (any of some), list (free words), day, date (of a source), whole, number."""
BLOCK_STATES = ("draft", "approved", "retired")
STRENGTHS = ("1", "2", "3", "4", "5")
SEPARATOR = re.compile(r"[,;\n]")
COUNTRY = re.compile(r"[A-Z]{2}")
FIGURE = re.compile(r"-?\d+(\.\d+)?")
EXCEL_ZERO = re.compile(r"(-?\d+)\.0+")


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column: its heading, where its cells stand in the front matter, and what they may hold.

    `known` are the words that can be; empty: any. `needed`: the cell cannot be empty.
    """

    heading: str
    path: tuple[str, ...]
    form: Form = "text"
    known: tuple[str, ...] = ()
    needed: bool = False


class CellFault(ValueError):  # noqa: N818 - a fault of what was typed
    """A cell that a block cannot have; `hint` says what is allowed."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


def columns_of(library: Library) -> tuple[Column, ...]:
    """The columns for a library, in the order in which front matter is best read."""
    settings = library.settings
    audience: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("roles", tuple(settings.roles)),
        ("stages", tuple(settings.stages)),
        ("industries", tuple(settings.industries)),
        ("lifecycle", get_args(Lifecycle)),
        ("states", get_args(State)),
        ("relationship", get_args(RelationshipKind)),
        ("countries", ()),
    )

    def column(form: Form, *path: str, known: Sequence[str] = (), needed: bool = False) -> Column:
        return Column(heading=".".join(path), path=path, form=form, known=tuple(known), needed=needed)

    return (
        column("word", "kind", known=KINDS, needed=True),
        column("word", "state", known=BLOCK_STATES),
        column("text", "owner"),
        *(column("whole", "values", value, known=STRENGTHS) for value in library.values),
        column("list", "tags"),
        *(column("words", "for", field, known=words) for field, words in audience),
        *(column("words", "not_for", field, known=words) for field, words in audience),
        column("text", "about", "customer"),
        column("word", "about", "industry", known=tuple(settings.industries)),
        column("text", "about", "country"),
        column("whole", "about", "employees"),
        column("list", "needs"),
        column("number", "minutes"),
        column("word", "layout", known=get_args(LayoutRole)),
        column("text", "evidence", "source"),
        column("text", "evidence", "url"),
        column("date", "evidence", "date"),
        column("text", "evidence", "sample"),
        column("day", "review_by"),
        column("day", "valid_from"),
        column("day", "valid_until"),
        column("whole", "version"),
    )


def cell_of(written: Written, column: Column) -> str:
    """What a block says in a column, with what its folder's defaults say."""
    found: Any = written.says(column.path[0])
    if column.path[0] == "values" and isinstance(found, list):
        found = ranked(found)
    for step in column.path[1:]:
        found = found.get(step) if isinstance(found, Mapping) else None
    return text_of(found, column)


def text_of(value: Any, column: Column) -> str:
    """A value, from front matter or from a spreadsheet's cell, in the one form in which cells are compared."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime.datetime():
            return value.date().isoformat()
        case datetime.date():
            return value.isoformat()
        case float():
            return f"{value:.10g}"
        case list() | tuple():
            value = ", ".join(str(one) for one in value)
    text = str(value).strip()
    if column.form in ("words", "list"):
        return ", ".join(dict.fromkeys(part for part in (one.strip() for one in SEPARATOR.split(text)) if part))
    if column.form == "number" and text.count(",") == 1:
        return text.replace(",", ".")
    if column.form in ("day", "date"):
        return _day_text(text, column.form)
    if column.form == "whole" and (found := EXCEL_ZERO.fullmatch(text)):
        return found[1]
    return text


def value_of(text: str, column: Column) -> Any:
    """What the text of a cell means in front matter; None for an empty one. Raises CellFault."""
    if not text:
        if column.needed:
            raise CellFault(f"{column.heading} is empty", f"one of {', '.join(column.known)}")
        return None
    return READERS[column.form](text, column)


def with_cells(written: Written, cells: Mapping[Column, Any]) -> dict[str, Any]:
    """A block's own front matter with other values in some cells (None: none); all else stays.

    A key that defaults fill is written out where it now says something else.
    """
    own = dict(written.own)
    for key in dict.fromkeys(column.path[0] for column in cells):
        mine = {column.path[1:]: value for column, value in cells.items() if column.path[0] == key}
        found = written.says(key)
        if () in mine:
            found = mine[()]
        else:
            if key == "values" and isinstance(found, list):
                found = ranked(found)
            found = dict(found) if isinstance(found, Mapping) else {}
            for (step,), value in mine.items():
                if value is None:
                    found.pop(step, None)
                else:
                    found[step] = value
            found = found or None
        if found is not None:
            own[key] = found
        elif key in written.defaults:
            own[key] = _nothing(key)
        else:
            own.pop(key, None)
    return own


def ranked(values: Sequence[Any]) -> dict[str, int]:
    """The strengths of a ranked list of values."""
    from salespack.library.blocks import RANKED

    return {str(name): RANKED[min(rank, len(RANKED) - 1)] for rank, name in enumerate(values)}


def _nothing(key: str) -> Any:
    """How a key says that there is none, against its default."""
    return {} if key in ("values", "for", "not_for") else [] if key in ("tags", "needs") else None


def _day_text(text: str, form: Form) -> str:
    """A day as ISO text; what is none stays as it is, to be told when it is read."""
    first = text.partition(" ")[0].partition("T")[0] if re.match(r"\d{4}-\d{2}-\d{2}[ T]", text) else text
    try:
        return Day.parse(first).isoformat() if form == "day" else str(PartialDay.parse(first))
    except ValueError:
        return text


def _text(text: str, column: Column) -> str:
    if column.path == ("about", "country") and not COUNTRY.fullmatch(text):
        raise CellFault(f"“{text}” is no country", "an ISO 3166-1 code such as FI or US")
    return text


def _word(text: str, column: Column) -> str:
    if text not in column.known:
        raise CellFault(f"{column.heading} cannot be “{text}”", did_you_mean(text, column.known))
    return text


def _words(text: str, column: Column) -> list[str]:
    words = text.split(", ")
    for word in words:
        if column.known and word not in column.known:
            raise CellFault(f"{column.heading} cannot hold “{word}”", did_you_mean(word, column.known))
        if column.path[-1] == "countries" and not COUNTRY.fullmatch(word):
            raise CellFault(f"“{word}” is no country", "ISO 3166-1 codes such as FI or US, with commas")
    return words


def _whole(text: str, column: Column) -> int:
    if column.known and text not in column.known:
        raise CellFault(f"{column.heading} cannot be “{text}”", "a whole number from 1 to 5, or nothing")
    if not text.isdecimal() or len(text) > 15:
        raise CellFault(f"{column.heading} cannot be “{text}”", "a whole number such as 3")
    return int(text)


def _number(text: str, column: Column) -> int | float:
    if not FIGURE.fullmatch(text) or len(text) > 15:
        raise CellFault(f"{column.heading} cannot be “{text}”", "a number such as 3 or 2.5")
    return float(text) if "." in text else int(text)


def _day(text: str, column: Column) -> str | int:
    try:
        if column.form == "day":
            return Day.parse(text).isoformat()
        return int(text) if text.isdecimal() and len(text) == 4 else str(PartialDay.parse(text))
    except ValueError as fault:
        hint = "a day such as 2026-12-01" + (", a month 2026-12 or a year 2026" if column.form == "date" else "")
        raise CellFault(f"{column.heading}: {fault}", hint) from None


READERS: dict[Form, Callable[[str, Column], Any]] = {
    "text": _text,
    "word": _word,
    "words": _words,
    "list": _words,
    "whole": _whole,
    "number": _number,
    "day": _day,
    "date": _day,
}
