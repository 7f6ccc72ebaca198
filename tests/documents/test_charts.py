"""Charts as SVG: every figure and name is there, inside the picture, in the language."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from salespack.deck.model import Chart, Series
from salespack.documents.charts import draw
from salespack.documents.colours import document_colours
from salespack.documents.output_templates import document_environment
from salespack.documents.slide_views import Sized
from salespack.graphics.colours import contrast
from salespack.language.formatting import Formats
from tests.documents.builders import COLOURS, chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(made: Chart, *, width: int = 340, height: int = 150, language: str = "en") -> ET.Element:
    svg = draw(Sized(made, width, height), document_environment(None), document_colours(COLOURS), language, Formats())
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


@pytest.mark.parametrize("kind", ["bar", "column", "line", "pie"])
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
