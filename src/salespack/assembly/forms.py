"""The form that a slide's body takes: what each form is made of, and which one a text asks for by how it is written.

A fence, the title (`{form=cards}`) and front matter come first; else, where the library wishes it, the first rule of
`RULES` that a slide meets. Nodes here are literal text already, and nothing of it is lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Literal, NamedTuple, cast

import msgspec

from salespack.deck.model import (
    BeforeAfter,
    Cards,
    Change,
    Columns,
    FormName,
    Item,
    Kpi,
    Kpis,
    LayoutRole,
    Leaf,
    Node,
    Number,
    Paragraph,
    Questions,
    Span,
    Spans,
    Statement,
    Step,
    Steps,
    Table,
    Text,
    text_of,
)
from salespack.deck.visiting import form_name, leaves
from salespack.language.locales import form_words

Asked = FormName | Literal["fixed"]
"""What front matter may ask for; `fixed` leaves a block's slides as they are written."""
MOST_WORDS = 25
"""Of a statement."""
MOST_LETTERS_OF_A_FIGURE = 14
MOST_LETTERS_OF_A_POINT = 90
MOST_FIGURES = 12
"""Of `stats` that are written; more stand in rows."""
END = r"(?:[:\u2013\u2014.,]|-(?=\s))(?=\s|\Z)|[\uff1a\uff0c\u3001\u3002]"
"""A sign that ends a lead: a colon, a dash, a full stop or a comma, with a blank behind it; those of Chinese, Japanese
and Korean need none."""
LEAD_ENDS = re.compile(rf"[ \u00a0]*(?:{END}|\n)\s*|[ \u00a0]+")
STRONG_END = re.compile(rf"[ \u00a0]*(?:{END})\s*\Z")
WHEN = re.compile(r"\s*\(([^()]+)\)\s*")
TEXT_BEGINS = re.compile(rf"\s*(?:(?:{END})\s*)?")
RESULT = re.compile(r"\s*(?:\u2192|->)\s*(?=\S)")
QUESTION = re.compile(r"[?\uff1f\u061f]['\"\u2019\u201d\u00bb)\]]*\s*\Z")
BEGINS_AS_A_FIGURE = re.compile(r"[^\w]*(?:(?:EUR|USD|GBP|CHF|SEK|NOK|DKK)\s)?\d")
"""A number, or a sign or currency and a number: not a name that holds one, “ISO 27001”."""
NOUNS_IN_CAPITALS = ("de", "lb")
"""Languages in which a capital letter begins nothing anew."""
UNREAD = "\ufffc"
"""Stands for each letter of code where a text is read for signs."""
FREE_LAYOUTS: tuple[LayoutRole | None, ...] = (None, "bullets", "table")
"""Layouts on which a body may take a form that nobody has asked for."""


class Formed(NamedTuple):
    """The nodes of a slide in their form. `refused` is what keeps them from the one that was asked for, in words."""

    nodes: tuple[Node, ...]
    form: FormName
    form_from: Literal["written", "inferred", ""] = ""
    refused: str = ""


