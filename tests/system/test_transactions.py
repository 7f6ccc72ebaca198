"""Files come into a folder all together or not at all, whatever stops it; and none is ever missing."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from salespack.problems.problem import UserFault
from salespack.system.files import put
from salespack.system.transactions import Transaction, new_folder, recover, write_file

BEFORE = {"a.md": b"first", "b/c.md": b"second", "gone.md": b"third"}
AFTER = {"a.md": b"FIRST", "b/c.md": b"SECOND", "d/e/f.md": b"new"}


def fill(folder: Path) -> None:
    for name, content in BEFORE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def change(folder: Path) -> None:
    with Transaction(folder) as transaction:
        for name, content in AFTER.items():
            transaction.write(folder / name, content)
        transaction.remove(folder / "gone.md")


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def shown(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in held(folder).items() if not name.startswith(".")}


def test_all_changes_are_made_and_nothing_is_left_over(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "a.md").chmod(0o640)
    change(tmp_path)
    assert held(tmp_path) == AFTER
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o640


def test_an_error_inside_leaves_all_as_it_was(tmp_path: Path) -> None:
    fill(tmp_path)
    with pytest.raises(ValueError, match="no"), Transaction(tmp_path) as transaction:
        transaction.write(tmp_path / "a.md", b"FIRST")
        raise ValueError("no")
    assert held(tmp_path) == BEFORE


def test_a_folder_that_is_new_comes_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "acme"
    with pytest.raises(ValueError, match="no"), Transaction(folder) as transaction:
        transaction.write(folder / "a.md", b"FIRST")
        raise ValueError("no")
    assert held(tmp_path) == {}
    with Transaction(folder) as transaction:
        for name, content in AFTER.items():
            transaction.write(folder / name, b"a draft")
            transaction.write(folder / name, content)
        transaction.write(folder / "gone.md", b"third")
        transaction.remove(folder / "gone.md")
        assert not folder.exists()
    assert held(tmp_path) == {f"out/acme/{name}": content for name, content in AFTER.items()}


def test_a_folder_that_somebody_made_meanwhile_keeps_what_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    with Transaction(folder) as transaction:
        transaction.write(folder / "a.md", b"FIRST")
        folder.mkdir()
        (folder / "theirs.md").write_bytes(b"theirs")
        (folder / "a.md").write_bytes(b"theirs too")
    assert held(folder) == {"a.md": b"FIRST", "theirs.md": b"theirs"}
    assert held(tmp_path).keys() == {"acme/a.md", "acme/theirs.md"}


def test_a_place_that_cannot_be_written_takes_all_back(tmp_path: Path) -> None:
    fill(tmp_path)
    with pytest.raises(OSError, match="directory"), Transaction(tmp_path) as transaction:
        transaction.write(tmp_path / "a.md", b"FIRST")
        transaction.write(tmp_path / "x/y.md", b"new")
        transaction.write(tmp_path / "b", b"a folder is there")
    assert held(tmp_path) == BEFORE
    assert not (tmp_path / "x").exists()


def test_a_link_in_the_folder_stays_one(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "link.md").symlink_to("b/c.md")
    with Transaction(tmp_path) as transaction:
        transaction.write(tmp_path / "link.md", b"changed")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "b/c.md").read_bytes() == b"changed"


def test_a_link_that_leads_out_of_the_folder_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").write_text("theirs")
    (tmp_path / "out" / "link.md").symlink_to(tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path)
    with Transaction(Path("out")) as transaction:
        transaction.write(Path("out/link.md"), b"ours")
    assert (tmp_path / "elsewhere").read_text() == "theirs"
    assert not (tmp_path / "out" / "link.md").is_symlink()
    assert (tmp_path / "out" / "link.md").read_text() == "ours"


def test_a_disk_without_second_names_takes_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    fill(tmp_path)
    change(tmp_path)
    assert held(tmp_path) == AFTER


KILLED = """
import os, sys
from pathlib import Path
from tests.system.test_transactions import change

folder, last = Path(sys.argv[1]), int(sys.argv[2])
count = 0

def hook(event, arguments):
    global count
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.chmod"):
        count += 1
        if count == last:
            os._exit(9)

