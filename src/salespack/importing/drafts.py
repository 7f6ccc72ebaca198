"""Changes to the library, kept in memory until all are known, then put in place together or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from salespack.formats.text_files import read_text, read_text_file
from salespack.formats.yaml import Source
from salespack.library.load import DEFAULTS_FILE
from salespack.problems.problem import Place, UserFault, shown_path


class Drafts:
    """A library's folder with changes laid over it. Names are POSIX paths below it; texts are UTF-8."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._changes: dict[str, str | Path] = {}

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the files that would be written."""
        return tuple(sorted(self._changes))

    def mark(self) -> Mapping[str, str | Path]:
        """The changes up to now, for `go_back`."""
        return dict(self._changes)

    def go_back(self, mark: Mapping[str, str | Path]) -> None:
        """Forgets the changes made since `mark`."""
        self._changes = dict(mark)

    def text(self, name: str) -> str | None:
        """The file's text as it will be, its lines ended by line feeds; None if there is none that can be read."""
        change = self._changes.get(name)
        if isinstance(change, str):
            return change
        try:
            return read_text(self.root / name)
        except UserFault:
            return None

    def exists(self, name: str) -> bool:
        """Whether there will be such a file."""
        return name in self._changes or (self.root / name).exists()

    def write(self, name: str, text: str) -> bool:
        """Puts a text at `name`; whether that changes anything."""
        if self.text(name) == text:
            return False
        self._changes[name] = text
        return True

    def copy(self, name: str, source: Path) -> None:
        """Puts a copy of the file `source` at `name`."""
        self._changes[name] = source

    def source_of(self, name: str) -> Path:
        """Where the content of `name` is now."""
        change = self._changes.get(name)
        return change if isinstance(change, Path) else self.root / name

    def defaults(self, folder: str) -> Mapping[str, Any]:
        """What blocks in `folder` start from: its `_defaults.yaml`, and those of the folders around it."""
        known: dict[str, Any] = {}
        steps = folder.split("/") if folder else []
        for depth in range(len(steps) + 1):
            name = "/".join([*steps[:depth], DEFAULTS_FILE])
            text = self.text(name)
            if text is not None:
                own = Source(shown_path(self.root / name), text).load()
                known |= own if isinstance(own, dict) else {}
        return known

    def apply(self) -> None:
        """Puts all changes in place. Raises UserFault; then everything is as it was."""
        staging = self.root / f".import-{os.getpid()}"
        done: list[tuple[Path, Path | None]] = []
        try:
            staging.mkdir()
            names = sorted(self._changes, key=lambda name: (name.endswith(".json"), name))
            for number, name in enumerate(names):
                self._stage(self._changes[name], self.root / name, staging / f"new-{number}")
            for number, name in enumerate(names):
                target = self.root / name
                target.parent.mkdir(parents=True, exist_ok=True)
                backup = staging / f"old-{number}" if target.exists() else None
                if backup:
                    shutil.copyfile(target, backup)
                done.append((target, backup))
                (staging / f"new-{number}").replace(target)
        except BaseException as error:
            for target, backup in reversed(done):
                with contextlib.suppress(OSError):
                    backup.replace(target) if backup else target.unlink(missing_ok=True)
            if not isinstance(error, OSError):
                raise
            place = Place(shown_path(Path(error.filename) if error.filename else self.root))
            message = f"cannot be written: {error.strerror or error}; nothing was changed"
            raise UserFault.of("SP702", message, "check permissions and space, close it elsewhere", place) from None
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    @staticmethod
    def _stage(change: str | Path, target: Path, place: Path) -> None:
        """Puts what is to become of `target` at `place`; a text that a person has edited keeps its line breaks."""
        if isinstance(change, Path):
            shutil.copyfile(change, place)
        else:
            place.write_bytes(read_text_file(target).with_text(change) if target.exists() else change.encode())
