"""Tables of graphic frames: cells with their effective text, fill and lines, and the heights that rows really have.

What a table's style says is worked out in `styles`, the lines between cells in `borders`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import msgspec

from salespack.graphics.boxes import Box
from salespack.graphics.lengths import TEXT_INSETS
from salespack.ooxml.markup import MAX_COORDINATE, A, boolean, integer
from salespack.scene.model import Cell, Paint, Stroke, TableShape
from salespack.scene.paint import Nothing, Source, fill_in, stroke_in
from salespack.scene.tables.borders import Area, Edges
from salespack.scene.tables.styles import TablePart, TableStyle, TableStyles
from salespack.scene.text.bodies import body_of
from salespack.scene.text.list_styles import MAX_MARGIN, Letters, Levels
from salespack.typography.faces import Typefaces
from salespack.typography.lines import laid_out
from salespack.typography.overflow import only_guessed, surely_wide
from salespack.typography.text import Anchor, Body, Direction, Unproven

MOST_COLUMNS = 250
MOST_ROWS = 5_000
"""More than any program lets people make; what is beyond is left out."""
_MARGINS = tuple(zip(("marL", "marT", "marR", "marB"), TEXT_INSETS, strict=True))
_ANCHORS: Mapping[str, Anchor] = {"t": "t", "ctr": "ctr", "b": "b"}
_DIRECTIONS: Mapping[str, Direction] = {
    "horz": "horz", "vert": "vert", "vert270": "vert270", "wordArtVert": "wordArtVert", "eaVert": "eaVert",
    "mongolianVert": "mongolianVert", "wordArtVertRtl": "wordArtVertRtl",
}  # fmt: skip
_FLAGS = ("firstRow", "firstCol", "lastRow", "lastCol", "bandRow", "bandCol")
_EMPTY = Element(f"{A}tcPr")
_NO_TEXT = Element(f"{A}txBody")
_NO_TEXT.append(Element(f"{A}p"))


def table_in(
    frame: Element,
    box: Box,
    source: Source,
    styles: TableStyles,
    *,
    levels: Levels,
    slide: int | None = 0,
    **common: Any,
) -> TableShape:
    """The table of a graphic frame (or of an `a:tbl`) in its box.

    `levels` are those of text outside placeholders, `slide` is the number that stands for fields of it, `common` what
    all shapes have (`id`, `name`, …).
    """
    table = next(frame.iter(f"{A}tbl"), _EMPTY)
    return _Reader(table, source, styles, levels, slide).table(box, common)


class _Reader:
    """Reads one table."""

    def __init__(self, table: Element, source: Source, styles: TableStyles, levels: Levels, slide: int | None) -> None:
        properties = table.find(f"{A}tblPr")
        self._properties = properties if properties is not None else _EMPTY
        self._source, self._levels, self._slide = source, levels, slide
        self._style = _named(self._properties, source, styles)
        self._grid = table.findall(f"{A}tblGrid/{A}gridCol")[:MOST_COLUMNS]
        self._rows = table.findall(f"{A}tr")[:MOST_ROWS]
        self._cells = [row.findall(f"{A}tc")[:MOST_COLUMNS] for row in self._rows]
        self._said = [[cell.find(f"{A}tcPr") for cell in cells] for cells in self._cells]
        self._across = max([len(self._grid), *map(len, self._cells)])
        self._flags = {name for name in _FLAGS if boolean(self._properties.get(name))}
        self._mirrored = boolean(self._properties.get("rtl"))
        self._texts: dict[tuple[str, ...], Levels] = {}

    def table(self, box: Box, common: Mapping[str, Any]) -> TableShape:
        edges = Edges(len(self._rows), self._across, mirrored=self._mirrored)
        areas = [(area, self._part_names(area)) for area in self._areas()]
        for area, names in areas:
            edges.styled(self._placed(area), [(name, self._style.parts[name]) for name in names])
            self._ask(area, edges)
        widths = self._widths(box.cx)
        return TableShape(
            **common,
            box=box,
            columns=widths[::-1] if self._mirrored else widths,
            rows=tuple([min(max(integer(row.get("h"), 0), 0), MAX_COORDINATE) for row in self._rows]),
            cells=tuple([self._cell(area, names, edges) for area, names in areas]),
            fill=_painted(fill_in(self._properties, self._source)) or self._style.background,
        )

    def _widths(self, whole: int) -> tuple[int, ...]:
        """The columns' widths; columns that only rows know of are as wide as the others on average."""
        stored = [min(max(integer(one.get("w"), 0), 0), MAX_COORDINATE) for one in self._grid]
        if not any(stored):
            return (max(whole, 0) // max(self._across, 1),) * self._across
        return (*stored, *[sum(stored) // len(stored)] * (self._across - len(stored)))

    def _areas(self) -> list[Area]:
        """The cells' places, merges followed: spans end at the table's edge and at cells of other merges."""
        covered: set[tuple[int, int]] = set()
        areas = []
        for row, cells in enumerate(self._cells):
            for column, cell in enumerate(cells):
                if (row, column) in covered:
                    continue
                last = _end(column, cell.get("gridSpan"), self._across)
                last = next((one for one in range(column + 1, last + 1) if (row, one) in covered), last + 1) - 1
                area = Area(row, column, _end(row, cell.get("rowSpan"), len(self._rows)), last)
                if area.bottom > row or last > column:
                    covered.update(area.places())
                areas.append(area)
        return areas

    def _cell(self, area: Area, names: tuple[str, ...], edges: Edges) -> Cell:
        element, parts = self._cells[area.top][area.left], [self._style.parts[name] for name in names]
        said, text = self._said[area.top][area.left], element.find(f"{A}txBody")
        properties = said if said is not None else _EMPTY
        levels = self._level(names, parts)
        body = body_of(text if text is not None else _NO_TEXT, levels, self._source, slide=self._slide)
        fills = [fill_in(properties, self._source), *[part.fill for part in reversed(parts)]]
        place = self._placed(area)
        left, top, right, bottom = edges.around(place)
        return Cell(
            row=place.top,
            column=place.left,
            rows=place.bottom - place.top + 1,
            columns=place.right - place.left + 1,
            text=_framed(body, properties),
            fill=_painted(next((one for one in fills if one is not None), None)),
            left=left,
            top=top,
            right=right,
            bottom=bottom,
            falling=_line(properties.find(f"{A}lnTlToBr"), self._source),
            rising=_line(properties.find(f"{A}lnBlToTr"), self._source),
            header=area.top == 0 and "firstRow" in self._flags,
        )

    def _placed(self, area: Area) -> Area:
        """The area as it lies from the left."""
        if not self._mirrored:
            return area
        last = self._across - 1
        return Area(area.top, last - area.right, area.bottom, last - area.left)

    def _ask(self, area: Area, edges: Edges) -> None:
        """Claims the lines that a cell's own properties ask for, or those of the last cell that it covers there."""
        place, first = self._placed(area), (area.top, area.left)
        near, far = (area.right, area.left) if self._mirrored else (area.left, area.right)
        ends = {"L": (area.top, near), "T": first, "R": (area.top, far), "B": (area.bottom, area.left)}
        for side, covered in ends.items():
            line = self._asked(*first, side)
            if line is None and covered != first:
                line = self._asked(*covered, side)
            if line is not None:
                edges.asked(place, side, line)

    def _asked(self, row: int, column: int, side: str) -> Stroke | Nothing | None:
        cells = self._said[row]
        properties = cells[column] if column < len(cells) else None
        if properties is None or not len(properties):
            return None
        return stroke_in(properties.find(f"{A}ln{side}"), self._source)

    # --- what the style says -----------------------------------------------------------------------------------------

    def _part_names(self, area: Area) -> tuple[str, ...]:
        """The parts of the style that a cell has, later ones over earlier ones."""
        row, column, flags = area.top, area.left, self._flags
        first_row, last_row = "firstRow" in flags and row == 0, "lastRow" in flags and row == len(self._rows) - 1
        first, last = "firstCol" in flags and column == 0, "lastCol" in flags and area.right == self._across - 1
        names = ["wholeTbl"]
        if "bandCol" in flags and not (first or last):
            names.append("band2V" if (column - ("firstCol" in flags)) % 2 else "band1V")
        if "bandRow" in flags and not (first_row or last_row):
            names.append("band2H" if (row - ("firstRow" in flags)) % 2 else "band1H")
        ends = (("lastCol", last), ("firstCol", first), ("lastRow", last_row), ("firstRow", first_row))
        names += [name for name, there in ends if there]
        if (first_row or last_row) and (first or last):
            names.append(("n" if first_row else "s") + ("w" if first else "e") + "Cell")
        return tuple(name for name in names if name in self._style.parts)

    def _level(self, names: tuple[str, ...], parts: Sequence[TablePart]) -> Levels:
        """The levels of text in cells of these parts."""
        if names not in self._texts:
            change = _letters_of(parts)
            self._texts[names] = self._levels.with_letters(change) if change is not None else self._levels
        return self._texts[names]


def _named(properties: Element, source: Source, styles: TableStyles) -> TableStyle:
    """The table's style: defined in its own properties, or named there."""
    identifier = properties.find(f"{A}tableStyleId")
    name = (identifier.text or "").strip() if identifier is not None else ""
    return styles.style(name, source) if name else TableStyle()


def _end(start: int, span: str | None, count: int) -> int:
    """The last of the rows or columns that a cell spans."""
    return min(start + max(integer(span, 1), 1), count) - 1


def _letters_of(parts: Sequence[TablePart]) -> Callable[[Letters], Letters] | None:
    """What the parts change in letters, None for nothing."""
    said: dict[str, Any] = {}
    for part in parts:
        pairs = (("bold", part.bold), ("italic", part.italic), ("fill", part.colour), ("latin", part.typeface))
        said |= {name: value for name, value in pairs if value is not None}
    return (lambda letters: msgspec.structs.replace(letters, **said)) if said else None


def _painted(fill: Paint | Nothing | None) -> Paint | None:
    return None if isinstance(fill, Nothing) else fill


def _line(element: Element | None, source: Source) -> Stroke | None:
    found = stroke_in(element, source)
    return None if isinstance(found, Nothing) else found


def _framed(body: Body, properties: Element) -> Body:
    """The text in the frame that a cell gives it; what its `a:bodyPr` says is not for cells."""
    if not properties.attrib:
        return Body(paragraphs=body.paragraphs)
    left, top, right, bottom = [
        min(max(integer(properties.get(name), default), 0), MAX_MARGIN) for name, default in _MARGINS
    ]
    return Body(
        paragraphs=body.paragraphs,
        insets=(left, top, right, bottom),
        anchor=_ANCHORS.get(properties.get("anchor", "t"), "t"),
        centred=boolean(properties.get("anchorCtr")),
        direction=_DIRECTIONS.get(properties.get("vert", "horz"), "horz"),
    )


# --- heights ---------------------------------------------------------------------------------------------------------


class RowHeights(NamedTuple):
    """How high the rows are when the table is shown, EMU, and why the measures of their texts cannot be relied on."""

    heights: tuple[int, ...]
    unproven: tuple[Unproven, ...]


def row_heights(table: TableShape, typefaces: Typefaces, *, surely: bool = False) -> RowHeights:
    """The heights that the rows have when the table is shown: those that are stored, or what their texts need.

    A text across several rows that needs more than they have makes the last of them higher. Vertical text takes the
    height that there is. With `surely` rows are as high as they certainly are, where widths are only guessed.
    """
    heights = list(table.rows)
    unproven: dict[Unproven, None] = {}
    for cell in sorted(table.cells, key=lambda one: one.row + one.rows):
        if cell.row >= len(heights):
            continue
        width = sum(table.columns[cell.column : cell.column + cell.columns])
        rows = slice(cell.row, min(cell.row + cell.rows, len(heights)))
        height = sum(heights[rows])
        laid = laid_out(cell.text, width, height, typefaces)
        unproven |= dict.fromkeys(laid.unproven)
        if laid.unproven and surely:
            if not only_guessed(laid.unproven):
                continue
            laid = laid_out(cell.text, surely_wide(width), height, typefaces)
        if cell.text.direction == "horz":
            _, above, _, below = cell.text.insets
            heights[rows.stop - 1] += max(laid.height + above + below - height, 0)
    return RowHeights(tuple(heights), tuple(unproven))
