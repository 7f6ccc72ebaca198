"""Texts that a template fills (`%s`, `{}`) and figures that it reads from texts: none of Python's words are printed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinja2.filters import FILTERS
from jinja2.sandbox import SandboxedEnvironment, SandboxedFormatter

from salespack.language.formatting import FilterFault, described
from salespack.problems.patterns import late_pattern

FIELD = late_pattern(r"%(?:\((?P<name>[^)]*)\))?[#0 +-]*\d*(?:\.\d*)?[hlL]?(?P<kind>[a-zA-Z%])")
AS_TEXT = frozenset("sra")
"""Kinds of a field that take any value, and write it as Python does."""
NOTHING = object()

Write = Callable[[Any], str]
"""Writes a value as it is printed without a filter. Raises FilterFault for what has no plain text."""


def in_words(text: str, given: Any, write: Write) -> Any:
    """What fills the fields of `text % given`, with the values that stand in it as texts written by `write`."""
    fields = [(found["name"], found["kind"]) for found in FIELD.finditer(text) if found["kind"] != "%"]
    if isinstance(given, Mapping) and any(name is not None for name, _ in fields):
        texts = {name: write(given[name]) for name, kind in fields if name in given and _shown(kind, given[name])}
        return {**given, **texts}
    values = given if isinstance(given, tuple) else (given,)
    if len(values) != len(fields):
        return given  # Python refuses it
    return tuple(
        write(value) if _shown(kind, value) else value for value, (_, kind) in zip(values, fields, strict=True)
    )


def _shown(kind: str, value: Any) -> bool:
    return kind in AS_TEXT or isinstance(value, bool)


class BraceFormatter(SandboxedFormatter):
    """Fills `text.format(…)`; a value without a form of its own (`{:.1f}`) is written by `write`."""

    def __init__(self, environment: SandboxedEnvironment, write: Write) -> None:
        super().__init__(environment)
        self._write = write

    def format_field(self, value: Any, format_spec: str) -> Any:
        """The text of one field."""
        plain = isinstance(value, int | float) and not isinstance(value, bool) and format_spec
        return super().format_field(value if plain else self._write(value), format_spec)

    def filled(self, text: str, method: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> str:
        """`text` with its fields filled, as its method `format` or `format_map` was called."""
        if method == "format_map":
            (values,) = arguments
            return self.vformat(text, (), values)
        return self.vformat(text, arguments, named)


def whole_figure(value: Any, default: Any = None, base: int = 10) -> int:
    """The filter `int`: a figure without its decimals. Raises FilterFault for what is none, and has no `default`."""
    return int(_figure("int", value, FILTERS["int"](value, NOTHING, base), default))


def any_figure(value: Any, default: Any = None) -> float:
    """The filter `float`. Raises FilterFault for what is no figure, and has no `default`."""
    return float(_figure("float", value, FILTERS["float"](value, NOTHING), default))


def _figure(name: str, value: Any, read: Any, default: Any) -> Any:
    if read is not NOTHING and (isinstance(read, int) or math.isfinite(read)):
        return read
    if default is not None:
        return default
    hint = f"give it a figure, such as 1200, or write what stands instead: {name}(0)"
    raise FilterFault(f"the filter {name} works on a figure, not on {described(value)}", "" if value is None else hint)
