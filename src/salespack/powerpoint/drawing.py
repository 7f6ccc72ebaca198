"""A composed slide as the shapes that the slide template prints, and the relationships of its part.

Knows tables, rows of figures, pictures, charts and footers; where they stand was decided in `composition`.
"""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple, Protocol

from salespack.assembly.deck import Chart, Deck, Kpi, Kpis, Paragraph, Picture, Quote, Slide, Span, Table, Text
from salespack.powerpoint import estimates
from salespack.powerpoint.brand import Box, Placeholder
from salespack.powerpoint.composition import Composition, Placed
from salespack.powerpoint.inks import Palette
from salespack.powerpoint.opc import OFFICE_RELATIONSHIPS, Relationship
from salespack.powerpoint.paragraphs import NO_BULLETS, Row, Run, language_tag, rows, runs

DEFAULT_TABLE_STYLE = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"  # Medium Style 2 - Accent 1, PowerPoint's own default
AFTER_FIGURES = "274320"
"""The left margin of a cell whose neighbour ends in figures: 0.3 inch, or both would read as one."""
PROMPTS = frozenset((
    "footer", "footer text", "footer here", "add a footer", "add footer", "insert footer", "your footer here",
    "click to add footer", "click to edit footer", "presentation title", "title of presentation", "alatunniste",
    "alatunnisteteksti", "esityksen nimi", "sidfot", "fußzeile", "fusszeile", "pied de page", "pie de página", "フッター",
))  # fmt: skip
"""What a layout's footer says when nobody has written one: not for a customer's eyes."""
PIXEL = 9_525
"""EMU of a pixel at 96 a inch."""
MOST_ENLARGED = 2.0
"""How many times its own size a small picture is shown at most: beyond that it is blurred."""
MOST_STRETCHED = 1.7
ALIGN = {"left": "", "center": "ctr", "right": "r"}
NAMES = {
    "title": "Title", "text": "Text Placeholder", "quote": "Text Placeholder", "attribution": "Text Placeholder",
    "table": "Table", "chart": "Chart", "picture": "Picture", "kpis": "Key Figures",
    "ftr": "Footer Placeholder", "sldNum": "Slide Number Placeholder", "dt": "Date Placeholder",
}  # fmt: skip
DAY_PATTERNS = {
    "cs": "{d}.{m}.{y}", "da": "{d}.{m}.{y}", "de": "{d}.{m}.{y}", "en": "{d} {month} {y}", "es": "{d}/{m}/{y}",
    "et": "{d}.{m}.{y}", "fi": "{d}.{m}.{y}", "fr": "{d}/{m}/{y}", "it": "{d}/{m}/{y}", "nb": "{d}.{m}.{y}",
    "nl": "{d}-{m}-{y}", "no": "{d}.{m}.{y}", "pl": "{d}.{m}.{y}", "pt": "{d}/{m}/{y}",
}  # fmt: skip
"""How a day is written in figures (CLDR 45, short dates with a full year); all other languages get ISO 8601."""
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


class Shape(NamedTuple):
    """One shape: its kind names the branch of the template, its content is what that branch unpacks."""

    kind: str
    id: str
    name: str
    content: tuple[Any, ...]


class Media(Protocol):
    """Where pictures and charts become parts; each gives the target of a relationship from a slide."""

    def picture(self, picture: Picture) -> str:
        """The picture's part."""

    def chart(self, chart: Chart, slide: Slide, room: Box, palette: Palette) -> str:
        """A new chart part."""


