"""`salespack schema`: the JSON Schema of a file people write, for editors."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command


class Written(StrEnum):
    """The files that people write."""

    PROFILE = "profile"
    BLOCK = "block"
    TRANSLATION = "translation"
    PACK = "pack"
    VALUES = "values"
    LIBRARY = "library"
    CALCULATIONS = "calculations"
    PEOPLE = "people"
    BRAND = "brand"


@command
def schema(kind: Annotated[Written, typer.Argument(help="Which file.")]) -> int:
    """Print the JSON Schema of a file you write, so that an editor completes and underlines.

    Of blocks and translations it is that of the front matter.

    Example: salespack schema profile > profile.schema.json
    """
    from salespack.cli.json import say_json

    say_json(schema_of(kind))
    return 0


def schema_of(kind: Written) -> dict[str, Any]:
    """The JSON Schema of a file, with a description of every key."""
    from salespack.calculations.model import CalculationsFile
    from salespack.formats.descriptions import described
    from salespack.formats.schema import json_schema
    from salespack.formats.types import Id
    from salespack.library.blocks import BlockFile, TranslationFile
    from salespack.library.packs import PackFile
    from salespack.library.people import PersonFile
    from salespack.library.settings import Settings
    from salespack.library.values import ValueDefinition
    from salespack.powerpoint.brand.settings import BrandSettings
    from salespack.profiles.profile import ProfileFile

    types: dict[Written, object] = {
        Written.PROFILE: ProfileFile,
        Written.BLOCK: BlockFile,
        Written.TRANSLATION: TranslationFile,
        Written.PACK: PackFile,
        Written.VALUES: dict[Id, ValueDefinition],
        Written.LIBRARY: Settings,
        Written.CALCULATIONS: CalculationsFile,
        Written.PEOPLE: PersonFile,
        Written.BRAND: BrandSettings,
    }
    return described(json_schema(types[kind], f"Salespack {kind.value}"))
