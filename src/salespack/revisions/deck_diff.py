"""What differs between two decks, whoever made them: slides added, deleted, moved, and on each what, shape by shape."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from salespack.ooxml.embedded_objects import Embedded, embedded_in
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.reading import Package
from salespack.ooxml.slide_base import sealed_with_texts
from salespack.ooxml.slide_content import SlideContent, SlideElement, elements_of
from salespack.ooxml.slides import layout_name
from salespack.problems.problem import shown_path
from salespack.revisions.deck_edits import SALT
from salespack.revisions.edit import CM, Change, Edit, EditKind, change, counted
from salespack.revisions.edits import Before, edits_of
from salespack.revisions.looks_and_places import TOLERANCE
from salespack.revisions.paragraph_pairs import paragraph_pairs
from salespack.revisions.slide_pairs import SlideKey, SlidePairs, slide_pairs
from salespack.revisions.three_way import longest_rising
from salespack.revisions.word_changes import alike
from salespack.scene.inherited_looks import OWN_COLOURS, InheritedLooks

LIBREOFFICE = "LibreOffice"
NO_CROP = "crop", "l0 t0 r0 b0"
LONGEST_TITLE = 100
"""Letters of a slide's title that are told."""


class SlideDiff(msgspec.Struct, frozen=True, kw_only=True):
    """A slide that is in one of the decks alone (0 in the other), or differs, or stands elsewhere among the others.

    Of one that was added, `copy_of` or `split_from` is the slide of the first deck that it is a copy or a part of; of
    one that is gone, `merged_into` is the slide of the second that says now what it said. 0 where there is none.
    """

    before: int = 0
    after: int = 0
    title: str
    moved: bool = False
    copy_of: int = 0
    split_from: int = 0
    merged_into: int = 0
    edits: tuple[Edit, ...] = ()

    @property
    def where(self) -> str:
        """Which slide it is, and what became of it as a whole."""
        if not self.before:
            of = f", a copy of slide {self.copy_of} of before" if self.copy_of else ""
            of += f", split off slide {self.split_from} of before" if self.split_from else ""
            return f"slide {self.after}: added{of}"
        if not self.after:
            into = f", what it says is on slide {self.merged_into} now" if self.merged_into else ""
            return f"slide {self.before}: deleted{into}"
        was = f", was {self.before}" if self.before != self.after else ""
        return f"slide {self.after}{was}{': moved' if self.moved else ''}"


class DeckDiff(msgspec.Struct, frozen=True, kw_only=True):
    """Two decks by their names, how many slides each has, what differs for all of them (`deck`), and the slides that
    differ, in the order of the second; deleted ones stand behind those that they stood behind."""

    before: str
    after: str
    slides_before: int
    slides_after: int
    deck: tuple[Edit, ...] = ()
    slides: tuple[SlideDiff, ...]

    @property
    def is_same(self) -> bool:
        """Whether they say and show the same."""
        return not self.slides and not self.deck

    @property
    def said(self) -> str:
        """How many slides differ, in one line."""
        if self.is_same:
            return f"{self.before} and {self.after} are the same: {counted(self.slides_after, 'slide')}"
        return f"{self.before} → {self.after}: {self.counts}"

    @property
    def counts(self) -> str:
        """How many slides differ, and how."""
        if self.is_same:
            return "no differences"
        added, gone = (sum(not one.before for one in self.slides), sum(not one.after for one in self.slides))
        both = [one for one in self.slides if one.before and one.after]
        moved = sum(one.moved and not one.edits for one in both)
        rows = ((len(both) - moved, "changed"), (moved, "moved"), (added, "added"), (gone, "deleted"))
        counts = ", ".join(f"{count} {what}" for count, what in rows if count)
        return f"of {counted(self.slides_before, 'slide')} {counts or 'none, but what they stand on'}"


class _Deck(NamedTuple):
    """A deck with what its slides say, and where they stand in the file."""

    package: Package
    contents: Mapping[int, SlideContent]
    parts: Mapping[int, str]
    keys: Sequence[SlideKey]
    rewritten: bool


