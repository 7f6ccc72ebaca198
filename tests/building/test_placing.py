"""Putting outputs in place: all or none, and never over what a person touched."""

from __future__ import annotations

import datetime
import errno
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.building.placing import Output, edited, place, record_in
from salespack.problems.problem import UserFault
from salespack.system.paths import LONGEST_NAME, NOT_IN_NAMES, file_name
from salespack.system.transactions import _machine, recover

DAY = datetime.date(2026, 11, 30)
DECK = Output("deck.pptx", "for-you/deck.pptx", b"first")
SHEET = Output("one-pager.pdf", "for-customer/Acme - One-pager.pdf", b"sheet")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def files_of(folder: Path) -> set[str]:
    return set(contents(folder)) - {"for-you/selection.json"}


def test_outputs_and_the_record_are_written(tmp_path: Path) -> None:
    placed = place(tmp_path / "out", [DECK, SHEET], {"profile": "acme"})
    assert [one.path.relative_to(tmp_path / "out").as_posix() for one in placed] == [DECK.path, SHEET.path]
    assert files_of(tmp_path / "out") == {DECK.path, SHEET.path}
    record = json.loads((tmp_path / "out/for-you/selection.json").read_text("utf-8"))
    assert record["profile"] == "acme"
    assert list(record["files"]) == ["deck.pptx", "one-pager.pdf"]
    assert record["files"]["deck.pptx"]["path"] == "for-you/deck.pptx"
    assert len(record["files"]["deck.pptx"]["sha256"]) == 64


def test_what_nobody_touched_is_replaced(tmp_path: Path) -> None:
    place(tmp_path, [DECK], {})
    (again,) = place(tmp_path, [Output("deck.pptx", DECK.path, b"second")], {})
    assert again.kept is None
    assert files_of(tmp_path) == {DECK.path}
    assert (tmp_path / DECK.path).read_bytes() == b"second"


def test_what_a_person_changed_stays_and_the_new_one_is_beside_it(tmp_path: Path) -> None:
    place(tmp_path, [DECK], {})
    (tmp_path / DECK.path).write_bytes(b"edited by hand")
    (second,) = place(tmp_path, [Output("deck.pptx", DECK.path, b"second")], {})
    assert (second.path.name, second.kept, second.why) == (
        "deck (2).pptx",
        tmp_path / DECK.path,
        "it was changed since it was built",
    )
    (third,) = place(tmp_path, [Output("deck.pptx", DECK.path, b"third")], {})
    assert third.path.name == "deck (2).pptx"
    (tmp_path / "for-you/deck (2).pptx").write_bytes(b"edited too")
    (fourth,) = place(tmp_path, [Output("deck.pptx", DECK.path, b"fourth")], {})
    assert fourth.path.name == "deck (3).pptx"
    assert {name: contents(tmp_path)[name] for name in files_of(tmp_path)} == {
        "for-you/deck.pptx": b"edited by hand",
        "for-you/deck (2).pptx": b"edited too",
        "for-you/deck (3).pptx": b"fourth",
    }


@pytest.mark.parametrize("lock", ["~$deck.pptx", ".~lock.deck.pptx#", "~$ck.pptx"])
def test_an_open_file_stays(tmp_path: Path, lock: str) -> None:
    place(tmp_path, [DECK], {})
    (tmp_path / "for-you" / lock).write_text("me")
    (second,) = place(tmp_path, [Output("deck.pptx", DECK.path, b"second")], {})
    assert (second.path.name, second.why) == ("deck (2).pptx", "it is open")
    assert (tmp_path / DECK.path).read_bytes() == b"first"


def test_a_file_that_was_open_once_is_current_again_when_it_is_closed(tmp_path: Path) -> None:
    place(tmp_path, [DECK], {})
    lock = tmp_path / "for-you/~$deck.pptx"
    lock.write_text("me")
    place(tmp_path, [Output("deck.pptx", DECK.path, b"second")], {})
    lock.unlink()
    (third,) = place(tmp_path, [Output("deck.pptx", DECK.path, b"third")], {})
    assert (third.path.name, third.kept) == ("deck.pptx", None)
    assert (tmp_path / DECK.path).read_bytes() == b"third"
    assert record_in(tmp_path).files["deck.pptx"].path == DECK.path
    assert set(record_in(tmp_path).written) == {DECK.path, "for-you/deck (2).pptx"}
    (tmp_path / "for-you/deck (2).pptx").unlink()
    place(tmp_path, [DECK], {})
    assert set(record_in(tmp_path).written) == {DECK.path}


def test_what_is_edited_and_restored_is_ours_again(tmp_path: Path) -> None:
    place(tmp_path, [DECK], {})
    (tmp_path / DECK.path).write_bytes(b"edited")
    place(tmp_path, [Output("deck.pptx", DECK.path, b"second")], {})
    (tmp_path / DECK.path).write_bytes(DECK.content)
    (third,) = place(tmp_path, [Output("deck.pptx", DECK.path, b"third")], {})
    assert third.path.name == "deck.pptx"


