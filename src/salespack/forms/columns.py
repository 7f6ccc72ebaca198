"""Things side by side, and things under each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from salespack.graphics.boxes import Box


def side_by_side(area: Box, count: int, gap: int) -> list[Box]:
    """`area` in `count` columns of one width, two gaps between them."""
    width = (area.cx - (count - 1) * 2 * gap) // count
    return [Box(area.x + number * (width + 2 * gap), area.y, width, area.cy) for number in range(count)]


class Wanted(NamedTuple):
    """The height that one of several things under each other wants in EMU; None takes what the others leave.

    What is `rigid` cannot be set smaller as easily as text, so text gives way to it. `least` is what it needs of that.
    """

    height: int | None
    rigid: bool = False
    least: int = 0


def height_for(count: int, area: Box, gap: int) -> int:
    """The height that is left for `count` things under each other, without the gaps between them."""
    return area.cy - gap * (count - 1)


def shared_heights(things: Sequence[Wanted], room: int) -> list[int]:
    """The heights of things under each other that have `room` in all.

    One alone has all of it; what is rigid and last takes the rest.
    """
    if len(things) == 1:
        return [room]
    fixed, stretching = sum(one.height or 0 for one in things), sum(one.height is None for one in things)
    share = max((room - fixed) // stretching, room // (2 * len(things))) if stretching else 0
    heights = _squeezed([one._replace(height=_share(one, share)) for one in things], room)
    if things[-1].rigid:
        heights[-1] += max(room - sum(heights), 0)
    return heights


def _share(one: Wanted, share: int) -> int:
    return max(share, one.least) if one.height is None else one.height


def _squeezed(things: Sequence[Wanted], room: int) -> list[int]:
    """Heights that fit into `room`: texts give way to what is rigid, as they can be set smaller."""
    heights = [one.height or 0 for one in things]
    rigid = sum(height for one, height in zip(things, heights, strict=True) if one.rigid)
    total = sum(heights)
    if total <= room:
        return heights
    if not rigid or 5 * rigid > 4 * room or rigid == total:
        return [int(height * room / total) for height in heights]
    scale = (room - rigid) / (total - rigid)
    return [height if one.rigid else int(height * scale) for one, height in zip(things, heights, strict=True)]
