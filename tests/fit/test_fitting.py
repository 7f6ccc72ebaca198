"""What a seller gets of texts that are too long: continued on further slides, refused at their line, and proven to fit."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Inches, Pt

from salespack.building.build import Builder, Report, Request
from salespack.fit.fitting import _Key, _keys
from salespack.library.index import open_library
from salespack.powerpoint.brand.compile import MINIMUM_BODY
from salespack.powerpoint.writing.writer import WrittenSlide
from salespack.problems.problem import UserFault
from salespack.typography import installed
from tests.typography.bodies import write_font
from tests.workspaces import BLOCKS, PACK, PROFILE, write_workspace

TODAY = datetime.date(2026, 11, 21)
LEAST = MINIMUM_BODY / 100
FRONT = "---\nkind: benefit\nvalues: {{fewer-outages: 5}}\n{more}---\n"
ITEMS = [
    f"Item {number}: what changes for the people who answer the phone when it rings at night" for number in range(24)
]
SIXTY = " ".join(["Every single outage reaches somebody who has to be told why it happened"] * 5)[:-1]
COMPOUND = "Toiminnanohjausjärjestelmäkokonaisuuden"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def block(body: str, more: str = "") -> dict[str, str]:
    """The blocks of a workspace with one whose body is this."""
    return {**BLOCKS, "benefits/calm-nights.md": FRONT.format(more=more) + body}


@pytest.fixture
def builds(tmp_path: Path, cache: Path):  # type: ignore[no-untyped-def]
    """Builds a workspace whose benefit has the body given; `strict` stops at what is wrong with it."""

    def build(
        body: str, more: str = "", *, files: Mapping[str, str] = {}, strict: bool = False, only: tuple[str, ...] = ()
    ) -> Report:
        library = open_library(write_workspace(tmp_path, files, blocks=block(body, more)), None)
        request = Request(
            profile=Path("profiles/acme.yaml"), out=Path("out"), today=TODAY, replace=True, strict=strict, only=only
        )
        return Builder(library, cache).build(request)

    return build


def slides(report: Report) -> list[Any]:
    (deck,) = [one.path for one in report.placed if one.name == "deck.pptx"]
    return list(Presentation(str(deck)).slides)


def title(slide: Any) -> str:
    return str(slide.shapes.title.text).replace("\u00a0", " ")


def told(report: Report) -> list[str]:
    return [str(problem) for problem in report.matched.problems]


def record(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((report.folder / "for-you/selection.json").read_text("utf-8"))
    return found


def sizes_in(slide: Any) -> list[float]:
    """The sizes that runs of a slide's placeholders say, in points."""
    texts = [one.text_frame for one in slide.placeholders if one.placeholder_format.idx < 10]
    runs = [run for text in texts for paragraph in text.paragraphs for run in paragraph.runs]
    return [run.font.size.pt for run in runs if run.font.size]


# --- divided ---------------------------------------------------------------------------------------------------------


def test_a_block_of_24_bullets_goes_on_on_further_slides(builds) -> None:  # type: ignore[no-untyped-def]
    items = "".join(f"- {item}\n" for item in ITEMS)
    report = builds(f"# What changes\n\n{items}\n::: notes\nSay it slowly.\n:::\n")
    pages = slides(report)
    parts = [one for one in pages if title(one).startswith("What changes")]
    assert [title(one) for one in parts] == [f"What changes ({at}/{len(parts)})" for at in range(1, len(parts) + 1)]
    found = [[paragraph.text for paragraph in one.placeholders[1].text_frame.paragraphs] for one in parts]
    assert [item for part in found for item in part] == ITEMS
    assert len(parts) > 1 and max(map(len, found)) - min(map(len, found)) <= 1
    assert all(size >= LEAST for one in parts for size in sizes_in(one))
    assert [bool(one.has_notes_slide) for one in parts] == [True] + [False] * (len(parts) - 1)
    assert told(report) == []


def test_continuation_slides_are_in_the_record_and_in_no_limit(builds) -> None:  # type: ignore[no-untyped-def]
    items = "".join(f"- {item}\n" for item in ITEMS)
    files = {"content_blocks/packs/first-meeting.yaml": PACK + "limits: {slides: 4}\n"}
    report = builds(f"# What changes\n\n{items}", files=files)
    found, count = record(report), len(slides(report))
    assert count > 4 and not told(report)
    assert found["slides"] == count == found["fit"]["slides"] == found["fit"]["proven"]
    assert sum(slot["slides"] for slot in found["slots"]) == count
    assert found["fit"]["unproven"] == []
    assert report.fit is not None and report.fit.told() == f"fit proven: {count} of {count} slides"


