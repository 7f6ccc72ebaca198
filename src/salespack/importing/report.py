"""What an import did, or would do: one row a slide, the questions it asks, the problems it met."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import msgspec

from salespack.problems.problem import Problem


class Action(StrEnum):
    """What became of a unit."""

    NEW = "new"
    TRANSLATION = "translation"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SAME_AS = "same as"
    KNOWN = "known"  # built here, from a block of the library
    VANISHED = "vanished"  # the slide is no longer in the deck
    DELETED = "deleted"  # a person deleted the block
    WAITING = "waiting"  # for an answer


class Topic(msgspec.Struct, frozen=True):
    """Words that slides of a deck share: the id of a value that they could be, and the slides' positions from 1."""

    id: str
    words: tuple[str, ...]
    slides: tuple[int, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One unit: its slides, the block (`file` relative to the library), what was done and why, what was guessed."""

    action: Action
    block: str
    title: str
    slides: tuple[int, ...]
    position: int | None = None
    file: str = ""
    kind: str = ""
    values: dict[str, int] = {}
    why: str = ""


class DeckReport(msgspec.Struct, frozen=True, kw_only=True):
    """One deck: the file named, its name, language with the reason, where it is stored, and its rows.

    `topics` are what it speaks of and no value names, where most of its new blocks speak of no value.
    """

    file: str
    deck: str
    language: str
    language_why: str
    folder: str
    stored: str
    rows: tuple[Row, ...]
    topics: tuple[Topic, ...] = ()

    def count(self, action: Action) -> int:
        """How many rows have an action."""
        return sum(row.action is action for row in self.rows)


class Candidate(msgspec.Struct, frozen=True):
    """A slide and the block it may belong to, how sure that is (0–1) and why.

    `known` is the title of the block's slide, or the deck that has the near copy.
    """

    position: int
    title: str
    block: str
    known: str
    score: float
    why: str


class Question(msgspec.Struct, frozen=True):
    """Something only a person can decide: are these slides translations (or near copies) of these blocks, or are slides
    that were built here and edited since to become variants of theirs?

    `of` is the deck that they are translations of.
    """

    sort: str
    deck: str
    language: str
    of: str
    candidates: tuple[Candidate, ...]
    answer: bool | None = None


Consent = Callable[[Question], bool | None]
"""Asks a person; None where there is nobody to ask."""


class Report(msgspec.Struct, frozen=True):
    """Everything that one call did. `written` names the files, relative to the library; empty in a dry run."""

    decks: tuple[DeckReport, ...]
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]
    written: tuple[str, ...]
    dry_run: bool
