"""What a value breaks of a schema is what a validator of JSON Schema finds, for every file that people write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators

from salespack.assembly.literal_slides import ChartFile
from salespack.formats.schema import FORMATS, json_schema
from salespack.formats.schema_faults import SchemaFault, schema_faults
from salespack.importing.cases.mapping import CaseMapping
from tests.formats.test_schema import EVERY_FILE, trees

Found = list[tuple[str, tuple[str | int, ...], Any]]


def _strict() -> Any:
    """JSON Schema's own judge, for whom 495.0 is no whole number."""
    types = Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    return validators.extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]


STRICT = _strict()
CHECKER = FormatChecker(formats=())
for name, judge in FORMATS.items():
    CHECKER.checks(name, ValueError)(lambda value, judge=judge: judge(value) is None or True)


def expected(errors: list[ValidationError]) -> Iterator[tuple[str, tuple[str | int, ...], Any]]:
    for error in errors:
        branches: dict[int, list[ValidationError]] = {}
        for sub in error.context or ():
            branches.setdefault(int(sub.schema_path[0]), []).append(sub)
        inner = [sorted(set(expected(subs)), key=repr) for subs in branches.values()]
        yield str(error.validator), tuple(error.absolute_path), repr(inner)


def found(faults: list[SchemaFault]) -> Iterator[tuple[str, tuple[str | int, ...], Any]]:
    for fault in faults:
        inner = [sorted(set(found(list(subs))), key=repr) for subs in fault.branches]
        yield fault.rule, fault.path, repr(inner)


@given(trees, st.sampled_from([*EVERY_FILE, ChartFile, CaseMapping, list[tuple[str, ...]]]))
def test_faults_are_those_of_a_validator(content: Any, kind: Any) -> None:
    schema = json_schema(kind)
    errors = list(STRICT(schema, format_checker=CHECKER).iter_errors(content))
    faults = list(schema_faults(content, schema, FORMATS))
    assert set(found(faults)) == set(expected(errors))


@pytest.mark.parametrize(
    ("schema", "value", "rules"),
    [
        ({"type": ["integer", "null"]}, 495.0, ["type"]),
        ({"type": "number", "exclusiveMaximum": 5, "minimum": 1}, 5, ["exclusiveMaximum"]),
        ({"type": "string", "minLength": 2, "pattern": "^a"}, "b", ["minLength", "pattern"]),
        ({"type": "array", "maxItems": 1, "items": {"enum": ["a"]}}, ["a", "b"], ["maxItems", "enum"]),
        ({"type": "boolean"}, 1, ["type"]),
        ({"type": "string", "format": "day"}, "2026-02-30", ["format"]),
        ({"type": "string", "format": "uri"}, "no address", []),
        ({"propertyNames": {"pattern": "^[a-z]+$"}}, {"A": 1, "b": 2}, ["pattern"]),
    ],
)
def test_each_rule_judges_values_of_its_type(schema: dict[str, Any], value: Any, rules: list[str]) -> None:
    assert [fault.rule for fault in schema_faults(value, schema, FORMATS)] == rules


def test_a_keyword_that_nothing_judges_is_a_fault_of_ours() -> None:
    with pytest.raises(RuntimeError, match="multipleOf"):
        list(schema_faults(3, {"multipleOf": 2}, FORMATS))
