"""Rules about claims: figures and superlatives on slides that do not say where they come from, and unused sources.

Found by the patterns of the text's language and of English, made to be right rather than complete: a figure counts
with the unit that makes it a claim, a superlative where it praises. Figures of the customer's own, questions, dates,
versions and the numbers of lists are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from salespack.checking.rules.views import BlockText, BlockView
from salespack.checking.rules.visible import OF_DESIGN, Line, lines_of, place_in, shown
from salespack.language.locales import Claims, checking_words_for, one_of
from salespack.library.fences import A_SOURCE
from salespack.problems.problem import Problem

CLAIMING = frozenset(("experience", "benefit", "market", "news"))
"""The kinds of blocks that claim something; a frame or a dialogue asks and plans."""

FIGURE = r"(?<![\w.,:/\x00-])(?:[−–+~<>]|\d+[–-])?\d+(?:[., \u00a0\u2009\u202f]\d+)*"
LARGE = re.compile(r"(?<![\w.,:/\x00-])\d{1,3}(?:[, \u00a0\u2009\u202f]\d{3})+(?![\w,.]*\d)")
BOLD_FIGURE = re.compile(r"\*\*[^*\x00]*\d[^*\x00]*\*\*")
NOT_A_CLAIM = re.compile(r"24/7|36[05]\b|1(?:[\s-]|$)|(?:19|20)\d\d[\s–-]+(?!%|€)")
"""Round the clock, all round, a single one, and years."""

ASKED = re.compile(r"^# .*\{(?:[^{}]*\s)?source=([a-z0-9,-]+)[^{}]*\}[ \t]*$", re.MULTILINE)
"""The sources that a slide asks for behind its title."""
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
    """The first figure that claims something, on slides without evidence; a chart of our own figures does too."""
    yield from _told(text, figures, "SP343", "is a claim")
    unproven = _unproven(text)
    for chart in CHART.finditer(text.source) if unproven else ():
        at = max(number for number, _ in unproven if number <= chart.start())
        if dict(unproven)[at] and SERIES.search(chart["says"]) and not DATA_OF_CUSTOMER.search(chart["says"]):
            yield Problem(
                code="SP343",
                message="a chart of our own figures without evidence",
                hint="add `evidence: {source: …, date: …}`",
                place=text.place_at(chart.start()),
            )


def superlatives_without_evidence(text: BlockText) -> Iterator[Problem]:
    """The first superlative or absolute, on slides without evidence."""
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


def unnamed_sources(view: BlockView) -> Iterator[Problem]:
    """Sources of a block that none of its slides names, in any language."""
    said = "\n".join(text.source for text in view.texts.values())
    named = set(re.findall(A_SOURCE, said))
    for asked in ASKED.findall(said):
        named.update(asked.split(","))
    for name in view.block.sources:
        if name not in named and view.texts and view.block.state != "retired":
            own = next(iter(view.texts.values()))
            yield Problem(
                code="SP363",
                message=f"no slide names the source “{name}”, so that it is shown nowhere",
                hint=f"write [^{name}] behind the claim, or {{source={name}}} behind the title of its slide",
                place=own.place_of(("sources", name), key=True),
            )


def _unproven(text: BlockText) -> list[tuple[int, bool]]:
    """Where each slide of a text begins, and whether what it says needs evidence and has none.

    Nothing where that cannot be: translations say what their original does.
    """
    block = text.block
    if text.language != next(iter(block.bodies)) or block.kind not in CLAIMING or block.state == "retired":
        return []
    known = block.all_evidence().keys()
    slides: list[tuple[int, bool]] = [(OF_DESIGN, block.evidence is None)]
    for line in lines_of(text.source, jinja=block.jinja):
        if line.where == "title" and line.text.startswith("# "):
            asked = ASKED.search(line.text)
            names = asked[1].split(",") if asked else ["evidence"]
            slides.append((line.offset, known.isdisjoint(names)))
        if "[^" in line.text and not known.isdisjoint(re.findall(A_SOURCE, line.text)):
            slides[-1] = slides[-1][0], False
    return slides


def _told(
    text: BlockText, find: Callable[[Line, str], Iterator[tuple[int, str]]], code: str, what: str
) -> Iterator[Problem]:
    """The first of what is found on slides that have to prove what they say."""
    unproven = _unproven(text)
    if not any(needs for _, needs in unproven):
        return
    needing = dict(unproven)
    lines = [
        line
        for line in shown(text)
        if not line.prose.rstrip(' *_”"').endswith("?")  # a question claims nothing
        and needing[max(number for number in needing if number <= line.offset)]
    ]
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