class References:
    """The relationships of one part, numbered as they come; the same target is there once."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        self.rows: list[Relationship] = []

    def to(self, kind: str, target: str, *, external: bool = False) -> str:
        """The id of the relationship of this kind (the last word of its type) to a target as it stands in the part."""
        key = (kind, target)
        known = self._ids.get(key)
        if known is None:
            known = self._ids[key] = f"rId{len(self.rows) + 1}"
            self.rows.append(Relationship(known, f"{OFFICE_RELATIONSHIPS}/{kind}", target, external))
        return known

    def link(self, address: str) -> str:
        """The id of the relationship to a web or mail address."""
        return self.to("hyperlink", address, external=True)


def day(on: datetime.date, language: str) -> str:
    """A day as the language writes it in figures (in English with the month's name, which no reader misunderstands)."""
    pattern = DAY_PATTERNS.get(language.partition("-")[0])
    return pattern.format(d=on.day, m=on.month, y=on.year, month=MONTHS[on.month - 1]) if pattern else on.isoformat()


class Drawing:
    """The shapes of one slide in reading order. Lengths are EMU."""

    def __init__(self, deck: Deck, slide: Slide, composition: Composition, media: Media, table_style: str | None) -> None:
        self._deck, self._slide, self._composition, self._media = deck, slide, composition, media
        self._table_style = table_style or DEFAULT_TABLE_STYLE
        self._last_id = 1
        self.references = References()
        self.shapes: list[Shape] = []

    def draw(self, number: int, layout_target: str) -> None:
        """Everything on the slide that is number `number` in the deck, counted from 1."""
        self.references.to("slideLayout", layout_target)
        for placed in self._composition.placed:
            self._draw(placed)
        if self._composition.sources is not None:
            self._sources(self._composition.sources)
        for placeholder in self._composition.footers:
            self._footer(placeholder, number)

    def _add(self, kind: str, name: str, content: tuple[Any, ...]) -> None:
        self._last_id += 1
        self.shapes.append(Shape(kind, str(self._last_id), f"{name} {self._last_id - 1}", content))

    def _child(self, name: str) -> tuple[str, str]:
        self._last_id += 1
        return str(self._last_id), f"{name} {self._last_id - 1}"

    def _draw(self, placed: Placed) -> None:
        match placed.node:
            case Table():
                self._table(placed, placed.node)
            case Kpis():
                self._kpis(placed.node, placed.room)
            case Picture():
                self._picture(placed, placed.node)
            case Chart():
                target = self._media.chart(placed.node, self._slide, placed.room, self._composition.palette)
                link = self.references.to("chart", target)
                self._add("chart", "Chart", (_place(placed.placeholder), _flat(placed.room), placed.node.alt, link))
            case Quote():
                self._quote(placed, placed.node)
            case Text():
                self._text(placed, self._rows(placed.node, placed.placeholder))

    def _rows(self, text: Text, placeholder: Placeholder | None, *, italic: bool = False) -> list[Row]:
        if placeholder is not None:
            return rows(text.paragraphs, placeholder.bullets, placeholder.sizes[0], self.references.link, italic=italic)
        size, ink = self._composition.size, self._composition.palette.text
        found = rows(text.paragraphs, NO_BULLETS, size, self.references.link, italic=italic)
        return [row._replace(size=str(size), ink=ink) for row in found]

    def _text(self, placed: Placed, found: list[Row], anchor: str = "") -> None:
        if placed.placeholder is None:
            self._add("text", "Text Box", (_flat(placed.room), self._composition.insets, anchor or "t", found))
            return
        box = _flat(placed.box) if placed.box else None
        name = "Subtitle" if placed.placeholder.type == "subTitle" else NAMES[placed.kind]
        if placed.placeholder.type == "obj":
            name = "Content Placeholder"
        self._add("placeholder", name, (_place(placed.placeholder), box, anchor, found))

    def _quote(self, placed: Placed, quote: Quote) -> None:
        """Somebody's words; in italics, with who said them below, on a layout that is not made for quotes."""
        found = self._rows(Text(quote.paragraphs), placed.placeholder, italic=bool(quote.attribution))
        if quote.attribution:
            who = Text((Paragraph((Span("— "), *quote.attribution)),))
            found += [row._replace(before="1200") for row in self._rows(who, placed.placeholder)]
        self._text(placed, found)

    def _picture(self, placed: Placed, picture: Picture) -> None:
        """The whole picture, as large as its room allows, in the middle."""
        room, link = placed.room, self.references.to("image", self._media.picture(picture))
        width, height = max(picture.width, 1), max(picture.height, 1)
        scale = min(room.cx / width, room.cy / height, MOST_ENLARGED * PIXEL)
        cx, cy = max(round(width * scale), 1), max(round(height * scale), 1)
        box = (room.x + (room.cx - cx) // 2, room.y + (room.cy - cy) // 2, cx, cy)
        self._add("picture", "Picture", (_place(placed.placeholder), box, link, picture.alt))

    def _table(self, placed: Placed, table: Table) -> None:
        """The table as wide as its room, its rows a little higher than they must be where there is room for that."""
        room = placed.room
        for size in estimates.CELL_SIZES:
            widths = estimates.column_widths(table, room.cx, size)
            heights = estimates.row_heights(table, widths, size)
            if sum(heights) <= room.cy:
                break
        stretch = min(MOST_STRETCHED, room.cy / max(sum(heights), 1))
        if stretch > 1:
            heights = [int(height * stretch) for height in heights]
        align = [
            "r" if at and one == "left" and estimates.is_numeric(table, at) else ALIGN[one]
            for at, one in enumerate(table.alignments)
        ]
        margins = [
            AFTER_FIGURES if before == "r" and side != "r" else "" for before, side in zip(["", *align], align, strict=False)
        ]
        found = []
        for height, cells in zip(heights, (table.header, *table.rows), strict=True):
            printed = [
                (margin, (Row(runs(cell, self.references.link), align=side, size=str(size)),))
                for cell, side, margin in zip(cells, align, margins, strict=True)
            ]
            found.append((str(height), printed))
        box = (room.x, room.y, room.cx, sum(heights))
        content = (self._table_style, [str(width) for width in widths], found)
        self._add("table", "Table", (_place(placed.placeholder), box, "", content))

    def _kpis(self, kpis: Kpis, room: Box) -> None:
        """The figures in a row, thin lines between them, as one group; a little above the middle of spare room."""
        group = self._child("Key Figures")
        texts, rules = [], []
        needed = estimates.kpis_height(kpis, room.cx)
        start = top = room.y + max(room.cy - needed, 0) * 3 // 10
        inset_left, inset_top, _, inset_bottom = self._composition.insets
        for row in estimates.kpi_rows(kpis):
            part = room.cx // len(row)
            size = estimates.figure_size(kpis, part - 4 * estimates.INSET)
            height = estimates.kpis_height(Kpis(row), room.cx)
            for at, item in enumerate(row):
                left = 2 * estimates.INSET if at else 0
                box = (room.x + at * part + left, top, part - left - estimates.INSET, height)
                insets = (0 if at else inset_left, inset_top, 0, inset_bottom)
                texts.append((*self._child("Key Figure"), box, insets, "t", self._kpi(item, size)))
                if at:
                    rules.append((*self._child("Line"), (room.x + at * part, top, 0, height)))
            top += height
        box = (room.x, start, texts[-1][2][0] + texts[-1][2][2] - room.x, needed)
        self.shapes.append(Shape("group", *group, (box, texts, rules, self._composition.palette.rule)))

    def _kpi(self, item: Kpi, size: int) -> tuple[Row, Row]:
        palette, link = self._composition.palette, self.references.link
        return (
            Row(runs(item.figure, link, bold=True), size=str(size), ink=palette.figure),
            Row(runs(item.label, link), size=str(estimates.LABEL_SIZE), ink=palette.text),
        )

    def _sources(self, box: Box) -> None:
        ink, size = self._composition.palette.quiet, str(estimates.SOURCE_SIZE)
        found = [Row(runs((Span(text),), self.references.link), size=size, ink=ink) for text in self._slide.sources]
        self._add("text", "Sources", (_flat(box), self._composition.insets, "b", found))

    def _footer(self, placeholder: Placeholder, number: int) -> None:
        place, name = _place(placeholder), NAMES[placeholder.type]
        if placeholder.type == "sldNum":
            self._add("number", name, (place, str(number)))
            return
        if placeholder.type == "dt":
            text = day(self._deck.on, self._slide.language)
        else:
            text = placeholder.text
            if not text or text.strip().casefold() in PROMPTS:
                text = f"{self._deck.company} · {self._deck.title}"
        self._add("placeholder", name, (place, None, "", [Row((Run(text),))]))


def _flat(box: Box) -> tuple[int, int, int, int]:
    return box.x, box.y, box.cx, box.cy


def _place(placeholder: Placeholder | None) -> tuple[str, str] | None:
    """Type and index as `p:ph` has them: none for what is the default (ECMA-376, 19.3.1.36)."""
    if placeholder is None:
        return None
    return "" if placeholder.type == "obj" else placeholder.type, str(placeholder.idx) if placeholder.idx else ""


def slide_context(slide: Slide, drawing: Drawing, tags: str) -> dict[str, Any]:
    """What the slide template prints; `tags` is the relationship id of the slide's tags or empty."""
    return {"shapes": drawing.shapes, "language": language_tag(slide.language), "tags": tags}