class Unmade(Exception):  # noqa: N818 - a fault of the text
    """What a form is made of, and is not there: a message and a hint."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


def formed(
    nodes: Sequence[Node], asked: Asked | None, layout: LayoutRole | None, language: str, *, inferred: bool
) -> Formed:
    """The nodes of a slide in the form of its fence, else the one that is asked for, else the one its text asks for.

    Raises Unmade where what is asked for cannot be made of them.
    """
    found = tuple(nodes)
    if any(isinstance(leaf, COMPOSED) for leaf in leaves(found)) or asked in ("fixed", "list"):
        return Formed(found, form_name(found), "written")
    if asked is not None:
        form = cast(FormName, asked)
        nodes_then = made(form, found)
        if why := miscounted(form, nodes_then):
            return Formed(found, form_name(found), refused=why)
        return Formed(nodes_then, form, "written")
    if inferred and layout in FREE_LAYOUTS:
        for rule in RULES:
            if (inferred_nodes := rule.infer(found, language)) is not None:
                return Formed(inferred_nodes, rule.form, "inferred")
    return Formed(found, form_name(found))


def made(form: FormName, nodes: Sequence[Node], *, answers: str = "") -> tuple[Node, ...]:
    """Nodes in a form that somebody asks for, with a paragraph that stands before them as it is.

    Raises Unmade with what the form is made of.
    """
    maker = MAKERS[form]
    found = maker.make(tuple(nodes))
    if found is None:
        raise Unmade(f"“{form}” is {maker.made_of}", maker.example)
    if answers:
        found = tuple(
            msgspec.structs.replace(one, answers=answers) if isinstance(one, Questions) else one for one in found
        )
    return found


def miscounted(form: FormName, nodes: Sequence[Node]) -> str:
    """Why a form that was made is not drawn, as it holds too few or too many; empty where it does not."""
    maker = MAKERS[form]
    count = next((_count(node) for node in nodes if not isinstance(node, Text)), 0)
    if maker.least <= count <= maker.most:
        return ""
    return f"“{form}” has {maker.least} to {maker.most} {maker.items}, and not {count}"


def _count(node: Node) -> int:
    match node:
        case Number(points=counted) | BeforeAfter(rows=counted):
            return len(counted)
        case Kpis(items=counted) | Cards(items=counted) | Questions(items=counted) | Steps(items=counted):
            return len(counted)
        case _:
            return 1


# --- texts taken apart -----------------------------------------------------------------------------------------------


def _list_in(nodes: tuple[Node, ...], marker: str = "bullet") -> tuple[tuple[Text, ...], list[Paragraph]] | None:
    """What stands before the one list of a slide, at most a paragraph, and the items of the list; None otherwise."""
    if len(nodes) != 1 or not isinstance(nodes[0], Text):
        return None
    paragraphs = list(nodes[0].paragraphs)
    before: tuple[Text, ...] = ()
    if paragraphs and paragraphs[0].marker == "none" and not paragraphs[0].heading:
        before = (Text((paragraphs.pop(0),)),)
    if not paragraphs or any(one.level or one.marker != marker for one in paragraphs):
        return None
    if marker == "number" and any(one.start != number for number, one in enumerate(paragraphs, 1)):
        return None  # forms count from 1
    return before, paragraphs


def cut(spans: Spans, start: int, end: int | None = None) -> Spans:
    """The part of spans from one letter to before another."""
    found, at = [], 0
    stop = len(text_of(spans)) if end is None else end
    for span in spans:
        low, high = max(start - at, 0), min(stop - at, len(span.text))
        if low < high:
            found.append(msgspec.structs.replace(span, text=span.text[low:high]))
        at += len(span.text)
    return tuple(found)


def _bold(spans: Spans) -> int:
    """How many letters of a text are bold from its beginning on."""
    return sum(len(span.text) for span in takewhile(lambda one: one.bold, spans))


def _read(spans: Spans) -> str:
    """A text, as long as it is, in which no letter of code is taken for a sign."""
    return "".join(UNREAD * len(span.text) if span.code else span.text for span in spans)


def _lead(spans: Spans) -> Item | None:
    """An item that begins in bold: its lead, what stands between, and the rest; None for any other."""
    bold, text = _bold(spans), _read(spans)
    if not text[:bold].strip():
        return None
    if inside := STRONG_END.search(text[:bold]):  # **Lead:** text
        end, rest = inside.start(), len(text) - len(text[bold:].lstrip())
    else:
        found = LEAD_ENDS.match(text, bold)
        end, rest = bold, found.end() if found else bold
    if not text[rest:].strip() or not text[:end].strip():
        return Item(spans)
    return Item(cut(spans, 0, end), cut(spans, rest), text[end:rest])


def _stands_out(item: Item, language: str) -> bool:
    """Whether a lead is one to readers: something ends it, or what follows begins anew."""
    following = text_of(item.text)
    if not following or item.between.strip(" \u00a0"):
        return True
    if not item.between or language.partition("-")[0] in NOUNS_IN_CAPITALS:
        return bool(item.between) and following[0].isdigit()
    return following[0].isupper() or following[0].isdigit()


def _figure(paragraph: Paragraph) -> tuple[Spans, Spans] | None:
    """The one bold figure of an item, and what it means; None where it has none, or several, or it is long."""
    bold = [at for at, span in enumerate(paragraph.spans) if span.bold]
    figures = [at for at in bold if any(one.isdigit() for one in paragraph.spans[at].text)]
    if len(bold) != 1 or len(figures) != 1 or len(paragraph.spans[figures[0]].text) > MOST_LETTERS_OF_A_FIGURE:
        return None
    at = figures[0]
    before, behind = paragraph.spans[:at], paragraph.spans[at + 1 :]
    front, back = text_of(before), text_of(behind)
    if front.strip() and not front.rstrip().endswith((":", "\u2013", "\u2014")):
        return None
    told = cut(before, 0, len(front.rstrip(" :\u2013\u2014\u00a0")))
    goes_on = bool(told) and bool(back.strip()) and not back.startswith((",", ";", " (", "."))
    rest = behind if told and not goes_on else _stripped(behind)
    label = (*told, Span(", "), *rest) if goes_on else (*told, *rest)
    return (paragraph.spans[at],), label


def _stripped(spans: Spans) -> Spans:
    """Spans without blanks at their front."""
    text = text_of(spans)
    return cut(spans, len(text) - len(text.lstrip()))


def _points(paragraphs: Iterable[Paragraph]) -> tuple[Item, ...]:
    """Items with their leads where all have one; else as they are."""
    found = list(paragraphs)
    leads = [_lead(one.spans) for one in found]
    if all(one is not None and one.text for one in leads):
        return tuple(one for one in leads if one is not None)
    return tuple(Item(one.spans) for one in found)


# --- each form -------------------------------------------------------------------------------------------------------


def _statement(nodes: tuple[Node, ...]) -> tuple[Node, ...] | None:
    if len(nodes) != 1 or not isinstance(nodes[0], Text) or len(nodes[0].paragraphs) != 1:
        return None
    (one,) = nodes[0].paragraphs
    return (Statement(one.spans),) if one.marker == "none" and not one.heading and one.spans else None


def _number(nodes: tuple[Node, ...]) -> tuple[Node, ...] | None:
    if len(nodes) in (1, 2) and isinstance(kpis := nodes[0], Kpis) and len(kpis.items) == 1 and not kpis.points:
        found = _list_in(nodes[1:]) if len(nodes) == 2 else ((), [])
        if found is None or found[0]:
            return None
        return (Number(kpis.items[0].figure, kpis.items[0].label, _points(found[1])),)
    listed = _list_in(nodes)
    if listed is None:
        return None
    before, items = listed
    figures = [(at, known) for at, one in enumerate(items) if (known := _figure(one)) is not None]
    if len(figures) != 1:
        return None
    at, (figure, label) = figures[0]
    return (*before, Number(figure, label, _points([*items[:at], *items[at + 1 :]])))


def _stats(nodes: tuple[Node, ...]) -> tuple[Node, ...] | None:
    if len(nodes) == 1 and isinstance(nodes[0], Text):
        found = _list_in(nodes)
        figures = [_kpi(one.spans) for one in found[1]] if found and not found[0] else []
        return (Kpis(tuple(one for one in figures if one is not None)),) if figures and all(figures) else None
    if len(nodes) == 1 and isinstance(nodes[0], Kpis):
        return nodes
    if len(nodes) != 2 or not isinstance(kpis := nodes[0], Kpis) or kpis.points:
        return None
    found = _list_in(nodes[1:])
    if found is None or found[0]:
        return None
    return (Kpis(kpis.items, tuple(one.spans for one in found[1])),)


def _kpi(spans: Spans) -> Kpi | None:
    """A figure in bold and what it means; None where an item does not begin with one."""
    bold = _bold(spans)
    return Kpi(cut(spans, 0, bold), _stripped(cut(spans, bold))) if bold else None


def _cards(nodes: tuple[Node, ...]) -> tuple[Node, ...] | None:
    if len(nodes) != 1 or not isinstance(nodes[0], Text):
        return None
    paragraphs = list(nodes[0].paragraphs)
    before: tuple[Text, ...] = ()
    if paragraphs and paragraphs[0].marker == "none" and any(one.marker != "none" for one in paragraphs):
        before = (Text((paragraphs.pop(0),)),)
    items: list[Item] = []
    for one in paragraphs:
        if one.level == 0 and one.marker == "bullet":
            items.append(_lead(one.spans) or Item(one.spans))
        elif items:  # what an item goes on with: a line of its own below
            last = items[-1]
            text = (*last.text, Span("\n"), *one.spans) if last.text else one.spans
            items[-1] = Item(last.lead, text, last.between if last.text else "\n")
        else:
            return None
    return (*before, Cards(tuple(items))) if items else None


def _questions(nodes: tuple[Node, ...]) -> tuple[Node, ...] | None:
    found = _list_in(nodes) or _list_in(nodes, "number")
    if found is None:
        return None
    return (*found[0], Questions(tuple(one.spans for one in found[1])))


def _steps(nodes: tuple[Node, ...]) -> tuple[Node, ...] | None:
    found = _list_in(nodes, "number")
    if found is None:
        return None
    steps = [_step(one.spans) for one in found[1]]
    return (*found[0], Steps(tuple(one for one in steps if one is not None))) if all(steps) else None


def _step(spans: Spans) -> Step | None:
    """A step as it is written: **name** (when) text → *result*."""
    bold, text = _bold(spans), _read(spans)
    end = len(text[:bold].rstrip(" :.,\u2013\u2014"))
    if not end:
        return None
    when = WHEN.match(text, bold)
    begins = TEXT_BEGINS.match(text, when.end() if when else bold)
    at = begins.end() if begins else bold
    arrow = next(reversed(list(RESULT.finditer(text, at))), None)
    stop = arrow.start() if arrow else len(text)
    result = tuple(msgspec.structs.replace(one, italic=False) for one in cut(spans, arrow.end())) if arrow else ()
    return Step(cut(spans, 0, end), cut(spans, *when.span(1)) if when else (), cut(spans, at, stop), result)


def _before_after(nodes: tuple[Node, ...]) -> tuple[Node, ...] | None:
    *before, last = nodes or (None,)
    if len(before) > 1 or not all(isinstance(one, Text) and len(one.paragraphs) == 1 for one in before):
        return None
    if isinstance(last, Table) and len(last.header) == 3:
        header = last.header[0], last.header[1], last.header[2]
        return (*before, BeforeAfter(header, tuple(Change(*row) for row in last.rows)))
    if isinstance(last, Columns) and len(last.columns) == 2:
        sides = [_under_a_heading(column) for column in last.columns]
        if sides[0] and sides[1] and len(sides[0][1]) == len(sides[1][1]):
            rows = tuple(Change((), *pair) for pair in zip(sides[0][1], sides[1][1], strict=True))
            return (*before, BeforeAfter(((), sides[0][0], sides[1][0]), rows))
    return None


def _under_a_heading(column: tuple[Leaf, ...]) -> tuple[Spans, list[Spans]] | None:
    """The heading of a column, and the items of the list below it; None for any other column."""
    if len(column) != 1 or not isinstance(column[0], Text) or len(column[0].paragraphs) < 2:
        return None
    head, *items = column[0].paragraphs
    if head.marker != "none" or any(one.marker != "bullet" or one.level for one in items):
        return None
    return tuple(msgspec.structs.replace(one, bold=False) for one in head.spans), [one.spans for one in items]


# --- which form a text asks for --------------------------------------------------------------------------------------


def _infer_statement(nodes: tuple[Node, ...], language: str) -> tuple[Node, ...] | None:
    found = _statement(nodes)
    if found is None or not isinstance(found[0], Statement):
        return None
    return found if len(text_of(found[0].spans).split()) <= MOST_WORDS else None


def _infer_number(nodes: tuple[Node, ...], language: str) -> tuple[Node, ...] | None:
    found = _number(nodes)
    if found is None or not isinstance(number := found[-1], Number):
        return None
    if not 1 <= len(number.points) <= 4 or not BEGINS_AS_A_FIGURE.match(text_of(number.figure)):
        return None
    if isinstance(nodes[0], Kpis):
        return found
    listed = _list_in(nodes)
    items = [one.spans for one in listed[1]] if listed else []
    return found if sum(any(map(_is_bold_figure, one)) for one in items) == 1 and not all(map(_lead, items)) else None


def _is_bold_figure(span: Span) -> bool:
    return span.bold and any(map(str.isdigit, span.text))


def _infer_stats(nodes: tuple[Node, ...], language: str) -> tuple[Node, ...] | None:
    if not nodes or not isinstance(nodes[0], Kpis):
        return None
    found = _stats(nodes)
    if found is None or not isinstance(kpis := found[0], Kpis) or not 2 <= len(kpis.items) <= 4:
        return None
    short = all(len(text_of(one)) <= MOST_LETTERS_OF_A_POINT for one in kpis.points)
    return found if 1 <= len(kpis.points) <= 3 and short else None


def _infer_cards(nodes: tuple[Node, ...], language: str) -> tuple[Node, ...] | None:
    listed = _list_in(nodes)
    if listed is None or not 3 <= len(listed[1]) <= 6:
        return None
    leads = [_lead(one.spans) for one in listed[1]]
    if not all(one is not None and _stands_out(one, language) for one in leads):
        return None
    return _cards(nodes) if any(one is not None and one.text for one in leads) else None


def _infer_questions(nodes: tuple[Node, ...], language: str) -> tuple[Node, ...] | None:
    found = _questions(nodes)
    if found is None or not isinstance(questions := found[-1], Questions) or not 3 <= len(questions.items) <= 6:
        return None
    return found if all(QUESTION.search(text_of(one)) for one in questions.items) else None


def _infer_steps(nodes: tuple[Node, ...], language: str) -> tuple[Node, ...] | None:
    listed = _list_in(nodes, "number")
    if listed is None or not 3 <= len(listed[1]) <= 6:
        return None
    for one in listed[1]:
        lead = _lead(one.spans)
        if lead is None or not (_stands_out(lead, language) or text_of(lead.text).startswith(("(", "\u2192", "->"))):
            return None
    return _steps(nodes)


def _infer_before_after(nodes: tuple[Node, ...], language: str) -> tuple[Node, ...] | None:
    found = _before_after(nodes)
    if found is None or not isinstance(changes := found[-1], BeforeAfter) or not 2 <= len(changes.rows) <= 5:
        return None
    if isinstance(nodes[-1], Table) and not all(one.label and one.before and one.after for one in changes.rows):
        return None
    words = form_words()
    before, after = (text_of(one).strip().rstrip(":").casefold() for one in changes.header[1:])
    return found if before in words.before and after in words.after else None


class Maker(NamedTuple):
    """How a form is made of the nodes of a slide, what it is made of, in words, how that is written, and how many of
    what it holds at least and at most."""

    make: Callable[[tuple[Node, ...]], tuple[Node, ...] | None]
    made_of: str
    example: str
    items: str = "items"
    least: int = 1
    most: int = 1


class Rule(NamedTuple):
    """A form that a text asks for by how it is written, in a language: the nodes in that form, or None.

    When, in words, is said by the phrase `form_FORM`.
    """

    form: FormName
    infer: Callable[[tuple[Node, ...], str], tuple[Node, ...] | None]


MAKERS: Mapping[str, Maker] = {
    "statement": Maker(_statement, "one sentence", "write one paragraph, what matters in it in **bold**"),
    "number": Maker(
        _number,
        "a list in which one item holds a bold figure",
        "write “- **11 min** to recover”, and points below it",
        "points",
        0,
        4,
    ),
    "stats": Maker(
        _stats,
        "key figures, and a short list at most",
        "write “- **50 %** less waiting” in ::: stats",
        "figures",
        most=MOST_FIGURES,
    ),
    "cards": Maker(_cards, "a list", "write “- **Lead**: text”, one a line", least=2, most=6),
    "questions": Maker(
        _questions, "a list of questions", "write “- Who noticed it first?”, one a line", "questions", most=8
    ),
    "steps": Maker(
        _steps,
        "a list numbered from 1 whose items begin in bold",
        "write “1. **Choose** (weeks 1–2) what is done → *what is there then*”",
        "steps",
        3,
        6,
    ),
    "before-after": Maker(
        _before_after,
        "a table of three columns, or two columns of as many items",
        "write | | Before | After |, and a row for each thing",
        "rows",
        2,
        5,
    ),
}
"""The forms that can be asked for."""
RULES = (
    Rule("statement", _infer_statement),
    Rule("number", _infer_number),
    Rule("stats", _infer_stats),
    Rule("cards", _infer_cards),
    Rule("questions", _infer_questions),
    Rule("steps", _infer_steps),
    Rule("before-after", _infer_before_after),
)
"""In this order: the first that a slide meets decides."""
COMPOSED = (Statement, Number, Cards, Questions, Steps, BeforeAfter)
