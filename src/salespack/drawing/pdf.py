"""The deck as PDF: the pages of a scene, set by Typst, tagged for readers and PDF/UA-1 where the deck allows it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path

import msgspec

from salespack.drawing.fonts import Lettering
from salespack.drawing.memory import DrawingMemory
from salespack.drawing.pictures import Pictures
from salespack.drawing.problems import Found
from salespack.drawing.slides import Slides
from salespack.language.phrases import words
from salespack.problems.problem import Place, Problem
from salespack.scene.model import Scene
from salespack.typesetting.engine import typeset
from salespack.typesetting.literals import language, points, string
from salespack.typography.faces import Typefaces

PRELUDE = "prelude.typ"
MAIN = "deck.typ"
BROKEN_PICTURE = "failed to decode image", "failed to parse SVG", "failed to load linked image", "unknown image format"


class Drawn(msgspec.Struct, frozen=True):
    """A drawn deck as PDF, and what could not be drawn as it is."""

    pdf: bytes
    problems: tuple[Problem, ...]
    pages: int = 0


def draw_pdf(
    scene: Scene,
    typefaces: Typefaces,
    *,
    on: datetime.date,
    title: str = "",
    place: Place | None = None,
) -> Drawn:
    """The slides of a scene as PDF, one a page at their size; hidden slides are left out, as in the show.

    `title` names the document where the deck has no title of its own, `on` is the day that it says it was made,
    `place` is where problems are. Same scene and fonts, same bytes. Raises UserFault where a font file of the library
    is broken.
    """
    drawing = Drawing(scene, typefaces, title=title, place=place)
    [pdf] = drawing.made(one_a_page, on=on)
    return Drawn(pdf, drawing.found.problems(), len(drawing.slides))


def one_a_page(drawing: Drawing) -> Iterator[str]:
    """Each slide on a page of its size."""
    width, height = drawing.size
    yield f"#set page(width:{points(width)}pt,height:{points(height)}pt,margin:0pt)"
    yield "#pagebreak(weak:true)\n".join(f"#d{slide.number}\n" for slide in drawing.slides)


class Drawing:
    """A scene on its way to the page: its slides as markup, with the fonts and pictures that they need."""

    def __init__(
        self,
        scene: Scene,
        typefaces: Typefaces,
        *,
        title: str = "",
        place: Place | None = None,
        memory: DrawingMemory | None = None,
    ) -> None:
        memory = memory or DrawingMemory()
        self._scene, self._typefaces, self._place, self._font_sets = scene, typefaces, place, memory.fonts
        self.size = scene.width, scene.height
        self.slides = tuple([slide for slide in scene.slides if not slide.hidden])
        self.language = language(scene.language) or "en"
        self.title = scene.title or title or next((slide.title for slide in self.slides if slide.title), "")
        self.title = self.title or words(self.language)["slides"]
        vectors = partial(memory.vectors.of, typefaces=typefaces)
        self._pictures = Pictures(scene.media, memory.pictures, memory.fonts, vectors)
        self._write()

    def _write(self) -> None:
        """The markup of all slides."""
        self.found = Found(self._place)
        self.lettering = Lettering(self._typefaces, self.found)
        pages = {slide.number: page for page, slide in enumerate(self.slides, 1)}
        slides = Slides(self.size, pages, self._typefaces, self.lettering, self._pictures, self.found)
        word = words(self.language)["slide"]
        self._markup = [
            f"#let d{slide.number}={slides.markup(slide, f'{word} {slide.number}', self.language)}"
            for slide in self.slides
        ]
        self._files = slides.painter.files

    @property
    def files(self) -> dict[str, bytes]:
        """The pictures beside the document, by their names."""
        return {**self._pictures.files, **self._files}

    def made(
        self, pages: Callable[[Drawing], Iterator[str]], *, on: datetime.date, ppi: float | None = None
    ) -> list[bytes]:
        """The document that `pages` makes of the slides (`d1`, `d2`, … in its markup): a PDF, or a PNG a page."""
        from typst import TypstError

        try:
            return self._typeset(pages, on, ppi)
        except TypstError as fault:
            if not str(fault.message).startswith(BROKEN_PICTURE):
                raise
        # One of the pictures is broken, which Typst does not name: all are looked into, and the page drawn again.
        self._pictures.distrust()
        self._write()
        return self._typeset(pages, on, ppi)

    def _typeset(self, pages: Callable[[Drawing], Iterator[str]], on: datetime.date, ppi: float | None) -> list[bytes]:
        from typst import TypstError

        fallbacks = self.lettering.fallbacks()
        files = dict.fromkeys((*self.lettering.files(), *[file for file, _ in fallbacks]))
        fonts = self._font_sets.load(tuple(files))
        parts = [
            _prelude(),
            f"#set document(title:{string(self.title)})",
            f"#set text(lang:{string(self.language)})",
            *self.lettering.definitions(fonts, fallbacks),
            *self._markup,
            *pages(self),
        ]
        text = "\n".join(parts)
        content: Mapping[str, bytes | Path] = {**self.files}
        if ppi is not None or not self.found.accessible:
            return typeset(MAIN, text, content, inputs={}, fonts=fonts, on=on, ppi=ppi)
        try:
            return typeset(MAIN, text, content, inputs={}, fonts=fonts, on=on, standards=("ua-1",))
        except TypstError as fault:
            if str(fault.message).startswith(BROKEN_PICTURE):
                raise
            made = typeset(MAIN, text, content, inputs={}, fonts=fonts, on=on)
            self.found.not_accessible(str(fault.message).removeprefix("PDF/UA-1 error: "))
            return made


@lru_cache(maxsize=1)
def _prelude() -> str:
    return (Path(__file__).parent / PRELUDE).read_text(encoding="utf-8")
