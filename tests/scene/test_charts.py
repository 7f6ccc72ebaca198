"""Chart parts become shapes: bars as high as their figures, labels where they belong, nothing that breaks on bad data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.graphics.boxes import Box
from salespack.ooxml.markup import parse
from salespack.ooxml.theme import IDENTITY_MAP, theme_of
from salespack.scene.charts import UndrawnChart, chart_shapes, left_out
from salespack.scene.model import AutoShape, Solid
from salespack.scene.paint import Source
from tests.searching import searching

BOX = Box(1_000_000, 500_000, 6_000_000, 4_000_000)
SOURCE = Source("ppt/charts/chart1.xml", theme_of(None, IDENTITY_MAP), {})
PLOT = '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0.1"/><c:y val="0.1"/><c:w val="0.8"/><c:h val="0.8"/></c:manualLayout></c:layout>'
INNER = Box(1_600_000, 900_000, 4_800_000, 3_200_000)
"""Where the plot is under PLOT."""


def cache(kind: str, points: Sequence[object], form: str = "General") -> str:
    code = f"<c:formatCode>{form}</c:formatCode>" if kind == "num" else ""
    listed = "".join(f'<c:pt idx="{n}"><c:v>{v}</c:v></c:pt>' for n, v in enumerate(points) if v is not None)
    return f'<c:{kind}Ref><c:{kind}Cache>{code}<c:ptCount val="{len(points)}"/>{listed}</c:{kind}Cache></c:{kind}Ref>'


def series(
    number: int,
    values: Sequence[object],
    names: Sequence[object] = (),
    more: str = "",
    form: str = "General",
    name: str = "",
) -> str:
    named = f"<c:cat>{cache('str', names)}</c:cat>" if names else ""
    title = f"<c:tx>{cache('str', [name or f'S{number}'])}</c:tx>"
    return f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>{title}{more}{named}<c:val>{cache("num", values, form)}</c:val></c:ser>'


def axes(category: str = "", value: str = "", between: str = "between") -> str:
    common = '<c:majorTickMark val="out"/><c:minorTickMark val="none"/>'
    return (
        f'<c:catAx><c:axId val="1"/><c:scaling/><c:axPos val="b"/>{common}{category}<c:crossAx val="2"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/>{value or "<c:scaling/>"}<c:axPos val="l"/>{common}<c:crossAx val="1"/><c:crossBetween val="{between}"/></c:valAx>'
    )


def chart(plots: str, after: str | None = None, layout: str = PLOT, before: str = "", beside: str = "") -> Element:
    after = axes() if after is None else after
    return parse(
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart>'
        f"{before or chr(60) + 'c:autoTitleDeleted val=' + chr(34) + '1' + chr(34) + '/>'}"
        f"<c:plotArea>{layout}{plots}{after}</c:plotArea>{beside}"
        '<c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'.encode()
    )


def bars(*all_series: str, direction: str = "col", grouping: str = "clustered", more: str = "") -> str:
    ids = '<c:axId val="1"/><c:axId val="2"/>'
    return f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/>{"".join(all_series)}{more}{ids}</c:barChart>'


def shapes(root: Element, language: str = "en") -> list[AutoShape]:
    found, _ = chart_shapes(root, BOX, SOURCE, language=language)
    return [one for one in found if isinstance(one, AutoShape)]


def named(found: Sequence[AutoShape], name: str) -> list[AutoShape]:
    return [one for one in found if one.name == name]


def texts(found: Sequence[AutoShape], name: str) -> list[str]:
    return [one.text.text for one in named(found, name) if one.text is not None]


def fills(found: Sequence[AutoShape]) -> list[str]:
    return [one.fill.colour for one in found if isinstance(one.fill, Solid)]


# --- what spreadsheets work out --------------------------------------------------------------------------------------


def test_a_straight_trend_goes_on_half_a_category_beyond_its_points() -> None:
    trend = (
        "<c:trendline><c:name>Goal</c:name><c:spPr><a:ln><a:solidFill><a:srgbClr val='FF0000'/></a:solidFill></a:ln></c:spPr>"
        "<c:trendlineType val='linear'/><c:forward val='0.5'/><c:backward val='0.5'/><c:dispRSqr val='0'/><c:dispEq val='0'/></c:trendline>"
    )
    root = chart(
        bars(series(0, [10, 20, 30], ["A", "B", "C"], trend)), beside='<c:legend><c:legendPos val="b"/></c:legend>'
    )
    (line,) = named(shapes(root), "trend")
    # the axis ends at 35, and the line rises by 10 a category: from 5 to 35
    assert (line.box.x, line.box.cx) == (INNER.x, INNER.cx)
    assert (line.box.y, line.box.y + line.box.cy) == (INNER.y, INNER.y + INNER.cy - round(INNER.cy * 5 / 35))
    assert texts(shapes(root), "legend entry") == ["S0", "Goal"]
    assert left_out(root) == ()
    curved = chart(bars(series(0, [1, 2, 3], more=trend.replace("linear", "exp"))))
    assert named(shapes(curved), "trend") == [] and left_out(curved) == ("a trend line",)


def test_the_text_of_cells_stands_beside_points() -> None:
    field = "<a:fld id='{1}' type='CELLRANGE'><a:rPr/><a:t>[CELLRANGE]</a:t></a:fld>"
    own = "".join(
        f"<c:dLbl><c:idx val='{at}'/><c:tx><c:rich><a:bodyPr/><a:p>{field}</a:p></c:rich></c:tx><c:showVal val='0'/></c:dLbl>"
        for at in range(2)
    )
    cells = (
        "<c:extLst><c:ext uri='{02D57815-91ED-43cb-92C2-25804820EDAC}' xmlns:c15='http://schemas.microsoft.com/office/drawing/2012/chart'>"
        "<c15:datalabelsRange><c15:f>A1</c15:f><c15:dlblRangeCache><c:ptCount val='2'/><c:pt idx='0'><c:v>+5</c:v></c:pt>"
        "<c:pt idx='1'><c:v>-3</c:v></c:pt></c15:dlblRangeCache></c15:datalabelsRange></c:ext></c:extLst>"
    )
    found = shapes(chart(bars(series(0, [5, 2], more=f"<c:dLbls>{own}<c:showVal val='0'/></c:dLbls>{cells}"))))
    assert texts(found, "label") == ["+5", "-3"]


def test_names_beside_bars_have_the_room_that_they_are_written_in() -> None:
    for count in range(20, 60):
        root = chart(
            bars(series(0, [1, 2], ["m" * (count // 3) + " " + "m" * (count // 3), "B"]), direction="bar"), layout=""
        )
        labels = [one for one in named(shapes(root), "axis label") if one.text is not None and "m" in one.text.text]
        assert labels and all(one.box.x >= BOX.x for one in labels), count


# --- bars ------------------------------------------------------------------------------------------------------------


def test_columns_are_as_high_as_their_figures() -> None:
    found = shapes(chart(bars(series(0, [10, 20, 5], ["A", "B", "C"]))))
    columns = named(found, "bar")
    # the axis ends at 25: each of its units is 128,000 EMU
    assert [one.box.cy for one in columns] == [1_280_000, 2_560_000, 640_000]
    assert {one.box.y + one.box.cy for one in columns} == {INNER.y + INNER.cy}
    # a band is 1,600,000 wide; the bar has it less a gap of 150 % of the bar
    assert [one.box.cx for one in columns] == [640_000] * 3
    assert [one.box.x for one in columns] == [2_080_000, 3_680_000, 5_280_000]
    assert texts(found, "axis label") == ["A", "B", "C", "0", "5", "10", "15", "20", "25"]


def test_negative_figures_hang_below_zero() -> None:
    found = named(shapes(chart(bars(series(0, [4, -2])))), "bar")
    assert found[0].box.y + found[0].box.cy == found[1].box.y
    assert found[0].box.cy == 2 * found[1].box.cy


def test_stacked_columns_stand_on_each_other() -> None:
    root = chart(bars(series(0, [10, -4]), series(1, [20, -8]), series(2, [-5, 6]), grouping="stacked"))
    first, second, third = (named(shapes(root), "bar")[at : at + 2] for at in (0, 2, 4))
    assert second[0].box.y + second[0].box.cy == first[0].box.y
    assert third[0].box.y == first[0].box.y + first[0].box.cy
    assert second[1].box.y == first[1].box.y + first[1].box.cy


def test_percent_stacked_columns_fill_the_plot() -> None:
    root = chart(bars(series(0, [1, 30]), series(1, [3, 10]), grouping="percentStacked"))
    found = shapes(root)
    heights = [one.box.cy for one in named(found, "bar")]
    assert heights == [800_000, 2_400_000, 2_400_000, 800_000]
    assert texts(found, "axis label")[-1] == "100%"


def test_bars_lie_and_begin_at_the_bottom() -> None:
    found = named(shapes(chart(bars(series(0, [10, 20]), direction="bar"))), "bar")
    assert [one.box.cx for one in found] == [1_920_000, 3_840_000]
    assert found[0].box.y > found[1].box.y
    assert {one.box.x for one in found} == {INNER.x}


def test_overlap_and_gap() -> None:
    more = '<c:gapWidth val="100"/><c:overlap val="-50"/>'
    first, second = named(shapes(chart(bars(series(0, [1]), series(1, [1]), more=more))), "bar")
    # two bars, half a bar between them and a whole one around: 3.5 bars
    assert first.box.cx == round(4_800_000 / 3.5)
    assert second.box.x - (first.box.x + first.box.cx) == pytest.approx(first.box.cx / 2, abs=2)


def test_fixed_limits_cut_bars() -> None:
    value = '<c:scaling><c:max val="10"/><c:min val="5"/></c:scaling>'
    found = named(shapes(chart(bars(series(0, [20, 7.5, 2])), axes(value=value))), "bar")
    assert [one.box.cy for one in found] == [3_200_000, 1_600_000]


def test_colours_of_series_points_and_negative_figures() -> None:
    own = '<c:spPr><a:solidFill><a:srgbClr val="112233"/></a:solidFill></c:spPr>'
    point = '<c:dPt><c:idx val="1"/><c:spPr><a:solidFill><a:srgbClr val="AABBCC"/></a:solidFill></c:spPr></c:dPt>'
    root = chart(bars(series(0, [1, 2], more=point), series(1, [3, -4], more=own + '<c:invertIfNegative val="1"/>')))
    assert fills(named(shapes(root), "bar")) == ["4472C4", "AABBCC", "112233", "FFFFFF"]


def test_series_past_the_sixth_are_variations_of_the_accents() -> None:
    found = fills(named(shapes(chart(bars(*(series(n, [1]) for n in range(8))))), "bar"))
    assert found[:6] == ["4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47"]
    assert len(set(found)) == 8


def test_one_series_of_varied_colours() -> None:
    root = chart(
        bars('<c:varyColors val="1"/>' + series(0, [1, 2])), beside='<c:legend><c:legendPos val="r"/></c:legend>'
    )
    found = shapes(root)
    assert fills(named(found, "bar")) == ["4472C4", "ED7D31"]
    assert texts(found, "legend entry") == ["1", "2"]


@pytest.mark.slow
def test_thousands_of_bars_of_one_colour_are_one_shape() -> None:
    found = shapes(chart(bars(series(0, list(range(1, 3_000))))))
    assert len(named(found, "bars")) == 1
    assert len(found) < 200


# --- labels ----------------------------------------------------------------------------------------------------------


def test_labels_stand_outside_of_their_bars() -> None:
    labels = '<c:dLbls><c:numFmt formatCode="#,##0.0" sourceLinked="0"/><c:showVal val="1"/></c:dLbls>'
    found = shapes(chart(bars(series(0, [1234.5, -20], more=labels))), "fi")
    assert texts(found, "label") == ["1\u00a0234,5", "-20,0"]
    over, under = named(found, "label")
    first, second = named(found, "bar")
    assert over.box.y + over.box.cy / 2 < first.box.y
    assert under.box.y + under.box.cy / 2 > second.box.y + second.box.cy
    assert over.box.x + over.box.cx / 2 == pytest.approx(first.box.x + first.box.cx / 2, abs=2)


@pytest.mark.parametrize(("position", "share"), [("ctr", 0.5), ("inEnd", 0.95), ("inBase", 0.05)])
def test_labels_within_bars(position: str, share: float) -> None:
    labels = f'<c:dLbls><c:dLblPos val="{position}"/><c:showVal val="1"/></c:dLbls>'
    found = shapes(chart(bars(series(0, [10], more=labels))))
    label, bar = named(found, "label")[0], named(found, "bar")[0]
    middle = label.box.y + label.box.cy / 2
    assert (bar.box.y + bar.box.cy - middle) / bar.box.cy == pytest.approx(share, abs=0.05)


@pytest.mark.parametrize("more", ["", '<c:dLblPos val="inBase"/>'])
def test_labels_stay_in_their_chart(more: str) -> None:
    labels = f'<c:dLbls>{more}<c:showVal val="1"/><c:showCatName val="1"/></c:dLbls>'
    names = ["A category of which much is to be said, and is said"] * 8
    found = named(shapes(chart(bars(series(0, [-1, 2, 3, -4, 5, 6, 7, 8], names, labels)))), "label")
    assert len(found) == 8
    for one in found:
        assert one.box.x >= BOX.x - 6_350 and one.box.x + one.box.cx <= BOX.x + BOX.cx + 6_350  # half a point
        assert one.box.y >= BOX.y - 6_350 and one.box.y + one.box.cy <= BOX.y + BOX.cy + 6_350


def test_labels_of_points_differ_or_are_left_out() -> None:
    labels = (
        '<c:dLbls><c:dLbl><c:idx val="0"/><c:delete val="1"/></c:dLbl>'
        '<c:dLbl><c:idx val="1"/><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>about </a:t></a:r>'
        '<a:fld id="{1}" type="VALUE"><a:t>[VALUE]</a:t></a:fld></a:p></c:rich></c:tx><c:showVal val="1"/></c:dLbl>'
        '<c:separator>: </c:separator><c:showVal val="1"/><c:showCatName val="1"/><c:showSerName val="1"/></c:dLbls>'
    )
    found = shapes(chart(bars(series(0, [1, 2, 3], ["A", "B", "C"], labels, name="Sales"))))
    assert texts(found, "label") == ["about 2", "Sales: C: 3"]


def test_a_label_with_letters_of_its_own_size_stands_off_its_bar() -> None:
    own = (
        '<c:dLbls><c:dLbl><c:idx val="0"/><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr sz="4000"/><a:t>1,234,567</a:t></a:r>'
        '</a:p></c:rich></c:tx><c:dLblPos val="outEnd"/><c:showVal val="1"/></c:dLbl>'
        '<c:dLblPos val="outEnd"/><c:showVal val="1"/></c:dLbls>'
    )
    found = shapes(chart(bars(series(0, [10, 20], more=own), direction="bar")))
    bar = min(named(found, "bar"), key=lambda one: one.box.cx)
    [label] = [one for one in named(found, "label") if one.text is not None and "567" in one.text.text]
    assert label.box.x >= bar.box.x + bar.box.cx
    assert label.box.cx > 2_000_000  # nine letters of 40 points


# --- axes ------------------------------------------------------------------------------------------------------------


def test_reversed_and_deleted_axes() -> None:
    value = '<c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="1"/>'
    found = shapes(chart(bars(series(0, [10])), axes(value=value)))
    assert texts(found, "axis label") == ["1"]
    assert named(found, "bar")[0].box.y == INNER.y


def test_long_names_are_wrapped_or_slanted_when_crowded() -> None:
    few = shapes(chart(bars(series(0, [1, 2], ["A rather long name of a category", "B"]))))
    assert max(one.rotation for one in named(few, "axis label")) == 0
    many = shapes(chart(bars(series(0, [1] * 12, [f"A rather long name {n}" for n in range(12)]))))
    assert [one.rotation for one in named(many, "axis label")][:12] == [-45.0] * 12
    crowd = shapes(chart(bars(series(0, [1] * 400, [f"Name {n}" for n in range(400)]))))
    written = [text for text in texts(crowd, "axis label") if text.startswith("Name")]
    assert 10 < len(written) < 60


def test_an_automatic_plot_gives_way_to_labels() -> None:
    found = shapes(chart(bars(series(0, [1_000_000], ["A"])), layout=""))
    for one in named(found, "axis label"):
        assert BOX.x <= one.box.x
        assert one.box.x + one.box.cx <= BOX.x + BOX.cx
        assert BOX.y <= one.box.y
        assert one.box.y + one.box.cy <= BOX.y + BOX.cy


def test_a_secondary_axis_has_its_own_scale() -> None:
    line = f'<c:lineChart><c:grouping val="standard"/>{series(1, [0.1, 0.4], form="0%")}<c:axId val="3"/><c:axId val="4"/></c:lineChart>'
    secondary = (
        '<c:catAx><c:axId val="3"/><c:scaling/><c:delete val="1"/><c:axPos val="b"/><c:crossAx val="4"/></c:catAx>'
        '<c:valAx><c:axId val="4"/><c:scaling/><c:axPos val="r"/><c:numFmt formatCode="General" sourceLinked="1"/>'
        '<c:crossAx val="3"/><c:crosses val="max"/></c:valAx>'
    )
    found = shapes(chart(bars(series(0, [100, 200], ["A", "B"])) + line, axes() + secondary, layout=""))
    right = [one for one in named(found, "axis label") if one.text is not None and one.text.text.endswith("%")]
    assert [one.text.text for one in right if one.text] == [
        "0%",
        "5%",
        "10%",
        "15%",
        "20%",
        "25%",
        "30%",
        "35%",
        "40%",
        "45%",
    ]
    assert min(one.box.x for one in right) > max(one.box.x + one.box.cx for one in named(found, "bar"))


def test_dates_lie_as_far_apart_as_they_are() -> None:
    cat = f"<c:cat>{cache('num', [45292, 45293, 45302], 'd.m.')}</c:cat>"
    line = f'<c:lineChart><c:grouping val="standard"/>{series(0, [1, 2, 3]).replace("<c:val>", cat + "<c:val>")}<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>'
    after = (
        axes()
        .replace("catAx", "dateAx")
        .replace("<c:scaling/>", '<c:scaling/><c:numFmt formatCode="d.m." sourceLinked="0"/>', 1)
    )
    found = shapes(chart(line, after))
    first, second, third = (one.box.x + one.box.cx / 2 for one in named(found, "marker"))
    assert (third - second) / (second - first) == pytest.approx(9, abs=0.01)
    assert texts(found, "axis label")[0] == "1.1."


def test_dates_are_written_as_the_workbook_has_them_where_the_axis_is_linked_to_it() -> None:
    cat = f"<c:cat>{cache('num', [46023, 46054, 46082], 'mmm yy')}</c:cat>"
    line = lines(series(0, [1, 2, 3]).replace("<c:val>", cat + "<c:val>"))
    form = '<c:scaling/><c:numFmt formatCode="General" sourceLinked="1"/>'
    found = shapes(chart(line, axes().replace("catAx", "dateAx").replace("<c:scaling/>", form, 1)))
    assert texts(found, "axis label")[:3] == ["Jan 26", "Feb 26", "Mar 26"]


def test_an_axis_of_dates_has_the_ends_that_the_file_gives_it() -> None:
    days = [45292, 45293, 45294, 45295]
    cat = f"<c:cat>{cache('num', days, 'd.m.')}</c:cat>"
    plot = bars(series(0, [1, 2, 3, 4]).replace("<c:val>", cat + "<c:val>"))
    ends = '<c:scaling><c:max val="45298"/><c:min val="45293"/></c:scaling>'
    found = shapes(chart(plot, axes().replace("catAx", "dateAx").replace("<c:scaling/>", ends, 1)))
    bars_ = named(found, "bar")
    assert len(bars_) == 3
    assert {len(bars_), *[INNER.x <= one.box.x <= INNER.x + INNER.cx / 2 for one in bars_]} == {3, True}


# --- other kinds -----------------------------------------------------------------------------------------------------


def lines(*all_series: str, kind: str = "line", more: str = "") -> str:
    return f'<c:{kind}Chart><c:grouping val="standard"/>{"".join(all_series)}{more}<c:axId val="1"/><c:axId val="2"/></c:{kind}Chart>'


@pytest.mark.parametrize(("blanks", "parts"), [("gap", 2), ("span", 1), ("zero", 1)])
def test_missing_figures_of_lines(blanks: str, parts: int) -> None:
    root = chart(lines(series(0, [1, 2, None, 4, 5])))
    for one in root.iter():
        if one.tag.endswith("dispBlanksAs"):
            one.set("val", blanks)
    assert len(named(shapes(root), "line")) == parts


def test_lines_have_their_own_width_and_the_accent_s_colour() -> None:
    root = chart(lines(series(0, [1, 2], more='<c:spPr><a:ln w="12700"/></c:spPr>')))
    stroke = named(shapes(root), "line")[0].stroke
    assert stroke is not None
    assert (stroke.width, stroke.paint) == (12_700, Solid("4472C4"))


def test_areas_end_on_the_axis() -> None:
    found = named(shapes(chart(lines(series(0, [5, 10]), kind="area"), axes(between="midCat"))), "area")
    assert found[0].box.x == INNER.x
    assert found[0].box.cx == INNER.cx
    assert found[0].box.y + found[0].box.cy == INNER.y + INNER.cy


def pie(values: Sequence[object], kind: str = "pie", more: str = "", labels: str = "") -> str:
    names = [f"N{n}" for n in range(len(values))]
    return f'<c:{kind}Chart><c:varyColors val="1"/>{series(0, values, names, labels)}{more}</c:{kind}Chart>'


def test_slices_of_a_pie() -> None:
    labels = '<c:dLbls><c:dLblPos val="ctr"/><c:showPercent val="1"/></c:dLbls>'
    found = shapes(chart(pie([1, 2, 1], labels=labels), ""))
    first, half, last = named(found, "slice")
    assert fills([first, half, last]) == ["4472C4", "ED7D31", "A5A5A5"]
    # a quarter from twelve to three o'clock, then the lower half's worth
    assert (first.box.cx, first.box.cy) == (1_600_000, 1_600_000)
    assert first.box.y == INNER.y
    assert half.box.cx == pytest.approx(3_200_000, abs=2)
    assert texts(found, "label") == ["25%", "50%", "25%"]


LEADERS = '<c:showLeaderLines val="1"/><c:leaderLines><c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="A6A6A6"/></a:solidFill></a:ln></c:spPr></c:leaderLines>'


def moved(at: int, x: float, y: float) -> str:
    """A label that was moved by shares of the chart's width and height."""
    place = f'<c:layout><c:manualLayout><c:x val="{x}"/><c:y val="{y}"/></c:manualLayout></c:layout>'
    return f'<c:dLbl><c:idx val="{at}"/>{place}<c:dLblPos val="outEnd"/><c:showVal val="1"/></c:dLbl>'


