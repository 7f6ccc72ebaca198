"""What came back from translators: texts by their keys, whatever kind of file they came in."""

from __future__ import annotations

import msgspec


class Row(msgspec.Struct, frozen=True):
    """One text that came back: the key of its unit, what it says, and where it stands in the file.

    `finished` None leaves it to the text: it is done where it is another than what went out.
    """

    key: str
    target: str
    where: str
    line: int | None = None
    finished: bool | None = None


class Document(msgspec.Struct, frozen=True):
    """All that came back in one file, and the language that it is in."""

    file: str
    language: str
    rows: tuple[Row, ...]