def test_a_record_of_an_earlier_version_is_understood(tmp_path: Path) -> None:
    place(tmp_path, [DECK], {})
    path = tmp_path / "for-you/selection.json"
    record = json.loads(path.read_text("utf-8"))
    del record["written"], record["format"]
    path.write_text(json.dumps(record), "utf-8")
    (again,) = place(tmp_path, [DECK], {})
    assert again.path.name == "deck.pptx"


def test_a_file_we_never_wrote_stays(tmp_path: Path) -> None:
    (tmp_path / "for-you").mkdir()
    (tmp_path / DECK.path).write_bytes(b"theirs")
    (one,) = place(tmp_path, [DECK], {})
    assert (one.path.name, one.why) == ("deck (2).pptx", "it was not written by this tool")


def test_what_is_replaced_is_kept_beside(tmp_path: Path) -> None:
    place(tmp_path, [DECK], {})
    for edits in (b"edited by hand", b"edited again", b"edited by hand"):
        (tmp_path / DECK.path).write_bytes(edits)
        (one,) = place(tmp_path, [Output("deck.pptx", DECK.path, b"second")], {}, replace_on=DAY)
        assert (one.kept, one.why) == (None, "it was changed since it was built")
        assert one.before is not None
        assert one.before.read_bytes() == edits
    assert {name: contents(tmp_path)[name] for name in files_of(tmp_path)} == {
        "for-you/deck.pptx": b"second",
        "for-you/deck (before 2026-11-30).pptx": b"edited by hand",
        "for-you/deck (before 2026-11-30) (2).pptx": b"edited again",
    }


@pytest.mark.parametrize("name", ["email.eml", "release.md", "room.html", "agreed-plan.ics", "preview/slide-1.png"])
def test_an_edited_file_of_any_kind_stays(name: str, tmp_path: Path) -> None:
    first = Output(name, name, b"first")
    place(tmp_path, [first], {})
    (tmp_path / name).write_bytes(b"edited by hand")
    (second,) = place(tmp_path, [Output(name, name, b"second")], {})
    assert (second.kept, second.why) == (tmp_path / name, "it was changed since it was built")
    assert (tmp_path / name).read_bytes() == b"edited by hand"
    assert second.path.read_bytes() == b"second"


def test_what_is_ours_and_unchanged_is_replaced_without_a_copy(tmp_path: Path) -> None:
    place(tmp_path, [DECK], {})
    (one,) = place(tmp_path, [Output("deck.pptx", DECK.path, b"second")], {}, replace_on=DAY)
    assert (one.before, one.why) == (None, "")
    assert files_of(tmp_path) == {DECK.path}


def test_a_file_we_never_wrote_is_kept_beside_too(tmp_path: Path) -> None:
    (tmp_path / "for-you").mkdir()
    (tmp_path / DECK.path).write_bytes(b"theirs")
    (one,) = place(tmp_path, [DECK], {}, replace_on=DAY)
    assert one.before == tmp_path / "for-you/deck (before 2026-11-30).pptx"
    assert one.before.read_bytes() == b"theirs"


@pytest.mark.parametrize("lock", ["~$deck.pptx", ".~lock.deck.pptx#", "~$ck.pptx"])
def test_an_open_file_is_never_replaced(tmp_path: Path, lock: str) -> None:
    place(tmp_path, [DECK], {})
    (tmp_path / DECK.path).write_bytes(b"edited by hand")
    (tmp_path / "for-you" / lock).write_text("me")
    (one,) = place(tmp_path, [Output("deck.pptx", DECK.path, b"second")], {}, replace_on=DAY)
    assert (one.path.name, one.why, one.before) == ("deck (2).pptx", "it is open", None)
    assert (tmp_path / DECK.path).read_bytes() == b"edited by hand"


def test_the_edited_file_is_the_last_that_a_person_has_changed(tmp_path: Path) -> None:
    def found(*, replaced: bool = False) -> str:
        path = edited(tmp_path, DECK.name, DECK.path, record_in(tmp_path), replaced=replaced)
        return path.name if path else ""

    place(tmp_path, [DECK], {})
    assert found() == ""
    (tmp_path / DECK.path).write_bytes(b"edited")
    assert (found(), found(replaced=True)) == ("deck.pptx", "")
    place(tmp_path, [Output("deck.pptx", DECK.path, b"second")], {})
    assert found() == "deck.pptx"
    (tmp_path / "for-you/deck (2).pptx").write_bytes(b"edited too")
    assert found() == "deck (2).pptx"
    (tmp_path / "for-you/~$deck.pptx").write_text("me")
    assert found(replaced=True) == "deck (2).pptx"


