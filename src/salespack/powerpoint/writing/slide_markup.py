"""A composed slide as markup: its shapes, and what it refers to. Nothing here depends on the deck that the slide is in.

Each form draws itself; where things stand was decided in `composition`, and footers, which every deck has its own of,
are set in `footers`.
"""

from __future__ import annotations

from collections.abc import Iterable

from salespack.deck.model import Slide, Span
from salespack.graphics.boxes import Box
from salespack.language.formatting import Formats
from salespack.powerpoint.composing.placement import Composition
from salespack.powerpoint.forms.canvas import Canvas
from salespack.powerpoint.forms.composed import draw_parts
from salespack.powerpoint.forms.drawn import Drawn
from salespack.powerpoint.forms.paragraphs import Row, runs
from salespack.powerpoint.forms.registry import form_of
from salespack.powerpoint.slide_templates import Piece, SlideTemplates, Xml, proven

SLIDE = Piece("slide.xml.j2", "slide", ("tagged",), ("shapes", "tags"))


def drawn(
    slide: Slide, composition: Composition, pieces: SlideTemplates, layout: str, table_style: str, formats: Formats
) -> Drawn:
    """Everything on a slide of a layout, given as the target of the slide's relationship to it."""
    canvas = Canvas(
        pieces,
        slide.language,
        palette=composition.palette,
        own=composition.own,
        looks=composition.looks,
        face=composition.face,
        table_style=table_style,
        ladder=composition.ladder,
        formats=formats,
    )
    canvas.references.to("slideLayout", layout)
    if composition.tracked is not None:
        with canvas.inked(composition.tracked.palette):
            draw_parts(composition.tracked.parts, canvas)
    for placed in composition.placed:
        form_of(placed.node).draw(placed, canvas)
    if composition.sources is not None:
        _draw_sources(slide.sources, composition.sources, canvas)
    return Drawn(proven_shapes(pieces, canvas.shapes), canvas.last_id, tuple(canvas.references.rows))


def _draw_sources(sources: Iterable[str], box: Box, canvas: Canvas) -> None:
    """Footnotes at the foot of the slide's content."""
    ink, size = canvas.palette.quiet, str(canvas.ladder.caption())
    texts = [Row(runs((Span(text),), canvas.references.link), size=size, ink=ink) for text in sources]
    canvas.text_box("Sources", box, list(map(canvas.own_row, texts)), anchor="b")


def proven_shapes(pieces: SlideTemplates, shapes: Iterable[Xml]) -> tuple[Xml, ...]:
    """The shapes. Raises RuntimeError, for a fault of our templates, when a slide with them is not well-formed."""
    found = tuple(shapes)
    proven("slide.xml.j2", pieces.pattern(SLIDE, True).fill(Xml("".join(found)), Xml("rId1")))
    return found
