"""Slides that hold too much, continued on further slides, or refused at the line of their heading.

What fits is told by composing, where a slide may be divided by its forms: between paragraphs, rows of a table (whose
header comes again), key figures, columns and other things, never inside a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from salespack.deck.model import Columns, FormName, Node, Overflow, Photo, Slide
from salespack.deck.visiting import form_name, plain, with_pictures
from salespack.forms.arrangement import Arrangement
from salespack.powerpoint.brand.settings import STANDALONE
from salespack.powerpoint.composing.composition import Composer, role_of
from salespack.powerpoint.composing.dividing import nodes_of, pieces_of
from salespack.powerpoint.composing.placement import Composition
from salespack.powerpoint.forms.placed import AnyPlaced
from salespack.powerpoint.forms.registry import form_of
from salespack.powerpoint.forms.text import STEP
from salespack.problems.problem import LibraryFault, Place, Problem, Severity, UserFault

MOST_PARTS = 12
"""How many slides are made of one at most: who has more to say than that does not want it on slides."""
PLAIN: tuple[FormName, ...] = ("list", "columns", "table", "chart", "picture", "quote")
"""What Markdown has by itself; that it is continued on further slides is seen in its title."""
PLAINLY: Mapping[FormName, str] = {
    "list": "a list",
    "photo": "a list beside a picture",
    "picture": "text and a picture",
    "table": "a table",
    "stats": "key figures and a list",
}
"""What a slide is that has lost its form."""
PART = "\u00a0({number}/{count})"
"""Behind the title of each part, in every language; the blank keeps it on one line with the title's last word."""


def paginated(
    slides: Sequence[Slide], composer: Composer, overflow: Overflow, *, shown: bool = True
) -> tuple[Slide, ...]:
    """The slides of a block with those divided that hold too much; less work is done if they are not to be `shown`.

    Notes and seller's remarks stay with the first part, footnotes and provenance are those of every part, the minutes
    are shared. Raises UserFault (SP523–SP525) for slides that cannot be made to fit, as far as `overflow` lets.
    """
    found: list[Slide] = []
    problems: list[Problem] = []
    for slide in slides:
        try:
            found += _fitted(slide, composer, overflow, shown)
        except LibraryFault:
            raise
        except UserFault as fault:
            problems += fault.problems
    if problems:
        raise UserFault(problems)
    return tuple(found)


def _fitted(slide: Slide, composer: Composer, overflow: Overflow, shown: bool) -> Sequence[Slide]:
    if slide.designed is not None:
        return (slide,)
    composition = composer.compose(slide, shrinks=overflow != "refuse", grows=shown)
    nodes = with_pictures(slide.nodes)
    if nodes != slide.nodes and not any(isinstance(one.node, Photo) for one in composition.placed):
        for beside in _beside_picture(slide.nodes):
            narrow = msgspec.structs.replace(slide, nodes=beside, form="picture", form_from="lost")
            if fits(composer.compose(narrow, shrinks=overflow != "refuse", grows=shown)):
                return (narrow,)
        plainer = tuple(part for node in slide.nodes for part in _plain_beside(node))
        nodes = plainer if plainer != slide.nodes else nodes
        bare = msgspec.structs.replace(slide, nodes=nodes, form=form_name(nodes), form_from="lost")
        return _fitted(bare, composer, overflow, shown)
    if fits(composition):
        return (slide,)
    divides = overflow == "split" and role_of(slide) not in STANDALONE
    if divides and not any(one.over and one.kind == "title" for one in composition.placed):
        parts = _Division(slide, composer).parts()
        if parts:
            return parts
    if (plainly := without_form(slide)) is not None:
        return _fitted(plainly, composer, overflow, shown)
    raise UserFault(_problems(slide, composition, overflow))


def _beside_picture(nodes: Sequence[Node]) -> Iterator[tuple[Node, ...]]:
    """All else in a column beside the picture that has no room at the slide's edge: as it is, then as lists."""
    photo = next((node for node in nodes if isinstance(node, Photo)), None)
    rest = [node for node in nodes if node is not photo and not isinstance(node, Columns)]
    if photo is None or not rest or len(rest) + 1 < len(nodes) or any(isinstance(node, Photo) for node in rest):
        return
    plainly = tuple(leaf for node in rest for leaf in plain(node))
    for words in dict.fromkeys((tuple(rest), plainly)):
        columns = (words, (photo.picture,))
        yield (Columns(columns[::-1] if photo.fill == "left" else columns),)


def _plain_beside(node: Node) -> tuple[Node, ...]:
    """What stands beside a picture that reaches to the edges, as lists and tables; the picture as it is."""
    return (node,) if isinstance(node, Columns | Photo) else plain(node)


