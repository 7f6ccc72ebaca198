"""What is seen of logos, and how large they stand beside each other."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from salespack.deck.model import Logo, Picture
from salespack.forms.logos import EYE, LEAST, MOST, size_of
from salespack.graphics.boxes import Box
from salespack.graphics.logos import Seen, seen_of

TILE = Box(0, 0, 2_400_000, 1_200_000)


def logo(ground: str, ink: str, mode: str = "RGBA") -> Image.Image:
    """Ink in the right half of a picture, a quarter of its height free above and below."""
    image = Image.new(mode, (400, 200), ground)
    ImageDraw.Draw(image).rectangle((200, 50, 399, 149), fill=ink)
    return image


@pytest.mark.parametrize(
    ("image", "seen"),
    (
        (logo("#FFFFFF00", "#0B6E82"), Seen((50_000, 25_000, 0, 25_000), 1.0, pale=False)),
        (logo("#00000000", "#FFFFFF"), Seen((50_000, 25_000, 0, 25_000), 1.0, pale=True)),
        (logo("#FFFFFF", "#0B6E82", "RGB"), Seen((50_000, 25_000, 0, 25_000), 1.0, pale=False)),
        (logo("#0B6E82", "#FFFFFF", "RGB"), Seen()),
        (logo("#FFFFFF", "#FFFFFF", "RGB"), Seen()),
        (logo("#FFFFFF", "#0B6E82", "RGB").convert("P"), Seen((50_000, 25_000, 0, 25_000), 1.0, pale=False)),
    ),
)
def test_what_is_seen_of_a_logo(image: Image.Image, seen: Seen) -> None:
    assert seen_of(image) == seen


def sized(width: int, height: int, density: float = 0.45, empty: tuple[int, int, int, int] = (0, 0, 0, 0)) -> Logo:
    return Logo(Picture("/x.png", "A", width, height, "png"), empty, density)


def test_logos_cover_the_same_area_whatever_their_proportions() -> None:
    areas = [cx * cy for cx, cy in (size_of(sized(*one), TILE, 1.0) for one in ((900, 450), (600, 600), (1200, 400)))]
    assert max(areas) / min(areas) < 1.02
    padded = size_of(sized(1800, 900, empty=(25_000, 25_000, 25_000, 25_000)), TILE, 1.0)
    assert padded == size_of(sized(900, 450), TILE, 1.0)


def test_dense_logos_are_a_little_smaller() -> None:
    (light, *_), (usual, *_), (dense, *_) = (size_of(sized(900, 450, one), TILE, 1.0) for one in (0.2, 0.45, 1.0))
    assert dense < usual < light
    assert (dense / usual) ** 2 == pytest.approx(max(0.45**EYE, LEAST), abs=0.01)
    assert (light / usual) ** 2 <= MOST + 0.01


def test_logos_stay_in_their_tile_and_are_not_blurred() -> None:
    for one in (sized(4_000, 100), sized(100, 4_000), sized(900, 900, 0.01)):
        cx, cy = size_of(one, TILE, 1.0)
        assert cx < TILE.cx and cy < TILE.cy
        assert cx / cy == pytest.approx(one.picture.width / one.picture.height, rel=0.02)
    assert size_of(sized(40, 20), TILE, 1.0)[0] == 40 * 2 * 9_525
