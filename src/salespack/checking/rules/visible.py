"""What a text says: its body line by line as it is written, and what its slides say. No rules here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, assert_never

import msgspec

from salespack.deck.model import Node, text_of
from salespack.deck.visiting import leaves, passages
from salespack.library.fences import OF_ATTRIBUTES, body_lines
from salespack.problems.problem import Place
from salespack.templating.template_text import MARKUP

if TYPE_CHECKING:
    from salespack.checking.rules.views import BlockText

OF_DESIGN = -1
"""The offset of lines that stand on a designed slide, not in the body."""
NOT_PROSE = re.compile(
    r"`[^`\n]*`|\]\([^)\n]{0,2000}\)|<(?:https?|mailto):[^>\n]{0,2000}>|https?://\S+|[^\s@]{1,64}@[^\s@]{1,255}\.\w+"
)
"""What is read and is no sentence."""
LONGEST_LINE = 10_000
"""Letters of a line that rules read: more fit on no slide, and a line may be as long as a file."""
FIGURES = frozenset(("kpis", "stats", "number"))
"""The divs in which figures stand out."""
ATTRIBUTES = re.compile(rf"\{{{OF_ATTRIBUTES}\}}[ \t]*\Z")

Where = Literal["title", "text", "kpis", "notes", "seller", "code"]


class Line(msgspec.Struct, frozen=True):
    """One line of a body: where it begins in it, what it is part of, and its text, up to `LONGEST_LINE` letters.

    `prose` is as long as `text`: data of templates is `DATA` in it; markup of templates, addresses and code are spaces,
    and so are attributes.
    """

    offset: int
    where: Where
    text: str
    prose: str


@lru_cache(maxsize=64)
def lines_of(source: str, *, jinja: bool = True) -> tuple[Line, ...]:
    """The lines of a body."""
    found: list[Line] = []
    for line in body_lines(source, jinja=jinja):
        text = line.text[:LONGEST_LINE].replace(MARKUP, " ")
        where = _where(line.divs, text) if line.sort == "text" else "code"
        prose = NOT_PROSE.sub(_spaces, text)
        found.append(Line(line.offset, where, text, ATTRIBUTES.sub(_spaces, prose) if where == "title" else prose))
    return tuple(found)


def shown(text: BlockText, *, notes: bool = False) -> list[Line]:
    """The lines that customers see on a text's slides; with `notes` also what is said beside them.

    What designed slides say follows, as far as no customer's data is on them, in lines `OF_DESIGN`.
    """
    unseen = {"seller", "code"} if notes else {"seller", "code", "notes"}
    lines = [line for line in lines_of(text.source, jinja=text.block.jinja) if line.where not in unseen]
    for slide in text.specimen if text.body.slides else ():
        if slide.designed is not None and not slide.holds_customer_data:
            spoken = "\n".join((text_of(slide.title), *said(slide.nodes)))
            lines += [Line(OF_DESIGN, "text", one, NOT_PROSE.sub(_spaces, one)) for one in spoken.split("\n")]
    return lines


def place_in(text: BlockText, line: Line, start: int) -> Place:
    """The place of what stands at `start` in a line; of what a designed slide says, the key that names the slide."""
    if line.offset == OF_DESIGN:
        return text.place_of(("slides",), key=True)
    return text.place_at(line.offset + start)


def _where(divs: Collection[str], text: str) -> Where:
    if "seller" in divs:
        return "seller"
    if "notes" in divs:
        return "notes"
    if text.startswith("#"):
        return "title"
    return "text" if FIGURES.isdisjoint(divs) else "kpis"


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])


def said(nodes: Iterable[Node]) -> Iterator[str]:
    """The texts of nodes, one a paragraph, figure or cell; of charts and pictures the alternative text."""
    for leaf in leaves(nodes):
        for passage in passages(leaf):
            match passage.kind:
                case "paragraph" | "pair":
                    yield " ".join(passage.texts)
                case "quotation" | "row":
                    yield from passage.texts
                case "picture":
                    yield passage.texts[-1]
                case "attribution":
                    pass  # who said it is no statement of ours
                case _:
                    assert_never(passage.kind)
