"""How much room the deck's texts take in the brand's frames, measured with the widths of their typefaces.

Here a text of the deck becomes a `typography` body; what was measured once is remembered, across processes too.
Lengths are EMU, text sizes hundredths of a point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from salespack.deck.model import Kpis, Quote, Spans, Table, Text, text_of
from salespack.forms.figures import in_rows
from salespack.forms.sizes import FIGURE_SIZES, INSET, cell_sizes, label_sizes, percent_of
from salespack.forms.tables import column_widths, is_numeric
from salespack.powerpoint.brand.model import Brand, Placeholder
from salespack.powerpoint.forms.paragraphs import Row, runs
from salespack.powerpoint.forms.text_rows import rows_of
from salespack.system.cache import Memory
from salespack.system.hashing import digest

if TYPE_CHECKING:
    from salespack.typography.faces import Typefaces
    from salespack.typography.text import Body, Paragraph

HUNDREDTH = 127
"""EMU of a hundredth of a point."""
ENDLESS = 100_000_000
"""A frame higher than any slide: 110 inches."""
CODE_FACE = "Consolas"
BULLET, BULLET_FACE = "•", "Arial"


class Taken(NamedTuple):
    """What a text takes in its frame: its height and width, its lines, how many of them do not fit, broken words.

    `surely` is how many certainly do not fit. Where the widths of a typeface are not known, that is fewer than `over`.
    """

    height: int
    width: int
    lines: int
    over: int
    broken: bool
    surely: int


class Grid(NamedTuple):
    """A table set: the size of its text, its columns and rows (the header first), and whether a word is broken."""

    size: int
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    broken: bool


class Figures(NamedTuple):
    """Key figures set: the size of their labels, and for each of their rows the size of its figures and its height."""

    label: int
    sizes: tuple[int, ...]
    heights: tuple[int, ...]


class Measure:
    """Measures on one brand. `memory` may be one that is kept across processes: it must be of this brand and fonts.

    `typefaces` is asked only for what is not remembered.
    """

    def __init__(self, brand: Brand, typefaces: Callable[[], Typefaces], memory: Memory | None = None) -> None:
        self._brand, self._typefaces, self._memory = brand, typefaces, memory or Memory()
        self._guessed: dict[str, Any] = {}
        """What hangs on widths that are not known: they may be by tomorrow, so it is not kept."""
        self._sure = True

    def save(self) -> None:
        """Keeps what was measured for the next process."""
        self._memory.save()

    def text(
        self,
        node: Text | Quote,
        look: Placeholder,
        cx: int,
        cy: int,
        percent: int = 100,
        least: int = 100,
        *,
        face: str = "",
        own: bool = False,
    ) -> Taken:
        """What a text takes in a frame of `cx` by `cy` with the look and insets of `look`."""

        def measured() -> Taken:
            found = rows_of(node, look, percent, least, _no_link, face=face, own=own)
            return self._laid(self._body(found, look), cx, cy)

        key = (node, look.frame, look.sizes[0], look.insets, look.anchor, cx, cy, percent, least, face, own)
        return Taken(*self._known("text", key, measured))

    def height(self, node: Text | Quote, look: Placeholder, cx: int, *, face: str = "", own: bool = False) -> int:
        """The height of the frame that a text wants at its full size, insets included."""
        return self.text(node, look, cx, ENDLESS, face=face, own=own).height + look.insets[1] + look.insets[3]

    def lines(self, texts: Iterable[str], look: Placeholder, size: int, cx: int, face: str) -> int:
        """The height of texts of `size` under each other in a frame of `cx`, insets included."""
        found = tuple(texts)

        def measured() -> Taken:
            listed = [Row((_plain(text),), size=str(size), font=face) for text in found]
            return self._laid(self._body(listed, look), cx, ENDLESS)

        taken = Taken(*self._known("lines", (found, look.frame, look.insets, size, cx, face), measured))
        return taken.height + look.insets[1] + look.insets[3]

    def width(self, text: str, size: int, font: str, *, bold: bool = False) -> int:
        """How wide a text is on one line."""
        return int(self._known("width", (text, size, font, bold), lambda: self._width(text, size, font, bold)))

    def grid(self, table: Table, cx: int, cy: int, least: int, look: Placeholder, face: str, most: int = 100) -> Grid:
        """A table in a room: as large as it fits without broken words, else as it fits, else in its least size.

        `most` is the percentage of the largest size that it has at most.
        """

        def measured() -> Grid:
            sizes = cell_sizes(least)
            sizes = tuple(size for size in sizes if percent_of(size) <= most) or sizes[-1:]
            tried = [self._grid(table, cx, size, look, face) for size in sizes]
            fitting = [one for one in tried if sum(one.heights) <= cy]
            return next((one for one in fitting if not one.broken), fitting[0] if fitting else tried[-1])

        return Grid(*self._known("grid", (table, cx, cy, least, look.frame, look.font, face, most), measured))

    def figures(self, kpis: Kpis, cx: int, cy: int, least: int, look: Placeholder, face: str) -> Figures:
        """Key figures in a room, with labels as large as they fit, else in their least size."""

        def measured() -> Figures:
            found = Figures(0, (), ())
            for label in label_sizes(least):
                rows = [
                    self._figures(Kpis(tuple(row)), cx // len(row), label, look, face) for row in in_rows(kpis.items)
                ]
                found = Figures(label, tuple(size for size, _ in rows), tuple(height for _, height in rows))
                if sum(found.heights) <= cy:
                    break
            return found

        return Figures(*self._known("figures", (kpis, cx, cy, least, look.frame, look.font, face), measured))

    # --- what is not known yet ---------------------------------------------------------------------------------------

    def _known(self, what: str, key: Sequence[object], measured: Callable[[], Any]) -> Any:
        name = f"{what} {digest(msgspec.msgpack.encode(key))[:32]}"
        found = self._memory.get(name) or self._guessed.get(name)
        if found is None:
            self._sure = True
            found = measured()
            if self._sure:
                self._memory.put(name, found)
            else:
                self._guessed[name] = found
        return found

    def _body(self, found: Iterable[Row], look: Placeholder) -> Body:
        frame = self._brand.frames[look.frame]
        paragraphs = tuple([_paragraph(row, frame.paragraphs[int(row.level or 0)]) for row in found])
        return msgspec.structs.replace(frame, paragraphs=paragraphs, insets=look.insets, anchor=look.anchor)

    def _laid(self, body: Body, cx: int, cy: int) -> Taken:
        from salespack.typography.lines import lay_out
        from salespack.typography.overflow import lines_over, surely_wide

        laid = lay_out(body, cx, cy, self._typefaces())
        over = surely = lines_over(laid, cy)
        if laid.unproven:
            self._sure = False
            if over:
                surely = lines_over(lay_out(body, surely_wide(cx), cy, self._typefaces()), cy)
        return Taken(laid.height, laid.width, len(laid.lines), over, any(line.hard for line in laid.lines), surely)

    def _width(self, text: str, size: int, font: str, bold: bool) -> int:
        face = self._typefaces().face(font, bold, False)
        self._sure = self._sure and face.known and not face.missing(text)
        return int(max(map(face.width, text.split("\n"))) * size * HUNDREDTH)

    def _span_width(self, spans: Spans, size: int, font: str, *, bold: bool) -> int:
        return sum([self._width(one.text, size, CODE_FACE if one.code else font, bold or one.bold) for one in spans])

    def _cell(self, spans: Spans, cx: int, size: int, look: Placeholder, face: str, *, bold: bool) -> Taken:
        row = Row(runs(spans, _no_link, bold=bold), size=str(size), font=face)
        return self._laid(self._body([row], _bare(look)), max(cx - 2 * INSET, 1), ENDLESS)

    def _grid(self, table: Table, cx: int, size: int, look: Placeholder, face: str) -> Grid:
        """A table at one size. Headers are measured in bold, as most styles have them."""
        lines = [(number == 0, row) for number, row in enumerate((table.header, *table.rows))]
        natural, words = [], []
        for at in range(len(table.header)):
            cells = [(bold, row[at]) for bold, row in lines]
            widest = max(self._span_width(cell, size, look.font, bold=bold) for bold, cell in cells)
            longest = max(
                self._width(word, size, look.font, bold or any(span.bold for span in cell))
                for bold, cell in cells
                for word in text_of(cell).split() or ("",)
            )
            natural.append(widest * 11 // 10 + 2 * INSET)
            whole = widest if is_numeric(table, at) else longest  # figures must not wrap at their blanks
            words.append(whole * 51 // 50 + 2 * INSET)
        widths = column_widths(table, cx, natural, words)
        heights: list[int] = []
        broken = any(word > width for word, width in zip(words, widths, strict=True))
        for bold, row in lines:
            taken = [
                self._cell(cell, width, size, look, face, bold=bold) for cell, width in zip(row, widths, strict=True)
            ]
            heights.append(max(one.height for one in taken) + INSET + size * HUNDREDTH * 3 // 20)
        return Grid(size, tuple(widths), tuple(heights), broken)

    def _figures(self, kpis: Kpis, part: int, label: int, look: Placeholder, face: str) -> tuple[int, int]:
        """The largest size at which every figure of a row stands on one line, and the row's height."""
        room, bare = max(part - 4 * INSET, 1), _bare(look)
        fitting = (
            size
            for size in FIGURE_SIZES
            if all(self._span_width(item.figure, size, look.font, bold=True) <= room for item in kpis.items)
        )
        size = next(fitting, FIGURE_SIZES[-1])
        heights = [
            self._laid(
                self._body(
                    [
                        Row(runs(item.figure, _no_link, bold=True), size=str(size), font=face),
                        Row(runs(item.label, _no_link), size=str(label), font=face),
                    ],
                    bare,
                ),
                room,
                ENDLESS,
            ).height
            for item in kpis.items
        ]
        return size, max(heights) + 3 * INSET


