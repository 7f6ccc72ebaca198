"""How other programs encode texts: told by their mark, else UTF-8 where all of it is, else as Windows does."""

from __future__ import annotations

import codecs
from pathlib import Path

from salespack.problems.problem import Place, UserFault, shown_path

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
LEGACY = "cp1252"
"""What Windows programs write where they do not write UTF-8."""
CHUNK = 1 << 20
ZIP = b"PK\x03\x04"


def encoding_of(file: Path, code: str, hint: str) -> str:
    """The encoding of a text file, read piece by piece. Raises UserFault with the code where it is no text, OSError."""
    with file.open("rb") as stream:
        start = stream.read(4)
        if start.startswith(ZIP):
            raise UserFault.of(code, "is no text: it is a packed file", hint, Place(shown_path(file)))
        for mark, encoding in BOMS:
            if start.startswith(mark):
                return encoding
        decoder = codecs.getincrementaldecoder("utf-8")()
        stream.seek(0)
        try:
            while chunk := stream.read(CHUNK):
                if b"\0" in chunk:
                    raise UserFault.of(code, "is no text", hint, Place(shown_path(file)))
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return LEGACY
        return "utf-8"
