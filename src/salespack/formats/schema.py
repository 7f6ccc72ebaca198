"""One schema for every file people write: typed decoding when the file is right; when it is not, every fault at once.

The types are the schema. msgspec decodes them and turns them into JSON Schema, which editors use, and which names the
faults of a file that did not decode.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from salespack.formats.types import UNSEEN, Day, PartialDay, decode_custom, schema_of_custom
from salespack.formats.versions import FileFormat, understood
from salespack.formats.yaml import Source
from salespack.formats.yaml_faults import in_quotes
from salespack.problems.problem import Problem, UserFault
from salespack.problems.suggestions import did_you_mean

if TYPE_CHECKING:
    from jsonschema import ValidationError

T = TypeVar("T")

GROUPED = r"[-+]?[0-9]{1,3}(?:([ ,.’'_])[0-9]{3})(?:\1[0-9]{3})*"
"""A whole number in groups of three, as 1,200 or 1.200.000."""
GROUPED_DECIMALS = r"([-+]?[0-9]{1,3}(?:([ ,.’'_])[0-9]{3})(?:\2[0-9]{3})*)(?!\2)[.,]([0-9]+)"
"""The same with decimals: 1,200.50 or 1.200,50."""
DECIMAL_COMMA = r"[-+]?[0-9]+,[0-9]+"
FIGURE_LIKE = r"[-+]?[0-9][0-9 _]*(\.[0-9]+)?"
EXPONENT = r"[-+]?[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]{1,2}"
MEANT = {"UK": "GB", "EL": "GR"}
"""Codes that are often written for countries, and their codes."""
MULTIPLES = {
    **dict.fromkeys(("k", "tsd", "tsd.", "tuhat", "tuhatta", "thousand", "tkr"), 1_000),
    **dict.fromkeys(("mn", "mio", "mio.", "million", "millions", "milj", "milj.", "miljoonaa"), 1_000_000),
}
"""Words and letters behind a figure that stand for its zeros."""
IN_THOUSANDS = r"(?i)(?P<figure>[0-9]+(?:[.,][0-9]{1,2})?) ?(?P<unit>" + "|".join(map(re.escape, MULTIPLES)) + ")"
AMONG_WORDS = r"(?<![\w.,-])[0-9][0-9.,’' _]*(?<=[0-9])(?![\w%‰]|[.,’' _][0-9])"
"""A figure in `about 120 people`; the digits of `Q3` and `0x10` are none."""
EXAMPLE_DAY = "write a day such as 2026-12-01"
YES, NO, TRUE_OR_FALSE = ("yes", "on", "y", "1"), ("no", "off", "n", "0"), "write true or false"
BULLET = r"[-–—•*·]\s*\S|[0-9]+[.)]\s"
"""How a line begins that was meant as an item of a list."""
A_DASH = "begin each line with “- ”, a dash and a blank"
TYPE_NAMES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "lines of `key: value`",
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
        raise UserFault.of("SP008", f"{source.called} is empty", source.help, source.place())
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
    known = sorted(known)
    if name.casefold() in known:
        return name.casefold()
    from difflib import get_close_matches

    near = get_close_matches(name, known, 2, NEAR)
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
    errors = list(validator.iter_errors(data))
    faults = [problem for error in _first_told(errors) for problem in _problems_of(error, source)]
    unique = {(problem.place, problem.code, problem.message): problem for problem in faults}
    yield from sorted(
        unique.values(),
        key=lambda problem: (problem.place.line or 0, problem.place.column or 0) if problem.place else (0, 0),
    )


def _first_told(errors: Sequence[ValidationError]) -> Iterator[ValidationError]:
    """The errors, without those of what stands behind a key that cannot be: in {a:5} nothing does."""
    wrong_keys = {(*error.absolute_path, str(error.instance)) for error in errors if _is_of_key(error)}
    yield from (error for error in errors if tuple(error.absolute_path) not in wrong_keys)


def _is_of_key(error: ValidationError) -> bool:
    """Whether a key is not written as keys must be."""
    return error.validator == "pattern" and "propertyNames" in error.absolute_schema_path


def _problems_of(error: ValidationError, source: Source) -> Iterator[Problem]:
    """One error of JSON Schema in words for people; those about keys are told at the key."""
    path = list(error.absolute_path)
    if error.validator == "anyOf":
        yield from _union_problems(error, source)
    elif error.validator in ("additionalProperties", "propertyNames", "required"):
        yield from _key_problems(error, source, path)
    elif error.validator == "type":
        yield _wrong_type(error, _types(error), source, [error])
    elif _is_of_key(error):
        key = str(error.instance)
        message = f"a key{f' under {_name(path)}' if path else ''} cannot be “{key}”"
        place = source.place([*path, key], key=True)
        parts = re.fullmatch(r"([a-z0-9-]+)(?::| +)([\w.-]+)", key)
        hint = f"write {parts[1]}: {parts[2]}, with a colon and a blank" if parts else _expected(error)
        yield Problem(code="SP106", message=message, hint=hint, place=place)
    else:
        code, message, hint = _value_fault(error, _name(path))
        choices: Any = error.validator_value if code == "SP104" else ()
        instead = meant_by(str(error.instance), map(str, choices))
        yield Problem(code=code, message=message, hint=hint, place=source.place(path), instead=instead)


def _key_problems(error: ValidationError, source: Source, path: list[str | int]) -> Iterator[Problem]:
    """Keys that are unknown or missing."""
    if error.validator == "required":
        from difflib import get_close_matches

        required: Any = error.validator_value
        present: Any = error.instance
        properties = _keys(error)
        slips = {near for key in present if key not in properties for near in get_close_matches(key, properties, 1)}
        for key in required:
            if key not in present and key not in slips:
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


LENGTHS = {
    "minLength": ("letter", "letters"), "maxLength": ("letter", "letters"), "minItems": ("entry", "entries"),
    "maxItems": ("entry", "entries"), "minProperties": ("entry", "entries"),
}  # fmt: skip
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
        share = _as_share(error.instance, error.schema)
        hint = f"write {share}" if share else "correct the figure"
        return "SP105", f"{name} is {error.instance:g}, but must be {BOUNDS[rule]} {bound:g}", hint
    if rule in LENGTHS:
        return "SP107", *_wrong_length(error, name)
    if rule == "pattern" and re.fullmatch(f"[{UNSEEN}]*", str(error.instance)):
        return "SP107", f"{name} is empty", "fill it in or delete the line"
    if rule == "pattern":
        return "SP106", f"{name} cannot be {_quoted(error.instance)}", _expected(error)
    if rule == "format":
        return "SP106", f"{name}: {error.cause}", _as_day(str(error.instance))
    return "SP100", f"{name}: {error.message}", ""


def _keys_are_free(error: ValidationError) -> bool:
    """Whether a mapping of the user's own names was wanted."""
    schema: Any = error.schema
    return error.validator == "type" and "object" in _types(error) and "additionalProperties" in schema


