"""Money, numbers, percents and dates as languages write them. Babel loads when used."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from salespack.formats.types import Day
from salespack.system.cache import Memory, code_version

if TYPE_CHECKING:
    from pathlib import Path

    from babel import Locale

    from salespack.language.figure_signs import Signs


MOST_DIGITS = 15
"""Decimals of a figure; a float holds no more."""

LONGEST_SHOWN = 60
"""Characters of a text that a message quotes."""
CURRENCY = re.compile("[A-Z]{3}")
STYLES = ("full", "long", "medium", "short")
A_FIGURE = "give it a figure; in a profile that is one without quotes and unit, such as 1200"
A_DAY = "give it a day such as 2026-12-01"
JOIN = "write “| join(', ')” behind it, or {% for one in … %}{{ one }}{% endfor %}"

P = ParamSpec("P")


class FilterFault(ValueError):  # noqa: N818 - a fault of the template
    """A filter was given something it cannot write; the message says what it needs, the hint how to give it that."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.hint = hint
        super().__init__(message)


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
                raise FilterFault(
                    f"{arguments[0]} has more digits than can be written", "write a smaller figure"
                ) from None
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
        """Keeps what was written since for the next process; of many things little, as measurements are kept."""
        self.memory.save(seldom=True)

    @_remembered
    def number(self, value: Any, language: str, digits: int | None = None) -> str:
        """`value` with the language's separators and at most `digits` decimals, more where it would be written as 0.

        Without `digits`, as many as it has, up to two.
        """
        return _decimal(_figure(value, "number", digits), language, digits)

    @_remembered
    def country(self, code: str, language: str) -> str:
        """The name of a country (two letters, ISO 3166-1); the letters where the language has none."""
        name = _locale(language).territories.get(code.upper())
        return code if name is None else str(name)

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
        """An amount with its currency; decimals (default: two, none when the amount is whole), more where it would be
        written as 0.
        """
        from babel.numbers import format_currency

        if not isinstance(currency, str) or not CURRENCY.fullmatch(currency):
            raise FilterFault(f"{described(currency)} is no currency", "write its code of three letters, such as EUR")
        amount = _figure(value, "money", digits)
        amount, places = _near_nothing(amount, digits if digits is not None else 0 if amount.is_integer() else 2)
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
                raise FilterFault(f"date needs a day: {fault}", A_DAY) from None
        if not isinstance(value, datetime.date):
            raise FilterFault(f"date needs a day, not {described(value)}", _instead(value, A_DAY))
        if style not in STYLES:
            hint = f"write one of {', '.join(STYLES)}: date('short')"
            raise FilterFault(f"date cannot be written in the style of {described(style)}", hint)
        return str(format_date(value, format=style, locale=_locale(language)))

    def as_text(self, value: Any, language: str) -> str:
        """How a value is printed without a filter. Raises FilterFault for what has no plain text."""
        match value:
            case str():
                return str(value)
            case bool():
                hint = "say it in words: {% if … %}yes{% else %}no{% endif %}"
                raise FilterFault("true and false cannot be printed", hint)
            case int():
                return str(value)
            case float():
                if not math.isfinite(value):
                    raise FilterFault("the figure is too large to be written", "write a smaller one")
                return self._ungrouped(value, language)
            case datetime.date():
                return self.date(value, language)
            case None:
                raise FilterFault("the value is empty")
            case dict():
                hint = f"put the name of one behind it: .{', .'.join(map(str, value))}" if value else "guard it"
                raise FilterFault("several entries cannot be printed at once", hint)
            case list() | tuple():
                raise FilterFault("a list cannot be printed as it is", JOIN)
            case _ if callable(value):
                name = getattr(value, "__name__", "")
                raise FilterFault(
                    f"“{name}” is something to do with a value, no value", f"write {name}(), or delete it"
                )
            case _ if isinstance(value, Iterable):
                raise FilterFault("a list cannot be printed as it is", JOIN)
            case _:
                raise FilterFault("this cannot be printed", "print a text, a figure or a day")

    @_remembered
    def _ungrouped(self, value: float, language: str) -> str:
        return _decimal(value, language, None, grouping=False)

    def signs(self, language: str) -> Signs:
        """The signs that figures are written with in a language; those of English for none and for unknown ones."""
        from salespack.language.figure_signs import Signs

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


def _near_nothing(value: float, places: int) -> tuple[float, int]:
    """A figure with at least `places` decimals, and as many as keep it from being written as 0; else 0."""
    figure = Decimal(repr(value))
    needed = next((more for more in range(places, max(MOST_PLACES, places) + 1) if round(figure, more)), None)
    return (0.0, places) if needed is None else (value, needed)


def _decimal(value: float, language: str, digits: int | None, *, grouping: bool = True) -> str:
    from babel.numbers import format_decimal

    value, places = _near_nothing(value, digits if digits is not None else 2)
    pattern = ("#,##0" if grouping else "0") + ("." + "#" * places if places else "")
    return str(format_decimal(value, format=pattern, locale=_locale(language)))


def _figure(value: Any, name: str, digits: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FilterFault(f"{name} needs a figure, not {described(value)}", _instead(value, A_FIGURE))
    figure = float(value)
    if not math.isfinite(figure):
        raise FilterFault(f"{name} needs a figure, and this one is too large", "write a smaller one")
    if digits is not None and (not isinstance(digits, int) or not 0 <= digits <= MOST_DIGITS):
        message = f"{name} has between 0 and {MOST_DIGITS} decimals, not {described(digits)}"
        raise FilterFault(message, f"write a whole number, such as {name}(1)")
    return figure


def _instead(value: Any, hint: str) -> str:
    """`hint`, but for an empty value: that asks for a guard, which is told where its name is known."""
    return "" if value is None else hint


def described(value: Any) -> str:
    """A value in words for who wrote a template: the text “soon”, the figure 12, a list."""
    match value:
        case None:
            return "an empty value"
        case bool():
            return "true" if value else "false"
        case str():
            return f"the text “{value if len(value) <= LONGEST_SHOWN else f'{value[:LONGEST_SHOWN]}…'}”"
        case int() | float():
            return f"the figure {value}"
        case datetime.date():
            return f"the day {value.isoformat()}"
        case dict():
            return "several entries"
        case _ if isinstance(value, Iterable):
            return "a list"
        case _:
            return "something else"


def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        hint = "choose a language that is known here: `languages` in library.yaml"
        raise FilterFault(f"how figures and days are written in the language “{language}” is not known", hint) from None
