"""What a chart part says, with colours and text effective: types only. Where things come to stand is not decided here.

Figures are finite floats or None for missing ones; lengths are EMU, angles degrees clockwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from salespack.language.figure_signs import ENGLISH, Signs
from salespack.scene.model import Paint, Stroke
from salespack.typography.text import Body, Run

Kind = Literal["bar", "line", "area", "pie", "doughnut", "scatter", "bubble", "radar"]
Grouping = Literal["clustered", "standard", "stacked", "percentStacked"]
Figure = float | None


class Layout(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A manual layout (c:manualLayout), in shares of the chart's width and height.

    `x_edge` and `y_edge` say that the place counts from the chart's edge, else it is moved from where it would be.
    `w_edge` and `h_edge` say that `w` and `h` are the right and bottom edge. `inner` is of plot areas: axes' labels are
    outside of it.
    """

    x: float | None = None
    y: float | None = None
    w: float | None = None
    h: float | None = None
    x_edge: bool = False
    y_edge: bool = False
    w_edge: bool = False
    h_edge: bool = False
    inner: bool = False


class Surface(msgspec.Struct, frozen=True, gc=False):
    """How something is filled and outlined; None is nothing."""

    fill: Paint | None = None
    stroke: Stroke | None = None


class Look(msgspec.Struct, frozen=True, gc=False):
    """How text is written: `run` without text, `rotation` where the file says one (90 reads downwards)."""

    run: Run
    rotation: float | None = None


class Title(msgspec.Struct, frozen=True, kw_only=True):
    """The title of a chart or axis; `body` has its paragraphs."""

    body: Body
    look: Look
    surface: Surface
    layout: Layout | None = None
    overlay: bool = False


class Legend(msgspec.Struct, frozen=True, kw_only=True):
    """The legend: its side (`tr` is the top right corner) and the entries that are left out."""

    side: Literal["b", "tr", "l", "r", "t"]
    look: Look
    surface: Surface
    layout: Layout | None = None
    overlay: bool = False
    deleted: frozenset[int] = frozenset()


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside points. `position` is an ST_DLblPos, empty for the usual one; `format` None is the figures'.

    `text` stands for what would be written of the point; `leader` is the line to the point from a label that was moved
    away from it, None for none.
    """

    look: Look
    surface: Surface
    leader: Stroke | None = None
    value: bool = False
    percent: bool = False
    category: bool = False
    series: bool = False
    size: bool = False
    key: bool = False
    position: str = ""
    separator: str | None = None
    format: str | None = None
    text: Body | None = None
    layout: Layout | None = None

    @property
    def shown(self) -> bool:
        """Whether anything is written."""
        return self.value or self.percent or self.category or self.series or self.size


class Marker(msgspec.Struct, frozen=True, gc=False):
    """What marks a point of a line: an ST_MarkerStyle, and how large it is in points."""

    symbol: str
    size: float
    surface: Surface


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """How one point differs from its series."""

    surface: Surface | None = None
    marker: Marker | None = None
    explosion: float = 0.0


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """The straight line nearest to the points of a series, and how far it goes on beyond them in steps of its axis."""

    name: str
    stroke: Stroke
    forward: float = 0.0
    backward: float = 0.0


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One series. `inverted` is the look of its negative points, where that is another one; `cells` are the texts of
    cells that are written beside its points."""

    index: int
    name: str
    categories: tuple[str, ...]
    values: tuple[Figure, ...]
    serials: tuple[Figure, ...] = ()
    """Categories as figures, where they are numbers or dates, in the number format below."""
    serial_format: str = "General"
    sizes: tuple[Figure, ...] = ()
    format: str = "General"
    tiers: tuple[tuple[tuple[int, str], ...], ...] = ()
    """Outer levels of the categories: where each begins, and its name."""
    surface: Surface
    inverted: Surface | None = None
    points: Mapping[int, Point] = {}
    labels: Labels | None = None
    point_labels: Mapping[int, Labels | None] = {}
    marker: Marker | None = None
    smooth: bool = False
    explosion: float = 0.0
    trends: tuple[Trend, ...] = ()
    cells: tuple[str, ...] = ()


class Plot(msgspec.Struct, frozen=True, kw_only=True):
    """Series that are drawn as one kind against the same axes. `axes` are their ids."""

    kind: Kind
    series: tuple[Series, ...]
    axes: tuple[str, ...] = ()
    grouping: Grouping = "standard"
    horizontal: bool = False
    varied: bool = False
    gap: float = 1.5
    overlap: float = 0.0
    hole: float = 0.5
    first_angle: float = 0.0
    filled: bool = False
    bubble_scale: float = 1.0
    drops: Stroke | None = None
    ranges: Stroke | None = None
    rises: Surface | None = None
    falls: Surface | None = None

    @property
    def stacked(self) -> bool:
        """Whether each series stands on the one before."""
        return self.grouping in ("stacked", "percentStacked")


class Axis(msgspec.Struct, frozen=True, kw_only=True):
    """An axis. `crosses` is where it crosses the other one: `autoZero`, `min`, `max`, or a figure on that one."""

    id: str
    kind: Literal["category", "value", "date"]
    side: Literal["l", "r", "t", "b"]
    crosses: Literal["autoZero", "min", "max"] | float = "autoZero"
    between: bool = True
    """Of value axes: the other axis' categories are bands, not points."""
    deleted: bool = False
    reversed: bool = False
    low: float | None = None
    high: float | None = None
    major: float | None = None
    minor: float | None = None
    log: float | None = None
    divisor: float = 1.0
    base_unit: str = ""
    major_unit: str = ""
    label_skip: int | None = None
    labels: Literal["high", "low", "nextTo", "none"] = "nextTo"
    format: str | None = None
    """None: that of the figures."""
    major_ticks: Literal["cross", "in", "none", "out"] = "out"
    minor_ticks: Literal["cross", "in", "none", "out"] = "none"
    look: Look
    line: Stroke | None = None
    grid: Stroke | None = None
    minor_grid: Stroke | None = None
    title: Title | None = None


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A whole chart."""

    plots: tuple[Plot, ...]
    axes: Mapping[str, Axis]
    look: Look
    surface: Surface
    plot_surface: Surface
    title: Title | None = None
    legend: Legend | None = None
    layout: Layout | None = None
    blanks: Literal["gap", "span", "zero"] = "gap"
    from_1904: bool = False
    signs: Signs = ENGLISH
    """Those of the language that it is in."""
    cut: bool = False
    """Points were left out: there are more than are drawn."""

    @property
    def series(self) -> list[Series]:
        """All series, as they stand in the file."""
        return [one for plot in self.plots for one in plot.series]

    @property
    def empty(self) -> bool:
        """Whether there is no figure at all."""
        return not any(value is not None for one in self.series for value in one.values)
