"""What holds for every form, its variants and any words: measured and written on brands of three sizes."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, groupby
from typing import Any, Literal, NamedTuple, get_args

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pptx import Presentation

from salespack.deck.model import (
    Action,
    Agenda,
    BeforeAfter,
    Cards,
    Cell,
    Change,
    Composed,
    Feature,
    Item,
    Kpi,
    Kpis,
    Lane,
    Logo,
    Logos,
    Mark,
    Matrix,
    Member,
    Moment,
    Next,
    Number,
    Options,
    Paragraph,
    Picture,
    Questions,
    Quote,
    Quotes,
    Roadmap,
    SlideStyle,
    Span,
    Spans,
    Spot,
    Statement,
    Step,
    Steps,
    Team,
    Timeline,
    Topic,
    Voice,
    text_of,
)
from salespack.deck.visiting import passages
from salespack.fit.proof import prove
from salespack.forms import (
    agenda,
    before_after,
    cards,
    logos,
    matrix,
    next_steps,
    number,
    options,
    questions,
    quotes,
    roadmap,
    statement,
    stats,
    steps,
    team,
    timeline,
)
from salespack.forms.arrangement import ITEMS, Arrangement, Geometry, Part, Taken, Words, text_width
from salespack.forms.growing import arranged
from salespack.graphics.boxes import Box, area_of, common, union
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.composing.composition import Composer
from salespack.powerpoint.composing.placement import Composition
from salespack.powerpoint.forms.composed import row_of
from salespack.powerpoint.forms.measuring import no_link, without_insets
from salespack.powerpoint.writing.writer import new_composer, write_deck
from salespack.scene.reading import read_scene
from salespack.typography.faces import Typefaces
from tests.compiled import compiled_brand, compiled_templates
from tests.conftest import PROJECT
from tests.forms.brands import sized
from tests.powerpoint.decks import deck, slide
from tests.searching import searching

GEOMETRIES: dict[type[Composed | Kpis], Geometry[Any]] = {
    Statement: statement,
    Number: number,
    Kpis: stats,
    Cards: cards,
    Questions: questions,
    Steps: steps,
    BeforeAfter: before_after,
    Timeline: timeline,
    Roadmap: roadmap,
    Options: options,
    Agenda: agenda,
    Matrix: matrix,
    Quotes: quotes,
    Next: next_steps,
    Team: team,
    Logos: logos,
}
NAMES = [kind.__name__ for kind in GEOMETRIES]
assert {*GEOMETRIES} == {Kpis, *get_args(Composed)}, "a form without laws"
TYPEFACES = Typefaces(system=False)
PORTRAIT = PROJECT / "content_blocks" / "images" / "platform-layers.png"
"""Stands for any picture: how it is cut hangs on the sizes that a node says."""
WORDS = (
    "on", "yksi", "palvelu", "viikossa", "kuukaudessa", "henkilöstönne", "versionhallinta", "järjestelmä",
    "käyttökatkos", "toimitusvarmuus", "palvelutasosopimus", "a", "12 %", "€1.2M",
)  # fmt: skip


def words(least: int, most: int) -> st.SearchStrategy[Spans]:
    """So many words, some of them bold."""
    word = st.tuples(st.sampled_from(WORDS), st.booleans())
    return st.lists(word, min_size=least, max_size=most).map(_spans)


def _spans(chosen: Sequence[tuple[str, bool]]) -> Spans:
    return tuple(Span(f" {word}" if at else word, bold=bold) for at, (word, bold) in enumerate(chosen))


def iconed(texts: st.SearchStrategy[Spans]) -> st.SearchStrategy[Spans]:
    """Texts, some of them with an icon before them."""
    icons = st.sampled_from(("", "", "shield-check", "clock"))
    return st.builds(lambda spans, icon: (msgspec.structs.replace(spans[0], icon=icon), *spans[1:]), texts, icons)


items = st.builds(Item, iconed(words(1, 3)), words(0, 12))
bare = st.builds(Item, iconed(words(1, 8)))
figures = iconed(
    st.sampled_from(("7", "−24 %", "90 days", "11 of 14", "€1.2M")).map(lambda text: (Span(text, bold=True),))
)
changes = st.builds(Change, words(1, 3), words(1, 4), words(1, 5))
portraits = st.sampled_from(((480, 640, False), (640, 480, False), (800, 160, True))).map(
    lambda size: Picture(str(PORTRAIT), "a face", size[0], size[1], "png", size[2])
)
spoken = st.builds(
    Voice,
    st.builds(Quote, st.lists(st.builds(Paragraph, words(1, 18)), min_size=1, max_size=2).map(tuple), words(0, 5)),
    st.none() | portraits,
)
whens = st.sampled_from(("Weeks 1–2", "1.12.2026", "Maaliskuu–huhtikuu 2027", "Q3")).map(lambda text: (Span(text),))


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Moments with days, or without, and today among them."""
    said = draw(st.lists(st.tuples(whens, words(1, 8), words(0, 3)), min_size=2, max_size=8))
    days = sorted(draw(st.lists(st.integers(0, 400), min_size=len(said), max_size=len(said))))
    if not draw(st.booleans()):
        return Timeline(tuple(Moment(*one) for one in said), "Timeline")
    moments = tuple(Moment(*one, begin=day, end=day + 7) for one, day in zip(said, days, strict=True))
    day = draw(st.none() | st.integers(0, 400))
    today = Mark(day, "Tänään") if day is not None and days[0] < day < days[-1] + 7 else None
    return Timeline(moments, "Timeline", to_scale=draw(st.booleans()), today=today)


