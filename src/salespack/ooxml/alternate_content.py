"""Markup that comes in several forms (mc:AlternateContent, ISO/IEC 29500-3 §7.6): which of them is read.

What is drawn and what is said are read from different forms. A slide is drawn from the fallback, for what extends the
standard (formulas, ink, 3-D models, newer charts, OLE in VML) is there as a picture or as plain shapes. What PowerPoint
shows and lets people name is the first choice, where the fallback of a formula's text is a picture that says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from salespack.ooxml.markup import AnyNode

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DEEPEST = 8
"""How deep alternatives in alternatives are followed."""


def content(parent: AnyNode, depth: int = 0) -> Iterator[AnyNode]:
    """The children of `parent` to be drawn: alternatives replaced by their fallback, else by their first choice."""
    return _read(parent, (f"{MC}Fallback", f"{MC}Choice"), depth)


def said_content(parent: AnyNode) -> Iterator[AnyNode]:
    """The children of `parent` as PowerPoint has them: alternatives replaced by their first choice, else by theirs."""
    return _read(parent, (f"{MC}Choice", f"{MC}Fallback"), 0)


def _read(parent: AnyNode, forms: tuple[str, str], depth: int) -> Iterator[AnyNode]:
    for one in parent:
        if one.tag != f"{MC}AlternateContent":
            yield one
            continue
        preferred, other = (one.find(form) for form in forms)
        chosen = preferred if preferred is not None and next(iter(preferred), None) is not None else other
        if chosen is not None and depth < DEEPEST:
            yield from _read(chosen, forms, depth + 1)
