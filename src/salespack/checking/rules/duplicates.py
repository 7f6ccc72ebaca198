"""Rules about blocks that say nearly the same. How nearness is found is told in `curation.duplicates`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from salespack.checking.rules.views import BlockSummary, LibraryView
from salespack.problems.problem import Place, Problem
from salespack.system.cache import code_version, read_cached, write_cached
from salespack.system.hashing import digest

if TYPE_CHECKING:
    from salespack.curation.duplicates import BlockWords, Pair


def near_duplicate_blocks(whole: LibraryView) -> Iterator[Problem]:
    """Blocks in use that say in one language nearly what an earlier one says; told at the later of the two."""
    blocks = whole.library.blocks
    summaries = [(name, one) for name, one in whole.summaries.items() if blocks[name].state != "retired"]
    told: set[tuple[str, str]] = set()
    for pair in _pairs(summaries, whole.cache):
        if (pair.one, pair.other) in told:
            continue
        told.add((pair.one, pair.other))
        slides = whole.summaries[pair.other].slides[pair.language]
        here, what = slides[0], "says"
        if pair.slides is not None:
            here, what = slides[pair.slides[1] - 1], f"slide {pair.slides[1]} says"
        yield Problem(
            code="SP420",
            message=f"{what} nearly what {pair.one} says ({pair.alike:.0%} alike)",
            hint="keep one: `salespack library duplicates` suggests which",
            place=Place(blocks[pair.other].bodies[pair.language].file, here.line, 1),
        )


def _pairs(summaries: Sequence[tuple[str, BlockSummary]], cache: Path | None) -> Iterator[Pair]:
    """The near-duplicates of each language."""
    from salespack.curation.duplicates import BlockWords

    texts: dict[str, list[BlockWords]] = {}
    for name, summary in summaries:
        for language, slides in summary.slides.items():
            words = BlockWords(name, language, tuple(slide.text for slide in slides))
            texts.setdefault(language, []).append(words)
    for language in sorted(texts):
        yield from _of_language(texts[language], cache)


def _of_language(texts: Sequence[BlockWords], cache: Path | None) -> Sequence[Pair]:
    """Those of one language, kept for as long as none of its texts changes: finding them loads what takes long to."""
    from salespack.curation.duplicates import Pair, near_duplicates

    key = digest(code_version().encode() + msgspec.msgpack.encode(texts))
    kept = f"duplicates-{key[:32]}.msgpack"
    if (content := read_cached(cache, kept)) is not None:
        with suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(content, type=tuple[Pair, ...])
    found = near_duplicates(texts)
    write_cached(cache, kept, msgspec.msgpack.encode(found))
    return found
