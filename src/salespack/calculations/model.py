"""`calculations.yaml` as people write it: units, inputs, assumptions, formulas; and what of it is sound."""

from __future__ import annotations

from typing import Annotated

import msgspec

from salespack.formats.types import Day, FilledText, Name, PartialDay

FigureName = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$", description="small letters, digits and _, such as outage_cost")
]
DataPath = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(facts(\.[A-Za-z_][A-Za-z0-9_]*)+|customer\.(employees|revenue)|offer\.price_(per_year|once))$",
        description="facts.NAME, customer.employees, customer.revenue, offer.price_per_year or offer.price_once",
    ),
]


class Input(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure of the customer's, where their profile has it, and the least and the most that it can be; or a price of
    what we offer them, which is ours."""

    source: DataPath = msgspec.field(name="from")
    name: Name
    unit: FilledText
    least: float = 0.0
    most: float | None = None

    @property
    def is_offer(self) -> bool:
        """Whether it is a price of ours."""
        return self.source.startswith("offer.")


class Assumption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure of ours: the likely one, the range around it, and what it rests on until when.

    Without `low` and `high` it is exact, like a price. `owner` keeps it true, and is nobody's business outside.
    """

    name: Name
    unit: FilledText
    likely: float
    source: Name
    date: PartialDay
    valid_until: Day
    owner: FilledText
    low: float | None = None
    high: float | None = None
    url: FilledText | None = None


class Calculation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A formula over inputs, assumptions and other calculations, and the unit of what it gives."""

    name: Name
    unit: FilledText
    formula: FilledText


class CalculationsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in `calculations.yaml`. Names are unique in the whole file."""

    units: dict[FigureName, Name] = {}
    inputs: dict[FigureName, Input] = {}
    assumptions: dict[FigureName, Assumption] = {}
    calculations: dict[FigureName, Calculation] = {}


class Calculations(msgspec.Struct, frozen=True, kw_only=True):
    """The calculations of a library. Each in `formulas` is sound, and those that it rests on stand before it.

    `broken` are the others, that must not be used. `file` is named in problems.
    """

    file: str = ""
    units: dict[str, Name] = {}
    inputs: dict[str, Input] = {}
    assumptions: dict[str, Assumption] = {}
    formulas: dict[str, Calculation] = {}
    broken: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The calculations that blocks may speak of, also those that are broken."""
        return frozenset((*self.formulas, *self.broken))


NONE = Calculations()
"""The calculations of a library that has none."""
