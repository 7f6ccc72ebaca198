"""Charts as authors write them, ```` ```chart ````: proven and made nodes. What tokens stand for is there already."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple

import msgspec

from salespack.deck.model import Chart, ChartType, Highlight, NumberFormat, Series, Target
from salespack.forms.chart_figures import compared_series, levels_of, steps_of
from salespack.problems.problem import Place, Problem, UserFault
from salespack.problems.suggestions import did_you_mean

MOST_POINTS = 500
LARGEST = 1e15
ALIKE = 1e-6
"""By how much a total may differ from the sum of its steps, as a share of the largest figure."""
ONE_SERIES = ("pie", "waterfall")
"""Kinds that show one series."""
WITH_A_TARGET = ("column", "line", "stacked", "combo")
"""Kinds over which a line can stand at a figure."""
SHARED: Mapping[str, str] = {"pie": "column", "stacked-100": "column", "stacked-bar-100": "bar"}
"""Kinds that show parts of a whole, and the kind that shows the same figures by themselves."""
WITH_A_DIFFERENCE = ("column", "bar", "line", "stacked", "stacked-bar", "combo")
"""Kinds in which the difference of two categories is shown by an arrow."""
OF_KINDS: Mapping[str, tuple[str, ...]] = {
    "line": ("combo",),
    "totals": ("waterfall",),
    "target": WITH_A_TARGET,
    "compare": WITH_A_DIFFERENCE,
}
"""Keys that only some kinds have."""
PLACES = ("first", "last", "highest", "lowest")
"""What a category may be named by: categories that come from a profile are not known to who writes a block."""
Name = str | int | float


class ChartFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a ```` ```chart ```` block: categories and series, or `data`, a path like `facts.cost_by_year`.

    `format` is that of all figures, or says it series by series; `line` names the series that a combo draws as lines,
    `totals` the categories of a waterfall that are sums; `target` is a figure, or has its label before it. `highlight`
    names a category or series, `compare` two categories, and either may say `first`, `last`, `highest` or `lowest`.
    """

    type: ChartType
    alt: Annotated[str, msgspec.Meta(min_length=1)]
    title: str = ""
    categories: tuple[Name, ...] = ()
    series: dict[str, tuple[float | None, ...]] = {}
    data: str | None = None
    format: Literal["number", "percent", "money"] | dict[str, Literal["number", "percent", "money"]] = "number"
    line: str | tuple[str, ...] = ()
    totals: tuple[Name, ...] = ()
    target: float | dict[str, float] | None = None
    highlight: Name | None = None
    compare: tuple[Name, Name] | None = None
    callout: str = ""
    """Read apart from the rest, as it is Markdown."""


class Data(NamedTuple):
    """What a chart is made of besides what its block says; `target` is what a line without a label is called."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    currency: str
    target: str


class Wrong(NamedTuple):
    """What is wrong with a chart: the key that says it (empty for the whole), a message and a hint."""

    key: str
    message: str
    hint: str


def chart_of(written: ChartFile, data: Data, place: Callable[[str], Place]) -> Chart:
    """The chart; `place` gives the place of a key of its block, or of the block.

    Raises UserFault (SP310) with all that is wrong.
    """
    problems = [*_of_the_kind(written), *_of_the_data(written, data)]
    if not problems:
        data = data._replace(series=_in_order(written, data.series))
        problems = [*_of_the_figures(written, data), *_of_the_formats(written, data.series)]
    if not problems:
        chart = _chart(written, data)
        problems = [*_of_the_totals(chart), *_of_what_stands_out(written, data.categories, data.series)]
        if not problems:
            chart = _standing_out(written, chart)
            problems = [*_of_the_difference(chart)]
        if not problems:
            return chart
    raise UserFault(Problem(code="SP310", message=one.message, hint=one.hint, place=place(one.key)) for one in problems)


def chart_data(path: str, data: Any, title: str, place: Place) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    """Categories and series of the profile's data at a path: names with figures, or a mapping of such mappings."""
    if data is None:
        hint = f"list it, `needs: [{path}]`, so that only customers whose profile has it get the block"
        raise UserFault.of("SP310", f"the chart's data “{path}” is not in the profile", hint, place)
    if not isinstance(data, Mapping) or not data:
        hint = "give it figures with names: `facts: {cost_by_year: {2025: 980000, 2026: 1100000}}`"
        raise UserFault.of("SP310", f"the chart's data “{path}” is no row of figures with names", hint, place)
    if all(isinstance(value, Mapping) for value in data.values()):
        categories = tuple(dict.fromkeys(str(key) for values in data.values() for key in values))
        named = {str(name): [values.get(key) for key in categories] for name, values in data.items()}
    else:
        categories = tuple(str(key) for key in data)
        named = {title or path: list(data.values())}
    series = []
    for name, values in named.items():
        if not all(
            value is None or (isinstance(value, int | float) and not isinstance(value, bool)) for value in values
        ):
            hint = "correct the profile's facts"
            raise UserFault.of("SP310", f"“{path}” holds something that is no figure", hint, place)
        series.append(Series(name, tuple(None if value is None else _float(value) for value in values)))
    return categories, tuple(series)


