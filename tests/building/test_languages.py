"""What customers get in languages beside English and Finnish, from a library that speaks no other."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from pptx import Presentation
from pypdf import PdfReader

from salespack.building.build import Builder, Report, Request
from salespack.library.index import open_library
from tests.conftest import PROJECT
from tests.workspaces import PACK, PROFILE, write_workspace

LIBRARY = """\
company: {name: Lumikko, website: "https://lumikko.example"}
languages: [de, sv, da]
brand: brand/lumikko.pptx
industries: {healthcare: {de: Gesundheitswesen, sv: Sjukvård, da: Sundhed}}
roles: {cto: {de: Technische Leitung, sv: Teknisk chef, da: Teknisk direktør}}
stages: {evaluation: {de: Vergleich, sv: Jämförelse, da: Sammenligning}}
"""
VALUES = """\
fewer-outages: {name: {de: Weniger Ausfälle, sv: Färre avbrott, da: Færre nedbrud}}
lower-run-cost: {name: {de: Niedrigere Betriebskosten, sv: Lägre driftkostnad, da: Lavere drift}}
"""
OUTPUTS = "[deck.pptx, one-pager.pdf, brief.pdf, case-sheet.pdf, report.pdf, email.html, release.md]"
FACTS = "{{ facts.services | number }} · {{ 1200000 | money }} · {{ 0.125 | percent }} · {{ on | date }}"
FRONT = "---\nkind: benefit\nvalues: {fewer-outages: 5, lower-run-cost: 4}\n---\n"
CASE = "---\nkind: experience\nvalues: {fewer-outages: 4}\nevidence: {source: Lumikko, date: 2026-05-01}\n---\n"
BLOCKS = {
    "frames/opening.md": "---\nkind: frame\ntags: [opening]\nlayout: title\n---\n# Für {{ customer.name }}\n",
    "frames/opening.sv.md": "---\n{}\n---\n# För {{ customer.name }}\n",
    "frames/opening.da.md": "---\n{}\n---\n# Til {{ customer.name }}\n",
    "benefits/calm.md": f"{FRONT}# Ruhige Nächte\n\n- {FACTS}\n",
    "benefits/calm.sv.md": f"---\n{{}}\n---\n# Lugna nätter\n\n- {FACTS}\n",
    "benefits/calm.da.md": f"---\n{{}}\n---\n# Rolige nætter\n\n- {FACTS}\n",
    "experiences/case.md": f"{CASE}# Eine Stunde im Jahr\n\n- es hielt\n",
    "experiences/case.sv.md": "---\n{}\n---\n# En timme om året\n\n- det höll\n",
    "experiences/case.da.md": "---\n{}\n---\n# En time om året\n\n- det holdt\n",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library, with a profile in each of its languages beside it."""
    root = tmp_path_factory.mktemp("languages")
    profiles = {
        f"profiles/{language}.yaml": PROFILE.replace("language: en", f"language: {language}")
        .replace("fewer-outages: 9", "fewer-outages: {importance: 9, quote: Wir hören es., share: yes}")
        .replace("140", "1140")
        + "facts_date: 2026-10\n"
        for language in ("de", "sv", "da")
    }
    files = {
        "content_blocks/library.yaml": LIBRARY,
        "content_blocks/values.yaml": VALUES,
        "content_blocks/packs/first-meeting.yaml": PACK.replace("[deck.pptx]", OUTPUTS),
        **profiles,
    }
    return write_workspace(root, files, blocks=BLOCKS)


def built(library: Path, language: str, cache: Path) -> Report:
    """A build for the customer who speaks a language."""
    root = library.parent
    profile = root / "profiles" / f"{language}.yaml"
    request = Request(profile=profile, out=root / "out", today=datetime.date(2026, 11, 21), replace=True)
    return Builder(open_library(library, None), cache).build(request)


def texts_of(report: Report) -> dict[str, str]:
    """What each output says, by its name."""
    found = {}
    for one in report.placed:
        if one.path.suffix == ".pdf":
            read = [page.extract_text() for page in PdfReader(one.path).pages]
            found[one.name] = " ".join(" ".join(read).replace("\u00ad", "").split())
        elif one.path.suffix == ".pptx":
            shapes = [shape for slide in Presentation(str(one.path)).slides for shape in slide.shapes]
            found[one.name] = "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
        else:
            found[one.name] = one.path.read_text(encoding="utf-8")
    return found


