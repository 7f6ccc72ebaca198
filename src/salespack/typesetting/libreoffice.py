"""LibreOffice as another engine for the deck's PDF: used when asked for, where it is installed."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from salespack.problems.files import why
from salespack.problems.problem import UserFault
from salespack.system.environment import program_folders, variable, variables_with_temporary
from salespack.system.temporary import temporary_folder

if TYPE_CHECKING:
    import subprocess

SECONDS = 180
"""How long one deck may take; a first start alone takes some."""
VARIABLE = "SALESPACK_SOFFICE"
"""An environment variable that names the program where it is not found."""
NAMES = ("soffice", "libreoffice", "soffice.com")
USUAL = ("LibreOffice/program/soffice.com", "LibreOffice.app/Contents/MacOS/soffice")
"""Where it stands in the folder of programs on Windows and macOS."""
SOCKETS = ("/tmp", "/var/tmp")  # noqa: S108 - read, never written
"""Where it makes its sockets, whatever the folder for temporary files is."""
INSTALL = (
    "install it (Debian, Ubuntu: apt install libreoffice-impress; macOS: brew install --cask libreoffice; Windows: "
    f"winget install TheDocumentFoundation.LibreOffice), name its program in {VARIABLE}, or leave out --pdf-engine"
)


def convert(deck: bytes) -> bytes:
    """The PDF that LibreOffice makes of a deck. Raises UserFault (SP565) where it is not installed or fails.

    It runs with a profile of its own, so that a LibreOffice that is open, and its settings, do not matter.
    """
    program = find_program()
    if program is None and (named := variable(VARIABLE)):
        message = f"there is no program “{named}”, which {VARIABLE} names"
        raise UserFault.of("SP565", message, "name LibreOffice's program there")
    if program is None:
        raise UserFault.of("SP565", "LibreOffice is not installed, or not found", INSTALL)
    with temporary_folder("office") as folder:
        root = Path(folder)
        source = root / "deck.pptx"
        source.write_bytes(deck)
        profile = (root / "profile").as_uri()
        command = [
            str(program), f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "pdf",
            "--outdir", str(root / "made"), str(source),
        ]  # fmt: skip
        try:
            said = _run(command, root)
        finally:
            _remove_socket(profile)
        made = root / "made" / "deck.pdf"
        if not made.is_file():
            last = said.strip().splitlines()[-1:] or ["it says nothing"]
            raise UserFault.of(
                "SP565", f"LibreOffice made no PDF of the deck: {last[0]}", "open the deck in it to see why"
            )
        return made.read_bytes()


def _run(command: list[str], folder: Path) -> str:
    """What the program said, whose own temporary files are in `folder`.

    It is ended with all that it started when it takes too long, or when we are ended.
    """
    import subprocess

    try:
        running = subprocess.Popen(  # noqa: S603 - the program that was found, with our own arguments
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=os.name == "posix",
            env=variables_with_temporary(folder),
        )  # fmt: skip
    except OSError as error:
        message = f"“{command[0]}” cannot be started: {why(error)}"
        raise UserFault.of("SP565", message, f"name LibreOffice's program in {VARIABLE}") from None
    try:
        said, _ = running.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        message = f"LibreOffice did not finish within {SECONDS} seconds"
        raise UserFault.of("SP565", message, "try again, or leave out --pdf-engine") from None
    finally:
        _end(running)
    return said.decode("utf-8", "replace")


def _end(running: subprocess.Popen[bytes]) -> None:
    """Ends the program, if it runs, with what it started: `soffice` is a script that waits for another."""
    if running.poll() is not None:
        return
    if sys.platform == "win32":
        running.kill()
    else:
        os.killpg(running.pid, signal.SIGKILL)
    running.communicate()


def _remove_socket(profile: str) -> None:
    """Takes away the socket on which others could have talked to the program, which it leaves when it is ended.

    Its name holds the MD5 of the profile's address, each byte without a leading zero.
    """
    if os.name == "posix":
        name = "".join(f"{byte:x}" for byte in hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest())
        for folder in SOCKETS:
            for socket in Path(folder).glob(f"OSL_PIPE_*_SingleOfficeIPC_{name}"):
                socket.unlink(missing_ok=True)


def find_program() -> Path | None:
    """LibreOffice's program, None where there is none."""
    if named := variable(VARIABLE):
        return Path(named) if Path(named).is_file() else None
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    usual = (folder / path for folder in program_folders() for path in USUAL)
    return next((path for path in usual if path.is_file()), None)


Engine = Literal["typst", "libreoffice"]


ENGINES: tuple[Engine, ...] = ("typst", "libreoffice")
