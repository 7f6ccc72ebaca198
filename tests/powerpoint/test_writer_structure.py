"""The same content made by python-pptx and by the writer, compared element by element.

`leaves` reduces markup to the paths of its elements with their attributes and text, so that a difference reads
`- graphicFrame/…/tblPr@bandRow=1`. Every difference must be declared with a reason, and every declared one must occur:
a new difference fails, and so does a defence that is no longer needed.
"""

from __future__ import annotations

import fnmatch
import io
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Emu

from salespack.deck.model import Chart, Node, Paragraph, Slide, Span
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.writing.writer import write_deck
from tests.compiled import compiled_brand, compiled_templates
from tests.powerpoint import decks
from tests.powerpoint.decks import bullet, deck, slide, text

NUMBERED = ("@id", "@embed", "@name")
"""Attributes that only number things: ids, relationship ids, names such as “Title 1”."""

LANGUAGE = {
    "+ *@lang=en-US": "every run says its language: PowerPoint checks the spelling in it",
    "+ *r/rPr": "the element that says so",
}

NAMES = {"* *cNvPr@descr=*": "our alternative text comes from the author, python-pptx puts the file's name there"}
GROWN = {"+ *rPr@sz=2400": "text grows to fill its room"}
LINK = GROWN | {"+ *@lang=en-US": LANGUAGE["+ *@lang=en-US"]}
DEFENDED: dict[str, dict[str, str]] = {
    "bullets": LANGUAGE
    | GROWN
    | {
        "+ *rPr@sz=2200": "and so does what is a level below it",
        "+ *spcBef*": "then the space between paragraphs",
        "+ *p/pPr": "the element that says so",
        "+ *xfrm*": "what is still left over stands 2 : 3 above and below",
    },
    "notes": LANGUAGE
    | {
        "+ *spLocks@no*=1": "PowerPoint locks the image's ratio, python-pptx leaves that out",
        "- *nvPr/ph@idx=*": "PowerPoint numbers the body of notes 1 and the image not at all; they match by type",
        "+ *nvPr/ph@idx=1": "the same",
        "- *nvPr/ph@sz=*": "only a hint for layouts; PowerPoint writes it in the master",
    },
    "table": LANGUAGE
    | {
        "- graphicFrame/*tableStyleId#{5C22544A*": "python-pptx has a fixed style, ours is the brand's",
        "+ graphicFrame/*tableStyleId#*": "the same",
        "+ *rPr@sz=2000": "cells get the brand's own size where that fits",
        "* *pPr*": "figures are aligned right",
        "+ *tcPr@anchor=ctr": "text stands in the middle of its row",
        "+ *tcPr@marL=274320": "figures keep their distance from the text that follows",
        "* *gridCol@w=*": "columns are as wide as their text needs",
        "* *tr@h=*": "rows are as high as their text needs",
        "* *ext@c?=*": "and so the table is as high as its rows",
    },
}
CHART = {
    "+ *@lang=en-US": LANGUAGE["+ *@lang=en-US"],
    "* *chartSpace/lang*": "the chart says its language",
    "* *title*": "the title has its size and colour",
    "* *numFmt*": "figures are shown in the author's format, on the axis and on the bars",
    "* *formatCode#*": "the same",
    "* *dLbls*": "figures stand on the bars where there is room",
    "* *Gridlines*": "then there is no grid",
    "* *valAx/delete@val=*": "nor an axis",
    "* *txPr*": "texts have a size and a colour that can be read",
    "* *spPr*": "series take the theme's accents explicitly, axes and grids are light",
    "* *layout*": "python-pptx leaves the place of the plot open with an empty element in other places",
    "* *TickMark@val=*": "no ticks",
    "* *tickLblPos@val=*": "labels stay clear of negative bars",
    "* *axId@val=*": "ids of axes are free",
    "* *crossAx@val=*": "the same",
    "* *roundedCorners*": "said explicitly, as a missing one means round corners to PowerPoint",
    "* *overlay*": "title and legend stand beside the plot",
    "* *legend*": "more than one series has a legend",
    "* *gapWidth*": "bars are as wide as suits their number",
    "* *overlap*": "a little room between the bars of a category",
    "* *varyColors*": "one colour a series",
    "* *orientation*": "bars are read from the top",
    "* *crosses*": "the same",
    "* *scaling*": "bars start at zero",
    "+ *valAx/majorUnit*": "an axis of few whole figures has no marks between them",
    "* *auto*": "years are names, not dates",
    "* *marker*": "points are marked with circles",
    "* *dPt*": "slices take the theme's accents explicitly",
    "* *firstSliceAng*": "the first slice starts at the top",
    "* *date1904*": "python-pptx leaves it to the default for some kinds",
    "* *bodyPr*": "texts have properties",
    "- *showDLblsOverMax*": "a default of old files",
    "* *plotVisOnly*": "the default, said",
    "* *invertIfNegative*": "negative bars keep their colour",
    "* *smooth*": "lines are straight",
    "+ *crossBetween*": "python-pptx leaves open that bars stand between the marks of the axis",
}


