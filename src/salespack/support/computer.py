"""The computer: versions, system, how Salespack was installed, and what kind of folder something lies in."""

from __future__ import annotations

import importlib.metadata
import locale
import os
import platform
import re
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from salespack import __version__
from salespack.system.cache import cache_folder
from salespack.system.processes import processors

REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
PROGRAMS = ("soffice", "fc-list", "git")
VARIABLES = re.compile(
    r"SALESPACK_\w+|(?i:https?|all|no)_(?i:proxy)|PYTHON(UTF8|PATH|HOME)|REQUESTS_CA_BUNDLE|SSL_CERT_FILE"
)
SYNCHRONISED = re.compile(
    r"onedrive|sharepoint|dropbox|google ?drive|icloud|mobile documents|nextcloud|box sync", re.IGNORECASE
)


class Folder(msgspec.Struct, frozen=True, kw_only=True):
    """What matters of a folder's path, without the path: names of folders may be those of people and customers."""

    kind: str
    characters: int
    ascii: bool
    writable: bool


class Computer(msgspec.Struct, frozen=True, kw_only=True):
    """Versions and system. Of environment variables it has the names, never what they say."""

    salespack: str
    python: str
    implementation: str
    platform: str
    machine: str
    processors: int
    environment: str
    installed_by: str
    packages: dict[str, str]
    language: str
    encodings: dict[str, str]
    variables: tuple[str, ...]
    programs: dict[str, bool]
    cache: Folder | None
    cache_files: int
    cache_bytes: int


def computer() -> Computer:
    """This computer."""
    cache = cache_folder()
    sizes = _sizes(cache) if cache else []
    return Computer(
        salespack=__version__,
        python=platform.python_version(),
        implementation=platform.python_implementation(),
        platform=platform.platform(),
        machine=platform.machine(),
        processors=processors(),
        environment="virtual" if sys.prefix != sys.base_prefix else "system",
        installed_by=_installer(),
        packages=_packages(),
        language=locale.getlocale()[0] or "",
        encodings={
            "files": locale.getpreferredencoding(False),
            "names": sys.getfilesystemencoding(),
            "output": sys.stdout.encoding,
        },
        variables=tuple(sorted(name for name in os.environ if VARIABLES.fullmatch(name))),
        programs={name: shutil.which(name) is not None for name in PROGRAMS},
        cache=folder_facts(cache) if cache else None,
        cache_files=len(sizes),
        cache_bytes=sum(sizes),
    )


def folder_facts(folder: Path) -> Folder:
    """What kind of folder it is: `network` (a UNC path), `synchronised` (by its name), else `local`."""
    name = str(folder)
    kind = "network" if name.startswith(("\\\\", "//")) else "synchronised" if SYNCHRONISED.search(name) else "local"
    return Folder(kind=kind, characters=len(name), ascii=name.isascii(), writable=os.access(folder, os.W_OK))


def _sizes(folder: Path) -> list[int]:
    """The sizes of the files in a folder and below; those that are gone meanwhile do not count."""
    sizes: list[int] = []
    for file in folder.rglob("*"):
        with suppress(OSError):
            if file.is_file():
                sizes.append(file.stat().st_size)
    return sizes


def _installer() -> str:
    """The program that installed the package; empty where it was not installed as one."""
    try:
        return (importlib.metadata.distribution("salespack").read_text("INSTALLER") or "").strip()
    except importlib.metadata.PackageNotFoundError:
        return ""


def _packages() -> dict[str, str]:
    """The versions of the packages that Salespack requires, as they are here; of those, extras apart, that are."""
    try:
        requirements = importlib.metadata.requires("salespack") or []
    except importlib.metadata.PackageNotFoundError:
        return {}
    names = sorted(found[0] for one in requirements if "extra ==" not in one and (found := REQUIREMENT.match(one)))
    versions: dict[str, str] = {}
    for name in names:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            versions[name] = "missing"
    return versions
