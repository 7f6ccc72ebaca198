"""A deck as the import sees it: its slides with words, language marks, layout, pictures and hash. Nothing is judged.

Read with our own package layer, so that an odd file gives one problem and pictures are never unpacked.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element

import msgspec

from salespack.ooxml.alternate_content import MC
from salespack.ooxml.markup import A, P, R
from salespack.ooxml.packaging import Relationship
from salespack.ooxml.placeholders import notes_shape
from salespack.ooxml.presentation import LARGEST_ID, Presentation, Section
from salespack.ooxml.reading import SAVE_AGAIN, Package, read_package
from salespack.ooxml.slides import is_hidden, layout_name
from salespack.ooxml.texts import folded, text_of, title_shape
from salespack.problems.problem import UserFault

LARGEST_PART, LARGEST_SUM = 16 * 1024 * 1024, 48 * 1024 * 1024
"""Bytes of markup read from one part and from one deck; 300 full slides have about 10 MB."""
MOST_ELEMENTS = 2_000_000
MOST_SLIDES = 2_000
LONGEST_TITLE, LONGEST_READ = 500, 4_000
SHAPES = {
    P + "sp": "text",
    P + "pic": "picture",
    P + "graphicFrame": "frame",
    P + "grpSp": "group",
    P + "cxnSp": "line",
}
# What PowerPoint changes when it merely saves a slide.
NOISE_ATTRIBUTES = frozenset(("dirty", "err", "smtClean", "lang", "altLang", "noProof", "bmk"))
NOISE_ELEMENTS = frozenset(("creationId", "modId", "rowId", "colId", "useLocalDpi"))
SHAPE_IDENTITY = frozenset(("id", "name"))
# Kinds of relationships whose target shows on the slide as words.
WORDED = frozenset(("chart", "chartEx", "diagramData"))
# Kinds whose texts may hold templates.
SAYING = frozenset(("chart", "diagramData", "diagramDrawing", "notesSlide"))
BRACES = re.compile(r"\{[{%#]")


class Picture(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A medium, known by what the zip says of it: checksum and size (bytes)."""

    crc: int
    size: int


class Slide(msgspec.Struct, frozen=True, kw_only=True):
    """One slide. `id` is PowerPoint's own; `position` counts from 1; `content_hash` changes with anything it shows but
    what PowerPoint fills in itself: the number of the page, the date. `hash_with_fields` is the hash with what was
    filled in last, as records of earlier imports have it.

    `lines` are its paragraphs without the title's, in the order of the file; `marked` counts characters by the language
    they are marked with (`en-US`). `braces`: something on it, or said of it, reads like a template.
    """

    id: int
    position: int
    title: str
    lines: tuple[str, ...]
    notes: str
    marked: Mapping[str, int]
    layout: str
    layout_type: str
    pictures: frozenset[Picture]
    shapes: Mapping[str, int]
    hidden: bool
    braces: bool
    content_hash: str
    hash_with_fields: str = ""

    @property
    def text(self) -> str:
        """The title and all other words on the slide, a line a paragraph."""
        return "\n".join((self.title, *self.lines) if self.title else self.lines)

    @property
    def said(self) -> str:
        """The text as far as guesses read it; no slide that people can read holds more."""
        return self.text[:LONGEST_READ]


class DeckFile(msgspec.Struct, frozen=True):
    """A deck that was read."""

    path: Path
    sha256: str
    slides: tuple[Slide, ...]
    sections: tuple[Section, ...]


def read_deck(path: Path, content: bytes | None = None) -> DeckFile:
    """The deck in a file, or in `content` (then `path` only names it).

    Raises UserFault: SP501–SP509 if it cannot be read, SP851 if it has no slides.
    """
    return _Reader(read_package(path, content)).deck()


