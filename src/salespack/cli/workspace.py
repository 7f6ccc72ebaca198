"""The workspace: where the library and the profiles are, as the command line and the environment say."""

from __future__ import annotations

import os
import re
from pathlib import Path

from salespack.formats.text_files import read_text
from salespack.library.index import open_library
from salespack.library.library import LIBRARY_FOLDER, PROFILES_FOLDER, Library
from salespack.library.load import CALCULATIONS_FILE, DEFAULTS_FILE, SETTINGS_FILE, VALUES_FILE
from salespack.problems.files import why
from salespack.problems.patterns import late_pattern
from salespack.problems.problem import Place, UsageFault, UserFault, shown_path
from salespack.problems.suggestions import LISTED, MOST_NAMED, did_you_mean
from salespack.profiles.profile import ENDINGS
from salespack.system.cache import cache_folder
from salespack.system.paths import named_files
from salespack.system.transactions import recover

LIKE = f"a profile is a file such as {PROFILES_FOLDER}/acme.yaml"
LIBRARY_VARIABLE = "SALESPACK_LIBRARY"


def find_library(named: Path | None = None) -> Path:
    """The library's folder: the one named, else $SALESPACK_LIBRARY, else `content_blocks/` here or in a parent folder.

    Raises UsageFault when there is none.
    """
    if named is None and (variable := os.environ.get(LIBRARY_VARIABLE)):
        named = Path(variable)
    if named is not None:
        if not named.is_dir():
            raise UsageFault.of("SP011", "there is no such library folder", "check --library", Place(str(named)))
        return named.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / LIBRARY_FOLDER).is_dir():
            return (folder / LIBRARY_FOLDER).resolve()
    hint = "go to the folder that holds it, or name the library with --library DIR"
    raise UsageFault.of("SP011", f"there is no {LIBRARY_FOLDER}/ here or in a parent folder", hint)


def load_library(named: Path | None = None) -> Library:
    """The library that `find_library` finds, from the cache where that is still true."""
    return open_library(find_library(named), cache_folder())


def find_profiles(library: Path) -> Path | None:
    """The folder `profiles/` here, in a parent folder or beside the library; None where there is none."""
    here = Path.cwd()
    for folder in (here, *here.parents, library.parent):
        if (folder / PROFILES_FOLDER).is_dir():
            return folder / PROFILES_FOLDER
    return None


def find_profile(named: str) -> Path:
    """The profile's file: a path, or a name in `profiles/` here or in a parent folder.

    A name is a file's, or the customer's as its profile says it, whatever the case. Raises UserFault with what is near.
    """
    path = Path(named)
    if not named.strip():
        raise UserFault.of("SP001", "no profile is named", "`salespack list profiles` shows those there are")
    try:
        if path.is_file() or path.suffix in ENDINGS or len(path.parts) > 1:
            return _refused_as_other(path)
        folders = _profile_folders()
        for folder in folders:
            recover(folder)
        if exact := _of_name(named):
            return exact
        found = {file.stem: file for folder in folders for file in named_files(folder, "*.yaml")}
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else str(error)
        hint = "name a file, or a profile in profiles/"
        raise UserFault.of("SP001", f"the profile “{named}” cannot be looked for: {reason}", hint) from None
    from difflib import get_close_matches

    from salespack.language.word_matching import normalised

    wanted = normalised(named)
    customers = {stem: customer_of(file) for stem, file in found.items()}
    meant = [stem for stem, customer in customers.items() if wanted in (normalised(stem), normalised(customer))]
    if len(meant) == 1:
        return found[meant[0]]
    if path.is_dir():
        return _refused_as_other(path)
    message = f"there is no profile “{named}”"
    if meant:
        raise UserFault.of("SP001", f"“{named}” may mean {' or '.join(meant)}", "name the file")
    if not found:
        raise UserFault.of("SP001", message, "make one with `salespack new profile`")
    names = {normalised(name): stem for stem, customer in customers.items() for name in (customer, stem)}
    near = get_close_matches(wanted, names, 1)
    hint = f"did you mean “{names[near[0]]}”?" if near else did_you_mean(named, found, LISTED)
    raise UserFault.of("SP001", message, hint)


def profiles_in(named: str) -> list[str]:
    """The files of the profiles in a folder; `named` alone where it is no folder, or the name of a profile too."""
    try:
        if named.strip() and Path(named).is_dir() and not _of_name(named):
            return [str(file) for file in _profiles_among(Path(named))] or [named]
    except (OSError, ValueError):
        pass  # who looks for the profile tells
    return [named]


def _profile_folders() -> list[Path]:
    return [folder / PROFILES_FOLDER for folder in (Path.cwd(), *Path.cwd().parents)]


def _of_name(named: str) -> Path | None:
    """The profile whose file has a name, in the nearest `profiles/`."""
    return next((file for folder in _profile_folders() if (file := folder / f"{named}.yaml").is_file()), None)


def _profiles_among(folder: Path) -> list[Path]:
    return [file for file in named_files(folder) if file.suffix in ENDINGS and not _is_of_library(file)]


def _is_of_library(file: Path) -> bool:
    """Whether a YAML file is one that a library has, and no profile."""
    if file.parent.name in ("packs", "people"):
        return (file.parent.parent / SETTINGS_FILE).is_file()
    return file.name in (SETTINGS_FILE, VALUES_FILE, CALCULATIONS_FILE, DEFAULTS_FILE, "brand.yaml")


def _refused_as_other(path: Path) -> Path:
    """The file of a profile. Raises UserFault for a folder, a file of another kind, and one of the library."""
    place = Place(shown_path(path))
    if path.is_dir():
        if found := _profiles_among(path):
            hint = f"name one in it: {', '.join(file.stem for file in found[:MOST_NAMED])}"
            raise UserFault.of("SP001", "is a folder, not a profile", hint, place)
        hint = f"name one that holds profiles, such as {PROFILES_FOLDER}/"
        raise UserFault.of("SP001", "is a folder without profiles", hint, place)
    if not path.exists():
        return path
    if path.suffix not in ENDINGS:
        raise UserFault.of("SP001", "is not a profile", LIKE, place)
    if _is_of_library(path):
        hint = LIKE
        if path.parent.name == "packs":
            hint = f"name a profile, and this pack behind it: salespack build PROFILE --pack {path.stem}"
        raise UserFault.of("SP001", "belongs to the library, and is not a profile", hint, place)
    return path


NAME_LINE = late_pattern(r"""(?m)^[ ]+name:[ \t]*(?P<quote>["']?)(?P<name>.+?)(?P=quote)[ \t]*(?:[ \t]#.*)?$""")


OWNER_LINE = late_pattern(r"""(?m)^owner:[ \t]*(?P<quote>["']?)(?P<name>.+?)(?P=quote)[ \t]*(?:[ \t]#.*)?$""")


def customer_of(file: Path) -> str:
    """The customer's name in a profile, found without reading all of it; empty where it is not found so."""
    return _found(NAME_LINE, file)


def owner_of(file: Path) -> str:
    """Who answers for the customer of a profile, found in the same way."""
    return _found(OWNER_LINE, file)


def _found(line: re.Pattern[str], file: Path) -> str:
    try:
        found = line.search(read_text(file))
    except UserFault:
        return ""
    if found is None:
        return ""
    return found["name"].replace("''", "'") if found["quote"] == "'" else found["name"]
