"""Charts of documents: from data to marks on a plane, which `chart.svg.j2` writes as SVG. Lengths are points."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from salespack.deck.model import Chart, Series
from salespack.documents.slide_views import Sized
from salespack.language.formatting import Formats
from salespack.templating.budget import Budget
from salespack.templating.environment import TokenEnvironment, Tokens, render, xml_literal

TEXT, SMALL = 9.0, 8.0
PIE_MARGIN = 4.0
# Advance widths of Source Sans Pro Semibold in em, rounded, by character; others are as wide as most capitals.
WIDTHS = {
    character: width
    for width, characters in (
        (0.25, " \u00a0\u202fijl|"),
        (0.3, "!'(),-.:;I[]f{}"),
        (0.35, "/\\rt"),
        (0.45, "*?csz"),
        (0.5, "#$+0123456789<=>FJLY^_aegkvxyäåé~€−–"),
        (0.55, "AESTVXZbdhnopquöÄÅ"),
        (0.75, "Mw"),
        (0.85, "W%m@"),
    )
    for character in characters
}
WIDTH_OF_OTHERS = 0.62


class Marks:
    """What a chart is made of: rectangles, lines, wedges and labels, each a mapping for the template."""

    def __init__(self, colours: Mapping[str, str], width: int) -> None:
        self.colours, self.width = colours, width
        self.rectangles: list[dict[str, Any]] = []
        self.lines: list[dict[str, Any]] = []
        self.paths: list[dict[str, Any]] = []
        self.dots: list[dict[str, Any]] = []
        self.labels: list[dict[str, Any]] = []

    def series(self, number: int) -> str:
        """The colour of series or wedge `number`, counted from 0."""
        return self.colours[f"series{number % 6 + 1}"]

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle; negative lengths reach the other way."""
        self.rectangles.append(
            {
                "x": _r(min(x, x + width)),
                "y": _r(min(y, y + height)),
                "w": _r(abs(width)),
                "h": _r(abs(height)),
                "colour": colour,
            }
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = "line") -> None:
        """A thin straight line."""
        self.lines.append({"x1": _r(x1), "y1": _r(y1), "x2": _r(x2), "y2": _r(y2), "colour": self.colours[colour]})

    def path(self, d: str, fill: str, stroke: str, weight: str) -> None:
        """A shape in SVG's path language."""
        self.paths.append({"d": d, "fill": fill, "stroke": stroke, "weight": weight})

    def label(
        self, x: float, y: float, text: str, anchor: str = "start", *, size: float = TEXT, strong: bool = False
    ) -> None:
        """A text whose baseline starts, ends or has its middle at (x, y); a middle gives way to the picture's sides."""
        if anchor == "middle":
            half = text_width(text, size) / 2
            x = max(min(x, self.width - half), half)
        colour = self.colours["ink" if strong else "muted"]
        self.labels.append(
            {"x": _r(x), "y": _r(y), "text": text, "anchor": anchor, "size": _r(size), "colour": colour}
            | {"weight": "600" if strong else "400"}
        )


def draw(
    sized: Sized, environment: TokenEnvironment, colours: Mapping[str, str], language: str, formats: Formats
) -> bytes:
    """The chart as SVG. Raises FilterFault when a figure cannot be written in the language."""
    marks = Marks(colours, sized.width)
    written = _writer(sized.chart, language, formats)
    DRAWERS[sized.chart.type](sized, marks, written)
    tokens = Tokens(language, formats=formats, budget=Budget.unbounded())
    context = {
        "width": str(sized.width),
        "height": str(sized.height),
        "alt": sized.chart.alt,
        "rectangles": marks.rectangles,
        "lines": marks.lines,
        "paths": marks.paths,
        "dots": marks.dots,
        "labels": marks.labels,
    }
    text = render(environment.get_template("chart.svg.j2"), context, tokens)
    return tokens.literal(text, xml_literal).encode()


def _writer(chart: Chart, language: str, formats: Formats) -> Callable[[float], str]:
    """How the chart's figures are written."""
    figures = [value for series in chart.series for value in series.values if value is not None]
    whole = 0 if all(abs(value) >= 100 or float(value).is_integer() for value in figures) else None
    match chart.number_format:
        case "percent":
            return lambda value: formats.percent(value, language)
        case "money":
            return lambda value: formats.money(value, language, chart.currency, whole)
        case _:
            return lambda value: formats.number(value, language, whole)


