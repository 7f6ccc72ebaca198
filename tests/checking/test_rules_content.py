"""What rules about content leave alone, and what they see through: false alarms cost more than they are worth."""

from __future__ import annotations

from pathlib import Path

import pytest

from salespack.checking.rules.claims import figures, superlatives
from salespack.checking.rules.links import fault_of
from salespack.checking.rules.reach import beats
from salespack.checking.rules.table import RULES
from salespack.checking.rules.translations import _value
from salespack.checking.rules.visible import lines_of
from salespack.formats.types import PartialDay
from salespack.language.company_names import name_words
from salespack.library.blocks import About, Audience, Block, Body, Evidence
from salespack.problems.codes import is_dated
from salespack.problems.problem import Severity
from salespack.templating.template_text import DATA
from tests.checking.faults import (
    ACME,
    ANONYMOUS,
    BILL,
    CALM,
    CASE,
    FRONT,
    PACK,
    PACK_FILE,
    calm,
    deck,
    designed,
    keyed,
    reckoned,
)
from tests.checking.workspaces import BENEFIT, COST, checked, clean, told
from tests.searching import first_fast
from tests.workspaces import PROFILE

FIGURES_IN = {
    ("sv", "3 miljoner kronor, 25 procent och 99,9 %"): ["3 miljoner kronor", "25 procent", "99,9 %"],
    ("sv", "14 plattformar på 3 dygn, 4 gånger snabbare"): ["14 plattformar", "3 dygn", "4 gånger"],
    ("sv", "år 2026, den 31 augusti, 3 av dem"): [],
    ("de", "2,5 Mio. Euro, 25 Prozent, 99,9 %"): ["2,5 Mio. Euro", "25 Prozent", "99,9 %"],
    ("de", "in 3 Tagen, 14 zufriedene Kunden, 10-fach"): ["3 Tagen", "14 zufriedene Kunden", "10-fach"],
    ("de", "im Jahr 2026, am 31. August, Schritt 3"): [],
    ("ja", "3 days"): ["3 days"],
}


@pytest.mark.parametrize(("language", "text"), FIGURES_IN)
def test_figures_that_claim_something_in_other_languages(language: str, text: str) -> None:
    (line,) = lines_of(text)
    assert [words for _, words in figures(line, language)] == FIGURES_IN[language, text]


FIGURES = {
    "60% fewer calls": ["60%"],
    "−24 % laskusta": ["−24 %"],
    "from 4–6 weeks to 3 days": ["4–6 weeks", "3 days"],
    "2,5 miljoonaa euroa ja $3": ["2,5 miljoonaa euroa", "$3"],
    "10x faster, 3 kertaa": ["10x", "3 kertaa"],
    "1,600 of them; 3 200 niistä": ["1,600", "3 200"],
    "14 platforms, 9 asiakasta": ["14 platforms", "9 asiakasta"],
    "in 2026, version 1.29, step 3, ISO 27001": [],
    "24/7, on 31 August 2026, at 10:30": [],
    "1 service at a time": [],
    f"{DATA}{DATA} h of outages": [],
    "see https://example.com/40%20percent": [],
}


@pytest.mark.parametrize("text", FIGURES)
def test_figures_that_claim_something(text: str) -> None:
    (line,) = lines_of(text)
    assert [words.replace("\u00a0", " ") for _, words in figures(line, "fi")] == FIGURES[text]


SUPERLATIVES = {
    "with the best platform": ["the best"],
    "it never fails and is guaranteed": ["never fails", "guaranteed"],
    "World-class support": ["World-class"],
    "markkinoiden johtava alusta": ["markkinoiden johtava"],
    "taatusti ei koskaan kaadu": ["taatusti", "ei koskaan kaadu"],
    "best practice, at best, the best time": [],
    "most of it; suurin osa; never promise": [],
    "her number one concern": [],
}


@pytest.mark.parametrize("text", SUPERLATIVES)
def test_superlatives_that_praise(text: str) -> None:
    (line,) = lines_of(text)
    assert [words for _, words in superlatives(line, "fi")] == SUPERLATIVES[text]


