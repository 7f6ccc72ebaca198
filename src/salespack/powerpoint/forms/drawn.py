"""What drawing a form leaves behind: its markup, and the parts that it refers to."""

from __future__ import annotations

from typing import NamedTuple

from salespack.deck.model import Chart, Picture
from salespack.powerpoint.forms.chart_layout import ChartSet
from salespack.powerpoint.slide_templates import Xml


class Graph(NamedTuple):
    """A chart and how it is set in its room."""

    chart: Chart
    made: ChartSet


class Reference(NamedTuple):
    """What a part refers to: the last word of the relationship's type, and the target as it will stand in the part.

    Pictures and charts become parts in every deck anew, so they are named there.
    """

    kind: str
    target: str | Picture | Graph
    external: bool = False


class References:
    """What one part refers to, numbered as it comes; the same target is there once."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str | Graph], str] = {}
        self.rows: list[Reference] = []

    def to(self, kind: str, target: str | Picture | Graph, *, external: bool = False) -> str:
        """The id of the relationship of this kind to a target."""
        key = (kind, target.file if isinstance(target, Picture) else target)
        known = self._ids.get(key)
        if known is None:
            known = self._ids[key] = f"rId{len(self.rows) + 1}"
            self.rows.append(Reference(kind, target, external))
        return known

    def link(self, address: str) -> str:
        """The id of the relationship to a web or mail address."""
        return self.to("hyperlink", address, external=True)


class Drawn(NamedTuple):
    """A slide's shapes without footers, proven to be well-formed: the id of the last of them, and their references."""

    shapes: tuple[Xml, ...]
    last_id: int
    references: tuple[Reference, ...]