def without_form(slide: Slide) -> Slide | None:
    """The slide with its forms as the lists and tables that they say, the last way to find room; None without forms."""
    nodes: list[Node] = []
    for node in slide.nodes:
        if isinstance(node, Columns):
            columns = tuple(tuple(leaf for one in column for leaf in plain(one)) for column in node.columns)
            nodes.append(Columns(columns))
        else:
            nodes += plain(node)
    if tuple(nodes) == slide.nodes:
        return None
    return msgspec.structs.replace(slide, nodes=tuple(nodes), form=form_name(nodes), form_from="lost")


def forms_without_room(slides: Iterable[Slide]) -> Iterator[Problem]:
    """A notice for each slide whose form had no room on the brand: continued on further slides, or a list."""
    for slide in slides:
        number, count = slide.part
        place = Place(slide.file, slide.line)
        if slide.form_from == "lost" and number == 1:
            message = f"the form has no room on this brand: the slide is {PLAINLY.get(slide.form, slide.form)}"
            hint = "say less, or write {form=list} behind its title"
        elif number == 1 and count > 1 and (name := form_name(slide.nodes)) not in PLAIN:
            message = f"the {name} have no room on one slide of this brand: they stand on {count}"
            hint = "say less on each, or make slides of your own with ---"
        else:
            continue
        yield Problem(code="SP531", message=message, hint=hint, place=place, severity=Severity.WARNING)


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


def _problem(one: AnyPlaced, composition: Composition, overflow: Overflow, place: Place) -> Problem:
    message, hint, undivided = form_of(one.node).excess(one, composition.own)
    if one.kind == "title":
        return Problem(code="SP523", message=message, hint=hint, place=place)
    if overflow != "split":
        hint += f", or write `overflow: split` (it says `{overflow}`)"
    elif undivided:
        hint += f": {undivided}"
    return Problem(code="SP524", message=message, hint=hint, place=place)


# --- dividing --------------------------------------------------------------------------------------------------------


class _Division:
    """One slide being divided: in as few parts as there must be, as large as those can be, and of like weight."""

    def __init__(self, slide: Slide, composer: Composer) -> None:
        self._slide, self._composer = slide, composer
        self._pieces = pieces_of(slide.nodes)
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
        made = self._drawn_alike(made)
        most = min(_size(self._composer.compose(one)) for one in made)
        made = [msgspec.structs.replace(one, most=most) for one in made]
        return made if all(fits(self._composer.compose(one)) for one in made) else []

    def _drawn_alike(self, made: list[Slide]) -> list[Slide]:
        """The parts with their form drawn in one way, where there is one in which all of them fit."""
        ways = [_variants(self._composer.compose(one)) for one in made]
        for way in dict.fromkeys(variant for one in ways for variant in one):
            alike = [
                msgspec.structs.replace(one, style=msgspec.structs.replace(one.style, variant=way)) for one in made
            ]
            composed = [self._composer.compose(one) for one in alike]
            if all(fits(one) and _variants(one) == [way] for one in composed):
                return alike
        return made

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
        while earlier > start and self._pieces[earlier - 1].portion.leads:
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
            target = sum(one.portion.weight for one in self._pieces[start:]) / left
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
        cost = abs(sum(one.portion.weight for one in self._pieces[start:end]) - target)
        if end < len(self._pieces) and self._pieces[end].portion.follows:
            cost += target / 2
        cost += target if self._leaves_one_alone(end) else 0
        return cost + (target * 4 if self._pieces[end - 1].portion.leads else 0)

    def _leaves_one_alone(self, end: int) -> bool:
        """Whether a cut leaves the first or the last portion of a body, such as a table's row, without the others."""
        if end == len(self._pieces) or self._body(end) != self._body(end - 1):
            return False
        first = end < 2 or self._body(end - 2) != self._body(end)
        last = end + 1 == len(self._pieces) or self._body(end + 1) != self._body(end)
        return first or last

    def _body(self, at: int) -> tuple[int, int, int]:
        piece = self._pieces[at]
        return piece.node, piece.column, piece.place

    def _part(self, start: int, end: int, number: int, count: int) -> Slide:
        slide = self._slide
        last = slide.title[-1]
        mark = msgspec.structs.replace(last, text=PART.format(number=number, count=count), href=None, code=False)
        return msgspec.structs.replace(
            slide,
            title=(*slide.title, mark),
            nodes=nodes_of(slide.nodes, self._pieces[start:end]),
            notes=slide.notes if number == 1 else (),
            seller=slide.seller if number == 1 else (),
            minutes=slide.minutes / count,
            continues=slide.continues or number > 1,
            part=(number, count),
            undivided=slide if number == 1 else None,
        )


def _variants(composition: Composition) -> list[str]:
    """The ways in which the forms on a slide are drawn."""
    return [one.set.variant for one in composition.placed if isinstance(one.set, Arrangement)]


def _size(composition: Composition) -> int:
    """The least percentage of its usual size that any text on the slide but the title has."""
    return min((one.percent for one in composition.placed if one.kind != "title"), default=100)