def test_a_record_keeps_what_was_not_made_again(tmp_path: Path) -> None:
    place(tmp_path, [DECK, SHEET], {})
    place(tmp_path, [Output("deck.pptx", DECK.path, b"second")], {})
    assert set(record_in(tmp_path).files) == {"deck.pptx", "one-pager.pdf"}
    (tmp_path / SHEET.path).unlink()
    place(tmp_path, [Output("deck.pptx", DECK.path, b"third")], {})
    assert set(record_in(tmp_path).files) == {"deck.pptx"}


@pytest.mark.parametrize("record", ["", "{", '{"files": 3}', "[]"])
def test_a_lost_record_means_everything_may_be_touched(tmp_path: Path, record: str) -> None:
    place(tmp_path, [DECK], {})
    (tmp_path / "for-you/selection.json").write_text(record)
    (one,) = place(tmp_path, [DECK], {})
    assert one.path.name == "deck (2).pptx"


@pytest.mark.parametrize("failing", range(3))
@pytest.mark.parametrize(
    ("fault", "caught"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "SP701 cannot be written: the disk is full; nothing was changed",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied"),
            "SP702 cannot be written: you may not write there; nothing was changed",
        ),
        (KeyboardInterrupt(), None),
    ],
)
def test_all_or_none(
    tmp_path: Path, failing: int, fault: BaseException, caught: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(tmp_path, [DECK, SHEET], {"profile": "before"})
    before = contents(tmp_path)
    moves = iter(range(100))
    original = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.name.startswith(("new-", "deck", "Acme", "selection")) and next(moves) == failing:
            raise fault
        return original(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises((UserFault, KeyboardInterrupt)) as error:
        place(
            tmp_path,
            [Output("deck.pptx", DECK.path, b"2"), Output("one-pager.pdf", SHEET.path, b"2")],
            {"profile": "after"},
        )
    if caught:
        assert caught in str(error.value)
    assert contents(tmp_path) == before
    assert not list(tmp_path.glob(".staging*"))


@pytest.mark.parametrize("fault", [PermissionError(errno.EACCES, "Permission denied"), KeyboardInterrupt()])
def test_what_cannot_be_put_back_is_kept_and_named(
    tmp_path: Path, fault: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(tmp_path, [DECK, SHEET], {"profile": "before"})
    before = contents(tmp_path)
    original = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.name == "new-1":
            raise fault
        if self.name.startswith("old-0"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return original(self, target)

    second = [Output("deck.pptx", DECK.path, b"2"), Output("one-pager.pdf", SHEET.path, b"2")]
    with monkeypatch.context() as failing:
        failing.setattr(Path, "replace", replace)
        with pytest.raises(UserFault) as caught:
            place(tmp_path, second, {})
    (kept,) = tmp_path.glob(".staging/*/old-0")
    assert kept.read_bytes() == b"first"
    assert f"for-you/deck.pptx: SP704 could not be put back; it is kept as {kept}" in str(caught.value)
    assert "nothing was changed" not in str(caught.value)
    assert (tmp_path / SHEET.path).read_bytes() == b"sheet"
    place(tmp_path, [], {})
    after = contents(tmp_path)
    assert {name: after[name] for name in (DECK.path, SHEET.path)} == {
        name: before[name] for name in (DECK.path, SHEET.path)
    }
    assert not list(tmp_path.glob(".staging*"))


KILLED = """
import os, signal, sys
from pathlib import Path
from salespack.building.placing import Output, place

moves, original = iter(range(100)), Path.replace


def replace(self, target):
    if next(moves) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return original(self, target)


Path.replace = replace
place(Path(sys.argv[1]), [
    Output("deck.pptx", "for-you/deck.pptx", b"2"),
    Output("brief.pdf", "for-you/brief.pdf", b"2"),
    Output("one-pager.pdf", "for-customer/Acme - One-pager.pdf", b"2"),
], {"profile": "after"})
"""


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
@pytest.mark.parametrize("moment", range(4))
def test_what_a_killed_build_left_is_undone_by_the_next(tmp_path: Path, moment: int) -> None:
    place(tmp_path, [DECK, SHEET], {"profile": "before"})
    before = contents(tmp_path)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(moment)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert list(tmp_path.glob(".staging*"))
    recover(tmp_path)
    assert contents(tmp_path) == before
    assert not list(tmp_path.glob(".staging*"))


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
def test_what_a_person_did_after_a_killed_build_stays(tmp_path: Path) -> None:
    place(tmp_path, [DECK, SHEET], {"profile": "before"})
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), "3"], check=False)  # before the last of the files
    (tmp_path / DECK.path).write_bytes(b"edited by hand")
    (deck, _) = place(tmp_path, [DECK, SHEET], {})
    assert deck.path.name == "deck (2).pptx"
    assert (tmp_path / DECK.path).read_bytes() == b"edited by hand"


def test_the_staging_of_a_build_that_runs_is_left_alone(tmp_path: Path) -> None:
    running = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        staging = tmp_path / ".staging" / f"{running.pid}-{_machine()}-00000000-0"
        staging.mkdir(parents=True)
        place(tmp_path, [DECK], {})
        assert staging.is_dir()
    finally:
        running.communicate(b"\n")
    place(tmp_path, [DECK], {})
    assert not staging.exists()


def test_a_staging_folder_of_our_own_number_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / f".staging-{os.getpid()}").mkdir()  # in containers every build has the same number
    place(tmp_path, [DECK], {})
    assert files_of(tmp_path) == {DECK.path}


