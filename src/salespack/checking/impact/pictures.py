"""Pictures of the blocks that a change touches, before and after: drawn as the catalog draws them, for nobody real."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from salespack.checking.impact.model import BlockPictures
from salespack.library.index import library_files
from salespack.library.library import Library
from salespack.specimens.data_used import Stock, facts_used, is_broken
from salespack.specimens.pictures import names_of
from salespack.specimens.rendering import Commission, Studio
from salespack.specimens.texts import TextOf, specimen_case


def draw_pictures(
    before: Library,
    after: Library,
    texts: Iterable[tuple[str, str]],
    folder: Path,
    day: datetime.date,
    cache: Path | None,
) -> tuple[BlockPictures, ...]:
    """Draws blocks in a language, (block, language) each, into `folder`; only what looks otherwise has two pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = sorted(set(texts))
    # Pictures are named by all that they depend on, so both sides share the folder.
    sides = [
        list(_drawn(library, wanted, Commission(library=library, case=specimen_case(library), day=day, cache=cache,
                                                pictures=folder, draw=True)))
        for library in (before, after)
    ]  # fmt: skip
    return tuple(
        BlockPictures(block, language, then, now)
        for (block, language), then, now in zip(wanted, *sides, strict=True)
        if then != now
    )


def _drawn(library: Library, texts: Iterable[tuple[str, str]], commission: Commission) -> Iterator[tuple[str, ...]]:
    """The names of each text's pictures."""
    studio, stock = Studio(commission), Stock(library, library_files(library.root), {})
    for name, language in texts:
        block = library.blocks.get(name)
        if block is None or is_broken(block) or language not in block.bodies:
            yield ()
            continue
        alone = msgspec.structs.replace(block, bodies={language: block.bodies[language]})
        made = studio.make(TextOf(name, language, facts_used((alone,), stock)))
        yield tuple(names_of(slide.picture)[-1] for slide in made.shown.slides if slide.picture)
