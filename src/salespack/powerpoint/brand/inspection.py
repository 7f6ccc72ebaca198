"""What a brand file offers and what it lacks: roles, fonts, colours with contrast figures, sample slides. No printing.

Contrast is that of WCAG 2.2: 4.5 is asked of text, 3 of graphics (https://www.w3.org/TR/WCAG22/#contrast-minimum).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

import msgspec

from salespack.graphics.boxes import Box, common
from salespack.graphics.colours import contrast
from salespack.language.prompts import prompt_in
from salespack.ooxml.markup import P
from salespack.ooxml.placeholders import FOOTERS, TITLES
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.reading import Package, read_package
from salespack.ooxml.texts import folded, title_of
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.embedded_fonts import embedded_faces
from salespack.powerpoint.brand.model import Brand, Layout, Role
from salespack.powerpoint.brand.palette import (
    ACCENTS,
    LINKS_READABLE,
    READABLE,
    VISIBLE,
    faintest,
    is_large,
    look,
)
from salespack.powerpoint.brand.roles import Locate, in_brand_yaml
from salespack.powerpoint.brand.settings import BrandSettings
from salespack.powerpoint.brand.suggestions import brand_yaml
from salespack.problems.problem import Place, Problem, Severity, UserFault, shown_path
from salespack.scene.model import AnyShape, AutoShape, CompositeShape, SlideScene, TableShape
from salespack.scene.reading import layout_reader
from salespack.typography.faces import EmbeddedFace, Typefaces
from salespack.typography.packed_fonts import TWINS
from salespack.typography.text import Body

GRAPHICS = 3.0
LONGEST_TITLE = 120
SHAPES_OF_PAGES = ((16 / 9, "16:9"), (16 / 10, "16:10"), (4 / 3, "4:3"), (2**0.5, "A4"))
MACROS = "vbaProject"
NUMBER_ALONE = re.compile("[‹<][^‹<›>]{1,4}[›>]")
"""What a layout stores where its slides show their number: ‹#›, ‹Nr.›, ‹N°› … by the language of PowerPoint."""


class RoleRow(msgspec.Struct, frozen=True, kw_only=True):
    """A role with the layout that serves it, what it fills there, and why; `missing` if that is another role's."""

    role: str
    layout: str
    title: str | None
    body: tuple[str, ...]
    picture: str | None
    why: str
    missing: bool
    served_by: str | None


class LayoutRow(msgspec.Struct, frozen=True, kw_only=True):
    """A layout: its master's name, its type in Open XML, its placeholders, the colour behind, the roles it serves."""

    name: str
    master: str
    type: str | None
    placeholders: tuple[str, ...]
    ground: str | None
    roles: tuple[str, ...]


class FontRow(msgspec.Struct, frozen=True, kw_only=True):
    """A typeface: what it is for, whether this computer has it (None: not known), what is known of its widths.

    `metrics` is `own` where it is installed, the name of a packed typeface with the same widths, `embedded` where the
    brand file has it whole, `built in` where they are known without a font, or None. `embedded` says that the file has
    at least some of its letters.
    """

    name: str
    used_for: tuple[str, ...]
    installed: bool | None
    metrics: str | None
    embedded: bool


class ContrastRow(msgspec.Struct, frozen=True, kw_only=True):
    """Two colours (RRGGBB) that meet, their contrast ratio, what is asked of it, and what is done where it fails."""

    what: str
    colour: str
    ground: str
    ratio: float
    needed: float
    enough: bool
    remedy: str = ""


class SampleSlide(msgspec.Struct, frozen=True, kw_only=True):
    """A slide of the brand file that no output will have."""

    number: int
    title: str


class PrintedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A text that layouts print on every slide made with them, the layouts and the roles that they serve; `prompt` says
    that it was meant for those who fill the template in."""

    text: str
    layouts: tuple[str, ...]
    roles: tuple[str, ...]
    prompt: bool = False


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """All that `brand check` tells. Lengths are EMU. `brand_yaml` can be pasted; `problems` are warnings."""

    file: str
    width: int
    height: int
    ratio: str
    masters: dict[str, int]
    layouts: tuple[LayoutRow, ...]
    roles: tuple[RoleRow, ...]
    missing: tuple[str, ...]
    fonts: tuple[FontRow, ...]
    colours: dict[str, str]
    contrasts: tuple[ContrastRow, ...]
    sample_slides: tuple[SampleSlide, ...]
    printed: tuple[PrintedRow, ...]
    macros: bool
    brand_yaml: str
    problems: tuple[Problem, ...]


def inspect_brand(
    path: Path,
    settings: BrandSettings | None = None,
    locate: Locate = in_brand_yaml,
    typefaces: Typefaces | None = None,
    cache: Path | None = None,
) -> tuple[Brand, Inspection]:
    """The compiled brand in a file, and what is to be said about it. Raises UserFault as `compile_brand` does.

    Which fonts are installed is not known without `typefaces`.
    """
    brand = compile_brand(path, settings, locate)
    typefaces = typefaces or Typefaces(system=False)
    package = read_package(path)
    presentation = Presentation(package)
    masters = _master_names(package, brand)
    macros = any(one.kind == MACROS for one in package.relationships(presentation.part))
    inspection = Inspection(
        file=shown_path(path),
        width=brand.width,
        height=brand.height,
        ratio=_ratio(brand),
        masters={name: sum(masters[one.master] == name for one in brand.layouts) for name in masters.values()},
        layouts=tuple(_layout_row(number, one, brand, masters) for number, one in enumerate(brand.layouts)),
        roles=tuple(_role_row(role, brand) for role in brand.roles.values()),
        missing=tuple(role.role for role in brand.roles.values() if role.fallback_of),
        fonts=tuple(_fonts(brand, _embedded(presentation.root), embedded_faces(brand, cache), typefaces)),
        colours=brand.colours,
        contrasts=tuple(_contrasts(brand)),
        sample_slides=tuple(_sample_slides(presentation)),
        printed=tuple(_printed(layout_reader(package), brand)),
        macros=macros,
        brand_yaml=brand_yaml(brand, settings),
        problems=(_macros_stay_behind(path),) if macros else (),
    )
    return brand, inspection


def _macros_stay_behind(path: Path) -> Problem:
    return Problem(
        code="SP512",
        message="holds macros, which are never carried into outputs",
        hint="nothing to do; what slides need must not depend on them",
        place=Place(shown_path(path)),
        severity=Severity.WARNING,
    )


def _ratio(brand: Brand) -> str:
    share = brand.width / brand.height
    name = next((name for ratio, name in SHAPES_OF_PAGES if abs(share - ratio) < 0.01), "")
    return name or f"{share:.2f}:1"


# --- masters, layouts, roles -----------------------------------------------------------------------------------------


def _master_names(package: Package, brand: Brand) -> dict[str, str]:
    """What PowerPoint calls each master, by part: its theme's name, numbered where two have the same."""
    names: dict[str, str] = {}
    for part in dict.fromkeys(one.master for one in brand.layouts):
        theme = package.related(part, "theme")
        name = folded(package.xml(theme).get("name", "")) if theme else ""
        name = name or "master"
        count = sum(other == name or other.startswith(f"{name} (") for other in names.values())
        names[part] = f"{name} ({count + 1})" if count else name
    return names


def _layout_row(number: int, layout: Layout, brand: Brand, masters: dict[str, str]) -> LayoutRow:
    return LayoutRow(
        name=layout.name,
        master=masters[layout.master],
        type=layout.type,
        placeholders=tuple(f"{one.name} ({one.type})" for one in layout.placeholders),
        ground=layout.ground,
        roles=tuple(role.role for role in brand.roles.values() if role.layout == number),
    )


def _role_row(role: Role, brand: Brand) -> RoleRow:
    layout = brand.layouts[role.layout]
    names = {one.idx: one.name for one in layout.placeholders}

    def name(idx: int | None) -> str | None:
        return names.get(idx) if idx is not None else None

    texts = [role.subtitle, *role.bodies, role.attribution]
    return RoleRow(
        role=role.role,
        layout=layout.name,
        title=name(role.title),
        body=tuple(names[idx] for idx in texts if idx is not None),
        picture=name(role.picture),
        why=role.why,
        missing=role.fallback_of is not None,
        served_by=(role.served_by or None) if role.fallback_of else None,
    )


# --- fonts -----------------------------------------------------------------------------------------------------------


def _fonts(
    brand: Brand, embedded: frozenset[str], whole: Sequence[EmbeddedFace], typefaces: Typefaces
) -> Iterator[FontRow]:
    """The theme's two typefaces, then all that layouts name."""
    uses: dict[str, list[str]] = {}
    for name, use in ((brand.major_font, "the theme's headings"), (brand.minor_font, "the theme's text")):
        uses.setdefault(name, []).append(use)
    serving = {role.layout for role in brand.roles.values()}
    for number, layout in enumerate(brand.layouts):
        for one in layout.placeholders:
            kind = "titles" if one.type in TITLES else "footers" if one.type in FOOTERS else "text"
            use = kind if number in serving else "layouts that no role uses"
            if one.font and use not in uses.setdefault(one.font, []):
                uses[one.font].append(use)
    usable = {name for one in whole for name in one.face.families}
    for name, used_for in uses.items():
        has = typefaces.is_installed(name)
        yield FontRow(
            name=name,
            used_for=tuple(used_for),
            installed=has,
            metrics=_metrics(name, has, name.casefold() in usable, typefaces),
            embedded=name.casefold() in embedded,
        )


def _metrics(name: str, installed: bool | None, embedded: bool, typefaces: Typefaces) -> str | None:
    if installed:
        return "own"
    return TWINS.get(name) or ("embedded" if embedded else "built in" if typefaces.face(name).known else None)


