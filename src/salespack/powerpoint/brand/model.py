"""The compiled brand: what a company's .pptx or .potx offers to slides, with everything inherited resolved.

Lengths are EMU (914,400 an inch, 12,700 a point); text sizes are hundredths of a point, as in Open XML.
"""

from collections.abc import Iterable

import msgspec

from salespack.graphics.boxes import Box
from salespack.ooxml.markup import P, R
from salespack.ooxml.packaging import (
    PRESENTATION,
    Relationship,
    StoredPart,
    relationships_xml,
)
from salespack.powerpoint.brand.settings import DocumentSettings
from salespack.typography.text import Body

COMPILED_FORM = 10
"""Counted up when what is compiled changes, so that what caches hold of an earlier form is not read."""


class Patch(msgspec.Struct, frozen=True, kw_only=True):
    """A decoration of a layout: where it lies, its colour RRGGBB (None for a picture), whether it fills its box.

    `across` are the colours of a gradient from left to right, each with the share of the width where it is reached;
    `colour` is their mean.
    """

    box: Box
    colour: str | None
    whole: bool = True
    across: tuple[tuple[float, str], ...] = ()


class Placeholder(msgspec.Struct, frozen=True, kw_only=True):
    """One placeholder of a layout, inherited things resolved through layout → master → theme.

    `type` is ST_PlaceholderType (title, ctrTitle, subTitle, body, obj, pic, chart, tbl, dt, ftr, sldNum, …).
    `sizes` and `bullets` have one entry for each of the nine levels: hundredths of a point, and whether a bullet or
    number is shown. `text` is what the layout itself says there (a footer's text); `insets` are left, top, right,
    bottom. `font` is the typeface of the first level, `colour` its RRGGBB. No two placeholders of a layout share an
    `idx`: where the file had them do so (as LibreOffice writes it), the layout in `Brand.parts` has new ones.
    `ground` is the colour behind the text, None where that is not one colour: then `behind` are the colours of points
    there, as many as are known; `frame` counts in `Brand.frames`. `wraps`
    says whether the brand breaks lines there (`wrap="none"` in `a:bodyPr` does not), `numbered` whether it numbers the
    paragraphs of the first level by itself (`a:buAutoNum`). `turned` says that it does not stand upright: `box` is then
    as it is before it is turned round its middle.
    """

    type: str
    idx: int
    name: str
    box: Box
    insets: tuple[int, int, int, int]
    anchor: str
    sizes: tuple[int, ...]
    bullets: tuple[bool, ...]
    colour: str | None = None
    text: str = ""
    font: str = ""
    vertical: bool = False
    ground: str | None = None
    bold: bool = False
    frame: int = 0
    wraps: bool = True
    numbered: bool = False
    behind: tuple[str, ...] = ()
    turned: bool = False


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """One slide layout: its part (`ppt/slideLayouts/slideLayout2.xml`), name, type, and placeholders in reading order.

    `master` is the part name of its master. `dark` says that white text reads better on its background than black text;
    `ground` is the colour of the whole of it, None for a picture or several colours; `paper` is the background's own,
    and `patches` what lies on that, from behind to the front.
    """

    part: str
    name: str
    type: str | None
    placeholders: tuple[Placeholder, ...]
    dark: bool = False
    master: str = ""
    ground: str | None = None
    paper: str | None = None
    patches: tuple[Patch, ...] = ()


class Cells(msgspec.Struct, frozen=True, kw_only=True):
    """What a table style gives to some of its cells: the colour of their text (None: the slide's), and those that they
    are filled with, each with its opacity from 0 to 1; no `fills` where the slide is seen through them."""

    text: str | None = None
    fills: tuple[tuple[str, float], ...] = ()


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """Which layout serves a role, which of its placeholders (by idx) take what, and the `area` for graphics and tables.

    `layout` counts in `Brand.layouts`. Where the brand has no layout for the role, that of another one serves: then
    `fallback_of` is the role that was missing and `served_by` the one whose layout serves. `why` says how it was found.
    `behind` are the colours of points behind the area where that is not one colour, as many as are known.
    """

    role: str
    layout: int
    title: int | None = None
    bodies: tuple[int, ...] = ()
    subtitle: int | None = None
    picture: int | None = None
    attribution: int | None = None
    area: Box
    behind: tuple[str, ...] = ()
    fallback_of: str | None = None
    why: str = ""
    served_by: str = ""