@st.composite
def roadmaps(draw: st.DrawFn) -> Roadmap:
    """Lanes with bars, which may overlap."""
    span = st.tuples(st.integers(0, 150), st.integers(1, 60))
    moment = st.builds(
        lambda when, what, span: Moment(when, what, begin=span[0], end=sum(span)), whens, words(1, 4), span
    )
    lane = st.builds(Lane, words(1, 2), st.lists(moment, min_size=1, max_size=4).map(tuple))
    marks = tuple(Mark(day, f"Week {day // 7 + 1}") for day in range(0, 210, draw(st.sampled_from((7, 14, 30)))))
    today = draw(st.none() | st.integers(1, 209).map(lambda day: Mark(day, "Tänään")))
    lanes = draw(st.lists(lane, min_size=2, max_size=5).map(tuple))
    return Roadmap(lanes, "Timeline", 0, 210, marks, today)


MARKS: tuple[Literal["yes", "partly", "no"], ...] = ("yes", "partly", "no")
cells = st.builds(Cell, words(0, 4)) | st.sampled_from([Cell((), mark, mark) for mark in MARKS])


@st.composite
def offers(draw: st.DrawFn) -> Options:
    """Options, of which one may be chosen, with a price or without."""
    count = draw(st.integers(2, 4))
    heads = draw(st.tuples(words(0, 2), *[words(1, 2)] * count))
    row = st.builds(Feature, words(1, 4), st.tuples(*[cells] * count))
    rows = draw(st.lists(row, min_size=1, max_size=7).map(tuple))
    return Options(heads, rows, draw(st.none() | st.integers(0, count - 1)), draw(st.booleans()))


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """Four things in the quarters, or up to eight at places that may be the same."""
    placed = draw(st.booleans())
    share = st.integers(0, 20).map(lambda part: part / 20)
    places = [(0.25, 0.75), (0.75, 0.75), (0.25, 0.25), (0.75, 0.25)]
    if placed:
        places = draw(st.lists(st.tuples(share, share), min_size=2, max_size=8))
    items = tuple(Spot(draw(words(1, 3)), draw(words(0, 6)), x, y, ("low", "high")) for x, y in places)
    return Matrix(items, "Effort", "Effect", "A matrix", placed=placed)


NODES: dict[str, st.SearchStrategy[Any]] = {
    "Statement": st.builds(Statement, words(1, 25)),
    "Number": st.builds(Number, figures, words(0, 8), st.lists(items, max_size=4).map(tuple)),
    "Kpis": st.builds(
        Kpis,
        st.lists(st.builds(Kpi, figures, words(0, 7)), min_size=1, max_size=6).map(tuple),
        st.lists(words(1, 14), max_size=3).map(tuple),
    ),
    "Cards": st.builds(
        Cards, (st.lists(items, min_size=2, max_size=6) | st.lists(bare, min_size=2, max_size=6)).map(tuple)
    ),
    "Questions": st.builds(
        Questions, st.lists(words(1, 12), min_size=1, max_size=6).map(tuple), st.sampled_from(("none", "lines"))
    ),
    "Steps": st.builds(
        Steps,
        st.lists(
            st.builds(Step, iconed(words(1, 2)), words(0, 2), words(0, 9), words(0, 4)), min_size=2, max_size=6
        ).map(tuple),
    ),
    "BeforeAfter": st.builds(
        BeforeAfter,
        st.tuples(words(0, 1), words(1, 2), words(1, 2)),
        st.lists(changes, min_size=1, max_size=5).map(tuple),
    ),
    "Timeline": timelines(),
    "Roadmap": roadmaps(),
    "Options": offers(),
    "Matrix": matrices(),
    "Agenda": st.builds(
        Agenda,
        st.lists(st.builds(Topic, words(1, 8), words(0, 2)), min_size=1, max_size=7).map(tuple),
        st.none() | st.integers(0, 6),
    ),
    "Next": st.builds(
        Next,
        st.lists(st.builds(Action, words(1, 6), words(0, 10), words(0, 4), words(0, 3)), min_size=1, max_size=5).map(
            tuple
        ),
        words(0, 14),
        words(0, 6),
    ),
    "Team": st.builds(
        Team,
        st.lists(
            st.builds(
                Member,
                words(1, 4),
                words(0, 5),
                st.lists(words(1, 3), max_size=3).map(tuple),
                words(0, 12),
                st.none() | portraits,
            ),
            min_size=1,
            max_size=9,
        ).map(tuple),
    ),
    "Logos": st.builds(
        Logos,
        st.lists(
            st.builds(
                Logo,
                portraits,
                st.sampled_from(((0, 0, 0, 0), (10_000, 20_000, 30_000, 40_000))),
                st.floats(0.01, 1),
                st.booleans(),
            ),
            min_size=2,
            max_size=18,
        ).map(tuple),
    ),
    "Quotes": st.builds(
        Quotes, st.lists(spoken, min_size=1, max_size=3).map(tuple), st.sampled_from(("\u201c", "\u00ab", ""))
    ),
}
OF_THE_DECK = ("Today",)
"""What parts are called that the deck itself adds to what its author says."""
BEHIND = ("Axis", "Grid", "Middle")
"""What parts are called that others stand on."""


