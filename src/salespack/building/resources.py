"""What all builds from one library share, each opened when it is first needed: brand, typefaces, templates, caches."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from salespack.assembly.materials import Materials
from salespack.building.logos import document_logo
from salespack.library.library import Library
from salespack.problems.problem import UserFault
from salespack.system.cache import OF_CUSTOMERS, Memory
from salespack.system.hashing import digest
from salespack.system.paths import inside, named_files

if TYPE_CHECKING:
    from jinja2 import BytecodeCache

    from salespack.building.rebranding import Rebranding
    from salespack.deck.model import Deck
    from salespack.documents.look import DocumentLook
    from salespack.drawing.memory import DrawingMemory
    from salespack.fit.fitting import Fitting
    from salespack.looks.looks import LooksProof
    from salespack.powerpoint.brand.model import Brand
    from salespack.powerpoint.slide_templates import SlideTemplates
    from salespack.problems.problem import Problem
    from salespack.scene.memory import SceneMemory
    from salespack.typography.faces import EmbeddedFace, Typefaces

MOST_CUSTOMERS = 8
MOST_BASES = 200
FONTS, PICTURES = (".ttf", ".otf", ".ttc"), (".png", ".jpg", ".jpeg", ".gif", ".svg")


class Resources:
    """The shared things of one library. `cache` is the folder for what is remembered across processes, if anywhere."""

    def __init__(self, library: Library, cache: Path | None) -> None:
        self.library, self._cache = library, cache
        self._customers: set[Path] = set()

    def save(self) -> None:
        """Remembers what was formatted, measured and proven, for the next process."""
        self.materials.save()
        self.fitting.save()
        self.looks.save()

    @cached_property
    def brand(self) -> Brand:
        """The library's brand, compiled; cached while it is unchanged. Raises UserFault when it cannot be used."""
        from salespack.powerpoint.brand.cached import open_brand

        return open_brand(self.library, self._cache)

    @cached_property
    def fonts(self) -> list[Path]:
        """The library's font files."""
        return _files_in(self.library.root, "fonts", FONTS)

    @cached_property
    def images(self) -> Mapping[str, Path]:
        """The library's pictures, by the names that its texts and templates have for them."""
        return {f"images/{path.name}": path for path in _files_in(self.library.root, "images", PICTURES)}

    @cached_property
    def typefaces(self) -> Typefaces:
        """The typefaces of the library, of its brand file and designed decks, and of this computer."""
        from salespack.typography.faces import Typefaces

        return Typefaces(self.fonts, cache=self._cache, embedded=self.embedded_faces)

    def embedded_faces(self) -> Sequence[EmbeddedFace]:
        """The faces that the brand file and the designed decks bring along."""
        from salespack.assembly.embedded_fonts import faces_in_files

        with suppress(UserFault):  # without a brand nothing is drawn
            return faces_in_files(self.library, self.brand, lambda: self.materials.sources, self._cache)
        return ()

    @cached_property
    def document_look(self) -> DocumentLook:
        """How documents look. Raises UserFault when the brand, or the logo that it names, cannot be used."""
        from salespack.documents.look import DocumentLook

        brand, said = self.brand, self.brand.documents
        colours = {"heading": said.heading_colour, "accent": said.accent_colour, "band": said.band_colour}
        return DocumentLook.of(
            brand.colours,
            {name: colour for name, colour in colours.items() if colour is not None},
            heading_font=said.heading_font or brand.major_font,
            text_font=said.text_font or brand.minor_font,
            typefaces=self.typefaces,
            logo=document_logo(self.library, brand, self.typefaces),
        )

    @cached_property
    def fitting(self) -> Fitting:
        """What fits slides on the brand and proves that they fit. Raises UserFault when the brand cannot be used."""
        from salespack.fit.fitting import Fitting

        return Fitting(self.brand, lambda: self.typefaces, self.fonts, self._cache, self.scenes)

    @cached_property
    def looks(self) -> LooksProof:
        """What proves how slides look on the brand. Raises UserFault when the brand cannot be used."""
        from salespack.looks.looks import LooksProof

        return LooksProof(self.brand, lambda: self.typefaces, self.fonts, self._cache, self.scenes)

    @cached_property
    def rebranding(self) -> Rebranding:
        """What settles how designed slides are dressed. Raises UserFault when the brand cannot be used."""
        from salespack.building.rebranding import Rebranding, Tools

        return Rebranding(
            lambda: Tools(
                brand=self.brand,
                templates=self.slide_templates,
                composer=self.fitting.composer,
                sources=self.materials.sources,
                formats=self.materials.formats,
                scenes=self.scenes,
                typefaces=self.typefaces,
                gallery=self.looks.gallery,
            )
        )

    def settled(self, deck: Deck) -> tuple[Deck, tuple[Problem, ...]]:
        """The deck with its slides as they are to be written, and a warning for each designed one that is not dressed.

        Most decks have none that are to be dressed in the brand. Raises UserFault where a slide cannot be written.
        """
        if not any(one.designed is not None and one.designed.keep == "brand" for one in deck.slides):
            return deck, ()
        return self.rebranding.settled(deck)

    @cached_property
    def materials(self) -> Materials:
        """What the library's blocks are assembled from."""
        return Materials(self.library.root, self._cache, self.bytecode)

    @cached_property
    def scenes(self) -> SceneMemory:
        """What the finished decks have in common."""
        from salespack.scene.memory import SceneMemory

        return SceneMemory(self.materials.formats)

    @cached_property
    def drawing(self) -> DrawingMemory:
        """What the drawings of finished decks have in common, among it the fonts that are loaded."""
        from salespack.drawing.memory import DrawingMemory

        return DrawingMemory()

    @cached_property
    def slide_templates(self) -> SlideTemplates:
        """The templates of slides."""
        from salespack.powerpoint.writing.writer import slide_templates

        return slide_templates(self._cache, self.bytecode)

    def bases_of(self, profile: Path) -> Memory:
        """The bases of slides that were made for a customer before, by the customer's profile."""
        bases = Memory(MOST_BASES)
        if self.remembers(profile):
            bases.open(self._cache, f"{OF_CUSTOMERS}/bases-{digest(os.fsencode(profile.absolute()))[:24]}.msgpack")
        return bases

    def remembers(self, profile: Path) -> bool:
        """Whether what was read and made for a customer is remembered for the next process.

        Of many customers it is not: nobody waits for one of them, and the cache would grow with their number.
        """
        if len(self._customers) < MOST_CUSTOMERS:
            self._customers.add(profile)
        return profile in self._customers

    @cached_property
    def bytecode(self) -> BytecodeCache | None:
        """Jinja's compiled templates, in the user's own cache folder."""
        if self._cache is None:
            return None
        from salespack.templating.bytecode_cache import CompiledTemplates

        return CompiledTemplates(self._cache)


def _files_in(root: Path, folder: str, endings: tuple[str, ...]) -> list[Path]:
    """The files in one of a library's folders with one of these endings, sorted; links that leave it do not count."""
    return [path for path in named_files(root / folder) if path.suffix.lower() in endings and inside(root, path)]
