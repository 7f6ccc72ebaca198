"""What of a case's text goes on slides: title, points with figures, a quotation, and the story for the notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from salespack.importing.cases.html_text import CaseText, Left, Piece, plain_text, read_case_text, sections
from salespack.importing.cases.mapping import CaseMapping, Found, first
from salespack.importing.sentences import sentences
from salespack.language.locales import case_words, one_of
from salespack.language.word_matching import normalised

FEWEST_POINTS, MOST_POINTS = 2, 4
SHORTEST_POINT, LONGEST_POINT = 15, 240
LONGEST_QUOTE, SHORTEST_QUOTE = 380, 30
MOST_TOLD, LONGEST_TOLD = 3, 1200
"""Sentences of challenge and solution in the notes, and characters: what one says in a breath."""
SPEECH = re.compile(r"[\"“”„«»]")
ENDS = '.!?…:;"”’)。！？'
MARKS = "\"“”„«»‘’' "
PARTS = ("challenge", "solution", "results")


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """What a block shows and tells of a case, as plain text. `quote` and `quoted` may be empty.

    `told` are the paragraphs for the notes, by part. `whole` is all of the text, for guesses. `left` could not be used.
    """

    title: str
    points: tuple[str, ...]
    quote: str
    quoted: str
    told: dict[str, str]
    whole: str
    left: tuple[Left, ...]


@lru_cache(maxsize=1)
def _figure() -> re.Pattern[str]:
    """A figure, or a word for one, in any language."""
    return re.compile(rf"\d|\b{one_of(word for known in case_words() for word in known.amounts)}\b", re.IGNORECASE)


def read_story(data: Any, mapping: CaseMapping, body: CaseText, line_of: Any) -> Story:
    """The story in a file's fields and body. `line_of` gives the line of a field's value."""
    fields = mapping.fields
    read = {part: _read(first(data, getattr(fields, part)), mapping, line_of) for part in (*PARTS, "text")}
    pieces = [*read["text"].pieces, *body.pieces]
    by_part = {part: list(read[part].pieces) for part in PARTS}
    lead: list[Piece] = []
    named = {normalised(name): part for part in PARTS for name in getattr(mapping.sections, part)}
    parts = sections(pieces)
    for heading, under in parts:
        part = named.get(normalised(heading))
        if part and not by_part[part]:
            by_part[part] = under
        elif not heading:
            lead += under
    headings = [piece.text for piece in body.pieces if piece.kind == "heading"]
    titles = [plain_text(one.text) for one in first(data, fields.title)]
    title = next((one for one in (*titles[:1], *headings[:1], body.title) if one), "")
    title = title[:-1] if title.endswith(".") and not title.endswith("..") else title
    results = by_part["results"] or _most_telling(parts) or lead
    quote, quoted = _quotation(data, mapping, pieces)
    return Story(
        title=title,
        points=_points(results, pieces),
        quote=quote,
        quoted=quoted,
        told={part: told for part in ("challenge", "solution") if (told := _told(by_part[part]))},
        whole="\n".join(piece.text for piece in (*(piece for part in PARTS for piece in read[part].pieces), *pieces)),
        left=tuple(left for one in (*read.values(), body) for left in one.left),
    )


def _read(values: Sequence[Found], mapping: CaseMapping, line_of: Any) -> CaseText:
    """Several values of Markdown as one text."""
    texts = [read_case_text(one.text, line_of(one.at), mapping.shortcodes, markdown=True) for one in values]
    return CaseText([piece for text in texts for piece in text.pieces], [left for text in texts for left in text.left])


def _most_telling(parts: Iterable[tuple[str, list[Piece]]]) -> list[Piece]:
    """The section that names most figures, where none is called results."""
    counted = [(sum(bool(_figure().search(piece.text)) for piece in under), under) for _, under in parts]
    most, under = max(counted, key=lambda one: one[0], default=(0, []))
    return under if most else []


def _points(results: Sequence[Piece], pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The items of the last list in the results, else their sentences, those with figures first; in their order.

    Results end at the first quotation: after it, many stories begin again at length. Where they say little but what
    somebody is quoted with, the rest of the text helps out.
    """
    items = _last_list(results)
    fitting = _fitting(items if len(items) >= 2 else _own(_until_quote(results)))
    for more in (results, pieces):
        if sum(not SPEECH.search(one) for one in fitting) < FEWEST_POINTS:
            fitting = _fitting((*fitting, *_own(more)))
    ranked = sorted(
        range(len(fitting)),
        key=lambda at: (bool(SPEECH.search(fitting[at])), not _figure().search(fitting[at]), at),
    )
    chosen = tuple(fitting[at] for at in sorted(ranked[:MOST_POINTS]))
    return chosen or tuple(_cut(one) for one in _said(pieces)[:1])


