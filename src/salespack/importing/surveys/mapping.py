"""A survey's mapping file: which column says what, on which scale, and what the answers are about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec

from salespack.formats.schema import decode
from salespack.formats.text_files import read_text
from salespack.formats.types import Day, FilledText, Id
from salespack.formats.yaml import Source
from salespack.importing.tables import Table
from salespack.language.word_matching import normalised
from salespack.library.library import Library
from salespack.library.load import vocabulary_of
from salespack.problems.problem import UserFault, shown_path
from salespack.problems.suggestions import did_you_mean
from salespack.profiles.profile import SatisfactionObject, Scale, scale_bounds

Column = Annotated[str, msgspec.Meta(min_length=1)]
FigureName = Literal["importance", "satisfaction", "with_us"]
FIGURES: tuple[FigureName, ...] = get_args(FigureName)


class SurveyValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The columns that ask about one value: how much it matters, how content they are with it today, whoever provides
    it, or with what we deliver; and what of us that is about."""

    importance: Column | None = None
    satisfaction: Column | None = None
    with_us: Column | None = None
    object: SatisfactionObject | None = None


class SurveyMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the columns of a survey mean. `respondent` and `date` are columns; `day` is that of all answers.

    `overall` is the column of the satisfaction all in all: where no value has a column of importance, importance is
    derived from what moves it. `object` is what the satisfactions are about unless a value says so itself.
    """

    customer: Column
    values: dict[Id, SurveyValue]
    scale: Scale = "0-10"
    overall: Column | None = None
    respondent: Column | None = None
    date: Column | None = None
    day: Day | None = None
    source: FilledText | None = None
    object: SatisfactionObject | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are named."""
        named = [self.customer, self.overall, self.respondent, self.date]
        named += [getattr(value, figure) for value in self.values.values() for figure in FIGURES]
        return tuple(one for one in named if one)

    @property
    def derives(self) -> bool:
        """Whether importance is to be derived: nobody was asked for it, and all were for their overall satisfaction."""
        return self.overall is not None and not any(value.importance for value in self.values.values())


def read_mapping(path: Path, library: Library) -> SurveyMapping:
    """The mapping that a file says. Raises UserFault, also for values that the library does not have."""
    source = Source(shown_path(path), read_text(path))
    mapping = decode(source, SurveyMapping)
    low, high = scale_bounds(mapping.scale)
    if low >= high:
        message = f"the scale {mapping.scale} does not go up"
        raise UserFault.of("SP105", message, "the least comes first: 1-5", source.place(("scale",)))
    vocabulary = vocabulary_of(library.settings, library.values)
    if unknown := list(vocabulary.unknown(source, "value", mapping.values, ("values",), key=True)):
        raise UserFault(unknown)
    if not mapping.values or not any(getattr(one, name) for one in mapping.values.values() for name in FIGURES):
        hint = "values: {fewer-outages: {importance: COLUMN, with_us: COLUMN}}"
        raise UserFault.of("SP893", "names no column for a value", hint, source.place(()))
    return mapping


def with_heads(mapping: SurveyMapping, table: Table) -> dict[str, str]:
    """The table's own spelling of each column that the mapping names. Raises UserFault (SP893) for those it lacks."""
    there = {normalised(head): head for head in table.heads}
    lacking = [one for one in dict.fromkeys(mapping.columns) if normalised(one) not in there]
    if lacking:
        message = f"has no column “{lacking[0]}”, which the mapping names"
        if len(lacking) > 1:
            message += f", and {len(lacking) - 1} more that it names"
        raise UserFault.of("SP893", message, did_you_mean(lacking[0], table.heads), table.place(1))
    return {one: there[normalised(one)] for one in mapping.columns}
