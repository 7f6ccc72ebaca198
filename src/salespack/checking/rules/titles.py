"""Rules about titles across the library."""

from __future__ import annotations

from collections.abc import Iterator

from salespack.checking.rules.views import LibraryView
from salespack.problems.problem import Place, Problem


def same_title_in_a_pack(whole: LibraryView) -> Iterator[Problem]:
    """Slides of two blocks that have the same title and that one pack shows together."""
    told: set[tuple[str, str, str]] = set()
    for selected in whole.selections:
        first: dict[str, str] = {}
        for choice in selected.choices:
            summary = whole.summaries.get(choice.block or "")
            slides = summary.slides.get(selected.language, ()) if summary else ()
            if choice.block is None or not slides:
                continue
            for slide in slides:
                title = slide.title.casefold().strip()
                other = first.setdefault(title, choice.block) if title else choice.block
                if other == choice.block or (choice.block, other, selected.language) in told:
                    continue  # slides of one block may go on under one title
                told.add((choice.block, other, selected.language))
                yield Problem(
                    code="SP410",
                    message=f"has the title of {other}, and the pack {selected.pack} shows both",
                    hint="give each slide a title that says what only it says",
                    place=Place(slide.file, slide.line, 1),
                )
