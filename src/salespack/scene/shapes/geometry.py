"""Outlines of shapes: preset and custom geometry of DrawingML as paths in EMU, and the rectangle for their text.

The presets' definitions are the standard's, in `presets.txt`; each is read when a shape first needs it. Formulas are
worked out in `geometry_guides`, paths drawn in `geometry_paths`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element

import msgspec

from salespack.graphics.boxes import Box
from salespack.ooxml.markup import MAX_COORDINATE, A, boolean, integer
from salespack.scene.model import Geometry
from salespack.scene.shapes.geometry_guides import Guide, Names, guide
from salespack.scene.shapes.geometry_paths import OPERANDS, SHADES, Outline, Step, emu, path

PRESETS = Path(__file__).with_name("presets.txt")
REMEMBERED = 4096
"""Decks repeat the same few shapes; an outline takes about a kilobyte."""

_LETTERS = {"moveTo": "M", "lnTo": "L", "arcTo": "A", "quadBezTo": "Q", "cubicBezTo": "C", "close": "Z"}
_SIDES = ("l", "t", "r", "b")


class _Definition(msgspec.Struct, frozen=True):
    """A geometry as it is described: adjusts as guides, guides in their order, the text's edges, and outlines."""

    adjusts: tuple[Guide, ...]
    guides: tuple[Guide, ...]
    text: tuple[str, ...]
    outlines: tuple[Outline, ...]


def geometry_in(properties: Element | None, cx: int, cy: int) -> Geometry:
    """The geometry that shape properties (`spPr`) give a shape of `cx` by `cy`, a rectangle where they say nothing."""
    custom = properties.find(f"{A}custGeom") if properties is not None else None
    if custom is not None:
        return custom_geometry(custom, cx, cy)
    preset = properties.find(f"{A}prstGeom") if properties is not None else None
    if preset is None:
        return preset_geometry("rect", {}, cx, cy)
    adjusts = [guide(one.get("name", ""), one.get("fmla", "")) for one in preset.iterfind(f"{A}avLst/{A}gd")]
    given = {name: integer(value, 0) for name, operator, (value, *_) in adjusts if operator == "val"}
    return preset_geometry(preset.get("prst", "rect"), given, cx, cy)


def preset_geometry(name: str, adjust: Mapping[str, int], cx: int, cy: int) -> Geometry:
    """The geometry of a preset (ST_ShapeType) with the adjusts that are given; a rectangle for an unknown name."""
    return _preset(name, tuple(sorted(adjust.items())), _extent(cx), _extent(cy))


def custom_geometry(element: Element, cx: int, cy: int) -> Geometry:
    """The geometry that an `a:custGeom` describes, in a shape of `cx` by `cy`."""
    rectangle = element.find(f"{A}rect")
    definition = _Definition(
        _guides(element.iterfind(f"{A}avLst/{A}gd")),
        _guides(element.iterfind(f"{A}gdLst/{A}gd")),
        tuple(rectangle.get(side, side) for side in _SIDES) if rectangle is not None else _SIDES,
        tuple(_outline(one) for one in element.iterfind(f"{A}pathLst/{A}path")),
    )
    return _drawn(definition, (), _extent(cx), _extent(cy))


def _extent(length: int) -> int:
    return max(0, min(length, MAX_COORDINATE))


@lru_cache(maxsize=REMEMBERED)
def _preset(name: str, adjust: tuple[tuple[str, int], ...], cx: int, cy: int) -> Geometry:
    definition = _definition(name)
    if definition is None:
        return msgspec.structs.replace(_preset("rect", (), cx, cy), preset=name, known=False)
    return msgspec.structs.replace(_drawn(definition, adjust, cx, cy), preset=name)


def _drawn(definition: _Definition, adjust: Iterable[tuple[str, int]], cx: int, cy: int) -> Geometry:
    names = Names(cx, cy)
    names.add(definition.adjusts)
    names.update([(name, float(emu(value))) for name, value in adjust])
    names.add(definition.guides)
    left, top, right, bottom = (emu(names[edge]) for edge in definition.text)
    text = Box(left, top, max(right - left, 0), max(bottom - top, 0))
    paths = [path(outline, names, cx, cy) for outline in definition.outlines]
    return Geometry(paths=tuple(one for one in paths if one.commands), text=text)


# --- custom geometry -------------------------------------------------------------------------------------------------


def _guides(elements: Iterable[Element]) -> tuple[Guide, ...]:
    return tuple([guide(one.get("name", ""), one.get("fmla", "")) for one in elements])


def _outline(element: Element) -> Outline:
    steps = [step for step in map(_step, element) if step is not None]
    return Outline(
        integer(element.get("w"), 0),
        integer(element.get("h"), 0),
        SHADES.get(element.get("fill", "norm"), 0.0),
        boolean(element.get("stroke"), True),
        tuple(steps),
    )


def _step(element: Element) -> Step | None:
    """A command of a path; None for one that is not known or lacks points."""
    letter = _LETTERS.get(element.tag.removeprefix(A))
    if letter is None:
        return None
    if letter == "A":
        return letter, tuple([element.get(key, "0") for key in ("wR", "hR", "stAng", "swAng")])
    operands = [point.get(axis, "0") for point in element.iterfind(f"{A}pt") for axis in "xy"]
    return (letter, tuple(operands)) if len(operands) == OPERANDS[letter] else None


# --- presets ---------------------------------------------------------------------------------------------------------


@cache
def _paragraphs() -> Mapping[str, str]:
    """The presets' definitions as they are written, by name."""
    _head, *shapes = PRESETS.read_text(encoding="utf-8").split("\n\n")
    pairs = [shape.partition("\n") for shape in shapes]
    return {name: definition for name, _, definition in pairs}


@cache
def _definition(name: str) -> _Definition | None:
    written = _paragraphs().get(name)
    if written is None:
        return None
    lines = [line.partition(" ")[::2] for line in written.splitlines()]
    named = {kind: [rest.partition(" ")[::2] for one, rest in lines if one == kind] for kind in "ag"}
    return _Definition(
        tuple(guide(adjust, f"val {value}") for adjust, value in named["a"]),
        tuple(guide(one, formula) for one, formula in named["g"]),
        next((tuple(rest.split()) for kind, rest in lines if kind == "t"), _SIDES),
        tuple(_written_outline(rest) for kind, rest in lines if kind == "p"),
    )


def _written_outline(line: str) -> Outline:
    width, height, fill, stroked, *words = line.split()
    return Outline(int(width), int(height), SHADES[fill], stroked == "1", tuple(_written_steps(words)))


def _written_steps(words: list[str]) -> Iterable[Step]:
    at = 0
    while at < len(words):
        letter = words[at]
        behind = at + 1 + OPERANDS[letter]
        yield letter, tuple(words[at + 1 : behind])
        at = behind
