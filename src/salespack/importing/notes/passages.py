"""What stands in notes, whatever their format: passages with the places of their lines, and who speaks in each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

import msgspec

from salespack.importing.sentences import sentences


class Side(Enum):
    """Whose words a passage has."""

    THEIRS = "theirs"
    """The customer's own."""
    TAKEN = "taken"
    """Taken to be the customer's, as nobody says who speaks, or for whom: of them nothing is quoted."""
    TOLD = "told"
    """Of somebody who writes about the customer."""
    OURS = "ours"
    """A seller's, who says nothing of what the customer values."""
    OTHERS = "others"
    """Quoted from an earlier mail."""
    UNKNOWN = "unknown"
    """Of somebody who is named, and of whom nobody says for whom they speak."""


class Line(NamedTuple):
    """A line of a file, with its place as problems name it: notes.txt:12, call.vtt:00:12:31."""

    text: str
    place: str


class Passage(msgspec.Struct, frozen=True):
    """Lines that belong together. `speaker` is the name that stands with them, empty where none does."""

    lines: tuple[Line, ...]
    side: Side
    speaker: str = ""


class Sentence(NamedTuple):
    """A sentence of a passage, with the place of the line on which it begins."""

    text: str
    place: str
    side: Side
    speaker: str


class Notes(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it is read: its passages, its day where it says one (2026-11-04), its beginning, which may name it in
    words, the people whom it names by itself
    (speakers, senders, signatures with their title), and what was not read."""

    passages: tuple[Passage, ...]
    day: str = ""
    head: str = ""
    people: tuple[Line, ...] = ()
    unread: tuple[str, ...] = ()


LONGEST_SENTENCE = 1_000
"""Letters; what goes on longer is taken apart, as a transcript without a full stop is."""


def _pieces(sentence: str) -> Iterator[str]:
    """A sentence, cut between words where it is very long."""
    while len(sentence) > LONGEST_SENTENCE:
        at = sentence.rfind(" ", 0, LONGEST_SENTENCE)
        at = at if at > 0 else LONGEST_SENTENCE
        yield sentence[:at]
        sentence = sentence[at:].lstrip()
    if sentence:
        yield sentence


def sentences_of(passages: Iterable[Passage]) -> Iterator[Sentence]:
    """The sentences of passages, in their order."""
    for passage in passages:
        text = " ".join(line.text for line in passage.lines)
        starts, at = list[int](), 0
        for line in passage.lines:
            starts.append(at)
            at += len(line.text) + 1
        at = 0
        for sentence in (piece for one in sentences(text) for piece in _pieces(one)):
            at = text.index(sentence, at)
            place = passage.lines[bisect_right(starts, at) - 1].place
            yield Sentence(sentence, place, passage.side, passage.speaker)
            at += len(sentence)
