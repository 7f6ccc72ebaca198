"""Parsed slides: what Markdown becomes before data is put in. Kept apart from the parser, which loads when needed."""

from pathlib import Path
from typing import Any

import msgspec

from salespack.deck.model import AskedForm, FormDiv, Paragraph, Quote, Spans, Worded
from salespack.system.cache import read_cached, write_cached


class Notice(msgspec.Struct, frozen=True):
    """What becomes of a piece of text otherwise than its author expects.

    `line` is that of the rendered text, from 1; `written` what stands there, by which its column is found.
    """

    line: int
    code: str
    message: str
    hint: str
    written: str


class ChartSource(msgspec.Struct, frozen=True, tag="chart-source", tag_field="node"):
    """A chart as its author wrote it, from YAML without its callout; `line` is that of its fence in the rendered
    text."""

    content: Any
    line: int
    callout: Spans = ()


class WorkingSource(msgspec.Struct, frozen=True, tag="working-source", tag_field="node"):
    """A working as its author wrote it, from YAML; `line` is that of its fence in the rendered text."""

    content: Any
    line: int


class PictureSource(msgspec.Struct, frozen=True, tag="picture-source", tag_field="node"):
    """A picture as its author named it, with the attributes behind it."""

    path: str
    alt: str
    line: int
    attributes: dict[str, str] = {}


class QuoteSource(msgspec.Struct, frozen=True, tag="quote-source", tag_field="node"):
    """Somebody's words with the picture that their author has put among them."""

    quote: Quote
    picture: PictureSource


class FormSource(msgspec.Struct, frozen=True, tag="form-source", tag_field="node"):
    """What a fence of a form holds, to be given that form; `line` is that of the fence in the rendered text."""

    form: FormDiv
    nodes: tuple["SourceNode", ...]
    attributes: dict[str, str]
    line: int


class ColumnsSource(msgspec.Struct, frozen=True, tag="columns-source", tag_field="node"):
    """Columns whose nodes are still sources."""

    columns: tuple[tuple[Worded | ChartSource | WorkingSource | PictureSource | QuoteSource | FormSource, ...], ...]


SourceNode = Worded | ChartSource | WorkingSource | PictureSource | QuoteSource | FormSource | ColumnsSource


def inner(node: SourceNode) -> tuple[SourceNode, ...]:
    """What stands side by side in a node, or itself."""
    return tuple(one for column in node.columns for one in column) if isinstance(node, ColumnsSource) else (node,)


class ParsedSlide(msgspec.Struct, frozen=True, kw_only=True):
    """One slide with tokens still in its texts. `line` is that of its title (or break) in the rendered text, from 1.

    `notices` say what its text loses, and what would be shown as it is written; `form` is what is asked for behind its
    title; `sources` are those that are asked for there, None where none is, and `claims` those that its texts name.
    """

    title: Spans
    line: int
    nodes: tuple[SourceNode, ...] = ()
    notes: tuple[Paragraph, ...] = ()
    seller: tuple[Paragraph, ...] = ()
    prose: tuple[Paragraph, ...] = ()
    continues: bool = False
    form: AskedForm | None = None
    sources: tuple[str, ...] | None = None
    claims: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


def read_parsed(cache: Path | None, key: str) -> tuple[ParsedSlide, ...] | None:
    """The slides of the text whose hash is `key`, if they were parsed before."""
    content = read_cached(cache, _name(key))
    if content is None:
        return None
    try:
        return msgspec.msgpack.decode(content, type=tuple[ParsedSlide, ...])
    except msgspec.DecodeError:
        return None


def write_parsed(cache: Path | None, key: str, slides: tuple[ParsedSlide, ...]) -> None:
    """Keeps parsed slides for the next build."""
    write_cached(cache, _name(key), msgspec.msgpack.encode(slides))


def _name(key: str) -> str:
    return f"slides/{key[:40]}.msgpack"