def _wrong_length(error: ValidationError, name: str) -> tuple[str, str]:
    """Message and hint for a text or list that is too short or too long."""
    instance: Any = error.instance
    written, bound = len(instance), error.validator_value
    unit = LENGTHS[str(error.validator)][written != 1]
    if not written:
        return f"{name} is empty", "fill it in or delete the line"
    if str(error.validator).startswith("min"):
        return f"{name} has {written} {unit}, and {bound} at least", "write more"
    return f"{name} has {written} {unit}, and {bound} at most", "shorten it"


def _expected(error: ValidationError) -> str:
    written = str(error.instance).strip()
    for one in (
        MEANT.get(written.upper(), ""),
        written.upper(),
        written.lower(),
        re.sub(r"[\s_/&-]+", "-", written.lower()).strip("-"),
    ):
        if one.isascii() and len(written) >= len(one) and re.fullmatch(str(error.validator_value), one):
            return f"write {one}"
    description = error.schema.get("description", "") if isinstance(error.schema, dict) else ""
    return f"expected: {description}" if description else f"expected the pattern {error.validator_value}"


def _types(error: ValidationError) -> list[str]:
    """The types that a `type` rule allows."""
    wanted: Any = error.validator_value
    return wanted if isinstance(wanted, list) else [wanted]


def _keys(error: ValidationError) -> list[str]:
    """The keys of a mapping that the error's schema describes."""
    return list(error.schema.get("properties", ())) if isinstance(error.schema, dict) else []


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
    written = error.instance
    if isinstance(written, list) and all(isinstance(one, dict) and len(one) == 1 for one in written):
        pairs = [f"{key}: {value}" for one in written for key, value in one.items()]
        if any(_keys_are_free(sub) for subs in branches.values() for sub in subs):
            name = _name(list(error.absolute_path))
            message = f"{name} must be lines of `key: value`, without a dash before each"
            hint = f"write {{{', '.join(pairs)}}}" if len(pairs) < 4 else "delete the dashes before its lines"
            yield Problem(code="SP103", message=message, hint=hint, place=source.place(list(error.absolute_path)))
            return
    texts = [one for subs in branches.values() for one in subs if one.validator == "type" and _types(one) == ["string"]]
    if texts and meant and isinstance(written, dict) and written:
        keys = {str(one.instance) for one in min(meant, key=len) if _is_of_key(one)}
        if keys == set(written):  # none is a language: a text with a colon, and no text per language
            yield _wrong_type(error, ["string"], source, texts)
            return
    if meant:
        for sub in _first_told(min(meant, key=len)):
            yield from _problems_of(sub, source)
        return
    choices = [sub for subs in branches.values() for sub in subs if sub.validator == "enum"]
    if choices and isinstance(error.instance, str):
        yield from _problems_of(choices[0], source)
        return
    here = [sub for subs in branches.values() for sub in subs if len(sub.absolute_path) == depth]
    yield _wrong_type(error, [kind for sub in here if sub.validator == "type" for kind in _types(sub)], source, here)