def test_a_table_goes_on_with_its_header(builds) -> None:  # type: ignore[no-untyped-def]
    rows = "".join(f"| Service {number} | Team {number % 7} |\n" for number in range(40))
    report = builds(f"# Services\n\n| Service | Owner |\n|---|---|\n{rows}")
    tables = [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for one in slides(report)
        for shape in one.shapes
        if shape.has_table
    ]
    assert len(tables) > 1 and all(table[0] == ["Service", "Owner"] for table in tables)
    assert [row[0] for table in tables for row in table[1:]] == [f"Service {number}" for number in range(40)]


@pytest.mark.slow
def test_a_table_of_400_rows_is_no_slide_and_says_so(builds) -> None:  # type: ignore[no-untyped-def]
    rows = "".join(f"| Service {number} | Team {number % 7} |\n" for number in range(400))
    report = builds(f"# Services\n\n| Service | Owner |\n|---|---|\n{rows}")
    assert told(report) == [
        "content_blocks/benefits/calm-nights.md:5: SP525 the slide's content would need more than 12 slides "
        "(show less of it, or give it away as a document)"
    ]
    assert "Services" not in " ".join(map(title, slides(report)))


def test_what_leads_on_is_not_left_behind(builds) -> None:  # type: ignore[no-untyped-def]
    groups = "".join(
        f"- Group {n}\n  - First thing in group {n}, in so many words\n  - Second thing\n" for n in range(9)
    )
    report = builds(f"# Groups\n\n{groups}")
    parts = [one.placeholders[1].text_frame.paragraphs for one in slides(report) if title(one).startswith("Groups (")]
    assert len(parts) > 1
    assert all(part[0].level == 0 and part[-1].level == 1 for part in parts)


def test_a_numbered_list_goes_on_with_its_numbers(builds) -> None:  # type: ignore[no-untyped-def]
    report = builds("# Steps\n\n" + "".join(f"{number}. {item}\n" for number, item in enumerate(ITEMS, 1)))
    parts = [one for one in slides(report) if title(one).startswith("Steps (")]
    starts = [one.placeholders[1]._element.xpath(".//a:buAutoNum[1]/@startAt") for one in parts]
    counts = [len(one.placeholders[1].text_frame.paragraphs) for one in parts]
    assert [int(one[0]) if one else 1 for one in starts] == [1 + sum(counts[:at]) for at in range(len(parts))]


# --- refused ---------------------------------------------------------------------------------------------------------


def test_a_title_of_sixty_words_is_refused_at_its_line(builds) -> None:  # type: ignore[no-untyped-def]
    report = builds(f"\n# {SIXTY}\n\n- one\n")
    (problem,) = told(report)
    assert problem.startswith("content_blocks/benefits/calm-nights.md:6: SP523 the title needs ")
    assert problem.endswith(" too many, at the brand's least size of 24 pt (shorten it)")
    assert not any(SIXTY[:20] in title(one) for one in slides(report))
    with pytest.raises(UserFault, match="SP523"):
        builds(f"\n# {SIXTY}\n\n- one\n", strict=True)


def test_an_opening_whose_title_is_too_long_is_a_fault_of_the_pack(tmp_path: Path, cache: Path) -> None:
    blocks = {**BLOCKS, "frames/opening.md": f"---\nkind: frame\ntags: [opening]\nlayout: title\n---\n# {SIXTY * 3}\n"}
    library = open_library(write_workspace(tmp_path, blocks=blocks), None)
    request = Request(profile=Path("profiles/acme.yaml"), out=Path("out"), today=TODAY)
    with pytest.raises(UserFault) as fault:
        Builder(library, cache).build(request)
    told = {problem.code: problem for problem in fault.value.problems}
    assert told.keys() >= {"SP405", "SP523"}
    assert told["SP405"].message == (
        f"the required frame slot opening is empty: its block opening does not fit: {told['SP523'].message}"
    )
    assert told["SP405"].hint == (
        "shorten it in content_blocks/frames/opening.md, or give its layout in brand/lumikko.pptx more room for it"
    )
    assert fault.value.exit_code == 1


