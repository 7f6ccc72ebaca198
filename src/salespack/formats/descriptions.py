"""What each key of the files that people write means, for editors and the documentation. Loading needs none of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from salespack.formats.yaml import Source

FILE = Path(__file__).parent / "field_descriptions.yaml"


@cache
def descriptions() -> Mapping[str, Mapping[str, str]]:
    """What each key means, by the name of its type and its own."""
    found: Mapping[str, Mapping[str, str]] = Source(FILE.name, FILE.read_text("utf-8")).load()
    return found


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON Schema with a description for each key of its types; one that a key has of its own stays behind it."""
    definitions = {name: _described(name, one) for name, one in schema.get("$defs", {}).items()}
    return {**schema, "$defs": definitions}


def _described(name: str, definition: dict[str, Any]) -> dict[str, Any]:
    known = descriptions().get(name, {})
    properties = {
        key: {**one, "description": known[key]} if key in known else one
        for key, one in definition.get("properties", {}).items()
    }
    return {**definition, "properties": properties} if properties else definition
