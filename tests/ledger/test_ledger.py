"""The ledger on files: what is written stands there once, whole, whoever writes and whatever happens meanwhile."""

from __future__ import annotations

import datetime
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from salespack.building.build import Builder, Report, Request
from salespack.ledger.events import Event, Piece, Result, event_in, line_of, standing
from salespack.ledger.ledger import IGNORED, Attendee, Ledger, first_day, new_event
from salespack.ledger.lines import append
from salespack.ledger.names import folder_of, known_customer, move, with_customer
from salespack.ledger.opening import begun_ledger
from salespack.library.index import open_library
from salespack.problems.problem import UserFault
from salespack.scaffold.starter import create_workspace
from tests.searching import many
from tests.workspaces import LIBRARY, write_workspace

TODAY = datetime.date(2026, 11, 21)
CTO = (Attendee("cto", "Maija Virta"),)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    (tmp_path / "cache").mkdir(mode=0o700, exist_ok=True)
    return tmp_path / "cache"


@pytest.fixture
def ledger(tmp_path: Path, cache: Path) -> Ledger:
    found = Ledger(tmp_path / "ledger", cache)
    found.begin()
    return found


def show(ledger: Ledger, *blocks: str, on: int = 1, profile: str = "acme", **fields: Any) -> str:
    """Notes down a showing; its id."""
    ledger.close()
    return ledger.write(
        profile, "Acme Oy", CTO,
        lambda customer, people: new_event(
            "shown", customer=customer, people=people, on=datetime.date(2026, 3, on), segment="retail",
            blocks=tuple(map(Piece, blocks)), **fields,
        ),
    ).event.id  # fmt: skip


def come_to(ledger: Ledger, result: Result, on: int = 2, **fields: Any) -> str:
    """Notes down an outcome; its id."""
    ledger.close()
    return ledger.write(
        "acme", "Acme Oy", (),
        lambda customer, _: new_event(
            "outcome", customer=customer, on=datetime.date(2026, 3, on), result=result, segment="retail", **fields
        ),
    ).event.id  # fmt: skip


def told(ledger: Ledger, profile: str = "acme") -> list[str]:
    """What is known of a customer, in a word each."""
    ledger.close()
    return [one.result or ",".join(one.seen) for one in ledger.history(profile).events]


def files(ledger: Ledger) -> list[Path]:
    return sorted(ledger.folder.glob("*.jsonl"))


def test_people_stand_by_ids_and_names_in_one_place(ledger: Ledger) -> None:
    show(ledger, "calm-nights")
    lines = files(ledger)[0].read_text("utf-8")
    assert "Acme" not in lines and "acme" not in lines and "Maija" not in lines
    history = ledger.history("acme")
    assert [(one.role, one.name) for one in history.known.people] == [("cto", "Maija Virta")]
    assert history.events[0].people == (history.known.people[0].id,)
    assert all("acme" not in str(path) for path in ledger.folder.rglob("*"))
    assert (ledger.folder / ".gitignore").read_text("utf-8") == IGNORED


def test_a_new_workspace_keeps_its_ledger_out_of_git(tmp_path: Path) -> None:
    create_workspace(tmp_path / "ours")
    assert (tmp_path / "ours/ledger/.gitignore").read_text("utf-8") == IGNORED


def test_outcomes_are_those_of_what_was_shown_before_them(ledger: Ledger) -> None:
    show(ledger, "calm", "fast", on=1, skipped=("fast",))
    assert ledger.record("retail") == ({}, {})
    come_to(ledger, "advanced", on=1)
    show(ledger, "calm", "cheap", on=5)
    come_to(ledger, "lost", on=9)
    ledger.close()
    assert ledger.record("retail") == ({"calm": (1, 2), "cheap": (0, 1)},) * 2
    assert ledger.record("healthcare")[1] == {}


def test_what_is_taken_back_or_corrected_counts_no_more(ledger: Ledger, cache: Path) -> None:
    first = show(ledger, "calm")
    corrected = show(ledger, "fast", of=first)
    come_to(ledger, "won")
    assert (told(ledger), ledger.record("")[0]) == (["fast", "won"], {"fast": (1, 1)})
    ledger.close()
    ledger.write("acme", "Acme Oy", (), lambda customer, _: new_event("undone", customer=customer, of=corrected))
    assert (told(ledger), ledger.record("")[0]) == (["calm", "won"], {"calm": (1, 1)})
    assert told(Ledger(ledger.folder, None)) == ["calm", "won"]  # and so says who reads all of it anew


