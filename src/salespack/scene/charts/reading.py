"""A chart part read into a `Chart`: plots, series and axes with their looks effective. Nothing is placed here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, get_args
from xml.etree.ElementTree import Element

from salespack.powerpoint.markup import A, integer
from salespack.scene.charts.data import (
    MOST_SERIES,
    attribute,
    figure,
    figures,
    flag,
    is_cut,
    names,
    number,
    series_name,
    text_of,
)
from salespack.scene.charts.looks import C, Looks, plain
from salespack.scene.charts.model import (
    Axis,
    Chart,
    Grouping,
    Kind,
    Labels,
    Layout,
    Legend,
    Marker,
    Plot,
    Point,
    Series,
    Surface,
    Title,
)
from salespack.scene.charts.number_formats import GENERAL
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
AXES = {"catAx": "category", "valAx": "value", "dateAx": "date", "serAx": "value"}
SYMBOLS = ("diamond", "square", "triangle", "x", "star", "circle", "plus", "dot", "dash")
"""The markers of series that say nothing of theirs, in their order."""
MARKER_SIZE, USUAL_MARKER = 5.0, 7.0
"""Points: where a marker has no size, and where nothing is said of markers."""
UNITS = {
    "hundreds": 1e2, "thousands": 1e3, "tenThousands": 1e4, "hundredThousands": 1e5, "millions": 1e6,
    "tenMillions": 1e7, "hundredMillions": 1e8, "billions": 1e9, "trillions": 1e12,
}  # fmt: skip
MOST_PLOTS = 16
C14_STYLE = 100
"""Newer files have the chart style in an extension, counted from 101."""


class UndrawnChart(Exception):  # noqa: N818 - no error: the chart is of a kind that is not drawn
    """A chart that cannot be drawn; `what` names it in words (`a surface chart`)."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def chart_in(root: Element, source: Source, language: str = "") -> Chart:
    """The chart of a chart part (`root` is c:chartSpace). Raises UndrawnChart."""
    chart = root.find(f"{C}chart")
    plot_area = chart.find(f"{C}plotArea") if chart is not None else None
    if chart is None or plot_area is None:
        raise UndrawnChart("a chart of an unknown kind")
    language = language or attribute(root, f"{C}lang")
    looks = Looks(source, _style(root), root.find(f"{C}txPr"), language)
    reader = _Reader(looks, language, flag(root, f"{C}date1904", missing=False))
    plots = reader.plots(plot_area)
    series = [one for plot in plots for one in plot.series]
    axes = {axis.id: axis for axis in reader.axes(plot_area)}
    automatic = series[0].name if len(series) == 1 else ""
    if chart.find(f"{C}title") is None and flag(chart, f"{C}autoTitleDeleted", missing=False):
        automatic = ""
    blanks = attribute(chart, f"{C}dispBlanksAs", "zero")
    return Chart(
        plots=plots,
        axes=axes,
        look=looks.text(root.find(f"{C}txPr")),
        surface=looks.surface(root.find(f"{C}spPr")),
        plot_surface=looks.surface(plot_area.find(f"{C}spPr")),
        title=reader.title(chart.find(f"{C}title"), automatic, axis=False),
        legend=reader.legend(chart.find(f"{C}legend")),
        layout=_layout(plot_area),
        blanks="gap" if blanks == "gap" else "span" if blanks == "span" else "zero",
        from_1904=reader.from_1904,
        language=language,
        cut=reader.cut,
    )


def _style(root: Element) -> int:
    """The chart style (c:style), which may be in an alternative for newer programs."""
    for one in root.iter():
        if one.tag.endswith("}style") and one.get("val") is not None:
            style = integer(one.get("val"), 2)
            return style - C14_STYLE if style > C14_STYLE else style
        if one.tag == f"{C}chart":
            break
    return 2


def _layout(holder: Element | None) -> Layout | None:
    manual = holder.find(f"{C}layout/{C}manualLayout") if holder is not None else None
    if manual is None:
        return None

    def share(name: str) -> float | None:
        found = number(manual, f"{C}{name}")
        return max(-2.0, min(found, 2.0)) if found is not None else None

    def edge(name: str) -> bool:
        return attribute(manual, f"{C}{name}", "factor") == "edge"

    return Layout(
        x=share("x"),
        y=share("y"),
        w=share("w"),
        h=share("h"),
        x_edge=edge("xMode"),
        y_edge=edge("yMode"),
        w_edge=edge("wMode"),
        h_edge=edge("hMode"),
        inner=attribute(manual, f"{C}layoutTarget", "outer") == "inner",
    )


