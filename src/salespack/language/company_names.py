"""Names of companies, for comparing: the same company is written with and without its legal form."""

from __future__ import annotations

import re
import unicodedata

from salespack.language.locales import legal_forms

WORD = re.compile(r"[^\W_]+(?:['’&.-][^\W_]+)*")


def name_words(name: str) -> tuple[str, ...]:
    """A name for comparing: its words without case, accents' forms and legal form."""
    words = tuple(WORD.findall(unicodedata.normalize("NFKC", name).casefold()))
    forms = legal_forms()
    while len(words) > 1 and words[-1].strip(".") in forms:
        words = words[:-1]
    return words[1:] if len(words) > 1 and words[0] in forms else words
