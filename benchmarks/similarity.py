"""How like LibreOffice's PDF of a deck ours is: `similarity.py [--out DIR] DECK.pptx…`. Writes a table, and pictures.

Both PDFs become pictures at 96 dpi (PDFium). Each page is judged twice:

- SSIM of the grey pictures (Wang et al. 2004, Gaussian window of σ = 1.5);
- text lines: letters on one height without a large gap between them, in the box of their ink. The share of
  LibreOffice's lines of which 80 % of the area is covered by our line with the same text. The median of intersection
  over union is printed beside it.

A typeface that this computer does not have is shown in another by both programs, each after its own taste. So that the
drawing is compared and not the taste, LibreOffice is told (by fontconfig) to take the same one as we do. The widths of
such a typeface are a guess all the same: the last columns have the pages on which all typefaces are known.
"""

from __future__ import annotations

import argparse
import datetime
import os
import re
import statistics
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import numpy as np
import pypdfium2
from PIL import Image
from skimage.metrics import structural_similarity

from salespack.drawing.pdf import Drawing, one_a_page
from salespack.scene.reading import read_scene
from salespack.system.cache import cache_folder
from salespack.typesetting.libreoffice import find_program
from salespack.typography.faces import Typefaces

DPI, COVERED, WORST = 96, 0.8, 10
ON = datetime.date(2026, 12, 1)
LARGE_GAP = 1.2
"""In heights of a line: letters that are farther apart are not on one line."""


class TextLine(NamedTuple):
    text: str
    left: float
    top: float
    right: float
    bottom: float


class Page(NamedTuple):
    deck: str
    number: int
    ssim: float
    lines: int
    covered: int
    union: float
    known: bool


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("decks", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("out/similarity"))
    asked = parser.parse_args()
    theirs = asked.out / "libreoffice"
    theirs.mkdir(parents=True, exist_ok=True)
    typefaces, drawings, drawn = Typefaces(cache=cache_folder()), {}, 0.0
    for deck in asked.decks:
        started = time.perf_counter()
        drawing = drawings[deck] = Drawing(read_scene(deck), typefaces)
        [pdf] = drawing.made(one_a_page, on=ON)
        drawn += time.perf_counter() - started
        (asked.out / f"{deck.stem}.pdf").write_bytes(pdf)
    missing = [deck for deck in asked.decks if not (theirs / f"{deck.stem}.pdf").is_file()]
    stand_ins = {pair for drawing in drawings.values() for pair in drawing.found.stand_ins}
    seconds = _converted(missing, theirs, _font_settings(stand_ins, asked.out / "fonts.conf"))
    pages = [page for deck, drawing in drawings.items() for page in _compared(deck.stem, asked.out, theirs, drawing)]
    _tell(pages)
    print(f"\nours: {drawn:.2f} s in all" + (f"; LibreOffice: {seconds:.2f} s in one process" if seconds else ""))
    for earlier in asked.out.glob("worst-*.png"):
        earlier.unlink()
    for place, page in enumerate(sorted(pages, key=lambda one: one.ssim)[:WORST], 1):
        _side_by_side(page, asked.out, theirs, asked.out / f"worst-{place:02}-{page.deck}-{page.number}.png")
    return 0


def _font_settings(stand_ins: Iterable[tuple[str, str]], file: Path) -> Path:
    """A fontconfig file that shows each typeface in the one that stands in for it here."""
    aliases = "".join(
        f'<match target="pattern"><test name="family" compare="eq"><string>{escape(typeface)}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{escape(shown)}</string></edit></match>'
        for typeface, shown in sorted(stand_ins)
    )
    usual = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    file.write_text(f'<?xml version="1.0"?><fontconfig>{aliases}{usual}</fontconfig>', encoding="utf-8")
    return file.resolve()


