"""Reading packages, part by part and within bounds: whatever is wrong with a file becomes one problem that names it.

What cannot be trusted is refused here: password-protected, damaged and huge files, entities, paths that lead out.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from salespack.ooxml.markup import MarkupError, as_utf8, parse, spans
from salespack.ooxml.packaging import (
    CONTENT_TYPES,
    DEFLATED,
    LOCAL_HEADER,
    STORED,
    Relationship,
    StoredPart,
    extension_of,
    first_target,
    relationship_of,
    relationships_part,
)
from salespack.problems.files import INSTEAD, known_by, not_read, open_file, zip_known_by
from salespack.problems.problem import Place, UserFault, shown_path

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element
    from zipfile import ZipInfo

MAX_MEMBERS = 10_000
MAX_MEMBER_SIZE = 512 * 1024 * 1024
MAX_TOTAL_SIZE = 1024 * 1024 * 1024
MAX_RATIO = 200
"""How many times its compressed size a member above `RATIO_FREE_SIZE` may have: Office XML stays far below it."""
RATIO_FREE_SIZE = 16 * 1024 * 1024

MAX_MARKUP = 32 * 1024 * 1024
MAX_MARKUP_READ = 128 * 1024 * 1024
"""Bytes of markup that one part may have, and that are read of one file in all: what bounds the time it takes."""

STRICT_NAMESPACE = b"http://purl.oclc.org/ooxml/"
COMPOUND_FILE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_FLAG = 0x1
GIVE_ONE = "give a .pptx or .potx file"
MADE_FROM = "give the .pptx or .potx that it was made from"
SAVE_AGAIN = "open it in PowerPoint, let it repair the file if it offers to, and save it again"


class Package:
    """A package in a file, read part by part. Every fault of the file is raised as one UserFault that names it.

    The file is opened anew for each read, so that nothing holds it (PowerPoint on Windows must be able to save it).
    With `content`, that is read, and `path` only names it.
    """

    def __init__(self, path: Path, members: Iterable[ZipInfo], content: bytes | None = None) -> None:
        self.path = path
        self._content = content
        self._members = {one.filename: one for one in members if one.filename and not one.filename.endswith("/")}
        self._relationships: dict[str, tuple[Relationship, ...]] = {}
        self._markup_read = 0

    @property
    def names(self) -> tuple[str, ...]:
        """All part names in the order of the zip, relationship parts included, the content types not."""
        return tuple(name for name in self._members if name != CONTENT_TYPES)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def fault(self, code: str, message: str, hint: str) -> UserFault:
        """The fault that this file has."""
        return UserFault.of(code, message, hint, Place(shown_path(self.path)))

    @cached_property
    def _types(self) -> tuple[dict[str, str], dict[str, str]]:
        """Content types by extension and by part name, both in lower case."""
        defaults, overrides = {}, {}
        for tag, attributes in self._flat(CONTENT_TYPES):
            if tag == "Default":
                defaults[attributes.get("Extension", "").lower()] = attributes.get("ContentType", "")
            elif tag == "Override":
                overrides[attributes.get("PartName", "").lstrip("/").lower()] = attributes.get("ContentType", "")
        return defaults, overrides

    def content_type(self, name: str) -> str:
        """The content type that the package declares for a part, `""` if it declares none."""
        defaults, overrides = self._types
        return overrides.get(name.lower()) or defaults.get(extension_of(name), "")

    def relationships(self, name: str = "") -> tuple[Relationship, ...]:
        """The relationships of part `name`, or of the package, with targets resolved to part names."""
        if name not in self._relationships:
            part = relationships_part(name)
            rows = self._flat(part) if part in self else []
            self._relationships[name] = tuple(self._relationship(name, attributes) for _, attributes in rows)
        return self._relationships[name]

    def _relationship(self, source: str, attributes: dict[str, str]) -> Relationship:
        try:
            found = relationship_of(source, attributes)
        except ValueError as fault:
            raise self.fault("SP509", str(fault), SAVE_AGAIN) from None
        return self._as_spelt(found)

    def _as_spelt(self, one: Relationship) -> Relationship:
        """A relationship with its target as the zip spells it."""
        if one.external or one.target in self:
            return one
        spelt = self._spelt.get(one.target.lower(), one.target)
        return one if spelt == one.target else msgspec.structs.replace(one, target=spelt)

    def related(self, name: str, kind: str) -> str:
        """The part that the first relationship of a kind leads to, an empty text where none leads to one that is there.

        `name` is that of a part, or empty for the package.
        """
        return first_target((one for one in self.relationships(name) if one.target in self), kind)

    @cached_property
    def _spelt(self) -> dict[str, str]:
        """Part names as the zip spells them, by their lower case: names are equal whatever their case."""
        return {name.lower(): name for name in self.names}

    def closure(self, start: Iterable[str], follow: Callable[[Relationship], bool] = lambda _: True) -> tuple[str, ...]:
        """`start` and all parts that relationships lead to from there, in the order found, without dangling ones."""
        todo = [name for name in start if not name or name in self]
        seen = dict.fromkeys(todo)
        while todo:
            for one in self.relationships(todo.pop()):
                if not one.external and one.target in self and one.target not in seen and follow(one):
                    seen[one.target] = None
                    todo.append(one.target)
        return tuple(name for name in seen if name)

    def stored(self, name: str) -> StoredPart:
        """A part as it lies in the zip, not decompressed. KeyError if there is none."""
        member = self._members[name]
        if member.header_offset < 0:
            raise self._damaged(name)
        with self._open() as file:
            file.seek(member.header_offset)
            header = file.read(LOCAL_HEADER.size)
            if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
                raise self._damaged(name)
            name_length, extra_length = LOCAL_HEADER.unpack(header)[-2:]
            file.seek(name_length + extra_length, 1)
            data = file.read(member.compress_size)
        if len(data) != member.compress_size:
            raise self._damaged(name)
        kind = "" if extension_of(name) == "rels" else self.content_type(name) if name != CONTENT_TYPES else ""
        return StoredPart(name, kind, member.compress_type, member.CRC, member.file_size, data)

    def stored_digest(self, name: str) -> bytes:
        """The SHA-256 of a part as it lies in the zip. KeyError if there is none."""
        return hashlib.sha256(self.stored(name).data).digest()

    def read(self, name: str) -> bytes:
        """The content of a part, proven by its checksum. KeyError if there is no such part."""
        part = self.stored(name)
        data = part.data
        if part.method == DEFLATED:
            try:
                data = zlib.decompressobj(-15).decompress(data, part.size + 1)
            except zlib.error:
                raise self._damaged(name) from None
        if len(data) != part.size or zlib.crc32(data) != part.crc:
            raise self._damaged(name)
        if STRICT_NAMESPACE in data[:4096] and extension_of(name) in ("xml", "rels"):
            raise self.fault(
                "SP507",
                "is in the ISO-strict form of Open XML, which other programs rarely read",
                "in PowerPoint: save it as “PowerPoint Presentation (*.pptx)”, without “Strict”",
            )
        return data

    def xml(self, name: str) -> Element:
        """The root element of an XML part. KeyError if there is no such part."""
        try:
            return parse(self._markup(name))
        except MarkupError as fault:
            raise self._unreadable_markup(name, fault) from None

    def edited(self, name: str, change: Callable[[bytes], bytes]) -> bytes:
        """The content of an XML part, in UTF-8, after a change that may raise MarkupError."""
        try:
            return change(as_utf8(self._markup(name)))
        except MarkupError as fault:
            raise self._unreadable_markup(name, fault) from None

    def _markup(self, name: str) -> bytes:
        """The content of a part that will be parsed, within bounds."""
        size = self._members[name].file_size
        self._markup_read += size
        if size > MAX_MARKUP or self._markup_read > MAX_MARKUP_READ:
            message = f"is too large: {name} has {size / 2**20:,.0f} MB of markup"
            if size <= MAX_MARKUP:
                message = f"is too large: it has more than {MAX_MARKUP_READ // 2**20:,} MB of markup"
            raise self.fault("SP505", message, "split it, or remove slides and shapes that are not needed")
        return self.read(name)

    def digest(self) -> str:
        """The SHA-256 of the file, as 64 hexadecimal digits."""
        found = hashlib.sha256()
        with self._open() as file:
            while chunk := file.read(2**20):
                found.update(chunk)
        return found.hexdigest()

    def _unreadable_markup(self, name: str, fault: MarkupError) -> UserFault:
        return self.fault("SP508", f"{name} cannot be read: {fault}", SAVE_AGAIN)

    def _flat(self, name: str) -> list[tuple[str, dict[str, str]]]:
        """Local name and attributes of the root's children: content types and relationships have no deeper ones."""
        return [(child.tag.rpartition("}")[2], dict(child.attrib)) for child in self.xml(name)]

    def _open(self) -> BinaryIO:
        try:
            return _opened(self.path, self._content)
        except OSError as fault:
            raise _unreadable(self.path, fault) from None

    def _damaged(self, name: str) -> UserFault:
        return self.fault("SP504", f"is damaged: {name} cannot be read", SAVE_AGAIN)


