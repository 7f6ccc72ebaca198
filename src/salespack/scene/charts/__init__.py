"""Chart parts become shapes: bars, lines, slices, axes, labels and legends, positioned on the slide."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from salespack.graphics.boxes import Box
from salespack.language.formatting import Formats
from salespack.ooxml.markup import C
from salespack.scene.charts.alternative_text import wording
from salespack.scene.charts.layout.axis_groups import with_blanks, within_dates
from salespack.scene.charts.layout.frame import MARGIN, draw_legend, draw_title, plot_area
from salespack.scene.charts.layout.legends import entries
from salespack.scene.charts.marks import Page, Rect
from salespack.scene.charts.plots.plot_area import draw_plots
from salespack.scene.charts.reading.reading import UndrawnChart, chart_in, is_straight
from salespack.scene.model import AutoShape, PictureShape
from salespack.scene.paint import Source

__all__ = ["UndrawnChart", "chart_shapes", "left_out"]

LEFT_OUT = {f"{C}errBars": "an error bar", f"{C}trendline": "a trend line", f"{C}dTable": "its data table"}


def chart_shapes(
    root: Element,
    box: Box,
    source: Source,
    *,
    language: str = "",
    formats: Formats | None = None,
    by_2007: bool = False,
) -> tuple[tuple[AutoShape | PictureShape, ...], str]:
    """The shapes of a chart part (`root` is its c:chartSpace) in `box` on the slide, and what it says in words.

    `source` is that of the chart part; `language` the deck's (else the chart's), in which `formats` writes figures;
    `by_2007` says that Office 2007 wrote the deck.
    Figures are those that the part keeps; a chart without any has its axes and titles, and the words say that it is
    empty. What `left_out` names is not among the shapes. Raises UndrawnChart for kinds that are not drawn.
    """
    chart = with_blanks(within_dates(chart_in(root, source, language, formats or Formats(), by_2007=by_2007)))
    page = Page(box)
    frame = Rect(box.x, box.y, box.x + box.cx, box.y + box.cy)
    page.rectangle("chart area", *frame, chart.surface)
    rest = frame.less(MARGIN * box.cx, MARGIN * box.cy, MARGIN * box.cx, MARGIN * box.cy)
    above = Page(box)
    if chart.title is not None:
        rest = draw_title(above, chart.title, frame, rest)
    if chart.legend is not None:
        rest = draw_legend(above, chart.legend, entries(chart), frame, rest)
    draw_plots(page, chart, frame, *plot_area(chart, frame, rest))
    page.take(above)
    return tuple(page.shapes), wording(chart)


def left_out(root: Element) -> tuple[str, ...]:
    """What a chart part has that is not drawn, in words, each once."""
    found = [
        one for one in root.iter() if one.tag in LEFT_OUT and not (one.tag == f"{C}trendline" and is_straight(one))
    ]
    return tuple(dict.fromkeys([LEFT_OUT[one.tag] for one in found]))
