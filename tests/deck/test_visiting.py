"""What is asked of every kind of body: what it says, in which order, which files it shows, and the same said otherwise."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from salespack.deck.model import (
    Action,
    Agenda,
    BeforeAfter,
    Cards,
    Cell,
    Change,
    Chart,
    Columns,
    Feature,
    Item,
    Kpi,
    Kpis,
    Lane,
    Leaf,
    Logo,
    Logos,
    Matrix,
    Member,
    Moment,
    Next,
    Node,
    Number,
    Options,
    Paragraph,
    Photo,
    Picture,
    Questions,
    Quote,
    Quotes,
    Roadmap,
    Series,
    Span,
    Spans,
    Spot,
    Statement,
    Step,
    Steps,
    Table,
    Team,
    Text,
    Timeline,
    Topic,
    Voice,
    Worded,
)
from salespack.deck.visiting import (
    Passage,
    columns_of,
    files_of,
    form_name,
    icons_left_out,
    leaves,
    passages,
    plain,
    reworded,
    with_pictures,
    without,
)


def spans(text: str) -> Spans:
    return (Span(text),)


TEXT = Text((Paragraph(spans("lead")), Paragraph((Span("an "), Span("item", bold=True)), level=1, marker="bullet")))
QUOTE = Quote((Paragraph(spans("one")), Paragraph(spans("two"))), spans("somebody"))
KPIS = Kpis((Kpi(spans("5 %"), spans("less waiting")),), (spans("in all wards"),))
TABLE = Table(("left", "right"), (spans("what"), spans("how much")), ((spans("tea"), spans("3")),))
CHART = Chart("bar", "Cost", "Cost falls", ("a",), (Series("s", (1.0,)),))
PICTURE = Picture("/files/x.png", "A bridge", 4, 3, "png")
ITEMS = (Item(spans("No lock"), spans("you may leave"), ": "), Item(spans("Yours")))
STATEMENT = Statement((Span("You can "), Span("leave", bold=True)))
NUMBER = Number(spans("90 days"), spans("to leave"), ITEMS)
QUESTIONS = Questions((spans("Who?"), spans("When?")))
STEPS = Steps(
    (Step(spans("Choose"), spans("week 1"), spans("one service"), spans("figures")), Step(spans("Go"), spans("week 2")))
)
CHANGES = BeforeAfter(((), spans("Before"), spans("After")), (Change(spans("Outages"), spans("6 h"), spans("none")),))
MOMENTS = (Moment(spans("Week 1"), spans("Choose"), spans("Aino")), Moment(spans("Q3"), spans("Run")))
TIMELINE = Timeline(MOMENTS, "Timeline from Week 1 to Q3")
HEADED = Timeline(MOMENTS, "Timeline", (spans("When"), spans("What"), spans("Who")))
ROADMAP = Roadmap((Lane(spans("People"), MOMENTS[1:]), Lane(spans("Tools"), MOMENTS[1:])), "Timeline", 0, 7)
OPTIONS = Options(
    ((), spans("Basic"), (Span("Plus", bold=True),)),
    (
        Feature(spans("At night"), (Cell(spans("–"), "no", "No"), Cell(spans("yes"), "yes", "Yes"))),
        Feature(spans("Price"), (Cell(spans("€9")), Cell(spans("€19")))),
    ),
    1,
    True,
)
AGENDA = Agenda((Topic(spans("You"), spans("10 min")), Topic(spans("Us"))), start=3)
NEXT = Next(
    (Action(spans("Choose"), spans("one service"), spans("you"), spans("May")), Action(spans("Go"))),
    spans("May we?"),
    spans("Aino, +358 1"),
)
TEAM = Team(
    (
        Member(spans("Aino"), spans("leads"), (spans("+358 1"), spans("a@b.c")), spans("reads all"), PICTURE),
        Member(spans("Mikko")),
    )
)
LOGOS = Logos((Logo(PICTURE), Logo(PICTURE, pale=True)))
QUOTES = Quotes((Voice(QUOTE, PICTURE), Voice(Quote((Paragraph(spans("three")),)))), "“")
MATRIX = Matrix(
    (
        Spot(spans("Patch"), spans("at once"), 0.2, 0.9, ("low", "high")),
        Spot(spans("Move"), (), 0.9, 0.9, ("high", "high")),
    ),
    "Effort",
    "Effect",
    "Effort and effect",
)

SAID: list[tuple[Leaf, list[Passage]]] = [
    (TEXT, [Passage("paragraph", ("lead",)), Passage("paragraph", ("an item",), 1, listed=True)]),
    (QUOTE, [Passage("quotation", ("one", "two")), Passage("attribution", ("somebody",))]),
    (KPIS, [Passage("pair", ("5 %", "less waiting")), Passage("paragraph", ("in all wards",), listed=True)]),
    (TABLE, [Passage("row", ("what", "how much")), Passage("row", ("tea", "3"))]),
    (CHART, [Passage("picture", ("Cost", "Cost falls"))]),
    (PICTURE, [Passage("picture", ("A bridge",))]),
    (
        NEXT,
        [
            Passage("row", ("Choose", "one service", "May", "you")),
            Passage("row", ("Go",)),
            Passage("paragraph", ("May we?",)),
            Passage("paragraph", ("Aino, +358 1",)),
        ],
    ),
    (TEAM, [Passage("row", ("Aino", "leads", "reads all", "+358 1", "a@b.c")), Passage("row", ("Mikko",))]),
    (LOGOS, [Passage("picture", ("A bridge",))] * 2),
    (Photo(PICTURE, "left"), [Passage("picture", ("A bridge",))]),
    (STATEMENT, [Passage("paragraph", ("You can leave",))]),
    (
        NUMBER,
        [
            Passage("pair", ("90 days", "to leave")),
            Passage("pair", ("No lock", "you may leave")),
            Passage("paragraph", ("Yours",), listed=True),
        ],
    ),
    (Cards(ITEMS), [Passage("pair", ("No lock", "you may leave")), Passage("paragraph", ("Yours",), listed=True)]),
    (QUESTIONS, [Passage("paragraph", (text,), listed=True) for text in ("Who?", "When?")]),
    (
        STEPS,
        [Passage("row", ("Choose", "week 1", "one service", "figures")), Passage("row", ("Go", "week 2"))],
    ),
    (TIMELINE, [Passage("row", ("Week 1", "Choose", "Aino")), Passage("row", ("Q3", "Run"))]),
    (
        ROADMAP,
        [
            Passage("paragraph", ("People",), listed=True),
            Passage("row", ("Q3", "Run")),
            Passage("paragraph", ("Tools",), listed=True),
            Passage("row", ("Q3", "Run")),
        ],
    ),
    (AGENDA, [Passage("row", ("You", "10 min")), Passage("row", ("Us",))]),
    (
        MATRIX,
        [
            Passage("paragraph", ("Effect",)),
            Passage("row", ("Patch", "at once")),
            Passage("row", ("Move",)),
            Passage("paragraph", ("Effort",)),
        ],
    ),
    (
        OPTIONS,
        [
            Passage("row", ("", "Basic", "Plus")),
            Passage("row", ("At night", "No", "yes")),
            Passage("row", ("Price", "€9", "€19")),
        ],
    ),
    (CHANGES, [Passage("row", ("", "Before", "After")), Passage("row", ("Outages", "6 h", "none"))]),
    (
        QUOTES,
        [
            Passage("quotation", ("one", "two")),
            Passage("attribution", ("somebody",)),
            Passage("picture", ("A bridge",)),
            Passage("quotation", ("three",)),
            Passage("attribution", ("",)),
        ],
    ),
]


@pytest.mark.parametrize(("node", "said"), SAID, ids=lambda one: type(one).__name__)
def test_a_body_says_what_it_holds_in_reading_order(node: Leaf, said: list[Passage]) -> None:
    assert list(passages(node)) == said


def test_every_kind_is_asked() -> None:
    assert {type(node) for node, _ in SAID} == set(get_args(Leaf))


def test_columns_are_read_one_after_the_other() -> None:
    columns = Columns(((TEXT, PICTURE), (QUOTE,)))
    assert list(leaves((KPIS, columns, TABLE))) == [KPIS, TEXT, PICTURE, QUOTE, TABLE]
    assert columns_of(columns) == ((TEXT, PICTURE), (QUOTE,))
    assert columns_of(KPIS) == ((KPIS,),)


@pytest.mark.parametrize(
    "node", [node for node, _ in SAID if isinstance(node, Worded)], ids=lambda one: type(one).__name__
)
def test_rewording_reaches_every_text_and_leaves_the_rest(node: Worded) -> None:
    def louder(spans: Spans) -> Spans:
        return tuple(msgspec.structs.replace(one, text=one.text.upper()) for one in spans)

    louder_node = reworded(
        node, louder, lambda all: tuple(msgspec.structs.replace(one, spans=louder(one.spans)) for one in all)
    )
    expected = [one._replace(texts=tuple(text.upper() for text in one.texts)) for one in passages(node)]
    assert list(passages(louder_node)) == expected
    assert reworded(node, lambda spans: spans, tuple) == node


def test_a_node_is_taken_out_of_others_and_pictures_are_shown_as_what_they_are() -> None:
    photo = Photo(PICTURE, "right")
    for nodes in ((TEXT, photo, TABLE), (Columns(((TEXT, TABLE), (photo,))),), (photo, TEXT, TABLE)):
        assert without(nodes, photo) == (TEXT, TABLE)
    three = Columns(((TEXT,), (photo,), (TABLE,)))
    assert without((three,), photo) == (Columns(((TEXT,), (TABLE,))),)
    assert with_pictures((TEXT, photo, three)) == (TEXT, PICTURE, Columns(((TEXT,), (PICTURE,), (TABLE,))))


def test_files_that_are_shown() -> None:
    assert [files_of(node) for node, _ in SAID if files_of(node)] == [("/files/x.png",)] * 2 + [
        ("/files/x.png",) * 2
    ] + [("/files/x.png",)] * 2


AS_WRITTEN = [
    (STATEMENT, ["You can **leave**"]),
    (NUMBER, ["**90 days** to leave", "- **No lock**: you may leave", "- Yours"]),
    (Cards(ITEMS), ["- **No lock**: you may leave", "- Yours"]),
    (QUESTIONS, ["- Who?", "- When?"]),
    (STEPS, ["1. **Choose** (week 1): one service → figures", "1. **Go** (week 2)"]),
    (CHANGES, [" | Before | After", "Outages | 6 h | none"]),
    (NEXT, ["1. **Choose** (May) one service – you", "1. **Go**", "May we?", "Aino, +358 1"]),
    (TEAM, ["- **Aino** – leads", "- reads all", "- +358 1, a@b.c", "- **Mikko**"]),
    (LOGOS, ["A bridge · A bridge"]),
    (Photo(PICTURE, "left"), ["![A bridge]"]),
    (QUOTES, ["> one", "> two", "> — somebody", "![A bridge]", "> three"]),
    (KPIS, ["5 % less waiting", "- in all wards"]),
    (TIMELINE, ["- **Week 1**: Choose – Aino", "- **Q3**: Run"]),
    (HEADED, ["When | What | Who", "Week 1 | Choose | Aino", "Q3 | Run | "]),
    (AGENDA, ["1. You (10 min)", "1. Us"]),
    (MATRIX, [" | Effort | Effect", "**Patch**: at once | low | high", "Move | high | high"]),
    (OPTIONS, [" | Basic | **Plus**", "At night | No | yes", "Price | €9 | €19"]),
    (ROADMAP, ["- People", "- **Q3**: Run", "- Tools", "- **Q3**: Run"]),
]


@pytest.mark.parametrize(("node", "written"), AS_WRITTEN, ids=lambda one: type(one).__name__)
def test_a_form_can_be_said_as_the_texts_lists_and_tables_that_it_was_made_of(node: Leaf, written: list[str]) -> None:
    assert [line for one in plain(node) for line in markdown(one)] == written


def markdown(node: Leaf) -> list[str]:
    def line(spans: Spans) -> str:
        return "".join(f"**{one.text}**" if one.bold else one.text for one in spans)

    match node:
        case Text(paragraphs):
            marks = {"none": "", "bullet": "- ", "number": "1. "}
            return [marks[one.marker] + line(one.spans) for one in paragraphs]
        case Quote(paragraphs, attribution):
            who = [f"> — {line(attribution)}"] if attribution else []
            return [*(f"> {line(one.spans)}" for one in paragraphs), *who]
        case Picture(alt=alt):
            return [f"![{alt}]"]
        case Kpis(items):
            return [f"{line(one.figure)} {line(one.label)}" for one in items]
        case Table(_, header, rows):
            return [" | ".join(map(line, row)) for row in (header, *rows)]
    raise AssertionError(node)


@pytest.mark.parametrize("node", [node for node, _ in SAID if isinstance(node, Worded | Chart | Picture)])
def test_what_markdown_has_by_itself_stays_as_it_is(node: Leaf) -> None:
    assert plain(node) == (node,) or isinstance(node, Kpis)


def test_the_form_of_a_slide_is_that_of_what_is_looked_at_first() -> None:
    nodes: list[tuple[list[Node], str]] = [
        ([], "list"), ([TEXT], "list"), ([TEXT, TABLE], "table"), ([TEXT, KPIS], "stats"), ([TABLE, CHART], "chart"),
        ([Columns(((TEXT,), (TEXT,)))], "columns"), ([Columns(((TEXT,), (PICTURE,)))], "picture"),
        ([TEXT, Cards(ITEMS)], "cards"), ([CHANGES], "before-after"), ([STATEMENT], "statement"), ([STEPS], "steps"),
        ([QUESTIONS], "questions"), ([NUMBER], "number"), ([QUOTE], "quote"), ([QUOTES, TEXT], "quote"), ([TEXT, Photo(PICTURE)], "photo"), ([TEXT, NEXT], "next"), ([TEXT, TEAM], "team"), ([TEXT, LOGOS], "logos"),
        ([TIMELINE, TABLE], "timeline"), ([ROADMAP], "timeline"), ([OPTIONS], "options"),
        ([MATRIX, TABLE], "matrix"),
        ([AGENDA], "agenda"),
    ]  # fmt: skip
    assert [form_name(given) for given, _ in nodes] == [form for _, form in nodes]


def test_icons_that_have_no_place_on_a_timeline_are_told() -> None:
    shield = Moment((Span("Week 1", icon="shield"),), spans("Choose"))
    assert list(icons_left_out([Timeline((shield,), "")])) == ["shield"]
    assert list(icons_left_out([Roadmap((Lane((Span("People", icon="flag"),), (shield,)),), "", 0, 7)])) == [
        "flag",
        "shield",
    ]
