"""The law of a refresh, sentence by sentence: what a person did stays, what the library changed comes in."""

from __future__ import annotations

import copy
import io
import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from salespack.ooxml.reading import read_package
from salespack.ooxml.slide_base import sealed
from salespack.revisions.refreshing import merged
from salespack.revisions.slide_merge import Conflict
from tests.revisions.refreshing import (
    CALM,
    NIGHTS,
    World,
    body,
    chart,
    edited,
    figures,
    slides_of,
    table,
    titled,
    titles,
)
from tests.revisions.scripted_edits import a_slide_is_copied, an_own_slide_is_inserted

pytestmark = pytest.mark.slow

CALL = ("Two of us wake", "Three of us wake")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def lines(slide: Any) -> list[str]:
    return [one.text for one in body(slide).text_frame.paragraphs]


def test_without_any_change_it_is_the_same_bytes(world: World) -> None:
    found = world.refresh(world.built.file)
    assert found.content == world.built.file
    assert not found.is_changed and found.is_clear
    mine = edited(world.built.file, lambda deck: setattr(deck.slides[1].shapes.title, "text", "Mine"))
    assert world.refresh(mine).content == mine


def test_what_the_person_left_as_it_was_becomes_the_new(world: World) -> None:
    world.change(CALL)
    found = world.refresh(world.built.file)
    assert lines(titled(found.content, "Calm nights")) == [
        "One of you sleeps", "Three of us wake", "Nobody is called twice",
    ]  # fmt: skip
    assert [one.outcome for one in found.slides] == ["as it was", "renewed", *["as it was"] * 4]
    assert found.is_clear
    assert found.slides[1].taken == ("Content Placeholder 2: text changed (“Three of us wake”)",)


def test_what_the_library_left_as_it_was_stays_byte_for_byte(world: World) -> None:
    mine = edited(world.built.file, lambda deck: setattr(deck.slides[4].shapes.title, "text", "Mine"))
    world.change(CALL)
    found = world.refresh(mine)
    assert titles(found.content)[4] == "Mine"
    before, after = slides_of(mine), slides_of(found.content)
    assert after[4].part.blob == before[4].part.blob
    assert found.slides[4].by_hand == ("title: retitled (“Mine”)",)


def test_both_changed_different_paragraphs_and_both_hold(world: World) -> None:
    def hand(deck: Any) -> None:
        paragraphs = body(deck.slides[1]).text_frame.paragraphs
        paragraphs[0].runs[0].text = "All of you sleep"

    world.change(CALL, ("- Nobody is called twice", "- Nobody is called twice\n- Not even once"))
    found = world.refresh(edited(world.built.file, hand))
    assert lines(titled(found.content, "Calm nights")) == [
        "All of you sleep", "Three of us wake", "Nobody is called twice", "Not even once",
    ]  # fmt: skip
    assert found.is_clear and found.slides[1].outcome == "merged"


def test_paragraphs_that_the_person_moved_are_renewed_where_they_are(world: World) -> None:
    def hand(deck: Any) -> None:
        paragraphs = body(deck.slides[1]).text_frame.paragraphs
        paragraphs[2]._p.addnext(paragraphs[1]._p)

    world.change(CALL)
    found = world.refresh(edited(world.built.file, hand))
    assert lines(titled(found.content, "Calm nights")) == [
        "One of you sleeps", "Nobody is called twice", "Three of us wake",
    ]  # fmt: skip


def test_a_word_that_was_made_bold_stays_so_and_the_new_words_around_it_do_not(world: World) -> None:
    def hand(deck: Any) -> None:
        run = body(deck.slides[1]).text_frame.paragraphs[1].runs[0]
        rest = copy.deepcopy(run._r)
        run._r.addnext(rest)
        run.text, run.font.bold = "Two", True
        rest.find(qn("a:t")).text = " of us wake"

    mine = edited(world.built.file, hand)
    for new, bold in (
        ("Two of us may wake, and never on Sundays", "Two"),
        ("Two in a hundred of us wake", "Two"),
        ("Three of us wake", "Three"),
        ("At night a Two of us wake", "Two"),
        ("Nobody at all sleeps on", ""),
    ):
        world.write(CALM, NIGHTS.replace("Two of us wake", new))
        paragraph = body(titled(world.refresh(mine).content, "Calm nights")).text_frame.paragraphs[1]
        assert paragraph.text == new
        assert "".join(run.text for run in paragraph.runs if run.font.bold).strip() == bold


