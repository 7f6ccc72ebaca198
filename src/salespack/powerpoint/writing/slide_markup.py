"""A composed slide as markup: its shapes, and what it refers to. Nothing here depends on the deck that the slide is in.

Knows tables, rows of figures, pictures and charts; where they stand was decided in `composition`, and footers, which
every deck has its own of, are set in `footers`.
"""

from __future__ import annotations

from collections.abc import Iterable

from salespack.deck.model import Chart, Kpi, Kpis, Picture, Quote, Slide, Span, Table, Text
from salespack.forms.figures import figure_boxes, in_rows
from salespack.forms.pictures import contained
from salespack.forms.sizes import SOURCE_SIZE
from salespack.forms.tables import is_numeric, row_heights
from salespack.graphics.boxes import Box
from salespack.powerpoint.brand.model import Placeholder
from salespack.powerpoint.brand.palette import Look
from salespack.powerpoint.composing.fitting import title_look
from salespack.powerpoint.composing.placement import Composition, Placed
from salespack.powerpoint.forms.drawn import Drawn, Graph, References
from salespack.powerpoint.forms.measuring import Figures, Grid
from salespack.powerpoint.forms.paragraphs import Row, language_tag, one_line, printed, runs
from salespack.powerpoint.forms.text_rows import rows_of
from salespack.powerpoint.slide_templates import Piece, SlideTemplates, Xml, literal, proven

AFTER_FIGURES = "274320"
"""The left margin of a cell whose neighbour ends in figures: 0.3 inch, or both would read as one."""
ALIGN = {"left": "", "center": "ctr", "right": "r"}
NAMES = {"title": "Title", "text": "Text Placeholder", "quote": "Text Placeholder", "attribution": "Text Placeholder"}
TYPE_NAMES = {
    "subTitle": "Subtitle", "obj": "Content Placeholder",
    "ftr": "Footer Placeholder", "dt": "Date Placeholder",
}  # fmt: skip
"""What PowerPoint calls shapes, by what they hold or by the type of their placeholder."""


def shape(name: str, choices: tuple[str, ...], *slots: str) -> Piece:
    """The piece of a kind of shape."""
    return Piece("slide.xml.j2", name, choices, ("id", "name", "x", "y", "cx", "cy", *slots))


SLIDE = Piece("slide.xml.j2", "slide", ("tagged",), ("shapes", "tags"))
PLACEHOLDER = shape("placeholder", ("place", "placed"), "text")
TEXT = shape("text", ("insets", "anchor"), "text")
PICTURE = shape("picture", ("place",), "alt", "link")
GROUP = shape("group", (), "shapes")
LINE = shape("line", ("ink",))
CHART = shape("chart", ("place",), "alt", "link")
TABLE = shape("table", ("place", "style"), "columns", "rows")
COLUMN = Piece("slide.xml.j2", "column", (), ("width",))
ROW = Piece("slide.xml.j2", "row", (), ("height", "cells"))
CELL = Piece("slide.xml.j2", "cell", ("margin",), ("text",))
PLAIN = Look()
BARE_STYLES = frozenset({"{2D5ABB26-0587-4C30-8999-92F81FD0307C}", "{5940675A-B579-460E-94D1-54222C63F5DA}"})
"""PowerPoint's table styles without any fill: their text stands on the slide's ground."""
NOWHERE = Box(0, 0, 0, 0)
"""For shapes whose piece prints no place, as they inherit it."""


