"""Words on slides: how a word that people listed is found in a text, whatever its ending or script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from salespack.language.finnish import form_of, inflected

UNSPACED = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]"
"""Scripts that are written without spaces between words, or with endings joined (kana, Han, Hangul, Thai)."""
SHORTEST_STEM = 4
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def is_unspaced(text: str) -> bool:
    """Whether any of it is in a script that is written without spaces between words."""
    return not text.isascii() and re.search(UNSPACED, text) is not None


def normalised(text: str) -> str:
    """`text` for comparing: one form of each character, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=4096)
def _pattern(word: str, whole: bool) -> tuple[str, re.Pattern[str]]:
    """The word's beginning, which is looked for first for speed, and the whole pattern."""
    plain = normalised(word)
    start = re.split(r"[\s-]", plain, maxsplit=1)[0]
    parts = r"[\s-]+".join(map(re.escape, plain.split()))
    if is_unspaced(plain):
        return start, re.compile(parts)
    end = r"(?!\w)" if whole or len(plain) < SHORTEST_STEM else ""
    return start, re.compile(rf"(?<!\w){parts}{end}")


def occurrences(word: str, text: str, *, whole: bool = False) -> int:
    """How often `word` is in the normalised `text`.

    Words of four letters and more also match with an ending (outage, outages; katko, katkoksia) unless `whole`.
    """
    start, pattern = _pattern(word, whole)
    return len(pattern.findall(text)) if start in text else 0


def first_found(words: Iterable[str], text: str, *, whole: bool = False) -> str:
    """The first of `words` that is in the normalised `text`, else an empty text."""
    return next((word for word in words if occurrences(word, text, whole=whole)), "")


def tokens(text: str) -> list[str]:
    """The words of a text, normalised; each character of a script without spaces is one."""
    found: list[str] = []
    for word in WORD.findall(normalised(text)):
        if is_unspaced(word):
            found += re.findall(rf"{UNSPACED}|[^\W_]", word) if len(word) > 1 else [word]
        else:
            found.append(word)
    return found


def runs(text: str, length: int, *, fewest: int, most: int) -> frozenset[str]:
    """The runs of `length` words in the first `most` words of a text; none where it has fewer than `fewest`."""
    said = tokens(text)[:most]
    if len(said) < fewest:
        return frozenset()
    return frozenset(" ".join(said[at : at + length]) for at in range(len(said) - length + 1))


# --- words in the language that they are in ---------------------------------------------------------------------------

SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fr": "french", "ga": "irish", "hu": "hungarian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "tr": "turkish",
}  # fmt: skip
"""Languages whose words are brought to their stems by Snowball's rules. Finnish is not: of 58 inflected and compound
forms its stems tell 29, our own rules 58 (`finnish.py`)."""
COMPOUNDING = frozenset(("da", "de", "nb", "nl", "nn", "no", "sv"))
"""Languages that write compounds as one word: Serverausfall."""
UMLAUTS = frozenset(("ar", "de"))
"""Languages whose words change at their beginning too: Arzt, Ärzte. In others the first two letters stay."""
LEAST_PART, LONGEST_WORD = 3, 80
"""Letters of the other part of a compound, and of a word; what is longer is none."""
LONGEST_ENDING = 4
"""By how many letters a word may differ behind what two words have in common: available is no form of availability."""
PART = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
BETWEEN = re.compile(r"[\s\u2010-\u2013-]+")


class Hit(NamedTuple):
    """A listed word that a text says: the word as it is listed, and from where to where it stands in the text."""

    word: str
    start: int
    end: int


def hits(words: Iterable[str], text: str, language: str) -> tuple[Hit, ...]:
    """Where a text in a language says the listed words, in whatever form; in the order of the text.

    Of words found in one place, the longest are taken: what speaks of a data transfer says nothing of transfers.
    """
    parts = _parts(text)
    places: dict[str, list[int]] = {}
    for at, (part, _, _) in enumerate(parts):
        places.setdefault(part, []).append(at)
    found: list[tuple[Hit, list[int]]] = []
    for word in dict.fromkeys(words):
        if is_unspaced(word):
            spans = (one.span() for one in re.finditer(re.escape(word), text, re.IGNORECASE))
            found += ((Hit(word, *span), list(range(*span))) for span in spans)
            continue
        listed = _listed(word)
        firsts = (part for part in places if listed and _said(part, listed[0], language, attribute=len(listed) > 1))
        for at in (at for part in firsts for at in places[part]):
            spoken = parts[at : at + len(listed)]
            if (
                len(spoken) == len(listed)
                and _in_a_row(text, spoken)
                and all(
                    _said(part, one, language, attribute=number < len(listed))
                    for number, ((part, _, _), one) in enumerate(zip(spoken[1:], listed[1:], strict=True), 2)
                )
            ):
                found.append((Hit(word, spoken[0][1], spoken[-1][2]), [start for _, start, _ in spoken]))
    return tuple(sorted(_longest(found), key=lambda hit: (hit.start, hit.word)))