def _no_link(_: str) -> str:
    return "-"


def _plain(text: str) -> Any:
    from salespack.powerpoint.forms.paragraphs import Run

    return Run(text)


def _bare(look: Placeholder) -> Placeholder:
    """The look without insets, for a room that has been reduced already."""
    return msgspec.structs.replace(look, insets=(0, 0, 0, 0), anchor="t")


def _paragraph(row: Row, level: Paragraph) -> Paragraph:
    """A row in the look of its level, as `paragraphs.printed` writes it."""
    from salespack.typography.text import LINE_BREAK, Bullet, Run, Spacing

    own = level.end
    size = int(row.size) if row.size else own.size
    end = msgspec.structs.replace(own, size=size, typeface=row.font or own.typeface)
    texts = tuple(
        msgspec.structs.replace(
            end,
            text=LINE_BREAK if run.text is None else run.text,
            bold=run.bold or end.bold,
            italic=run.italic or end.italic,
            typeface=CODE_FACE if run.code else end.typeface,
        )
        for run in row.runs
    )
    bullet = level.bullet
    if row.bullet == "none":
        bullet = None
    elif row.bullet == "char":
        bullet = Bullet(Run(text=BULLET, typeface=BULLET_FACE, size=size))
    elif row.bullet == "number":
        bullet = Bullet(msgspec.structs.replace(end, text=f"{row.start}."))
    elif bullet is not None:
        grown = bullet.run.size * size // max(own.size, 1)
        bullet = msgspec.structs.replace(bullet, run=msgspec.structs.replace(bullet.run, size=grown))
    return msgspec.structs.replace(
        level,
        runs=texts,
        end=end,
        left=int(row.margin) if row.margin else level.left,
        indent=int(row.indent) if row.indent else level.indent,
        before=Spacing(exact=int(row.before) * HUNDREDTH) if row.before else level.before,
        bullet=bullet,
    )
