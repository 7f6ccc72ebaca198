"""What was made against what a file beside the tests says it should be: pictures with a tolerance, texts letter by letter.

`--regenerate` writes the files instead; what changed is then for people to look at, in the diff of the commit.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

FOLDER = Path(__file__).parent
CELL = 4
"""Pictures are compared in squares of so many pixels, so that the edges of letters may fall a little differently."""
TOLERANCE = 24
"""The greatest difference of a colour in a square, of 255."""


def opened(png: bytes) -> Image.Image:
    """A picture without transparency."""
    return Image.open(io.BytesIO(png)).convert("RGB")


def different_cells(one: Image.Image, other: Image.Image) -> list[tuple[int, int]]:
    """The squares, by column and row, that look different in two pictures of one size."""
    difference = ImageChops.difference(one.reduce(CELL), other.reduce(CELL))
    red, green, blue = difference.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return [divmod(at, most.width)[::-1] for at, value in enumerate(most.tobytes()) if value > TOLERANCE]


def assert_looks_like(made: bytes, expected: Path, out: Path) -> None:
    """Fails where a PNG does not look like the expected one, and leaves both with what differs marked in `out`."""
    assert expected.is_file(), f"there is no {expected}: --regenerate writes it, look at it before it is committed"
    new, old = opened(made), opened(expected.read_bytes())
    assert len(set(zip(*[iter(old.tobytes())] * 3, strict=True))) > 1, f"{expected} shows nothing"
    assert new.size == old.size, f"{expected} is {old.size} pixels large, and {new.size} now"
    if cells := different_cells(new, old):
        left, top = (CELL * min(numbers) for numbers in zip(*cells, strict=True))
        right, bottom = (CELL * (max(numbers) + 1) for numbers in zip(*cells, strict=True))
        both = Image.new("RGB", (old.width * 2, old.height))
        both.paste(old, (0, 0))
        both.paste(new, (old.width, 0))
        marks = ImageDraw.Draw(both)
        for x in (0, old.width):
            marks.rectangle((x + left - 2, top - 2, x + right + 1, bottom + 1), outline="magenta")
        both.save(shown := out / expected.name)
        raise AssertionError(
            f"{expected.name} looks different from ({left}, {top}) to ({right}, {bottom}), in {len(cells)} places: see"
            f" {shown}, before on the left. If that is meant, run with --regenerate and commit the new picture."
        )


def assert_reads_like(made: str, expected: Path) -> None:
    """Fails where a text is not the expected one."""
    assert expected.is_file(), f"there is no {expected}: --regenerate writes it, read it before it is committed"
    assert made == expected.read_text(encoding="utf-8"), (
        "if that is meant, run with --regenerate and commit the new text"
    )
