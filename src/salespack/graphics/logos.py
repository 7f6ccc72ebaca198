"""What is seen of a logo: where in its picture it stands, how much ink that has, and whether it is made for dark
grounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

WHOLE = 100_000
LOOKED_AT = 400
"""The longer side, in pixels, in which a logo is looked at."""
SEEN = 32
"""From this on (0–255) a pixel lets itself be seen, or differs from the ground around the logo."""
PAPER = 235
"""From this on (0–255) a ground is white to the eye, and no part of the logo."""
LIGHT = 200
"""From this on (0–255) ink is lost on white."""
MOST_LIGHT = 0.25
"""The share of a see-through logo's ink that may be lost on white."""


class Seen(NamedTuple):
    """What is empty at the left, the top, the right and the bottom (1/1,000 % of the side), the share of the rest that
    is ink, and whether much of it would be lost on white."""

    empty: tuple[int, int, int, int] = (0, 0, 0, 0)
    density: float = 1.0
    pale: bool = False


def seen_of(image: Image) -> Seen:
    """What is seen of a logo: of one that is see-through what is not, of another what stands on its white."""
    from PIL import Image as Images
    from PIL import ImageChops, ImageStat

    small = image.copy()
    small.thumbnail((LOOKED_AT, LOOKED_AT))
    small = small.convert("RGBA")
    alpha = small.getchannel("A")
    clear = any(alpha.histogram()[:SEEN])
    grey = small.convert("L")
    if clear:
        ink = alpha.point(lambda value: 255 if value >= SEEN else 0)
    else:
        corners = [grey.getpixel(at) for at in ((0, 0), (grey.width - 1, 0), (0, grey.height - 1))]
        if min(float(one) for one in corners if isinstance(one, int | float)) < PAPER:
            return Seen()  # its ground is a part of it
        white = Images.new("RGB", small.size, "white")
        ink = ImageChops.difference(small.convert("RGB"), white).convert("L")
        ink = ink.point(lambda value: 255 if value >= SEEN else 0)
    box = ink.getbbox()
    if box is None:
        return Seen()
    left, top, right, bottom = box
    empty = (
        left * WHOLE // ink.width, top * WHOLE // ink.height,
        (ink.width - right) * WHOLE // ink.width, (ink.height - bottom) * WHOLE // ink.height,
    )  # fmt: skip
    inked = ImageStat.Stat(ink.crop(box)).mean[0] / 255
    light = ImageChops.multiply(grey.point(lambda value: 255 if value >= LIGHT else 0), ink)
    lost = ImageStat.Stat(light.crop(box)).mean[0] / 255
    return Seen(empty, inked, clear and lost > MOST_LIGHT * inked)
