"""What a check keeps for the next: the records of blocks, the outcome of matching. Data alone, sealed, in the cache."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from salespack.checking.engine.blocks import Record
from salespack.checking.engine.selections import Outcome
from salespack.formats.types import decode_custom, encode_custom
from salespack.specimens.data_used import Uses
from salespack.system.cache import code_version, read_cached, write_cached
from salespack.system.hashing import digest


class Kept(msgspec.Struct, kw_only=True):
    """What is kept for one library. `uses` are by the content of texts, `records` by block."""

    version: str
    uses: dict[str, Uses] = {}
    records: dict[str, Record] = {}
    matched: str = ""
    outcome: Outcome | None = None


def read_kept(cache: Path | None, root: Path, *, synthetic: bool) -> Kept:
    """What the last check of the library at `root` kept, with real profiles or without; nothing of other code."""
    content = read_cached(cache, _name(root, synthetic=synthetic))
    if content is not None:
        try:
            kept = msgspec.msgpack.decode(content, type=Kept, dec_hook=decode_custom)
        except msgspec.DecodeError:
            kept = None
        if kept is not None and kept.version == code_version():
            return kept
    return Kept(version=code_version())


def write_kept(cache: Path | None, root: Path, kept: Kept, *, synthetic: bool) -> None:
    """Keeps it for the next check."""
    write_cached(cache, _name(root, synthetic=synthetic), msgspec.msgpack.encode(kept, enc_hook=encode_custom))


class Outcomes(msgspec.Struct, frozen=True):
    """The outcome of matching each profile by what it depends on, read only when the whole is not as it was."""

    version: str
    by_key: dict[str, Outcome]


def read_outcomes(cache: Path | None, root: Path) -> dict[str, Outcome]:
    """The outcomes of the last time, by what each depends on."""
    content = read_cached(cache, _outcomes_name(root))
    if content is not None:
        try:
            kept = msgspec.msgpack.decode(content, type=Outcomes, dec_hook=decode_custom)
        except msgspec.DecodeError:
            return {}
        if kept.version == code_version():
            return kept.by_key
    return {}


def write_outcomes(cache: Path | None, root: Path, outcomes: dict[str, Outcome]) -> None:
    """Keeps the outcomes for the next time that something changed."""
    content = msgspec.msgpack.encode(Outcomes(code_version(), outcomes), enc_hook=encode_custom)
    write_cached(cache, _outcomes_name(root), content)


def _outcomes_name(root: Path) -> str:
    return f"check-{digest(os.fsencode(root))[:24]}-matched.msgpack"


def _name(root: Path, *, synthetic: bool) -> str:
    return f"check-{digest(os.fsencode(root))[:24]}{'-synthetic' if synthetic else ''}.msgpack"
