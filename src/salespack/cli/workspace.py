"""The workspace: where the library and the profiles are, as the command line and the environment say."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from pathlib import Path

from salespack.formats.text_files import read_text
from salespack.language.word_matching import normalised
from salespack.library.index import open_library
from salespack.library.library import LIBRARY_FOLDER, PROFILES_FOLDER, Library
from salespack.problems.problem import Place, UsageFault, UserFault
from salespack.problems.suggestions import did_you_mean
from salespack.system.cache import cache_folder
from salespack.system.paths import named_files
from salespack.system.transactions import recover

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
    try:
        if path.is_file() or path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
            return path
        folders = [folder / PROFILES_FOLDER for folder in (Path.cwd(), *Path.cwd().parents)]
        for folder in folders:
            recover(folder)
        for folder in folders:
            if (candidate := folder / f"{named}.yaml").is_file():
                return candidate
        found = {file.stem: file for folder in folders for file in named_files(folder, "*.yaml")}
    except (OSError, ValueError) as error:
        hint = "name a file, or a profile in profiles/"
        raise UserFault.of("SP001", f"the profile “{named}” cannot be looked for: {error}", hint) from None
    wanted = normalised(named)
    customers = {stem: customer_of(file) for stem, file in found.items()}
    meant = [stem for stem, customer in customers.items() if wanted in (normalised(stem), normalised(customer))]
    if len(meant) == 1:
        return found[meant[0]]
    message = f"there is no profile “{named}”"
    if meant:
        raise UserFault.of("SP001", f"“{named}” may mean {' or '.join(meant)}", "name the file")
    if not found:
        raise UserFault.of("SP001", message, "make one with `salespack new profile`")
    names = {normalised(name): stem for stem, customer in customers.items() for name in (customer, stem)}
    near = get_close_matches(wanted, names, 1)
    hint = f"did you mean “{names[near[0]]}”?" if near else did_you_mean(named, found)
    raise UserFault.of("SP001", message, hint)


NAME_LINE = re.compile(r"""(?m)^[ ]+name:[ \t]*(?P<quote>["']?)(?P<name>.+?)(?P=quote)[ \t]*(?:[ \t]#.*)?$""")


def customer_of(file: Path) -> str:
    """The customer's name in a profile, found without reading all of it; empty where it is not found so."""
    try:
        found = NAME_LINE.search(read_text(file))
    except UserFault:
        return ""
    return found["name"] if found else ""
