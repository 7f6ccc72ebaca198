"""What a body says, line by line, as it is written: its prose, without templates, addresses and code. No rules here."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
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


def shown(source: str, *, jinja: bool = True, notes: bool = False) -> list[Line]:
    """The lines that customers see on slides; with `notes` also what is said beside them."""
    unseen = {"seller", "code"} if notes else {"seller", "code", "notes"}
    return [line for line in lines_of(source, jinja=jinja) if line.where not in unseen]


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
