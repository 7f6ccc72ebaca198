"""A slide in another brand's clothes: its placeholders become those of the brand's layout of the same role.

What the slide says itself (a colour of its own, a place of its own) it keeps; what it had from its layout, its master
and its theme it gets from the brand.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from lxml import etree

from salespack.graphics.boxes import Box
from salespack.graphics.lengths import POINT
from salespack.ooxml.markup import A, P
from salespack.ooxml.placeholders import FOOTERS, Key, Listed, key_of, kind_of, on_layout, placeholder_of
from salespack.ooxml.texts import shape_text
from salespack.ooxml.theme import colour_map_of, theme_of
from salespack.ooxml.transforms import box_of
from salespack.ooxml.trees import Tree
from salespack.powerpoint.brand.layout_features import Page, facts_of
from salespack.powerpoint.brand.layouts import Frames, Master, in_reading_order, layout_of
from salespack.powerpoint.brand.model import Brand, Layout, Placeholder
from salespack.powerpoint.brand.roles import RULES
from salespack.powerpoint.designed.placeholders import contained, inherited_box, place_at
from salespack.powerpoint.designed.reading import shapes
from salespack.powerpoint.designed.source import SourceDeck
from salespack.powerpoint.merging.scaling import Fit
from salespack.powerpoint.merging.text_defaults import list_style_of

AS_GOOD_AS = POINT
"""How far, EMU, two places may be apart and still be the same."""
OBJECTS = ("obj", "pic", "chart", "tbl", "dgm", "media", "clipArt")
"""Types of placeholders that may hold something else than text."""


def redress(root: Tree, source: SourceDeck, slide: str, brand: Brand, fit: Fit | None) -> str:
    """Puts a slide on the brand's layout that suits it; the layout's part."""
    own = _own_layout(source, source.related(slide, "slideLayout"))
    boxes = {one: inherited_box(source, slide, ph) for one in shapes(root) if (ph := placeholder_of(one)) is not None}
    if fit is not None:
        fit.apply(root)
        boxes = {one: fit.box(box) for one, box in boxes.items()}
    drawn = [one for one in shapes(root) if one not in boxes]
    layout, wardrobe = _wardrobe(own, list(boxes), drawn, brand)
    alone = not drawn
    for shape, box in boxes.items():
        if shape.tag == f"{P}sp" and (alone or _same(box_of(shape), box)):
            _forget_place(shape)
        wardrobe.dress(shape, box, own)
    root.attrib.pop("showMasterSp", "")
    for override in root.findall(f"{P}clrMapOvr"):
        for one in list(override):
            override.remove(one)
        etree.SubElement(override, f"{A}masterClrMapping")
    return layout.part


def _same(own: Box | None, inherited: Box) -> bool:
    """Whether a shape says a place that it would have anyway, as some programs write it."""
    if own is None:
        return False
    sides = zip(msgspec.structs.astuple(own), msgspec.structs.astuple(inherited), strict=True)
    return all(abs(mine - theirs) <= AS_GOOD_AS for mine, theirs in sides)


def _forget_place(shape: Tree) -> None:
    """Lets the layout say where a shape is: what was laid out for another brand rarely suits this one."""
    look = shape.find(f"{P}spPr")
    transform = look.find(f"{A}xfrm") if look is not None else None
    if look is not None and transform is not None and transform.get("rot") is None:
        look.remove(transform)


def _own_layout(source: SourceDeck, part: str) -> Layout:
    """The layout that the slide comes from, with what its placeholders inherit."""
    master = source.related(part, "slideMaster")
    root = source.package.xml(master)
    theme_part = source.related(master, "theme")
    theme = theme_of(source.package.xml(theme_part) if theme_part else None, colour_map_of(root))
    drawn_on = Master(master, root, theme, *source.size, source.presentation.default_text)
    return layout_of(part, source.package.xml(part), drawn_on, Frames())


def _wardrobe(own: Layout, dressed: Sequence[Tree], drawn: Sequence[Tree], brand: Brand) -> tuple[Layout, _Wardrobe]:
    """The brand's layout for the slide: one of the same name, else the one for the role of the slide's own.

    `dressed` are the slide's placeholders, `drawn` what else stands on it. A slide that was drawn on a layout and uses
    none of its places is of no role, whatever that layout is for; a chart or table with a title is no cover.
    """
    name = _role_of_content(own, dressed, drawn)
    named = next((one for one in brand.layouts if one.name.casefold() == own.name.casefold() and own.name), None)
    if not name and named is not None and _kinds(own) <= _kinds(named):
        return named, _Wardrobe(named, named.placeholders)
    name = name or _role_of(own, dressed, Page(brand.width, brand.height))
    role = brand.roles[name]
    layout = brand.layouts[role.layout]
    taken = [role.title, role.subtitle, *role.bodies, role.picture, role.attribution]
    return layout, _Wardrobe(layout, [one for one in layout.placeholders if one.idx in taken or one.type in FOOTERS])


def _kinds(layout: Layout) -> set[str]:
    return {_kind(one.type) for one in layout.placeholders}


def _role_of_content(own: Layout, dressed: Sequence[Tree], drawn: Sequence[Tree]) -> str:
    """The role that what stands on the slide has against its layout's; empty where that may have its say."""
    if not drawn or not _kinds(own) - FOOTERS:
        return ""
    used = {
        _kind(key_of(ph).type)
        for one in dressed
        if (ph := placeholder_of(one)) is not None and (one.tag != f"{P}sp" or shape_text(one))
    } - FOOTERS
    if not used:
        return "blank"
    tables = any(one.tag == f"{P}graphicFrame" for one in drawn)
    return "table" if tables and used == {"title"} else ""


