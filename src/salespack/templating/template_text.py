"""Which parts of a text are templates, and which are text: told by Jinja's own lexer. Nothing is rendered here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from jinja2.lexer import Lexer

OPENINGS = ("{{", "{%", "{#")
DATA = "\x00"
"""What stands in a masked text where a template prints something; no text holds it."""
MARKUP = "\x01"
"""What stands in a masked text where a tag or a comment is, which prints nothing; no text holds it."""

Sort = Literal["text", "raw", "value", "tag", "comment"]
MOST_RESUMED = 200
"""How often reading goes on behind what only begins like a template; all that follows is text then."""

_BEGINNINGS: dict[str, Sort] = {"variable_begin": "value", "block_begin": "tag", "comment_begin": "comment"}
_ENDS = frozenset(("variable_end", "block_end", "comment_end"))
_RAW_TAGS = frozenset(("raw_begin", "raw_end"))
_NOT_LINE_BREAK = re.compile(r"[^\n]")


class Part(NamedTuple):
    """A part of a text, from `start` up to `end`: text (`raw` between `raw` tags), a value, a tag or a comment."""

    sort: Sort
    start: int
    end: int

    @property
    def is_text(self) -> bool:
        """Whether it is shown as it stands."""
        return self.sort in ("text", "raw")


def holds_template(text: str) -> bool:
    """Whether Jinja would take anything in a text for a template, be it one or only its beginning."""
    return any(one in text for one in OPENINGS)


@lru_cache(maxsize=32)
def template_parts(text: str) -> tuple[Part, ...]:
    """All parts of a text in their order. What only begins like a template and cannot be read as one is text."""
    return tuple(_parts(text))


def template_code(text: str) -> Iterator[str]:
    """The values and tags of a text, as they are written: what could use data."""
    return (text[part.start : part.end] for part in template_parts(text) if part.sort in ("value", "tag"))


def masked(text: str) -> str:
    """A text of the same length without its templates: `DATA` stands for values, `MARKUP` for tags and comments.

    Lines stay lines.
    """
    signs = {"value": DATA, "tag": MARKUP, "comment": MARKUP}
    return "".join(
        text[part.start : part.end]
        if part.is_text
        else _NOT_LINE_BREAK.sub(signs[part.sort], text[part.start : part.end])
        for part in template_parts(text)
    )


def _parts(text: str) -> Iterator[Part]:
    """The parts, with neighbouring texts as they were met."""
    source = text.replace("\r", "\n")  # as the lexer sees line breaks, each sign in its place
    at = resumed = 0
    while at < len(text) and resumed < MOST_RESUMED and holds_template(text):
        for part in _parts_from(source, at):
            yield part
            at = part.end
        # What begins here is no template: its two signs are text, and Jinja is asked about what follows them.
        if at < len(text):
            opening = min(found for one in OPENINGS if (found := source.find(one, at)) >= 0) + 2
            yield Part("text", at, opening)
            at, resumed = opening, resumed + 1
    if at < len(text):
        yield Part("text", at, len(text))


def _parts_from(source: str, at: int) -> Iterator[Part]:
    """The parts from an offset on, up to the first text that only begins like a template."""
    from jinja2 import TemplateSyntaxError

    start = at
    sort: Sort = "text"
    try:
        for _, sign, written in _lexer().tokeniter(source[at:] if at else source, None):
            if sign == "data":
                at += len(written)
                continue
            while not source.startswith(written, at):  # white space that a `-` takes away
                at += 1
            if sign in _BEGINNINGS or sign in _RAW_TAGS:
                if at > start:
                    yield Part(sort, start, at)
                start, sort = at, _BEGINNINGS.get(sign, "tag")
            if sign in _ENDS or sign in _RAW_TAGS:
                end = at + len(written.rstrip())  # white space behind it that a `-` takes away is text
                yield Part(sort, start, end)
                start, sort = end, "raw" if sign == "raw_begin" else "text"
            at += len(written)
    except TemplateSyntaxError:
        if sort != "raw":
            return
    if start < len(source):
        yield Part(sort, start, len(source))


@lru_cache(maxsize=1)
def _lexer() -> Lexer:
    """A lexer that leaves white space alone; what it takes for a template is the same in all our environments."""
    from jinja2 import Environment

    return Environment(keep_trailing_newline=True).lexer  # noqa: S701 - renders nothing
