"""The chapters of a deck in one line: a bar for each, that of the current one lit, names below. Pure geometry."""

from __future__ import annotations

from salespack.deck.model import Span, Tracker
from salespack.forms.arrangement import SLACK, Measuring, Part, Tone, Words
from salespack.graphics.boxes import Box

BAR = 2
"""How high a bar is, in thicknesses of a rule."""


def height_of(tracker: Tracker, size: int, line: int, measure: Measuring) -> int:
    """The height that it takes with names of a size."""
    names = [Words((Span(name),), size, bold=True) for name in tracker.names]
    return BAR * line + line + max(measure.taken((words,), measure.width((words,)) * 2).height for words in names)


def tracker(node: Tracker, box: Box, size: int, line: int, measure: Measuring) -> tuple[Part, ...]:
    """Its parts in a box of its height; all names where each has room under its bar, else the current one alone."""
    count, gap = len(node.names), 4 * line
    step = (box.cx + gap) / count
    lefts = [box.x + round(at * step) for at in range(count)]
    wide = round(step) - gap
    names = [
        (Words((Span(name),), size, "text" if at == node.current else "quiet", bold=at == node.current),)
        for at, name in enumerate(node.names)
    ]
    widths = [int(measure.width(words) * SLACK) for words in names]
    shown = range(count) if max(widths) <= wide else (node.current,)
    top = box.y + (BAR + 1) * line
    found = []
    for at, left in enumerate(lefts):
        bar = Box(left, box.y, wide, BAR * line)
        tone: Tone = "accent" if at == node.current else "rule"
        found.append(Part("Bar", bar, "rect", tone, group=0, decorative=True))
        if at in shown:
            room = max(wide, min(widths[at], box.cx))
            place = Box(min(left, box.x + box.cx - room), top, room, box.y + box.cy - top)
            found.append(Part("Tracker", place, words=names[at], group=0, decorative=True))
    return tuple(found)
