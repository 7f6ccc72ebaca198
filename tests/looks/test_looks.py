"""What builds and checks say of how slides look: one line, the record, problems where the text stands or at the brand."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation

from salespack.building.build import Builder, Report, Request
from salespack.library.index import open_library
from salespack.problems.problem import Severity, UserFault
from salespack.system.cache import cache_folder
from tests.checking.workspaces import BENEFIT, checked, clean, told
from tests.powerpoint.packages import NAMES
from tests.scene.scenes import sp

TODAY = datetime.date(2026, 11, 21)
LONG = BENEFIT.replace("# Calm nights", "# Calm nights for all who answer the phone here")
NAVY = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
BEHIND = (
    f'<p:pic {NAMES}><p:nvPicPr><p:cNvPr id="90" name="Photo"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
    '<a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="12192000" cy="6858000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
)
BLOCK, BRAND = "content_blocks/benefits/calm.md", "content_blocks/brand/lumikko.pptx"


def draw(library: Path, layout: str, shape: str) -> None:
    """Draws a shape on a layout of the workspace's brand, over what is there."""
    file = library / "brand" / "lumikko.pptx"
    deck = Presentation(str(file))
    (found,) = [one for one in deck.slide_layouts if one.name == layout]
    start, _, rest = shape.partition(">")
    found.shapes._spTree.append(etree.fromstring(f"{start} {NAMES}>{rest}"))
    deck.save(str(file))


def picture_behind(library: Path, layout: str, colour: str) -> None:
    """Lays a picture of one colour behind all that stands on a layout of the workspace's brand."""
    file, content = library / "brand" / "lumikko.pptx", io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(content, "PNG")
    deck = Presentation(str(file))
    (found,) = [one for one in deck.slide_layouts if one.name == layout]
    _, link = found.part.get_or_add_image_part(content)
    found.shapes._spTree.insert(2, etree.fromstring(BEHIND.format(link=link)))
    deck.save(str(file))


def build(library: Path, *, strict: bool = False) -> Report:
    request = Request(
        profile=library.parent / "profiles" / "acme.yaml",
        out=Path("out"),
        today=TODAY,
        strict=strict,
        only=("deck.pptx",),
    )
    return Builder(open_library(library, None), cache_folder()).build(request)