def _wrong_type(error: ValidationError, wanted: list[str], source: Source, rules: Iterable[ValidationError]) -> Problem:
    """The problem of a value of the wrong type; `rules`: what its schema says of it, a branch of a union each."""
    path, value = list(error.absolute_path), error.instance
    name, rules = _name(path) if path else source.called, list(rules)
    choices: list[Any] = [one for rule in rules if rule.validator == "enum" for one in _list(rule.validator_value)]
    day = any(isinstance(rule.schema, dict) and rule.schema.get("format") == "day" for rule in rules)
    names = [
        "a day" if day and kind == "string" else TYPE_NAMES[kind] for kind in dict.fromkeys(wanted) if kind != "null"
    ]
    expected = " or ".join([f"one of {', '.join(map(str, choices))}"] * bool(choices) + names)
    # What was written says more than what was read: 1.200 is 1.2 to YAML.
    figure = source.written(path) if isinstance(value, int | float) and not isinstance(value, bool) else ""
    if value is None:
        message, hint = f"{name} is empty, but must be {expected}", "fill it in or delete the line"
    else:
        message = f"{name} must be {expected}, not {figure or _quoted(value)}"
        keys = [key for rule in rules for key in _keys(rule)]
        if day:
            hint = _as_day(figure or str(value))
        elif choices:
            hint = did_you_mean(str(value[0] if isinstance(value, list) and value else value), map(str, choices))
        elif figure and not {"number", "integer", "string"} & set(wanted):
            hint = f"write [{figure}]" if "array" in wanted else _right_type([], wanted, path, keys)
        elif figure and "string" in wanted and "number" not in wanted and _unlike(figure, rules):
            hint = _expected(next(rule for rule in rules if _unlike(figure, [rule])))
        elif "number" in wanted and (figure or isinstance(value, str)) and _shares(rules):
            hint = f"write {_as_share(figure or value, {'minimum': 0, 'maximum': 1}) or 'a number from 0 to 1'}"
        else:
            hint = _right_type(figure or value, wanted, path, keys, source.text_at(path))
    return Problem(code="SP103", message=message, hint=hint or source.help, place=source.place(path))


def _unlike(text: str, rules: Iterable[ValidationError]) -> bool:
    """Whether a text is not written as any of the rules has it."""
    patterns = [rule.schema["pattern"] for rule in rules if isinstance(rule.schema, dict) and "pattern" in rule.schema]
    return bool(patterns) and not any(re.search(pattern, text) for pattern in patterns)


def _shares(rules: Iterable[ValidationError]) -> bool:
    """Whether a number from 0 to 1 is wanted."""
    return any(isinstance(rule.schema, dict) and rule.schema.get("maximum") == 1 for rule in rules)


def _as_share(value: Any, schema: Any) -> str:
    """A percentage as a number from 0 to 1, where that is wanted; empty where it is none."""
    if not isinstance(schema, dict) or (schema.get("minimum"), schema.get("maximum")) != (0, 1):
        return ""
    percentage = re.fullmatch(r"\s*([0-9]{1,3}(?:[.,][0-9]+)?)\s*(%?)\s*", str(value))
    figure = float(percentage[1].replace(",", ".")) if percentage else -1.0
    least = 0 if percentage and percentage[2] else LIKELY_PERCENTAGE
    return f"{figure / 100:g}" if least <= figure <= 100 else ""


LIKELY_PERCENTAGE = 5
"""From which figure on a number from 0 to 1 was meant as a percentage."""


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _as_day(text: str) -> str:
    """How a day is written here; with the day itself where only its form is wrong."""
    parts = re.fullmatch(r"([0-9]{4})[-/.]?([0-9]{1,2})[-/.]?([0-9]{1,2})(?:[T ].*)?", text)
    if parts:
        day = f"{parts[1]}-{parts[2]:>02}-{parts[3]:>02}"
        try:
            Day.parse(day)
        except ValueError:
            return EXAMPLE_DAY
        return f"write {day}"
    return EXAMPLE_DAY


