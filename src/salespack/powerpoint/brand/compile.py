"""Compiling a brand file: which parts stay, presentation.xml without slides, layouts and roles.

Runs when the cache does not have the brand; what a build needs is in the `Brand` that comes out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from salespack.forms.ladder import CAPTION, effective_height, sized
from salespack.graphics.boxes import Box
from salespack.ooxml.markup import A, P, R, Span, integer, parse, replaced, spans, without
from salespack.ooxml.packaging import (
    CONTENT_TYPES,
    DEFAULT_TYPES,
    PRESENTATION,
    Relationship,
    StoredPart,
    extension_of,
    relationships_part,
    relationships_xml,
    stored_part,
)
from salespack.ooxml.placeholders import kind_of, on_master, placeholders_of
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.reading import Package, read_package
from salespack.ooxml.shape_names import name_tells, names_a_file, without_telling_names
from salespack.ooxml.theme import Theme, colour_map_of, theme_of
from salespack.ooxml.transforms import box_of
from salespack.powerpoint.brand.backgrounds import ground_behind
from salespack.powerpoint.brand.layout_features import Page
from salespack.powerpoint.brand.layouts import Frames, Master, layout_of, text_box
from salespack.powerpoint.brand.logo import logo_of
from salespack.powerpoint.brand.model import Brand, Cells, Layout
from salespack.powerpoint.brand.roles import Locate, find_roles, in_brand_yaml
from salespack.powerpoint.brand.settings import BrandSettings
from salespack.powerpoint.brand.show_settings import neutral_settings
from salespack.powerpoint.brand.text_styles import Styled, with_text_styles
from salespack.problems.problem import UserFault
from salespack.scene.grounds import Grounds
from salespack.scene.model import Gradient, Solid
from salespack.scene.paint import Nothing, Source
from salespack.scene.pixels import Gallery
from salespack.scene.reading import layout_reader
from salespack.scene.tables.built_in_styles import BUILT_IN, DEFAULT_STYLE
from salespack.scene.tables.styles import TableStyle, TableStyles

DROPPED_KINDS = frozenset({
    "slide",                 # the sample slides, and through them all that only they use
    "notesSlide", "comments",
    "commentAuthors", "authors",  # people who commented on sample slides
    "printerSettings",       # of the computer where the brand was made
    "viewProps",             # which slide was open in which window; another one says nothing
    "vbaProject",            # macros: never carried
    "customUI", "userCustomization",
    "revisionInfo", "changesInfo",  # the editing history of the sample slides
    "customXml", "customXmlProps",  # what document management noted down: departments, people, labels
})  # fmt: skip
"""Kinds of relationships that are not followed and not written."""

DROPPED_FOLDERS = ("ppt/slides/", "ppt/notesslides/", "ppt/comments/")
DROPPED_TYPES = (
    "presentationml.slide+xml", "presentationml.notesSlide+xml", "presentationml.comment", "ms-office.vbaProject",
    "powerpoint.comments", "powerpoint.authors",
)  # fmt: skip
"""Where the same lie and how they are declared, for files whose relationships are of unusual kinds."""

OF_EVERY_PACKAGE = frozenset({CONTENT_TYPES.lower(), PRESENTATION, "docprops/core.xml", "docprops/app.xml"})

MOST_SAMPLES = 20
"""Sample slides that are looked at for sizes of text, where no style says any."""
MINIMUM_TITLE, MINIMUM_BODY, LEAST_TITLE = 2_400, 1_400, 1_600
"""The least sizes of text on the usual slide, where brand.yaml says none, in hundredths of a point."""

_CUT_FROM_PRESENTATION = frozenset(P + name for name in ("sldIdLst", "custShowLst", "modifyVerifier"))
_CUT_FROM_SHOW_SETTINGS = frozenset(P + name for name in ("sldRg", "custShow", "htmlPubPr"))
_BEFORE_NOTES_MASTER = P + "sldMasterIdLst"
_BEFORE_SLIDES = frozenset(P + name for name in ("sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst"))


def compile_brand(path: Path, settings: BrandSettings | None = None, locate: Locate = in_brand_yaml) -> Brand:
    """The brand that a .pptx, .potx, .pptm or .potm file holds. `locate` tells where `settings` stand in their file.

    Raises UserFault: SP501–SP509 for a file that cannot be read, SP510 for names in `settings` that the brand does not
    have (all of them at once), SP511 for a file without layouts.
    """
    settings = settings or BrandSettings()
    package = read_package(path)
    presentation = Presentation(package)
    main_part = presentation.part
    kept = package.closure([main_part], partial(_is_kept, package))
    styled = text_styles(presentation)
    masters = _masters(presentation, styled)
    frames = Frames()
    behind = _Behind(package, presentation)
    layouts, changed = _layouts(package, masters, frames, behind)
    changed |= {name: one.content for name, one in styled.items() if one.content is not None}
    changed |= _show_settings(presentation)
    changed |= _plain_names(package, kept, changed)
    if not layouts:
        raise package.fault(
            "SP511", "has no slide layouts", "give the brand's template, with at least one slide layout"
        )
    used = _used_layouts(presentation)
    families = _families(masters, layouts, used)
    theme = masters[layouts[families[0][0]].master].theme
    links = [one for one in package.relationships(main_part) if _is_kept(package, one)]
    neutral = neutral_settings(links, {name.lower() for name in kept})
    main = next(iter(masters.values()))
    page = Page(main.width, main.height, {part: box for part, one in masters.items() if (box := _body_box(one))})
    roles = find_roles(layouts, families, page, settings, used, locate)
    boxes = text_box(masters[layouts[roles["bullets"].layout].master])
    return Brand(
        name=path.stem,
        content_hash=package.digest(),
        width=main.width,
        height=main.height,
        layouts=layouts,
        roles={
            name: msgspec.structs.replace(role, behind=behind.under(role.area, layouts[role.layout]))
            for name, role in roles.items()
        },
        colours=dict(theme.colours),
        major_font=theme.major_font,
        minor_font=theme.minor_font,
        parts=(
            *_kept_parts(package, [name for name in kept if name != main_part], changed),
            *[part for _, part in neutral],
        ),
        minimum_title=_hundredths(settings.minimum_sizes.title) or _in_proportion(MINIMUM_TITLE, main),
        minimum_body=_hundredths(settings.minimum_sizes.body) or _in_proportion(MINIMUM_BODY, main),
        minimum_source=_hundredths(settings.minimum_sizes.source) or _in_proportion(CAPTION, main),
        least_title=_hundredths(settings.minimum_sizes.title) or _in_proportion(LEAST_TITLE, main),
        minimum_opener=_hundredths(settings.minimum_sizes.body) or _in_proportion(CAPTION, main),
        maximum_body=_hundredths(settings.maximum_sizes.body),
        logo=logo_of(package, [*masters, *[one.part for one in layouts]], main.width, main.height),
        documents=settings.documents,
        frames=frames.listed(boxes),
        **_table_looks(presentation, theme),
        **msgspec.structs.asdict(_bare(package, main_part, [link for link, _ in neutral])),
    )


class Bare(msgspec.Struct, frozen=True):
    """presentation.xml without slides, its relationships, and what is needed to put slides in: fields of `Brand`."""

    presentation: bytes
    presentation_relationships: bytes
    notes_master: str | None
    free_relationship_id: int
    notes_master_at: int
    slides_at: int
    namespaces_declared: bool


# --- parts -----------------------------------------------------------------------------------------------------------


def _is_kept(package: Package, one: Relationship) -> bool:
    """Not what is dropped, whatever it is called, no file on somebody's computer, no part that every package has."""
    if one.kind in DROPPED_KINDS:
        return False
    if one.external:
        return not names_a_file(one.target)
    if one.kind == "hyperlink" and one.target not in package:
        return False  # a pasted footnote: PowerPoint would repair every deck of the brand
    name = one.target.lower()
    if name in OF_EVERY_PACKAGE or extension_of(name) == "rels" or name.startswith(DROPPED_FOLDERS):
        return False
    return not any(kind in package.content_type(one.target) for kind in DROPPED_TYPES)


