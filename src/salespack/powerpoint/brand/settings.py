"""`brand.yaml`: what the owner of a brand file says about it. Everything in it is optional."""

from typing import Annotated, Literal

import msgspec

RoleName = Literal["title", "section", "bullets", "two-content", "picture", "quote", "table", "closing", "blank"]
ROLE_NAMES: tuple[RoleName, ...] = (
    "title", "section", "bullets", "two-content", "picture", "quote", "table", "closing", "blank",
)  # fmt: skip
STANDALONE = ("title", "section", "closing")
"""Roles that may be served by a master of another look: their slides stand alone."""
Points = Annotated[float, msgspec.Meta(gt=0, le=400, description="a text size in points")]


class RoleSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The layout for a role and, if need be, which of its placeholders take what, all by their names in PowerPoint."""

    layout: str
    title: str | None = None
    body: tuple[str, ...] | str | None = None
    picture: str | None = None


class MinimumSizes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sizes below which text is not shrunk to fit, and which sources and labels of charts have at least, in points;
    else 24, 14 and 10 on the usual slide, 7.5 inches high, and in proportion on others, which are looked at from as
    far."""

    title: Points | None = None
    body: Points | None = None
    source: Points | None = None


class MaximumSizes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sizes above which no text is enlarged to fill its room, in points; else what suits the brand's own."""

    body: Points | None = None


DocumentColour = Annotated[
    str,
    msgspec.Meta(
        pattern="^([0-9A-Fa-f]{6}|dk1|lt1|dk2|lt2|accent[1-6])$",
        description="a colour of the theme (dk2, accent1, …) or six hexadecimal digits",
    ),
]


class DocumentSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How documents look, where the brand file does not say it as its owner wants it.

    `logo` is a picture beside `brand.yaml`, or `none`; else it is the logo of the brand file's masters. The typefaces
    are else the theme's, and the colours those of the theme that can be read.
    """

    logo: str | None = None
    heading_font: str | None = None
    text_font: str | None = None
    heading_colour: DocumentColour | None = None
    accent_colour: DocumentColour | None = None
    band_colour: DocumentColour | None = None


class BrandSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`brand.yaml`: layouts for roles, by layout name where the placeholders are clear, and the least and the largest
    text sizes, and the look of documents.

    `most_bullets` is how many a text box holds before nobody reads them; `check` tells where there are more.
    """

    roles: dict[RoleName, str | RoleSettings] = {}
    minimum_sizes: MinimumSizes = MinimumSizes()
    maximum_sizes: MaximumSizes = MaximumSizes()
    most_bullets: Annotated[int, msgspec.Meta(ge=1, le=50)] = 7
    documents: DocumentSettings = DocumentSettings()
