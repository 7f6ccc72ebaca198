"""The one exhaustive visit of body kinds: what holds what, what each says in which order, and the same said otherwise.

Whoever wants no more than that of nodes asks here, so that a new kind is added in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple, assert_never

from salespack.deck.model import (
    Chart,
    Columns,
    Kpi,
    Kpis,
    Leaf,
    Node,
    Paragraph,
    Picture,
    Quote,
    Spans,
    Table,
    Text,
    Worded,
    text_of,
)


class Passage(NamedTuple):
    """What a body says at one go, without looks: one text, or texts that are read together.

    A `row` has a text a cell, a `pair` what stands out and what is said to it, a `quotation` its paragraphs; a
    `picture` says its title, where it has one, and its alternative text. `level` is that of a paragraph, and `listed`
    tells whether it is an item of a list.
    """

    kind: Literal["paragraph", "quotation", "attribution", "pair", "row", "picture"]
    texts: tuple[str, ...]
    level: int = 0
    listed: bool = False


def columns_of(node: Node) -> tuple[tuple[Leaf, ...], ...]:
    """What stands side by side in a node: the columns that it holds, or itself alone."""
    return node.columns if isinstance(node, Columns) else ((node,),)


def leaves(nodes: Iterable[Node]) -> Iterator[Leaf]:
    """The nodes that hold no others, in reading order: one column after the other."""
    for node in nodes:
        for column in columns_of(node):
            yield from column


def passages(node: Leaf) -> Iterator[Passage]:
    """What a node says, in reading order."""
    match node:
        case Text(paragraphs):
            for one in paragraphs:
                yield Passage("paragraph", (text_of(one.spans),), one.level, listed=one.marker != "none")
        case Quote(paragraphs, attribution):
            yield Passage("quotation", tuple(text_of(one.spans) for one in paragraphs))
            yield Passage("attribution", (text_of(attribution),))
        case Kpis(items):
            yield from (Passage("pair", (text_of(one.figure), text_of(one.label))) for one in items)
        case Table(_, header, rows):
            yield from (Passage("row", tuple(map(text_of, row))) for row in (header, *rows))
        case Chart(title=title, alt=alt):
            yield Passage("picture", (title, alt))
        case Picture(alt=alt):
            yield Passage("picture", (alt,))
        case _:
            assert_never(node)


def reworded(
    node: Worded,
    spans: Callable[[Spans], Spans],
    paragraphs: Callable[[Iterable[Paragraph]], tuple[Paragraph, ...]],
) -> Worded:
    """The same node with all its texts put through `spans`, and its paragraphs through `paragraphs`."""
    match node:
        case Text():
            return Text(paragraphs(node.paragraphs))
        case Quote():
            return Quote(paragraphs(node.paragraphs), spans(node.attribution))
        case Kpis():
            return Kpis(tuple(Kpi(spans(item.figure), spans(item.label)) for item in node.items))
        case Table():
            rows = tuple(tuple(map(spans, row)) for row in node.rows)
            return Table(node.alignments, tuple(map(spans, node.header)), rows)
        case _:
            assert_never(node)


def files_of(node: Leaf) -> tuple[str, ...]:
    """The files that a node shows."""
    match node:
        case Picture():
            return (node.file,)
        case Text() | Quote() | Kpis() | Table() | Chart():
            return ()
        case _:
            assert_never(node)
