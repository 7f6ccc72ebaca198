"""`salespack schema`: the JSON Schema of a file people write, for editors."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
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
def schema(
    kind: Annotated[Written, typer.Argument(help="Which file.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it there, and print nothing.")
    ] = None,
) -> int:
    """Print the JSON Schema of a file you write, so that an editor completes and underlines.

    Of blocks and translations it is that of the front matter. A file that holds something else is not overwritten.

    Examples:

      salespack schema profile

      salespack schema block --out block.schema.json
    """
    from salespack.cli.json import json_text, say_json

    if out is None:
        say_json(schema_of(kind))
        return 0
    from salespack.problems.problem import Place, UsageFault, shown_path
    from salespack.system.files import put

    if out.exists() and not (out.is_file() and b'"$schema"' in out.read_bytes()[:200]):
        raise UsageFault.of("SP802", "is there already, and no schema", "name another file", Place(shown_path(out)))
    content = f"{json_text(schema_of(kind))}\n".encode()
    put(out, content, folders=False, code="SP803", hint="check the folder and the disk, and that it is not open")
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
