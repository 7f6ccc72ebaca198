"""What a brand does to the slides on it, told before the first build: its sample deck is proven as decks are.

Each remark says what is so, what is done about it, and what to set in `brand.yaml` or to mend in PowerPoint.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import msgspec

from salespack.graphics.boxes import area_of
from salespack.graphics.colours import WHITE, contrast
from salespack.language.prompts import prompt_in
from salespack.looks.finding import Finding
from salespack.looks.looks import CODES, sentence
from salespack.looks.proof import BOXED, prove_looks
from salespack.looks.stages import Stages
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.reading import read_package
from salespack.powerpoint.brand.compile import text_styles
from salespack.powerpoint.brand.model import Brand, Layout
from salespack.powerpoint.brand.palette import seen
from salespack.powerpoint.brand.settings import ROLE_NAMES
from salespack.powerpoint.composing.stage import stage_of
from salespack.powerpoint.writing.brand_sample import written_brand_sample
from salespack.powerpoint.writing.writer import new_composer
from salespack.scene.model import SlideScene, Undrawn
from salespack.scene.pixels import Gallery
from salespack.scene.reading import layout_reader, read_scene
from salespack.typography.faces import Typefaces

SHOWS = 0.9
"""The share of its frame that a title keeps, or of its room that graphics keep, from which nothing is worth telling."""
TITLED = ", with as many words as titles have"
TWO_DIGITS = "99"
PROVEN = frozenset(("unreadable", "faint", "over-picture", "prompt", "outside"))
"""Findings of the proof of looks that are the brand's own."""
ASSUMED = {"prompts": "as its prompts have it", "slides": "as its sample slides have it", "usual": "as is usual"}
IN_POWERPOINT = "in PowerPoint: View, Slide Master"


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a brand: about which role or layout, what is so and what is done, and what one may do.

    `code` is that of the problem that checks and builds tell of it, empty where they need not.
    """

    about: str
    message: str
    remedy: str
    code: str = ""


def brand_remarks(brand: Brand, path: Path, on: datetime.date, typefaces: Typefaces) -> tuple[Remark, ...]:
    """What is to be said of a brand, compiled from the file `path`. Raises UserFault where that cannot be read."""
    package = read_package(path)
    read = layout_reader(package)
    scenes = {one.part: read(one.part) for one in _serving(brand)}
    found = [
        *_without_styles(Presentation(package)),
        *_prompted(brand),
        *_narrow_numbers(brand, typefaces),
        *_kept_off(brand),
        *_table(brand),
        *_not_white(brand),
        *_not_drawn(scenes),
        *_proven(brand, on, typefaces),
    ]
    abouts: dict[tuple[str, str, str], dict[str, None]] = {}
    for one in found:
        abouts.setdefault((one.message, one.remedy, one.code), {})[one.about] = None
    return tuple(
        Remark(about="; ".join(about), message=message, remedy=remedy, code=code)
        for (message, remedy, code), about in abouts.items()
    )


def _serving(brand: Brand) -> list[Layout]:
    return [brand.layouts[number] for number in dict.fromkeys(one.layout for one in brand.roles.values())]


def _without_styles(presentation: Presentation) -> Iterator[Remark]:
    for styled in text_styles(presentation).values():
        for one in styled.assumed:
            what = "titles" if one.kind == "title" else "texts"
            yield Remark(
                about="the master",
                message=f"it says no size of {what}: they have {one.size / 100:g} pt, {ASSUMED[one.source]}",
                remedy=f"give its {one.kind} a size {IN_POWERPOINT}",
            )


def _prompted(brand: Brand) -> Iterator[Remark]:
    for layout in _serving(brand):
        for one in layout.placeholders:
            if one.type == "ftr" and prompt_in(one.text) and not one.text.isalpha():  # “Footer” is PowerPoint's own
                yield Remark(
                    about=f"“{layout.name}”",
                    message=f"its footer “{one.text}” is a prompt: company and title stand there instead",
                    remedy=f"write your own footer there, which is kept, {IN_POWERPOINT}",
                )


def _narrow_numbers(brand: Brand, typefaces: Typefaces) -> Iterator[Remark]:
    measure = new_composer(brand, lambda: typefaces).measure
    for layout in _serving(brand):
        for one in layout.placeholders:
            room = one.box.cx - one.insets[0] - one.insets[2]
            if one.type == "sldNum" and measure.width(TWO_DIGITS, one.sizes[0], one.font, bold=one.bold) > room:
                yield Remark(
                    about=f"“{layout.name}”",
                    message="the frame of the slide's number has no room for two digits: they go beyond it",
                    remedy=f"make it wider {IN_POWERPOINT}",
                )


def _kept_off(brand: Brand) -> Iterator[Remark]:
    """Titles and graphics that are kept off what layouts draw."""
    for role in brand.roles.values():
        if role.fallback_of:
            continue
        stage, name = stage_of(brand, role), brand.layouts[role.layout].name
        if stage.title is not None and role.title is not None:
            share = stage.title.cx / max(stage.placeholders[role.title].box.cx, 1)
            if share < SHOWS:
                yield Remark(
                    about=f"{role.role}: “{name}”",
                    message=f"titles keep to {share:.0%} of their frame: a mark, or another ground, takes the rest",
                    remedy=f"end the frame there {IN_POWERPOINT}, or name another layout in brand.yaml",
                )
        share = area_of(stage.clear) / max(area_of(role.area), 1)
        if role.role in ("bullets", "two-content", "table") and share < SHOWS:
            yield Remark(
                about=f"{role.role}: “{name}”",
                message=f"tables and graphics keep to {share:.0%} of the room, off what is drawn over the rest",
                remedy=f"keep the frames off it {IN_POWERPOINT}, or name another layout in brand.yaml",
            )


def _table(brand: Brand) -> Iterator[Remark]:
    stage = stage_of(brand, brand.roles["table"])
    header, cells = stage.palette.header, stage.palette.cells
    if header.fill is not None:
        yield Remark(
            about="tables",
            message=f"the header of the table style stands out too little: it is filled in {seen(brand, header.fill)}",
            remedy="choose another default table style in PowerPoint: Table Design, right click, Set as Default",
        )
    if cells.text.ink is not None:
        yield Remark(
            about="tables",
            message=f"text of the table style stands out too little: it is written in {seen(brand, cells.text.ink)}",
            remedy="choose another default table style in PowerPoint: Table Design, right click, Set as Default",
        )


def _not_white(brand: Brand) -> Iterator[Remark]:
    layout = brand.layouts[brand.roles["bullets"].layout]
    if layout.ground is not None and contrast(layout.ground, WHITE) >= BOXED:
        yield Remark(
            about=f"“{layout.name}”",
            message=f"slides are {layout.ground}: a picture that was saved on white is a white box there",
            remedy="save pictures with a transparent ground (PNG or SVG)",
            code="SP364",
        )


def _not_drawn(scenes: dict[str, SlideScene]) -> Iterator[Remark]:
    for scene in scenes.values():
        for one in scene.shapes:
            if isinstance(one, Undrawn):
                yield Remark(
                    about=f"“{scene.layout}”",
                    message=f"“{one.name}” is not drawn in PDFs: {one.what}",
                    remedy=f"put a PNG or SVG in its place {IN_POWERPOINT}",
                    code="SP561",
                )


def _proven(brand: Brand, on: datetime.date, typefaces: Typefaces) -> Iterator[Remark]:
    """What the proof of looks finds on a deck in which every role is filled."""
    written = written_brand_sample(brand, on, typefaces, titled=TITLED)
    scene, stages = read_scene(written.file, notes=False), Stages(brand)
    layouts = {one.part: one.name for one in brand.layouts}
    found = prove_looks(scene, lambda one: stages.of(written.slides[one.number - 1].layout), typefaces, Gallery())
    told: set[tuple[str, str, str]] = set()
    for number, (shown, slide) in enumerate(zip(written.slides, found, strict=True)):
        name = layouts.get(shown.layout, "")
        for one in slide.findings:
            about = f"{ROLE_NAMES[number]}: “{name}”" if number < len(ROLE_NAMES) else f"“{name}”"
            key = (one.kind, name, one.what)
            if one.kind in PROVEN and key not in told:
                told.add(key)
                text = one.text if one.kind in ("prompt", "over-picture") else ""  # the sample's own words say nothing
                message = sentence(msgspec.structs.replace(one, text=text, ours=False))
                yield Remark(about=about, message=message, remedy=_remedy(one), code=CODES[one.kind])


def _remedy(one: Finding) -> str:
    match one.kind:
        case "unreadable" | "faint":
            return f"change its colour, or what is behind it, {IN_POWERPOINT}, or name another layout in brand.yaml"
        case "prompt":
            return f"write the text there, or take it away, {IN_POWERPOINT}"
    return f"move it, or the frame, {IN_POWERPOINT}, or name another layout in brand.yaml"
