"""Which language a deck is in. Its words count first, for the language that text is marked with is often the author's.

Measured on real decks: English slides marked de-DE by a German PowerPoint, Japanese ones marked en-CA.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from salespack.language.locales import IMPORTING, base_of, find_language, importing_words, languages, one_of
from salespack.language.word_matching import WORD, normalised
from salespack.powerpoint.designed.outline import Slide

LONGER_WORD = 5
MOST_OF_ONE = 10
"""One word counts no more often than this: it may be the label of a table."""
FEWEST_SIGNS, CLEARLY = 5, 1.5
"""So many common words and endings of a language tell it, if they are so many times those of the next one."""
ENOUGH_TEXT = 500_000
EXAMPLES = 3
LAST_LATIN = "\u0250"
"""Letters before this one are Latin, but for those of Vietnamese."""


LITTLE = 0.05
"""Of real decks 7–36 % of the words are signs of their language, of those in a language that we do not know 0–3 %."""
FEWEST_WORDS = 40
"""Of fewer words a share says nothing."""
MIXED_LETTERS, MIXED_SIGNS = 0.4, 0.1
"""A deck in a script of its own is in two languages where so many letters are Latin, and so many of its words are
signs of a language written in them: names of products and terms alone are no second language."""


class Guess(msgspec.Struct, frozen=True):
    """A language code and why; the code is empty when nothing tells it. `doubt` says why it may be another."""

    code: str
    why: str
    doubt: str = ""


def language_name(code: str) -> str:
    """The language in English: German."""
    return find_language(code).name


def language_of(slides: Iterable[Slide]) -> Guess:
    """The language of most of the text: by its script, by its common words, else by what the text is marked with."""
    slides = tuple(slides)
    text = normalised("\n".join(slide.said for slide in slides)[:ENOUGH_TEXT])
    found = _by_script(text) or _by_words(text, FEWEST_SIGNS)
    return _doubted(found, text) if found else _by_marks(slides) or _by_words(text, 1) or Guess("", "")


def language_in(text: str) -> Guess:
    """The language of a text: by its script, else by its common words."""
    text = normalised(text[:ENOUGH_TEXT])
    return _by_script(text) or _by_words(text, FEWEST_SIGNS) or _by_words(text, 1) or Guess("", "")


def _doubted(guess: Guess, text: str) -> Guess:
    """A guess with what speaks against it: few of the words are its signs, or many those of another language."""
    counted, by_words = _capped(text), _by_words(text, FEWEST_SIGNS)
    words = sum(count for word, count in counted.items() if not any(map(str.isdigit, word)))
    if by_words is None or words < FEWEST_WORDS:
        return guess
    share = int(by_words.why.partition(" ")[0]) / words
    if by_words.code == guess.code:
        few = f"few of its words are {language_name(guess.code)}: {guess.why}"
        return msgspec.structs.replace(guess, doubt=few) if share < LITTLE else guess
    letters = [character for character in text if character.isalpha()]
    latin = sum(character < LAST_LATIN for character in letters) / len(letters)
    if latin < MIXED_LETTERS or share < MIXED_SIGNS or " such as " not in by_words.why:
        return guess
    both = f"it is in {language_name(guess.code)} ({guess.why}) and in {language_name(by_words.code)} ({by_words.why})"
    return msgspec.structs.replace(guess, doubt=both)


def _capped(text: str) -> dict[str, int]:
    """How often each word stands in a text, but no word more often than counts."""
    return {word: min(count, MOST_OF_ONE) for word, count in Counter(WORD.findall(text)).items()}


def _by_script(text: str) -> Guess | None:
    letters = sum(1 for character in text if character.isalpha())
    for code, least, script in _scripts():
        share = len(script.findall(text)) / letters if letters else 0
        if share > least:
            return Guess(code, f"{share:.0%} of the letters are {language_name(code)}")
    return None


@lru_cache(maxsize=1)
def _scripts() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    """Scripts that tell the language, the more telling first: Japanese text holds Han characters too."""
    known = [(code, find_language(code).script) for code in languages()]
    found = [(code, one.share, re.compile(f"[{one.letters}]")) for code, one in known if one is not None]
    return tuple(sorted(found, key=lambda one: (one[1], one[0])))


class _Signs(msgspec.Struct, frozen=True):
    """The common words of a language, how its longer words end, and whether another has most of those words too."""

    words: frozenset[str]
    ending: re.Pattern[str]
    alike: bool


@lru_cache(maxsize=1)
def _signs() -> Mapping[str, _Signs]:
    """Signs of the languages that have common words."""
    known = {code: importing_words(code) for code in languages(IMPORTING)}
    return {
        code: _Signs(frozenset(one.common.split()), re.compile(f"{one_of(one.endings)}$"), bool(one.close_to))
        for code, one in known.items()
        if one.common
    }


def _by_words(text: str, fewest: int) -> Guess | None:
    counted = _capped(text)
    longer = {word: count for word, count in counted.items() if len(word) >= LONGER_WORD}
    signs: Counter[str] = Counter()
    for code, one in _signs().items():
        signs[code] = sum(counted.get(word, 0) for word in one.words)
        signs[code] += sum(count for word, count in longer.items() if one.ending.search(word))
    (code, most), (_, next_most) = signs.most_common(2)
    if most < fewest or (most < CLEARLY * next_most and not _signs()[code].alike):
        return None
    common = sorted(_signs()[code].words & counted.keys(), key=lambda word: (-counted[word], word))
    examples = f" such as {', '.join(common[:EXAMPLES])}" if common else ""
    return Guess(code, f"{most} {language_name(code)} words and endings{examples}")


def _by_marks(slides: Iterable[Slide]) -> Guess | None:
    marked: Counter[str] = Counter()
    for slide in slides:
        for tag, count in slide.marked.items():
            code = base_of(tag.replace("_", "-")).lower()
            marked[find_language(code).same_as or code] += count
    if not marked:
        return None
    code, count = marked.most_common(1)[0]
    return Guess(code, f"{count / marked.total():.0%} of the text is marked as {language_name(code)}")


def declared_as(code: str, declared: Sequence[str]) -> str | None:
    """The declared language that `code` is: itself, or the one of another region (pt is pt-BR)."""
    base = base_of(code)
    return code if code in declared else next((one for one in declared if base_of(one) == base), None)