def test_what_is_corrected_twice_counts_once_and_a_long_chain_is_read_to_its_end(ledger: Ledger) -> None:
    first = show(ledger, "calm")
    second = show(ledger, "fast", of=first)
    third = show(ledger, "sure", of=second)
    come_to(ledger, "won")
    assert (told(ledger), ledger.record("")[0]) == (["sure", "won"], {"sure": (1, 1)})
    ledger.close()
    ledger.write("acme", "Acme Oy", (), lambda customer, _: new_event("undone", customer=customer, of=third))
    assert (told(ledger), ledger.record("")[0]) == (["fast", "won"], {"fast": (1, 1)})
    at = "2026-01-01T00:00:00.000000Z"
    events = [Event(id=f"{0:016x}", at=at, kind="shown")]
    events += [Event(id=f"{one:016x}", at=at, kind="undone", of=f"{one - 1:016x}") for one in range(1, 5001)]
    assert [one.kind for one in standing(events)] == ["shown"]
    assert standing(events[:-1]) == []


def test_a_name_that_somebody_writes_meanwhile_is_not_moved_away(tmp_path: Path) -> None:
    known = with_customer(tmp_path / "queue", known_customer([tmp_path / "queue"], "acme"), "Acme")
    writing = tmp_path / "queue" / folder_of("acme") / ".half.tmp"
    writing.write_bytes(b"{")
    move(tmp_path / "queue", tmp_path / "ledger")
    assert known_customer([tmp_path / "ledger"], "acme").ids == known.ids
    assert (writing.read_bytes(), known_customer([tmp_path / "queue"], "acme").ids) == (b"{", ())


def test_a_torn_line_is_told_and_skipped_and_a_new_one_begins_behind_it(ledger: Ledger) -> None:
    show(ledger, "calm")
    path = files(ledger)[0]
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:-30])
    assert told(ledger) == ["calm"]
    assert [str(one) for one in ledger.problems] == [
        f"{path}: SP811 a line that was cut off or damaged was left out (what a stopped computer did not finish is "
        "lost; the other lines are whole)"
    ]
    show(ledger, "fast", on=2)
    assert told(ledger) == ["calm", "fast"]
    path.write_bytes(path.read_bytes().replace(b"calm", b"clam"))
    assert told(ledger) == ["fast"]


def test_a_file_that_a_synchronising_program_copied_counts_once(ledger: Ledger) -> None:
    show(ledger, "calm")
    come_to(ledger, "won")
    path = files(ledger)[0]
    path.with_name(f"{path.stem} (Maija's conflicted copy 2026-03-03).jsonl").write_bytes(path.read_bytes())
    for names in (ledger.folder / "names").rglob("*.json"):
        names.with_stem(f"{names.stem}-conflict").write_bytes(names.read_bytes())
    show(ledger, "fast", on=3)
    assert told(ledger) == ["calm", "won", "fast"]
    assert ledger.record("")[0] == {"calm": (1, 1)}
    assert len(ledger.known("acme").people) == 1
    path.unlink()  # the copy is as good
    assert told(ledger)[:2] == ["calm", "won"]


