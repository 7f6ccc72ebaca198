"""The computer that the program runs on: its environment variables, its clock, its folders of typefaces and programs.

Below the services that build nobody else asks for them: what is built depends on what it is given, the day too. Here
stand the few things that are the computer's own.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path


def variable(name: str) -> str:
    """The value of an environment variable, an empty text where it is not set."""
    return os.environ.get(name, "")


def variables_with_temporary(folder: Path) -> dict[str, str]:
    """The environment variables for a program whose temporary files are to be in `folder`."""
    return {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))}


def instant() -> int:
    """Nanoseconds since 1970, as files have them: a file that is as young may change again unnoticed."""
    return time.time_ns()


OFFICE_FONTS = Path("FontCache/4/CloudFonts")
"""Where Microsoft 365 keeps the typefaces that it fetched, a folder for each family, below a folder of its own."""


def font_folders(system: str = sys.platform) -> tuple[Path, ...]:
    """Where the system keeps typefaces, with those that its user installed, and those that Office fetched."""
    home = Path.home()
    if system == "win32":
        windows, local = Path(variable("WINDIR") or r"C:\Windows") / "Fonts", variable("LOCALAPPDATA")
        own = Path(local) / "Microsoft"
        return (windows, own / "Windows" / "Fonts", own / OFFICE_FONTS) if local else (windows,)
    if system == "darwin":
        office = home / "Library" / "Group Containers" / "UBF8T346G9.Office" / OFFICE_FONTS
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts", office
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"


def program_folders() -> tuple[Path, ...]:
    """Where installers on Windows and macOS put programs without telling the system's path."""
    named = (variable(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)"))
    return (*(Path(one) for one in named if one), Path("/Applications"))


class Changed:
    """Environment variables that have other values while any thread is inside; the process has one environment.

    The first of several threads changes it, the last one puts it back.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._lock, self._inside = threading.Lock(), 0
        self._before: dict[str, str | None] = {}

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._before = {name: os.environ.get(name) for name in self._variables}
                os.environ.update(self._variables)
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside:
                return
            for name, value in self._before.items():
                if value is None:
                    os.environ.pop(name, None)  # on Windows the name in capitals has gone with the other
                else:
                    os.environ[name] = value
