"""Decks that designed slides are taken from: which slides a file holds, and their parts, each read and proven once.

What is done with a slide is decided elsewhere: `assembly.designed_blocks` renders it, `merging` puts it into a deck.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from xml.parsers import expat

from salespack.ooxml.embedded_files import without_authors
from salespack.ooxml.markup import MarkupError, P, as_utf8
from salespack.ooxml.packaging import Relationship, StoredPart, extension_of
from salespack.ooxml.presentation import ListedSlide, Presentation, Size
from salespack.ooxml.reading import SAVE_AGAIN, Package, read_package
from salespack.ooxml.texts import folded, title_of
from salespack.ooxml.trees import Tree, tree
from salespack.problems.problem import UserFault
from salespack.problems.suggestions import did_you_mean

FIRST_ID = 256
"""PowerPoint numbers slides from here (ST_SlideId, ECMA-376, 19.7.13); smaller numbers count slides."""
WHO = ("{*}creator", "{*}lastModifiedBy", "{*}cmAuthor", "{*}author")
"""Elements that name who wrote a deck or commented on it."""
KEPT_SIZE = 4 * 1024 * 1024
"""Bytes up to which a part stays in memory for the next deck."""


class ReferenceFault(ValueError):  # noqa: N818 - a fault of the block
    """A slide that the file does not have; `hint` says what it has."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


class SourceDeck:
    """One file with its slides, or its `content`, which `path` names then. Faults of the file are raised as UserFault
    (SP501–SP509) that names it."""

    def __init__(self, path: Path, content: bytes | None = None) -> None:
        self.path = path
        self.package: Package = read_package(path, content)
        self._stored: dict[str, StoredPart] = {}
        self._trees: dict[str, bytes] = {}
        self.remembered: dict[object, object] = {}
        """What others found out about this file, by a key of theirs."""

    @cached_property
    def presentation(self) -> Presentation:
        """Its main part."""
        return Presentation(self.package)

    @property
    def size(self) -> Size:
        """The size of its slides."""
        return self.presentation.size

    @cached_property
    def default_text(self) -> Tree | None:
        """The styles that texts outside placeholders begin with."""
        return self.tree(self.presentation.part).find(f"{P}defaultTextStyle")

    @property
    def slides(self) -> tuple[ListedSlide, ...]:
        """Its slides in their order; those that the file lost are not among them."""
        return self.presentation.slides

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each slide by its part, white space folded; empty where it has none."""
        return {one.part: title_of(self.tree(one.part)) for one in self.slides}

    @cached_property
    def program_version(self) -> str:
        """The version of the program that wrote it (`12.0000` is Office 2007), empty where it says none."""
        part = self.related("", "extended-properties")
        found = self.tree(part).findtext("{*}AppVersion") if part in self.package else ""
        return (found or "").strip()

    @cached_property
    def people(self) -> frozenset[str]:
        """Who wrote it and who commented on it, in first and last name, casefolded."""
        main = self.presentation.part
        parts = [
            self.related("", "core-properties"),
            *(self.related(main, one) for one in ("commentAuthors", "authors")),
        ]
        said = [one for part in parts if part for one in self.tree(part).iter(*WHO)]
        found = [folded(one.get("name") or one.text or "").casefold() for one in said]
        return frozenset(name for name in found if " " in name)

    def find(self, reference: int | str) -> ListedSlide:
        """The slide that a block names: by PowerPoint's id, by number or by title. Raises ReferenceFault."""
        if isinstance(reference, int):
            return self._by_number(reference)
        wanted = folded(reference)
        found = [one for one in self.slides if self.titles[one.part] == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            where = " and ".join(f"slide {one.number} (id {one.id})" for one in found)
            raise ReferenceFault(f"several slides have the title “{wanted}”: {where}", "name the one by its id")
        titles = [title for title in self.titles.values() if title]
        raise ReferenceFault(f"no slide has the title “{wanted}”", did_you_mean(wanted, titles))

    def _by_number(self, reference: int) -> ListedSlide:
        by_id = reference >= FIRST_ID
        found = next((one for one in self.slides if (one.id if by_id else one.number) == reference), None)
        if found is not None:
            return found
        known = ", ".join(f"{one.id} is slide {one.number}" for one in self.slides[:12])
        if by_id:
            message = f"no slide has the id {reference}"
            raise ReferenceFault(message, f"its ids: {known}{', …' if len(self.slides) > 12 else ''}")
        count = len(self.slides)
        raise ReferenceFault(f"there is no slide {reference}", f"it has {count} slide{'s' if count != 1 else ''}")

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """The relationships of a part."""
        return self.package.relationships(part)

    def related(self, part: str, kind: str) -> str:
        """The part that the first relationship of a kind leads to, an empty text where there is none."""
        return self.package.related(part, kind)

    def stored(self, part: str) -> StoredPart:
        """A part as it lies in the file, proven whole, and well-formed where it is XML.

        Embedded Office files say no longer who wrote them.
        """
        found = self._stored.get(part)
        if found is None:
            data = self.package.read(part)
            if extension_of(part) == "xml":
                self._prove(part, data)
            found = without_authors(self.package.stored(part), data)
            if found.size <= KEPT_SIZE:
                self._stored[part] = found
        return found

    def read(self, part: str) -> bytes:
        """The content of a part."""
        return self.package.read(part)

    def tree(self, part: str) -> Tree:
        """The root of an XML part, new each time. Raises UserFault (SP504, SP508)."""
        data = self._trees.get(part)
        if data is None:
            if part not in self.package:
                raise self.package.fault("SP504", f"is damaged: {part} is not there", SAVE_AGAIN)
            data = self._trees[part] = self.package.edited(part, lambda content: content)
        try:
            return tree(data)
        except MarkupError as fault:
            raise self._unreadable(part, str(fault)) from None

    def _prove(self, part: str, data: bytes) -> None:
        try:
            expat.ParserCreate().Parse(as_utf8(data), True)
        except (expat.ExpatError, LookupError, ValueError) as fault:
            raise self._unreadable(part, str(fault)) from None

    def _unreadable(self, part: str, reason: str) -> UserFault:
        return self.package.fault("SP508", f"{part} cannot be read: {reason}", SAVE_AGAIN)


class Sources:
    """The files that slides are taken from; each is opened once while it stays as it is."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, int], SourceDeck]] = {}

    def open(self, path: Path) -> SourceDeck:
        """The deck in a file. Raises UserFault (SP501–SP509)."""
        try:
            stat = path.stat()
            state = stat.st_mtime_ns, stat.st_size
        except OSError:
            state = 0, 0  # reading it will say what is wrong
        known = self._known.get(path)
        if known is None or known[0] != state:
            known = self._known[path] = state, SourceDeck(path)
        return known[1]
