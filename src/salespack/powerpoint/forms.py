"""The slide templates and the forms they are printed into: a piece of template is rendered once and filled many times.

Rendering replaces every printed value by a token (`assembly.templating`). A *form* is such a rendered text: where a
token stands for one of the piece's *slots* it takes a text each time it is filled, and what the piece decides on (its
*choices*) has been rendered into it. Filling is all that a slide costs: a thousand slides need no more rendering than
ten.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any, NewType
from weakref import WeakKeyDictionary
from xml.parsers import expat

import msgspec
from jinja2 import BytecodeCache, FileSystemLoader

from salespack.assembly.templating import FIRST_TOKEN, TOKEN, TokenEnvironment, Tokens, render, xml_literal

Xml = NewType("Xml", str)
"""Text that is markup already: it comes from a form, from `literal`, or is a number."""

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
    """Stands for a slot's text while a form is rendered; its text is the slot's number."""

    __slots__ = ()


class Form:
    """A rendered piece with its slots open."""

    __slots__ = ("_order", "_pattern")

    def __init__(self, text: str, tokens: Tokens, slots: int) -> None:
        order: list[int] = []

        def place(match: re.Match[str]) -> str:
            value = tokens.values[ord(match[0]) - FIRST_TOKEN]
            if isinstance(value, _Slot):
                order.append(int(value))
                return "%s"
            return xml_literal(str(value)).replace("%", "%%")

        self._pattern = TOKEN.sub(place, text.replace("%", "%%"))
        self._order = order if order != list(range(slots)) else None

    def fill(self, *values: Xml) -> Xml:
        """The form with `values` in its slots, in the order in which the piece names them."""
        if self._order is None:
            return Xml(self._pattern % values)
        return Xml(self._pattern % tuple([values[number] for number in self._order]))


_forms: WeakKeyDictionary[TokenEnvironment, dict[tuple[Piece, tuple[Hashable, ...]], Form]] = WeakKeyDictionary()
"""The forms rendered so far, kept as long as their environment lives."""


class SlideTemplates:
    """The templates of slides and of all other parts."""

    def __init__(self, environment: TokenEnvironment) -> None:
        self._environment = environment
        self._forms = _forms.setdefault(environment, {})

    def form(self, piece: Piece, *choices: Hashable) -> Form:
        """The form of a piece for these choices, given in the order in which the piece names them."""
        key = (piece, choices)
        form = self._forms.get(key)
        if form is None:
            context: dict[str, Any] = dict(zip(piece.choices, choices, strict=True))
            context |= {name: _Slot(number) for number, name in enumerate(piece.slots)}
            tokens = Tokens()
            text = render(self._environment.get_template(piece.template), context | {"piece": piece.name}, tokens)
            form = self._forms[key] = Form(text, tokens, len(piece.slots))
        return form

    def part(self, template: str, context: Mapping[str, Any]) -> bytes:
        """A part that is printed once a deck."""
        tokens = Tokens()
        text = tokens.literal(render(self._environment.get_template(template), context, tokens), xml_literal)
        return proven(template, text)


def slide_templates(bytecode_cache: BytecodeCache | None = None) -> TokenEnvironment:
    """The package's templates. With a bytecode cache they are compiled once for all processes."""
    return TokenEnvironment(FileSystemLoader(Path(__file__).parent / "templates"), bytecode_cache)


def proven(name: str, text: str | bytes) -> bytes:
    """The part as bytes. Raises RuntimeError, for a fault of our templates, when it is not well-formed XML."""
    data = text.encode() if isinstance(text, str) else text
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as fault:
        raise RuntimeError(f"{name} was printed as XML that is not well-formed: {fault}") from fault
    return data
