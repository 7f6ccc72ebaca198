"""The fonts that come along with designed slides (`p:embeddedFontLst`), each once, as far as their makers allow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from itertools import takewhile

import msgspec

from salespack.ooxml.markup import P, R, Span, parse, replaced, spans
from salespack.ooxml.packaging import OFFICE_RELATIONSHIPS, PRESENTATION, PackageWriter, Relationship, relationship_of
from salespack.powerpoint.brand.embedded_fonts import STYLES, Listed, listed_fonts
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.designed.embedded_fonts import used_fonts
from salespack.powerpoint.designed.source import SourceDeck

FONT_TYPE = "application/x-fontdata"
BEFORE = ("sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst", "sldIdLst", "sldSz", "notesSz", "smartTags")
"""What stands before the list of fonts in a presentation (CT_Presentation, ECMA-376, 19.2.1.26)."""


class TravellingFonts:
    """Those of one deck. `free` gives names for new parts, by stem and extension."""

    def __init__(self, brand: Brand, package: PackageWriter, free: Callable[[str, str], str]) -> None:
        self._brand, self._package, self._free = brand, package, free
        self._found: dict[tuple[str, str], tuple[SourceDeck, Listed]] = {}

    def use(self, source: SourceDeck, slide: str, *, own_look: bool) -> None:
        """Takes the fonts along that a slide is set in. Of two files for one face the larger has more letters."""
        for font in used_fonts(source, slide, own_look=own_look):
            key = (font.listed.typeface.casefold(), font.listed.style)
            known = self._found.get(key)
            if not font.why and (known is None or _size(*known) < _size(source, font.listed)):
                self._found[key] = source, font.listed

    def presentation(self, data: bytes, free: int) -> tuple[bytes, list[Relationship]]:
        """presentation.xml that lists the fonts beside the brand's own, and its relationships to them, from `free`."""
        own = set(self._own())
        faces: dict[str, list[tuple[Listed, str]]] = {}
        links: list[Relationship] = []
        for key, (source, font) in sorted(self._found.items(), key=lambda one: _place(*one[0])):
            if key in own:
                continue
            name = self._free("ppt/fonts/font", "fntdata")
            part = msgspec.structs.replace(source.stored(font.part), name=name, content_type=FONT_TYPE)
            self._package.copy(part)
            links.append(Relationship(f"rId{free + len(links)}", f"{OFFICE_RELATIONSHIPS}/font", name))
            faces.setdefault(key[0], []).append((font, links[-1].id))
        return (_listing(data, faces), links) if links else (data, [])

    def _own(self) -> Iterator[tuple[str, str]]:
        """The faces that the brand embeds, as typeface and style. Slides bring the styles that it lacks."""
        rows = [relationship_of(PRESENTATION, one.attrib) for one in parse(self._brand.presentation_relationships)]
        for font in listed_fonts(parse(self._brand.presentation), {one.id: one for one in rows}):
            yield font.typeface.casefold(), font.style


def _size(source: SourceDeck, font: Listed) -> int:
    return source.package.stored(font.part).size


def _place(typeface: str, style: str) -> tuple[str, int]:
    return typeface, list(STYLES).index(style)


def _listing(data: bytes, faces: dict[str, list[tuple[Listed, str]]]) -> bytes:
    """presentation.xml with more embedded fonts: by typeface, each with its styles and their relationships."""
    names = f'xmlns:p="{P[1:-1]}" xmlns:r="{R[1:-1]}"'
    elements = spans(data)
    changes = list(_more_styles(elements, faces, names))
    rows = []
    for typeface, fonts in faces.items():
        if typeface in _entries(elements):
            continue
        entry = " ".join(
            f'{key}="{escape(value)}"' for key, value in fonts[0][0].entry.items() if not key.startswith("{")
        )
        styles = "".join(f'<p:{font.style} r:id="{link}"/>' for font, link in fonts)
        rows.append(f"<p:embeddedFont {names}><p:font {entry}/>{styles}</p:embeddedFont>")
    listed = "".join(rows)
    root = elements[0]
    if "embedTrueTypeFonts" not in root.attributes:
        at = root.tag_end - (2 if data[root.tag_end - 2 : root.tag_end] == b"/>" else 1)
        changes.append((at, at, b' embedTrueTypeFonts="1"'))
    own = next((one for one in elements if one.depth == 1 and one.tag == f"{P}embeddedFontLst"), None)
    if own is not None and data[own.tag_end - 2 : own.tag_end] != b"/>":
        at = data.rindex(b"</", own.start, own.end)
        changes.append((at, at, listed.encode()))
    elif own is not None:
        changes.append((own.start, own.end, f"<p:embeddedFontLst {names}>{listed}</p:embeddedFontLst>".encode()))
    else:
        at = max(one.end for one in elements if one.depth == 1 and one.tag.removeprefix(P) in BEFORE)
        changes.append((at, at, f"<p:embeddedFontLst {names}>{listed}</p:embeddedFontLst>".encode()))
    return replaced(data, changes)


def _entries(elements: list[Span]) -> dict[str, list[Span]]:
    """What the presentation lists already: by typeface, lower case, its `p:font` and its styles."""
    found: dict[str, list[Span]] = {}
    for number, one in enumerate(elements):
        if one.tag == f"{P}embeddedFont":
            inside = list(takewhile(lambda later: later.depth > 2, elements[number + 1 :]))
            font = next((child for child in inside if child.tag == f"{P}font"), None)
            if font is not None:
                found.setdefault(font.attributes.get("typeface", "").casefold(), inside)
    return found


def _more_styles(
    elements: list[Span], faces: dict[str, list[tuple[Listed, str]]], names: str
) -> Iterator[tuple[int, int, bytes]]:
    """The styles that typefaces which are listed already lack, each in its place (the order of a list is fixed)."""
    for typeface, inside in _entries(elements).items():
        order = ("font", *STYLES)
        for font, link in faces.get(typeface, []):
            earlier = {f"{P}{name}" for name in order[: order.index(font.style)]}
            at = max(one.end for one in inside if one.tag in earlier)
            yield at, at, f'<p:{font.style} {names} r:id="{link}"/>'.encode()
