"""Logos of several companies, of one size to the eye, on tiles of a grid. Pure geometry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, sqrt

from salespack.deck.model import Logo, Logos
from salespack.forms.arrangement import Draft, Measuring, Part
from salespack.forms.grid import grid
from salespack.forms.growing import FULL
from salespack.forms.ladder import Sizes
from salespack.forms.pictures import MOST_ENLARGED, WHOLE
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT, PIXEL, POINT

ABREAST = {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4, 9: 3, 11: 4, 12: 4, 16: 4, 17: 6, 18: 6}
"""How many tiles stand side by side, by the number of logos; of others `MANY`."""
MANY, OTHERS = 5, (2, 3, 4, 5, 6)
GAP = 0.6
"""The gap between tiles, in gutters of the grid."""
BESIDE, ABOVE = 0.06, 0.14
"""The free margins of a tile at its sides, and above and below, as shares of its width and height."""
AROUND = 0.4
"""The ground around a pale logo, as a share of its height."""
OF_THE_TILE = 0.34
"""The share of what is inside the margins that a logo of usual ink covers."""
USUAL_INK, EYE = 0.45, 0.3
"""The share of a logo's outline that is ink, usually, and how strongly more or less of it counts: a dense logo looks
larger than it is."""
WITH_A_GROUND = (0.85, 0.7)
"""The shares of that width and height that a pale logo takes at most."""
LEAST, MOST = 0.8, 1.25
"""The factors by which that changes the area of a logo."""
FLATTEST, HIGHEST = 0.36, 0.75
"""The height of a tile as a share of its width, at least and at most."""
SMALLEST = 2.4
"""The least height of a tile, in sizes of running text."""


def variants(node: Logos) -> Sequence[str]:
    """The usual number of tiles side by side, then those that are nearest to it."""
    count = len(node.items)
    usual = ABREAST.get(count, MANY)
    others = sorted(OTHERS, key=lambda one: abs(one - usual))
    return [str(one) for one in dict.fromkeys((usual, *others)) if one <= count]


def draft(node: Logos, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """Tiles of one size; those of a last row that is not full stand in its middle."""
    abreast, count = int(variant), len(node.items)
    down, gap = ceil(count / abreast), round(grid(room).gutter * GAP)
    wide = (room.cx - (abreast - 1) * gap) // abreast
    smallest = round(SMALLEST * sizes.body * CENTIPOINT)
    there = (int(FULL * room.cy) - (down - 1) * gap) // down
    least = max(min(round(wide * FLATTEST), there), smallest)
    most = max(round(wide * HIGHEST), least)

    def whole(high: int) -> int:
        return down * high + (down - 1) * gap

    def parts(box: Box) -> list[Part]:
        high = (box.cy - (down - 1) * gap) // down
        tiles = []
        for at in range(count):
            row, column = divmod(at, abreast)
            inside = min(count - row * abreast, abreast)
            left = box.x + (box.cx - inside * wide - (inside - 1) * gap) // 2
            tiles.append(Box(left + column * (wide + gap), box.y + row * (high + gap), wide, high))
        return [part for group, (one, tile) in enumerate(zip(node.items, tiles, strict=True))
                for part in _tile(one, tile, sizes, group)]  # fmt: skip

    return Draft(whole(least), whole(most), parts)


def _tile(one: Logo, tile: Box, sizes: Sizes, group: int) -> Iterator[Part]:
    """A tile with a logo in its middle; under a pale one lies a dark ground."""
    cx, cy = size_of(one, tile, sizes.line / POINT)
    place = Box(tile.x + (tile.cx - cx) // 2, tile.y + (tile.cy - cy) // 2, cx, cy)
    yield Part("Tile", tile, "rect", "lightest", group=group, decorative=True)
    if one.pale:
        pad = round(AROUND * cy)
        left, top = max(place.x - pad, tile.x), max(place.y - pad, tile.y)
        ground = Box(left, top, tile.cx - 2 * (left - tile.x), tile.cy - 2 * (top - tile.y))
        yield Part("Ground", ground, "rect", "darkest", group=group, decorative=True)
    yield Part("Logo", place, "rect", picture=one.picture, crop=one.empty, group=group)


def size_of(one: Logo, tile: Box, scale: float) -> tuple[int, int]:
    """Width and height of a logo in a tile: all have the same area, a little less where they are dense, as far as
    that fits the tile and their pixels are enough for it; `scale` is the height of the slide as a share of the usual.
    """
    left, top, right, bottom = one.empty
    pixels = one.picture.width * (WHOLE - left - right) / WHOLE, one.picture.height * (WHOLE - top - bottom) / WHOLE
    ratio = max(pixels[0], 1) / max(pixels[1], 1)
    wide, high = tile.cx * (1 - 2 * BESIDE), tile.cy * (1 - 2 * ABOVE)
    if one.pale:
        wide, high = wide * WITH_A_GROUND[0], high * WITH_A_GROUND[1]
    weight = (USUAL_INK / max(one.density, 0.01)) ** EYE
    area = wide * high * OF_THE_TILE * min(max(weight, LEAST), MOST)
    width = min(sqrt(area * ratio), wide, high * ratio, pixels[0] * MOST_ENLARGED * PIXEL * scale)
    return max(round(width), 1), max(round(width / ratio), 1)