# --- what is wrong ---------------------------------------------------------------------------------------------------


def _counted(count: int, word: str, one: str = "", many: str = "s") -> str:
    return f"{count} {word}{one if count == 1 else many}"


def _of_the_kind(written: ChartFile) -> Iterator[Wrong]:
    """Keys that the kind does not have."""
    for key, kinds in OF_KINDS.items():
        if getattr(written, key) not in ((), None) and written.type not in kinds:
            message = f"a chart of type {written.type} has no “{key}”"
            yield Wrong(key, message, f"leave it out, or use type: {_one_of(kinds)}")


def _of_the_data(written: ChartFile, data: Data) -> Iterator[Wrong]:
    """Categories and series that do not go together, or are too many or too few for the kind."""
    categories, series, kind = data.categories, data.series, written.type
    if not categories or not series:
        yield Wrong("", "the chart has no data", "give `categories` and `series`, or `data: facts.NAME`")
    for one in series:
        if len(one.values) != len(categories):
            message = f"series “{one.name}” has {_counted(len(one.values), 'figure')} for "
            message += _counted(len(categories), "categor", "y", "ies")
            yield Wrong("series", message, "give one figure a category")
        if any(value is not None and not abs(value) <= LARGEST for value in one.values):
            message = f"series “{one.name}” holds a figure that cannot be drawn"
            yield Wrong("series", message, "charts show figures up to 10¹⁵")
    if len(categories) * len(series) > MOST_POINTS:
        yield Wrong("series", f"the chart has more than {MOST_POINTS} points", "show fewer")
    if kind in ONE_SERIES and len(series) > 1:
        yield Wrong("series", f"a {kind} shows one series", "use type: column")
    if kind == "combo" and len(series) == 1:
        yield Wrong("series", "a combo has columns and a line, and there is one series", "use type: column")
    if kind == "scatter" and series and len(series) != 2:
        message = f"a scatter has two series, x and y, and there are {len(series)}"
        yield Wrong("series", message, "write one figure for each point: series: {Effort: [2, 5], Effect: [8, 3]}")
    names = [one.name for one in series]
    lines = _listed(written.line)
    for name in lines:
        if series and name not in names:
            yield Wrong("line", f"“{name}” is no series of the chart", did_you_mean(name, names))
    if series and lines and set(names) <= set(lines):
        yield Wrong("line", "all series of the combo are lines", "leave one out, which stands as columns")
    for total in map(str, written.totals):
        if categories and total not in categories:
            yield Wrong("totals", f"“{total}” is no category of the chart", did_you_mean(total, categories))
    if isinstance(written.target, dict) and len(written.target) != 1:
        yield Wrong("target", "a chart has one target", "write target: {Goal: 50}, or target: 50")
    if written.target is not None and len(categories) == 1:
        yield Wrong("target", "a line needs two categories at least", "leave `target` out")


def _of_the_figures(written: ChartFile, data: Data) -> Iterator[Wrong]:
    """Figures that the kind cannot show, or would show as what they are not."""
    kind, key = written.type, "series" if written.data is None else "data"
    if kind in SHARED:
        for one in data.series:
            below = [
                category
                for category, value in zip(data.categories, one.values, strict=True)
                if value is not None and value < 0
            ]
            if below:
                message = f"“{below[0]}” is below zero, and is no part of a whole"
                yield Wrong(key, message, f"use type: {SHARED[kind]}, or leave it out")
    if kind == "pie" and not any(value for one in data.series for value in one.values):
        yield Wrong(key, "a pie of nothing shows nothing", "give figures above 0, or use type: column")
    if kind == "waterfall":
        for at, value in enumerate(data.series[0].values):
            if value is None and data.categories[at] not in map(str, written.totals):
                message = f"the step “{data.categories[at]}” has no figure"
                yield Wrong(key, message, "give one, or name it in `totals`")


def _of_the_formats(written: ChartFile, series: Sequence[Series]) -> Iterator[Wrong]:
    """Formats of series that are not there, or of several that share an axis and differ."""
    if isinstance(written.format, str):
        return
    names = [one.name for one in series]
    for name in written.format:
        if name not in names:
            yield Wrong("format", f"“{name}” is no series of the chart", did_you_mean(name, names))
    for measure in _measures(written.type, series):
        found = {written.format.get(one.name, "number") for one in measure}
        if len(found) > 1:
            message = f"{' and '.join(f'“{one.name}”' for one in measure[:2])} share an axis, and so a format"
            yield Wrong("format", message, "write one format for both, or use type: combo")