def leaves(node: Any, path: str = "") -> Counter[str]:
    """Every element as its path, every attribute and text as path and value; what only numbers things is left out."""
    path = f"{path}/{etree.QName(node).localname}" if path else etree.QName(node).localname
    found = Counter([path])
    for key, value in node.attrib.items():
        name = f"@{etree.QName(key).localname}"
        if name not in NUMBERED:
            found[f"{path}{name}={value}"] += 1
    if node.text and node.text.strip():
        found[f"{path}#{node.text}"] += 1
    for child in node:
        found += leaves(child, path)
    return found


def differences(ours: Any, theirs: Any) -> list[str]:
    """Lines with `+` for what only we write and `-` for what only python-pptx writes."""
    mine, other = leaves(ours), leaves(theirs)
    return sorted({f"+ {one}" for one in mine - other} | {f"- {one}" for one in other - mine})


def written(given: Slide, brand: Brand) -> Any:
    return Presentation(io.BytesIO(write_deck(deck(given), brand, templates=compiled_templates()))).slides[0]


def compared(kind: str, ours: Any, theirs: Any, defended: dict[str, str]) -> list[str]:
    assert len(leaves(ours)) > 5 and len(leaves(theirs)) > 5, "there is something to compare"
    found = differences(ours, theirs)
    undefended = [one for one in found if not any(fnmatch.fnmatchcase(one, rule) for rule in defended)]
    assert not undefended, f"{kind}: " + "\n".join(undefended)
    return found


def unused(found: Iterable[str], defended: dict[str, str]) -> list[str]:
    lines = list(found)
    return [rule for rule in defended if not fnmatch.filter(lines, rule)]


@pytest.fixture(scope="module")
def brand() -> Brand:
    return compiled_brand()


@pytest.fixture
def theirs(sample_brand: Path) -> Callable[[str], Any]:
    """A new slide of python-pptx on the same brand, on the layout for a role."""

    def new(role: str) -> Any:
        brand = compiled_brand()
        made = Presentation(str(sample_brand))
        name = brand.layouts[brand.roles[role].layout].name
        return made.slides.add_slide(next(one for one in made.slide_layouts if one.name == name))

    return new


def shape_of(page: Any, tag: str) -> Any:
    return next(shape for shape in page.shapes if shape._element.tag.endswith(tag))._element


def test_bullets(brand: Brand, theirs: Callable[[str], Any]) -> None:
    page = theirs("bullets")
    page.shapes.title.text = "Causes"
    frame = page.placeholders[1].text_frame
    frame.text = "One"
    for line, level in (("Two", 1), ("Three", 0)):
        added = frame.add_paragraph()
        added.text = line
        if level:
            added.level = level
    ours = written(slide("Causes", text(bullet("One"), bullet("Two", 1), bullet("Three"))), brand)
    found = []
    for at in (0, 1):
        mine = next(one for one in ours.placeholders if one.placeholder_format.idx == at)
        found += compared("bullets", mine._element, page.placeholders[at]._element, DEFENDED["bullets"])
    assert not unused(found, DEFENDED["bullets"])


