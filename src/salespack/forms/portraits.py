"""Who speaks, or who is there: portraits in circles, marks of companies as they are. Pure geometry."""

from __future__ import annotations

import msgspec

from salespack.deck.model import Picture, Span, Spans, cut, text_of
from salespack.forms.arrangement import Part
from salespack.forms.ladder import Sizes
from salespack.forms.pictures import contained
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import POINT

FACE = (50, 40)
"""Where faces stand on portraits, in percent of width and height."""
WIDEST, WIDEST_PHOTO = 3 / 2, 2.0
"""Sides of a portrait, and of a photograph (JPEG) of somebody; what is longer is no face, and is shown whole."""


def is_portrait(picture: Picture) -> bool:
    """Whether a picture may be cut to a circle: no mark with parts that are see-through, and about as wide as high."""
    long, short = max(picture.width, picture.height), max(min(picture.width, picture.height), 1)
    return not picture.clear and long / short <= (WIDEST_PHOTO if picture.format == "jpeg" else WIDEST)


def shown_in(picture: Picture, square: Box, sizes: Sizes, group: int | None) -> Part:
    """A portrait that fills a circle, a mark as large as it fits the square."""
    if is_portrait(picture):
        return face(picture, square, group)
    whole = contained(picture.width, picture.height, square, sizes.line / POINT)
    return Part("Logo", whole, "rect", picture=picture, group=group)


def face(picture: Picture, square: Box, group: int | None) -> Part:
    """A picture of somebody, cut to a circle."""
    return Part("Portrait", square, "ellipse", picture=picture, focus=picture.focus or FACE, group=group)


def initials(name: Spans) -> Spans:
    """The first letters of a name's first and last words, without titles; of a name that is one word its first."""
    words = text_of(name).partition(",")[0].split()
    own = [one for one in words if one[0].isalpha() and not one.endswith(".")] or words
    return (Span("".join(one[0] for one in dict.fromkeys((own[0], own[-1]))).upper()),) if own else ()


def named(who: Spans) -> Spans:
    """A name and what follows it, “Name, role”, with the name in bold."""
    end = len(text_of(who).partition(",")[0])
    return *(msgspec.structs.replace(one, bold=True) for one in cut(who, 0, end)), *cut(who, end)
