"""Writes a deck on a brand as a .pptx: which parts there are and how they hang together. Reads pictures, no more.

`composition` decides where things stand, `slide_markup` prints them with `slide_templates`, and the package copies the
brand's own parts as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, assert_never

import msgspec

from salespack import __version__
from salespack.deck.model import Chart, Deck, Picture, Slide
from salespack.language.formatting import Formats
from salespack.ooxml.packaging import (
    OFFICE_RELATIONSHIPS,
    OFFICE_TYPES,
    PRESENTATION,
    PRESENTATION_TYPE,
    PRESENTATION_TYPES,
    PackageWriter,
    Relationship,
    StoredPart,
    relationships_part,
    relationships_xml,
    stored_part,
)
from salespack.ooxml.provenance_tags import Built, Tag, deck_tags, slide_tags, with_deck_tags
from salespack.powerpoint.brand.model import Brand, presentation_with_slides, relationships_with
from salespack.powerpoint.brand.palette import ACCENTS, Palette
from salespack.powerpoint.composing.composition import Composer, content_of
from salespack.powerpoint.composing.placement import Composition
from salespack.powerpoint.forms import chart_parts, chart_sheets
from salespack.powerpoint.forms.drawn import Drawn, Graph, Reference, References
from salespack.powerpoint.forms.measuring import Measure
from salespack.powerpoint.forms.paragraphs import NO_BULLETS, language_tag, printed, rows
from salespack.powerpoint.slide_templates import Piece, SlideTemplates, Xml, literal, proven, slide_templates
from salespack.powerpoint.writing.footers import Footers
from salespack.powerpoint.writing.slide_bases import OwnShapes, bases_of, build_id
from salespack.powerpoint.writing.slide_markup import SLIDE, drawn
from salespack.problems.files import file_content
from salespack.scene.written_slides import AtHand, Pieces
from salespack.system.cache import Memory

if TYPE_CHECKING:
    from salespack.powerpoint.designed.source import Sources
    from salespack.powerpoint.merging.carrier import Carrier
    from salespack.typography.faces import Typefaces

__all__ = ["WrittenDeck", "WrittenSlide", "new_composer", "slide_templates", "write_deck", "written_deck"]

TAG = Piece("tags.xml.j2", "tag", (), ("name", "value"))
TAGS = Piece("tags.xml.j2", "tags", (), ("tags",))
NOTES = Piece("notes.xml.j2", "notes", (), ("text",))
SHAPES = Xml("\0")
"""Stands for a slide's shapes in the markup around them: XML has no such character."""
SLIDE_PART = "ppt/slides/slide{number}.xml"
LOOKS = ("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/theme/", "ppt/tableStyles.xml")
"""The parts of a deck that slides inherit their looks from."""
Copy = Literal["presenter", "handout"]
METADATA = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
FIRST_SLIDE_ID = 256
"""ST_SlideId begins here (ECMA-376, 19.7.13)."""
THEME_COLOURS = ("dk1", "lt1", "dk2", "lt2", *ACCENTS, "hlink", "folHlink")
"""The colours of a theme in the order of the schema (ECMA-376, 20.1.6.2)."""
NOTES_SIZE = 1_200
SMALL = 1_000
"""Bytes up to which deflating a part costs more time than it saves room."""


class WrittenSlide(NamedTuple):
    """A slide as it stands in the file: its layout's part, and its shapes in their order.

    A designed one is in one piece. `around` is the markup before and behind the shapes of one that is not, of which
    the first `own` are the slide's own, and the rest its footers.
    """

    layout: str
    shapes: tuple[str, ...]
    designed: bool = False
    around: tuple[str, str] = ("", "")
    own: int = 0


class WrittenDeck(NamedTuple):
    """A deck as a .pptx, and what is in the file: its slides, the looks that they inherit, as a text that tells them
    from others, all parts as they lie in it, and the id of the build, which a handout has not.
    """

    file: bytes
    slides: tuple[WrittenSlide, ...]
    looks: str
    parts: tuple[StoredPart, ...]
    build: str = ""

    @property
    def at_hand(self) -> AtHand:
        """What those who read its scene need not look for in the file. Designed slides are read from their parts."""
        return AtHand(
            self.parts,
            {
                SLIDE_PART.format(number=number): Pieces(slide.around[0], slide.shapes, slide.around[1])
                for number, slide in enumerate(self.slides, 1)
                if not slide.designed
            },
        )


