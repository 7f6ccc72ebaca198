"""Words on slides: how a word that people listed is found in a text, whatever its ending or script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

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


LONGEST_ENDING = 4
"""By how many letters a word may differ at its end: outage, outages; katko, katkoksia."""


GRADES = re.compile("nt|lt|rt|mp|nk|kk|pp|tt")
WEAK = {"nt": "nn", "lt": "ll", "rt": "rr", "mp": "mm", "nk": "ng", "kk": "k", "pp": "p", "tt": "t"}
"""How Finnish weakens a stem before an ending: hinta, hinnat; kauppa, kaupan."""


def alike(one: str, other: str) -> bool:
    """Whether two normalised words are the same but for their endings: cost, costs; price, pricing; hinta, hinnat."""
    return one == other or _begins_alike(one, other) or _begins_alike(_weakened(one), _weakened(other))


def _weakened(word: str) -> str:
    """The word with its last grade weak, and an ending -s as it is before other endings: kustannus, kustannukset."""
    for found in reversed(list(GRADES.finditer(word))):
        word = word[: found.start()] + WEAK[found[0]] + word[found.end() :]
        break
    return f"{word[:-1]}kse" if len(word) > SHORTEST_STEM and word.endswith(("us", "ys", "os", "ös")) else word


def _begins_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST_STEM or len(long) - len(short) > LONGEST_ENDING:
        return False
    return long.startswith(short) or (len(short) > SHORTEST_STEM and short[-1] in "ey" and long.startswith(short[:-1]))
