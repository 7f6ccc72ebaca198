"""Reading a library's folder. A broken block is kept with its problems; a broken value list stops the load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

import msgspec

from salespack.calculations.model import NONE, Calculations
from salespack.formats import versions
from salespack.formats.schema import decode, decode_data
from salespack.formats.text_files import read_text
from salespack.formats.types import Id
from salespack.formats.versions import understood
from salespack.formats.vocabulary import Vocabulary
from salespack.formats.yaml import Source
from salespack.library.blocks import Block, BlockFile, Body, read_block, read_translation
from salespack.library.library import Library
from salespack.library.packs import Pack, read_pack
from salespack.library.people import Person, PersonFile
from salespack.library.settings import Settings
from salespack.library.values import ValueDefinition
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.problems.suggestions import did_you_mean
from salespack.system.paths import inside

SETTINGS_FILE, VALUES_FILE, DEFAULTS_FILE = "library.yaml", "values.yaml", "_defaults.yaml"
CALCULATIONS_FILE = "calculations.yaml"
# Folders of a library that hold no blocks.
OTHER_FOLDERS = frozenset(("brand", "fonts", "images", "packs", "people", "slides", "templates"))


def read_library(root: Path, names: Iterable[str], known: Mapping[str, Block] | None = None) -> Library:
    """The library at `root` whose files are `names` (POSIX paths below it). Blocks in `known` are taken as they are.

    Raises UserFault when `library.yaml` or `values.yaml` cannot be read.
    """
    told: list[Problem] = []
    settings, values = read_settings(root, told), read_values(root)
    told += _unknown_synonyms(root, settings, values)
    told += _unknown_cares(root, settings, values)
    told += _unknown_of_approvers(root, settings, values)
    library = read_with(root, names, settings, values, known)
    return msgspec.structs.replace(library, problems=(*told, *library.problems)) if told else library


def read_with(
    root: Path,
    names: Iterable[str],
    settings: Settings,
    values: dict[str, ValueDefinition],
    known: Mapping[str, Block] | None = None,
) -> Library:
    """The library, given what its settings and values are. Raises nothing: what is broken is kept with its problems."""
    names = sorted(names)
    told: list[Problem] = []
    calculations = _calculations(root, names, told)
    vocabulary = vocabulary_of(settings, values, calculations)
    files = block_files(names)
    blocks = {name: block for name, block in (known or {}).items() if name in files}
    missing = {name: paths for name, paths in files.items() if name not in blocks}
    defaults = Defaults(root)
    for name, paths in missing.items():
        blocks[name] = _read_one(root, name, paths, defaults, vocabulary, settings)
    packs, broken_packs = _packs(root, names, vocabulary, told)
    people, people_problems = _people(root, names, vocabulary)
    return Library(
        root=root,
        settings=settings,
        values=values,
        blocks=dict(sorted(blocks.items())),
        packs=packs,
        broken_packs=broken_packs,
        people=people,
        calculations=calculations,
        content_hash="",
        problems=(*told, *people_problems),
    )


def vocabulary_of(
    settings: Settings, values: Mapping[str, ValueDefinition], calculations: Calculations = NONE
) -> Vocabulary:
    """The names that profiles, blocks and packs may use."""
    return Vocabulary(
        {
            "value": frozenset(values),
            "role": frozenset(settings.roles),
            "industry": frozenset(settings.industries),
            "stage": frozenset(settings.stages),
            "language": frozenset(settings.languages),
            "calculation": calculations.names,
        }
    )


def block_files(names: Iterable[str]) -> dict[str, list[str]]:
    """The Markdown files of each block id: originals and translations, sorted."""
    found: dict[str, list[str]] = {}
    for name in names:
        folders, _, file = name.rpartition("/")
        if not file.endswith(".md") or file.startswith(("_", ".", "README")):
            continue
        if folders.partition("/")[0] not in OTHER_FOLDERS:
            found.setdefault(file.partition(".")[0], []).append(name)
    return found


def file_text(root: Path, name: str) -> str:
    """The text of a library's file. Raises UserFault, also when it is a link that leaves the library."""
    path = inside(root, name)
    if path is None:
        place = Place(shown_path(root / name))
        raise UserFault.of("SP010", "is a link that leaves the library", "copy the file into it", place)
    return read_text(path)


