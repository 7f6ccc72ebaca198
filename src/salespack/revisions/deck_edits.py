"""What a person changed in a deck that was built here: slide by slide, and of the deck as a whole.

A slide's tags say which slide of which build it was, and carry its base. A program that drops tags leaves neither; then
the deck as it was built, if it is at hand, says what each slide was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

import msgspec

from salespack.ooxml.presentation import Presentation
from salespack.ooxml.provenance import Tags, tags_of
from salespack.ooxml.reading import Package
from salespack.ooxml.slide_base import SlideBase, read_base, sealed
from salespack.ooxml.slide_content import SlideContent, elements_of
from salespack.revisions.edit import Edit
from salespack.revisions.edits import NOTHING_MORE, Before, edits_of
from salespack.revisions.three_way import longest_rising
from salespack.scene.inherited_looks import InheritedLooks

LEAST_SHARED = 0.4
"""The share of what a slide without tags says that a built one must say too, to be taken for it."""
LEAST_BETWEEN = 0.2
"""The same for one that stands between the neighbours that the built one had."""
REWRITTEN = "REWRITTEN"
"""A slide's tag that says: since it was built, a program saved it that writes looks anew."""
SALT = "salespack"
"""For comparing two decks that are both at hand."""

NO_TAGS: Tags = MappingProxyType({})

State = Literal["untouched", "edited", "not told", "own slide", "copy", "from another deck"]


_SAID: Mapping[State, str] = {
    "own slide": "it is no slide of the build",
    "from another deck": "it is from another build",
}


class SlideEdits(msgspec.Struct, frozen=True, kw_only=True):
    """A slide now: which slide of the build it was (0: none of it), and what was changed on it, or why that is not
    told. `moved` says that it stands elsewhere among the others than it was built, and `copy_of` is the number of the
    slide now that a copy is of."""

    number: int
    built_as: int = 0
    state: State
    edits: tuple[Edit, ...] = ()
    moved: bool = False
    copy_of: int = 0
    why: str = ""

    @property
    def edited(self) -> str:
        """What was changed on it, in one line."""
        return "; ".join(one.said for one in self.edits)

    @property
    def said(self) -> str:
        """What was done to it, in one line; empty for one that is as it was built, as far as that is told."""
        said = [_SAID[self.state]] if self.state in _SAID else []
        if self.copy_of:
            said.append(f"a copy of slide {self.copy_of}")
        if self.moved:
            said.append(f"moved, it was slide {self.built_as}")
        said += [one.said for one in self.edits]
        return "; ".join(said)

    @property
    def not_told(self) -> str:
        """Why it is not told what was changed on it; empty where it is."""
        return self.why if self.state != "own slide" else ""


class DeckEdits(msgspec.Struct, frozen=True, kw_only=True):
    """A deck: its slides, and the numbers of the slides of the build that are gone, of so many that were built. `build`
    is empty where it is not known which build it is from."""

    build: str
    built: int = 0
    slides: tuple[SlideEdits, ...]
    deleted: tuple[int, ...]

    @property
    def is_untouched(self) -> bool:
        """Whether it is as it was built."""
        return not self.deleted and all(one.state == "untouched" and not one.moved for one in self.slides)


class Origin(NamedTuple):
    """What a slide was: of which build, its number in it (0: not told), its base, what else is known of that. `tags`
    are those that it has, or had when it was built."""

    build: str
    number: int = 0
    base: SlideBase | None = None
    why: str = ""
    before: Before = NOTHING_MORE
    tags: Tags = NO_TAGS


class ReadSlide(NamedTuple):
    """A slide now: its number, its part, its tags."""

    number: int
    part: str
    tags: Tags


class ReadDeck(NamedTuple):
    """A deck now, slide by slide: by their numbers what they say, and what they were. `build` is the one that it is
    from, of `built` slides where that is told (else 0); `tags` are those of the deck."""

    slides: tuple[ReadSlide, ...]
    contents: Mapping[int, SlideContent]
    origins: Mapping[int, Origin]
    looks: InheritedLooks
    build: str
    built: int
    tags: Tags


def deck_edits(package: Package, as_built: Package | None = None) -> DeckEdits:
    """What was changed in a deck since it was built; `as_built` is the deck as it was, for slides without tags.

    Raises UserFault (SP501–SP509) where one of the two cannot be read.
    """
    return edits_in(read_deck(package, as_built))