def _bar(sized: Sized, marks: Marks, written: Callable[[float], str]) -> None:
    """Horizontal bars, the figure at the end of each."""
    chart = sized.chart
    top = _legend(sized, marks)
    low, high = _range(chart.series)
    texts = [_fit(category, 0.38 * sized.width) for category in chart.categories]
    left = max((text_width(text) for text in texts), default=0.0) + 8
    figures = [text_width(written(value)) for series in chart.series for value in series.values if value is not None]
    reach = sized.width - left - max(figures, default=0.0) - 6
    scale = reach / ((high - low) or 1)
    zero = left - low * scale
    band = (sized.height - top - 2) / max(len(chart.categories), 1)
    thick = min(band * 0.62, 20.0 * len(chart.series)) / max(len(chart.series), 1)
    for row, text in enumerate(texts):
        middle = top + band * (row + 0.5)
        marks.label(left - 8, middle + TEXT * 0.34, text, "end", strong=True)
        for number, series in enumerate(chart.series):
            value = series.values[row] if row < len(series.values) else None
            if value is None:
                continue
            y = middle + (number - len(chart.series) / 2) * thick
            marks.rectangle(zero, y, value * scale, thick * 0.9, marks.series(number))
            marks.label(max(zero, zero + value * scale) + 4, y + thick * 0.45 + TEXT * 0.34, written(value))
    marks.line(zero, top, zero, sized.height - 2, "muted")


def _column(sized: Sized, marks: Marks, written: Callable[[float], str]) -> None:
    """Upright columns: the figure above each where there is room, else an axis with grid lines."""
    chart = sized.chart
    low, high = _range(chart.series)
    figures = [written(value) for series in chart.series for value in series.values if value is not None]
    count, groups = len(chart.series), max(len(chart.categories), 1)
    widest = max(map(text_width, figures), default=0.0)
    labelled = widest < sized.width / groups * 0.95 / max(count, 1)
    plane = _Plane(sized, marks, written, low, high, axis=not labelled)
    band = plane.width / groups
    thick = min(band * 0.62, 46.0 * count) / max(count, 1)
    for row in range(len(chart.categories)):
        for number, series in enumerate(chart.series):
            value = series.values[row] if row < len(series.values) else None
            if value is None:
                continue
            x = plane.left + band * (row + 0.5) + (number - count / 2) * thick
            top = plane.y(value)
            marks.rectangle(x + thick * 0.04, top, thick * 0.92, plane.y(0) - top, marks.series(number))
            if labelled:
                above = min(top, plane.y(0)) - 3 if value >= 0 else max(top, plane.y(0)) + TEXT
                marks.label(x + thick / 2, above, written(value), "middle", strong=True)
    plane.categories(band)


def _line(sized: Sized, marks: Marks, written: Callable[[float], str]) -> None:
    """Lines over an axis with grid lines, gaps where figures are missing, the last figure of each line written out."""
    chart = sized.chart
    low, high = _range(chart.series, from_zero=False)
    plane = _Plane(sized, marks, written, low, high, axis=True)
    band = plane.width / max(len(chart.categories), 1)
    for number, series in enumerate(chart.series):
        drawn: list[str] = []
        points: list[tuple[float, float]] = []
        for row, value in enumerate(series.values[: len(chart.categories)]):
            if value is None:
                drawn.append("")
                continue
            x, y = plane.left + band * (row + 0.5), plane.y(value)
            drawn.append(f"{'L' if drawn and drawn[-1] else 'M'}{_r(x)} {_r(y)}")
            points.append((x, y))
        marks.path(" ".join(filter(None, drawn)), "none", f"#{marks.series(number)}", "2")
        marks.dots += [{"x": _r(x), "y": _r(y), "colour": marks.series(number)} for x, y in points]
        last = next((value for value in reversed(series.values) if value is not None), None)
        if points and last is not None and len(chart.series) <= 3:
            marks.label(points[-1][0], points[-1][1] - 6, written(last), "middle", strong=True)
    plane.categories(band)


def _pie(sized: Sized, marks: Marks, written: Callable[[float], str]) -> None:
    """Wedges from twelve o'clock, and beside them a key with the figures. Only figures above zero make wedges."""
    chart = sized.chart
    values = chart.series[0].values if chart.series else ()
    wedges = [(c, v) for c, v in zip(chart.categories, values, strict=False) if v is not None and v > 0]
    total = sum(value for _, value in wedges)
    radius = min(sized.height, sized.width * 0.45) / 2 - PIE_MARGIN
    cx, cy = radius + PIE_MARGIN, sized.height / 2
    angle = -math.pi / 2
    step = min(16.0, (sized.height - 8) / max(len(wedges), 1))
    y = cy - step * (len(wedges) - 1) / 2
    for number, (category, value) in enumerate(wedges):
        turn = 2 * math.pi * value / total
        marks.path(_wedge(cx, cy, radius, angle, turn), f"#{marks.series(number)}", "#FFFFFF", "1")
        angle += turn
        x = 2 * (radius + PIE_MARGIN) + 10
        marks.rectangle(x, y - 4 + step * number, 8, 8, marks.series(number))
        figure = written(value)
        room = sized.width - x - 18 - text_width(figure)
        marks.label(x + 13, y + 3 + step * number, f"{_fit(category, room)}  {figure}", strong=True)


