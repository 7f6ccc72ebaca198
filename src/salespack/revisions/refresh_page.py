"""The report of a refresh as one HTML page: the slides that changed, as the person had them and as they are now."""

from __future__ import annotations

from collections.abc import Iterator

from salespack.revisions.refresh import Refreshed, SlideRefresh
from salespack.revisions.refreshing import slide_lines
from salespack.revisions.side_by_side import Heading, Pair, Told, side_by_side
from salespack.revisions.slide_images import SlideImages
from salespack.revisions.word_changes import Piece
from salespack.system.progress import Progress, no_progress


def refresh_page(
    result: Refreshed, names: tuple[str, str], mine: SlideImages, now: SlideImages, progress: Progress = no_progress
) -> Iterator[str]:
    """The page, piece by piece; `names` are those of the deck and of the result.

    Raises UserFault where a deck cannot be drawn.
    """
    slides = [one for one in result.slides if one.outcome in ("renewed", "merged", "added", "stays")]
    lines = [f"The deck: {names[0]}", f"The result: {names[1]}"]
    lines += [f"Gone: slide {one.was} “{one.title}”, {one.why}" for one in result.gone]
    if result.stay_deleted:
        lines.append(f"Stays deleted: {', '.join(dict.fromkeys(result.stay_deleted))}")
    contents = [Heading(_heading(one), _count(one)) for one in slides]
    pairs = _pairs(slides, mine, now, progress)
    yield from side_by_side(f"Brought up to date: {names[0]}", lines, contents, pairs)


def _heading(one: SlideRefresh) -> str:
    return f"slide {one.number}{f' “{one.title}”' if one.title else ''}"


def _count(one: SlideRefresh) -> str:
    conflicts = len(one.conflicts)
    return f"{conflicts} conflict{'s' if conflicts > 1 else ''}" if conflicts else one.outcome


def _pairs(slides: list[SlideRefresh], mine: SlideImages, now: SlideImages, progress: Progress) -> Iterator[Pair]:
    progress("drawing slides", 0, len(slides))
    before = dict(mine.of([one.was for one in slides if one.was]))
    after = dict(now.of([one.number for one in slides]))
    for one in slides:
        captions = f"Yours: slide {one.was}" if one.was else "Not in your deck", f"Now: slide {one.number}"
        told = tuple(Told((Piece(line),)) for line in slide_lines(one))
        yield Pair(
            heading=_heading(one),
            told=told,
            captions=captions,
            before=before.get(one.was),
            after=after.get(one.number),
        )
