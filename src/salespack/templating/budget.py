"""How much one rendering may do, counted over all its loops, calls, macros and includes together.

A template is data too: it may come from a deck of somebody else's. Nothing that it can write takes longer, or makes
more, than the budget of its rendering allows. What makes much of little (repeating, widening, replacing, joining) is
paid for before it is done, everything else when it is gone through.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from string import Formatter
from typing import Any, TypeGuard

from jinja2 import TemplateError

from salespack.problems.patterns import late_pattern
from salespack.templating.mistakes import Mistake

STEPS, CHARACTERS, PRINTED = 200_000, 2_000_000, 200_000
"""What the text of a block may do: rounds, calls and items; characters made or gone through; characters printed."""
DOCUMENT_STEPS, DOCUMENT_CHARACTERS, DOCUMENT_PRINTED = 400_000, 6_000_000, 600_000
SLIDE_STEPS, SLIDE_CHARACTERS, SLIDE_PRINTED = 2_000, 30_000, 5_000
"""The same for a document, and what each slide of the deck adds to it; usual ones take a tenth of that for a slide."""
MOST_BITS = 2_048
"""Of a whole figure: more than twice as long as the largest that has decimals."""
WIDEST = 10_000
"""Characters to which a text is filled up."""
LONGEST_PATH = 500
"""Characters of the name of an attribute, such as `customer.name`, by which a filter goes."""
MOST_DIGITS = 100
"""Places before or behind the point to which a figure is rounded."""
FORMATTING = 20
"""Steps that a figure or day costs in the words of a language: Babel takes that much longer than a sum."""

LONGEST_MESSAGE = 500
TOO_DEEP = "the template nests too deeply, or something in it calls itself without end"
WIDTH = "write it as a number: %10d"
TOO_LARGE_HINT = "go through the data once, and show less of it"

COLLECTIONS: tuple[type, ...] = (
    list,
    tuple,
    dict,
    set,
    frozenset,
    type({}.keys()),
    type({}.values()),
    type({}.items()),
)
PLAIN: tuple[type, ...] = (str, bytes, int, float, complex, *COLLECTIONS, range, slice, datetime.date, type)
METHODS: tuple[tuple[type | tuple[type, ...], frozenset[str]], ...] = (
    (
        str,
        frozenset((
            "capitalize", "casefold", "center", "count", "endswith", "find", "format", "format_map", "index", "isalnum",
            "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable",
            "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip", "partition", "removeprefix",
            "removesuffix", "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split",
            "splitlines", "startswith", "strip", "swapcase", "title", "upper", "zfill",
        )),
    ),
    (Mapping, frozenset(("copy", "get", "items", "keys", "values"))),
    ((list, tuple, range), frozenset(("copy", "count", "index"))),
    ((int, float), frozenset(("bit_count", "bit_length", "is_integer"))),
    (
        datetime.date,
        frozenset(("isocalendar", "isoformat", "isoweekday", "replace", "strftime", "toordinal", "weekday")),
    ),
)  # fmt: skip
"""The methods of plain values that a template may call: what each makes is bounded by what it is given."""

PERCENT = late_pattern(r"%(?:\([^)]*\))?[-+ #0]*(\*|\d*)(?:\.(\*|\d*))?")
IN_ENGLISH = late_pattern("%[-_^#]?[aAbBhpcxXr]")
"""What strftime writes in words, whatever the language of the text."""
FIGURES = late_pattern(r"\d+")


class RenderingTooLarge(TemplateError):  # noqa: N818 - a fault of the template
    """A template would take too long, or make too much."""


def holds_others(value: Any) -> TypeGuard[Collection[Any]]:
    """Whether a value is a collection whose content can be gone through without using it up."""
    return isinstance(value, COLLECTIONS)


def shortened(message: str) -> str:
    """The message of an error, without the middle of a text that a template made."""
    half = LONGEST_MESSAGE // 2
    return message if len(message) <= LONGEST_MESSAGE else f"{message[:half]} … {message[-half:]}"


class Budget:
    """What is left to one rendering: steps, characters made or gone through, characters printed."""

    __slots__ = ("_characters", "_printed", "_steps", "most_characters", "most_printed", "most_steps")

    def __init__(self, steps: float = STEPS, characters: float = CHARACTERS, printed: float = PRINTED) -> None:
        self.most_steps = self._steps = steps
        self.most_characters = self._characters = characters
        self.most_printed = self._printed = printed

    @classmethod
    def of_document(cls, slides: int) -> Budget:
        """The budget of a document about a deck of so many slides."""
        return cls(
            DOCUMENT_STEPS + slides * SLIDE_STEPS,
            DOCUMENT_CHARACTERS + slides * SLIDE_CHARACTERS,
            DOCUMENT_PRINTED + slides * SLIDE_PRINTED,
        )

    @classmethod
    def unbounded(cls) -> Budget:
        """For templates of our own, which do as much as a deck has slides."""
        return cls(float("inf"), float("inf"), float("inf"))

    @property
    def bounded(self) -> bool:
        """Whether there is a limit at all."""
        return self.most_printed != float("inf")

    def step(self, count: float = 1) -> None:
        """Pays for rounds, calls, or items gone through. Raises RenderingTooLarge."""
        self._steps -= count
        if self._steps < 0:
            raise RenderingTooLarge(
                f"the template takes more than {self.most_steps:,} steps: loops in loops, or macros calling themselves"
            )

    def text(self, length: float) -> None:
        """Pays for characters that are made or gone through. Raises RenderingTooLarge."""
        self._characters -= length
        if self._characters < 0:
            raise RenderingTooLarge(f"the template makes more than {self.most_characters:,} characters of text")

    def printed(self, length: float) -> None:
        """Pays for what a rendering printed in the end. Raises RenderingTooLarge."""
        self._printed -= length
        if self._printed < 0:
            raise RenderingTooLarge(f"the template prints more than {self.most_printed:,} characters")

    def weigh(self, value: Any, times: float = 1) -> None:
        """Pays for going through `value` and all that it holds, as often as `times` says."""
        if isinstance(value, str):
            self.text(len(value) * times)
        elif isinstance(value, range):
            self.step(len(value) * times)
        elif holds_others(value):
            waiting: list[Any] = [value]
            while waiting:
                one: Any = waiting.pop()
                if isinstance(one, str):
                    self.text((len(one) + 1) * times)
                elif holds_others(one):
                    self.step((len(one) + 1) * times)
                    waiting.extend(one)
                    if isinstance(one, dict):
                        waiting.extend(one.values())

    def rounds(self, iterable: Iterable[Any], cost: float) -> Iterable[Any]:
        """`iterable`, with each round of the loop over it paid for: all of them at once where their number is known."""
        try:
            count = len(iterable)  # type: ignore[arg-type]
        except TypeError:
            return self._paid(iterable, cost)
        self.step(count * cost)
        return iterable

    def _paid(self, iterable: Iterable[Any], cost: float) -> Iterator[Any]:
        for one in iterable:
            self.step(cost)
            yield one

    def join(self, pieces: Iterable[str]) -> str:
        """The rendered pieces as one text."""
        made = pieces if isinstance(pieces, list) else list(pieces)
        self.text(sum(map(len, made)))
        return "".join(made)


# --- operations ------------------------------------------------------------------------------------------------------


def pay_for_operation(budget: Budget, operator: str, left: Any, right: Any) -> None:
    """Pays for what `left operator right` makes, before it is made. Raises RenderingTooLarge and Mistake."""
    budget.step()
    match operator:
        case "*":
            for repeated, count in ((left, right), (right, left)):
                if (isinstance(repeated, str) or holds_others(repeated)) and isinstance(count, int):
                    budget.weigh(repeated, max(count, 0))
                    return
            if isinstance(left, int) and isinstance(right, int):
                _check_bits(left.bit_length() + right.bit_length())
        case "**" if isinstance(left, int) and isinstance(right, int):
            _check_bits(left.bit_length() * right)
        case "+":
            budget.weigh(left)
            budget.weigh(right)
        case "%" if isinstance(left, str):
            pay_for_percent(budget, left, (right,))


def _check_bits(bits: int) -> None:
    if bits > MOST_BITS:
        raise RenderingTooLarge("the template makes a figure of more than 600 digits")


def check_figure(value: Any) -> None:
    """Raises RenderingTooLarge for a whole figure that is too long to be one."""
    if isinstance(value, int):
        _check_bits(value.bit_length())


def pay_for_percent(budget: Budget, text: str, arguments: Iterable[Any]) -> None:
    """Pays for `text % arguments`. Raises Mistake for widths that are not written down, or are no text's."""
    fields, widths = 0, 0
    for width, precision in PERCENT.findall(text):
        fields += 1
        if "*" in (width, precision):
            raise Mistake("the width of a format is written as *", WIDTH)
        widths += _width(width) + _width(precision)
    _pay_for_fields(budget, text, fields, widths, arguments)


