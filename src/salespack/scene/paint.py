"""Fills, lines and colours of shapes as they are painted, the theme's styles among them. No shapes, no drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple, get_args
from xml.etree.ElementTree import Element

import msgspec

from salespack.graphics.lengths import POINT
from salespack.ooxml.markup import ANGLE, A, R, boolean, integer
from salespack.ooxml.packaging import Relationship
from salespack.ooxml.theme import Theme
from salespack.scene.model import Arrow, Gradient, Paint, Pattern, PictureFill, Solid, Stop, Stroke

DEFAULT_WIDTH = 3 * POINT // 4
"""EMU: the width of a line that says none (ISO/IEC 29500-1 §20.1.2.2.24)."""
HAIRLINE = 3_175
"""EMU: what a line of no width is drawn as."""
MAX_WIDTH = 20_116_800
"""EMU: the widest line there is (ST_LineWidth)."""
DASHES: Mapping[str, tuple[float, ...]] = {
    "dot": (1, 3),
    "dash": (4, 3),
    "lgDash": (8, 3),
    "dashDot": (4, 3, 1, 3),
    "lgDashDot": (8, 3, 1, 3),
    "lgDashDotDot": (8, 3, 1, 3, 1, 3),
    "sysDash": (3, 1),
    "sysDot": (1, 1),
    "sysDashDot": (3, 1, 1, 1),
    "sysDashDotDot": (3, 1, 1, 1, 1, 1),
}
"""ST_PresetLineDashVal, ISO/IEC 29500-1 §20.1.10.49: dash and gap in multiples of the line's width."""
MOST_DASHES = 32
MOST_STOPS = 100
SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}"
_FILLS = frozenset(f"{A}{kind}Fill" for kind in ("no", "solid", "grad", "blip", "patt", "grp"))
_THOUSANDTHS = 100_000
_CAPS: Mapping[str, Literal["butt", "round", "square"]] = {"flat": "butt", "rnd": "round", "sq": "square"}
_ARROW_SIZES = {"sm": 2, "med": 3, "lg": 5}
_PATHS = ("circle", "rect", "shape")
_COMPOUND = get_args(Literal["sng", "dbl", "thickThin", "thinThick", "tri"])
_ARROWS = get_args(Literal["triangle", "stealth", "diamond", "oval", "arrow"])


class Nothing:
    """What markup says that means no fill or no line; there is one, `NOTHING`."""


NOTHING: Final = Nothing()


class Source(NamedTuple):
    """Where markup comes from: its part, the theme it is seen under, and the part's relationships by id.

    Relationships that lead nowhere are left out. `slides` has the number of each slide by its part, for links between
    slides; `number` is that of the slide itself. `group` is the fill of the group around, for shapes that take it.
    """

    part: str
    theme: Theme
    relationships: Mapping[str, Relationship]
    slides: Mapping[str, int] = {}
    number: int = 0
    group: Paint | Nothing | None = None

    @property
    def of_theme(self) -> Source:
        """The theme's own markup as a source: pictures of its styles are related to the theme, not to who uses them."""
        return self._replace(relationships=self.theme.relationships)

    def target(self, identifier: str | None) -> str | None:
        """The part that a relationship leads to, None if it leads to none in the file."""
        found = self.relationships.get(identifier or "")
        return None if found is None or found.external else found.target


def share(text: str | None, default: float) -> float:
    """A percentage in thousandths (`50000`, `50%`) as a share."""
    return float(default) if text is None else integer(text, round(default * _THOUSANDTHS)) / _THOUSANDTHS


# --- fills -----------------------------------------------------------------------------------------------------------


def colour_in(holder: Element | None, source: Source, phclr: str | None = None) -> Solid | None:
    """The first colour in `holder`, None if there is none."""
    found = source.theme.colour_and_alpha(holder, phclr)
    return Solid(*found) if found is not None else None


def fill_in(properties: Element | None, source: Source, phclr: str | None = None) -> Paint | Nothing | None:
    """The fill that is a child of `properties`, None where it says nothing that can be painted.

    `phclr` is the colour that stands for `phClr` in styles of the theme.
    """
    for one in properties if properties is not None else ():
        if one.tag in _FILLS:
            return _fill(one, source, phclr)
    return None


def _fill(fill: Element, source: Source, phclr: str | None) -> Paint | Nothing | None:
    match fill.tag.removeprefix(A):
        case "noFill":
            return NOTHING
        case "solidFill":
            return colour_in(fill, source, phclr)
        case "gradFill":
            return _gradient(fill, source, phclr)
        case "blipFill":
            return picture_in(fill, source, phclr)
        case "pattFill":
            return _pattern(fill, source, phclr)
    return source.group  # grpFill


