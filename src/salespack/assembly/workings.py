"""Workings of calculations on slides, ```` ```working ````: a table of every figure, and beside it a chart of the range
that they give, whose workbook works it all out again."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import cached_property

from salespack.assembly.sources import CALCULATED, dated
from salespack.calculations.figures import Worked, worked_for
from salespack.calculations.working import ENDS, Row, Working, kind_of, shown_figures, working_of
from salespack.deck.model import Chart, Highlight, Series, Span, Spans, Table
from salespack.language.formatting import Formats
from salespack.language.phrases import words
from salespack.library.library import Library
from salespack.problems.problem import Place, UserFault
from salespack.problems.suggestions import did_you_mean
from salespack.profiles.profile import Profile
from salespack.templating.template_text import template_code

WORKING = re.compile(r"^[ ]{0,3}(?:`{3,}|~{3,})[ \t]*working\b.*\n\s*of:\s*[\"']?(\w+)", re.MULTILINE)
"""A working in the text of a block, and the calculation that it is of."""
LIKELY = ENDS.index("likely")


def calculations_in(source: str, needs: Iterable[str] = ()) -> set[str]:
    """The calculations that the text of a block uses, or that it needs."""
    printed = (one for part in template_code(source) for one in CALCULATED.findall(part))
    needed = (path.removeprefix("calc.") for path in needs if path.startswith("calc."))
    return {*WORKING.findall(source), *printed, *needed}


class Workings:
    """The workings of a library's calculations for one customer, on one day, in one language."""

    def __init__(self, library: Library, profile: Profile, on: datetime.date, language: str, formats: Formats) -> None:
        self._library, self._profile, self._on = library, profile, on
        self._language, self._formats = language, formats

    def of(self, *names: str) -> Working:
        """The working of calculations that can be worked out, the last of them last."""
        calculations = self._library.calculations
        return working_of(
            calculations,
            names,
            self._worked,
            language=self._language,
            default=self._library.settings.default_language,
            dated=lambda day: dated(day, self._language, self._formats),
            offered=dated(offer.date, self._language, self._formats) if (offer := self._profile.offer) else "",
        )

    def nodes(self, name: str, place: Place) -> tuple[Table, Chart]:
        """The table and the chart of a calculation. Raises UserFault (SP370) where it cannot be worked out."""
        calculations = self._library.calculations
        if name not in calculations.names:
            hint = did_you_mean(name, calculations.names) if calculations.names else "declare it in calculations.yaml"
            raise UserFault.of("SP370", f"there is no calculation “{name}”", hint, place)
        if why := self._worked.missing.get(name):
            hint = f"list it, `needs: [calc.{name}]`, so that only customers for whom it can be get the block"
            raise UserFault.of("SP370", f"“{name}” cannot be worked out: {why}", hint, place)
        working = self.of(name)
        return self._table(working), self._chart(working)

    @cached_property
    def _worked(self) -> Worked:
        return worked_for(self._library.calculations, self._profile, self._on)

    def _table(self, working: Working) -> Table:
        phrases = words(self._language)
        heads = (phrases["working_what"], phrases["working_range"], phrases["working_from"])
        return Table(
            ("left", "right", "left"),
            tuple((Span(head),) for head in heads),
            tuple(self._row(working, row) for row in working.rows),
        )

    def _row(self, working: Working, row: Row) -> tuple[Spans, ...]:
        last = row is working.result
        return (
            (Span(f"{row.sign}\u00a0 ", bold=True), Span(row.title, bold=last)),
            (Span(working.range_text(row, self._formats), bold=last),),
            (Span(working.from_text(row, self._formats)),),
        )

    def _chart(self, working: Working) -> Chart:
        phrases, result = words(self._language), working.result
        counted = "" if result.unit.currency or result.unit.percent else working.unit_text(result)
        low, likely, high = (working.figure_text(result, end, self._formats) for end in result.range)
        values = tuple(shown_figures(result.range, result.unit))
        formulas = tuple(working.cell(end) for end in ENDS)
        return Chart(
            type="column",
            title=f"{result.title} ({counted})" if counted else result.title,
            alt=phrases["working_alt"].format(name=result.title, low=low, likely=likely, high=high),
            categories=(phrases["working_low"], phrases["working_likely"], phrases["working_high"]),
            series=(Series(result.title, values, formulas=formulas),),
            number_format=kind_of(result.unit),
            currency=result.unit.currency or self._library.settings.currency,
            highlight=Highlight("category", LIKELY),
            sheets=(working.sheet(result.title, self._formats),),
        )
