"""The compiled brand: what a company's .pptx or .potx offers to slides, with everything inherited resolved.

Lengths are EMU (914,400 an inch, 12,700 a point); text sizes are hundredths of a point, as in Open XML.
"""

from __future__ import annotations

import msgspec

from salespack.powerpoint.opc import StoredPart


class Box(msgspec.Struct, frozen=True):
    """A rectangle on the slide, in EMU."""

    x: int
    y: int
    cx: int
    cy: int


class Placeholder(msgspec.Struct, frozen=True, kw_only=True):
    """One placeholder of a layout, inherited things resolved through layout → master → theme.

    `type` is ST_PlaceholderType (title, ctrTitle, subTitle, body, obj, pic, chart, tbl, dt, ftr, sldNum, …).
    `sizes` and `bullets` have one entry for each of the nine levels: hundredths of a point, and whether a bullet or number is shown.
    `text` is what the layout itself says there (a footer's text); `insets` are left, top, right, bottom.
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


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """One slide layout: its part name (`ppt/slideLayouts/slideLayout2.xml`), name, type, and placeholders in reading order."""

    part: str
    name: str
    type: str | None
    placeholders: tuple[Placeholder, ...]
    dark: bool = False


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """Which layout serves a role and which of its placeholders (by idx) take what. `area` is where graphics and tables go."""

    role: str
    layout: int
    title: int | None = None
    bodies: tuple[int, ...] = ()
    subtitle: int | None = None
    picture: int | None = None
    attribution: int | None = None
    area: Box
    fallback_of: str | None = None
    why: str = ""


class Brand(msgspec.Struct, frozen=True, kw_only=True):
    """A compiled brand. `parts` are all the parts to keep (sample slides are gone), as they lie compressed in the file.

    `colours` maps dk1, lt1, dk2, lt2, accent1–6, hlink, folHlink to RRGGBB. `problems`-free by construction: faults are raised.
    `presentation` and `content_types` are templates-to-be: the writer puts slide ids and overrides into them.
    `notes_master` is None when the brand has none (the writer then adds its own). `minimum_title`, `minimum_body` as `sizes`.
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
    table_style: str | None
    presentation: bytes
    presentation_relationships: bytes
    notes_master: str | None
    parts: tuple[StoredPart, ...]
    minimum_title: int = 2400
    minimum_body: int = 1400