def leaders(found: Sequence[AutoShape]) -> list[tuple[int, int, int, int]]:
    return [
        (one.box.x, one.box.y, one.box.x + one.box.cx, one.box.y + one.box.cy) for one in named(found, "leader line")
    ]


def test_a_line_leads_from_a_label_that_was_moved_to_its_point() -> None:
    own = f'<c:dLbls>{moved(0, 0.2, 0)}{moved(1, 0.001, 0)}<c:dLblPos val="outEnd"/><c:showVal val="1"/>'
    found = shapes(chart(pie([1, 2, 1], labels=f"{own}{LEADERS}</c:dLbls>"), ""))
    [(left, _, right, _)] = leaders(found)  # the second was moved by nearly nothing, the third not at all
    label = named(found, "label")[0]
    slice_ = named(found, "slice")[0]
    assert slice_.box.x < left <= slice_.box.x + slice_.box.cx
    assert right == pytest.approx(label.box.x, abs=60_000)
    assert leaders(shapes(chart(pie([1, 2, 1], labels=f"{own}</c:dLbls>"), ""))) == []


def test_a_line_leads_to_a_column_where_the_file_says_so() -> None:
    lines = LEADERS.replace("c:showLeader", "c15:showLeader").replace("c:leaderLines", "c15:leaderLines")
    office = 'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
    extension = f'<c:extLst><c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}" {office}>{lines}</c:ext></c:extLst>'
    own = f'<c:dLbls>{moved(0, 0, -0.1)}<c:showVal val="1"/>{extension}</c:dLbls>'
    found = shapes(chart(bars(series(0, [5, 10], ["A", "B"], own))))
    [(left, top, right, bottom)] = leaders(found)
    bar, label = named(found, "bar")[0], named(found, "label")[0]
    assert left == pytest.approx(right, abs=2) and left == pytest.approx(bar.box.x + bar.box.cx / 2, abs=2)
    assert bottom == pytest.approx(bar.box.y, abs=2) and top >= label.box.y


