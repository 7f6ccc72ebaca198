"""What people do to decks by hand, scripted with python-pptx: each edit says what must be found afterwards.

An edit takes an open deck and a source of chance, changes something and returns what it did; None where the deck has
nothing of the kind. Slides are numbered as they are afterwards.
"""

from __future__ import annotations

import copy
import io
import random
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.util import Emu, Pt

Deck = Presentation
Shape = Any
"""Shapes of python-pptx have no types worth naming."""


class Done(NamedTuple):
    """What an edit did: the kinds of edits by slide, and slides by what became of them. `untouched` are edits that
    nobody sees: nothing may be told."""

    slides: dict[int, set[str]]
    own: int = 0
    copied: int = 0
    foreign: int = 0
    moved: int = 0
    deleted: int = 0


UNTOUCHED = Done({})
PINK, GREEN = RGBColor(0xC0, 0x17, 0x5A), RGBColor(0x2E, 0x8B, 0x1F)  # type: ignore[no-untyped-call]
Script = Callable[[Deck, random.Random], Done | None]
EDITS: dict[str, Script] = {}


def _edit(script: Script) -> Script:
    EDITS[script.__name__] = script
    return script


# --- what there is to be edited --------------------------------------------------------------------------------------


def leaves(shapes: Any) -> Iterator[Shape]:
    """All shapes but groups, those in groups too."""
    for one in shapes:
        if one.shape_type == 6:  # a group
            yield from leaves(one.shapes)
        else:
            yield one


def _is_footer(shape: Shape) -> bool:
    return bool(shape.is_placeholder and shape.placeholder_format.type in (13, 15, 16))


def _texts(slide: Any) -> list[Shape]:
    """Shapes with words of the slide's own that are no title."""
    return [
        one for one in leaves(slide.shapes)
        if one.has_text_frame and len(one.text_frame.text.split()) > 2 and not _is_footer(one) and one != slide.shapes.title
    ]  # fmt: skip


def _plain(slide: Any) -> list[Shape]:
    """Shapes on the slide itself that are no placeholders and no lines."""
    return [one for one in slide.shapes if not one.is_placeholder and one._element.tag != qn("p:cxnSp")]


def _chosen(deck: Deck, chance: random.Random, found: Callable[[Any], list[Any]]) -> tuple[int, Any] | None:
    """A slide's number and something that was found on it, by chance."""
    all_found = [(number, one) for number, slide in enumerate(deck.slides, 1) for one in found(slide)]
    return chance.choice(all_found) if all_found else None


def _runs(shape: Shape) -> list[Any]:
    return [run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs if len(run.text.split()) > 1]


def _with_runs(slide: Any) -> list[Shape]:
    return [one for one in _texts(slide) if _runs(one)]


def _picture(colour: str) -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(stream, "PNG")
    stream.seek(0)
    return stream


def _of_kind(kind: str) -> Callable[[Any], list[Shape]]:
    return lambda slide: [one for one in leaves(slide.shapes) if getattr(one, kind, False)]


# --- words -----------------------------------------------------------------------------------------------------------


@_edit
def a_text_is_changed(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, _with_runs)) is None:
        return None
    run = _runs(found[1])[0]
    run.text = run.text + ", as agreed on Tuesday"
    return Done({found[0]: {"text changed"}})


@_edit
def a_word_is_deleted(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, _with_runs)) is None:
        return None
    run = _runs(found[1])[0]
    run.text = run.text.partition(" ")[2]
    return Done({found[0]: {"text changed"}})


@_edit
def a_slide_is_retitled(deck: Deck, chance: random.Random) -> Done | None:
    def titles(slide: Any) -> list[Shape]:
        title = slide.shapes.title
        return [title] if title is not None and title.text_frame.paragraphs[0].runs else []

    if (found := _chosen(deck, chance, titles)) is None:
        return None
    found[1].text_frame.paragraphs[0].runs[0].text = "What we said on the phone"
    return Done({found[0]: {"retitled"}})


@_edit
def a_paragraph_is_added(deck: Deck, chance: random.Random) -> Done | None:
    def open_ended(slide: Any) -> list[Shape]:
        return [one for one in _with_runs(slide) if one.text_frame.paragraphs[-1].runs]

    if (found := _chosen(deck, chance, open_ended)) is None:
        return None
    last = found[1].text_frame.paragraphs[-1]._p
    added = copy.deepcopy(last)
    last.addnext(added)
    found[1].text_frame.paragraphs[-1].runs[0].text = "And one thing more that they asked for"
    for run in found[1].text_frame.paragraphs[-1].runs[1:]:
        added.remove(run._r)
    return Done({found[0]: {"paragraph added"}})


