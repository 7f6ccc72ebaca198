"""LibreOffice as the measuring stick: the lines of real paragraphs, and their heights.

Two things of LibreOffice's are kept out, because neither is the text's. It moves pairs of letters together (kerning),
which widths of letters know nothing of: that is switched off. And it rounds every letter to whole pixels of 600 dpi, up
to 0.4 % of a line of 10 points: so text and frames are set eight times as large. Lines end at the same places then.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from salespack.typography.faces import Typefaces
from salespack.typography.lines import lay_out
from salespack.typography.text import Body, Paragraph, Run
from tests.limits import HANG

EMU_PER_POINT = 12_700
SCALE = 8
MOST_PAGE = 51_206_400
"""The largest slide, EMU."""
INSET = 91_440
FONTS = ("Arial", "Calibri", "Arial", "Calibri", "Times New Roman", "Cambria", "Courier New")
SIZES = (10, 12, 14, 16, 18, 20, 24, 28)
PARAGRAPHS = 510
COMPOUNDS = (
    "Toiminnanohjausjärjestelmäkokonaisuuden",
    "Uusi toiminnanohjausjärjestelmäkokonaisuus otetaan käyttöön tuotantolinjastolla",
    "Asiakastyytyväisyyskyselyn vastausprosenttitavoite ja lentokonesuihkuturbiinimoottoriapumekaanikko",
    "Kolmivaihekilowattituntimittari, epäjärjestelmällisyydestäänkin huolimatta",
)
PARAGRAPH = re.compile(rb"<a:p>.*?</a:p>|<a:p .*?</a:p>", re.DOTALL)
TEXT = re.compile(rb"<a:t>(.*?)</a:t>", re.DOTALL)
OTHER_SCRIPTS = re.compile("[\x00-\x1f\u0590-\u10ff\u1100-\uffff]")


class Sample(NamedTuple):
    """A paragraph as it is set: `size` in points, `width` of its frame in EMU, both before they are scaled."""

    text: str
    font: str
    size: int
    width: int
    bold: bool
    italic: bool


def real_paragraphs(shared: Path) -> list[str]:
    """The paragraphs of the decks and case studies, each once, in scripts that need no shaping."""
    return list(dict.fromkeys(text for text in _paragraphs(shared / "data") if not OTHER_SCRIPTS.search(text)))


def _paragraphs(data: Path) -> Iterator[str]:
    import html

    for path in sorted([*(data / "decks").glob("*.pptx"), *(data / "brands").glob("*.p*x")]):
        with zipfile.ZipFile(path) as package:
            for name in sorted(package.namelist()):
                if re.match(r"ppt/(slides|slideLayouts|notesSlides)/[^/]*\.xml$", name):
                    for one in PARAGRAPH.findall(package.read(name)):
                        text = html.unescape(b"".join(TEXT.findall(one)).decode()).strip()
                        if len(text) > 25:
                            yield text
    for path in sorted((data / "case-studies").glob("*/*")):
        if path.is_file():
            text = path.read_text("utf-8", errors="replace")
            text = re.sub(r"(?s)\A---.*?\n---|\{\{.*?\}\}|<[^>]+>", " ", text)
            for part in re.split(r"\n\s*\n", text):
                one = re.sub(r"[*_`\[\]#>]|\(http[^)]*\)|\{[^}]*\}", "", part)
                one = re.sub(r"\s+", " ", one).strip()
                if 40 < len(one) < 400:
                    yield one


def samples(texts: list[str]) -> list[Sample]:
    """Texts in typefaces, sizes and widths drawn by lot, so that most take two to ten lines."""
    lot = random.Random(4)
    lot.shuffle(texts)
    made = []
    for number, text in enumerate([*COMPOUNDS, *texts[:PARAGRAPHS]]):
        size, width = 10, 5_800_000
        for _ in range(50):
            chosen = lot.choice(SIZES), lot.randint(1_500_000, 5_800_000)
            if len(text) * 0.7 * chosen[0] ** 2 < 230 * chosen[1] / EMU_PER_POINT:
                size, width = chosen
                break
        made.append(Sample(text, FONTS[number % len(FONTS)], size, width, number % 5 == 0, number % 11 == 0))
    return made


def write_deck(path: Path, made: list[Sample]) -> None:
    """A deck with a slide for each sample."""
    from pptx import Presentation
    from pptx.util import Emu, Pt

    deck = Presentation()
    deck.slide_width = deck.slide_height = Emu(MOST_PAGE)
    for sample in made:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        box = slide.shapes.add_textbox(Emu(0), Emu(0), Emu(sample.width * SCALE), Emu(914_400))
        box.text_frame.word_wrap = True
        run = box.text_frame.paragraphs[0].add_run()
        run.text, run.font.name, run.font.size = sample.text, sample.font, Pt(sample.size * SCALE)
        run.font.bold, run.font.italic = sample.bold, sample.italic
    deck.save(str(path))


def convert(folder: Path, path: Path, to: str) -> Path:
    profile = (folder / "office").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", to, "--outdir", folder, path],
        check=True,
        capture_output=True,
        timeout=HANG,
    )
    return folder / f"{path.stem}.{to}"


def drawn_lines(pdf: Path) -> list[list[tuple[float, str]]]:
    """For each page its lines from top to bottom: where their letters stand, in points, and their text less blanks."""
    import pypdf

    pages = []
    for page in pypdf.PdfReader(pdf).pages:
        rows: dict[float, list[str]] = {}

        def visit(text: str, ours: list[float], at: list[float], _font: object, _size: float, rows=rows) -> None:  # type: ignore[no-untyped-def]
            height = round(ours[1] * at[4] + ours[3] * at[5] + ours[5], 1)
            rows.setdefault(height, []).append(re.sub(r"\s", "", text))

        page.extract_text(visitor_text=visit)
        pages.append(
            [(height, text) for height, parts in sorted(rows.items(), reverse=True) if (text := "".join(parts))]
        )
    return pages


@pytest.mark.shared
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_lines_end_and_stand_where_libreoffice_has_them(shared: Path, tmp_path: Path) -> None:
    made = samples(real_paragraphs(shared))
    assert len(made) >= 500
    deck = tmp_path / "deck.pptx"
    write_deck(deck, made)
    flat = convert(tmp_path, deck, "fodp")
    markup = flat.read_text("utf-8")
    assert 'style:letter-kerning="true"' in markup
    flat.write_text(markup.replace('style:letter-kerning="true"', 'style:letter-kerning="false"'), "utf-8")
    pages = drawn_lines(convert(tmp_path, flat, "pdf"))
    assert len(pages) == len(made)

    typefaces = Typefaces(system=False)
    same, different, heights = 0, [], []
    for sample, theirs in zip(made, pages, strict=True):
        run = Run(
            text=sample.text, typeface=sample.font, size=sample.size * SCALE * 100, bold=sample.bold, italic=sample.italic
        )  # fmt: skip
        body = Body(paragraphs=(Paragraph(runs=(run,), end=run),))
        laid = lay_out(body, sample.width * SCALE, 914_400, typefaces)
        ours = [re.sub(r"\s", "", "".join([piece.text for piece in line.pieces])) for line in laid.lines]
        if ours == [text for _, text in theirs]:
            same += 1
        else:
            different.append((sample, ours, theirs))
        if len(theirs) > 1:
            pitch = (theirs[0][0] - theirs[-1][0]) / (len(theirs) - 1) * EMU_PER_POINT
            heights.append(pitch * len(laid.lines) / laid.height)
    print(json.dumps({"same": same, "of": len(made), "heights": [min(heights), max(heights)]}))  # noqa: T201
    assert same >= 0.98 * len(made), different[:10]
    assert 0.97 < min(heights) <= max(heights) < 1.03
    assert not [sample.text for sample, *_ in different if sample.text in COMPOUNDS]
