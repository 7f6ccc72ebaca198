"""Tables: cells come out with the fills, lines and letters that their style, its parts and they themselves ask for."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.graphics.boxes import Box
from salespack.ooxml.markup import A
from salespack.ooxml.reading import read_package
from salespack.ooxml.theme import theme_of
from salespack.scene.model import Cell, Gradient, Paint, Solid, Stroke, TableShape
from salespack.scene.paint import Source
from salespack.scene.tables.built_in_styles import BUILT_IN, built_in_style
from salespack.scene.tables.styles import PARTS, TableStyles
from salespack.scene.tables.tables import row_heights, table_in
from salespack.scene.text.list_styles import levels_of
from salespack.typography.faces import Typefaces

NS = f'xmlns:a="{A[1:-1]}"'
FORMATS = f"""<a:theme {NS}><a:themeElements><a:clrScheme name="x"/><a:fmtScheme name="x">
<a:fillStyleLst><a:solidFill><a:schemeClr val="phClr"/></a:solidFill><a:gradFill><a:gsLst>
<a:gs pos="0"><a:schemeClr val="phClr"/></a:gs><a:gs pos="100000"><a:srgbClr val="FFFFFF"/></a:gs></a:gsLst></a:gradFill>
<a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:fillStyleLst>
<a:lnStyleLst><a:ln w="6350"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>
<a:ln w="12700"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln></a:lnStyleLst>
</a:fmtScheme></a:themeElements></a:theme>"""
SOURCE = Source("ppt/slides/slide1.xml", theme_of(fromstring(FORMATS), {}), {})
MEDIUM_2 = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
GRID = "{5940675A-B579-460E-94D1-54222C63F5DA}"
BLUE, TINTED, BANDED = "4472C4", "E9EBF5", "CFD5EA"
"""Accent 1 of Office's theme, and what PowerPoint makes of its tints of 20 and 40 per cent."""


def cell(text: str = "", properties: str = "", attributes: str = "") -> str:
    run = f"<a:r><a:t>{text}</a:t></a:r>" if text else ""
    return f"<a:tc {attributes}><a:txBody><a:bodyPr/><a:p>{run}</a:p></a:txBody>{properties}</a:tc>"


def table(
    rows: list[list[str]],
    *,
    style: str = MEDIUM_2,
    flags: str = "",
    widths: str = "100 200 300",
    styles: Element | None = None,
) -> TableShape:
    """A table out of cells; `flags` are the true attributes of `a:tblPr`."""
    attributes = " ".join(f'{flag}="1"' for flag in flags.split())
    grid = "".join(f'<a:gridCol w="{width}000"/>' for width in widths.split())
    lines = "".join(f'<a:tr h="50000">{"".join(row)}</a:tr>' for row in rows)
    properties = f"<a:tblPr {attributes}><a:tableStyleId>{style}</a:tableStyleId></a:tblPr>"
    element = fromstring(f"<a:tbl {NS}>{properties}<a:tblGrid>{grid}</a:tblGrid>{lines}</a:tbl>")
    box = Box(0, 0, 900_000, 200_000)
    return table_in(element, box, SOURCE, TableStyles(styles), levels=levels_of(None, SOURCE), id=4, name="Table 3")


def square(rows: int, columns: int, **said: str) -> TableShape:
    return table([[cell(f"{row}{column}") for column in range(columns)] for row in range(rows)], **said)  # type: ignore[arg-type]


def at(shape: TableShape, row: int, column: int) -> Cell:
    return next(one for one in shape.cells if (one.row, one.column) == (row, column))


def colour(paint: Paint | None) -> str | None:
    return paint.colour if isinstance(paint, Solid) else None


def line(stroke: Stroke | None) -> tuple[str | None, int] | None:
    return (colour(stroke.paint), stroke.width) if stroke is not None else None


def asked(**lines: str) -> str:
    """Cell properties with lines of 2 points: `L="FF0000"`, or `L=""` for none."""
    made = {
        side: f'<a:solidFill><a:srgbClr val="{value}"/></a:solidFill>' if value else "<a:noFill/>"
        for side, value in lines.items()
    }
    return (
        "<a:tcPr>" + "".join(f'<a:ln{side} w="25400">{fill}</a:ln{side}>' for side, fill in made.items()) + "</a:tcPr>"
    )


