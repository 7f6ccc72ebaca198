"""What a text says: its body line by line as it is written, and what its slides say. No rules here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, assert_never

import msgspec

from salespack.deck.model import Node, text_of
from salespack.deck.visiting import leaves, passages
from salespack.problems.problem import Place

if TYPE_CHECKING:
    from salespack.checking.rules.views import BlockText

TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
OF_DESIGN = -1
"""The offset of lines that stand on a designed slide, not in the body."""
DATA = "\x00"
"""What stands in prose where a template prints something; no text holds it."""

FENCE = re.compile(r"\s*(`{3,}|~{3,})")
DIV = re.compile(r"\s*:::+\s*(\w[\w-]*)?")
NOT_PROSE = re.compile(r"`[^`\n]*`|\]\([^)\n]*\)|<(?:https?|mailto):[^>\n]*>|https?://\S+|\S+@\S+\.\w+")

Where = Literal["title", "text", "kpis", "notes", "seller", "code"]


class Line(msgspec.Struct, frozen=True):
    """One line of a body: where it begins in it, what it is part of, and its text.

    `prose` is as long as `text`: data of templates is `DATA` in it; markup of templates, addresses and code are spaces.
    """

    offset: int
    where: Where
    text: str
    prose: str


@lru_cache(maxsize=64)
def lines_of(source: str, *, jinja: bool = True) -> tuple[Line, ...]:
    """The lines of a body."""
    plain = TEMPLATE.sub(_blank, source) if jinja else source
    found: list[Line] = []
    divs: list[str] = []
    fence, offset = "", 0
    for text in plain.split("\n"):
        opening = FENCE.match(text)
        where: Where = "code" if fence or opening else _where(divs, text)
        if opening and not fence:
            fence = opening[1]
        elif opening and opening[1].startswith(fence):
            fence = ""
        elif not fence and (div := DIV.match(text)):
            if div[1]:
                divs.append(div[1])
            elif divs:
                divs.pop()
            where = "code"
        found.append(Line(offset, where, text, NOT_PROSE.sub(_spaces, text)))
        offset += len(text) + 1
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


def _where(divs: list[str], text: str) -> Where:
    if "seller" in divs:
        return "seller"
    if "notes" in divs:
        return "notes"
    if text.startswith("#"):
        return "title"
    return "kpis" if "kpis" in divs else "text"


def _blank(template: re.Match[str]) -> str:
    """A template as signs of the same number: data, or nothing. Lines stay lines."""
    sign = DATA if template[0].startswith("{{") else " "
    return re.sub(r"[^\n]", sign, template[0])


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
