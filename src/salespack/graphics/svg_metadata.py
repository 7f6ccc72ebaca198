"""SVG drawings without what drawing programs note down in them: remarks, metadata, where they were saved.

Elements and attributes go as they stand in the bytes; nothing else is written anew.
"""

from __future__ import annotations

import re
from xml.parsers import expat

SVG = "http://www.w3.org/2000/svg"
SHOWN = frozenset((SVG, "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace", ""))
"""Namespaces of what is drawn; what is in another is a program's own (SVG 1.1, 23.2)."""
ATTRIBUTE = rb"""\s+([\w.-]+(?::[\w.-]+)?)\s*=\s*("[^"]*"|'[^']*')"""
BINDING = b"xmlns:"
SPLIT = "\n"


class _Reader:
    """Which bytes of a drawing go, told by expat as it reads them."""

    def __init__(self, content: bytes) -> None:
        self._content, self._depth, self._start = content, 0, 0
        self.cuts: list[tuple[int, int]] = []
        self.prefixes: set[bytes] = set()
        self._open: int | None = None
        self.parser = expat.ParserCreate(namespace_separator=SPLIT)
        self.parser.StartNamespaceDeclHandler = self._namespace
        self.parser.StartElementHandler = self._element
        self.parser.EndElementHandler = self._end
        self.parser.CommentHandler = self._remark
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.drawn = False
        self.tags: list[int] = []

    def _doctype(self, _name: str, _system: str | None, _public: str | None, inner: int) -> None:
        if inner:
            raise ValueError("entities of its own")

    def _namespace(self, prefix: str | None, address: str | None) -> None:
        if prefix and address not in SHOWN:
            self.prefixes.add(prefix.encode())

    def _element(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        namespace, _, local = name.rpartition(SPLIT)
        self.drawn = self.drawn or (self._depth == 1 and local == "svg")
        if self._start:
            return
        if namespace not in SHOWN or local == "metadata":
            self._start, self._open = self._depth, self.parser.CurrentByteIndex
        else:
            self.tags.append(self.parser.CurrentByteIndex)

    def _end(self, _: str) -> None:
        if self._start == self._depth and self._open is not None:
            end = _tag_end(self._content, self._open)
            if self._content[end - 2 : end] != b"/>":
                end = self._content.index(b">", self.parser.CurrentByteIndex) + 1
            self.cuts.append((self._open, end))
            self._start, self._open = 0, None
        self._depth -= 1

    def _remark(self, _: str) -> None:
        at = self.parser.CurrentByteIndex
        self._cut(at, self._content.index(b"-->", at) + 3)

    def _instruction(self, target: str, _: str) -> None:
        at = self.parser.CurrentByteIndex
        if target != "xml-stylesheet":
            self._cut(at, self._content.index(b"?>", at) + 2)

    def _cut(self, start: int, end: int) -> None:
        if not self._start:
            self.cuts.append((start, end))


def bare_svg(content: bytes) -> bytes:
    """The drawing without remarks. Raises ValueError for what is no SVG in UTF-8, or has entities of its own."""
    content.decode()
    reader = _Reader(content)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as fault:
        raise ValueError(str(fault)) from None
    if not reader.drawn:
        raise ValueError("no drawing")
    cuts = reader.cuts
    for start in reader.tags:
        at = start
        while (found := re.compile(ATTRIBUTE).search(content, at, _tag_end(content, start))) is not None:
            if _tells(found[1], found[2][1:-1], reader.prefixes):
                cuts.append(found.span())
            at = found.end()
    made, at = [], 0
    for begin, end in sorted(cuts):
        made.append(content[at:begin])
        at = max(at, end)
    return b"".join([*made, content[at:]])


def _tells(name: bytes, value: bytes, prefixes: set[bytes]) -> bool:
    """Whether an attribute is a program's own, or leads to somebody's file."""
    prefix, colon, _ = name.partition(b":")
    if name.startswith(BINDING):
        return name[len(BINDING) :] in prefixes
    return (bool(colon) and prefix in prefixes) or name.startswith(b"data-") or b"file:/" in value


def _tag_end(content: bytes, start: int) -> int:
    """Behind the `>` of the tag that starts there, values of attributes skipped."""
    at = start
    while content[at : at + 1] != b">":
        if content[at : at + 1] in (b'"', b"'"):
            at = content.index(content[at : at + 1], at + 1)
        at += 1
    return at + 1
