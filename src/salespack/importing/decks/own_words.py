"""What a deck itself speaks of again and again: proposals for values that `values.yaml` does not have yet.

The words that several slides share are grouped by the slides that they stand on. It is a proposal, made of words alone:
what customers value, and how they would call it, a person knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from salespack.formats.editing import written as yaml_text
from salespack.importing.front_matter import comment
from salespack.importing.report import Topic
from salespack.importing.signals import spoken_values
from salespack.importing.slide_groups import slug
from salespack.language.locales import IMPORTING, base_of, importing_words, languages
from salespack.language.word_matching import WORD, covers, is_unspaced, normalised
from salespack.library.values import ValueDefinition
from salespack.powerpoint.designed.outline import Slide

MOST_TOPICS, MOST_WORDS = 6, 4
FEWEST_SLIDES = 2
SHORTEST_WORD = 4
IN_TITLE, OF_TWO = 1.0, 1.5
"""What a slide counts more whose title holds the word, and what two words in a row count more than one."""
MOST_COMMON = 0.6
"""A word on more of the slides than this is what the whole deck is about, and tells none from another."""
ALIKE = 0.5
"""Words whose slides are the same to this share (Jaccard) speak of one thing."""


def topics_of(slides: Sequence[Slide], values: Mapping[str, ValueDefinition], language: str) -> tuple[Topic, ...]:
    """What slides speak of that is no signal of a value yet, the most frequent first; at most six topics.

    None where half of the slides and more speak of values that there are. Only of languages that are written with
    spaces and whose filling words are known: none for others.
    """
    base = base_of(language)
    if base not in languages(IMPORTING) or not importing_words(base).filling:
        return ()
    silent = sum(not spoken_values(slide.said, values, language) for slide in slides)
    if 2 * silent <= len(slides):
        return ()
    filling = frozenset(f"{importing_words(base).common} {importing_words(base).filling}".split())
    places: dict[str, set[int]] = {}
    weight: defaultdict[str, float] = defaultdict(float)
    for slide in slides:
        in_title = _terms((slide.title,), filling)
        for term in _terms(slide.said.split("\n"), filling):
            known = _same(term, places, language)
            if slide.position not in places.setdefault(known, set()):
                places[known].add(slide.position)
                weight[known] += (1 + IN_TITLE * (term in in_title)) * (OF_TWO if " " in term else 1)
    most = max(FEWEST_SLIDES, MOST_COMMON * len(slides))
    shared = [
        term
        for term, found in places.items()
        if FEWEST_SLIDES <= len(found) <= most and not spoken_values(term, values, language)
    ]
    shared.sort(key=lambda term: (-weight[term], term))
    return tuple(_topics(shared, places))


def _terms(lines: Iterable[str], filling: frozenset[str]) -> dict[str, None]:
    """The words that say something, and each two of them in a row; normalised, in their order."""
    found: dict[str, None] = {}
    for line in lines:
        said = [one if _says(one, filling) else "" for one in WORD.findall(normalised(line))]
        found |= dict.fromkeys(filter(None, said))
        found |= dict.fromkeys(f"{one} {two}" for one, two in pairwise(said) if one and two)
    return found


def _says(word: str, filling: frozenset[str]) -> bool:
    return len(word) >= SHORTEST_WORD and word.isalpha() and word not in filling and not is_unspaced(word)


def _same(term: str, known: Mapping[str, object], language: str) -> str:
    """The term that is known already and is another form of this one, else this one."""
    if term in known:
        return term
    if " " in term:  # words by themselves are known before two in a row
        return " ".join(_same(one, known, language) for one in term.split())
    start = term[:SHORTEST_WORD]
    return next((one for one in known if one.startswith(start) and covers(one, term, language)), term)


def _topics(shared: Sequence[str], places: Mapping[str, set[int]]) -> Iterable[Topic]:
    """Groups of terms that stand on the same slides; each takes its words from the rest."""
    left, number = list(shared), 0
    while left and number < MOST_TOPICS:
        first = left[0]
        group = [one for one in left if one == first or _belongs(one, first, places)]
        left = [one for one in left if one not in group]
        words = [one for one in group if not any(one != other and one in other.split() for other in group)]
        if name := slug(first):
            number += 1
            yield Topic(name, tuple(words[:MOST_WORDS]), tuple(sorted(places[first])))


def _belongs(term: str, other: str, places: Mapping[str, set[int]]) -> bool:
    """Whether two terms share a word, or most of their slides."""
    if set(term.split()) & set(other.split()):
        return True
    one, two = places[term], places[other]
    return len(one & two) / len(one | two) > ALIKE


def with_topics(text: str, topics: Iterable[Topic], language: str, deck: str) -> str:
    """`values.yaml` with a value for each topic at its end."""
    lines = [text.rstrip("\n")] if text.strip() else []
    for one in topics:
        said = ", ".join(map(yaml_text, one.words))
        lines += [
            "",
            f"# The words of slides {', '.join(map(str, one.slides))} in {comment(deck)}: name it as customers would.",
            f"{one.id}:",
            f"  name: {yaml_text(one.words[0].capitalize())}",
            f"  signals: {{{base_of(language)}: [{said}]}}",
        ]
    return "\n".join(lines) + "\n"
