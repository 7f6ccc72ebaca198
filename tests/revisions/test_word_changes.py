"""What changed within a text, word by word."""

from __future__ import annotations

import pytest

from salespack.revisions.word_changes import markdown, only_figures, plain, shortened, word_changes


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Days are short", "Days are shorter", "“Days are [short → shorter]”"),
        ("Prepared by the team", "Prepared by team", "“Prepared by [− the] team”"),
        ("Call us", "Call us now", "“Call us [+ now]”"),
        ("Revenue up 12% in a year", "Revenue up 15% in a year", "“Revenue up [12% → 15%] in a year”"),
        ("1 200,50 €", "1 350,50 €", "1 200,50 € → 1 350,50 €"),
        ("Draft, internal", "On track for a record", "“Draft, internal” → “On track for a record”"),
        ("最終製品を配布しない", "最終製品を配布する", "“最終製品を配布[しない → する]”"),
        ("Die Ausfälle sinken", "Die Ausfälle steigen", "“Die Ausfälle [sinken → steigen]”"),
        ("", "New", "“[+ New]”"),
        ("Old", "", "“[− Old]”"),
        ("Same", "Same", "“Same”"),
    ],
)
def test_words_are_told_that_came_and_went(before: str, after: str, told: str) -> None:
    pieces = word_changes(before, after)
    assert plain(pieces) == told
    assert "".join(one.text for one in pieces if one.mark != "added").split() == before.split()
    assert "".join(one.text for one in pieces if one.mark != "removed").split() == after.split()


def test_what_is_the_same_around_a_change_is_cut() -> None:
    long = "We looked at all of the systems that you run today and found that {} of them need care within a year"
    pieces = shortened(word_changes(long.format("nine"), long.format("ten")))
    assert plain(pieces) == "“… today and found that [nine → ten] of them need care …”"


def test_figures_alone_are_told_apart_from_words() -> None:
    assert only_figures(word_changes("31 hours in 2025", "12 hours in 2025"))
    assert not only_figures(word_changes("31 hours", "31 days"))
    assert not only_figures(word_changes("31 hours", "31 hours in 2025"))


def test_what_a_deck_says_is_no_markup() -> None:
    assert markdown(word_changes("a <b>*x*</b>", "a <b>*y*</b>")) == ("a \\<b\\>\\*<del>x</del><ins>y</ins>\\*\\</b\\>")


def test_long_texts_are_compared_as_wholes() -> None:
    before, after = "word " * 2_000, "word " * 2_000 + "more"
    assert [one.mark for one in word_changes(before, after)] == ["removed", "added"]
