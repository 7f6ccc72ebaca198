"""Small PowerPoint files for tests of designed slides, made with python-pptx."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from salespack.assembly.assemble import Assembler
from salespack.assembly.materials import Materials
from salespack.deck.model import Deck
from salespack.library.index import open_library
from salespack.library.load import vocabulary_of
from salespack.matching.match import match
from salespack.powerpoint.brand.cached import open_brand
from salespack.powerpoint.designed.source import Sources
from salespack.powerpoint.writing.writer import Copy, write_deck
from salespack.profiles.profile import load_profile
from salespack.system.cache import cache_folder
from tests.compiled import compiled_templates
from tests.conftest import PROJECT
from tests.workspaces import PROFILE, write_workspace

ON = datetime.date(2026, 11, 21)
BRAND = PROJECT / "content_blocks" / "brand" / "lumikko.pptx"
PACK = """\
name: Tried
stage: evaluation
outputs: [deck.pptx]
sections:
  - {slot: tried, kind: news}
  - {slot: also, kind: market, optional: true}
"""
FACTS = """\
facts:
  services: 140
  cost: {2024: 980000, 2025: 1100000, 2026: 1200000}
  by_team: {Ours: {2025: 1, 2026: 2}, Theirs: {2025: 3, 2026: 4}}
  teams: [{name: Red, people: 4}, {name: Blue, people: 6}, {name: "{{ evil }}", people: 1}]
  grid: [[a, 1], [b, 2.5]]
  wide: [[a, b, c, d]]
"""


class Made:
    """What a designed block became."""

    def __init__(self, root: Path, assembler: Assembler, sources: Sources) -> None:
        self.root, self.assembler, self.sources = root, assembler, sources

    @property
    def problems(self) -> list[str]:
        """The problems of the block `tried`."""
        self.assembler.block("tried")
        return [str(problem) for problem in self.assembler.broken.get("tried", ())]

    @property
    def slides(self) -> Any:
        """The deck's slides of the block."""
        found = self.assembler.block("tried")
        assert not self.problems
        return found

    def deck(self) -> Deck:
        """The whole deck."""
        assembler = self.assembler
        library, profile, selection = assembler._library, self.profile, self.selection
        found = assembler.deck(profile, library.packs["first-meeting"], selection)
        assert found.slides
        return found

    def written(self, copy: Copy = "presenter") -> bytes:
        """The deck as a file."""
        brand = open_brand(self.assembler._library, cache_folder())
        return write_deck(self.deck(), brand, templates=compiled_templates(), copy=copy, sources=self.sources)

    def presentation(self, copy: Copy = "presenter") -> Any:
        """The deck as python-pptx reads it."""
        return Presentation(io.BytesIO(self.written(copy)))

    profile: Any
    selection: Any


def make(
    root: Path,
    source: bytes | None,
    slide: object = 1,
    *,
    front: str = "",
    body: str = "",
    profile: str = PROFILE.replace("facts: {services: 140}\n", FACTS),
    files: Mapping[str, str] = {},
    language: str = "en",
    brand: bytes | None = None,
    keep: str = "",
) -> Made:
    """A library whose block `tried` has slides of `source`, assembled for a customer."""
    named = f"slides: {{file: ../slides/offer.pptx, slide: {slide}{keep}}}\n" if slide is not None else ""
    standard = {
        "content_blocks/news/tried.md": f"---\nkind: news\nvalues: {{fewer-outages: 5}}\n{named}{front}---\n{body}",
        "content_blocks/packs/first-meeting.yaml": PACK,
        "profiles/acme.yaml": profile,
    }
    folder = write_workspace(root, {**standard, **files}, blocks={})
    (folder / "slides").mkdir(exist_ok=True)
    if source is not None:
        (folder / "slides" / "offer.pptx").write_bytes(source)
    if brand is not None:
        (folder / "brand" / "lumikko.pptx").write_bytes(brand)
    library = open_library(folder, None)
    loaded = load_profile(root / "profiles" / "acme.yaml", vocabulary_of(library.settings, library.values))
    selection = match(loaded, library.packs["first-meeting"], library, ON, language=language)
    materials = Materials(library.root)
    assembler = Assembler(
        loaded,
        library,
        materials,
        language=selection.language,
        on=ON,
        stage=selection.stage,
        top=[value.id for value in selection.values if value.top],
    )
    made = Made(root, assembler, materials.sources)
    made.profile, made.selection = loaded, selection
    return made


def deck_of(*fill: Callable[[Any], object], base: Path | None = BRAND) -> bytes:
    """A deck with a slide for each function, which gets a slide with only a title of its own."""
    deck: Any = Presentation(str(base)) if base is not None else Presentation()
    for slide_id in list(deck.slides._sldIdLst):
        deck.part.drop_rel(slide_id.rId)
        deck.slides._sldIdLst.remove(slide_id)
    layout = next(
        one for one in deck.slide_layouts if any(ph.placeholder_format.type in (1, 3) for ph in one.placeholders)
    )
    for one in fill:
        one(deck.slides.add_slide(layout))
    return saved(deck)


def saved(deck: Any) -> bytes:
    """The file of a python-pptx presentation."""
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def box(slide: Any, *runs: str, name: str = "Box") -> Any:
    """A text box whose only paragraph has these runs."""
    shape = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(6), Inches(1))
    shape.name = name
    paragraph = shape.text_frame.paragraphs[0]
    for number, text in enumerate(runs):
        run = paragraph.add_run()
        run.text, run.font.bold = text, number == 0
    return shape


def table(slide: Any, rows: Iterable[Iterable[str]], name: str = "Table 2") -> Any:
    """A table with a header row."""
    cells = [list(row) for row in rows]
    shape = slide.shapes.add_table(len(cells), len(cells[0]), Inches(1), Inches(2), Inches(6), Inches(1))
    shape.name = name
    for at, row in enumerate(cells):
        for column, text in enumerate(row):
            shape.table.cell(at, column).text = text
    return shape


def chart(slide: Any, kind: Any = XL_CHART_TYPE.COLUMN_CLUSTERED, name: str = "Chart 3", series: int = 1) -> Any:
    """A chart of two categories."""
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["Old", "Older"]
    for number in range(series):
        data.add_series(f"Secret {number}", (1, 2))
    frame = slide.shapes.add_chart(kind, Inches(1), Inches(2), Inches(6), Inches(3), data)
    frame.name = name
    return frame


def png(colour: str = "red", size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def picture(slide: Any, colour: str = "red", name: str = "Picture 1") -> Any:
    """A picture of 4 by 2 inches."""
    shape = slide.shapes.add_picture(io.BytesIO(png(colour)), Inches(1), Inches(2), Inches(4), Inches(2))
    shape.name = name
    return shape


def edited(package: bytes, changes: Mapping[str, Callable[[bytes], bytes] | bytes | None]) -> bytes:
    """A package with members changed, added or (None) taken out."""
    before = zipfile.ZipFile(io.BytesIO(package))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            change = changes.get(name, data)
            if change is not None:
                after.writestr(name, change if isinstance(change, bytes) else change(data))
        for name, change in changes.items():
            if name not in before.namelist() and isinstance(change, bytes):
                after.writestr(name, change)
    return file.getvalue()


def names(package: bytes) -> list[str]:
    """The parts of a package."""
    return zipfile.ZipFile(io.BytesIO(package)).namelist()


def everything(package: bytes) -> bytes:
    """All that a package says, decompressed, to look for what must not be in it."""
    archive = zipfile.ZipFile(io.BytesIO(package))
    return b"\n".join(archive.read(name) for name in archive.namelist())
