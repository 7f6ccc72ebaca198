"""Notes pages: a PDF for the seller with each slide above and what to say beneath, marked as theirs on every page."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby

from salespack.drawing.pdf import Drawing
from salespack.drawing.texts import leads_out
from salespack.graphics.lengths import POINT
from salespack.language.phrases import words
from salespack.scene.model import SlideScene
from salespack.typesetting.literals import string
from salespack.typography.text import Paragraph, Run

A4 = 595.28, 841.89
"""Width and height, points."""
SIDE, MOST_OF_PAGE = 48.0, 0.45
"""The margin left and right, and how much of a page's height a slide takes at most."""
TOP, BOTTOM, BELOW_SLIDE = 64.0, 56.0, 20.0
"""The margins above and below, and what is free below a slide, points."""


def notes_pages(drawing: Drawing, *, on: datetime.date) -> bytes:
    """The notes pages of a deck as PDF. Notes that are longer than their page go on."""
    for slide in drawing.slides:
        drawing.lettering.plain("".join(paragraph.text for paragraph in slide.notes), slide.number)
    [pdf] = drawing.made(_with_notes, on=on)
    return pdf


def _with_notes(drawing: Drawing) -> Iterator[str]:
    said = words(drawing.language)
    width, height = (side / POINT for side in drawing.size)
    scale = min((A4[0] - 2 * SIDE) / width, MOST_OF_PAGE * A4[1] / height)
    room = A4[1] - TOP - BOTTOM - height * scale - BELOW_SLIDE
    yield f"#let mark={string(said['not_for_customer'])}"
    yield f"#set page(width:{A4[0]}pt,height:{A4[1]}pt,margin:(x:{SIDE}pt,top:{TOP}pt,bottom:{BOTTOM}pt),"
    yield f"header:seller-only(mark,{string(drawing.title)}),footer:page-number())"
    for slide in drawing.slides:
        yield f"#over({width * scale:.2f},{height * scale:.2f},{scale:.5f},d{slide.number})"
        yield f"#notes({room:.2f},{{{';'.join(_paragraphs(slide))}}})"
        yield "#pagebreak(weak:true)"


def _paragraphs(slide: SlideScene) -> Iterator[str]:
    """What is said, by paragraphs and lists."""
    written = [paragraph for paragraph in slide.notes if paragraph.text.strip()]
    for listed, group in groupby(written, key=lambda one: one.bullet is not None):
        texts = [_text(one) for one in group]
        if listed:
            yield f"list({','.join(texts)})"
        else:
            yield from (f"par({text})" for text in texts)


def _text(paragraph: Paragraph) -> str:
    return "{" + ";".join(_runs(paragraph.runs)) + "}"


def _runs(runs: Sequence[Run]) -> Iterator[str]:
    for run in runs:
        lines = run.text.replace("\t", " ").split("\v")
        text = ";linebreak();".join(f"[#{string(line)}]" for line in lines)
        look = [part for part, wanted in (("weight:600", run.bold), ('style:"italic"', run.italic)) if wanted]
        styled = f"text({','.join(look)},{{{text}}})" if look else text
        yield f"link({string(run.href)},{{{styled}}})" if run.href and leads_out(run.href) else styled
