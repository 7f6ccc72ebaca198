"""Listed words are found in texts in whatever form, and words that only look like them are not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salespack.language.word_matching import alike, hits, says
from tests.language.finnish_forms import HELD_OUT, HELD_OUT_HARD, HELD_OUT_NEAR, KNOWN, NEAR


def found(forms: Mapping[str, str], language: str = "fi") -> list[str]:
    return [text for text, word in forms.items() if [hit.word for hit in hits((word,), text, language)] == [word]]


@pytest.mark.slow
def test_finnish_words_are_found_in_all_their_cases_and_compounds() -> None:
    assert (len(KNOWN), len(HELD_OUT), len(HELD_OUT_HARD)) == (58, 60, 78)
    assert set(KNOWN) - set(found(KNOWN)) == set()
    assert set(HELD_OUT) - set(found(HELD_OUT)) == set()
    assert set(HELD_OUT_HARD) - set(found(HELD_OUT_HARD)) == set()


def test_finnish_words_that_only_begin_alike_are_not_found() -> None:
    assert (len(NEAR), len(HELD_OUT_NEAR)) == (30, 30)
    assert found(NEAR) == []
    assert found(HELD_OUT_NEAR) == []


@pytest.mark.parametrize(
    ("language", "word", "said", "unsaid"),
    [
        ("en", "release", "a released build, two releases, releasing, the release’s notes", "relevant, relay"),
        ("en", "availability", "AVAILABILITY", "who is available, an avail, availing"),
        ("en", "audit", "audits, audited, auditing", "auditorium, audible"),
        ("en", "log", "logs, logging", "login, logo, logistics"),
        ("en", "lead time", "lead times, Lead-time", "leading the time, lead in time"),
        ("en", "lock-in", "lock-in, locked in", "lock, in"),
        ("de", "Ausfall", "Ausfälle, Serverausfall, Ausfallzeiten", "Auffall, Fall"),
        ("sv", "avbrott", "avbrotten, driftavbrott", "avbryta"),
        ("fr", "panne", "pannes", "panneau"),
        ("hr", "prekid", "prekidi", "preko"),
        ("ja", "停止", "サービスの停止", "中止"),
        ("fi", "uusi työntekijä", "uuden työntekijän, uudet työntekijät, uusille työntekijöille", "uusi työ, työntekijä"),
    ],
)  # fmt: skip
def test_words_are_found_as_their_language_inflects_them(language: str, word: str, said: str, unsaid: str) -> None:
    texts = said.split(", ")
    assert [text for text in texts if not hits((word,), text, language)] == []
    assert hits((word,), unsaid, language) == ()


def test_the_longest_of_the_words_in_one_place_is_found() -> None:
    text = "Tiedonsiirron siirto; siirrot"
    found = hits(("siirto", "tiedonsiirto"), text, "fi")
    assert [(text[hit.start : hit.end], hit.word) for hit in found] == [
        ("Tiedonsiirron", "tiedonsiirto"), ("siirto", "siirto"), ("siirrot", "siirto"),
    ]  # fmt: skip


def test_two_words_are_alike_whichever_of_them_is_inflected() -> None:
    assert alike("hinta", "hinnat") and alike("hinnoista", "hinta") and alike("prices", "pricing")
    assert not alike("hinta", "hintelä")
    assert says("katkoksia", "yksi katkos vuodessa", ("en", "fi"))
    assert says("outage", "two outages", ("en", "fi"))
    assert not says("ohje", "uusi ohjelma", ("en", "fi"))


@pytest.mark.slow
@given(st.text(alphabet="aeikllnostuyäö1-’ß", max_size=8), st.text(alphabet="aeikllnostuyäö1-’ß", max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_word_may_be_listed(word: str, text: str) -> None:
    for language in ("fi", "en", "de", "hr", ""):
        assert all(text[hit.start : hit.end] for hit in hits((word,), text, language))
    assert alike(word, word)
