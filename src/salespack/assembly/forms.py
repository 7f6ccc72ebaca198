"""The form that a slide's body takes: what each form is made of, and which one a text asks for by how it is written.

A fence, the title (`{form=cards}`) and front matter come first; else, where the library wishes it, the first rule of
`RULES` that a slide meets. Nodes here are literal text already, and nothing of it is lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple, cast

import msgspec

from salespack.deck.model import (
    BeforeAfter,
    Cards,
    Change,
    Columns,
    FormName,
    Item,
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
from salespack.deck.visiting import form_name
from salespack.language.locales import form_words

Asked = FormName | Literal["fixed"]
"""What front matter may ask for; `fixed` leaves a block's slides as they are written."""
MOST_WORDS = 25
"""Of a statement."""
MOST_LETTERS_OF_A_FIGURE = 14
MOST_LETTERS_OF_A_POINT = 110
LEAD_ENDS = re.compile(r"[ \u00a0]*(?::|\u2013|\u2014|\.|,|\n)\s*|[ \u00a0]+")
STRONG_END = re.compile(r"[ \u00a0]*(?::|\u2013|\u2014|\.|,)\s*\Z")
WHEN = re.compile(r"\s*\(([^()]+)\)\s*")
RESULT = re.compile(r"\s*(?:\u2192|->)\s*")
QUESTION = re.compile(r"[?\uff1f\u061f]['\"\u2019\u201d\u00bb)\]]*\s*\Z")
FREE_LAYOUTS: tuple[LayoutRole | None, ...] = (None, "bullets", "table")
"""Layouts on which a body may take a form that nobody has asked for."""


class Formed(NamedTuple):
    """The nodes of a slide in their form. `why` is the rule that was met, in words; empty where none was."""

    nodes: tuple[Node, ...]
    form: FormName
    form_from: Literal["written", "inferred", ""] = ""
    why: str = ""


