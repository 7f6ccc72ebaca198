"""Writing files: each whole or not at all; those of a catalog only where they are not as they should be already."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from salespack.problems.files import file_content
from salespack.problems.problem import Place, UserFault, shown_path


def put(path: Path, content: bytes) -> None:
    """Writes a file, whole or not at all. Raises UserFault (SP702)."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        raise _fault(path, error) from None
    finally:
        with contextlib.suppress(OSError):  # where nothing could be written, nothing is to be removed
            temporary.unlink(missing_ok=True)


def put_changed(path: Path, content: bytes) -> None:
    """Writes a file unless it has this content already, so that a second catalog copies only what is new."""
    try:
        if path.stat().st_size == len(content) and file_content(path) == content:
            return
    except OSError:
        pass  # not there, or not to be read: it is written
    put(path, content)


def remove(path: Path) -> None:
    """Removes a file that a catalog has no more. Raises UserFault (SP702)."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _fault(path, error) from None


def _fault(path: Path, error: OSError) -> UserFault:
    hint = "name a folder that you may write to, on a disk with room"
    return UserFault.of("SP702", f"cannot be written: {error.strerror or error}", hint, Place(shown_path(path)))
