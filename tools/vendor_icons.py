"""Writes the icons that come with the program, out of a package of the npm registry: outlines that a theme recolours.

`src/salespack/graphics/lucide/icons.txt` has a line for each: its name, what it is looked for by, and its outline as
`graphics/icons.py` says. Lucide was chosen of the sets that are kept well and are free for every use: one look (a line
of two on a field of 24), the most names a salesperson would think of, words to look for each, the ISC licence (of some
the MIT licence). Run it with npm at hand: `python tools/vendor_icons.py`. The same package gives the same file.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path

from salespack.graphics.icons import FIELD, LICENCE, OUTLINES

PACKAGE = "lucide-static@1.62.0"
CHECKSUM = "sha512-WBZA/m2PvkFpMGHDtsBck5P2A9G4ehLlYu4GwwICcmEm1BvYVgj00lCDxKRWLlbMlOibLaiwdQ88G5pHkSWgwA=="
"""The package's sha512, as npm writes it."""
UNITS = FIELD // 24


def main() -> int:
    """Writes the file and the licence; 1 where the package is another than it was."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = ["npm", "pack", "--silent", PACKAGE]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        content = (folder / done.stdout.strip().splitlines()[-1]).read_bytes()
    found = f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}"
    if found != CHECKSUM:
        print(f"{PACKAGE} is another package now: {found}", file=sys.stderr)
        return 1
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        nodes, tags = (json.loads(_file(archive, f"package/{one}.json")) for one in ("icon-nodes", "tags"))
        licence = _file(archive, "package/LICENSE")
    lines = (f"{name}\t{' '.join(tags.get(name, ()))}\t{outline(nodes[name])}\n" for name in sorted(nodes))
    OUTLINES.parent.mkdir(exist_ok=True)
    OUTLINES.write_text("".join(lines), "utf-8", newline="\n")
    LICENCE.write_bytes(licence)
    return 0


def _file(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(name)
    if member is None:
        raise FileNotFoundError(name)
    return member.read()


def outline(nodes: list[tuple[str, Mapping[str, Any]]]) -> str:
    """The elements of an SVG picture as one outline."""
    pen = _Pen(None)
    for element, attributes in nodes:
        parse_path(path_of(element, attributes), pen)
    return " ".join(pen.commands)


class _Pen(BasePen):  # type: ignore[misc]
    """Notes what is drawn; a BasePen makes cubic curves of the quadratic ones."""

    def __init__(self, glyphs: None) -> None:
        super().__init__(glyphs)
        self.commands: list[str] = []

    def _add(self, letter: str, *points: tuple[float, float]) -> None:
        self.commands.append(" ".join((letter, *(str(round(value * UNITS)) for point in points for value in point))))

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - BasePen's name
        self._add("M", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - BasePen's name
        self._add("L", pt)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802 - BasePen's name
        self._add("C", *points)

    def _closePath(self) -> None:  # noqa: N802 - BasePen's name
        self._add("Z")


def path_of(element: str, attributes: Mapping[str, Any]) -> str:
    """An element of SVG 1.1 (9) as the path that it stands for. Raises ValueError for one that Lucide did not use."""
    value = {name: float(one) for name, one in attributes.items() if name not in ("d", "points", "fill", "key")}
    match element:
        case "path":
            return str(attributes["d"])
        case "line":
            return f"M{value['x1']} {value['y1']}L{value['x2']} {value['y2']}"
        case "polyline" | "polygon":
            return f"M{attributes['points']}{'Z' if element == 'polygon' else ''}"
        case "circle" | "ellipse":
            rx, ry = value.get("rx", value.get("r", 0)), value.get("ry", value.get("r", 0))
            left, y = value["cx"] - rx, value["cy"]
            return f"M{left} {y}a{rx} {ry} 0 1 0 {2 * rx} 0a{rx} {ry} 0 1 0 {-2 * rx} 0Z"
        case "rect":
            x, y, width, height = value.get("x", 0), value.get("y", 0), value["width"], value["height"]
            rx = value.get("rx", value.get("ry", 0))
            ry = value.get("ry", rx)
            arc, across, down = f"a{rx} {ry} 0 0 1", width - 2 * rx, height - 2 * ry
            if not rx:
                return f"M{x} {y}h{width}v{height}h{-width}Z"
            return (
                f"M{x + rx} {y}h{across}{arc} {rx} {ry}v{down}{arc} {-rx} {ry}"
                f"h{-across}{arc} {-rx} {-ry}v{-down}{arc} {rx} {-ry}Z"
            )
    raise ValueError(f"{element} is not known")


if __name__ == "__main__":
    sys.exit(main())
