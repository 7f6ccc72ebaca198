"""What another version of a brand file changes: layouts, roles, typefaces, colours, and where frames stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from salespack.graphics.boxes import Box
from salespack.graphics.lengths import INCH
from salespack.powerpoint.brand.model import Brand, Layout, Placeholder

ChangeKind = Literal["size", "layout", "role", "font", "colour", "frame", "text"]
SAME = 0.005
"""By how much of the slide's width a frame may move and still count as the same."""


class BrandChange(msgspec.Struct, frozen=True, kw_only=True):
    """One change: what it is about, and how that was and is; empty where it was not there, or is no more."""

    kind: ChangeKind
    what: str
    before: str
    after: str


def changes(old: Brand, new: Brand) -> tuple[BrandChange, ...]:
    """What differs between two versions of a brand, each told once."""
    return tuple(dict.fromkeys(_changes(old, new)))


def _changes(old: Brand, new: Brand) -> Iterator[BrandChange]:
    if (old.width, old.height) != (new.width, new.height):
        yield BrandChange(kind="size", what="the slide", before=_size(old), after=_size(new))
    before, after = _by_name(old), _by_name(new)
    for name in [*before, *after]:
        if name not in after:
            yield BrandChange(kind="layout", what=before[name].name, before="there", after="")
        elif name not in before:
            yield BrandChange(kind="layout", what=after[name].name, before="", after="there")
    for name, role in old.roles.items():
        was, now = _served(old, name), _served(new, name)
        if was != now:
            yield BrandChange(kind="role", what=role.role, before=was, after=now)
    for what, was, now in (
        ("headings", old.major_font, new.major_font),
        ("text", old.minor_font, new.minor_font),
    ):
        if was != now:
            yield BrandChange(kind="font", what=what, before=was, after=now)
    for name in old.colours:
        if old.colours[name] != new.colours.get(name):
            yield BrandChange(kind="colour", what=name, before=old.colours[name], after=new.colours.get(name, ""))
    for name in [one for one in before if one in after]:
        yield from _frames(before[name], after[name], old.width, new.width)


def _frames(old: Layout, new: Layout, old_width: int, new_width: int) -> Iterator[BrandChange]:
    """Frames of a layout that moved, came or went, and texts of another size in them."""
    before, after = ({(one.type, one.idx): one for one in layout.placeholders} for layout in (old, new))
    for key in [*before, *(one for one in after if one not in before)]:
        was, now = before.get(key), after.get(key)
        named = now or was
        assert named is not None  # noqa: S101 - it is in one of them
        what = f"“{named.name}” of “{new.name}”"
        if was is None or now is None:
            yield BrandChange(kind="frame", what=what, before=_place(was), after=_place(now))
            continue
        if not _same(was.box, now.box, old_width, new_width):
            yield BrandChange(kind="frame", what=what, before=_place(was), after=_place(now))
        if was.sizes[0] != now.sizes[0]:
            yield BrandChange(kind="text", what=what, before=_points(was), after=_points(now))


def _by_name(brand: Brand) -> Mapping[str, Layout]:
    """The layouts by their names, of several with one name the first."""
    found: dict[str, Layout] = {}
    for one in brand.layouts:
        found.setdefault(" ".join(one.name.split()).casefold(), one)
    return found


def _served(brand: Brand, role: str) -> str:
    found = brand.roles[role]
    name = brand.layouts[found.layout].name
    return f"{name} (no layout of its own)" if found.fallback_of else name


def _same(one: Box, other: Box, width: int, other_width: int) -> bool:
    """Whether two boxes stand at the same place, each as a share of its slide's width."""
    sides = zip(msgspec.structs.astuple(one), msgspec.structs.astuple(other), strict=True)
    return all(abs(mine / width - theirs / other_width) <= SAME for mine, theirs in sides)


def _size(brand: Brand) -> str:
    return f"{brand.width / INCH:.2f} × {brand.height / INCH:.2f} in"


def _place(placeholder: Placeholder | None) -> str:
    if placeholder is None:
        return ""
    box = placeholder.box
    x, y, cx, cy = (f"{one / INCH:.2f}" for one in (box.x, box.y, box.cx, box.cy))
    return f"{cx} × {cy} in at {x}, {y}"


def _points(placeholder: Placeholder) -> str:
    return f"{placeholder.sizes[0] / 100:g} pt"
