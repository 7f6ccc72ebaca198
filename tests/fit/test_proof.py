"""The fit proof: text frames and tables of finished slides, and that it agrees with what was composed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from salespack.assembly.assemble import Assembler
from salespack.building.build import Builder
from salespack.deck.model import Deck, Slide
from salespack.fit.fitting import Fit, Fitting
from salespack.fit.proof import prove
from salespack.fit.verdict import SlideProof
from salespack.library.index import open_library
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.writing.writer import written_deck
from salespack.profiles.profile import load_profile
from salespack.system.cache import Memory
from salespack.typography.faces import Typefaces
from salespack.typography.text import Unproven
from tests.compiled import compiled_templates
from tests.conftest import PROJECT
from tests.powerpoint.packages import HEIGHT, WIDTH
from tests.scene.scenes import frame, pic, scene, sp

POINT = 12_700
TYPEFACES = Typefaces(system=False)


def text(words: str, frame: str = "", *, font: str = "Arial", paragraphs: int = 1) -> str:
    """A text body in 20 pt."""
    look = f'<a:rPr lang="en-US" sz="2000"><a:latin typeface="{font}"/></a:rPr>'
    body = frame if frame.startswith("<") else f"<a:bodyPr {frame}/>"
    return body + f"<a:p><a:r>{look}<a:t>{words}</a:t></a:r></a:p>" * paragraphs


def proof(*shapes: str) -> SlideProof:
    (found,) = prove(scene("".join(shapes)), TYPEFACES)
    return found


def box(across: float, down: float, wide: float, high: float) -> tuple[int, int, int, int]:
    """A box in hundredths of the slide."""
    return int(WIDTH * across / 100), int(HEIGHT * down / 100), int(WIDTH * wide / 100), int(HEIGHT * high / 100)


LOW, HIGH = box(10, 10, 40, 12), box(10, 10, 40, 60)
GROWS = "<a:bodyPr><a:spAutoFit/></a:bodyPr>"


@pytest.mark.parametrize(
    ("shape", "over"),
    [
        (sp("", text("short"), box=LOW), 0),
        (sp("", text("line", paragraphs=8), box=HIGH), 0),
        (sp("", text("line", paragraphs=8), box=LOW), 6),
        (sp("", text("line", GROWS, paragraphs=8), box=LOW), 0),
        (sp("", text("line", GROWS, paragraphs=40), box=LOW), 21),
        (sp("", text("word " * 60, 'wrap="none"'), box=LOW), 1),
        (sp("", text("word", 'wrap="none"', paragraphs=8), box=LOW), 0),
        (sp("", text("line", paragraphs=8), box=box(10, -60, 40, 12)), 0),
        (sp("", text("one line in a shape that is as low", 'tIns="0" bIns="0"'), box=box(10, 10, 80, 4)), 0),
        (sp("", text("one line in a shape that is far too low", 'tIns="0" bIns="0"'), box=box(10, 10, 80, 1)), 1),
    ],
)
def test_lines_over_a_frame(shape: str, over: int) -> None:
    found = proof(shape)
    assert [one.over for one in found.verdicts] == ([over] if over else [])
    assert found.unproven == ()


UNDER, ABOVE = box(10, 40, 40, 20), box(10, 2, 40, 6)


@pytest.mark.parametrize(
    ("shapes", "over"),
    [
        ((text("line", GROWS, paragraphs=8), sp("", text("below"), box=UNDER)), 2),
        ((text("line", GROWS, paragraphs=4), sp("", text("below"), box=UNDER)), 0),
        ((text("line", GROWS, paragraphs=8), sp("", text(" "), box=UNDER)), 0),
        ((text("line", GROWS, paragraphs=8), sp("", text("beside"), box=box(60, 40, 30, 20))), 0),
        ((text("line", GROWS, paragraphs=8), sp("", text("covered as it is stored"), box=box(10, 20, 40, 20))), 0),
        ((text("line", GROWS, paragraphs=8), sp("", text("above"), box=ABOVE)), 0),
        (
            (
                text("line", '<a:bodyPr anchor="b"><a:spAutoFit/></a:bodyPr>', paragraphs=4),
                sp("", text("above"), box=ABOVE),
            ),
            1,
        ),
    ],
)  # fmt: skip
def test_a_box_that_grows_must_not_come_over_other_texts(shapes: tuple[str, str], over: int) -> None:
    body, other = shapes
    assert [one.over for one in proof(sp("", body, box=LOW), other).over] == ([over] if over else [])


@pytest.mark.parametrize(
    ("shape", "over"),
    [
        (sp("", text("line", font="Nobody Sans", paragraphs=40), box=LOW), True),
        (sp("", text("word " * 50, font="Nobody Sans"), box=LOW), True),
        (sp("", text("word " * 16, font="Nobody Sans"), box=LOW), False),
        (sp("", text("word " * 200, 'wrap="none"', font="Nobody Sans"), box=LOW), True),
        (sp("", text("word " * 200, 'vert="vert"', font="Nobody Sans"), box=LOW), True),
        (sp("", text("line", '<a:bodyPr><a:spAutoFit/></a:bodyPr>', font="Nobody Sans", paragraphs=60), box=LOW), True),
    ],
)  # fmt: skip
def test_of_a_typeface_that_nobody_has_only_what_is_certain_is_told(shape: str, over: bool) -> None:
    found = proof(shape)
    assert bool(found.over) == over
    assert [(one.why, one.typeface) for one in found.unproven] == [("typeface", "Nobody Sans")]


def test_a_table_in_a_typeface_that_nobody_has() -> None:
    long = proof(table(12, "words that need quite a few lines in this narrow column " * 4, font="Nobody Sans"))
    assert long.over and long.unproven
    short = proof(table(5, "short", font="Nobody Sans"))
    assert not short.over and short.unproven


def test_vertical_text_is_not_judged() -> None:
    found = proof(sp("", text("line", 'vert="wordArtVert"', paragraphs=40), box=LOW))
    assert found.over == () and [one.why for one in found.unproven] == ["vertical"]


def table(rows: int, words: str, *, font: str = "Arial") -> str:
    row = f'<a:tr h="300000"><a:tc><a:txBody>{text(words, font=font)}</a:txBody><a:tcPr/></a:tc></a:tr>'
    content = f'<a:tbl><a:tblPr/><a:tblGrid><a:gridCol w="{WIDTH // 2}"/></a:tblGrid>{row * rows}</a:tbl>'
    return frame(content, "http://schemas.openxmlformats.org/drawingml/2006/table")


def test_a_table_grows_and_must_end_on_the_slide() -> None:
    assert proof(table(5, "short")).over == ()
    (found,) = proof(table(12, "words that need quite a few lines in this narrow column " * 4)).over
    assert found.kind == "table" and found.over > 0


# --- composing and proving agree -------------------------------------------------------------------------------------


def sample_slides(language: str) -> list[Slide]:
    """The slides of all blocks of the sample library for one customer."""
    library = open_library(PROJECT / "content_blocks", None)
    builder = Builder(library, None)
    profile = load_profile(PROJECT / "profiles" / "betasoloin.yaml", builder.vocabulary)
    assembler = Assembler(
        profile, library, builder.resources.materials, language=language, on=datetime.date(2026, 12, 1), stage="evaluation",
        top=list(profile.values)[:3],
    )  # fmt: skip
    names = [name for name, block in library.blocks.items() if language in block.bodies]
    return [slide for name in names for slide in assembler.block(name) if slide.designed is None]


def agreed(brand_file: Path, language: str, cache: Path) -> None:
    """All that composing lets stand is proven, or not provable for want of a typeface; nothing is over."""
    brand = compile_brand(brand_file)
    typefaces = Typefaces(cache=cache)
    fitting = Fitting(brand, lambda: typefaces, (), None)
    slides = fitting.paginate("split")(tuple(sample_slides(language)), None)
    assert len(slides) > 100
    deck = Deck(
        title="All", customer="C", company="Lumikko", language=language, on=datetime.date(2026, 12, 1), profile="p",
        pack="p", pack_name="P", profile_hash="", library_hash="", slides=slides,
    )  # fmt: skip
    written = written_deck(deck, brand, templates=compiled_templates(), composer=fitting.composer)
    found = fitting.prove(deck, written)
    assert found.broken == {} and found.problems == ()
    assert found.fit.slides == len(slides)
    assert {one.why for _, one in found.fit.unproven} <= {"typeface"}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fi"])
def test_the_proof_agrees_with_composing_on_the_sample_brand(sample_brand: Path, cache: Path, language: str) -> None:
    agreed(sample_brand, language, cache)


@pytest.mark.slow
def test_a_memory_that_is_full_loses_nothing_of_the_deck_at_hand(sample_brand: Path, cache: Path) -> None:
    brand = compile_brand(sample_brand)
    typefaces = Typefaces(cache=cache)
    fitting = Fitting(brand, lambda: typefaces, (), None)
    fitting._proofs = Memory(most=2)
    deck = Deck(
        title="All", customer="C", company="Lumikko", language="en", on=datetime.date(2026, 12, 1), profile="p",
        pack="p", pack_name="P", profile_hash="", library_hash="", slides=tuple(sample_slides("en")[:6]),
    )  # fmt: skip
    written = written_deck(deck, brand, templates=compiled_templates(), composer=fitting.composer)
    assert fitting.prove(deck, written) == fitting.prove(deck, written)


BRANDS = (
    "icon-core.potx", "m3-japan-a4.pptx", "nhs-england.pptx", "openchain-2025.pptx", "openchain-case-study-en.pptx",
    "openchain-case-study-ja.pptx", "potxkit-4x3.potx", "rstudio.potx", "sap-4x3.pptx", "ufrj-mecanon.potx",
    "w3c-wot.potx",
)  # fmt: skip


@pytest.mark.parametrize("name", BRANDS)
def test_the_proof_agrees_with_composing_on_real_brands(shared: Path, cache: Path, name: str) -> None:
    agreed(shared / "data" / "brands" / name, ("en", "fi")[BRANDS.index(name) % 2], cache)


FULL = sp("", text("line", paragraphs=8), box=LOW)
"""A frame with six lines too many."""


@pytest.mark.parametrize(
    "first",
    [
        sp("", text("line", paragraphs=8), box=box(110, 10, 40, 12)),
        sp("", text("line", paragraphs=8), box=box(10, -12, 40, 12)),
        sp("", text("line", paragraphs=8), box=box(-40, 10, 40, 12)),
        pic(),
    ],
)
def test_what_is_beside_the_slide_and_pictures_are_passed_over_and_what_follows_is_not(first: str) -> None:
    """A shape that only touches the slide's edge is beside it: nobody sees its text."""
    (found,) = proof(first, FULL).over
    assert found.over == 6