def _pay_for_braces(budget: Budget, text: str, arguments: Iterable[Any]) -> None:
    """The same for `text.format(…)`."""
    fields, widths = 0, 0
    for _, field, spec, _ in Formatter().parse(text):
        if field is None:
            continue
        fields += 1
        if spec and "{" in spec:
            raise Mistake("the width of a format is written in braces", WIDTH)
        widths += sum(map(_width, FIGURES.findall(spec or "")))
    _pay_for_fields(budget, text, fields, widths, arguments)


def _width(digits: str) -> int:
    if len(digits) > len(str(WIDEST)) or int(digits or 0) > WIDEST:
        raise Mistake(f"a text is made wider than {WIDEST:,} characters", "write a smaller width")
    return int(digits or 0)


def _pay_for_fields(budget: Budget, text: str, fields: int, widths: int, arguments: Iterable[Any]) -> None:
    budget.text(len(text) + widths)
    for argument in arguments:
        budget.weigh(argument, fields)


# --- calls and filters -----------------------------------------------------------------------------------------------


def _number(arguments: Sequence[Any], at: int, named: Mapping[str, Any], name: str, default: int) -> int:
    """An argument that is a whole number, by its place or name."""
    value = arguments[at] if len(arguments) > at else named.get(name, default)
    return value if isinstance(value, int) else default