def _kept_parts(package: Package, names: Iterable[str], changed: Mapping[str, bytes]) -> Iterable[StoredPart]:
    """The parts with their relationships, checksums proven; those that lead to dropped parts lose those links."""
    for name in sorted(names):
        kind = package.content_type(name) or DEFAULT_TYPES.get(extension_of(name), "application/octet-stream")
        links, rels = package.relationships(name), relationships_part(name)
        kept = [one for one in links if _is_kept(package, one)]
        if len(kept) == len(links):
            yield stored_part(name, kind, changed[name]) if name in changed else _stored(package, name, kind)
            if rels in package:
                yield _stored(package, rels, "")
        else:
            yield stored_part(name, kind, _unlinked(package, name, set(links) - set(kept), changed.get(name)))
            yield stored_part(rels, "", relationships_xml(kept, name))


def _unlinked(package: Package, name: str, dropped: Iterable[Relationship], content: bytes | None) -> bytes:
    """The part (`content`, if it had to change already) without what uses relationships that are dropped."""
    if extension_of(name) != "xml":
        return package.read(name)
    doomed = frozenset(one.id for one in dropped)
    return package.edited(name, lambda data: without_links(content or data, doomed))


def _show_settings(presentation: Presentation) -> dict[str, bytes]:
    """presProps.xml without the range of slides and the custom show that it says to show, if it does."""
    package, part = presentation.package, presentation.related("presProps")
    if not part:
        return {}
    before = package.read(part)
    after = package.edited(part, lambda data: without(data, lambda one, _: one.tag in _CUT_FROM_SHOW_SETTINGS))
    return {part: after} if len(after) != len(before) else {}


