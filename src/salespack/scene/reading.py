"""A finished deck read into its scene: every slide in the order of the presentation, resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, assert_never
from xml.etree.ElementTree import Element

import msgspec

from salespack.ooxml.markup import P, parse
from salespack.ooxml.parts import Part, Parts
from salespack.ooxml.placeholders import TITLES
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.reading import Package, WrittenPackage, read_package
from salespack.ooxml.slides import is_hidden, shows_master
from salespack.ooxml.texts import folded
from salespack.scene.inheritance import background_of
from salespack.scene.memory import SceneMemory
from salespack.scene.model import (
    AnyShape,
    AutoShape,
    CompositeShape,
    PictureShape,
    Scene,
    SlideScene,
    TableShape,
    Undrawn,
)
from salespack.scene.notes import Notes
from salespack.scene.pages import Backdrop, Backdrops
from salespack.scene.paint import Source
from salespack.scene.rewording import FIELD, Trust, cut, reworded, worded
from salespack.scene.shapes.graphic_frames import Frames
from salespack.scene.shapes.shapes import ReadsFrame, Slide, is_whole, shape_in, shapes_in
from salespack.scene.written_slides import AtHand, Pieces, id_of, stands_alone
from salespack.system.cache import Recent
from salespack.typography.text import Body

UNNAMED = Path("deck.pptx")
"""What problems call a deck that is not in a file."""
DC = "{http://purl.org/dc/elements/1.1/}"
MOST_OPENED = 64
"""Slides whose markup is at hand, as more of them may be asked for."""
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
    at_hand: AtHand | None = None,
) -> Scene:
    """The scene of a deck, given as a file or as its content; `language` is its language where it is known.

    With `only`, that of the slides in these parts alone; they keep their numbers. With `texts_only`, for the fit proof,
    without notes, without what slides show of their layouts, and without what charts and diagrams consist of; without
    `notes` all but those.
    `memory` has what was read of other decks: those of one brand share most of what stands behind their slides; and
    what was read of this one, if it is the same content. With `at_hand`, for a deck that was written here, its content
    is not opened again.
    Raises UserFault (SP501–SP509) for a deck that cannot be read.
    """
    memory = memory or SceneMemory()
    if isinstance(deck, Path):
        reader = Reader(read_package(deck), language, memory)
    else:
        reader = memory.reader(deck, language, lambda: _reader_of(deck, language, memory, at_hand))
    return reader.scene(only, texts_only=texts_only, notes=notes and not texts_only)


def _reader_of(deck: bytes, language: str, memory: SceneMemory, at_hand: AtHand | None) -> Reader:
    if at_hand is None:
        return Reader(read_package(UNNAMED, deck), language, memory)
    return Reader(WrittenPackage(UNNAMED, at_hand.parts), language, memory, at_hand.slides)


_Key = tuple[str, Backdrop, int, bytes]


class _Opened(NamedTuple):
    """A slide's markup, what stands behind it, and the shapes that were read by themselves, by their elements.

    Of a slide in `pieces` the markup is that around its shapes, which are `known` by theirs.
    """

    part: Part
    backdrop: Backdrop
    shapes: dict[Element, tuple[AnyShape, ...]]
    pieces: Pieces | None
    known: dict[str, tuple[AnyShape, ...]]


class Reader:
    """Reads the slides of one deck, and none of their shapes again."""

    def __init__(
        self, package: Package, language: str, memory: SceneMemory, written: Mapping[str, Pieces] | None = None
    ) -> None:
        self._package, self._memory, self._written = package, memory, written or {}
        self._parts = Parts(package)
        self._presentation = Presentation(package)
        self._size = self._presentation.size
        self._notes = Notes(self._parts)
        self._title, said = _about(package, self._parts)
        self._language = language or said
        self._frames = Frames(self._parts, self._presentation, self._language, memory.formats, memory.charts)
        self._backdrops = Backdrops(self._parts, self._presentation, self._size, memory.backdrops)
        self._numbers = {one.part: one.number for one in self._presentation.slides}
        self._first = self._presentation.first_number
        self._opened: Recent[_Opened] = Recent(MOST_OPENED)
        self._whole: dict[str, SlideScene] = {}

    def scene(self, only: Only | None, *, texts_only: bool, notes: bool) -> Scene:
        """The scene of the slides wanted, as `read_scene` says."""
        slides = []
        for part, number in self._numbers.items():
            if only is not None and part not in only:
                continue
            shapes = only[part] if only is not None else None
            slide = self._part_of(part, number, shapes) if texts_only else self._slide(part, number)
            if notes and (said := self._notes.of(part, self._first + number - 1)):
                slide = msgspec.structs.replace(slide, notes=said)
            slides.append(slide)
        return Scene(
            width=self._size.width,
            height=self._size.height,
            slides=tuple(slides),
            media=self._package.read,
            title=self._title,
            language=self._language or _commonest([one.language for one in slides]),
        )

    def layout(self, part: str) -> SlideScene:
        """A layout as a slide shows it on which nothing is filled in."""
        backdrop = self._backdrops.on(part)
        return SlideScene(
            number=0,
            part=part,
            background=backdrop.background,
            shapes=backdrop.shapes(self._frames, 0, self._numbers, None),
            layout=backdrop.name,
        )

    def _slide(self, name: str, number: int) -> SlideScene:
        """A whole slide, but its notes."""
        if name not in self._whole:
            part, backdrop, *_ = opened = self._open(name)
            own = self._shapes(opened, number, self._frames, None)
            behind: tuple[AnyShape, ...] = ()
            if shows_master(part.root):
                behind = backdrop.shapes(self._frames, number, self._numbers, self._first + number - 1)
            self._whole[name] = self._scene_of(opened, number, own, behind)
        return self._whole[name]

    def _part_of(self, name: str, number: int, only: Container[int] | None) -> SlideScene:
        """The texts of a slide's shapes; its language is the deck's where that is known."""
        opened = self._open(name)
        shapes = self._shapes(opened, number, self._frames.without_drawings, only)
        return self._scene_of(opened, number, shapes, (), self._language)

    def _open(self, name: str) -> _Opened:
        def opened() -> _Opened:
            pieces = self._written.get(name)
            part = self._parts.passing(name) if pieces is None else self._around(name, pieces)
            return _Opened(part, self._backdrops.of(part), {}, pieces, {})

        return self._opened.get(name, opened)

    def _around(self, name: str, pieces: Pieces) -> Part:
        """A slide in pieces as if it had no shapes."""
        markup = pieces.holding(())
        return Part(name, self._memory.frames.get(markup, lambda: parse(markup)), self._parts.relationships(name))

    def _shapes(self, opened: _Opened, number: int, frame: ReadsFrame, only: Container[int] | None) -> list[AnyShape]:
        if opened.pieces is not None:
            return self._shapes_in_pieces(opened, opened.pieces, number, frame, only)
        page, label = opened.backdrop.page, self._first + number - 1
        around = Slide(page, *self._size, label, "slide", frame, only, opened.shapes)
        return shapes_in(opened.part.root.find(f"{P}cSld/{P}spTree"), self._source(opened, number), around)

    def _shapes_in_pieces(
        self, opened: _Opened, pieces: Pieces, number: int, frame: ReadsFrame, only: Container[int] | None
    ) -> list[AnyShape]:
        """The shapes of a slide in pieces; those are parsed that none was like, but for their words."""
        wanted = [one for one in pieces.shapes if only is None or id_of(one) in only]
        remembered, known = self._memory.shapes, dict(opened.known)
        keys = {one: self._key_of(one, opened, number) for one in wanted if stands_alone(one)}
        known |= {one: found for one, key in keys.items() if (found := remembered.find(key)) is not None}
        serving = self._serving({one: key for one, key in keys.items() if one not in known})
        for one, (found, trust) in serving.items():
            if not trust.is_due():
                known[one] = found
                remembered.keep(keys[one], found)
        if unread := [one for one in wanted if one not in known]:
            (tree,) = parse(pieces.holding(unread)).findall(f"{P}cSld/{P}spTree")
            _, _, *elements = tree  # what the tree says of itself comes first
            source = self._source(opened, number)
            slide = Slide(opened.backdrop.page, *self._size, self._first + number - 1, "slide", frame)
            for one, element in zip(unread, elements, strict=True):
                known[one] = found = shape_in(element, source, slide)
                if one in serving:
                    expected, trust = serving[one]
                    trust.lost = trust.lost or expected != found
                if is_whole(found):
                    opened.known[one] = found
                if one in keys:
                    self._remember(keys[one], found)
        return [shape for one in wanted for shape in known[one]]

    def _serving(self, keys: Mapping[str, _Key]) -> dict[str, tuple[tuple[AnyShape, ...], Trust]]:
        """Of shapes, by their markup, those that another is like but for its words: as they are then."""
        found = {}
        for one, (_, *around) in keys.items():
            apart = cut(one)
            like = self._memory.worded.find((apart.around, *around)) if apart is not None else None
            if apart is None or like is None or like[1].lost:
                continue
            if (shapes := reworded(like[0], apart.words)) is not None:
                found[one] = shapes, like[1]
        return found

    def _remember(self, key: _Key, shapes: tuple[AnyShape, ...]) -> None:
        """Keeps what was read of a shape that stands alone, for decks with the same and with other words."""
        self._memory.shapes.keep(key, shapes)
        markup, *around = key
        apart = cut(markup)
        if apart is None or self._memory.worded.find((apart.around, *around)) is not None:
            return
        if (kept := worded(shapes, apart.words)) is not None:
            self._memory.worded.keep((apart.around, *around), (kept, Trust()))

    def _key_of(self, markup: str, opened: _Opened, number: int) -> _Key:
        """What a shape that stands alone depends on: its markup first."""
        return (
            markup,
            opened.backdrop,
            self._first + number - 1 if FIELD in markup else 0,
            self._frames.table_styles_state if "<a:tbl>" in markup else b"",
        )

    def _source(self, opened: _Opened, number: int) -> Source:
        part, backdrop, *_ = opened
        return Source(part.name, backdrop.page.theme, part.relationships, self._numbers, number)

    def _scene_of(
        self, opened: _Opened, number: int, own: Sequence[AnyShape], behind: Sequence[AnyShape], language: str = ""
    ) -> SlideScene:
        part, backdrop, *_ = opened
        return SlideScene(
            number=number,
            part=part.name,
            background=background_of(part.root, self._source(opened, number)) or backdrop.background,
            shapes=(*behind, *own),
            title=_title_of(own),
            language=language or _language_of(own) or self._language,
            layout=backdrop.name,
            hidden=is_hidden(part.root),
        )


def layout_reader(package: Package) -> Callable[[str], SlideScene]:
    """Tells what a slide on a layout, given by its part, shows of it and of its master before anything is filled in."""
    return Reader(package, "", SceneMemory()).layout


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
        for text in _texts_in(shape):
            for paragraph in text.paragraphs:
                for run in paragraph.runs:
                    letters[run.language] += len(run.text)
    return _commonest(letters)


def _texts_in(shape: AnyShape) -> Iterator[Body]:
    """The texts of a shape, and of those that it is drawn with."""
    match shape:
        case AutoShape(text=text):
            yield from (text,) if text is not None else ()
        case CompositeShape(shapes=members):
            for member in members:
                yield from _texts_in(member)
        case TableShape() | PictureShape() | Undrawn():  # a table is in the language of what stands around it
            return
        case _:
            assert_never(shape)


def _commonest(languages: Counter[str] | Sequence[str]) -> str:
    """The language that is there most often, the first of those; empty ones do not count."""
    counted = Counter(languages)
    counted.pop("", None)
    return max(counted, key=lambda one: counted[one], default="")