def _words(arguments: Sequence[Any], at: int, named: Mapping[str, Any], name: str, default: str) -> str:
    """An argument that is a text, by its place or name."""
    value = arguments[at] if len(arguments) > at else named.get(name, default)
    return value if isinstance(value, str) else default


def _filled(text: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> float:
    return max(_number(arguments, 0, named, "width", 80), len(text))


def _indented(text: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> float:
    width = len(_words(arguments, 0, named, "width", "")) or _number(arguments, 0, named, "width", 4)
    return len(text) + (text.count("\n") + 2) * width


def _replaced(text: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> float:
    old, new = _words(arguments, 0, named, "old", ""), _words(arguments, 1, named, "new", "")
    return len(text) + text.count(old) * len(new)


def _wrapped(text: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> float:
    width = max(_number(arguments, 0, named, "width", 79), 1)
    between = _words(arguments, 2, named, "wrapstring", "\n")
    lines = 2 * len(text) // width + text.count("\n") + 1
    return len(text) + lines * len(between)


GROWTH: Mapping[str, Callable[[str, Sequence[Any], Mapping[str, Any]], float]] = {
    "center": _filled, "ljust": _filled, "rjust": _filled, "zfill": _filled, "indent": _indented, "replace": _replaced,
    "wordwrap": _wrapped,
}  # fmt: skip
"""How long a text becomes, by the filter or method; all others make none that is longer than what they are given."""


def pay_for_method(budget: Budget, value: Any, method: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> None:
    """Pays for a call of a plain value's method. Raises RenderingTooLarge; Mistake where it is not allowed."""
    if not any(isinstance(value, kind) and method in names for kind, names in METHODS):
        raise Mistake(f"“{method}” cannot be called in a template", f"delete .{method}(…), or use a filter")
    budget.weigh(value)
    for argument in (*arguments, *named.values()):
        budget.weigh(argument)
    if method == "strftime" and any(isinstance(one, str) and IN_ENGLISH.search(one) for one in arguments):
        raise Mistake("strftime writes the names of days and months in English", "write “| date('full')” or “| date”")
    if not isinstance(value, str):
        return
    if method in GROWTH:
        budget.text(GROWTH[method](value, arguments, named))
    elif method == "join":
        for parts in arguments:
            budget.text(len(value) * len(parts) if isinstance(parts, str) or holds_others(parts) else 0)
    elif method in ("format", "format_map"):
        _pay_for_braces(budget, value, (*arguments, *named.values()))


def pay_for_filter(budget: Budget, name: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> None:
    """Pays for what a filter goes through and makes. Raises RenderingTooLarge and Mistake."""
    budget.step()
    for argument in (*arguments, *named.values()):
        budget.weigh(argument)
    value, others = arguments[0] if arguments else "", arguments[1:]
    if name in GROWTH:
        budget.text(GROWTH[name](str(value), others, named))
    elif name == "format":
        pay_for_percent(budget, str(value), (*others, *named.values()))
    elif name in ("batch", "slice"):
        budget.step(max(_number(others, 0, named, "linecount" if name == "batch" else "slices", 0), 0))
    elif name == "round" and abs(_number(others, 0, named, "precision", 0)) > MOST_DIGITS:
        raise Mistake(f"a figure is rounded to more than {MOST_DIGITS} places", "write | round(1)")
    elif name == "sum" and not isinstance(others[1] if len(others) > 1 else named.get("start", 0), int | float):
        raise Mistake("the filter sum adds figures alone", "join texts with | join, put lists together with +")


def check_path(value: Any) -> None:
    """Raises Mistake for the name of an attribute that is too long to be one."""
    if isinstance(value, str) and len(value) > LONGEST_PATH:
        raise Mistake(f"the name of an attribute has more than {LONGEST_PATH} characters", "correct the name")
