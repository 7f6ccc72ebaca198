"""The Open Packaging Conventions layer: parts, relationships, and writing packages, deterministic to the byte.

Nothing here knows what a slide is, and packages are read in `reading`. The format of the container is ISO/IEC 29500-2
(parts, content types, relationships) over PKWARE's APPNOTE 6.3.3 (zip) with stored and deflated members only.
"""

import posixpath
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

from salespack.graphics.picture_metadata import bare

CONTENT_TYPES = "[Content_Types].xml"
OFFICE_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE_TYPES = "application/vnd.openxmlformats-officedocument."
PRESENTATION_TYPES = OFFICE_TYPES + "presentationml."
"""How the content types begin that Office gives to its own parts, and PowerPoint to its."""
PRESENTATION = "ppt/presentation.xml"
PRESENTATION_TYPE = PRESENTATION_TYPES + "presentation.main+xml"
XML_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

DEFAULT_TYPES = {
    "bin": "application/octet-stream",
    "emf": "image/x-emf",
    "fntdata": "application/x-fontdata",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "png": "image/png",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
    "wdp": "image/vnd.ms-photo",
    "wmf": "image/x-wmf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
}
STORED_EXTENSIONS = frozenset(
    {"docx", "gif", "jpeg", "jpg", "m4a", "m4v", "mov", "mp3", "mp4", "png", "pptx", "wdp", "xlsb", "xlsm", "xlsx"}
)

STORED, DEFLATED = 0, 8
COMPRESSION_LEVEL = 4
"""zlib's: 6 takes half as long again, and makes markup 4 % smaller (measured)."""
WINDOW, SMALL_PART, SMALL_WINDOW = (-15, 8), 65_536, (-13, 5)
"""zlib's window and memory level, and those for parts of up to 64 kB: slides come out half a percent larger, but zlib
has 256 kB less to clear before each part, which is half of what a slide costs (measured)."""
REMEMBERED_PART = 8_192
"""Bytes up to which what a part was deflated to is remembered."""
_UTF8_FLAG = 0x800
_VERSION, _MIDNIGHT, _FIRST_OF_1980 = 20, 0, (1 << 5) | 1
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


class StoredPart(msgspec.Struct, frozen=True):
    """A part as it lies in a zip: compressed bytes that can be copied into another package untouched."""

    name: str
    content_type: str
    method: int
    crc: int
    size: int
    data: bytes

    @property
    def content(self) -> bytes:
        """What is in it. Nothing is checked: this is for parts that were packed here."""
        return zlib.decompress(self.data, -15) if self.method == DEFLATED else self.data


class Relationship(msgspec.Struct, frozen=True):
    """One relationship of a part. `target` is a part name (`ppt/media/image1.png`), or the address if `external`."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type: `slide`, `image`, `hyperlink`."""
        return self.type.rpartition("/")[2]


def relationship_of(source: str, attributes: Mapping[str, str]) -> Relationship:
    """The relationship of part `source` (`""`: the package) that an element's attributes describe.

    A link to outside the package is an address, whether the file says so or not. Raises ValueError for other targets
    there.
    """
    identifier, kind, target = (attributes.get(one, "") for one in ("Id", "Type", "Target"))
    if attributes.get("TargetMode") == "External":
        return Relationship(identifier, kind, target, external=True)
    slashed = target.replace("\\", "/")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source), slashed)).lstrip("/")
    if path.startswith("..") or ":" in slashed.partition("/")[0]:
        if kind.endswith("/hyperlink"):
            return Relationship(identifier, kind, target, external=True)
        raise ValueError(f"{source or 'the package'} points outside the file, at “{target}”")
    return Relationship(identifier, kind, path)


def first_target(relationships: Iterable[Relationship], kind: str) -> str:
    """The part that the first relationship of a kind leads to, an empty text where there is none."""
    return next((one.target for one in relationships if one.kind == kind and not one.external), "")


