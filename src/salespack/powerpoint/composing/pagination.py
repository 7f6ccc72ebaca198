"""Slides that hold too much, continued on further slides, or refused at the line of their heading.

What fits is told by composing; where a slide may be divided stands here: between paragraphs, rows of a table (whose
header comes again), key figures, columns and other things, never inside a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import msgspec

from salespack.deck.model import (
    Chart,
    Columns,
    Kpi,
    Kpis,
    Leaf,
    Node,
    Overflow,
    Paragraph,
    Picture,
    Quote,
    Slide,
    Spans,
    Table,
    Text,
    text_of,
)
from salespack.powerpoint.composing.composition import Composer
from salespack.powerpoint.composing.fitting import STEP, title_look
from salespack.powerpoint.composing.placement import Composition, Placed
from salespack.powerpoint.forms.measuring import Grid
from salespack.powerpoint.forms.text_rows import scaled
from salespack.problems.problem import LibraryFault, Place, Problem, UserFault

MOST_PARTS = 12
"""How many slides are made of one at most: who has more to say than that does not want it on slides."""
PART = "\u00a0({number}/{count})"
"""Behind the title of each part, in every language; the blank keeps it on one line with the title's last word."""
WHOLE = 8
"""How much a chart or picture weighs, in lines of text, when parts are balanced."""
LETTERS_A_LINE, LETTERS_A_CELL = 70, 30


def paginated(slides: Sequence[Slide], composer: Composer, overflow: Overflow) -> tuple[Slide, ...]:
    """The slides of a block with those divided that hold too much.

    Notes and seller's remarks stay with the first part, footnotes and provenance are those of every part, the minutes
    are shared. Raises UserFault (SP523–SP525) for slides that cannot be made to fit, as far as `overflow` lets.
    """
    found: list[Slide] = []
    problems: list[Problem] = []
    for slide in slides:
        try:
            found += _fitted(slide, composer, overflow)
        except LibraryFault:
            raise
        except UserFault as fault:
            problems += fault.problems
    if problems:
        raise UserFault(problems)
    return tuple(found)


def _fitted(slide: Slide, composer: Composer, overflow: Overflow) -> Sequence[Slide]:
    if slide.designed is not None:
        return (slide,)
    composition = composer.compose(slide, shrinks=overflow != "refuse")
    if fits(composition):
        return (slide,)
    if overflow == "split" and not any(one.over and one.kind == "title" for one in composition.placed):
        parts = _Division(slide, composer).parts()
        if parts:
            return parts
    raise UserFault(_problems(slide, composition, overflow))


def fits(composition: Composition) -> bool:
    """Whether all that stands on a slide has room there."""
    return not composition.sources_over and not any(one.over for one in composition.placed)


# --- what is told ----------------------------------------------------------------------------------------------------


def _problems(slide: Slide, composition: Composition, overflow: Overflow) -> list[Problem]:
    place = Place(slide.file, slide.line)
    told = [_problem(one, composition, overflow, place) for one in composition.placed if one.over]
    if composition.sources_over:
        message = "the footnotes need more than half of the slide"
        told.append(Problem(code="SP524", message=message, hint="shorten the block's evidence", place=place))
    return told


def _problem(one: Placed, composition: Composition, overflow: Overflow, place: Place) -> Problem:
    many = f"{one.over} too many"
    match one.node:
        case Table():
            assert isinstance(one.set, Grid)  # noqa: S101 - for the type checker
            message = (
                f"the table needs {_counted(one.lines, 'row')}, {many}, with its text in {one.set.size / 100:g} pt"
            )
            hint = "show fewer rows or shorter texts"
        case Kpis():
            message, hint = "the key figures do not fit the slide", "show fewer of them, with shorter labels"
        case _:
            look = one.placeholder or (title_look(composition.own) if one.kind == "title" else composition.own)
            size = scaled(look.sizes[0], one.percent, one.least)
            least = "least size" if size < look.sizes[0] else "size"
            what = "title" if one.kind == "title" else "text"
            message = (
                f"the {what} needs {_counted(one.lines, 'line')}, {many}, at the brand's {least} of {size / 100:g} pt"
            )
            hint = "shorten it"
    if one.kind == "title":
        return Problem(code="SP523", message=message, hint=hint, place=place)
    if overflow != "split":
        hint += f", or write `overflow: split` (it says `{overflow}`)"
    elif isinstance(one.node, Text | Quote):
        hint += ": a paragraph is never divided"
    return Problem(code="SP524", message=message, hint=hint, place=place)


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


