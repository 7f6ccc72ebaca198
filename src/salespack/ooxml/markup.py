"""Open XML markup: parsing that refuses document types and entities, and cutting elements out, all else kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NoReturn, Protocol, Self, TypeVar
from xml.parsers import expat

import msgspec

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element, TreeBuilder

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"

_SEPARATOR = " "
_SAYS_UTF8 = re.compile(rb"""encoding=["']utf-8["']""", re.IGNORECASE)
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

MAX_ELEMENTS = 500_000
"""Ten thousand shapes have a third of that; each costs some hundred bytes of memory."""
TOO_MANY = f"has more than {MAX_ELEMENTS:,} elements"
MAX_COORDINATE = 27_273_042_316_900
ANGLE = 60_000
"""In which parts of a degree angles are given (ST_Angle, ISO/IEC 29500-1 §20.1.10.3)."""
_TRUTH = {"1": True, "true": True, "on": True, "0": False, "false": False, "off": False}


class Node(Protocol):
    """What the elements of both XML libraries have in common, for rules that hold for parts read and parts edited."""

    @property
    def tag(self) -> str:
        """`{namespace}name`."""

    @property
    def text(self) -> str | None:
        """What stands before the first child."""

    def get(self, key: str, /) -> str | None:
        """An attribute."""

    def find(self, path: str, /) -> Self | None:
        """The first element at a path."""

    def findall(self, path: str, /) -> list[Self]:
        """The elements at a path."""

    def __iter__(self) -> Iterator[Self]: ...


AnyNode = TypeVar("AnyNode", bound=Node)


class MarkupError(ValueError):
    """Markup that is not well-formed, or that has a document type (which Open XML forbids, ISO/IEC 29500-2 §6.2.5)."""


@cache
def _builder() -> type[TreeBuilder]:
    """Builders that refuse a document type, and with it every entity but the five of XML, and endless markup."""
    from xml.etree import ElementTree

    class Builder(ElementTree.TreeBuilder):
        def __init__(self) -> None:
            super().__init__()
            self._count = 0

        def start(self, tag: str, attrs: dict[str, str], /) -> Element:
            self._count += 1
            if self._count > MAX_ELEMENTS:
                raise MarkupError(TOO_MANY)
            return super().start(tag, attrs)

        def doctype(self, *_: object) -> NoReturn:
            raise MarkupError("has a document type declaration")

    return Builder


def parse(data: bytes) -> Element:
    """The root element. Raises MarkupError."""
    from xml.etree.ElementTree import ParseError, XMLParser

    # Entities cannot be declared without a doctype, which neither way lets through.
    parser = XMLParser() if _is_harmless(data) else XMLParser(target=_builder()())  # noqa: S314
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ParseError, LookupError, ValueError) as fault:
        raise fault if isinstance(fault, MarkupError) else MarkupError(str(fault)) from None
    return root


def _is_harmless(data: bytes) -> bool:
    """Whether bytes alone tell that there is no document type and no endless markup: then parsing need not watch.

    That can be told of UTF-8, which nearly all parts are in. It saves a third of the time that reading a slide takes.
    """
    head = data[:200].partition(b"?>")[0]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
        return False
    if b"encoding" in head and _SAYS_UTF8.search(head) is None:
        return False
    return b"<!DOCTYPE" not in data and data.count(b"<") <= MAX_ELEMENTS


def integer(text: str | None, default: int) -> int:
    """A whole number as attributes give it, a percentage (`50%`) in thousandths as Open XML counts, or `default`.

    Larger ones than any coordinate may be (ST_Coordinate) are cut to that.
    """
    if text is None:
        return default
    try:
        number = int(text)  # nearly all are
    except ValueError:
        try:
            number = round(float(text[:-1]) * 1000) if text.endswith("%") else round(float(text))
        except (ValueError, OverflowError):
            return default
    return number if -MAX_COORDINATE <= number <= MAX_COORDINATE else max(-MAX_COORDINATE, min(number, MAX_COORDINATE))


def boolean(text: str | None, default: bool = False) -> bool:
    """A truth value as attributes give it (xsd:boolean and ST_OnOff, ISO/IEC 29500-1 §22.9.2.7), or `default`."""
    return _TRUTH.get(text, default) if text is not None else default


class Span(msgspec.Struct, frozen=True):
    """One element in the bytes of a part: its tag as `{namespace}name`, attributes, depth (root 0), and where it lies.

    `end` is behind the whole element, `tag_end` behind its start tag.
    """

    tag: str
    attributes: Mapping[str, str]
    depth: int
    start: int
    tag_end: int
    end: int


def _braced(name: str) -> str:
    namespace, _, local = name.rpartition(_SEPARATOR)
    return f"{{{namespace}}}{local}" if namespace else local


def _tag_end(data: bytes, start: int) -> int:
    """Behind the `>` of the tag that starts at `start`, attribute values skipped."""
    at = start
    while True:
        at += 1
        byte = data[at : at + 1]
        if not byte:
            raise MarkupError("is in an encoding whose tags do not look like tags")
        if byte == b">":
            return at + 1
        if byte in (b'"', b"'"):
            at = data.index(byte, at + 1)


def spans(data: bytes) -> list[Span]:
    """Every element of a UTF-8 part in document order. Raises MarkupError."""
    found: list[Span] = []
    open_ones: list[int] = []
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(found) >= MAX_ELEMENTS:
            raise MarkupError(TOO_MANY)
        at = parser.CurrentByteIndex
        named = {_braced(key): value for key, value in attributes.items()}
        open_ones.append(len(found))
        found.append(Span(_braced(name), named, len(open_ones) - 1, at, _tag_end(data, at), 0))

    def end(_: str) -> None:
        number, at = open_ones.pop(), parser.CurrentByteIndex
        one = found[number]
        is_empty = data[one.tag_end - 2 : one.tag_end] == b"/>"  # then `at` is behind the tag already
        behind = one.tag_end if is_empty else data.index(b">", at) + 1
        found[number] = msgspec.structs.replace(one, end=behind)

    def doctype(*_: object) -> NoReturn:
        raise MarkupError("has a document type declaration")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as fault:
        raise fault if isinstance(fault, MarkupError) else MarkupError(str(fault)) from None
    return found


def as_utf8(data: bytes) -> bytes:
    """The part in UTF-8, the encoding that positions in bytes are counted in. Raises MarkupError."""
    for bom, encoding in _BOMS.items():
        if data.startswith(bom):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as fault:
                raise MarkupError(str(fault)) from None
            if text.startswith("<?xml"):
                text = text[text.index("?>") + 2 :].lstrip()
            return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text.encode()
    return data


def without(data: bytes, doomed: Callable[[Span, Sequence[Span]], bool]) -> bytes:
    """The UTF-8 part without the elements of which `doomed(span, all spans)` is true. Raises MarkupError."""
    found = spans(data)
    return replaced(data, ((one.start, one.end, b"") for one in found if doomed(one, found)))


def replaced(data: bytes, changes: Iterable[tuple[int, int, bytes]]) -> bytes:
    """The bytes with each `start:end` replaced; a change inside another one is dropped with its surroundings."""
    pieces: list[bytes] = []
    at = 0
    for start, end, new in sorted(changes, key=lambda change: (change[0], -change[1])):
        if start >= at:
            pieces += (data[at:start], new)
            at = end
    return b"".join([*pieces, data[at:]])
