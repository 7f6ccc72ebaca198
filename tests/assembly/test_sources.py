"""Sources belong to the slide or to the claim, and the customer's own figures say whose they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from salespack.deck.model import Slide, Text, text_of
from tests.assembly.test_assemble import assembler, problem, slides
from tests.workspaces import PROFILE

FRONT = """\
evidence: {source: Our review, date: 2026-03}
sources:
  study: {source: A study, date: 2018, url: "https://a.example/x"}
  survey: {source: A survey, sample: 40 teams}
"""
OWN = "Your own figures: Acme, 10/2026"
FIGURES = (
    PROFILE.replace("services: 140", "services: 140, bills: {2025: 3, 2026: 4}, system: SAP") + "facts_date: 2026-10\n"
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said(slide: Slide) -> str:
    return "\n".join(text_of(one.spans) for node in slide.nodes if isinstance(node, Text) for one in node.paragraphs)


def test_a_slide_shows_the_source_that_its_title_asks_for(tmp_path: Path) -> None:
    body = "# A\n\n# B {source=study}\n\n---\n\nMore.\n\n# C {source=survey,evidence}\n\n# D {source=none}\n"
    made = slides(tmp_path, body, front=FRONT)
    review, study, survey = (
        "Source: Our review, 3/2026",
        "Source: A study, 2018, a.example/x",
        "Source: A survey (40 teams)",
    )
    assert [one.sources for one in made] == [(review,), (study,), (study,), (survey, review), ()]
    assert made[1].source_urls == ("https://a.example/x",)


def test_a_claim_names_its_source_and_has_its_sign_where_there_are_several(tmp_path: Path) -> None:
    body = (
        "# One\n\nHalf the bill[^study]\n\n::: notes\nIt is so[^survey].\n:::\n\n"
        "# Two\n\n- Half **the bill**[^survey], a third of it[^study]\n- and again[^survey]\n- `[^study]` and \\[^study]\n"
    )
    one, two = slides(tmp_path, body, front=FRONT)
    assert (said(one), one.sources) == ("Half the bill", ("Source: A study, 2018, a.example/x",))
    assert said(two) == "Half the bill¹, a third of it²\nand again¹\n[^study] and [^study]"
    assert two.sources == ("¹ Source: A survey (40 teams)", "² Source: A study, 2018, a.example/x")
    assert two.source_urls == ("", "https://a.example/x")
    assert text_of(one.notes[0].spans) == "It is so."


def test_the_customers_own_figures_say_whose_they_are_and_from_when(tmp_path: Path) -> None:
    body = (
        "# Ours\n\nHalf the bill\n\n# Yours\n\nYou have {{ facts.services * 2 }} services\n\n"
        "# Both\n\n- 50 % of the bill\n- {{ facts.services | number }} services\n\n# {{ customer.name }}, {{ facts.system }}\n\n"
        "# A chart\n\n```chart\ntype: column\nalt: Bills\ndata: facts.bills\n```\n"
    )
    ours = "Source: Our review, 3/2026"
    made = slides(tmp_path, body, front=FRONT, profile=FIGURES)
    assert [one.sources for one in made] == [(ours,), (OWN,), (ours, OWN), (ours,), (OWN,)]
    assert made[2].source_urls == ("", "")


def test_evidence_stays_where_no_other_slide_of_the_block_has_it(tmp_path: Path) -> None:
    body = "# Half the bill\n\nWhat would it be for your {{ facts.services }} services?\n"
    (only,) = slides(tmp_path, body, front=FRONT, profile=FIGURES)
    assert only.sources == ("Source: Our review, 3/2026", OWN)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fi", "Teidän omat lukunne: Acme, 10/2026"),
        ("de", "Ihre eigenen Zahlen: Acme, 10/2026"),
        ("sv", "Era egna siffror: Acme, 10/2026"),
    ],
)
def test_it_is_said_in_the_language_of_the_page(tmp_path: Path, language: str, line: str) -> None:
    made = assembler(tmp_path, "# A\n\n{{ facts.services }}\n", profile=FIGURES, language=language)
    assert made.block("tried")[0].sources == (line,)


def test_a_name_that_no_source_has_is_told(tmp_path: Path) -> None:
    assert problem(tmp_path / "title", "# A {source=studdy}\n", front=FRONT).endswith(
        "tried.md:8: SP362 “studdy” is no source of this block (did you mean “study”?)"
    )
    made = assembler(tmp_path / "claim", "# A\n\nHalf[^studdy] of it\n", front=FRONT)
    assert said(made.block("tried")[0]) == "Half[^studdy] of it"
    assert [str(one).partition(" (")[0] for one in made.notices("tried")] == [
        "claim/content_blocks/news/tried.md:10:5: SP328 “[^studdy]” would be shown as it is written: "
        "a footnote is not known here"
    ]
