"""Which picture of a brand file is its logo: one that its masters and layouts show small."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from salespack.graphics.boxes import Box
from salespack.ooxml.markup import A, P, R, integer
from salespack.ooxml.reading import Package
from salespack.ooxml.transforms import box_of

NAMED = ("logo", "mark", "brand", "märke", "tunnus")
"""What the names of shapes that hold a logo have in them, as people call them; alternative texts too."""
MOST_WIDTH, MOST_HEIGHT, LEAST_WIDTH, LEAST_HEIGHT = 0.42, 0.22, 0.02, 0.02
"""How much of a slide's width and height a logo takes."""


class _Found(NamedTuple):
    """A picture that may be the logo: its part, whether it is called so, and how much of the slide it takes."""

    part: str
    named: bool
    share: float


def logo_of(package: Package, parts: Iterable[str], width: int, height: int) -> str:
    """The part with the picture of the logo; empty where there is none. `parts` are masters, then layouts.

    It is the picture that is called one, else the one that most of them show, else the larger; its vector form where
    the file has that.
    """
    found = [one for part in parts for one in _pictures(package, part, width, height)]
    if not found:
        return ""
    shown = [one.part for one in found]
    return max(found, key=lambda one: (one.named, shown.count(one.part), one.share, one.part)).part


def _pictures(package: Package, part: str, width: int, height: int) -> Iterator[_Found]:
    tree = package.xml(part).find(f"{P}cSld/{P}spTree")
    links = {one.id: one.target for one in package.relationships(part) if not one.external}
    for shape in tree.iterfind(f"{P}pic") if tree is not None else ():
        box, target = box_of(shape), links.get(_embedded(shape), "")
        if box is None or target not in package or _is_cut(shape) or not _is_small(box, width, height):
            continue
        names = shape.find(f"{P}nvPicPr/{P}cNvPr")
        said = " ".join(names.get(key, "") for key in ("name", "descr")).casefold() if names is not None else ""
        yield _Found(target, any(one in said for one in NAMED), box.cx * box.cy / (width * height))


def _embedded(shape: Element) -> str:
    """The relationship of a picture; of its vector form, where it has one ([MS-ODRAWXML] svgBlip)."""
    blip = shape.find(f"{P}blipFill/{A}blip")
    if blip is None:
        return ""
    vector = next((one for one in blip.iter() if one.tag.endswith("}svgBlip")), blip)
    return vector.get(f"{R}embed", "")


def _is_cut(shape: Element) -> bool:
    """Whether a part of the picture alone is shown."""
    cut = shape.find(f"{P}blipFill/{A}srcRect")
    return cut is not None and any(integer(cut.get(side), 0) > 0 for side in ("l", "t", "r", "b"))


def _is_small(box: Box, width: int, height: int) -> bool:
    return (
        LEAST_WIDTH * width <= box.cx <= MOST_WIDTH * width and LEAST_HEIGHT * height <= box.cy <= MOST_HEIGHT * height
    )
