"""Options side by side, made of a table: which one is offered, what is yes, partly or no, whether a price is last."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal

from salespack.assembly.forms.around import Around, Unmade
from salespack.deck.model import Cell, Feature, Node, Options, Spans, Table, Text, text_of
from salespack.language.locales import form_words, word_of_sign

Mark = Literal["yes", "partly", "no"]
SIGNS: Mapping[Mark, str] = {"yes": "✓✔☑✅", "partly": "◐◑◒◓", "no": "–—✗✘✕✖❌-−"}
VARIATION = "\ufe0e\ufe0f"
"""Behind a sign: drawn as text, or as an emoji."""


def as_options(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """A table with a column for each option and a row for each feature; a bold head marks the one that is offered.

    Raises Unmade where several are marked.
    """
    *before, last = nodes or (None,)
    if len(before) > 1 or not all(isinstance(one, Text) and len(one.paragraphs) == 1 for one in before):
        return None
    if not isinstance(last, Table) or len(last.header) < 2 or not last.rows:
        return None
    heads = last.header[1:]
    bold = [at for at, head in enumerate(heads) if head and all(span.bold for span in head)]
    if 1 < len(bold) < len(heads):
        raise Unmade("several options are marked", "write the head of one of them in bold: | | Basic | **Plus** |")
    rows = tuple(Feature(row[0], tuple(_cell(cell, around.language) for cell in row[1:])) for row in last.rows)
    chosen = bold[0] if len(bold) == 1 else None
    return (*before, Options(last.header, rows, chosen, _is_price(rows[-1])))


def _cell(spans: Spans, language: str) -> Cell:
    text = text_of(spans).strip().strip(VARIATION)
    known = form_words()
    words: Mapping[Mark, Sequence[str]] = {"yes": known.yes, "partly": known.partly, "no": known.no}
    for mark, signs in SIGNS.items():
        if (len(text) == 1 and text in signs) or text.casefold().rstrip(".") in words[mark]:
            return Cell(spans, mark, word_of_sign(mark, language))
    return Cell(spans)


def _is_price(row: Feature) -> bool:
    """Whether a row says what the options cost: amounts of money, or figures alone."""
    texts = [text_of(cell.spans) for cell in row.cells if not cell.mark]
    return bool(texts) and any(
        any(map(str.isdigit, text)) and (any(unicodedata.category(sign) == "Sc" for sign in text) or _is_bare(text))
        for text in texts
    )


def _is_bare(text: str) -> bool:
    """Whether a text is a figure with at most the code of a currency or the like beside it."""
    return sum(map(str.isalpha, text)) <= 3
