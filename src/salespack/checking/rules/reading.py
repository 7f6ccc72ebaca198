"""Rules about what documents to read take from a block: its prose, or its notes where it allows that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from salespack.checking.rules.views import BlockText
from salespack.checking.rules.visible import LONGEST_LINE, lines_of
from salespack.deck.model import text_of
from salespack.language.locales import checking_words_for, one_of
from salespack.problems.problem import Problem


@lru_cache(maxsize=32)
def _spoken_words(language: str) -> re.Pattern[str]:
    """What is said while a slide is seen, in a language."""
    patterns = one_of(pattern for words in checking_words_for(language) for pattern in words.spoken)
    return re.compile(rf"\b{patterns}\b", re.IGNORECASE)


def spoken_words(text: BlockText) -> Iterator[Problem]:
    """The first words of a talk in what is read on paper: they point at a slide, a room or whoever speaks.

    Its place is where the words stand in the body, in prose before notes.
    """
    spoken = _spoken_words(text.language)
    read = (text_of(one.spans)[:LONGEST_LINE] for slide in text.specimen for one in slide.prose)
    hit = next((hit for said in read if (hit := spoken.search(said))), None)
    if hit is None:
        return
    lines = [line for line in lines_of(text.source, jinja=text.block.jinja) if line.where not in ("seller", "code")]
    own = any(slide.prose != slide.notes for slide in text.specimen if slide.prose)
    places = (
        text.place_at(line.offset + at)
        for line in sorted(lines, key=lambda line: (line.where == "notes") is own)
        if (at := line.text.find(hit[0])) >= 0
    )
    yield Problem(
        code="SP371",
        message=f"“{hit[0]}” is said beside a slide, and stands in documents that are read",
        hint="say it for both, or write ::: prose with the words for readers",
        place=next(places, text.place(1)),
    )
