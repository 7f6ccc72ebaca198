"""The proof of looks of finished slides: what cannot be read, and what does not look composed. Nothing is changed here.

Letters are judged against what really lies behind them, sampled along each line. Bounds of contrast are those of WCAG
2.2 (https://www.w3.org/TR/WCAG22/#contrast-minimum): 4.5, and 3 for large letters (18 pt, bold ones 14 pt). What
nobody can read is `unreadable`: below 3, and below 2 for large letters. In doubt nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal, assert_never

import msgspec

from salespack.graphics.boxes import Box, area_of, common, union
from salespack.graphics.colours import contrast, mix
from salespack.graphics.lengths import CENTIPOINT
from salespack.language.prompts import prompt_in
from salespack.looks.finding import ORDER, Finding, FindingKind, SlideFindings
from salespack.looks.ink import Ink, SetLine, SetPiece, inks, lines_on
from salespack.looks.stages import Stage
from salespack.ooxml.placeholders import FOOTERS, TITLES
from salespack.scene.grounds import MOST_LAYERS, Grounds, Layer
from salespack.scene.model import (
    AnyShape,
    AutoShape,
    CompositeShape,
    Gradient,
    PictureFill,
    PictureShape,
    Scene,
    SlideScene,
    Solid,
    TableShape,
    Undrawn,
)
from salespack.scene.pixels import Gallery, Pictures
from salespack.scene.tables.tables import row_heights
from salespack.typography.faces import Typefaces
from salespack.typography.lines import laid_out
from salespack.typography.text import Run

LEAST_CONTRAST, LEAST_FOR_LARGE = 4.5, 3.0
UNREADABLE, UNREADABLE_LARGE = 3.0, 2.0
LARGE, LARGE_AND_BOLD = 18_00, 14_00
"""Hundredths of a point from which letters are large (https://www.w3.org/TR/WCAG22/#dfn-large-scale)."""
SLACK = 0.02
"""Of a ratio of contrast: what rounding of colours makes of it."""
FAINTEST = 0.1
"""The share of a line's letters that decides: so much of it may stand on less, as on specks of a photograph."""
STEP = 0.5
"""How far sampled points are from each other along a line, in sizes of its letters, and …"""
MOST_ACROSS = 32
"""… how many of them there are at most."""
HEIGHTS = (0.35, 0.7)
"""Where letters are sampled, as shares of their height from the top."""
FOOTER_LETTERS = 2.0
"""How much of a footer is judged, in sizes of its letters: what it says is another text in each deck."""
LEAST_CROSSED, VISIBLE, VISIBLE_SHAPE = 0.03, 1.15, 1.5
"""The share of a line that lies on something, and the contrast of that with what it lies on, to be text over it."""
FIELD = 0.1
"""The share of the slide from which a plain area at its edge is ground, on which letters stand, and no mark."""
SHARED = 0.2
"""The share of a line that lies on another text, from which that is told."""
ALMOST_WHITE, BOXED, MOST_OF_EDGES = 0xF5, 1.08, 0.8
"""A picture is a white box where that share of its edges is at least so white and stands out so much."""
EDGE_POINTS = 12
"""Points at which each edge of a picture is looked at."""
GRID = 6
"""Points across and down at which it is looked what lies under a table or picture."""
CONTAINS = 0.01
"""How far a text may reach beyond what it stands on by design, as a share of the slide's width."""
EDGE = 0.004
"""What counts as beside the margins, as a share of the slide's width."""
LEAST_FILL, MOST_FILL = 0.55, 0.97
"""Shares of the body's height at which the lowest ink of a slide should end."""
ORPHAN = 0.12
"""The share of a title's width up to which a single word is an orphan on its last line."""
NEEDED = (1.05, 1.1, 1.15, 1.2, 1.3, 1.5, 2.0, 3.0)
"""Times its width that a column is tried with in which a word is broken."""
NARROWED = (0.9, 0.8, 0.65, 0.5)
"""The shares of their width that the other columns are tried with."""
SOURCES = "Sources"
"""How the names of shapes begin that hold footnotes."""
QUOTED = 40
"""Letters of a text that are quoted."""


def prove_looks(
    scene: Scene,
    stages: Callable[[SlideScene], Stage],
    typefaces: Typefaces,
    gallery: Gallery,
    prompts: Callable[[str], str] = prompt_in,
) -> tuple[SlideFindings, ...]:
    """What is said of each slide; `prompts` finds the prompt in a text, or remembers it.

    Raises UserFault where a font file of the library is broken.
    """
    size, pictures = (scene.width, scene.height), gallery.of(scene.media)
    return tuple([_Proof(one, stages(one), size, typefaces, pictures, prompts).findings() for one in scene.slides])


class _Proof:
    """The proof of one slide."""

    def __init__(
        self,
        slide: SlideScene,
        stage: Stage,
        size: tuple[int, int],
        typefaces: Typefaces,
        pictures: Pictures,
        prompts: Callable[[str], str],
    ) -> None:
        self._slide, self._stage, self._typefaces, self._prompt_in = slide, stage, typefaces, prompts
        self._page = Box(0, 0, *size)
        self._grounds = Grounds(slide, size, pictures, self._rows_of)
        self._rows: dict[int, Sequence[int]] = {}
        self._lines = list(lines_on(slide, typefaces))

    def findings(self) -> SlideFindings:
        found = [*self._of_letters(), *self._prompts()]
        if self._stage.dressed:
            found += [*self._on_marks(), *self._over_texts(), *self._white_boxes()]
        if not self._stage.designed:
            found += [*self._on_marks(), *self._white_boxes(), *self._outside(), *self._fill()]
            found += [*self._broken_words(), *self._orphans()]
        found.sort(key=lambda one: ORDER.index(one.kind))
        return SlideFindings(findings=tuple(found), title_size=self._title_size())

    def _rows_of(self, table: TableShape) -> Sequence[int]:
        if table.id not in self._rows:
            self._rows[table.id] = row_heights(table, self._typefaces).heights
        return self._rows[table.id]

    def _grown(self, table: TableShape) -> Box:
        """What a table takes with the rows that its texts need."""
        return Box(table.box.x, table.box.y, sum(table.columns), sum(self._rows_of(table)))

    def _title_size(self) -> float:
        sizes = [
            one.piece.size
            for line in self._lines
            if _placeholder(line.shape) in TITLES
            for one in line.pieces
            if not one.piece.run.baseline
        ]
        return max(sizes, default=0) / 100

    # --- what lies behind letters ------------------------------------------------------------------------------------

    def _of_letters(self) -> Iterator[Finding]:
        """For each text of the slide the worst of its lines: how it stands out, and what it lies over."""
        texts: dict[tuple[int, str], list[SetLine]] = {}
        for line in self._lines:
            cell = f"{line.cell.row} {line.cell.column}" if line.cell is not None else ""
            texts.setdefault((line.at, f"{line.shape.id} {cell}"), []).append(line)
        told: set[tuple[str, int]] = set()
        for (at, _), lines in texts.items():
            footer, block = _is_footer(lines[0].shape), union([one.box for one in lines])
            judged = [_begin(line, one) for line in lines for one in line.pieces] if footer else ()
            whole = union([block, *judged])
            near = self._grounds.near(whole, at)
            plain = self._grounds.plain(whole, near)  # then nothing else need be looked at, line by line
            faint = [one for line in lines if (one := self._faint(line, near, plain)) is not None]
            over: list[Finding] = []
            if not footer and plain is None:
                over = [one for line in lines if (one := self._over(line, block, near)) is not None]
            worst = min(faint, key=lambda one: one.figure / one.asked, default=None)
            found = over[0] if worst is None and over else worst
            if found is not None and (found.kind, at) not in told:
                told.add((found.kind, at))
                yield found

    def _faint(self, line: SetLine, near: Sequence[Layer], plain: str | None) -> Finding | None:
        """The run of a line that stands out least from what is behind it, if that is too little.

        `plain` is the colour behind all of the text, where it is one. Footers are small and quiet everywhere: only
        those that nobody can read are told.
        """
        worst: Finding | None = None
        for one in line.pieces:
            run, footer = one.piece.run, _is_footer(line.shape)
            found = self._contrast(one, line, near, plain)
            if found is None:
                continue
            ratio, varies = found
            large = one.piece.size >= LARGE or (run.bold and one.piece.size >= LARGE_AND_BOLD)
            asked, nobody = (LEAST_FOR_LARGE, UNREADABLE_LARGE) if large else (LEAST_CONTRAST, UNREADABLE)
            least = nobody if footer else asked
            if ratio < least - SLACK and (worst is None or ratio / asked < worst.figure / worst.asked):
                kind: FindingKind = "unreadable" if ratio < nobody - SLACK and not footer else "faint"
                worst = Finding(
                    kind=kind, shape=self._slide.shapes[line.at].name, text=_quoted(one.piece.text),
                    figure=round(ratio, 2), asked=asked, what=_what(line),
                    ours=self._stage.designed or (varies and not footer),
                )  # fmt: skip
        return worst

    def _contrast(
        self, one: SetPiece, line: SetLine, near: Sequence[Layer], plain: str | None
    ) -> tuple[float, bool] | None:
        """The contrast that all but a tenth of some letters have, and whether what is behind them varies.

        None where that is unknown.
        """
        run, box = one.piece.run, one.box
        if run.highlight and run.highlight_alpha >= 1:
            return _seen(run, run.highlight), True
        if plain is not None:
            return _seen(run, _highlit(run, plain)), False
        if _is_footer(line.shape):
            box = _begin(line, one)
        behind = self._grounds.behind(box, near)
        varies = len(behind) > 1 or self._grounds.varies(behind[0] if behind else None, box)
        ratios: dict[str, float] = {}
        sampled: list[float] = []
        points = _points(box, one.piece.size) if varies else [(box.x + box.cx / 2, box.y + box.cy / 2)]
        on_slide = [(x, y) for x, y in points if 0 <= x <= self._page.cx and 0 <= y <= self._page.cy]
        for colour in self._grounds.colours(on_slide, behind):
            if colour is None:
                continue
            if colour not in ratios:
                ratios[colour] = _seen(run, _highlit(run, colour))
            sampled.append(ratios[colour])
        if not sampled or len(sampled) * 2 < len(points):
            return None
        sampled.sort()
        return sampled[int(len(sampled) * FAINTEST)], varies

    def _over(self, line: SetLine, block: Box, near: Sequence[Layer]) -> Finding | None:
        """What of the layout a line of a text that takes the box `block` runs over, and does not stand on by design."""
        behind = self._grounds.behind(line.box, near)
        for layer in behind if len(behind) < MOST_LAYERS else ():
            if layer.origin == "slide" or self._stands_on(block, layer.box) or self._is_field(layer):
                continue
            picture = isinstance(layer.fill, PictureFill | Undrawn)
            if self._crossed(line, layer, behind, VISIBLE if picture else VISIBLE_SHAPE):
                return Finding(
                    kind="over-picture",
                    shape=self._slide.shapes[line.at].name,
                    text=_quoted("".join([one.piece.text for one in line.pieces])),
                    name=layer.shape.name,
                    what=_what(line),
                )
        return None

    def _is_field(self, layer: Layer) -> bool:
        """Whether something is a part of the slide's ground: a large area of one colour that reaches to an edge."""
        box, plain = layer.box, not layer.outlined and isinstance(layer.fill, Solid)
        across = box.x <= 0 or box.x + box.cx >= self._page.cx
        return (
            plain
            and (across or box.y <= 0 or box.y + box.cy >= self._page.cy)
            and (area_of(box) >= FIELD * area_of(self._page))
        )

    def _stands_on(self, block: Box, ground: Box) -> bool:
        slack = self._page.cx * CONTAINS
        return (
            ground.x <= block.x + slack
            and ground.y <= block.y + slack
            and ground.x + ground.cx >= block.x + block.cx - slack
            and ground.y + ground.cy >= block.y + block.cy - slack
        )

    def _crossed(self, line: SetLine, layer: Layer, behind: Sequence[Layer], visible: float) -> bool:
        """Whether a part of a line, and not all of it, lies on something that is seen there."""
        count = on = 0
        for one in line.pieces:
            for x, y in _points(one.box, one.piece.size):
                count += 1
                if self._grounds.covers(layer, x, y):
                    with_it = self._grounds.colour(x, y, behind)
                    without = self._grounds.colour(x, y, behind, without=layer)
                    on += with_it is None or without is None or contrast(with_it, without) >= visible
        return LEAST_CROSSED * count < on < (1 - LEAST_CROSSED) * count or (on > 0 and on == count)

    def _on_marks(self) -> Iterator[Finding]:
        """Tables, pictures and charts that cover a part of a picture or mark of the layout."""
        for at, shape in enumerate(self._slide.shapes):
            if at not in self._content or not _is_read_as_a_whole(shape):
                continue
            box = self._grown(shape) if isinstance(shape, TableShape) else shape.box
            behind = self._grounds.behind(box, self._grounds.near(box, at))
            layers = [one for one in behind if one.origin != "slide"] if len(behind) < MOST_LAYERS else []
            if self._bleeds(shape):  # it takes the place of bands and bars that it hides as a whole
                layers = [one for one in layers if not self._replaces(box, one)]
            covered = (one for one in layers if not self._stands_on(box, one.box) and self._covers(box, one, layers))
            if (layer := next(covered, None)) is not None:
                yield Finding(kind="over-picture", shape=shape.name, name=layer.shape.name)

    def _replaces(self, box: Box, layer: Layer) -> bool:
        """Whether all that the slide shows of a band or bar lies in a box."""
        shown = common(layer.box, self._page)
        hidden = shown is None or common(shown, box) == shown
        return hidden and not layer.outlined and isinstance(layer.fill, Solid | Gradient)

    def _bleeds(self, shape: AnyShape) -> bool:
        """Whether a picture reaches to the left or right edge of the slide, as one does that is meant to."""
        box = shape.box
        return isinstance(shape, PictureShape) and (box.x <= 0 or box.x + box.cx >= self._page.cx)

    def _covers(self, box: Box, layer: Layer, layers: Sequence[Layer]) -> bool:
        """Whether more than an edge of something is seen to lie in a box."""
        shared = common(box, layer.box)
        if shared is None or min(shared.cx, shared.cy) < self._page.cx * CONTAINS:
            return False
        visible = VISIBLE if isinstance(layer.fill, PictureFill | Undrawn) else VISIBLE_SHAPE
        seen = 0
        for number in range(GRID * GRID):
            x = shared.x + shared.cx * (number % GRID + 0.5) / GRID
            y = shared.y + shared.cy * (number // GRID + 0.5) / GRID
            if self._grounds.covers(layer, x, y):
                with_it = self._grounds.colour(x, y, layers)
                without = self._grounds.colour(x, y, layers, without=layer)
                seen += with_it is None or without is None or contrast(with_it, without) >= visible
        return seen > 1

    def _over_texts(self) -> Iterator[Finding]:
        """Texts whose letters stand on those of another shape."""
        told: set[int] = set()
        for number, line in enumerate(self._lines):
            for other in self._lines[:number]:
                if line.at == other.at or line.at in told or _is_footer(line.shape) or _is_footer(other.shape):
                    continue
                shared = common(line.box, other.box)
                if shared is not None and area_of(shared) > SHARED * min(area_of(line.box), area_of(other.box)):
                    told.add(line.at)
                    yield Finding(
                        kind="over-text",
                        shape=self._slide.shapes[line.at].name,
                        text=_quoted("".join([one.piece.text for one in line.pieces])),
                        name=self._slide.shapes[other.at].name,
                        what=_what(line),
                    )

    def _white_boxes(self) -> Iterator[Finding]:
        """Pictures whose edges are white and lie on another colour."""
        for at, shape in enumerate(self._slide.shapes):
            if shape.origin != "slide" or not isinstance(shape, PictureShape) or not shape.box.cx or not shape.box.cy:
                continue
            behind = self._grounds.behind(shape.box, self._grounds.near(shape.box, at))
            own = next((one for one in behind if one.shape is shape and one.fill is shape.picture), None)
            if own is None:
                continue
            white = 0
            for x, y in _around(shape.box):
                edge = self._grounds.colour(x, y, behind)
                ground = self._grounds.colour(x, y, behind, without=own)
                if edge is not None and ground is not None and min(bytes.fromhex(edge)) >= ALMOST_WHITE:
                    white += contrast(edge, ground) >= BOXED
            if white >= MOST_OF_EDGES * EDGE_POINTS * 4:
                yield Finding(kind="white-box", shape=shape.name)

    # --- what is left of the template --------------------------------------------------------------------------------

    def _prompts(self) -> Iterator[Finding]:
        """Prompts that are seen in footers and in what layouts print; what authors leave unfinished others find."""
        for shape in self._slide.shapes:
            if not isinstance(shape, AutoShape) or shape.text is None or common(shape.box, self._page) is None:
                continue
            fixed = shape.origin != "slide" or _is_footer(shape)
            if fixed and (prompt := self._prompt_in(shape.text.text)):
                yield Finding(kind="prompt", shape=shape.name, text=prompt, ours=False)

    # --- how the slide is filled -------------------------------------------------------------------------------------

    @cached_property
    def _inks(self) -> list[Ink]:
        return list(inks(self._slide, self._lines))

    @cached_property
    def _content(self) -> frozenset[int]:
        return frozenset([at for at, one in enumerate(self._slide.shapes) if is_content(one)])

    def _outside(self) -> Iterator[Finding]:
        """What of the slide's body stands outside of where content may stand."""
        room, slack = self._stage.room, self._page.cx * EDGE
        assert room is not None  # noqa: S101 - designed slides are not asked
        content, told = self._content, set()
        tables = [(at, self._grown(one)) for at, one in enumerate(self._slide.shapes) if isinstance(one, TableShape)]
        for at, box in (*tables, *((one.at, one.box) for one in self._inks)):
            if at not in content or at in told or self._bleeds(self._slide.shapes[at]):
                continue
            left, right, below = room.x - box.x, box.x + box.cx - room.x - room.cx, box.y + box.cy - room.y - room.cy
            if (over := max(left, right, below)) > slack:
                told.add(at)
                shape = self._slide.shapes[at]
                yield Finding(kind="outside", shape=shape.name, figure=round(over / self._page.cx, 3))

    def _fill(self) -> Iterator[Finding]:
        """A body whose lowest ink ends too high or too low."""
        body = self._stage.body
        if body is None:
            return
        share = fill_of(self._content, self._inks, body)
        full = (max(self._ends_of_texts(), default=body.y) - body.y) / body.cy
        if share is not None and share < LEAST_FILL:
            yield Finding(kind="empty", shape="", figure=round(share, 2), asked=LEAST_FILL)
        elif full > MOST_FILL:
            yield Finding(kind="crowded", shape="", figure=round(full, 2), asked=MOST_FILL)

    def _ends_of_texts(self) -> Iterator[int]:
        """Where running text ends, and tables without the height that their rows have been given beyond their texts.

        None where something else takes the room that is left: charts, pictures and forms are set to fill it.
        """
        shapes = [(at, self._slide.shapes[at]) for at in sorted(self._content)]
        if any(one.group or not isinstance(one, AutoShape | TableShape) for _, one in shapes):
            return
        for line in self._lines:
            shape = self._slide.shapes[line.at]
            if line.at in self._content and isinstance(shape, AutoShape) and shape.fill is None:
                yield line.box.y + line.box.cy
        for _, shape in shapes:
            if isinstance(shape, TableShape):
                bare = msgspec.structs.replace(shape, rows=(0,) * len(shape.rows))
                yield shape.box.y + sum(row_heights(bare, self._typefaces).heights)

    def _broken_words(self) -> Iterator[Finding]:
        """Words that are broken, as their frame or column is narrower than they are."""
        told = set()
        for line in self._lines:
            if line.line is None or not line.line.hard or line.at in told or _is_footer(line.shape):
                continue
            told.add(line.at)
            room = False
            if isinstance(line.shape, TableShape) and line.cell is not None:
                room = self._has_room(line.shape, line.cell.column)
            text = _quoted("".join([one.piece.text for one in line.pieces]))
            yield Finding(
                kind="broken-word", shape=self._slide.shapes[line.at].name, text=text, what=_what(line), room=room
            )

    def _has_room(self, table: TableShape, column: int) -> bool:
        """Whether the other columns can give up what the words of one need."""
        width = table.columns[column]
        needed = next((times for times in NEEDED if not self._breaks(table, column, round(width * times))), None)
        if needed is None:
            return False
        spare = 0
        for number, other in enumerate(table.columns):
            if number != column:
                now = self._rows_at(table, number, other)
                narrow = [share for share in NARROWED if self._rows_at(table, number, round(other * share)) <= now]
                spare += round(other * (1 - min(narrow, default=1.0)))
        return spare >= width * (needed - 1)

    def _breaks(self, table: TableShape, column: int, width: int) -> bool:
        texts = [one.text for one in table.cells if one.column == column and one.columns == 1]
        return any(line.hard for text in texts for line in laid_out(text, width, 1, self._typefaces).lines)

    def _rows_at(self, table: TableShape, column: int, width: int) -> int:
        """Lines in a column of a width, and one more for each word that is broken there."""
        texts = [one.text for one in table.cells if one.column == column and one.columns == 1]
        return sum(1 + line.hard for text in texts for line in laid_out(text, width, 1, self._typefaces).lines)

    def _orphans(self) -> Iterator[Finding]:
        """A single short word on the last line of a title."""
        title = [one for one in self._lines if _placeholder(one.shape) in TITLES]
        if len(title) < 2 or title[-1].line is None or title[-2].line is None:
            return
        word = "".join([one.piece.text for one in title[-1].pieces])
        same = title[-1].line.paragraph == title[-2].line.paragraph and not title[-2].line.hard
        if same and len(word.split()) == 1 and title[-1].box.cx <= ORPHAN * title[-1].bounds.cx:
            yield Finding(kind="orphan", shape=title[-1].shape.name, text=word)


def is_content(shape: AnyShape) -> bool:
    """Whether a shape is of the slide's body: its own, and neither title, footer nor footnotes."""
    placeholder = _placeholder(shape)
    return (
        shape.origin == "slide"
        and placeholder not in TITLES
        and placeholder not in FOOTERS
        and not shape.name.startswith(SOURCES)
    )


def fill_of(content: frozenset[int], found: Iterable[Ink], body: Box) -> float | None:
    """Where the lowest ink of the content ends, as a share of the body's height; None where there is no content."""
    ends = [one.box.y + one.box.cy for one in found if one.at in content]
    return (max(ends) - body.y) / body.cy if ends else None


# --- letters ---------------------------------------------------------------------------------------------------------


def _highlit(run: Run, ground: str) -> str:
    """What is behind letters on a ground, with what they are highlighted with."""
    return mix(ground, run.highlight, run.highlight_alpha) if run.highlight else ground


def _seen(run: Run, ground: str) -> float:
    return contrast(mix(ground, run.colour, run.alpha) if run.alpha < 1 else run.colour, ground)


def _points(box: Box, size: int) -> list[tuple[float, float]]:
    """Points in a box of letters, in rows; at least two in each."""
    count = min(max(round(box.cx / max(size * CENTIPOINT * STEP, 1)), 2), MOST_ACROSS)
    return [
        (box.x + box.cx * (number + 0.5) / count, box.y + box.cy * share)
        for share in HEIGHTS
        for number in range(count)
    ]


def _around(box: Box) -> Iterator[tuple[float, float]]:
    """Points along the edges of a box, a little inside."""
    for number in range(EDGE_POINTS):
        share = (number + 0.5) / EDGE_POINTS
        for near in (0.01, 0.99):
            yield box.x + box.cx * share, box.y + box.cy * near
            yield box.x + box.cx * near, box.y + box.cy * share


def _begin(line: SetLine, one: SetPiece) -> Box:
    """Where a footer's letters stand whatever it says: at the side of its frame to which it is set."""
    assert isinstance(line.shape, AutoShape) and line.shape.text is not None  # noqa: S101 - it has been set
    body, frame, width = line.shape.text, line.bounds, round(one.piece.size * CENTIPOINT * FOOTER_LETTERS)
    left, _, right, _ = body.insets
    align = body.paragraphs[line.line.paragraph if line.line is not None else 0].align
    x = {"r": frame.x + frame.cx - right - width, "ctr": frame.x + (frame.cx - width) // 2}.get(align, frame.x + left)
    return Box(x, one.box.y, width, one.box.cy)


def _placeholder(shape: AnyShape) -> str | None:
    return shape.placeholder if isinstance(shape, AutoShape) else None


def _is_footer(shape: AnyShape) -> bool:
    return _placeholder(shape) in FOOTERS


def _what(line: SetLine) -> Literal["title", "text", "table", "footer"]:
    if line.cell is not None:
        return "table"
    return "title" if _placeholder(line.shape) in TITLES else "footer" if _is_footer(line.shape) else "text"


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1].rstrip()}…"


def _is_read_as_a_whole(shape: AnyShape) -> bool:
    """Whether a shape hides what is behind it in all its box; of others the words alone are in the way."""
    match shape:
        case TableShape() | PictureShape() | CompositeShape():
            return True
        case AutoShape() | Undrawn():
            return False
        case _:
            assert_never(shape)