SUPERLATIVES_IN = {
    ("sv", "marknadens snabbaste plattform"): ["marknadens snabbaste"],
    ("sv", "världsledande, och vi garanterar det"): ["världsledande", "garanterar"],
    ("sv", "det bästa sättet att börja, de flesta"): [],
    ("de", "die beste Plattform Europas, garantiert"): ["die beste", "garantiert"],
    ("de", "unser Marktführer ist weltweit führend"): ["Marktführer", "weltweit führend"],
    ("de", "der schnellste Weg, das beste Beispiel, die meisten"): [],
}


@pytest.mark.parametrize(("language", "text"), SUPERLATIVES_IN)
def test_superlatives_that_praise_in_other_languages(language: str, text: str) -> None:
    (line,) = lines_of(text)
    assert [words for _, words in superlatives(line, language)] == SUPERLATIVES_IN[language, text]


LINKS = {
    "https://example.com/a(b)?c=d#e": True,
    "https://käyttö.example.fi:8443/": True,
    "http://localhost:8000": True,
    "mailto:us@example.com?subject=Hi": True,
    f"https://{DATA}{DATA}": True,
    "tel:123": True,  # told when the block is rendered
    "https://https://example.com": False,
    "http//https://example.com": False,
    "https:/example.com": False,
    "https:///example.com": False,
    "https://exa mple.com": False,
    "https://example": False,
    "https://.example.com": False,
    "https://example.com:port": False,
    "https://example.com/{id}": False,
    "mailto:us": False,
}


@pytest.mark.parametrize("url", LINKS)
def test_addresses(url: str) -> None:
    assert (fault_of(url) == "") is LINKS[url]


@pytest.mark.parametrize(
    ("written", "decimal", "value"),
    [("1.5", ".", 1.5), ("1,5", ",", 1.5), ("1,600", ".", 1600), ("1 600", ",", 1600), ("1.600", ",", 1600),
     ("99.999", ".", 99.999), ("99,999", ",", 99.999), ("10:30", ".", 10.3), ("10.30", ",", 10.3), ("1,234.5", ".", 1234.5)],
)  # fmt: skip
def test_figures_as_languages_write_them(written: str, decimal: str, value: float) -> None:
    assert _value(written, decimal) == pytest.approx(value)


def test_names_are_compared_without_case_and_legal_form() -> None:
    assert name_words("ACME Corp.") == name_words("Acme Oy") == name_words("The Acme Co. Ltd") == ("acme",)
    assert name_words("O'Neil & Söhne AG") != name_words("O'Neil")


QUIET = {
    "a case may name whom it is about": (keyed("about: {customer: Acme}") | {}, "as at Acme"),
    "a word in lower case is no name": ({}, "the acme of calm"),
    "a longer word is none": ({}, "Acmeism is a school of poets"),
}


