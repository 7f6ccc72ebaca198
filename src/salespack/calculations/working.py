"""How a calculation comes about, figure by figure: the rows of a table, and the sheet that works it out again."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec

from salespack.calculations.figures import Worked, bounds, rests_on, unit
from salespack.calculations.formulas import End, Expression, Range, as_spreadsheet, expression, shown
from salespack.calculations.model import Calculations
from salespack.calculations.units import Unit, amount_text, figure_text, most_decimals, unit_text
from salespack.deck.model import NumberFormat, SheetCell, Worksheet
from salespack.formats.types import Localised, in_language
from salespack.language.formatting import Formats
from salespack.language.phrases import words
from salespack.language.spreadsheet_formats import format_code

ENDS: tuple[End, ...] = ("low", "likely", "high")
COLUMNS: Mapping[End, str] = {"low": "D", "likely": "E", "high": "F"}
"""The columns of a sheet with the ends of ranges."""
WIDTHS = (5.0, 44.0, 18.0, 16.0, 16.0, 16.0, 2.0, 60.0)


class Row(msgspec.Struct, frozen=True):
    """A figure of a working: its sign in formulas (A, B, …), what it is called, its unit and range, where it is from.

    `theirs` is the customer's, `ours` is assumed, `known` is ours and exact, `offered` a price of what we offer them,
    `worked` follows from others by its `formula`.
    """

    sign: str
    name: str
    title: str
    unit: Unit
    range: Range
    whose: Literal["theirs", "ours", "known", "offered", "worked"]
    source: str = ""
    url: str = ""
    formula: Expression | None = None


class Working(msgspec.Struct, frozen=True):
    """Calculations with all that they rest on, in the order in which they are worked out; their texts are in one
    language, `units` are the names of those that the library declares."""

    rows: tuple[Row, ...]
    bounds: Mapping[str, Range]
    units: Mapping[str, Localised]
    language: str

    @property
    def result(self) -> Row:
        """What is worked out last."""
        return self.rows[-1]

    def range_text(self, row: Row, formats: Formats) -> str:
        """A figure as a table shows it: the likely one, and below it the least and the most, where they
        differ."""
        likely = self.figure_text(row, row.range.likely, formats)
        if row.range.low == row.range.high:
            return likely
        ends = row.range.low, row.range.high
        low, high = (amount_text(end, row.unit, self.language, formats, row.range) for end in ends)
        return f"{likely}\n({low}–{high})"

    def figure_text(self, row: Row, end: float, formats: Formats) -> str:
        """One end of a figure's range with its unit, with no more decimals than its other ends."""
        return figure_text(end, row.unit, self.language, self.units, formats, row.range)

    def unit_text(self, row: Row) -> str:
        """The words of a figure's unit; empty for a plain number."""
        return unit_text(row.unit, self.language, self.units)

    def from_text(self, row: Row, formats: Formats) -> str:
        """Where a figure is from: whose it is, or how it follows from others."""
        phrases = words(self.language)
        match row.whose:
            case "theirs":
                return phrases["working_theirs"]
            case "offered":
                return phrases["working_offer"].format(date=row.source)
            case "ours":
                return phrases["working_ours"].format(source=row.source)
            case "known":
                return phrases["working_our_figure"].format(source=row.source)
            case _:
                return self._formula_text(row, formats)

    def _formula_text(self, row: Row, formats: Formats) -> str:
        signs = {one.name: one.sign for one in self.rows}
        assert row.formula is not None  # noqa: S101 - what is worked out has one
        return shown(row.formula, signs.__getitem__, lambda value: formats.number(value, self.language))

    def sheet(self, title: str, formats: Formats) -> Worksheet:
        """The sheet on which every figure that is not worked out can be changed, and all others follow."""
        phrases = words(self.language)
        head = (
            SheetCell(),
            SheetCell(phrases["working_what"], look="heading"),
            SheetCell(phrases["working_unit"], look="heading"),
            SheetCell(phrases["working_low"], look="over-figures"),
            SheetCell(phrases["working_likely"], look="over-figures"),
            SheetCell(phrases["working_high"], look="over-figures"),
            SheetCell(),
            SheetCell(phrases["working_from"], look="heading"),
        )
        first = (SheetCell(title, look="title"),), (SheetCell(phrases["working_change"], look="note"),), ()
        places = {row.name: len(first) + 2 + at for at, row in enumerate(self.rows)}
        return Worksheet(
            phrases["value_case"], WIDTHS, (*first, head, *(self._cells(row, places, formats) for row in self.rows))
        )

    def cell(self, end: End) -> str:
        """The reference to an end of the result's range on the sheet."""
        quoted = words(self.language)["value_case"].replace("'", "''")
        return f"'{quoted}'!{COLUMNS[end]}{len(self.rows) + 4}"

    def _cells(self, row: Row, places: Mapping[str, int], formats: Formats) -> tuple[SheetCell, ...]:
        number = places[row.name]
        code = format_code(
            kind_of(row.unit), shown_figures(row.range, row.unit), row.unit.currency or "EUR", self.language
        )

        def figure(end: End) -> SheetCell:
            value = getattr(row.range, end)
            if row.formula is not None:
                formula = as_spreadsheet(
                    row.formula, end, lambda name, at: f"{COLUMNS[at]}{places[name]}", self.bounds.__getitem__
                )
                return SheetCell(value=value, shown_as=code, formula=formula, look="result")
            if end != "likely" and row.whose in ("theirs", "known", "offered"):
                return SheetCell(value=value, shown_as=code, formula=f"{COLUMNS['likely']}{number}")
            return SheetCell(value=value, shown_as=code, look="theirs" if row.whose == "theirs" else "ours")

        look: Literal["result", ""] = "result" if row.formula is not None else ""
        return (
            SheetCell(row.sign),
            SheetCell(row.title, look=look),
            SheetCell(self.unit_text(row)),
            *map(figure, ENDS),
            SheetCell(),
            SheetCell(f"{self.from_text(row, formats)} {row.url}".rstrip()),
        )