def _kind(placeholder_type: str) -> str:
    """What of a slide finds a place on another layout: as on masters, but pictures and subtitles apart."""
    return placeholder_type if placeholder_type in ("pic", "subTitle") else kind_of(placeholder_type)


def _role_of(own: Layout, dressed: Sequence[Tree], page: Page) -> str:
    """By the rules that find a brand's layouts, else by what stands on the slide."""
    facts = facts_of(0, own, page)
    rule = next((one for one in RULES if one.test(facts)), None)
    kinds = [_kind(key_of(ph).type) for one in dressed if (ph := placeholder_of(one)) is not None]
    if rule is not None and not (rule.role in ("table", "blank") and "body" in kinds):
        return rule.role
    bodies = kinds.count("body")
    if bodies > 1:
        return "two-content"
    return "bullets" if bodies else "table" if "title" in kinds else "blank"


class _Wardrobe:
    """The placeholders of the brand's layout that are still free."""

    def __init__(self, layout: Layout, placeholders: Sequence[Placeholder]) -> None:
        self._free = list(in_reading_order(placeholders))
        self._layout = layout

    def dress(self, shape: Tree, inherited: Box, own: Layout) -> None:
        """Gives a placeholder of the slide its place in the layout, or makes a shape of its own of it."""
        ph = placeholder_of(shape)
        assert ph is not None  # noqa: S101 - only placeholders are dressed
        kind = _kind(key_of(ph).type)
        target = self._take(kind, is_text=shape.tag == f"{P}sp", is_picture=shape.tag == f"{P}pic")
        if target is None:
            self._on_its_own(shape, ph, inherited, own)
            return
        for name in list(ph.attrib):
            del ph.attrib[name]
        if target.type != "obj":
            ph.set("type", target.type)
        if target.idx:
            ph.set("idx", str(target.idx))
        if shape.tag == f"{P}pic" and box_of(shape) is None:
            place_at(shape, contained(target.box, inherited.cx, inherited.cy))

    def _take(self, kind: str, *, is_text: bool, is_picture: bool) -> Placeholder | None:
        wanted = {"subTitle": ("subTitle", "body"), "pic": ("pic",)}.get(kind, (kind,))
        for name in wanted:
            for one in self._free:
                fits = is_text or (one.type in OBJECTS and (is_picture or one.type != "pic"))
                if _kind(one.type) == name and fits:
                    self._free.remove(one)
                    return one
        return None

    def _on_its_own(self, shape: Tree, ph: Tree, inherited: Box, own: Layout) -> None:
        parent, holder = shape.getparent(), ph.getparent()
        texts = shape.findall(f"{P}txBody/{A}p")
        blank = shape.tag == f"{P}sp" and not shape_text(shape)
        if blank or key_of(ph).type in FOOTERS:
            if parent is not None:
                parent.remove(shape)
            return
        was = on_layout(key_of(ph), [Listed(Key(one.type, one.idx), one) for one in own.placeholders])
        if holder is not None:
            holder.remove(ph)
        if box_of(shape) is None:
            place_at(shape, inherited)
        if was is not None and texts:
            _say_size(shape, was.shape)


def _say_size(shape: Tree, was: Placeholder) -> None:
    """The sizes of letters that a text had from its placeholder."""
    body = shape.find(f"{P}txBody")
    if body is None:
        return
    styles = list_style_of(body)
    if len(styles) == 0:
        for level, size in enumerate(was.sizes, 1):
            look = etree.SubElement(styles, f"{A}lvl{level}pPr")
            etree.SubElement(look, f"{A}defRPr", sz=str(size))