def test_a_doughnut_has_its_hole_and_a_pie_may_begin_elsewhere() -> None:
    ring = named(shapes(chart(pie([1], "doughnut", '<c:holeSize val="50"/>'), "")), "slice")[0]
    assert (ring.box.cx, ring.box.cy) == (3_200_000, 3_200_000)
    assert [letter for letter, _ in ring.geometry.paths[0].commands].count("M") == 2
    turned = named(shapes(chart(pie([1, 1], more='<c:firstSliceAng val="90"/>'), "")), "slice")[0]
    assert turned.box.cx == pytest.approx(3_200_000, abs=2)
    assert turned.box.y == pytest.approx(INNER.y + 1_600_000, abs=2)


def test_points_of_x_and_y() -> None:
    one = (
        '<c:ser><c:idx val="0"/><c:order val="0"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>'
        f"<c:xVal>{cache('num', [0, 2, 4])}</c:xVal><c:yVal>{cache('num', [0, 'x', 10])}</c:yVal></c:ser>"
    )
    plot = f'<c:scatterChart><c:scatterStyle val="lineMarker"/>{one}<c:axId val="1"/><c:axId val="2"/></c:scatterChart>'
    fixed = '<c:scaling><c:max val="10"/><c:min val="0"/></c:scaling>'
    after = axes(value=fixed).replace("catAx", "valAx").replace("<c:scaling/>", fixed)
    first, last = named(shapes(chart(plot, after)), "marker")
    assert (first.box.x + first.box.cx / 2, first.box.y + first.box.cy / 2) == pytest.approx(
        (1_600_000, 4_100_000), abs=2
    )
    assert (last.box.x + last.box.cx / 2, last.box.y + last.box.cy / 2) == pytest.approx((3_520_000, 900_000), abs=2)


