"""Workbooks and documents inside a slide: copied without the names of who wrote them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from salespack.ooxml.packaging import (
    CONTENT_TYPES,
    DEFLATED,
    OFFICE_TYPES,
    STORED,
    PackageWriter,
    StoredPart,
    stored_part,
)
from salespack.ooxml.reading import Package
from salespack.problems.problem import UserFault

ENDINGS = (".docx", ".docm", ".pptx", ".pptm", ".xlsx", ".xlsm", ".xlsb")
EMPTY = {
    "application/vnd.openxmlformats-package.core-properties+xml": b"<cp:coreProperties xmlns:cp="
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    OFFICE_TYPES + "extended-properties+xml": b"<Properties xmlns="
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    OFFICE_TYPES + "custom-properties+xml": b"<Properties xmlns="
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
"""What stands in for the properties of a document: author, last editor, company, manager."""


class _Inner(Package):
    """A package inside a part."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        with ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
        if any(one.flag_bits & 1 or one.compress_type not in (STORED, DEFLATED) for one in members):
            raise BadZipFile("packed in another way than Office does")
        super().__init__(Path("embedded"), members)

    def _open(self) -> BinaryIO:
        return io.BytesIO(self._data)


def without_authors(part: StoredPart, data: bytes) -> StoredPart:
    """An embedded Office file whose properties say nothing; the part itself where it is no such file.

    Only the properties are read; all else is copied as it lies compressed.
    """
    if not part.name.lower().endswith(ENDINGS):
        return part
    try:
        package = _Inner(data)
        if CONTENT_TYPES not in package or not any(package.content_type(name) in EMPTY for name in package.names):
            return part
        writer = PackageWriter()
        for name in package.names:
            empty = EMPTY.get(package.content_type(name))
            stored = package.stored(name)
            writer.copy(stored if empty is None else stored_part(name, stored.content_type, empty))
        return stored_part(part.name, part.content_type, writer.finish(), compress=False)
    except (BadZipFile, UserFault, ValueError, KeyError):
        return part  # damaged or locked: whoever opens it will be told
