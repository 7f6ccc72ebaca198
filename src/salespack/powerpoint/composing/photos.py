"""Slides with a picture that reaches to their edges: the ways in which it may stand on a layout, the best first.

A picture hides nothing of the layout that must be seen, its logo and its footers: it ends before them. Text stands
beside it, or, where it takes the whole slide, on a scrim that is as dark as the picture's own pixels ask for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from salespack.deck.model import Node, Photo, Picture, Slide, Text, text_of
from salespack.forms.photos import HALF, LESS, TEXT_SHARE, TWO_THIRDS, Side, beside, place, scrim, shares_under
from salespack.forms.pictures import CENTRE, cropped
from salespack.graphics.boxes import Box, area_of, common, union
from salespack.graphics.colours import luminance
from salespack.graphics.lights import lightest
from salespack.powerpoint.brand.model import Brand, Patch, Placeholder
from salespack.powerpoint.brand.palette import Ink, Look, palette, readable
from salespack.powerpoint.composing.stage import Stage
from salespack.powerpoint.forms.photo import Laid, Scrim
from salespack.powerpoint.forms.placed import Placed

GROUND = 0.8
"""The share of the slide from which what decorates it is its ground, and may be covered."""
BESIDE = 40
"""What is between a picture and all else: that part of the slide's width."""
MOST_WORDS = 30
"""With more than so many words beside it, a picture takes half of the slide and not two thirds."""
MOST_TITLE_LINES = 2


class Way(NamedTuple):
    """One way: the stage for all else, and the picture, which is drawn before it. Where it is `best` the title may have
    more lines than two."""

    stage: Stage
    photo: Placed[Photo, Laid]
    best: bool = False


def photo_of(slide: Slide) -> Photo | None:
    """The one picture of a slide that reaches to its edges, where its layout is not one for something else."""
    found = [node for node in slide.nodes if isinstance(node, Photo)]
    return found[0] if len(found) == 1 and slide.layout in (None, "bullets", "table") else None


def without_photo(nodes: Sequence[Node], photo: Photo) -> tuple[Node, ...]:
    """All else on its slide."""
    return tuple(node for node in nodes if node is not photo)


def ways(photo: Photo, rest: Sequence[Node], stage: Stage, brand: Brand) -> Iterator[Way]:
    """The ways to have a picture on a slide of a stage, with `rest` beside it; none on a layout whose frame it would
    lie on."""
    if _is_framed(stage, Box(0, 0, brand.width, brand.height)):
        return
    if photo.fill == "all" and (way := _all(photo, stage, brand)) is not None:
        yield way
    if photo.fill == "all" and not rest:
        return
    sides: tuple[Side, ...] = ("right", "left")
    if photo.fill in ("left", "right"):
        sides = (photo.fill,)
    shares = (TWO_THIRDS, HALF) if _words(rest) <= MOST_WORDS else (HALF,)
    if not all(isinstance(node, Text) for node in rest):
        shares = (LESS, HALF)
    for under_title in (False, True):
        for share in shares:
            for side in sides:
                if (way := _beside(photo, side, share, stage, brand, under_title=under_title)) is not None:
                    yield way


def _words(nodes: Sequence[Node]) -> int:
    """How many words texts have; very many for what is no text."""
    if not all(isinstance(node, Text) for node in nodes):
        return MOST_WORDS + 1
    return sum(len(text_of(one.spans).split()) for node in nodes if isinstance(node, Text) for one in node.paragraphs)