def edits_in(deck: ReadDeck) -> DeckEdits:
    """What was changed in a deck that is read."""
    states = list(_states(deck.slides, deck.contents, deck.origins, deck.looks, deck.build))
    there = {one.built_as for one in states}
    numbered = (_count(one.tags.get("NUMBER", "").rpartition("/")[2]) for one in deck.slides)
    most = deck.built or max(numbered, default=0)
    gone = [number for number in range(1, most + 1) if number not in there] if there - {0} else []
    return DeckEdits(build=deck.build, built=most, slides=tuple(_in_order(states)), deleted=tuple(gone))


class Contents(Mapping[int, SlideContent]):
    """What the slides of a deck say, by their numbers, each read when it is asked for. Raises UserFault (SP501–SP509)
    for one that cannot be read."""

    def __init__(self, package: Package, slides: Sequence[ReadSlide]) -> None:
        self._package, self._parts = package, {one.number: one.part for one in slides}
        self._read: dict[int, SlideContent] = {}

    def __getitem__(self, number: int) -> SlideContent:
        if number not in self._read:
            self._read[number] = elements_of(self._package, self._parts[number])
        return self._read[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


def has_marks(package: Package) -> tuple[bool, bool]:
    """Whether any slide of a deck, and whether each, has the marks of a build."""
    marked = ["BUILD" in tags_of(package, one.part) for one in Presentation(package).slides]
    return any(marked), all(marked)


def read_deck(package: Package, as_built: Package | None = None) -> ReadDeck:
    """A deck with what its slides were. Raises UserFault (SP501–SP509) where one of the two cannot be read."""
    presentation = Presentation(package)
    slides = [ReadSlide(one.number, one.part, tags_of(package, one.part)) for one in presentation.slides]
    contents = Contents(package, slides)
    told = tags_of(package, presentation.part)
    builds = Counter(build for one in slides if (build := one.tags.get("BUILD", "")))
    build = told.get("BUILD") or (builds.most_common(1)[0][0] if builds else "")
    origins = {one.number: _tagged(one.tags) for one in slides if one.tags.get("BUILD")}
    count = _count(told.get("SLIDES", ""))
    if as_built is not None:
        found, count = _recognised(slides, contents, origins, as_built, build)
        origins |= found
        build = build or next((one.build for one in found.values()), "")
    return ReadDeck(tuple(slides), contents, origins, InheritedLooks(package), build, count, told)


def _tagged(tags: Tags) -> Origin:
    base, why = read_base(tags.get("BASE", ""))
    before = Before(rewritten=True) if tags.get(REWRITTEN) else NOTHING_MORE
    return Origin(tags.get("BUILD", ""), _count(tags.get("NUMBER", "").partition("/")[0]), base, why, before, tags)


def _count(said: str) -> int:
    """A number of slides that a tag says; 0 for what is none."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0


def _states(
    slides: Sequence[ReadSlide],
    contents: Mapping[int, SlideContent],
    origins: Mapping[int, Origin],
    looks: InheritedLooks,
    build: str,
) -> list[SlideEdits]:
    found: list[SlideEdits] = []
    originals = _originals(slides, contents, origins, build)
    for one in slides:
        origin = origins.get(one.number)
        if origin is None:
            found.append(SlideEdits(number=one.number, state="own slide"))
            continue
        edits: tuple[Edit, ...] = ()
        if origin.base is not None:
            content = contents[one.number]
            edits = edits_of(origin.base, content, looks.of(one.part), origin.before)
        state: State = "not told" if origin.base is None else "edited" if edits else "untouched"
        number, copy_of = origin.number, 0
        if origin.build != build:
            state, number = "from another deck", 0
        elif number and originals[number] != one.number:
            state, number, copy_of = "copy", 0, originals[number]
        found.append(
            SlideEdits(number=one.number, built_as=number, state=state, edits=edits, copy_of=copy_of, why=origin.why)
        )
    return found


def _originals(
    slides: Sequence[ReadSlide], contents: Mapping[int, SlideContent], origins: Mapping[int, Origin], build: str
) -> dict[int, int]:
    """Which slide now is the one that was built, by its number then: of copies the one that is as it was, else the
    first."""
    found: dict[int, int] = {}
    as_it_was: set[int] = set()
    for one in slides:
        origin = origins.get(one.number)
        if origin is None or origin.build != build or not origin.number:
            continue
        same = origin.base is not None and sealed(contents[one.number], origin.base.salt) == origin.base
        if origin.number not in found or (same and origin.number not in as_it_was):
            found[origin.number] = one.number
        if same:
            as_it_was.add(origin.number)
    return found


def _in_order(states: Sequence[SlideEdits]) -> list[SlideEdits]:
    """The slides, those marked that stand elsewhere among the others than they were built."""
    kept = set(longest_rising([one.built_as for one in states if one.built_as]))
    return [
        msgspec.structs.replace(one, moved=True) if one.built_as and one.built_as not in kept else one for one in states
    ]


Said = Counter[frozenset[str]]


def said_by(package: Package) -> Said:
    """What the slides of a deck say, each as a whole."""
    slides = Presentation(package).slides
    return Counter(frozenset(texts) for slide in slides if (texts := elements_of(package, slide.part).texts))


def share_of(deck: Said, as_built: Said) -> float:
    """How many of a deck's slides say the very same as ones of a deck as it was built, 0–1."""
    return (deck & as_built).total() / max(deck.total(), 1)


# --- without tags ----------------------------------------------------------------------------------------------------


def _recognised(
    slides: Sequence[ReadSlide],
    contents: Mapping[int, SlideContent],
    origins: Mapping[int, Origin],
    as_built: Package,
    build: str,
) -> tuple[dict[int, Origin], int]:
    """What slides without tags were, by what they say beside the deck as it was built; how many slides that has."""
    presentation = Presentation(as_built)
    known = build or tags_of(as_built, presentation.part).get("BUILD", "")
    looks = InheritedLooks(as_built)
    is_clean = not any(one.notes for one in contents.values())  # a handout, or a copy for mailing
    taken = {one.number for one in origins.values() if one.build == build}
    built = {
        one.number: (one.part, elements_of(as_built, one.part))
        for one in presentation.slides
        if one.number not in taken
    }
    unknown = {one.number: slide_words(contents[one.number]) for one in slides if one.number not in origins}
    pairs = paired(unknown, {number: slide_words(content) for number, (_, content) in built.items()})
    found = {}
    for now, number in pairs.items():
        part, content = built[number]
        tags = tags_of(as_built, part)
        base = read_base(tags.get("BASE", "")).base or sealed(content, SALT)
        if is_clean:
            base = msgspec.structs.replace(base, notes=())
        found[now] = Origin(known, number, base, "", Before(looks.of(part), rewritten=True), tags)
    return found, len(presentation.slides)


def paired(unknown: Mapping[int, Counter[str]], built: Mapping[int, Counter[str]]) -> dict[int, int]:
    """Which slides now are which of the build, by what they say: the likeliest first. A second one that says all that
    one of the build says is a copy of it; one that shares little must stand between its neighbours, and one that
    shares next to nothing must be the only one there."""
    scores = sorted(
        (-score, abs(number - now), now, number)
        for now, words in unknown.items()
        for number, said in built.items()
        if (score := _shared(said, words))
    )
    found: dict[int, int] = {}
    for score, _, now, number in scores:
        is_like = -score >= LEAST_SHARED or (-score >= LEAST_BETWEEN and _stands_between(found, now, number))
        if is_like and now not in found and (-score == 1.0 or number not in found.values()):
            found[now] = number
    for _, _, now, number in scores:
        if now not in found and number not in found.values() and _is_alone(found, now, number, unknown, built):
            found[now] = number
    return found


def _is_alone(
    found: Mapping[int, int], now: int, number: int, unknown: Mapping[int, object], built: Mapping[int, object]
) -> bool:
    """Whether between two slides that were neighbours of one slide there is one again: a slide of which most was
    deleted says little of what it said, and still stands where it stood."""
    before = max((one for one in found if one < now), default=0)
    behind = min((one for one in found if one > now), default=max(unknown) + 1)
    first, last = found.get(before, 0), found.get(behind, max(built) + 1)
    return [one for one in unknown if before < one < behind] == [now] and [
        one for one in built if first < one < last and one not in found.values()
    ] == [number]


def _stands_between(found: Mapping[int, int], now: int, number: int) -> bool:
    """Whether a slide's neighbours now are the neighbours that it had."""
    before = max((one for one in found if one < now), default=0)
    behind = min((one for one in found if one > now), default=0)
    first, last = found.get(before, 0), found.get(behind, number + 1)
    return first < number < last


def slide_words(content: SlideContent) -> Counter[str]:
    """What a slide says; its notes too, which tell slides apart that are much alike."""
    return Counter(filter(None, [*content.texts, *(one.text for one in content.notes), content.title]))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    whole = max(one.total(), other.total())
    return (one & other).total() / whole if whole else 0.0
