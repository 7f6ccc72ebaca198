"""The one Markdown parser: CommonMark with tables and fenced divs. What becomes of its tokens is not decided here."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from salespack.assembly.div_rule import div_rule

if TYPE_CHECKING:
    from markdown_it.token import Token


@lru_cache(maxsize=1)
def markdown_parser() -> MarkdownIt:
    """The parser; it is made once."""
    parser = MarkdownIt("commonmark", {"store_labels": True}).enable("table")
    parser.disable("text_join")  # what was escaped stays apart, so that it is not taken for markup
    parser.block.ruler.before(
        "fence", "div", div_rule, {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
    )
    # Addresses are checked once tokens are replaced; encoding them here would destroy tokens.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def inline_token(text: str, line: int) -> Token:
    """The token of a text of one paragraph that stands on a line, from 1."""
    (token,) = markdown_parser().parseInline(text)
    token.map = [line - 1, line]
    return token
