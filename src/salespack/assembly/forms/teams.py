"""Who is there, as authors write it: a table or list of people, or nothing, which is our people for this customer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from salespack.assembly.forms.around import Around, Unmade
from salespack.assembly.forms.items import lead_of, read, stripped
from salespack.assembly.forms.next_steps import is_to_call
from salespack.deck.model import Member, Node, Paragraph, Span, Spans, Table, Team, Text, cut, text_of
from salespack.language.locales import form_words

TAG = "team"
"""What blocks are tagged whose texts are people without saying so."""
MOST_PEOPLE = 8
USUALLY_SHOWN = 4
"""How many of our people stand on a slide whose author has not said."""
NAME_ENDS = re.compile(r"\s*(?:,|\s[\u2013\u2014]\s)\s*")


def as_team(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """A table with a row for each person, or a list; of nothing our people for this customer.

    Raises Unmade where there is nobody, and for a head that would not be seen.
    """
    if not nodes:
        return (Team(_ours(around)),)
    *before, last = nodes
    if isinstance(last, Text) and not before and last.paragraphs and last.paragraphs[0].marker == "none":
        before, last = [Text(last.paragraphs[:1])], Text(last.paragraphs[1:])
    if len(before) > 1 or not all(isinstance(one, Text) and len(one.paragraphs) == 1 for one in before):
        return None
    members = _of_table(last) if isinstance(last, Table) else _of_list(last) if isinstance(last, Text) else ()
    shown = (msgspec.structs.replace(one, picture=around.people.portrait(text_of(one.name))) for one in members)
    return (*before, Team(tuple(shown))) if members else None


def infer_team(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """The people of a block that is tagged so: all of them with how to reach them, and nothing else."""
    if TAG not in around.tags or not nodes:
        return None
    try:
        found = as_team(nodes, around)
    except Unmade:
        return None
    if found is None or not isinstance(team := found[-1], Team) or len(team.items) > MOST_PEOPLE:
        return None
    return found if all(one.contact and not one.text for one in team.items) else None


def _ours(around: Around) -> tuple[Member, ...]:
    most = int(around.attributes.get("most", USUALLY_SHOWN))
    found = around.people.members()[:most]
    if not found:
        raise Unmade("nobody is in people/ to be shown", "write a file for each person, or a table with their names")
    if around.attributes.get("bio") == "shown":
        return found
    return tuple(msgspec.structs.replace(one, text=()) for one in found)


def _of_table(table: Table) -> tuple[Member, ...]:
    """The first column has the names, the next what they do; cells with an address or number say how to reach them,
    all others more about them.

    Raises Unmade for a head that says something else, as it would not be seen on the slide.
    """
    known = form_words()
    for head in filter(None, map(text_of, table.header)):
        if head.strip().rstrip(":").casefold() not in (*known.name, *known.role, *known.contact):
            message = f"“{head}” over a column of people would not be seen"
            raise Unmade(message, "leave the heads empty, or write | Name | Role | Phone |")
    found = []
    for row in table.rows:
        name, *cells = (_plain(one) for one in row)
        if not name:
            return ()
        role = () if not cells or is_to_call(cells[0]) else cells.pop(0)
        contact = tuple(one for one in cells if one and is_to_call(one))
        about = [one for one in cells if one and not is_to_call(one)]
        found.append(Member(name, role, contact, _joined(about)))
    return tuple(found)


def _of_list(text: Text) -> tuple[Member, ...]:
    """An item for each person, **name**, what they do; the lines below it say how to reach them, or more about them."""
    groups: list[list[Paragraph]] = []
    for one in text.paragraphs:
        if one.level == 0 and one.marker != "none":
            groups.append([one])
        elif groups and not one.heading:
            groups[-1].append(one)
        else:
            return ()
    return tuple(_of_item(first.spans, [one.spans for one in below]) for first, *below in groups)


def _of_item(spans: Spans, below: Sequence[Spans]) -> Member:
    lead = lead_of(spans)
    if lead is not None:
        name, rest = lead.lead, lead.text
    elif found := NAME_ENDS.search(read(spans)):
        name, rest = cut(spans, 0, found.start()), cut(spans, found.end())
    else:
        name, rest = spans, ()
    role, *more = _lines(rest) or [()]
    lines = [*more, *(one for each in below for one in _lines(each))]
    if is_to_call(role):
        role, lines = (), [role, *lines]
    contact = tuple(one for one in lines if is_to_call(one))
    return Member(_plain(name), role, contact, _joined(one for one in lines if not is_to_call(one)))


def _lines(spans: Spans) -> list[Spans]:
    """The lines of a text that is written on several."""
    text, found, start = text_of(spans), [], 0
    for line in text.split("\n"):
        one = stripped(cut(spans, start, start + len(line))) if line.strip() else ()
        start += len(line) + 1
        if one:
            found.append(one)
    return found


def _plain(spans: Spans) -> Spans:
    """A cell without its bold."""
    return tuple(msgspec.structs.replace(one, bold=False) for one in spans)


def _joined(texts: Iterable[Spans]) -> Spans:
    return tuple(span for one in texts for span in (Span("\n"), *one))[1:]