def _several(slide: Any) -> list[Shape]:
    return [one for one in _texts(slide) if len({p.text for p in one.text_frame.paragraphs if p.text.strip()}) > 2]


@_edit
def a_paragraph_is_deleted(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, _several)) is None:
        return None
    paragraph = next(p for p in found[1].text_frame.paragraphs if p.text.strip())
    paragraph._p.getparent().remove(paragraph._p)
    return Done({found[0]: {"paragraph deleted"}})


@_edit
def paragraphs_are_reordered(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, _several)) is None:
        return None
    first, last = found[1].text_frame.paragraphs[0]._p, found[1].text_frame.paragraphs[-1]._p
    last.addnext(first)
    return Done({found[0]: {"paragraphs reordered"}})


@_edit
def notes_are_changed(deck: Deck, chance: random.Random) -> Done | None:
    number = chance.randrange(len(deck.slides))
    deck.slides[number].notes_slide.notes_text_frame.text = "Ask about the invoice first."
    return Done({number + 1: {"notes changed"}})


# --- looks -----------------------------------------------------------------------------------------------------------


def _restyled(deck: Deck, chance: random.Random, change: Callable[[Any], None]) -> Done | None:
    if (found := _chosen(deck, chance, _with_runs)) is None:
        return None
    change(_runs(found[1])[0])
    return Done({found[0]: {"restyled"}})


@_edit
def letters_are_made_larger(deck: Deck, chance: random.Random) -> Done | None:
    return _restyled(deck, chance, lambda run: setattr(run.font, "size", Pt(37)))


@_edit
def letters_are_made_italic(deck: Deck, chance: random.Random) -> Done | None:
    return _restyled(deck, chance, lambda run: setattr(run.font, "italic", True))


@_edit
def letters_are_underlined(deck: Deck, chance: random.Random) -> Done | None:
    return _restyled(deck, chance, lambda run: setattr(run.font, "underline", True))


@_edit
def letters_get_another_colour(deck: Deck, chance: random.Random) -> Done | None:
    return _restyled(deck, chance, lambda run: setattr(run.font.color, "rgb", PINK))


@_edit
def letters_get_another_typeface(deck: Deck, chance: random.Random) -> Done | None:
    return _restyled(deck, chance, lambda run: setattr(run.font, "name", "Georgia"))


@_edit
def a_word_is_made_bold(deck: Deck, chance: random.Random) -> Done | None:
    """The first word of a run that is not bold becomes a run of its own."""

    def thin(slide: Any) -> list[Shape]:
        return [one for one in _with_runs(slide) if not one.is_placeholder and _runs(one)[0].font.bold is not True]

    if (found := _chosen(deck, chance, thin)) is None:
        return None
    run = _runs(found[1])[0]
    first, _, rest = run.text.partition(" ")
    added = copy.deepcopy(run._r)
    run._r.addnext(added)
    run.text = first
    run.font.bold = True
    added.find(qn("a:t")).text = f" {rest}"
    return Done({found[0]: {"restyled"}})


@_edit
def a_paragraph_is_centred(deck: Deck, chance: random.Random) -> Done | None:
    def left(slide: Any) -> list[Shape]:
        return [
            one
            for one in _with_runs(slide)
            if not one.is_placeholder and one.text_frame.paragraphs[0].alignment is None
        ]

    if (found := _chosen(deck, chance, left)) is None:
        return None
    paragraph = next(one for one in found[1].text_frame.paragraphs if one.text.strip())
    paragraph.alignment = PP_ALIGN.CENTER
    return Done({found[0]: {"restyled"}})


@_edit
def a_shape_is_filled(deck: Deck, chance: random.Random) -> Done | None:
    found = _chosen(
        deck,
        chance,
        lambda slide: [one for one in leaves(slide.shapes) if one.has_text_frame and not one.is_placeholder],
    )
    if found is None:
        return None
    found[1].fill.solid()
    found[1].fill.fore_color.rgb = GREEN
    return Done({found[0]: {"restyled"}})


