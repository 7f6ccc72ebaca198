"""PowerPoint as the judge: boxes that it made as high as their text (`spAutoFit`) tell how it lays out text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from salespack.scene.model import AutoShape
from salespack.scene.reading import read_scene
from salespack.typography.faces import Typefaces
from salespack.typography.lines import lay_out
from salespack.typography.text import Body

STORED = 1034 / 1024
"""By how much PowerPoint makes such a box higher than text and insets."""


def sized_by_powerpoint(shared: Path) -> Iterator[tuple[str, AutoShape, Body]]:
    """Shapes with text that fit it as they are stored, each look once."""
    seen = set()
    for path in sorted([*(shared / "data/decks").glob("*.pptx"), *(shared / "data/brands").glob("*.p*x")]):
        for slide in read_scene(path).slides:
            for shape in slide.shapes:
                if isinstance(shape, AutoShape) and shape.text and shape.text.autofit == "shape":
                    key = (path.name, shape.text.text, shape.box.cy)
                    if shape.text.text.strip() and key not in seen:
                        seen.add(key)
                        yield path.name, shape, shape.text


@pytest.mark.shared
def test_boxes_are_as_high_as_powerpoint_made_them(shared: Path) -> None:
    typefaces = Typefaces(system=False)
    found, other = 0, []
    for name, shape, body in sized_by_powerpoint(shared):
        laid = lay_out(body, shape.geometry.text.cx, shape.geometry.text.cy, typefaces)
        height = (laid.height + body.insets[1] + body.insets[3]) * STORED
        if abs(height - shape.box.cy) < 0.002 * shape.box.cy:
            found += 1
        else:
            other.append((name, body.text, round(height), shape.box.cy))
    assert found >= 45
    assert found >= 0.9 * (found + len(other)), other