# --- dividing --------------------------------------------------------------------------------------------------------


class _Piece(NamedTuple):
    """The least that a slide is divided into; `at` says of which node (and in columns, of which column and node) it is.

    With `leads` it must not be the last of a part, with `follows` better not the first. `weight` is about its lines.
    """

    at: tuple[int, int, int]
    content: Paragraph | Kpi | tuple[Spans, ...] | Leaf
    weight: int
    leads: bool = False
    follows: bool = False


class _Division:
    """One slide being divided: in as few parts as there must be, as large as those can be, and of like weight."""

    def __init__(self, slide: Slide, composer: Composer) -> None:
        self._slide, self._composer = slide, composer
        self._pieces = _pieces(slide.nodes)
        self._ends: dict[tuple[int, int], int] = {}

    def parts(self) -> list[Slide]:
        """The parts; none if even the least does not fit. Raises UserFault (SP525) where there would be too many."""
        fewest = self._count(0, 0)
        if fewest < 2:
            return []
        if fewest > MOST_PARTS:
            place = Place(self._slide.file, self._slide.line)
            message = f"the slide's content would need more than {MOST_PARTS} slides"
            raise UserFault.of("SP525", message, "show less of it, or give it away as a document", place)
        percent = next((one for one in range(100, 0, -STEP) if self._count(0, one) == fewest), 0)
        ends = self._balanced(fewest, percent)
        starts = [0, *ends[:-1]]
        made = [
            self._part(start, end, number, fewest)
            for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
        ]
        most = min(_size(self._composer.compose(one)) for one in made)
        made = [msgspec.structs.replace(one, most=most) for one in made]
        return made if all(fits(self._composer.compose(one)) for one in made) else []

    def _count(self, start: int, percent: int) -> int:
        """How many parts the pieces from `start` need at `percent` of their size; 0 where one does not fit at all."""
        count = 0
        while start < len(self._pieces) and count <= MOST_PARTS:
            end = self._end(start, percent)
            if end == start:
                return 0
            start, count = end, count + 1
        return count

    def _end(self, start: int, percent: int) -> int:
        """The end of the longest part that begins at `start` and fits at `percent`; `start` where none does."""
        known = self._ends.get((start, percent))
        if known is None:
            known = self._ends[start, percent] = self._allowed(start, self._longest(start, percent))
        return known

    def _longest(self, start: int, percent: int) -> int:
        """Found in steps that double, then halve."""
        fitting, step = start, 1
        while fitting + step <= len(self._pieces) and self._fits(start, fitting + step, percent):
            fitting, step = fitting + step, step * 2
        while step > 1:
            step //= 2
            if fitting + step <= len(self._pieces) and self._fits(start, fitting + step, percent):
                fitting += step
        return fitting

    def _allowed(self, start: int, end: int) -> int:
        """The end, earlier where the part would end in a heading or what else leads on."""
        if end == len(self._pieces):
            return end
        earlier = end
        while earlier > start and self._pieces[earlier - 1].leads:
            earlier -= 1
        return earlier if earlier > start else end

    def _fits(self, start: int, end: int, percent: int) -> bool:
        composition = self._composer.compose(self._part(start, end, MOST_PARTS, MOST_PARTS))
        return fits(composition) and _size(composition) >= percent

    def _balanced(self, count: int, percent: int) -> list[int]:
        """Where `count` parts end, that all fit at `percent`, as near to the same weight as may be."""
        ends: list[int] = []
        start = 0
        for left in range(count, 1, -1):
            furthest = self._end(start, percent)
            target = sum(one.weight for one in self._pieces[start:]) / left
            costs = sorted((self._cost(start, end, target), end) for end in range(start + 1, furthest + 1))
            start = next(
                end
                for _, end in [*costs, (0.0, furthest)]
                if end == furthest or 0 < self._count(end, percent) == left - 1
            )
            ends.append(start)
        return [*ends, len(self._pieces)]

    def _cost(self, start: int, end: int, target: float) -> float:
        """How bad it is to end a part there: how far from its share of the weight, and what is torn apart."""
        cost = abs(sum(one.weight for one in self._pieces[start:end]) - target)
        if end < len(self._pieces) and self._pieces[end].follows:
            cost += target / 2
        return cost + (target * 4 if self._pieces[end - 1].leads else 0)

    def _part(self, start: int, end: int, number: int, count: int) -> Slide:
        slide = self._slide
        last = slide.title[-1]
        mark = msgspec.structs.replace(last, text=PART.format(number=number, count=count), href=None, code=False)
        return msgspec.structs.replace(
            slide,
            title=(*slide.title, mark),
            nodes=_nodes(slide.nodes, self._pieces[start:end]),
            notes=slide.notes if number == 1 else (),
            seller=slide.seller if number == 1 else (),
            minutes=slide.minutes / count,
            continues=slide.continues or number > 1,
            part=(number, count),
            undivided=slide if number == 1 else None,
        )


