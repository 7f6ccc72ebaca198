"""What charts and pictures have in common: they fit any room, and are never divided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from salespack.deck.model import Chart, Picture
from salespack.forms.columns import Wanted
from salespack.graphics.boxes import Box
from salespack.powerpoint.brand.model import Placeholder
from salespack.powerpoint.forms.form import Excess, Portion, Setting
from salespack.powerpoint.forms.placed import Placed

WEIGHT = 8
"""About as much as so many lines, when the parts of a slide are balanced."""
Whole = TypeVar("Whole", Chart, Picture)


def wanted(node: Chart | Picture, width: int, room: int, setting: Setting, body: Placeholder | None) -> Wanted:
    """Any height."""
    return Wanted(None)


def fitted(placed: Placed[Whole, None], setting: Setting, room: Box) -> Placed[Whole, None]:
    """The thing as it is."""
    return placed


def excess(placed: Placed[Chart | Picture, None], own: Placeholder) -> Excess:
    """Never asked, as nothing of it is ever over."""
    raise AssertionError(placed.kind)


def portions(node: Chart | Picture) -> Sequence[Portion]:
    """One."""
    return (Portion(WEIGHT),)


def part(node: Whole, start: int, end: int) -> Whole:
    """The whole of it."""
    return node