def test_a_conflict_over_what_the_library_took_out_is_told_in_the_notes(world: World) -> None:
    def hand(deck: Any) -> None:
        body(deck.slides[1]).text_frame.paragraphs[1].runs[0].text = "Four of us wake"

    world.change(("- Two of us wake\n", ""))
    found = world.refresh(edited(world.built.file, hand))
    said = titled(found.content, "Calm nights").notes_slide.notes_text_frame.text.splitlines()
    assert said[-1] == "Not in the library any more (Content Placeholder 2)"
    again = world.refresh(found.content)
    assert (again.conflicts, again.undecided, again.is_clear) == (0, 1, False)


def test_where_both_changed_the_same_paragraph_the_persons_stays_and_the_new_is_in_the_notes(world: World) -> None:
    def hand(deck: Any) -> None:
        body(deck.slides[1]).text_frame.paragraphs[1].runs[0].text = "Four of us wake"

    world.change(CALL)
    found = world.refresh(edited(world.built.file, hand))
    slide = titled(found.content, "Calm nights")
    assert lines(slide)[1] == "Four of us wake"
    assert found.slides[1].conflicts == (Conflict("Content Placeholder 2", "Three of us wake"),)
    assert slide.notes_slide.notes_text_frame.text.splitlines()[-1] == (
        "New text, not taken over (Content Placeholder 2): Three of us wake"
    )
    assert not found.is_clear


def test_a_conflict_on_a_slide_without_notes_gives_it_notes(world: World) -> None:
    mine = edited(world.built.file, lambda deck: setattr(deck.slides[4].shapes.title, "text", "Mine"))
    world.change(("One hour a year", "Half an hour a year"), block="experiences/one-hour.md")
    found = world.refresh(mine)
    slide = titled(found.content, "Mine")
    assert slide.notes_slide.notes_text_frame.text == "New text, not taken over (title): Half an hour a year"


def test_what_the_person_deleted_stays_deleted(world: World) -> None:
    def hand(deck: Any) -> None:
        paragraph = body(deck.slides[1]).text_frame.paragraphs[1]._p
        paragraph.getparent().remove(paragraph)
        rows = next(one for one in deck.slides[2].shapes if one.has_table).table._tbl.tr_lst
        rows[2].getparent().remove(rows[2])
        shape = next(one for one in deck.slides[3].shapes if one.has_chart)
        shape._element.getparent().remove(shape._element)
        ids = deck.slides._sldIdLst
        deck.part.drop_rel(ids[4].rId)
        ids.remove(ids[4])

    mine = edited(world.built.file, hand)
    world.change(CALL, ("| Yours | 5 | 60 |", "| Yours | 5 | 65 |"), ("[5, 4, 2]", "[5, 4, 9]"), ("One of", "Each of"))
    world.change(("- it held", "- it held well"), block="experiences/one-hour.md")
    found = world.refresh(mine)
    assert lines(titled(found.content, "Calm nights")) == ["Each of you sleeps", "Nobody is called twice"]
    assert [row[0] for row in table(titled(found.content, "What it costs"))] == ["Who", "Ours", "Theirs"]
    assert not any(one.has_chart for one in titled(found.content, "How it went").shapes)
    assert "One hour a year" not in titles(found.content)
    assert found.stay_deleted == ("one-hour",)
    world.change(("- it held well", "- it held better"), block="experiences/one-hour.md")
    assert "One hour a year" not in titles(world.refresh(found.content).content)


def test_own_slides_and_copies_keep_their_neighbours(world: World) -> None:
    def hand(deck: Any) -> None:
        an_own_slide_is_inserted(deck, random.Random(1))
        ids = deck.slides._sldIdLst
        ids.insert(2, ids[-1])

    mine = edited(world.built.file, hand)
    world.write("frames/next.md", "---\nkind: frame\ntags: [next-step]\n---\n# What comes next\n\n- we call\n")
    world.change(CALL)
    found = world.refresh(mine)
    assert titles(found.content) == [
        "What matters to Acme", "Calm nights", "Prices that only we know", "What it costs", "How it went",
        "One hour a year", "Two hours a year", "What comes next",
    ]  # fmt: skip
    assert [one.outcome for one in found.slides][-1] == "added"
    copied = edited(world.built.file, lambda deck: a_slide_is_copied(deck, random.Random(2)))
    assert len(slides_of(world.refresh(copied).content)) == 8


