"""One schema for every file people write: typed decoding when the file is right; when it is not, every fault at once.

The types are the schema. msgspec decodes them and turns them into JSON Schema, which editors use, and which names the
faults of a file that did not decode.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from salespack.formats.types import Day, PartialDay, decode_custom, schema_of_custom
from salespack.formats.versions import FileFormat, understood
from salespack.formats.yaml import Source, shortened
from salespack.problems.problem import Problem, UserFault
from salespack.problems.suggestions import did_you_mean

if TYPE_CHECKING:
    from jsonschema import ValidationError

T = TypeVar("T")

GROUPED = re.compile(r"[-+]?\d{1,3}(?:([ ,.’'_\u00a0\u202f])\d{3})(?:\1\d{3})*")
"""A whole number in groups of three, as 1,200 or 1.200.000."""
DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")
FIGURE_LIKE = re.compile(r"[-+]?\d[\d _\u00a0\u202f]*(\.\d+)?")
EXPONENT = re.compile(r"[-+]?\d+(?:\.\d+)?[eE][-+]?\d{1,2}")
TYPE_NAMES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping of keys to values",
    "null": "empty",
}


def decode(source: Source, expected: type[T], kind: FileFormat | None = None, told: list[Problem] | None = None) -> T:
    """The file's content as `expected`. Raises UserFault with every problem of syntax and schema.

    Where the file is of a `kind` that has versions, an older one is read in the words of today; what was renamed in it
    goes to `told`. One that is too new raises VersionFault.
    """
    data = source.load()
    return decode_data(data if kind is None else understood(data, source, kind, told), source, expected)


def decode_data(data: Any, source: Source, expected: type[T]) -> T:
    """Data already loaded from `source`, as `expected`. Raises UserFault with every problem of the schema."""
    if data is None:
        raise UserFault.of(
            "SP008", "the file is empty", "`salespack schema` prints what belongs in each file", source.place()
        )
    try:
        return msgspec.convert(data, expected, dec_hook=decode_custom)
    except msgspec.ValidationError as error:
        problems = list(_faults(data, source, expected))
        if not problems:  # what JSON Schema lets pass, such as a figure beyond 64 bits
            problems = [Problem(code="SP103", message=str(error), hint="correct the value", place=source.place())]
        raise UserFault(problems) from None


def json_schema(expected: Any, title: str = "") -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file that holds `expected`."""
    schema = msgspec.json.schema(expected, schema_hook=schema_of_custom)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **({"title": title} if title else {}), **schema}


NEAR = 0.8
"""How alike (difflib's ratio) a slip and what was meant are: `valeus` and `values`, not `name` and `names of`."""


def meant_by(name: str, known: Iterable[str]) -> str:
    """The one known name that `name` is a slip of; empty where there is none, or more than one."""
    near = get_close_matches(name, sorted(known), 2, NEAR)
    return near[0] if len(near) == 1 else ""


def _faults(data: Any, source: Source, expected: Any) -> Iterator[Problem]:
    from jsonschema import Draft202012Validator, FormatChecker, validators

    formats = FormatChecker(formats=())
    formats.checks("day", ValueError)(lambda value: not isinstance(value, str) or bool(Day.parse(value)))
    formats.checks("partial-day", ValueError)(
        lambda value: not isinstance(value, str | int) or isinstance(value, bool) or bool(PartialDay.parse(value))
    )
    # JSON Schema takes 495.0 for a whole number; a person who writes it means something else than a count.
    types = Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    strict: Any = validators.extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call] # untyped there
    validator = strict(json_schema(expected), format_checker=formats)
    faults = [problem for error in validator.iter_errors(data) for problem in _problems_of(error, source)]
    unique = {(problem.place, problem.code, problem.message): problem for problem in faults}
    yield from sorted(
        unique.values(),
        key=lambda problem: (problem.place.line or 0, problem.place.column or 0) if problem.place else (0, 0),
    )


def _problems_of(error: ValidationError, source: Source) -> Iterator[Problem]:
    """One error of JSON Schema in words for people; those about keys are told at the key."""
    path = list(error.absolute_path)
    if error.validator == "anyOf":
        yield from _union_problems(error, source)
    elif error.validator in ("additionalProperties", "propertyNames", "required"):
        yield from _key_problems(error, source, path)
    elif error.validator == "type":
        yield _wrong_type(_name(path), error.instance, _types(error), source, path)
    elif error.validator == "pattern" and "propertyNames" in error.absolute_schema_path:
        key = str(error.instance)
        message = f"a key under {_name(path)} cannot be “{key}”"
        place = source.place([*path, key], key=True)
        yield Problem(code="SP106", message=message, hint=_expected(error), place=place)
    else:
        code, message, hint = _value_fault(error, _name(path))
        choices: Any = error.validator_value if code == "SP104" else ()
        instead = meant_by(str(error.instance), map(str, choices))
        yield Problem(code=code, message=message, hint=hint, place=source.place(path), instead=instead)


def _key_problems(error: ValidationError, source: Source, path: list[str | int]) -> Iterator[Problem]:
    """Keys that are unknown or missing."""
    if error.validator == "required":
        required: Any = error.validator_value
        present: Any = error.instance
        for key in required:
            if key not in present:
                hint = f"add `{key}: …`" + (f" under {_name(path)}" if path else "")
                yield Problem(code="SP102", message=f"“{key}” is missing", hint=hint, place=source.place(path))
        return
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    written: dict[str, Any] = error.instance if isinstance(error.instance, dict) else {}
    for key in written:
        if key not in known:
            place = source.place([*path, key], key=True)
            meant = meant_by(key, known)
            yield Problem(
                code="SP101",
                message=f"unknown key “{key}”",
                hint=did_you_mean(key, known),
                place=place,
                instead="" if meant in written else meant,
            )