class Stage(NamedTuple):
    """A brand, and what composes on it."""

    brand: Brand
    composer: Composer


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> list[Stage]:
    folder = tmp_path_factory.mktemp("brands")
    brands = [
        compiled_brand(),
        sized(folder, 720, 405, dark=True),
        sized(folder, 842, 595),
    ]
    return [Stage(brand, new_composer(brand, lambda: TYPEFACES)) for brand in brands]


def composed(node: Any, stage: Stage, variant: str = "") -> Composition:
    one = slide("A title", node)
    return stage.composer.compose(msgspec.structs.replace(one, style=SlideStyle(variant=variant)))


def arrangements(node: Any, stage: Stage) -> Iterator[tuple[Box, Arrangement]]:
    """The node in each of its variants, with the room that it had; none where the brand has a layout of its own for it."""
    for variant in GEOMETRIES[type(node)].variants(node):
        bodies = [one for one in composed(node, stage, variant).placed if one.kind != "title"]
        if isinstance(node, Quotes) and isinstance(bodies[0].node, Quote):
            continue
        (one,) = bodies
        if not one.over:
            yield one.room, one.measured


class Measured:
    """Measures as forms are measured on a stage."""

    def __init__(self, stage: Stage, node: Any) -> None:
        composition = composed(node, stage)
        self._measure, self._look = stage.composer.measure, without_insets(composition.own)
        self._face = composition.face

    def taken(self, words: Sequence[Words], width: int) -> Taken:
        rows = [row_of(one, no_link, self._face) for one in words]
        found = self._measure.rows(rows, self._look, max(width, 1))
        return Taken(found.height, found.width, found.broken)

    def width(self, words: Sequence[Words]) -> int:
        return max(self._measure.span_width(one.spans, one.size, self._look.font, bold=one.bold) for one in words)


@pytest.mark.parametrize("name", NAMES)
@searching(12)
@given(data=st.data())
def test_nothing_leaves_its_room_and_groups_do_not_overlap(name: str, data: st.DataObject, stages: list[Stage]) -> None:
    node, stage = data.draw(NODES[name]), stages[data.draw(st.integers(0, 2))]
    for room, found in arrangements(node, stage):
        assert union((room, *(part.box for part in found.parts))) == room, found.variant
        for one, other in combinations(found.parts, 2):
            if one.group != other.group and not {one.name, other.name} & set(BEHIND):
                assert not shared(one.box, other.box), (found.variant, one.name, other.name)
            if one.words and other.words:
                assert not shared(_inner(one), _inner(other)), (found.variant, one.name, other.name)
            for icon, text in ((one, other), (other, one)):
                assert not (icon.icon and text.words and shared(icon.box, _inner(text))), (found.variant, text.name)
        assert isinstance(node, Options) or {name for name, count in groups(found.parts).items() if count > 1} <= ITEMS


def groups(parts: Sequence[Part]) -> Counter[str]:
    """How many groups there are of each name, as they are written; those of a list's items are read as one."""
    by_group = groupby((part for part in parts if part.group is not None), lambda part: part.group)
    return Counter(next((one.name for one in group if not one.decorative), "") for _, group in by_group)


def shared(one: Box, other: Box) -> int:
    """The area that two boxes have in common."""
    found = common(one, other)
    return area_of(found) if found is not None else 0


def _inner(part: Part) -> Box:
    """Where a part's text may stand."""
    left, top, _, bottom = part.insets
    box = part.box
    return Box(box.x + left, box.y + top, text_width(part), box.cy - top - bottom)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@searching(12)
