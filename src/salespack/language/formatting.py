"""Money, numbers, percents and dates as languages write them. Babel loads when used."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from salespack.formats.types import Day
from salespack.language.number_formats import Signs
from salespack.system.cache import Memory, code_version

if TYPE_CHECKING:
    from pathlib import Path

    from babel import Locale


MOST_DIGITS = 15
"""Decimals of a figure; a float holds no more."""

P = ParamSpec("P")


class FilterFault(ValueError):  # noqa: N818 - a fault of the template
    """A filter was given something it cannot write; the message says what it needs."""


def _remembered(write: Callable[Concatenate[Formats, P], str]) -> Callable[Concatenate[Formats, P], str]:
    """`write`, doing its work once for the same arguments."""

    @wraps(write)
    def remembering(self: Formats, /, *arguments: P.args, **named: P.kwargs) -> str:
        key = f"{write.__name__} {[_key(one) for one in (*arguments, *named.items())]}"
        text: str | None = self.memory.get(key)
        if text is None:
            try:
                text = write(self, *arguments, **named)
            except InvalidOperation:
                raise FilterFault(f"{arguments[0]} has more digits than can be written") from None
            self.memory.put(key, text)
        return text

    return remembering


def _key(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else repr(value)


class Formats:
    """Writes values as languages do, and remembers what it wrote; with a cache folder, across processes.

    Loading Babel and its locale takes longer than everything else about a short deck.
    """

    def __init__(self, cache: Path | None = None) -> None:
        self.memory = Memory()
        if cache is not None:
            self.memory.open(cache, f"formatted-{code_version()}.msgpack")

    def save(self) -> None:
        """Keeps what was written since for the next process."""
        self.memory.save()

    @_remembered
    def number(self, value: Any, language: str, digits: int | None = None) -> str:
        """`value` with the language's separators and at most `digits` decimals.

        Without `digits`, as many as it has, up to two.
        """
        return _decimal(_figure(value, "number", digits), language, digits)

    @_remembered
    def percent(self, value: Any, language: str, digits: int | None = None) -> str:
        """A share (0–1) as a percentage with at most `digits` decimals (default: up to one).

        What is neither nothing nor the whole is never written so: it takes as many decimals more as that needs.
        """
        from babel.numbers import format_percent

        share = _figure(value, "percent", digits)
        places = telling_places(share, digits if digits is not None else 0 if round(share * 100, 1).is_integer() else 1)
        locale = _locale(language)
        decimals = "." + "0" * places if places else ""
        pattern = locale.percent_formats[None].pattern.replace("#,##0", f"#,##0{decimals}")
        return str(format_percent(share, format=pattern, locale=locale))

    @_remembered
    def money(self, value: Any, language: str, currency: str, digits: int | None = None) -> str:
        """An amount with its currency; decimals (default: two, none when the amount is whole)."""
        from babel.numbers import format_currency

        if not isinstance(currency, str):
            raise FilterFault(f"money needs the code of a currency, such as EUR, not {_shown(currency)}")
        amount = _figure(value, "money", digits)
        places = digits if digits is not None else 0 if amount.is_integer() else 2
        locale = _locale(language)
        pattern = locale.currency_formats["standard"].pattern.replace(".00", "." + "0" * places if places else "")
        return str(format_currency(amount, currency, format=pattern, locale=locale, currency_digits=False))

    @_remembered
    def date(self, value: Any, language: str, style: str = "long") -> str:
        """A day in words of the language; `style` is full, long, medium or short."""
        from babel.dates import format_date

        if isinstance(value, str):
            try:
                value = Day.parse(value)
            except ValueError as fault:
                raise FilterFault(f"date needs a day: {fault}") from None
        if not isinstance(value, datetime.date):
            raise FilterFault(f"date needs a day such as 2026-12-01, not {_shown(value)}")
        if style not in ("full", "long", "medium", "short"):
            raise FilterFault(f"date knows the styles full, long, medium and short, not {_shown(style)}")
        return str(format_date(value, format=style, locale=_locale(language)))

    def as_text(self, value: Any, language: str) -> str:
        """How a value is printed without a filter. Raises FilterFault for what has no plain text."""
        match value:
            case str():
                return str(value)
            case bool():
                raise FilterFault("true and false have no words; use {% if … %}")
            case int():
                return str(value)
            case float():
                if not math.isfinite(value):
                    raise FilterFault(f"{value} is no figure that can be written")
                return self._ungrouped(value, language)
            case datetime.date():
                return self.date(value, language)
            case None:
                raise FilterFault(
                    "the value is empty (null); guard it with {% if … %} or list it in the block's `needs`"
                )
            case list() | tuple():
                raise FilterFault("a list has no plain text; use a loop or the filter join")
            case _:
                raise FilterFault(f"{_kind(value)} has no plain text; name one of its entries")

    @_remembered
    def _ungrouped(self, value: float, language: str) -> str:
        return _decimal(value, language, None, grouping=False)

    def signs(self, language: str) -> Signs:
        """The signs that figures are written with in a language; those of English for none and for unknown ones."""
        if language.partition("-")[0] in ("", "en"):
            return Signs(language)
        try:
            sample = self.number(1_234_567.5, language, 1)
        except FilterFault:
            return Signs(language)
        if sample[0] == "1" and not sample[1].isdigit():
            return Signs(language, sample[-2], sample[1])
        return Signs(language, sample[-2])


MOST_PLACES = 8
"""Decimals of a percentage: what lies nearer to nothing or the whole is written as that."""


def telling_places(share: float, places: int) -> int:
    """At least `places` decimals of a percentage, so that 99.95 % is not written as 100 %, nor 0.04 % as 0 %."""
    percentage = Decimal(repr(share)) * 100 if math.isfinite(share) else Decimal(0)
    if percentage in (0, 100, -100):
        return places
    while places < MOST_PLACES and abs(round(percentage, places)) in (0, 100):
        places += 1
    return places


def _decimal(value: float, language: str, digits: int | None, *, grouping: bool = True) -> str:
    from babel.numbers import format_decimal

    places = digits if digits is not None else 2
    pattern = ("#,##0" if grouping else "0") + ("." + "#" * places if places else "")
    return str(format_decimal(value, format=pattern, locale=_locale(language)))


def _figure(value: Any, name: str, digits: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FilterFault(f"{name} needs a figure, not {_shown(value)}")
    figure = float(value)
    if not math.isfinite(figure):
        raise FilterFault(f"{name} needs a figure, not {figure}")
    if digits is not None and (not isinstance(digits, int) or not 0 <= digits <= MOST_DIGITS):
        raise FilterFault(f"a figure has between 0 and {MOST_DIGITS} decimals, written as a whole number")
    return figure


def _shown(value: Any) -> str:
    return f"“{value}”" if isinstance(value, str) else _kind(value)


def _kind(value: Any) -> str:
    match value:
        case None:
            return "an empty value"
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case _:
            return f"a {type(value).__name__}"


def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        raise FilterFault(f"no number and date formats are known for the language “{language}”") from None
