"""What a form depends on besides the nodes that it is made of, and what keeps nodes from it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from salespack.language.formatting import Formats

FORMATS = Formats()
NOTHING: Mapping[str, str] = MappingProxyType({})


class Around(NamedTuple):
    """The language of a text, the day its slides are for, the attributes of the fence around what is made, the tags of
    its block, and the day of the customer's meeting, where that is known and not past. `formats` writes days."""

    language: str
    on: datetime.date
    attributes: Mapping[str, str] = NOTHING
    tags: tuple[str, ...] = ()
    meeting: datetime.date | None = None
    formats: Formats = FORMATS


class Unmade(Exception):  # noqa: N818 - a fault of the text
    """What a form is made of, and is not there: a message and a hint."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)
