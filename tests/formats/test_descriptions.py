"""Every key that people write is described, where editors and the documentation take it from."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from salespack.cli.schema import Written, schema_of
from salespack.formats.descriptions import descriptions


def keys(kind: Written) -> dict[tuple[str, str], dict[str, Any]]:
    """The keys of a format, by the type they belong to and their name."""
    definitions = schema_of(kind)["$defs"]
    return {
        (type_, key): one for type_, found in definitions.items() for key, one in found.get("properties", {}).items()
    }


@pytest.mark.parametrize("kind", Written)
def test_every_key_is_described(kind: Written) -> None:
    found = keys(kind)
    assert len(found) >= 3
    assert [key for key in found if key[1] not in descriptions().get(key[0], {})] == []
    assert all(one["description"] == descriptions()[type_][key] for (type_, key), one in found.items())


def test_nothing_else_is_described() -> None:
    known = {key for kind in Written for key in keys(kind)}
    assert sorted({(type_, key) for type_, texts in descriptions().items() for key in texts} - known) == []


def test_descriptions_are_sentences() -> None:
    texts = [text for texts in descriptions().values() for text in texts.values()]
    assert len(texts) > 100
    assert [text for text in texts if not text.endswith(".")] == []


@pytest.mark.parametrize("kind", Written)
def test_the_described_schema_is_a_schema(kind: Written) -> None:
    Draft202012Validator.check_schema(schema_of(kind))
