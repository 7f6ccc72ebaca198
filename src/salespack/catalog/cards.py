"""What the pages of a catalog know: the library's words, its blocks in short and in full, its packs. Data alone.

Whom a block suits, and whether it can be used today, is judged by the rules of matching, never by the page.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import get_args

import msgspec

from salespack.curation.coverage.coverage import FIELDS, Suiting, usable_blocks
from salespack.curation.finding import state_of
from salespack.curation.reviews import due_of
from salespack.formats.types import Localised
from salespack.library.blocks import KINDS, OWN_EVIDENCE, About, Approval, Audience, Block, Evidence
from salespack.library.library import Library
from salespack.library.packs import Each, Slot
from salespack.matching.competition import REPAIR
from salespack.matching.seats import slots_of
from salespack.profiles.profile import Lifecycle, RelationshipKind, State
from salespack.specimens.texts import Shown, SlideText

CHUNK = 40
"""Blocks whose details are in one file."""


class LanguageCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """A block in one language, in short. `outdated`: it follows an earlier version. `broken`: it cannot be rendered."""

    title: str
    slides: int = 0
    picture: str = ""
    lines: tuple[str, ...] = ()
    outdated: bool = False
    broken: bool = False


class BlockCard(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A block in short: what lists, filters and the heat map need.

    `suits` has the words of a field (`stages`, …) that the block suits, where it does not suit all of them. `usable`:
    nothing but the customer can be against it. `places` are the slots that it may fill, as `PACK/SLOT`.
    """

    id: str
    kind: str
    state: str
    freshness: str
    chunk: int
    version: int = 1
    owner: str = ""
    tags: tuple[str, ...] = ()
    values: dict[str, int] = {}
    languages: dict[str, LanguageCard] = {}
    suits: dict[str, tuple[str, ...]] = {}
    usable: bool = False
    until: str = ""
    places: tuple[str, ...] = ()
    customer: str = ""


class LanguageDetails(msgspec.Struct, frozen=True, omit_defaults=True):
    """A block in one language, in full."""

    file: str
    slides: tuple[SlideText, ...] = ()
    source: str = ""
    sample: str = ""
    problems: tuple[str, ...] = ()


