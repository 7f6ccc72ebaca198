"""Charts as SVG: every figure and name is there, inside the picture, in the language."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from salespack.deck.model import Chart, Series, Target
from salespack.documents.assets import Sized
from salespack.documents.charts import draw
from salespack.documents.colours import document_colours
from salespack.documents.look import DocumentLook
from salespack.documents.output_templates import document_environment
from salespack.graphics.colours import contrast
from salespack.language.formatting import Formats
from tests.documents.builders import COLOURS, chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(made: Chart, *, width: int = 340, height: int = 150, language: str = "en") -> ET.Element:
    svg = draw(Sized(made, width, height), document_environment(None), DocumentLook.plain(COLOURS), language, Formats())
    return ET.fromstring(svg)


def labels(picture: ET.Element) -> list[str]:
    return [element.text or "" for element in picture.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("kind", "shape", "count"), [("bar", "rect", 2), ("column", "rect", 2), ("line", "circle", 2), ("pie", "path", 2)]
)
def test_every_type_shows_its_names_and_figures(kind: str, shape: str, count: int) -> None:
    picture = drawn(chart(kind))
    assert len(list(picture.iter(SVG + shape))) == count
    said = " ".join(labels(picture))
    assert "Before" in said
    assert "3,200" in said
    assert picture.findtext(f"{SVG}title") == "Column chart: 1,200 releases before and 3,200 after."


TWO = Series("Before", (12.0, 9.0)), Series("After", (2.0, 4.0))


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        ("stacked", {"series": TWO}, ["12", "2", "14", "9", "4", "13"]),
        ("stacked-100", {"series": TWO}, ["12", "2", "9", "4"]),
        ("stacked-bar", {"series": TWO}, ["12", "2", "9", "4"]),
        ("stacked-bar-100", {"series": TWO}, ["12", "2", "9", "4"]),
        ("waterfall", {"series": (Series("Cost", (12.0, -3.0)),), "totals": (0,)}, ["12", "-3"]),
        ("column", {"series": TWO[:1], "target": Target(10.0, "Goal")}, ["12", "9", "Goal"]),
        ("line", {"series": TWO[:1], "target": Target(10.0, "Goal")}, ["9", "Goal"]),
        ("scatter", {"series": TWO}, ["Before", "After"]),
        (
            "combo",
            {"series": (TWO[0], Series("Share", (0.1, 0.4), line=True)), "second_format": "percent"},
            ["Before", "Share", "40%"],
        ),
    ],
)
def test_the_other_kinds_show_their_figures(kind: str, changes: dict[str, Any], said: list[str]) -> None:
    found = labels(drawn(chart(kind, **{"number_format": "number"} | changes)))
    assert [one for one in said if one not in found] == []
    assert {"Before", "After"} <= set(found) or kind == "combo"


def test_no_two_marks_of_an_axis_have_one_label() -> None:
    for high in (1, 2, 3, 4, 5, 7, 9, 10, 11, 99):
        made = chart("line", series=(Series("x", (0.0, float(high))),))
        *axis, last = [one for one in labels(drawn(made)) if one.isdigit()]
        assert last == str(high)
        assert len(set(axis)) == len(axis) >= 2, (high, axis)


@pytest.mark.parametrize("kind", ["bar", "column", "line", "pie", "stacked", "stacked-bar", "waterfall"])
@pytest.mark.parametrize(
    "figures",
    [
        (0.0, 0.0, 0.0),
        (-5.0, 3.0, None),
        (None, None, None),
        (1e12, 1.0, 2.0),
        (0.001, 0.002, 0.0),
        (5.0, 5.0, 5.0),
    ],
)
@pytest.mark.parametrize("series", [1, 3])
def test_marks_stay_inside_the_picture(kind: str, figures: tuple[float | None, ...], series: int) -> None:
    made = chart(
        kind,
        categories=("A long name of a category", "B", "C"),
        series=tuple(Series(f"Series {n}", figures) for n in range(series)),
    )
    picture = drawn(made)
    compared = 0
    for name, size in (
        ("x", 340),
        ("y", 150),
        ("x1", 340),
        ("x2", 340),
        ("y1", 150),
        ("y2", 150),
        ("cx", 340),
        ("cy", 150),
    ):
        for element in picture.iter():
            if (value := element.get(name)) is not None:
                assert -1 <= float(value) <= size + 1, (element.tag, name, value)
                compared += 1
    for rectangle in picture.iter(f"{SVG}rect"):
        assert float(rectangle.get("x", "")) + float(rectangle.get("width", "")) <= 341
        assert float(rectangle.get("y", "")) + float(rectangle.get("height", "")) <= 151
    # Only a pie of nothing shows nothing.
    assert compared >= 4 or (kind == "pie" and not any(figures) and compared == 0)


@pytest.mark.parametrize(
    ("form", "language", "said"),
    [
        ("percent", "en", "50%"),
        ("percent", "fi", "50\u00a0%"),
        ("money", "en", "€1,200,000"),
        ("money", "fi", "1\u00a0200\u00a0000\u00a0€"),
    ],
)
def test_figures_are_written_in_the_language(form: str, language: str, said: str) -> None:
    figure = 0.5 if form == "percent" else 1_200_000.0
    made = chart("bar", number_format=form, series=(Series("x", (figure, figure)),))
    assert said in labels(drawn(made, language=language))


def test_names_are_literal() -> None:
    assert "<b>&" in labels(drawn(chart(categories=("<b>&", "x"))))


def test_several_series_have_a_key() -> None:
    made = chart(series=(Series("Plan", (1.0, 2.0)), Series("Done", (2.0, 1.0))))
    assert {"Plan", "Done"} <= set(labels(drawn(made)))


@pytest.mark.parametrize("brand", [{}, {"dk1": "FFFF00", "dk2": "FFFFFF", "accent1": "FFEE00"}, {"accent1": "000000"}])
def test_text_can_be_read_in_any_brands_colours(brand: dict[str, str]) -> None:
    colours = document_colours(brand)
    for name in ("ink", "muted", "heading", "accent", "warn"):
        assert contrast(colours[name], "FFFFFF") >= 4.5
    assert contrast(colours["on_band"], colours["band"]) >= 4.5
    assert contrast(colours["accent"], colours["tint"]) >= 4


@pytest.mark.parametrize("text", ["no colour", "#0B6E82", "FFF", ""])
def test_what_is_no_colour_is_not_replaced_in_silence(text: str) -> None:
    with pytest.raises(ValueError):
        document_colours({"accent1": text})
