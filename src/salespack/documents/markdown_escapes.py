"""Takes out of finished Markdown the escapes that it reads the same without, so that it is what people write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# Signs that only have a meaning in some places, and a blank as a reference. What readers that are more than CommonMark
# make links, mathematics or tables of (`$`, `|`, `://`, `www.`) stays as it is: that cannot be tried here.
ESCAPE = re.compile(r"\\(?P<sign>[()\[\].+=!#_-])|&#32;")


def without_needless_escapes(text: str) -> str:
    """The Markdown without escapes that change nothing: CommonMark with tables makes the same HTML of both."""
    found = list(ESCAPE.finditer(text))
    return _without(text, found, _html(text)) if found else text


def _without(text: str, found: Sequence[re.Match[str]], html: str) -> str:
    """The text without as many of the escapes as can go; those that must stay are found by halving."""
    waiting = [range(len(found))]
    taken: set[int] = set()
    while waiting:
        group = waiting.pop()
        if _html(_taken_out(text, found, taken.union(group))) == html:
            taken.update(group)
        elif len(group) > 1:
            middle = len(group) // 2
            waiting += (group[middle:], group[:middle])
    return _taken_out(text, found, taken)


def _taken_out(text: str, found: Sequence[re.Match[str]], taken: set[int]) -> str:
    parts: list[str] = []
    end = 0
    for number, one in enumerate(found):
        if number in taken:
            parts += (text[end : one.start()], one["sign"] or " ")
            end = one.end()
    return "".join((*parts, text[end:]))


def _html(text: str) -> str:
    html: str = _reader().render(text)
    return html


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])