def write_deck(
    deck: Deck,
    brand: Brand,
    *,
    templates: SlideTemplates,
    composer: Composer | None = None,
    copy: Copy = "presenter",
    sources: Sources | None = None,
    formats: Formats | None = None,
) -> bytes:
    """The deck as a .pptx: `written_deck` for those who need no more."""
    return written_deck(
        deck, brand, templates=templates, composer=composer, copy=copy, sources=sources, formats=formats
    ).file


def written_deck(
    deck: Deck,
    brand: Brand,
    *,
    templates: SlideTemplates,
    composer: Composer | None = None,
    copy: Copy = "presenter",
    sources: Sources | None = None,
    formats: Formats | None = None,
) -> WrittenDeck:
    """The deck as a .pptx, with what is in it.

    `templates` come from `slide_templates`; `sources` are the opened decks of designed slides; `formats` writes the
    days in footers.

    `composer` is one of this brand that has composed the slides already; without it, one that knows no fonts but the
    built-in widths.

    The handout is the clean copy: without notes, tags and names of who made it. The same input gives the same bytes.
    Raises OSError when a picture cannot be read, UserFault (SP501–SP509) when the file of a designed slide cannot,
    RuntimeError when a template prints XML that is not well-formed.
    """
    composer = composer or new_composer(brand)
    return _Writer(deck, brand, templates, composer, copy, sources, formats or Formats()).write()


def new_composer(
    brand: Brand, typefaces: Callable[[], Typefaces] | None = None, memory: Memory | None = None
) -> Composer:
    """A composer for a brand; by default it measures with the built-in widths alone, and remembers nothing."""
    return Composer(brand, Measure(brand, typefaces or _built_in_typefaces, memory))


def _built_in_typefaces() -> Typefaces:
    from salespack.typography.faces import Typefaces

    return Typefaces(system=False)


