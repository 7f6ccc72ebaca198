"""What a value breaks of a JSON Schema (draft 2020-12): every fault with its path.

Knows the keywords that msgspec writes for our types, no others. How faults are told is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

Schema = Mapping[str, Any]
Path = tuple[str | int, ...]
SAYS_NOTHING = frozenset(("$schema", "$defs", "title", "description", "default"))
"""Keywords that no value can break."""


class SchemaFault(msgspec.Struct, frozen=True):
    """A `rule` (a keyword with its `bound`) of `schema` that the `value` at `path` breaks.

    `of_key`: the value is a key. `why` is what a format says; `branches` are the faults under each branch of a union.
    """

    rule: str
    bound: Any
    value: Any
    schema: Schema
    path: Path
    of_key: bool = False
    why: str = ""
    branches: tuple[tuple[SchemaFault, ...], ...] = ()


def schema_faults(value: Any, schema: Schema, formats: Mapping[str, Callable[[Any], object]]) -> Iterator[SchemaFault]:
    """Every fault of a value. `formats` raise ValueError, with the reason, for what is not written as they want it.

    Raises RuntimeError for a keyword that is not known.
    """
    return _Reading(schema.get("$defs", {}), formats).faults(value, schema, ())


class _Reading:
    """Reads values by one schema with its definitions."""

    def __init__(self, definitions: Mapping[str, Schema], formats: Mapping[str, Callable[[Any], object]]) -> None:
        self._definitions, self._formats = definitions, formats

    def faults(self, value: Any, schema: Schema, path: Path, *, of_key: bool = False) -> Iterator[SchemaFault]:
        """The faults of a value at `path`."""
        for rule, bound in schema.items():
            match rule:
                case "$ref":
                    yield from self.faults(
                        value, self._definitions[bound.removeprefix("#/$defs/")], path, of_key=of_key
                    )
                case "anyOf":
                    branches = [tuple(self.faults(value, one, path)) for one in bound]
                    if all(branches):
                        yield SchemaFault(rule, bound, value, schema, path, branches=tuple(branches))
                case "properties" | "additionalProperties" | "propertyNames" | "required":
                    if isinstance(value, dict):
                        yield from self._of_mapping(rule, value, schema, path)
                case "items":
                    for number, item in enumerate(value if isinstance(value, list) else ()):
                        yield from self.faults(item, bound, (*path, number))
                case "format":
                    if (why := self._unlike(bound, value)) is not None:
                        yield SchemaFault(rule, bound, value, schema, path, of_key, why)
                case _:
                    if rule not in SAYS_NOTHING and _breaks(rule, bound, value):
                        yield SchemaFault(rule, bound, value, schema, path, of_key)

    def _of_mapping(self, rule: str, value: dict[str, Any], schema: Schema, path: Path) -> Iterator[SchemaFault]:
        bound = schema[rule]
        declared = schema.get("properties", {})
        match rule:
            case "properties":
                for key, one in bound.items():
                    if key in value:
                        yield from self.faults(value[key], one, (*path, key))
            case "propertyNames":
                for key in value:
                    yield from self.faults(key, bound, path, of_key=True)
            case "required":
                if any(key not in value for key in bound):
                    yield SchemaFault(rule, bound, value, schema, path)
            case _:
                others = [key for key in value if key not in declared]
                if bound is False and others:
                    yield SchemaFault(rule, bound, value, schema, path)
                elif isinstance(bound, dict):
                    for key in others:
                        yield from self.faults(value[key], bound, (*path, key))

    def _unlike(self, name: str, value: Any) -> str | None:
        """Why a value is not in a format; None where it is, or where the format is not ours to judge."""
        try:
            self._formats.get(name, bool)(value)
        except ValueError as fault:
            return str(fault)
        return None


def _breaks(rule: str, bound: Any, value: Any) -> bool:
    """Whether a value breaks a rule that says something of values of one type; those of others it leaves alone."""
    match rule:
        case "type":
            return not any(_is_of(value, one) for one in ([bound] if isinstance(bound, str) else bound))
        case "enum":
            return value not in bound
        case "pattern":
            return isinstance(value, str) and re.search(bound, value) is None
        case "minLength":
            return isinstance(value, str) and len(value) < bound
        case "maxLength":
            return isinstance(value, str) and len(value) > bound
        case "minItems":
            return isinstance(value, list) and len(value) < bound
        case "maxItems":
            return isinstance(value, list) and len(value) > bound
        case "minimum":
            return _is_of(value, "number") and value < bound
        case "maximum":
            return _is_of(value, "number") and value > bound
        case "exclusiveMinimum":
            return _is_of(value, "number") and value <= bound
        case "exclusiveMaximum":
            return _is_of(value, "number") and value >= bound
    raise RuntimeError(f"the schema has a keyword that nothing judges: {rule}")


def _is_of(value: Any, name: str) -> bool:
    """Whether a value is of a type of JSON. 495.0 is no integer: who writes it means something else than a count."""
    match name:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return isinstance(value, list)
    return isinstance(value, dict)