def test_the_order_of_the_person_wins_and_that_of_the_library_where_they_moved_nothing(world: World) -> None:
    def hand(deck: Any) -> None:
        ids = deck.slides._sldIdLst
        ids.append(ids[1])

    mine = edited(world.built.file, hand)
    parts = NIGHTS.partition("# What it costs")
    costs = "# What it costs" + parts[2].partition("# How it went")[0]
    world.write(CALM, NIGHTS.replace(costs, "") + "\n" + costs)
    found = world.refresh(world.built.file)
    assert titles(found.content)[1:4] == ["Calm nights", "How it went", "What it costs"]
    world.change(("One of you", "Each of you"))
    moved = world.refresh(mine)
    assert titles(moved.content) == [
        "What matters to Acme", "What it costs", "How it went", "One hour a year", "Two hours a year", "Calm nights",
    ]  # fmt: skip
    assert lines(slides_of(moved.content)[-1])[0] == "Each of you sleeps"


def test_a_slide_whose_block_is_gone_stays_and_is_named(world: World) -> None:
    (world.folder / "content_blocks/experiences/two-hours.md").unlink()
    found = world.refresh(world.built.file)
    assert titles(found.content)[-1] == "Two hours a year"
    assert (found.slides[-1].outcome, found.slides[-1].block) == ("stays", "two-hours")
    assert found.slides[-1].why == "two-hours is not in the pack any more"
    assert not found.is_clear


def test_a_better_case_takes_the_place_of_one_that_nobody_touched(world: World) -> None:
    better = "---\nkind: experience\nvalues: {fewer-outages: 5}\n---\n# No hour at all\n\n- it held\n"
    mine = edited(world.built.file, lambda deck: setattr(deck.slides[5].shapes.title, "text", "My hours"))
    world.write("experiences/no-hour.md", better)
    found = world.refresh(world.built.file)
    assert titles(found.content)[4:] == ["No hour at all", "One hour a year"]
    assert found.slides[4].why == "in place of two-hours, which this pack shows no more"
    kept = world.refresh(mine)
    assert sorted(titles(kept.content)[4:]) == ["My hours", "No hour at all", "One hour a year"]
    assert [one.title for one in kept.slides if one.outcome == "stays"] == ["My hours"]


def test_cells_of_a_table_merge_and_rows_are_known_by_their_first_cell(world: World) -> None:
    def hand(deck: Any) -> None:
        found = next(one for one in deck.slides[2].shapes if one.has_table).table
        found.cell(1, 1).text_frame.paragraphs[0].runs[0].text = "4"
        rows = found._tbl.tr_lst
        rows[3].addnext(rows[2])

    mine = edited(world.built.file, hand)
    world.change(
        ("| Yours | 5 | 60 |", "| Yours | 5 | 65 |\n| Everybody | 15 | 180 |"),
        ("| Ours | 3 | 40 |", "| Ours | 3 | 45 |"),
    )
    found = world.refresh(mine)
    rows = table(titled(found.content, "What it costs"))
    assert rows[0] == ["Who", "Hours", "Price"] and rows[1] == ["Ours", "4", "45"]
    assert sorted(rows[2:]) == [["Everybody", "15", "180"], ["Theirs", "7", "80"], ["Yours", "5", "65"]]
    assert rows.index(["Theirs", "7", "80"]) < rows.index(["Yours", "5", "65"])
    assert found.is_clear


def test_the_same_cell_is_a_conflict(world: World) -> None:
    def hand(deck: Any) -> None:
        found = next(one for one in deck.slides[2].shapes if one.has_table).table
        found.cell(1, 1).text_frame.paragraphs[0].runs[0].text = "4"

    world.change(("| Ours | 3 | 40 |", "| Ours | 2 | 40 |"))
    found = world.refresh(edited(world.built.file, hand))
    assert table(titled(found.content, "What it costs"))[1] == ["Ours", "4", "40"]
    assert [one.new for one in found.slides[2].conflicts] == ["2"]