def kind_of(of: Unit) -> NumberFormat:
    """How figures of a unit are written in a spreadsheet."""
    return "percent" if of.percent else "money" if of.currency else "number"


def shown_figures(figures: Range, of: Unit) -> list[float]:
    """The figures of a range with as many decimals as say something; none becomes 0 by that."""
    places = most_decimals(figures, of)
    return [one if places is None else round(one, places) for one in figures]


def working_of(
    calculations: Calculations,
    names: Sequence[str],
    worked: Worked,
    *,
    language: str,
    default: str,
    dated: Callable[[str], str],
    offered: str = "",
) -> Working:
    """The working of calculations that can be worked out, the last of them last. `default` is the library's first
    language, `dated` writes the day of a source as the language does, `offered` is the day of our offer, so written."""
    used = dict.fromkeys(one for name in names for one in rests_on(calculations, name))
    ordered = [
        one
        for part in (calculations.inputs, calculations.assumptions, calculations.formulas)
        for one in part
        if one in used and one != names[-1]
    ]
    rows = []
    for at, name in enumerate([*ordered, names[-1]]):
        letter = string.ascii_uppercase[at % 26]
        sign = letter if at < 26 else f"{letter}{at // 26}"
        row = _row(calculations, name, sign, worked, lambda text: in_language(text, language, default), dated)
        rows.append(msgspec.structs.replace(row, source=offered) if row.whose == "offered" else row)
    limits = {row.name: bounds(calculations, row.name) for row in rows}
    return Working(tuple(rows), limits, calculations.units, language)


def _row(
    calculations: Calculations,
    name: str,
    sign: str,
    worked: Worked,
    worded: Callable[[Localised], str],
    dated: Callable[[str], str],
) -> Row:
    figures, of = worked.figures[name], unit(calculations, name)
    if name in calculations.inputs:
        given = calculations.inputs[name]
        return Row(sign, name, worded(given.name), of, figures, "offered" if given.is_offer else "theirs")
    if name in calculations.assumptions:
        one = calculations.assumptions[name]
        source = f"{worded(one.source)}, {dated(one.date)}"
        whose: Literal["known", "ours"] = "known" if one.low is None else "ours"
        return Row(sign, name, worded(one.name), of, figures, whose, source, one.url or "")
    calculation = calculations.formulas[name]
    formula = expression(calculation.formula)
    return Row(sign, name, worded(calculation.name), of, figures, "worked", formula=formula)
