"""Pictures of a deck: a PNG a slide, and one contact sheet with all of them. Set by the same engine as the PDF."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator

from salespack.drawing.pdf import Drawing, one_a_page
from salespack.graphics.lengths import POINT
from salespack.typesetting.literals import string

SLIDE_PIXELS = 1_280
"""How wide the picture of a slide is."""
SHEET_PIXELS = 1_600
COLUMNS, MOST_COLUMNS = 3, 6
FEW, MANY = 6, 60
"""Up to so few slides two columns do; from so many on there are the most."""
SHEET_WIDTH, MARGIN, GAP, CAPTION = 960.0, 24.0, 12.0, 34.0
"""Points on a contact sheet: its width, its edge, between slides, and the room for a caption."""
POINTS_PER_INCH = 72


def pictures(drawing: Drawing, *, on: datetime.date) -> list[bytes]:
    """A PNG of each slide that is shown."""
    width = drawing.size[0] / POINT
    return drawing.made(one_a_page, on=on, ppi=SLIDE_PIXELS * POINTS_PER_INCH / width) if drawing.slides else []


def contact_sheet(drawing: Drawing, *, on: datetime.date) -> bytes:
    """One PNG with all slides that are shown, with numbers and titles beneath."""
    for slide in drawing.slides:
        drawing.lettering.plain(slide.title, slide.number)
    [sheet] = drawing.made(_on_a_sheet, on=on, ppi=SHEET_PIXELS * POINTS_PER_INCH / SHEET_WIDTH)
    return sheet


def _on_a_sheet(drawing: Drawing) -> Iterator[str]:
    """The slides in rows, each scaled down, its number and title beneath."""
    count = len(drawing.slides)
    columns = 2 if count <= FEW else COLUMNS if count < MANY else MOST_COLUMNS
    wide = (SHEET_WIDTH - 2 * MARGIN - (columns - 1) * GAP) / columns
    scale = wide / (drawing.size[0] / POINT)
    high = drawing.size[1] / POINT * scale
    rows = max(math.ceil(count / columns), 1)
    height = 2 * MARGIN + rows * (high + CAPTION) + (rows - 1) * GAP
    yield f'#set page(width:{SHEET_WIDTH}pt,height:{height:.2f}pt,margin:0pt,fill:rgb("e9e9e9"))'
    for place, slide in enumerate(drawing.slides):
        x = MARGIN + place % columns * (wide + GAP)
        y = MARGIN + place // columns * (high + CAPTION + GAP)
        yield f"#small({x:.2f},{y:.2f},{wide:.2f},{high:.2f},{scale:.5f},d{slide.number})"
        title = slide.title if len(slide.title) <= 80 else f"{slide.title[:79]}…"
        yield f"#caption({x:.2f},{y + high:.2f},{wide:.2f},{string(f'{slide.number}  {title}')})"
