"""Charts as bodies: native charts in the whole of their room. How they are set stands in `chart_layout`, what their
parts hold in `chart_parts` and `chart_sheets`."""

from __future__ import annotations

from salespack.deck.model import Chart, LayoutRole
from salespack.graphics.boxes import Box
from salespack.powerpoint.forms.canvas import Canvas, reference, shape
from salespack.powerpoint.forms.chart_layout import ChartSet, chart_set
from salespack.powerpoint.forms.drawn import Graph
from salespack.powerpoint.forms.form import Setting
from salespack.powerpoint.forms.paragraphs import one_line
from salespack.powerpoint.forms.placed import Placed
from salespack.powerpoint.forms.whole import excess, part, portions, wanted
from salespack.powerpoint.slide_templates import Xml, literal

__all__ = ["PLACEHOLDERS", "ROLE", "STRETCHES", "draw", "excess", "fitted", "part", "portions", "wanted"]

ROLE: LayoutRole = "table"
PLACEHOLDERS = ("obj", "chart")
STRETCHES = True
CHART = shape("chart", ("place",), "alt", "link")


def fitted(placed: Placed[Chart, ChartSet], setting: Setting, room: Box) -> Placed[Chart, ChartSet]:
    """The chart as it is; its letters as large as its names fit."""
    font, measure = setting.own.font, setting.measure

    def measured(text: str, size: int) -> int:
        return measure.width(text, size, font)

    return placed._replace(set=chart_set(placed.node, room, setting.ladder, setting.rungs(), measured))


def draw(placed: Placed[Chart, ChartSet], canvas: Canvas) -> None:
    """The chart's frame; the chart itself becomes a part of every deck anew."""
    link = canvas.references.to("chart", Graph(placed.node, placed.measured))
    alt = literal(one_line(placed.node.alt))
    canvas.add(CHART, (reference(placed.placeholder),), "Chart", placed.room, alt, Xml(link))
