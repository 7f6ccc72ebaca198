"""What a role's layout gives to the slides on it, whatever they say: placeholders, footers, colours and free room."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from salespack.forms.ladder import Ladder, effective_height, sized
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import TEXT_INSETS
from salespack.ooxml.placeholders import FOOTERS
from salespack.ooxml.texts import DEFAULT_TEXT_SIZE
from salespack.powerpoint.brand.model import Brand, Layout, Placeholder, Role
from salespack.powerpoint.brand.palette import Look, Palette, light_text, look, palette
from salespack.system.cache import Memory
from salespack.system.hashing import digest

TEXT_BOX = 0
"""The frame of text boxes among those of a brand."""
OWN_SIZES = (1_800, 2_000)
"""Of text that stands in no placeholder, on the usual slide: where the brand has no body, and at most."""
MOST_DECORATED = 0.25
"""How much of the room for graphics is given up to stay off what decorates the layout."""
FROM_DECORATION = 40
"""What stays between graphics and what decorates a layout: that part of the slide's height."""
HIDDEN_TITLE = Placeholder(
    type="title", idx=0, name="Title", box=Box(0, 0, 0, 0), insets=(0, 0, 0, 0), anchor="t",
    sizes=(DEFAULT_TEXT_SIZE,) * 9, bullets=(False,) * 9,
)  # fmt: skip


class Stage(NamedTuple):
    """What does not depend on the slide: a role's layout with its placeholders, footers and colours."""

    role: Role
    layout: Layout
    placeholders: dict[int, Placeholder]
    footers: tuple[Placeholder, ...]
    palette: Palette
    own: Placeholder
    clear: Box
    """The role's area without what decorates its edges."""
    rooms: dict[int, Box]
    """Where the bodies (by idx) are filled: in their box, but for what solid decorations cover of its edges."""
    looks: dict[int, Look]
    title: Box | None
    """The title's frame, but for what is a mark or cannot be read on; None without one."""
    beside: Box | None = None
    """The same of the text below the title, on openers."""
    title_size: int = 0
    """The size of the title where it stands at another place than its layout has it; else 0."""
    moved: bool = False
    """Whether placeholders stand at other places than their layout has them."""


def ladder_of(brand: Brand) -> Ladder:
    """The sizes of a brand's forms; the size of its body is the rung to start from."""
    role = brand.roles["bullets"]
    sizes = [one.sizes[0] for one in brand.layouts[role.layout].placeholders if one.idx in role.bodies[:1]]
    height = effective_height(brand.width, brand.height)
    own = sizes[0] if sizes else sized(OWN_SIZES[0], height)
    return Ladder(height, own, brand.minimum_body, brand.maximum_body, brand.minimum_source)


def bottom_of(stage: Stage, brand: Brand) -> int:
    """Where the room above the footers ends."""
    return min([brand.height - brand.height // 20, *(one.box.y for one in stage.footers)])


class Worked(NamedTuple):
    """What of a stage is worked out of the brand, in the words of `Stage`; all else is the brand's own."""

    palette: Palette
    clear: Box
    rooms: dict[int, Box]
    looks: dict[int, Look]
    title: Box | None
    beside: Box | None


def stage_of(brand: Brand, role: Role, memory: Memory | None = None) -> Stage:
    """The stage of a role on a brand; with a `memory`, which is that of the brand, it is worked out once."""
    memory = memory or Memory()
    layout = brand.layouts[role.layout]
    placeholders = {one.idx: one for one in layout.placeholders if one.type not in FOOTERS}
    footers = tuple(one for one in layout.placeholders if one.type in FOOTERS)
    state = (role, layout, brand.colours, brand.header, brand.cells, brand.width, brand.height)
    key = f"stage {digest(msgspec.msgpack.encode(state))[:32]}"
    if (known := memory.get(key)) is not None:
        worked = msgspec.convert(known, Worked)
    else:
        worked = _worked(brand, role, layout, placeholders)
        memory.put(key, msgspec.to_builtins(worked))
    palette, clear, rooms, looks, title, beside = worked
    return Stage(role, layout, placeholders, footers, palette, own_look(brand), clear, rooms, looks, title, beside)


def _worked(brand: Brand, role: Role, layout: Layout, placeholders: dict[int, Placeholder]) -> Worked:
    """Colours by their contrast, and frames without what lies over them."""
    from salespack.powerpoint.brand.backgrounds import clear_of, ground_behind, mostly_behind

    looks = {one.idx: look(brand, one) for one in layout.placeholders}
    ground = ground_behind(role.area, layout.paper, layout.patches) or mostly_behind(
        role.area, layout.paper, layout.patches
    )
    dark = layout.dark if ground is not None or not role.behind else light_text(brand, role.behind)
    colours = palette(brand, ground, dark=dark)
    gap = brand.height // FROM_DECORATION
    title = placeholders[role.title].box.x if role.title is not None else None
    clear = _with_title(clear_of(role.area, layout.patches, MOST_DECORATED, gap), role.area, title, brand)
    boxes = {idx: placeholders[idx].box for idx in role.bodies}
    if role.fallback_of == "bullets" and role.bodies and role.served_by == "two-content":
        boxes[role.bodies[0]] = role.area  # one text has the room of both columns
    whole = [patch for patch in layout.patches if patch.whole]
    rooms = {idx: _with_title(clear_of(box, whole, MOST_DECORATED), box, title, brand) for idx, box in boxes.items()}
    heading, beside = (
        _title_room(placeholders[idx], looks[idx], layout, brand) if idx is not None else None
        for idx in (role.title, role.subtitle)
    )
    return Worked(colours, clear, rooms, looks, heading, beside)


def _title_room(title: Placeholder, look: Look, layout: Layout, brand: Brand) -> Box:
    from salespack.powerpoint.brand.backgrounds import readable_part

    ink = brand.colours[look.ink.scheme] if look.ink is not None else title.colour
    return readable_part(title.box, ink, layout.paper, layout.patches)


def _with_title(clear: Box, box: Box, title: int | None, brand: Brand) -> Box:
    """What is left of a box: if its left end had to give way, it begins with a title that stands a little further
    right."""
    if title is None or not box.x < clear.x < title <= clear.x + brand.width // 20:
        return clear
    return Box(title, clear.y, clear.x + clear.cx - title, clear.cy)


def own_look(brand: Brand) -> Placeholder:
    """Text that stands in no placeholder looks as the brand's body does."""
    role = brand.roles["bullets"]
    body = next((one for one in brand.layouts[role.layout].placeholders if one.idx in role.bodies[:1]), None)
    usual, most = (sized(size, effective_height(brand.width, brand.height)) for size in OWN_SIZES)
    if body is None:
        return msgspec.structs.replace(
            HIDDEN_TITLE, type="body", sizes=(usual,) * 9, insets=TEXT_INSETS, font=brand.minor_font
        )
    size = min(body.sizes[0], most)
    return msgspec.structs.replace(
        body, sizes=(size,) * 9, bullets=(False,) * 9, anchor="t", bold=False, frame=TEXT_BOX
    )
