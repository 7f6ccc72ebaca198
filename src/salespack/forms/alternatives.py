"""The other forms that say the same: what a body may take in place of its own, where a deck has too much of one.

A form that a rule has chosen for a text gives way only to one that the text allows as well, and says every word of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from salespack.deck.model import BeforeAfter, Cards, FormName, Item, Kpi, Kpis, Node, Number, Questions, Text, text_of
from salespack.deck.visiting import one_line, plain

ITEMS = range(3, 7)
"""How many items a list has that may stand in rows."""
FIGURES = range(2, 5)
"""How many figures may stand beside each other."""
MOST_POINTS = 3
"""Of a figure whose points stand below it."""
FIGURE = r"[^\w]*(?:(?:EUR|USD|GBP|CHF|SEK|NOK|DKK)\s)?\d.{0,12}\Z"
"""A lead that is a figure, with a sign or unit at most."""


def alternatives(nodes: Sequence[Node]) -> Iterator[tuple[FormName, tuple[Node, ...]]]:
    """The other forms of a slide's nodes, the best first: of the last of them, with a paragraph that leads to it as it
    is."""
    *before, last = nodes or (None,)
    if len(before) > 1 or not all(isinstance(one, Text) and len(one.paragraphs) == 1 for one in before):
        return
    match last:
        case Text(paragraphs):
            lead = paragraphs[:1] if paragraphs and paragraphs[0].marker == "none" and not before else ()
            items = paragraphs[len(lead) :]
            flat = all(one.level == 0 and one.marker == "bullet" for one in items)
            if flat and len(items) in ITEMS and not any(one.heading for one in lead):
                leading = (Text(lead),) if lead else ()
                yield "cards", (*before, *leading, Cards(tuple(Item(one.spans) for one in items)))
        case Questions(items=questions, answers="none", start=1):
            if len(questions) in ITEMS:
                yield "cards", (*before, Cards(tuple(map(Item, questions))))
        case Cards(items=cards):
            figures = [one for one in cards if one.text and re.match(FIGURE, text_of(one.lead))]
            if len(figures) == len(cards) and len(cards) in FIGURES:
                yield "stats", (*before, Kpis(tuple(Kpi(one.lead, one.text) for one in cards)))
        case Number(figure, label, points):
            if label and 1 <= len(points) <= MOST_POINTS:
                yield "stats", (*before, Kpis((Kpi(figure, label),), tuple(map(one_line, points))))
        case BeforeAfter():
            yield "table", (*before, *plain(last))