def relationships_part(name: str) -> str:
    """The name of the part that holds the relationships of part `name`; `""` is the package."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", base + ".rels")


def extension_of(name: str) -> str:
    """The extension of a part name in lower case, without the dot: `rels` of `_rels/.rels` too."""
    _, dot, extension = name.rpartition("/")[2].rpartition(".")
    return extension.lower() if dot else ""


# --- writing ---------------------------------------------------------------------------------------------------------


def stored_part(name: str, content_type: str, data: bytes, *, compress: bool = True) -> StoredPart:
    """`data` as it will lie in the zip: deflated, unless it would not get smaller or is a kind that never does."""
    crc = zlib.crc32(data)
    if compress and extension_of(name) not in STORED_EXTENSIONS:
        if len(data) <= REMEMBERED_PART:
            packed = _deflated_before(data)
        else:
            packed = _deflated(data, SMALL_WINDOW if len(data) <= SMALL_PART else WINDOW)
        if len(packed) < len(data):
            return StoredPart(name, content_type, DEFLATED, crc, len(data), packed)
    return StoredPart(name, content_type, STORED, crc, len(data), data)


def _deflated(data: bytes, settings: tuple[int, int]) -> bytes:
    window, memory = settings
    deflate = zlib.compressobj(COMPRESSION_LEVEL, zlib.DEFLATED, window, memory)
    return deflate.compress(data) + deflate.flush()


@lru_cache(maxsize=2_048)
def _deflated_before(data: bytes) -> bytes:
    """A small part deflated; relationships, tags and most notes are the same in deck after deck."""
    return _deflated(data, SMALL_WINDOW)


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def relationships_xml(relationships: Iterable[Relationship], source: str | None = None) -> bytes:
    """The relationships part. Targets are written as given; with `source`, part names become relative to that part."""
    folder = posixpath.dirname(source) if source is not None else None
    rows = []
    for one in relationships:
        target, mode = one.target, ' TargetMode="External"' if one.external else ""
        if folder is not None and not one.external:
            target = posixpath.relpath("/" + target, "/" + folder)
        rows.append(
            f'<Relationship Id="{_attribute(one.id)}" Type="{_attribute(one.type)}"'
            f' Target="{_attribute(target)}"{mode}/>'
        )
    body = f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}">{"".join(rows)}</Relationships>'
    return XML_DECLARATION + body.encode()


class PackageWriter:
    """A package in the making. The same parts give the same bytes in whatever order they were added.

    `add` and `copy` raise ValueError for a name that is there already (names differ in more than case, ISO/IEC 29500-2
    §6.3.5) or that is none.
    """

    def __init__(self) -> None:
        self._parts: dict[str, StoredPart] = {}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def __iter__(self) -> Iterator[StoredPart]:
        return iter(self._parts.values())

    def __getitem__(self, name: str) -> StoredPart:
        return self._parts[name.lower()]

    def add(self, name: str, content_type: str, data: bytes, *, compress: bool = True) -> None:
        """Puts a new part in; `content_type` is "" for relationship parts."""
        self.copy(stored_part(name, content_type, data, compress=compress))

    def copy(self, part: StoredPart) -> None:
        """Puts a part in as it lay in another package."""
        key = part.name.lower()
        if key in self._parts or key == CONTENT_TYPES.lower():
            raise ValueError(f"the package has a part {part.name} already")
        if not part.name or part.name.startswith("/") or "\\" in part.name or "//" in part.name:
            raise ValueError(f"“{part.name}” is not a part name")
        self._parts[key] = part

    def finish(self) -> bytes:
        """The package: content types first, then the package's relationships, then all parts by name.

        From then on the parts here are those in it: pictures without what they say beside what they show.
        """
        self._parts = {key: _without_remarks(part) for key, part in self._parts.items()}
        parts = sorted(self._parts.values(), key=lambda part: (part.name != "_rels/.rels", part.name))
        parts.insert(0, stored_part(CONTENT_TYPES, "", _content_types_xml(parts)))
        return _zip(parts)


def _without_remarks(part: StoredPart) -> StoredPart:
    """A picture without what it says beside what it shows; any other part as it is."""
    if not part.content_type.startswith("image/"):
        return part
    content = part.content
    shown = bare(content)
    return part if shown == content else stored_part(part.name, part.content_type, shown)


def _content_types_xml(parts: Iterable[StoredPart]) -> bytes:
    defaults = {"rels", "xml"}
    overrides = []
    for part in parts:
        extension = extension_of(part.name)
        if extension == "rels":
            continue
        if DEFAULT_TYPES.get(extension) == part.content_type:
            defaults.add(extension)
        else:
            overrides.append(
                f'<Override PartName="/{_attribute(part.name)}" ContentType="{_attribute(part.content_type)}"/>'
            )
    rows = [f'<Default Extension="{one}" ContentType="{DEFAULT_TYPES[one]}"/>' for one in sorted(defaults)]
    return XML_DECLARATION + f'<Types xmlns="{CONTENT_TYPES_NAMESPACE}">{"".join(rows + overrides)}</Types>'.encode()


def _zip(parts: list[StoredPart]) -> bytes:
    """The zip archive of `parts`, in that order, dated 1980-01-01. Raises ValueError beyond zip's 32-bit limits."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for part in parts:
        name = part.name.encode()
        flags = 0 if part.name.isascii() else _UTF8_FLAG
        common = (
            _VERSION,
            flags,
            part.method,
            _MIDNIGHT,
            _FIRST_OF_1980,
            part.crc,
            len(part.data),
            part.size,
            len(name),
            0,
        )
        pieces += (LOCAL_HEADER.pack(b"PK\x03\x04", *common), name, part.data)
        directory += (_CENTRAL.pack(b"PK\x01\x02", _VERSION, *common, 0, 0, 0, 0, at), name)
        at += LOCAL_HEADER.size + len(name) + len(part.data)
        if at > 0xFFFF_FFFF:
            raise ValueError("the package is larger than 4 GB")
    if len(parts) > 0xFFFF:
        raise ValueError("the package has more than 65,535 parts")
    length = sum(map(len, directory))
    end = _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), length, at, 0)
    return b"".join([*pieces, *directory, end])
