"""The typefaces that a file brings along (`p:embeddedFontLst`), as font files to measure and draw with: a brand's.

They are taken out once and kept in the cache folder. What a file keeps of a font may be no more than the letters of its
own slides: such a one is passed over, for a text in two fonts would be worse than one that stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

import msgspec

from salespack.ooxml.markup import P, R, parse
from salespack.ooxml.packaging import PRESENTATION, Relationship, relationship_of
from salespack.powerpoint.brand.model import Brand
from salespack.problems.files import file_content
from salespack.system.cache import code_version, file_kept, read_cached, write_cached
from salespack.system.hashing import digest
from salespack.system.temporary import own_folder
from salespack.typography.embedded_fonts import embedded_font
from salespack.typography.faces import EmbeddedFace
from salespack.typography.fontfiles import BrokenFont, faces_in, letters_in

STYLES = {"regular": (False, False), "bold": (True, False), "italic": (False, True), "boldItalic": (True, True)}
"""Bold and italic of what an `p:embeddedFont` lists (CT_EmbeddedFontListEntry, ISO/IEC 29500-1 §19.2.1.9)."""
NEEDED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;-–’“”?!&%()ÄÅÖÉÜäåöéüß€")
"""What a font has that is more than the letters of some slides."""
FOLDER = "embedded-fonts"


class Listed(NamedTuple):
    """An embedded font as the presentation lists it: the typeface that it is one of, its style and its part.

    `entry` are the attributes of its typeface there.
    """

    typeface: str
    style: str
    part: str
    entry: dict[str, str]


def embedded_faces(brand: Brand, cache: Path | None) -> tuple[EmbeddedFace, ...]:
    """The faces that the brand file has whole and that can be read."""
    if b"embeddedFontLst" not in brand.presentation:
        return ()
    rows = [relationship_of(PRESENTATION, one.attrib) for one in parse(brand.presentation_relationships)]
    listed = listed_fonts(parse(brand.presentation), {one.id: one for one in rows})
    parts = {one.name: one for one in brand.parts}

    def taken_out() -> Iterator[EmbeddedFace]:
        there = [(one, parts[one.part].content) for one in listed if one.part in parts]
        return faces_taken_out(there, NEEDED, cache)

    return remembered_faces(brand.content_hash, taken_out, cache)


def remembered_faces(
    state: str, taken_out: Callable[[], Iterable[EmbeddedFace]], cache: Path | None
) -> tuple[EmbeddedFace, ...]:
    """The faces of a file in a `state`, taken out of it if they are not in the cache."""
    name = f"{FOLDER}/{digest(f'{code_version()} {state}'.encode())[:32]}"
    kept = read_cached(cache, name)
    if kept is not None:
        faces = msgspec.msgpack.decode(kept, type=tuple[EmbeddedFace, ...])
        whole = [_is_whole(Path(one.face.path)) for one in faces]  # each of them: what is damaged goes
        if all(whole):
            return faces
    made = tuple(taken_out())
    write_cached(cache, name, msgspec.msgpack.encode(made))
    return made


def _is_whole(path: Path) -> bool:
    """Whether a font file is as it was taken out, which its name tells; one that is not goes, to be taken out again."""
    with suppress(OSError):
        if digest(file_content(path)).startswith(path.stem):
            return True
        path.unlink()
    return False


def listed_fonts(presentation: Element, relationships: dict[str, Relationship]) -> Iterator[Listed]:
    """The fonts that a presentation lists and has."""
    for one in presentation.iterfind(f"{P}embeddedFontLst/{P}embeddedFont"):
        font = one.find(f"{P}font")
        for style in STYLES:
            link = one.find(f"{P}{style}")
            found = relationships.get(link.get(f"{R}id", "")) if link is not None else None
            if font is not None and found is not None and not found.external:
                yield Listed(font.get("typeface", ""), style, found.target, dict(font.attrib))


def faces_taken_out(
    fonts: Iterable[tuple[Listed, bytes]], needed: frozenset[str], cache: Path | None
) -> Iterator[EmbeddedFace]:
    """Those of the listed fonts, each with the content of its part, that can be read and have the letters `needed`."""
    folder = cache or own_folder()
    for font, content in fonts:
        try:
            found = embedded_font(content)
            ending = "otf" if found.content.startswith(b"OTTO") else "ttf"
            path = file_kept(folder, f"{FOLDER}/{digest(found.content)[:32]}.{ending}", found.content)
            if not letters_in(path) >= needed:
                continue
            face = faces_in(path)[0]
        except (BrokenFont, OSError):
            continue
        bold, italic = STYLES[font.style]
        own = msgspec.structs.replace(face, families=(font.typeface.casefold(),), bold=bold, italic=italic)
        yield EmbeddedFace(own, found.may_travel)
