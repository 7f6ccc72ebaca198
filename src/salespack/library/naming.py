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
from salespack.language.word_matching import alike, hits, normalised, tokens, writes_compounds
from salespack.library.library import Library
from salespack.problems.problem import UsageFault
from salespack.problems.suggestions import LISTED, did_you_mean

Sort = Literal["value", "role", "industry", "stage"]
NAMED, SIGNALLED, MEANT = 3, 2, 1
"""How much a word says that stands in a name, among the signals, or only in a group of synonyms."""
LEAST_SAID = 0.5
"""The share of what is said that a name or a signal must have to be meant; with less it is only asked about."""
SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "without",
        "than",
        "as",
        "our",
        "your",
        "their",
        "its",
        "is",
        "are",
        "be",
        "we",
        "you",
        "less",
        "more",
        "fewer",
        "lower",
        "higher",
        "better",
        "ja",
        "tai",
        "sekä",
        "on",
        "ole",
        "ei",
        "vähemmän",
        "enemmän",
        "parempi",
        "pienempi",
        "meidän",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einen",
        "einem",
        "einer",
        "und",
        "oder",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "mit",
        "ohne",
        "für",
        "auf",
        "im",
        "am",
        "um",
        "bei",
        "weniger",
        "mehr",
        "bessere",
        "besser",
        "en",
        "ett",
        "och",
        "eller",
        "av",
        "till",
        "i",
        "på",
        "för",
        "med",
        "utan",
        "att",
        "som",
        "färre",
        "mindre",
        "mer",
        "bättre",
    ]
)
"""Words that say nothing of what is meant, alone or beside others: of English, Finnish, German and Swedish."""


def resolve(library: Library, text: str, sort: Sort) -> str:
    """The declared name that `text` means. Raises UsageFault where there is none, or more than one."""
    declared = declared_of(library, sort)
    wanted = normalised(text)
    if not wanted:
        raise UsageFault.of(CODES[sort], f"no {sort} is named", did_you_mean("", declared, LISTED))
    exact = [name for name, spoken in declared.items() if wanted in {normalised(one) for one in (name, *spoken[0])}]
    if len(exact) == 1:
        return exact[0]
    found, share = (exact, 1.0) if exact else meant(wanted, declared, groups_of(library, sort))
    if not found:
        found, share = _said_in(wanted, declared, library.settings.languages), 1.0
    if len(found) == 1 and share >= LEAST_SAID:
        return found[0]
    if found and share < LEAST_SAID:
        quoted = " or ".join(f"“{one}”" for one in found)
        raise UsageFault.of(CODES[sort], f"the {sort} “{text}” is not declared", f"did you mean {quoted}?")
    if found:
        message = f"the {sort} “{text}” may mean {' or '.join(found)}"
        raise UsageFault.of(CODES[sort], message, "name one of them")
    message = f"the {sort} “{text}” is not declared"
    raise UsageFault.of(CODES[sort], message, did_you_mean(text, declared, LISTED))


def _said_in(
    text: str, declared: Mapping[str, tuple[Sequence[str], Sequence[str]]], languages: Iterable[str]
) -> list[str]:
    """Those of which a text says a name or a signal as notes would, in a compound too: vuosibudjetti."""
    compounding = [one for one in languages if writes_compounds(one)]
    return [
        id
        for id, (names, signals) in declared.items()
        if any(hits((*names, *signals), text, language) for language in compounding)
    ]


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
) -> tuple[list[str], float]:
    """Those of the declared that `wanted` most likely means, several where it cannot be told; and the share of what is
    said that speaks for them, 0–1. Small words speak for nothing."""
    spoken = [word for word in tokens(wanted) if word not in SMALL_WORDS]
    words = _weighed(spoken, declared)
    wholes = (wanted, " ".join(spoken))
    related = {
        word for group in groups if any(_same(whole, one) for whole in wholes for one in group) for word in group
    }
    points, shares = {}, {}
    for id, (names, signals) in declared.items():
        in_names = {word for name in (id, *names) for word in tokens(name)}
        named = _share(words, in_names)
        signalled = max((_signalled(words, tokens(signal)) for signal in signals), default=0.0)
        same = any(_same(word, one) for word in related for one in (id, *names, *signals)) or any(
            alike(word, one) for word in related if len(tokens(word)) == 1 for one in in_names
        )
        points[id] = max(_points(NAMED, named), _points(SIGNALLED, signalled), MEANT * same)
        in_signals = {word for signal in signals for word in tokens(signal)}
        shares[id] = 1.0 if same else max(named, _share(words, in_signals))
    best = max(points.values(), default=0)
    found = [id for id, earned in points.items() if earned == best] if best else []
    return found, max((shares[id] for id in found), default=0.0)


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