def _gradient(fill: Element, source: Source, phclr: str | None) -> Solid | Gradient | None:
    stops = []
    for one in fill.findall(f"{A}gsLst/{A}gs")[:MOST_STOPS]:
        colour = colour_in(one, source, phclr)
        if colour is not None:
            stops.append(Stop(min(max(share(one.get("pos"), 0), 0.0), 1.0), colour.colour, colour.alpha))
    stops.sort(key=lambda stop: stop.at)
    if len(stops) < 2:
        return Solid(stops[0].colour, stops[0].alpha) if stops else None
    if (path := fill.find(f"{A}path")) is not None:
        kind = path.get("path", "")
        left, top, right, bottom = _sides(path.find(f"{A}fillToRect"))
        focus = (left + 1 - right) / 2, (top + 1 - bottom) / 2
        return Gradient(stops=tuple(stops), path=kind if kind in _PATHS else "rect", focus=focus)  # type: ignore[arg-type]
    line = fill.find(f"{A}lin")
    if line is None:
        return Gradient(stops=tuple(stops))
    angle = integer(line.get("ang"), 0) / ANGLE % 360
    return Gradient(stops=tuple(stops), angle=angle, scaled=boolean(line.get("scaled")))


def _sides(rectangle: Element | None) -> tuple[float, float, float, float]:
    """What a relative rectangle (a:srcRect, a:fillRect) takes off left, top, right and bottom."""
    if rectangle is None:
        return 0.0, 0.0, 0.0, 0.0
    return (
        share(rectangle.get("l"), 0),
        share(rectangle.get("t"), 0),
        share(rectangle.get("r"), 0),
        share(rectangle.get("b"), 0),
    )


def picture_in(fill: Element, source: Source, phclr: str | None = None) -> PictureFill | None:
    """The picture of an `a:blipFill` or `p:blipFill`, None if it is not in the file."""
    blip = fill.find(f"{A}blip")
    part = source.target(blip.get(f"{R}embed")) if blip is not None else None
    if blip is None or part is None:
        return None
    vector = next((source.target(one.get(f"{R}embed")) for one in blip.iter(f"{SVG}svgBlip")), None)
    tile, stretch = fill.find(f"{A}tile"), fill.find(f"{A}stretch/{A}fillRect")
    alpha = blip.find(f"{A}alphaModFix")
    return PictureFill(
        part=part,
        crop=_crop(fill.find(f"{A}srcRect")),
        inset=_sides(stretch),
        tile=tile is not None,
        scale=(share(tile.get("sx"), 1), share(tile.get("sy"), 1)) if tile is not None else (1.0, 1.0),
        offset=(integer(tile.get("tx"), 0), integer(tile.get("ty"), 0)) if tile is not None else (0, 0),
        alpha=min(max(share(alpha.get("amt"), 1), 0.0), 1.0) if alpha is not None else 1.0,
        svg=vector,
        duotone=_duotone(blip.find(f"{A}duotone"), source, phclr),
        grey=blip.find(f"{A}grayscl") is not None,
    )


def _crop(rectangle: Element | None) -> tuple[float, float, float, float]:
    """What is cut off; nothing, where that would leave nothing."""
    left, top, right, bottom = _sides(rectangle)
    return (left, top, right, bottom) if left + right < 1 and top + bottom < 1 else (0.0, 0.0, 0.0, 0.0)


def _duotone(element: Element | None, source: Source, phclr: str | None) -> tuple[str, str] | None:
    if element is None or len(element) < 2:
        return None
    holders = [Element("holder"), Element("holder")]
    for holder, colour in zip(holders, element, strict=False):
        holder.append(colour)
    dark, light = (colour_in(holder, source, phclr) for holder in holders)
    return (dark.colour, light.colour) if dark is not None and light is not None else None


def _pattern(fill: Element, source: Source, phclr: str | None) -> Pattern:
    front = colour_in(fill.find(f"{A}fgClr"), source, phclr) or Solid("000000")
    back = colour_in(fill.find(f"{A}bgClr"), source, phclr) or Solid("FFFFFF")
    return Pattern(fill.get("prst", "pct5"), front, back)


def styled_fill(reference: Element | None, source: Source) -> Paint | Nothing | None:
    """The theme's fill that an `a:fillRef` or `p:bgRef` names: 1 to 999 of shapes, from 1001 of backgrounds."""
    if reference is None:
        return None
    if integer(reference.get("idx"), 0) in (0, 1000):
        return NOTHING
    style, colour = style_named(reference, source.theme), colour_in(reference, source)
    if style is None:
        return colour
    found = _fill(style, source.of_theme, colour.colour if colour is not None else None)
    return colour if found is None else _fainter(found, colour.alpha) if colour is not None else found


