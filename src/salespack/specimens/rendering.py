"""The work of a catalog, text by text: slides made, pictures drawn; by this process, or by one for each processor."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from concurrent.futures import as_completed
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from salespack.assembly.materials import Materials
from salespack.deck.model import Slide
from salespack.library.library import Library
from salespack.problems.problem import UserFault
from salespack.scene.memory import SceneMemory
from salespack.specimens.customers import Case
from salespack.specimens.pictures import Easel, Painter
from salespack.specimens.texts import CUSTOMER, Shown, Specimens, TextOf, slide_text
from salespack.system.paths import inside, named_files
from salespack.system.processes import Processes, processors
from salespack.system.progress import Progress

if TYPE_CHECKING:
    from jinja2 import BytecodeCache

    from salespack.fit.fitting import Fitting
    from salespack.powerpoint.brand.model import Brand
    from salespack.typography.faces import EmbeddedFace, Typefaces

FONTS = (".ttf", ".otf", ".ttc")
WORTH_PROCESSES = 40
"""Texts from which it pays to start processes, which takes about a second."""
AT_ONCE = 12


class Commission(msgspec.Struct, frozen=True, kw_only=True):
    """What all texts share. `pictures` is their folder; `draw`: those that lack are drawn, else they stay away.

    `known` is another folder, where pictures may be already.
    """

    library: Library
    case: Case
    day: datetime.date
    cache: Path | None
    pictures: Path
    draw: bool
    known: Path | None = None


class Made(msgspec.Struct, frozen=True):
    """What became of a text, and how many pictures had to be drawn for it."""

    text: TextOf
    shown: Shown
    drawn: int = 0


class Studio:
    """Makes the texts of one library."""

    def __init__(self, commission: Commission) -> None:
        self._commission, self._library = commission, commission.library
        self._materials = Materials(self._library.root, commission.cache, self._bytecode)
        self._scenes = SceneMemory(self._materials.formats)
        self._specimens = Specimens(
            self._library,
            commission.case,
            self._materials,
            commission.day,
            self._fitting.paginate("split") if self._brand is not None else None,
        )

    def make(self, text: TextOf) -> Made:
        """The slides of a text with the names of their pictures; what is wrong with it where there are none."""
        try:
            slides = self._specimens.slides(text)
        except UserFault as fault:
            return Made(text, Shown((), tuple(map(str, fault.problems))))
        stems, drawn, problems = self._pictures(text, slides)
        return Made(text, Shown(tuple(map(slide_text, slides, stems)), problems), drawn)

    def deck(self, text: TextOf) -> bytes | None:
        """The slides of a text as a deck with notes; None where they cannot be made."""
        if self._brand is None:
            return None
        try:
            return self._painter.deck(text.language, self._specimens.slides(text), CUSTOMER, "presenter")
        except UserFault:
            return None

    def save(self) -> None:
        """Keeps what was learnt for the next catalog."""
        self._materials.save()
        if self._brand is not None:
            self._fitting.save()

    def _pictures(self, text: TextOf, slides: Sequence[Slide]) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
        """The names of a text's pictures, how many were drawn, and what kept them from being drawn."""
        none = ("",) * len(slides)
        if self._brand is None:
            return none, 0, ()
        stems = self._painter.stems(text.block, text.language, slides)
        if self._painter.has(stems):
            return stems, 0, ()
        if not self._commission.draw:
            return none, 0, ()
        try:
            self._painter.paint(stems, text.language, slides, CUSTOMER)
        except UserFault as fault:
            return none, 0, tuple(map(str, fault.problems))
        return stems, len(stems), ()

    @cached_property
    def _painter(self) -> Painter:
        from salespack.drawing.memory import DrawingMemory
        from salespack.powerpoint.writing.writer import slide_templates

        assert self._brand is not None  # noqa: S101 - for the type checker
        easel = Easel(
            brand=self._brand,
            fitting=self._fitting,
            templates=slide_templates(self._commission.cache, self._bytecode),
            materials=self._materials,
            scenes=self._scenes,
            drawing=DrawingMemory(),
            typefaces=self.typefaces,
            fonts=self._fonts,
        )
        folders = (self._commission.pictures, self._commission.known or self._commission.pictures)
        return Painter(self._library, easel, folders, self._commission.day)

    @cached_property
    def _brand(self) -> Brand | None:
        """The brand; None where it cannot be used: there are no pictures then, and the command says why."""
        from salespack.powerpoint.brand.cached import open_brand

        try:
            return open_brand(self._library, self._commission.cache)
        except UserFault:
            return None

    @cached_property
    def _fonts(self) -> tuple[Path, ...]:
        found = named_files(self._library.root / "fonts")
        return tuple(one for one in found if one.suffix.lower() in FONTS and inside(self._library.root, one))

    @cached_property
    def typefaces(self) -> Typefaces:
        """Those of the library, of the files that its slides come from, and of this computer."""
        from salespack.typography.faces import Typefaces

        return Typefaces(self._fonts, cache=self._commission.cache, embedded=self._embedded)

    def _embedded(self) -> Sequence[EmbeddedFace]:
        from salespack.assembly.embedded_fonts import faces_in_files

        if self._brand is None:
            return ()
        return faces_in_files(self._library, self._brand, lambda: self._materials.sources, self._commission.cache)

    @cached_property
    def _fitting(self) -> Fitting:
        from salespack.fit.fitting import Fitting

        assert self._brand is not None  # noqa: S101 - for the type checker
        return Fitting(self._brand, lambda: self.typefaces, self._fonts, self._commission.cache, self._scenes)

    @cached_property
    def _bytecode(self) -> BytecodeCache | None:
        if self._commission.cache is None:
            return None
        from salespack.templating.bytecode_cache import CompiledTemplates

        return CompiledTemplates(self._commission.cache)


def make_all(
    commission: Commission, texts: Sequence[TextOf], progress: Progress, processes: int | None = None
) -> Iterator[Made]:
    """What becomes of every text, in any order. `processes`: how many at most; None: one a processor."""
    processes = processes or processors()
    if processes == 1 or len(texts) < WORTH_PROCESSES:
        studio = Studio(commission)
        for number, text in enumerate(texts, 1):
            yield studio.make(text)
            progress("making slides", number, len(texts))
        studio.save()
        return
    batches = [texts[first : first + AT_ONCE] for first in range(0, len(texts), AT_ONCE)]
    done = 0
    pool = Processes(processes, Studio, commission)
    try:
        for future in as_completed([pool.submit(_make, batch) for batch in batches]):
            made = future.result()
            yield from made
            done += len(made)
            progress("making slides", done, len(texts))
    finally:
        pool.close()


def _make(studio: Studio, texts: Sequence[TextOf]) -> list[Made]:
    return [studio.make(text) for text in texts]
