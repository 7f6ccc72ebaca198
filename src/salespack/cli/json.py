"""JSON for programs."""

from __future__ import annotations

import msgspec

from salespack.formats.types import encode_custom


def json_text(value: object) -> str:
    """`value` as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(value, enc_hook=encode_custom), indent=2).decode()