class Drawing:
    """The shapes of one slide in reading order. Lengths are EMU."""

    def __init__(self, slide: Slide, composition: Composition, pieces: SlideTemplates) -> None:
        self._slide, self._composition = slide, composition
        self._pattern, self._pieces, self._language = pieces.pattern, pieces, language_tag(slide.language)
        self._last_id = 1
        self._shapes: list[Xml] = []
        self._references = References()

    def drawn(self, layout_target: str, table_style: str) -> Drawn:
        """Everything on the slide."""
        self._references.to("slideLayout", layout_target)
        for placed in self._composition.placed:
            match placed.node:
                case Text() | Quote():
                    self._text(placed, self._rows(placed, placed.node))
                case Table():
                    self._table(placed, placed.node, table_style)
                case Kpis():
                    self._kpis(placed, placed.node)
                case Picture():
                    self._picture(placed, placed.node)
                case Chart():
                    self._chart(placed, placed.node)
        if self._composition.sources is not None:
            self._sources(self._composition.sources)
        return Drawn(proven_shapes(self._pieces, self._shapes), self._last_id, tuple(self._references.rows))

    def _named(self, name: str) -> tuple[Xml, Xml]:
        """A new shape's id and name, numbered as PowerPoint does."""
        self._last_id += 1
        return Xml(str(self._last_id)), Xml(f"{name} {self._last_id - 1}")

    def _print(self, found: list[Row]) -> Xml:
        return printed(found, self._pieces, self._language)

    def _rows(self, placed: Placed, node: Text | Quote) -> list[Row]:
        """A text as it was measured, in an ink that can be read."""
        place, link, composition = placed.placeholder, self._references.link, self._composition
        if place is None:
            look, palette = composition.own, composition.palette
            look = title_look(look) if placed.kind == "title" else look
            found = rows_of(node, look, placed.percent, placed.least, link, face=composition.face, own=True)
            return [row._replace(ink=palette.text, plain_links=palette.plain_links) for row in found]
        found = rows_of(node, place, placed.percent, placed.least, link)
        ink = composition.looks.get(place.idx, PLAIN)
        return [row._replace(ink=ink.ink, plain_links=ink.plain_links) for row in found] if ink != PLAIN else found

    def _own_row(self, row: Row) -> Row:
        """A row of text that stands in no placeholder and on the slide's ground."""
        return row._replace(font=self._composition.face, plain_links=self._composition.palette.plain_links)

    def _text(self, placed: Placed, found: list[Row]) -> None:
        place, text = placed.placeholder, self._print(found)
        if place is None:
            pattern = self._pattern(TEXT, self._composition.own.insets, "t")
            self._shapes.append(pattern.fill(*self._named("Text Box"), *extent(placed.room), text))
            return
        pattern = self._pattern(PLACEHOLDER, reference(place), placed.box is not None)
        name = TYPE_NAMES.get(place.type) or NAMES[placed.kind]
        self._shapes.append(pattern.fill(*self._named(name), *extent(placed.box or NOWHERE), text))

    def _chart(self, placed: Placed, chart: Chart) -> None:
        link = self._references.to("chart", Graph(chart, placed.room))
        pattern = self._pattern(CHART, reference(placed.placeholder))
        self._shapes.append(
            pattern.fill(*self._named("Chart"), *extent(placed.room), literal(one_line(chart.alt)), Xml(link))
        )

    def _picture(self, placed: Placed, picture: Picture) -> None:
        """The whole picture, as large as its room allows, in the middle."""
        box, link = contained(picture.width, picture.height, placed.room), self._references.to("image", picture)
        pattern = self._pattern(PICTURE, reference(placed.placeholder))
        alt = literal(one_line(picture.alt))
        self._shapes.append(pattern.fill(*self._named("Picture"), *extent(box), alt, Xml(link)))

    def _table(self, placed: Placed, table: Table, style: str) -> None:
        """The table as wide as its room, its rows a little higher than they must be where there is room for that."""
        room, grid = placed.room, placed.set
        assert isinstance(grid, Grid)  # noqa: S101 - for the type checker
        size, widths = grid.size, grid.widths
        heights = row_heights(grid.heights, room.cy)
        align = [
            "r" if at and one == "left" and is_numeric(table, at) else ALIGN[one]
            for at, one in enumerate(table.alignments)
        ]
        neighbours = zip(["", *align], align, strict=False)
        margins = [AFTER_FIGURES if before == "r" and side != "r" else "" for before, side in neighbours]
        ink, font = self._composition.palette.text if style in BARE_STYLES else None, self._composition.face
        found = []
        for height, cells in zip(heights, (table.header, *table.rows), strict=True):
            texts = [
                self._pattern(CELL, margin).fill(
                    self._print(
                        [Row(runs(cell, self._references.link), align=side, size=str(size), ink=ink, font=font)]
                    )
                )
                for cell, side, margin in zip(cells, align, margins, strict=True)
            ]
            found.append(self._pattern(ROW).fill(Xml(str(height)), Xml("".join(texts))))
        columns = Xml("".join([self._pattern(COLUMN).fill(Xml(str(width))) for width in widths]))
        box = extent(Box(room.x, room.y, room.cx, sum(heights)))
        pattern = self._pattern(TABLE, reference(placed.placeholder), style)
        self._shapes.append(pattern.fill(*self._named("Table"), *box, columns, Xml("".join(found))))

    def _kpis(self, placed: Placed, kpis: Kpis) -> None:
        """The figures in a row, thin lines between them, as one group; a little above the middle of spare room."""
        group, shapes, figures = self._named("Key Figures"), [], placed.set
        assert isinstance(figures, Figures)  # noqa: S101 - for the type checker
        rows = in_rows(kpis.items)
        boxes = figure_boxes(list(map(len, rows)), figures.heights, placed.room)
        inset_left, inset_top, _, inset_bottom = self._composition.own.insets
        for row, size, placed_row, lines in zip(rows, figures.sizes, boxes.rows, boxes.lines, strict=True):
            for at, (item, box) in enumerate(zip(row, placed_row, strict=True)):
                pattern = self._pattern(TEXT, (0 if at else inset_left, inset_top, 0, inset_bottom), "t")
                shapes.append(
                    pattern.fill(*self._named("Key Figure"), *extent(box), self._kpi(item, size, figures.label))
                )
                if at:
                    line = extent(lines[at - 1])
                    shapes.append(self._pattern(LINE, self._composition.palette.rule).fill(*self._named("Line"), *line))
        self._shapes.append(self._pattern(GROUP).fill(*group, *extent(boxes.whole), Xml("".join(shapes))))

    def _kpi(self, item: Kpi, size: int, label_size: int) -> Xml:
        palette, link = self._composition.palette, self._references.link
        figure = Row(runs(item.figure, link, bold=True), size=str(size), ink=palette.figure)
        label = Row(runs(item.label, link), size=str(label_size), ink=palette.text)
        return self._print([self._own_row(figure), self._own_row(label)])

    def _sources(self, box: Box) -> None:
        ink, size = self._composition.palette.quiet, str(SOURCE_SIZE)
        texts = self._slide.sources
        found = [self._own_row(Row(runs((Span(text),), self._references.link), size=size, ink=ink)) for text in texts]
        pattern = self._pattern(TEXT, self._composition.own.insets, "b")
        self._shapes.append(pattern.fill(*self._named("Sources"), *extent(box), self._print(found)))


def proven_shapes(pieces: SlideTemplates, shapes: Iterable[Xml]) -> tuple[Xml, ...]:
    """The shapes. Raises RuntimeError, for a fault of our templates, when a slide with them is not well-formed."""
    found = tuple(shapes)
    proven("slide.xml.j2", pieces.pattern(SLIDE, True).fill(Xml("".join(found)), Xml("rId1")))
    return found


def extent(box: Box) -> tuple[Xml, Xml, Xml, Xml]:
    """A box as the pieces of shapes print it."""
    return Xml(str(box.x)), Xml(str(box.y)), Xml(str(box.cx)), Xml(str(box.cy))


def reference(placeholder: Placeholder | None) -> tuple[str, str] | None:
    """Type and index as `p:ph` has them: none for what is the default (ECMA-376, 19.3.1.36)."""
    if placeholder is None:
        return None
    return "" if placeholder.type == "obj" else placeholder.type, str(placeholder.idx) if placeholder.idx else ""
