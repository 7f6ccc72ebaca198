"""The compiled library: the same as reading it, and read again exactly where something changed."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from salespack.library import index, load
from salespack.library.index import open_library
from tests.workspaces import VALUES, write_files, write_workspace


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = write_workspace(tmp_path)
    age(folder)
    return folder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The blocks that were read from their files."""
    read: list[str] = []
    original = load._read_one

    def counted(root: Path, name: str, *rest: Any) -> Any:
        read.append(name)
        return original(root, name, *rest)

    monkeypatch.setattr(load, "_read_one", counted)
    return read


def age(folder: Path) -> None:
    """Makes every file old enough for its time to be trusted."""
    old = time.time() - 60
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (old, old))


def test_nothing_is_read_twice(library: Path, cache: Path, reads: list[str]) -> None:
    first = open_library(library, cache)
    assert sorted(reads) == ["calm-nights", "one-hour", "opening", "two-hours"]
    reads.clear()
    assert open_library(library, cache) == first
    assert reads == []


def test_only_what_changed_is_read_again(library: Path, cache: Path, reads: list[str]) -> None:
    before = open_library(library, cache)
    reads.clear()
    write_files(library, {
        "experiences/one-hour.md": "---\nkind: experience\nvalues: {fewer-outages: 2}\n---\n# One hour\n",
        "experiences/two-hours.fi.md": "---\ntranslates: 1\n---\n# Kaksi tuntia\n",
    })  # fmt: skip
    after = open_library(library, cache)
    assert sorted(reads) == ["one-hour", "two-hours"]
    assert after.blocks["one-hour"].values == {"fewer-outages": 2}
    assert set(after.blocks["two-hours"].bodies) == {"en", "fi"}
    assert after.blocks["opening"] == before.blocks["opening"]
    assert after.content_hash != before.content_hash


@pytest.mark.parametrize("name", ["values.yaml", "library.yaml", "experiences/_defaults.yaml"])
def test_what_all_blocks_depend_on_reads_all_again(library: Path, cache: Path, reads: list[str], name: str) -> None:
    open_library(library, cache)
    reads.clear()
    texts = {"values.yaml": VALUES + "x: {name: X}\n", "experiences/_defaults.yaml": "owner: me\n"}
    path = library / name
    path.write_text(texts.get(name) or path.read_text("utf-8") + "currency: USD\n", "utf-8")
    open_library(library, cache)
    assert len(reads) == 4


def test_a_change_within_the_same_moment_is_seen(library: Path, cache: Path) -> None:
    path = library / "benefits" / "calm-nights.md"
    now = time.time_ns()
    os.utime(path, ns=(now, now))
    open_library(library, cache)
    changed = path.read_text("utf-8").replace("fewer-outages: 5", "fewer-outages: 3")
    path.write_text(changed, "utf-8")
    os.utime(path, ns=(now, now))
    assert open_library(library, cache).blocks["calm-nights"].values == {"fewer-outages": 3}


def test_deleted_blocks_are_gone(library: Path, cache: Path) -> None:
    open_library(library, cache)
    (library / "experiences" / "one-hour.md").unlink()
    assert "one-hour" not in open_library(library, cache).blocks


@pytest.mark.parametrize("content", [b"", b"\xff\xff", b"\x81\xa7version\x01"])
def test_a_damaged_cache_is_only_slower(library: Path, tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "own-cache"
    folder.mkdir()
    first = open_library(library, folder)
    for file in folder.iterdir():
        file.write_bytes(content)
    assert open_library(library, folder) == first


def test_the_order_of_files_on_disk_does_not_matter(library: Path, tmp_path: Path) -> None:
    again = tmp_path / "again" / "content_blocks"
    for path in sorted(library.rglob("*"), reverse=True):
        if path.is_file():
            target = again / path.relative_to(library)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    assert open_library(again, None).content_hash == open_library(library, None).content_hash
    assert list(open_library(again, None).blocks) == list(open_library(library, None).blocks)


def test_a_disk_is_not_a_library(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MOST_FILES", 3)
    with pytest.raises(Exception, match="SP007 holds more than 3 files"):
        open_library(library, None)
