"""Writes src/salespack/scene/shapes/presets.txt from the standard's own definitions of the preset shapes.

Run: python tools/make_preset_shapes.py presetShapeDefinitions.xml

The file belongs to the electronic parts of ECMA-376 (ISO/IEC 29500-1, annex D); Apache POI carries it too, in its
archive poi.jar as org/apache/poi/sl/draw/geom/presetShapeDefinitions.xml.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, parse

PRESETS = Path(__file__).resolve().parent.parent / "src" / "salespack" / "scene" / "shapes" / "presets.txt"
MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
HEAD = """\
# The preset shapes of DrawingML (ST_ShapeType), one paragraph each: its name, then a line for each
#   a  adjust: name, value where the file gives none
#   g  guide: name, operator, operands (ISO/IEC 29500-1 20.1.9.11)
#   t  text rectangle: left, top, right, bottom
#   p  path: width, height (0: those of the shape), fill (ST_PathFillMode), 1 if it is stroked; then the commands
#      M(ove) x y, L(ine) x y, A(rc) wR hR stAng swAng, Q(uadratic) and C(ubic) points, Z (close)
# Operands are numbers, guides, adjusts, or the names that every shape has. Written by tools/make_preset_shapes.py from
# presetShapeDefinitions.xml of ECMA-376; do not edit.
"""
SIDES = {"pie": "lrtb"}
"""The shapes whose text rectangle the file gives with its sides mixed up, and the attributes to read instead."""
FILLED_FIRST = {"chartPlus", "chartStar", "chartX"}
"""The shapes whose lines the file gives before a fill that would cover them."""
COMMANDS = {"moveTo": "M", "lnTo": "L", "quadBezTo": "Q", "cubicBezTo": "C", "close": "Z", "arcTo": "A"}


def lines(shape: Element) -> Iterator[str]:
    """The lines of one shape."""
    yield shape.tag
    for adjust in shape.iterfind(f"{MAIN}avLst/{MAIN}gd"):
        yield f"a {adjust.attrib['name']} {adjust.attrib['fmla'].removeprefix('val').strip()}"
    for guide in shape.iterfind(f"{MAIN}gdLst/{MAIN}gd"):
        yield f"g {guide.attrib['name']} {' '.join(guide.attrib['fmla'].split())}"
    rectangle = shape.find(f"{MAIN}rect")
    if rectangle is not None and rectangle.attrib:
        yield "t " + " ".join(rectangle.attrib[side] for side in SIDES.get(shape.tag, "ltrb"))
    paths = shape.findall(f"{MAIN}pathLst/{MAIN}path")
    for path in reversed(paths) if shape.tag in FILLED_FIRST else paths:
        stroked = "0" if path.get("stroke") == "false" else "1"
        head = f"p {path.get('w', '0')} {path.get('h', '0')} {path.get('fill', 'norm')} {stroked} "
        yield head + " ".join(command(one) for one in path)


def command(element: Element) -> str:
    """One command of a path."""
    letter = COMMANDS[element.tag.removeprefix(MAIN)]
    if letter == "A":
        return "A " + " ".join(element.attrib[key] for key in ("wR", "hR", "stAng", "swAng"))
    return " ".join([letter, *(f"{point.attrib['x']} {point.attrib['y']}" for point in element)])


def main() -> None:
    """Writes the file."""
    shapes = sorted(parse(sys.argv[1]).getroot(), key=lambda shape: shape.tag)  # noqa: S314 - the standard's own file
    paragraphs = ["\n".join(lines(shape)) + "\n" for shape in shapes]
    PRESETS.write_text("\n".join([HEAD, *paragraphs]), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
