"""A pack: the recipe of slots, limits and outputs. Its types and how its file is read."""

from __future__ import annotations

from typing import Literal

import msgspec

from salespack.formats.types import Localised
from salespack.library.blocks import Audience, Kind


class Slot(msgspec.Struct, frozen=True, kw_only=True, tag="slot", tag_field="section"):
    """A place that blocks compete for: those of one of `kinds` that carry `tag`, at most `take` of them."""

    slot: str
    kinds: tuple[Kind, ...] = ()
    tag: str | None = None
    take: int = 1
    optional: bool = False


class Each(msgspec.Struct, frozen=True, kw_only=True, tag="each", tag_field="section"):
    """Slots that come once for each of the customer's first `count` top values."""

    count: int
    slots: tuple[Slot, ...]


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a pack may not exceed: slides (a count), minutes, generic share (0–1)."""

    slides: int | None = None
    minutes: float | None = None
    generic_share: float | None = None


class Fit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How well a pack must answer the customer to be built: coverage of the top values, 0–1."""

    min_coverage: float = 0.6


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A recipe. `audience` says whom the pack suits, when a build must choose one by itself."""

    id: str
    file: str
    name: Localised
    stage: str | None = None
    audience: Audience = Audience()
    outputs: tuple[str, ...] = ("deck.pptx",)
    sections: tuple[Slot | Each, ...]
    limits: Limits = Limits()
    fit: Fit = Fit()
    language: Literal["fail", "fallback"] = "fail"