sys.addaudithook(hook)
change(folder)
"""


def killed_before(folder: Path, moment: int) -> bool:
    """Whether a process that changes the folder was killed before it did as many things to the disk."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", KILLED, str(folder), str(moment)], check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )  # fmt: skip
    assert done.returncode in (0, 9)
    return done.returncode == 9


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_missing_and_the_next_one_finds_all_or_nothing(tmp_path: Path) -> None:
    outcomes = []
    for moment in range(1, 100):
        folder = tmp_path / str(moment)
        fill(folder)
        if not killed_before(folder, moment):
            break
        left = shown(folder)
        for name, content in BEFORE.items():
            assert name in left or (name == "gone.md" and name not in AFTER)
            assert left.get(name, b"third") in (content, AFTER.get(name))
        assert recover(folder) == ()
        assert held(folder) in (BEFORE, AFTER)
        assert (folder / "d").exists() is (held(folder) == AFTER)
        outcomes.append(held(folder) == AFTER)
    assert outcomes == sorted(outcomes)  # nothing up to some moment, all from then on
    assert {*outcomes} == {False, True}
    assert len(outcomes) > 15


@pytest.mark.slow
def test_what_a_person_did_since_stays(tmp_path: Path) -> None:
    fill(tmp_path)
    moments = [moment for moment in range(1, 40) if _moved(tmp_path / str(moment), moment)]
    folder = tmp_path / str(moments[0])
    (folder / "a.md").write_bytes(b"edited by hand")
    recover(folder)
    assert held(folder) == {**BEFORE, "a.md": b"edited by hand"}


def _moved(folder: Path, moment: int) -> bool:
    """Whether a process killed at a moment had put the first file in its place, and no more."""
    fill(folder)
    return killed_before(folder, moment) and shown(folder) == {**BEFORE, "a.md": b"FIRST"}


def test_a_process_that_runs_is_left_alone_and_so_is_what_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / ".staging/notes").mkdir(parents=True)
    (tmp_path / f".staging/{os.getppid()}-00000000-00000000-0").mkdir()
    with Transaction(tmp_path) as transaction:
        transaction.write(tmp_path / "a", b"1")
        recover(tmp_path)
        write_file(tmp_path / "b", b"2")
    assert shown(tmp_path) == {"a": b"1", "b": b"2"}
    assert sorted(path.name for path in (tmp_path / ".staging").iterdir()) == [
        f"{os.getppid()}-00000000-00000000-0",
        "notes",
    ]


def test_a_new_folder_appears_whole(tmp_path: Path) -> None:
    folder = tmp_path / "new/workspace"
    with new_folder(folder) as made:
        (made / "a").write_bytes(b"1")
        assert not folder.exists()
    assert held(tmp_path) == {"new/workspace/a": b"1"}
    with pytest.raises(ValueError, match="no"), new_folder(tmp_path / "other") as made:
        (made / "a").write_bytes(b"1")
        raise ValueError("no")
    assert held(tmp_path) == {"new/workspace/a": b"1"}


def test_a_new_folder_comes_into_one_that_is_there(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    with new_folder(tmp_path) as made:
        (made / "b").mkdir()
        (made / "b/a").write_bytes(b"1")
    assert held(tmp_path) == {"b/a": b"1"}
    assert (tmp_path / ".git").is_dir()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_told_and_the_old_file_stays(tmp_path: Path) -> None:
    limited = (
        "import resource, signal, sys; from pathlib import Path; from salespack.system.files import put;"
        "from salespack.problems.problem import UserFault\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "try:\n    put(Path(sys.argv[1]), b'x' * 1000)\n"
        "except UserFault as fault:\n    print(fault)\n"
    )
    file = tmp_path / "workbook.xlsx"
    file.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-B", "-c", limited, str(file)], capture_output=True, text=True, check=False)
    assert "SP702 cannot be written: it would be larger than files may be" in done.stdout
    assert held(tmp_path) == {"workbook.xlsx": b"old"}


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(UserFault, match=r"/file: SP803 the pack cannot be written: it is a file, not a folder"):
        put(tmp_path / "file/below/pack.yaml", b"x", code="SP803", what="the pack")


def test_what_was_removed_and_made_before_it_failed_is_as_it_was(tmp_path: Path) -> None:
    """Files that were taken away come back, folders that were made for files go, files in their order."""
    fill(tmp_path)
    with pytest.raises(OSError, match="exists"), Transaction(tmp_path) as transaction:
        transaction.remove(tmp_path / "gone.md")
        transaction.write(tmp_path / "d/e/f.md", b"new")
        transaction.write(tmp_path / "b/g/h.md", b"new")
        transaction.write(tmp_path / "a.md/x", b"never")
    assert held(tmp_path) == BEFORE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "b", "gone.md"]
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == ["c.md"]