def test_texts_wrap_whatever_the_brand_says_as_they_were_measured_to(tmp_path: Path, cache: Path) -> None:
    library = write_workspace(tmp_path, blocks=block(f"# {SIXTY[:150]}\n\n- {SIXTY}\n"))
    brand = Presentation(str(library / "brand/lumikko.pptx"))
    layouts = [brand.slide_master, *brand.slide_layouts]
    frames = [shape.text_frame for layout in layouts for shape in layout.placeholders if shape.has_text_frame]
    assert frames
    for frame in frames:
        frame.word_wrap = False
    brand.save(str(library / "brand/lumikko.pptx"))
    request = Request(profile=Path("profiles/acme.yaml"), out=Path("out"), today=TODAY, strict=True)
    report = Builder(open_library(library, None), cache).build(request)
    assert report.fit is not None
    assert report.fit.proven == report.fit.slides > 2
    _, promise, *_ = slides(report)
    texts = [shape.text_frame for shape in promise.placeholders if shape.placeholder_format.type not in (13, 15, 16)]
    assert len(texts) == 2
    assert all(text.word_wrap for text in texts)


def test_a_slide_on_a_brand_that_wraps_says_nothing_of_it(builds: Any) -> None:
    _, promise, *_ = slides(builds("# Calm nights\n\n- all of them\n"))
    assert all(shape.text_frame.word_wrap is None for shape in promise.placeholders)


@pytest.mark.parametrize(
    ("own", "pack", "codes", "parts"),
    [
        ("", "", [], True),
        ("overflow: split\n", "overflow: refuse\n", [], True),
        ("overflow: shrink\n", "", ["SP524"], False),
        ("", "overflow: shrink\n", ["SP524"], False),
        ("", "overflow: refuse\n", ["SP524"], False),
    ],
)
def test_block_and_pack_say_how_far_the_fit_may_go(  # type: ignore[no-untyped-def]
    builds, own: str, pack: str, codes: list[str], parts: bool
) -> None:
    items = "".join(f"- {item}\n" for item in ITEMS)
    report = builds(f"# What changes\n\n{items}", own, files={"content_blocks/packs/first-meeting.yaml": PACK + pack})
    assert [problem.code for problem in report.matched.problems] == codes
    assert any(title(one) == "What changes (1/2)" for one in slides(report)) == parts


def test_a_text_that_may_shrink_alone_is_refused_with_its_lines(builds) -> None:  # type: ignore[no-untyped-def]
    items = "".join(f"- {item}\n" for item in ITEMS)
    (problem,) = told(builds(f"# What changes\n\n{items}", "overflow: shrink\n"))
    assert "SP524 the text needs " in problem and "at the brand's least size of 14 pt" in problem
    (problem,) = told(builds(f"# What changes\n\n{items}", "overflow: refuse\n"))
    assert "at the brand's size of 22 pt" in problem and "it says `refuse`" in problem


def test_smaller_letters_are_not_for_who_refuses_them(builds) -> None:  # type: ignore[no-untyped-def]
    items = "".join(f"- {item}\n" for item in ITEMS[:12])
    assert told(builds(f"# Twelve\n\n{items}", "overflow: shrink\n")) == []
    assert [one.code for one in builds(f"# Twelve\n\n{items}", "overflow: refuse\n").matched.problems] == ["SP524"]


# --- words and names -------------------------------------------------------------------------------------------------


def test_letters_are_smaller_rather_than_a_word_broken(builds) -> None:  # type: ignore[no-untyped-def]
    columns = "::: columns\n::: column\n{0}\n:::\n::: column\n{0}\n:::\n:::\n"
    (page,) = [one for one in slides(builds("# Kaksi\n\n" + columns.format(f"- {COMPOUND}"))) if title(one) == "Kaksi"]
    found = {
        run.font.size.pt
        for shape in page.shapes
        if shape.has_text_frame and COMPOUND in shape.text_frame.text
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.font.size
    }
    assert found and LEAST <= max(found) < 22


def test_a_customer_with_a_very_long_name_gets_a_deck(builds) -> None:  # type: ignore[no-untyped-def]
    name = "Pohjois-Pirkanmaan ja Etelä-Pohjanmaan Tietojärjestelmähankintojen Kuntayhtymä"
    profile = f"customer: {{name: {name}, language: en}}\nvalues: {{fewer-outages: 9}}\n"
    report = builds("# For {{ customer.name }}\n\n- one\n", files={"profiles/acme.yaml": profile})
    assert title(slides(report)[1]) == f"For {name}"
    assert report.fit is not None and report.fit.proven == report.fit.slides