@_edit
def a_shape_gets_a_line(deck: Deck, chance: random.Random) -> Done | None:
    found = _chosen(
        deck,
        chance,
        lambda slide: [one for one in leaves(slide.shapes) if one.has_text_frame and not one.is_placeholder],
    )
    if found is None:
        return None
    found[1].line.color.theme_color = MSO_THEME_COLOR.ACCENT_2
    found[1].line.width = Pt(4.5)
    return Done({found[0]: {"restyled"}})


@_edit
def a_word_becomes_a_link(deck: Deck, chance: random.Random) -> Done | None:
    def unlinked(slide: Any) -> list[Shape]:
        return [one for one in _with_runs(slide) if _runs(one)[0].hyperlink.address is None]

    if (found := _chosen(deck, chance, unlinked)) is None:
        return None
    _runs(found[1])[0].hyperlink.address = "https://example.com/offer"
    return Done({found[0]: {"linked"}})


# --- shapes ----------------------------------------------------------------------------------------------------------


@_edit
def a_shape_is_moved(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, _plain)) is None:
        return None
    found[1].left += Emu(300_000)
    return Done({found[0]: {"moved"}})


@_edit
def a_member_of_a_group_is_moved(deck: Deck, chance: random.Random) -> Done | None:
    found = _chosen(
        deck,
        chance,
        lambda slide: [one.shapes[0] for one in slide.shapes if one.shape_type == 6 and len(one.shapes) > 1],
    )
    if found is None or found[1].shape_type == 6:
        return None
    found[1].top += Emu(40_000)
    return Done({found[0]: {"moved"}})


@_edit
def a_shape_is_resized(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, _plain)) is None:
        return None
    found[1].width = Emu(round(found[1].width * 0.8))
    return Done({found[0]: {"resized"}})


@_edit
def a_title_is_moved(deck: Deck, chance: random.Random) -> Done | None:
    found = _chosen(deck, chance, lambda slide: [slide.shapes.title] if slide.shapes.title is not None else [])
    if found is None:
        return None
    title = found[1]
    left, top, width, height = title.left, title.top, title.width, title.height
    title.left, title.top, title.width, title.height = left, top + Emu(90_000), width, height
    return Done({found[0]: {"moved"}})


@_edit
def a_shape_is_turned(deck: Deck, chance: random.Random) -> Done | None:
    found = _chosen(deck, chance, lambda slide: [one for one in _plain(slide) if one.has_text_frame])
    if found is None:
        return None
    found[1].rotation = 8
    return Done({found[0]: {"turned"}})


@_edit
def a_shape_is_deleted(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, lambda slide: [one for one in _plain(slide) if one.shape_type != 6])) is None:
        return None
    found[1]._element.getparent().remove(found[1]._element)
    return Done({found[0]: {"deleted"}})


@_edit
def a_group_is_deleted(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, lambda slide: [one for one in slide.shapes if one.shape_type == 6])) is None:
        return None
    found[1]._element.getparent().remove(found[1]._element)
    return Done({found[0]: {"deleted"}})


@_edit
def a_text_box_is_inserted(deck: Deck, chance: random.Random) -> Done | None:
    number = chance.randrange(len(deck.slides))
    box = deck.slides[number].shapes.add_textbox(Emu(500_000), Emu(500_000), Emu(2_000_000), Emu(400_000))
    box.text_frame.text = "Valid until Friday"
    return Done({number + 1: {"inserted"}})


@_edit
def a_picture_is_inserted(deck: Deck, chance: random.Random) -> Done | None:
    number = chance.randrange(len(deck.slides))
    deck.slides[number].shapes.add_picture(_picture("green"), Emu(500_000), Emu(500_000))
    return Done({number + 1: {"inserted"}})


@_edit
def a_shape_is_copied(deck: Deck, chance: random.Random) -> Done | None:
    if (
        found := _chosen(deck, chance, lambda slide: [one for one in _with_runs(slide) if one in list(slide.shapes)])
    ) is None:
        return None
    if found[1].is_placeholder:
        return None
    added = copy.deepcopy(found[1]._element)
    added.find(f".//{qn('p:cNvPr')}").set("id", "9001")
    found[1]._element.getparent().append(added)
    return Done({found[0]: {"copied"}})


