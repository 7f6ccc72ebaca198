"""Pictures of slides for the catalog: drawn as the previews of a deck are, named by what they show, never drawn twice.

A picture that is there already by its name is the picture: the name holds a hash of all that it depends on.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from salespack.deck.model import Deck, DesignedSlide, Picture, Provenance, Slide
from salespack.deck.visiting import files_of, leaves
from salespack.formats.types import encode_custom
from salespack.graphics.lengths import POINT
from salespack.library.library import Library
from salespack.problems.files import file_content
from salespack.system.cache import code_version
from salespack.system.files import put
from salespack.system.hashing import digest

if TYPE_CHECKING:
    from salespack.assembly.materials import Materials
    from salespack.drawing.memory import DrawingMemory
    from salespack.fit.fitting import Fitting
    from salespack.powerpoint.brand.model import Brand
    from salespack.powerpoint.slide_templates import SlideTemplates
    from salespack.powerpoint.writing.writer import Copy
    from salespack.scene.memory import SceneMemory
    from salespack.typography.faces import Typefaces

LARGE, HALF = 960, 2
"""How wide the picture of a slide is on its block's page, in pixels; on cards it is half as wide."""
QUALITY, EFFORT = 80, 2
"""Of lossy WebP: quality 0–100, method 0–6. On slides of text methods 3 and 4 save 4 % and take twice as long."""
HASH, LONGEST_NAME = 16, 80
POINTS_PER_INCH = 72
NOWHERE = Provenance("", 0, "", "", "")


class Easel(msgspec.Struct, frozen=True, kw_only=True):
    """What drawing needs beside the slides: the brand, and what was opened for it once."""

    brand: Brand
    fitting: Fitting
    templates: SlideTemplates
    materials: Materials
    scenes: SceneMemory
    drawing: DrawingMemory
    typefaces: Typefaces
    fonts: tuple[Path, ...]


class Painter:
    """Draws the slides of one library's texts into the first of two folders; in both there may be some already.

    `day` is the day that decks say they were made on.
    """

    def __init__(self, library: Library, easel: Easel, folders: tuple[Path, Path], day: datetime.date) -> None:
        self._library, self._easel, self._folders, self._day = library, easel, folders, day
        self._states: dict[str, str] = {}
        fonts = [f"{font.name} {digest(file_content(font))}" for font in easel.fonts]
        shared = (code_version(), easel.brand.content_hash, library.settings.company.name, day.isoformat(), *fonts)
        self._shared = "\n".join(shared)

    def stems(self, block: str, language: str, slides: Sequence[Slide]) -> tuple[str, ...]:
        """The names of a text's pictures without their endings, one a slide."""
        seen = [_as_seen(slide) for slide in slides]
        parts = [self._shared.encode(), msgspec.msgpack.encode(seen, enc_hook=encode_custom)]
        parts += [self._state(file).encode() for file in _files(slides)]
        key = digest(b"\n".join(parts))[:HASH]
        return tuple(f"{block[:LONGEST_NAME]}.{language}-{key}-{number}" for number in range(1, len(slides) + 1))

    def has(self, stems: Iterable[str]) -> bool:
        """Whether these pictures are there."""
        names = [name for stem in stems for name in names_of(stem)]
        return all(any((folder / name).is_file() for folder in self._folders) for name in names)

    def paint(self, stems: Sequence[str], language: str, slides: Sequence[Slide], customer: str) -> None:
        """Draws a text's slides. Raises UserFault when the deck cannot be written or read, OSError for the disk."""
        from PIL import Image

        for stem, png in zip(stems, self._pages(language, slides, customer), strict=True):
            with Image.open(BytesIO(png)) as page:
                large = page.convert("RGB")
            for name, picture in zip(names_of(stem), (large.reduce(HALF), large), strict=True):
                content = BytesIO()
                picture.save(content, "WEBP", quality=QUALITY, method=EFFORT)
                put(self._folders[0] / name, content.getvalue())

    def deck(self, language: str, slides: Sequence[Slide], customer: str, copy: Copy = "handout") -> bytes:
        """A text's slides as a deck. Raises UserFault when it cannot be written."""
        from salespack.powerpoint.writing.writer import write_deck

        easel, company = self._easel, self._library.settings.company.name
        deck = Deck(
            title=company,
            customer=customer,
            company=company,
            language=language,
            on=self._day,
            profile="",
            pack="",
            pack_name="",
            profile_hash="",
            library_hash="",
            slides=tuple(slides),
        )
        return write_deck(
            deck,
            easel.brand,
            templates=easel.templates,
            composer=easel.fitting.composer,
            copy=copy,
            sources=easel.materials.sources if any(slide.designed for slide in slides) else None,
            formats=easel.materials.formats,
        )

    def _pages(self, language: str, slides: Sequence[Slide], customer: str) -> list[bytes]:
        """Each slide as PNG, by the one way that decks are drawn."""
        from salespack.drawing.pdf import Drawing, one_a_page
        from salespack.scene.reading import read_scene

        easel = self._easel
        scene = read_scene(self.deck(language, slides, customer), language=language, memory=easel.scenes)
        # A slide that is hidden in the show is a slide of the catalog.
        scene = msgspec.structs.replace(
            scene, slides=tuple(msgspec.structs.replace(one, hidden=False) for one in scene.slides)
        )
        drawing = Drawing(scene, easel.typefaces, memory=easel.drawing)
        return drawing.made(one_a_page, on=self._day, ppi=LARGE * POINTS_PER_INCH * POINT / scene.width)

    def _state(self, file: str) -> str:
        """The hash of a file that slides show; each is read once."""
        if file not in self._states:
            try:
                self._states[file] = digest(file_content(file))
            except OSError:
                self._states[file] = ""  # drawing the slide says what is wrong with it
        return self._states[file]


def names_of(stem: str) -> tuple[str, str]:
    """The files of a picture: small and large."""
    return f"{stem}.webp", f"{stem}-large.webp"


def _as_seen(slide: Slide) -> Slide:
    """The slide without what its picture does not show."""
    return msgspec.structs.replace(
        slide,
        notes=(),
        seller=(),
        provenance=NOWHERE,
        minutes=0.0,
        holds_customer_data=False,
        file="",
        line=None,
        form_line=None,
    )


def _files(slides: Iterable[Slide]) -> Iterator[str]:
    """The files that slides show, or come from."""
    for slide in slides:
        for leaf in leaves(slide.nodes):
            yield from files_of(leaf)
        if slide.designed is not None:
            yield slide.designed.file
            yield from _pictures(slide.designed)


def _pictures(designed: DesignedSlide) -> Iterator[str]:
    pictures: Mapping[str, Picture] = designed.pictures
    yield from (picture.file for picture in pictures.values())