class _Reader:
    """Reads one package within the bounds above."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._left, self._elements_left = LARGEST_SUM, MOST_ELEMENTS
        self._layouts: dict[str, tuple[str, str]] = {}
        self._digests: dict[str, Picture] = {}

    def deck(self) -> DeckFile:
        package = self._package
        presentation = Presentation(package)
        slides = tuple(self._slides(presentation))
        if not slides:
            raise package.fault("SP851", "has no slides", "give a deck with slides; a brand file goes into brand/")
        return DeckFile(package.path, package.digest(), slides, presentation.sections)

    def _slides(self, presentation: Presentation) -> Iterator[Slide]:
        rows = presentation.listed
        if len(rows) > MOST_SLIDES:
            raise self._package.fault("SP505", f"has {len(rows):,} slides", f"split it; {MOST_SLIDES:,} are the most")
        seen: set[int] = set()
        for position, identifier, part in rows:
            if not part or not 0 <= identifier <= LARGEST_ID or identifier in seen:
                fault = "is missing" if not part else "has no id of its own"
                raise self._package.fault("SP504", f"is damaged: slide {position} {fault}", SAVE_AGAIN)
            seen.add(identifier)
            yield self._slide(identifier, position, part)

    def _slide(self, number: int, position: int, part: str) -> Slide:
        root = self._xml(part)
        if root.tag != P + "sld":
            raise self._package.fault("SP504", f"is damaged: slide {position} is none", "save it again in PowerPoint")
        related = {one.id: one for one in self._package.relationships(part)}
        elements = self._elements(root)
        title = title_shape(root)
        title_lines = _paragraphs(_walk(title)) if title is not None else []
        lines = _paragraphs(elements)
        for line in title_lines:
            lines.remove(line)
        for one in related.values():
            if one.kind in WORDED and one.target in self._package:
                lines += self._words_of(one.target)
        notes = self._notes(self._package.related(part, "notesSlide"))
        layout, layout_type = self._layout(self._package.related(part, "slideLayout"))
        content_hash, with_fields = self._hashes(elements, related, layout, notes)
        return Slide(
            id=number,
            position=position,
            title=" ".join(title_lines)[:LONGEST_TITLE],
            lines=tuple(lines),
            notes=notes,
            marked=_marked(elements),
            layout=layout,
            layout_type=layout_type,
            pictures=frozenset(self._digest(one.target) for one in related.values() if self._is_medium(one)),
            shapes=_shapes(elements),
            hidden=is_hidden(root),
            braces=self._braces(root, related.values()),
            content_hash=content_hash,
            hash_with_fields=with_fields,
        )

    def _braces(self, root: Element, related: Iterable[Relationship]) -> bool:
        """Whether any text that a template could be in holds one, also where nobody sees it."""
        parts = [one.target for one in related if one.kind in SAYING and one.target in self._package]
        return any(map(_holds_braces, (root, *map(self._xml, dict.fromkeys(parts)))))

    def _words_of(self, part: str) -> list[str]:
        """The words of a chart or SmartArt part; figures of charts are no words."""
        elements = self._elements(self._xml(part))
        names = {element.text.strip() for element in elements if element.tag.endswith("}v") and element.text}
        return _paragraphs(elements) + sorted(name for name in names if any(character.isalpha() for character in name))

    def _notes(self, part: str) -> str:
        body = notes_shape(self._xml(part)) if part else None
        return "\n".join(_paragraphs(_walk(body))) if body is not None else ""

    def _layout(self, part: str) -> tuple[str, str]:
        """Name and type of a layout."""
        if part not in self._layouts:
            root = self._xml(part) if part else None
            self._layouts[part] = (layout_name(root), root.get("type", "")) if root is not None else ("", "")
        return self._layouts[part]

    def _is_medium(self, one: Relationship) -> bool:
        return one.kind in ("image", "media", "video", "audio") and not one.external and one.target in self._package

    def _digest(self, part: str) -> Picture:
        if part not in self._digests:
            stored = self._package.stored(part)
            self._digests[part] = Picture(stored.crc, stored.size)
        return self._digests[part]

    def _hashes(
        self, elements: list[Element], related: Mapping[str, Relationship], layout: str, notes: str
    ) -> tuple[str, str]:
        """A hash over markup without what saving changes, over what it refers to, the layout's name and the notes; and
        the same with the texts that fields show (`a:fld`, ECMA-376, 21.1.2.2.4), which are kept to be shown at once.
        """
        hasher = hashlib.sha256(f"{layout}\n{notes}\n".encode())
        with_fields = hasher.copy()
        shown = {id(text) for element in elements if element.tag == A + "fld" for text in element.iter(A + "t")}
        for element in elements:
            local = element.tag.rpartition("}")[2]
            if local in NOISE_ELEMENTS:
                continue
            skipped = NOISE_ATTRIBUTES | SHAPE_IDENTITY if local == "cNvPr" else NOISE_ATTRIBUTES
            parts = [element.tag]
            for name, value in sorted(element.items()):
                if name.startswith(R):
                    value = self._referred(related.get(value))
                if name not in skipped:
                    parts.append(f"{name}={value}")
            if element.text and element.text.strip():
                parts.append(element.text)
            written = "\x1f".join(parts).encode("utf-8", "surrogatepass") + b"\x1e"
            with_fields.update(written)
            hasher.update(written if id(element) not in shown else b"")
        return hasher.hexdigest()[:32], with_fields.hexdigest()[:32]

    def _referred(self, one: Relationship | None) -> str:
        if one is None:
            return ""
        if one.external:
            return one.target
        if one.kind in ("slide", "slideLayout", "notesSlide") or one.target not in self._package:
            return one.kind
        found = self._digest(one.target)
        return f"{one.kind}:{found.crc}:{found.size}"

    def _xml(self, name: str) -> Element:
        """An XML part, within the bounds."""
        size = self._package.stored(name).size
        self._left -= size
        if size > LARGEST_PART:
            raise self._too_large(f"{name} is larger than {LARGEST_PART // 2**20} MB")
        if self._left < 0:
            raise self._too_large(f"its text and shapes are larger than {LARGEST_SUM // 2**20} MB")
        return self._package.xml(name)

    def _elements(self, root: Element) -> list[Element]:
        """Every element that counts, in document order, within the bounds."""
        elements = list(_walk(root))
        self._elements_left -= len(elements)
        if self._elements_left < 0:
            raise self._too_large(f"it has more than {MOST_ELEMENTS:,} elements")
        return elements

    def _too_large(self, what: str) -> UserFault:
        hint = "delete what PowerPoint does not show (Selection Pane), or split the deck"
        return self._package.fault("SP505", f"is too large: {what}", hint)


def _holds_braces(root: Element) -> bool:
    """Whether the texts of a part, or what its shapes are described by, read like a template in any of their runs."""
    said = "".join(element.text or "" for element in root.iter(A + "t"))
    described = (one.get(name, "") for one in root.iter() for name in ("descr", "title"))
    return BRACES.search(said) is not None or any(map(BRACES.search, described))


def _walk(root: Element) -> Iterator[Element]:
    """Every element in document order, without what is meant for programs older than the file."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag != f"{MC}Fallback":
            yield element
            waiting.extend(reversed(element))


def _paragraphs(elements: Iterable[Element]) -> list[str]:
    """The paragraphs that hold text, each as one line."""
    return [line for element in elements if element.tag == A + "p" and (line := folded(text_of(element)))]


def _marked(elements: list[Element]) -> dict[str, int]:
    marked: Counter[str] = Counter()
    for element in elements:
        if element.tag == A + "r" and (properties := element.find(A + "rPr")) is not None:
            marked[properties.get("lang", "")] += len((element.findtext(A + "t") or "").strip())
    return {language: count for language, count in sorted(marked.items()) if language and count}


def _shapes(elements: list[Element]) -> dict[str, int]:
    counted = Counter(SHAPES[element.tag] for element in elements if element.tag in SHAPES)
    counted["paragraph"] = len(_paragraphs(elements))
    return dict(sorted(counted.items()))