def _fainter(paint: Paint | Nothing, alpha: float) -> Paint | Nothing:
    """What a theme's style paints where the colour it is asked for lets something through."""
    if alpha == 1 or isinstance(paint, Nothing):
        return paint
    match paint:
        case Solid():
            return Solid(paint.colour, paint.alpha * alpha)
        case Gradient():
            stops = tuple([Stop(stop.at, stop.colour, stop.alpha * alpha) for stop in paint.stops])
            return msgspec.structs.replace(paint, stops=stops)
        case Pattern():
            front, back = (Solid(one.colour, one.alpha * alpha) for one in (paint.front, paint.back))
            return Pattern(paint.preset, front, back)
        case PictureFill():
            return paint


def style_named(reference: Element, theme: Theme) -> Element | None:
    """The theme's fill, as markup, that an `a:fillRef` or `p:bgRef` names by its number."""
    number = integer(reference.get("idx"), 0)
    styles, at = (theme.fills, number - 1) if number < 1000 else (theme.backgrounds, number - 1001)
    return styles[at] if 0 <= at < len(styles) else None


# --- lines -----------------------------------------------------------------------------------------------------------


class Outline(NamedTuple):
    """An `a:ln` and where it comes from, with the colour that stands for `phClr` in it."""

    element: Element
    source: Source
    phclr: str | None = None


def stroke_in(ln: Element | None, source: Source, phclr: str | None = None) -> Stroke | Nothing | None:
    """The line of an `a:ln` (or `a:lnL` and the like), None where it does not say how it is painted."""
    return stroke_of([Outline(ln, source, phclr)]) if ln is not None else None


def stroke_of(outlines: Sequence[Outline]) -> Stroke | Nothing | None:
    """The line that `outlines`, nearest first, make together: each gives what those before it leave out."""
    paint = next((found for one in outlines if (found := fill_in(*one)) is not None), None)
    if paint is None or isinstance(paint, Nothing):
        return paint
    elements = [one.element for one in outlines]
    first = next((one for one in elements if one.get("w") is not None), None)
    width = integer(first.get("w"), DEFAULT_WIDTH) if first is not None else DEFAULT_WIDTH
    compound = _attribute(elements, "cmpd")
    return Stroke(
        paint=_plain(paint),
        width=min(max(width, HAIRLINE), MAX_WIDTH),
        dash=_dash(elements),
        cap=_CAPS.get(_attribute(elements, "cap"), "butt"),
        join=_join(elements),
        head=_arrow(elements, "headEnd"),
        tail=_arrow(elements, "tailEnd"),
        compound=compound if compound in _COMPOUND else "sng",  # type: ignore[arg-type]
    )


def styled_outline(reference: Element | None, source: Source) -> Outline | None:
    """The theme's line that an `a:lnRef` names, None for none."""
    number = integer(reference.get("idx"), 0) if reference is not None else 0
    if not 0 < number <= len(source.theme.lines):
        return None
    colour = colour_in(reference, source)
    return Outline(source.theme.lines[number - 1], source.of_theme, colour.colour if colour is not None else None)


def _plain(paint: Paint) -> Solid | Gradient:
    """A line's paint: of a pattern its front colour; pictures are none that lines can have."""
    if isinstance(paint, Pattern):
        return paint.front
    return Solid("000000") if isinstance(paint, PictureFill) else paint


def _attribute(elements: Sequence[Element], name: str) -> str:
    return next((value for one in elements if (value := one.get(name)) is not None), "")


def _dash(elements: Sequence[Element]) -> tuple[float, ...]:
    for one in elements:
        if (preset := one.find(f"{A}prstDash")) is not None:
            return DASHES.get(preset.get("val", ""), ())
        if (custom := one.find(f"{A}custDash")) is not None:
            pairs = custom.findall(f"{A}ds")[:MOST_DASHES]
            lengths = [max(share(pair.get(name), 1), 0.0) for pair in pairs for name in ("d", "sp")]
            return tuple(lengths) if sum(lengths) > 0 else ()
    return ()


def _join(elements: Sequence[Element]) -> Literal["round", "bevel", "miter"]:
    joins: tuple[Literal["round", "bevel", "miter"], ...] = ("round", "bevel", "miter")
    return next((join for one in elements for join in joins if one.find(f"{A}{join}") is not None), "round")


def _arrow(elements: Sequence[Element], name: str) -> Arrow | None:
    end = next((found for one in elements if (found := one.find(f"{A}{name}")) is not None), None)
    kind = end.get("type", "none") if end is not None else "none"
    if end is None or kind not in _ARROWS:
        return None
    width, length = (_ARROW_SIZES.get(end.get(one, "med"), 3) for one in ("w", "len"))
    return Arrow(kind, width, length)  # type: ignore[arg-type]