def deck_diff(before: Package, after: Package) -> DeckDiff:
    """What differs between two decks. Raises UserFault (SP501–SP509) where one cannot be read."""
    old, new = _read(before), _read(after)
    pairs = slide_pairs(old.keys, new.keys)
    rewritten = old.rewritten or new.rewritten
    slides = tuple(_slides(old, new, pairs, rewritten=rewritten))
    return DeckDiff(
        before=shown_path(before.path), after=shown_path(after.path), slides_before=len(old.keys),
        slides_after=len(new.keys), deck=tuple(_around(old, new, pairs.pairs, rewritten=rewritten)),
        slides=_in_order(slides, pairs.pairs),
    )  # fmt: skip


def _read(package: Package) -> _Deck:
    slides = Presentation(package).slides
    contents = {one.number: elements_of(package, one.part) for one in slides}
    keys = [SlideKey(one.number, one.id, contents[one.number]) for one in slides]
    parts = {one.number: one.part for one in slides}
    return _Deck(package, contents, parts, keys, LIBREOFFICE in _program(package))


def _program(package: Package) -> str:
    """The program that a deck says that it was saved with."""
    part = package.related("", "extended-properties")
    said = package.xml(part).find("{*}Application") if part else None
    return said.text or "" if said is not None else ""


def _slides(old: _Deck, new: _Deck, pairs: SlidePairs, *, rewritten: bool) -> Iterator[SlideDiff]:
    """The slides of the second deck that differ, then those that are gone."""
    looks_before, looks_after = InheritedLooks(old.package), InheritedLooks(new.package)
    around = _Around(old.package, new.package)
    kept = set(longest_rising([pairs.pairs[now] for now in sorted(pairs.pairs)]))
    for now, content in new.contents.items():
        number = pairs.pairs.get(now, 0)
        if not number:
            copy_of, split_from = pairs.copies.get(now, 0), pairs.splits.get(now, 0)
            yield SlideDiff(after=now, title=_called(content), copy_of=copy_of, split_from=split_from)
            continue
        edits: tuple[Edit, ...] = ()
        if old.contents[number] != content or not around.is_same(old.parts[number], new.parts[now]):
            base, texts = sealed_with_texts(old.contents[number], SALT)
            known = Before(looks_before.of(old.parts[number]), texts, rewritten)
            edits = edits_of(base, content, looks_after.of(new.parts[now]), known)
        if not rewritten:
            edits = (*edits, *_objects(old, new, number, now))
        if edits or number not in kept:
            yield SlideDiff(before=number, after=now, title=_called(content), moved=number not in kept, edits=edits)
    for number in sorted(old.contents.keys() - set(pairs.pairs.values())):
        title = _called(old.contents[number])
        yield SlideDiff(before=number, title=title, merged_into=pairs.merges.get(number, 0))


class _Around:
    """Whether what slides inherit is the same in two decks: their layouts, masters and themes, byte for byte."""

    def __init__(self, before: Package, after: Package) -> None:
        self._before, self._after = before, after
        self._known: dict[tuple[str, str], bool] = {}

    def is_same(self, before: str, after: str) -> bool:
        """Whether two slides, given as their parts, inherit the same."""
        if OWN_COLOURS in self._before.read(before) or OWN_COLOURS in self._after.read(after):
            return False
        layouts = self._before.related(before, "slideLayout"), self._after.related(after, "slideLayout")
        if layouts not in self._known:
            self._known[layouts] = self._chain(self._before, layouts[0]) == self._chain(self._after, layouts[1])
        return self._known[layouts]

    @staticmethod
    def _chain(package: Package, layout: str) -> tuple[bytes, ...]:
        master = package.related(layout, "slideMaster") if layout else ""
        theme = package.related(master, "theme") if master else ""
        return tuple([package.read(part) for part in (layout, master, theme) if part and part in package])


def _called(content: SlideContent) -> str:
    """The title of a slide, else what it says first, cut where it is long."""
    found = content.title or next(iter(content.texts), "")
    return found if len(found) <= LONGEST_TITLE else f"{found[: LONGEST_TITLE - 1]}…"


