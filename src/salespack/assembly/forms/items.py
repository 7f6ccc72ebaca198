"""Texts taken apart: the items of a list, their leads and figures, and steps, as authors write them.

Nodes here are literal text already, and nothing of it is lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

import msgspec

from salespack.deck.model import Item, Kpi, Leaf, Node, Paragraph, Span, Spans, Step, Text, Topic, cut, text_of

MOST_LETTERS_OF_A_FIGURE = 14
END = r"(?:[:\u2013\u2014.,]|-(?=\s))(?=\s|\Z)|[\uff1a\uff0c\u3001\u3002]"
"""A sign that ends a lead: a colon, a dash, a full stop or a comma, with a blank behind it; those of Chinese, Japanese
and Korean need none."""
LEAD_ENDS = rf"[ \u00a0]*(?:{END}|\n)\s*|[ \u00a0]+"
STRONG_END = rf"[ \u00a0]*(?:{END})\s*\Z"
WHEN = r"\s*\(([^()]+)\)\s*"
MINUTES = r"\s*\(([^()]*\d[^()]*)\)\s*\Z"
TEXT_BEGINS = rf"\s*(?:(?:{END})\s*)?"
RESULT = r"\s*(?:\u2192|->)\s*(?=\S)"
NOUNS_IN_CAPITALS = ("de", "lb")
"""Languages in which a capital letter begins nothing anew."""
UNREAD = "\ufffc"
"""Stands for each letter of code where a text is read for signs."""


def list_in(nodes: tuple[Node, ...], marker: str = "bullet") -> tuple[tuple[Text, ...], list[Paragraph]] | None:
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


def bold_letters(spans: Spans) -> int:
    """How many letters of a text are bold from its beginning on."""
    return sum(len(span.text) for span in takewhile(lambda one: one.bold, spans))


def read(spans: Spans) -> str:
    """A text, as long as it is, in which no letter of code is taken for a sign."""
    return "".join(UNREAD * len(span.text) if span.code else span.text for span in spans)


def lead_of(spans: Spans) -> Item | None:
    """An item that begins in bold: its lead, what stands between, and the rest; None for any other."""
    bold, text = bold_letters(spans), read(spans)
    if not text[:bold].strip():
        return None
    if inside := re.search(STRONG_END, text[:bold]):  # **Lead:** text
        end, rest = inside.start(), len(text) - len(text[bold:].lstrip())
    else:
        found = re.compile(LEAD_ENDS).match(text, bold)
        end, rest = bold, found.end() if found else bold
    if not text[rest:].strip() or not text[:end].strip():
        return Item(spans)
    return Item(cut(spans, 0, end), cut(spans, rest), text[end:rest])


def stands_out(item: Item, language: str) -> bool:
    """Whether a lead is one to readers: something ends it, or what follows begins anew."""
    following = text_of(item.text)
    if not following or item.between.strip(" \u00a0"):
        return True
    if not item.between or language.partition("-")[0] in NOUNS_IN_CAPITALS:
        return bool(item.between) and following[0].isdigit()
    return following[0].isupper() or following[0].isdigit()


def figure_in(paragraph: Paragraph) -> tuple[Spans, Spans] | None:
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
    rest = behind if told and not goes_on else stripped(behind)
    label = (*told, Span(", "), *rest) if goes_on else (*told, *rest)
    return (paragraph.spans[at],), label


def stripped(spans: Spans) -> Spans:
    """Spans without blanks at their front, and without the mark that a sentence goes on with behind a figure."""
    begins = re.compile(TEXT_BEGINS).match(text_of(spans))
    return cut(spans, begins.end() if begins else 0)


def points_of(paragraphs: Iterable[Paragraph]) -> tuple[Item, ...]:
    """Items with their leads where all have one; else as they are."""
    found = list(paragraphs)
    leads = [lead_of(one.spans) for one in found]
    if all(one is not None and one.text for one in leads):
        return tuple(one for one in leads if one is not None)
    return tuple(Item(one.spans) for one in found)


def kpi_of(spans: Spans) -> Kpi | None:
    """A figure in bold and what it means; None where an item does not begin with one."""
    bold = bold_letters(spans)
    return Kpi(cut(spans, 0, bold), stripped(cut(spans, bold))) if bold else None


def step_of(spans: Spans) -> Step | None:
    """A step as it is written: **name** (when) text → *result*."""
    bold, text = bold_letters(spans), read(spans)
    end = len(text[:bold].rstrip(" :.,\u2013\u2014"))
    if not end:
        return None
    when = re.compile(WHEN).match(text, bold)
    begins = re.compile(TEXT_BEGINS).match(text, when.end() if when else bold)
    at = begins.end() if begins else bold
    arrow = next(reversed(list(re.compile(RESULT).finditer(text, at))), None)
    stop = arrow.start() if arrow else len(text)
    result = tuple(msgspec.structs.replace(one, italic=False) for one in cut(spans, arrow.end())) if arrow else ()
    return Step(cut(spans, 0, end), cut(spans, *when.span(1)) if when else (), cut(spans, at, stop), result)


def topic_of(spans: Spans) -> Topic:
    """A topic of an agenda, and the minutes that stand in brackets at its end."""
    found = re.search(MINUTES, read(spans))
    if found is None or not found.start():
        return Topic(spans)
    return Topic(cut(spans, 0, found.start()), cut(spans, *found.span(1)))


def under_a_heading(column: tuple[Leaf, ...]) -> tuple[Spans, list[Spans]] | None:
    """The heading of a column, and the items of the list below it; None for any other column."""
    if len(column) != 1 or not isinstance(column[0], Text) or len(column[0].paragraphs) < 2:
        return None
    head, *items = column[0].paragraphs
    if head.marker != "none" or any(one.marker != "bullet" or one.level for one in items):
        return None
    return tuple(msgspec.structs.replace(one, bold=False) for one in head.spans), [one.spans for one in items]
