"""Texts taken apart into sentences, in any language."""

from __future__ import annotations

import re
from functools import lru_cache

from salespack.language.locales import case_words, one_of

END = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=[\"“‘(]?[^\W_a-zß-ÿ])|(?<=[。！？])")
LONGEST_ABBREVIATION = 12


@lru_cache(maxsize=1)
def _abbreviation() -> re.Pattern[str]:
    """The end of a text that is an abbreviation with its dot, in any language."""
    words = one_of(("[A-Z]", *(re.escape(word) for known in case_words() for word in known.abbreviations)))
    return re.compile(rf"\b{words}\.$")


def sentences(text: str) -> list[str]:
    """The sentences of a text, whole and in order; an abbreviation's dot ends none."""
    found: list[str] = []
    at = 0
    for match in END.finditer(text):
        end = match.start() + len(match[0].rstrip())
        if match[0] and _abbreviation().search(text, max(at, end - LONGEST_ABBREVIATION), end):
            continue
        if sentence := text[at:end].strip():
            found.append(sentence)
        at = match.end()
    if rest := text[at:].strip():
        found.append(rest)
    return found
