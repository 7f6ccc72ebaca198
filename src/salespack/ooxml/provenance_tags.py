"""Provenance in tags (`p:custDataLst`): where a slide and a deck came from. PowerPoint keeps them on copied slides."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple
from xml.parsers import expat

from salespack import __version__
from salespack.deck.model import Deck, Slide, SlideStyle
from salespack.ooxml.markup import P, R

PREFIX = "SALESPACK_"
"""What the templates put before each name; PowerPoint keeps names of tags in capitals."""
_NAMESPACE, _OFFICE = P[1:-1], R[1:-1]
_BEHIND_TAGS = frozenset(f"{_NAMESPACE} {name}" for name in ("kinsoku", "defaultTextStyle", "modifyVerifier", "extLst"))
"""What stands behind `custDataLst` in CT_Presentation (ECMA-376, 19.2.1.26)."""

MADE = "salespack:"
"""How the blocks of slides begin that packs make by themselves."""
SEAL_BYTES = 4
Tag = tuple[str, str]


class Built(NamedTuple):
    """What a slide is told of the build that made it: its place in the deck, from 1, and how many slides that has; its
    place among those of its block; the build's id, and the slide's base."""

    number: int
    slides: int
    part: int
    build: str
    base: str


def slide_tags(slide: Slide, on: datetime.date, built: Built) -> list[Tag]:
    """Names without prefix, and values. STYLE is what the whole deck has chosen for the slide, `-` what it has not."""
    provenance, style = slide.provenance, slide.style
    tags = [
        ("BLOCK", provenance.block),
        ("VERSION", str(provenance.version)),
        ("HASH", provenance.content_hash),
        ("PART", str(built.part)),
        ("LANGUAGE", slide.language),
        ("PACK", provenance.pack),
        ("SLOT", provenance.slot),
        ("DAY", on.isoformat()),
        ("BUILD", built.build),
        ("NUMBER", f"{built.number}/{built.slides}"),
        ("BASE", built.base),
    ]
    if provenance.value:
        tags.append(("VALUE", provenance.value))
    if style != SlideStyle():
        chosen = style.title or "-", "-" if style.rung is None else style.rung, style.variant or "-"
        tags.append(("STYLE", "title={} rung={} variant={}".format(*chosen)))
    return tags


def identity(block: str, value: str, part: str) -> str:
    """What tells a slide from the others of its deck, in every build of it: its block, and its place among those of
    that; of a made one, the value that it is for."""
    return f"{block}\n{value if value and block.startswith(MADE) else part}"


def identity_seal(salt: str, name: str) -> str:
    """A slide's identity, sealed: which slides somebody deleted cannot be read from their deck."""
    return blake2b(name.encode(), digest_size=SEAL_BYTES, key=salt.encode()[:64]).hexdigest()


def _sealed_identities(slides: Sequence[Slide], build: str) -> str:
    of_block: Counter[str] = Counter()
    found = []
    for slide in slides:
        provenance = slide.provenance
        of_block[provenance.block] += 1
        name = identity(provenance.block, provenance.value or "", str(of_block[provenance.block]))
        found.append(identity_seal(build, name))
    return " ".join(found)


def deck_tags(deck: Deck, build: str) -> list[Tag]:
    """Names without prefix, and values; VERSION is the version of the tool, BLOCKS the slides' sealed identities. PIN,
    DROP and FOR are there where they were asked for."""
    return [
        ("PROFILE_HASH", deck.profile_hash),
        ("LIBRARY_HASH", deck.library_hash),
        ("PROFILE", deck.profile),
        ("PACK", deck.pack),
        ("LANGUAGE", deck.language),
        ("DAY", deck.on.isoformat()),
        ("BUILD", build),
        ("SLIDES", str(len(deck.slides))),
        ("BLOCKS", _sealed_identities(deck.slides, build)),
        ("VERSION", __version__),
        *deck.asked,
    ]


def with_deck_tags(presentation: bytes, relationship: str) -> bytes:
    """presentation.xml that refers to the deck's tags; a list of tags that the brand has gives way to ours.

    Works on bytes, as the rest of the part is not ours to rewrite.
    """
    start, end = _place_for_tags(presentation)
    element = (
        f'<p:custDataLst xmlns:p="{_NAMESPACE}" xmlns:r="{_OFFICE}"><p:tags r:id="{relationship}"/></p:custDataLst>'
    )
    return presentation[:start] + element.encode() + presentation[end:]


def _place_for_tags(presentation: bytes) -> tuple[int, int]:
    """From where to where the tags stand, or would: before the first element that the schema puts behind them."""
    parser = expat.ParserCreate(namespace_separator=" ")
    depth, first, own_start, own_end, last = 0, -1, -1, -1, 0

    def start(name: str, _: object) -> None:
        nonlocal depth, first, own_start
        if depth == 1:
            if name in _BEHIND_TAGS and first < 0:
                first = parser.CurrentByteIndex
            elif name == f"{_NAMESPACE} custDataLst":
                own_start = parser.CurrentByteIndex
        depth += 1

    def end(name: str) -> None:
        nonlocal depth, own_end, last
        depth -= 1
        if depth == 1 and name == f"{_NAMESPACE} custDataLst":
            own_end = parser.CurrentByteIndex  # of an element without content, which has no tag that ends it: behind it
            if presentation.startswith(b"</", own_end):
                own_end = presentation.index(b">", own_end) + 1
        if depth == 0:
            last = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(presentation, True)
    parser.StartElementHandler = parser.EndElementHandler = None  # they hold the parser, which would stay with them
    if own_start >= 0:
        return own_start, own_end
    place = first if first >= 0 else last
    return place, place