def test_the_default_style_with_header_and_bands() -> None:
    shape = square(4, 3, flags="firstRow bandRow")
    assert (shape.columns, shape.rows) == ((100_000, 200_000, 300_000), (50_000,) * 4)
    assert (shape.id, shape.name, shape.fill) == (4, "Table 3", None)
    assert [colour(at(shape, row, 1).fill) for row in range(4)] == [BLUE, BANDED, TINTED, BANDED]
    assert [one.header for one in shape.cells[::3]] == [True, False, False, False]
    header, body = at(shape, 0, 0).text.paragraphs[0].runs[0], at(shape, 1, 0).text.paragraphs[0].runs[0]
    assert (header.bold, header.colour, header.size) == (True, "FFFFFF", 1800)
    assert (body.bold, body.colour) == (False, "000000")


def test_the_line_below_a_header_is_the_header_s_for_both_neighbours() -> None:
    shape = square(3, 3, flags="firstRow bandRow")
    assert line(at(shape, 0, 1).bottom) == line(at(shape, 1, 1).top) == ("FFFFFF", 38_100)
    assert line(at(shape, 1, 1).bottom) == line(at(shape, 2, 1).top) == ("FFFFFF", 12_700)


def test_columns_and_totals() -> None:
    shape = square(3, 3, flags="firstCol lastCol lastRow bandCol")
    assert [colour(at(shape, 0, column).fill) for column in range(3)] == [BLUE, BANDED, BLUE]
    assert colour(at(shape, 2, 1).fill) == BLUE
    assert at(shape, 1, 0).text.paragraphs[0].runs[0].bold


def test_without_flags_only_the_whole_table_s_part_holds() -> None:
    assert {colour(one.fill) for one in square(2, 2, widths="1 1").cells} == {TINTED}


def test_inner_and_outer_lines() -> None:
    shape = table(
        [[cell(), cell()], [cell(), cell()]],
        widths="1 1",
        style="{B301B821-A1FF-4177-AEE7-76D212191A09}",  # Medium Style 1 - Accent 1: no lines between columns
    )
    corner = at(shape, 0, 0)
    assert [line(one) for one in (corner.left, corner.top, corner.right, corner.bottom)] == [
        (BLUE, 12_700), (BLUE, 12_700), None, (BLUE, 12_700),
    ]  # fmt: skip


def test_a_cell_s_own_fill_and_lines_are_over_the_style() -> None:
    own = '<a:tcPr><a:lnB w="25400"><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:lnB><a:noFill/></a:tcPr>'
    shape = table([[cell("a", own)], [cell("b")]], widths="1", flags="firstRow")
    assert at(shape, 0, 0).fill is None
    assert line(at(shape, 0, 0).bottom) == line(at(shape, 1, 0).top) == ("FF0000", 25_400)


def test_a_line_that_one_neighbour_asks_for_is_over_none_that_the_other_does() -> None:
    shape = table([[cell("a", asked(R="FF0000")), cell("b", asked(L=""))]], widths="1 1")
    assert line(at(shape, 0, 0).right) == line(at(shape, 0, 1).left) == ("FF0000", 25_400)
    shape = table([[cell("a", asked(R="")), cell("b")]], widths="1 1", style=GRID)
    assert at(shape, 0, 0).right is None and at(shape, 0, 1).left is None
    assert line(at(shape, 0, 1).right) == ("000000", 12_700)


def test_diagonals() -> None:
    shape = table([[cell("", asked(TlToBr="FF0000", BlToTr="00FF00"))]], widths="1")
    assert line(at(shape, 0, 0).falling) == ("FF0000", 25_400)
    assert line(at(shape, 0, 0).rising) == ("00FF00", 25_400)