def test_a_box_that_grows_upwards_comes_over_what_stands_on_it() -> None:
    bottom = '<a:bodyPr anchor="b"><a:spAutoFit/></a:bodyPr>'
    above = sp("", text("above"), box=box(10, 10, 40, 12))
    assert proof(above, sp("", text("line", bottom, paragraphs=5), box=box(10, 22, 40, 12))).over
    beside = sp("", text("beside"), box=box(50, 10, 40, 12))
    assert proof(beside, sp("", text("line", bottom, paragraphs=5), box=box(10, 22, 40, 12))).over == ()


def test_a_shape_without_text_hides_no_text_that_stands_behind_it_in_the_file() -> None:
    growing = sp("", text("line", GROWS, paragraphs=8), box=LOW)
    (found,) = proof(growing, sp("", text(" "), box=UNDER), sp("", text("below"), box=UNDER)).over
    assert found.over == 2


def test_what_touches_a_growing_box_at_its_side_is_not_come_over() -> None:
    growing = sp("", text("line", GROWS, paragraphs=8), box=LOW)
    assert proof(growing, sp("", text("beside"), box=box(50, 30, 40, 12))).over == ()
    assert proof(growing, sp("", text("below"), box=box(49, 30, 40, 12))).over


def test_a_table_must_not_grow_over_the_text_below_it() -> None:
    rows = table(5, "words that need quite a few lines in this narrow column " * 2)
    alone = proof(rows).over
    (found,) = proof(rows, sp("", text("below"), box=box(0, 30, 40, 12))).over
    assert found.kind == "table"
    assert found.over > sum(one.over for one in alone)


def test_what_is_proven_is_told_in_one_line() -> None:
    assert Fit(slides=3).told() == "fit proven: 3 of 3 slides"
    lumi = Unproven("typeface", "Lumi")
    assert Fit(slides=5, over=(3, 2, 3), unproven=((2, lumi), (4, lumi), (1, Unproven("vertical")))).told() == (
        "fit proven: 1 of 5 slides; text over its frame: slides 2, 3; not proven: slides 2, 4 (Lumi is not installed: put its "
        "file into the library's fonts/); slide 1 (its text runs from top to bottom, which is not measured)"
    )


def test_the_room_above_the_text_of_a_growing_box_is_no_text_below_it() -> None:
    deep = '<a:bodyPr tIns="914400"><a:spAutoFit/></a:bodyPr>'
    growing = sp("", text("line", deep, paragraphs=8), box=LOW)
    assert proof(growing, sp("", text("below"), box=box(10, 64, 40, 12))).over == ()
    assert proof(growing, sp("", text("below"), box=box(10, 50, 40, 12))).over