@pytest.fixture
def banded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace on whose brand a navy field, of the colour of titles, lies under most of their frames."""
    library = clean(tmp_path, monkeypatch, {BLOCK: LONG})
    draw(library, "Title and Content", sp(NAVY, box=(3_480_000, 0, 8_712_000, 1_400_000)))
    return library


def test_a_build_says_in_a_line_and_in_its_record_how_slides_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = clean(tmp_path, monkeypatch)
    report = build(library)
    assert report.looks is not None
    assert report.looks.told() == "looks: half empty: slide 2"
    record = json.loads((report.folder / "for-you" / "selection.json").read_text(encoding="utf-8"))["looks"]
    assert record["title_sizes"] == [30.0]
    assert record["findings"][0] == {"slide": 2, "kind": "empty", "what": "text", "figure": 0.45, "asked": 0.55}
    assert checked(library).problems == ()


def test_a_title_that_nobody_can_read_is_a_warning_of_builds_and_an_error_of_checks(banded: Path) -> None:
    said = "the title, “Calm nights for all who answer the phon…”, has a contrast of 1.2 with what is behind it"
    report = build(banded)
    assert report.looks is not None
    assert report.looks.told() == f"looks: slide 2, {said}; half empty: slide 2"
    (problem,) = [one for one in report.matched.problems if one.code == "SP354"]
    assert (problem.message, str(problem.place), problem.severity) == (said, f"{BLOCK}:5", Severity.WARNING)
    with pytest.raises(UserFault, match="SP354"):
        build(banded, strict=True)
    assert [(str(one.place), one.code, one.severity) for one in checked(banded).problems] == [
        (f"{BLOCK}:5:1", "SP354", Severity.ERROR)
    ]


def test_a_check_can_be_told_to_leave_it(banded: Path) -> None:
    settings = banded / "library.yaml"
    settings.write_text(f"{settings.read_text()}check: {{off: {{SP354: the brand is being mended}}}}\n")
    assert told(checked(banded)) == []


@pytest.mark.slow
def test_what_every_slide_of_a_layout_has_is_told_once_about_the_brand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = clean(tmp_path, monkeypatch)
    draw(library, "Title and Content", sp("", "[Department]", box=(9_000_000, 6_400_000, 2_000_000, 300_000)))
    (problem,) = checked(library).problems
    assert f"{problem.place} {problem.code} {problem.message}" == (
        f"{BRAND} SP356 on the layout “Title and Content” “Shape” still says “[Department]”"
    )
    assert [one.code for one in build(library, strict=True).matched.notices] == ["SP356"]


@pytest.mark.slow
def test_a_picture_behind_texts_is_taken_apart_once_for_all_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = clean(tmp_path, monkeypatch)
    picture_behind(library, "Title and Content", "#606F7F")
    cache = cache_folder()
    assert cache is not None
    before = set(cache.glob("pixels-*"))
    first = build(library).looks
    assert first is not None
    (kept,) = set(cache.glob("pixels-*")) - before
    written = kept.stat().st_mtime_ns
    for proof in cache.glob("looks-*"):
        proof.unlink()
    again = build(library).looks
    assert again is not None
    assert again.record() == first.record()
    assert set(cache.glob("pixels-*")) - before == {kept}
    assert kept.stat().st_mtime_ns == written


SETTINGS = "content_blocks/brand/brand.yaml"
TOO_LITTLE = "the slide's body is filled to 45%"
LONG_ITEM = "nobody is called at night, whatever happens in the systems of the whole house and of its neighbours"
MUCH = BENEFIT.replace("- nobody is called\n", "".join(f"- In ward {at} {LONG_ITEM}\n" for at in range(6)))


def test_what_could_look_better_is_a_warning_of_checks_and_a_word_in_the_line_of_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = BENEFIT.replace("# Calm nights", "# Calm nights for all who answer the phone here with their families too")
    library = clean(tmp_path, monkeypatch, {BLOCK: long, SETTINGS: "minimum_sizes: {title: 30}\n"})
    found = [(str(one.place), one.code, one.message) for one in checked(library, half_empty=True).problems]
    assert found == [
        ("content_blocks/benefits/bill.md:5:1", "SP366", TOO_LITTLE),
        (f"{BLOCK}:5:1", "SP366", TOO_LITTLE),
        (f"{BLOCK}:5:1", "SP368", "the title's last line is “too” alone"),
    ]
    report = build(library, strict=True)
    assert report.looks is not None and report.matched.problems == ()
    assert report.looks.told() == "looks: half empty: slide 2; a word alone in the title: slide 2"
    (library.parent / SETTINGS).unlink()
    assert told(checked(library)) == [], "decks choose a size at which it is not alone"


def test_a_slide_filled_to_the_brim_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (crowded,) = checked(clean(tmp_path, monkeypatch, {BLOCK: MUCH}), half_empty=True).problems[1:]
    assert (crowded.code, crowded.hint) == ("SP366", "say less, or make two slides of it with ---")


def test_titles_of_slides_that_hold_a_customer_s_data_are_not_judged_by_their_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = "# Calm nights for all who answer the phone when it rings in the middle of the night"
    long = BENEFIT.replace("# Calm nights", f"{start}{' and nobody else is there to help' * 7}")
    low = clean(tmp_path, monkeypatch, {BLOCK: long, SETTINGS: "minimum_sizes: {title: 12}\n"})
    (small,) = checked(low).problems
    assert (small.code, small.message) == ("SP367", "the title is so long that it is set in 19 points, not in 30")
    held = long.replace("nobody is called", "nobody of {{ customer.name }} is called")
    (low.parent / BLOCK).write_text(held, encoding="utf-8")
    assert told(checked(low)) == []
