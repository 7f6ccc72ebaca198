"""How parts of a chart look where the file says nothing, and what its own properties make of that.

Defaults are those of Office's chart styles (c:style, ISO/IEC 29500-1 §21.2.2.203; 2 where there is none): text of
10 points, the title 18 points (a fifth larger than the chart's own text, where that has a size) and bold, series in the
theme's accents. The chart parts that Office writes for slides say 18 points themselves.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

import msgspec

from salespack.ooxml.markup import ANGLE, A, C, integer
from salespack.scene.charts.model import Look, Surface
from salespack.scene.model import Paint, Stroke
from salespack.scene.paint import Nothing, Outline, Source, colour_in, fill_in, stroke_of
from salespack.scene.text.bodies import body_in
from salespack.typography.text import Body

SIZE, TITLE_SIZE = 1_000, 1_800
"""Hundredths of a point: of text, and of the chart's title."""
TITLE_FACTOR = 1.2
ACCENTS = 6
VARIATIONS: tuple[tuple[tuple[str, int], ...], ...] = (
    (),
    (("lumMod", 60_000),),
    (("lumMod", 80_000), ("lumOff", 20_000)),
    (("lumMod", 80_000),),
    (("lumMod", 60_000), ("lumOff", 40_000)),
    (("lumMod", 50_000),),
    (("lumMod", 70_000), ("lumOff", 30_000)),
    (("lumMod", 70_000),),
    (("lumMod", 50_000), ("lumOff", 50_000)),
)
"""What becomes of the accents each time round (the colours part that Office 2013 and later write)."""
GREYS = (88_500, 55_000, 78_000, 92_500, 70_000, 30_000)
"""Tints of the text colour, for charts in grey (styles 1, 9, 17, …)."""
RULE = (("tint", 75_000),)
LINE_WIDTH, SERIES_WIDTH = 9_525, 28_575
FIELDS = ("⟦", "⟧")
"""Around the name of a field in the text of a label, which is filled in for each point."""


class Looks:
    """The defaults of one chart: its style, and the text properties of the whole chart."""

    def __init__(self, source: Source, style: int, properties: Element | None, language: str) -> None:
        self.source = source
        self._turn = (style - 1) % 8 if 1 <= style <= 48 else 1
        self._whole = _list_style(properties)
        self._rotation = properties
        sized = properties is not None and properties.find(f".//{A}defRPr[@sz]") is not None
        bottom = body_in(_words([""]), [], source, run=None).paragraphs[0].end
        ink = colour_in(_solid("tx1"), source)
        self._base = msgspec.structs.replace(
            bottom, size=SIZE, colour=ink.colour if ink else "000000", alpha=1.0, language=language
        )
        self._title_size = round(self.text(None).run.size * TITLE_FACTOR) if sized else TITLE_SIZE

    # --- text ---

    def text(self, properties: Element | None) -> Look:
        """The look of text with these text properties (c:txPr)."""
        return Look(self._body(_words([""]), [properties]).paragraphs[0].end, _rotation(properties))

    def title(self, rich: Element | None, properties: Element | None, text: str, *, axis: bool) -> tuple[Body, Look]:
        """The paragraphs of a title: its own, or `text`; and its look."""
        usual = _usual(bold=True, size=None if axis else self._title_size)
        styles = [properties, usual]
        body = self._body(rich if rich is not None else _words(text.split("\n")), styles)
        return body, Look(body.paragraphs[0].end if body.paragraphs else self._base, _rotation(rich, properties))

    def label(self, rich: Element, properties: Sequence[Element | None]) -> Body:
        """The text that a point's label has of its own; fields have their name between FIELDS."""
        rich = copy.deepcopy(rich)
        for field in rich.iter(f"{A}fld"):
            if (text := field.find(f"{A}t")) is not None:
                text.text = f"{FIELDS[0]}{field.get('type', '')}{FIELDS[1]}"
        return self._body(rich, [*properties, _usual(bold=None, size=None)])

    def _body(self, text: Element, properties: Sequence[Element | None]) -> Body:
        styles = [style for one in properties if (style := _list_style(one)) is not None]
        whole = [self._whole] if self._whole is not None else []
        return body_in(text, [*styles, *whole], self.source, run=self._base)

    # --- paint ---

    def surface(self, properties: Element | None, fill: Element | None = None, line: Element | None = None) -> Surface:
        """What shape properties (c:spPr) say, with the fill (a holder of one) and line where they say nothing."""
        return Surface(self.fill(properties, fill), self.stroke(properties, line))

    def fill(self, properties: Element | None, usual: Element | None = None) -> Paint | None:
        """The fill of shape properties, else the usual one."""
        found = fill_in(properties, self.source)
        if found is None:
            found = fill_in(usual, self.source)
        return None if isinstance(found, Nothing) else found

    def stroke(self, properties: Element | None, usual: Element | None = None) -> Stroke | None:
        """The line of shape properties; what it leaves out is as in the usual one."""
        own = properties.find(f"{A}ln") if properties is not None else None
        found = stroke_of([Outline(one, self.source) for one in (own, usual) if one is not None])
        return None if isinstance(found, Nothing) else found

    def rule(self) -> Element:
        """The line of axes and grids."""
        return line("tx1", LINE_WIDTH, RULE)

    def accent(self, at: int, count: int) -> Element:
        """A holder of the fill of series (or point) `at` of `count`."""
        return _solid(*self._colour(at, count))

    def accent_line(self, at: int, count: int, width: int = SERIES_WIDTH) -> Element:
        """The line of series (or point) `at` of `count`."""
        return line(self._colour(at, count)[0], width, self._colour(at, count)[1], cap="rnd")

    def _colour(self, at: int, count: int) -> tuple[str, tuple[tuple[str, int], ...]]:
        """A scheme colour and its transforms: by the chart style accents in turn, greys, or shades of one accent."""
        if self._turn == 1:
            turn, number = divmod(at, ACCENTS)
            return f"accent{number + 1}", VARIATIONS[turn % len(VARIATIONS)]
        if self._turn == 0:
            return "tx1", (("tint", GREYS[at % len(GREYS)]),)
        along = (at % max(count, 1) + 1) / (max(count, 1) + 1) * 1.4 - 0.7
        change = ("shade", round((1 + along) * 100_000)) if along < 0 else ("tint", round((1 - along) * 100_000))
        return f"accent{self._turn - 1}", (change,)


