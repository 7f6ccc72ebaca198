"""Matrices: things between two axes that the fence names, at the places that their text says, or in the quarters."""

from __future__ import annotations

import re
from typing import NamedTuple

from salespack.assembly.forms.around import Around, Unmade
from salespack.assembly.forms.items import lead_of, list_in, read
from salespack.deck.model import Matrix, Node, Spans, Spot, cut, text_of
from salespack.language.phrases import words

AT = r"\[(?P<lead>.+?)\]\{(?P<at>[^{}]*)\}[ \u00a0]*(?::|[\u2013\u2014-](?=\s))?\s*"
PLACE = r"(?<![\w.])(?P<axis>[xy])=[\"']?(?P<share>[01]?\.?\d+)[\"']?"
COUNT = range(2, 9)
"""How many things a matrix has that have places."""
QUARTERS = ((0.25, 0.75), (0.75, 0.75), (0.25, 0.25), (0.75, 0.25))
"""Where four things without places are, row by row."""


class _Written(NamedTuple):
    lead: Spans
    text: Spans
    place: tuple[float, float] | None


def as_matrix(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """A list between axes: all of it with places, or four things without.

    Raises Unmade where an axis has no name, where some have a place and others none, and for too few or too many of
    them: as a list they would show their places as they are written.
    """
    found = list_in(nodes)
    if found is None:
        return None
    across, up = (around.attributes.get(axis, "").strip() for axis in "xy")
    if not across or not up:
        raise Unmade("a matrix names both of its axes", 'write ::: {.matrix x="Effort" y="Effect"}')
    written = [_written(one.spans) for one in found[1]]
    places = [one.place for one in written if one.place is not None]
    if 0 < len(places) < len(written):
        lacking = next(one for one in written if one.place is None)
        message = f"“{text_of(lacking.lead)}” has no place in the matrix, and others have"
        raise Unmade(message, "write “- [Name]{x=0.2 y=0.9}”: from 0 to 1, from the left and from below")
    if places and len(written) not in COUNT:
        message = f"a matrix has {COUNT[0]} to {COUNT[-1]} things, and not {len(written)}"
        raise Unmade(message, "show fewer of them, or make two slides")
    if not places and len(written) != len(QUARTERS):
        message = f"{len(written)} things without places in a matrix of four quarters"
        raise Unmade(message, "write four, row by row, or give each its place: “- [Name]{x=0.2 y=0.9}”")
    word = words(around.language)
    low, high = word["matrix_low"], word["matrix_high"]
    spots = []
    for one, (x, y) in zip(written, places or QUARTERS, strict=True):
        spots.append(Spot(one.lead, one.text, x, y, (low if x < 0.5 else high, low if y < 0.5 else high)))
    alt = word["matrix_alt"].format(x=across, y=up)
    told = "; ".join(f"{text_of(one.lead)}: {across} {one.said[0]}, {up} {one.said[1]}" for one in spots)
    return (*found[0], Matrix(tuple(spots), across, up, f"{alt}. {told}", placed=bool(places)))


def _written(spans: Spans) -> _Written:
    """An item as it is written: [Name]{x=0.2 y=0.9} text, or **Name**: text."""
    found = re.match(AT, read(spans))
    if found is not None and (place := _place(found["at"])) is not None:
        return _Written(cut(spans, *found.span("lead")), cut(spans, found.end()), place)
    item = lead_of(spans)
    return _Written(spans, (), None) if item is None else _Written(item.lead, item.text, None)


def _place(written: str) -> tuple[float, float] | None:
    shares = {one["axis"]: float(one["share"]) for one in re.finditer(PLACE, written)}
    return (shares["x"], shares["y"]) if shares.keys() == {"x", "y"} and max(shares.values()) <= 1 else None
