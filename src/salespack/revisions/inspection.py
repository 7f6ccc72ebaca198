"""What a deck holds, slide by slide, beside the library of today: current, outdated, expired, retired, or not ours."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from pathlib import Path

import msgspec

from salespack.formats.text_files import read_text
from salespack.formats.yaml import Source
from salespack.language.company_names import name_words
from salespack.library.blocks import Block
from salespack.library.library import Library
from salespack.library.packs import MADE_PREFIX
from salespack.ooxml.provenance import DeckProvenance, SlideProvenance, read_provenance
from salespack.problems.problem import UserFault, shown_path
from salespack.profiles.profile import ENDINGS

SHORTEST_NAME = 4
"""Letters of a customer's name of one word that is looked for in other decks: “Oy” and “Go” stand everywhere."""


class Standing(Enum):
    """How a slide stands beside the library."""

    CURRENT = "current"
    MADE = "made by the pack"
    OUTDATED = "outdated"
    EXPIRED = "expired"
    RETIRED = "retired"
    GONE = "not in the library"
    UNKNOWN = "not ours"


BEHIND = frozenset((Standing.OUTDATED, Standing.EXPIRED, Standing.RETIRED, Standing.GONE))
"""What somebody should do something about."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One slide: how it stands and why, and the customers that it names though it is not made for them."""

    number: int
    title: str
    block: str = ""
    version: int | None = None
    standing: Standing
    why: str = ""
    owner: str = ""
    names: tuple[str, ...] = ()


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """A deck: for which profile and pack it was built, its slides, and what it carries that is not for mailing."""

    file: str
    profile: str
    pack: str
    slides: tuple[Found, ...]
    carries: tuple[str, ...]

    @property
    def behind(self) -> tuple[Found, ...]:
        """The slides that somebody should do something about."""
        return tuple(one for one in self.slides if one.standing in BEHIND or one.names)

    def count(self, standing: Standing) -> int:
        """How many slides stand so."""
        return sum(one.standing is standing for one in self.slides)


class Customers:
    """The names of the customers with a profile, to be found where they do not belong."""

    def __init__(self, folder: Path | None) -> None:
        self._names: dict[str, tuple[str, tuple[str, ...]]] = {}
        for path in sorted(one for ending in ENDINGS for one in folder.glob(f"*{ending}")) if folder else ():
            try:
                match Source(shown_path(path), read_text(path)).load():
                    case {"customer": {"name": str(name)}}:
                        self._names[path.stem] = name, name_words(name)
            except UserFault:
                continue  # a profile that cannot be read is told by those who read profiles

    def most_named_in(self, slides: Iterable[SlideProvenance]) -> str:
        """The profile of the customer that most slides name; empty where none is named."""
        counted = Counter(
            profile
            for slide in slides
            for profile, (name, _) in self._names.items()
            if name in self.named_in(slide.texts, "")
        )
        return min(counted, key=lambda profile: (-counted[profile], profile)) if counted else ""

    def named_in(self, texts: Iterable[str], own: str) -> tuple[str, ...]:
        """The customers that texts name, but for the one whose profile is `own`."""
        said = [f" {' '.join(name_words(text))} " for text in texts]
        mine = self._names.get(own, ("", ()))[1]
        return tuple(
            name
            for profile, (name, words) in self._names.items()
            if profile != own and words and words != mine and (len(words) > 1 or len(words[0]) >= SHORTEST_NAME)
            and any(f" {' '.join(words)} " in text for text in said)
        )  # fmt: skip


def inspect_deck(library: Library, path: Path, on: datetime.date, customers: Customers) -> Inspection:
    """The deck beside the library on a day. Raises UserFault for one that cannot be read."""
    deck = read_provenance(path)
    profile = deck.tags.get("PROFILE", "")
    own = profile or customers.most_named_in(deck.slides)  # a handout does not say whom it is for
    return Inspection(
        file=shown_path(path),
        profile=profile,
        pack=deck.tags.get("PACK", ""),
        slides=tuple(_found(library, slide, on, customers, own) for slide in deck.slides),
        carries=tuple(_carries(deck)),
    )


def _found(library: Library, slide: SlideProvenance, on: datetime.date, customers: Customers, own: str) -> Found:
    block = slide.tags.get("BLOCK", "")
    said = slide.tags.get("VERSION", "")
    version = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None
    allowed = _about(library.blocks.get(block))
    names = tuple(one for one in customers.named_in((*slide.texts, *slide.notes), own) if name_words(one) != allowed)
    standing, why = _standing(library, block, version, slide.tags.get("HASH", ""), on)
    owner = library.blocks[block].owner if block in library.blocks else None
    return Found(
        number=slide.number, title=slide.title, block=block, version=version, standing=standing, why=why,
        owner=owner or "", names=names,
    )  # fmt: skip


def _about(block: Block | None) -> tuple[str, ...]:
    """The customer that a case is about: it may be named."""
    name = block.about.customer if block is not None and block.about is not None else None
    return name_words(name) if name else ()


def _standing(
    library: Library, block: str, version: int | None, content_hash: str, on: datetime.date
) -> tuple[Standing, str]:
    if not block:
        return Standing.UNKNOWN, "it has no mark of ours: made elsewhere, or saved by a program that drops marks"
    if block.startswith(MADE_PREFIX):
        return Standing.MADE, ""
    found = library.blocks.get(block)
    if found is None:
        return Standing.GONE, "the library has no block of this name any more"
    if found.state == "retired":
        retired = found.retired
        when = f" on {retired.on}" if retired is not None else ""
        reason = f": {retired.why}" if retired is not None and retired.why else ""
        return Standing.RETIRED, f"withdrawn{when}{reason}"
    if found.valid_until is not None and found.valid_until < on:
        return Standing.EXPIRED, f"held until {found.valid_until}"
    if version is not None and version < found.version:
        return Standing.OUTDATED, f"version {version}; the library has {found.version}"
    texts = {body.content_hash for body in found.bodies.values()}
    designed = any(body.slides is not None for body in found.bodies.values())
    if not designed and content_hash and content_hash not in texts:
        return Standing.OUTDATED, "the text of the block has changed since"
    return Standing.CURRENT, ""


def _carries(deck: DeckProvenance) -> Iterator[str]:
    """What a mail should not carry along, in words."""
    if noted := [slide.number for slide in deck.slides if slide.notes]:
        yield f"notes of {_slides(noted)}"
    if hidden := [slide.number for slide in deck.slides if slide.hidden]:
        yield f"hidden: {_slides(hidden)}"
    if deck.tags or any(slide.tags for slide in deck.slides):
        yield "marks of blocks, profile and pack"


def _slides(numbers: Sequence[int]) -> str:
    return f"slide {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} slides"