def test_titles_and_legend() -> None:
    title = "<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>Sales</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    legend = (
        '<c:legend><c:legendPos val="r"/><c:legendEntry><c:idx val="1"/><c:delete val="1"/></c:legendEntry></c:legend>'
    )
    plots = bars(series(0, [1]), series(1, [2]), series(2, [3]), grouping="stacked")
    found = shapes(chart(plots, before=title, beside=legend, layout=""))
    assert texts(found, "title") == ["Sales"]
    assert named(found, "title")[0].text.paragraphs[0].runs[0].size == 1800  # type: ignore[union-attr]
    assert texts(found, "legend entry") == ["S2", "S0"]
    right = max(one.box.x + one.box.cx for one in named(found, "bar"))
    assert all(one.box.x > right for one in named(found, "legend entry"))


@pytest.mark.parametrize(("language", "said"), [("en", "Chart Title"), ("fi", "Kaavion otsikko"), ("", "Chart Title")])
def test_a_title_that_nobody_wrote_stands_there_as_in_office_programs(language: str, said: str) -> None:
    plots = bars(series(0, [1]), series(1, [2]))
    found = shapes(chart(plots, before="<c:title/>", layout=""), language)
    assert texts(found, "title") == [said]
    bare = shapes(chart(plots, layout=""), language)
    assert texts(bare, "title") == []
    assert min(one.box.y for one in named(found, "bar")) > min(one.box.y for one in named(bare, "bar"))