class Defaults:
    """The `_defaults.yaml` files of a library, read once each; those of inner folders win, key by key."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, dict[str, Any]] = {}
        self._told: dict[str, tuple[Problem, ...]] = {"": ()}

    def of(self, folder: str) -> dict[str, Any]:
        """What the blocks in `folder` start from. Raises UserFault when a file of defaults is wrong."""
        if folder not in self._known:
            outer = self.of(folder.rpartition("/")[0]) if folder else {}
            own: dict[str, Any] = {}
            told: list[Problem] = []
            name = f"{folder}/{DEFAULTS_FILE}" if folder else DEFAULTS_FILE
            if (self._root / name).is_file():
                source = Source(shown_path(self._root / name), file_text(self._root, name))
                own = understood(source.load(), source, versions.BLOCK, told) or {}
                decode_data(own, source, BlockFile)
            self._known[folder] = {**outer, **own}
            self._told[folder] = (*self._told[folder.rpartition("/")[0]], *told) if folder else tuple(told)
        return self._known[folder]

    def renamed(self, folder: str) -> tuple[Problem, ...]:
        """What was renamed in the defaults that blocks in `folder` start from, after `of` has read them."""
        return self._told[folder]


def default_sources(root: Path, folder: str) -> Iterator[Source]:
    """The `_defaults.yaml` of a folder (a POSIX path below `root`) and of those around it, the innermost first."""
    for inner in (PurePosixPath(folder), *PurePosixPath(folder).parents):
        name = (inner / DEFAULTS_FILE).as_posix()
        if (root / name).is_file():
            source = Source(shown_path(root / name), file_text(root, name))
            understood(source.load(), source, versions.BLOCK)
            yield source


def read_settings(root: Path, told: list[Problem] | None = None) -> Settings:
    """What `library.yaml` says. Raises UserFault. What was renamed goes to `told`."""
    source = Source(shown_path(root / SETTINGS_FILE), file_text(root, SETTINGS_FILE))
    return decode(source, Settings, versions.LIBRARY, told)


def read_values(root: Path) -> dict[str, ValueDefinition]:
    """What `values.yaml` says. Raises UserFault."""
    return decode(Source(shown_path(root / VALUES_FILE), file_text(root, VALUES_FILE)), dict[Id, ValueDefinition])


def _unknown_synonyms(root: Path, settings: Settings, values: Mapping[str, ValueDefinition]) -> Iterator[Problem]:
    """Names that `synonyms` gives words for, and that are not declared: a warning, as nothing else needs them."""
    vocabulary = vocabulary_of(settings, values)
    for sort, words in settings.synonyms.items():
        if words.keys() - vocabulary.names[sort]:
            source = Source(shown_path(root / SETTINGS_FILE), file_text(root, SETTINGS_FILE))
            yield from vocabulary.unknown(source, sort, words, ("synonyms", sort), key=True)


def _unknown_of_approvers(root: Path, settings: Settings, values: Mapping[str, ValueDefinition]) -> Iterator[Problem]:
    """Values and languages under `approvers` that are not declared."""
    if not settings.approvers:
        return
    vocabulary = vocabulary_of(settings, values)
    source = Source(shown_path(root / SETTINGS_FILE), file_text(root, SETTINGS_FILE))
    for name, one in settings.approvers.items():
        yield from vocabulary.unknown(source, "value", one.values, ("approvers", name, "values"))
        for number, code in enumerate(one.languages):
            if code not in settings.languages:
                yield Problem(
                    code="SP205",
                    message=f"the library has no language “{code}”",
                    hint=f"declared are {', '.join(settings.languages)}",
                    place=source.place(("approvers", name, "languages", number)),
                )


def _unknown_cares(root: Path, settings: Settings, values: Mapping[str, ValueDefinition]) -> Iterator[Problem]:
    """Roles and values under `cares_about` that are not declared: a warning, as nothing is chosen for them."""
    vocabulary = vocabulary_of(settings, values)
    cared = {value for named in settings.cares_about.values() for value in named}
    if settings.cares_about.keys() - vocabulary.names["role"] or cared - vocabulary.names["value"]:
        source = Source(shown_path(root / SETTINGS_FILE), file_text(root, SETTINGS_FILE))
        yield from vocabulary.unknown(source, "role", settings.cares_about, ("cares_about",), key=True)
        for role, named in settings.cares_about.items():
            yield from vocabulary.unknown(source, "value", named, ("cares_about", role))


def _read_one(
    root: Path, name: str, paths: list[str], defaults: Defaults, vocabulary: Vocabulary, settings: Settings
) -> Block:
    """One block with its translations; with problems in place of what could not be read."""
    originals = [path for path in paths if path.rpartition("/")[2] == f"{name}.md"]
    translations = {path: path.rsplit("/", 1)[-1].split(".")[1:-1] for path in paths if path not in originals}
    if len(originals) != 1:
        return _broken(root, name, paths, _identity_problems(root, name, paths, originals))
    path = originals[0]
    folder = path.rpartition("/")[0]
    try:
        block = read_block(
            name,
            shown_path(root / path),
            file_text(root, path),
            defaults.of(folder),
            vocabulary,
            settings.default_language,
            lambda: default_sources(root, folder),
        )
    except UserFault as fault:
        return _broken(root, name, paths, (about_block(one, shown_path(root / path)) for one in fault.problems))
    told = [*defaults.renamed(folder), *block.problems]
    bodies: dict[str, Body] = dict(block.bodies)
    broken: dict[str, tuple[Problem, ...]] = {}
    for translation, languages in translations.items():
        shown = shown_path(root / translation)
        language = ".".join(languages)
        try:
            if language not in settings.languages:
                hint = f"{did_you_mean(language, settings.languages)}; languages are declared in {SETTINGS_FILE}"
                raise UserFault.of("SP205", f"the language “{language}” is not declared", hint, Place(shown))
            if language in bodies:
                raise UserFault.of("SP207", f"is a second text of {name} in “{language}”", "keep one", Place(shown))
            bodies[language] = read_translation(shown, file_text(root, translation), told)
        except UserFault as fault:
            broken[language] = fault.problems
    return msgspec.structs.replace(block, bodies=bodies, broken_bodies=broken, problems=tuple(told))


def about_block(problem: Problem, file: str) -> Problem:
    """A problem of the block in `file`, which says so where its place is in its folder's defaults."""
    of_folder = problem.place is not None and PurePath(problem.place.file).name == DEFAULTS_FILE
    return msgspec.structs.replace(problem, about=file) if of_folder else problem


