"""What cannot be written is told by what stands in the way, and what is open is left alone."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from salespack.problems.problem import UserFault
from salespack.system.files import not_written, put

ROOM = "free some space, or name a folder on another disk"


@pytest.mark.parametrize(
    ("number", "named", "told"),
    [
        (errno.ENOSPC, "out/.staging/1/new-0", f"out: SP701 cannot be written: the disk is full ({ROOM})"),
        (errno.ENOTDIR, "file/below/.staging/1", "file: SP702 cannot be written: it is a file, not a folder (name another)"),
        (errno.ENOENT, "none/x.pdf", "none: SP702 cannot be written: there is no such folder (name another)"),
        (errno.EACCES, "out/x.pdf", "out: SP702 cannot be written: you may not write there (name another)"),
        (errno.EACCES, "file", "file: SP702 cannot be written: you may not open it, or a program keeps it open (name another)"),
        (errno.EROFS, "out/x.pdf", "out/x.pdf: SP702 cannot be written: the disk can only be read (name another)"),
        (errno.EFBIG, "out/x.pdf", "out/x.pdf: SP702 cannot be written: it would be larger than files may be (name another)"),
        (errno.ENAMETOOLONG, "out/x.pdf", "out/x.pdf: SP702 cannot be written: its name is too long (name another)"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, named: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("out").mkdir()
    Path("file").write_text("x")
    error = OSError(number, os.strerror(number), named)
    assert str(not_written(Path("out"), error, hint="name another")) == told


@pytest.mark.parametrize("lock", ["~$blocks.xlsx", ".~lock.blocks.xlsx#"])
def test_a_file_that_is_open_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lock: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("blocks.xlsx").write_bytes(b"theirs")
    Path(lock).touch()
    with pytest.raises(UserFault) as caught:
        put(Path("blocks.xlsx"), b"ours", code="SP803")
    assert str(caught.value) == "blocks.xlsx: SP803 cannot be written: a program keeps it open (close it there)"
    assert Path("blocks.xlsx").read_bytes() == b"theirs"
