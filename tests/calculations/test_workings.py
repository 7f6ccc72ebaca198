"""Workings on slides and in workbooks: whose each figure is, and that whoever changes one gets what follows from it."""

from __future__ import annotations

import io
import itertools
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from salespack.building.build import Builder, Report, Request
from salespack.calculations.formulas import Range
from salespack.calculations.units import unit_of
from salespack.calculations.working import Row, Working, kind_of, shown_figures
from salespack.language.formatting import Formats
from salespack.language.spreadsheet_formats import format_code
from salespack.library.index import open_library
from tests.calculations.test_for_customers import CALCULATIONS
from tests.checking.workspaces import TODAY
from tests.workspaces import PROFILE, write_workspace

BLOCK = """\
---
kind: benefit
values: {fewer-outages: 5}
needs: [calc.payback]
---
# Nights

```working
of: payback
```
"""
FACTS = PROFILE.replace("{services: 140}", "{outage_hours: 31}\nfacts_date: 2026-10")


def built(root: Path, facts: str = FACTS, **options: object) -> Report:
    blocks = {
        "benefits/calm-nights.md": BLOCK,
        "benefits/calm-nights.fi.md": BLOCK.replace("Nights", "Yöt").replace("kind: benefit", "translates: 1").replace("values: {fewer-outages: 5}\nneeds: [calc.payback]\n", ""),
        "benefits/plain.md": BLOCK.split("needs")[0] + "---\n# Calm\n\n- nights\n",
        "benefits/plain.fi.md": "---\ntranslates: 1\n---\n# Rauha\n\n- yöt\n",
        "frames/opening.md": "---\nkind: frame\ntags: [opening]\n---\n# Hello\n\n- there\n",
        "frames/opening.fi.md": "---\ntranslates: 1\n---\n# Hei\n\n- vaan\n",
    }  # fmt: skip
    files = {"content_blocks/calculations.yaml": CALCULATIONS, "profiles/acme.yaml": facts}
    library = open_library(write_workspace(root, files, blocks=blocks), None)
    outputs = {"only": ("deck.pptx", "value-case.xlsx"), **options}
    request = Request(profile=root / "profiles/acme.yaml", out=root / "out", today=TODAY, **outputs)  # type: ignore[arg-type]
    return Builder(library, None).build(request)


def by_hand(hours: float, costs: tuple[float, ...], shares: tuple[float, ...], price: float) -> tuple[float, ...]:
    """The months until a price is paid back, worked out from nothing but its definition: the least and the most of all
    combinations, and what is likely."""
    months = [12 * price / (hours * cost * share) for cost, share in itertools.product(costs, shares)]
    return min(months), 12 * price / (hours * costs[1] * shares[1]), max(months)


PAYBACK = by_hand(31, (1000, 2000, 5000), (0.2, 0.3, 0.5), 9000)


@pytest.mark.slow
def test_a_slide_says_of_each_figure_what_it_is_and_whose(tmp_path: Path) -> None:
    report = built(tmp_path)
    (file,) = (one.path for one in report.placed if one.name == "deck.pptx")
    slide = Presentation(str(file)).slides[1]
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["What", "Likely (low–high)", "From"],
        ["A\u00a0 Hours of outage", "31 h a year", "Your figure"],
        ["B\u00a0 Cost of an hour", "€2,000 an hour\v(€1,000–€5,000)", "Our assumption: A study, 3/2026"],
        ["C\u00a0 Share", "30%\v(20%–50%)", "Our assumption: Our cases, 2026"],
        ["D\u00a0 Price", "€9,000", "Our figure: Price list, 2026"],
        ["E\u00a0 Cost of outages", "€62,000 a year\v(€31,000–€155,000)", "A × B"],
        ["F\u00a0 Saving", "€18,600 a year\v(€6,200–€77,500)", "E × C"],
        ["G\u00a0 Payback", "5.8 months\v(1.4–17.4)", "D ÷ F × 12"],
    ]
    (chart,) = (shape.chart for shape in slide.shapes if shape.has_chart)
    (plot,) = chart.plots
    assert [*plot.categories] == ["Low", "Likely", "High"]
    assert chart.chart_title.text_frame.text == "Payback (months)"
    assert [*plot.series[0].values] == [round(months, 1) for months in PAYBACK]
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert "Your own figures: Acme, 10/2026" in texts
    notes = [one.text for one in slide.shapes if one.has_text_frame and "sales" in one.text_frame.text]
    assert notes == []  # who keeps an assumption is nobody's business outside


