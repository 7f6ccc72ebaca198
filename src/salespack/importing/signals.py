"""Which values a slide speaks to: the words that `values.yaml` names as their signals, counted on the slide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from salespack.language.word_matching import Hit, covers, hits, normalised
from salespack.library.values import ValueDefinition
from salespack.powerpoint.designed.outline import Slide

MOST_VALUES, MOST_STRENGTH = 3, 3
"""A proposal is weak on purpose: at most three values, none stronger than 3 of 5; a person who knows makes it 5."""
IN_TITLE = 3
"""A word in the title counts so many times: a slide that is called so speaks to it as strongly as slots ask for."""
MOST_NAMED = 3


class ValueProposal(msgspec.Struct, frozen=True):
    """A value, how strongly the slide seems to speak to it (1–3), and the words that say so, most frequent first."""

    id: str
    strength: int
    words: tuple[tuple[str, int], ...]

    @property
    def why(self) -> str:
        """The words in one line: outage ×2, downtime."""
        return ", ".join(f"{word} ×{count}" if count > 1 else word for word, count in self.words[:MOST_NAMED])


def values_of(
    slides: Iterable[Slide], values: Mapping[str, ValueDefinition], language: str
) -> tuple[ValueProposal, ...]:
    """The values that most of the words speak of, strongest first; signals are those of the deck's language."""
    slides = tuple(slides)
    title, text = "\n".join(slide.title for slide in slides), "\n".join(slide.said for slide in slides)
    return values_in(title, text, values, language)


def values_in(title: str, text: str, values: Mapping[str, ValueDefinition], language: str) -> tuple[ValueProposal, ...]:
    """The same for a text, its title among it."""
    counted: dict[str, Counter[str]] = {name: Counter() for name in values}
    in_title: Counter[str] = Counter()
    for value, hit in spoken_values(text, values, language):
        counted[value][hit.word] += 1
    for value, _ in spoken_values(title, values, language):
        in_title[value] += IN_TITLE - 1
    found = []
    for name, words in counted.items():
        if said := words.total() + in_title[name]:
            ordered = tuple(sorted(words.items(), key=lambda one: (-one[1], one[0])))
            found.append((said, ValueProposal(name, min(said, MOST_STRENGTH), ordered)))
    found.sort(key=lambda one: (-one[0], one[1].id))
    return tuple(proposal for _, proposal in found[:MOST_VALUES])


def spoken_values(text: str, values: Mapping[str, ValueDefinition], language: str) -> tuple[tuple[str, Hit], ...]:
    """The values that a text in a language speaks of, each with the word that says so, in the order of the text."""
    listed = tuple((name, _signals(definition, language)) for name, definition in values.items())
    meaning = _meaning(listed, language)
    return tuple((name, hit) for hit in hits(meaning, text, language) for name in meaning[hit.word])


def _signals(definition: ValueDefinition, language: str) -> tuple[str, ...]:
    """The words of a value in a language, its name among them."""
    base = language.partition("-")[0]
    words = [word for code, listed in definition.signals.items() if code.partition("-")[0] == base for word in listed]
    named = definition.name if isinstance(definition.name, str) else definition.name.get(language, "")
    return tuple(filter(None, (*words, named)))


@lru_cache(maxsize=64)
def _meaning(listed: tuple[tuple[str, tuple[str, ...]], ...], language: str) -> Mapping[str, tuple[str, ...]]:
    """What each word means; of a value's words that are forms of one, the shortest stands for all."""
    meaning: dict[str, tuple[str, ...]] = {}
    for name, words in listed:
        found: dict[str, str] = {}
        for word in sorted(words, key=len):
            if not any(covers(one, word, language) for one in found.values()):
                found.setdefault(normalised(word), word)
        for word in found.values():
            meaning[word] = (*meaning.get(word, ()), name)
    return meaning
