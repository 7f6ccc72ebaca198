"""What blocks show before and after a change, for nobody real: their slides compared as two decks are, and drawn."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from salespack.checking.impact.model import BlockChange
from salespack.graphics.boxes import Box
from salespack.library.index import library_files
from salespack.library.library import Library
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.reading import read_package
from salespack.revisions.deck_diff import SlideDiff, deck_diff
from salespack.revisions.diff_reports import told_of
from salespack.revisions.side_by_side import Pair
from salespack.revisions.slide_images import SlideImage, SlideImages, framed
from salespack.specimens.data_used import Stock, facts_used, is_broken
from salespack.specimens.rendering import Commission, Studio
from salespack.specimens.texts import TextOf, specimen_case
from salespack.system.files import put
from salespack.system.hashing import digest

HASH, LONGEST_NAME = 16, 80


class ShownChange(msgspec.Struct, frozen=True):
    """What a block shows otherwise, and its slides side by side; none where no pictures are asked for."""

    change: BlockChange
    pairs: tuple[Pair, ...]


class Sides:
    """The library before and after, ready to make the slides of its blocks on one day."""

    def __init__(self, before: Library, after: Library, day: datetime.date, cache: Path | None) -> None:
        self._day = day
        self._sides = [_Side(library, day, cache) for library in (before, after)]

    def changes(self, texts: Iterable[tuple[str, str]], *, draw: bool) -> Iterator[ShownChange]:
        """What differs on the slides of blocks in a language, (block, language) each; those that show the same are left
        out."""
        for block, language in sorted(set(texts)):
            decks = [side.deck(block, language) for side in self._sides]
            slides = _slides(f"{block}.{language}", *decks)
            if slides:
                change = BlockChange(block=block, language=language, slides=slides)
                yield ShownChange(change, tuple(self._pairs(decks, change)) if draw else ())

    def _pairs(self, decks: list[bytes | None], change: BlockChange) -> Iterator[Pair]:
        before, after = (
            dict(SlideImages(Path(change.block), side.typefaces, self._day, deck).of(numbers)) if deck else {}
            for side, deck, numbers in zip(
                self._sides, decks, ([one.before for one in change.slides], [one.after for one in change.slides]),
                strict=True,
            )
        )  # fmt: skip
        for one in change.slides:
            yield Pair(
                heading=f"{change.block} ({change.language}): {one.where}",
                told=told_of(one),
                captions=("Before" if one.before else "Not there before", "After" if one.after else "Not there after"),
                before=before.get(one.before),
                after=after.get(one.after),
            )


class _Side:
    """One of the two libraries."""

    def __init__(self, library: Library, day: datetime.date, cache: Path | None) -> None:
        self._library, self._stock = library, Stock(library, library_files(library.root), {})
        case = specimen_case(library)
        nowhere = Commission(library=library, case=case, day=day, cache=cache, pictures=Path(), draw=False)
        self._studio = Studio(nowhere)
        self.typefaces = self._studio.typefaces

    def deck(self, name: str, language: str) -> bytes | None:
        """The slides of a block; None where it is not there or cannot be made."""
        block = self._library.blocks.get(name)
        if block is None or is_broken(block) or language not in block.bodies:
            return None
        alone = msgspec.structs.replace(block, bodies={language: block.bodies[language]})
        return self._studio.deck(TextOf(name, language, facts_used((alone,), self._stock)))


def _slides(name: str, before: bytes | None, after: bytes | None) -> tuple[SlideDiff, ...]:
    """The slides that differ; all, where there are some on one side alone."""
    if before is not None and after is not None:
        # What layouts and masters show is the same for all blocks: slides that differ in nothing else are not listed.
        return deck_diff(read_package(Path(name), before), read_package(Path(name), after)).slides
    deck = after if after is not None else before
    if deck is None:
        return ()
    numbers = [one.number for one in Presentation(read_package(Path(name), deck)).slides]
    if after is not None:
        return tuple(SlideDiff(after=number, title="") for number in numbers)
    return tuple(SlideDiff(before=number, title="") for number in numbers)


def with_pictures(shown: ShownChange, folder: Path) -> BlockChange:
    """A change whose slides are drawn into a folder, named by what they show. Raises UserFault for the disk."""
    names: tuple[list[str], list[str]] = ([], [])
    for pair in shown.pairs:
        for side, image in enumerate((pair.before, pair.after)):
            boxes = [(one.before, one.after)[side] for one in pair.told]
            names[side].append(_drawn(shown.change, image, [one for one in boxes if one is not None], folder))
    return msgspec.structs.replace(shown.change, before=tuple(names[0]), after=tuple(names[1]))


def _drawn(change: BlockChange, image: SlideImage | None, boxes: list[Box], folder: Path) -> str:
    if image is None:
        return ""
    content = framed(image, boxes)
    name = f"{change.block[:LONGEST_NAME]}.{change.language}-{digest(content)[:HASH]}.webp"
    put(folder / name, content)
    return name
