"""Marks on values: whose data a value is, kept through what a template does with it. No templates, no tokens here."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Self, SupportsIndex, TypeVar, cast

from markupsafe import Markup

from salespack.formats.types import Day
from salespack.problems.patterns import late_pattern

T = TypeVar("T")
FIGURE = late_pattern(r"[^\w]*\d")
"""How a text begins that is a figure: 31, ~30 h, €18,000."""


class OfCustomer:
    """Marks a value as the customer's own data, through filters, sums, calls and loops: a token knows its origin."""

    __slots__ = ()


class OfWords(OfCustomer):
    """Marks what the customer said of itself: goals, quotes, facts; not its name, nor what we call what it values."""

    __slots__ = ()


class OfFigures(OfWords):
    """Marks the customer's own figures, and what is worked out from them: pages say whose they are."""

    __slots__ = ()


class OfSeller(OfCustomer):
    """Marks what only the seller may see of the customer."""

    __slots__ = ()


class CustomerText(OfCustomer, str):
    """A text of the customer's; so is each part of it."""

    __slots__ = ()

    def __getitem__(self, part: SupportsIndex | slice) -> Self:
        return type(self)(super().__getitem__(part))

    def __iter__(self) -> Iterator[Self]:
        return map(type(self), super().__iter__())


class CustomerInteger(OfCustomer, int):
    """A whole figure of the customer's."""

    __slots__ = ()


class CustomerFloat(OfCustomer, float):
    """A figure of the customer's."""

    __slots__ = ()


class CustomerDay(OfCustomer, Day):
    """A day of the customer's."""

    __slots__ = ()


class WordsText(OfWords, CustomerText):
    """A text in the customer's own words."""

    __slots__ = ()


class WordsInteger(OfWords, CustomerInteger):
    """A whole figure within what the customer said."""

    __slots__ = ()


class WordsFloat(OfWords, CustomerFloat):
    """A figure within what the customer said."""

    __slots__ = ()


class WordsDay(OfWords, CustomerDay):
    """A day within what the customer said."""

    __slots__ = ()


class FigureText(OfFigures, CustomerText):
    """A figure of the customer's as a text."""

    __slots__ = ()


class FigureInteger(OfFigures, CustomerInteger):
    """A whole one of the customer's own figures."""

    __slots__ = ()


class FigureFloat(OfFigures, CustomerFloat):
    """One of the customer's own figures."""

    __slots__ = ()


class FigureDay(OfFigures, CustomerDay):
    """A day that is worked out from the customer's own figures."""

    __slots__ = ()


class SellerText(OfSeller, CustomerText):
    """A text for the seller's eyes."""

    __slots__ = ()


class SellerInteger(OfSeller, CustomerInteger):
    """A whole figure for the seller's eyes."""

    __slots__ = ()


class SellerFloat(OfSeller, CustomerFloat):
    """A figure for the seller's eyes."""

    __slots__ = ()


class SellerDay(OfSeller, CustomerDay):
    """A day for the seller's eyes."""

    __slots__ = ()


class _Marks(NamedTuple):
    """The types that carry one origin."""

    mark: type[OfCustomer]
    text: type[CustomerText]
    integer: type[CustomerInteger]
    float: type[CustomerFloat]
    day: type[CustomerDay]


CUSTOMER = _Marks(OfCustomer, CustomerText, CustomerInteger, CustomerFloat, CustomerDay)
WORDS = _Marks(OfWords, WordsText, WordsInteger, WordsFloat, WordsDay)
FIGURES = _Marks(OfFigures, FigureText, FigureInteger, FigureFloat, FigureDay)
SELLER = _Marks(OfSeller, SellerText, SellerInteger, SellerFloat, SellerDay)
STRICTEST: tuple[_Marks, ...] = (SELLER, FIGURES, WORDS, CUSTOMER)
"""All origins, the one first that holds for what is made of several."""


def of_customer(value: Any) -> Any:
    """`value`, with everything in it marked as the customer's."""
    return _with_marks(value, CUSTOMER)


def of_words(value: Any) -> Any:
    """`value`, with everything in it marked as what the customer said."""
    return _with_marks(value, WORDS)


def of_figures(value: Any) -> Any:
    """`value`, with the figures in it, and texts that begin with one, marked as the customer's own."""
    match value:
        case str():
            return FigureText(value) if FIGURE.match(value) else value
        case bool():
            return value
        case int() | float():
            return _with_marks(value, FIGURES)
        case Mapping():
            return {key: of_figures(item) for key, item in value.items()}
        case list() | tuple():
            return [of_figures(item) for item in value]
        case _:
            return value


def of_seller(value: Any) -> Any:
    """`value`, with everything in it marked as for the seller alone."""
    return _with_marks(value, SELLER)


def _with_marks(value: Any, marks: _Marks) -> Any:
    if value is None or isinstance(value, bool | Markup | marks.mark):
        return value
    match value:
        case str():
            return marks.text(value)
        case int():
            return marks.integer(value)
        case float():
            return marks.float(value)
        case datetime.date():
            return marks.day(value.year, value.month, value.day)
        case Mapping():
            return {marks.text(key): _with_marks(item, marks) for key, item in value.items()}
        case list():
            return [_with_marks(item, marks) for item in value]
        case tuple():
            return tuple(_with_marks(item, marks) for item in value)
        case _:
            return value


def marked(result: T, origins: Iterable[Any]) -> T:
    """`result`, marked as its `origins` are: as the strictest of them, else not at all."""
    origin = origin_of(origins)
    if origin is None:
        return result
    return cast(T, _with_marks(result, next(marks for marks in STRICTEST if marks.mark is origin)))


def origin_of(values: Iterable[Any]) -> type | None:
    """The strictest mark of `values` and of what they hold: OfSeller, OfFigures, OfWords, OfCustomer, else None."""
    found: type | None = None
    for value in values:
        if isinstance(value, OfCustomer):
            if isinstance(value, OfSeller):
                return OfSeller
            if isinstance(value, OfFigures):
                found = OfFigures
            elif found is not OfFigures:
                found = OfWords if isinstance(value, OfWords) else found or OfCustomer
        elif isinstance(value, list | tuple | Mapping) and value:
            found = _stricter(found, origin_of(value))
            if found is OfSeller:
                return found
    return found


def _stricter(one: type | None, other: type | None) -> type | None:
    return next((marks.mark for marks in STRICTEST if marks.mark in (one, other)), None)
