"""A chart part read into a `Chart`: plots, series and axes with their looks effective. Nothing is placed here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, get_args
from xml.etree.ElementTree import Element

from salespack.language.figure_signs import Signs
from salespack.language.formatting import Formats
from salespack.language.phrases import words
from salespack.ooxml.markup import A, C, integer
from salespack.scene.charts.model import (
    Chart,
    Grouping,
    Kind,
    Marker,
    Plot,
    Point,
    Series,
    Surface,
    Trend,
)
from salespack.scene.charts.reading.cached_data import (
    MOST_SERIES,
    attribute,
    cell_texts,
    figure,
    figures,
    flag,
    is_cut,
    names,
    number,
    series_name,
)
from salespack.scene.charts.reading.default_looks import Looks, plain
from salespack.scene.charts.reading.titles_and_axes import axes_in, labels_in, layout_in, legend_in, title_in
from salespack.scene.paint import Source

KINDS: dict[str, Kind] = {
    "barChart": "bar", "lineChart": "line", "stockChart": "line", "areaChart": "area", "pieChart": "pie",
    "doughnutChart": "doughnut", "scatterChart": "scatter", "bubbleChart": "bubble", "radarChart": "radar",
}  # fmt: skip
UNDRAWN = {
    "bar3DChart": "a 3-D bar chart", "line3DChart": "a 3-D line chart", "pie3DChart": "a 3-D pie chart",
    "area3DChart": "a 3-D area chart", "surfaceChart": "a surface chart", "surface3DChart": "a 3-D surface chart",
    "ofPieChart": "a pie-of-pie chart",
}  # fmt: skip
SYMBOLS = ("diamond", "square", "triangle", "x", "star", "circle", "plus", "dot", "dash")
"""The markers of series that say nothing of theirs, in their order."""
MARKER_SIZE, USUAL_MARKER = 5.0, 7.0
"""Points: where a marker has no size, and where nothing is said of markers."""
MOST_PLOTS = 16
MOST_BEYOND = 1_000.0
"""How far a trend line goes on at most, in steps of its axis."""
C14_STYLE = 100
"""Newer files have the chart style in an extension, counted from 101."""


class UndrawnChart(Exception):  # noqa: N818 - no error: the chart is of a kind that is not drawn
    """A chart that cannot be drawn; `what` names it in words (`a surface chart`)."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def chart_in(root: Element, source: Source, language: str, formats: Formats, *, by_2007: bool = False) -> Chart:
    """The chart of a chart part (`root` is c:chartSpace), in `language`, else its own. Raises UndrawnChart.

    `by_2007` says that Office 2007 wrote it, which leaves unsaid that tick marks stand outside.
    """
    chart = root.find(f"{C}chart")
    plot_area = chart.find(f"{C}plotArea") if chart is not None else None
    if chart is None or plot_area is None:
        raise UndrawnChart("a chart of an unknown kind")
    language = language or attribute(root, f"{C}lang")
    looks = Looks(source, _style(root), root.find(f"{C}txPr"), language)
    signs = formats.signs(language)
    reader = _Reader(looks, signs, flag(root, f"{C}date1904", missing=False))
    plots = reader.plots(plot_area)
    series = [one for plot in plots for one in plot.series]
    axes = {axis.id: axis for axis in axes_in(looks, plot_area, by_2007=by_2007)}
    automatic = _automatic_title(chart, series, language)
    blanks = attribute(chart, f"{C}dispBlanksAs", "zero")
    return Chart(
        plots=plots,
        axes=axes,
        look=looks.text(root.find(f"{C}txPr")),
        surface=looks.surface(root.find(f"{C}spPr")),
        plot_surface=looks.surface(plot_area.find(f"{C}spPr")),
        title=title_in(looks, chart.find(f"{C}title"), automatic, axis=False),
        legend=legend_in(looks, chart.find(f"{C}legend")),
        layout=layout_in(plot_area),
        blanks="gap" if blanks == "gap" else "span" if blanks == "span" else "zero",
        from_1904=reader.from_1904,
        signs=signs,
        cut=reader.cut,
    )


def _automatic_title(chart: Element, series: Sequence[Series], language: str) -> str:
    """What stands over a chart whose title has no text: the name of its only series, else what such a title is called.

    Without a title there is only the former, and that too may be deleted.
    """
    element = chart.find(f"{C}title")
    if element is None and flag(chart, f"{C}autoTitleDeleted", missing=False):
        return ""
    if len(series) == 1:
        return series[0].name
    return words(language)["chart_title"] if element is not None else ""


def _style(root: Element) -> int:
    """The chart style (c:style), which may be in an alternative for newer programs."""
    for one in root.iter():
        if one.tag.endswith("}style") and one.get("val") is not None:
            style = integer(one.get("val"), 2)
            return style - C14_STYLE if style > C14_STYLE else style
        if one.tag == f"{C}chart":
            break
    return 2