@pytest.mark.parametrize(
    ("figures", "unit", "shown", "code"),
    [
        (Range(483, 809.6, 1269.6), "h/year", "810 h a year\n(483–1,270)", "#,##0"),
        (Range(4.39, 6.27, 10.97), "month", "6.3 months\n(4.4–11)", "#,##0.0"),
        (Range(13.5, 22.5, 31.5), "day/year", "22.5 days a year\n(13.5–31.5)", "#,##0.0"),
        (Range(0.4, 2000, 5000), "h", "2,000 h\n(0.4–5,000)", "#,##0.0"),  # nothing that is something becomes 0
        (Range(0.04, 500, 5000), "month", "500 months\n(0.04–5,000)", "#,##0.00"),
        (Range(950, 1000, 1050.4), "EUR", "€1,000\n(€950–€1,050)", '"€"#,##0'),
    ],
)
def test_the_figures_of_a_range_have_as_many_decimals_as_its_largest(
    figures: Range, unit: str, shown: str, code: str
) -> None:
    row = Row("A", "a", "A", unit_of(unit, {}), figures, "worked")
    working = Working((row,), {}, {}, "en")
    assert working.range_text(row, Formats()) == shown
    assert format_code(kind_of(row.unit), shown_figures(row.range, row.unit), "EUR", "en") == code


def recalculated(content: bytes, folder: Path, changes: dict[str, float]) -> dict[str, list[float]]:
    """The figures of each sheet after LibreOffice has worked them out, with some cells of the last sheet changed."""
    book = load_workbook(io.BytesIO(content))
    for cell, value in changes.items():
        book.worksheets[-1][cell] = value
    folder.mkdir()
    book.save(folder / "changed.xlsx")  # without any figure that a formula gave before
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/lo", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(folder / "out"), str(folder / "changed.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    made = load_workbook(folder / "out/changed.xlsx", data_only=True)
    return {
        sheet.title: [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float | int)]
        for sheet in made
    }


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_workbooks_work_everything_out_again_when_a_figure_is_changed(tmp_path: Path) -> None:
    """That behind the chart and that which is a file are told apart by the sheet that the chart is drawn from."""
    report = built(tmp_path, language="fi")
    paths = {one.name: one.path for one in report.placed}
    assert paths["value-case.xlsx"].name == "Acme - Arvolaskelma.xlsx"
    with zipfile.ZipFile(paths["deck.pptx"]) as deck:
        (embedded,) = (deck.read(name) for name in deck.namelist() if name.startswith("ppt/embeddings/"))
    sent = paths["value-case.xlsx"].read_bytes()
    for number, content in enumerate((embedded, sent)):
        sheets = recalculated(content, tmp_path / f"same-{number}", {})
        assert sheets["Arvolaskelma"][-3:] == pytest.approx(PAYBACK)
        if content is embedded:
            assert sheets["Sheet1"] == pytest.approx(PAYBACK)
        # the customer's hours, and our likely share and price
        sheets = recalculated(content, tmp_path / f"other-{number}", {"E5": 62, "E7": 0.4, "E8": 12000})
        other = by_hand(62, (1000, 2000, 5000), (0.2, 0.4, 0.5), 12000)
        assert sheets["Arvolaskelma"][-3:] == pytest.approx(other)
        if content is embedded:
            assert sheets["Sheet1"] == pytest.approx(other)


@pytest.mark.slow
def test_a_workbook_is_made_where_something_is_worked_out(tmp_path: Path) -> None:
    report = built(tmp_path, PROFILE)
    assert [one.name for one in report.placed] == ["deck.pptx"]
    told = [str(one) for one in report.matched.problems if one.code == "SP609"]
    assert [one.partition(": ")[2] for one in told] == [
        "SP609 value-case.xlsx was not made: nothing on the slides of this deck is worked out "
        "(salespack match --explain says which block lacks which figure)"
    ]
    sheet = load_workbook({one.name: one.path for one in built(tmp_path).placed}["value-case.xlsx"]).active
    assert sheet["H6"].value == "Our assumption: A study, 3/2026 https://study.example/hours"
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=9)] == [
        ["E", "Cost of outages", "EUR a year", "=D5*D6", "=E5*E6", "=F5*F6", None, "A × B"],
        ["F", "Saving", "EUR a year", "=D9*D7", "=E9*E7", "=F9*F7", None, "E × C"],
        ["G", "Payback", "months", "=D8/F10*12", "=E8/E10*12", "=F8/D10*12", None, "D ÷ F × 12"],
    ]