def _plain_names(package: Package, kept: Iterable[str], changed: Mapping[str, bytes]) -> dict[str, bytes]:
    """Layouts and masters whose shapes are called after somebody's files, under plain names."""
    found = {}
    for name in kept:
        if not package.content_type(name).endswith(("slideLayout+xml", "slideMaster+xml", "notesMaster+xml")):
            continue
        if plain := package.edited(name, partial(_plainly_named, changed.get(name))):
            found[name] = plain
    return found


def _plainly_named(changed: bytes | None, content: bytes) -> bytes:
    """A part (`changed`, if it had to change already) without names of shapes that tell of somebody's files; nothing if
    it has none. Raises MarkupError.
    """
    data = changed or content
    if name_tells(data.decode(errors="replace")):
        from salespack.ooxml.trees import tree, written

        root = tree(data)
        if without_telling_names(root):
            return written(root)
    return b""


def _stored(package: Package, name: str, content_type: str) -> StoredPart:
    package.read(name)
    return msgspec.structs.replace(package.stored(name), content_type=content_type)


def without_links(data: bytes, doomed: frozenset[str]) -> bytes:
    """The part without hyperlinks and other elements that use one of these relationship ids.

    A picture that is linked and embedded loses its link alone.
    """
    changes = []
    for one in spans(data):
        linked = {key: value for key, value in one.attributes.items() if key.startswith(R) and value}
        if not doomed.intersection(linked.values()):
            continue
        if doomed.issuperset(linked.values()):
            changes.append((one.start, one.end, b""))
            continue
        tag = data[one.start : one.tag_end]
        for key, value in linked.items():
            if value in doomed:
                name = rb"\s[\w.-]+:%s\s*=\s*[\"']%s[\"']" % (key[len(R) :].encode(), re.escape(value.encode()))
                tag = re.sub(name, b"", tag)
        changes.append((one.start, one.tag_end, tag))
    return replaced(data, changes)


# --- presentation.xml ------------------------------------------------------------------------------------------------


def _bare(package: Package, presentation: str, more: Sequence[Relationship]) -> Bare:
    """The presentation without slides and without what names slides: custom shows, sections. It has `more` links."""
    links = package.relationships(presentation)
    kept = [one for one in links if _is_kept(package, one)]
    doomed = frozenset(one.id for one in links) - {one.id for one in kept}
    content = package.edited(presentation, lambda data: without_links(without(data, _names_slides), doomed))
    found = spans(content)
    notes = next((one for one in kept if one.kind == "notesMaster" and one.target in package), None)
    if notes is not None and all(one.tag != f"{P}notesMasterIdLst" for one in found):
        content = _with_notes_master(content, _behind(found, (_BEFORE_NOTES_MASTER,)), notes.id)
        found = spans(content)
    kept += more
    head = content[found[0].start : found[0].tag_end]
    numbers = [int(match[1]) for one in kept if (match := re.fullmatch(r"rId(\d+)", one.id))]
    return Bare(
        presentation=content,
        presentation_relationships=relationships_xml(kept, PRESENTATION),
        notes_master=notes.target if notes is not None else None,
        free_relationship_id=max(numbers, default=0) + 1,
        notes_master_at=_behind(found, (_BEFORE_NOTES_MASTER,)),
        slides_at=_behind(found, _BEFORE_SLIDES),
        namespaces_declared=all(
            re.search(rb"xmlns:%s\s*=\s*[\"']%s[\"']" % (prefix, re.escape(name[1:-1].encode())), head) is not None
            for prefix, name in ((b"p", P), (b"r", R))
        ),
    )


def _with_notes_master(content: bytes, at: int, relationship: str) -> bytes:
    """The presentation with the list that PowerPoint misses where there is a notes master but no list of it."""
    names = f'xmlns:p="{P[1:-1]}" xmlns:r="{R[1:-1]}"'
    listed = f'<p:notesMasterIdLst {names}><p:notesMasterId r:id="{relationship}"/></p:notesMasterIdLst>'
    return content[:at] + listed.encode() + content[at:]