def test_merged_cells_cover_others_and_take_their_far_lines() -> None:
    covered = cell("lost", asked(R="FF0000"), 'hMerge="1"')
    shape = table(
        [
            [cell("wide", "", 'gridSpan="2"'), covered, cell("c")],
            [cell("high", "", 'rowSpan="2"'), cell("e"), cell("f")],
            [cell("", "", 'vMerge="1"'), cell("h"), cell("i")],
        ],
        style=GRID,
    )
    assert [(one.row, one.column, one.rows, one.columns, one.text.text) for one in shape.cells] == [
        (0, 0, 1, 2, "wide"), (0, 2, 1, 1, "c"), (1, 0, 2, 1, "high"), (1, 1, 1, 1, "e"), (1, 2, 1, 1, "f"),
        (2, 1, 1, 1, "h"), (2, 2, 1, 1, "i"),
    ]  # fmt: skip
    assert line(at(shape, 0, 0).right) == line(at(shape, 0, 2).left) == ("FF0000", 25_400)


def test_absurd_spans_end_at_the_table_and_at_other_merges() -> None:
    shape = table(
        [
            [
                cell("a", "", 'gridSpan="-4"'),
                cell("b", "", 'gridSpan="99999999" rowSpan="2"'),
                cell("c", "", 'hMerge="1"'),
            ],
            [cell("d", "", 'gridSpan="3" rowSpan="7"'), cell("e"), cell("f")],
        ]
    )
    assert [(one.row, one.column, one.rows, one.columns) for one in shape.cells] == [
        (0, 0, 1, 1), (0, 1, 2, 2), (1, 0, 1, 1),
    ]  # fmt: skip


def test_rows_with_too_few_or_too_many_cells() -> None:
    shape = table([[cell("a")], [cell("b"), cell("c"), cell("d"), cell("e")]], widths="100 200 300")
    assert shape.columns == (100_000, 200_000, 300_000, 200_000)
    assert [one.text.text for one in shape.cells] == ["a", "b", "c", "d", "e"]


def test_a_table_without_widths_shares_its_box_and_one_without_anything_is_empty() -> None:
    assert table([[cell(), cell(), cell()]], widths="").columns == (300_000,) * 3
    nothing = table([], widths="")
    assert (nothing.columns, nothing.rows, nothing.cells) == ((), (), ())


def test_a_cell_says_where_its_text_is() -> None:
    own = '<a:tcPr marL="1" marR="2" marT="3" marB="4" anchor="ctr" vert="vert270"/>'
    body = at(table([[cell("a", own), "<a:tc/>"]], widths="1 1"), 0, 0).text
    assert (body.insets, body.anchor, body.direction) == ((1, 3, 2, 4), "ctr", "vert270")
    plain = at(table([[cell("a", own), "<a:tc/>"]], widths="1 1"), 0, 1).text
    assert plain.insets == (91_440, 45_720, 91_440, 45_720) and len(plain.paragraphs) == 1


def test_runs_have_the_last_word_about_letters() -> None:
    run = '<a:tc><a:txBody><a:p><a:r><a:rPr b="0" sz="900"/><a:t>x</a:t></a:r></a:p></a:txBody></a:tc>'
    made = at(table([[run]], widths="1", flags="firstRow"), 0, 0).text.paragraphs[0].runs[0]
    assert (made.bold, made.size, made.colour) == (False, 900, "FFFFFF")


def test_tables_that_are_read_from_the_right() -> None:
    shape = table([[cell("first", asked(L="FF0000")), cell("second")]], widths="100 200", flags="rtl firstCol")
    assert shape.columns == (200_000, 100_000)
    assert [(one.column, one.text.text) for one in shape.cells] == [(1, "first"), (0, "second")]
    assert colour(at(shape, 0, 1).fill) == BLUE
    assert line(at(shape, 0, 0).right) == ("FF0000", 25_400)


def test_the_deck_s_own_definition_is_over_the_built_in_one() -> None:
    fill = '<a:fill><a:solidFill><a:srgbClr val="123456"/></a:solidFill></a:fill>'
    text = '<a:tcTxStyle i="on"><a:fontRef idx="major"><a:srgbClr val="ABCDEF"/></a:fontRef></a:tcTxStyle>'
    style = (
        f'<a:tblStyle styleId="{MEDIUM_2}"><a:wholeTbl>{text}<a:tcStyle>{fill}</a:tcStyle></a:wholeTbl></a:tblStyle>'
    )
    shape = table([[cell("x")]], widths="1", styles=fromstring(f"<a:tblStyleLst {NS}>{style}</a:tblStyleLst>"))
    run = at(shape, 0, 0).text.paragraphs[0].runs[0]
    assert colour(at(shape, 0, 0).fill) == "123456" and at(shape, 0, 0).left is None
    assert (run.italic, run.colour) == (True, "ABCDEF")


