"""The one exhaustive visit of body kinds: what holds what, what each says in which order, and the same said otherwise.

Whoever wants no more than that of nodes asks here, so that a new kind is added in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, assert_never, cast

import msgspec

from salespack.deck.model import (
    Action,
    Agenda,
    BeforeAfter,
    Cards,
    Cell,
    Chart,
    Columns,
    FormName,
    Item,
    Kpi,
    Kpis,
    Leaf,
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
    Plain,
    Questions,
    Quote,
    Quotes,
    Roadmap,
    Span,
    Spans,
    Statement,
    Steps,
    Table,
    Team,
    Text,
    Timeline,
    Worded,
    icon_of,
    text_of,
)

ENDS = (":", ".", "!", "?", "…", "–", "—")
"""The signs behind which a text goes on without a colon."""


class Passage(NamedTuple):
    """What a body says at one go, without looks: one text, or texts that are read together.

    A `row` has a text a cell, a `pair` what stands out and what is said to it, a `quotation` its paragraphs; a
    `picture` says its title, where it has one, and its alternative text. `level` is that of a paragraph, and `listed`
    tells whether it is an item of a list.
    """

    kind: Literal["paragraph", "quotation", "attribution", "pair", "row", "picture"]
    texts: tuple[str, ...]
    level: int = 0
    listed: bool = False


def columns_of(node: Node) -> tuple[tuple[Leaf, ...], ...]:
    """What stands side by side in a node: the columns that it holds, or itself alone."""
    return node.columns if isinstance(node, Columns) else ((node,),)


def leaves(nodes: Iterable[Node]) -> Iterator[Leaf]:
    """The nodes that hold no others, in reading order: one column after the other."""
    for node in nodes:
        for column in columns_of(node):
            yield from column


def without(nodes: Iterable[Node], leaf: Leaf) -> tuple[Node, ...]:
    """The nodes without one that holds no others; what is left of two columns stands alone."""
    found: list[Node] = []
    for node in nodes:
        columns = tuple(tuple(one for one in column if one is not leaf) for column in columns_of(node))
        left = tuple(column for column in columns if column)
        if isinstance(node, Columns) and len(left) > 1:
            found.append(Columns(left))
        else:
            found += left[0] if left else ()
    return tuple(found)


def with_pictures(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """The nodes, with pictures that reach to the edges of their slide as those that they are."""

    def shown(leaf: Leaf) -> Leaf:
        return leaf.picture if isinstance(leaf, Photo) else leaf

    found: list[Node] = []
    for node in nodes:
        if isinstance(node, Columns):
            found.append(Columns(tuple(tuple(map(shown, column)) for column in node.columns)))
        else:
            found.append(shown(node))
    return tuple(found)


def passages(node: Leaf) -> Iterator[Passage]:
    """What a node says, in reading order."""
    match node:
        case Text(paragraphs):
            for one in paragraphs:
                yield Passage("paragraph", (text_of(one.spans),), one.level, listed=one.marker != "none")
        case Quote(paragraphs, attribution):
            yield Passage("quotation", tuple(text_of(one.spans) for one in paragraphs))
            yield Passage("attribution", (text_of(attribution),))
        case Kpis(items, points):
            yield from (Passage("pair", (text_of(one.figure), text_of(one.label))) for one in items)
            yield from (Passage("paragraph", (text_of(one),), listed=True) for one in points)
        case Statement(spans):
            yield Passage("paragraph", (text_of(spans),))
        case Number(figure, label, points):
            yield Passage("pair", (text_of(figure), text_of(label)))
            yield from map(_of_item, points)
        case Cards(items):
            yield from map(_of_item, items)
        case Questions(items):
            yield from (Passage("paragraph", (text_of(one),), listed=True) for one in items)
        case Steps(items):
            for step in items:
                said = map(text_of, (step.lead, step.when, step.text, step.result))
                yield Passage("row", tuple(one for one in said if one))
        case BeforeAfter(header, rows):
            yield Passage("row", tuple(map(text_of, header)))
            yield from (Passage("row", tuple(map(text_of, (one.label, one.before, one.after)))) for one in rows)
        case Timeline(items):
            yield from map(_of_moment, items)
        case Roadmap(lanes):
            for lane in lanes:
                yield Passage("paragraph", (text_of(lane.name),), listed=True)
                yield from map(_of_moment, lane.items)
        case Matrix(items, x, y):
            yield Passage("paragraph", (y,))
            for spot in items:
                texts = map(text_of, (spot.lead, spot.text))
                yield Passage("row", tuple(one for one in texts if one))
            yield Passage("paragraph", (x,))
        case Agenda(items):
            for topic in items:
                said = map(text_of, (topic.text, topic.minutes))
                yield Passage("row", tuple(one for one in said if one))
        case Options(header, features):
            yield Passage("row", tuple(map(text_of, header)))
            for feature in features:
                yield Passage("row", (text_of(feature.label), *(text_of(said_in(cell)) for cell in feature.cells)))
        case Quotes(items):
            for spoken in items:
                yield from passages(spoken.quote)
                yield from passages(spoken.picture) if spoken.picture is not None else ()
        case Next(items, ask, contact):
            for action in items:
                told = map(text_of, (action.what, action.text, action.when, action.who))
                yield Passage("row", tuple(one for one in told if one))
            yield from (Passage("paragraph", (text_of(spans),)) for spans in (ask, contact) if spans)
        case Team(items):
            for member in items:
                told = map(text_of, (member.name, member.role, member.text, *member.contact))
                yield Passage("row", tuple(one for one in told if one))
        case Logos(items):
            yield from (Passage("picture", (logo.picture.alt,)) for logo in items)
        case Table(_, header, rows):
            yield from (Passage("row", tuple(map(text_of, row))) for row in (header, *rows))
        case Chart(title=title, alt=alt, callout=callout, points=points):
            yield Passage("picture", (title, alt))
            if callout:
                yield Passage("paragraph", (text_of(callout),))
            yield from (Passage("paragraph", (text_of(one),), listed=True) for one in points)
        case Picture(alt=alt):
            yield Passage("picture", (alt,))
        case Photo(picture):
            yield from passages(picture)
        case _:
            assert_never(node)


def icons_left_out(nodes: Iterable[Node]) -> Iterator[str]:
    """The icons before items of lists, questions and timelines, which have no place for them."""
    for node in leaves(nodes):
        texts: Iterable[Spans] = ()
        if isinstance(node, Text):
            texts = (one.spans for one in node.paragraphs)
        elif isinstance(node, Questions):
            texts = node.items
        elif isinstance(node, Timeline):
            texts = (one.when for one in node.items)
        elif isinstance(node, Roadmap):
            texts = (spans for lane in node.lanes for spans in (lane.name, *(one.when for one in lane.items)))
        yield from filter(None, map(icon_of, texts))


def form_name(nodes: Sequence[Node]) -> FormName:
    """The form of a slide with these nodes: that of the one which is looked at first."""
    kinds = [_form_name(node) for node in nodes]
    return min(kinds, key=WEIGHT.index, default="list")


def _form_name(node: Node) -> FormName:
    match node:
        case Columns(columns):
            inner = [_form_name(leaf) for column in columns for leaf in column]
            shown = [one for one in inner if one in ("chart", "photo", "picture")]
            return shown[0] if shown else "columns"
        case Text():
            return "list"
        case Kpis():
            return "stats"
        case Quote() | Table() | Chart() | Picture() | Photo():
            return cast(FormName, type(node).__struct_config__.tag)
        case Statement() | Number() | Cards() | Questions() | Steps():
            return cast(FormName, type(node).__struct_config__.tag)
        case BeforeAfter():
            return "before-after"
        case Timeline() | Roadmap():
            return "timeline"
        case Options():
            return "options"
        case Agenda():
            return "agenda"
        case Matrix():
            return "matrix"
        case Quotes():
            return "quote"
        case Next():
            return "next"
        case Team():
            return "team"
        case Logos():
            return "logos"
        case _:
            assert_never(node)


WEIGHT: tuple[FormName, ...] = (
    "chart", "photo", "picture", "timeline", "matrix", "options", "agenda", "next", "team", "steps", "before-after",
    "logos", "number", "stats", "cards", "questions", "statement", "quote", "columns", "table", "list",
)  # fmt: skip
"""Which of several forms on a slide is looked at first."""


def _of_item(item: Item) -> Passage:
    lead, text = text_of(item.lead), text_of(item.text)
    return Passage("pair", (lead, text)) if text else Passage("paragraph", (lead,), listed=True)


def _of_action(action: Action) -> Spans:
    """What is done next as an item of a list is written: **what** (when) more about it – who."""
    found = [*_bold(action.what)]
    if action.when:
        found += [Span(" ("), *action.when, Span(")")]
    if action.text:
        found += [Span(" "), *action.text]
    if action.who:
        found += [Span(" – "), *action.who]
    return tuple(found)


def _of_member(member: Member) -> Iterator[Paragraph]:
    """Somebody as an item of a list: **name** – what they do, below it more about them, and how to reach them."""
    role = (Span(" – "), *member.role) if member.role else ()
    yield Paragraph((*_bold(member.name), *role), marker="bullet")
    reached = [span for line in member.contact for span in (Span(", "), *line)][1:]
    for spans in (member.text, tuple(reached)):
        if spans:
            yield Paragraph(spans, level=1, marker="bullet")


def _of_moment(moment: Moment) -> Passage:
    said = map(text_of, (moment.when, moment.what, moment.who))
    return Passage("row", tuple(one for one in said if one))


def plain(node: Leaf) -> tuple[Plain, ...]:
    """What a node says as the paragraphs, lists and tables that it can be made of: nothing of it is lost."""
    match node:
        case Kpis(items, points) if points:
            return Kpis(items), _listed(points)
        case Chart(callout=callout, points=points) if callout or points:
            said = (Paragraph(callout),) if callout else ()
            beside = Text((*said, *(Paragraph(spans, marker="bullet") for spans in points)))
            return msgspec.structs.replace(node, callout=(), points=()), beside
        case Text() | Quote() | Kpis() | Table() | Chart() | Picture():
            return (node,)
        case Photo(picture):
            return (picture,)
        case Next(items, ask, contact, start):
            steps = [Paragraph(_of_action(one), marker="number", start=start) for one in items]
            return (Text((*steps, *(Paragraph(spans) for spans in (ask, contact) if spans))),)
        case Team(items):
            return (Text(tuple(one for member in items for one in _of_member(member))),)
        case Logos(items):
            return (Text((Paragraph((Span(" · ".join(one.picture.alt for one in items)),)),)),)
        case Statement(spans):
            return (Text((Paragraph(spans),)),)
        case Number(figure, label, points):
            return (Kpis((Kpi(_bold(figure), label),)), *((_listed(map(one_line, points)),) if points else ()))
        case Cards(items):
            return (_listed(map(one_line, items)),)
        case Questions(items):
            return (_listed(items),)
        case Steps(items):
            return (
                Text(
                    tuple(
                        Paragraph(_in_words(one.lead, one.when, one.text, one.result), marker="number") for one in items
                    )
                ),
            )
        case BeforeAfter(header, rows):
            return (Table(("left", "left", "left"), header, tuple((one.label, one.before, one.after) for one in rows)),)
        case Timeline(items, header=header) if header:
            cells = tuple((one.when, one.what, one.who)[: len(header)] for one in items)
            return (Table(tuple("left" for _ in header), header, cells),)
        case Timeline(items):
            return (_listed(map(_dated, items)),)
        case Matrix(items, x, y):
            spots = tuple(
                (one_line(Item(one.lead, one.text, ": ")), *((Span(said),) for said in one.said)) for one in items
            )
            return (Table(("left", "center", "center"), ((), (Span(x),), (Span(y),)), spots),)
        case Agenda(items, start=start):
            topics = ((*one.text, *_in_brackets(one.minutes)) for one in items)
            return (
                Text(
                    tuple(Paragraph(spans, marker="number", start=number) for number, spans in enumerate(topics, start))
                ),
            )
        case Options(header, features):
            texts = tuple((one.label, *map(said_in, one.cells)) for one in features)
            return (Table(tuple("center" if at else "left" for at in range(len(header))), header, texts),)
        case Roadmap(lanes):
            paragraphs = []
            for lane in lanes:
                paragraphs.append(Paragraph(lane.name, marker="bullet"))
                paragraphs += [Paragraph(_dated(one), level=1, marker="bullet") for one in lane.items]
            return (Text(tuple(paragraphs)),)
        case Quotes(items):
            return tuple(part for one in items for part in (one.quote, one.picture) if part is not None)
        case _:
            assert_never(node)


def said_in(cell: Cell) -> Spans:
    """What a cell of options says in words: a sign for yes, partly or no is read as such."""
    written = any(map(str.isalnum, text_of(cell.spans)))
    return cell.spans if written or not cell.mark else (Span(cell.word),)


def _dated(moment: Moment) -> Spans:
    """A moment as it is written in a list: **when**: what – who."""
    said = one_line(Item(moment.when, moment.what, ": "))
    return (*said, Span(" – "), *moment.who) if moment.who else said


def _listed(items: Iterable[Spans]) -> Text:
    return Text(tuple(Paragraph(spans, marker="bullet") for spans in items))


def one_line(item: Item) -> Spans:
    """An item as a paragraph says it."""
    return (*_bold(item.lead), Span(item.between), *item.text) if item.lead and item.text else item.lead or item.text


def _in_brackets(spans: Spans) -> Spans:
    return (Span(" ("), *spans, Span(")")) if spans else ()


def _in_words(lead: Spans, when: Spans, text: Spans, result: Spans) -> Spans:
    """A step as it is read in a list: **name** (when): text → *result*."""
    found = [*_bold(lead)]
    if when:
        found += [Span(" ("), *when, Span(")")]
    if text:
        between = " " if text_of(tuple(found)).endswith(ENDS) else ": "
        found += [Span(between), *text]
    if result:
        found += [Span(" → "), *(msgspec.structs.replace(one, italic=True) for one in result)]
    return tuple(found)


def _bold(spans: Spans) -> Spans:
    return tuple(msgspec.structs.replace(one, bold=True) for one in spans)


def reworded(
    node: Worded,
    spans: Callable[[Spans], Spans],
    paragraphs: Callable[[Iterable[Paragraph]], tuple[Paragraph, ...]],
) -> Worded:
    """The same node with all its texts put through `spans`, and its paragraphs through `paragraphs`."""
    match node:
        case Text():
            return Text(paragraphs(node.paragraphs))
        case Quote():
            return Quote(paragraphs(node.paragraphs), spans(node.attribution))
        case Kpis():
            kpis = tuple(Kpi(spans(item.figure), spans(item.label)) for item in node.items)
            return Kpis(kpis, tuple(map(spans, node.points)))
        case Table():
            rows = tuple(tuple(map(spans, row)) for row in node.rows)
            return Table(node.alignments, tuple(map(spans, node.header)), rows)
        case _:
            assert_never(node)


def files_of(node: Leaf) -> tuple[str, ...]:
    """The files that a node shows."""
    match node:
        case Picture():
            return (node.file,)
        case Photo(picture):
            return (picture.file,)
        case Quotes(items):
            return tuple(one.picture.file for one in items if one.picture is not None)
        case Logos(items):
            return tuple(one.picture.file for one in items)
        case Team(items):
            return tuple(one.picture.file for one in items if one.picture is not None)
        case Text() | Quote() | Kpis() | Table() | Chart():
            return ()
        case (
            Statement()
            | Number()
            | Cards()
            | Questions()
            | Steps()
            | BeforeAfter()
            | Timeline()
            | Roadmap()
            | Options()
            | Agenda()
            | Matrix()
            | Next()
        ):
            return ()
        case _:
            assert_never(node)
