"""A deck that somebody edited, brought up to date: what the library changed comes in, what the person did stays.

Three states of each slide are compared: as it was built, as the person's deck has it, as it would be built now. Their
deck is what is changed: a slide that the library left as it was stays as it lies in the file; one that the person left
is the new one, whole; one that both changed is merged shape by shape.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import msgspec

from salespack.ooxml.presentation import Presentation
from salespack.ooxml.provenance import Tags, tags_of
from salespack.ooxml.provenance_tags import MADE, identity, identity_seal
from salespack.ooxml.reading import Package
from salespack.ooxml.slide_base import SlideBase, sealed
from salespack.powerpoint.merging.edited_deck import EditedDeck
from salespack.powerpoint.merging.edited_slide import NewSlide, note
from salespack.revisions.deck_edits import REWRITTEN, SALT, Origin, ReadDeck, ReadSlide, edits_in, read_deck
from salespack.revisions.edit import Edit
from salespack.revisions.edits import Comparison
from salespack.revisions.shape_pairs import said_in_seals
from salespack.revisions.slide_merge import Conflict, Side, merge_slide
from salespack.revisions.three_way import Step, in_order

Outcome = Literal["as it was", "renewed", "merged", "added", "own", "stays"]
"""What became of a slide: `stays` is one that a new build has not got any more."""
LEAST_LIKE = 0.3
"""The share of what a slide says from which it is one of its block's slides, wherever that stands in the block now."""
NEAREST = 8
"""So many new slides are looked at for one that somebody edited, where any is like what it is now."""
UNKNOWN = "it is not known how it was built"


class SlideRefresh(msgspec.Struct, frozen=True, kw_only=True):
    """A slide of the result: its number there and in the person's deck (0: it is new), what became of it.

    `taken` is what came in from the library, `by_hand` what the person had changed and stays, in words. `conflicts` are
    what both changed, `undecided` the lines in its notes by which an earlier refresh told of such. `why` says what is
    to be known besides.
    """

    number: int
    was: int
    title: str
    block: str = ""
    outcome: Outcome
    taken: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    undecided: tuple[str, ...] = ()
    why: str = ""


class GoneSlide(msgspec.Struct, frozen=True):
    """A slide of the person's deck that the result has not got: its number there, its title, and why."""

    was: int
    title: str
    why: str


class Refreshed(msgspec.Struct, frozen=True, kw_only=True):
    """The result: its bytes, the slides, those that are gone, and the blocks that a new build has and the person had
    deleted. `known` says how many of the person's slides were of a build that is known; without any, nothing was taken.
    """

    content: bytes
    is_changed: bool
    slides: tuple[SlideRefresh, ...]
    gone: tuple[GoneSlide, ...] = ()
    stay_deleted: tuple[str, ...] = ()
    known: int = 0

    @property
    def conflicts(self) -> int:
        """How many things both had changed."""
        return sum(len(one.conflicts) for one in self.slides)

    @property
    def undecided(self) -> int:
        """How many conflicts that an earlier refresh told of nobody has decided."""
        return sum(len(one.undecided) for one in self.slides)

    @property
    def is_clear(self) -> bool:
        """Whether nothing is left for a person to decide."""
        return (
            bool(self.known)
            and not self.conflicts
            and not any(one.outcome == "stays" or one.undecided for one in self.slides)
        )


class NoteWords(NamedTuple):
    """How the notes of a slide say what was not taken over, with {shape} and {text}, and that something is in the
    library no more, with {shape}; and how such lines begin, in each language."""

    not_taken: str
    gone: str
    begins: tuple[str, ...]

    def line(self, conflict: Conflict) -> str:
        """The line in the notes that tells of a conflict."""
        if not conflict.new:
            return self.gone.format(shape=conflict.shape)
        return self.not_taken.format(shape=conflict.shape, text=conflict.new)


def refreshed(content: bytes, theirs: Package, new: Package, as_built: Package | None, words: NoteWords) -> Refreshed:
    """The deck `theirs`, whose file is `content`, with what `new` has that is new since it was built.

    `as_built` is the deck as it was built, for slides without tags. Raises UserFault (SP501–SP509) where a deck cannot
    be read.
    """
    return _Refresh(content, theirs, new, as_built, words).refreshed()


class _NewDeck(NamedTuple):
    """What would be built now: its slides by their numbers, and the tags of the deck."""

    package: Package
    read: ReadDeck
    slides: Mapping[int, ReadSlide]
    tags: Tags