class _Group(NamedTuple):
    """What the series of a plot have in common: its kind, its element, how many series, and how they are coloured."""

    kind: Kind
    element: Element
    members: int
    varied: bool


class _Reader:
    """Reads the parts of one chart."""

    def __init__(self, looks: Looks, signs: Signs, from_1904: bool) -> None:
        self.looks, self.signs, self.from_1904 = looks, signs, from_1904
        self.cut = False

    # --- plots ---

    def plots(self, plot_area: Element) -> tuple[Plot, ...]:
        """All plots. Raises UndrawnChart for kinds that are not drawn."""
        found: list[Plot] = []
        for one in plot_area:
            name = one.tag.removeprefix(C)
            if name in UNDRAWN:
                raise UndrawnChart(UNDRAWN[name])
            if name in KINDS and len(found) < MOST_PLOTS:
                found.append(self._plot(KINDS[name], one))
            elif name.endswith("Chart"):
                raise UndrawnChart("a chart of an unknown kind")
        if not found:
            raise UndrawnChart("a chart of an unknown kind")
        return tuple(found)

    def _plot(self, kind: Kind, element: Element) -> Plot:
        elements = element.findall(f"{C}ser")[:MOST_SERIES]
        elements.sort(key=lambda one: figure(attribute(one, f"{C}order")) or 0.0)
        varied = flag(element, f"{C}varyColors", missing=kind in ("pie", "doughnut"))
        varied = varied and (kind in ("pie", "doughnut") or (len(elements) == 1 and kind != "area"))
        group = _Group(kind, element, len(elements), varied)
        grouping = attribute(element, f"{C}grouping", "clustered" if kind == "bar" else "standard")
        gap, overlap = number(element, f"{C}gapWidth"), number(element, f"{C}overlap")
        hole, scale = number(element, f"{C}holeSize"), number(element, f"{C}bubbleScale")
        bars = element.find(f"{C}upDownBars")
        return Plot(
            kind=kind,
            series=tuple([self._series(one, at, group) for at, one in enumerate(elements)]),
            axes=tuple(one.get("val", "") for one in element.findall(f"{C}axId")),
            grouping=grouping if grouping in get_args(Grouping) else "standard",  # type: ignore[arg-type]
            horizontal=kind == "bar" and attribute(element, f"{C}barDir", "col") == "bar",
            varied=varied,
            gap=_within(gap, 0, 500, 150) / 100,
            overlap=_within(overlap, -100, 100, 0) / 100,
            hole=_within(hole, 1, 90, 10) / 100,
            first_angle=_within(number(element, f"{C}firstSliceAng"), 0, 360, 0),
            filled=attribute(element, f"{C}radarStyle") == "filled",
            bubble_scale=_within(scale, 0, 300, 100) / 100,
            drops=self._connecting(element.find(f"{C}dropLines")),
            ranges=self._connecting(element.find(f"{C}hiLowLines")),
            rises=self._between(bars, "upBars", "bg1") if bars is not None else None,
            falls=self._between(bars, "downBars", "tx1") if bars is not None else None,
        )

    def _connecting(self, element: Element | None) -> Any:
        return self.looks.stroke(element.find(f"{C}spPr"), self.looks.rule()) if element is not None else None

    def _between(self, bars: Element, name: str, colour: str) -> Surface | None:
        element = bars.find(f"{C}{name}")
        if element is None:
            return None
        return self.looks.surface(element.find(f"{C}spPr"), plain(colour), self.looks.rule())

    def _series(self, element: Element, at: int, group: _Group) -> Series:
        index = int(_within(figure(attribute(element, f"{C}idx")), 0, 100_000, at))
        by_figures = group.kind in ("scatter", "bubble")
        value_holder = element.find(f"{C}yVal" if by_figures else f"{C}val")
        values, form = figures(value_holder)
        self.cut = self.cut or is_cut(value_holder)
        categories = names(element.find(f"{C}xVal" if by_figures else f"{C}cat"), self.signs, from_1904=self.from_1904)
        properties = element.find(f"{C}spPr")
        marker = self._marker(element.find(f"{C}marker"), index, group, properties)
        points = {}
        for one in element.findall(f"{C}dPt"):
            number_of = figure(attribute(one, f"{C}idx"))
            if number_of is not None and 0 <= number_of < max(len(values), 1):
                points[int(number_of)] = self._point(one, index, int(number_of), group, properties)
        if group.varied:
            usual = {place: self._varied(place, len(values), group, properties) for place in range(len(values))}
            points = usual | points
        labels, own_labels = labels_in(self.looks, element.find(f"{C}dLbls"), group.element.find(f"{C}dLbls"))
        return Series(
            index=index,
            name=series_name(element, index),
            categories=categories.texts,
            tiers=categories.tiers,
            values=values,
            serials=categories.serials,
            serial_format=categories.format,
            sizes=figures(element.find(f"{C}bubbleSize"))[0],
            format=form,
            surface=self._surface(properties, index, group),
            inverted=self._inverted(element, properties, group),
            points=points,
            labels=labels,
            point_labels=own_labels,
            marker=marker,
            smooth=flag(element, f"{C}smooth", missing=False),
            explosion=_within(number(element, f"{C}explosion"), 0, 400, 0) / 100,
            trends=tuple(self._trends(element)),
            cells=cell_texts(element),
        )

    def _trends(self, element: Element) -> Iterator[Trend]:
        """The straight lines through the points of a series."""
        for one in element.findall(f"{C}trendline"):
            stroke = self.looks.stroke(one.find(f"{C}spPr"), self.looks.rule())
            if is_straight(one) and stroke is not None:
                beyond = [_within(number(one, f"{C}{name}"), 0, MOST_BEYOND, 0) for name in ("forward", "backward")]
                name = one.findtext(f"{C}name") or f"Linear ({series_name(element, 0)})"
                yield Trend(name=name, stroke=stroke, forward=beyond[0], backward=beyond[1])

    def _surface(self, properties: Element | None, index: int, group: _Group, count: int | None = None) -> Surface:
        """The look of a series, or of the point `index` of `count`."""
        looks, count = self.looks, group.members if count is None else count
        if _is_drawn_as_line(group):
            return Surface(None, looks.stroke(properties, looks.accent_line(index, count)))
        return looks.surface(properties, looks.accent(index, count))

    def _inverted(self, element: Element, properties: Element | None, group: _Group) -> Surface | None:
        """Negative bars are white where the file wants them inverted and gives no other colour."""
        if group.kind != "bar" or not flag(element, f"{C}invertIfNegative", missing=False):
            return None
        other = next(element.iter("{http://schemas.microsoft.com/office/drawing/2007/8/2/chart}spPr"), None)
        outline = properties if properties is not None and properties.find(f"{A}ln") is not None else None
        fill = self.looks.fill(other, plain("bg1"))
        return Surface(fill, self.looks.stroke(outline if other is None else other, self.looks.rule()))

    def _varied(self, at: int, count: int, group: _Group, properties: Element | None) -> Point:
        return Point(surface=self._surface(properties, at, group, count))

    def _point(self, element: Element, index: int, at: int, group: _Group, properties: Element | None) -> Point:
        own = element.find(f"{C}spPr")
        marker = element.find(f"{C}marker")
        surface = None
        if own is not None:
            place, count = (at, 0) if group.varied else (index, group.members)
            surface = self._surface(own, place, group, count or None)
        elif group.varied:
            surface = self._surface(properties, at, group)
        return Point(
            surface=surface,
            marker=self._marker(marker, index, group, properties) if marker is not None else None,
            explosion=_within(number(element, f"{C}explosion"), 0, 400, 0) / 100,
        )

    def _marker(self, element: Element | None, index: int, group: _Group, properties: Element | None) -> Marker | None:
        """How points are marked: as the series says, else as the plot has it."""
        if group.kind not in ("line", "scatter", "radar"):
            return None
        shown = {
            "scatter": attribute(group.element, f"{C}scatterStyle") not in ("line", "smooth", "none"),
            "line": flag(group.element, f"{C}marker", missing=False),
            "radar": attribute(group.element, f"{C}radarStyle") == "marker",
        }[group.kind]
        symbol = attribute(element, f"{C}symbol", "auto")
        if symbol == "none" or (element is None and not shown):
            return None
        size = number(element, f"{C}size")
        usual = USUAL_MARKER if element is None else MARKER_SIZE
        own = element.find(f"{C}spPr") if element is not None else None
        looks = self.looks
        surface = looks.surface(
            own, looks.accent(index, group.members), looks.accent_line(index, group.members, width=9_525)
        )
        return Marker(
            symbol if symbol in (*SYMBOLS, "picture") else SYMBOLS[index % len(SYMBOLS)],
            _within(size, 2, 72, usual),
            surface,
        )


def is_straight(trend: Element) -> bool:
    """Whether a trend line is drawn: a straight one through points, without its equation."""
    told = any(flag(trend, f"{C}{name}", missing=True) for name in ("dispRSqr", "dispEq"))
    return (
        attribute(trend, f"{C}trendlineType", "linear") == "linear" and trend.find(f"{C}intercept") is None and not told
    )


def _is_drawn_as_line(group: _Group) -> bool:
    filled = group.kind == "radar" and attribute(group.element, f"{C}radarStyle") == "filled"
    return group.kind in ("line", "scatter", "radar") and not filled


def _within(value: float | None, least: float, most: float, default: float) -> float:
    return default if value is None else max(least, min(value, most))