def _right_type(value: Any, wanted: list[str], path: list[str | int], keys: list[str], written: str = "") -> str:
    """How to write what was written with the wrong type; `written` is that as it stands in the file."""
    if {"number", "integer"} & set(wanted):
        return _as_figure(str(value) if isinstance(value, str | int | float) else "", whole="number" not in wanted)
    if "string" in wanted:
        return _as_text(value, written)
    if "array" in wanted and isinstance(value, str):
        if re.match(BULLET, value):
            return A_DASH
        return f"write [{value}]" if re.fullmatch(r"\w[\w .,/*+-]*", value) else "write [one, two]"
    if "array" in wanted:
        return A_DASH if isinstance(value, dict) else "write [one, two]"
    if "object" in wanted and keys and path:
        before = "" if isinstance(path[-1], int) else f"{path[-1]}: "
        return f"write {before}{{{keys[0]}: …}}; its keys are {', '.join(keys)}"
    if "object" in wanted and path:
        first = value[0] if isinstance(value, list) and value else value
        key = first if isinstance(first, str) and re.fullmatch(r"[\w-]+", first) else "key"
        return f"write `{key}: …` in a line of its own below it, indented, without a dash"
    if "object" in wanted:
        return ""
    if "boolean" in wanted and isinstance(value, str):
        return {**dict.fromkeys(YES, "write true"), **dict.fromkeys(NO, "write false")}.get(
            value.casefold(), TRUE_OR_FALSE
        )
    return TRUE_OR_FALSE if "boolean" in wanted else "delete it"


def _as_text(value: Any, written: str) -> str:
    """How to write as a text what YAML read as something else."""
    if isinstance(value, dict) and written and "\n" not in written:
        return in_quotes(written)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return f"write {value[0]}, without brackets or a dash"
    if isinstance(value, bool | int | float | str):
        return "put it in quotes"
    return "write one text"


def _as_figure(text: str, *, whole: bool) -> str:
    """How a figure that was written as people do is written here; the way to write one where it is none."""
    # Digits of other widths and blanks that do not break are those of the keyboard.
    text = unicodedata.normalize("NFKC", text).strip()
    example = "write a whole number alone, such as 7" if whole else "write a number alone, such as 7.5"
    if re.fullmatch(GROUPED, text) and (whole or "." not in text):
        plain = re.sub(r"[^-0-9]", "", text)
        one_comma = text.count(",") == 1 and not whole
        return f"write {plain}" + (
            f", or {text.replace(',', '.')} if the comma begins the decimals" if one_comma else ""
        )
    if parts := re.fullmatch(GROUPED_DECIMALS, text):
        digits = re.sub(r"[^-0-9]", "", parts[1])
        if not whole:
            return f"write {digits}.{parts[3]}"
        return f"write {digits}" if not parts[3].strip("0") else f"write a whole number, such as {digits}"
    if re.fullmatch(DECIMAL_COMMA, text) and not whole:
        return f"write {text.lstrip('+').replace(',', '.')}"
    if re.fullmatch(DECIMAL_COMMA, text) or (whole and re.fullmatch(r"[-+]?[0-9]+\.[0-9]+", text)):
        before, _, after = re.sub(r"^\+", "", text).replace(",", ".").partition(".")
        return f"write {int(before)}" if not after.strip("0") else f"write a whole number, such as {int(before)}"
    if re.fullmatch(FIGURE_LIKE, text):
        plain = re.sub(r"[ _]", "", text)
        sign, digits = ("-", plain[1:]) if plain[0] == "-" else ("", plain.lstrip("+"))
        digits = digits.lstrip("0") or "0"
        return f"write {sign}{'0' if digits.startswith('.') else ''}{digits}, without quotes, blanks or zeros before it"
    if re.fullmatch(EXPONENT, text):
        number = float(text)
        if number.is_integer():
            return f"write {number:.0f}"
        return example if whole else f"write {number}"
    if many := re.fullmatch(IN_THOUSANDS, text):
        number = round(float(many["figure"].replace(",", ".")) * MULTIPLES[many["unit"].casefold()], 6)
        return f"write {number:.0f}"
    found = re.findall(AMONG_WORDS, text)
    if len(found) == 1 and re.search(r"[^\W\d_]|[~€$£]", text):
        figure = found[0].strip()
        return f"write {int(figure)}" if figure.isdigit() else _as_figure(figure, whole=whole)
    return example


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
            return "`key: value`"
        case list():
            return "a list"
        case None:
            return "empty"
        case _:
            return str(value)
