"""The logo of a library's documents: the picture that brand.yaml names, else the one that the brand's masters show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from salespack.library.library import Library
from salespack.powerpoint.brand.cached import SETTINGS_FILE
from salespack.problems.files import file_content, not_read
from salespack.problems.problem import Place, UserFault, shown_path
from salespack.system.paths import inside

if TYPE_CHECKING:
    from salespack.documents.look import Logo
    from salespack.powerpoint.brand.model import Brand
    from salespack.typography.faces import Typefaces

NONE = "none"
"""What brand.yaml says of a logo that is not to be shown."""
MOST_BYTES = 5_000_000
HINT = "name a .svg, .png or .jpg beside brand.yaml, or write `logo: none`"


def document_logo(library: Library, brand: Brand, typefaces: Typefaces) -> Logo | None:
    """The logo, None where there is none.

    Raises UserFault (SP611) for one that brand.yaml names and that cannot be shown.
    """
    named = brand.documents.logo
    if named == NONE:
        return None
    if named is None:
        return _of_brand(brand, typefaces)
    folder = Path(library.settings.brand or "").parent
    place = Place(shown_path(library.root / folder / SETTINGS_FILE))
    path = inside(library.root, folder / named)
    if path is None:
        raise UserFault.of("SP611", f"the logo “{named}” lies outside the library", "copy it into brand/", place)
    try:
        content = file_content(path)
    except OSError as error:
        raise UserFault.of("SP611", f"the logo “{named}” {not_read(error)}", HINT, place) from None
    logo = _shown(content, typefaces)
    if logo is None:
        raise UserFault.of("SP611", f"the logo “{named}” is no picture that documents can show", HINT, place)
    return logo


def _of_brand(brand: Brand, typefaces: Typefaces) -> Logo | None:
    part = next((one for one in brand.parts if brand.logo and one.name == brand.logo), None)
    return None if part is None else _shown(part.content, typefaces)


def _shown(content: bytes, typefaces: Typefaces) -> Logo | None:
    """A picture as documents can show it, metafiles as drawings; None for what is none."""
    from salespack.documents.look import SHOWN, Logo, ground_of
    from salespack.drawing.pictures import kind_of
    from salespack.graphics.picture_metadata import bare

    kind = kind_of(content)
    if kind in ("emf", "wmf"):
        from salespack.drawing.vectors import Vectors
        from salespack.graphics.metafiles import Unreadable

        try:
            content, kind = Vectors().of(content, "logo", typefaces).svg, "svg"
        except Unreadable:
            return None
    if len(content) > MOST_BYTES or kind not in SHOWN:
        return None
    content = bare(content)
    return Logo(kind, content, ground_of(content, kind))
