"""A deck's agenda among its slides: again before each chapter, or small above each title."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from salespack.assembly.made_slides import MadeSlides
from salespack.deck.model import Slide, Tracker
from salespack.library.packs import AgendaUse
from salespack.matching.chapters import NOT_NAMED
from salespack.matching.selection import Selection


def with_chapters(
    placed: Sequence[list[Slide]], makes: MadeSlides, selection: Selection, use: AgendaUse
) -> list[list[Slide]]:
    """The slides of each place of a deck, with what shows its chapters."""
    found = [list(slides) for slides in placed]
    firsts = [chapter.first for chapter in makes.chapters(selection)]
    names = makes.chapter_names(selection)
    for number, (first, end) in enumerate(pairwise((*firsts, len(found)))):
        if use == "dividers":
            found[first].insert(0, makes.agenda(selection.choices[first].slot, selection, number))
            continue
        for at in range(first, end):
            if selection.choices[at].slot not in NOT_NAMED:
                found[at] = [_tracked(slide, Tracker(names, number)) for slide in found[at]]
    return found


def _tracked(slide: Slide, tracker: Tracker) -> Slide:
    return msgspec.structs.replace(slide, style=msgspec.structs.replace(slide.style, tracker=tracker))
