"""What a meeting is about: numbered rows over the full height, minutes at the right, one row lit. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence

from salespack.deck.model import Agenda, Span
from salespack.forms.arrangement import SLACK, Draft, Measuring, Part, Tone, Words
from salespack.forms.ladder import Sizes
from salespack.forms.rows import stacked
from salespack.graphics.boxes import Box

MOST_STRETCHED = 2.2


def variants(node: Agenda) -> Sequence[str]:
    """One."""
    return ("rows",)


def draft(node: Agenda, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """A row a topic; the row that comes next is filled, and the others are quiet."""
    pad, gap = sizes.space, sizes.space // 2
    looks = [_look(node, at) for at in range(len(node.items))]
    numbers = [
        (Words((Span(str(node.start + at)),), sizes.lead, look[1], bold=True, align="center"),)
        for at, look in enumerate(looks)
    ]
    lit = [node.current == node.start - 1 + at for at in range(len(node.items))]
    texts = [
        (Words(item.text, sizes.lead, look[2], bold=chosen),)
        for item, look, chosen in zip(node.items, looks, lit, strict=True)
    ]
    times = [
        (Words(item.minutes, sizes.body, look[2], align="right"),) if item.minutes else ()
        for item, look in zip(node.items, looks, strict=True)
    ]
    field = max(int(measure.width(words) * SLACK) for words in numbers) + 3 * pad
    right = max((int(measure.width(words) * SLACK) for words in times if words), default=0)
    width = room.cx - field - pad - (right + pad if right else 0) - pad
    taken = [measure.taken(words, width) for words in texts]
    if width <= 0 or any(one.broken for one in taken):
        return None
    needed = [one.height + 2 * pad for one in taken]
    least = sum(needed) + gap * (len(needed) - 1)

    def parts(box: Box) -> list[Part]:
        found = []
        for at, row in enumerate(stacked(box, needed, gap)):
            fill = looks[at][0]
            square = Box(row.x, row.y, field, row.cy)
            ground = Box(row.x + field, row.y, row.cx - field, row.cy)
            insets = (pad, 0, ground.cx - pad - width, 0)
            number = "solid" if node.current is None else fill
            found.append(Part("Number", square, "rect", number, numbers[at], "ctr", group=at, decorative=True))
            found.append(Part("Topic", ground, "rect", fill, texts[at], "ctr", insets, group=at))
            if times[at]:
                place = Box(row.x + row.cx - pad - right, row.y, right, row.cy)
                found.append(Part("Minutes", place, words=times[at], anchor="ctr", group=at))
        return found

    return Draft(least, int(least * MOST_STRETCHED), parts)


def _look(node: Agenda, at: int) -> tuple[Tone, Tone, Tone]:
    """The ground of a row, and the inks of its number and its text."""
    if node.current is None:
        return "panel", "on-solid", "on-panel"
    if node.current == node.start - 1 + at:
        return "solid", "on-solid", "on-solid"
    return "panel", "on-panel", "on-panel"
