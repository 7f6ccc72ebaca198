"""What a check keeps for the next: the records of blocks, the outcome of matching. Data alone, sealed, in the cache."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from salespack.cache import code_version, read_cached, write_cached
from salespack.checking.block_check import Record
from salespack.checking.selecting import Outcome
from salespack.checking.uses import Uses
from salespack.formats.types import decode_custom, encode_custom
from salespack.hashing import digest


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


def _name(root: Path, *, synthetic: bool) -> str:
    return f"check-{digest(os.fsencode(root))[:24]}{'-synthetic' if synthetic else ''}.msgpack"
