"""The lines between the cells of a table: what their style and their own properties ask for, settled edge by edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from salespack.scene.model import Stroke
from salespack.scene.paint import Nothing
from salespack.scene.table_styles import PARTS, TablePart

_RANKS = {name: rank for rank, name in enumerate(PARTS)}
_ASKED_NONE, _ASKED = len(PARTS), len(PARTS) + 1
"""What a cell itself asks for is over any style, and a line over none: neighbours may say different things."""
_ROWS = ("band1H", "band2H", "firstRow", "lastRow")
_COLUMNS = ("band1V", "band2V", "firstCol", "lastCol")
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

    def styled(self, area: Area, parts: Sequence[tuple[str, TablePart]]) -> None:
        """Claims what the parts of a style (later ones over earlier ones) say about the edges of a cell."""
        if not any(part.lines for _, part in parts):
            return
        for side in _SIDES:
            for name, part in reversed(parts):
                line = part.lines.get(self._said(area, side, name))
                if line is not None:
                    self._claim(area, side, _RANKS[name], line)
                    break

    def asked(self, area: Area, side: str, line: Stroke | Nothing) -> None:
        """Claims what a cell itself says about an edge."""
        self._claim(area, side, _ASKED_NONE if isinstance(line, Nothing) else _ASKED, line)

    def around(self, area: Area) -> tuple[Stroke | None, Stroke | None, Stroke | None, Stroke | None]:
        """The lines left of, above, right of and below a cell."""
        found = [self._claims.get(next(_along(area, side)), (0, None))[1] for side in _SIDES]
        return found[0], found[1], found[2], found[3]

    def _claim(self, area: Area, side: str, rank: int, line: Stroke | Nothing) -> None:
        stroke = None if isinstance(line, Nothing) else line
        for edge in _along(area, side):
            if rank >= self._claims.get(edge, (-1, None))[0]:
                self._claims[edge] = rank, stroke

    def _said(self, area: Area, side: str, part: str) -> str:
        """Which of a part's lines is at that side of a cell: an outer one where the part ends there."""
        ends = {
            "L": area.left == 0,
            "R": area.right == self._columns - 1,
            "T": area.top == 0,
            "B": area.bottom == self._rows - 1,
        }[side]
        upright = side in "LR"
        if ends or part in _CORNERS or part in (_COLUMNS if upright else _ROWS):
            return (_MIRRORED if self._mirrored else _NAMES)[side]
        return "insideV" if upright else "insideH"


def _along(area: Area, side: str) -> Iterator[tuple[bool, int, int]]:
    """The edges of the grid along a side of a cell."""
    if side in "LR":
        column = area.left if side == "L" else area.right + 1
        return ((True, row, column) for row in range(area.top, area.bottom + 1))
    row = area.top if side == "T" else area.bottom + 1
    return ((False, row, column) for column in range(area.left, area.right + 1))
