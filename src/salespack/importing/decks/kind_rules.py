"""Which kind of content a slide is: a table of rules, the first that fits decides, and says by what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from salespack.importing.proposals import KindProposal
from salespack.language.locales import DEFAULT, SlideWords, base_of, importing_words
from salespack.language.word_matching import first_found, is_unspaced, normalised
from salespack.library.blocks import Kind
from salespack.powerpoint.designed.outline import Slide

Where = Literal["title", "text"]

FEW_LINES = 1
"""A first slide with no more lines below its title than this opens the deck, whatever its layout."""
QUOTED = re.compile(
    r"^(?:[“„”][^“”„\n]{25,}[”“]|[«»][^«»\n]{25,}[«»]|「[^」\n]{15,}」|\"[^\"\n]{25,}\")\W*$", re.MULTILINE
)
"""A paragraph that is a quotation, in the marks of several languages."""


class Rule(msgspec.Struct, frozen=True):
    """One row: words in the title or anywhere on the slide that make it of a kind.

    The words are those that the deck's language and English have under `name` in `locales/LANGUAGE/importing.yaml`.
    `whole`: the title is nothing but these words, short ones beside them aside.
    """

    name: SlideWords
    kind: Kind
    tag: str = ""
    where: Where = "title"
    whole: bool = False


RULES: Sequence[Rule] = (
    Rule("agenda", "frame", "agenda", whole=True),
    Rule("objections", "dialogue"),
    Rule("closing", "frame", "closing", whole=True),
    Rule("next-step", "frame", "next-step"),
    Rule("team", "frame", "team", whole=True),
    Rule("contact", "frame", "contact", whole=True),
    Rule("experience", "experience"),
    Rule("news", "news"),
    Rule("market", "market"),
    Rule("experience-text", "experience", where="text"),
    Rule("market-text", "market", where="text"),
)
"""In order of how much they tell."""
QUESTION_MARKS = ("?", "？")
ENDING = re.compile(r"[\s!?.:…！？。：]+$")
MOST_BESIDE = 2
"""How many words may stand beside those of a `whole` rule: “Agenda for today”, but no sentence."""


def kind_of(slide: Slide, *, language: str, year: int, customers: Sequence[str] = ()) -> KindProposal:
    """The kind of a slide in `language`; `year` is this year, `customers` are names that a case may be about."""
    title, text = normalised(slide.title), normalised(slide.said)
    return (
        _opening(slide)
        or _by_rules(title, text, language)
        or _by_signs(slide, title, text, year, customers)
        or KindProposal("benefit", (), "nothing on the slide speaks of another kind")
    )


def _opening(slide: Slide) -> KindProposal | None:
    if slide.layout_type == "secHead":
        return KindProposal("frame", ("section",), f"its layout “{slide.layout}” is a section header")
    title_layout = slide.layout_type == "title"
    if slide.position == 1 and title_layout:
        return KindProposal("frame", ("opening",), f"the first slide, on the title layout “{slide.layout}”")
    if slide.position == 1 and slide.title and len(slide.lines) <= FEW_LINES:
        return KindProposal("frame", ("opening",), "the first slide, a title and hardly more")
    if title_layout:
        return KindProposal("frame", ("section",), f"on the title layout “{slide.layout}”, but not the first slide")
    return None


def _by_rules(title: str, text: str, language: str) -> KindProposal | None:
    for rule in RULES:
        place = title if rule.where == "title" else text
        for code in dict.fromkeys((base_of(language), DEFAULT)):
            word = first_found(importing_words(code).slides.get(rule.name, ()), place, whole=code == DEFAULT)
            if word and (not rule.whole or _is_little_else(word, place)):
                where = "in the title" if rule.where == "title" else "on the slide"
                return KindProposal(rule.kind, (rule.tag,) if rule.tag else (), f"“{word}” {where}")
    return None


def _is_little_else(word: str, title: str) -> bool:
    """Whether a title is `word` and little else; where words are not spaced, `word` is at least half of it."""
    if is_unspaced(word):
        return len(ENDING.sub("", title)) <= 2 * len(word)
    return len(title.split()) - len(word.split()) <= MOST_BESIDE


def _by_signs(slide: Slide, title: str, text: str, year: int, customers: Sequence[str]) -> KindProposal | None:
    """Signs that are no words of a language: quotations, names, years, question marks."""
    if customer := first_found(customers, text, whole=True):
        return KindProposal("experience", (), f"names the customer {customer}")
    if quoted := QUOTED.search(slide.said):
        return KindProposal("experience", (), f"quotes somebody: {quoted[0][:30]}…")
    if slide.title.rstrip().endswith(QUESTION_MARKS):
        return KindProposal("dialogue", (), "the title is a question")
    if first_found((str(year),), title, whole=True):
        return KindProposal("news", (), f"“{year}” in the title")
    return None
