"""What differs between two decks, whoever made them: slides added, deleted, moved, and on each what, shape by shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from salespack.ooxml.presentation import Presentation
from salespack.ooxml.reading import Package
from salespack.ooxml.slide_base import sealed_with_texts
from salespack.ooxml.slide_content import SlideContent, elements_of
from salespack.problems.problem import shown_path
from salespack.revisions.deck_edits import SALT, paired, slide_words
from salespack.revisions.edits import Before, Edit, edits_of, longest_rising
from salespack.scene.inherited_looks import InheritedLooks

LIBREOFFICE = "LibreOffice"
NOTHING = "\0"


class SlideDiff(msgspec.Struct, frozen=True, kw_only=True):
    """A slide that is in one of the decks alone (0 in the other), or differs, or stands elsewhere among the others."""

    before: int = 0
    after: int = 0
    title: str
    moved: bool = False
    edits: tuple[Edit, ...] = ()


class DeckDiff(msgspec.Struct, frozen=True, kw_only=True):
    """Two decks by their names, how many slides each has, and the slides that differ, in the order of the second."""

    before: str
    after: str
    slides_before: int
    slides_after: int
    slides: tuple[SlideDiff, ...]

    @property
    def is_same(self) -> bool:
        """Whether they say and show the same."""
        return not self.slides

    @property
    def said(self) -> str:
        """How many slides differ, in one line."""
        if self.is_same:
            return f"{self.before} and {self.after} are the same: {self.slides_after} slides"
        added, gone = (sum(not one.before for one in self.slides), sum(not one.after for one in self.slides))
        rest = len(self.slides) - added - gone
        counts = [
            f"{count} {what}" for count, what in ((rest, "changed"), (added, "added"), (gone, "deleted")) if count
        ]
        return f"{self.before} → {self.after}: of {self.slides_before} slides {', '.join(counts)}"


def deck_diff(before: Package, after: Package) -> DeckDiff:
    """What differs between two decks. Raises UserFault (SP501–SP509) where one cannot be read."""
    first, second = Presentation(before).slides, Presentation(after).slides
    old = {one.number: elements_of(before, one.part) for one in first}
    new = {one.number: elements_of(after, one.part) for one in second}
    pairs = _pairs({number: _words(one) for number, one in new.items()}, {n: _words(one) for n, one in old.items()})
    looks_before, looks_after = InheritedLooks(before), InheritedLooks(after)
    parts_before, parts_after = ({one.number: one.part for one in slides} for slides in (first, second))
    kept = set(longest_rising([pairs[now] for now in sorted(pairs)]))
    rewritten = LIBREOFFICE in _program(after) or LIBREOFFICE in _program(before)
    found: list[SlideDiff] = []
    for now, content in new.items():
        number = pairs.get(now, 0)
        if not number:
            found.append(SlideDiff(after=now, title=content.title))
            continue
        base, texts = sealed_with_texts(old[number], SALT)
        known = Before(looks_before.of(parts_before[number]), texts, rewritten)
        edits = edits_of(base, content, looks_after.of(parts_after[now]), known)
        if edits or number not in kept:
            found.append(
                SlideDiff(before=number, after=now, title=content.title, moved=number not in kept, edits=edits)
            )
    gone = old.keys() - set(pairs.values())
    found += [SlideDiff(before=number, title=old[number].title) for number in sorted(gone)]
    return DeckDiff(
        before=shown_path(before.path), after=shown_path(after.path), slides_before=len(old), slides_after=len(new),
        slides=tuple(found),
    )  # fmt: skip


def _words(content: SlideContent) -> Counter[str]:
    """What a slide says and shows; one that says nothing is like others that do not."""
    found = slide_words(content) + Counter(one.picture for one in content.elements if one.picture)
    return found or Counter([NOTHING])


def _pairs(new: Mapping[int, Counter[str]], old: Mapping[int, Counter[str]]) -> dict[int, int]:
    """Which slide of the second deck is which of the first; of several that are like one, the first."""
    found: dict[int, int] = {}
    for now, number in sorted(paired(new, old).items()):
        if number not in found.values():
            found[now] = number
    return found


def _program(package: Package) -> str:
    """The program that a deck says that it was saved with."""
    part = package.related("", "extended-properties")
    said = package.xml(part).find("{*}Application") if part else None
    return said.text or "" if said is not None else ""


def as_text(diff: DeckDiff) -> Iterator[str]:
    """The differences as lines."""
    for one in diff.slides:
        yield f"{_where(one)}{f' “{one.title}”' if one.title else ''}"
        yield from (f"    {edit.said}" for edit in one.edits)


def as_markdown(diff: DeckDiff) -> Iterator[str]:
    """The differences as a list for a pull request; what decks say is never markup in it."""
    yield f"### {_literal(diff.before)} → {_literal(diff.after)}"
    yield ""
    if diff.is_same:
        yield "No differences."
    for one in diff.slides:
        yield f"- **{_where(one)}**{f' {_literal(one.title)}' if one.title else ''}"
        yield from (f"  - {_literal(edit.said)}" for edit in one.edits)


def _where(one: SlideDiff) -> str:
    if not one.before:
        return f"slide {one.after}: added"
    if not one.after:
        return f"slide {one.before}: deleted"
    was = f", was {one.before}" if one.before != one.after else ""
    return f"slide {one.after}{was}{': moved' if one.moved else ''}"


def _literal(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+-!|~@" else " " if sign == "\n" else sign for sign in text)
