"""The content of slides in canonical form: equal for what reads equal, whoever wrote the file."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import msgspec
from pptx import Presentation as Deck
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Emu

from salespack.ooxml.presentation import Presentation
from salespack.ooxml.reading import read_package
from salespack.ooxml.slide_base import followed, read_base, sealed, written_base
from salespack.ooxml.slide_content import SlideContent, elements_in, elements_of


def contents(deck: Path) -> list[SlideContent]:
    package = read_package(deck)
    return [elements_of(package, one.part) for one in Presentation(package).slides]


def test_a_slide_is_its_texts_cells_figures_and_notes(tmp_path: Path) -> None:
    deck = Deck()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "What  an hour\u00a0costs"
    table = slide.shapes.add_table(2, 2, Emu(0), Emu(0), Emu(914400), Emu(914400)).table
    table.cell(0, 0).text, table.cell(1, 1).text = "Hour", "1,200"
    figures = CategoryChartData()  # type: ignore[no-untyped-call]
    figures.categories = ["Before", "After"]
    figures.add_series("Outages", (0.1 + 0.2, 7))  # type: ignore[no-untyped-call]
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Emu(0), Emu(0), Emu(914400), Emu(914400), figures)
    box = slide.shapes.add_textbox(Emu(10), Emu(20), Emu(300), Emu(400)).text_frame
    box.text = ""
    box.add_paragraph().text = "split"
    box.paragraphs[1].add_run().text = " in two"
    box.paragraphs[1].add_run().text = " or three"
    box.paragraphs[1].runs[2].font.bold = True
    slide.notes_slide.notes_text_frame.text = "Ask first.\n\nThen wait."
    deck.save(str(tmp_path / "deck.pptx"))
    (found,) = contents(tmp_path / "deck.pptx")
    assert found.title == "What an hour costs"
    assert [one.text for one in found.notes] == ["Ask first.", "Then wait."]
    title, cells, chart, text = found.elements
    assert (title.kind, title.is_title, title.box) == ("text", True, None)
    assert [[[one.text for one in cell] for cell in row] for row in cells.rows] == [[["Hour"], []], [[], ["1,200"]]]
    assert list(chart.texts) == ["Outages", "Before", "After", "0.3", "7"]
    assert chart.chart is not None
    assert chart.chart.kinds == ("bar col",)
    assert [(one.text, one.look) for one in text.paragraphs[0].runs] == [
        ("split in two", ()), ("or three", (("bold", "true"),)),
    ]  # fmt: skip
    assert text.box is not None
    assert (text.box.x, text.box.cy) == (10, 400)


def test_a_base_is_read_as_it_was_written_and_no_other(tmp_path: Path) -> None:
    deck = Deck()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = 'Two `nights` and "one" day'
    deck.save(str(tmp_path / "deck.pptx"))
    (content,) = contents(tmp_path / "deck.pptx")
    base = sealed(content, "salt")
    value = written_base(base)
    assert read_base(value) == (base, "")
    assert '"' not in value and "nights" not in value
    assert sealed(content, "other").elements[0].paragraphs != base.elements[0].paragraphs
    changed = "its base was changed or cut off"
    for other in (value[:-1], value.replace("1 ", "1 0", 1), "1", "x y z", value.replace("title", "", 1)):
        assert read_base(other) == (None, changed), other
    assert read_base("2 whatever").why == "its base was written by a newer version of Salespack"
    looped = msgspec.structs.replace(base, elements=(msgspec.structs.replace(base.elements[0], group=7),))
    assert read_base(written_base(looped)) == (None, changed), "a group that is not there"


SHAPE = (
    '<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="{name}" descr="Seen"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>'
    '<p:txBody><a:bodyPr/><a:p><a:r><a:rPr b="1"/><a:t>{first}</a:t></a:r><a:r><a:t>{second}</a:t></a:r></a:p>'
    "<a:p><a:r><a:t>{third}</a:t></a:r></a:p></p:txBody></p:sp>"
)
WORDS = (
    ("Acme", " saves  ", "31 hours"),
    ("Globex", "pays\n twice", "7"),
    ("Sons & Co", "&lt;b&gt;", "&#228;"),
    ("Acme", " ", "a space of another look joins what stands before it"),
    ("\ue0007\ue001", "\ue000", "marks of ours in a text"),
    ("", "one run says nothing", "Z"),
    (" saves  ", "Acme", "31 hours"),
)


def test_shapes_that_differ_in_words_alone_are_read_once_and_as_each_reads_by_itself(tmp_path: Path) -> None:
    deck = Deck()
    deck.slides.add_slide(deck.slide_layouts[6])
    deck.save(str(tmp_path / "deck.pptx"))
    package, part = read_package(tmp_path / "deck.pptx"), "ppt/slides/slide1.xml"
    shapes = [
        SHAPE.format(id=number, name=f"Text &amp; {number}" if number == 5 else f"Text {number}", first=first.replace("& ", "&amp; "), second=second, third=third)
        for number, (first, second, third) in enumerate(WORDS, 2)
    ]  # fmt: skip
    kept: dict[Hashable, tuple[Any, ...]] = {}

    def remembered(key: Hashable, make: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...]:
        return kept.setdefault(key, make())

    alone = [elements_in(package, part, [shape], lambda _, make: make()) for shape in shapes]
    together = [elements_in(package, part, [shape], remembered) for shape in shapes]
    again = elements_in(package, part, shapes, remembered)
    assert together == alone
    assert again == [one for found in alone for one in found]
    assert len(kept) == 5, "two with plain words are read as one, the others each by itself"
    texts = [[one.text for one in found[0].paragraphs] for found in alone]
    assert texts[:3] == [["Acme saves", "31 hours"], ["Globexpays twice", "7"], ["Sons & Co<b>", "ä"]]
    assert [found[0].id for found in alone] == list(range(2, 9))


def test_a_base_that_is_followed_is_that_of_all_elements(tmp_path: Path) -> None:
    deck = Deck()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Fewer calls"
    slide.shapes.add_textbox(Emu(1), Emu(2), Emu(3), Emu(4)).text_frame.text = "Acme"
    slide.shapes[1].text_frame.paragraphs[0].runs[0].font.bold = True
    slide.notes_slide.notes_text_frame.text = "Wait."
    deck.save(str(tmp_path / "deck.pptx"))
    (whole,) = contents(tmp_path / "deck.pptx")
    first = msgspec.structs.replace(whole, elements=whole.elements[:1])
    assert followed(sealed(first, "salt"), whole.elements[1:]) == sealed(whole, "salt")
