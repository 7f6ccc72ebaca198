"""The fit proof where shapes or their texts are turned."""

from __future__ import annotations

import pytest

from tests.fit.test_proof import GROWS, box, proof, text
from tests.powerpoint.packages import HEIGHT, WIDTH
from tests.scene.scenes import sp

UPRIGHT = 16_200_000
"""Turned by 270 degrees (ST_Angle)."""
SIDE = 6 * HEIGHT // 10
"""The length of a label that stands upright at the slide's left edge."""
LABEL = (HEIGHT // 20 - SIDE // 2, HEIGHT // 2 - HEIGHT // 40, SIDE, HEIGHT // 20)
NARROW = (WIDTH // 10, HEIGHT // 10, 100_000, HEIGHT // 2)


def turned(words: str, frame: str) -> str:
    """A text in the label at the left edge, turned with its shape."""
    return sp("", text(words, frame), box=LABEL, transform=f' rot="{UPRIGHT}"')


def test_a_label_that_stands_upright_at_the_edge_is_on_the_slide() -> None:
    assert proof(turned("label", 'wrap="none" lIns="0"')).verdicts == ()
    (found,) = proof(turned("word " * 60, 'wrap="none"')).verdicts
    assert found.over == 1


def test_a_shape_that_grows_sideways_leaves_the_slide_there() -> None:
    (found,) = proof(turned("line " * 200, '<a:bodyPr anchor="b"><a:spAutoFit/></a:bodyPr>')).verdicts
    assert found.over > 0


@pytest.mark.parametrize("direction", ["vert", "vert270"])
def test_text_that_runs_downwards_needs_width(direction: str) -> None:
    frame = f'vert="{direction}" lIns="0" rIns="0" tIns="0" bIns="0"'
    (found,) = proof(sp("", text("line", frame), box=NARROW)).verdicts
    assert found.over == 1
    assert proof(sp("", text("line", frame), box=box(10, 10, 10, 50))).verdicts == ()


def test_text_that_runs_downwards_without_end_is_not_judged() -> None:
    found = proof(sp("", text("line", GROWS.replace("bodyPr>", 'bodyPr vert="vert">', 1)), box=NARROW))
    assert found.over == () and [one.why for one in found.unproven] == ["vertical"]
