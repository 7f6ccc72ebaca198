"""Changes to the library, kept in memory until all are known, then put in place together or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from salespack.formats.text_files import read_text, read_text_file
from salespack.formats.yaml import Source
from salespack.library.load import DEFAULTS_FILE
from salespack.problems.problem import UserFault, shown_path
from salespack.system.files import not_written
from salespack.system.transactions import Transaction


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
        try:
            with Transaction(self.root) as transaction:
                for name in sorted(self._changes, key=lambda name: (name.endswith(".json"), name)):
                    change = self._changes[name]
                    if isinstance(change, Path):
                        transaction.copy(self.root / name, change)
                    else:
                        transaction.write(self.root / name, self._content(name, change))
        except OSError as error:
            hint = "check permissions and space, close it elsewhere"
            raise not_written(self.root, error, hint=hint, then="; nothing was changed") from None

    def _content(self, name: str, text: str) -> bytes:
        """A text as it is stored; one that a person has edited keeps its line breaks."""
        target = self.root / name
        return read_text_file(target).with_text(text) if target.exists() else text.encode()
