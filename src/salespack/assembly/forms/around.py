"""What a form depends on besides the nodes that it is made of."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

NOTHING: Mapping[str, str] = {}


class Around(NamedTuple):
    """The language of a text, the day its slides are for, and the attributes of the fence around what is made."""

    language: str
    on: datetime.date
    attributes: Mapping[str, str] = NOTHING