def test_an_unknown_style_has_no_fills_and_lines() -> None:
    only = at(table([[cell("x")]], widths="1", style="{0}"), 0, 0)
    assert (only.fill, only.left, only.top, only.right, only.bottom) == (None,) * 5


def test_backgrounds_of_tables_lie_behind_the_cells() -> None:
    themed = square(2, 2, style="{3C2FFA5D-87B4-456A-9821-1D502468CF0F}", flags="firstRow", widths="1 1")
    assert isinstance(themed.fill, Gradient) and at(themed, 1, 0).fill is None
    assert line(at(themed, 1, 0).left) == (BLUE, 6_350)


@pytest.mark.parametrize("identifier", BUILT_IN)
def test_every_built_in_style_can_be_worked_out(identifier: str) -> None:
    element = built_in_style(identifier)
    assert element is not None
    assert {one.tag.removeprefix(A) for one in element} <= {*PARTS, "tblBg"}
    style = TableStyles().style(identifier, SOURCE)
    whole = style.parts["wholeTbl"]
    assert whole.colour is not None and whole.fill is not None and set(whole.lines) >= {"top", "bottom"}
    assert all(
        part.bold for name, part in style.parts.items() if name in ("firstRow", "lastRow", "firstCol", "lastCol")
    )


def test_there_are_the_74_styles_of_powerpoint() -> None:
    assert len(BUILT_IN) == 74


def test_built_in_styles_are_those_that_real_decks_define(shared: Path) -> None:
    """What PowerPoint wrote into a deck that uses one of its styles says the same as ours."""
    compared = 0
    for deck in sorted((shared / "data" / "decks").glob("*.pptx")):
        package = read_package(deck)
        if "ppt/tableStyles.xml" not in package:
            continue
        root = package.xml("ppt/tableStyles.xml")
        for identifier in {one.get("styleId", "") for one in root} & set(BUILT_IN):
            assert TableStyles(root).style(identifier, SOURCE) == TableStyles().style(identifier, SOURCE), deck.name
            compared += 1
    assert compared


def test_rows_grow_with_their_texts() -> None:
    long = " ".join(["word"] * 40)
    shape = table(
        [
            [cell(long, "", 'rowSpan="2"'), cell("a")],
            [cell("", "", 'vMerge="1"'), cell("b")],
            [cell("c"), cell(long, '<a:tcPr vert="vert270"/>')],
        ],
        widths="2000 2000",
    )
    (first, second, third), unproven = row_heights(shape, Typefaces(system=False))
    one_line = third - 91_440
    assert first == third and 200_000 < one_line < 300_000
    assert (first + second - 91_440) % one_line == 0 and second > 4 * one_line
    assert unproven == ()


def test_a_row_without_text_is_as_high_as_a_line_of_it_would_be() -> None:
    shape = table([[cell("")], [cell("a")]], widths="2000")
    empty, filled = row_heights(shape, Typefaces(system=False)).heights
    assert empty == filled > 91_440


SPANS = st.sampled_from(
    ["", 'gridSpan="2"', 'rowSpan="3"', 'gridSpan="9" rowSpan="9"', 'hMerge="1"', 'vMerge="1"', 'gridSpan="x"']
)


@given(
    st.lists(st.lists(SPANS, max_size=5), max_size=5), st.sampled_from(["", "rtl", "firstRow lastCol bandRow bandCol"])
)
def test_every_place_belongs_to_one_cell_at_most(spans: list[list[str]], flags: str) -> None:
    shape = table([[cell("x", "", one) for one in row] for row in spans], flags=flags, widths="1 2 3")
    places = [
        (row, column)
        for one in shape.cells
        for row in range(one.row, one.row + one.rows)
        for column in range(one.column, one.column + one.columns)
    ]
    assert len(places) == len(set(places))
    assert all(0 <= row < len(shape.rows) and 0 <= column < len(shape.columns) for row, column in places)
    given_places = {(row, at) for row, cells in enumerate(spans) for at in range(len(cells))}
    mirrored = {(row, len(shape.columns) - 1 - column) for row, column in places} if flags == "rtl" else set(places)
    assert given_places <= mirrored