class _Refresh:
    """One refresh."""

    def __init__(
        self, content: bytes, theirs: Package, new: Package, as_built: Package | None, words: NoteWords
    ) -> None:
        self._content, self._words = content, words
        self._theirs, self._as_built = theirs, as_built
        read = read_deck(new)
        self._mine = with_looks(read_deck(theirs, as_built), read)
        found = edits_in(self._mine)
        self._edits = {one.number: one for one in found.slides}
        self._deleted_numbers = found.deleted
        self._new = _NewDeck(new, read, {one.number: one for one in read.slides}, read.tags)
        rewritten = any(one.before.rewritten for one in self._mine.origins.values())
        self._deck = EditedDeck(theirs, rewritten=rewritten)
        self._parts = {one.number: one.part for one in self._mine.slides}
        self._states: dict[int, SlideRefresh] = {}
        self._changed = False
        self._said: dict[int, Counter[str]] = {}
        self._places: dict[str, set[int]] = defaultdict(set)
        self._notes_page = next((part for one in read.slides if (part := new.related(one.part, "notesSlide"))), "")

    def refreshed(self) -> Refreshed:
        origins = self._known()
        pairs = self._paired(origins)
        deleted = self._deleted(origins, pairs)
        replaced = self._replaced(origins, pairs, deleted)
        added = [
            number for number in self._new.slides
            if number not in pairs.values() and number not in deleted and number not in replaced.values()
        ]  # fmt: skip
        for number, part in self._parts.items():
            new = pairs.get(number) or replaced.get(number)
            if new is not None:
                self._deck.counterpart(self._new.package, self._new.slides[new].part, part)
        names = {number: self._deck.new_slide() for number in added}
        for number, part in names.items():
            self._deck.counterpart(self._new.package, self._new.slides[number].part, part)
        if not origins:
            return self._left_alone()
        dropped = self._slides(origins, pairs, replaced)
        order = self._order(pairs, replaced, added, dropped)
        self._put_in(order, names, dropped)
        return self._result(origins, pairs, replaced, order, names, dropped, deleted)

    # --- which slide is which -------------------------------------------------------------------------------------

    def _known(self) -> dict[int, Origin]:
        """The slides that are of the build that the deck is of."""
        return {
            number: one
            for number, one in self._mine.origins.items()
            if one.build == self._mine.build and one.tags.get("BLOCK")
        }

    def _paired(self, origins: Mapping[int, Origin]) -> dict[int, int]:
        """Which slide of the new deck each of theirs is; a copy is the same one."""
        blocks: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for number, one in origins.items():
            if not self._edits[number].copy_of:
                blocks[one.tags["BLOCK"]][0].append(number)
        for number, slide in self._new.slides.items():
            blocks[slide.tags.get("BLOCK", "")][1].append(number)
        found: dict[int, int] = {}
        for mine, new in blocks.values():
            scores = sorted(
                (-score if score >= LEAST_LIKE else 0.0, not is_same, abs(i - k), i, k)
                for i in mine
                for k, score, is_same in self._alike(i, origins[i], new)
                if is_same or score >= LEAST_LIKE
            )
            for *_, i, k in scores:
                if i not in found and k not in found.values():
                    found[i] = k
        for number in origins:
            if (copied := self._edits[number].copy_of) in found:
                found[number] = found[copied]
        return found

    def _alike(self, number: int, origin: Origin, new: Sequence[int]) -> Iterator[tuple[int, float, bool]]:
        """Of new slides those that may be a slide, each with its share of what that said when it was built, and whether
        it is the same by name."""
        name = _identity(origin.tags)
        same = [one for one in new if _identity(self._new.slides[one].tags) == name]
        if origin.base is None:
            yield from ((one, 0.0, True) for one in same)
            return
        before = _said(origin.base)
        mine = _said(sealed(self._mine.contents[number], SALT))
        shares = {one: _share(mine, self._said_now(one)) for one in self._sharing(mine, new)}
        if before != _said(sealed(self._mine.contents[number], origin.base.salt)):
            # Each slide is sealed with a salt of its own: what somebody edited is looked for among those first that
            # are most like what it is now.
            near = sorted(shares, key=lambda one: -shares[one])[:NEAREST]
            likely = near if near and shares[near[0]] >= LEAST_LIKE else new
            tried = dict.fromkeys((*same, *likely))
            shares = {one: _share(before, _said(self._new_sealed(origin.base, one))) for one in tried}
        yield from ((one, shares.get(one, 0.0), one in same) for one in dict.fromkeys((*same, *shares)))

    def _sharing(self, said: Iterable[str], new: Sequence[int]) -> list[int]:
        """The new slides that say anything of what is said."""
        if not self._places:
            for number in self._new.slides:
                for seal in self._said_now(number):
                    self._places[seal].add(number)
        there = set().union(*(self._places.get(seal, ()) for seal in said))
        return [one for one in new if one in there]

    def _said_now(self, new: int) -> Counter[str]:
        """What a new slide says, in the seals by which two decks at hand are compared."""
        if new not in self._said:
            self._said[new] = _said(sealed(self._new.read.contents[new], SALT))
        return self._said[new]

    def _new_sealed(self, base: SlideBase, new: int) -> SlideBase:
        return sealed(self._new.read.contents[new], base.salt)

    def _deleted(self, origins: Mapping[int, Origin], pairs: Mapping[int, int]) -> set[int]:
        """The slides of the new deck that the person had deleted."""
        free = [number for number in self._new.slides if number not in pairs.values()]
        if not free:
            return set()
        gone = set(self._deleted_numbers)
        names = {number: _identity(self._new.slides[number].tags) for number in free}
        if self._as_built is not None:
            built = Presentation(self._as_built).slides
            lost = {_identity(tags_of(self._as_built, one.part)) for one in built if one.number in gone}
            return {number for number, name in names.items() if name in lost}
        found = set()
        listed = self._mine.tags.get("BLOCKS", "").split()
        lost_seals = [(self._mine.build, listed[number - 1]) for number in gone if number <= len(listed)]
        lost_seals += [(salt, seal) for one in self._mine.tags.get("DELETED", "").split()
                       for salt, _, seal in [one.partition(":")]]  # fmt: skip
        for number, name in names.items():
            if any(identity_seal(salt, name) == seal for salt, seal in lost_seals):
                found.add(number)
        if not listed:
            found |= self._in_gaps(origins, pairs, free, gone)
        return found

    def _in_gaps(
        self, origins: Mapping[int, Origin], pairs: Mapping[int, int], free: Sequence[int], gone: set[int]
    ) -> set[int]:
        """For decks that do not say what was deleted: as many slides as are gone between two that are there."""
        found: set[int] = set()
        known = sorted((origins[number].number, new) for number, new in pairs.items() if origins[number].number)
        marks = [(0, 0), *known, (self._mine.built + 1, len(self._new.slides) + 1)]
        for (before, new), (behind, new_behind) in pairwise(marks):
            lost = sum(before < one < behind for one in gone)
            between = [one for one in free if new < one < new_behind]
            found |= set(between[:lost])
        return found

    def _replaced(self, origins: Mapping[int, Origin], pairs: Mapping[int, int], deleted: set[int]) -> dict[int, int]:
        """Slides that nobody touched whose block is not in the new deck, with those that took their slots."""
        taken = {origins[number].tags["BLOCK"] for number in pairs}
        free: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, slide in self._new.slides.items():
            if number not in pairs.values() and number not in deleted and slide.tags.get("BLOCK") not in taken:
                free[_slot(slide.tags)].append(number)
        found = {}
        for number, one in origins.items():
            edits = self._edits[number]
            if number in pairs or edits.edits or edits.copy_of or one.base is None or not free[_slot(one.tags)]:
                continue
            found[number] = free[_slot(one.tags)].pop(0)
        return found

    # --- what becomes of each -------------------------------------------------------------------------------------

    def _slides(
        self, origins: Mapping[int, Origin], pairs: Mapping[int, int], replaced: Mapping[int, int]
    ) -> dict[int, str]:
        """Does what is to be done with each slide of theirs; the numbers of those that go, with the reason."""
        blocks = {one.tags.get("BLOCK") for one in self._new.slides.values()}
        dropped: dict[int, str] = {}
        for number in self._parts:
            edits, origin = self._edits[number], origins.get(number)
            by_hand = tuple(one.said for one in edits.edits)
            if origin is None:
                why = "" if edits.state == "own slide" else "it is of another build"
                self._tell(number, "own", why=why)
            elif number in replaced:
                new = replaced[number]
                self._put(number, new)
                why = f"in place of {origin.tags['BLOCK']}, which this pack shows no more"
                self._tell(number, "renewed", new=new, why=why)
            elif number in pairs:
                self._pair(number, origin, pairs[number])
            elif (
                not by_hand
                and origin.base is not None
                and (origin.tags["BLOCK"] in blocks or origin.tags["BLOCK"].startswith(MADE))
            ):
                dropped[number] = f"{origin.tags['BLOCK']} has it no more"
            else:
                self._tell(number, "stays", by_hand=by_hand, why=f"{origin.tags['BLOCK']} is not in the pack any more")
        return dropped

    def _pair(self, number: int, origin: Origin, new: int) -> None:
        edits, slide = self._edits[number], self._new.slides[new]
        by_hand = tuple(one.said for one in edits.edits)
        if origin.base is None:
            if all(origin.tags.get(name) == slide.tags.get(name) for name in ("HASH", "VERSION")):
                self._tell(number, "as it was", why=origin.why)
                return
            title = self._new.read.contents[new].title
            self._tell(number, "merged", conflicts=(Conflict("slide", title),), why=f"{UNKNOWN}: {origin.why}")
            return
        if not self._is_renewed(origin, new):
            self._tell(number, "as it was", by_hand=by_hand)
            return
        looks = self._new.read.looks.of(slide.part)
        if not edits.edits and not self._is_animated(number, slide.part):
            changes = Comparison(origin.base, self._new.read.contents[new], looks, origin.before).edits()
            self._put(number, new)
            self._tell(number, "renewed", new=new, taken=_in_words([*changes]))
            return
        part = self._parts[number]
        mine = Side(self._mine.contents[number], self._mine.looks.of(part))
        found = merge_slide(
            self._deck, part, NewSlide(self._new.package, slide.part), origin.base, origin.before, mine,
            Side(self._new.read.contents[new], looks),
        )  # fmt: skip
        self._changed = True
        if found.conflicts:
            texts = list(dict.fromkeys(map(self._words.line, found.conflicts)))
            note(self._deck, part, texts, self._new.package, self._notes_page)
        self._tell(number, "merged", taken=found.taken, by_hand=by_hand, conflicts=found.conflicts)

    def _is_animated(self, number: int, new: str) -> bool:
        """Whether somebody made the shapes of a slide move: such a slide is not replaced."""
        animated = self._deck.is_animated(self._parts[number])
        return animated and self._new.package.read(new).find(b":timing") < 0

    def _is_renewed(self, origin: Origin, new: int) -> bool:
        """Whether the library has something else on a slide now. What only the deck around it decides, its form and the
        size of its title, is no change."""
        slide, base = self._new.slides[new], origin.base
        if base is None:
            return True
        own = self._new.read.origins[new].base
        if own is not None and own.salt == base.salt:
            return False
        now = self._new_sealed(base, new)
        if _said(base) == _said(now) and base.notes == now.notes:
            if origin.tags.get("HASH") == slide.tags.get("HASH"):
                return False
            looks = self._new.read.looks.of(slide.part)
            return any(Comparison(base, self._new.read.contents[new], looks, origin.before).edits())
        return True

    def _put(self, number: int, new: int) -> None:
        self._deck.put_slide(self._parts[number], self._new.package, self._new.slides[new].part)
        self._changed = True

    def _tell(
        self,
        number: int,
        outcome: Outcome,
        *,
        new: int = 0,
        taken: tuple[str, ...] = (),
        by_hand: tuple[str, ...] = (),
        conflicts: tuple[Conflict, ...] = (),
        why: str = "",
    ) -> None:
        content = self._new.read.contents[new] if new else self._mine.contents[number]
        origin = self._mine.origins.get(number)
        block = self._new.slides[new].tags.get("BLOCK", "") if new else origin.tags.get("BLOCK", "") if origin else ""
        notes = self._mine.contents[number].notes if outcome != "renewed" else ()
        undecided = tuple(one.text for one in notes if one.text.startswith(self._words.begins))
        self._states[number] = SlideRefresh(
            number=0, was=number, title=content.title, block=block, outcome=outcome, taken=taken, by_hand=by_hand,
            conflicts=conflicts, undecided=undecided, why=why,
        )  # fmt: skip

    # --- the order and the file -----------------------------------------------------------------------------------

    def _order(
        self, pairs: Mapping[int, int], replaced: Mapping[int, int], added: Sequence[int], dropped: Mapping[int, str]
    ) -> list[Step]:
        of_new: dict[int, int] = {}
        steps = []
        for number in self._parts:
            if number in dropped:
                continue
            edits = self._edits[number]
            new = None if edits.copy_of else pairs.get(number) or replaced.get(number)
            base = edits.built_as or None
            if new is not None and base is not None:
                of_new[new] = base
            steps.append(Step(base, number, new))
        return in_order(steps, {number: Step(None, None, number) for number in added}, of_new)

    def _put_in(self, order: Sequence[Step], names: Mapping[int, str], dropped: Mapping[int, str]) -> None:
        for number, part in names.items():
            self._deck.put_slide(part, self._new.package, self._new.slides[number].part)
            self._changed = True
        for number in dropped:
            self._deck.drop_slide(self._parts[number])
            self._changed = True
        slides = [self._parts[one.theirs] if one.theirs is not None else names[one.new or 0] for one in order]
        self._changed = self._changed or slides != self._deck.slides
        self._deck.slides = slides

    def _result(
        self, origins: Mapping[int, Origin], pairs: Mapping[int, int], replaced: Mapping[int, int],
        order: Sequence[Step], names: Mapping[int, str], dropped: Mapping[int, str], deleted: Iterable[int],
    ) -> Refreshed:  # fmt: skip
        slides = []
        for place, step in enumerate(order, 1):
            if step.theirs is not None:
                slides.append(msgspec.structs.replace(self._states[step.theirs], number=place))
            elif step.new is not None:
                tags, content = self._new.slides[step.new].tags, self._new.read.contents[step.new]
                slides.append(
                    SlideRefresh(number=place, was=0, title=content.title, block=tags.get("BLOCK", ""), outcome="added")
                )
        file = self._content
        if self._changed:
            self._tag(origins, pairs, replaced)
            file = self._deck.finish()
        gone = tuple(GoneSlide(one, self._mine.contents[one].title, why) for one, why in dropped.items())
        blocks = tuple(self._new.slides[one].tags.get("BLOCK", "") for one in sorted(deleted))
        return Refreshed(
            content=file, is_changed=self._changed, slides=tuple(slides), gone=gone, stay_deleted=blocks,
            known=len(origins),
        )  # fmt: skip

    def _left_alone(self) -> Refreshed:
        """The deck as it is: of none of its slides it is known how it was built."""
        slides = [
            SlideRefresh(number=one.number, was=one.number, title=self._mine.contents[one.number].title, outcome="own")
            for one in self._mine.slides
        ]
        return Refreshed(content=self._content, is_changed=False, slides=tuple(slides))

    def _tag(self, origins: Mapping[int, Origin], pairs: Mapping[int, int], replaced: Mapping[int, int]) -> None:
        """Says on each slide which one of the new build it is, and what it was when it was built: the base of the next
        refresh. A slide that the library left as it was keeps its base."""
        total = len(self._new.slides)
        for number, origin in origins.items():
            part = self._parts[number]
            if part not in self._deck.slides:
                continue
            new = pairs.get(number) or replaced.get(number)
            state = self._states[number]
            if new is None:
                tags = {**origin.tags, "BUILD": self._new.read.build, "NUMBER": f"0/{total}"}
            else:
                tags = dict(self._new.slides[new].tags)
                if state.outcome == "as it was":
                    tags["BASE"] = origin.tags.get("BASE", "")
            if origin.before.rewritten and state.outcome != "renewed":
                tags[REWRITTEN] = "1"
            self._deck.set_tags(part, list(tags.items()))
        kept = self._mine.tags.get("DELETED", "").split()
        listed = self._mine.tags.get("BLOCKS", "").split()
        kept += [f"{self._mine.build}:{listed[one - 1]}" for one in self._deleted_numbers if one <= len(listed)]
        tags = dict(self._new.tags)
        if kept:
            tags["DELETED"] = " ".join(dict.fromkeys(kept))
        self._deck.set_tags(self._deck.presentation.part, list(tags.items()))


