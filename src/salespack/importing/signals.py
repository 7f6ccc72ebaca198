"""Which values a slide speaks to: the words that `values.yaml` names as their signals, counted on the slide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from salespack.language.word_matching import normalised, occurrences
from salespack.library.values import ValueDefinition
from salespack.powerpoint.designed.outline import Slide

MOST_VALUES, MOST_STRENGTH = 3, 3
"""A proposal is weak on purpose: at most three values, none stronger than 3 of 5; a person who knows makes it 5."""
IN_TITLE = 2
"""A word in the title counts so many times."""
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
    title, text = normalised(title), normalised(text)
    found = []
    for name, definition in values.items():
        counted = {word: occurrences(word, text) for word in _signals(definition, language)}
        hits = sum(counted.values()) + sum((IN_TITLE - 1) * occurrences(word, title) for word in counted)
        if hits:
            words = sorted(
                ((word, count) for word, count in counted.items() if count), key=lambda one: (-one[1], one[0])
            )
            found.append((hits, ValueProposal(name, min(hits, MOST_STRENGTH), tuple(words))))
    found.sort(key=lambda one: (-one[0], one[1].id))
    return tuple(proposal for _, proposal in found[:MOST_VALUES])


def _signals(definition: ValueDefinition, language: str) -> tuple[str, ...]:
    base = language.partition("-")[0]
    words = [word for code, listed in definition.signals.items() if code.partition("-")[0] == base for word in listed]
    named = definition.name if isinstance(definition.name, str) else definition.name.get(language, "")
    found = {normalised(word): word for word in reversed((*words, named)) if word}
    # “trusted” is counted with “trust”, which finds it too.
    return tuple(
        word for plain, word in found.items() if not any(plain != one and plain.startswith(one) for one in found)
    )
