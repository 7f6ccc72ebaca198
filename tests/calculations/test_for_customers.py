"""Calculations for customers: who gets a block that shows one, who does not and why, and what it says."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from salespack.building.build import Builder, Request
from salespack.deck.model import Text, text_of
from salespack.deck.visiting import leaves
from salespack.library.index import open_library
from tests.workspaces import PROFILE, write_workspace

CALCULATIONS = """\
units: {nights: {en: nights, fi: yötä}}
inputs:
  hours: {from: facts.outage_hours, name: {en: Hours of outage, fi: Katkotunteja}, unit: h/year, least: 1, most: 8760}
assumptions:
  cost:
    name: {en: Cost of an hour, fi: Tunnin hinta}
    unit: EUR/h
    low: 1000
    likely: 2000
    high: 5000
    source: {en: A study, fi: Tutkimus}
    url: "https://study.example/hours"
    date: 2026-03
    valid_until: 2027-06-30
    owner: sales
  share: {name: Share, unit: "%", low: 20, likely: 30, high: 50, source: Our cases, date: 2026, valid_until: 2027-12-31, owner: sales}
  price: {name: Price, unit: EUR, likely: 9000, source: Price list, date: 2026, valid_until: 2027-12-31, owner: sales}
calculations:
  saving: {name: Saving, unit: EUR/year, formula: outage_cost * share}
  outage_cost: {name: {en: Cost of outages, fi: Katkojen hinta}, unit: EUR/year, formula: hours * cost}
  payback: {name: Payback, unit: month, formula: price / saving * months_per_year}
"""
BLOCK = """\
---
kind: benefit
values: {fewer-outages: 5}
needs: [calc.saving]
---
# Nights cost {{ calc.outage_cost | money }}

- From {{ calc.saving.low | money }} to {{ calc.saving.high | money(0) }} of it
- {{ calc.saving.name }}: {{ (calc.saving / 12) | number(1) }} a month, paid back in {{ calc.payback | number(1) }}
"""


def matched(root: Path, facts: str, on: datetime.date = datetime.date(2026, 12, 1)):  # type: ignore[no-untyped-def] # one
    """What matches in a workspace with these facts."""
    blocks = {
        "benefits/calm-nights.md": BLOCK,
        "benefits/plain.md": BLOCK.replace("needs: [calc.saving]\n", "").split("# ")[0] + "# Calm\n\n- nights\n",
    }
    library = write_workspace(
        root,
        {
            "content_blocks/calculations.yaml": CALCULATIONS,
            "profiles/acme.yaml": PROFILE.replace("{services: 140}", facts),
        },
        blocks={"frames/opening.md": "---\nkind: frame\ntags: [opening]\n---\n# Hello\n\n- there\n", **blocks},
    )
    request = Request(profile=root / "profiles/acme.yaml", out=root / "out", today=on, on=on)
    return Builder(open_library(library, None), None).match(request)


def test_a_block_says_what_is_worked_out_for_the_customer(tmp_path: Path) -> None:
    slide = matched(tmp_path, "{outage_hours: 31}").deck.slides[1]
    assert text_of(slide.title) == "Nights cost €62,000"
    texts = [text_of(one.spans) for node in leaves(slide.nodes) if isinstance(node, Text) for one in node.paragraphs]
    # 31 h × €2,000 × 30 %; low 31 × 1,000 × 20 %, high 31 × 5,000 × 50 %; €9,000 ÷ €18,600 a year × 12
    assert texts == ["From €6,200 to €77,500 of it", "Saving: 1,550 a month, paid back in 5.8"]
    assert slide.holds_customer_data
    assert slide.sources == (
        "Your own figures: Acme",
        "Our assumptions: A study, 3/2026; Our cases, 2026; Price list, 2026",
    )


@pytest.mark.parametrize(
    ("facts", "on", "why"),
    [
        ("{services: 140}", (2026, 12, 1), "calc.saving: lacks facts.outage_hours"),
        ("{outage_hours: 31 h}", (2026, 12, 1), "calc.saving: facts.outage_hours is no figure"),
        ("{outage_hours: 0}", (2026, 12, 1), "calc.saving: facts.outage_hours is not between 1 and 8760"),
        ("{outage_hours: 31}", (2027, 7, 1), "calc.saving: the assumption cost held until 2027-06-30"),
    ],
)
def test_a_figure_that_cannot_be_worked_out_leaves_its_block_out_with_the_reason(
    facts: str, on: tuple[int, int, int], why: str, tmp_path: Path
) -> None:
    selection = matched(tmp_path, facts, datetime.date(*on)).selection
    rejected = next(one for one in selection.rejections if one.block == "calm-nights")
    assert (rejected.reason.value, rejected.detail) == ("needs", why)


def test_what_is_ours_alone_is_not_called_theirs(tmp_path: Path) -> None:
    alone = (
        BLOCK.replace("calc.saving]", "calc.double]").split("# Nights")[0]
        + "# It costs {{ calc.double | money }}\n\n- once\n"
    )
    more = CALCULATIONS + "  double: {name: Two of them, unit: EUR, formula: price * 2}\n"
    library = write_workspace(
        tmp_path,
        {"content_blocks/calculations.yaml": more, "profiles/acme.yaml": PROFILE},
        blocks={
            "frames/opening.md": "---\nkind: frame\ntags: [opening]\n---\n# Hello\n\n- there\n",
            "benefits/calm.md": alone,
        },
    )
    request = Request(profile=tmp_path / "profiles/acme.yaml", out=tmp_path / "out", today=datetime.date(2026, 12, 1))
    slide = Builder(open_library(library, None), None).match(request).deck.slides[1]
    assert text_of(slide.title) == "It costs €18,000"
    assert slide.sources == ("Our assumptions: Price list, 2026",)
    assert not slide.holds_customer_data
