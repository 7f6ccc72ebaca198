"""Decks made in the test, imported into a small library: what a marketer finds in the folder afterwards."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

from salespack.importing import front_matter
from salespack.importing.deck_records import RECORD_FILE
from salespack.importing.report import Action, Question
from salespack.problems.problem import UserFault
from tests.importing.decks import (
    BLANK,
    TITLE_SLIDE,
    actions,
    change_deck,
    contents,
    imported,
    library_at,
    picture,
    write_deck,
)
from tests.workspaces import LIBRARY, write_files

SLIDES = [
    ("Calm nights for the on-call team", ["No outage woke anybody in the last quarter", "Downtime fell by two thirds"]),
    ("Case study: a bakery", ["Bread was in the shops at six every morning", "The old system stopped at four"]),
    ("Next steps", ["Choose one service to begin with", "Agree on a date for the first review"]),
]
FINNISH = [
    ("Rauhallisia öitä päivystäjille", ["Yksikään katkos ei herättänyt ketään viime kvartaalissa", "Seisokit vähenivät kaksi kolmasosaa"]),
    ("Asiakastarina: leipomo", ["Leipä oli kaupoissa kuudelta joka aamu", "Vanha järjestelmä pysähtyi aina neljältä"]),
    ("Seuraavat askeleet", ["Valitkaa yksi palvelu, jolla aloitetaan", "Sopikaa päivä ensimmäiselle katsaukselle"]),
]  # fmt: skip
COLOURS = ["red", "green", "blue"]


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return write_deck(tmp_path / "in" / "Sales deck.pptx", SLIDES, pictures=COLOURS)


def block(root: Path, name: str) -> Path:
    return root / "content_blocks" / "imported" / "sales-deck" / name


def move_first_to_the_end_and_retitle(presentation: Any) -> None:
    slides = presentation.slides._sldIdLst
    first = slides[0]
    slides.remove(first)
    slides.append(first)
    presentation.slides[2].shapes.title.text = "Quiet nights"


def test_each_slide_becomes_a_short_block_with_reasons(tmp_path: Path, deck: Path) -> None:
    report = imported(tmp_path, deck)
    assert actions(report) == [
        ("new", "calm-nights-for-the-on-call-team"), ("new", "case-study-a-bakery"), ("new", "next-steps"),
    ]  # fmt: skip
    assert block(tmp_path, "calm-nights-for-the-on-call-team.md").read_text("utf-8") == (
        "---\n"
        "# “Calm nights for the on-call team” in Sales deck.pptx\n"
        "kind: benefit  # guessed: nothing on the slide speaks of another kind\n"
        "values: {fewer-outages: 2}  # proposed from: downtime, outage\n"
        "slides: {file: ../../slides/sales-deck.pptx, slide: 256}\n"
        "---\n"
    )
    assert block(tmp_path, "next-steps.md").read_text("utf-8") == (
        "---\n"
        "# “Next steps” in Sales deck.pptx\n"
        "kind: frame  # guessed: “next steps” in the title\n"
        "tags: [next-step]\n"
        "slides: {file: ../../slides/sales-deck.pptx, slide: 258}\n"
        "---\n"
    )
    assert block(tmp_path, "_defaults.yaml").read_text("utf-8") == (
        "# What the blocks in this folder share; a line in a block itself wins.\n"
        "owner: marketing\nstate: draft  # approved once somebody has looked at them\n"
    )
    assert (tmp_path / "content_blocks/slides/sales-deck.pptx").read_bytes() == deck.read_bytes()


def test_the_library_loads_with_what_was_written(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    library = library_at(tmp_path)
    assert not [problem for one in library.blocks.values() for problem in one.problems]
    found = library.blocks["calm-nights-for-the-on-call-team"]
    assert (found.kind, found.values, found.state, found.owner) == (
        "benefit",
        {"fewer-outages": 2},
        "draft",
        "marketing",
    )
    assert found.bodies["en"].slides is not None
    assert (found.bodies["en"].slides.file, found.bodies["en"].slides.slide) == ("../../slides/sales-deck.pptx", 256)


def test_importing_again_changes_no_byte(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    before = contents(tmp_path)
    report = imported(tmp_path, deck)
    assert {action for action, _ in actions(report)} == {"unchanged"}
    assert (report.written, contents(tmp_path)) == ((), before)


def test_a_copy_of_the_file_under_another_name_is_the_same_deck(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    before = contents(tmp_path)
    copy = deck.with_name("Sales deck (1).pptx")
    shutil.copyfile(deck, copy)
    assert imported(tmp_path, copy).written == ()
    assert contents(tmp_path) == before


def test_a_dry_run_tells_all_and_writes_nothing(tmp_path: Path, deck: Path) -> None:
    library_at(tmp_path)
    before = contents(tmp_path)
    report = imported(tmp_path, deck, dry_run=True)
    assert len(report.written) == 6  # three blocks, defaults, record, deck
    assert contents(tmp_path) == before


def test_a_moved_and_retitled_slide_keeps_its_block(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    change_deck(deck, move_first_to_the_end_and_retitle)
    report = imported(tmp_path, deck)
    assert actions(report) == [
        ("unchanged", "case-study-a-bakery"), ("unchanged", "next-steps"), ("changed", "calm-nights-for-the-on-call-team"),
    ]  # fmt: skip
    text = block(tmp_path, "calm-nights-for-the-on-call-team.md").read_text("utf-8")
    assert text.startswith("---\n# “Quiet nights” in Sales deck.pptx\nkind: benefit")
    assert "slide: 256}\nversion: 2\n---\n" in text
    assert (tmp_path / "content_blocks/slides/sales-deck.pptx").read_bytes() == deck.read_bytes()
    before = contents(tmp_path)
    assert imported(tmp_path, deck).written == ()
    assert contents(tmp_path) == before


def test_values_of_drafts_are_proposed_anew_when_the_library_has_others(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    mine = block(tmp_path, "case-study-a-bakery.md")
    mine.write_text(re.sub("^values: .*$", "values: {fewer-outages: 4}", mine.read_text("utf-8"), flags=re.M), "utf-8")
    written = mine.read_text("utf-8")
    values = tmp_path / "content_blocks/values.yaml"
    values.write_text(
        values.read_text("utf-8") + "calm:\n  name: Calm\n  signals: {en: [calm night, bread]}\n", "utf-8"
    )
    report = imported(tmp_path, deck)
    assert [(row.action, row.values, row.why) for row in report.decks[0].rows if row.why] == [
        (Action.CHANGED, {"calm": 3, "fewer-outages": 2}, "values proposed anew: calm night; downtime, outage")
    ]
    text = block(tmp_path, "calm-nights-for-the-on-call-team.md").read_text("utf-8")
    assert "values: {calm: 3, fewer-outages: 2}  # proposed from: calm night; downtime, outage\n" in text
    assert mine.read_text("utf-8") == written  # a person has written it
    assert imported(tmp_path, deck).written == ()


def test_a_deck_that_speaks_of_no_value_proposes_what_it_says_again_and_again(tmp_path: Path) -> None:
    slides = [
        ("Our supply chain today", ["The supply chain holds many suppliers", "Nobody owns the risk"]),
        ("A supply chain that is known", ["Each supplier is checked once a year"]),
        ("Training for buyers", ["Two days of training, and a certificate"]),
        ("What training brings", ["Buyers with a certificate ask better questions"]),
    ]
    deck = write_deck(tmp_path / "Chains.pptx", slides)
    report = imported(tmp_path, deck)
    assert [(one.id, one.words, one.slides) for one in report.decks[0].topics] == [
        ("supply-chain", ("supply chain", "suppliers"), (1, 2)),
        ("training", ("training", "buyers", "certificate"), (3, 4)),
    ]
    again = imported(tmp_path, deck, add_values=True)
    assert [sorted(row.values) for row in again.decks[0].rows] == [["supply-chain"]] * 2 + [["training"]] * 2
    written = (tmp_path / "content_blocks/values.yaml").read_text("utf-8")
    assert written.endswith(
        "\n# The words of slides 3, 4 in Chains.pptx: name it as customers would.\n"
        "training:\n  name: Training\n  signals: {en: [training, buyers, certificate]}\n"
    )
    assert library_at(tmp_path).values["supply-chain"].signals == {"en": ("supply chain", "suppliers")}
    assert imported(tmp_path, deck, add_values=True).written == ()  # most slides speak of a value now


def test_a_value_that_was_weeded_out_leaves_the_drafts(tmp_path: Path) -> None:
    """Somebody has the deck's words made values, and deletes those that no customer values."""
    slides = [
        ("Our supply chain today", ["The supply chain holds many suppliers", "Nobody owns the risk"]),
        ("A supply chain that is known", ["Each supplier is checked once a year"]),
        ("Supply chains and training", ["Two days of training, and a certificate"]),
        ("What training brings", ["Buyers with a certificate ask better questions"]),
        ("Dates", ["Three weeks in spring"]),
    ]
    deck = write_deck(tmp_path / "Chains.pptx", slides)
    imported(tmp_path, deck, add_values=True)
    values = tmp_path / "content_blocks/values.yaml"
    text = values.read_text("utf-8")
    assert re.findall(r"^supply.*:$", text, re.MULTILINE) == ["supply-chain:"]  # one and many are one value
    values.write_text(re.sub(r"\n#[^\n]*\ntraining:\n(  .*\n)+", "", text), "utf-8")
    report = imported(tmp_path, deck)
    assert [sorted(row.values) for row in report.decks[0].rows if row.action is Action.CHANGED] == [
        ["supply-chain"],
        [],
    ]
    assert not any(block.problems for block in library_at(tmp_path).blocks.values())


