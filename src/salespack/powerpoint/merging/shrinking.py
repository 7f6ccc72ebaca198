"""Texts of designed slides in smaller letters: in every program alike, so no size is left for it to work out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from salespack.ooxml.markup import A, P, integer
from salespack.ooxml.placeholders import key_of, placeholder_of
from salespack.ooxml.texts import LEVELS
from salespack.ooxml.trees import Tree
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.merging.text_defaults import list_style_of

TEXT_BOX = 0
"""The frame of text boxes among those of a brand."""
LETTERS = (f"{A}rPr", f"{A}endParaRPr", f"{A}defRPr")
FITS = (f"{A}normAutofit", f"{A}spAutoFit", f"{A}noAutofit")


def shrink(root: Tree, percents: Mapping[int, int], layout: str, brand: Brand) -> None:
    """Writes the texts of a slide's shapes, given by their ids, in a percentage of their size, on a layout of the brand
    given by its part."""
    placeholders = next((one.placeholders for one in brand.layouts if one.part == layout), ())
    sizes = {one.idx: one.sizes for one in placeholders}
    text_box = tuple(level.end.size for level in brand.frames[TEXT_BOX].paragraphs)
    for shape in root.iter(f"{P}sp"):
        name, body = shape.find(f"{P}nvSpPr/{P}cNvPr"), shape.find(f"{P}txBody")
        percent = percents.get(integer(name.get("id"), 0)) if name is not None else None
        if percent is not None and body is not None:
            ph = placeholder_of(shape)
            _shrink(body, percent, sizes.get(key_of(ph).idx, text_box) if ph is not None else text_box)


def _shrink(body: Tree, percent: int, sizes: Sequence[int]) -> None:
    for one in body.iter(*LETTERS):
        if (size := one.get("sz")) is not None:
            one.set("sz", str(integer(size, 0) * percent // 100))
    styles = list_style_of(body)
    for level in range(1, LEVELS + 1):
        look = styles.find(f"{A}lvl{level}pPr")
        if look is None:
            look = etree.Element(f"{A}lvl{level}pPr")
            before = [one for one in styles if str(one.tag) < f"{A}lvl{level}pPr"]
            styles.insert(len(before), look)
        letters = look.find(f"{A}defRPr")
        if letters is None:
            letters = etree.Element(f"{A}defRPr")
            last = look.find(f"{A}extLst")
            look.insert(len(look) if last is None else look.index(last), letters)
        if letters.get("sz") is None:
            letters.set("sz", str(sizes[level - 1] * percent // 100))
    frame = body.find(f"{A}bodyPr")
    if frame is not None:
        for fit in [one for one in frame if one.tag in FITS]:
            frame.remove(fit)