@given(data=st.data())
def test_every_text_fits_its_shape_in_a_size_that_the_brand_allows(
    name: str, data: st.DataObject, stages: list[Stage]
) -> None:
    node, stage = data.draw(NODES[name]), stages[data.draw(st.integers(0, 2))]
    measured = Measured(stage, node)
    for _, found in arrangements(node, stage):
        for part in found.parts:
            assert min((one.size for one in part.words), default=10_000) >= stage.brand.minimum_body
            inner = _inner(part)
            taken = measured.taken(part.words, inner.cx) if part.words else Taken(0, 0, False)
            assert not part.words or taken.height <= inner.cy, (found.variant, part.name)
            assert not taken.broken, (found.variant, part.name)


@pytest.mark.parametrize("name", NAMES)
@searching(12)
@given(data=st.data())
def test_all_that_a_node_says_is_said_in_its_order(name: str, data: st.DataObject, stages: list[Stage]) -> None:
    node, stage = data.draw(NODES[name]), stages[data.draw(st.integers(0, 2))]
    said = letters("".join(said_by(node)))
    for _, found in arrangements(node, stage):
        shown = [text_of(one.spans) for part in own(found.parts) for one in part.words]
        assert letters("".join(shown)) == said, found.variant


def own(parts: Sequence[Part]) -> list[Part]:
    """The parts that say what the author does."""
    return [part for part in parts if not part.decorative and part.name not in OF_THE_DECK]


def said_by(node: Any) -> Iterator[str]:
    """What a node says; of a step when it is first, as that stands above its name."""
    if isinstance(node, Steps):
        for step in node.items:
            yield from map(text_of, (step.when, step.lead, step.text, step.result))
    elif isinstance(node, Options):
        yield from map(text_of, node.header)
        for row in node.rows:
            yield text_of(row.label)
            yield from (options.SIGNS.get(one.mark) or text_of(one.spans) for one in row.cells)
    elif isinstance(node, Roadmap):
        for lane in node.lanes:
            yield text_of(lane.name)
            for one in sorted(lane.items, key=lambda moment: moment.begin or 0):
                yield from map(text_of, (one.when, one.what))
    else:
        for passage in passages(node):
            yield from passage.texts if passage.kind != "picture" else ()


def letters(text: str) -> str:
    return "".join(text.split())


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@searching(12)
@given(data=st.data())
def test_the_finished_slide_holds_and_says_it_all_and_is_the_same_again(
    name: str, data: st.DataObject, stages: list[Stage]
) -> None:
    node, stage = data.draw(NODES[name]), stages[data.draw(st.integers(0, 2))]
    fitting = [found for _, found in arrangements(node, stage)]
    assume(fitting)
    style = SlideStyle(variant=data.draw(st.sampled_from([one.variant for one in fitting])))
    made = deck(msgspec.structs.replace(slide("A title", node), style=style))
    file, again = (
        write_deck(
            made, stage.brand, templates=compiled_templates(), composer=new_composer(stage.brand, lambda: TYPEFACES)
        )
        for _ in range(2)
    )
    assert file == again
    (proof,) = prove(read_scene(file), TYPEFACES)
    assert [(one.name, one.over) for one in proof.over] == []
    (page,) = Presentation(io.BytesIO(file)).slides
    assert letters("".join(texts_of(page.shapes))) == letters("".join(said_by(node)))


def texts_of(shapes: Any) -> Iterator[str]:
    """The texts of shapes and groups in their order, without placeholders and what is marked as decorative."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from texts_of(shape.shapes)
        elif getattr(shape, "has_table", False):
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        elif shape.name.rstrip("0123456789 ") in OF_THE_DECK:
            continue
        elif shape.has_text_frame and not shape.is_placeholder and not shape._element.xpath(".//*[@val='1']/.."):
            yield shape.text_frame.text


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@searching(12)
@given(data=st.data())
def test_more_room_never_makes_text_smaller(name: str, data: st.DataObject, stages: list[Stage]) -> None:
    node, stage = data.draw(NODES[name]), stages[data.draw(st.integers(0, 2))]
    geometry, ladder = GEOMETRIES[type(node)], stage.composer.ladder
    variant = data.draw(st.sampled_from(list(geometry.variants(node))))
    area, measured = stage.brand.roles["table"].area, Measured(stage, node)
    rungs = range(ladder.highest, ladder.lowest - 1, -1)
    low, high = sorted(data.draw(st.tuples(*[st.integers(area.cy // 4, area.cy)] * 2)))
    rooms = [msgspec.structs.replace(area, cy=height) for height in (low, high)]
    less, more = (arranged(geometry, node, room, ladder, measured, rungs, variant) for room in rooms)
    assert [less, more] == [arranged(geometry, node, room, ladder, measured, rungs, variant) for room in rooms]
    if less.variant == more.variant and not less.over:
        assert more.rung >= less.rung and not more.over
