"""The engine of PDFs: fonts, the folder a document may read, one compile. Imports typst when it is used."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from salespack.typesetting.literals import TYPST_GUARD

if TYPE_CHECKING:
    from typst import FontInfo, Fonts

# The weights that the theme uses. Typst reads every font of a folder, so it gets a folder that holds no others.
MANROPE = ("Manrope-SemiBold.ttf", "Manrope-Bold.ttf")
SOURCE_SANS = (
    "SourceSansPro-Regular.otf",
    "SourceSansPro-It.otf",
    "SourceSansPro-Semibold.otf",
    "SourceSansPro-SemiboldIt.otf",
)
# A proxy that never answers, for nothing can listen at port 0: Typst asks it for any package.
NO_NETWORK = {
    name: "" if name.lower() == "no_proxy" else "http://127.0.0.1:0"
    for lower in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    for name in (lower, lower.upper())
}
MOST_LOADED = 8
"""Sets of fonts that are kept loaded; each has its files copied."""
PAGE_COUNT = re.compile(rb"<xmpTPg:NPages>(\d+)</xmpTPg:NPages>")


class Compiled(bytes):
    """A PDF, and how many pages it has."""

    pages: int


def package_fonts() -> tuple[Path, ...]:
    """The font files of the documents: Manrope for headings, Source Sans for text."""
    import font_manrope
    import font_source_sans_pro

    manrope, source_sans = Path(font_manrope.font_directory), Path(font_source_sans_pro.font_directory)
    return (*(manrope / name for name in MANROPE), *(source_sans / name for name in SOURCE_SANS))


def compile_document(
    name: str,
    text: str,
    files: Mapping[str, bytes | Path],
    *,
    inputs: Mapping[str, str],
    fonts: Sequence[Path],
    on: datetime.date,
) -> Compiled:
    """The PDF of a Typst text, which may read `files` (by their path in the document's folder) and nothing else.

    `name` is what Typst's messages call the document, `inputs` are its `sys.inputs`, `fonts` are used besides the
    packages' own. Same arguments, same bytes. Raises typst.TypstError.
    """
    [pdf] = typeset(
        name, text, files, inputs=inputs, fonts=load_fonts((*package_fonts(), *fonts)), on=on, standards=("ua-1",)
    )
    compiled = Compiled(pdf)
    found = PAGE_COUNT.search(pdf)
    compiled.pages = int(found[1]) if found else 0
    return compiled


class LoadedFonts(NamedTuple):
    """Fonts as Typst reads them, and which faces it has found in each file."""

    fonts: Fonts
    faces: Mapping[Path, tuple[FontInfo, ...]]


def typeset(
    name: str,
    text: str,
    files: Mapping[str, bytes | Path],
    *,
    inputs: Mapping[str, str],
    fonts: LoadedFonts,
    on: datetime.date,
    standards: Sequence[Literal["ua-1"]] = (),
    ppi: float | None = None,
) -> list[bytes]:
    """A Typst text as one PDF, or with `ppi` (dots an inch) as a PNG a page; `name`, `files`, `inputs` as above.

    `fonts` are all that it may use, `standards` those that the PDF keeps. Raises typst.TypstError, also where a font
    family is not known.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="salespack-") as folder:
        root = Path(folder).resolve()
        for path, content in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                target.write_bytes(content)
            else:
                shutil.copyfile(content, target)
        main = root / name
        main.write_text(TYPST_GUARD + text, encoding="utf-8", newline="\n")
        with _without_network():
            made, warnings = typst.compile_with_warnings(
                str(main),
                root=str(root),
                font_paths=fonts.fonts,
                ignore_system_fonts=True,
                format="pdf" if ppi is None else "png",
                ppi=ppi,
                sys_inputs=dict(inputs),
                pdf_standards=list(standards),
                timestamp=int(datetime.datetime(on.year, on.month, on.day, tzinfo=datetime.UTC).timestamp()),
                package_path=str(root / "no-packages"),
                package_cache_path=str(root / "no-packages"),
            )
    for warning in warnings:
        # A font that does not exist is no error to Typst, yet text set in it can vanish.
        if warning.message.startswith("unknown font family"):
            fault = typst.TypstError(warning.message, warning.diagnostic)
            fault.message, fault.diagnostic = warning.message, warning.diagnostic
            fault.hints, fault.trace = ["put its file into the library’s fonts/ folder"], warning.trace
            raise fault
    return made if isinstance(made, list) else [made]


@contextmanager
def _without_network() -> Iterator[None]:
    """Sends what Typst would download to a proxy that is none. The environment is the process's: not for threads."""
    before = {name: os.environ.get(name) for name in NO_NETWORK}
    os.environ.update(NO_NETWORK)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)  # on Windows the name in capitals has gone with the other
            else:
                os.environ[name] = value


_loaded: OrderedDict[tuple[Path, ...], tuple[LoadedFonts, tempfile.TemporaryDirectory[str]]] = OrderedDict()
"""The fonts that were used last, with their folders: Typst reads fonts when it needs them."""


def load_fonts(files: tuple[Path, ...]) -> LoadedFonts:
    """The fonts of these files and no others, from a folder that holds just them."""
    if files in _loaded:
        _loaded.move_to_end(files)
        return _loaded[files][0]
    folder = tempfile.TemporaryDirectory(prefix="salespack-fonts-")
    loaded = _read_fonts(files, folder)
    _loaded[files] = loaded, folder
    while len(_loaded) > MOST_LOADED:
        _, (_, old) = _loaded.popitem(last=False)
        old.cleanup()
    return loaded


def _read_fonts(files: tuple[Path, ...], folder: tempfile.TemporaryDirectory[str]) -> LoadedFonts:
    from typst import Fonts

    copies = {Path(folder.name) / f"{number:03}{file.suffix}": file for number, file in enumerate(files)}
    for copy, file in copies.items():
        shutil.copyfile(file, copy)
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder.name])
    faces: dict[Path, list[FontInfo]] = {file: [] for file in files}
    for face in fonts.fonts():
        if face.path is not None:
            faces[copies[Path(face.path)]].append(face)
    return LoadedFonts(fonts, {file: tuple(found) for file, found in faces.items()})
