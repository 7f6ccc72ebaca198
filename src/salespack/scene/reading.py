"""A finished deck read into its scene: every slide in the order of the presentation, resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from pathlib import Path

from salespack.ooxml.markup import P
from salespack.ooxml.parts import Parts
from salespack.ooxml.placeholders import TITLES
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.reading import Package, read_package
from salespack.ooxml.slides import is_hidden, shows_master
from salespack.ooxml.texts import folded
from salespack.scene.inheritance import background_of
from salespack.scene.memory import SceneMemory
from salespack.scene.model import AnyShape, AutoShape, CompositeShape, Scene, SlideScene
from salespack.scene.notes import Notes
from salespack.scene.pages import Backdrops
from salespack.scene.paint import Source
from salespack.scene.shapes.graphic_frames import Frames
from salespack.scene.shapes.shapes import Slide, shapes_in

UNNAMED = Path("deck.pptx")
"""What problems call a deck that is not in a file."""
DC = "{http://purl.org/dc/elements/1.1/}"
Only = Mapping[str, Container[int] | None]
"""Slides by their parts, each with the ids of the shapes that are wanted, or None for all."""


def read_scene(
    deck: bytes | Path,
    *,
    language: str = "",
    only: Only | None = None,
    texts_only: bool = False,
    notes: bool = True,
    memory: SceneMemory | None = None,
) -> Scene:
    """The scene of a deck, given as a file or as its content; `language` is its language where it is known.

    With `only`, that of the slides in these parts alone; they keep their numbers. With `texts_only`, for the fit proof,
    without notes, without what slides show of their layouts, and without what charts and diagrams consist of; without
    `notes` all but those.
    `memory` has what was read of other decks: those of one brand share most of what stands behind their slides; and the
    whole slides that were read of this one, if it is the same content.
    Raises UserFault (SP501–SP509) for a deck that cannot be read.
    """
    package = read_package(deck) if isinstance(deck, Path) else read_package(UNNAMED, deck)
    memory = memory or SceneMemory()
    whole = not texts_only and isinstance(deck, bytes) and all(shapes is None for shapes in (only or {}).values())
    known = memory.slides_of(deck, f"{language} {notes}") if whole and isinstance(deck, bytes) else {}
    return _Reader(package, language, texts_only, notes, memory).scene(only, known)


class _Reader:
    """Reads the slides of one deck."""

    def __init__(self, package: Package, language: str, texts_only: bool, notes: bool, memory: SceneMemory) -> None:
        self._package, self._texts_only, self._with_notes = package, texts_only, notes and not texts_only
        self._parts = Parts(package)
        self._presentation = Presentation(package)
        self._size = self._presentation.size
        self._notes = Notes(self._parts)
        self._title, said = _about(package, self._parts)
        self._language = language or said
        self._frames = Frames(self._parts, self._presentation, self._language, memory.formats, texts_only=texts_only)
        self._backdrops = Backdrops(self._parts, self._presentation, self._size, self._frames, memory.backdrops)
        self._numbers = {one.part: one.number for one in self._presentation.slides}
        self._first = self._presentation.first_number

    def scene(self, only: Only | None, known: dict[str, SlideScene]) -> Scene:
        """The scene of the slides wanted; those `known` are not read again, and others are added to them."""
        wanted = [(part, number) for part, number in self._numbers.items() if only is None or part in only]
        for part, number in wanted:
            if part not in known:
                known[part] = self._slide(part, number, only[part] if only else None)
        slides = tuple([known[part] for part, _ in wanted])
        return Scene(
            width=self._size.width,
            height=self._size.height,
            slides=slides,
            media=self._package.read,
            title=self._title,
            language=self._language or _commonest([one.language for one in slides]),
        )

    def _slide(self, name: str, number: int, only: Container[int] | None) -> SlideScene:
        part = self._parts.passing(name)
        backdrop = self._backdrops.of(part)
        label = self._first + number - 1
        source = Source(name, backdrop.page.theme, part.relationships, self._numbers, number)
        around = Slide(backdrop.page, *self._size, label, "slide", self._frames, only)
        own = shapes_in(part.root.find(f"{P}cSld/{P}spTree"), source, around)
        behind: tuple[AnyShape, ...] = ()
        if not self._texts_only and shows_master(part.root):
            behind = backdrop.shapes(self._frames, number, self._numbers, label)
        return SlideScene(
            number=number,
            part=name,
            background=background_of(part.root, source) or backdrop.background,
            shapes=(*behind, *own),
            title=_title_of(own),
            language=_language_of(own) or self._language,
            notes=self._notes.of(part, label) if self._with_notes else (),
            layout=backdrop.name,
            hidden=is_hidden(part.root),
        )


def _about(package: Package, parts: Parts) -> tuple[str, str]:
    """Title and language as the file's properties have them."""
    part = package.related("", "core-properties")
    if not part:
        return "", ""
    root = parts.part(part).root
    title, language = (folded(root.findtext(f"{DC}{name}") or "") for name in ("title", "language"))
    return title, language


def _title_of(shapes: Sequence[AnyShape]) -> str:
    """What stands in the title placeholder, in one line."""
    for one in shapes:
        if isinstance(one, AutoShape) and one.placeholder in TITLES and one.text is not None:
            return folded(one.text.text)
    return ""


def _language_of(shapes: Sequence[AnyShape]) -> str:
    """The language that most letters of a slide are in."""
    letters: Counter[str] = Counter()
    for shape in shapes:
        members = shape.shapes if isinstance(shape, CompositeShape) else (shape,)
        for one in members:
            if isinstance(one, AutoShape) and one.text is not None:
                for paragraph in one.text.paragraphs:
                    for run in paragraph.runs:
                        letters[run.language] += len(run.text)
    return _commonest(letters)


def _commonest(languages: Counter[str] | Sequence[str]) -> str:
    """The language that is there most often, the first of those; empty ones do not count."""
    counted = Counter(languages)
    counted.pop("", None)
    return max(counted, key=lambda one: counted[one], default="")