def _fitting(said: Iterable[str]) -> list[str]:
    """Those that can be a point: not too long, and no announcement of a list."""
    return [one for one in dict.fromkeys(said) if len(one) <= LONGEST_POINT and not one.endswith(":")]


def _said(pieces: Iterable[Piece]) -> list[str]:
    """The sentences of all pieces but quotations, without fragments; items whole."""
    return [
        sentence
        for piece in pieces
        if piece.kind != "quote"
        for sentence in ([piece.text] if piece.kind == "item" else sentences(piece.text))
        if len(sentence) >= SHORTEST_POINT
    ]


def _own(pieces: Iterable[Piece]) -> list[str]:
    """Those of `_said` that stand for themselves: no piece of a speech that began before or goes on after."""
    whole: list[str] = []
    for piece in pieces:
        speaking = 0
        for sentence in _said((piece,)):
            before = speaking
            speaking = (speaking + sentence.count('"')) % 2 + sentence.count("“") - sentence.count("”")
            if not before and not speaking:
                whole.append(sentence)
    return whole


def _until_quote(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces up to the first quotation that does not stand at the beginning."""
    at = next((number for number, piece in enumerate(pieces) if piece.kind == "quote" and number), len(pieces))
    return pieces[:at]


def _last_list(pieces: Sequence[Piece]) -> list[str]:
    runs: list[list[str]] = [[]]
    for piece in pieces:
        if piece.kind == "item":
            runs[-1].append(piece.text)
        elif runs[-1]:
            runs.append([])
    return next((run for run in reversed(runs) if run), [])


def _quotation(data: Any, mapping: CaseMapping, pieces: Sequence[Piece]) -> tuple[str, str]:
    """The first quotation with a name that fits a slide, cut at a sentence where none fits."""
    said = [plain_text(one.text) for one in first(data, mapping.fields.quote)]
    names = [plain_text(one.text) for one in first(data, mapping.fields.quoted)]
    quotes = [(text, names[number] if number < len(names) else "") for number, text in enumerate(said)]
    quotes += [(piece.text, piece.by) for piece in pieces if piece.kind == "quote"]
    clean = [(text.strip(MARKS), by.strip(" ,;:–—-")) for text, by in quotes]
    usable = [(text, by) for text, by in clean if len(text) >= SHORTEST_QUOTE]
    named = [one for one in usable if one[1]]
    fitting = [one for one in named or usable if len(one[0]) <= LONGEST_QUOTE]
    text, by = next(iter(fitting or named or usable), ("", ""))
    return _cut(text, LONGEST_QUOTE).strip(MARKS), by


def _told(pieces: Sequence[Piece]) -> str:
    """The first sentences of a part."""
    said = _said(_until_quote(pieces))[:MOST_TOLD]
    return _cut(" ".join(one if one[-1:] in ENDS else f"{one}." for one in said), LONGEST_TOLD)


def _cut(text: str, longest: int = LONGEST_POINT) -> str:
    """As many whole sentences as fit; of one that does not fit, the words that do."""
    kept = ""
    for sentence in sentences(text):
        if len(kept) + len(sentence) + 1 > longest:
            break
        kept = f"{kept} {sentence}".strip()
    if kept or len(text) <= longest:
        return kept or text
    return (text[:longest].rpartition(" ")[0] or text[: longest - 1]) + "…"
