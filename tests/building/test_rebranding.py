"""Slides designed elsewhere and dressed in the brand: smaller where they must be, else in their own layout, and told."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Emu

from salespack.building.build import Builder, Report, Request
from salespack.library.index import open_library
from salespack.system.cache import cache_folder
from tests.assembly.designed_decks import PACK, saved
from tests.checking.workspaces import checked
from tests.powerpoint.packages import NAMES
from tests.scene.scenes import sp
from tests.workspaces import write_workspace

pytestmark = pytest.mark.slow

TODAY = datetime.date(2026, 11, 21)
BLOCK = "content_blocks/news/tried.md"
LONG = "Every service has one owner, and everybody in the room knows her name by heart and calls her at night"


def workspace(tmp_path: Path, title: str, *lines: str, narrow: bool = False, drawn: bool = False) -> Path:
    """A library whose only block is a slide of PowerPoint's own template, to be dressed in the brand.

    The brand's title and bodies are made `narrow`, or a mark is `drawn` over the middle of its title.
    """
    deck: Any = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = title
    slide.placeholders[1].text = "\n".join(lines)
    front = "---\nkind: news\nvalues: {fewer-outages: 5}\nslides: {file: ../slides/offer.pptx, slide: 1, keep: brand}\n---\n"
    files = {BLOCK: front, "content_blocks/packs/first-meeting.yaml": PACK}
    library = write_workspace(tmp_path, files, blocks={})
    (library / "slides").mkdir()
    (library / "slides" / "offer.pptx").write_bytes(saved(deck))
    file = library / "brand" / "lumikko.pptx"
    brand: Any = Presentation(str(file))
    (layout,) = [one for one in brand.slide_layouts if one.name == "Title and Content"]
    for one in layout.placeholders:
        if narrow and one.placeholder_format.idx in (0, 1):
            one.left, one.top, one.width, one.height = one.left, one.top, Emu(4_000_000), one.height
    if drawn:
        heading = next(one for one in layout.placeholders if one.placeholder_format.idx == 0)
        mark = sp(
            '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="F2A900"/></a:solidFill>',
            box=(heading.left + heading.width // 12, heading.top, heading.width // 12, heading.height),
        )
        start, _, rest = mark.partition(">")
        layout.shapes._spTree.append(etree.fromstring(f"{start} {NAMES}>{rest}"))
    brand.save(str(file))
    return library


def built(library: Path) -> tuple[Report, Any]:
    request = Request(
        profile=library.parent / "profiles" / "acme.yaml",
        out=library.parent / "out",
        today=TODAY,
        only=("deck.pptx",),
        force=True,
    )
    report = Builder(open_library(library, None), cache_folder()).build(request)
    (slide,) = Presentation(str(report.placed[0].path)).slides
    return report, slide


def told(report: Report) -> list[str]:
    return [
        f"{one.place} {one.code} {one.message}" for one in report.matched.problems if one.code in ("SP527", "SP532")
    ]


def sizes(shape: Any) -> set[str]:
    return {one.get("sz") for one in shape._element.iter("{*}defRPr")}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_what_fits_is_dressed_and_left_as_it_is(tmp_path: Path) -> None:
    report, slide = built(workspace(tmp_path, "Hello", "Words"))
    assert told(report) == []
    assert slide.slide_layout.name == "Title and Content"
    assert sizes(slide.shapes.title) == set()


def test_what_runs_over_its_frame_is_written_smaller(tmp_path: Path) -> None:
    library = workspace(tmp_path, "One owner", *[LONG] * 5, narrow=True)
    report, slide = built(library)
    assert told(report) == [] and slide.slide_layout.name == "Title and Content"
    (body,) = [one for one in slide.placeholders if one.placeholder_format.idx == 1]
    (size,) = {int(one.get("sz")) for one in body._element.iter("{*}lvl1pPr") for one in one}
    assert 1_400 <= size < 2_000
    assert report.fit is not None and report.fit.over == ()
    assert [one.code for one in checked(library).problems if one.code == "SP532"] == []


@pytest.mark.parametrize(
    ("title", "lines", "change", "why"),
    [
        ("One owner", [LONG] * 14, {"narrow": True}, "the text of “Content Placeholder 2” runs over its frame"),
        ("Calm nights for all who answer", ["Words"], {"drawn": True}, "“Title 1” runs over a picture or mark"),
    ],
)
def test_what_has_no_room_keeps_its_own_layout_and_is_told(
    tmp_path: Path, title: str, lines: list[str], change: dict[str, bool], why: str
) -> None:
    library = workspace(tmp_path, title, *lines, **change)
    said = f"SP532 offer.pptx, slide 1, keeps its own layout: in the brand's {why}"
    report, slide = built(library)
    assert told(report)[:1] == [f"{BLOCK}:4 {said}"]
    assert slide.slide_layout.name == "Title and Content" and sizes(slide.shapes.title) == set()
    found = [one for one in checked(library).problems if one.code == "SP532"]
    assert [f"{one.code} {one.message}" for one in found] == [said]
