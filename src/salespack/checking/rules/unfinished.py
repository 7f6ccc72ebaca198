"""The rule about text that is not finished: what a new block says by itself, and what stands where text is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from salespack.checking.rules.views import BlockText
from salespack.checking.rules.visible import lines_of, place_in, shown
from salespack.language.locales import checking_words_for, one_of
from salespack.problems.problem import Problem
from salespack.scaffold.blocks import SENTENCES

SIGNS = re.compile(r"[\s*_>-]+")
OF_SCAFFOLDS = frozenset(SIGNS.sub(" ", sentence).strip().casefold() for sentence in SENTENCES)
HINT = "write what is to be read, or delete the line; until then the block is a draft: state: draft"


@lru_cache(maxsize=32)
def _missing(language: str) -> re.Pattern[str]:
    """What stands in a language where text is missing."""
    patterns = one_of(pattern for words in checking_words_for(language) for pattern in words.unfinished)
    return re.compile(rf"(?<!\w){patterns}(?!\w)")


def unfinished_text(text: BlockText) -> Iterator[Problem]:
    """Lines of an approved block that nobody has written yet; the seller's lines are somebody's own."""
    if text.block.state != "approved":
        return
    missing = _missing(text.language)
    for line in shown(text, notes=True):
        if hit := missing.search(line.prose):
            message = f"“{hit[0]}” stands where text is missing"
            yield Problem(code="SP348", message=message, hint=HINT, place=place_in(text, line, hit.start()))
    for line in lines_of(text.source, jinja=text.block.jinja):
        said = SIGNS.sub(" ", line.text).strip()
        if line.where != "code" and said.casefold() in OF_SCAFFOLDS:
            start = len(line.text) - len(line.text.lstrip(" -*+"))
            message = f"“{said}” is what a new block says until somebody writes over it"
            yield Problem(code="SP348", message=message, hint=HINT, place=place_in(text, line, start))
