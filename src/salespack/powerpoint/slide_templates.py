"""The slide templates, and the patterns of their pieces: each is rendered once and filled many times.

Rendering replaces every printed value by a token (`templating.environment`). A *pattern* is such a rendered text: where
a token stands for one of the piece's *slots* it takes a text each time it is filled, and what the piece decides on (its
*choices*) has been rendered into it. Filling is all that a slide costs: a thousand slides need no more rendering than
ten.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NewType
from xml.parsers import expat

import msgspec
from jinja2 import BytecodeCache, FileSystemLoader

from salespack.ooxml.packaging import StoredPart
from salespack.system.cache import Memory, Recent, code_version
from salespack.system.hashing import digest
from salespack.templating.budget import Budget
from salespack.templating.environment import FIRST_TOKEN, TOKEN, TokenEnvironment, Tokens, render, xml_literal

if TYPE_CHECKING:
    from salespack.ooxml.slide_base import SlideBase

Xml = NewType("Xml", str)
"""Text that is markup already: it comes from a pattern, from `literal`, or is a number."""

MOST_PARTS, SMALL_PART = 2_000, 8_192
MOST_BASES = 1_024
NOT_LITERAL = re.compile("[&<>\"'\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def literal(text: str) -> Xml:
    """`text` as content of an element or attribute; what XML cannot hold is left out."""
    return Xml(text if NOT_LITERAL.search(text) is None else xml_literal(text.replace("\r", "\n")))


class Piece(msgspec.Struct, frozen=True, eq=False):
    """A piece of a template: the file, its name there, what it decides on, and what it prints.

    A piece must not decide on a slot: those are filled in later.
    """

    template: str
    name: str
    choices: tuple[str, ...]
    slots: tuple[str, ...]


class _Slot(str):
    """Stands for a slot's text while a pattern is rendered; its text is the slot's number."""

    __slots__ = ()


class Pattern:
    """A rendered piece with its slots open: a text with a `%s` for each printed slot, and which slot each takes."""

    __slots__ = ("_order", "_text")

    def __init__(self, text: str, order: list[int], slots: int) -> None:
        self._text = text
        self._order = order if order != list(range(slots)) else None

    def fill(self, *values: Xml) -> Xml:
        """The pattern with `values` in its slots, in the order in which the piece names them."""
        if self._order is None:
            return Xml(self._text % values)
        return Xml(self._text % tuple([values[number] for number in self._order]))


def _opened(text: str, tokens: Tokens) -> tuple[str, list[int]]:
    """A rendered piece as a pattern's text, and the slots in the order in which it prints them."""
    order: list[int] = []

    def place(match: re.Match[str]) -> str:
        value = tokens.values[ord(match[0]) - FIRST_TOKEN]
        if isinstance(value, _Slot):
            order.append(int(value))
            return "%s"
        return xml_literal(str(value)).replace("%", "%%")

    return TOKEN.sub(place, text.replace("%", "%%")), order


class SlideTemplates:
    """The templates of slides and of all other parts. With a memory, patterns are rendered once for all processes.

    `parts` are those that were printed with them and come again in deck after deck, by what they are printed from. So
    do the `bases` of slides, by a digest of all that they are made of, those of slides without footers (`sealed`), the
    `digests` themselves, and the `contents` of shapes, by their markup.
    `known_bases` has those of decks that were made for the same customer before.
    """

    def __init__(self, environment: TokenEnvironment, memory: Memory | None = None) -> None:
        self._environment, self._memory = environment, memory or Memory()
        self._patterns: dict[tuple[Piece, tuple[Hashable, ...]], Pattern] = {}
        self.parts: Recent[StoredPart] = Recent(MOST_PARTS)
        self.bases: Recent[str] = Recent(MOST_BASES)
        self.known_bases = Memory()
        self.sealed: Recent[SlideBase] = Recent(MOST_BASES)
        self.digests: Recent[str] = Recent(MOST_BASES)
        self.contents: Recent[tuple[Any, ...]] = Recent(MOST_PARTS)

    def pattern(self, piece: Piece, *choices: Hashable) -> Pattern:
        """The pattern of a piece for these choices, given in the order in which the piece names them."""
        key = (piece, choices)
        pattern = self._patterns.get(key)
        if pattern is None:
            pattern = self._patterns[key] = Pattern(*self._rendered(piece, choices), len(piece.slots))
        return pattern

    def part(self, template: str, context: Mapping[str, Any]) -> bytes:
        """A part that is printed once a deck."""
        tokens = Tokens(budget=Budget.unbounded())
        text = tokens.literal(render(self._environment.get_template(template), context, tokens), xml_literal)
        return proven(template, text)

    def base(self, made_of: str, make: Callable[[], str]) -> str:
        """The base of a slide that is made of what this digest tells."""

        def known() -> str:
            key = f"{made_of} {code_version()}"
            base: str | None = self.known_bases.get(key)
            if base is None:
                base = make()
                self.known_bases.put(key, base)
            return base

        return self.bases.get(made_of, known)

    def save(self) -> None:
        """Keeps the patterns and bases that were made since for the next process."""
        self._memory.save()
        self.known_bases.save()

    def _rendered(self, piece: Piece, choices: tuple[Hashable, ...]) -> tuple[str, list[int]]:
        name = f"{piece.template} {piece.name} {choices!r}"
        if known := self._memory.get(name):
            pattern, order = known
            return pattern, order
        context: dict[str, Any] = dict(zip(piece.choices, choices, strict=True))
        context |= {slot: _Slot(number) for number, slot in enumerate(piece.slots)}
        tokens = Tokens(budget=Budget.unbounded())
        text = render(self._environment.get_template(piece.template), context | {"piece": piece.name}, tokens)
        opened = _opened(text, tokens)
        self._memory.put(name, list(opened))
        return opened


TEMPLATES = Path(__file__).parent / "templates"


def slide_templates(cache: Path | None = None, bytecode_cache: BytecodeCache | None = None) -> SlideTemplates:
    """The package's templates. With a cache folder their patterns are rendered once for all processes."""
    memory = Memory()
    state = ",".join(
        f"{entry.name} {entry.stat().st_mtime_ns}" for entry in sorted(os.scandir(TEMPLATES), key=lambda one: one.name)
    )
    memory.open(cache, f"patterns-{digest(f'{code_version()} {state}'.encode())[:32]}.msgpack")
    return SlideTemplates(TokenEnvironment(FileSystemLoader(TEMPLATES), bytecode_cache), memory)


def proven(name: str, text: str | bytes) -> bytes:
    """The part as bytes. Raises RuntimeError, for a fault of our templates, when it is not well-formed XML."""
    data = text.encode() if isinstance(text, str) else text
    if fault := _known_malformed(data) if len(data) <= SMALL_PART else _malformed(data):
        raise RuntimeError(f"{name} was printed as XML that is not well-formed: {fault}")
    return data


@lru_cache(maxsize=2_048)
def _known_malformed(data: bytes) -> str:
    """The same, remembered: many small parts are the same in deck after deck."""
    return _malformed(data)


def _malformed(data: bytes) -> str:
    """Why a part is not well-formed; empty when it is."""
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as fault:
        return str(fault)
    return ""