class Details(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The rest of a block, for its own page."""

    file: str
    languages: dict[str, LanguageDetails] = {}
    audience: Audience = msgspec.field(name="for", default=Audience())
    not_for: Audience = Audience()
    about: About | None = None
    needs: tuple[str, ...] = ()
    minutes: float | None = None
    evidence: Evidence | None = None
    sources: dict[str, Evidence] = {}
    valid_from: str = ""
    review_by: str = ""
    approved: Approval | None = None
    problems: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


class SlotCard(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A slot of a pack: what it takes, or makes, and how often it comes (`each`: once for each of so many values)."""

    slot: str
    kinds: tuple[str, ...] = ()
    tag: str = ""
    take: int = 1
    optional: bool = False
    each: int = 0
    make: str = ""


class PackCard(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A pack in short."""

    id: str
    name: Localised
    file: str
    stage: str = ""
    outputs: tuple[str, ...] = ()
    slots: tuple[SlotCard, ...] = ()
    broken: bool = False


class ValueCard(msgspec.Struct, frozen=True):
    """A value with its question and the words that signal it."""

    name: Localised
    question: Localised
    signals: dict[str, tuple[str, ...]]


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """Everything but the blocks' details. Words are maps from id to name; an empty map is a field of fixed words."""

    company: str
    on: str
    languages: tuple[str, ...]
    kinds: tuple[str, ...]
    words: dict[str, dict[str, Localised]]
    values: dict[str, ValueCard]
    packs: tuple[PackCard, ...]
    blocks: tuple[BlockCard, ...]
    pictures: bool
    expiring_days: int


def words_of(library: Library) -> dict[str, dict[str, Localised]]:
    """The words of each field of an audience but countries, by id."""
    settings = library.settings
    fixed = {"lifecycle": Lifecycle, "states": State, "relationship": RelationshipKind}
    named: dict[str, dict[str, Localised]] = {
        "stages": settings.stages,
        "roles": settings.roles,
        "industries": settings.industries,
    }
    return named | {field: {word: word for word in get_args(words)} for field, words in fixed.items()}


class Cards:
    """Makes the cards of one library's blocks on one day. `shown` has what each text says, by block and language."""

    def __init__(
        self,
        library: Library,
        on: datetime.date,
        shown: Mapping[tuple[str, str], Shown],
        near: Mapping[str, Sequence[str]],
    ) -> None:
        self._library, self._on, self._shown, self._near = library, on, shown, near
        self._usable, self._suiting = usable(library, on, shown), Suiting(library)
        self._due = due_for_review(library, on)

    def site(self, *, pictures: bool) -> Site:
        """Everything but details."""
        library = self._library
        return Site(
            company=library.settings.company.name,
            on=self._on.isoformat(),
            languages=library.settings.languages,
            kinds=KINDS,
            words=words_of(library),
            values={
                name: ValueCard(value.name, value.question, {**value.signals}) for name, value in library.values.items()
            },
            packs=tuple(_packs(library)),
            blocks=tuple(self._card(block, number) for number, block in enumerate(library.blocks.values())),
            pictures=pictures,
            expiring_days=library.settings.check.expiry_days,
        )

    def details(self) -> Iterator[dict[str, Details]]:
        """The details of all blocks, by id, a chunk at a time."""
        blocks = list(self._library.blocks.values())
        for first in range(0, len(blocks), CHUNK):
            yield {block.id: self._details(block) for block in blocks[first : first + CHUNK]}

    def _card(self, block: Block, number: int) -> BlockCard:
        return BlockCard(
            id=block.id,
            kind=block.kind,
            state=state_of(block),
            freshness=freshness(block, self._on, self._library.settings.check.expiry_days, self._due),
            chunk=number // CHUNK,
            version=block.version,
            owner=block.owner or "",
            tags=block.tags,
            values=block.values,
            languages={language: self._language_card(block, language) for language in block.bodies},
            suits={
                field: words
                for dimension, field in FIELDS.items()
                if (words := self._suiting.words(block, dimension)) is not None
            },
            usable=block.id in self._usable,
            until=block.valid_until.isoformat() if block.valid_until else "",
            places=tuple(places_of(block, self._library)),
            customer=(block.about.customer or "") if block.about else "",
        )

    def _language_card(self, block: Block, language: str) -> LanguageCard:
        body = block.bodies[language]
        shown = self._shown.get((block.id, language), Shown(()))
        slides = shown.slides
        return LanguageCard(
            title=slides[0].title if slides else body.title or block.id,
            slides=len(slides),
            picture=slides[0].picture if slides else "",
            lines=slides[0].lines[:6] if slides and not slides[0].picture else (),
            outdated=body.translates is not None and body.translates < block.version,
            broken=bool(shown.problems),
        )

    def _details(self, block: Block) -> Details:
        languages = {}
        for language, body in block.bodies.items():
            shown, own = self._shown.get((block.id, language), Shown(())), body.evidence.get(OWN_EVIDENCE)
            languages[language] = LanguageDetails(
                file=body.file,
                slides=shown.slides,
                source=(own.source if own else None) or "",
                sample=(own.sample if own else None) or "",
                problems=shown.problems,
            )
        return Details(
            file=block.file,
            languages=languages,
            audience=block.audience,
            not_for=block.not_for,
            about=block.about,
            needs=block.needs,
            minutes=block.minutes,
            evidence=block.evidence,
            sources=block.sources,
            valid_from=block.valid_from.isoformat() if block.valid_from else "",
            review_by=block.review_by.isoformat() if block.review_by else "",
            approved=block.approved,
            problems=tuple(str(problem) for problem in block.problems),
            near=tuple(self._near.get(block.id, ())),
        )


def usable(library: Library, on: datetime.date, shown: Mapping[tuple[str, str], Shown]) -> frozenset[str]:
    """The blocks that nothing but the customer can be against on a day, as `library coverage` counts them; not those
    that cannot be made into slides in any language."""
    made = {block for (block, _), one in shown.items() if one.slides}
    return frozenset(block.id for block in usable_blocks(library, on) if block.id in made)


def freshness(block: Block, on: datetime.date, days: int, due: Collection[str]) -> str:
    """How a block stands on a day: upcoming, expired, review (it is in `due`), expiring (within `days`) or valid."""
    if block.valid_from is not None and block.valid_from > on:
        return "upcoming"
    if block.valid_until is not None and block.valid_until < on:
        return "expired"
    if block.id in due:
        return "review"
    if block.valid_until is not None and block.valid_until <= on + datetime.timedelta(days):
        return "expiring"
    return "valid"


def due_for_review(library: Library, on: datetime.date) -> frozenset[str]:
    """The blocks that somebody must read again: their review is due, or their evidence is too old."""
    due = due_of(library, on, 0).values()
    return frozenset(one.block for found in due for one in found if one.what in ("review", "evidence"))


def places_of(block: Block, library: Library) -> Iterator[str]:
    """The slots that may take a block, as `PACK/SLOT`: those of its kind and tag, strong enough where it matters; for
    blocks that repair also those where they may stand instead of a benefit."""
    strong = max(block.values.values(), default=0) >= library.settings.scoring.each_strength
    repairs = strong and block.kind == "dialogue" and REPAIR in block.tags
    for pack in library.packs.values():
        inner = {id(slot) for section in pack.sections if isinstance(section, Each) for slot in section.slots}
        for slot in slots_of(pack):
            own = not slot.kinds or block.kind in slot.kinds
            tagged = slot.tag is None or slot.tag in block.tags
            stands_in = repairs and (not slot.kinds or "benefit" in slot.kinds)
            if stands_in or (own and tagged and (strong or id(slot) not in inner)):
                yield f"{pack.id}/{slot.slot}"


def _packs(library: Library) -> Iterable[PackCard]:
    for pack in library.packs.values():
        slots: list[SlotCard] = []
        for section in pack.sections:
            if isinstance(section, Each):
                slots += [_slot(slot, section.count) for slot in section.slots]
            else:
                slots.append(_slot(section))
        yield PackCard(
            id=pack.id,
            name=pack.name,
            file=pack.file,
            stage=pack.stage or "",
            outputs=pack.outputs,
            slots=tuple(slots),
        )
    for name, problems in library.broken_packs.items():
        yield PackCard(id=name, name=name, file=problems[0].place.file if problems[0].place else name, broken=True)


def _slot(slot: Slot, each: int = 0) -> SlotCard:
    return SlotCard(
        slot=slot.slot,
        kinds=slot.kinds,
        tag=slot.tag or "",
        take=slot.take,
        optional=slot.optional,
        each=each,
        make=slot.make or "",
    )