def test_two_who_never_met_know_one_customer(ledger: Ledger, tmp_path: Path) -> None:
    """Two computers whose folders are synchronised later gave the customer an id each."""
    other = Ledger(tmp_path / "other", tmp_path)
    other.begin()
    show(ledger, "calm")
    show(other, "fast", on=2)
    for path in [*other.folder.glob("*.jsonl"), *(other.folder / "names").rglob("*.json")]:
        target = ledger.folder / path.relative_to(other.folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    assert told(ledger) == ["calm", "fast"]
    assert len(ledger.known("acme").ids) == 2


def test_a_clock_that_goes_back_changes_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    first = show(ledger, "calm")
    monkeypatch.setattr("salespack.ledger.ledger.instant", lambda: 0)
    show(ledger, "fast", of=first)
    come_to(ledger, "won")
    assert told(ledger) == ["fast", "won"]
    assert ledger.history("acme").events[0].at == "1970-01-01T00:00:00.000000Z"


def test_a_line_of_a_newer_salespack_is_told_and_left_out(ledger: Ledger) -> None:
    append(ledger.folder, "future", line_of(new_event("shown", format=2)))
    show(ledger, "calm")
    assert told(ledger) == ["calm"]
    assert [one.code for one in ledger.problems] == ["SP014"]


def test_an_index_that_is_damaged_or_of_other_lines_is_made_anew(ledger: Ledger, cache: Path) -> None:
    show(ledger, "calm")
    assert told(ledger) == ["calm"]
    for damage in (lambda _: b"nonsense", lambda _: b"", lambda whole: whole[:3000]):
        (index,) = (cache / "customers").glob("ledger-*.sqlite")
        index.write_bytes(damage(index.read_bytes()))
        assert told(ledger) == ["calm"]
    path = files(ledger)[0]
    line = path.read_bytes()
    event = event_in(line.rstrip())
    assert event is not None
    path.write_bytes(line_of(new_event("shown", customer=event.customer, on=event.on, blocks=(Piece("fast"),))))
    assert told(ledger) == ["fast"]
    (index,) = (cache / "customers").glob("ledger-*")
    assert index.stat().st_mode & 0o077 == 0


def test_what_is_out_of_reach_waits_and_is_sent_once(ledger: Ledger) -> None:
    show(ledger, "calm")
    away = ledger.folder.rename(ledger.folder.with_name("unplugged"))
    recorded = ledger.write(
        "beta", "Beta", CTO, lambda customer, people: new_event("shown", customer=customer, people=people)
    )
    assert [str(one) for one in recorded.problems] == [
        f"{ledger.folder}: SP812 the ledger is out of reach: it is not there (it is kept on this computer, and sent with "
        "the next build or log that reaches it; where the folder is to be new, make it)"
    ]
    with pytest.raises(UserFault, match="SP812 the ledger is out of reach: it is not there"):
        ledger.history("acme")
    away.rename(ledger.folder)
    show(ledger, "fast", on=2)
    assert told(ledger) == ["calm", "fast"]
    assert [one.id for one in ledger.history("beta").events] == [recorded.event.id]
    assert [one.name for one in ledger.known("beta").people] == ["Maija Virta"]
    show(ledger, "cheap", on=3)
    assert sum(path.read_bytes().count(recorded.event.id.encode()) for path in files(ledger)) == 1


def test_a_disk_that_is_full_tears_no_line(ledger: Ledger) -> None:
    show(ledger, "calm")
    path = files(ledger)[0]
    whole = path.read_bytes()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) + 40, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            append(ledger.folder, path.stem, whole)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == whole


@pytest.mark.nightly
@pytest.mark.slow
def test_two_who_write_at_once_lose_nothing(ledger: Ledger) -> None:
    writers, each = 2, many(100, 500)
    code = f"""
import sys
from pathlib import Path
from salespack.ledger.ledger import Ledger, new_event
ledger = Ledger(Path({str(ledger.folder)!r}), Path({str(ledger.folder.parent / "cache")!r}))
for number in range({each}):
    ledger.write("acme", "Acme", (), lambda customer, _: new_event("shown", customer=customer, reason=f"{{sys.argv[1]}}-{{number}}"))
"""
    started = [subprocess.Popen([sys.executable, "-c", code, str(number)]) for number in range(writers)]
    assert [one.wait() for one in started] == [0] * writers
    found = sorted(one.reason for one in ledger.history("acme").events)
    assert found == sorted(f"{writer}-{number}" for writer in range(writers) for number in range(each))


