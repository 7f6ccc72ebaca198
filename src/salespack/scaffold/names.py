"""Names in new files: what people call values, roles and blocks, as the library declares them; and writing files."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from pathlib import Path

from salespack.library.blocks import SPELT
from salespack.problems.problem import Place, UserFault, shown_path

LONGEST_STEM = 60


def slug(text: str) -> str:
    """`text` as the stem of a file's name: lower-case ASCII letters, digits and hyphens; empty where none are left."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(SPELT)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded.replace("'", "")).strip("-")[:LONGEST_STEM].strip("-")


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
