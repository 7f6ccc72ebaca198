"""Charts as bodies: native charts in the whole of their room. What their parts hold stands in `chart_parts`."""

from __future__ import annotations

from salespack.deck.model import Chart, LayoutRole
from salespack.powerpoint.forms.canvas import Canvas, reference, shape
from salespack.powerpoint.forms.drawn import Graph
from salespack.powerpoint.forms.paragraphs import one_line
from salespack.powerpoint.forms.placed import Placed
from salespack.powerpoint.forms.whole import excess, fitted, part, portions, wanted
from salespack.powerpoint.slide_templates import Xml, literal

__all__ = ["PLACEHOLDERS", "ROLE", "STRETCHES", "draw", "excess", "fitted", "part", "portions", "wanted"]

ROLE: LayoutRole = "table"
PLACEHOLDERS = ("obj", "chart")
STRETCHES = True
CHART = shape("chart", ("place",), "alt", "link")


def draw(placed: Placed[Chart, None], canvas: Canvas) -> None:
    """The chart's frame; the chart itself becomes a part of every deck anew."""
    link = canvas.references.to("chart", Graph(placed.node, placed.room))
    alt = literal(one_line(placed.node.alt))
    canvas.add(CHART, (reference(placed.placeholder),), "Chart", placed.room, alt, Xml(link))
