"""Charts as bodies: native charts in the whole of their room, or beside a panel with what they come to.

How charts are set stands in `chart_layout`, what their parts hold in `chart_parts` and `chart_sheets`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import msgspec

from salespack.deck.model import Chart, LayoutRole, Span
from salespack.forms import chart as geometry
from salespack.forms.arrangement import Arrangement, Part, Words
from salespack.forms.chart import CHART as PLACE
from salespack.forms.chart_figures import levels_of
from salespack.forms.columns import Wanted
from salespack.forms.growing import arranged
from salespack.graphics.boxes import Box
from salespack.language.differences import difference
from salespack.language.spreadsheet_formats import format_code
from salespack.powerpoint.brand.model import Placeholder
from salespack.powerpoint.forms import whole
from salespack.powerpoint.forms.canvas import Canvas, reference, shape
from salespack.powerpoint.forms.chart_layout import ChartSet, chart_set, difference_in, figure_text
from salespack.powerpoint.forms.composed import FormMeasuring, draw_parts
from salespack.powerpoint.forms.drawn import Graph
from salespack.powerpoint.forms.form import Excess, Setting
from salespack.powerpoint.forms.paragraphs import one_line
from salespack.powerpoint.forms.placed import Placed
from salespack.powerpoint.forms.whole import part, portions
from salespack.powerpoint.slide_templates import Xml, literal

__all__ = ["PLACEHOLDERS", "ROLE", "STRETCHES", "draw", "excess", "fitted", "part", "portions", "variants", "wanted"]

ROLE: LayoutRole = "table"
PLACEHOLDERS = ("obj", "chart")
STRETCHES = True
FRAME = shape("chart", ("place", "grouped"), "alt", "link")
ARROW_WIDTH, LEADER_WIDTH = 22_225, 9_525
"""Of the arrow of a difference, and of the lines that lead to it, in EMU."""


class Beside(Arrangement, frozen=True, kw_only=True):
    """A chart beside its panel: the parts of the arrangement, and how the chart is set in its place among them."""

    chart: ChartSet


AnyPlacedChart = Placed[Chart, ChartSet | Beside]


def variants(node: Chart) -> Sequence[str]:
    """The ways in which it can be drawn with its panel, the best first; none without one."""
    return geometry.variants(node) if node.callout or node.points else ()


def wanted(node: Chart, width: int, room: int, setting: Setting, body: Placeholder | None) -> Wanted:
    """Any height; with a panel as much as that needs at least."""
    if not variants(node):
        return whole.wanted(node, width, room, setting, body)
    sizes, measuring = setting.ladder.at(setting.rungs()[-1]), FormMeasuring(setting)
    drafts = [geometry.draft(node, Box(0, 0, width, 0), one, sizes, measuring) for one in variants(node)]
    return Wanted(None, least=min([one.needed for one in drafts if one is not None], default=0))


def fitted(placed: AnyPlacedChart, setting: Setting, room: Box) -> AnyPlacedChart:
    """The chart as large as its room or its panel lets it be, its letters as large as its names fit."""
    node = placed.node
    if not variants(node):
        return placed._replace(set=_set(node, room, setting))
    found = _arranged(node, room, setting)
    place = next((one.box for one in found.parts if one.name == PLACE), room)
    made = Beside(**msgspec.structs.asdict(found), chart=_set(node, place, setting))
    return placed._replace(set=made, lines=1, over=1 if found.over else 0)


def excess(placed: AnyPlacedChart, own: Placeholder) -> Excess:
    """That the panel does not fit."""
    return Excess("the chart and what stands beside it do not fit the slide", "say less beside it")


def draw(placed: AnyPlacedChart, canvas: Canvas) -> None:
    """The chart's frame, and its panel; the chart itself becomes a part of every deck anew."""
    made = placed.measured
    if isinstance(made, ChartSet):
        _draw(placed, made, placed.room, canvas)
        return
    panel = [one for one in made.parts if one.name != PLACE]
    place = next(one.box for one in made.parts if one.name == PLACE)
    _draw(placed, made.chart, place, canvas)
    draw_parts(panel, canvas)


def _draw(placed: AnyPlacedChart, made: ChartSet, room: Box, canvas: Canvas) -> None:
    """The frame; with the arrow of a difference both are one group, as the arrow stands over the chart's plot."""
    node = placed.node
    link = Xml(canvas.references.to("chart", Graph(node, made)))
    alt = literal(one_line(node.alt))
    if node.compare is None:
        canvas.add(FRAME, (reference(placed.placeholder), False), "Chart", room, alt, link)
        return
    with canvas.grouped("Chart with Difference", room):
        canvas.add(FRAME, (None, True), "Chart", room, alt, link)
        _draw_difference(node, made, room, canvas)


def _draw_difference(node: Chart, made: ChartSet, room: Box, canvas: Canvas) -> None:
    """The lines that lead from both categories to the arrow, the arrow, and its figure."""
    found = difference_in(node, made, room)
    for start, end in found.leaders:
        canvas.connect(start, end, canvas.palette.quiet, LEADER_WIDTH, dashed=True)
    if found.arrow is not None:
        canvas.connect(*found.arrow, canvas.palette.text, ARROW_WIDTH, tip=True)
    text = Span(difference_text(node, canvas))
    words = Words((text,), made.size, "text", bold=True, align="center" if node.lying else "left")
    draw_parts([Part("Difference", found.label, words=(words,), anchor="ctr")], canvas)


def difference_text(node: Chart, canvas: Canvas) -> str:
    """The difference of the categories that are compared, in the language and number format of the chart."""
    one, other = (levels_of(node)[at] or 0.0 for at in node.compare or (0, 0))
    points = node.number_format == "percent"
    figure = round(abs(other - one) * (100 if points else 1), 2)
    code = format_code("number" if points else node.number_format, [figure], node.currency, canvas.language)
    return difference(other - one, figure_text(figure, code, canvas.signs), canvas.language, points=points)


def _set(node: Chart, room: Box, setting: Setting) -> ChartSet:
    font, measure = setting.own.font, setting.measure

    def measured(text: str, size: int) -> int:
        return measure.width(text, size, font)

    ladder, rungs = setting.ladder, setting.rungs()
    key = (node, room, ladder.key(), ladder.own, tuple(rungs), font)
    known = measure.known("chart", key, lambda: msgspec.to_builtins(chart_set(node, room, ladder, rungs, measured)))
    return msgspec.convert(known, ChartSet)


def _arranged(node: Chart, room: Box, setting: Setting) -> Arrangement:
    look, rungs = setting.own, setting.rungs()

    def found() -> object:
        measuring = FormMeasuring(setting)
        made = arranged(geometry, node, room, setting.ladder, measuring, rungs, setting.style.variant)
        return msgspec.to_builtins(made)

    key: Sequence[Hashable] = (
        node, room, look.frame, look.font, setting.face, setting.ladder.key(), tuple(rungs), setting.style.variant,
    )  # fmt: skip
    return msgspec.convert(setting.measure.known("form the chart", key, found), Arrangement, strict=False)
