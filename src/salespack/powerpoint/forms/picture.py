"""Pictures: as they are, whole, in the middle of their room."""

from __future__ import annotations

from salespack.deck.model import LayoutRole, Picture
from salespack.forms.pictures import contained, marked
from salespack.powerpoint.forms.canvas import Canvas, reference
from salespack.powerpoint.forms.placed import Placed
from salespack.powerpoint.forms.whole import excess, fitted, part, portions, wanted

__all__ = ["PLACEHOLDERS", "ROLE", "STRETCHES", "draw", "excess", "fitted", "part", "portions", "wanted"]

ROLE: LayoutRole = "picture"
PLACEHOLDERS = ("obj", "pic")
STRETCHES = True


def draw(placed: Placed[Picture, None], canvas: Canvas) -> None:
    """The picture, in its placeholder where it has one."""
    node = placed.node
    box = (marked if node.mark else contained)(node.width, node.height, placed.room, canvas.ladder.scale)
    canvas.picture("Picture", box, node, place=reference(placed.placeholder))
