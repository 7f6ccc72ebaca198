"""What the pages of a PDF say, line by line. Read with PDFium, which the extra `pdf` brings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from salespack.problems.files import file_content, known_by, not_read
from salespack.problems.problem import Place, UserFault, shown_path

if TYPE_CHECKING:
    import pypdfium2

LARGEST, MOST_PAGES, MOST_LETTERS = 256 * 2**20, 1_000, 2_000_000
"""Bytes of a file that is read, its pages, and what they say in all: a handbook has less."""
BEGINNING = 1024
"""Where the signature may stand: other programs put something before it."""
ENCRYPTED = 4
"""FPDF_ERR_PASSWORD of fpdfview.h."""
AGAIN = "fetch the file again from where it came"


def pdf_is_readable() -> bool:
    """Whether the package that reads PDFs is installed."""
    from importlib.util import find_spec

    return find_spec("pypdfium2") is not None


def pdf_pages(path: Path) -> tuple[tuple[str, ...], ...]:
    """The lines of each page. Raises UserFault (SP514) for what is no PDF, damaged, protected or far too large, and
    (SP886) where what reads PDFs is not installed."""
    place = Place(shown_path(path))
    if not pdf_is_readable():
        hint = 'install it: pip install "salespack[pdf]"'
        raise UserFault.of("SP886", "PDFs are read with pypdfium2, which is not installed", hint, place)
    try:
        size = path.stat().st_size
        content = file_content(path) if size <= LARGEST else b""
    except OSError as error:
        raise UserFault.of("SP514", not_read(error), "check the path and that you may read it", place) from None
    if size > LARGEST:
        raise UserFault.of("SP514", f"is too large: {size / 2**20:,.0f} MB", "split it", place)
    if b"%PDF-" not in content[:BEGINNING]:
        what, hint = known_by(content[:BEGINNING]) or ("is no PDF", AGAIN)
        raise UserFault.of("SP514", what if content else "is empty", hint, place)
    return _pages(content, place)


def _pages(content: bytes, place: Place) -> tuple[tuple[str, ...], ...]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == ENCRYPTED:
            raise UserFault.of("SP514", "is password-protected", "save a copy without a password", place) from None
        raise UserFault.of("SP514", "is damaged", AGAIN, place) from None
    try:
        if len(document) > MOST_PAGES:
            raise UserFault.of("SP514", f"is too large: {len(document):,} pages", "split it", place)
        found, letters = [], 0
        for number in range(len(document)):
            text = _text(document, number)
            letters += len(text)
            if letters > MOST_LETTERS:
                raise UserFault.of("SP514", "is too large: it holds more text than is read", "split it", place)
            found.append(tuple(line for line in text.splitlines() if line.strip()))
        return tuple(found)
    except pypdfium2.PdfiumError:
        raise UserFault.of("SP514", "is damaged: a page cannot be read", AGAIN, place) from None
    finally:
        document.close()


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    """What a page says; what it read is given back at once, as a thousand pages would add up."""
    page: Any = document[number]
    try:
        words = page.get_textpage()
        try:
            return str(words.get_text_bounded())
        finally:
            words.close()
    finally:
        page.close()