def _names_slides(one: Span, found: Sequence[Span]) -> bool:
    if one.depth == 1:
        return one.tag in _CUT_FROM_PRESENTATION
    is_extension = one.depth == 2 and one.tag == f"{P}ext"
    return is_extension and any(
        inner.tag.endswith("}sectionLst") and one.start < inner.start < one.end for inner in found
    )


def _behind(found: Sequence[Span], tags: Collection[str]) -> int:
    """The position behind the last child of the root that has one of these tags, else behind the root's start tag."""
    return max((one.end for one in found if one.depth == 1 and one.tag in tags), default=found[0].tag_end)


# --- masters and layouts ---------------------------------------------------------------------------------------------


def text_styles(presentation: Presentation) -> dict[str, Styled]:
    """Each master, by its part, with text styles for titles and bodies, and what had to be assumed for them."""
    package = presentation.package
    on: dict[str, list[str]] = {}
    for one in presentation.slides:
        layout = package.related(one.part, "slideLayout")
        on.setdefault(package.related(layout, "slideMaster") if layout else "", []).append(one.part)
    height = effective_height(*presentation.size)
    return {part: _styled(package, part, on.get(part, ())[:MOST_SAMPLES], height) for part in presentation.masters}


def _styled(package: Package, part: str, slides: Iterable[str], height: int) -> Styled:
    """A master with text styles, given its part and those of its sample slides."""
    found: list[Styled] = []

    def styled(data: bytes) -> bytes:
        found.append(with_text_styles(data, partial(_samples, package, slides), height))
        return data

    package.edited(part, styled)
    return found[0]


def _samples(package: Package, parts: Iterable[str]) -> Iterator[bytes]:
    """The markup of sample slides, but of those that cannot be read, which no output needs."""
    for part in parts:
        with suppress(UserFault):
            yield package.edited(part, lambda data: data)


def _masters(presentation: Presentation, styled: Mapping[str, Styled]) -> dict[str, Master]:
    """The slide masters by part name, in the presentation's order, with the text styles that they have."""
    package = presentation.package
    found = {}
    for part in presentation.masters:
        content, theme = styled[part].content, package.related(part, "theme")
        master = package.xml(part) if content is None else parse(content)
        colours = theme_of(package.xml(theme) if theme else None, colour_map_of(master))
        found[part] = Master(part, master, colours, *presentation.size, presentation.default_text)
    return found


def _layouts(
    package: Package, masters: Mapping[str, Master], frames: Frames, behind: _Behind
) -> tuple[tuple[Layout, ...], dict[str, bytes]]:
    """All layouts, master by master in PowerPoint's order, and the new content of those parts that had to change."""
    layouts: list[Layout] = []
    changed: dict[str, bytes] = {}
    for part, master in masters.items():
        targets = {one.id: one.target for one in package.relationships(part) if one.kind == "slideLayout"}
        listed = [
            targets.pop(one.get(f"{R}id", ""), "") for one in master.root.findall(f"{P}sldLayoutIdLst/{P}sldLayoutId")
        ]
        for name in (*listed, *targets.values()):
            if name in package and all(one.part != name for one in layouts):
                root = package.xml(name)
                numbers = [one.key.idx for one in placeholders_of(root)]
                if len(set(numbers)) < len(numbers):
                    changed[name] = package.edited(name, with_unique_idx)
                    root = parse(changed[name])
                layouts.append(layout_of(name, root, master, frames, partial(behind.seen_in, name)))
    return tuple(layouts), changed


class _Behind:
    """What really lies behind the boxes of layouts: their shapes as slides show them, pictures by their pixels."""

    def __init__(self, package: Package, presentation: Presentation) -> None:
        self._size, self._read = presentation.size, layout_reader(package)
        self._pictures = Gallery().of(package.read)
        self._grounds: dict[str, Grounds] = {}

    def seen_in(self, layout: str, box: Box) -> tuple[str, ...]:
        """The colours of points behind a box on a layout, given by its part."""
        if layout not in self._grounds:
            size = self._size.width, self._size.height
            self._grounds[layout] = Grounds(self._read(layout), size, self._pictures, lambda table: table.rows)
        return self._grounds[layout].seen_in(box)

    def under(self, box: Box, layout: Layout) -> tuple[str, ...]:
        """The same, where that is not one colour by what is drawn there; else none."""
        plain = ground_behind(box, layout.paper, layout.patches) is not None
        return () if plain else self.seen_in(layout.part, box)