_ARRANGED = frozenset(("moved", "resized", "restyled", "brought forward or back", "turned"))


def _in_words(edits: Sequence[Edit]) -> tuple[str, ...]:
    """Edits in words; how a slide is arranged is told where nothing else is."""
    return tuple(one.said for one in edits if one.kind not in _ARRANGED) or tuple(one.said for one in edits)


def _identity(tags: Tags) -> str:
    return identity(tags.get("BLOCK", ""), tags.get("VALUE", ""), tags.get("PART", "1"))


def with_looks(mine: ReadDeck, new: ReadDeck) -> ReadDeck:
    """A deck of which slides were written anew by another program since they were built: what they inherited then is
    what the same slides inherit that are built now."""
    there = {_identity(one.tags): one.part for one in new.slides}
    origins = {
        number: one._replace(before=one.before._replace(looks=new.looks.of(there[name])))
        if one.before.rewritten and one.before.looks is None and (name := _identity(one.tags)) in there
        else one
        for number, one in mine.origins.items()
    }
    return mine._replace(origins=origins)


def _slot(tags: Tags) -> tuple[str, str]:
    return tags.get("SLOT", ""), tags.get("VALUE", "")


def _share(before: Counter[str], now: Counter[str]) -> float:
    """The share of what is said before or now that is said in both, 0–1."""
    return (before & now).total() / max(before.total(), now.total(), 1)


def _said(base: SlideBase) -> Counter[str]:
    """What a slide says and shows, in seals, wherever it stands; without date, footer and number."""
    return Counter(said_in_seals(base))