class WrittenPackage(Package):
    """A package that was written here, read from its parts as they lie in the file: nothing of it can be damaged.

    What its relationships lead to is found once for all packages that have the same ones.
    """

    def __init__(self, path: Path, parts: Iterable[StoredPart]) -> None:
        super().__init__(path, ())
        self._parts = {part.name: part for part in parts}

    @property
    def names(self) -> tuple[str, ...]:
        """All part names, relationship parts included."""
        return tuple(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def content_type(self, name: str) -> str:
        """The content type of a part."""
        return self._parts[name].content_type if name in self._parts else ""

    def stored(self, name: str) -> StoredPart:
        """A part as it lies in the zip. KeyError if there is none."""
        return self._parts[name]

    def stored_digest(self, name: str) -> bytes:
        """The SHA-256 of a part as it lies in the zip, found once for all packages that share the part."""
        return _digest_of(self._parts[name].data)

    def read(self, name: str) -> bytes:
        """The content of a part. KeyError if there is no such part."""
        return self._parts[name].content

    def relationships(self, name: str = "") -> tuple[Relationship, ...]:
        """The relationships of part `name`, or of the package, with targets resolved to part names."""
        part = self._parts.get(relationships_part(name))
        return tuple(map(self._as_spelt, _relationships_in(name, part))) if part is not None else ()

    def _markup(self, name: str) -> bytes:
        return self.read(name)


@lru_cache(maxsize=256)
def _digest_of(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


@lru_cache(maxsize=1_024)
def _relationships_in(source: str, part: StoredPart) -> tuple[Relationship, ...]:
    """The relationships of part `source` in a part that was packed here."""
    elements = spans(as_utf8(part.content))
    return tuple(relationship_of(source, one.attributes) for one in elements if one.depth == 1)


def _opened(path: Path, content: bytes | None) -> BinaryIO:
    return open_file(path) if content is None else io.BytesIO(content)


def _unreadable(path: Path, fault: OSError) -> UserFault:
    hint = "check the path and that you may read it"
    return UserFault.of("SP501", not_read(fault), hint, Place(shown_path(path)))


def read_package(path: Path, content: bytes | None = None) -> Package:
    """The package in a file, or in `content` (then `path` only names it): its directory now, its parts when asked for.

    Raises UserFault with one problem, SP501–SP508, for a file that is missing, password-protected, not a zip, damaged,
    beyond the bounds above, or without the parts that make it a package.
    """
    from zipfile import BadZipFile, ZipFile

    place = Place(shown_path(path))
    try:
        with _opened(path, content) as file:
            _refuse_other_formats(file, place)
            with ZipFile(file) as archive:
                members = archive.infolist()
    except OSError as fault:
        raise _unreadable(path, fault) from None
    except (BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError):
        raise UserFault.of(
            "SP504",
            "is damaged: its table of contents cannot be read",
            "fetch the file again from where it came, or open it in PowerPoint and save it again",
            place,
        ) from None
    _refuse_unsafe(members, place)
    package = Package(path, members, content)
    if CONTENT_TYPES not in package:
        what = zip_known_by(member.filename for member in members)
        raise package.fault("SP506", f"{what} and no PowerPoint file", GIVE_ONE)
    return package


SAMPLE = 512
"""Bytes from the beginning of a file that show what it is."""


def _refuse_other_formats(file: BinaryIO, place: Place) -> None:
    """Compound files are encrypted packages or the format of PowerPoint 97–2003; all else must be a zip."""
    head = file.read(8)
    if head == COMPOUND_FILE_MAGIC:
        if _holds(file, "EncryptedPackage".encode("utf-16-le")):
            raise UserFault.of(
                "SP502",
                "is password-protected",
                "in PowerPoint: File, Info, Protect Presentation, Encrypt with Password, and empty the box",
                place,
            )
        raise UserFault.of("SP503", "is in the format of PowerPoint 97–2003", "save it as .pptx or .potx", place)
    if not head:
        raise UserFault.of("SP503", "is empty", "fetch the file again from where it came", place)
    if (known := known_by(head + file.read(SAMPLE))) is not None:
        what, hint = known
        raise UserFault.of("SP503", what, MADE_FROM if hint == INSTEAD else hint, place)
    if not head.startswith(b"PK"):
        raise UserFault.of("SP503", "is not a PowerPoint file", GIVE_ONE, place)
    file.seek(0)


def _holds(file: BinaryIO, wanted: bytes) -> bool:
    """Whether a text stands in a file behind where it is read: looked for piece by piece, as the file may be huge."""
    before, read = b"", 0
    while read < MAX_MEMBER_SIZE and (piece := file.read(2**20)):
        if wanted in before + piece:
            return True
        before, read = piece[-len(wanted) :], read + len(piece)
    return False


def _refuse_unsafe(members: list[ZipInfo], place: Place) -> None:
    """Bounds that hold before anything is decompressed."""
    total = sum(member.file_size for member in members)
    bomb = any(
        member.file_size > RATIO_FREE_SIZE and member.file_size > MAX_RATIO * member.compress_size for member in members
    )
    if (
        len(members) > MAX_MEMBERS
        or total > MAX_TOTAL_SIZE
        or bomb
        or any(m.file_size > MAX_MEMBER_SIZE for m in members)
    ):
        raise UserFault.of(
            "SP505",
            f"is too large: {len(members):,} parts, {total / 2**20:,.0f} MB unpacked",
            "compress its pictures and videos (PowerPoint: File, Compress Media)",
            place,
        )
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise UserFault.of("SP502", "is password-protected", "unpack it with the password and pack it without", place)
    names = [member.filename.lower() for member in members]
    strange = {member.filename for member in members if member.compress_type not in (STORED, DEFLATED)}
    if len(set(names)) != len(names) or strange:
        raise UserFault.of(
            "SP504",
            "is damaged: "
            + (
                f"{min(strange)} is packed in a way that Office files do not allow"
                if strange
                else "it holds two parts of one name"
            ),
            SAVE_AGAIN,
            place,
        )
