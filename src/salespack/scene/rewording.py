"""Shapes that were written here and differ from one that was read in nothing but their words: those are filled in.

Nothing of a shape but its runs depends on what they say, as far as `comparable` goes. That is not taken on trust: a
shape that serves so is read from its markup too when it first does, and again each time that the count has doubled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar, assert_never

import msgspec

from salespack.scene.model import AnyShape, AutoShape, CompositeShape, PictureShape, TableShape, Undrawn
from salespack.typography.text import LINE_BREAK, Body

WORDS = re.compile(r"<a:t>([^<]*)</a:t>")
FIELD = "<a:fld"
NAMED = (("&#34;", '"'), ("&#39;", "'"), ("&quot;", '"'), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
"""How markup writes characters, the ampersand last. What the standard library has for it loads HTTP and TLS."""
UNUSUAL = re.compile("[\r\n\t\v\u1100-\u11ff\u3040-\u30ff\uac00-\ud7a3]|&#")
"""In words: what reading replaces, and letters that typefaces are chosen by."""


class Cut(NamedTuple):
    """A shape's markup without its words, and these in their order."""

    around: str
    words: tuple[str, ...]


class Worded(NamedTuple):
    """A shape as it was read, and the words in its markup."""

    shapes: tuple[AnyShape, ...]
    words: tuple[str, ...]


class Trust:
    """How often a shape served with other words: whether the next time is one to compare it with its markup.

    One that is `lost`, as it was not what its markup says, serves no more.
    """

    def __init__(self) -> None:
        self._served, self.lost = 0, False

    def is_due(self) -> bool:
        """Whether this time, the first, second, fourth, eighth …, is one to compare."""
        self._served += 1
        return self._served & (self._served - 1) == 0


def cut(markup: str) -> Cut | None:
    """A shape's markup cut; None where more than its runs may depend on what it says, or it says nothing."""
    if FIELD in markup:
        return None
    parts = WORDS.split(markup)
    words = tuple([_unescaped(one) if "&" in one else one for one in parts[1::2]])
    if not words or any(not one or UNUSUAL.search(one) is not None for one in words):
        return None
    return Cut("\0".join(parts[::2]), words)


def _unescaped(text: str) -> str:
    for written, character in NAMED:
        text = text.replace(written, character)
    return text


def worded(shapes: Sequence[AnyShape], words: tuple[str, ...]) -> Worded | None:
    """A shape that was read as one to serve with other words; None where these are not those of its runs."""
    if not all(map(_is_all_words, shapes)):
        return None
    said = [run for one in shapes for body in _bodies(one) for run in _words_of(body)]
    return Worded(tuple(shapes), words) if tuple(said) == words else None


def reworded(known: Worded, words: tuple[str, ...]) -> tuple[AnyShape, ...] | None:
    """The shape with other words; None where blanks stand for letters, or letters for blanks."""
    if any(one.isspace() != other.isspace() for one, other in zip(known.words, words, strict=True)):
        return None
    left = iter(words)
    return tuple([_filled(one, left) for one in known.shapes])


def _is_all_words(shape: AnyShape) -> bool:
    """Whether nothing of a shape but its runs comes of what it says."""
    match shape:
        case AutoShape() | TableShape():
            return True
        case PictureShape() | CompositeShape() | Undrawn():
            return False
        case _:
            assert_never(shape)


def _bodies(shape: AnyShape) -> Iterator[Body]:
    match shape:
        case AutoShape(text=text):
            yield from (text,) if text is not None else ()
        case TableShape(cells=cells):
            yield from (cell.text for cell in cells)
        case PictureShape() | CompositeShape() | Undrawn():
            return
        case _:
            assert_never(shape)


def _words_of(body: Body) -> Iterator[str]:
    for paragraph in body.paragraphs:
        yield from (run.text for run in paragraph.runs if run.text != LINE_BREAK)


def _filled(shape: AnyShape, words: Iterator[str]) -> AnyShape:
    match shape:
        case AutoShape(text=text):
            return shape if text is None else _with(shape, "text", _said(text, words))
        case TableShape(cells=cells):
            return _with(shape, "cells", tuple([_with(one, "text", _said(one.text, words)) for one in cells]))
        case PictureShape() | CompositeShape() | Undrawn():
            return shape
        case _:
            assert_never(shape)


def _said(body: Body, words: Iterator[str]) -> Body:
    paragraphs = []
    for one in body.paragraphs:
        runs = tuple([run if run.text == LINE_BREAK else _with(run, "text", next(words)) for run in one.runs])
        paragraphs.append(_with(one, "runs", runs))
    return _with(body, "paragraphs", tuple(paragraphs))


Struct = TypeVar("Struct", bound=msgspec.Struct)


def _with(struct: Struct, name: str, value: object) -> Struct:
    """The struct with another value; itself where that is the same."""
    return struct if getattr(struct, name) == value else msgspec.structs.replace(struct, **{name: value})