def test_a_full_disk_while_staging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place(tmp_path, [DECK], {})
    before = contents(tmp_path)

    def fsync(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(UserFault, match="SP701 cannot be written: the disk is full"):
        place(tmp_path, [Output("deck.pptx", DECK.path, b"2")], {})
    assert contents(tmp_path) == before


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(
        UserFault, match=r"out: SP702 cannot be written: it is a file, not a folder; nothing was changed"
    ):
        place(tmp_path / "out" / "acme", [DECK], {})


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("O'Neil & Söhne <AG> #1", "O'Neil & Söhne AG #1"),
        ("a/b\\c:d*e?f", "a b c d e f"),
        ("..", "Customer"),
        ("CON", "_CON"),
        ("com1.pptx", "_com1.pptx"),
        ("trailing. . ", "trailing"),
        ("株式会社", "株式会社"),
        ("\u202egnp.exe", "gnp.exe"),
        ("Al\u200ep\u200bha\ufeff", "Al p ha"),
        ("~$Draft", "$Draft"),
        ("COM¹", "_COM¹"),
        ("conout$.txt", "_conout$.txt"),
    ],
)
def test_file_names_every_system_can_have(name: str, shown: str) -> None:
    assert file_name(name) == shown


@pytest.mark.slow
@given(st.text(max_size=200))
def test_any_text_becomes_one_file_name(text: str) -> None:
    name = file_name(text)
    assert 1 <= len(name) <= LONGEST_NAME + 1
    assert not re.search(NOT_IN_NAMES, name)
    assert name.strip(". ") == name


def test_what_a_group_of_outputs_lacks_now_goes_but_not_what_a_person_touched(tmp_path: Path) -> None:
    def shown(*numbers: int) -> list[Output]:
        return [Output(f"preview/{one}.png", f"for-you/preview/{one}.png", b"%d" % one) for one in numbers]

    place(tmp_path, [DECK, *shown(1, 2, 3, 4)], {})
    (tmp_path / "for-you/preview/3.png").write_bytes(b"annotated")
    (tmp_path / "for-you/preview/own.png").write_bytes(b"a person's")
    place(tmp_path, [SHEET], {})
    assert len(files_of(tmp_path)) == 7, "no picture is made, so none is outdated by this build"
    place(tmp_path, shown(1, 2), {})
    assert files_of(tmp_path) == {
        DECK.path, SHEET.path, *[f"for-you/preview/{one}.png" for one in (1, 2, 3, "own")]
    }  # fmt: skip
    record = record_in(tmp_path)
    assert sorted(record.files) == ["deck.pptx", "one-pager.pdf", "preview/1.png", "preview/2.png", "preview/3.png"]


def test_a_record_names_what_was_called_otherwise_and_stays_and_nothing_else(tmp_path: Path) -> None:
    def record() -> dict[str, object]:
        return dict(json.loads((tmp_path / "for-you/selection.json").read_text("utf-8")))

    place(tmp_path, [DECK], {})
    assert "earlier" not in record()
    (tmp_path / DECK.path).write_bytes(b"edited by hand")
    place(tmp_path, [Output("deck.pptx", "for-you/Acme.pptx", b"second")], {})
    assert record()["earlier"] == {"deck.pptx": [DECK.path]}
    assert files_of(tmp_path) == {DECK.path, "for-you/Acme.pptx"}


def test_the_record_of_a_language_has_one_name_at_a_time(tmp_path: Path) -> None:
    """What was built last is in `selection.json`, what was built before in a file that says its language."""
    deck, other = Output("deck.pptx", "for-you/a.pptx", b"1"), Output("deck.pptx", "for-you/b.pptx", b"2")
    names = set()
    for language, output in (("en", deck), ("fi", other), ("en", deck), ("fi", other)):
        place(tmp_path, [output], {}, language=language)
        names = {path.name for path in (tmp_path / "for-you").glob("*.json")}
        assert names == {"selection.json"} | ({f"selection ({'en' if language == 'fi' else 'fi'}).json"} & names)
        assert f"selection ({language}).json" not in names
    assert names == {"selection.json", "selection (en).json"}
