"""PowerPoint as the judge: boxes that it made as high as their text (`spAutoFit`) tell how it lays out text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from salespack.graphics.lengths import POINT
from salespack.scene.model import AutoShape
from salespack.scene.reading import read_scene
from salespack.typography.faces import Typefaces
from salespack.typography.lines import lay_out
from salespack.typography.text import Body

STORED = 1034 / 1024
"""By how much PowerPoint makes such a box higher than text and insets."""


FOLDERS = ("data/decks", "data/brands", "more/brands", "more/decks", "more/series")


def by_powerpoint(path: Path) -> bool:
    """Whether PowerPoint wrote a file last, as it says itself."""
    with zipfile.ZipFile(path) as archive:
        return "docProps/app.xml" in archive.namelist() and b"PowerPoint</Application>" in archive.read(
            "docProps/app.xml"
        )


def sized_by_powerpoint(shared: Path) -> Iterator[tuple[str, AutoShape, Body]]:
    """Shapes with text that fit it as they are stored, each look once; but those that somebody drew.

    A height that fits a text is never a whole number of half points by chance.
    """
    seen = set()
    for path in sorted(path for folder in FOLDERS for path in (shared / folder).rglob("*.p*x")):
        if not by_powerpoint(path):
            continue
        for slide in read_scene(path).slides:
            for shape in slide.shapes:
                if isinstance(shape, AutoShape) and shape.text and shape.text.autofit == "shape":
                    key = (path.name, shape.text.text, shape.box.cy)
                    if shape.text.text.strip() and key not in seen and shape.box.cy % (POINT // 2):
                        seen.add(key)
                        yield path.name, shape, shape.text


@pytest.mark.shared
def test_boxes_are_as_high_as_powerpoint_made_them(shared: Path) -> None:
    """Known are typefaces whose widths are; of the others (Meiryo UI mostly) the letters are as wide as an em or so."""
    typefaces = Typefaces(system=False)
    found = {True: [0, 0], False: [0, 0]}
    other = []
    for name, shape, body in sized_by_powerpoint(shared):
        laid = lay_out(body, shape.geometry.text.cx, shape.geometry.text.cy, typefaces)
        height = (laid.height + body.insets[1] + body.insets[3]) * STORED
        runs = [run for paragraph in body.paragraphs for run in paragraph.runs]
        known = all(typefaces.face(run.typeface, run.bold, run.italic).known for run in runs)
        right = abs(height - shape.box.cy) < 0.002 * shape.box.cy
        found[known][0] += right
        found[known][1] += 1
        if not right:
            other.append((name, known, body.text, round(height), shape.box.cy))
    for kind, least, share in ((True, 550, 0.96), (False, 240, 0.95)):
        proven, all_of_them = found[kind]
        assert proven >= least, other
        assert proven >= share * all_of_them, other