def _embedded(presentation: Element) -> frozenset[str]:
    """The typefaces that travel in the file, in lower case."""
    fonts = presentation.findall(f"{P}embeddedFontLst/{P}embeddedFont/{P}font")
    return frozenset(one.get("typeface", "").casefold() for one in fonts)


# --- colours ---------------------------------------------------------------------------------------------------------


def _contrasts(brand: Brand) -> Iterator[ContrastRow]:
    """The theme's text and background pairs, what the roles write on, then accents and links on the grounds in use."""
    colours = brand.colours
    for text, ground in (("dk1", "lt1"), ("dk2", "lt1"), ("dk1", "lt2"), ("lt1", "dk1"), ("lt1", "dk2")):
        yield _row(f"{text} on {ground}", colours[text], colours[ground], READABLE)
    yield from _written(brand)
    grounds = dict.fromkeys(brand.layouts[role.layout].ground for role in brand.roles.values())
    for ground in (one for one in grounds if one is not None):
        for accent in ACCENTS:
            is_faint = contrast(colours[accent], ground) < VISIBLE
            yield _row(accent, colours[accent], ground, GRAPHICS, "not used in charts" if is_faint else "")
        is_lost = contrast(colours["hlink"], ground) < LINKS_READABLE
        yield _row("links", colours["hlink"], ground, READABLE, "written in the text's colour" if is_lost else "")


def _written(brand: Brand) -> Iterator[ContrastRow]:
    """What the roles fill, in its own colour on what lies behind it; each pair of colours once a kind."""
    seen: set[tuple[str, str, str]] = set()
    for role in brand.roles.values():
        layout = brand.layouts[role.layout]
        filled = (role.title, role.subtitle, *role.bodies, role.attribution)
        for one in layout.placeholders:
            kind = "title" if one.idx == role.title else "footer" if one.type in FOOTERS else "text"
            if one.idx not in filled and one.type not in FOOTERS:
                continue
            grounds = (one.ground,) if one.ground is not None else one.behind
            if one.colour is None or not grounds:
                continue
            ground = faintest(one.colour, grounds)
            if (kind, one.colour, ground) in seen:
                continue
            seen.add((kind, one.colour, ground))
            ink = look(brand, one).ink
            remedy = f"written in {brand.colours[ink.scheme]} instead" if ink is not None else ""
            needed = GRAPHICS if is_large(one) else READABLE
            yield _row(f"{kind} of “{layout.name}”", one.colour, ground, needed, remedy)


def _row(what: str, colour: str, ground: str, needed: float, remedy: str = "") -> ContrastRow:
    ratio = contrast(colour, ground)
    enough = ratio >= needed
    return ContrastRow(
        what=what,
        colour=colour,
        ground=ground,
        ratio=int(ratio * 100) / 100,
        needed=needed,
        enough=enough,
        remedy="" if enough else remedy,
    )


# --- texts of layouts ------------------------------------------------------------------------------------------------


def _printed(read: Callable[[str], SlideScene], brand: Brand) -> Iterator[PrintedRow]:
    """The texts that layouts and their masters print, those on layouts that serve a role first."""
    found: dict[str, dict[int, None]] = {}
    for number, layout in enumerate(brand.layouts):
        own = [one.text.strip() for one in layout.placeholders if one.type == "ftr" and not prompt_in(one.text)]
        for text in (*own, *_texts_drawn(read(layout.part), brand)):
            if text and not NUMBER_ALONE.fullmatch(text):
                found.setdefault(text, {})[number] = None
    rows = [
        PrintedRow(
            text=text,
            layouts=tuple(dict.fromkeys(brand.layouts[number].name for number in numbers)),
            roles=tuple(role.role for role in brand.roles.values() if role.layout in numbers),
            prompt=bool(prompt_in(text)),
        )
        for text, numbers in found.items()
    ]
    yield from sorted(rows, key=lambda row: not row.roles)


def _texts_drawn(scene: SlideScene, brand: Brand) -> Iterator[str]:
    """The texts that are seen on a slide on which nothing is filled in."""
    page = Box(0, 0, brand.width, brand.height)
    for shape in scene.shapes:
        if not shape.box.cx or common(shape.box, page) is not None:
            yield " ".join(" ".join([body.text for body in _bodies(shape)]).split())


def _bodies(shape: AnyShape) -> Iterator[Body]:
    match shape:
        case AutoShape(text=Body() as text):
            yield text
        case TableShape(cells=cells):
            yield from (cell.text for cell in cells)
        case CompositeShape(shapes=members):
            for one in members:
                yield from _bodies(one)


# --- sample slides ---------------------------------------------------------------------------------------------------


def _sample_slides(presentation: Presentation) -> Iterator[SampleSlide]:
    """The slides of the file in their order, with their titles."""
    for one in presentation.slides:
        yield SampleSlide(number=one.number, title=_title(presentation.package, one.part))


def _title(package: Package, part: str) -> str:
    """A slide's title; empty where it has none or cannot be read, which no output needs."""
    try:
        return title_of(package.xml(part))[:LONGEST_TITLE]
    except UserFault:
        return ""
