"""The workspace in figures: what the library holds, what its brand offers, which problems its files have, by code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from salespack.building.library_problems import library_problems
from salespack.library.index import open_library
from salespack.library.library import Library
from salespack.library.load import vocabulary_of
from salespack.powerpoint.brand.cached import read_settings
from salespack.powerpoint.brand.inspection import FontRow, Inspection, inspect_brand
from salespack.powerpoint.brand.model import Brand, Layout
from salespack.problems.codes import CODES, severity_of
from salespack.problems.problem import Problem, UserFault
from salespack.profiles.profile import ENDINGS, load_profile
from salespack.support.computer import Folder, folder_facts
from salespack.system.paths import inside
from salespack.typography.faces import Typefaces
from salespack.typography.packed_fonts import TWINS


class CodeCount(msgspec.Struct, frozen=True, kw_only=True):
    """How often a problem's code was found, and where: in the library's files, or in profiles."""

    code: str
    meaning: str
    severity: str
    found_in: str
    count: int


class LayoutFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A layout by its number: its type in Open XML, its placeholders' types, the roles it serves."""

    number: int
    type: str | None
    placeholders: tuple[str, ...]
    roles: tuple[str, ...]


class RoleFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A role with the number of its layout, and how that was found."""

    role: str
    layout: int
    why: str
    served_by: str


class BrandFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a brand file offers. Lengths are EMU. Names of layouts and titles of sample slides are not in it."""

    width: int
    height: int
    masters: int
    layouts: tuple[LayoutFacts, ...]
    roles: tuple[RoleFacts, ...]
    too_little_contrast: int
    sample_slides: int
    macros: bool


class Fonts(msgspec.Struct, frozen=True, kw_only=True):
    """Typefaces: how many families are installed (None: not known), which of the common ones, the brand's."""

    families: int | None
    common: dict[str, bool | None]
    brand: tuple[FontRow, ...]
    library_files: int


class LibraryFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A library in figures: blocks by kind and state, texts by language; and its problems and those of profiles."""

    folder: Folder
    blocks: dict[str, int]
    states: dict[str, int]
    texts: dict[str, int]
    values: int
    packs: int
    people: int
    own_templates: int
    profiles: int
    problems: tuple[CodeCount, ...]


class WorkspaceFacts(msgspec.Struct, frozen=True):
    """What is known of a workspace; the library and the brand as far as they can be read."""

    library: LibraryFacts | None
    brand: BrandFacts | None
    fonts: Fonts


def workspace_facts(root: Path | None, profiles: Path | None, cache: Path | None) -> WorkspaceFacts:
    """The facts of the library in `root` and of the folder of profiles, where there are such."""
    typefaces = Typefaces(cache=cache)
    if root is None:
        return WorkspaceFacts(None, None, _fonts(typefaces, (), 0))
    library, problems = _opened(root, cache)
    brand = _brand(library, typefaces)
    codes = _counted("library", problems)
    files = [path for path in _files_in(profiles) if path.suffix in ENDINGS] if profiles else []
    if library is not None:
        codes = (*codes, *_counted("profiles", _profile_problems(files, library)))
    return WorkspaceFacts(
        _library_facts(root, library, len(files), codes),
        _brand_facts(*brand) if brand else None,
        _fonts(typefaces, brand[1].fonts if brand else (), len(_files_in(root / "fonts"))),
    )


def _opened(root: Path, cache: Path | None) -> tuple[Library | None, tuple[Problem, ...]]:
    """The library and the problems of its files; None for a library that cannot be opened, and what keeps it shut."""
    try:
        library = open_library(root, cache)
    except UserFault as fault:
        return None, fault.problems
    return library, tuple(library_problems(library, cache))


def _profile_problems(files: Iterable[Path], library: Library) -> list[Problem]:
    vocabulary = vocabulary_of(library.settings, library.values)
    found: list[Problem] = []
    for file in files:
        try:
            load_profile(file, vocabulary)
        except UserFault as fault:
            found += fault.problems
    return found


def _counted(found_in: str, problems: Iterable[Problem]) -> tuple[CodeCount, ...]:
    """The problems by code. Messages, files and lines stay out: they quote what people wrote."""
    counts = Counter(problem.code for problem in problems)
    return tuple(
        CodeCount(
            code=code, meaning=CODES[code].meaning, severity=severity_of(code).value, found_in=found_in, count=count
        )
        for code, count in sorted(counts.items())
    )


def _library_facts(root: Path, library: Library | None, profiles: int, codes: tuple[CodeCount, ...]) -> LibraryFacts:
    blocks = library.blocks.values() if library else ()
    return LibraryFacts(
        folder=folder_facts(root),
        blocks=dict(sorted(Counter(block.kind for block in blocks).items())),
        states=dict(sorted(Counter(block.state for block in blocks).items())),
        texts=dict(sorted(Counter(language for block in blocks for language in block.bodies).items())),
        values=len(library.values) if library else 0,
        packs=len(library.packs) + len(library.broken_packs) if library else 0,
        people=len(library.people) if library else 0,
        own_templates=len(_files_in(root / "templates")),
        profiles=profiles,
        problems=codes,
    )


def _files_in(folder: Path) -> list[Path]:
    """The files in a folder; none where it is not there or cannot be listed."""
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []


def _brand(library: Library | None, typefaces: Typefaces) -> tuple[Brand, Inspection] | None:
    """The library's brand; None where it has none that can be used, which is a problem of the library."""
    if library is None or library.settings.brand is None:
        return None
    path = inside(library.root, library.settings.brand)
    if path is None:
        return None
    try:
        return inspect_brand(path, *read_settings(path), typefaces)
    except (UserFault, OSError):
        return None


def _brand_facts(brand: Brand, inspection: Inspection) -> BrandFacts:
    layouts = zip(brand.layouts, inspection.layouts, strict=True)
    return BrandFacts(
        width=brand.width,
        height=brand.height,
        masters=len({layout.master for layout in brand.layouts}),
        layouts=tuple(
            LayoutFacts(number=number, type=one.type, placeholders=_types(one), roles=row.roles)
            for number, (one, row) in enumerate(layouts)
        ),
        roles=tuple(
            RoleFacts(role=role.role, layout=role.layout, why=role.why, served_by=role.served_by)
            for role in brand.roles.values()
        ),
        too_little_contrast=sum(not row.enough for row in inspection.contrasts),
        sample_slides=len(inspection.sample_slides),
        macros=inspection.macros,
    )


def _types(layout: Layout) -> tuple[str, ...]:
    return tuple(placeholder.type for placeholder in layout.placeholders)


def _fonts(typefaces: Typefaces, brand: tuple[FontRow, ...], library_files: int) -> Fonts:
    families = typefaces.installed_families
    return Fonts(
        families=None if families is None else len(families),
        common={name: typefaces.is_installed(name) for name in TWINS},
        brand=brand,
        library_files=library_files,
    )