# --- proven ----------------------------------------------------------------------------------------------------------


def with_font(library: Path, name: str) -> None:
    """The workspace's brand in another typeface."""
    from zipfile import ZipFile

    brand = library / "brand" / "lumikko.pptx"
    with ZipFile(brand) as package:
        parts = {one: package.read(one) for one in package.namelist()}
    with ZipFile(brand, "w") as package:
        for one, content in parts.items():
            package.writestr(one, content.replace(b'typeface="Calibri"', f'typeface="{name}"'.encode()))


def test_a_typeface_that_nobody_has_is_named_and_refuses_nothing(tmp_path: Path, cache: Path) -> None:
    library = write_workspace(tmp_path)
    with_font(library, "Nobody Sans")
    request = Request(profile=Path("profiles/acme.yaml"), out=Path("out"), today=TODAY)
    report = Builder(open_library(library, None), cache).build(request)
    assert report.fit is not None
    assert report.fit.told() == (
        "fit proven: 0 of 4 slides; not proven: slides 1, 2, 3, 4 "
        "(Nobody Sans is not installed: put its file into the library's fonts/)"
    )
    assert record(report)["fit"]["unproven"][0] == {"slide": 1, "why": "typeface", "typeface": "Nobody Sans"}
    assert told(report) == []


@pytest.mark.slow
def test_what_was_measured_with_an_installed_typeface_holds_while_it_is_the_same(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = tmp_path / "installed"
    fonts.mkdir()
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(installed, "font_folders", lambda: (fonts,))
    items = f"- {'word ' * 50}\n" * 6
    library = write_workspace(tmp_path, blocks=block(f"# What changes\n\n{items}"))
    with_font(library, "Lumi Sans")

    def built(width: int | None) -> tuple[int, int]:
        """How many slides are proven, and have been made, with a typeface of this width."""
        for style, weight in (("Regular", 400), ("Bold", 700)):
            file = fonts / f"lumi-{weight}.ttf"
            file.unlink(missing_ok=True)
            if width is not None:
                letters = dict.fromkeys(map(chr, range(0x20, 0x2100)), width)
                write_font(file, "Lumi Sans", letters, style=style, weight=weight)
        request = Request(profile=Path("profiles/acme.yaml"), out=Path("out"), today=TODAY, replace=True)
        fit = Builder(open_library(library, None), cache).build(request).fit
        assert fit is not None
        return fit.proven, fit.slides

    narrow = built(200)
    wide = built(900)
    assert narrow[0] == narrow[1] < wide[0] == wide[1]
    assert built(200) == narrow
    assert built(None)[0] == 0


def test_a_shape_that_nobody_looked_at_does_not_pass_as_proven(builds: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("salespack.fit.proof.prove", lambda scene, typefaces: ())
    with pytest.raises(RuntimeError, match="was not looked at"):
        builds("# No other test has this title\n\n- nor this text\n")


def test_what_bounds_a_box_that_grows_is_in_the_key_of_its_proof() -> None:
    grows = '<p:sp><p:cNvPr id="2" name="Text 1"/><p:txBody><a:t>a</a:t></p:txBody></p:sp>'
    below = '<p:sp><p:cNvPr id="3" name="Text 2"/><a:off y="{}"/><p:txBody><a:t>{}</a:t></p:txBody></p:sp>'

    def key(y: int, words: str, *, growing: bool) -> _Key:
        slide = WrittenSlide("layout", (grows, below.format(y, words)))
        return _keys(slide, "", designed=False, growing=growing)[2]

    assert key(1, "b", growing=True) == key(1, "c", growing=True) != key(2, "b", growing=True)
    assert not key(1, "b", growing=True).alone
    assert key(1, "b", growing=False) == key(2, "b", growing=False)


def test_the_proof_is_the_same_from_the_cache_and_for_the_handout(builds) -> None:  # type: ignore[no-untyped-def]
    body = "# Calm nights\n\n- for {{ customer.name }}\n"
    both = builds(body, only=("deck.pptx", "handout.pptx"))
    assert both.fit == builds(body, only=("handout.pptx",)).fit == builds(body, only=("deck.pptx",)).fit


DESIGNED = "---\nkind: benefit\nvalues: {fewer-outages: 5}\nslides: {file: ../slides/offer.pptx, slide: 1}\n---\n"


def designed(library: Path, words: str, font: str | None = None) -> None:
    """A deck with one slide whose text box holds about three lines."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Only"))
    slide.shapes.title.text = "An offer"
    box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(4), Inches(1))
    box.name = "Promise"
    box.text_frame.word_wrap, box.text_frame.auto_size = True, MSO_AUTO_SIZE.NONE
    box.text_frame.text = words
    box.text_frame.paragraphs[0].runs[0].font.size = Pt(20)
    box.text_frame.paragraphs[0].runs[0].font.name = font
    (library / "slides").mkdir(exist_ok=True)
    deck.save(str(library / "slides" / "offer.pptx"))


@pytest.mark.parametrize(
    ("words", "name", "expected"),
    [
        ("For {{ customer.name }}", "Acme", []),
        (
            "For {{ customer.name }}",
            "A very long name indeed " * 8,
            ["SP526 the text that was filled in at “Promise” runs"],
        ),
        ("Long as designed " * 20, "Acme", ["SP527 on slide1 the text of “Promise” runs"]),
    ],
)
def test_designed_slides_are_not_set_anew(
    tmp_path: Path, cache: Path, words: str, name: str, expected: list[str]
) -> None:
    blocks = {**BLOCKS, "benefits/calm-nights.md": DESIGNED}
    profile = f"customer: {{name: {name.strip()}, language: en}}\nvalues: {{fewer-outages: 9}}\n"
    library = write_workspace(tmp_path, {"profiles/acme.yaml": profile}, blocks=blocks)
    designed(library, words)
    request = Request(profile=Path("profiles/acme.yaml"), out=Path("out"), today=TODAY)
    report = Builder(open_library(library, None), cache).build(request)
    found = [str(problem).partition(": ")[2] for problem in report.matched.problems]
    assert len(found) == len(expected)
    assert all(one.startswith(said) for one, said in zip(found, expected, strict=True))
    refused = any("SP526" in said for said in expected)
    assert ("An offer" in [title(one) for one in slides(report)]) != refused


def test_a_designed_slide_that_certainly_runs_over_is_told_in_whatever_typeface(tmp_path: Path, cache: Path) -> None:
    blocks = {**BLOCKS, "benefits/calm-nights.md": DESIGNED}
    library = write_workspace(tmp_path, blocks=blocks)
    designed(library, "Long as designed " * 30, "Nobody Sans")
    report = Builder(open_library(library, None), cache).build(
        Request(profile=Path("profiles/acme.yaml"), out=Path("out"), today=TODAY)
    )
    assert [one.code for one in report.matched.problems] == ["SP527"]
    assert report.fit is not None and report.fit.over == (2,)
    assert report.fit is not None and {one.typeface for _, one in report.fit.unproven} == {"Nobody Sans"}


def test_a_layout_that_the_brand_lacks_is_told_once(tmp_path: Path, cache: Path, shared: Path) -> None:
    library = write_workspace(tmp_path, blocks=block("# Said\n\n::: quote\nIt held.\n\n— A customer\n:::\n"))
    shutil.copyfile(shared / "data/brands/w3c-wot.potx", library / "brand" / "lumikko.pptx")
    request = Request(profile=Path("profiles/acme.yaml"), out=Path("out"), today=TODAY, strict=True)
    report = Builder(open_library(library, None), cache).build(request)
    (notice,) = map(str, report.matched.notices)
    assert notice.startswith("content_blocks/brand/lumikko.pptx: SP529 the brand has no layout for the role quote")


def test_a_broken_font_file_is_the_only_thing_that_is_told(builds: Any) -> None:
    with pytest.raises(UserFault) as raised:
        builds("# Calm nights\n", files={"content_blocks/fonts/lumi.ttf": "no font"})
    [problem] = raised.value.problems
    assert str(problem).startswith("content_blocks/fonts/lumi.ttf: SP522 the font file “lumi.ttf” cannot be read")


def test_a_name_of_two_lines_is_one_line_in_the_footer(builds: Any) -> None:
    profile = PROFILE.replace("name: Acme", 'name: "Acme\\nof the North"')
    report = builds("# Calm nights\n\n- a\n", files={"profiles/acme.yaml": profile})
    assert report.fit.proven == report.fit.slides
    assert "Lumikko · Acme of the North – First meeting" in [
        shape.text_frame.text for shape in slides(report)[1].placeholders
    ]