def test_one_series_gives_the_chart_its_name() -> None:
    found = shapes(chart(bars(series(0, [1], name="Churn")), before='<c:autoTitleDeleted val="0"/>'))
    assert texts(found, "title") == ["Churn"]


def test_words() -> None:
    root = chart(bars(series(0, [1.5, 2], ["A", "B"], name="Sales")))
    assert chart_shapes(root, BOX, SOURCE, language="en")[1] == "Column chart. Sales: A 1.5, B 2."
    assert chart_shapes(root, BOX, SOURCE, language="fi")[1] == "Pylväskaavio. Sales: A 1,5, B 2."
    assert chart_shapes(root, BOX, SOURCE, language="ja")[1] == "Sales: A 1.5, B 2."


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plot", "what"),
    [
        ("bar3DChart", "a 3-D bar chart"),
        ("surfaceChart", "a surface chart"),
        ("ofPieChart", "a pie-of-pie chart"),
        ("oddChart", "a chart of an unknown kind"),
    ],
)
def test_what_cannot_be_drawn_is_named(plot: str, what: str) -> None:
    with pytest.raises(UndrawnChart) as fault:
        chart_shapes(chart(f"<c:{plot}/>"), BOX, SOURCE)
    assert fault.value.what == what


def test_a_chart_without_data_says_so() -> None:
    for plot in (bars(), bars(series(0, [])), bars(series(0, [None, None])), pie([]), lines(series(0, ["#N/A"]))):
        _, words = chart_shapes(chart(plot), BOX, SOURCE, language="en")
        assert words.endswith("The chart has no data.")


