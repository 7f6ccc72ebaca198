"""Names of companies, for comparing: the same company is written with and without its legal form."""

from __future__ import annotations

import re
import unicodedata

from salespack.language.locales import legal_forms

WORD = re.compile(r"[^\W_]+(?:['’&.-][^\W_]+)*")


ALIKE = {"limited": "ltd", "incorporated": "inc", "corporation": "corp", "company": "co"}


def name_words(name: str) -> tuple[str, ...]:
    """A name for comparing: its words without case, accents' forms and legal form."""
    return _apart(name)[0]


def are_two_companies(one: str, other: str) -> bool:
    """Whether names that are alike but for their legal forms are those of two companies: Plain Oy, Plain Oyj.

    A name without a form, or with a part of the other's (Oy, Oy Ab; Ltd, Limited), may be that of the same.
    """
    forms, others = _apart(one)[1], _apart(other)[1]
    return not (forms <= others or others <= forms)


def _apart(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words of a name, and those of its legal form."""
    words = tuple(WORD.findall(unicodedata.normalize("NFKC", name).casefold()))
    forms, found = legal_forms(), list[str]()
    while len(words) > 1 and (form := words[-1].strip(".")) in forms:
        words = words[:-1]
        found.append(ALIKE.get(form, form))
    if len(words) > 1 and words[0] in forms:
        found.append(ALIKE.get(words[0], words[0]))
        words = words[1:]
    return words, frozenset(found)