@_edit
def a_shape_is_brought_to_the_front(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, lambda slide: [(slide, one) for one in _plain(slide)[:-1]])) is None:
        return None
    slide, shape = found[1]
    last = _plain(slide)[-1]
    last._element.addnext(shape._element)
    return Done({found[0]: {"brought forward or back"}})


@_edit
def shapes_are_grouped(deck: Deck, chance: random.Random) -> Done | None:
    def pairs(slide: Any) -> list[Any]:
        plain = [one for one in _plain(slide) if one.shape_type != 19]
        return [(slide, a, b) for a, b in pairwise(plain) if a._element.getnext() is b._element]

    if (found := _chosen(deck, chance, pairs)) is None:
        return None
    slide, first, second = found[1]
    after = second._element.getnext()
    group = slide.shapes.add_group_shape([first, second])
    if after is not None:
        after.addprevious(group._element)
    return Done({found[0]: {"grouped"}})


@_edit
def a_group_is_dissolved(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, lambda slide: [one for one in slide.shapes if one.shape_type == 6])) is None:
        return None
    group = found[1]._element
    for one in [shape._element for shape in found[1].shapes]:
        group.addprevious(one)
    group.getparent().remove(group)
    return Done({found[0]: {"ungrouped"}})


@_edit
def a_picture_is_replaced(deck: Deck, chance: random.Random) -> Done | None:
    found = _chosen(deck, chance, lambda slide: [(slide, one) for one in leaves(slide.shapes) if one.shape_type == 13])
    if found is None:
        return None
    slide, picture = found[1]
    _, relationship = slide.part.get_or_add_image_part(_picture("navy"))
    picture._element.blipFill.find(qn("a:blip")).set(qn("r:embed"), relationship)
    return Done({found[0]: {"picture replaced"}})


@_edit
def a_picture_is_cropped(deck: Deck, chance: random.Random) -> Done | None:
    found = _chosen(deck, chance, lambda slide: [one for one in leaves(slide.shapes) if one.shape_type == 13])
    if found is None:
        return None
    found[1].crop_left = found[1].crop_left + 0.1
    return Done({found[0]: {"cropped"}})


# --- tables and charts -----------------------------------------------------------------------------------------------


@_edit
def a_cell_is_changed(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, _of_kind("has_table"))) is None:
        return None
    table = found[1].table
    table.cell(len(table.rows) - 1, 0).text_frame.paragraphs[0].runs[0].text = "Agreed by phone"
    return Done({found[0]: {"cell changed"}})


@_edit
def a_row_is_added(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, _of_kind("has_table"))) is None:
        return None
    rows = found[1].table._tbl.findall(qn("a:tr"))
    added = copy.deepcopy(rows[-1])
    rows[-1].addnext(added)
    for number, text in enumerate(added.iter(qn("a:t"))):
        text.text = f"Own figure {number}"
    return Done({found[0]: {"row added"}})


@_edit
def a_row_is_deleted(deck: Deck, chance: random.Random) -> Done | None:
    if (
        found := _chosen(
            deck, chance, lambda slide: [one for one in _of_kind("has_table")(slide) if len(one.table.rows) > 2]
        )
    ) is None:
        return None
    row = found[1].table._tbl.findall(qn("a:tr"))[1]
    row.getparent().remove(row)
    return Done({found[0]: {"row deleted"}})


def _charts(slide: Any) -> list[Shape]:
    return [one for one in _of_kind("has_chart")(slide) if len(one.chart.plots) == 1 and one.chart.plots[0].categories]


def _refilled(shape: Shape, change: Callable[[list[str], list[tuple[str, list[float]]]], None]) -> None:
    chart = shape.chart
    categories = [str(one) for one in chart.plots[0].categories]
    series = [(one.name, [float(value or 0) for value in one.values]) for one in chart.plots[0].series]
    change(categories, series)
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = categories
    for name, values in series:
        data.add_series(name, values)
    chart.replace_data(data)


@_edit
def a_value_of_a_chart_is_changed(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, _charts)) is None:
        return None
    _refilled(found[1], lambda _, series: series[0][1].__setitem__(0, series[0][1][0] * 2 + 1))
    return Done({found[0]: {"chart values changed"}})


@_edit
def a_category_of_a_chart_is_renamed(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, _charts)) is None:
        return None
    _refilled(found[1], lambda categories, _: categories.__setitem__(0, "In May"))
    return Done({found[0]: {"chart values changed"}})