def test_what_a_person_has_written_stays(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    file = block(tmp_path, "calm-nights-for-the-on-call-team.md")
    written = (
        "---\r\n# “Calm nights for the on-call team” in Sales deck.pptx\r\n"
        "kind: experience\r\n# mine\r\nvalues: {fewer-outages: 5}\r\nversion: 7 # agreed\r\nstate: approved\r\n"
        "slides: {file: ../../slides/sales-deck.pptx, slide: 256}\r\nneeds: [facts.services]\r\n---\r\n"
        "::: notes\r\nTell of the bakery.\r\n:::\r\n"
    )
    file.write_bytes(written.encode())
    assert imported(tmp_path, deck).written == ()
    assert file.read_bytes() == written.encode()
    change_deck(deck, move_first_to_the_end_and_retitle)
    report = imported(tmp_path, deck)
    expected = written.replace("“Calm nights for the on-call team”", "“Quiet nights”").replace(
        "version: 7 #", "version: 8 #"
    )
    assert file.read_bytes() == expected.encode()
    why = [row.why for row in report.decks[0].rows if row.action is Action.CHANGED]
    assert why == ["now version 8, approved before: look at it again"]


def test_a_line_that_a_person_has_changed_is_never_changed_again(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    file = block(tmp_path, "calm-nights-for-the-on-call-team.md")
    own = file.read_text("utf-8").replace("slide: 256}", "slide: 256, keep: brand}").replace("# “Calm", "# My “Calm")
    file.write_text(own, "utf-8")
    for title in ("One", "Two"):

        def retitle(presentation: Any, title: str = title) -> None:
            presentation.slides[0].shapes.title.text = title

        change_deck(deck, retitle)
        imported(tmp_path, deck)
    assert file.read_text("utf-8") == own.replace("keep: brand}\n", "keep: brand}\nversion: 3\n")


def test_the_folders_defaults_are_a_persons_once_written(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    defaults = block(tmp_path, "_defaults.yaml")
    defaults.write_text("owner: sales\nstate: approved\n")
    change_deck(deck, move_first_to_the_end_and_retitle)
    imported(tmp_path, deck)
    assert defaults.read_text() == "owner: sales\nstate: approved\n"
    assert "state:" not in block(tmp_path, "calm-nights-for-the-on-call-team.md").read_text("utf-8")


def test_a_new_slide_is_a_draft_also_where_the_folder_says_approved(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    block(tmp_path, "_defaults.yaml").write_text("state: approved\n")

    def add(presentation: Any) -> None:
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = "Something new"

    change_deck(deck, add)
    assert actions(imported(tmp_path, deck))[-1] == ("new", "something-new")
    assert "\nstate: draft\n" in block(tmp_path, "something-new.md").read_text("utf-8")


def remove_second(presentation: Any) -> None:
    slides = presentation.slides._sldIdLst
    presentation.part.drop_rel(slides[1].rId)
    slides.remove(slides[1])


def test_a_slide_that_vanished_is_told_and_its_block_left(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    file = block(tmp_path, "case-study-a-bakery.md")
    before = file.read_bytes()
    original = change_deck(deck, remove_second, deck.with_name("shorter.pptx"))
    shutil.move(deck, tmp_path / "kept.pptx")
    shutil.move(original, deck)
    report = imported(tmp_path, deck)
    assert actions(report) == [
        ("unchanged", "calm-nights-for-the-on-call-team"), ("unchanged", "next-steps"), ("vanished", "case-study-a-bakery"),
    ]  # fmt: skip
    assert file.read_bytes() == before
    shutil.move(tmp_path / "kept.pptx", deck)
    assert {action for action, _ in actions(imported(tmp_path, deck))} == {"unchanged"}


def test_a_slide_pasted_again_keeps_its_block_under_the_new_id(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)

    def renumber(presentation: Any) -> None:
        presentation.slides._sldIdLst[1].set("id", "900")

    change_deck(deck, renumber)
    report = imported(tmp_path, deck)
    assert {action for action, _ in actions(report)} == {"unchanged", "changed"}
    assert ("changed", "case-study-a-bakery") in actions(report)
    assert "slide: 900}" in block(tmp_path, "case-study-a-bakery.md").read_text("utf-8")


def test_a_block_that_was_deleted_stays_deleted(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    block(tmp_path, "next-steps.md").unlink()
    report = imported(tmp_path, deck)
    assert ("deleted", "next-steps") in actions(report)
    assert not block(tmp_path, "next-steps.md").exists()


def test_a_block_that_was_moved_and_renamed_is_found(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    moved = tmp_path / "content_blocks/benefits/quiet.md"
    text = block(tmp_path, "calm-nights-for-the-on-call-team.md").read_text("utf-8")
    block(tmp_path, "calm-nights-for-the-on-call-team.md").unlink()
    moved.write_text(text.replace("../../slides", "../slides"), "utf-8")
    change_deck(deck, move_first_to_the_end_and_retitle)
    report = imported(tmp_path, deck)
    assert ("changed", "quiet") in actions(report)
    assert "version: 2" in moved.read_text("utf-8")


def test_edits_to_the_stored_deck_are_not_lost(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    stored = tmp_path / "content_blocks/slides/sales-deck.pptx"
    change_deck(stored, move_first_to_the_end_and_retitle)
    edited = stored.read_bytes()
    change_deck(deck, remove_second)
    report = imported(tmp_path, deck)
    assert [problem.code for problem in report.problems] == ["SP854"]
    assert stored.read_bytes() == edited
    assert ("changed", "calm-nights-for-the-on-call-team") in actions(imported(tmp_path, stored))
    assert imported(tmp_path, deck, replace=True).problems == ()
    assert stored.read_bytes() == deck.read_bytes()


def test_another_deck_of_the_same_name_is_another_deck(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    other = write_deck(
        tmp_path / "other" / "Sales deck.pptx",
        [
            ("Prices", ["What a service costs in a month or two"]),
            ("Terms", ["Thirty days after the end of each month"]),
        ],
    )
    report = imported(tmp_path, other)
    assert (report.decks[0].deck, actions(report)) == ("sales-deck-en", [("new", "prices"), ("new", "terms")])
    assert {path.name for path in (tmp_path / "content_blocks/slides").iterdir()} == {
        "sales-deck.pptx",
        "sales-deck-en.pptx",
    }


def test_ids_are_unique_in_the_library_and_untitled_slides_take_the_decks_name(tmp_path: Path) -> None:
    slides = [("Calm nights", []), ("Calm nights", ["again"]), ("停止しないサービス", ["x"]), ("Con", [])]
    deck = write_deck(tmp_path / "My deck.pptx", slides)

    def add_blank(presentation: Any) -> None:
        presentation.slides.add_slide(presentation.slide_layouts[BLANK])

    change_deck(deck, add_blank)
    names = [name for _, name in actions(imported(tmp_path, deck, language="en"))]
    # The library has a block calm-nights already.
    assert names == ["calm-nights-2", "calm-nights-3", "my-deck-slide-3", "con-slide", "my-deck-slide-5"]


def test_one_kind_for_all_goes_into_the_defaults(tmp_path: Path) -> None:
    deck = write_deck(
        tmp_path / "plain.pptx", [("One thing that helps", ["words", "and more"]), ("Another thing", ["more"])]
    )
    imported(tmp_path, deck)
    folder = tmp_path / "content_blocks/imported/plain"
    assert "\nkind: benefit\n" in (folder / "_defaults.yaml").read_text()
    assert "\n# kind benefit: nothing on the slide" in (folder / "another-thing.md").read_text("utf-8")
    assert library_at(tmp_path).blocks["another-thing"].kind == "benefit"


def test_what_reads_like_a_template_is_text_until_a_person_says_otherwise(tmp_path: Path) -> None:
    slides = [
        ("How templates work", ["Write {{ user.email }} or {% if %}", "words", "and more"]),
        ("Made for {{ customer.name }}", ["with {{ facts.services }} services"]),
        ("{% for a in range(1000) %}{% for b in range(1000) %}{{ customer.name }}{% endfor %}{% endfor %}", []),
        ("Said of a picture", ["words"]),
        ("Said in notes", ["words"]),
        ("Split into runs", ["words"]),
        ("No braces", ["{ one }"]),
    ]

    def hide(presentation: Any) -> None:
        presentation.slides[3].shapes[1]._element.nvSpPr.cNvPr.set("descr", "{% if a %}")
        presentation.slides[4].notes_slide.notes_text_frame.text = "{{ customer.name }}"
        paragraph = presentation.slides[5].placeholders[1].text_frame.paragraphs[0]
        for part in ("{", "{ customer", ".name }", "}"):
            paragraph.add_run().text = part

    imported(tmp_path, change_deck(write_deck(tmp_path / "braces.pptx", slides), hide))
    blocks = library_at(tmp_path).blocks
    assert {name: block.jinja for name, block in blocks.items() if "imported" in block.file} == {
        "how-templates-work": False,
        "made-for-customer-name": False,
        "for-a-in-range-1000-for-b-in-range-1000-customer-name-endfor": False,
        "said-of-a-picture": False,
        "said-in-notes": False,
        "split-into-runs": False,
        "no-braces": True,
    }
    text = (tmp_path / "content_blocks/imported/braces/made-for-customer-name.md").read_text("utf-8")
    assert "jinja: false  # the slide shows {{ … }} or {% … %}; write true if it is meant to be filled in\n" in text


def test_a_later_state_of_a_deck_stays_text_and_a_template_stays_one(tmp_path: Path) -> None:
    deck = write_deck(tmp_path / "in" / "Sales deck.pptx", [*SLIDES[:2], ("Next steps", ["for {{ customer.name }}"])])
    imported(tmp_path, deck)
    file = block(tmp_path, "next-steps.md")
    file.write_text(file.read_text("utf-8").replace(front_matter.LITERAL_LINE, "jinja: true"), encoding="utf-8")

    def add_templates(presentation: Any) -> None:
        for slide in presentation.slides:
            slide.placeholders[1].text += "{% for a in range(1000) %}{% endfor %}"

    imported(tmp_path, change_deck(deck, add_templates))
    blocks = library_at(tmp_path).blocks
    assert not blocks["calm-nights-for-the-on-call-team"].jinja
    assert not blocks["case-study-a-bakery"].jinja
    assert blocks["next-steps"].jinja


def test_a_library_of_before_keeps_its_meaning(tmp_path: Path) -> None:
    slides = [("Made for {{ customer.name }}", ["with care"]), *SLIDES]
    deck = write_deck(tmp_path / "in" / "Sales deck.pptx", slides)
    imported(tmp_path, deck)
    file, record = block(tmp_path, "made-for-customer-name.md"), block(tmp_path, RECORD_FILE)
    # As it was written when names that we know made a template of a slide.
    for one in (file, record):
        text = one.read_text("utf-8").replace(f"{front_matter.LITERAL_LINE}\n", "")
        one.write_text(text.replace(front_matter.LITERAL_LINE, ""), encoding="utf-8")
    assert library_at(tmp_path).blocks["made-for-customer-name"].jinja

    def retitle(presentation: Any) -> None:
        presentation.slides[0].shapes.title.text = "Made for {{ customer.name }} alone"

    imported(tmp_path, change_deck(deck, retitle))
    assert library_at(tmp_path).blocks["made-for-customer-name"].jinja


def test_a_translation_that_reads_like_a_template_is_text(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    finnish = [
        (FINNISH[0][0], ["{% for a in range(1000) %}{% endfor %} ei herättänyt", FINNISH[0][1][1]]),
        *FINNISH[1:],
    ]
    imported(
        tmp_path, write_deck(tmp_path / "in" / "myynti.pptx", finnish, pictures=COLOURS), answer=True, language="fi"
    )
    blocks = library_at(tmp_path).blocks
    assert set(blocks["calm-nights-for-the-on-call-team"].bodies) == {"en", "fi"}
    assert not blocks["calm-nights-for-the-on-call-team"].jinja
    assert blocks["next-steps"].jinja


def test_into_a_folder_that_has_its_own_defaults(tmp_path: Path, deck: Path) -> None:
    library_at(tmp_path)
    write_files(tmp_path, {"content_blocks/benefits/_defaults.yaml": "kind: benefit\nstate: approved\nowner: us\n"})
    imported(tmp_path, deck, into="benefits")
    text = (tmp_path / "content_blocks/benefits/calm-nights-for-the-on-call-team.md").read_text("utf-8")
    assert text.splitlines()[1:5] == [
        "# “Calm nights for the on-call team” in Sales deck.pptx",
        "# kind benefit: nothing on the slide speaks of another kind",
        "values: {fewer-outages: 2}  # proposed from: downtime, outage",
        "state: draft",
    ]
    assert "slides: {file: ../slides/sales-deck.pptx, slide: 256}" in text
    assert (
        tmp_path / "content_blocks/benefits/_defaults.yaml"
    ).read_text() == "kind: benefit\nstate: approved\nowner: us\n"


# --- sections --------------------------------------------------------------------------------------------------------

SECTIONS = (
    '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}">'
    '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
    '<p14:section name="Why us" id="{A}"><p14:sldIdLst><p14:sldId id="256"/><p14:sldId id="257"/></p14:sldIdLst></p14:section>'
    '<p14:section name="How to begin" id="{B}"><p14:sldIdLst><p14:sldId id="258"/></p14:sldIdLst></p14:section>'
    '<p14:section name="Empty" id="{C}"><p14:sldIdLst/></p14:section>'
    "</p14:sectionLst></p:ext></p:extLst>"
)


def add_sections(presentation: Any) -> None:
    from lxml import etree

    root = presentation.part._element
    for old in root.findall("{http://schemas.openxmlformats.org/presentationml/2006/main}extLst"):
        root.remove(old)
    root.append(etree.fromstring(SECTIONS))


def test_a_section_becomes_one_block(tmp_path: Path, deck: Path) -> None:
    change_deck(deck, add_sections)
    assert actions(imported(tmp_path, deck, by="section")) == [("new", "why-us"), ("new", "how-to-begin")]
    assert "slide: [256, 257]}" in block(tmp_path, "why-us.md").read_text("utf-8")
    assert imported(tmp_path, deck).written == ()
    assert [problem.code for problem in imported(tmp_path, deck, by="slide").problems] == ["SP852"]


def test_without_sections_there_is_nothing_to_import_by(tmp_path: Path, deck: Path) -> None:
    report = imported(tmp_path, deck, by="section")
    assert [(problem.code, problem.message) for problem in report.problems] == [("SP852", "has no sections")]
    assert report.written == ()


# --- languages -------------------------------------------------------------------------------------------------------


@pytest.fixture
def finnish(tmp_path: Path) -> Path:
    return write_deck(tmp_path / "in" / "Myyntiesitys.pptx", FINNISH, pictures=COLOURS)


@pytest.mark.parametrize("together", [True, False])
def test_the_same_deck_in_another_language_becomes_translations(
    tmp_path: Path, deck: Path, finnish: Path, together: bool
) -> None:
    asked: list[Question] = []
    if together:
        report = imported(tmp_path, finnish, deck, answer=True, asked=asked)
    else:
        imported(tmp_path, deck)
        report = imported(tmp_path, finnish, answer=True, asked=asked)
    assert [(one.sort, one.of, len(one.candidates)) for one in asked] == [("translations", "sales-deck", 3)]
    assert [action for action, _ in actions(report)][:3] == ["translation"] * 3
    assert block(tmp_path, "next-steps.fi.md").read_text("utf-8") == (
        "---\n# “Seuraavat askeleet” in Myyntiesitys.pptx\n"
        "slides: {file: ../../slides/myyntiesitys.pptx, slide: 258}\ntranslates: 1\n---\n"
    )
    found = library_at(tmp_path).blocks["next-steps"]
    assert (sorted(found.bodies), found.broken_bodies) == (["en", "fi"], {})
    before = contents(tmp_path)
    assert imported(tmp_path, deck, finnish).written == ()
    assert contents(tmp_path) == before


def test_unanswered_pairs_are_not_written_and_told(tmp_path: Path, deck: Path, finnish: Path) -> None:
    imported(tmp_path, deck)
    before = contents(tmp_path)
    report = imported(tmp_path, finnish)
    assert [(problem.code, problem.message) for problem in report.problems] == [
        ("SP856", "3 slides of myyntiesitys look like translations of sales-deck; nothing was written for them")
    ]
    assert (contents(tmp_path), actions(report)) == (before, [("waiting", "")] * 3)


def test_refused_pairs_become_blocks_in_their_language(tmp_path: Path, deck: Path, finnish: Path) -> None:
    imported(tmp_path, deck)
    report = imported(tmp_path, finnish, answer=False)
    assert [action for action, _ in actions(report)] == ["new"] * 3
    assert "\nlanguage: fi\n" in (tmp_path / "content_blocks/imported/myyntiesitys/_defaults.yaml").read_text("utf-8")
    assert list(library_at(tmp_path).blocks["seuraavat-askeleet"].bodies) == ["fi"]
    assert imported(tmp_path, finnish).written == ()


def test_the_first_language_may_come_last(tmp_path: Path, deck: Path, finnish: Path) -> None:
    imported(tmp_path, finnish)
    report = imported(tmp_path, deck, answer=True)
    assert actions(report)[2] == ("translation", "seuraavat-askeleet")
    assert sorted(library_at(tmp_path).blocks["seuraavat-askeleet"].bodies) == ["en", "fi"]


def test_a_changed_original_leaves_its_translation_behind_until_that_changes_too(
    tmp_path: Path, deck: Path, finnish: Path
) -> None:
    imported(tmp_path, deck, finnish, answer=True)

    def retitle(presentation: Any) -> None:
        presentation.slides[2].shapes.title.text += "!"

    change_deck(deck, retitle)
    imported(tmp_path, deck)
    assert "translates: 1\n" in block(tmp_path, "next-steps.fi.md").read_text("utf-8")
    change_deck(finnish, retitle)
    assert ("changed", "next-steps") in actions(imported(tmp_path, finnish))
    assert "translates: 2\n" in block(tmp_path, "next-steps.fi.md").read_text("utf-8")


def test_a_slide_added_to_both_languages_pairs_later(tmp_path: Path, deck: Path, finnish: Path) -> None:
    imported(tmp_path, deck, finnish, answer=True)
    for file, title in ((deck, "Prices and terms"), (finnish, "Hinnat ja ehdot")):

        def add(presentation: Any, title: str = title) -> None:
            slide = presentation.slides.add_slide(presentation.slide_layouts[5])
            slide.shapes.title.text = title
            slide.shapes.add_picture(picture("yellow"), Inches(2), Inches(2))

        change_deck(file, add)
    report = imported(tmp_path, deck, finnish, answer=True)
    assert ("new", "prices-and-terms") in actions(report)
    assert ("translation", "prices-and-terms") in actions(report)


def test_an_unrelated_deck_in_another_language_does_not_pair(tmp_path: Path, deck: Path) -> None:
    unrelated = [
        ("Hinnat", ["Palvelu maksaa kympin", "Se ei sisällä veroja, jotka ovat erikseen ja joita on monenlaisia", "Ei muuta"]),
        ("Ehdot", ["Maksuaika on kolmekymmentä päivää siitä, kun lasku on lähetetty, ellei muuta ole sovittu"]),
        ("Yhteenveto", ["On hyvä", "Ja halpa", "Ei lukittu", "Voi irtisanoa milloin vain, kun ilmoittaa siitä"]),
    ]  # fmt: skip
    asked: list[Question] = []
    imported(tmp_path, deck, write_deck(tmp_path / "hinnat.pptx", unrelated), asked=asked)
    assert asked == []


def test_an_undeclared_language_is_told_with_what_to_add(tmp_path: Path, deck: Path) -> None:
    german = write_deck(
        tmp_path / "Vortrag.pptx",
        [("Ruhige Nächte", ["Der Dienst ist für alle da und läuft auf einem Server bei uns"])],
    )
    report = imported(tmp_path, german, deck)
    assert [str(problem) for problem in report.problems] == [
        f"{german}: SP205 is in German (6 German words and endings such as auf, bei, der), which the library does not declare "
        "(add it with --add-language de (library.yaml: languages: [en, fi, de]); "
        "if it is another language, name that with --language CODE)"
    ]
    assert [one.deck for one in report.decks] == ["sales-deck"]
    assert imported(tmp_path, german, add=["de"]).problems == ()
    assert (tmp_path / "content_blocks/library.yaml").read_text() == LIBRARY.replace("[en, fi]", "[en, fi, de]")
    assert list(library_at(tmp_path).blocks["ruhige-nachte"].bodies) == ["de"]


def test_a_deck_in_two_languages_waits_for_somebody_to_say_which(tmp_path: Path) -> None:
    english = "The profile says what a customer wants, and it is the base of all that is shown to them in the meeting"
    both = write_deck(
        tmp_path / "Both.pptx",
        [("利用者のプロファイル", ["会議の前に確認します、プロファイルは会議の土台です", *[english] * 4])],
    )
    report = imported(tmp_path, both, add=["ja"])
    assert [problem.code for problem in report.problems] == ["SP857"]
    assert str(report.problems[0]).startswith(f"{both}: SP857 has no one language: it is in Japanese (")
    assert report.problems[0].hint == "name the language that its blocks are to have: --language CODE"
    assert report.decks == ()


# --- copies ----------------------------------------------------------------------------------------------------------


def test_a_slide_that_is_in_two_decks_is_one_block(tmp_path: Path, deck: Path) -> None:
    other = change_deck(deck, move_first_to_the_end_and_retitle, tmp_path / "Other.pptx")
    report = imported(tmp_path, deck, other)
    assert actions(report)[3:5] == [("same as", "case-study-a-bakery"), ("same as", "next-steps")]
    assert actions(report)[5][0] == "waiting"  # retitled: nearly the same
    assert report.questions[0].sort == "near copies"
    report = imported(tmp_path, other, answer=True)
    assert actions(report)[2] == ("same as", "calm-nights-for-the-on-call-team")
    assert not list((tmp_path / "content_blocks/imported/other").glob("*.md"))
    before = contents(tmp_path)
    assert imported(tmp_path, other, deck).written == ()
    assert contents(tmp_path) == before


def test_a_copy_that_changes_becomes_a_block_of_its_own(tmp_path: Path, deck: Path) -> None:
    other = change_deck(deck, move_first_to_the_end_and_retitle, tmp_path / "Other.pptx")
    imported(tmp_path, deck, other, answer=True)

    def rewrite(presentation: Any) -> None:
        presentation.slides[0].shapes.title.text = "Something else entirely"

    change_deck(other, rewrite)
    assert actions(imported(tmp_path, other))[0] == ("new", "something-else-entirely")


def test_a_slide_that_repeats_in_one_deck_is_one_block(tmp_path: Path) -> None:
    slides = [("Agenda", ["One", "Two"]), ("One", ["first"]), ("Agenda", ["One", "Two"])]
    report = imported(tmp_path, write_deck(tmp_path / "d.pptx", slides))
    assert actions(report) == [("new", "agenda"), ("new", "one"), ("same as", "agenda")]


# --- bad input -------------------------------------------------------------------------------------------------------


def test_a_bad_file_does_not_stop_the_others(tmp_path: Path, deck: Path) -> None:
    (tmp_path / "broken.pptx").write_bytes(deck.read_bytes()[:5000])
    empty = tmp_path / "empty.pptx"
    Presentation().save(str(empty))
    report = imported(tmp_path, tmp_path / "broken.pptx", empty, tmp_path / "none.pptx", deck)
    assert [problem.code for problem in report.problems] == ["SP504", "SP851", "SP501"]
    assert len(actions(report)) == 3


def test_a_broken_record_stops_the_import(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    record = block(tmp_path, RECORD_FILE)
    for text in ("{", record.read_text().replace("imported/sales-deck/next", "../../next")):
        record.write_text(text)
        with pytest.raises(UserFault) as fault:
            imported(tmp_path, deck)
        assert [problem.code for problem in fault.value.problems] == ["SP853"]


def test_front_matter_that_somebody_broke_is_told_and_left(tmp_path: Path, deck: Path) -> None:
    imported(tmp_path, deck)
    file = block(tmp_path, "calm-nights-for-the-on-call-team.md")
    file.write_text("no front matter")
    change_deck(deck, move_first_to_the_end_and_retitle)
    assert [problem.code for problem in imported(tmp_path, deck).problems] == ["SP855"]
    assert file.read_text() == "no front matter"


def test_a_write_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(tmp_path, deck)
    before = contents(tmp_path)
    change_deck(deck, move_first_to_the_end_and_retitle)
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == RECORD_FILE and self.name.startswith("new-"):
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(UserFault) as fault:
        imported(tmp_path, deck)
    assert fault.value.problems[0].code == "SP701"
    assert contents(tmp_path) == before


def test_titles_with_anything_in_them_make_files_that_load(tmp_path: Path) -> None:
    titles = [
        "a: b # c",
        "*x* &y !z",
        "- {[",
        "quo\"te' “s”",
        "tab\there",
        "\u2028line\u0085x",
        "x" * 300,
        "🙂 ok fine",
    ]
    deck = write_deck(
        tmp_path / "odd: 'deck', v2.pptx", [(title, [f"line {number}"]) for number, title in enumerate(titles)]
    )
    report = imported(tmp_path, deck, language="en")
    library = library_at(tmp_path)
    names = [name for _, name in actions(report)]
    assert len(set(names)) == len(titles)
    assert not [problem for name in names for problem in library.blocks[name].problems]


def test_the_opening_is_the_first_slide_on_the_title_layout(tmp_path: Path) -> None:
    deck = write_deck(tmp_path / "d.pptx", [("Welcome", []), ("Part two", [])], layout=TITLE_SLIDE)
    imported(tmp_path, deck)
    blocks = library_at(tmp_path).blocks
    assert (blocks["welcome"].kind, blocks["welcome"].tags, blocks["part-two"].tags) == (
        "frame",
        ("opening",),
        ("section",),
    )