class _Writer:
    """One deck in the making: the package, and the names and numbers that have been given out."""

    def __init__(
        self,
        deck: Deck,
        brand: Brand,
        templates: SlideTemplates,
        composer: Composer,
        copy: Copy,
        sources: Sources | None,
        formats: Formats,
    ) -> None:
        self._deck, self._brand, self._pieces, self._handout = deck, brand, templates, copy == "handout"
        self._package = PackageWriter()
        self._formats = formats
        self._footers = Footers(deck, templates, composer.measure, formats)
        self._composer, self._table_style = composer, brand.table_style
        self._pictures: dict[str, str] = {}
        self._contents: dict[bytes, str] = {}
        self._carrier = self._new_carrier(sources) if any(slide.designed for slide in deck.slides) else None
        self._counts: dict[str, int] = {}
        self._notes = 0
        self._tag_parts: list[str] = []
        self._tags_are_proven = False
        self._build = ""
        self._notes_master = brand.notes_master

    def write(self) -> WrittenDeck:
        """All parts, in the order in which they need each other."""
        styles = self._carrier.table_styles.part if self._carrier is not None else None
        for part in self._brand.parts:
            if part is not styles:
                self._package.copy(part)
        names = [SLIDE_PART.format(number=number) for number in range(1, len(self._deck.slides) + 1)]
        written = [
            self._slide(number, name, slide)
            for number, (name, slide) in enumerate(zip(names, self._deck.slides, strict=True), 1)
        ]
        if not self._handout:
            self._slide_tags(names, written)
        self._presentation(names)
        self._properties()
        looks = [(part.name, part.crc, part.size) for part in self._package if part.name.startswith(LOOKS)]
        return WrittenDeck(self._package.finish(), tuple(written), repr(looks), tuple(self._package), self._build)

    def _free(self, stem: str, extension: str) -> str:
        """The first name `stemN.extension` that no part of the brand has."""
        number = self._counts.get(stem, 0) + 1
        while (name := f"{stem}{number}.{extension}") in self._package:
            number += 1
        self._counts[stem] = number
        return name

    def _add(self, name: str, content_type: str, data: bytes, references: Sequence[Reference] = ()) -> None:
        self._package.add(name, content_type, data, compress=len(data) > SMALL)
        self._add_references(name, references)

    def _add_known(
        self,
        name: str,
        content_type: str,
        key: Hashable,
        data: Callable[[], bytes],
        references: Sequence[Reference] = (),
    ) -> None:
        """Adds a part that comes again in deck after deck: `key` says all that its `data` is printed from."""

        def printed() -> StoredPart:
            content = data()
            return stored_part(name, content_type, content, compress=len(content) > SMALL)

        part = self._pieces.parts.get((content_type, key), printed)
        self._package.copy(part if part.name == name else msgspec.structs.replace(part, name=name))
        self._add_references(name, references)

    def _add_references(self, name: str, references: Sequence[Reference]) -> None:
        if references:
            name, listed = relationships_part(name), tuple(references)
            self._add_known(name, "", listed, lambda: proven(name, relationships_xml(_numbered(listed))))

    def _slide(self, number: int, name: str, slide: Slide) -> WrittenSlide:
        """Writes one slide with its notes and tags as part `name`."""
        if slide.designed is not None and self._carrier is not None:
            own = []
            if not self._handout:
                own.append(("tags", self._tag_part()))
                if slide.notes:
                    own.append(("notesSlide", "ppt" + self._slide_notes(number, slide).removeprefix("..")))
            layout = self._carrier.slide(name, slide, own)
            markup = self._package[name].content.decode(errors="replace")
            return WrittenSlide(layout, (markup,), designed=True)
        composition = self._composer.compose(slide)
        content = self._drawn(slide, composition)
        shapes = *content.shapes, *self._footers.drawn(composition, slide.language, content.last_id, number)
        references, tags = [self._reference(one, slide, composition) for one in content.references], ""
        if not self._handout:
            tags = _refer(references, "tags", "../" + self._tag_part().removeprefix("ppt/"))
            if slide.notes:
                _refer(references, "notesSlide", self._slide_notes(number, slide))
        # The shapes and the footers are proven to be well-formed, and so is the pattern around them.
        before, _, behind = self._pieces.pattern(SLIDE, bool(tags)).fill(SHAPES, Xml(tags)).partition(SHAPES)
        self._add(name, PRESENTATION_TYPES + "slide+xml", "".join((before, *shapes, behind)).encode(), references)
        layout = self._brand.layouts[composition.layout].part
        return WrittenSlide(layout, shapes, around=(before, behind), own=len(content.shapes))

    def _drawn(self, slide: Slide, composition: Composition) -> Drawn:
        """The slide's shapes; drawn once, as it stands in other decks too, and in the handout."""

        def found() -> Drawn:
            layout = self._brand.layouts[composition.layout].part
            target = "../" + layout.removeprefix("ppt/")
            return drawn(slide, composition, self._pieces, target, self._table_style, self._formats)

        return self._composer.drawn.get((slide.language, self._pieces, *content_of(slide)), found)

    def _new_carrier(self, sources: Sources | None) -> Carrier:
        from salespack.ooxml.media import Media
        from salespack.powerpoint.designed.source import Sources
        from salespack.powerpoint.merging.carrier import Carrier, Workshop

        def picture(one: Picture) -> str:
            return "ppt/" + self.picture(one).removeprefix("../")

        slides: dict[tuple[str, str], str] = {}
        for number, slide in enumerate(self._deck.slides, 1):
            if slide.designed is not None:
                slides.setdefault((slide.designed.file, slide.designed.part), SLIDE_PART.format(number=number))
        workshop = Workshop(self._package, Media(self._brand.parts), self._free, picture)
        return Carrier(self._brand, sources or Sources(), workshop, slides)

    def _tag_part(self) -> str:
        """The name of the part that the tags of a slide will have: what they say is known when all slides are."""
        name = self._free("ppt/tags/tag", "xml")
        self._tag_parts.append(name)
        return name

    def _slide_tags(self, names: Sequence[str], written: Sequence[WrittenSlide]) -> None:
        """Writes the tags of all slides."""
        deck, parts = self._deck, tuple(self._package)
        self._build = build_id(parts, deck.profile_hash, deck.library_hash, deck.pack, deck.on.isoformat(), __version__)
        shapes = {
            name: None if slide.designed else OwnShapes(slide.shapes[: slide.own], slide.shapes[slide.own :])
            for name, slide in zip(names, written, strict=True)
        }
        bases = bases_of(parts, shapes, self._pieces)
        of_block: Counter[str] = Counter()
        rows = zip(self._tag_parts, deck.slides, bases, strict=True)
        for number, (name, slide, base) in enumerate(rows, 1):
            of_block[slide.provenance.block] += 1
            built = Built(number, len(names), of_block[slide.provenance.block], self._build, base)
            self._tags(name, slide_tags(slide, deck.on, built))

    def _tags(self, name: str, tags: list[Tag]) -> None:
        """Writes a list of tags as part `name`."""
        pattern = self._pieces.pattern(TAG)
        listed = [pattern.fill(literal(name), literal(value)) for name, value in tags]
        filled = self._pieces.pattern(TAGS).fill(Xml("".join(listed)))
        # All that is filled in is literal: where one list is well-formed, so are those of all slides.
        data = filled.encode() if self._tags_are_proven else proven("tags.xml.j2", filled)
        self._tags_are_proven = True
        self._add(name, PRESENTATION_TYPES + "tags+xml", data)

    def _slide_notes(self, number: int, slide: Slide) -> str:
        """Writes the notes of a slide; the target of the slide's relationship to them."""
        self._notes += 1
        if self._notes_master is None:
            self._notes_master = self._add_notes_master()
        name = self._free("ppt/notesSlides/notesSlide", "xml")
        references = References()
        references.to("notesMaster", "../" + self._notes_master.removeprefix("ppt/"))
        references.to("slide", f"../slides/slide{number}.xml")
        found = rows(slide.notes, NO_BULLETS, NOTES_SIZE, references.link)

        def data() -> bytes:
            text = printed(found, self._pieces, language_tag(slide.language))
            return proven("notes.xml.j2", self._pieces.pattern(NOTES).fill(text))

        key = (slide.notes, slide.language)
        self._add_known(name, PRESENTATION_TYPES + "notesSlide+xml", key, data, references.rows)
        return f"../notesSlides/{name.rpartition('/')[2]}"

    def _add_notes_master(self) -> str:
        """Writes a notes master in the brand's colours and fonts, for a brand without."""
        theme = self._free("ppt/theme/theme", "xml")
        brand = self._brand
        colours = [(kind, brand.colours[kind]) for kind in THEME_COLOURS]
        context = {"colours": colours, "major_font": brand.major_font, "minor_font": brand.minor_font}
        self._add(theme, OFFICE_TYPES + "theme+xml", self._pieces.part("theme.xml.j2", context))
        references = References()
        references.to("theme", "../" + theme.removeprefix("ppt/"))
        name = self._free("ppt/notesMasters/notesMaster", "xml")
        page = {"levels": [str(level) for level in range(1, 10)], "image": _slide_image(brand)}
        self._add(
            name,
            PRESENTATION_TYPES + "notesMaster+xml",
            self._pieces.part("notes_master.xml.j2", page),
            references.rows,
        )
        return name

    def picture(self, picture: Picture) -> str:
        """The part of a picture, once for the same file or the same content."""
        target = self._pictures.get(picture.file)
        if target is None:
            data = file_content(picture.file)
            target = self._contents.get(data)
            if target is None:
                name = self._free("ppt/media/image", picture.format)
                self._add(name, f"image/{picture.format}", data)
                target = self._contents[data] = f"../media/{name.rpartition('/')[2]}"
            self._pictures[picture.file] = target
        return target

    def _reference(self, one: Reference, slide: Slide, composition: Composition) -> Reference:
        """What a drawn slide refers to, as it is in this deck."""
        match one.target:
            case Picture():
                return one._replace(target=self.picture(one.target))
            case Graph():
                return one._replace(target=self._chart(one.target, slide, composition.palette, composition.face))
            case str():
                return one
            case _:
                assert_never(one.target)

    def _chart(self, graph: Graph, slide: Slide, palette: Palette, face: str) -> str:
        """A chart's part with its workbook."""
        chart, language = graph.chart, slide.language
        name = self._free("ppt/charts/chart", "xml")
        workbook = Reference("package", self._workbook(chart, language))

        def data() -> bytes:
            signs = self._formats.signs(language)
            return chart_parts.chart_xml(self._pieces, chart, language, signs, palette, face, graph.made)

        self._add_known(name, chart_parts.CHART_TYPE, (graph, language, palette, face), data, [workbook])
        return f"../charts/{name.rpartition('/')[2]}"

    def _workbook(self, chart: Chart, language: str) -> str:
        """A chart's workbook; the target of a relationship to it."""
        name = self._free("ppt/embeddings/Microsoft_Excel_Worksheet", "xlsx")

        def data() -> bytes:
            return chart_sheets.workbook(self._pieces, chart, language)

        self._add_known(name, chart_sheets.WORKBOOK_TYPE, (chart, language), data)
        return "../" + name.removeprefix("ppt/")

    def _presentation(self, slides: list[str]) -> None:
        """presentation.xml with its slides, a notes master of ours, and the deck's tags."""
        brand, added, free = self._brand, [], self._brand.free_relationship_id
        listed = []
        for number, name in enumerate(slides):
            added.append(_relationship(free + number, "slide", name))
            listed.append((FIRST_SLIDE_ID + number, added[-1].id))
        master = None
        if self._notes_master is not None and brand.notes_master is None:
            added.append(_relationship(free + len(added), "notesMaster", self._notes_master))
            master = added[-1].id
        data = presentation_with_slides(brand, listed, master)
        if not self._handout:
            self._tags(name := self._free("ppt/tags/tag", "xml"), deck_tags(self._deck, self._build))
            added.append(_relationship(free + len(added), "tags", name))
            data = with_deck_tags(data, added[-1].id)
        if self._carrier is not None:
            data, more = self._carrier.finish(data, free + len(added))
            added += more
            if not self._handout:
                data = self._carrier.with_sections(data, self._deck, [number for number, _ in listed])
        self._add(PRESENTATION, PRESENTATION_TYPE, proven(PRESENTATION, data))
        self._add(relationships_part(PRESENTATION), "", proven(PRESENTATION, relationships_with(brand, added)))

    def _properties(self) -> None:
        """The document's properties and the relationships of the package.

        The title is the pack's name: who deletes a customer's data from the slides does not look for it there.
        """
        deck = self._deck
        made_by = "" if self._handout else deck.company
        language, on = language_tag(deck.language), deck.on.isoformat()
        core = {"title": deck.pack_name, "creator": made_by, "language": language, "on": on}
        app = {
            "application": "" if self._handout else f"Salespack {__version__}",
            "slides": str(len(deck.slides)),
            "notes": str(self._notes),
            "company": made_by,
        }
        core_type = "application/vnd.openxmlformats-package.core-properties+xml"
        app_type = OFFICE_TYPES + "extended-properties+xml"
        self._add("docProps/core.xml", core_type, self._pieces.part("core.xml.j2", core))
        self._add("docProps/app.xml", app_type, self._pieces.part("app.xml.j2", app))
        package = [
            _relationship(1, "officeDocument", PRESENTATION),
            Relationship("rId2", METADATA + "core-properties", "docProps/core.xml"),
            _relationship(3, "extended-properties", "docProps/app.xml"),
        ]
        self._add("_rels/.rels", "", proven("_rels/.rels", relationships_xml(package)))


def _slide_image(brand: Brand) -> tuple[int, int, int, int]:
    """Where the slide stands on a notes page of 7.5 by 10 inches: 5486400 EMU wide or 3086100 high, in the middle."""
    scale = min(5_486_400 / brand.width, 3_086_100 / brand.height)
    width, height = int(brand.width * scale), int(brand.height * scale)
    return (6_858_000 - width) // 2, 1_143_000, width, height


def _refer(references: list[Reference], kind: str, target: str) -> str:
    """Adds a reference; the id of its relationship."""
    references.append(Reference(kind, target))
    return f"rId{len(references)}"


def _numbered(references: Sequence[Reference]) -> list[Relationship]:
    """References as relationships, once their pictures and charts are parts."""
    return [
        Relationship(f"rId{number}", f"{OFFICE_RELATIONSHIPS}/{one.kind}", str(one.target), one.external)
        for number, one in enumerate(references, 1)
    ]


def _relationship(number: int, kind: str, target: str) -> Relationship:
    return Relationship(f"rId{number}", f"{OFFICE_RELATIONSHIPS}/{kind}", target)
