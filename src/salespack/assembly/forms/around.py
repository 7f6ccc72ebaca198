"""What a form depends on besides the nodes that it is made of, and what keeps nodes from it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from salespack.deck.model import Chart, Logo, Member, Picture, Table
from salespack.language.formatting import Formats
from salespack.problems.problem import Place, UserFault

FORMATS = Formats()
NOTHING: Mapping[str, str] = MappingProxyType({})


class People(Protocol):
    """Our people, as slides show them. Both raise UserFault where a portrait cannot be shown."""

    def members(self) -> tuple[Member, ...]:
        """Those for this customer, in their order, with more about each."""

    def portrait(self, name: str) -> Picture | None:
        """The portrait of who is called so."""


class _Nobody:
    def members(self) -> tuple[Member, ...]:
        return ()

    def portrait(self, name: str) -> Picture | None:
        return None


class Customers(Protocol):
    """Our customers, as slides show them to others."""

    def agreed(self) -> tuple[Logo, ...]:
        """The logos of those who agreed. Raises UserFault for one that cannot be shown."""

    def refuses(self, name: str) -> bool:
        """Whether who is called so does not agree."""

    def logo(self, picture: Picture) -> Logo:
        """A picture of a logo, and what is seen of it."""


class _NoCustomers:
    def agreed(self) -> tuple[Logo, ...]:
        return ()

    def refuses(self, name: str) -> bool:
        return False

    def logo(self, picture: Picture) -> Logo:
        return Logo(picture)


class Workings(Protocol):
    """How calculations come about, as slides show it."""

    def nodes(self, name: str, place: Place) -> tuple[Table, Chart]:
        """The table and the chart of a calculation. Raises UserFault (SP370) where it cannot be worked out."""


class _NoWorkings:
    def nodes(self, name: str, place: Place) -> tuple[Table, Chart]:
        raise UserFault.of("SP370", f"there is no calculation “{name}”", "declare it in calculations.yaml", place)


NOBODY: People = _Nobody()
NO_CUSTOMERS: Customers = _NoCustomers()


class Around(NamedTuple):
    """The language of a text, the day its slides are for, the attributes of the fence around what is made, the tags of
    its block, the day of the customer's meeting, where that is known and not past, the customer's country and ours, our
    people, our customers, and what is worked out. `formats` writes days."""

    language: str
    on: datetime.date
    attributes: Mapping[str, str] = NOTHING
    tags: tuple[str, ...] = ()
    meeting: datetime.date | None = None
    country: str | None = None
    our_country: str | None = None
    formats: Formats = FORMATS
    people: People = NOBODY
    customers: Customers = NO_CUSTOMERS
    workings: Callable[[], Workings] = _NoWorkings


class Unmade(Exception):  # noqa: N818 - a fault of the text
    """What a form is made of, and is not there: a message and a hint."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)
