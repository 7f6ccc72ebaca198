"""The engine of PDFs: fonts, the folder a document may read, one compile. Imports typst when it is used."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from salespack.graphics.picture_metadata import bare
from salespack.problems.files import file_content
from salespack.system.cache import Recent
from salespack.system.environment import Changed
from salespack.system.temporary import temporary_folder
from salespack.typesetting.literals import TYPST_GUARD

if TYPE_CHECKING:
    from typst import FontInfo

FONTS = Path(__file__).parent / "fonts"
FACES = (
    "Manrope-SemiBold.ttf", "Manrope-Bold.ttf",
    "SourceSansPro-Regular.otf", "SourceSansPro-It.otf", "SourceSansPro-Semibold.otf", "SourceSansPro-SemiboldIt.otf",
)  # fmt: skip
"""The weights that the theme uses, all under the SIL Open Font License; `tools/vendor_fonts.py` writes them."""
# A proxy that never answers, for nothing can listen at port 0: Typst asks it for any package.
NO_NETWORK = {
    name: "" if name.lower() == "no_proxy" else "http://127.0.0.1:0"
    for lower in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    for name in (lower, lower.upper())
}
MOST_LOADED = 8
"""Sets of fonts that are kept loaded; each has the files, other than the packages' own, copied."""
PAGE_COUNT = re.compile(rb"<xmpTPg:NPages>(\d+)</xmpTPg:NPages>")


class Compiled(bytes):
    """A PDF, and how many pages it has."""

    pages: int


def package_fonts() -> tuple[Path, ...]:
    """The font files of the documents: Manrope for headings, Source Sans for text."""
    return tuple(FONTS / name for name in FACES)


def compile_document(
    name: str,
    text: str,
    files: Mapping[str, bytes | Path],
    *,
    inputs: Mapping[str, str],
    fonts: Sequence[Path],
    font_sets: FontSets,
    on: datetime.date,
) -> Compiled:
    """The PDF of a Typst text, which may read `files` (by their path in the document's folder) and nothing else.

    `name` is what Typst's messages call the document, `inputs` are its `sys.inputs`, `fonts` are used besides the
    packages' own, loaded by `font_sets`. Same arguments, same bytes. Raises typst.TypstError.
    """
    loaded = font_sets.load(tuple(fonts))
    [pdf] = typeset(name, text, files, inputs=inputs, fonts=loaded, on=on, standards=("ua-1",))
    compiled = Compiled(pdf)
    found = PAGE_COUNT.search(pdf)
    compiled.pages = int(found[1]) if found else 0
    return compiled


class LoadedFonts:
    """The packages' own fonts and those of other files, and no more, as Typst reads them; the faces in each file.

    Typst reads fonts when it needs them, and from folders alone: there is one that holds just these, as long as this.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        from typst import Fonts

        places = {os.path.realpath(file): file for file in package_fonts()}
        folders = [str(FONTS)]
        if files:
            copies = temporary_folder("fonts")
            weakref.finalize(self, copies.cleanup)
            folders.append(copies.name)
            for number, file in enumerate(files):
                copy = Path(copies.name, f"{number:03}{file.suffix}")
                shutil.copyfile(file, copy)
                places[os.path.realpath(copy)] = file
        self.fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
        faces: dict[Path, list[FontInfo]] = {file: [] for file in places.values()}
        for face in self.fonts.fonts():
            if face.path is not None:
                faces[places[os.path.realpath(face.path)]].append(face)
        self.faces: Mapping[Path, tuple[FontInfo, ...]] = {file: tuple(found) for file, found in faces.items()}


class FontSets:
    """Fonts by the files that they are in, each set loaded once; those that were used last are kept."""

    def __init__(self) -> None:
        self._loaded: Recent[LoadedFonts] = Recent(MOST_LOADED)

    def load(self, files: tuple[Path, ...]) -> LoadedFonts:
        """The packages' own fonts, those of these other files, and no more."""
        return self._loaded.get(files, lambda: LoadedFonts(files))


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

    with temporary_folder("document") as folder:
        root = Path(folder).resolve()
        for path, content in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                target.write_bytes(content)
            else:
                target.write_bytes(bare(file_content(content)))
        main = root / name
        main.write_text(TYPST_GUARD + text, encoding="utf-8", newline="\n")
        with _without_network:
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


_without_network = Changed(NO_NETWORK)
"""What Typst would download it asks of a proxy that is none, while any document is being compiled."""