@pytest.mark.parametrize("name", QUIET)
def test_names_that_are_no_names(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, said = QUIET[name]
    text = str(files.get(CALM, BENEFIT)).replace("nobody is called", said)
    assert told(checked(clean(tmp_path, monkeypatch, {PACK_FILE: PACK, CALM: text}), rules=RULES)) == []


GUARDED = (
    "- {% if facts.nights is defined %}{{ facts.nights | number }} nights{% else %}all nights{% endif %}",
    "- {{ facts.nights | default(7) }} of them",
    "- {{ facts.nights | number if facts.nights is defined else 'all' }} of them",
    "- {% if facts.nights is defined and facts.nights > 3 %}many{% else %}few{% endif %}",
    "{% for goal in goals %}\n- {{ goal }}\n{% endfor %}\n- nobody is called",
    "- {% if success %}{{ success }}{% else %}calm{% endif %}",
)


@pytest.mark.parametrize("body", first_fast(GUARDED, 3))
def test_guarded_data_need_not_be_listed(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {PACK_FILE: PACK, CALM: f"{FRONT}# Calm nights\n\n{body}\n"}
    assert told(checked(clean(tmp_path, monkeypatch, files), rules=RULES)) == []


@pytest.mark.slow
def test_a_block_that_needs_what_is_worked_out_has_what_that_rests_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "# {{ calc.loss | money }}\n\n- {{ facts.hours | number }} hours, {{ calc.loss.high | money }} at most\n"
    listed = FRONT.replace("5}", "5}\nneeds: [calc.loss]")
    guarded = "# Calm\n\n- {% if calc.loss is defined %}{{ calc.loss | money }}{% else %}calm{% endif %}\n"
    for text in (listed + body, listed + "# Calm\n\n```working\nof: loss\n```\n", FRONT + guarded):
        files = {PACK_FILE: PACK, **{name: str(one) for name, one in reckoned("", "").items()}, CALM: text}
        assert told(checked(clean(tmp_path, monkeypatch, files), rules=RULES)) == []


UNGUARDED = {
    "- {{ goals[0] }}": "6",
    "- {{ success }}": "6",
    "- {{ customer.employees | number }}": "6",
    "- {% if facts.a is defined %}{{ facts.b }}{% endif %}": "33",
    "- {% for name, figure in facts.by_year.items() %}{{ name }}{% endfor %}": "26",
}


def test_a_name_that_is_not_known_hides_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them at once, with what is wrong on other lines; and data that may be missing beside one on its line."""
    body = (
        "# Calm {{ customer.nam }}\n\n- {{ customer.nam }} {{ facts.none }}\n- {{ goal | upper }}\n- :shild: icon\n"
        "- {{ 'a' ~ custmer ~ 'b' }}\n"
    )
    files = {PACK_FILE: PACK, CALM: f"{FRONT}{body}"}
    assert told(checked(clean(tmp_path, monkeypatch, files), rules=RULES)) == [
        f"SP302 {CALM}:5:11",
        f"SP302 {CALM}:7:6",
        f"SP341 {CALM}:7:25",
        f"SP302 {CALM}:8:6",
        f"SP360 {CALM}:9:4",
        f"SP302 {CALM}:10:12",
    ]


@pytest.mark.parametrize("body", UNGUARDED)
def test_unguarded_data_is_told_once_at_its_column(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {PACK_FILE: PACK, CALM: f"{FRONT}# Calm nights\n\n{body}\n"}
    assert told(checked(clean(tmp_path, monkeypatch, files), rules=RULES)) == [f"SP341 {CALM}:7:{UNGUARDED[body]}"]


def test_what_depends_on_the_day_is_a_warning_by_day_and_an_error_at_night(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expiring = {BILL: COST.replace("5}\n", "5}\nvalid_until: 2026-12-01\nreview_by: 2026-01-01\n"), PACK_FILE: PACK}
    library = clean(tmp_path, monkeypatch, expiring)
    for nightly, severity in ((False, Severity.WARNING), (True, Severity.ERROR)):
        found = checked(library, rules=RULES, nightly=nightly).problems
        assert [(one.code, one.severity) for one in found] == [("SP415", severity), ("SP416", severity)]
        assert all(is_dated(one.code) for one in found)


def test_the_approval_and_the_limits_of_the_library_say_when_a_review_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved = keyed("approved: {by: Aino, on: 2026-01-01}")[CALM]
    library = clean(tmp_path, monkeypatch, {PACK_FILE: PACK, CALM: str(approved)})
    assert told(checked(library, rules=RULES)) == []
    settings = library / "library.yaml"
    settings.write_text(settings.read_text() + "check: {review_days: 180, expiry_days: 0}\n")
    assert told(checked(library, rules=RULES)) == [f"SP416 {CALM}:4:26"]


@pytest.mark.parametrize("reference", ["logo", "named", "advocate"])
def test_a_case_may_name_a_customer_who_agreed_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: str
) -> None:
    files = {PACK_FILE: PACK, CALM: CASE + "# Nights at Acme\n\n- nobody is called\n"}
    library = clean(tmp_path, monkeypatch, {**files, ACME: PROFILE + ANONYMOUS.replace("anonymous", reference)})
    assert told(checked(library, rules=RULES)) == []


def test_a_case_may_be_about_a_customer_who_stays_anonymous(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {PACK_FILE: PACK, CALM: CASE + "# Calm nights\n\n- nobody is called\n\n::: seller\nAsk Acme.\n:::\n"}
    library = clean(tmp_path, monkeypatch, {**texts, ACME: PROFILE + ANONYMOUS})
    assert told(checked(library, rules=RULES)) == []
    retired = texts[CALM].replace("kind:", "state: retired\nkind:").replace("# Calm", "# Acme's calm")
    (tmp_path / CALM).write_text(retired)
    assert told(checked(library, rules=RULES)) == []


def test_a_designed_slide_without_a_title_is_named_by_its_deck_and_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = designed()
    library = clean(tmp_path, monkeypatch, {PACK_FILE: PACK, CALM: str(files[CALM])})
    (library / "slides").mkdir()
    (library / "slides" / "deck.pptx").write_bytes(deck((6, "nobody is called", 14, "000000"), title=""))
    [problem] = checked(library, rules=RULES).problems
    assert (problem.code, problem.severity) == ("SP353", Severity.WARNING)
    assert problem.message == "deck.pptx, slide 1 has no title"


def test_rules_about_customers_read_no_profiles_when_asked_not_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {PACK_FILE: PACK, ACME: PROFILE + "relationship: {reference: declined}\n"}
    files |= {name: str(text) for name, text in calm("# Calm nights\n\n- as at Acme\n").items()}
    library = clean(tmp_path, monkeypatch, files)
    assert told(checked(library, rules=RULES)) == [f"SP347 {CALM}:7:9"]
    assert told(checked(library, rules=RULES, profiles=None)) == []


def block(name: str, **keys: object) -> Block:
    fields = {"kind": "benefit", "values": {"calm": 4}, "bodies": {"en": Body(name, 1, "")}, **keys}
    return Block(id=name, file=name, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("winner", "loser", "expected"),
    [
        ({"values": {"calm": 5}}, {}, True),
        ({"values": {"calm": 5, "cost": 1}}, {}, True),
        ({"values": {"calm": 5}}, {"values": {"calm": 4, "cost": 1}}, False),
        ({"values": {"calm": 5}, "needs": ("goals",)}, {}, False),
        ({"values": {"calm": 5}, "audience": Audience(roles=("cto",))}, {}, False),
        ({"values": {"calm": 5}}, {"audience": Audience(relationship=("former",))}, True),
        (
            {"values": {"calm": 5}, "evidence": Evidence("x", date=PartialDay("2025"))},
            {"sources": {"study": Evidence("x", date=PartialDay("2024-06"))}},
            True,
        ),
        ({"values": {"calm": 5}}, {"about": About(industry="retail")}, False),
        ({"values": {"calm": 5}}, {"evidence": Evidence("x", date=PartialDay("2026"))}, False),
        ({"values": {"calm": 5}}, {"tags": ("proof",)}, False),
        ({"values": {"calm": 5}, "state": "draft"}, {}, False),
        ({"values": {"calm": 4}}, {}, True),  # a tie goes to the first name
    ],
)
def test_who_always_beats_whom(winner: dict[str, object], loser: dict[str, object], expected: bool) -> None:
    assert beats(block("a", **winner), block("b", **loser)) is expected
    assert not beats(block("b", **loser), block("a", **winner))


def test_what_is_kept_from_some_customers_does_not_beat_what_all_can_get() -> None:
    upsell, known = block("a", values={"calm": 5}, tags=("upsell",)), block("b", tags=("upsell",))
    assert beats(upsell, block("b"))
    assert not beats(upsell, block("b"), {"upsell"})
    assert beats(upsell, known, {"upsell"})
