"""What differs between two decks, as lines, as Markdown for a pull request, and as one page with pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

import msgspec

from salespack.revisions.deck_diff import DeckDiff, SlideDiff
from salespack.revisions.edit import Edit, EditKind, counted
from salespack.revisions.side_by_side import Heading, Pair, Told, side_by_side
from salespack.revisions.slide_images import SMALL, WIDTH, SlideImage, SlideImages
from salespack.revisions.word_changes import Piece, literal, markdown, shortened
from salespack.system.progress import Progress, no_progress

TOGETHER: frozenset[EditKind] = frozenset(
    ("moved", "resized", "restyled", "inserted", "deleted", "brought forward or back")
)
"""What is told once of several shapes of which the same is told."""
FEWEST = 3
MOST_LINES, MOST_CHANGES = 40, 24
"""Lines that are told of a slide, and changes of a shape; programs get all."""
LONG = 800
"""Letters of a text before and after, from which on what is the same in it is cut."""
MANY = 80
"""Pictures on a page from which on they are smaller."""
OFTEN = 3
"""Slides from which on what is the same on them is told once."""


class Repeated(NamedTuple):
    """An edit that is the same on several slides: what is told of it, on the slides of these numbers."""

    edit: Edit
    slides: tuple[int, ...]

    @property
    def where(self) -> str:
        """On which slides."""
        return f"slides {numbers_said(self.slides)}"


class Listed(NamedTuple):
    """What is listed: edits that are the same on many slides, and the slides with all others."""

    repeated: tuple[Repeated, ...]
    slides: tuple[SlideDiff, ...]


def listed(every: Sequence[SlideDiff], *, shown: bool = False) -> Listed:
    """Differences as people read them: a footer that is another one on each slide is told once; where slides are
    `shown`, on the first of them too."""
    found: dict[tuple[object, ...], list[tuple[int, Edit]]] = {}
    for slide in every:
        for edit in slide.edits:
            found.setdefault(_key(edit), []).append((slide.after, edit))
    often = {key: rows for key, rows in found.items() if len({number for number, _ in rows}) >= OFTEN}
    slides = []
    for one in every:
        edits = tuple(
            edit for edit in one.edits if (rows := often.get(_key(edit))) is None or (shown and rows[0][0] == one.after)
        )
        if edits or not one.edits or one.moved:
            slides.append(msgspec.structs.replace(one, edits=edits))
    repeated = [
        Repeated(msgspec.structs.replace(rows[0][1], shape=_unnumbered(rows[0][1].shape)),
                 tuple(dict.fromkeys(number for number, _ in rows)))
        for rows in often.values()
    ]  # fmt: skip
    return Listed(tuple(repeated), tuple(slides))


def _key(edit: Edit) -> tuple[object, ...]:
    return edit.kind, _unnumbered(edit.shape), edit.detail, edit.changes


def _unnumbered(shape: str) -> str:
    """The name of a shape without the number that programs give it."""
    return shape.rstrip("0123456789 ") or shape


def numbers_said(numbers: Sequence[int]) -> str:
    """Numbers in a few letters: 1–3, 7."""
    rows: list[list[int]] = []
    for number in numbers:
        if rows and rows[-1][-1] == number - 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    return ", ".join(f"{row[0]}–{row[-1]}" if len(row) > 1 else str(row[0]) for row in rows)


def as_text(diff: DeckDiff) -> Iterator[str]:
    """The differences as lines."""
    found = listed(diff.slides)
    yield from (one.said for one in diff.deck)
    yield from (f"{one.where}: {one.edit.said}" for one in found.repeated)
    for one in found.slides:
        yield f"{one.where}{f' “{one.title}”' if one.title else ''}"
        yield from (f"    {line}" for line in _lines(one.edits))


def _lines(edits: Sequence[Edit]) -> Iterator[str]:
    """Edits, those of several shapes of which the same is told in one line."""
    rows = list(_together(edits))
    for edit, shapes in rows[:MOST_LINES]:
        yield edit.said if not shapes else f"{len(shapes)} shapes {edit.kind} ({_named(edit, shapes)})"
    yield from _more(rows)


def _more(rows: Sequence[object]) -> Iterator[str]:
    """How many lines of a slide are left out, where it has too many for a reader."""
    if (more := len(rows) - MOST_LINES) > 0:
        yield f"and {more:,} more, which --json lists"


def _named(edit: Edit, shapes: Sequence[str]) -> str:
    more = f" and {len(shapes) - MOST_LINES:,} more" if len(shapes) > MOST_LINES else ""
    return ": ".join(filter(None, (edit.detail, ", ".join(shapes[:MOST_LINES]) + more)))


def _together(edits: Sequence[Edit]) -> Iterator[tuple[Edit, tuple[str, ...]]]:
    """Edits, each with the names of all shapes of which the same is told; none where it is told of one alone."""
    alike: dict[tuple[str, str], list[Edit]] = {}
    for one in edits:
        if one.kind in TOGETHER and not one.changes:
            alike.setdefault((one.kind, one.detail), []).append(one)
    done: set[tuple[str, str]] = set()
    for one in edits:
        key = (one.kind, one.detail)
        found = alike.get(key, []) if one.kind in TOGETHER and not one.changes else []
        if len(found) < FEWEST:
            yield one, ()
        elif key not in done:
            done.add(key)
            yield one, tuple(other.shape for other in found)


def as_markdown(diff: DeckDiff) -> Iterator[str]:
    """The differences as a list for a pull request; what decks say is never markup in it."""
    yield f"### {literal(diff.before)} → {literal(diff.after)}"
    yield ""
    if diff.is_same:
        yield "No differences."
    yield from (f"- {literal(one.said)}" for one in diff.deck)
    yield from differences(diff.slides)


def differences(slides: Sequence[SlideDiff]) -> Iterator[str]:
    """Slides that differ as a list in Markdown."""
    found = listed(slides)
    yield from (f"- **{one.where}**: {markdown(pieces_of(one.edit))}" for one in found.repeated)
    for one in found.slides:
        yield f"- **{one.where}**{f' {literal(one.title)}' if one.title else ''}"
        rows = list(_together(one.edits))
        for edit, shapes in rows[:MOST_LINES]:
            if shapes:
                yield f"  - {len(shapes)} shapes {edit.kind} ({literal(_named(edit, shapes))})"
            else:
                yield f"  - {markdown(pieces_of(edit))}"
        yield from (f"  - {line}" for line in _more(rows))


def told_of(slide: SlideDiff) -> tuple[Told, ...]:
    """What is told of a slide beside its pictures."""
    found = [Told(pieces_of(edit), edit.box_before, edit.box_after) for edit in slide.edits[:MOST_LINES]]
    return (*found, *(Told((Piece(line),)) for line in _more(slide.edits)))


def pieces_of(edit: Edit) -> tuple[Piece, ...]:
    """An edit in words, with what was removed and added marked."""
    found = [Piece(f"{f'{edit.shape}: ' if edit.shape else ''}{edit.kind}")]
    if edit.detail:
        found.append(Piece(f" ({edit.detail})"))
    for number, change in enumerate(edit.changes[:MOST_CHANGES]):
        found.append(Piece("; " if number else ": "))
        found += [Piece(f"{change.where}: ")] if change.where else []
        words = change.words if len(change.before) + len(change.after) < LONG else shortened(change.words)
        found += _spaced(words) if words else [Piece(f"“{change.after}”")]
    if (more := len(edit.changes) - MOST_CHANGES) > 0:
        found.append(Piece(f"; and {more:,} more"))
    return tuple(found)


def _spaced(words: Sequence[Piece]) -> Iterator[Piece]:
    """Words, with a space between what was removed and what was added in its place."""
    for number, one in enumerate(words):
        if number and one.mark == "added" and words[number - 1].mark == "removed" and not one.text[:1].isspace():
            yield Piece(" ")
        yield one


def as_page(diff: DeckDiff, before: SlideImages, after: SlideImages, progress: Progress = no_progress) -> Iterator[str]:
    """One HTML page with the slides that differ, as they were and as they are; where they are many, smaller.

    Raises UserFault where a deck cannot be drawn.
    """
    found = listed(diff.slides, shown=True)
    headings = [_heading(one) for one in found.slides]
    contents = [Heading(text, _count(one)) for text, one in zip(headings, found.slides, strict=True)]
    lines = [
        f"Before: {diff.before}, {counted(diff.slides_before, 'slide')}",
        f"After: {diff.after}, {counted(diff.slides_after, 'slide')}",
        f"{diff.counts[:1].upper()}{diff.counts[1:]}.", *(one.said for one in diff.deck),
        *(f"{one.where}: {one.edit.said}" for one in found.repeated),
    ]  # fmt: skip
    pairs = _pairs(found.slides, headings, (before, after), progress)
    names = [PurePath(one).name for one in (diff.before, diff.after)]
    names = [diff.before, diff.after] if names[0] == names[1] else names
    yield from side_by_side(f"What differs: {' → '.join(names)}", lines, contents, pairs)


def _heading(one: SlideDiff) -> str:
    return f"{one.where}{f' “{one.title}”' if one.title else ''}"


def _count(one: SlideDiff) -> str:
    return counted(len(one.edits), "difference") if one.edits else ""


def _pairs(
    slides: Sequence[SlideDiff], headings: Sequence[str], decks: tuple[SlideImages, SlideImages], progress: Progress
) -> Iterator[Pair]:
    numbers = [one.before for one in slides if one.before], [one.after for one in slides if one.after]
    drawn: tuple[dict[int, SlideImage], dict[int, SlideImage]] = {}, {}
    whole = sum(map(len, numbers))
    for wanted, images, found in zip(numbers, decks, drawn, strict=True):
        for number, image in images.of(wanted, WIDTH if whole <= MANY else SMALL):
            found[number] = image
            progress("drawing slides", sum(map(len, drawn)), whole)
    for heading, one in zip(headings, slides, strict=True):
        captions = (
            f"Before: slide {one.before}" if one.before else "Not in the deck before",
            f"After: slide {one.after}" if one.after else "Not in the deck after",
        )
        yield Pair(
            heading=heading, told=told_of(one), captions=captions, before=drawn[0].get(one.before),
            after=drawn[1].get(one.after),
        )  # fmt: skip
