"""Markup that comes in several forms (mc:AlternateContent, ISO/IEC 29500-3): which of them is read."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DEEPEST = 8
"""How deep alternatives in alternatives are followed."""


def content(parent: Element, depth: int = 0) -> Iterator[Element]:
    """The children of `parent`, alternatives replaced by the content of the one to read.

    That is the fallback: what extends the standard (formulas, ink, 3-D models, newer charts, OLE in VML) is drawn from
    the picture or the plain shapes that are there for programs which do not know it. Else it is the first choice.
    """
    for one in parent:
        if one.tag != f"{MC}AlternateContent":
            yield one
            continue
        fallback = one.find(f"{MC}Fallback")
        chosen = fallback if fallback is not None and len(fallback) else one.find(f"{MC}Choice")
        if chosen is not None and depth < DEEPEST:
            yield from content(chosen, depth + 1)