def _size(composition: Composition) -> int:
    """The least percentage of its usual size that any text on the slide but the title has."""
    return min((one.percent for one in composition.placed if one.kind != "title"), default=100)


def _pieces(nodes: Sequence[Node]) -> list[_Piece]:
    """What a slide may be divided into, in reading order: one column after the other."""
    found: list[_Piece] = []
    for number, node in enumerate(nodes):
        if isinstance(node, Columns):
            for side, column in enumerate(node.columns):
                for place, leaf in enumerate(column):
                    found += _pieces_of(leaf, (number, side, place))
        else:
            found += _pieces_of(node, (number, 0, 0))
    return found


def _pieces_of(node: Leaf, at: tuple[int, int, int]) -> list[_Piece]:
    match node:
        case Text(paragraphs) | Quote(paragraphs):
            return [
                _Piece(
                    at,
                    one,
                    1 + len(text_of(one.spans)) // LETTERS_A_LINE,
                    leads=_leads(one, paragraphs[number + 1] if number + 1 < len(paragraphs) else None),
                    follows=one.level > 0,
                )
                for number, one in enumerate(_numbered(paragraphs))
            ]
        case Table():
            return [
                _Piece(at, row, 1 + max(len(text_of(cell)) for cell in row) // LETTERS_A_CELL) for row in node.rows
            ] or [_Piece(at, node, 1)]
        case Kpis():
            return [_Piece(at, one, 1) for one in node.items]
        case Chart() | Picture():
            return [_Piece(at, node, WHOLE)]


def _leads(one: Paragraph, following: Paragraph | None) -> bool:
    """Whether a paragraph belongs to what follows: a heading, a line that ends in a colon, an item with items below."""
    if one.heading or text_of(one.spans).rstrip().endswith((":", "\uff1a")):
        return True
    return following is not None and following.level > one.level


def _numbered(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Numbered paragraphs with the number that each shows, so that a list goes on where it was divided."""
    found: list[Paragraph] = []
    lists: dict[int, tuple[int, int]] = {}  # level → where its list begins, and the next number
    for one in paragraphs:
        lists = {level: known for level, known in lists.items() if level <= one.level}
        if one.marker == "bullet":
            lists.pop(one.level, None)
        if one.marker == "number":
            first, following = lists.get(one.level, (one.start, one.start))
            if one.start not in (first, following):
                first = following = one.start
            lists[one.level] = first, following + 1
            one = msgspec.structs.replace(one, start=following)
        found.append(one)
    return found


def _nodes(nodes: Sequence[Node], pieces: Sequence[_Piece]) -> tuple[Node, ...]:
    """The nodes that consist of these pieces. Columns of which one is left are no columns any more."""
    found: list[Node] = []
    for number, of_node in groupby(pieces, lambda piece: piece.at[0]):
        node, listed = nodes[number], list(of_node)
        if not isinstance(node, Columns):
            found.append(_leaf(node, listed))
            continue
        sides = [
            tuple(
                _leaf(node.columns[side][place], list(of_leaf))
                for place, of_leaf in groupby(of_side, lambda piece: piece.at[2])
            )
            for side, of_side in groupby(listed, lambda piece: piece.at[1])
        ]
        found += sides[0] if len(sides) == 1 else (Columns(tuple(sides)),)
    return tuple(found)


def _leaf(node: Leaf, pieces: Sequence[_Piece]) -> Leaf:
    """A node with some of its paragraphs, rows or figures."""
    contents = [piece.content for piece in pieces]
    match node:
        case Text():
            return Text(tuple(one for one in contents if isinstance(one, Paragraph)))
        case Quote():
            return Quote(tuple(one for one in contents if isinstance(one, Paragraph)), node.attribution)
        case Table():
            return Table(node.alignments, node.header, tuple(one for one in contents if isinstance(one, tuple)))
        case Kpis():
            return Kpis(tuple(one for one in contents if isinstance(one, Kpi)))
        case _:
            return node
