"""What text outside placeholders begins with is said once a presentation: a slide from another one brings it along."""

from __future__ import annotations

from copy import deepcopy

import msgspec
from lxml import etree

from salespack.ooxml.markup import A, P
from salespack.ooxml.placeholders import placeholder_of
from salespack.ooxml.texts import DEFAULT_TEXT_SIZE, LEVELS, level_in
from salespack.ooxml.trees import Tree

_LEVELS = tuple(f"{A}lvl{level}pPr" for level in range(1, LEVELS + 1))
_NOT_LOOKS = ("lang", "altLang", "dirty", "err", "smtClean", "kern")
_FONTS = (f"{A}latin", f"{A}ea", f"{A}cs")
_FILLS = (f"{A}solidFill", f"{A}gradFill", f"{A}noFill", f"{A}blipFill", f"{A}pattFill", f"{A}grpFill")
_BEFORE_FILL = (f"{A}ln",)
_BEHIND_FONTS = (f"{A}sym", f"{A}hlinkClick", f"{A}hlinkMouseOver", f"{A}rtl", f"{A}extLst")


class _Difference(msgspec.Struct, frozen=True):
    """What one level's defaults say that the deck's do not."""

    paragraph: dict[str, str]
    run: dict[str, str]
    children: tuple[Tree, ...]


def bake_defaults(root: Tree, own: Tree | None, other: Tree | None, *, sizes: bool) -> None:
    """Writes into the texts of a part what differs between the defaults of its own presentation and those of another.

    With `sizes`, the size of letters in any case, since it will be scaled. What a shape says itself stays.
    """
    differences = [_difference(own, other, level, sizes=sizes) for level in _LEVELS]
    if not any(one.paragraph or one.run or one.children for one in differences):
        return
    for shape in root.iter(f"{P}sp"):
        body = shape.find(f"{P}txBody")
        if body is not None and placeholder_of(shape) is None:
            _bake(body, differences, plain=shape.find(f"{P}style") is None)
    for body in root.iter(f"{A}txBody"):
        _bake(body, differences, plain=False)


def _difference(own: Tree | None, other: Tree | None, level: str, *, sizes: bool) -> _Difference:
    mine = own.find(level) if own is not None else None
    theirs = other.find(level) if other is not None else None
    run, their_run = (one.find(f"{A}defRPr") if one is not None else None for one in (mine, theirs))
    looks, their_looks = _attributes(run), _attributes(their_run)
    looks.setdefault("sz", str(DEFAULT_TEXT_SIZE))
    their_looks.setdefault("sz", str(DEFAULT_TEXT_SIZE))
    if sizes:
        del their_looks["sz"]
    paragraph, their_paragraph = _attributes(mine), _attributes(theirs)
    known = {_text(one) for one in (their_run if their_run is not None else ())}
    children = [one for one in (run if run is not None else ()) if one.tag in (*_FILLS, *_FONTS)]
    return _Difference(
        {key: value for key, value in paragraph.items() if their_paragraph.get(key) != value},
        {key: value for key, value in looks.items() if their_looks.get(key) != value},
        tuple(one for one in children if _text(one) not in known),
    )


def _attributes(element: Tree | None) -> dict[str, str]:
    attributes = () if element is None else element.attrib.items()
    return {str(key): str(value) for key, value in attributes if key not in _NOT_LOOKS}


def _text(element: Tree) -> bytes:
    return etree.tostring(element, method="c14n")


def list_style_of(body: Tree) -> Tree:
    """The list style of a text, which it gets if it has none."""
    styles = body.find(f"{A}lstStyle")
    if styles is None:
        styles = etree.Element(f"{A}lstStyle")
        frame = body.find(f"{A}bodyPr")
        body.insert(0 if frame is None else body.index(frame) + 1, styles)
    return styles


def _bake(body: Tree, differences: list[_Difference], *, plain: bool) -> None:
    used = {level_in(one.find(f"{A}pPr")) for one in body.findall(f"{A}p")}
    styles = list_style_of(body)
    for number in sorted(used):
        difference = differences[number]
        level = styles.find(_LEVELS[number])
        if level is None:
            level = etree.Element(_LEVELS[number])
            before = [one for one in styles if one.tag in (f"{A}defPPr", *_LEVELS[:number])]
            styles.insert(len(before), level)
        for key, value in difference.paragraph.items():
            if level.get(key) is None:
                level.set(key, value)
        run = level.find(f"{A}defRPr")
        if run is None:
            run = etree.Element(f"{A}defRPr")
            end = level.find(f"{A}extLst")
            level.insert(len(level) if end is None else level.index(end), run)
        for key, value in difference.run.items():
            if run.get(key) is None:
                run.set(key, value)
        if plain:
            _add_children(run, difference.children)


def _add_children(run: Tree, children: tuple[Tree, ...]) -> None:
    """Fill and fonts, at their places in the schema (CT_TextCharacterProperties)."""
    tags = {one.tag for one in run}
    for child in children:
        if child.tag in _FILLS and not tags & set(_FILLS):
            run.insert(sum(1 for one in run if one.tag in _BEFORE_FILL), deepcopy(child))
        elif child.tag in _FONTS and child.tag not in tags:
            behind = (*_FONTS[_FONTS.index(str(child.tag)) + 1 :], *_BEHIND_FONTS)
            at = next((at for at, one in enumerate(run) if one.tag in behind), len(run))
            run.insert(at, deepcopy(child))
