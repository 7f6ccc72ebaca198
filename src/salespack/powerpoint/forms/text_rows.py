"""How a text of the deck is written at its place: the rows that are measured first and printed then. No geometry.

Text sizes are hundredths of a point.
"""

from __future__ import annotations

from itertools import pairwise

from salespack.deck.model import Paragraph, Prose, Quote, Span
from salespack.powerpoint.brand.model import Placeholder
from salespack.powerpoint.forms.paragraphs import NO_BULLETS, Link, Row, rows

BEFORE_ATTRIBUTION = "1200"


def stands_over(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a heading, or bold as one, so that what follows belongs to it."""
    bold = paragraph.marker == "none" and bool(paragraph.spans) and all(span.bold for span in paragraph.spans)
    return paragraph.heading or bold


def scaled(size: int, percent: int, least: int = 100) -> int:
    """A text size in `percent`, on a whole point, and never below `least`, unless it is smaller itself."""
    return size if percent == 100 else max(size * percent // 10_000 * 100, min(size, least))


def rows_of(
    node: Prose,
    look: Placeholder,
    percent: int,
    least: int,
    link: Link,
    *,
    face: str = "",
    own: bool = False,
    before: int = 0,
) -> list[Row]:
    """The rows of a text in `look`, in `percent` of its sizes but none below `least`.

    With `own` it stands in no placeholder, so its size is written in any case, and `face` where it is not the theme's.
    A quote is in italics, with who said it below, where it says so itself. `before` is the space (hundredths of a
    point) above each paragraph of the first level but the first; 0 is the brand's own.
    """
    attribution = node.attribution if isinstance(node, Quote) else ()
    found = _rows(node.paragraphs, look, percent, least, link, face=face, own=own, italic=bool(attribution))
    if before:
        apart = [False, *(one.level == 0 and not stands_over(over) for over, one in pairwise(node.paragraphs))]
        found = [row._replace(before=str(before)) if gap else row for row, gap in zip(found, apart, strict=True)]
    if attribution:
        who = (Paragraph((Span("— "), *attribution)),)
        signed = _rows(who, look, percent, least, link, face=face, own=own, italic=False)
        found += [row._replace(before=BEFORE_ATTRIBUTION) for row in signed]
    return found


def _rows(
    paragraphs: tuple[Paragraph, ...],
    look: Placeholder,
    percent: int,
    least: int,
    link: Link,
    *,
    face: str,
    own: bool,
    italic: bool,
) -> list[Row]:
    first = scaled(look.sizes[0], percent, least)
    found = rows(paragraphs, NO_BULLETS if own else look.bullets, first, link, italic=italic)
    if own:
        return [row._replace(size=str(first), font=face) for row in found]
    if percent != 100:
        return [row._replace(size=str(scaled(look.sizes[int(row.level or 0)], percent, least))) for row in found]
    return found
