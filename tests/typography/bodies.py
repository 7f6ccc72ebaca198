"""Bodies of text and tiny font files for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from salespack.typography.faces import Typefaces
from salespack.typography.lines import lay_out
from salespack.typography.text import Body, Laid, Paragraph, Run

POINT = 12_700
BUILT_IN = Typefaces(system=False)


def run(text: str, **more: Any) -> Run:
    return Run(**{"text": text, "typeface": "Arial", "size": 1800, **more})


def paragraph(*runs: Run | str, **more: Any) -> Paragraph:
    made = tuple(run(one) if isinstance(one, str) else one for one in runs)
    return Paragraph(runs=made, end=run(""), **more)


def body(*paragraphs: Paragraph | str, **more: Any) -> Body:
    made = tuple(paragraph(one) if isinstance(one, str) else one for one in paragraphs)
    return Body(**{"paragraphs": made, "insets": (0, 0, 0, 0), **more})


def laid(*paragraphs: Paragraph | str, width: float = 200, height: float = 400, **more: Any) -> Laid:
    """Text in a frame of `width` by `height` points, measured with the built-in widths alone."""
    return lay_out(body(*paragraphs, **more), round(width * POINT), round(height * POINT), BUILT_IN)


def texts(lines: Laid) -> list[str]:
    return ["".join([piece.text for piece in line.pieces]) for line in lines.lines]


def write_font(
    path: Path,
    family: str,
    widths: Mapping[str, int],
    *,
    style: str = "Regular",
    typographic: str | None = None,
    weight: int = 400,
) -> Path:
    """A font file whose letters are empty and as wide as told, in thousandths of an em."""
    font = build_font(family, widths, style=style, typographic=typographic, weight=weight)
    font.save(path)
    return path


def build_font(
    family: str, widths: Mapping[str, int], *, style: str = "Regular", typographic: str | None = None, weight: int = 400
) -> Any:
    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    names = [".notdef", *(f"uni{ord(letter):04X}" for letter in widths)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"uni{ord(letter):04X}" for letter in widths})
    builder.setupGlyf({name: Glyph() for name in names})
    builder.setupHorizontalMetrics(
        {".notdef": (500, 0), **{f"uni{ord(letter):04X}": (width, 0) for letter, width in widths.items()}}
    )
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    strings = {"familyName": family, "styleName": style}
    if typographic:
        strings["typographicFamily"] = typographic
    builder.setupNameTable(strings)
    builder.setupOS2(
        sTypoAscender=800, sTypoDescender=-200, usWeightClass=weight, fsSelection=(0x20 if "Bold" in style else 0x40)
    )
    builder.setupPost()
    return builder.font


def write_variable_font(path: Path, family: str, light: Mapping[str, int], bold: Mapping[str, int]) -> Path:
    """A font file with a weight axis from 400 to 700."""
    from fontTools import varLib
    from fontTools.designspaceLib import AxisDescriptor, DesignSpaceDocument, SourceDescriptor

    space = DesignSpaceDocument()
    space.addAxis(AxisDescriptor(name="Weight", tag="wght", minimum=400, default=400, maximum=700))
    for weight, widths in ((400, light), (700, bold)):
        source = SourceDescriptor(location={"Weight": weight}, familyName=family)
        source.font = build_font(family, widths, weight=weight)
        space.addSource(source)
    font, _, _ = varLib.build(space)
    font.save(path)
    return path