@pytest.mark.parametrize(
    "after", ["", axes(), "<c:catAx/><c:valAx/>", '<c:valAx><c:axId val="2"/><c:crosses val="?"/></c:valAx>']
)
def test_axes_may_be_missing_or_empty(after: str) -> None:
    assert named(shapes(chart(bars(series(0, [1, 2])), after, layout="")), "bar")


def test_no_more_points_than_can_be_told_apart() -> None:
    found, words = chart_shapes(chart(lines(series(0, list(range(9_000))))), BOX, SOURCE, language="en")
    assert words.endswith("Some points are left out.")
    assert len(found) < 100


FIGURE = st.one_of(
    st.none(), st.floats(), st.sampled_from(["1e308", "-1e308", "1e-308", "nan", "INF", "#N/A", "", "12,5", "0"]),
    st.integers(-100, 100),
)  # fmt: skip
KINDS = st.sampled_from(
    ["col", "bar", "stacked", "percentStacked", "line", "area", "pie", "doughnut", "radar", "scatter"]
)
SCALING = st.tuples(
    *[st.none() | st.sampled_from(["-1e308", "1e308", "0", "10", "-3", "x"]) for _ in range(2)], st.booleans()
)


@searching(150)
@given(KINDS, st.lists(st.lists(FIGURE, max_size=6), max_size=4), SCALING, st.integers(0, 4_000_000), st.booleans())
def test_any_data_stay_near_the_chart(
    kind: str, data: list[list[object]], scaling: tuple[str | None, str | None, bool], width: int, log: bool
) -> None:
    labels = '<c:dLbls><c:showVal val="1"/></c:dLbls>'
    all_series = [series(n, values, more=labels) for n, values in enumerate(data)]
    low, high, turned = scaling
    value = "<c:scaling>" + '<c:logBase val="10"/>' * log + f'<c:orientation val="{"maxMin" if turned else "minMax"}"/>'
    value += (f'<c:max val="{high}"/>' if high else "") + (f'<c:min val="{low}"/>' if low else "") + "</c:scaling>"
    match kind:
        case "col" | "bar":
            plot = bars(*all_series, direction=kind)
        case "stacked" | "percentStacked":
            plot = bars(*all_series, grouping=kind)
        case "scatter":
            plot = lines(*all_series, kind="scatter").replace("c:val>", "c:yVal>")
        case _:
            plot = lines(*all_series, kind=kind)
    box = Box(0, 0, width, 2_000_000)
    found, words = chart_shapes(chart(plot, axes(value=value), layout=""), box, SOURCE, language="en")
    assert isinstance(words, str)
    for one in found:
        edges = (one.box.x, one.box.y, one.box.x + one.box.cx, one.box.y + one.box.cy)
        assert all(math.isfinite(edge) for edge in edges)
        assert -width <= edges[0] <= edges[2] <= 2 * width
        assert -2_000_000 <= edges[1] <= edges[3] <= 4_000_000
        for path in one.geometry.paths:
            assert all(math.isfinite(at) for _, command in path.commands for at in command)


