from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from salespack.system.file_index import FileIndex

LONG_AGO = 1_700_000_000


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    return folder


class Reading:
    """A folder of texts that is read through an index; `read` are the names that were really read."""

    def __init__(self, folder: Path, cache: Path | None, depends_on: str = "") -> None:
        self.folder, self.read = folder, list[str]()
        self.unsettled: set[str] = set()
        self.index = FileIndex(cache, "texts.msgpack", str, depends_on=depends_on)

    def texts(self) -> dict[str, str]:
        self.read.clear()
        files = {path.name: path.stat() for path in sorted(self.folder.iterdir())}
        return self.index.read(files, self._text, self.unsettled)

    def _text(self, name: str) -> str | None:
        self.read.append(name)
        return (self.folder / name).read_text() or None


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text)
        os.utime(folder / name, (LONG_AGO, LONG_AGO))


def test_only_what_changed_is_read_again(tmp_path: Path, cache: Path) -> None:
    write(tmp_path / "texts", a="one", b="two", empty="")
    assert Reading(tmp_path / "texts", cache).texts() == {"a": "one", "b": "two"}
    again = Reading(tmp_path / "texts", cache)
    assert again.texts() == {"a": "one", "b": "two"}
    assert again.read == ["empty"]  # what could not be read is tried again
    write(tmp_path / "texts", b="longer", c="new")
    (tmp_path / "texts" / "a").unlink()
    assert again.texts() == {"b": "longer", "c": "new"}
    assert again.read == ["b", "c", "empty"]
    assert b"one" not in (cache / "texts.msgpack").read_bytes()  # what is gone is forgotten


def test_what_may_have_changed_since_or_depends_on_something_else_is_read_again(tmp_path: Path, cache: Path) -> None:
    write(tmp_path / "texts", a="one")
    (tmp_path / "texts" / "b").write_text("just now")
    Reading(tmp_path / "texts", cache).texts()
    again = Reading(tmp_path / "texts", cache)
    again.texts()
    assert again.read == ["b"]
    other = Reading(tmp_path / "texts", cache, "other names")
    assert other.texts() == {"a": "one", "b": "just now"}
    assert other.read == ["a", "b"]
    other.unsettled = {"a"}
    os.utime(tmp_path / "texts" / "a", (LONG_AGO + 1, LONG_AGO + 1))
    for _ in range(2):
        other.texts()
        assert "a" in other.read


def test_a_cache_that_is_damaged_or_not_there_only_takes_time(tmp_path: Path, cache: Path) -> None:
    write(tmp_path / "texts", a="one")
    Reading(tmp_path / "texts", cache).texts()
    (cache / "texts.msgpack").write_bytes(b"\x00" * 40)
    again = Reading(tmp_path / "texts", cache)
    assert again.texts() == {"a": "one"}
    assert again.read == ["a"]
    assert Reading(tmp_path / "texts", None).texts() == {"a": "one"}


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_nobody_else_may_read_what_is_kept(tmp_path: Path, cache: Path) -> None:
    write(tmp_path / "texts", a="what a profile says")
    Reading(tmp_path / "texts", cache).texts()
    assert stat.S_IMODE((cache / "texts.msgpack").stat().st_mode) == 0o600
