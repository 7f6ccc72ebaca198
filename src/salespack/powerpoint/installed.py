"""Which typefaces this computer has. It asks fontconfig where there is one, else it reads the system's font folders."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

METRIC_TWINS = {
    "Arial": "Liberation Sans", "Calibri": "Carlito", "Cambria": "Caladea", "Courier New": "Liberation Mono",
    "Times New Roman": "Liberation Serif",
}  # fmt: skip
"""Open typefaces whose letters are as wide as those of a common one, so that lines break alike."""
FONT_FILES = (".ttf", ".otf", ".ttc", ".otc")
FAMILY, TYPOGRAPHIC_FAMILY = 1, 16
"""Numbers of names in a font file (OpenType's name table)."""
SECONDS = 20


@cache
def installed_families() -> frozenset[str] | None:
    """The families of all installed typefaces in lower case; None where that cannot be known."""
    if program := shutil.which("fc-list"):
        listed = _asked(program)
        if listed:
            return frozenset(listed)
    folders = [folder for folder in _folders() if folder.is_dir()]
    if not folders:
        return None
    return frozenset(name.casefold() for folder in folders for name in _families_in(folder)) or None


def is_installed(family: str) -> bool | None:
    """Whether a typeface is installed; None where that cannot be known."""
    known = installed_families()
    return None if known is None else family.casefold() in known


def _asked(program: str) -> set[str]:
    """The families that fontconfig lists, under all their names."""
    try:
        done = subprocess.run(  # noqa: S603 - the program that the system's path names, with fixed arguments
            [program, "--format", "%{family}\n"], capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return set()
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return {name.strip().casefold() for line in lines for name in line.split(",") if name.strip()}


def _folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        local = os.environ.get("LOCALAPPDATA")
        return (windows, Path(local) / "Microsoft" / "Windows" / "Fonts") if local else (windows,)
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"


def _families_in(folder: Path) -> Iterator[str]:
    """The families of the font files in a folder; a file that cannot be read is none."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in FONT_FILES:
            continue
        is_collection = path.suffix.lower() in (".ttc", ".otc")
        try:
            with path.open("rb") as file:
                for font in TTCollection(file, lazy=True).fonts if is_collection else [TTFont(file, lazy=True)]:
                    names = font["name"].names
                    yield from [one.toUnicode() for one in names if one.nameID in (FAMILY, TYPOGRAPHIC_FAMILY)]
        except (OSError, TTLibError, LookupError, ValueError, AssertionError, EOFError, struct.error):
            continue
