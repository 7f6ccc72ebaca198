"""How light a picture is, part by part: the lightest colours of its pixels, on a grid over it.

What is written over a picture is read where that is lightest, or not at all.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from salespack.graphics.colours import WHITE, luminance

if TYPE_CHECKING:
    from PIL.Image import Image

ACROSS, DOWN = 16, 12
"""The parts that a picture is looked at in."""
FINER = 4
"""Across and down, what each part is made of: the mean of so much of a picture is what an eye sees of it."""
Shares = tuple[float, float, float, float]
"""Left, top, right and bottom of a part, as shares of the whole (0 is left or top, 1 right or bottom)."""


def lights_of(image: Image) -> bytes:
    """The lightest colours of the parts of a picture, row by row, three bytes each (red, green, blue)."""
    from PIL.Image import Resampling

    listed = image.mode == "P" and "transparency" in image.info  # Pillow warns of what it loses on the way to RGB
    pixels = (
        (image.convert("RGBA") if listed else image)
        .convert("RGB")
        .resize((ACROSS * FINER, DOWN * FINER), Resampling.BOX)
    )
    data, wide = pixels.tobytes(), ACROSS * FINER * 3

    def lightest_of(row: int, column: int) -> bytes:
        first = row * FINER * wide + column * FINER * 3
        starts = (first + down * wide + across * 3 for down in range(FINER) for across in range(FINER))
        return max((data[at : at + 3] for at in starts), key=lambda one: luminance(one.hex()))

    return b"".join(lightest_of(row, column) for row in range(DOWN) for column in range(ACROSS))


def lightest(lights: bytes, part: Shares) -> str:
    """The lightest colour, RRGGBB, that a part of a picture has; white where nobody has looked."""
    if len(lights) != ACROSS * DOWN * 3:
        return WHITE
    left, top, right, bottom = part
    columns = range(max(math.floor(left * ACROSS), 0), min(math.ceil(right * ACROSS), ACROSS))
    rows = range(max(math.floor(top * DOWN), 0), min(math.ceil(bottom * DOWN), DOWN))
    found = [lights[(row * ACROSS + column) * 3 :][:3].hex().upper() for row in rows for column in columns]
    return max(found, key=luminance, default=WHITE)
