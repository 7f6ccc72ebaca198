"""Names in new files: what people call values, roles and blocks, as the library declares them; and writing files."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from salespack.formats.types import Localised
from salespack.formats.vocabulary import CODES
from salespack.library.blocks import SPELT
from salespack.library.library import Library
from salespack.problems.problem import Place, UsageFault, UserFault, shown_path
from salespack.problems.suggestions import did_you_mean

LONGEST_STEM = 60


def slug(text: str) -> str:
    """`text` as the stem of a file's name: lower-case ASCII letters, digits and hyphens; empty where none are left."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(SPELT)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded.replace("'", "")).strip("-")[:LONGEST_STEM].strip("-")


def resolve_value(library: Library, text: str) -> str:
    """The value that `text` names: by id, by name in any language, or by a word that signals it. Raises UsageFault."""
    wanted = " ".join(text.split()).casefold()
    named = {
        value: {value, *(name.casefold() for name in _texts(definition.name))}
        for value, definition in library.values.items()
    }
    exact = [value for value, names in named.items() if wanted in names]
    signalled = [
        value
        for value, definition in library.values.items()
        if any(wanted == word.casefold() for words in definition.signals.values() for word in words)
    ]
    found = exact or signalled
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageFault.of("SP201", f"“{text}” may mean {' or '.join(found)}", "name one of them")
    raise UsageFault.of("SP201", f"the value “{text}” is not declared", did_you_mean(text, library.values))


def resolve_name(text: str, declared: Mapping[str, Localised], sort: str) -> str:
    """The declared name that `text` means, by id or by its name in any language. Raises UsageFault."""
    wanted = text.strip().casefold()
    for name, localised in declared.items():
        if wanted == name or wanted in (one.casefold() for one in _texts(localised)):
            return name
    raise UsageFault.of(CODES[sort], f"the {sort} “{text}” is not declared", did_you_mean(text, declared))


def write_new(path: Path, text: str, what: str, otherwise: str) -> None:
    """Writes a new file, all of it or nothing. Raises UserFault (SP803); `otherwise` is what else one can do."""
    temporary = path.with_name(f"{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        message = f"the {what} cannot be written: {error.strerror or error}"
        hint = f"check the folder's permissions and the disk, or {otherwise}"
        raise UserFault.of("SP803", message, hint, Place(shown_path(path))) from None


def _texts(text: Localised) -> Iterable[str]:
    return (text,) if isinstance(text, str) else text.values()
