"""Mistakes that show when a template is rendered, each told with the values that do not fit and what to write."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import UnionType
from typing import Any

from jinja2 import TemplateRuntimeError, UndefinedError

from salespack.language.formatting import FilterFault, described
from salespack.problems.patterns import late_pattern

CAUSED_BY_VALUES = (TypeError, ValueError, ArithmeticError, LookupError, AssertionError, AttributeError)
"""What Python raises where a template computes with values that do not fit."""
TEXTS = frozenset((
    "capitalize", "center", "format", "indent", "lower", "replace", "title", "trim", "truncate", "upper", "wordcount",
    "wordwrap",
))  # fmt: skip
FIGURES = frozenset(("abs", "float", "int", "round"))
NAMED = frozenset(("dictsort", "items"))
TOO_SHORT = late_pattern(r"expected length >= ([0-9]+), got (-?[0-9]+)")
WITH_FIGURES = "calculate with figures; in a profile they have no quotes and no unit"
A_LIST = "name a list, such as goals or values"


class Mistake(TemplateRuntimeError):  # noqa: N818 - a fault of the template
    """A mistake in a template, with what to write instead. Where an empty value is to blame, it is a FilterFault."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


class UnknownName(UndefinedError):  # noqa: N818 - a fault of the template
    """A name that a template uses and its context does not have.

    `known` are the names that could have stood in its place, `hint` says what to write where there can be none.
    """

    def __init__(self, message: str, path: str, known: Sequence[str] = (), hint: str = "") -> None:
        self.path, self.known, self.hint = path, tuple(known), hint
        super().__init__(message)


def of_operation(operator: str, left: Any, right: Any, fault: Exception) -> Mistake | FilterFault:
    """What is wrong with `left operator right`, which Python refused with `fault`."""
    if isinstance(fault, ZeroDivisionError):
        return Mistake("a figure is divided by 0", "guard it: {% if total %}{{ part / total }}{% endif %}")
    if isinstance(fault, OverflowError):
        return Mistake("the figure becomes too large", "work out a smaller one")
    if operator == "%" and isinstance(left, str):
        message = f"{described(left)} cannot be filled with {described(right)}"
        return Mistake(message, "write what is fixed outside {{ … }}, and print the value alone")
    message = f"{described(left)} {operator} {described(right)} cannot be worked out"
    if left is None or right is None:
        return FilterFault(message)
    if operator == "+" and isinstance(left, str) != isinstance(right, str):
        return Mistake(message, "join texts and figures with ~ instead of +")
    return Mistake(message, WITH_FIGURES)


def of_sign(operator: str, value: Any) -> Mistake | FilterFault:
    """What is wrong with a `-` or `+` before a value."""
    message = f"{operator} stands before {described(value)}"
    return FilterFault(message) if value is None else Mistake(message, WITH_FIGURES)


def of_loop(value: Any) -> Mistake | FilterFault:
    """What is wrong with a loop over something that is no list."""
    message = f"a loop goes through a list, not through {described(value)}"
    return FilterFault(message) if value is None else Mistake(message, A_LIST)


def of_call(value: Any) -> Mistake:
    """What is wrong with brackets behind something that is no macro."""
    return Mistake(f"brackets stand behind {described(value)}, as if it were a macro", "delete the brackets")


def of_method(owner: Any, name: str, arguments: Sequence[Any]) -> Mistake:
    """What is wrong with a call of a plain value's method that Python refused."""
    given = ", ".join(map(described, arguments)) or "nothing"
    return Mistake(f"{name} cannot be used behind {described(owner)} with {given}", "correct what its brackets hold")


def of_filter(
    name: str, function: Callable[..., Any], arguments: Sequence[Any], named: Mapping[str, Any], fault: Exception
) -> Mistake | FilterFault:
    """What is wrong with a filter that refused what it was given; `arguments` begin with the value it is behind."""
    own = _own_parameters(function)
    takes = [one.name for one in own[1:]]
    usage = f"write “| {name}({', '.join(f'{one}=…' for one in takes)})”" if takes else f"write “| {name}”"
    try:
        inspect.Signature(own).bind(*arguments, **named)
    except TypeError:
        wrong = [f"“{one}”" for one in named if one not in takes]
        what = f"knows no {wrong[0]}" if wrong else "is given too many values, or too few"
        return Mistake(f"the filter {name} {what}", usage)
    if short := TOO_SHORT.search(str(fault)):
        return FilterFault(f"the filter {name} cuts to {short[2]} letters", f"write {short[1]} or more")
    value, others = arguments[0], [*arguments[1:], *named.values()]
    wanted, kind, hint = _wanted(name)
    if not isinstance(value, kind):
        message = f"the filter {name} works on {wanted}, not on {described(value)}"
        return FilterFault(message, "" if value is None else hint)
    if others:
        return FilterFault(f"the filter {name} cannot use {' and '.join(map(described, others))}", usage)
    if isinstance(value, list | tuple):
        odd = next((one for one in value if not isinstance(one, int | float)), None)
        return FilterFault(f"the filter {name} cannot use a list that holds {described(odd)}", hint)
    return FilterFault(f"the filter {name} cannot use {described(value)}", hint)


def of_test(name: str, value: Any, others: Sequence[Any]) -> Mistake | FilterFault:
    """What is wrong with `value is name` that Python refused."""
    asked = f"{name}({', '.join(map(described, others))})" if others else name
    message = f"it cannot be told whether {described(value)} is {asked}"
    return FilterFault(message) if value is None else Mistake(message, WITH_FIGURES)


def _wanted(name: str) -> tuple[str, type | UnionType, str]:
    """What a filter works on, in words and as a type, and what to do where it is given something else."""
    if name in TEXTS:
        return "a text", str, "put it behind a text"
    if name in FIGURES:
        return "a figure", int | float, WITH_FIGURES
    if name in NAMED:
        return "several entries with their names", Mapping, "put it behind such as facts"
    if name == "sum":
        return "a list of figures", Iterable, "join texts with “| join(', ')”"
    return "a list", Iterable, A_LIST


def _own_parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """The parameters of a filter, from the value it stands behind on; Jinja passes its own before them."""
    parameters = list(inspect.signature(function).parameters.values())
    return parameters[1:] if hasattr(function, "jinja_pass_arg") else parameters
