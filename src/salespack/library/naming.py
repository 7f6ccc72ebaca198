"""What people call what a library declares: values, roles, industries, stages by id, name, signal or synonym.

An id or a name in any language is taken at once; else the words that were typed are compared with the declared names,
then with signals, then with groups of synonyms in all languages and those of the library. What could mean two things is
asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from salespack.formats.types import Localised
from salespack.formats.vocabulary import CODES
from salespack.language.locales import synonyms
from salespack.language.word_matching import alike, normalised, tokens
from salespack.library.library import Library
from salespack.problems.problem import UsageFault
from salespack.problems.suggestions import LISTED, did_you_mean

Sort = Literal["value", "role", "industry", "stage"]
NAMED, SIGNALLED, MEANT = 3, 2, 1
"""How much a word says that stands in a name, among the signals, or only in a group of synonyms."""


def resolve(library: Library, text: str, sort: Sort) -> str:
    """The declared name that `text` means. Raises UsageFault where there is none, or more than one."""
    declared = declared_of(library, sort)
    wanted = normalised(text)
    if not wanted:
        raise UsageFault.of(CODES[sort], f"no {sort} is named", did_you_mean("", declared, LISTED))
    exact = [name for name, spoken in declared.items() if wanted in {normalised(one) for one in (name, *spoken[0])}]
    if len(exact) == 1:
        return exact[0]
    found = exact or meant(wanted, declared, groups_of(library, sort))
    if len(found) == 1:
        return found[0]
    if found:
        message = f"the {sort} “{text}” may mean {' or '.join(found)}"
        raise UsageFault.of(CODES[sort], message, "name one of them")
    message = f"the {sort} “{text}” is not declared"
    raise UsageFault.of(CODES[sort], message, did_you_mean(text, declared, LISTED))


def declared_of(library: Library, sort: Sort) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """What the library declares of a sort: for each its names in all languages, and the words that signal it."""
    settings = library.settings
    if sort == "value":
        return {
            id: (texts_of(value.name), tuple(word for words in value.signals.values() for word in words))
            for id, value in library.values.items()
        }
    named: Mapping[str, Localised] = {
        "role": settings.roles,
        "industry": settings.industries,
        "stage": settings.stages,
    }[sort]
    return {id: (texts_of(name), ()) for id, name in named.items()}


def texts_of(text: Localised) -> tuple[str, ...]:
    """A text in all the languages that it is written in."""
    return (text,) if isinstance(text, str) else tuple(text.values())


def meant(
    wanted: str,
    declared: Mapping[str, tuple[Sequence[str], Sequence[str]]],
    groups: Iterable[Sequence[str]],
) -> list[str]:
    """Those of the declared that `wanted` most likely means: several where it cannot be told."""
    words = _weighed(tokens(wanted), declared)
    related = {word for group in groups if any(_same(wanted, one) for one in group) for word in group}
    points = {}
    for id, (names, signals) in declared.items():
        in_names = {word for name in (id, *names) for word in tokens(name)}
        points[id] = max(
            _points(NAMED, _share(words, in_names)),
            _points(SIGNALLED, max((_signalled(words, tokens(signal)) for signal in signals), default=0.0)),
            MEANT * any(_same(word, one) for word in related for one in (id, *names, *signals)),
            MEANT * any(alike(word, one) for word in related if len(tokens(word)) == 1 for one in in_names),
        )
    best = max(points.values(), default=0)
    return [id for id, earned in points.items() if earned == best] if best else []


def _points(most: int, share: float) -> float:
    """What a share of the words is worth: all of them `most`, fewer less than what means the same as a whole."""
    return most if share == 1 else share * most / (NAMED + 1)


def _weighed(words: Sequence[str], declared: Mapping[str, tuple[Sequence[str], Sequence[str]]]) -> dict[str, float]:
    """What each word says: the less, the more of the declared it is in, as “head of” is in the names of many roles."""
    spoken = [
        {word for text in (id, *names, *signals) for word in tokens(text)} for id, (names, signals) in declared.items()
    ]
    return {word: 1 / max(1, sum(any(alike(word, one) for one in texts) for texts in spoken)) for word in words}


def _share(words: Mapping[str, float], among: Iterable[str]) -> float:
    """The share of what `words` say that is among others, 0–1."""
    others = tuple(among)
    said = sum(weight for word, weight in words.items() if any(alike(word, other) for other in others))
    return said / sum(words.values()) if words else 0.0


def _signalled(words: Mapping[str, float], signal: Sequence[str]) -> float:
    """The share of what `words` say that is in a signal, less where it says more: “hiring” is half of “new hire”."""
    share = _share(words, signal)
    return share and share * sum(any(alike(word, one) for word in words) for one in signal) / len(signal)


def _same(one: str, other: str) -> bool:
    """Whether two names say the same, word by word, whatever their endings."""
    left, right = tokens(one.replace("-", " ")), tokens(other.replace("-", " "))
    return len(left) == len(right) and all(map(alike, left, right))


def groups_of(library: Library, sort: Sort) -> tuple[tuple[str, ...], ...]:
    """The groups of synonyms for a sort: ours, and those that the library adds to what it declares."""
    own = library.settings.synonyms.get(sort, {})
    return (*synonyms().get(sort, ()), *((id, *words) for id, words in own.items()))