def _identity_problems(root: Path, name: str, paths: list[str], originals: list[str]) -> Iterator[Problem]:
    if originals:
        others = " and ".join(shown_path(root / path) for path in originals)
        message = f"several blocks have the id “{name}”: {others}"
        hint = "rename all but one; an id is unique in the library"
        yield Problem(code="SP206", message=message, hint=hint, place=Place(shown_path(root / originals[1])))
        return
    hint = f"write {name}.md beside it, or delete it"
    yield Problem(
        code="SP208",
        message=f"is a translation of “{name}”, which does not exist",
        hint=hint,
        place=Place(shown_path(root / paths[0])),
    )


def _broken(root: Path, name: str, paths: list[str], problems: Iterable[Problem]) -> Block:
    return Block(id=name, file=shown_path(root / paths[0]), kind="frame", bodies={}, problems=tuple(problems))


def _packs(
    root: Path, names: Iterable[str], vocabulary: Vocabulary, told: list[Problem]
) -> tuple[dict[str, Pack], dict[str, tuple[Problem, ...]]]:
    """The packs, and the problems of those that cannot be read. What was renamed in them goes to `told`."""
    packs, broken = {}, {}
    for name in _yaml_files(names, "packs"):
        identifier = name.removeprefix("packs/").removesuffix(".yaml")
        try:
            source = Source(shown_path(root / name), file_text(root, name))
            packs[identifier] = read_pack(identifier, source, vocabulary, told)
        except UserFault as fault:
            broken[identifier] = fault.problems
    return packs, broken


def _people(root: Path, names: Iterable[str], vocabulary: Vocabulary) -> tuple[tuple[Person, ...], list[Problem]]:
    """Our people in the order of their files. A broken file is told and left out: it is its owner's to mend."""
    people: list[Person] = []
    problems: list[Problem] = []
    for name in _yaml_files(names, "people"):
        try:
            source = Source(shown_path(root / name), file_text(root, name))
            written = decode(source, PersonFile, versions.PERSON, problems)
            unknown = list(vocabulary.unknown(source, "value", written.values, ("values",)))
            if unknown:
                raise UserFault(unknown)
        except UserFault as fault:
            problems += [problem.as_warning() for problem in fault.problems]
            continue
        identifier = name.removeprefix("people/").removesuffix(".yaml")
        people.append(Person(id=identifier, **msgspec.structs.asdict(written)))
    return tuple(people), problems


def _calculations(root: Path, names: Iterable[str], told: list[Problem]) -> Calculations:
    """What `calculations.yaml` says, where there is one. What is wrong in it goes to `told`."""
    if CALCULATIONS_FILE not in names:
        return NONE
    from salespack.calculations.reading import read_calculations

    try:
        calculations, problems = read_calculations(calculations_source(root))
    except UserFault as fault:
        calculations, problems = NONE, fault.problems
    told += problems
    return calculations


def calculations_source(root: Path) -> Source:
    """The text of `calculations.yaml`. Raises UserFault."""
    return Source(shown_path(root / CALCULATIONS_FILE), file_text(root, CALCULATIONS_FILE))


def _yaml_files(names: Iterable[str], folder: str) -> list[str]:
    return [name for name in names if name.startswith(f"{folder}/") and name.endswith(".yaml") and name.count("/") == 1]
