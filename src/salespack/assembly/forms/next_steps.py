"""What happens next, as authors write it: who does what and when, the one thing that is asked for, and whom to call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from salespack.assembly.forms.around import Around, Unmade
from salespack.assembly.forms.items import END, WHEN, lead_of, read
from salespack.deck.model import Action, Next, Node, Paragraph, Spans, Table, Text, cut, text_of
from salespack.language.locales import form_words
from salespack.language.phrases import words
from salespack.language.times import day_later, later_of
from salespack.language.working_days import working_day

TAGS = frozenset(("next", "next-step"))
"""What blocks are tagged whose texts are next steps without saying so."""
ITEMS = range(2, 5)
MOST_LETTERS_OF_A_NAME = 60
WHO = re.compile(rf"\s+[\u2013\u2014]\s+(\S.{{0,{MOST_LETTERS_OF_A_NAME}}})\Z", re.DOTALL)
"""Who does something, behind a dash at the end of an item."""
BEGINS = rf"\s*(?:(?:{END})\s*)?"
ARROW = "\u2192|->"
TO_CALL = r"[\w.+-]+@[\w-]+\.\w|\+?\d[\d ()\u00a0-]{6,}\d"
"""A mail address or a phone number."""

Part = Paragraph | Table | tuple[Paragraph, ...]
"""A paragraph, a table, or the items of a list."""


def as_next(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """A table of who, what and when, or a list of what is done.

    Of the paragraphs beside it one may say whom to call; another below it is what is asked for, and one above it stays
    there.
    """
    parts = list(_parts(nodes))
    at = next((number for number, one in enumerate(parts) if not isinstance(one, Paragraph)), None)
    if at is None or any(not isinstance(one, Paragraph) for one in parts[at + 1 :]):
        return None
    steps = parts[at]
    assert not isinstance(steps, Paragraph)  # noqa: S101 - asked just now
    actions = _of_table(steps, around) if isinstance(steps, Table) else _of_list(steps, around)
    beside = [[one for one in side if isinstance(one, Paragraph)] for side in (parts[:at], parts[at + 1 :])]
    calls = [one for side in beside for one in side if is_to_call(one.spans)]
    above, below = ([one for one in side if one not in calls] for side in beside)
    plain = all(one.marker == "none" and not one.heading for side in beside for one in side)
    if actions is None or not plain or max(len(calls), len(above), len(below)) > 1:
        return None
    ask, contact = (tuple(span for one in side for span in one.spans) for side in (below, calls))
    return (*((Text(tuple(above)),) if above else ()), Next(tuple(actions), ask, contact))


def infer_next(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """The steps of a block that is tagged so: a table whose heads are known, or items that all have a bold lead."""
    if not TAGS.intersection(around.tags):
        return None
    try:
        found = as_next(nodes, around)
    except Unmade:
        return None
    if found is None or not isinstance(steps := found[-1], Next) or len(steps.items) not in ITEMS:
        return None
    for part in _parts(nodes):
        if isinstance(part, Table) and len(_known_heads(part)) != len(part.header):
            return None
        if isinstance(part, tuple) and not all(lead_of(one.spans) for one in part):
            return None
    return found


def _parts(nodes: Iterable[Node]) -> Iterator[Part]:
    """The parts of a slide in their order; a node of another kind is a list of nothing."""
    for node in nodes:
        if isinstance(node, Table):
            yield node
            continue
        items: list[Paragraph] = []
        for one in node.paragraphs if isinstance(node, Text) else ():
            if one.marker != "none":
                items.append(one)
                continue
            if items:
                yield tuple(items)
                items = []
            yield one
        if items or not isinstance(node, Text):
            yield tuple(items)


def is_to_call(spans: Spans) -> bool:
    """Whether a text says how somebody is reached: by mail or phone."""
    linked = any((span.href or "").startswith("mailto:") for span in spans)
    return linked or re.search(TO_CALL, text_of(spans)) is not None


def _known_heads(table: Table) -> dict[str, int]:
    """The columns of a table that say who, what and when, by these words."""
    known = form_words()
    found: dict[str, int] = {}
    for at, head in enumerate(table.header):
        word = text_of(head).strip().rstrip(":").casefold()
        for name, texts in (("who", known.who), ("what", known.what), ("when", known.when)):
            if word in texts:
                found.setdefault(name, at)
    return found


def _of_table(table: Table, around: Around) -> list[Action] | None:
    """A step for each row: by the heads of its columns; where they are empty, who, what and when in that order.

    Raises Unmade for a head that says something else, as it would not be seen on the slide.
    """
    places = _known_heads(table)
    if len(table.header) not in (2, 3) or not table.rows:
        return None
    unknown = [head for at, head in enumerate(table.header) if head and at not in places.values()]
    if unknown:
        message = f"“{text_of(unknown[0])}” over a column of next steps would not be seen"
        raise Unmade(message, "leave the heads empty, or write | Who | What | When |")
    if "what" not in places:
        if places or len(table.header) != 3:
            return None
        places = {"who": 0, "what": 1, "when": 2}
    actions = []
    for row in table.rows:
        cells = {name: row[at] for name, at in places.items()}
        if not cells["what"]:
            return None
        when = _said_when(cells.get("when", ()), around)
        actions.append(Action(cells["what"], who=cells.get("who", ()), when=when))
    return actions


def _of_list(items: Sequence[Paragraph], around: Around) -> list[Action] | None:
    """A step for each item: **what** (when) more about it – who; None where one holds what a step does not."""
    if not items or any(one.level for one in items):
        return None
    actions = []
    for one in items:
        if re.search(ARROW, read(one.spans)):
            return None
        actions.append(_of_item(one.spans, around))
    return actions


def _of_item(spans: Spans, around: Around) -> Action:
    who = WHO.search(read(spans))
    said, by = (cut(spans, 0, who.start()), cut(spans, who.start(1))) if who else (spans, ())
    lead = lead_of(said)
    what, text = (lead.lead, lead.text) if lead is not None else (said, ())
    rest = text_of(text) if text else ""
    when = re.match(WHEN, rest)
    if when is None or not text:
        return Action(what, text, by)
    begins = re.compile(BEGINS).match(rest, when.end())
    behind = cut(text, begins.end() if begins else when.end())
    return Action(what, behind, by, _said_when(cut(text, *when.span(1)), around))


def _said_when(spans: Spans, around: Around) -> Spans:
    """When, as it is written; what is counted from the meeting (“+2 weeks”) is the day that it is, or the next on which
    somebody can be met, or says so in words where nobody has written when the meeting is."""
    later = later_of(text_of(spans), around.language)
    if later is None:
        return spans
    look = msgspec.structs.replace(spans[0], icon="")
    if around.meeting is not None:
        day = working_day(day_later(around.meeting, later), around.country, around.our_country)
        return (msgspec.structs.replace(look, text=around.formats.date(day, around.language, "medium")),)
    phrase = words(around.language).counted(f"later_{later.unit}", later.number)
    return (msgspec.structs.replace(look, text=phrase.format(count=later.number)),)
