"""Whether each word of a deck's PDF can be seen: `python -m tests.drawing.legibility DECK.pptx…` prints those that cannot.

Each page becomes a picture (PDFium, 144 dpi). A word of the text layer can be seen where the pixels of its box are of
two kinds: its own colour, and a ground that differs from it by a contrast of 3 or more. A bar or a box over it leaves
one kind. A word that cannot be seen is excused where the deck itself hides it: it is as faint as that on the fills and
pictures behind it there, or a shape lies over it there. What is highlighted is no excuse, nor is what drawing adds.
"""

from __future__ import annotations

import argparse
import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from salespack.drawing.pdf import draw_pdf
from salespack.graphics.boxes import Box, turned
from salespack.graphics.colours import contrast, mix
from salespack.graphics.lengths import POINT
from salespack.scene.grounds import Grounds
from salespack.scene.model import AnyShape, AutoShape, CompositeShape, Scene, SlideScene, TableShape
from salespack.scene.pixels import Gallery
from salespack.scene.reading import read_scene
from salespack.scene.tables.tables import row_heights
from salespack.typography.faces import Typefaces
from salespack.typography.text import Body, Run
from tests.drawing.scenes import ON

SCALE = 2.0
"""Pixels a point."""
LEAST, SEEN = 3.0, 1.6
"""The contrast of a word's colour with its ground, and of the strongest pixel in its box with it: letters are thin."""
NEAR = 60
"""How far the parts of a colour may be from the word's, all together, for a pixel that is its ink."""
STEP = 24
"""By which grounds are told apart."""
REACH = 12_700 * 3
"""EMU that a word may lie outside of its shape."""


class Word(NamedTuple):
    """A word of the text layer: its colour (RRGGBB), its box in points from the page's top left corner."""

    text: str
    colour: str
    left: float
    top: float
    right: float
    bottom: float


class Hidden(NamedTuple):
    """A word that cannot be seen: its slide, the contrast that was found, and what excuses it (nothing, if empty)."""

    slide: int
    word: str
    contrast: float
    excuse: str


def hidden(scene: Scene, pdf: bytes, typefaces: Typefaces) -> tuple[list[Hidden], int]:
    """The words of a scene's PDF that cannot be seen, and how many were looked at."""
    found, count = [], 0
    pictures = Gallery().of(scene.media)
    document = pypdfium2.PdfDocument(pdf)
    slides = [slide for slide in scene.slides if not slide.hidden]
    for slide, page in zip(slides, document, strict=True):
        pixels = np.asarray(page.render(scale=SCALE).to_pil().convert("RGB")).astype(np.int32)
        grounds = Grounds(
            slide, (scene.width, scene.height), pictures, lambda table: row_heights(table, typefaces).heights
        )
        for word in _words(page):
            count += 1
            seen = _seen(word, pixels)
            if seen < LEAST:
                found.append(Hidden(slide.number, word.text, seen, _excuse(word, slide, grounds)))
    return found, count


# --- what is on the page ---------------------------------------------------------------------------------------------


def _words(page: Any) -> Iterator[Word]:
    """The words of a page that are on it, and have letters or figures."""
    text = page.get_textpage()
    wide, high = page.get_size()
    letters: list[tuple[str, tuple[float, ...], tuple[float, float, float, float]]] = []

    def whole() -> Iterator[Word]:
        said = "".join(letter for letter, _, _ in letters)
        boxes = [box for _, _, box in letters]
        letters.clear()
        if sum(one.isalnum() for one in said) < 2:
            return
        left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
        if right > left and top > bottom and left >= 0 and bottom >= 0 and right <= wide and top <= high:
            yield Word(said, colour, left, high - top, right, high - bottom)

    colour = ""
    for at in range(text.count_chars()):
        letter = text.get_text_range(at, 1)
        box = text.get_charbox(at)
        ink = _colour_of(text, at)
        line = text.get_charbox(at, loose=True)
        apart = bool(letters) and (ink != colour or _apart(letters[-1][1], line))
        if letters and (not letter.strip() or apart):
            yield from whole()
        if letter.strip() and box[2] > box[0] and box[3] > box[1]:
            colour = ink
            letters.append((letter, line, box))
    if letters:
        yield from whole()


