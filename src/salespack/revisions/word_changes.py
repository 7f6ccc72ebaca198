"""What changed within a text, word by word, and how that is written: plain, and in Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from salespack.language.word_matching import UNSPACED

Mark = Literal["", "removed", "added"]

LEAST_ALIKE = 0.35
"""The share of letters that two texts must have in common for their words to be compared: else one replaces the
other."""
CONTEXT = 4
"""Words that are shown around what changed; more of what is the same is left out where texts are short of room."""
MOST_WORDS = 1_500
"""Words of a text; of longer ones it is told that they changed, and not where."""
LONGEST = 400
"""Letters of a text that stands whole where it is quoted."""
_LETTER = rf"(?:(?!{UNSPACED})[^\W_])"
_WORD = re.compile(
    rf"{UNSPACED}|\d+(?:[.,'’\u00a0\u202f]\d+)*(?:\s?%)?|{_LETTER}+(?:['’-]{_LETTER}+)*|\s+|.", re.DOTALL
)
"""A word, a figure with what stands between its digits, white space, or one other sign."""
_FIGURE = re.compile(r"[-+−–]?[\d.,'’\u00a0\u202f ]*\d\s?[%€$£]?")
_SPECIAL = "\\`*_{}[]<>()#+-!|~@&"


class Piece(msgspec.Struct, frozen=True, gc=False):
    """Words as they stand in both texts, in the first alone (`removed`) or in the second alone (`added`)."""

    text: str
    mark: Mark = ""


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """What of a text was removed, and what was added, in their order; texts that have little in common stand whole."""
    if before == after:
        return (Piece(after),) if after else ()
    if not before or not after:
        return tuple([Piece(text, mark) for text, mark in _whole(before, after) if text])
    first, second = _WORD.findall(before), _WORD.findall(after)
    if max(len(first), len(second)) > MOST_WORDS:
        return tuple([Piece(text, mark) for text, mark in _whole(before, after)])
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    found = list(_joined(matcher, first, second))
    same = sum(len(one.text.replace(" ", "")) for one in found if not one.mark)
    if same < LEAST_ALIKE * max(len(before.replace(" ", "")), len(after.replace(" ", ""))):
        return tuple([Piece(text, mark) for text, mark in _whole(before, after)])
    return tuple(found)


def _whole(before: str, after: str) -> tuple[tuple[str, Mark], tuple[str, Mark]]:
    return (before, "removed"), (after, "added")


def _joined(matcher: SequenceMatcher[str], first: Sequence[str], second: Sequence[str]) -> Iterator[Piece]:
    """The pieces; what is the same between two changes stands with them where it is nothing but a space."""
    removed = added = ""
    opcodes = matcher.get_opcodes()
    for number, (kind, i, j, k, m) in enumerate(opcodes):
        gone, new = "".join(first[i:j]), "".join(second[k:m])
        if kind == "equal":
            between = 0 < number < len(opcodes) - 1
            if between and not gone.strip():
                removed, added = removed + gone, added + new
                continue
            yield from _marked(removed, added)
            removed = added = ""
            yield Piece(new)
        else:
            removed, added = removed + gone, added + new
    yield from _marked(removed, added)


def _marked(removed: str, added: str) -> Iterator[Piece]:
    if removed.strip() or (removed and not added):
        yield Piece(removed, "removed")
    if added:
        yield Piece(added, "added")


def alike(before: str, after: str) -> float:
    """The share of words that two texts have in common, 0–1."""
    first, second = _spoken(before), _spoken(after)
    if not first or not second:
        return 1.0 if before == after else 0.0
    return 2 * (first & second).total() / (first.total() + second.total())


def _spoken(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in _WORD.findall(text)[:MOST_WORDS] if not word.isspace())


def only_figures(pieces: Sequence[Piece]) -> bool:
    """Whether figures alone were changed, and at least one."""
    changed = [word for one in pieces if one.mark for word in _WORD.findall(one.text) if not word.isspace()]
    both = {one.mark for one in pieces} >= {"removed", "added"}
    return both and all(word[0].isdigit() or not word.isalnum() for word in changed) and any(
        word[0].isdigit() for word in changed
    )  # fmt: skip


def shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The same, with a few words around each change where what is the same is long."""
    return tuple([_shortened(one, number, len(pieces)) for number, one in enumerate(pieces)])


def _shortened(piece: Piece, number: int, count: int) -> Piece:
    if piece.mark:
        return piece if len(piece.text) <= LONGEST else Piece(f"{piece.text[:LONGEST]}…", piece.mark)
    words = _WORD.findall(piece.text)
    kept = 2 * CONTEXT
    ahead, behind = number < count - 1, number > 0
    if len(words) <= kept * (ahead + behind) + 2:
        return piece
    start = "".join(words[:kept]) if behind else ""
    end = "".join(words[-kept:]) if ahead else ""
    return Piece(f"{start.rstrip()}{' ' if start else ''}…{' ' if end else ''}{end.lstrip()}" if start or end else "…")


def plain(pieces: Sequence[Piece]) -> str:
    """Pieces in letters alone: `Days are [short → shorter]`, `[+ now]`, `[− then]`."""
    if marks := _replaced(pieces):
        return " → ".join(marks if all(map(_FIGURE.fullmatch, marks)) else (f"“{one}”" for one in marks))
    found, at = [], 0
    while at < len(pieces):
        one = pieces[at]
        if one.mark == "removed" and at + 1 < len(pieces) and pieces[at + 1].mark == "added":
            found.append(_around(f"{one.text.strip()} → {pieces[at + 1].text.strip()}", one.text, pieces[at + 1].text))
            at += 1
        elif one.mark:
            sign = "−" if one.mark == "removed" else "+"
            found.append(_around(f"{sign} {one.text.strip()}", one.text, one.text))
        else:
            found.append(one.text)
        at += 1
    return f"“{''.join(found)}”"


def _around(text: str, first: str, last: str) -> str:
    """A change in brackets, with the spaces that stand around it."""
    return f"{' ' if first[:1].isspace() else ''}[{text}]{' ' if last[-1:].isspace() else ''}"


def _replaced(pieces: Sequence[Piece]) -> tuple[str, str] | None:
    """A text and what it was replaced by as a whole."""
    if [one.mark for one in pieces] == ["removed", "added"]:
        return pieces[0].text, pieces[1].text
    return None


def markdown(pieces: Sequence[Piece]) -> str:
    """Pieces for Markdown: what decks say is never markup in it."""
    return "".join(_tagged(one) for one in pieces)


def _tagged(piece: Piece) -> str:
    tag = {"removed": "del", "added": "ins"}.get(piece.mark, "")
    return f"<{tag}>{literal(piece.text)}</{tag}>" if tag else literal(piece.text)


def literal(text: str) -> str:
    """A text as Markdown that shows it and nothing else, in one line."""
    return "".join(f"\\{sign}" if sign in _SPECIAL else " " if sign in "\r\n" else sign for sign in text)
