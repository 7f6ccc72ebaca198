"""Texts that end with a word alone on a line, set a little narrower so that it has company. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from salespack.deck.model import Span, text_of
from salespack.forms.arrangement import Measuring, Part, Words, text_width

NARROWER = (97, 94, 91, 88, 85, 82, 79, 76, 73, 70)
"""The shares of its width, in percent, in which a text is tried."""
SHORT = 3
"""A word that takes more than the width divided by this stands on a line of its own as well as beside others."""


def accompanied(parts: Sequence[Part], measure: Measuring) -> tuple[Part, ...]:
    """The parts, those whose text ends with a word alone as much narrower as that takes, where no line is added."""
    return tuple([_accompanied(one, measure) for one in parts])


def _accompanied(part: Part, measure: Measuring) -> Part:
    left, top, right, bottom = part.insets
    width = text_width(part)
    if all(measure.width((words,)) <= width for words in part.words) or not _any_alone(part.words, width, measure):
        return part
    high = measure.taken(part.words, width).height
    for share in NARROWER:
        less = width * share // 100
        taken = measure.taken(part.words, less)
        if taken.broken or taken.height > high:
            return part
        if not _any_alone(part.words, less, measure):
            before = (width - less) // 2 if part.words[0].align == "center" else 0
            return msgspec.structs.replace(part, insets=(left + before, top, right + width - less - before, bottom))
    return part


def _any_alone(paragraphs: Sequence[Words], width: int, measure: Measuring) -> bool:
    return any(_ends_alone(words, width, measure) for words in paragraphs)


def _ends_alone(words: Words, width: int, measure: Measuring) -> bool:
    """Whether a paragraph has a short word alone on its last line."""
    *first, last = text_of(words.spans).split() or [""]
    if not first or words.align == "right" or measure.width((words,)) <= width:
        return False
    if measure.width((_saying(last, words),)) * SHORT > width:
        return False
    whole, without = (measure.taken((one,), width).height for one in (words, _saying(" ".join(first), words)))
    return without < whole


def _saying(text: str, words: Words) -> Words:
    return msgspec.structs.replace(words, spans=(Span(text, bold=words.spans[-1].bold),))
