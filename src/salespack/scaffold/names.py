"""Names in new files: what people call values, roles and blocks, as the library declares them; and writing files."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from salespack.library.blocks import SPELT
from salespack.system.files import put

LONGEST_STEM = 60


def slug(text: str) -> str:
    """`text` as the stem of a file's name: lower-case ASCII letters, digits and hyphens; empty where none are left."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(SPELT)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded.replace("'", "")).strip("-")[:LONGEST_STEM].strip("-")


def write_new(path: Path, text: str, what: str, otherwise: str, within: Path | None = None) -> None:
    """Writes a new file, all of it or nothing. Raises UserFault (SP803); `otherwise` is what else one can do.

    `within` is the library that the file belongs to.
    """
    hint = f"check the folder's permissions and the disk, or {otherwise}"
    put(path, text.encode(), within, code="SP803", what=f"the {what}", hint=hint)