def test_dates_are_labelled_every_month_or_year_where_days_would_be_too_many() -> None:
    days = [45292 + 7 * week for week in range(104)]
    cat = f"<c:cat>{cache('num', days, 'mmm')}</c:cat>"
    line = lines(series(0, [1] * 104).replace("<c:val>", cat + "<c:val>"))
    form = '<c:scaling/><c:numFmt formatCode="mmm yy" sourceLinked="0"/>'
    found = shapes(chart(line, axes().replace("catAx", "dateAx").replace("<c:scaling/>", form, 1)))
    months = [text for text in texts(found, "axis label") if " " in text]
    assert months[:3] == ["Jan 24", "May 24", "Sep 24"]


def test_categories_of_several_levels() -> None:
    inner = '<c:lvl><c:pt idx="0"><c:v>Oulu</c:v></c:pt><c:pt idx="1"><c:v>Turku</c:v></c:pt><c:pt idx="2"><c:v>Lund</c:v></c:pt></c:lvl>'
    outer = '<c:lvl><c:pt idx="0"><c:v>Finland</c:v></c:pt><c:pt idx="2"><c:v>Sweden</c:v></c:pt></c:lvl><c:lvl/>'
    cat = f'<c:cat><c:multiLvlStrRef><c:multiLvlStrCache><c:ptCount val="3"/>{inner}{outer}</c:multiLvlStrCache></c:multiLvlStrRef></c:cat>'
    found = shapes(chart(bars(series(0, [1, 2, 3]).replace("<c:val>", cat + "<c:val>"))))
    labels = {one.text.text: one.box for one in named(found, "axis label") if one.text is not None}
    assert labels["Finland"].y > labels["Oulu"].y
    assert labels["Finland"].x + labels["Finland"].cx / 2 == pytest.approx(INNER.x + INNER.cx / 3, abs=2)
    assert labels["Sweden"].x + labels["Sweden"].cx / 2 == pytest.approx(INNER.x + INNER.cx * 5 / 6, abs=2)