def _beside(photo: Photo, side: Side, share: float, stage: Stage, brand: Brand, *, under_title: bool) -> Way | None:
    """The picture at one side, over the whole height or under the title, and all else at the other."""
    page, gap = Box(0, 0, brand.width, brand.height), brand.width // BESIDE
    title = _title(stage)
    if under_title:
        if title is None:
            return None
        below = title.box.y + title.box.cy
        page = Box(0, below, brand.width, brand.height - below)
    found = place(page, side, share, _kept(stage, page), gap // 2)
    if found is None:
        return None

    def cut(box: Box) -> Box:
        return beside(box, found, side, gap)

    narrowed = {idx: replace(one, box=cut(one.box)) for idx, one in stage.placeholders.items()}
    bodies = stage.role.bodies[:1]
    left = stage._replace(
        role=replace(stage.role, area=cut(stage.role.area), bodies=bodies, picture=None),
        placeholders=narrowed,
        clear=cut(stage.clear),
        rooms={idx: cut(stage.rooms[idx]) for idx in bodies},
        moved=True,
    )
    if min(left.clear.cx, *(box.cx for box in left.rooms.values()), left.clear.cx) < brand.width // 5:
        return None
    return Way(left, _placed(photo, found, None))


def _all(photo: Photo, stage: Stage, brand: Brand) -> Way | None:
    """The picture over the whole slide, all else on its darker left part."""
    page, gap = Box(0, 0, brand.width, brand.height), brand.width // BESIDE
    title, kept = _title(stage), _kept(stage, page)
    found = place(page, None, 1.0, kept, gap // 2)
    if found is None or title is None:
        return None
    if common(found, title.box) not in (None, title.box):  # a title half on the picture: it stays above that
        found = place(page, None, 1.0, [*kept, title.box], gap // 2)
    if found is None:
        return None
    zone = Box(found.x, found.y, round(found.cx * TEXT_SHARE), found.cy)

    def cut(box: Box) -> Box:
        return common(box, Box(box.x, found.y + gap, zone.x + zone.cx - box.x, found.cy - 2 * gap)) or box

    on_it = common(found, title.box) == title.box
    there = replace(title, box=common(title.box, Box(title.box.x, 0, zone.x + zone.cx - title.box.x, brand.height)))
    title_box = there.box if on_it else title.box
    clear = cut(stage.clear)
    crop = _crop(photo, found)
    dark = min(("dk1", "lt1", "dk2", "lt2"), key=lambda name: luminance(brand.colours[name]))
    ink = readable(brand, brand.colours[dark])
    lit = lightest(photo.picture.lights, shares_under(union([title_box, clear]) if on_it else clear, found, crop))
    laid = scrim(lit, brand.colours[dark], brand.colours[ink])
    if laid is None:
        return None
    percent, seen = laid
    look = Look(Ink(ink), plain_links=True)
    bodies = stage.role.bodies[:1]
    placeholders = {idx: replace(one, box=cut(one.box)) for idx, one in stage.placeholders.items()}
    looks = {**stage.looks, **dict.fromkeys(bodies, look)}
    if stage.role.title is not None:
        placeholders[stage.role.title] = replace(title, box=title_box)
        looks |= {stage.role.title: look} if on_it else {}
    over = stage._replace(
        role=replace(stage.role, area=cut(stage.role.area), bodies=bodies, picture=None),
        placeholders=placeholders,
        palette=palette(brand, seen, dark=True),
        clear=clear,
        rooms={idx: cut(stage.rooms[idx]) for idx in bodies},
        looks=looks,
        moved=True,
    )
    return Way(over, _placed(photo, found, Scrim(Ink(dark), percent)), best=True)


def _placed(photo: Photo, box: Box, scrim: Scrim | None) -> Placed[Photo, Laid]:
    return Placed("body", photo, None, box, box, set=Laid(_crop(photo, box), scrim))


def _crop(photo: Photo, box: Box) -> tuple[int, int, int, int]:
    picture: Picture = photo.picture
    return cropped(picture.width, picture.height, box, picture.focus or CENTRE)


def _title(stage: Stage) -> Placeholder | None:
    return stage.placeholders[stage.role.title] if stage.role.title is not None else None


def _kept(stage: Stage, page: Box) -> list[Box]:
    """What a picture must not cover: footers, logos, and whatever it would cover a part of."""
    marks = [patch.box for patch in stage.layout.patches if not _is_ground(patch, page) and _is_mark(patch, page)]
    return [*marks, *(one.box for one in stage.footers)]


def _is_framed(stage: Stage, page: Box) -> bool:
    """Whether all stands on a sheet with the slide's ground around it, or on a picture, where nobody knows of one."""
    layout, area = stage.layout, stage.role.area
    if layout.paper is None or any(patch.colour is None and _is_ground(patch, page) for patch in layout.patches):
        return True
    margin = page.cx // 100
    sheets = [one.box for one in layout.patches if one.box.x > margin and one.box.x + one.box.cx < page.cx - margin]
    shared = [common(box, area) for box in sheets]
    return any(one is not None and area_of(one) >= GROUND * area_of(area) for one in shared)


def _is_ground(patch: Patch, page: Box) -> bool:
    shared = common(patch.box, page)
    return shared is None or area_of(shared) >= GROUND * area_of(page)


def _is_mark(patch: Patch, page: Box) -> bool:
    """Whether a decoration is a logo, or a band along the slide."""
    plain = patch.colour is not None and patch.whole
    return not plain or patch.box.cx > page.cx // 2 or patch.box.cy > page.cy // 2


def title_is_short(placed: Sequence[Placed[Any, Any]]) -> bool:
    """Whether the title of what was composed beside a picture takes two lines at most."""
    return all(one.lines <= MOST_TITLE_LINES for one in placed if one.kind == "title")
