"""The language of formulas: sums of named figures, read by Python's own parser and nothing run. Bounded in every way.

    outage_hours * cost_of_hour * share_prevented
    (price + moving) / saving * months_per_year
    min(saving, run_cost)

A formula works on a *range* (low, likely, high): the low end of a difference is the low end less the high one, and so
on, so that the ends of a result are the least and the most that its figures can give (interval arithmetic, R. E.
Moore, "Interval Analysis", 1966). A figure that stands twice in a formula makes them wider, never narrower.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec

from salespack.calculations.units import SHARE, Unit

LONGEST, MOST_PARTS = 300, 60
"""Letters, and figures and signs, of a formula."""
CONSTANTS: Mapping[str, tuple[float, Unit]] = {
    "minutes_per_hour": (60.0, Unit((("h", -1), ("min", 1)))),
    "days_per_year": (365.0, Unit((("day", 1), ("year", -1)))),
    "weeks_per_year": (52.0, Unit((("week", 1), ("year", -1)))),
    "months_per_year": (12.0, Unit((("month", 1), ("year", -1)))),
}
"""Names that every formula may use."""
DIGITS = 12
"""Digits of a result: what lies behind is not of the figures but of how computers write them."""

Sign = Literal["+", "-", "*", "/"]
SIGNS: Mapping[type[ast.operator], Sign] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
WRITTEN = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-"})
"""Signs that people type, each as the parser knows it."""
SHOWN: Mapping[Sign, str] = {"+": "+", "-": "−", "*": "×", "/": "÷"}
WHAT = "write names, figures, + - * /, brackets, min(…) and max(…)"


class FormulaFault(Exception):  # noqa: N818 - a signal to who knows the place
    """A formula that cannot be read; the message says why, the hint what to write."""

    def __init__(self, message: str, hint: str = WHAT) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


class UnitsDiffer(Exception):  # noqa: N818 - a signal to who knows the place
    """Figures that cannot be added or compared: the message names their units."""


class DividesByNothing(ArithmeticError):  # noqa: N818 - a signal to who knows the place
    """A divisor whose range holds 0; `divisor` is it."""

    def __init__(self, divisor: Expression) -> None:
        self.divisor = divisor
        super().__init__(divisor)


class Range(NamedTuple):
    """The least that a figure may be, what is most likely, and the most."""

    low: float
    likely: float
    high: float


class Number(msgspec.Struct, frozen=True):
    """A figure that stands in a formula."""

    value: float


class Name(msgspec.Struct, frozen=True):
    """What is called by a name: a constant, an input, an assumption, or another calculation."""

    name: str


class Operation(msgspec.Struct, frozen=True):
    """A sum, difference, product or quotient."""

    sign: Sign
    left: Expression
    right: Expression


class Extreme(msgspec.Struct, frozen=True):
    """The least or the greatest of several."""

    kind: Literal["min", "max"]
    parts: tuple[Expression, ...]


Expression = Number | Name | Operation | Extreme


@lru_cache(maxsize=256)
def expression(text: str) -> Expression:
    """The formula that a text is. Raises FormulaFault."""
    if len(text) > LONGEST:
        raise FormulaFault(f"the formula has {len(text)} letters, and {LONGEST} at most", "make several of it")
    try:
        tree = ast.parse(text.translate(WRITTEN).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaFault(f"“{text}” is no formula") from None
    if sum(1 for _ in ast.walk(tree)) > MOST_PARTS * 4:
        raise FormulaFault("the formula has too many parts", "make several of it")
    return _read(tree)


def _read(node: ast.expr) -> Expression:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as value) if math.isfinite(value) and abs(value) < 1e15:
            return Number(float(value))
        case ast.Name(id=name):
            return Name(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Operation("-", Number(0.0), _read(operand))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SIGNS:
            return Operation(SIGNS[type(op)], _read(left), _read(right))
        case ast.Call(func=ast.Name(id="min" | "max" as kind), args=parts, keywords=[]) if len(parts) > 1:
            return Extreme(kind, tuple(_read(one) for one in parts))
        case ast.Tuple():
            raise FormulaFault("a formula has no comma outside min(…) and max(…)", "write 0.5, with a point")
        case _:
            pass
    raise FormulaFault(f"“{ast.unparse(node)}” cannot stand in a formula")


def names_in(formula: Expression) -> Iterator[str]:
    """The names that a formula uses, in their order, but for the constants."""
    match formula:
        case Name(name=name) if name not in CONSTANTS:
            yield name
        case Operation():
            yield from names_in(formula.left)
            yield from names_in(formula.right)
        case Extreme():
            for one in formula.parts:
                yield from names_in(one)
        case _:
            return


def unit_in(formula: Expression, units: Callable[[str], Unit]) -> Unit:
    """The unit of what a formula gives. Raises UnitsDiffer."""
    match formula:
        case Number():
            return SHARE
        case Name(name=name):
            return CONSTANTS[name][1] if name in CONSTANTS else units(name)
        case Operation(sign="*" | "/" as sign):
            return unit_in(formula.left, units).times(unit_in(formula.right, units), 1 if sign == "*" else -1)
        case Operation(sign=sign, left=Number(value=0.0)) if sign == "-":
            return unit_in(formula.right, units)
        case Operation():
            return _same((formula.left, formula.right), units)
        case Extreme():
            return _same(formula.parts, units)


def _same(parts: tuple[Expression, ...], units: Callable[[str], Unit]) -> Unit:
    first, *rest = [unit_in(one, units) for one in parts]
    for part, other in zip(parts[1:], rest, strict=True):
        if not first.measures(other):
            raise UnitsDiffer(f"{shown(parts[0])} is in {first}, and {shown(part)} in {other}")
    return first


def worked_out(formula: Expression, figures: Callable[[str], Range]) -> Range:
    """What a formula gives for figures. Raises DividesByNothing."""
    low, likely, high = _worked_out(formula, figures)
    return Range(_rounded(low), _rounded(likely), _rounded(high))


def _worked_out(formula: Expression, figures: Callable[[str], Range]) -> Range:
    match formula:
        case Number(value=value):
            return Range(value, value, value)
        case Name(name=name):
            return Range(*(CONSTANTS[name][0],) * 3) if name in CONSTANTS else figures(name)
        case Extreme(kind=kind, parts=parts):
            choose = min if kind == "min" else max
            found = [_worked_out(one, figures) for one in parts]
            return Range(*(choose(ends) for ends in zip(*found, strict=True)))
        case Operation(sign=sign):
            left, right = _worked_out(formula.left, figures), _worked_out(formula.right, figures)
            match sign:
                case "+":
                    return Range(left.low + right.low, left.likely + right.likely, left.high + right.high)
                case "-":
                    return Range(left.low - right.high, left.likely - right.likely, left.high - right.low)
                case "*":
                    ends = [_times(a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
                    return Range(min(ends), _times(left.likely, right.likely), max(ends))
                case _:
                    if right.low <= 0 <= right.high:
                        raise DividesByNothing(formula.right)
                    ends = [_over(a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
                    return Range(min(ends), _over(left.likely, right.likely), max(ends))


def _times(one: float, other: float) -> float:
    """A product in which nothing of anything is nothing, however much there may be of it."""
    return 0.0 if not one or not other else one * other


def _over(one: float, other: float) -> float:
    """A quotient in which any part of something boundless is nothing."""
    return 0.0 if math.isinf(other) else one / other


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def shown(formula: Expression, name: Callable[[str], str] = str, number: Callable[[float], str] = "{:g}".format) -> str:
    """A formula as people read it, with names and numbers as `name` and `number` write them: `A × (1 − B)`."""
    match formula:
        case Number(value=value):
            return number(value)
        case Name(name=called):
            return number(CONSTANTS[called][0]) if called in CONSTANTS else name(called)
        case Extreme(kind=kind, parts=parts):
            return f"{kind}({'; '.join(shown(one, name, number) for one in parts)})"
        case Operation(sign="-", left=Number(value=0.0), right=right):
            return f"−{_bracketed(right, '*', True, name, number)}"
        case Operation(sign=sign):
            left = _bracketed(formula.left, sign, False, name, number)
            return f"{left} {SHOWN[sign]} {_bracketed(formula.right, sign, True, name, number)}"


def _bracketed(
    part: Expression, sign: Sign, right: bool, name: Callable[[str], str], number: Callable[[float], str]
) -> str:
    text = shown(part, name, number)
    return f"({text})" if _wants_brackets(part, sign, right=right) else text


def _wants_brackets(part: Expression, sign: Sign, *, right: bool) -> bool:
    """Whether a part of an operation means something else without brackets around it."""
    return isinstance(part, Operation) and ((part.sign in "+-" and sign in "*/") or (right and sign in "-/"))


End = Literal["low", "likely", "high"]


def as_spreadsheet(
    formula: Expression, end: End, cell: Callable[[str, End], str], bounds: Callable[[str], Range]
) -> str:
    """A formula of a spreadsheet for one end of the range of what it gives, without its “=”.

    `cell` refers to an end of a named figure; `bounds` are the least and the most that it can be: where nothing can be
    below 0, the least product is that of the least figures, else the least of all four.
    """
    other: End = {"low": "high", "high": "low", "likely": "likely"}[end]  # type: ignore[assignment] # its own ends

    def at(part: Expression, sign: Sign, which: End, *, right: bool = False) -> str:
        text = as_spreadsheet(part, which, cell, bounds)
        return f"({text})" if _wants_brackets(part, sign, right=right) else text

    match formula:
        case Number(value=value):
            return f"{value:.15g}"
        case Name(name=name):
            return f"{CONSTANTS[name][0]:g}" if name in CONSTANTS else cell(name, end)
        case Extreme(kind=kind, parts=parts):
            return f"{kind.upper()}({','.join(as_spreadsheet(one, end, cell, bounds) for one in parts)})"
        case Operation(sign="+"):
            return f"{at(formula.left, '+', end)}+{at(formula.right, '+', end, right=True)}"
        case Operation(sign="-"):
            return f"{at(formula.left, '-', end)}-{at(formula.right, '-', other, right=True)}"
        case Operation(sign=sign):
            plain = all(_worked_out(one, bounds).low >= 0 for one in (formula.left, formula.right))
            if plain or end == "likely":
                right = at(formula.right, sign, end if sign == "*" else other, right=True)
                return f"{at(formula.left, sign, end)}{sign}{right}"
            ends: tuple[End, ...] = ("low", "high")
            all_four = [
                f"{at(formula.left, sign, one)}{sign}{at(formula.right, sign, another, right=True)}"
                for one in ends
                for another in ends
            ]
            return f"{'MIN' if end == 'low' else 'MAX'}({','.join(all_four)})"
