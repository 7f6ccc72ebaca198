"""The lines between the cells of a table: what their style and their own properties ask for, settled edge by edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from salespack.scene.model import Stroke
from salespack.scene.paint import Nothing
from salespack.scene.tables.styles import PARTS, TablePart

_RANKS = {name: rank for rank, name in enumerate(PARTS)}
_ASKED_NONE, _ASKED = len(PARTS), len(PARTS) + 1
"""What a cell itself asks for is over any style, and a line over none: neighbours may say different things."""
_ROWS = ("band1H", "band2H", "firstRow", "lastRow")
_COLUMNS = ("band1V", "band2V", "firstCol", "lastCol")
_UNCLAIMED = (-1, None)
_SIDES = ("L", "T", "R", "B")
_NAMES = {"L": "left", "T": "top", "R": "right", "B": "bottom"}
_MIRRORED = _NAMES | {"L": "right", "R": "left"}
_CORNERS = ("nwCell", "neCell", "swCell", "seCell")


class Area(NamedTuple):
    """The rows and columns that a cell takes, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int

    def places(self) -> Iterator[tuple[int, int]]:
        """Row and column of every place in it."""
        return (
            (row, column) for row in range(self.top, self.bottom + 1) for column in range(self.left, self.right + 1)
        )


class Edges:
    """The edges of a grid; of what is claimed for one, that of the highest rank is drawn, the last of equal ones.

    Sides are L, T, R and B; a `mirrored` table takes the left lines of its style for right ones.
    """

    def __init__(self, rows: int, columns: int, *, mirrored: bool = False) -> None:
        self._rows, self._columns, self._mirrored = rows, columns, mirrored
        self._claims: dict[tuple[bool, int, int], tuple[int, Stroke | None]] = {}
        """By whether it is upright, and the row and column that begin at it."""
        self._styled: dict[tuple[tuple[str, ...], tuple[bool, ...]], list[tuple[str, int, Stroke | Nothing]]] = {}

    def styled(self, area: Area, parts: Sequence[tuple[str, TablePart]]) -> None:
        """Claims what the parts of a style (later ones over earlier ones) say about the edges of a cell."""
        ends = (area.left == 0, area.top == 0, area.right == self._columns - 1, area.bottom == self._rows - 1)
        key = tuple([name for name, _ in parts]), ends
        if key not in self._styled:
            self._styled[key] = self._said(parts, ends)
        for side, rank, line in self._styled[key]:
            self._claim(area, side, rank, line)

    def asked(self, area: Area, side: str, line: Stroke | Nothing) -> None:
        """Claims what a cell itself says about an edge."""
        self._claim(area, side, _ASKED_NONE if isinstance(line, Nothing) else _ASKED, line)

    def around(self, area: Area) -> tuple[Stroke | None, Stroke | None, Stroke | None, Stroke | None]:
        """The lines left of, above, right of and below a cell."""
        top, left, bottom, right = area
        claims = self._claims
        return (
            claims.get((True, top, left), _UNCLAIMED)[1],
            claims.get((False, top, left), _UNCLAIMED)[1],
            claims.get((True, top, right + 1), _UNCLAIMED)[1],
            claims.get((False, bottom + 1, left), _UNCLAIMED)[1],
        )

    def _claim(self, area: Area, side: str, rank: int, line: Stroke | Nothing) -> None:
        stroke = None if isinstance(line, Nothing) else line
        for edge in _along(area, side):
            if rank >= self._claims.get(edge, _UNCLAIMED)[0]:
                self._claims[edge] = rank, stroke

    def _said(
        self, parts: Sequence[tuple[str, TablePart]], ends: tuple[bool, bool, bool, bool]
    ) -> list[tuple[str, int, Stroke | Nothing]]:
        """What parts say about the sides of a cell, with the rank of who says it; `ends`: where the table ends."""
        found = []
        for side, end in zip(_SIDES, ends, strict=True):
            for name, part in reversed(parts):
                line = part.lines.get(self._named(side, name, end))
                if line is not None:
                    found.append((side, _RANKS[name], line))
                    break
        return found

    def _named(self, side: str, part: str, end: bool) -> str:
        """Which of a part's lines is at that side of a cell: an outer one where the part ends there."""
        upright = side in "LR"
        if end or part in _CORNERS or part in (_COLUMNS if upright else _ROWS):
            return (_MIRRORED if self._mirrored else _NAMES)[side]
        return "insideV" if upright else "insideH"


def _along(area: Area, side: str) -> Iterator[tuple[bool, int, int]]:
    """The edges of the grid along a side of a cell."""
    if side in "LR":
        column = area.left if side == "L" else area.right + 1
        return ((True, row, column) for row in range(area.top, area.bottom + 1))
    row = area.top if side == "T" else area.bottom + 1
    return ((False, row, column) for column in range(area.left, area.right + 1))
