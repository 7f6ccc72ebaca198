"""Slides of one size on slides of another: everything on them as large as fits, in the middle, text too."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from lxml import etree

from salespack.graphics.boxes import Box
from salespack.ooxml.markup import A, P, integer
from salespack.ooxml.trees import Tree
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.designed.source import SourceDeck

_PARAGRAPH = ("marL", "marR", "indent", "defTabSz")
_RUN = ("sz", "spc")
_LINE = ("w",)
_INSETS = ("lIns", "tIns", "rIns", "bIns", "spcCol")
LENGTHS: Mapping[str, tuple[str, ...]] = {
    "off": ("x", "y"), "chOff": ("x", "y"), "ext": ("cx", "cy"), "chExt": ("cx", "cy"),
    "ln": _LINE, "lnL": _LINE, "lnR": _LINE, "lnT": _LINE, "lnB": _LINE, "uLn": _LINE,
    "bodyPr": _INSETS, "pPr": _PARAGRAPH, "defPPr": _PARAGRAPH,
    **{f"lvl{level}pPr": _PARAGRAPH for level in range(1, 10)},
    "rPr": _RUN, "defRPr": _RUN, "endParaRPr": _RUN, "tab": ("pos",), "spcPts": ("val",), "buSzPts": ("val",),
    "gridCol": ("w",), "tr": ("h",), "tcPr": ("marL", "marR", "marT", "marB"),
    "outerShdw": ("blurRad", "dist"), "innerShdw": ("blurRad", "dist"), "prstShdw": ("dist",),
    "reflection": ("blurRad", "dist"), "glow": ("rad",), "softEdge": ("rad",), "blur": ("rad",),
}  # fmt: skip
"""Attributes of DrawingML's elements that are lengths or sizes of text."""
LEAST = {"sz": 100}
SAME = 0.01
"""By how much of itself a size may differ and still count as the same."""


class Fit(msgspec.Struct, frozen=True):
    """By how much everything grows, and how far it moves to stand in the middle, EMU."""

    scale: float
    dx: int
    dy: int

    def apply(self, root: Tree) -> None:
        """Scales a slide, layout or master and moves what stands on it."""
        self.scale_lengths(root)
        shapes = root.find(f"{P}cSld/{P}spTree")
        if shapes is None or not (self.dx or self.dy):
            return
        for one in shapes.iterchildren(etree.Element):
            if one.tag not in (f"{P}nvGrpSpPr", f"{P}grpSpPr"):
                self._move(one)

    def _move(self, shape: Tree) -> None:
        inner = [shape]
        if str(shape.tag).endswith("}AlternateContent"):
            inner = [one for branch in shape for one in branch]
        for one in inner:
            for path in (f"{P}spPr/{A}xfrm/{A}off", f"{P}grpSpPr/{A}xfrm/{A}off", f"{P}xfrm/{A}off"):
                for offset in one.findall(path):
                    offset.set("x", str(integer(offset.get("x"), 0) + self.dx))
                    offset.set("y", str(integer(offset.get("y"), 0) + self.dy))

    def scale_lengths(self, root: Tree) -> None:
        """Scales every length in a part."""
        for one in root.iter(*(f"{{*}}{name}" for name in LENGTHS)):
            for name in LENGTHS[str(one.tag).rpartition("}")[2]]:
                value = one.get(name)
                if value is not None and value.lstrip("-").isdigit():
                    one.set(name, str(max(round(int(value) * self.scale), LEAST.get(name, -(10**12)))))

    def box(self, box: Box) -> Box:
        """A box of the old slide on the new one."""
        x, y, cx, cy = (round(one * self.scale) for one in (box.x, box.y, box.cx, box.cy))
        return Box(x + self.dx, y + self.dy, cx, cy)


def fit_of(source: SourceDeck, brand: Brand) -> Fit | None:
    """How slides of a file fit on the brand's, None where they have the same size."""
    width, height = source.size
    if abs(width - brand.width) <= SAME * width and abs(height - brand.height) <= SAME * height:
        return None
    scale = min(brand.width / width, brand.height / height)
    return Fit(scale, round(brand.width - width * scale) // 2, round(brand.height - height * scale) // 2)