def _apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two letters (in boxes as high as their lines) are on other lines, or too far from each other for a word.

    Turned text may go any way, by no more than a letter.
    """
    side = max(one[3] - one[1], one[2] - one[0], 4.0)
    if abs((other[3] - other[1]) - (one[3] - one[1])) > 0.1 * side:
        return True  # letters of another size are another text's
    return abs(other[1] - one[1]) > 0.9 * side or abs(other[0] - one[2]) > 1.5 * side


def _colour_of(text: Any, at: int) -> str:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(text.raw, at, red, green, blue, alpha)
    return f"{red.value:02X}{green.value:02X}{blue.value:02X}"


def _seen(word: Word, pixels: Any) -> float:
    """The contrast of a word with what is around its letters; 1 where there is nothing but its colour, or not it."""
    left, top = int(word.left * SCALE), int(word.top * SCALE)
    box = pixels[top - 1 : int(word.bottom * SCALE) + 2, left - 1 : int(word.right * SCALE) + 2].reshape(-1, 3)
    if not len(box):
        return 21.0
    ink = np.array(list(bytes.fromhex(word.colour)))
    away = box[np.abs(box - ink).sum(axis=1) > NEAR]
    if not len(away):
        return 1.0
    steps, counts = np.unique(away // STEP, axis=0, return_counts=True)
    common = (away // STEP == steps[counts.argmax()]).all(axis=1)
    ground = _written(np.median(away[common], axis=0))
    strongest = max(contrast(_written(one), ground) for one in np.unique(box // 8 * 8, axis=0))
    return contrast(word.colour, ground) if strongest >= SEEN else 1.0


def _written(colour: Any) -> str:
    return "".join(f"{int(part):02X}" for part in colour)


# --- what the deck says ----------------------------------------------------------------------------------------------


def _excuse(word: Word, slide: SlideScene, grounds: Grounds) -> str:
    """Why the deck itself hides a word; empty where it does not."""
    x, y = (word.left + word.right) / 2 * POINT, (word.top + word.bottom) / 2 * POINT
    spot = Box(round(word.left * POINT), round(word.top * POINT), 1, 1)
    spot = Box(spot.x, spot.y, round((word.right - word.left) * POINT), round((word.bottom - word.top) * POINT))
    said = list(_bodies(slide.shapes))
    around = [one for one in said if _holds(turned(one[1].box, one[1].box, one[1].rotation), x, y)]
    # A text that is too long for its shape stands beside it.
    for at, _, body in around if any(any(_saying(one[2], word.text)) for one in around) else said:
        for run in _saying(body, word.text):
            above = [layer for layer in grounds.layers if layer.at > at and _meets(layer.box, spot)]
            if any(grounds.covers(layer, x, y) for layer in above):
                return "a shape lies over it"
            near = grounds.near(spot, at)
            points = [(spot.x + spot.cx * share, y) for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
            behind = grounds.colours(points, grounds.behind(spot, near))
            if any(one is None for one in behind):
                return "it lies on what cannot be looked into"
            if any(contrast(mix(one or "", run.colour, run.alpha), one or "") < LEAST + 0.3 for one in behind):
                return "it is as faint as that"
    return ""


def _bodies(shapes: Iterable[AnyShape]) -> Iterator[tuple[int, AnyShape, Body]]:
    for at, shape in enumerate(shapes):
        for one, body in _bodies_of(shape):
            yield at, one, body


def _bodies_of(shape: AnyShape) -> Iterator[tuple[AnyShape, Body]]:
    if isinstance(shape, AutoShape) and shape.text is not None:
        yield shape, shape.text
    elif isinstance(shape, CompositeShape):
        for one in shape.shapes:
            yield from _bodies_of(one)
    elif isinstance(shape, TableShape):
        for cell in shape.cells:
            yield shape, cell.text


def _saying(body: Body, word: str) -> Iterator[Run]:
    """The runs of a text that say a word, or a part of it. Without blanks between words its letters are told in parts."""
    wanted = _plain(word)
    for paragraph in body.paragraphs:
        said = _plain("".join(run.text for run in paragraph.runs))
        if wanted in said or (not wanted.isascii() and set(wanted) <= set(said)):
            for run in paragraph.runs:
                part = _plain(run.text)
                if part and (wanted in part or set(part) & set(wanted)):
                    yield run


def _plain(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x - REACH <= x <= box.x + box.cx + REACH and box.y - REACH <= y <= box.y + box.cy + REACH


def _meets(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.cx and other.x < one.x + one.cx
    return across and one.y < other.y + other.cy and other.y < one.y + one.cy


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("decks", nargs="+", type=Path)
    typefaces, failed = Typefaces(), 0
    for deck in parser.parse_args().decks:
        scene = read_scene(deck)
        found, count = hidden(scene, draw_pdf(scene, typefaces, on=ON).pdf, typefaces)
        bare = [one for one in found if not one.excuse]
        failed += len(bare)
        excuses = Counter(one.excuse for one in found if one.excuse)
        print(f"{deck.name}: {count} words; not seen: {len(bare)} without excuse, {dict(excuses)}")  # noqa: T201
        for one in bare:
            print(f"   slide {one.slide}: “{one.word}” {one.contrast:.1f}")  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