@_edit
def a_series_is_added_to_a_chart(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, _charts)) is None:
        return None
    _refilled(found[1], lambda categories, series: series.append(("Ours", [1.5] * len(categories))))
    return Done({found[0]: {"chart series changed"}})


# --- slides ----------------------------------------------------------------------------------------------------------


@_edit
def a_slide_is_deleted(deck: Deck, chance: random.Random) -> Done | None:
    number = chance.randrange(len(deck.slides))
    ids = deck.slides._sldIdLst
    deck.part.drop_rel(ids[number].rId)
    ids.remove(ids[number])
    return Done({}, deleted=number + 1)


@_edit
def a_slide_is_moved(deck: Deck, chance: random.Random) -> Done | None:
    ids = deck.slides._sldIdLst
    if len(ids) < 4:
        return None
    number = chance.randrange(len(ids) - 2)
    ids.append(ids[number])
    return Done({}, moved=len(ids))


@_edit
def a_slide_is_hidden(deck: Deck, chance: random.Random) -> Done | None:
    number = chance.randrange(len(deck.slides))
    deck.slides[number]._element.set("show", "0")
    return Done({number + 1: {"hidden"}})


@_edit
def an_own_slide_is_inserted(deck: Deck, chance: random.Random) -> Done | None:
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = "Prices that only we know"
    for one in slide.placeholders:
        if one != slide.shapes.title and one.has_text_frame:
            one.text_frame.text = "By hand, on the train to the meeting"
    return Done({}, own=len(deck.slides))


def _in_package(deck: Deck, part: Any) -> Any:
    """A part, or a copy of one that is of another deck."""
    if part.package is deck.part.package:
        return part
    name = deck.part.package.next_partname(f"{part.partname.baseURI}/pasted%d.{part.partname.ext}")
    return type(part)(name, part.content_type, deck.part.package, part.blob)


def pasted(deck: Deck, slide: Any) -> None:
    """A copy of a slide at the end of a deck, with its tags, as PowerPoint pastes it."""
    layouts = {one.name: one for one in deck.slide_layouts}
    added = deck.slides.add_slide(layouts.get(slide.slide_layout.name, deck.slide_layouts[0]))
    for one in list(added.shapes):
        one._element.getparent().remove(one._element)
    content = copy.deepcopy(slide._element.cSld)
    renamed = {
        rel.rId: added.part.rels.get_or_add_ext_rel(rel.reltype, rel.target_ref) if rel.is_external
        else added.part.relate_to(_in_package(deck, rel.target_part), rel.reltype)
        for rel in slide.part.rels.values()
        if rel.reltype.rpartition("/")[2] not in ("slideLayout", "notesSlide")
    }  # fmt: skip
    for one in content.iter():
        for key, value in one.attrib.items():
            if key.startswith("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"):
                one.set(key, renamed[value])
    added._element.replace(added._element.cSld, content)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        added.notes_slide.notes_text_frame.text = slide.notes_slide.notes_text_frame.text


@_edit
def a_slide_is_copied(deck: Deck, chance: random.Random) -> Done | None:
    pasted(deck, chance.choice([one for one in deck.slides if _texts(one)]))
    return Done({}, copied=len(deck.slides))


# --- what nobody sees ------------------------------------------------------------------------------------------------


@_edit
def runs_are_split(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, _with_runs)) is None:
        return None
    run = _runs(found[1])[0]
    added = copy.deepcopy(run._r)
    run._r.addnext(added)
    middle = len(run.text) // 2
    added.find(qn("a:t")).text, run.text = run.text[middle:], run.text[:middle]
    return UNTOUCHED


@_edit
def the_language_of_a_text_is_set(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, _with_runs)) is None:
        return None
    for run in _runs(found[1]):
        run._r.get_or_add_rPr().set("lang", "sv-SE")
    return UNTOUCHED


@_edit
def proofing_marks_ids_and_empty_paragraphs_are_written(deck: Deck, chance: random.Random) -> Done | None:
    if (found := _chosen(deck, chance, _with_runs)) is None:
        return None
    for run in _runs(found[1]):
        run._r.get_or_add_rPr().set("dirty", "0")
        run._r.get_or_add_rPr().set("err", "1")
    found[1].text_frame.add_paragraph()
    for number, one in enumerate(deck.slides[found[0] - 1]._element.iter(qn("p:cNvPr"))):
        one.set("id", str(4_000 + number))
    return UNTOUCHED
