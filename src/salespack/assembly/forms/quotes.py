"""What people said as Markdown has it, made into quotes that stand large: whose words, whose portrait, which sign."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from salespack.deck.model import Node, Paragraph, Picture, Quote, Quotes, Spans, Voice, cut, text_of
from salespack.language.locales import find_language
from salespack.problems.patterns import late_pattern

MOST_QUOTES = 3
MARKS = '\u201c\u201d\u201e\u00ab\u00bb\u300c"'
"""What quotations begin with in any language."""
LOW_MARKS = ("\u201e", "\u201a")
"""Signs that stand on the line, far below the beginning of the words."""
QUOTED = late_pattern(
    rf"\s*(?P<words>[{MARKS}].*[\u201c\u201d\u00bb\u00ab\u300d\"])\s*(?:[\u2013\u2014]\s+(?P<who>\S.*?))?\s*", re.DOTALL
)


def voices(node: Node) -> tuple[Voice, ...]:
    """What people say in a node, one each; nothing where it is no quote, or holds more than paragraphs."""
    if isinstance(node, Quotes):
        return node.items
    if not isinstance(node, Quote) or not node.paragraphs:
        return ()
    plain_text = all(one.marker == "none" and not one.heading for one in node.paragraphs)
    return (Voice(node),) if plain_text else ()


def in_marks(spans: Spans) -> Quote | None:
    """An item that is somebody's words in quotation marks, and who said them behind a dash; None for any other."""
    found = QUOTED.fullmatch(text_of(spans))
    if found is None:
        return None
    return Quote((Paragraph(cut(spans, *found.span("words"))),), cut(spans, *found.span("who")) if found["who"] else ())


def signed(node: Quotes, language: str) -> Quotes:
    """Quotes with the sign that their language opens them with, where their words have none themselves."""
    texts = [text_of(one.quote.paragraphs[0].spans).lstrip() for one in node.items]
    if any(text.startswith(tuple(MARKS)) for text in texts):
        return msgspec.structs.replace(node, mark="")
    standing = [mark.strip() for mark in find_language(language).quotes if mark.strip() not in LOW_MARKS]
    return msgspec.structs.replace(node, mark=standing[0])


def quoted(nodes: Sequence[Quote], language: str, picture: Picture) -> tuple[Quotes, ...]:
    """Somebody's words with their picture; nothing where they are more than paragraphs."""
    found = tuple(msgspec.structs.replace(one, picture=picture) for node in nodes for one in voices(node))
    return (signed(Quotes(found), language),) if found else ()


def merged_quotes(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Nodes in which quotes that follow each other, of which one has a picture, are one."""
    merged: list[Node] = []
    for node in nodes:
        last = merged[-1] if merged else None
        if last is not None and isinstance(node, Quote | Quotes) and isinstance(last, Quote | Quotes):
            items = (*voices(last), *voices(node))
            together = len(items) <= MOST_QUOTES and (isinstance(node, Quotes) or isinstance(last, Quotes))
            if together and voices(last) and voices(node):
                signs = [one.mark for one in (last, node) if isinstance(one, Quotes)]
                merged[-1] = Quotes(items, "" if "" in signs else signs[0])
                continue
        merged.append(node)
    return tuple(merged)