def with_unique_idx(data: bytes) -> bytes:
    """The layout with another idx for each placeholder whose idx one before it has, so that slides can name it."""
    found = [one for one in spans(data) if one.tag == f"{P}ph"]
    taken = {integer(one.attributes.get("idx"), 0) for one in found}
    free = (number for number in count(13) if number not in taken)
    seen: set[int] = set()
    changes = []
    for one in found:
        idx = integer(one.attributes.get("idx"), 0)
        if idx in seen:
            idx = next(free)
            tag = re.sub(rb"\sidx\s*=\s*(\"[^\"]*\"|'[^']*')", b"", data[one.start : one.tag_end])
            at = len(tag) - (2 if tag.endswith(b"/>") else 1)
            changes.append((one.start, one.tag_end, tag[:at].rstrip() + f' idx="{idx}"'.encode() + tag[at:]))
        seen.add(idx)
    return replaced(data, changes)


def _used_layouts(presentation: Presentation) -> Counter[str]:
    """How many sample slides each layout part has."""
    return Counter(presentation.package.related(one.part, "slideLayout") for one in presentation.slides)


def _families(masters: Mapping[str, Master], layouts: Sequence[Layout], used: Counter[str]) -> list[list[int]]:
    """Numbers of the layouts, grouped by the look of their masters (colours and fonts), the preferred group first.

    Preferred is the master whose layouts the sample slides use most, if it can carry a title and a body at all, then
    the one with most layouts. Inside a group the preferred master's layouts come first.
    """

    def weight(part: str) -> tuple[bool, int, int]:
        own = [one for one in layouts if one.master == part]
        usable = any({"title", "body"} <= {kind_of(ph.type) for ph in one.placeholders} for one in own)
        return usable, sum(used[one.part] for one in own), len(own)

    groups: dict[tuple[object, ...], list[int]] = {}
    for part in sorted(masters, key=weight, reverse=True):
        theme = masters[part].theme
        look = (tuple(sorted(theme.colours.items())), theme.major_font, theme.minor_font)
        groups.setdefault(look, []).extend(number for number, one in enumerate(layouts) if one.master == part)
    return [group for group in groups.values() if group]


def _body_box(master: Master) -> Box | None:
    body = on_master("body", placeholders_of(master.root))
    return box_of(body.shape) if body is not None else None


def _table_looks(presentation: Presentation, theme: Theme) -> dict[str, Any]:
    """The brand's default table style, if the file defines it or PowerPoint knows it by itself, else what PowerPoint
    takes; and how it looks under the theme: fields of `Brand`."""
    part = presentation.related("tableStyles")
    root = presentation.package.xml(part) if part else None
    default = root.get("def", "") if root is not None else ""
    defined = {style.get("styleId") for style in root.findall(f"{A}tblStyle")} if root is not None else set()
    if default not in defined and default not in BUILT_IN:
        default = DEFAULT_STYLE
    style = TableStyles(root).style(default, Source("", theme, {}))
    bodies = ("wholeTbl", "band1H", "band2H")
    return {
        "table_style": default,
        "header": Cells(text=_text_of(style, "wholeTbl", "firstRow"), fills=_fills_of(style, ["firstRow"])),
        "cells": Cells(text=_text_of(style, "wholeTbl"), fills=_fills_of(style, bodies)),
    }


def _text_of(style: TableStyle, *parts: str) -> str | None:
    """The colour of the text of cells that have some parts of a style, later ones over earlier ones."""
    found = [style.parts[name].colour for name in parts if name in style.parts]
    return next((one.colour for one in reversed(found) if one is not None), None)


def _fills_of(style: TableStyle, parts: Iterable[str]) -> tuple[tuple[str, float], ...]:
    """What the cells of each of some parts are filled with, where they are filled at all."""
    whole = style.parts["wholeTbl"].fill if "wholeTbl" in style.parts else None
    own = [style.parts[name].fill for name in parts if name in style.parts]
    paints = [one if one is not None else whole for one in own]
    paints = [style.background if one is None or isinstance(one, Nothing) else one for one in paints]
    found: dict[tuple[str, float], None] = {}
    for one in paints:
        match one:
            case Solid(colour=colour, alpha=alpha):
                found[colour, alpha] = None
            case Gradient(stops=stops):
                found |= {(stop.colour, stop.alpha): None for stop in stops}
    return tuple(found)


def _in_proportion(size: int, master: Master) -> int:
    """A size of text on the usual slide as it is on this one."""
    return sized(size, effective_height(master.width, master.height))


def _hundredths(points: float | None) -> int | None:
    """Points as hundredths of a point."""
    return None if points is None else round(points * 100)
