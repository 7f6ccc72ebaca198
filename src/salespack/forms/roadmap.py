"""Lanes over one axis: bars with their texts on them or below them, or what each lane holds in words. Pure geometry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from salespack.deck.model import Lane, Moment, Roadmap, Span, Spans
from salespack.forms.arrangement import SLACK, Draft, Measuring, Part, Words
from salespack.forms.grid import grid
from salespack.forms.ladder import Sizes
from salespack.forms.rows import stacked
from salespack.graphics.boxes import Box, common
from salespack.graphics.lengths import CENTIPOINT

ON_BARS, BELOW, WORDS = "bars", "thin-bars", "words"
NAME_COLUMNS = 3
"""Of twelve, for the names of the lanes."""
MOST_STRETCHED = 1.6
MOST_ON_A_BAR = 5.5
"""How high the text on a bar is at most, in sizes of its letters."""
WIDEST = 0.3
"""How wide a text below a bar is at most, as a share of the axis."""
BAR = 0.6
"""How high a bar is that has its text below it, in sizes of that."""
THINNED = (1, 2, 3, 4, 6, 12)
"""Each of how many marks has a name, where not all have room."""


def variants(node: Roadmap) -> Sequence[str]:
    """With the texts on their bars; below them where those are too short; at last without an axis."""
    return ON_BARS, BELOW, WORDS


def draft(node: Roadmap, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """The lanes in one of the ways."""
    columns, pad, gap = grid(room), sizes.space, sizes.space * 2 // 3
    left, wide = columns.span(0, NAME_COLUMNS)
    x, width = columns.span(NAME_COLUMNS, 12 - NAME_COLUMNS)
    names = [(Words(lane.name, sizes.body, "text", bold=True),) for lane in node.lanes]
    called = [measure.taken(words, wide - pad) for words in names]
    axis = _Axis(node, x, width)
    laid = [_laid(lane, axis, variant, sizes, measure) for lane in node.lanes]
    if any(one.broken for one in called):
        return None
    found = [one for one in laid if one is not None]
    if len(found) < len(laid):
        return None
    head = _head(node, axis, sizes, measure) if variant != WORDS else None
    top = head.height + gap if head else 0
    needed = [max(name.height + pad, one.height) for name, one in zip(called, found, strict=True)]
    least = top + sum(needed) + gap * (len(needed) - 1)

    def parts(box: Box) -> list[Part]:
        made = head.parts(box.y) if head else []
        lines = stacked(Box(box.x, box.y + top, box.cx, box.cy - top), needed, gap)
        for at, (line, words, lane) in enumerate(zip(lines, names, found, strict=True)):
            made.append(Part("Lane", Box(left, line.y, wide - pad, line.cy), words=words, anchor="ctr", group=at))
            ground = Box(x, line.y, width, line.cy)
            inside = lane.parts(ground)
            made.append(inside[0] if variant == WORDS else Part("Ground", ground, "rect", "panel", decorative=True))
            if head and node.today is not None:
                bar = Box(axis.at(node.today.day) - sizes.line, line.y, 2 * sizes.line, line.cy)
                if not any(one.words and one.fill is None and common(one.box, bar) for one in inside):
                    made.append(Part("Today", bar, "rect", "dark", decorative=True))
            made += inside[1:] if variant == WORDS else inside
            made = [one if one.group is not None else msgspec.structs.replace(one, group=at) for one in made]
        return made

    return Draft(least, int(least * MOST_STRETCHED), parts, last_resort=variant == WORDS)


class _Axis(NamedTuple):
    """An axis: whose it is, its left end and its width."""

    node: Roadmap
    x: int
    cx: int

    def at(self, day: int) -> int:
        """Where a day begins."""
        return self.x + (day - self.node.begin) * self.cx // (self.node.end - self.node.begin)


class _Laid(NamedTuple):
    """What a lane needs, and its parts on its ground."""

    height: int
    parts: Callable[[Box], list[Part]]


def _laid(lane: Lane, axis: _Axis, variant: str, sizes: Sizes, measure: Measuring) -> _Laid | None:
    if variant == WORDS:
        return _in_words(lane, axis, sizes, measure)
    return (_on_bars if variant == ON_BARS else _below)(lane, axis, sizes, measure)


def _in_words(lane: Lane, axis: _Axis, sizes: Sizes, measure: Measuring) -> _Laid | None:
    pad = sizes.space
    words = tuple(
        Words(_dated(one), sizes.body, "on-panel", before=sizes.space // 3, strong="accent-on-panel")
        for one in _in_time(lane)
    )
    taken = measure.taken(words, axis.cx - 2 * pad)
    if taken.broken:
        return None

    def parts(ground: Box) -> list[Part]:
        return [Part("Text", ground, "rect", "panel", words, "ctr", (pad, 0, pad, 0))]

    return _Laid(taken.height + 2 * pad, parts)


def _dated(moment: Moment) -> Spans:
    """When, in bold, and what."""
    return (*(msgspec.structs.replace(one, bold=True) for one in moment.when), Span("\u00a0 "), *moment.what)


class _Bar(NamedTuple):
    """A bar with its text: the row that it is in, its ends, where its text begins and how wide that is."""

    row: int
    left: int
    right: int
    text: int
    wide: int
    words: tuple[Words, ...]


def _on_bars(lane: Lane, axis: _Axis, sizes: Sizes, measure: Measuring) -> _Laid | None:
    """Bars in as few rows as they do not overlap in, each with its text on it."""
    pad, inset, between = sizes.space // 2, sizes.space // 2, sizes.line * 2
    bars: list[_Bar] = []
    ends: list[int] = []
    high = 0
    for one in _in_time(lane):
        left, right = axis.at(one.begin or 0), axis.at(one.end or 0)
        words = (Words(one.when, sizes.label, "on-solid"), Words(one.what, sizes.body, "on-solid", bold=True))
        wide = right - left - between - 2 * inset
        taken = measure.taken(words, wide)
        if wide <= 0 or taken.broken or taken.height > MOST_ON_A_BAR * sizes.body * CENTIPOINT:
            return None
        high = max(high, taken.height + 2 * inset)
        bars.append(_Bar(_free_row(ends, left, right), left, right - between, left + inset, wide, words))

    def parts(ground: Box) -> list[Part]:
        inner = Box(ground.x, ground.y + pad, ground.cx, ground.cy - 2 * pad)
        lines = stacked(inner, [high] * len(ends), pad)
        return [
            Part(
                "Bar", Box(one.left, lines[one.row].y, one.right - one.left, lines[one.row].cy), "rect", "solid",
                one.words, "ctr", (inset, 0, inset, 0),
            )
            for one in bars
        ]  # fmt: skip

    return _Laid(len(ends) * (high + pad) + pad, parts)


def _below(lane: Lane, axis: _Axis, sizes: Sizes, measure: Measuring) -> _Laid | None:
    """Thin bars in as few rows as neither they nor their texts overlap in."""
    pad, bar = sizes.space // 2, int(sizes.body * CENTIPOINT * BAR)
    inset, between, end = sizes.space // 2, sizes.line * 2, axis.x + axis.cx
    bars: list[_Bar] = []
    ends: list[int] = []
    high = 0
    for one in _in_time(lane):
        words = (Words(one.when, sizes.label, "on-panel"), Words(one.what, sizes.body, "on-panel", bold=True))
        wide = min(int(measure.width(words) * SLACK), int(axis.cx * WIDEST))
        left = min(axis.at(one.begin or 0), end - bar)
        right = max(axis.at(one.end or 0), left + bar)
        text = max(min(left + inset, end - wide - inset), axis.x + inset)
        taken = measure.taken(words, wide)
        if taken.broken:
            return None
        high = max(high, taken.height)
        row = _free_row(ends, min(left, text - inset), max(right, text + wide + inset))
        bars.append(_Bar(row, left, right - between, text, wide, words))
    each = bar + pad + high

    def parts(ground: Box) -> list[Part]:
        found = []
        inner = Box(ground.x, ground.y + pad, ground.cx, ground.cy - 2 * pad)
        lines = stacked(inner, [each] * len(ends), pad)
        for one in bars:
            top = lines[one.row].y + (lines[one.row].cy - each) // 2
            place = Box(one.left, top, one.right - one.left, bar)
            found.append(Part("Bar", place, "rect", "solid", decorative=True))
            found.append(Part("Text", Box(one.text, top + bar + pad, one.wide, high), words=one.words))
        return found

    return _Laid(len(ends) * (each + pad) + pad, parts)


def _free_row(ends: list[int], left: int, right: int) -> int:
    """The first row whose end is free from `left` on, a new one where none is; it ends at `right` then."""
    row = next((at for at, end in enumerate(ends) if end <= left), len(ends))
    ends[row:] = [right, *ends[row + 1 :]]
    return row


def _in_time(lane: Lane) -> list[Moment]:
    return sorted(lane.items, key=lambda one: one.begin or 0)


class _Head(NamedTuple):
    """What stands over the lanes: its height, and its parts from a height on."""

    height: int
    parts: Callable[[int], list[Part]]


def _head(node: Roadmap, axis: _Axis, sizes: Sizes, measure: Measuring) -> _Head:
    """The names of the marks that have room, today above them, and the axis below."""
    gap, rule = sizes.space // 2, sizes.line * 2
    texts = [(Words((Span(one.text),), sizes.label, "quiet"),) for one in node.marks]
    places = [axis.at(one.day) for one in node.marks]
    ends = [*places[1:], axis.x + axis.cx]
    widths = [int(measure.width(words) * SLACK) + gap for words in texts]

    def fit(every: int) -> bool:
        chosen = range(0, len(places), every)
        return all(places[at] + widths[at] <= ends[min(at + every, len(places)) - 1] for at in chosen)

    every = next((one for one in THINNED if fit(one)), len(places))
    shown = [at for at in range(0, len(places), every) if places[at] + widths[at] <= axis.x + axis.cx]
    line = max((measure.taken(texts[at], widths[at]).height for at in shown), default=0)
    today = (Words((Span(node.today.text),), sizes.label, "text", bold=True),) if node.today else ()
    wide = int(measure.width(today) * SLACK) if today else 0
    above = measure.taken(today, wide).height if today else 0

    def parts(top: int) -> list[Part]:
        base = top + above + line
        found = [Part("Axis", Box(axis.x, base, axis.cx, rule), "rect", "rule", group=-1, alt=node.alt)]
        for at in shown:
            place = Box(places[at], top + above, widths[at], line)
            found.append(Part("Mark", place, words=texts[at], anchor="b", group=-1, decorative=True))
        if node.today is not None:
            middle = axis.at(node.today.day)
            left = max(min(middle - wide // 2, axis.x + axis.cx - wide), axis.x)
            found.append(Part("Today", Box(left, top, wide, above), words=today, group=-1))
        return found

    return _Head(above + line + rule, parts)