def _of_the_totals(chart: Chart) -> Iterator[Wrong]:
    """Totals that are not what their steps add up to."""
    if chart.type != "waterfall":
        return
    values, steps = chart.series[0].values, steps_of(chart)
    largest = max((max(abs(one.start), abs(one.end)) for one in steps), default=0.0)
    for at in chart.totals:
        value, before = values[at], steps[at - 1].end if at else None
        if value is not None and before is not None and abs(value - before) > ALIKE * largest:
            message = (
                f"the total “{chart.categories[at]}” is {value:g}, and what stands before it adds up to {before:g}"
            )
            yield Wrong("totals", message, "correct the figures, or write null for the total: it is then worked out")


def _of_what_stands_out(written: ChartFile, categories: Sequence[str], series: Sequence[Series]) -> Iterator[Wrong]:
    """Names that nothing in the chart has."""
    names = [one.name for one in series]
    if written.highlight is not None and (name := str(written.highlight)) not in (*categories, *names, *PLACES):
        yield Wrong(
            "highlight", f"“{name}” is no category or series of the chart", did_you_mean(name, [*categories, *names])
        )
    for name in map(str, written.compare or ()):
        if name not in (*categories, *PLACES):
            yield Wrong("compare", f"“{name}” is no category of the chart", did_you_mean(name, categories))


def _of_the_difference(chart: Chart) -> Iterator[Wrong]:
    """Categories that cannot be compared."""
    if chart.compare is None:
        return
    one, other = chart.compare
    if one == other:
        message = f"“{chart.categories[one]}” is compared with itself"
        yield Wrong("compare", message, "name two categories: compare: [Before, After]")
    elif not chart.stacked and compared_series(chart) is None:
        names = [one.name for one in chart.series if not one.line]
        message = "several series might be compared"
        yield Wrong("compare", message, f"say which one with `highlight: {names[0]}`")
    else:
        levels = levels_of(chart)
        for at in chart.compare:
            if levels[at] is None:
                yield Wrong("compare", f"“{chart.categories[at]}” has no figure to compare", "name another category")


# --- the node --------------------------------------------------------------------------------------------------------


def _chart(written: ChartFile, data: Data) -> Chart:
    first, second = (*_measures(written.type, data.series), [])[:2]
    target = written.target
    label, value = next(iter(target.items())) if isinstance(target, dict) else (data.target, target)
    totals = [str(one) for one in written.totals]
    return Chart(
        type=written.type,
        title=written.title,
        alt=written.alt,
        categories=data.categories,
        series=data.series,
        number_format=_format(written, first),
        second_format=_format(written, second) if second else "number",
        currency=data.currency,
        totals=tuple(at for at, name in enumerate(data.categories) if name in totals),
        target=None if value is None else Target(value, label),
    )


def _standing_out(written: ChartFile, chart: Chart) -> Chart:
    """The chart with what is highlighted, compared and called out."""
    names = [one.name for one in chart.series]
    highlight: Highlight | None = None
    if written.highlight is not None:
        name = str(written.highlight)
        if name in names and name not in chart.categories:
            highlight = Highlight("series", names.index(name))
        else:
            highlight = Highlight("category", _place(name, chart))
    chart = msgspec.structs.replace(chart, highlight=highlight)
    if written.compare is None:
        return chart
    one, other = (_place(str(name), chart) for name in written.compare)
    if one == other and set(map(str, written.compare)) <= set(PLACES):
        return chart  # the first and last of one: a customer's data may be no more than that
    return msgspec.structs.replace(chart, compare=(one, other))


def _place(name: str, chart: Chart) -> int:
    """The place of a category: by its name, or as what it is among all."""
    if name in chart.categories:
        return chart.categories.index(name)
    levels = levels_of(chart)
    known = [at for at, value in enumerate(levels) if value is not None] or list(range(len(chart.categories)))
    match name:
        case "highest":
            return max(known, key=lambda at: levels[at] or 0.0)
        case "lowest":
            return min(known, key=lambda at: levels[at] or 0.0)
        case "first":
            return known[0]
        case _:
            return known[-1]


def _measures(kind: str, series: Sequence[Series]) -> list[list[Series]]:
    """The series by the axis that they are shown against: of a combo its columns first, of a scatter y first."""
    if kind == "scatter":
        return [[series[1]], [series[0]]]
    return [[one for one in series if one.line is line] for line in (False, True)]


def _format(written: ChartFile, series: Sequence[Series]) -> NumberFormat:
    return written.format if isinstance(written.format, str) else written.format.get(series[0].name, "number")


def _in_order(written: ChartFile, series: tuple[Series, ...]) -> tuple[Series, ...]:
    """The series of a combo with its columns first; where no lines are named, the last series is one."""
    if written.type != "combo":
        return series
    lines = _listed(written.line) or (series[-1].name,)
    named = [msgspec.structs.replace(one, line=one.name in lines) for one in series]
    return tuple(sorted(named, key=lambda one: one.line))


def _one_of(names: Sequence[str]) -> str:
    """Names to choose from, in words."""
    return " or ".join([one for one in (", ".join(names[:-1]), names[-1]) if one])


def _listed(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:  # a whole figure of hundreds of digits
        return math.inf