def test_what_was_written_to_one_item_of_a_drawn_form_never_stands_at_another(world: World) -> None:
    """A row that the library puts in above moves the texts of all rows below it into other shapes."""
    rows = "| What | Before | After |\n| --- | --- | --- |\n| Alarms | Forty | Four |\n| Nights | Three | One |\n"
    world.change(("# How it went", f"# Then and now\n\n::: before-after\n{rows}:::\n\n# How it went"))
    built = world.build().file

    def hand(deck: Any) -> None:
        (slide,) = [one for one in deck.slides if one.shapes.title.text == "Then and now"]
        (after,) = [one for one in drawn(slide) if one.text_frame.text == "One"]
        after.text_frame.paragraphs[0].runs[0].text = "One, in May"

    world.change(("| Alarms |", "| Calls | Nine | Two |\n| Alarms |"))
    found = world.refresh(edited(built, hand))
    slide = titled(found.content, "Then and now")
    assert [one.text_frame.text for one in drawn(slide)][-3:] == ["Nights", "Three", "One, in May"]
    assert "Calls" not in " ".join(one.text_frame.text for one in drawn(slide))
    assert "Calls" in slide.notes_slide.notes_text_frame.text
    assert not found.is_clear
    # Where nobody touched it, it is as the library has it.
    texts = [one.text_frame.text for one in drawn(titled(world.refresh(built).content, "Then and now"))]
    assert texts[-9:] == ["Calls", "Nine", "Two", "Alarms", "Forty", "Four", "Nights", "Three", "One"]


def test_a_group_is_known_by_what_is_in_it_and_never_there_twice(world: World) -> None:
    rows = "| What | Before | After |\n| --- | --- | --- |\n| Alarms | Forty | Four |\n| Nights | Three | One |\n"
    world.change(("# How it went", f"# Then and now\n\n::: before-after\n{rows}:::\n\n# How it went"))
    built = world.build().file

    def slide_of(deck: Any) -> Any:
        return next(one for one in deck.slides if one.shapes.title.text == "Then and now")

    def hand(deck: Any) -> None:
        drawn(slide_of(deck))[-1].left += Emu(50_000)

    def renewed(deck: Any) -> None:
        for number, group in enumerate(one for one in slide_of(deck).shapes if one.shape_type == MSO_SHAPE_TYPE.GROUP):
            group.name, group._element.nvGrpSpPr.cNvPr.attrib["id"] = f"Drawn {number}", str(900 + number)
            group.width += 40_000

    mine = edited(built, hand)
    world.change(("| Alarms | Forty | Four |", "| Alarms | Forty | Three |"))
    new = edited(world.build().file, renewed)
    found = merged(mine, read_package(Path("m.pptx"), mine), read_package(Path("n.pptx"), new), None, "en")
    before, after = drawn(titled(mine, "Then and now")), drawn(titled(found.content, "Then and now"))
    said = [one.text_frame.text for one in before]
    assert [one.text_frame.text for one in after] == ["Three" if text == "Four" else text for text in said]
    assert after[-1].left == before[-1].left


def drawn(slide: Any) -> list[Any]:
    """The shapes with a text of the forms of a slide, group by group."""
    groups = [one for one in slide.shapes if one.shape_type == MSO_SHAPE_TYPE.GROUP]
    return [one for group in groups for one in group.shapes if one.has_text_frame and one.text_frame.text]


def test_figures_of_a_chart_merge_and_so_does_its_workbook(world: World) -> None:
    from pptx.chart.data import CategoryChartData

    def hand(deck: Any) -> None:
        data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
        data.categories = ["May", "June", "July"]
        data.add_series("Calls", [5, 4, 2.5])
        data.add_series("Nights", [3, 2, 1])
        data.add_series("Ours", [1, 1, 1])
        chart(deck.slides[3]).replace_data(data)

    mine = edited(world.built.file, hand)
    world.change(("categories: [May, June, July]", "categories: [May, June, July, August]"),
                 ("[5, 4, 2]", "[6, 4, 2, 8]"), ("[3, 2, 1]", "[3, 2, 1, 0]"))  # fmt: skip
    found = world.refresh(mine)
    slide = titled(found.content, "How it went")
    assert figures(slide) == {"Calls": [6, 4, 2.5, 8], "Nights": [3, 2, 1, 0], "Ours": [1, 1, 1, None]}
    assert list(chart(slide).plots[0].categories) == ["May", "June", "July", "August"]
    sheet = openpyxl.load_workbook(io.BytesIO(chart(slide).part.chart_workbook.xlsx_part.blob)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [None, "Calls", "Nights", "Ours"], ["May", 6, 3, 1], ["June", 4, 2, 1], ["July", 2.5, 1, 1],
        ["August", 8, 0, None],
    ]  # fmt: skip
    assert found.is_clear


