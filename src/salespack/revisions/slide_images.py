"""Pictures of the slides of a deck, as our own renderer draws them, for pages that show two decks side by side."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from io import BytesIO
from pathlib import Path

import msgspec

from salespack.drawing.memory import DrawingMemory
from salespack.drawing.pdf import Drawing, one_a_page
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import POINT
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.reading import read_package
from salespack.problems.files import file_content
from salespack.problems.problem import Place, shown_path
from salespack.scene.memory import SceneMemory
from salespack.scene.reading import read_scene
from salespack.typography.faces import Typefaces

WIDTH, SMALL = 960, 640
"""Pixels: sharp beside each other on a screen, and on a telephone that doubles them; and where there are many."""
HIGHEST = 2_700
"""Pixels of a slide that is far higher than wide."""
QUALITY, EFFORT = 80, 2
"""Of lossy WebP: quality 0–100, method 0–6."""
AT_ONCE = 16
"""Slides that are drawn in one go: what is drawn of 300 slides never stands in memory together."""
POINTS_PER_INCH = 72
FRAME, FRAME_WIDTH = "#c2410c", 3
"""Colour of frames, and pixels."""


class SlideImage(msgspec.Struct, frozen=True):
    """A slide as WebP, and the size of the slide in EMU, which boxes on it are measured in."""

    content: bytes
    width: int
    height: int


class SlideImages:
    """Draws slides of one deck. Hidden ones too: who compares decks wants to see them."""

    def __init__(self, path: Path, typefaces: Typefaces, on: datetime.date, content: bytes | None = None) -> None:
        """`content` is the deck where it is not in a file; `path` names it then. Raises UserFault (SP501–SP509)."""
        self._path, self._typefaces, self._on = path, typefaces, on
        self._content = file_content(path) if content is None else content
        self._scenes, self._drawing = SceneMemory(), DrawingMemory()
        self._parts = {one.number: one.part for one in Presentation(read_package(path, self._content)).slides}

    def of(self, numbers: Collection[int], width: int = WIDTH) -> Iterator[tuple[int, SlideImage]]:
        """The slides of these numbers with their pictures, so many pixels wide, in the order of the deck.

        Raises UserFault for a deck that cannot be drawn.
        """
        wanted = [number for number in sorted(set(numbers)) if number in self._parts]
        for first in range(0, len(wanted), AT_ONCE):
            yield from self._drawn(wanted[first : first + AT_ONCE], width)

    def _drawn(self, numbers: list[int], width: int) -> Iterator[tuple[int, SlideImage]]:
        from PIL import Image

        only = dict.fromkeys(self._parts[number] for number in numbers)
        scene = read_scene(self._content, only=only, notes=False, memory=self._scenes)
        slides = tuple(msgspec.structs.replace(one, hidden=False) for one in scene.slides)
        scene = msgspec.structs.replace(scene, slides=slides)
        drawing = Drawing(scene, self._typefaces, place=Place(shown_path(self._path)), memory=self._drawing)
        wide = min(width, HIGHEST * scene.width / scene.height)
        pages = drawing.made(one_a_page, on=self._on, ppi=wide * POINTS_PER_INCH * POINT / scene.width)
        for number, page in zip(numbers, pages, strict=True):
            with Image.open(BytesIO(page)) as opened:
                content = BytesIO()
                opened.convert("RGB").save(content, "WEBP", quality=QUALITY, method=EFFORT)
            yield number, SlideImage(content.getvalue(), scene.width, scene.height)


def framed(image: SlideImage, boxes: Iterable[Box]) -> bytes:
    """A picture of a slide with frames around places on it, for where no page can lay them over it; WebP."""
    from PIL import Image, ImageDraw

    with Image.open(BytesIO(image.content)) as opened:
        picture = opened.convert("RGB")
    scale = picture.width / image.width
    draw = ImageDraw.Draw(picture)
    for box in dict.fromkeys(boxes):
        left, top = round(box.x * scale), round(box.y * scale)
        right = max(round((box.x + box.cx) * scale), left + 2 * FRAME_WIDTH)
        bottom = max(round((box.y + box.cy) * scale), top + 2 * FRAME_WIDTH)
        draw.rectangle((left, top, right, bottom), outline=FRAME, width=FRAME_WIDTH)
    content = BytesIO()
    picture.save(content, "WEBP", quality=QUALITY, method=EFFORT)
    return content.getvalue()
