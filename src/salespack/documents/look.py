"""How a library's documents look: the brand's colours, typefaces and logo, as far as documents may have them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Literal

import msgspec

from salespack.documents.colours import document_colours
from salespack.graphics.colours import WHITE, contrast, written
from salespack.problems.problem import Problem, Severity
from salespack.typography.faces import SAMPLE, Typefaces

OWN_HEADINGS, OWN_TEXTS = "Manrope", "Source Sans Pro"
"""The typefaces that come with the documents, where there is no brand."""
OWN_WIDTH = 23.7
"""How wide `SAMPLE` is in the documents' own typeface for texts, ems: its sizes are those of the theme."""
LEAST_SCALE, MOST_SCALE = 0.9, 1.08
"""How far texts are made smaller or larger in a typeface that runs wider or narrower."""
LIGHT = 1.9
"""Below which contrast with white paper a logo is made for dark grounds."""
FILL = re.compile(rb"(?:fill|stroke)\s*[:=]\s*[\"']?\s*#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
LOOKED_AT, OPAQUE = 96, 127
"""The longest side, in pixels, of the copy of a logo that is looked at; from which alpha on a pixel is seen."""
STYLES = ((False, False), (True, False), (False, True), (True, True))


SHOWN = ("svg", "png", "jpg", "gif", "webp")
"""Pictures that documents can show, by the endings of their files."""


class Logo(msgspec.Struct, frozen=True):
    """The company's logo: its ending (one of `SHOWN`), its content, and what it is made to stand on."""

    ending: str
    content: bytes
    ground: Literal["paper", "band"]


class DocumentLook(msgspec.Struct, frozen=True):
    """`colours` are those that `document_colours` gives. `fonts` are the files of the two typefaces, besides our own.

    `scale` is what sizes of texts are multiplied with. `problems` tell which typefaces others stand in for.
    """

    colours: Mapping[str, str]
    heading_font: str = OWN_HEADINGS
    text_font: str = OWN_TEXTS
    fonts: tuple[Path, ...] = ()
    scale: float = 1.0
    logo: Logo | None = None
    problems: tuple[Problem, ...] = ()

    @classmethod
    def plain(cls, brand: Mapping[str, str]) -> DocumentLook:
        """The look in our own typefaces, with a brand's colours."""
        return cls(document_colours(brand))

    @classmethod
    def of(
        cls,
        brand: Mapping[str, str],
        chosen: Mapping[str, str],
        *,
        heading_font: str,
        text_font: str,
        typefaces: Typefaces,
        logo: Logo | None,
    ) -> DocumentLook:
        """The look of a brand: its colours, those its owner chose, its typefaces or what stands in for them.

        Without the name of a typeface, it is ours.
        """
        files: dict[Path, None] = {}
        families: dict[str, str] = {}
        told: dict[str, str] = {}
        for place, typeface, styles in (("heading", heading_font, STYLES[:2]), ("text", text_font, STYLES)):
            if not typeface:
                continue
            for bold, italic in styles:
                face = typefaces.face(typeface, bold, italic)
                files[face.file] = None
                families.setdefault(place, face.family)
                if face.replaced:
                    told.setdefault(typeface, face.family)
        scale = 1.0
        if text_font:
            wide = typefaces.face(typefaces.face(text_font).family).width(SAMPLE)
            scale = min(max(OWN_WIDTH / wide, LEAST_SCALE), MOST_SCALE) if wide else 1.0
        return cls(
            colours=document_colours(brand, chosen),
            heading_font=families.get("heading", OWN_HEADINGS),
            text_font=families.get("text", OWN_TEXTS),
            fonts=tuple(files),
            scale=round(scale, 3),
            logo=logo,
            problems=tuple(_told(told)),
        )


def _told(stand_ins: Mapping[str, str]) -> Iterator[Problem]:
    for typeface, shown in stand_ins.items():
        message = f"the font “{typeface}” is not here, or may not travel in documents: they are set in {shown}"
        hint = "put its file into the library’s fonts/ folder, or name another in brand.yaml: documents"
        yield Problem(code="SP562", message=message, hint=hint, severity=Severity.WARNING)


def ground_of(content: bytes, ending: str) -> Literal["paper", "band"]:
    """Whether a logo can be seen on white paper, or was made for dark grounds alone."""
    colours = list(_of_drawing(content) if ending == "svg" else _of_pixels(content))
    if not colours:
        return "paper"
    seen = sum(contrast(one, WHITE) >= LIGHT for one in colours)
    return "paper" if seen >= len(colours) / 4 else "band"


def _of_drawing(content: bytes) -> Iterator[str]:
    for found in FILL.findall(content):
        colour = found.decode().upper()
        yield colour if len(colour) == 6 else "".join(one * 2 for one in colour)


def _of_pixels(content: bytes) -> Iterator[str]:
    """The colours of what can be seen of a picture; none where it brings a ground of its own."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content)) as image:
            if image.mode not in ("RGBA", "LA", "P", "PA"):
                return
            looked_at = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError):
        return
    looked_at.thumbnail((LOOKED_AT, LOOKED_AT))
    channels = looked_at.tobytes()
    pixels = list(zip(channels[::4], channels[1::4], channels[2::4], channels[3::4], strict=True))
    if all(alpha > OPAQUE for *_, alpha in pixels):
        return
    for red, green, blue, alpha in pixels:
        if alpha > OPAQUE:
            yield written((red / 255, green / 255, blue / 255))