def _in_order(slides: Sequence[SlideDiff], pairs: Mapping[int, int]) -> tuple[SlideDiff, ...]:
    """Slides in the order of the second deck; one that is gone stands behind the slide that it stood behind."""
    behind: list[tuple[int, int]] = []
    for now, number in pairs.items():
        insort(behind, (number, now))

    def place(one: SlideDiff) -> tuple[int, int, int]:
        if one.after:
            return one.after, 0, 0
        at = bisect_right(behind, (one.before, 0))
        return (behind[at - 1][1] if at else 0), 1, one.before

    return tuple(sorted(slides, key=place))


# --- diagrams and objects --------------------------------------------------------------------------------------------


def _objects(old: _Deck, new: _Deck, number: int, now: int) -> Iterator[Edit]:
    """What diagrams and embedded objects of a slide say that is not in its markup."""
    if not any(one.kind == "object" for one in (*old.contents[number].elements, *new.contents[now].elements)):
        return
    first = embedded_in(old.package, old.parts[number])
    second = embedded_in(new.package, new.parts[now])
    boxes = {one.id: one.box for one in old.contents[number].elements}
    for element in new.contents[now].elements:
        after = second.get(element.id)
        before = first.get(element.id)
        if element.kind != "object" or after is None or before is None or before == after:
            continue
        changes = tuple(_texts(before, after))
        if changes or before.digest != after.digest:
            yield Edit(
                "object changed", element.name or "object", changes=changes, box_before=boxes.get(element.id),
                box_after=element.box,
            )  # fmt: skip


def _texts(before: Embedded, after: Embedded) -> Iterator[Change]:
    was, now = before.texts, after.texts
    for i, k in paragraph_pairs(was, now, lambda i, k: alike(was[i], now[k])):
        yield change("", was[i] if i is not None else "", now[k] if k is not None else "")


# --- what is the same on many slides ---------------------------------------------------------------------------------


def _around(old: _Deck, new: _Deck, pairs: Mapping[int, int], *, rewritten: bool) -> Iterator[Edit]:
    """What differs for the deck as a whole: the size of its slides, and what layouts and masters show on them."""
    before, after = Presentation(old.package).size, Presentation(new.package).size
    if max(abs(before.width - after.width), abs(before.height - after.height)) > TOLERANCE:
        sizes = [f"{one.width / CM:.1f} × {one.height / CM:.1f} cm" for one in (before, after)]
        yield Edit("slide size changed", detail=" → ".join(sizes))
    if rewritten:
        return
    told: set[tuple[str, str]] = set()
    for now, number in sorted(pairs.items()):
        was, is_ = old.parts[number], new.parts[now]
        for kind in ("slideLayout", "slideMaster"):
            was, is_ = old.package.related(was, kind), new.package.related(is_, kind)
            if not was or not is_ or (was, is_) in told:
                break
            told.add((was, is_))
            if (shapes := _shown_otherwise(old.package, was, new.package, is_)) is not None:
                what: EditKind = "master changed" if kind == "slideMaster" else "layout changed"
                yield Edit(what, layout_name(new.package.xml(is_)), ", ".join(shapes))


def _shown_otherwise(before: Package, was: str, after: Package, is_: str) -> list[str] | None:
    """What a layout or master shows on slides otherwise than before, by its names; None where that is nothing."""
    first, second = elements_of(before, was), elements_of(after, is_)
    one, other = ({_seen(shape): shape.name for shape in two.elements if shape.key is None} for two in (first, second))
    names = [name for seen, name in one.items() if seen not in other]
    names += [name for seen, name in other.items() if seen not in one]
    if first.background != second.background:
        names.append("background")
    return list(dict.fromkeys(names)) if names else None


def _seen(shape: SlideElement) -> bytes:
    """What of a shape is seen, whatever it is called."""
    look = tuple([one for one in shape.look if one != NO_CROP])
    return msgspec.msgpack.encode(msgspec.structs.replace(shape, id=0, name="", alt="", look=look))
