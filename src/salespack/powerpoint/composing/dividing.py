"""Where a slide may be divided: between the portions of its bodies, column after column, and slides made of some."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from salespack.deck.model import Columns, Leaf, Node
from salespack.deck.visiting import columns_of
from salespack.powerpoint.forms.form import Portion
from salespack.powerpoint.forms.registry import form_of


class Piece(NamedTuple):
    """A portion, the `number` of it in its body, and where the body stands: node, column of the node, place in it."""

    portion: Portion
    number: int
    node: int
    column: int = 0
    place: int = 0


def pieces_of(nodes: Sequence[Node]) -> list[Piece]:
    """What a slide may be divided into, in reading order."""
    return [
        Piece(portion, number, at, side, place)
        for at, node in enumerate(nodes)
        for side, column in enumerate(columns_of(node))
        for place, leaf in enumerate(column)
        for number, portion in enumerate(form_of(leaf).portions(leaf))
    ]


def nodes_of(nodes: Sequence[Node], pieces: Iterable[Piece]) -> tuple[Node, ...]:
    """The nodes that consist of neighbouring pieces. Columns of which one is left are no columns any more."""
    found: list[Node] = []
    for at, of_node in groupby(pieces, lambda piece: piece.node):
        columns = columns_of(nodes[at])
        sides = [
            tuple(
                _part(columns[side][place], list(of_leaf))
                for place, of_leaf in groupby(of_side, lambda piece: piece.place)
            )
            for side, of_side in groupby(of_node, lambda piece: piece.column)
        ]
        found += sides[0] if len(sides) == 1 else (Columns(tuple(sides)),)
    return tuple(found)


def _part(leaf: Leaf, pieces: Sequence[Piece]) -> Leaf:
    part: Leaf = form_of(leaf).part(leaf, pieces[0].number, pieces[-1].number + 1)
    return part