def _in_a_row(text: str, spoken: Sequence[tuple[str, int, int]]) -> bool:
    """Whether nothing but spaces and hyphens is between words."""
    ends, starts = [end for _, _, end in spoken[:-1]], [start for _, start, _ in spoken[1:]]
    return all(BETWEEN.fullmatch(text, end, start) is not None for end, start in zip(ends, starts, strict=True))


def _longest(found: Sequence[tuple[Hit, list[int]]]) -> Iterator[Hit]:
    """The hits of which no longer one has a part; each with where its parts begin."""
    taken: dict[int, int] = {}
    for hit, starts in sorted(found, key=lambda one: -len(one[0].word)):
        if all(taken.get(start, 0) <= len(hit.word) for start in starts):
            taken.update(dict.fromkeys(starts, len(hit.word)))
            yield hit


def writes_compounds(language: str) -> bool:
    """Whether a language writes compounds as one word."""
    base = language.partition("-")[0]
    return base == "fi" or base in COMPOUNDING


def covers(word: str, other: str, language: str) -> bool:
    """Whether one listed word finds all that another does: trust and trusted. Compounds stay words of their own."""
    one, two = PART.findall(normalised(word)), PART.findall(normalised(other))
    if len(one) != 1 or len(two) != 1 or language.partition("-")[0] not in SNOWBALL:
        return one == two
    return _same_stem(one[0], two[0], language.partition("-")[0])


@lru_cache(maxsize=4096)
def _listed(word: str) -> tuple[str, ...]:
    """The words of what is listed, normalised."""
    return tuple(PART.findall(normalised(word)))


@lru_cache(maxsize=64)
def _parts(text: str) -> tuple[tuple[str, int, int], ...]:
    """The words of a text, those between hyphens each, normalised, with where they stand."""
    return tuple((normalised(one[0]), one.start(), one.end()) for one in PART.finditer(text))


def _said(part: str, word: str, language: str, *, attribute: bool = False) -> bool:
    """Whether a word of a text is a listed word in some form, or a compound with it. Both normalised."""
    if part == word:
        return True
    if len(part) > LONGEST_WORD:
        return False
    base = language.partition("-")[0]
    if base == "fi":
        return inflected(part, word, attribute=True) if attribute else form_of(part, word)
    if base in SNOWBALL:
        return _same_stem(part, word, base) or (
            base in COMPOUNDING and not attribute and len(word) > SHORTEST_STEM and _in_compound(part, word, base)
        )
    return len(word) >= SHORTEST_STEM and part.startswith(word)


def _same_stem(one: str, other: str, base: str) -> bool:
    if one[:2] != other[:2] and base not in UMLAUTS:
        return False
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    return max(len(one), len(other)) - at <= LONGEST_ENDING and stem(one, base) == stem(other, base)


def _in_compound(part: str, word: str, base: str) -> bool:
    """Whether a compound begins or ends with a word, in whatever form at its end."""
    if part.startswith(word) or (len(part) - len(word) >= LEAST_PART and part.endswith(word)):
        return True
    return len(part) - len(word) >= LEAST_PART and stem(part, base).endswith(stem(word, base))


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """A normalised word without its endings, by Snowball; as it is in languages that Snowball does not know."""
    stemmer = _stemmer(language.partition("-")[0])
    return word if stemmer is None else str(stemmer.stemWord(word.replace("’", "'")))


@lru_cache(maxsize=64)
def _stemmer(base: str) -> Any:
    if base not in SNOWBALL:
        return None
    import snowballstemmer

    return snowballstemmer.stemmer(SNOWBALL[base])


def alike(one: str, other: str, languages: Iterable[str] = ("en", "fi", "de", "sv")) -> bool:
    """Whether one of two normalised words is a form of the other in any of some languages, else in those that we have
    synonyms of: cost, costs; price, pricing; hinta, hinnoista."""
    if one == other:
        return True
    bases = dict.fromkeys(language.partition("-")[0] for language in languages)
    return any(
        inflected(one, other) or inflected(other, one)
        if base == "fi"
        else _same_stem(one, other, base)
        if base in SNOWBALL
        else _said(one, other, base) or _said(other, one, base)
        for base in bases
        if base in UMLAUTS or one[:2] == other[:2]
    )


def says(word: str, text: str, languages: Iterable[str]) -> bool:
    """Whether a text in any of some languages has what was typed, in whatever form either is. Both normalised."""
    languages = tuple(languages)
    typed = PART.findall(word)
    if len(typed) != 1 or is_unspaced(word) or not UMLAUTS.isdisjoint(languages):
        return any(hits((word,), text, language) for language in languages)
    return any(
        alike(typed[0], part, languages) or any(_said(part, typed[0], language) for language in languages)
        for part in _with(text, typed[0][:2])
    )


def _with(text: str, letters: str) -> frozenset[str]:
    """The words of a text that have some letters in a row: few, found without looking at the others."""
    found = set()
    at = text.find(letters)
    while at >= 0:
        start, end = at, at + len(letters)
        while start and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        found.add(text[start:end])
        at = text.find(letters, end)
    return frozenset(found)
