"""What figures, days and plurals look like in the languages that are complete, whichever Babel is installed.

The facts are written out here by hand, as these languages are commonly written and as CLDR has them; no authority of a
language is quoted. A Babel that says something else fails, and then somebody has to find out which of the two is right.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import NamedTuple

import pytest
from babel import Locale
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as st
from tools.languages import complete_languages

from salespack.language.formatting import Formats
from salespack.language.phrases import words

HARD = "\u00a0"
"""A space at which no line breaks."""
AMOUNTS = (1234567.5, -1234.5, 1000.0, 0.5)


class Facts(NamedTuple):
    """The signs for decimals and groups, where the currency stands, and how days are written in four styles."""

    decimal: str
    group: str
    currency_before: bool
    euro_cents: str
    minus: str
    percent: str
    days: tuple[str, str, str, str]
    single: str
    """The ninth of March: a day of one digit, a month with a letter that ASCII lacks in German."""


FACTS = {
    "en": Facts(".", ",", True, "€1,234.50", "-€50", "12.5%",
                ("Tuesday, December 1, 2026", "December 1, 2026", "Dec 1, 2026", "12/1/26"), "March 9, 2026"),
    "fi": Facts(",", HARD, False, f"1{HARD}234,50{HARD}€", f"-50{HARD}€", f"12,5{HARD}%",
                ("tiistai 1. joulukuuta 2026", "1. joulukuuta 2026", "1.12.2026", "1.12.2026"), "9. maaliskuuta 2026"),
    "de": Facts(",", ".", False, f"1.234,50{HARD}€", f"-50{HARD}€", f"12,5{HARD}%",
                ("Dienstag, 1. Dezember 2026", "1. Dezember 2026", "01.12.2026", "01.12.26"), "9. März 2026"),
    "sv": Facts(",", HARD, False, f"1{HARD}234,50{HARD}€", f"-50{HARD}€", f"12,5{HARD}%",
                ("tisdag 1 december 2026", "1 december 2026", "1 dec. 2026", "2026-12-01"), "9 mars 2026"),
}  # fmt: skip


def plain(text: str) -> str:
    """With one sort of minus and of space: which of them is typography, and both are right."""
    return text.replace("\u2212", "-").replace("\u202f", HARD)


def test_every_complete_language_has_its_facts_here() -> None:
    assert sorted(FACTS) == sorted(complete_languages())


@pytest.mark.parametrize("language", FACTS)
def test_amounts(language: str) -> None:
    facts, formats = FACTS[language], Formats()
    assert [plain(formats.number(amount, language)) for amount in AMOUNTS] == [
        f"1{facts.group}234{facts.group}567{facts.decimal}5",
        f"-1{facts.group}234{facts.decimal}5",
        f"1{facts.group}000",
        f"0{facts.decimal}5",
    ]
    assert plain(formats.money(1234.5, language, "EUR")) == facts.euro_cents
    assert plain(formats.money(-50, language, "EUR")) == facts.minus
    assert formats.money(7, language, "EUR").startswith("€") is facts.currency_before
    assert plain(formats.percent(0.125, language)) == facts.percent
    signs = formats.signs(language)
    assert (signs.decimal, plain(signs.group)) == (facts.decimal, facts.group)


@pytest.mark.parametrize("language", FACTS)
def test_days(language: str) -> None:
    formats, day = Formats(), datetime.date(2026, 12, 1)
    written = tuple(plain(formats.date(day, language, style)) for style in ("full", "long", "medium", "short"))
    assert written == FACTS[language].days
    assert plain(formats.date(datetime.date(2026, 3, 9), language)) == FACTS[language].single


@pytest.mark.parametrize("language", FACTS)
def test_plurals_are_those_of_our_catalogs(language: str) -> None:
    numbers = (0, 1, 2, 5, 11, 21, 101, 1_000_000)
    categories = [Locale.parse(language).plural_form(number) for number in numbers]
    assert categories == ["one" if number == 1 else "other" for number in numbers]
    said = words(language)
    counted = [one.name for one in said._catalog.messages if len(one.translated) > 1]
    assert counted
    for name in counted:
        many = said.counted(name, 2)
        assert [said.counted(name, number) == many for number in numbers] == [
            number != 1 or said.counted(name, 1) == many for number in numbers
        ]
        assert said.counted(name, 1.5) == many


@given(st.sampled_from(sorted(FACTS)), st.integers(-(10**9), 10**9).map(lambda cents: cents / 100))
def test_any_amount_is_read_back_as_what_it_was(language: str, amount: float) -> None:
    written = Formats().number(amount, language, 2)
    assert parse_decimal(written, locale=language) == Decimal(str(amount))