def test_hyperlink(brand: Brand, theirs: Callable[[str], Any]) -> None:
    page = theirs("bullets")
    run = page.placeholders[1].text_frame.paragraphs[0].add_run()
    run.text, run.hyperlink.address = "here", "https://example.org/"
    linked = slide("x", text(Paragraph((Span("here", href="https://example.org/"),), marker="bullet")))
    ours = written(linked, brand)
    mine = next(one for one in ours.placeholders if one.placeholder_format.idx == 1).text_frame
    assert not unused(compared("link", mine.paragraphs[0].runs[0]._r, run._r, LINK), LINK)
    targets = [
        {(one.reltype, one.target_ref, one.is_external) for one in part.rels.values() if one.is_external}
        for part in (ours.part, page.part)
    ]
    assert targets[0] == targets[1] and targets[0]


def test_table(brand: Brand, theirs: Callable[[str], Any]) -> None:
    page, given = theirs("table"), decks.TABLE
    area = brand.roles["table"].area
    rows = (given.header, *given.rows)
    frame = page.shapes.add_table(len(rows), len(given.header), Emu(area.x), Emu(area.y), Emu(area.cx), Emu(2_000_000))
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            frame.table.cell(at, column).text = cell[0].text
    ours = shape_of(written(slide("x", given), brand), "graphicFrame")
    assert not unused(compared("table", ours, frame._element, DEFENDED["table"]), DEFENDED["table"])


def test_charts(brand: Brand, theirs: Callable[[str], Any]) -> None:
    found: list[str] = []
    for given, kind in (
        (decks.COST, XL_CHART_TYPE.COLUMN_CLUSTERED),
        (decks.HOURS, XL_CHART_TYPE.BAR_CLUSTERED),
        (decks.LOAD, XL_CHART_TYPE.LINE_MARKERS),
        (decks.SHARES, XL_CHART_TYPE.PIE),
    ):
        frame = chart_of_python_pptx(given, kind, theirs("table"), brand)
        mine = next(shape for shape in written(slide("x", given), brand).shapes if shape.has_chart)
        found += compared(given.type, mine.chart._chartSpace, frame.chart._chartSpace, CHART)
        compared("frame", mine._element, frame._element, NAMES)
        data = [figures(chart._chartSpace) for chart in (mine.chart, frame.chart)]
        assert data[0] == data[1] and data[0], "names, figures and their references are the same"
    assert not unused(found, CHART)


def chart_of_python_pptx(given: Chart, kind: XL_CHART_TYPE, page: Any, brand: Brand) -> Any:
    area = brand.roles["table"].area
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = given.categories
    for one in given.series:
        data.add_series(one.name, one.values)
    frame = page.shapes.add_chart(kind, Emu(area.x), Emu(area.y), Emu(area.cx), Emu(area.cy), data)
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = given.title
    return frame


def figures(chart: Any) -> list[str]:
    lines = [one for one in leaves(chart) if "/cat/" in one or "/val/" in one or "/ser/tx/" in one]
    return sorted(one for one in lines if "formatCode" not in one)


def test_picture(brand: Brand, theirs: Callable[[str], Any], tmp_path: Path) -> None:
    file = decks.png(tmp_path / "p.png", 160, 90)
    ours = shape_of(written(slide("x", decks.picture(file, 160, 90)), brand), "pic")
    box = ours.spPr.xfrm
    page = theirs("table")
    made = page.shapes.add_picture(str(file), box.off.x, box.off.y, box.ext.cx, box.ext.cy)
    assert not unused(compared("picture", ours, made._element, NAMES), NAMES)


def test_notes(brand: Brand, theirs: Callable[[str], Any]) -> None:
    page = theirs("bullets")
    page.notes_slide.notes_text_frame.text = "Say it."
    node: tuple[Node, ...] = ()
    given = msgspec.structs.replace(slide("x", *node), notes=(Paragraph((Span("Say it."),)),))
    mine, other = written(given, brand).notes_slide, page.notes_slide
    found = []
    for kind in ("sldImg", "body"):
        shapes = [
            next(shape._element for shape in one.placeholders if shape._element.xpath(f'.//p:ph[@type="{kind}"]'))
            for one in (mine, other)
        ]
        found += compared("notes", shapes[0], shapes[1], DEFENDED["notes"])
    assert not unused(found, DEFENDED["notes"])
