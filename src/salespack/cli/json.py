"""JSON for programs."""

from __future__ import annotations

import msgspec

from salespack.cli.terminal import write_data
from salespack.formats.types import encode_custom
from salespack.problems.printing import printable_json


def say_json(value: object) -> None:
    """`value` as indented JSON on standard output, in UTF-8."""
    write_data(json_text(value) + "\n")


def json_text(value: object) -> str:
    """`value` as indented JSON."""
    return printable_json(msgspec.json.format(msgspec.json.encode(value, enc_hook=encode_custom), indent=2).decode())
