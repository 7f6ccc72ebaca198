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


class JsonList:
    """A list as indented JSON on standard output, written item by item: what was written is not kept.

    All items give what `say_json` gives for the list of them.
    """

    def __init__(self) -> None:
        self._begun = False

    def say(self, item: object) -> None:
        """The next item."""
        indented = json_text(item).replace("\n", "\n  ")
        write_data(f",\n  {indented}" if self._begun else f"[\n  {indented}")
        self._begun = True

    def end(self) -> None:
        """The end of the list."""
        write_data("\n]\n" if self._begun else "[]\n")
