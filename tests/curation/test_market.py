"""What the customers who agreed value: enough of them, nobody by name, and a draft that says where it comes from."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from salespack.curation.market import Figure, Market, agreed, market_of, write_draft
from salespack.library.index import open_library
from salespack.library.library import Library
from salespack.problems.problem import UsageFault
from tests.workspaces import write_workspace

ON = datetime.date(2026, 11, 30)


def opened(root: Path, customers: int, more: dict[str, str] | None = None) -> tuple[Library, Path]:
    """A library in English and Finnish, and so many customers in health care who agreed, rating outages 5, 6, 7 …."""
    files = {
        f"profiles/c{number}.yaml": f"customer: {{name: Secret {number}, industry: healthcare}}\n"
        f"relationship: {{benchmark: yes}}\nvalues: {{fewer-outages: {5 + number % 5}}}\n"
        for number in range(customers)
    }
    folder = write_workspace(root, {**files, **(more or {})})
    return open_library(folder, None), root / "profiles"


def test_those_who_did_not_agree_or_are_there_twice_or_gave_no_figure_do_not_count(tmp_path: Path) -> None:
    said = "customer: {name: X, industry: healthcare}\nvalues: {fewer-outages: 1}\n"
    library, folder = opened(
        tmp_path,
        10,
        {
            "profiles/silent.yaml": said,
            "profiles/no.yaml": f"{said}relationship: {{benchmark: no}}\n",
            "profiles/retail.yaml": f"{said.replace('healthcare', 'retail')}relationship: {{benchmark: yes}}\n",
            "profiles/again.yaml": said.replace("name: X", "name: ' secret  0 '").replace(": 1}", ": 7}")
            + "relationship: {benchmark: yes}\n",
            "profiles/listed.yaml": "customer: {name: Y, industry: healthcare}\nrelationship: {benchmark: yes}\n"
            "values: {lower-run-cost: {importance: 2, basis: assumed}}\n",
        },
    )
    profiles, problems = agreed(library, folder, "healthcare")
    assert problems == []
    found = market_of(profiles, "healthcare", ON)
    assert (found.customers, found.withheld) == (11, ())
    assert found.figures == (Figure("fewer-outages", 10, 7.0, 6.0, 8.0),)


def test_nine_are_too_few_and_four_are_too_few_for_a_figure(tmp_path: Path) -> None:
    few, folder = opened(tmp_path / "few", 9)
    with pytest.raises(UsageFault, match="SP426 9 customers agreed to be counted; 10 are needed"):
        market_of(agreed(few, folder, None)[0], None, ON)
    other = {
        f"profiles/o{number}.yaml": f"customer: {{name: Other {number}}}\nrelationship: {{benchmark: yes}}\n"
        "values: {lower-run-cost: 9}\n"
        for number in range(4)
    }
    enough, folder = opened(tmp_path / "enough", 10, other)
    found = market_of(agreed(enough, folder, None)[0], None, ON)
    assert (found.customers, [one.value for one in found.figures]) == (14, ["fewer-outages"])
    assert found.withheld == ("lower-run-cost",)
    with pytest.raises(UsageFault, match="SP427"):
        write_draft(enough, Market(ON, None, 14, (), ("lower-run-cost",)))


def test_the_draft_has_its_evidence_its_end_and_no_name(tmp_path: Path) -> None:
    library, folder = opened(tmp_path, 14)
    written = write_draft(library, market_of(agreed(library, folder, "healthcare")[0], "healthcare", ON))
    assert [path.name for path in written] == [
        "what-customers-value-healthcare.md", "what-customers-value-healthcare.fi.md"
    ]  # fmt: skip
    made = open_library(library.root, None).blocks["what-customers-value-healthcare"]
    assert (made.problems, made.broken_bodies) == ((), {})
    assert (made.kind, made.state, made.values) == ("market", "draft", {"fewer-outages": 5})
    assert made.audience.industries == ("healthcare",)
    assert made.evidence is not None
    assert made.evidence.sample == "14 customers who agreed to be counted"
    assert (made.review_by, made.valid_until) == (datetime.date(2027, 5, 31), datetime.date(2027, 11, 30))
    texts = [path.read_text() for path in written]
    assert "# What 14 customers value most: Healthcare" in texts[0]
    assert "- Fewer outages: 14 of 14 named it, the middle half at 6–8" in texts[0]
    assert "# Tätä 14 asiakasta arvostaa eniten" in texts[1]
    assert not any("Secret" in text for text in texts)
    with pytest.raises(UsageFault, match="SP802 there is a block what-customers-value-healthcare already"):
        write_draft(library, market_of(agreed(library, folder, "healthcare")[0], "healthcare", ON))
