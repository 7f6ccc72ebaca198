"""What differs between two decks, as lines, as Markdown for a pull request, and as one page with pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from salespack.revisions.deck_diff import DeckDiff, SlideDiff
from salespack.revisions.edit import Edit, EditKind
from salespack.revisions.side_by_side import Heading, Pair, Told, side_by_side
from salespack.revisions.slide_images import SlideImage, SlideImages
from salespack.revisions.word_changes import Piece, literal, markdown

TOGETHER: frozenset[EditKind] = frozenset(
    ("moved", "resized", "restyled", "inserted", "deleted", "brought forward or back")
)
"""What is told once of several shapes of which the same is told."""
FEWEST = 3


def as_text(diff: DeckDiff) -> Iterator[str]:
    """The differences as lines."""
    yield from (one.said for one in diff.deck)
    for one in diff.slides:
        yield f"{one.where}{f' “{one.title}”' if one.title else ''}"
        yield from (f"    {line}" for line in _lines(one.edits))


def _lines(edits: Sequence[Edit]) -> Iterator[str]:
    """Edits, those of several shapes of which the same is told in one line."""
    for edit, shapes in _together(edits):
        yield edit.said if not shapes else f"{len(shapes)} shapes {edit.kind} ({_named(edit, shapes)})"


def _named(edit: Edit, shapes: Sequence[str]) -> str:
    return ": ".join(filter(None, (edit.detail, ", ".join(shapes))))


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
    for one in diff.slides:
        yield f"- **{one.where}**{f' {literal(one.title)}' if one.title else ''}"
        for edit, shapes in _together(one.edits):
            if shapes:
                yield f"  - {len(shapes)} shapes {edit.kind} ({literal(_named(edit, shapes))})"
            else:
                yield f"  - {markdown(pieces_of(edit))}"


def pieces_of(edit: Edit) -> tuple[Piece, ...]:
    """An edit in words, with what was removed and added marked."""
    found = [Piece(f"{f'{edit.shape}: ' if edit.shape else ''}{edit.kind}")]
    if edit.detail:
        found.append(Piece(f" ({edit.detail})"))
    for number, change in enumerate(edit.changes):
        found.append(Piece("; " if number else ": "))
        found += [Piece(f"{change.where}: ")] if change.where else []
        found += _spaced(change.words) if change.words else [Piece(f"“{change.after}”")]
    return tuple(found)


def _spaced(words: Sequence[Piece]) -> Iterator[Piece]:
    """Words, with a space between what was removed and what was added in its place."""
    for number, one in enumerate(words):
        if number and one.mark == "added" and words[number - 1].mark == "removed" and not one.text[:1].isspace():
            yield Piece(" ")
        yield one


def as_page(diff: DeckDiff, before: SlideImages, after: SlideImages) -> Iterator[str]:
    """One HTML page with the slides that differ, as they were and as they are.

    Raises UserFault where a deck cannot be drawn.
    """
    headings = [_heading(one) for one in diff.slides]
    contents = [Heading(text, _count(one)) for text, one in zip(headings, diff.slides, strict=True)]
    lines = [f"Before: {diff.before}, {diff.slides_before} slides", f"After: {diff.after}, {diff.slides_after} slides"]
    lines += [diff.said, *(one.said for one in diff.deck)]
    pairs = _pairs(diff, headings, before, after)
    yield from side_by_side(f"What differs: {diff.before} → {diff.after}", lines, contents, pairs)


def _heading(one: SlideDiff) -> str:
    return f"{one.where}{f' “{one.title}”' if one.title else ''}"


def _count(one: SlideDiff) -> str:
    return f"{len(one.edits)} difference{'' if len(one.edits) == 1 else 's'}" if one.edits else ""


def _pairs(diff: DeckDiff, headings: Sequence[str], before: SlideImages, after: SlideImages) -> Iterator[Pair]:
    drawn_before: Mapping[int, SlideImage] = dict(before.of([one.before for one in diff.slides]))
    drawn_after: Mapping[int, SlideImage] = dict(after.of([one.after for one in diff.slides]))
    for heading, one in zip(headings, diff.slides, strict=True):
        captions = (
            f"Before: slide {one.before}" if one.before else "Not in the deck before",
            f"After: slide {one.after}" if one.after else "Not in the deck after",
        )
        told = tuple(Told(pieces_of(edit), edit.box_before, edit.box_after) for edit in one.edits)
        yield Pair(
            heading=heading, told=told, captions=captions, before=drawn_before.get(one.before),
            after=drawn_after.get(one.after),
        )  # fmt: skip
