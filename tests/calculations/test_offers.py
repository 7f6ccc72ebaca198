"""Prices of what we offer in value cases: told as ours, of their day, and worked with only while they hold."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from pptx import Presentation

from salespack.building.build import Builder, Report, Request
from salespack.calculations.figures import worked_for
from salespack.calculations.model import Calculations
from salespack.calculations.reading import read_calculations
from salespack.checking.rules.calculations import figures_that_do_not_do
from salespack.checking.rules.table import Rule
from salespack.checking.rules.views import ProfileView
from salespack.formats.yaml import Source
from salespack.library.index import open_library
from tests.calculations.test_workings import recalculated
from tests.checking.workspaces import TODAY, checked, clean
from tests.workspaces import PROFILE, write_workspace

CALCULATIONS = """\
inputs:
  saved: {from: facts.saved, name: {en: Saved, fi: Säästö}, unit: EUR/year, least: 1}
  a_year: {from: offer.price_per_year, name: {en: Our price for a year, fi: Vuosihinta}, unit: EUR, least: 1}
  once: {from: offer.price_once, name: {en: "Our price, once", fi: Kertahinta}, unit: EUR}
calculations:
  price: {name: Price, unit: EUR, formula: a_year + once}
  payback: {name: {en: Payback, fi: Takaisinmaksu}, unit: month, formula: (a_year + once) / saved * months_per_year}
"""
OFFER = {"price_per_year": 9000, "price_once": 3000, "date": "2026-11", "valid_until": datetime.date(2027, 1, 31)}
BLOCK = """\
---
kind: benefit
values: {fewer-outages: 5}
needs: [calc.payback]
---
# Back in {{ calc.payback | number(0) }} months

```working
of: payback
```
"""
ALONE = """\
---
kind: market
values: {fewer-outages: 5}
needs: [calc.price]
---
# It costs {{ calc.price | money(0) }}

- for the first year
"""
FACTS = """\
{saved: 24000}
offer: {price_per_year: 9000, price_once: 3000, date: 2026-11, valid_until: 2027-01-31}
facts_date: 2026-10"""


def calculations() -> Calculations:
    found, problems = read_calculations(Source("calculations.yaml", CALCULATIONS))
    assert problems == ()
    return found


def built(root: Path) -> Report:
    blocks = {
        "frames/opening.md": "---\nkind: frame\ntags: [opening]\n---\n# Hello\n\n- there\n",
        "benefits/back.md": BLOCK,
        "market/price.md": ALONE,
    }
    recipe = (
        "name: First\nsections:\n  - {slot: opening, kind: frame, tag: opening}\n  - {slot: promise, kind: benefit}\n"
        "  - {slot: situation, kind: market}\n"
    )
    files = {
        "content_blocks/calculations.yaml": CALCULATIONS,
        "content_blocks/packs/first-meeting.yaml": recipe,
        "profiles/acme.yaml": PROFILE.replace("{services: 140}", FACTS),
    }
    library = open_library(write_workspace(root, files, blocks=blocks), None)
    only = ("deck.pptx", "value-case.xlsx")
    request = Request(profile=root / "profiles/acme.yaml", out=root / "out", today=TODAY, only=only)
    return Builder(library, None).build(request)


@pytest.mark.parametrize(
    ("facts", "offer", "on", "why"),
    [
        ({"saved": 24000}, None, TODAY, "lacks offer.price_per_year, lacks offer.price_once"),
        ({"saved": 24000}, {**OFFER, "price_once": None}, TODAY, "lacks offer.price_once"),
        ({}, OFFER, TODAY, "lacks facts.saved"),
        ({"saved": 24000}, {**OFFER, "price_per_year": 0}, TODAY, "offer.price_per_year is not at least 1"),
        ({"saved": 24000}, OFFER, datetime.date(2027, 2, 1), "the offer held until 2027-01-31"),
        ({"saved": 0}, OFFER, TODAY, "facts.saved is not at least 1"),  # and so nothing is divided by nothing
        ({"saved": 24000}, OFFER, datetime.date(2027, 1, 31), None),
    ],
)
def test_a_payback_is_worked_out_while_the_offer_holds(
    facts: dict[str, float], offer: dict[str, object] | None, on: datetime.date, why: str | None
) -> None:
    worked = worked_for(calculations(), {"facts": facts, "offer": offer}, on)
    assert worked.missing.get("payback") == why
    if why is None:
        assert worked.figures["payback"].likely == (9000 + 3000) / 24000 * 12


@pytest.mark.slow
def test_a_price_is_told_as_ours_and_of_its_day(tmp_path: Path) -> None:
    report = built(tmp_path)
    paths = {one.name: one.path for one in report.placed}
    _, working, price = Presentation(str(paths["deck.pptx"])).slides
    assert working.shapes.title.text == "Back in 6 months"
    (table,) = (shape.table for shape in working.shapes if shape.has_table)
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        ["A\u00a0 Saved", "€24,000 a year", "Your figure"],
        ["B\u00a0 Our price for a year", "€9,000", "Our offer, 11/2026"],
        ["C\u00a0 Our price, once", "€3,000", "Our offer, 11/2026"],
        ["D\u00a0 Payback", "6 months", "(B + C) ÷ A × 12"],
    ]
    texts = [shape.text_frame.text for shape in price.shapes if shape.has_text_frame]
    assert "It costs €12,000" in texts
    assert "Our offer, 11/2026" in texts  # and nothing is called theirs


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_the_workbook_works_a_payback_out_again_for_another_price(tmp_path: Path) -> None:
    """Their saving is the fifth row, what we ask a year the sixth, and once the seventh."""
    sent = next(one.path for one in built(tmp_path).placed if one.name == "value-case.xlsx").read_bytes()
    assert recalculated(sent, tmp_path / "same", {})["Value case"][-3:] == pytest.approx([6.0] * 3)
    changed = recalculated(sent, tmp_path / "other", {"E5": 36000, "E6": 12000, "E7": 0})["Value case"][-3:]
    assert changed == pytest.approx([4.0] * 3)


@pytest.mark.slow
def test_an_offer_that_no_longer_holds_is_told_at_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = PROFILE.replace("{services: 140}", FACTS.replace("2027-01-31", "2026-11-01"))
    root = clean(tmp_path, monkeypatch, {"content_blocks/calculations.yaml": CALCULATIONS, "profiles/acme.yaml": facts})
    rules = (Rule("SP129", ProfileView, figures_that_do_not_do),)
    assert [str(one) for one in checked(root, rules=rules).problems if one.code == "SP129"] == [
        "profiles/acme.yaml:5:77: SP129 the offer held until 2026-11-01; nothing that rests on it is shown "
        "(write what you ask today, with its `date` and `valid_until`, or delete the offer)"
    ]
