"""What the library itself calls things in two languages: values, packs, roles, states, titles of people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from salespack.library.library import Library
from salespack.library.locations import own_sources
from salespack.problems.problem import UserFault

MOST_WORDS = 5
"""Of a name that is a term; what is longer is a sentence."""


def glossary_of(library: Library, source: str, target: str) -> dict[str, str]:
    """Names in the source language, each with that in the target language, in the order of letters."""
    found = dict(_pairs(library, source, target))
    return dict(sorted(found.items(), key=lambda one: one[0].casefold()))


def terms_in(text: str, glossary: Mapping[str, str]) -> dict[str, str]:
    """The terms of a glossary that a text holds."""
    said = text.casefold()
    return {
        term: target
        for term, target in glossary.items()
        if re.search(rf"(?<!\w){re.escape(term.casefold())}(?!\w)", said)
    }


def _pairs(library: Library, source: str, target: str) -> Iterator[tuple[str, str]]:
    for one in own_sources(library):
        texts: dict[tuple[str | int, ...], dict[str, str]] = {}
        try:
            for path, text, _ in one.texts():
                if path and path[-1] in (source, target):
                    texts.setdefault(path[:-1], {})[str(path[-1])] = text.strip()
        except UserFault:
            continue  # told by whoever reads the library
        for both in texts.values():
            term, said = both.get(source, ""), both.get(target, "")
            if term and said and len(term.split()) <= MOST_WORDS and term[-1] not in ".?!" and term != said:
                yield term, said