class Brand(msgspec.Struct, frozen=True, kw_only=True):
    """A compiled brand. `parts` are all the parts to keep (sample slides are gone), as they lie compressed in the file.

    `table_style` is what tables are written in; `header` and `cells` are what it gives to its first row and the others.
    `colours` maps dk1, lt1, dk2, lt2, accent1–6, hlink, folHlink to RRGGBB. `presentation` is the content of
    `PRESENTATION` without slides, to be completed by `presentation_with_slides`; its relationships by
    `relationships_with`, under ids counted from `free_relationship_id`. `notes_master` is None when the brand has none
    (the writer then adds its own). `minimum_title`, `minimum_body` and `minimum_source` are in hundredths of a
    point, and so are `least_title`, that of titles whose frame is too small for `minimum_title`, `minimum_opener`, the
    least of texts on covers and closings, which are never divided, and `maximum_body`, None where its owner sets none.
    `frames` are text frames with everything resolved,
    a paragraph for each of the nine levels: first that of text boxes, then those of placeholders. `logo` is the part
    with the picture that masters show as the company's, empty where they show none; `documents` is what the owner says
    of documents.
    """

    name: str
    content_hash: str
    width: int
    height: int
    layouts: tuple[Layout, ...]
    roles: dict[str, Role]
    colours: dict[str, str]
    major_font: str
    minor_font: str
    table_style: str
    presentation: bytes
    presentation_relationships: bytes
    notes_master: str | None
    parts: tuple[StoredPart, ...]
    minimum_title: int = 2400
    minimum_body: int = 1400
    minimum_source: int = 1000
    minimum_opener: int = 1000
    least_title: int = 2400
    maximum_body: int | None = None
    frames: tuple[Body, ...] = ()
    header: Cells = Cells()
    cells: Cells = Cells()
    free_relationship_id: int = 1
    notes_master_at: int = 0
    slides_at: int = 0
    namespaces_declared: bool = True
    logo: str = ""
    documents: DocumentSettings = DocumentSettings()


def presentation_with_slides(brand: Brand, slides: Iterable[tuple[int, str]], notes_master: str | None = None) -> bytes:
    """presentation.xml that lists `slides`, (slide id, relationship id) each, at the schema's place (CT_Presentation).

    `notes_master` is the relationship id of a notes master that the brand does not have and the writer adds.
    """
    names = "" if brand.namespaces_declared else f' xmlns:p="{P[1:-1]}" xmlns:r="{R[1:-1]}"'
    master = f'<p:notesMasterIdLst{names}><p:notesMasterId r:id="{notes_master}"/></p:notesMasterIdLst>'
    listed = "".join(f'<p:sldId id="{number}" r:id="{relationship}"/>' for number, relationship in slides)
    pieces = [
        brand.presentation[: brand.notes_master_at],
        master.encode() if notes_master else b"",
        brand.presentation[brand.notes_master_at : brand.slides_at],
        f"<p:sldIdLst{names}>{listed}</p:sldIdLst>".encode() if listed else b"",
        brand.presentation[brand.slides_at :],
    ]
    return b"".join(pieces)


def relationships_with(brand: Brand, added: Iterable[Relationship]) -> bytes:
    """The relationships of presentation.xml with `added` ones, whose targets are part names."""
    rows = relationships_xml(added, PRESENTATION)
    start, end = rows.index(b">", rows.index(b"<Relationships")) + 1, rows.rindex(b"</Relationships>")
    return brand.presentation_relationships.replace(b"</Relationships>", rows[start:end] + b"</Relationships>")