def line(colour: str, width: int, changes: Sequence[tuple[str, int]] = (), cap: str = "flat") -> Element:
    """An `a:ln` of a scheme colour."""
    found = Element(f"{A}ln", w=str(width), cap=cap)
    found.append(_solid(colour, changes)[0])
    return found


def plain(colour: str) -> Element:
    """A holder of a solid fill of a scheme colour."""
    return _solid(colour)


def _solid(colour: str, changes: Sequence[tuple[str, int]] = ()) -> Element:
    holder = Element("holder")
    scheme = SubElement(SubElement(holder, f"{A}solidFill"), f"{A}schemeClr", val=colour)
    for name, value in changes:
        SubElement(scheme, f"{A}{name}", val=str(value))
    return holder


def _words(lines: Sequence[str]) -> Element:
    """A text body of plain paragraphs."""
    body = Element("body")
    for words in lines:
        paragraph = SubElement(body, f"{A}p")
        if words:
            SubElement(SubElement(paragraph, f"{A}r"), f"{A}t").text = words
    return body


def _usual(*, bold: bool | None, size: int | None) -> Element:
    """Text properties of titles: centred, bold, of a size."""
    properties = Element(f"{C}txPr")
    paragraph = SubElement(SubElement(properties, f"{A}p"), f"{A}pPr", algn="ctr")
    run = SubElement(paragraph, f"{A}defRPr")
    if bold is not None:
        run.set("b", "1" if bold else "0")
    if size is not None:
        run.set("sz", str(size))
    return properties


def _list_style(properties: Element | None) -> Element | None:
    """Text properties (a c:txPr has them in its paragraph) as the list style that `body_in` takes."""
    paragraph = properties.find(f"{A}p/{A}pPr") if properties is not None else None
    if paragraph is None:
        return None
    style = Element("style")
    level = SubElement(
        style, f"{A}lvl1pPr", {name: value for name, value in paragraph.attrib.items() if name == "algn"}
    )
    level.extend([one for one in paragraph if one.tag == f"{A}defRPr"])
    return style


def _rotation(*holders: Element | None) -> float | None:
    """Degrees clockwise that the nearest text frame says its text is turned by; vertical text is turned, too."""
    for holder in holders:
        frame = holder.find(f"{A}bodyPr") if holder is not None else None
        if frame is None:
            continue
        turned = {"vert": 90.0, "vert270": 270.0}.get(frame.get("vert", ""))
        if turned is not None:
            return turned
        if (degrees := frame.get("rot")) is not None and abs(integer(degrees, 0)) <= 90 * ANGLE:
            return integer(degrees, 0) / ANGLE
    return None
