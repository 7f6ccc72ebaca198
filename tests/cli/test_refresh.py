"""`salespack refresh`: what it prints, where the result goes, and how it ends."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Emu
from typer.testing import CliRunner, Result

from salespack.cli.main import app
from tests.revisions.refreshing import CALM, FIRST, body, edited, titled, titles
from tests.workspaces import write_workspace

pytestmark = pytest.mark.slow
GIT = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

DECK = Path("out/acme/first-meeting/for-you/Acme - First meeting.pptx")
RESULT = "Acme - First meeting (refreshed).pptx"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SALESPACK_CACHE", str(tmp_path / "cache"))
    write_workspace(tmp_path / "ws", blocks=FIRST)
    monkeypatch.chdir(tmp_path / "ws")
    assert run("build", "acme", "--only", "deck.pptx", "--force").exit_code == 0
    return tmp_path / "ws"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def change(before: str, after: str) -> None:
    block = Path("content_blocks") / CALM
    block.write_text(block.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


def retitle(number: int, title: str) -> bytes:
    DECK.write_bytes(
        edited(DECK.read_bytes(), lambda deck: setattr(deck.slides[number - 1].shapes.title, "text", title))
    )
    return DECK.read_bytes()


def test_the_result_stands_beside_the_deck_which_stays(here: Path) -> None:
    mine = retitle(5, "My hour")
    change("Two of us", "Three of us")
    done = run("refresh", str(DECK), "--force")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "slide 2 “Calm nights”",
        "    the new one: Content Placeholder 2: text changed (“Three of us wake”)",
        "slide 5 “My hour”",
        "    yours stays: title: retitled (“My hour”)",
        f"wrote {DECK.with_name(RESULT)}: 6 slides, 1 renewed",
    ]
    assert DECK.read_bytes() == mine
    assert titles(DECK.with_name(RESULT).read_bytes())[4] == "My hour"
    again = run("refresh", str(DECK.with_name(RESULT)), "--force")
    assert again.stdout.splitlines()[-1] == f"{DECK.with_name(RESULT)} is up to date; nothing was written"
    assert len(list(DECK.parent.glob("*.pptx"))) == 2
    assert (
        run("refresh", str(DECK), "--force")
        .stdout.splitlines()[-1]
        .startswith(f"wrote {DECK.with_name('Acme - First meeting (refreshed 2).pptx')}")
    )


def test_a_conflict_is_told_and_ends_with_1(here: Path) -> None:
    retitle(2, "My nights")
    change("# Calm nights", "# Calmer nights")
    done = run("refresh", str(DECK), "--force", "--out", "For O'Neil & Söhne <AG> #1.pptx")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "slide 2 “My nights”",
        "    yours stays: title: retitled (“My nights”)",
        "    CONFLICT title: yours stays; now it says “Calmer nights”",
        "wrote For O'Neil & Söhne <AG> #1.pptx: 6 slides, 1 merged with what you changed",
        "1 conflict: what you and the library both changed is as you have it, and the new text is in the notes of its slide.",
    ]
    left = Path("For O'Neil & Söhne <AG> #1.pptx")
    again = run("refresh", str(left), "--force")
    assert (again.exit_code, again.stdout.splitlines()[-1]) == (
        1, "1 earlier conflict undecided: have the slide as it shall be, and delete the line in its notes."
    )  # fmt: skip
    assert "    UNDECIDED, from an earlier refresh: New text, not taken over (title): Calmer nights" in again.stdout
    assert json.loads(run("refresh", str(left), "--force", "--json").stdout)["undecided"] == 1
    left.write_bytes(edited(left.read_bytes(), decided))
    assert run("refresh", str(left), "--force").exit_code == 0
    assert run("refresh", str(DECK), "--force", "--out", "For O'Neil & Söhne <AG> #1.pptx").exit_code == 2


def decided(deck: Any) -> None:
    notes = deck.slides[1].notes_slide.notes_text_frame
    notes._txBody.remove(notes.paragraphs[-1]._p)


def test_what_its_build_was_asked_for_the_deck_says(here: Path) -> None:
    asked = ("--drop", "one-hour", "--pin", "two-hours", "--for", "cto")
    role = Path("content_blocks/library.yaml")
    role.write_text(role.read_text(encoding="utf-8") + "cares_about: {cto: [fewer-outages]}\n", encoding="utf-8")
    assert run("build", "acme", "--only", "deck.pptx", "--force", *asked).exit_code == 0
    (deck,) = Path("out/acme").glob("*for-cto/for-you/*.pptx")
    assert "One hour a year" not in titles(deck.read_bytes())
    change("Two of us", "Three of us")
    assert run("refresh", str(deck), "--force", "--out", "a.pptx").exit_code == 0
    assert "One hour a year" not in titles(Path("a.pptx").read_bytes())
    assert run("diff", "a.pptx").exit_code == 0
    assert run("refresh", str(deck), "--force", "--out", "b.pptx", "--pin", "one-hour").exit_code in (0, 1)
    assert "One hour a year" in titles(Path("b.pptx").read_bytes())
    # What is in the library no more is not asked for.
    Path("content_blocks/experiences/one-hour.md").unlink()
    assert run("refresh", str(deck), "--force", "--out", "c.pptx").exit_code == 0


def test_own_rows_that_run_over_what_stands_below_a_table_are_told(here: Path) -> None:
    def hand(deck: Any) -> None:
        slide = deck.slides[2]
        frame = next(one for one in slide.shapes if one.has_table)
        for row in frame.table.rows:
            row.height = Emu(450_000)
        frame.height = sum(one.height for one in frame.table.rows)
        below = slide.shapes.add_textbox(frame.left, frame.top + frame.height + 100_000, frame.width, 300_000)
        below.name, below.text_frame.text = "Sources", "Our own figures, 2026"
        rows = frame.table._tbl.tr_lst
        for number in range(2):
            row = copy.deepcopy(rows[-1])
            row.tc_lst[0].txBody.p_lst[0].r_lst[0].text = f"Own {number}"
            rows[-1].addnext(row)
        frame.height = sum(one.height for one in frame.table.rows)

    DECK.write_bytes(edited(DECK.read_bytes(), hand))
    told = run("refresh", str(DECK), "--force").stdout.splitlines()
    (name,) = [one.name for one in Presentation(str(DECK)).slides[2].shapes if one.has_table]
    assert f"to look at: slide 3, {name}: its rows run over “Sources”" in told


def test_as_json_all_of_it_is_told(here: Path) -> None:
    retitle(2, "My nights")
    change("# Calm nights", "# Calmer nights")
    done = run("refresh", str(DECK), "--force", "--json")
    said = json.loads(done.stdout)
    assert said["path"] == str(DECK.with_name(RESULT))
    assert (said["conflicts"], said["known_by"], said["pack"]) == (1, "its marks", "first-meeting")
    assert said["slides"][1]["conflicts"] == [{"shape": "title", "new": "Calmer nights"}]
    assert [one["outcome"] for one in said["slides"]] == ["as it was", "merged", *["as it was"] * 4]


def test_a_page_shows_what_changed_before_and_after(here: Path) -> None:
    retitle(2, "My <nights>")
    change("# Calm nights", "# Calmer nights")
    page = Path("report.html")
    assert run("refresh", str(DECK), "--force", "--html", "report.html").exit_code == 1
    text = page.read_text(encoding="utf-8")
    assert text.count("<img ") == 2
    assert "<h2>slide 2 “My &lt;nights&gt;”</h2>" in text
    assert "CONFLICT title: yours stays; now it says “Calmer nights”" in text
    assert run("refresh", str(DECK), "--force", "--html", "report.html").exit_code == 2


def test_a_deck_that_was_mailed_and_renamed_needs_nothing_but_the_library(here: Path, tmp_path: Path) -> None:
    mailed = tmp_path / "mailed" / "deck.pptx"
    mailed.parent.mkdir()
    mailed.write_bytes(retitle(5, "My hour"))
    change("Two of us", "Three of us")
    for one in sorted(DECK.parent.rglob("*"), reverse=True):
        one.unlink() if one.is_file() else one.rmdir()
    assert run("refresh", str(mailed), "--force").exit_code == 0
    assert titles((mailed.parent / "deck (refreshed).pptx").read_bytes())[4] == "My hour"


@pytest.mark.parametrize("kind", ["missing", "text", "foreign", "unknown profile", "another size", "a PDF"])
def test_what_cannot_be_refreshed_is_told_with_a_remedy(here: Path, kind: str) -> None:
    deck = Path("no.pptx")
    more: tuple[str, ...] = ()
    if kind == "text":
        deck.write_bytes("no deck".encode("utf-16"))
    elif kind in ("foreign", "another size"):
        foreign = Presentation()
        foreign.slides.add_slide(foreign.slide_layouts[0])
        foreign.save(str(deck))
        more = ("--profile", "acme", "--force") if kind == "another size" else ()
    elif kind == "unknown profile":
        deck.write_bytes(DECK.read_bytes())
        more = ("--profile", "nobody")
    elif kind == "a PDF":
        deck.write_bytes(b"%PDF-1.7\n")
    done = run("refresh", str(deck), *more)
    code, ends = {
        "missing": ("SP501", 1), "text": ("SP503", 1), "foreign": ("SP801", 2), "unknown profile": ("SP001", 1),
        "another size": ("SP516", 1), "a PDF": ("SP503", 1),
    }[kind]  # fmt: skip
    assert done.exit_code == ends, done.stderr
    assert code in done.stderr
    assert "Traceback" not in done.stderr
    assert list(Path().glob("*refreshed*")) == []


def test_a_deck_of_one_customer_is_not_refreshed_for_another(here: Path) -> None:
    acme = Path("profiles/acme.yaml")
    text = acme.read_text(encoding="utf-8")
    Path("profiles/other.yaml").write_text(text.replace("Acme", "Other"), encoding="utf-8")
    done = run("refresh", str(DECK), "--profile", "other", "--force")
    assert done.exit_code == 2
    assert "SP801 the deck was built for Acme, not for Other" in done.stderr
    assert not DECK.with_name(RESULT).exists()
    acme.rename("profiles/renamed.yaml")
    assert run("refresh", str(DECK), "--profile", "renamed", "--force").exit_code == 0


def test_a_deck_of_nobody_knows_which_build_counts_as_the_persons(here: Path) -> None:
    foreign = Presentation(str(DECK))
    from tests.revisions.test_refresh import unmarked

    deck = Path("foreign.pptx")
    foreign.save(str(deck))
    deck.write_bytes(unmarked(deck.read_bytes()))
    done = run("refresh", str(deck), "--profile", "acme", "--records", "nowhere", "--force")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == (
        "It is not known how foreign.pptx was built: all of it counts as yours, and stays."
    )


def test_a_build_beside_a_deck_that_was_edited_takes_the_edits_over(here: Path) -> None:
    mine = retitle(5, "My hour")
    change("Two of us", "Three of us")
    only = ("--only", "deck.pptx", "--only", "deck.pdf", "--only", "handout.pptx", "--force")
    done = run("build", "acme", "--refresh", *only)
    assert (done.exit_code, done.stderr) == (0, "")
    second = DECK.with_name("Acme - First meeting (2).pptx")
    assert f"  {second}   (has what you changed in {DECK.name}, which stays)" in done.stdout.splitlines()
    assert "    slide 5 “My hour”" not in done.stdout.splitlines()[0]
    assert DECK.read_bytes() == mine
    assert titles(second.read_bytes())[4] == "My hour"
    handout = Path("out/acme/first-meeting/for-customer/Acme - First meeting - Handout.pptx")
    assert titles(handout.read_bytes())[4] == "My hour"
    assert run("build", "acme", "--refresh", *only).exit_code == 0
    assert len(list(DECK.parent.glob("*.pptx"))) == 2


def test_a_build_with_a_conflict_ends_with_1_and_without_the_option_nothing_is_merged(here: Path) -> None:
    retitle(2, "My nights")
    change("# Calm nights", "# Calmer nights")
    assert run("build", "acme", "--only", "deck.pptx", "--force").exit_code == 0
    second = DECK.with_name("Acme - First meeting (2).pptx")
    assert titles(second.read_bytes())[1] == "Calmer nights"
    done = run("build", "acme", "--only", "deck.pptx", "--force", "--refresh")
    assert done.exit_code == 1
    assert "      CONFLICT title: yours stays; now it says “Calmer nights”" in done.stdout.splitlines()
    assert titles(second.read_bytes())[1] == "My nights"


@GIT
def test_without_marks_and_record_how_it_was_built_is_made_again_of_the_library_in_git(here: Path) -> None:
    from tests.revisions.test_refresh import unmarked

    commit("as it was sold", "2026-11-02")
    deck = Path("mailed.pptx")
    deck.write_bytes(unmarked(retitle(5, "My hour")))
    change("Two of us", "Three of us")
    commit("one more wakes", "2026-11-09")
    change("Nobody is called", "Somebody is called")
    shutil.rmtree("out")
    first = git("log", "--format=%h", "--abbrev=10", "--reverse").split()[0]
    done = run("refresh", str(deck), "--profile", "acme", "--force")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == (
        "Its marks are gone, and there is no record of its build: "
        f"how it was built is made again of the library of 2026-11-02 (commit {first})."
    )
    result = Path("mailed (refreshed).pptx").read_bytes()
    assert titles(result)[4] == "My hour"
    assert body(titled(result, "Calm nights")).text_frame.text.splitlines() == [
        "One of you sleeps", "Three of us wake", "Somebody is called twice",
    ]  # fmt: skip
    said = json.loads(run("refresh", str(deck), "--profile", "acme", "--force", "--json").stdout)
    assert said["known_by"] == "the library in git"
    assert said["commit"]["day"] == "2026-11-02" and said["commit"]["commit"].startswith(first)
    # The profile is taken as it was then, too: its commit is the same.
    broken = Path("content_blocks/library.yaml")
    broken.write_text(broken.read_text(encoding="utf-8").replace("brand: ", "brand: no/"), encoding="utf-8")
    commit("a library that does not build", "2026-11-16")
    git("checkout", "-q", first, "--", "content_blocks/library.yaml")
    assert run("refresh", str(deck), "--profile", "acme", "--force").exit_code == 0


def commit(subject: str, day: str) -> None:
    if not Path(".git").is_dir():
        git("init", "-q")
    git("add", "content_blocks", "profiles")
    git("commit", "-q", "-m", subject, f"--date={day}T12:00:00Z", day=day)


def git(*arguments: str, day: str = "2026-11-02") -> str:
    named = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **named, "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    done = subprocess.run(("git", *arguments), check=True, capture_output=True, text=True, env=environment)
    return done.stdout


def test_a_build_that_cannot_take_edits_over_says_so_and_ends_with_1(here: Path) -> None:
    from tests.revisions.test_refresh import unmarked

    mine = unmarked(retitle(5, "My hour"))
    DECK.write_bytes(mine)
    (DECK.parent / f".~lock.{DECK.name}#").write_text(",me,host;", encoding="utf-8")
    shutil.rmtree(DECK.parent / "records")
    change("Two of us", "Three of us")
    done = run("build", "acme", "--only", "deck.pptx", "--force", "--refresh")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-2:] == [
        f"Your changes in {DECK.name} are not in the new deck: it is not known how it was built.",
        f"{DECK.name} is open in an office program: what is not saved there is not in the new deck.",
    ]
    assert DECK.read_bytes() == mine


def test_a_build_says_which_deck_beside_it_somebody_renamed(here: Path) -> None:
    mine = retitle(5, "My hour")
    DECK.rename(DECK.with_name("Mine.pptx"))
    change("Two of us", "Three of us")
    done = run("build", "acme", "--only", "deck.pptx", "--force", "--refresh")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == (
        f"Mine.pptx is no deck that this build wrote, and was left: salespack refresh '{DECK.with_name('Mine.pptx')}'"
    )
    assert DECK.with_name("Mine.pptx").read_bytes() == mine
