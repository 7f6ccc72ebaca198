"""The workspace: where the library and the profiles are, as the command line and the environment say."""

from __future__ import annotations

import os
from pathlib import Path

from salespack.library.index import open_library
from salespack.library.library import LIBRARY_FOLDER, PROFILES_FOLDER, Library
from salespack.problems.problem import Place, UsageFault, UserFault
from salespack.system.cache import cache_folder

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
    """The profile's file: a path, or the name of one in `profiles/` here or in a parent folder. Raises UserFault."""
    path = Path(named)
    try:
        if path.is_file() or path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
            return path
        for folder in (Path.cwd(), *Path.cwd().parents):
            candidate = folder / PROFILES_FOLDER / f"{named}.yaml"
            if candidate.is_file():
                return candidate
        known = sorted(file.stem for file in Path(PROFILES_FOLDER).glob("*.yaml"))
    except (OSError, ValueError) as error:
        hint = "name a file, or a profile in profiles/"
        raise UserFault.of("SP001", f"the profile “{named}” cannot be looked for: {error}", hint) from None
    hint = f"profiles here: {', '.join(known[:12])}" if known else "make one with `salespack new profile`"
    raise UserFault.of("SP001", f"there is no profile “{named}”", hint)
