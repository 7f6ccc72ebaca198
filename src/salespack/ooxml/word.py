"""The paragraphs of a Word document, and nothing else of it: for those who read what somebody wrote.

ISO/IEC 29500-1, 17.3: text is in `w:t`; what a tracked change deleted is in `w:delText` and is not read.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from salespack.ooxml.markup import MarkupError, parse

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
DOCUMENT = "word/document.xml"
MOST_BYTES = 32 * 1024 * 1024
"""Of the document's markup, unpacked: some ten thousand pages."""
BREAKS = ("tab", "br", "cr")
HEADINGS = ("heading", "title", "otsikko", "überschrift", "rubrik")


class WordError(ValueError):
    """What is wrong with a document, as what is said of it: is damaged."""


class Paragraph(NamedTuple):
    """One paragraph with text: its number among all paragraphs, from 1, and whether it is a heading."""

    number: int
    text: str
    heading: bool


def read_paragraphs(path: Path) -> list[Paragraph]:
    """The paragraphs of a document that hold text, those in tables too. Raises WordError, OSError."""
    try:
        with ZipFile(path) as archive:
            if DOCUMENT not in archive.namelist():
                raise WordError("is no Word document")
            if archive.getinfo(DOCUMENT).flag_bits & 1:
                raise WordError("is password-protected")
            with archive.open(DOCUMENT) as stream:
                data = stream.read(MOST_BYTES + 1)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError) as fault:
        raise WordError(f"is damaged, or no .docx file: {fault}") from None
    if len(data) > MOST_BYTES:
        raise WordError(f"has more than {MOST_BYTES >> 20} MB of text once it is unpacked")
    try:
        root = parse(data)
    except MarkupError as fault:
        raise WordError(f"is damaged: {fault}") from None
    prefix = STRICT if root.tag.startswith(STRICT) else W
    found = []
    for number, paragraph in enumerate(root.iter(f"{prefix}p"), 1):
        pieces = []
        for one in paragraph.iter():
            if one.tag == f"{prefix}t":
                pieces.append(one.text or "")
            elif one.tag in [f"{prefix}{name}" for name in BREAKS]:
                pieces.append(" ")
        style = paragraph.find(f"{prefix}pPr/{prefix}pStyle")
        named = (style.get(f"{prefix}val") or "").casefold() if style is not None else ""
        if text := " ".join("".join(pieces).split()):
            found.append(Paragraph(number, text, named.startswith(HEADINGS)))
    return found
