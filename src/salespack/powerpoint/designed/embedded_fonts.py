"""The typefaces that decks of designed slides bring along: which of them a slide is set in, and which may go with it.

In a deck that others edit may stand what its maker lets be installed or edited with (fsType); what it lets be shown and
printed alone, PowerPoint would open such a deck for reading only.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from salespack.ooxml.markup import A, P
from salespack.ooxml.packaging import extension_of
from salespack.powerpoint.brand.embedded_fonts import (
    NEEDED,
    Listed,
    faces_taken_out,
    listed_fonts,
    remembered_faces,
)
from salespack.powerpoint.designed.dependencies import LEFT_BEHIND
from salespack.powerpoint.designed.source import SourceDeck, Sources
from salespack.problems.problem import UserFault
from salespack.typography.embedded_fonts import rights_of
from salespack.typography.faces import EmbeddedFace
from salespack.typography.fontfiles import BrokenFont

Why = Literal["", "owner", "reading", "broken"]
"""Why a font stays behind: its maker allows no embedding, or for reading alone, or it cannot be read."""


class SourceFont(NamedTuple):
    """A font that a deck embeds; `why` it may not go into another deck, empty where it may."""

    listed: Listed
    why: Why


def fonts_of(source: SourceDeck) -> tuple[SourceFont, ...]:
    """The fonts that a deck embeds."""
    known = source.remembered.get("embedded fonts")
    if not isinstance(known, tuple):
        known = source.remembered["embedded fonts"] = tuple(
            SourceFont(one, _why_not(source.read(one.part))) for one in _listed(source)
        )
    return known


def _listed(source: SourceDeck) -> list[Listed]:
    part = source.presentation.part
    root = source.presentation.root
    if root.find(f"{P}embeddedFontLst") is None:
        return []
    rows = {one.id: one for one in source.relationships(part)}
    return [one for one in listed_fonts(root, rows) if one.part in source.package]


def _why_not(content: bytes) -> Why:
    try:
        rights = rights_of(content)
    except BrokenFont:
        return "broken"
    return "" if rights.edit else "reading" if rights.travel else "owner"


def used_fonts(source: SourceDeck, slide: str, *, own_look: bool) -> tuple[SourceFont, ...]:
    """The embedded fonts that a slide is set in, and with its `own_look` those of its layout, master and theme."""
    fonts = fonts_of(source)
    if not fonts:
        return ()
    names = _named(source, slide)
    if own_look:
        layout = source.related(slide, "slideLayout")
        names |= _named(source, layout) | _named(source, source.related(layout, "slideMaster"))
    return tuple([one for one in fonts if one.listed.typeface.casefold() in names])


def _named(source: SourceDeck, start: str) -> frozenset[str]:
    """The typefaces that a part and what it needs name, lower case."""
    key = ("typefaces", start)
    known = source.remembered.get(key)
    if not isinstance(known, frozenset):
        parts = source.package.closure([start], lambda one: one.kind not in LEFT_BEHIND)
        known = source.remembered[key] = frozenset(
            str(name).casefold()
            for part in parts
            if extension_of(part) == "xml"
            for one in source.tree(part).iter(f"{A}*")
            if (name := one.get("typeface"))
        )
    return known


def faces_of(
    path: Path, sources: Sources, cache: Path | None, whole: frozenset[str] = frozenset()
) -> tuple[EmbeddedFace, ...]:
    """The faces that the deck in a file brings along and that have what its slides are written with.

    Of the typefaces in `whole`, lower case, only faces that have more than the letters of some slides. A file that
    cannot be read has none.
    """
    try:
        stat = path.stat()
        state = f"{path} {stat.st_size} {stat.st_mtime_ns} {sorted(whole)}"
        return remembered_faces(state, lambda: _taken_out(sources.open(path), cache, whole), cache)
    except (OSError, UserFault):
        return ()  # its block says what is wrong


def _taken_out(source: SourceDeck, cache: Path | None, whole: frozenset[str]) -> Iterator[EmbeddedFace]:
    fonts = [one.listed for one in fonts_of(source)]
    if not fonts:
        return
    letters = frozenset(
        "".join(one.text or "" for slide in source.slides for one in source.tree(slide.part).iter(f"{A}t"))
    )
    for font in fonts:
        needed = NEEDED if font.typeface.casefold() in whole else frozenset(one for one in letters if one.isprintable())
        yield from faces_taken_out([(font, source.read(font.part))], needed, cache)