def _wedge(cx: float, cy: float, radius: float, start: float, turn: float) -> str:
    if turn > 2 * math.pi - 1e-6:
        half = f"a{_r(radius)} {_r(radius)} 0 1 1 0 "
        return f"M{_r(cx)} {_r(cy - radius)}{half}{_r(2 * radius)}{half}{_r(-2 * radius)}Z"
    x1, y1 = cx + radius * math.cos(start), cy + radius * math.sin(start)
    x2, y2 = cx + radius * math.cos(start + turn), cy + radius * math.sin(start + turn)
    large = 1 if turn > math.pi else 0
    return f"M{_r(cx)} {_r(cy)}L{_r(x1)} {_r(y1)}A{_r(radius)} {_r(radius)} 0 {large} 1 {_r(x2)} {_r(y2)}Z"


DRAWERS: dict[str, Callable[[Sized, Marks, Callable[[float], str]], None]] = {
    "bar": _bar,
    "column": _column,
    "line": _line,
    "pie": _pie,
}


class _Plane:
    """The area of an upright chart: maps figures to y, draws grid lines and the names of the categories."""

    def __init__(
        self, sized: Sized, marks: Marks, written: Callable[[float], str], low: float, high: float, *, axis: bool
    ) -> None:
        self.sized, self.marks = sized, marks
        ticks = _ticks(low, high)
        self.low, self.high = (ticks[0], ticks[-1]) if axis else (low, high)
        self.top = _legend(sized, marks) + 14
        self.left = max(text_width(written(tick), SMALL) for tick in ticks) + 6 if axis else 0.0
        self.width = sized.width - self.left
        below = 1.2 if low < 0 and not axis else 0.0  # room for figures under their columns
        self.names_at = sized.height - TEXT * (1.1 * self._lines() + 0.5)
        self.bottom = self.names_at - TEXT * below
        if axis:
            for tick in ticks:
                marks.line(self.left, self.y(tick), sized.width, self.y(tick))
                marks.label(self.left - 5, self.y(tick) + SMALL * 0.34, written(tick), "end", size=SMALL)
        if self.low <= 0 <= self.high:
            marks.line(self.left, self.y(0), sized.width, self.y(0), "muted")

    def y(self, value: float) -> float:
        """Where a figure stands."""
        return self.bottom - (value - self.low) / ((self.high - self.low) or 1) * (self.bottom - self.top)

    def _names(self) -> list[tuple[int, list[str]]]:
        """The names to write, in up to two lines each; every second or third one where they are many."""
        names = self.sized.chart.categories
        band = self.width / max(len(names), 1)
        every = max(1, math.ceil(26 / band))
        return [(row, _two_lines(name, band * every - 4)) for row, name in enumerate(names) if row % every == 0]

    def _lines(self) -> int:
        return max((len(lines) for _, lines in self._names()), default=1)

    def categories(self, band: float) -> None:
        """Writes the names below the plane."""
        for row, lines in self._names():
            for line, text in enumerate(lines):
                x = self.left + band * (row + 0.5)
                self.marks.label(x, self.names_at + TEXT * (1.25 + 1.1 * line), text, "middle", strong=True)


def _legend(sized: Sized, marks: Marks) -> float:
    """The key of the series, where there are several; returns the height it takes."""
    if len(sized.chart.series) < 2:
        return 0.0
    x = 0.0
    for number, series in enumerate(sized.chart.series):
        marks.rectangle(x, 2, 8, 8, marks.series(number))
        name = _fit(series.name, sized.width / len(sized.chart.series) - 20)
        marks.label(x + 12, 9.5, name)
        x += 12 + text_width(name) + 14
    return 20.0


def _range(series: Sequence[Series], *, from_zero: bool = True) -> tuple[float, float]:
    """The least and greatest figure; zero among them unless all lie far from it."""
    figures = [value for one in series for value in one.values if value is not None] or [0.0]
    low, high = min(figures), max(figures)
    if from_zero or low < 0 or low < (high - low) * 2:
        low, high = min(low, 0.0), max(high, 0.0)
    return (low, high) if high > low else (low, low + 1)


def _ticks(low: float, high: float) -> list[float]:
    """Three to six round figures that enclose the range."""
    raw = (high - low) / 4
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= raw * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def text_width(text: str, size: float = TEXT) -> float:
    """About how wide `text` is set."""
    return sum(WIDTHS.get(character, WIDTH_OF_OTHERS) for character in text) * size


def _fit(text: str, room: float) -> str:
    """`text`, cut with an ellipsis to fit the room."""
    if text_width(text) <= room:
        return text
    while text and text_width(text) + TEXT > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _two_lines(text: str, room: float) -> list[str]:
    if text_width(text) <= room or " " not in text:
        return [_fit(text, room)]
    words = text.split(" ")
    best = min(
        range(1, len(words)),
        key=lambda cut: max(text_width(" ".join(words[:cut])), text_width(" ".join(words[cut:]))),
    )
    return [_fit(" ".join(part), room) for part in (words[:best], words[best:])]


def _r(value: float) -> str:
    """A length with at most two decimals, and a point whatever the language."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
