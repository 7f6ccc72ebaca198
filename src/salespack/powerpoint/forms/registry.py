"""The table of forms: which module measures, divides and writes which kind of body."""

from __future__ import annotations

from typing import Any, assert_never

from salespack.deck.model import Chart, Kpis, Leaf, Picture, Quote, Table, Text
from salespack.powerpoint.forms import chart, figures, picture, quote, table, text
from salespack.powerpoint.forms.form import Form


def form_of(node: Leaf) -> Form[Any, Any]:
    """The form of a node."""
    match node:
        case Text():
            return text
        case Quote():
            return quote
        case Kpis():
            return figures
        case Table():
            return table
        case Chart():
            return chart
        case Picture():
            return picture
        case _:
            assert_never(node)
