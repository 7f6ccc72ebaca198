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


class BrandSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`brand.yaml`: layouts for roles, by layout name where the placeholders are clear, and the least and the largest
    text sizes.

    `most_bullets` is how many a text box holds before nobody reads them; `check` tells where there are more.
    """

    roles: dict[RoleName, str | RoleSettings] = {}
    minimum_sizes: MinimumSizes = MinimumSizes()
    maximum_sizes: MaximumSizes = MaximumSizes()
    most_bullets: Annotated[int, msgspec.Meta(ge=1, le=50)] = 7
