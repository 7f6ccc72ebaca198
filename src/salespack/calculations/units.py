"""Units of figures: reading them, multiplying and dividing them, and how a language writes a figure with its unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from salespack.formats.types import Localised, in_language
from salespack.language.formatting import Formats
from salespack.language.phrases import words
from salespack.problems.suggestions import LISTED, did_you_mean

PERCENT = "%"
OF_TIME = ("h", "min", "day", "week", "month", "year")
"""The units that are known in every language; libraries declare others."""
CURRENCY = re.compile("[A-Z]{3}")
PART = re.compile(r"\s*([*/])\s*")
WHOLE_FROM = 1000
"""From this figure on decimals say nothing that an estimate knows."""
ROUGHLY = frozenset(("month", "year"))
"""Units of which an estimate knows a tenth at most: nobody plans by a hundredth of a month."""


class UnitFault(Exception):  # noqa: N818 - a signal to who knows the place
    """A unit that is not known; the message names it, the hint says what to write."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


class Unit(msgspec.Struct, frozen=True):
    """A unit as the power of each thing it is made of: EUR/h is `(("EUR", 1), ("h", -1))`.

    A share has no power of anything; `percent` says that it is written as hundredths.
    """

    powers: tuple[tuple[str, int], ...] = ()
    percent: bool = False

    def times(self, other: Unit, sign: int = 1) -> Unit:
        """The unit of a product, or with the sign -1 of a quotient."""
        powers = dict(self.powers)
        for name, power in other.powers:
            powers[name] = powers.get(name, 0) + sign * power
        return Unit(tuple(sorted((name, power) for name, power in powers.items() if power)))

    def measures(self, other: Unit) -> bool:
        """Whether figures in the two can be added and compared."""
        return self.powers == other.powers

    @property
    def currency(self) -> str:
        """The currency that it counts, if it is an amount: EUR, EUR/h."""
        found = [name for name, power in self.powers if power == 1]
        return found[0] if len(found) == 1 and CURRENCY.fullmatch(found[0]) else ""

    def __str__(self) -> str:
        if self.percent:
            return PERCENT
        above = [name for name, power in self.powers for _ in range(power)]
        below = [f"/{name}" for name, power in self.powers for _ in range(-power)]
        return ("*".join(above) or "1") + "".join(below) if self.powers else "no unit"


SHARE = Unit()


def unit_of(text: str, declared: Mapping[str, Localised]) -> Unit:
    """The unit that a text names: `EUR/h`, `h/year`, `%`, `1/year`. Raises UnitFault."""
    if text.strip() == PERCENT:
        return Unit(percent=True)
    first, *rest = PART.split(text.strip())
    unit = SHARE if first == "1" else _named(first, text, declared)
    for sign, name in zip(rest[::2], rest[1::2], strict=True):
        unit = unit.times(_named(name, text, declared), 1 if sign == "*" else -1)
    return unit


def _named(name: str, text: str, declared: Mapping[str, Localised]) -> Unit:
    if name not in OF_TIME and name not in declared and not CURRENCY.fullmatch(name):
        near = did_you_mean(name, [*OF_TIME, *declared], LISTED)
        message = f"“{name}” in “{text}” is no unit" if name != text else f"“{text}” is no unit"
        where = "currencies, h, min, day, week, month, year and % are known; declare others under `units`"
        raise UnitFault(message, f"{near} {where.capitalize()}" if near.endswith("?") else where)
    return Unit(((name, 1),))


def unit_text(unit: Unit, language: str, declared: Mapping[str, Localised], *, number: float = 2) -> str:
    """What stands behind a figure of a unit, a number of them: `h a year`, `€ a year`, `releases`; `%` for a share.

    Empty for a plain number.
    """
    if unit.percent:
        return PERCENT
    above = [_counted(name, language, declared, number) for name, power in unit.powers for _ in range(power)]
    return " ".join(filter(None, ("·".join(above), _per(unit, language, declared))))


def figure_text(
    value: float,
    unit: Unit,
    language: str,
    declared: Mapping[str, Localised],
    formats: Formats,
    among: Sequence[float] = (),
) -> str:
    """A figure with its unit as a language writes them: `€18,000 an hour`, `31 h a year`, `30%`. It has no more
    decimals than those `among` which it stands."""
    amount, digits = amount_text(value, unit, language, formats, among), most_decimals((value, *among), unit)
    if unit.percent:
        return amount
    if unit.currency:
        return " ".join(filter(None, (amount, _per(unit, language, declared))))
    number = value if digits is None else round(value, digits)
    return f"{amount} {unit_text(unit, language, declared, number=number)}".strip()


def amount_text(value: float, unit: Unit, language: str, formats: Formats, among: Sequence[float] = ()) -> str:
    """A figure of a unit without the words of the unit: `€18,000`, `31`, `30%`; `among` as for `figure_text`."""
    digits = most_decimals((value, *among), unit)
    if unit.percent:
        return formats.percent(value, language)
    if unit.currency:
        return formats.money(value, language, unit.currency, digits)
    return formats.number(value, language, digits)


def most_decimals(figures: Sequence[float], unit: Unit) -> int | None:
    """How many decimals figures of a unit that stand together are shown with at most, by the largest: a range of
    483 to 1,270 has none. None for as many as each has, up to two; so too where one would become 0."""
    rough = any(unit.powers == ((name, 1),) for name in ROUGHLY)
    digits = 0 if max(map(abs, figures)) >= WHOLE_FROM else 1 if rough else None
    if digits is None or all(round(one, digits) or not one for one in figures):
        return digits
    return 1 if rough and all(round(one, 1) or not one for one in figures) else None


def _per(unit: Unit, language: str, declared: Mapping[str, Localised]) -> str:
    """What a unit is divided by: `a year`, `/ release`."""
    phrases = words(language)
    below = [name for name, power in unit.powers for _ in range(-power)]
    said = (phrases[f"per_{one}"] if one in OF_TIME else f"/ {_counted(one, language, declared, 1)}" for one in below)
    return " ".join(said)


def _counted(name: str, language: str, declared: Mapping[str, Localised], number: float) -> str:
    if name in declared:
        return in_language(declared[name], language, language)
    return words(language).counted(f"unit_{name}", number) if name in OF_TIME else name