BOUNDS = {"minimum": "at least", "maximum": "at most", "exclusiveMinimum": "above", "exclusiveMaximum": "below"}


def _value_fault(error: ValidationError, name: str) -> tuple[str, str, str]:
    """Code, message and hint for a value of the right type that cannot be."""
    rule, bound = str(error.validator), error.validator_value
    if rule == "enum":
        known: Any = bound
        return (
            "SP104",
            f"{name} cannot be {_quoted(error.instance)}",
            did_you_mean(str(error.instance), map(str, known)),
        )
    if rule in BOUNDS:
        return "SP105", f"{name} is {error.instance:g}, but must be {BOUNDS[rule]} {bound:g}", ""
    if rule in ("minLength", "minItems"):
        return "SP107", f"{name} is empty or too short (limit {bound})", "fill it in or delete the line"
    if rule in ("maxLength", "maxItems"):
        return "SP107", f"{name} is too long (limit {bound})", "shorten it"
    if rule == "pattern":
        return "SP106", f"{name} cannot be {_quoted(error.instance)}", _expected(error)
    if rule == "format":
        return "SP106", f"{name}: {error.cause}", "write it as 2026-12-01"
    return "SP100", f"{name}: {error.message}", ""


def _expected(error: ValidationError) -> str:
    description = error.schema.get("description", "") if isinstance(error.schema, dict) else ""
    return f"expected: {description}" if description else f"expected the pattern {error.validator_value}"


def _types(error: ValidationError) -> list[str]:
    """The types that a `type` rule allows."""
    wanted: Any = error.validator_value
    return wanted if isinstance(wanted, list) else [wanted]


def _union_problems(error: ValidationError, source: Source) -> Iterator[Problem]:
    """The faults of the branch of a union that was meant: the one whose type fits what was written."""
    branches: dict[int, list[ValidationError]] = {}
    for sub in error.context or ():
        branches.setdefault(int(sub.schema_path[0]), []).append(sub)
    depth = len(error.absolute_path)
    meant = [
        subs
        for subs in branches.values()
        if not any(sub.validator in ("type", "enum") and len(sub.absolute_path) == depth for sub in subs)
    ]
    if meant:
        for sub in min(meant, key=len):
            yield from _problems_of(sub, source)
        return
    path = list(error.absolute_path)
    choices = [sub for subs in branches.values() for sub in subs if sub.validator == "enum"]
    if choices and isinstance(error.instance, str):
        yield from _problems_of(choices[0], source)
        return
    wanted: list[str] = []
    for subs in branches.values():
        for sub in subs:
            if sub.validator == "type" and len(sub.absolute_path) == depth:
                wanted += _types(sub)
    yield _wrong_type(_name(path), error.instance, wanted, source, path)


def _wrong_type(name: str, value: Any, wanted: list[str], source: Source, path: list[str | int]) -> Problem:
    expected = " or ".join(TYPE_NAMES[kind] for kind in dict.fromkeys(wanted) if kind != "null")
    hint = ""
    if isinstance(value, str) and {"number", "integer"} & set(wanted):
        hint = _as_figure(value.strip(), whole="number" not in wanted)
    elif isinstance(value, float) and "integer" in wanted and value.is_integer():
        hint = f"write {int(value)}"
    elif isinstance(value, dict) and "string" in wanted and len(value) == 1:
        (key, rest), *_ = value.items()
        said = "" if rest is None else str(rest)
        hint = (
            f'put the text in quotes: "{shortened(f"{key}: {said}".strip())}"'
            if not isinstance(rest, dict | list)
            else ""
        )
    elif value is None:
        hint = "fill it in or delete the line"
    elif wanted == ["array"]:
        hint = "write [one, two]"
    elif "string" in wanted and isinstance(value, bool | int | float):
        hint = "put it in quotes"
    message = (
        f"{name} is empty, but must be {expected}"
        if value is None
        else f"{name} must be {expected}, not {_quoted(value)}"
    )
    return Problem(code="SP103", message=message, hint=hint, place=source.place(path))


def _as_figure(text: str, *, whole: bool) -> str:
    """How a figure that was written as people do is written here; empty where it is none."""
    if GROUPED.fullmatch(text) and (whole or "." not in text):
        plain = re.sub(r"[^-+\d]", "", text)
        other = f", or {text.replace(',', '.')} if the comma begins the decimals" if "," in text and not whole else ""
        return f"write {plain.lstrip('+')}{other}" if text.count(",") < 2 else f"write {plain.lstrip('+')}"
    if DECIMAL_COMMA.fullmatch(text):
        return "write a figure without decimals" if whole else f"write {text.replace(',', '.')}"
    if FIGURE_LIKE.fullmatch(text):
        plain = re.sub(r"[ _\u00a0\u202f]", "", text)
        sign, digits = ("-", plain[1:]) if plain[0] == "-" else ("", plain.lstrip("+"))
        digits = digits.lstrip("0") or "0"
        return f"write {sign}{'0' if digits.startswith('.') else ''}{digits}, without quotes, blanks or zeros before it"
    if EXPONENT.fullmatch(text):
        return f"write {float(text):.0f}" if abs(float(text)) >= 1 else f"write {float(text)}"
    return ""


def _name(path: list[str | int]) -> str:
    name = ""
    for step in path:
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else step
    return name or "the file"


def _quoted(value: Any) -> str:
    match value:
        case str():
            return f"“{value}”" if len(value) <= 60 else f"“{value[:57]}…”"
        case bool():
            return "true" if value else "false"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case None:
            return "empty"
        case _:
            return str(value)
