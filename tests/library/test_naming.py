"""What people call values, roles and industries, and what the sample library understands of it."""

from __future__ import annotations

from functools import cache as once

import pytest

from salespack.library.index import open_library
from salespack.library.library import Library
from salespack.library.naming import Sort, resolve
from salespack.problems.problem import UsageFault
from tests.conftest import PROJECT


@once
def library() -> Library:
    return open_library(PROJECT / "content_blocks", None)


@pytest.mark.parametrize(
    ("sort", "said", "meant"),
    [
        ("role", "cfo", "finance"), ("role", "CFO", "finance"), ("role", "CISO", "security"), ("role", "cio", "operations"),
        ("role", "talousjohtaja", "finance"), ("role", "Hankinta", "procurement"), ("role", "it manager", "operations"),
        ("role", "head of finance", "finance"), ("role", "head of IT", "operations"), ("role", "Head of Security", "security"),
        ("role", "developer", "engineering"), ("role", "ops", "operations"), ("role", "boss", "ceo"), ("role", "hankintapäällikkö", "procurement"),
        ("role", "purchasing manager", "procurement"), ("value", "hinnat", "lower-run-cost"), ("value", "kustannukset", "lower-run-cost"),
        ("value", "kustannusten", "lower-run-cost"), ("value", "kallis", "lower-run-cost"), ("value", "expensive", "lower-run-cost"),
        ("value", "GDPR", "proven-security"), ("value", "breaches", "proven-security"), ("value", "slow releases", "faster-releases"),
        ("value", "vendor lock-in", "freedom-of-choice"), ("value", "hiring", "happier-developers"),
        ("industry", "bank", "finance"), ("industry", "hospital", "healthcare"), ("industry", "Health Care", "healthcare"),
        ("industry", "telco", "telecommunications"), ("industry", "logistiikka", "transport"), ("industry", "government", "public-sector"),
        ("value", "outages", "fewer-outages"), ("value", "uptime", "fewer-outages"), ("value", "katkos", "fewer-outages"),
        ("value", "katkokset", "fewer-outages"), ("value", "kassakatkoista", "fewer-outages"), ("value", "vuosibudjetti", "lower-run-cost"),
        ("value", "tietoturva-auditoinnit", "proven-security"), ("value", "Vähemmän katkoja", "fewer-outages"), ("value", "katkoksia", "fewer-outages"), ("value", "cost", "lower-run-cost"),
        ("value", "price", "lower-run-cost"), ("value", "cheaper", "lower-run-cost"), ("value", "security", "proven-security"),
        ("value", "tietoturva", "proven-security"), ("value", "compliance", "proven-security"), ("value", "releases", "faster-releases"),
        ("value", "automation", "less-manual-work"), ("value", "scaling", "scale-on-demand"), ("value", "lock-in", "freedom-of-choice"),
        ("role", "Einkäufer", "procurement"), ("role", "ekonomichef", "finance"), ("industry", "Krankenhaus", "healthcare"),
        ("industry", "sjukhus", "healthcare"), ("value", "Ausfälle", "fewer-outages"), ("value", "avbrott", "fewer-outages"),
        ("value", "reliability", "fewer-outages"), ("value", "developers", "happier-developers"), ("value", "onboarding", "faster-onboarding"),
    ],
)  # fmt: skip
def test_natural_words_find_what_is_declared(sort: Sort, said: str, meant: str) -> None:
    assert resolve(library(), said, sort) == meant


@pytest.mark.parametrize(
    ("sort", "said", "told"),
    [
        ("value", "faster", "SP201 the value “faster” may mean faster-releases or faster-onboarding or faster-insights (name one of them)"),
        ("industry", "it", "SP203 the industry “it” may mean software or technology (name one of them)"),
        ("role", "gardener", "SP202 the role “gardener” is not declared (known are ceo, cto, engineering, finance, operations, procurement, security)"),
        ("role", " ", "SP202 no role is named (known are ceo, cto, engineering, finance, operations, procurement, security)"),
        ("value", "by a third", "SP201 the value “by a third” is not declared (known are "),
        ("value", "a", "SP201 the value “a” is not declared (known are "),
        ("value", "to the", "SP201 the value “to the” is not declared (known are "),
        ("value", "Cut the bill by a third", "SP201 the value “Cut the bill by a third” is not declared ("),
        ("value", "Teach our developers to sing opera nicely", "SP201 the value “Teach our developers to sing opera nicely” is not declared (did you mean “happier-developers”?)"),
        ("value", "fewer-outagse", "SP201 the value “fewer-outagse” is not declared (did you mean “fewer-outages”?)"),
    ],
)  # fmt: skip
def test_what_could_mean_two_things_or_nothing_is_asked(sort: Sort, said: str, told: str) -> None:
    with pytest.raises(UsageFault) as caught:
        resolve(library(), said, sort)
    (problem,) = caught.value.problems
    assert str(problem).startswith(told)
