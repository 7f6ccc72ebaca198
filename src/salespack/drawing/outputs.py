"""The outputs that are drawn from finished decks: the PDF, notes pages, previews. Each deck is read and drawn once."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import msgspec

from salespack.problems.problem import Place, Problem
from salespack.typesetting.libreoffice import Engine

if TYPE_CHECKING:
    from salespack.drawing.memory import DrawingMemory
    from salespack.scene.memory import SceneMemory
    from salespack.scene.slide_picture import SlidePicture
    from salespack.typography.faces import Typefaces

DECK_PDF, NOTES_PAGES, PREVIEW, SLIDES = "deck.pdf", "notes-pages.pdf", "preview", "slides"


class Drawings(msgspec.Struct, frozen=True):
    """What was drawn: files by their names (`deck.pdf`, `preview/slide-01.png`), what they do not show rightly, and the
    slides for documents that show them."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    slides: tuple[SlidePicture, ...] = ()


def draw_outputs(
    names: Collection[str],
    *,
    handout: bytes | None,
    presenter: bytes | None,
    engine: Engine,
    typefaces: Typefaces,
    on: datetime.date,
    language: str,
    scenes: SceneMemory | None = None,
    memory: DrawingMemory | None = None,
) -> Drawings:
    """The outputs `names`, of `deck.pdf`, `notes-pages.pdf`, `preview` and `slides` (for documents; no files).

    `handout` is the deck without notes, which all but the second are drawn from; `presenter` the one with notes.
    `scenes` has what was read of other decks, `memory` what was drawn of them.
    Raises UserFault: for LibreOffice that is asked for and not there or fails (SP565), and for broken font files.
    """
    from salespack.drawing.pdf import Drawing, one_a_page
    from salespack.scene.reading import read_scene

    def drawing(deck: bytes, name: str) -> Drawing:
        scene = read_scene(deck, language=language, memory=scenes)
        return Drawing(scene, typefaces, place=Place(name), memory=memory)

    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    shown: tuple[SlidePicture, ...] = ()
    if handout is not None and DECK_PDF in names and engine == "libreoffice":
        from salespack.typesetting.libreoffice import convert

        files[DECK_PDF] = convert(handout)
        names = [name for name in names if name != DECK_PDF]
    if handout is not None and not {DECK_PDF, PREVIEW, SLIDES}.isdisjoint(names):
        slides = drawing(handout, next(name for name in (DECK_PDF, PREVIEW, SLIDES) if name in names))
        if DECK_PDF in names:
            [files[DECK_PDF]] = slides.made(one_a_page, on=on)
        if PREVIEW in names or SLIDES in names:
            from salespack.drawing.previews import pictures

            seen = pictures(slides, on=on)
        if PREVIEW in names:
            from salespack.drawing.previews import contact_sheet

            numbers = [slide.number for slide in slides.slides]
            digits = max(len(str(numbers[-1])), 2) if numbers else 2
            files |= {f"{PREVIEW}/slide-{number:0{digits}}.png": png for number, png in zip(numbers, seen, strict=True)}
            files[f"{PREVIEW}/contact-sheet.png"] = contact_sheet(slides, on=on)
        if SLIDES in names:
            from salespack.drawing.slide_pictures import slide_pictures

            shown = slide_pictures(slides, seen)
        problems += slides.found.problems()
    if presenter is not None and NOTES_PAGES in names:
        from salespack.drawing.notes_pages import notes_pages

        pages = drawing(presenter, NOTES_PAGES)
        files[NOTES_PAGES] = notes_pages(pages, on=on)
        told = {(problem.code, problem.message) for problem in problems}
        problems += [one for one in pages.found.problems() if (one.code, one.message) not in told]
    return Drawings(files, tuple(problems), shown)
