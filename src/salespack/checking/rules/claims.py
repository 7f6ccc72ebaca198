"""Rules about claims: figures and superlatives in a block that says nowhere where they come from.

Found by the patterns of the text's language and of English, made to be right rather than complete: a figure counts
with the unit that makes it a claim, a superlative where it praises. Figures of the customer's own, questions, dates,
versions and the numbers of lists are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from salespack.checking.rules.views import BlockText
from salespack.checking.rules.visible import Line, place_in, shown
from salespack.language.locales import Claims, checking_words_for, one_of
from salespack.problems.problem import Problem

CLAIMING = frozenset(("experience", "benefit", "market", "news"))
"""The kinds of blocks that claim something; a frame or a dialogue asks and plans."""

FIGURE = r"(?<![\w.,:/\x00-])(?:[−–+~<>]|\d+[–-])?\d+(?:[., \u00a0\u2009\u202f]\d+)*"
LARGE = re.compile(r"(?<![\w.,:/\x00-])\d{1,3}(?:[, \u00a0\u2009\u202f]\d{3})+(?![\w,.]*\d)")
BOLD_FIGURE = re.compile(r"\*\*[^*\x00]*\d[^*\x00]*\*\*")
NOT_A_CLAIM = re.compile(r"24/7|36[05]\b|1(?:[\s-]|$)|(?:19|20)\d\d[\s–-]+(?!%|€)")
"""Round the clock, all round, a single one, and years."""

CHART = re.compile(r"^(`{3,}|~{3,})[ \t]*chart\b(?P<says>.*?)^\1", re.MULTILINE | re.DOTALL)
DATA_OF_CUSTOMER, SERIES = re.compile(r"^\s*data\s*:", re.MULTILINE), re.compile(r"^\s*series\s*:", re.MULTILINE)


@lru_cache(maxsize=32)
def _figure(language: str) -> re.Pattern[str]:
    """A figure with what makes it a claim in a language."""
    lists = checking_words_for(language)
    claims = Claims.together(*(words.claims for words in lists))
    multiples = one_of(pattern for words in lists for patterns in words.multiples.values() for pattern in patterns)
    return re.compile(
        rf"(?P<money>(?:[€$£¥]|(?:EUR|USD|SEK|GBP|CHF)\s)\s?\d+(?:[., \u00a0\u2009\u202f]\d+)*)"
        rf"|{FIGURE}(?:"
        rf"\s?(?:%|‰|{one_of(claims.percent)}(?!\w))"
        rf"|\s?{multiples}?\s?(?:€|(?:EUR|USD|{one_of(claims.currencies)})(?!\w))"
        rf"|\s?(?:x|×|{one_of(claims.times)})(?!\w)"
        rf"|[\s-]{multiples}(?!\w)"
        rf"|[\s-]?{one_of(claims.durations)}(?!\w)"
        rf"|\s(?:[a-zß-ÿ]+\s)?{one_of(claims.counted)}(?!\w)"
        rf")"
    )


@lru_cache(maxsize=32)
def _superlative(language: str) -> re.Pattern[str]:
    """A superlative or an absolute in a language."""
    patterns = one_of(pattern for words in checking_words_for(language) for pattern in words.superlatives)
    return re.compile(rf"\b{patterns}\b", re.IGNORECASE)


def figures_without_evidence(text: BlockText) -> Iterator[Problem]:
    """The first figure that claims something, in a block without evidence; a chart of our own figures does too."""
    yield from _told(text, figures, "SP343", "is a claim")
    for chart in CHART.finditer(text.source) if _has_to_prove(text) else ():
        if SERIES.search(chart["says"]) and not DATA_OF_CUSTOMER.search(chart["says"]):
            yield Problem(
                code="SP343",
                message="a chart of our own figures without evidence",
                hint="add `evidence: {source: …, date: …}`",
                place=text.place_at(chart.start()),
            )


def superlatives_without_evidence(text: BlockText) -> Iterator[Problem]:
    """The first superlative or absolute, in a block without evidence."""
    yield from _told(text, superlatives, "SP344", "is a superlative")


def figures(line: Line, language: str) -> Iterator[tuple[int, str]]:
    """The figures of a line that claim something, each once: of those that overlap, the first and longest."""
    hits = [*_figure(language).finditer(line.prose), *LARGE.finditer(line.prose)]
    if line.where == "kpis":
        hits += BOLD_FIGURE.finditer(line.prose)
    end = 0
    for hit in sorted(hits, key=lambda one: (one.start(), -one.end())):
        words = hit[0].strip("* ")
        if hit.start() >= end and not NOT_A_CLAIM.match(words):
            end = hit.end()
            yield hit.start() + hit[0].index(words), words


def superlatives(line: Line, language: str) -> Iterator[tuple[int, str]]:
    """The superlatives and absolutes of a line."""
    return ((hit.start(), hit[0]) for hit in _superlative(language).finditer(line.prose))


def _has_to_prove(text: BlockText) -> bool:
    """Whether what a text says needs evidence and has none. Translations say what their original does."""
    block = text.block
    own = next(iter(block.bodies))
    return text.language == own and block.kind in CLAIMING and block.evidence is None and block.state != "retired"


def _told(
    text: BlockText, find: Callable[[Line, str], Iterator[tuple[int, str]]], code: str, what: str
) -> Iterator[Problem]:
    """The first of what is found in a block that has to prove what it says."""
    if not _has_to_prove(text):
        return
    lines = [line for line in shown(text) if not line.prose.rstrip(' *_”"').endswith("?")]  # a question claims nothing
    found = [(line, start, words) for line in lines for start, words in find(line, text.language)]
    if found:
        line, start, words = found[0]
        more = f", and so are {len(found) - 1} more" if len(found) > 1 else ""
        yield Problem(
            code=code,
            message=f"“{words}” {what} without evidence{more}",
            hint="add `evidence: {source: …, date: …}`, or say it without",
            place=place_in(text, line, start),
        )