class Unmade(Exception):  # noqa: N818 - a fault of the text
    """What a form is made of, and is not there: a message and a hint."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


def formed(nodes: Sequence[Node], asked: Asked | None, layout: LayoutRole | None, *, inferred: bool) -> Formed:
    """The nodes of a slide in the form that is asked for, or that their text asks for.

    Raises Unmade where what is asked for cannot be made of them.
    """
    found = tuple(nodes)
    if asked is not None:
        if asked in ("fixed", "list", form_name(found)):
            return Formed(found, form_name(found), "written")
        if asked not in MAKERS:
            raise Unmade(f"a form “{asked}” cannot be asked for", "Markdown has it by itself: write it")
        form = cast(FormName, asked)
        return Formed(made(form, found), form, "written")
    if any(isinstance(node, COMPOSED) for node in found):
        return Formed(found, form_name(found), "written")
    if inferred and layout in FREE_LAYOUTS:
        for rule in RULES:
            if (nodes_then := rule.infer(found)) is not None:
                return Formed(nodes_then, rule.form, "inferred", rule.why)
    return Formed(found, form_name(found))


def made(form: FormName, nodes: Sequence[Node], attributes: dict[str, str] | None = None) -> tuple[Node, ...]:
    """Nodes in a form that somebody asks for, with a paragraph that stands before them as it is.

    Raises Unmade with what the form is made of.
    """
    maker = MAKERS[form]
    found = maker.make(tuple(nodes))
    if found is None:
        raise Unmade(f"“{form}” is {maker.made_of}", maker.example)
    if attributes and (answers := attributes.get("answers")):
        found = tuple(
            msgspec.structs.replace(one, answers=answers) if isinstance(one, Questions) else one for one in found
        )
    return found


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


def _lead(spans: Spans) -> Item | None:
    """An item that begins in bold: its lead, what stands between, and the rest; None for any other."""
    bold = 0
    for span in spans:
        if not span.bold:
            break
        bold += len(span.text)
    if not bold or not text_of(cut(spans, 0, bold)).strip():
        return None
    text = text_of(spans)
    if inside := STRONG_END.search(text[:bold]):  # **Lead:** text
        end = inside.start()
        rest = bold + len(text[bold:]) - len(text[bold:].lstrip())
    else:
        end = bold
        found = LEAD_ENDS.match(text, bold)
        rest = found.end() if found else bold
    if not text[rest:].strip():
        return Item(cut(spans, 0, bold))
    return Item(cut(spans, 0, end), cut(spans, rest), text[end:rest])


def _stands_out(item: Item) -> bool:
    """Whether a lead is one to readers: something ends it, or what follows begins anew."""
    following = text_of(item.text)
    return not following or bool(item.between.strip(" \u00a0")) or following[0].isupper() or following[0].isdigit()


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
    if front.strip() and back.strip() and not back.startswith((",", ";", " (", ".")):
        return None
    label = (*cut(before, 0, len(front.rstrip(" :\u2013\u2014\u00a0"))), *_stripped(behind, bool(front.strip())))
    return (paragraph.spans[at],), label


def _stripped(spans: Spans, joined: bool) -> Spans:
    """Spans without blanks at their front, where nothing stands before them."""
    text = text_of(spans)
    return spans if joined else cut(spans, len(text) - len(text.lstrip()))


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
    if len(nodes) == 1 and isinstance(nodes[0], Kpis):
        return nodes
    if len(nodes) != 2 or not isinstance(kpis := nodes[0], Kpis) or kpis.points:
        return None
    found = _list_in(nodes[1:])
    if found is None or found[0]:
        return None
    return (Kpis(kpis.items, tuple(one.spans for one in found[1])),)


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
    bold = 0
    for span in spans:
        if not span.bold:
            break
        bold += len(span.text)
    if not bold:
        return None
    text = text_of(spans)
    end = len(text[:bold].rstrip(" :.,\u2013\u2014"))
    when = WHEN.match(text, bold)
    at = when.end() if when else bold
    if skipped := re.match(r"\s*[:.,\u2013\u2014]?\s*", text[at:]):
        at += skipped.end()
    arrow = RESULT.search(text, at)
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


def _infer_statement(nodes: tuple[Node, ...]) -> tuple[Node, ...] | None:
    found = _statement(nodes)
    if found is None or not isinstance(found[0], Statement):
        return None
    return found if len(text_of(found[0].spans).split()) <= MOST_WORDS else None


def _infer_number(nodes: tuple[Node, ...]) -> tuple[Node, ...] | None:
    found = _number(nodes)
    if found is None or not isinstance(number := found[-1], Number):
        return None
    if isinstance(nodes[0], Kpis):
        return found if len(number.points) <= 4 else None
    listed = _list_in(nodes)
    leads = [_lead(one.spans) for one in listed[1]] if listed else []
    bold = sum(any(map(_is_bold_figure, one.spans)) for one in listed[1]) if listed else 0
    return found if 1 <= len(number.points) <= 4 and bold == 1 and not all(leads) else None


def _is_bold_figure(span: Span) -> bool:
    return span.bold and any(map(str.isdigit, span.text))


def _infer_stats(nodes: tuple[Node, ...]) -> tuple[Node, ...] | None:
    found = _stats(nodes)
    if found is None or not isinstance(kpis := found[0], Kpis) or not 2 <= len(kpis.items) <= 4:
        return None
    short = all(len(text_of(one)) <= MOST_LETTERS_OF_A_POINT for one in kpis.points)
    return found if len(kpis.points) <= 3 and short else None


def _infer_cards(nodes: tuple[Node, ...]) -> tuple[Node, ...] | None:
    listed = _list_in(nodes)
    if listed is None or not 3 <= len(listed[1]) <= 6:
        return None
    leads = [_lead(one.spans) for one in listed[1]]
    if not all(one is not None and _stands_out(one) for one in leads) or not any(one and one.text for one in leads):
        return None
    return _cards(nodes)


def _infer_questions(nodes: tuple[Node, ...]) -> tuple[Node, ...] | None:
    found = _questions(nodes)
    if found is None or not isinstance(questions := found[-1], Questions) or not 3 <= len(questions.items) <= 6:
        return None
    return found if all(QUESTION.search(text_of(one)) for one in questions.items) else None


def _infer_steps(nodes: tuple[Node, ...]) -> tuple[Node, ...] | None:
    found = _steps(nodes)
    if found is None or not isinstance(steps := found[-1], Steps):
        return None
    return found if 3 <= len(steps.items) <= 6 else None


def _infer_before_after(nodes: tuple[Node, ...]) -> tuple[Node, ...] | None:
    found = _before_after(nodes)
    if found is None or not isinstance(changes := found[-1], BeforeAfter) or not 2 <= len(changes.rows) <= 5:
        return None
    words = form_words()
    before, after = (text_of(one).strip().rstrip(":").casefold() for one in changes.header[1:])
    return found if before in words.before and after in words.after else None


Make = Callable[[tuple[Node, ...]], "tuple[Node, ...] | None"]


class Maker(NamedTuple):
    """How a form is made of the nodes of a slide, what it is made of, in words, and how that is written."""

    make: Make
    made_of: str
    example: str


class Rule(NamedTuple):
    """A form that a text asks for by how it is written: when, in words, and the nodes in that form."""

    form: FormName
    why: str
    infer: Make


MAKERS: dict[str, Maker] = {
    "statement": Maker(_statement, "one sentence", "write one paragraph, what matters in it in **bold**"),
    "number": Maker(
        _number, "a list in which one item holds a bold figure", "write “- **11 min** to recover”, and points below it"
    ),
    "stats": Maker(_stats, "key figures, and a short list at most", "write “- **50 %** less waiting” in ::: stats"),
    "cards": Maker(_cards, "a list", "write “- **Lead**: text”, one a line"),
    "questions": Maker(_questions, "a list of questions", "write “- Who noticed it first?”, one a line"),
    "steps": Maker(
        _steps,
        "a numbered list whose items begin in bold",
        "write “1. **Choose** (weeks 1–2) what is done → *what is there then*”",
    ),
    "before-after": Maker(
        _before_after,
        "a table of three columns, or two columns of as many items",
        "write | | Before | After |, and a row for each thing",
    ),
}
"""The forms that can be asked for."""
RULES = (
    Rule("statement", f"one paragraph of at most {MOST_WORDS} words", _infer_statement),
    Rule("number", "exactly one item holds a bold figure", _infer_number),
    Rule("stats", "two to four key figures, and short points at most", _infer_stats),
    Rule("cards", "three to six items, each with a bold lead", _infer_cards),
    Rule("questions", "every item is a question", _infer_questions),
    Rule("steps", "a numbered list, each item with a bold lead", _infer_steps),
    Rule("before-after", "a table with the columns Before and After", _infer_before_after),
)
"""In this order: the first that a slide meets decides."""
COMPOSED = (Statement, Number, Cards, Questions, Steps, BeforeAfter)