def killed_while_writing(folder: Path, kills: int) -> None:
    """Kills a process again and again while it writes, and looks whether all that it said it had written is there."""
    (folder / "cache").mkdir(mode=0o700, exist_ok=True)
    ledger = Ledger(folder / "ledger", folder / "cache")
    ledger.begin()
    code = f"""
import sys
from pathlib import Path
from salespack.ledger.ledger import Ledger, new_event
ledger = Ledger(Path({str(ledger.folder)!r}), Path({str(folder / "cache")!r}))
while True:
    noted = ledger.write("acme", "Acme", (), lambda customer, _: new_event("shown", customer=customer, reason="x" * 5000))
    sys.stdout.write(noted.event.id + "\\n")
    sys.stdout.flush()
    ledger.close()
    ledger.history("acme")
"""
    committed: list[str] = []
    for number in range(kills):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as writing:
            assert writing.stdout is not None
            committed.append(writing.stdout.readline().strip())
            time.sleep(number % 20 / 1000)
            os.kill(writing.pid, signal.SIGKILL)
            committed += writing.stdout.read().split("\n")[:-1]
    ledger.close()
    found = [one.id for one in ledger.history("acme").events]
    assert set(committed) <= set(found)
    assert len(found) == len(set(found)) <= len(committed) + kills
    assert ledger.problems == ()


@pytest.mark.nightly
@pytest.mark.slow
def test_kills_lose_no_line_that_was_written_and_tear_none(tmp_path: Path) -> None:
    killed_while_writing(tmp_path, many(10, 200))


def test_months_are_counted_to_a_day_that_there_is() -> None:
    assert first_day(datetime.date(2026, 11, 30), 24) == datetime.date(2024, 11, 30)
    assert first_day(datetime.date(2026, 3, 31), 1) == datetime.date(2026, 2, 28)
    assert first_day(datetime.date(2026, 12, 31), 12) == datetime.date(2025, 12, 31)
    assert first_day(datetime.date(99, 1, 1), 1200) == datetime.date.min


# --- builds ----------------------------------------------------------------------------------------------------------


def build(root: Path, cache: Path) -> Report:
    library = open_library(root / "content_blocks", None)
    request = Request(profile=root / "profiles/acme.yaml", out=root / "out", today=TODAY)
    return Builder(library, cache, begun_ledger(library, cache)).build(request)


def test_a_build_notes_down_what_was_built_where_there_is_a_ledger(tmp_path: Path, cache: Path) -> None:
    people = "stakeholders: [{role: cto, name: Maija Virta}]\nvalues: {fewer-outages: 9}\nmeeting: {date: 2026-12-01, roles: [cto, finance]}\n"
    write_workspace(tmp_path, {"profiles/acme.yaml": "customer: {name: Acme Oy, industry: healthcare}\n" + people})
    assert build(tmp_path, cache).matched.notices == ()
    assert not (tmp_path / "ledger").exists()
    ledger = Ledger(tmp_path / "ledger", cache)
    ledger.begin()
    build(tmp_path, cache)
    (event,) = ledger.history("acme").events
    assert (event.kind, event.on, event.meeting, event.pack, event.language) == (
        "built", datetime.date(2026, 12, 1), datetime.date(2026, 12, 1), "first-meeting", "en",
    )  # fmt: skip
    assert (tmp_path / "out/acme/first-meeting/for-you/records" / f"{event.build}.json").is_file()
    assert [(one.block, one.version, one.value) for one in event.blocks] == [
        ("opening", 1, None), ("calm-nights", 1, "fewer-outages"), ("one-hour", 1, "fewer-outages"), ("two-hours", 1, "fewer-outages"),
    ]  # fmt: skip
    known = ledger.known("acme")
    assert sorted((one.role, one.name) for one in known.people) == [("cto", "Maija Virta"), ("finance", "")]


def test_a_build_goes_on_without_its_ledger(tmp_path: Path, cache: Path) -> None:
    write_workspace(
        tmp_path, {"content_blocks/library.yaml": LIBRARY + "ledger: {folder: drive/ledger, keep_months: 6}\n"}
    )
    report = build(tmp_path, cache)
    assert [str(one).partition("(")[2] for one in report.matched.notices] == [
        "until it is back, it is not known who has seen what)",
        "it is kept on this computer, and sent with the next build or log that reaches it; where the folder is to be new, "
        "make it)",
    ]
    assert report.placed[0].path.is_file()
    (tmp_path / "drive/ledger").mkdir(parents=True)
    assert build(tmp_path, cache).matched.notices == ()
    assert (tmp_path / "drive/ledger/.gitignore").read_text("utf-8") == IGNORED
    assert len(Ledger(tmp_path / "drive/ledger", cache).history("acme").events) == 2