def test_notes_merge(world: World) -> None:
    def hand(deck: Any) -> None:
        deck.slides[1].notes_slide.notes_text_frame.paragraphs[-1].runs[0].text = "Then wait."

    world.change(("Say it slowly.", "Say it very slowly."))
    found = world.refresh(edited(world.built.file, hand))
    said = titled(found.content, "Calm nights").notes_slide.notes_text_frame.text.split("\n")
    assert said == ["Say it very slowly.", "Then wait."]


def test_what_was_formatted_by_hand_stays_with_new_words_in_it(world: World) -> None:
    def hand(deck: Any) -> None:
        shape = body(deck.slides[1])
        run = shape.text_frame.paragraphs[1].runs[0]
        run.font.size, run.font.italic = Pt(37), True
        title = deck.slides[1].shapes.title
        place = title.left, title.top + Emu(90_000), title.width, title.height
        title.left, title.top, title.width, title.height = place
        title.fill.solid()
        title.fill.fore_color.rgb = RGBColor(0x2E, 0x8B, 0x1F)  # type: ignore[no-untyped-call]

    mine = edited(world.built.file, hand)
    world.change(CALL, ("# Calm nights", "# Calmer nights"))
    found = world.refresh(mine)
    slide = titled(found.content, "Calmer nights")
    run = body(slide).text_frame.paragraphs[1].runs[0]
    assert (run.text, run.font.size, run.font.italic) == ("Three of us wake", Pt(37), True)
    assert slide.shapes.title.top == slides_of(mine)[1].shapes.title.top
    assert str(slide.shapes.title.fill.fore_color.rgb) == "2E8B1F"
    assert found.is_clear


def test_what_only_the_deck_around_it_decides_is_no_change(world: World) -> None:
    """A far longer title elsewhere makes all titles of the deck smaller: nobody changed the other slides."""
    long = "Nights that were never so calm for anybody in this whole company as they have been since that day in May"
    mine = edited(world.built.file, lambda deck: setattr(deck.slides[4].shapes.title, "text", "Mine"))
    world.change(("# Calm nights", f"# {long}"))
    found = world.refresh(mine)
    assert [one.outcome for one in found.slides] == ["as it was", "renewed", *["as it was"] * 4]
    assert slides_of(found.content)[5].part.blob == slides_of(mine)[5].part.blob


def test_a_deck_without_marks_is_compared_with_the_deck_as_it_was_built(world: World) -> None:
    def hand(deck: Any) -> None:
        body(deck.slides[1]).text_frame.paragraphs[0].runs[0].text = "All of you sleep"

    mine = unmarked(edited(world.built.file, hand))
    world.change(CALL)
    found = world.refresh(mine, as_built=world.built.file)
    assert lines(titled(found.content, "Calm nights")) == [
        "All of you sleep", "Three of us wake", "Nobody is called twice",
    ]  # fmt: skip
    unknown = world.refresh(mine)
    assert unknown.content == mine and not unknown.known and not unknown.is_clear


def unmarked(file: bytes) -> bytes:
    """A deck as a program saves it that drops tags."""

    def forget(deck: Any) -> None:
        for part in (deck.part, *(one.part for one in deck.slides)):
            for one in list(part._element.iter(qn("p:custDataLst"))):
                one.getparent().remove(one)
            for key in [key for key, rel in part.rels.items() if rel.reltype.endswith("/tags")]:
                part.rels.pop(key)

    return edited(file, forget)


def test_what_pairing_slides_costs_grows_as_the_deck_does(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each slide is sealed with a salt of its own: sealing all new slides for each slide would cost their product."""
    from salespack.revisions import refresh

    counts = []
    for count in (20, 40):
        slides = "".join(
            f"\n# Slide number {i} of them\n\n- first point {i} of ours\n- third {i}\n" for i in range(count)
        )
        world.write(CALM, NIGHTS + slides)
        built = world.build()
        mine = edited(built.file, lambda deck: setattr(deck.slides[6].shapes.title, "text", "Mine"))
        world.change(*[(f"first point {i} of ours", f"first point {i} of yours") for i in range(0, count, 3)])
        new = world.build()
        sealings: list[str] = []

        def counted(content: Any, salt: str, known: list[str] = sealings) -> Any:
            known.append(salt)
            return sealed(content, salt)

        with monkeypatch.context() as patch:
            patch.setattr(refresh, "sealed", counted)
            found = world.refresh(mine, new)
        assert sum(one.outcome == "renewed" for one in found.slides) == len(range(0, count, 3))
        counts.append(len(sealings))
    assert counts[1] < 2.2 * counts[0]