def _converted(decks: Sequence[Path], folder: Path, font_settings: Path) -> float:
    """Has LibreOffice convert what it has not converted yet; seconds."""
    if not decks:
        return 0.0
    program = find_program()
    if program is None:
        sys.exit("LibreOffice is not installed")
    profile = (folder.resolve() / "profile").as_uri()
    started = time.perf_counter()
    command = [str(program), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir"]
    environment = {**os.environ, "FONTCONFIG_FILE": str(font_settings)}
    arguments = [*command, str(folder), *map(str, decks)]
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - started


def _compared(deck: str, ours: Path, theirs: Path, drawing: Drawing) -> Iterator[Page]:
    mine, other = (pypdfium2.PdfDocument(folder / f"{deck}.pdf") for folder in (ours, theirs))
    if len(mine) != len(other):
        print(f"{deck}: {len(mine)} pages against {len(other)}", file=sys.stderr)
    unknown = drawing.found.guessed
    for number, (one, two, slide) in enumerate(zip(mine, other, drawing.slides, strict=False), 1):
        a, b = _picture(one), _picture(two)
        height, width = min(a.shape[0], b.shape[0]), min(a.shape[1], b.shape[1])
        ssim = structural_similarity(  # type: ignore[no-untyped-call]
            a[:height, :width], b[:height, :width], gaussian_weights=True, data_range=255
        )
        overlaps = list(_overlaps(_lines(one), _lines(two)))
        yield Page(
            deck, number, float(ssim), len(overlaps), sum(over >= COVERED for over, _ in overlaps),
            statistics.median([union for _, union in overlaps]) if overlaps else 1.0, slide.number not in unknown,
        )  # fmt: skip


def _picture(page: Any) -> np.ndarray[Any, Any]:
    return np.asarray(page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L"))


def _lines(page: Any) -> list[TextLine]:
    """The lines of a page: letters next to each other, in the box of their ink."""
    text = page.get_textpage()
    letters = []
    for at in range(text.count_chars()):
        letter = text.get_text_range(at, 1)
        if letter.strip():
            left, bottom, right, top = text.get_charbox(at)
            if right > left and top > bottom:
                letters.append((letter, left, -top, right, -bottom, -text.get_charbox(at, loose=True)[1]))
    lines: list[list[tuple[str, float, float, float, float, float]]] = []
    for letter in letters:
        last = lines[-1][-1] if lines else None
        size = max(letter[4] - letter[2], (last[4] - last[2]) if last else 0, 4.0)
        if last and abs(letter[5] - last[5]) < 0.35 * size and -2.5 * size < letter[1] - last[3] < LARGE_GAP * size:
            lines[-1].append(letter)
        else:
            lines.append([letter])
    return [
        TextLine(
            _plain("".join(one[0] for one in line)), min(one[1] for one in line), min(one[2] for one in line),
            max(one[3] for one in line), max(one[4] for one in line),
        )
        for line in lines
    ]  # fmt: skip


def _plain(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b]|[^\w]", "", unicodedata.normalize("NFKC", text)).casefold()


def _overlaps(mine: list[TextLine], theirs: list[TextLine]) -> Iterator[tuple[float, float]]:
    """For each of their lines with words the part of its box that our line covers, and intersection over union."""
    for line in theirs:
        if len(line.text) < 2:
            continue
        same = [one for one in mine if one.text == line.text]
        yield max((_shares(one, line) for one in same), default=(0.0, 0.0))


def _shares(one: TextLine, other: TextLine) -> tuple[float, float]:
    wide = max(min(one.right, other.right) - max(one.left, other.left), 0)
    high = max(min(one.bottom, other.bottom) - max(one.top, other.top), 0)
    areas = [(line.right - line.left) * (line.bottom - line.top) for line in (one, other)]
    return wide * high / areas[1], wide * high / (sum(areas) - wide * high)


def _tell(pages: Sequence[Page]) -> None:
    print(
        f"{'deck':<42} pages  SSIM median  worst (page)  lines median  worst   IoU  | known fonts: pages   SSIM  lines"
    )
    for deck in [*dict.fromkeys(page.deck for page in pages), ""]:
        mine = [page for page in pages if page.deck == deck or not deck]
        worst = min(mine, key=lambda page: page.ssim)
        shares = [page.covered / page.lines for page in mine if page.lines]
        known = [page for page in mine if page.known]
        proven = [page.covered / page.lines for page in known if page.lines]
        print(
            f"{deck or 'all':<42} {len(mine):>5}  {statistics.median(page.ssim for page in mine):>11.3f}"
            f"  {worst.ssim:>5.3f} ({worst.number:>3})  {statistics.median(shares or [1]):>12.3f}"
            f"  {min(shares or [1]):>5.2f}  {statistics.median(page.union for page in mine):>5.2f}  |"
            f" {len(known):>18}  {statistics.median([page.ssim for page in known] or [float('nan')]):>5.3f}"
            f"  {statistics.median(proven or [float('nan')]):>5.3f}"
        )


def _side_by_side(page: Page, ours: Path, theirs: Path, target: Path) -> None:
    images = [
        pypdfium2.PdfDocument(folder / f"{page.deck}.pdf")[page.number - 1].render(scale=DPI / 72).to_pil()
        for folder in (ours, theirs)
    ]
    both = Image.new("RGB", (sum(one.width for one in images) + 8, max(one.height for one in images)), "magenta")
    both.paste(images[0], (0, 0))
    both.paste(images[1], (images[0].width + 8, 0))
    both.save(target)


if __name__ == "__main__":
    sys.exit(main())