class _Group(NamedTuple):
    """What the series of a plot have in common: its kind, its element, how many series, and how they are coloured."""

    kind: Kind
    element: Element
    members: int
    varied: bool


class _Reader:
    """Reads the parts of one chart."""

    def __init__(self, looks: Looks, language: str, from_1904: bool) -> None:
        self.looks, self.language, self.from_1904 = looks, language, from_1904
        self.cut = False

    # --- titles and legend ---

    def title(self, element: Element | None, automatic: str, *, axis: bool) -> Title | None:
        """A title; without an element there is one only where its text is a series' name."""
        if element is None and not automatic:
            return None
        text_holder = element.find(f"{C}tx") if element is not None else None
        rich = text_holder.find(f"{C}rich") if text_holder is not None else None
        text = text_of(text_holder) or automatic
        if rich is None and not text:
            return None
        properties = element.find(f"{C}txPr") if element is not None else None
        body, look = self.looks.title(rich, properties, text, axis=axis)
        if not body.text.strip():
            return None
        return Title(
            body=body,
            look=look,
            surface=self.looks.surface(element.find(f"{C}spPr") if element is not None else None),
            layout=_layout(element),
            overlay=flag(element, f"{C}overlay", missing=False),
        )

    def legend(self, element: Element | None) -> Legend | None:
        """The legend."""
        if element is None:
            return None
        side = attribute(element, f"{C}legendPos", "r")
        gone = [
            figure(attribute(one, f"{C}idx"))
            for one in element.findall(f"{C}legendEntry")
            if flag(one, f"{C}delete", missing=False)
        ]
        return Legend(
            side=side if side in ("b", "tr", "l", "t") else "r",  # type: ignore[arg-type]
            look=self.looks.text(element.find(f"{C}txPr")),
            surface=self.looks.surface(element.find(f"{C}spPr")),
            layout=_layout(element),
            overlay=flag(element, f"{C}overlay", missing=False),
            deleted=frozenset(int(one) for one in gone if one is not None),
        )

    # --- axes ---

    def axes(self, plot_area: Element) -> list[Axis]:
        """All axes."""
        return [self._axis(one) for one in plot_area if one.tag.removeprefix(C) in AXES][:8]

    def _axis(self, element: Element) -> Axis:
        scaling = element.find(f"{C}scaling")
        base = number(scaling, f"{C}logBase")
        crosses = attribute(element, f"{C}crosses", "autoZero")
        at = number(element, f"{C}crossesAt")
        form = element.find(f"{C}numFmt")
        linked = form is not None and form.get("sourceLinked", "0") in ("1", "true")
        properties = element.find(f"{C}spPr")
        side = attribute(element, f"{C}axPos", "b")
        skip = number(element, f"{C}tickLblSkip")
        units = element.find(f"{C}dispUnits")
        divisor = number(units, f"{C}custUnit") or UNITS.get(attribute(units, f"{C}builtInUnit"), 1.0)
        rule = self.looks.rule()
        minor = element.find(f"{C}minorGridlines")
        major = element.find(f"{C}majorGridlines")
        ticks = ("cross", "in", "none", "out")
        values: dict[str, Any] = {
            "labels": _choice(element, "tickLblPos", ("high", "low", "nextTo", "none"), "nextTo"),
            "major_ticks": _choice(element, "majorTickMark", ticks, "cross"),
            "minor_ticks": _choice(element, "minorTickMark", ticks, "cross"),
        }
        return Axis(
            id=attribute(element, f"{C}axId"),
            kind=AXES[element.tag.removeprefix(C)],  # type: ignore[arg-type]
            side=side if side in ("l", "r", "t") else "b",  # type: ignore[arg-type]
            crossed=attribute(element, f"{C}crossAx"),
            crosses=at if at is not None else crosses if crosses in ("min", "max") else "autoZero",  # type: ignore[arg-type]
            between=attribute(element, f"{C}crossBetween", "between") != "midCat",
            deleted=flag(element, f"{C}delete", missing=False),
            reversed=attribute(scaling, f"{C}orientation") == "maxMin",
            low=number(scaling, f"{C}min"),
            high=number(scaling, f"{C}max"),
            major=number(element, f"{C}majorUnit"),
            minor=number(element, f"{C}minorUnit"),
            log=base if base is not None and 1 < base <= 1000 else None,
            divisor=divisor if divisor > 0 else 1.0,
            base_unit=attribute(element, f"{C}baseTimeUnit"),
            major_unit=attribute(element, f"{C}majorTimeUnit"),
            label_skip=int(skip) if skip is not None and 1 <= skip <= 100_000 else None,
            format=None if linked else form.get("formatCode") if form is not None else GENERAL,
            look=self.looks.text(element.find(f"{C}txPr")),
            line=self.looks.stroke(properties, rule),
            grid=self.looks.stroke(major.find(f"{C}spPr"), rule) if major is not None else None,
            minor_grid=self.looks.stroke(minor.find(f"{C}spPr"), rule) if minor is not None else None,
            title=self.title(element.find(f"{C}title"), "", axis=True),
            **values,
        )

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
        categories = names(
            element.find(f"{C}xVal" if by_figures else f"{C}cat"), self.language, from_1904=self.from_1904
        )
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
        labels, own_labels = self._labels(element.find(f"{C}dLbls"), group)
        return Series(
            index=index,
            name=series_name(element, index),
            categories=categories.texts,
            tiers=categories.tiers,
            values=values,
            serials=categories.serials,
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
        )

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

    # --- labels ---

    def _labels(self, element: Element | None, group: _Group) -> tuple[Labels | None, dict[int, Labels | None]]:
        """The labels of a series (else those of its plot), and those of points that differ; None is none."""
        whole = group.element.find(f"{C}dLbls")
        of_series = self._label(element if element is not None else whole, None)
        own: dict[int, Labels | None] = {}
        for one in element.findall(f"{C}dLbl") if element is not None else ():
            at = figure(attribute(one, f"{C}idx"))
            if at is not None and at >= 0:
                own[int(min(at, 1e6))] = self._label(one, element)
        return of_series, own

    def _label(self, element: Element | None, around: Element | None) -> Labels | None:
        """One label, or those of a series. What `element` leaves out is as `around` has it."""
        if element is None or flag(element, f"{C}delete", missing=False):
            return None
        holders = [one for one in (element, around) if one is not None]
        properties = _first(holders, "txPr")
        form = _first(holders, "numFmt")
        linked = form is None or form.get("sourceLinked", "0") in ("1", "true")
        rich = element.find(f"{C}tx/{C}rich")
        separator = _first(holders, "separator")

        def shown(name: str) -> bool:
            return flag(_holding(holders, name), f"{C}{name}", missing=False)

        position = _first(holders, "dLblPos")
        return Labels(
            look=self.looks.text(properties),
            surface=self.looks.surface(_first(holders, "spPr")),
            value=shown("showVal"),
            percent=shown("showPercent"),
            category=shown("showCatName"),
            series=shown("showSerName"),
            size=shown("showBubbleSize"),
            key=shown("showLegendKey"),
            position=position.get("val", "") if position is not None else "",
            separator=separator.text if separator is not None else None,
            format=None if linked or form is None else form.get("formatCode"),
            text=self.looks.label(rich, [properties]) if rich is not None else None,
            layout=_layout(element),
        )


def _is_drawn_as_line(group: _Group) -> bool:
    filled = group.kind == "radar" and attribute(group.element, f"{C}radarStyle") == "filled"
    return group.kind in ("line", "scatter", "radar") and not filled


def _holding(holders: Sequence[Element], name: str) -> Element | None:
    return next((one for one in holders if one.find(f"{C}{name}") is not None), None)


def _first(holders: Sequence[Element], name: str) -> Element | None:
    """The child of that name of the nearest element that has one."""
    return next((found for one in holders if (found := one.find(f"{C}{name}")) is not None), None)


def _choice(element: Element, name: str, known: Sequence[str], default: str) -> str:
    value = attribute(element, f"{C}{name}", default)
    return value if value in known else default


def _within(value: float | None, least: float, most: float, default: float) -> float:
    return default if value is None else max(least, min(value, most))
