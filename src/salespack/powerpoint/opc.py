"""The Open Packaging Conventions layer: reading the parts of a package and writing packages, deterministic to the byte."""

from __future__ import annotations

import msgspec


class StoredPart(msgspec.Struct, frozen=True):
    """A part as it lies in a zip: compressed bytes that can be copied into another package untouched."""

    name: str
    content_type: str
    method: int
    crc: int
    size: int
    data: bytes