SAID = {
    "de": {
        "deck.pptx": ("Quelle: Lumikko", "1.140 · 1.200.000 € · 12,5 % · 1. Dezember 2026", "01.12.2026"),
        "one-pager.pdf": ("Was Ihnen wichtig ist", "„Wir hören es.“", "Aus der Praxis"),
        "brief.pdf": ("Nur für den Vertrieb – intern", "Was ihnen wichtig ist", "Warum dies: zahlt ein auf „Weniger"),
        "case-sheet.pdf": ("Praxisbeispiel", "Warum wir Ihnen das zeigen"),
        "report.pdf": ("Inhalt", "Was wir beitragen"),
        "email.html": ("Guten Tag,", "Mit freundlichen Grüßen", "Acme - Auf einen Blick.pdf"),
        "release.md": ("Was wir in unseren Gesprächen verstanden haben",),
    },
    "sv": {
        "deck.pptx": ("Källa: Lumikko", "1 140 · 1 200 000 € · 12,5 % · 1 december 2026", "1 dec. 2026"),
        "one-pager.pdf": ("Vad som är viktigt för er", "”Wir hören es.”", "Ur praktiken"),
        "brief.pdf": (
            "Endast för säljaren – internt",
            "Vad de värdesätter",
            "Varför detta: svarar mot ”Färre avbrott”",
        ),
        "case-sheet.pdf": ("Kundexempel", "Varför vi visar er detta"),
        "report.pdf": ("Innehåll", "Vad vi bidrar med"),
        "email.html": ("Hej,", "Med vänliga hälsningar", "Acme - Översikt.pdf"),
        "release.md": ("Vad vi förstod av våra samtal",),
    },
}


@pytest.mark.parametrize("language", SAID)
def test_everything_that_a_customer_gets_is_in_its_language(language: str, library: Path, cache: Path) -> None:
    report = built(library, language, cache)
    assert report.matched.notices == ()
    said = {name: text.replace("\u00a0", " ").replace("\u202f", " ") for name, text in texts_of(report).items()}
    lacking = [(name, one) for name, texts in SAID[language].items() for one in texts if one not in said[name]]
    assert lacking == []


def test_a_language_without_fixed_words_is_told_and_speaks_english_around_its_texts(library: Path, cache: Path) -> None:
    report = built(library, "da", cache)
    (notice,) = report.matched.notices
    assert str(notice).endswith(
        "library.yaml:2:21: SP215 in Danish the fixed words of decks and documents, such as “Source”, are English"
        " (your own texts are not touched by it; templates of your own can say them)"
    )
    said = texts_of(report)
    assert "Source: Lumikko, 1. maj 2026" in said["deck.pptx"]
    assert "What matters to you" in said["one-pager.pdf"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (
            "betasoloin",
            [
                "neutraalilta asiakkaalta kysytään ja hänelle näytetään näyttöä, ei kerrota uutisiamme",
                "”Vältetty tyhjäkäynti maksaa alustan takaisin noin ? kuukaudessa”",
            ],
        ),
        (
            "cheers",
            [
                "Vältetty tyhjäkäynti maksaa alustan takaisin noin ? kuukaudessa: profiilista puuttuu tarvittava tieto "
                "(Vuosihintamme, Kertahintamme)",
            ],
        ),
    ],
)
def test_a_finnish_briefing_gives_reasons_and_titles_in_finnish(tmp_path: Path, profile: str, said: list[str]) -> None:
    library = open_library(PROJECT / "content_blocks", None)
    request = Request(
        profile=PROJECT / f"profiles/{profile}.yaml",
        language="fi",
        only=("brief.pdf",),
        out=tmp_path,
        today=datetime.date(2026, 12, 1),
    )
    (file,) = (one.path for one in Builder(library, None).build(request).placed)
    text = " ".join(" ".join(page.extract_text() or "" for page in PdfReader(file).pages).split())
    for one in said:
        assert one in text
    for english in ("who is neutral", "payback-on-idle-machines", "lacks "):
        assert english not in text


@pytest.mark.slow
def test_the_agenda_of_a_briefing_counts_a_divider_to_the_value_that_it_stands_before(tmp_path: Path) -> None:
    library = open_library(PROJECT / "content_blocks", None)
    request = Request(
        profile=PROJECT / "profiles/newex.yaml",
        language="en",
        only=("brief.pdf",),
        out=tmp_path,
        today=datetime.date(2026, 12, 1),
    )
    (file,) = (one.path for one in Builder(library, None).build(request).placed)
    text = " ".join((PdfReader(file).pages[0].extract_text() or "").split())
    for said in ("Freedom of choice 6–8", "Lower running costs 9–11"):
        assert said in text
