"""`salespack inspect` and `salespack audit`: what decks show that holds no more, and whom they name."""

from __future__ import annotations

import csv
import datetime
import io
import json
import shutil
from pathlib import Path

import pytest
from pptx import Presentation

from salespack.building.build import Builder, Request
from salespack.library.index import open_library
from salespack.problems.problem import Problem, UserFault
from salespack.revisions.audit import AuditRequest, audit_decks
from salespack.revisions.audit_state import AuditState
from salespack.revisions.inspection import Customers, Inspection, Inspector, Standing
from salespack.revisions.recognition import Recognition
from tests.cli.test_commands import salespack
from tests.workspaces import BLOCKS, PROFILE, write_workspace

pytestmark = pytest.mark.slow

ON = datetime.date(2026, 11, 30)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two customers, and a deck and a handout built for one of them."""
    folder = tmp_path_factory.mktemp("workspace")
    write_workspace(folder, {"profiles/globex.yaml": PROFILE.replace("Acme", "Globex Corporation")})
    builder = Builder(open_library(folder / "content_blocks", None), None)
    builder.build(
        Request(
            profile=folder / "profiles/acme.yaml",
            out=folder / "out",
            only=("deck.pptx", "handout.pptx"),
            today=ON,
            on=ON,
        )
    )
    return folder


@pytest.fixture
def workspace(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "w")
    return tmp_path / "w"


def deck_of(workspace: Path) -> Path:
    return workspace / "out/acme/first-meeting/for-you/Acme - First meeting.pptx"


def inspected(workspace: Path, deck: Path | None = None, on: datetime.date = ON) -> Inspection:
    return inspector(workspace, on).inspect(deck or deck_of(workspace))


def inspector(workspace: Path, on: datetime.date = ON) -> Inspector:
    library = open_library(workspace / "content_blocks", None)
    return Inspector(Recognition(library, None), on, Customers(workspace / "profiles"))


def standings(found: Inspection) -> dict[str, tuple[Standing, str]]:
    return {one.block: (one.standing, one.why) for one in found.slides}


def test_a_deck_of_today_holds(workspace: Path) -> None:
    found = inspected(workspace)
    assert (found.profile, found.pack) == ("acme", "first-meeting")
    assert [one.block for one in found.slides] == ["opening", "calm-nights", "one-hour", "two-hours"]
    assert {one.standing for one in found.slides} == {Standing.CURRENT}
    assert found.behind == ()
    assert found.carries == ("marks of blocks, profile and pack",)


def test_each_way_in_which_a_slide_holds_no_more(workspace: Path) -> None:
    blocks = workspace / "content_blocks"
    opening = BLOCKS["frames/opening.md"]
    (blocks / "frames/opening.md").write_text(opening.replace("What matters", "All that matters"), encoding="utf-8")
    calm = BLOCKS["benefits/calm-nights.md"]
    (blocks / "benefits/calm-nights.md").write_text(
        calm.replace("kind: benefit", "kind: benefit\nversion: 3"), encoding="utf-8"
    )
    one = BLOCKS["experiences/one-hour.md"]
    until = "kind: experience\nowner: Aino\nvalid_until: 2026-11-29"
    (blocks / "experiences/one-hour.md").write_text(one.replace("kind: experience", until), encoding="utf-8")
    (blocks / "experiences/two-hours.md").unlink()
    assert standings(inspected(workspace)) == {
        "opening": (Standing.OUTDATED, "the text of the block has changed since"),
        "calm-nights": (Standing.OUTDATED, "version 1; the library has 3"),
        "one-hour": (Standing.EXPIRED, "held until 2026-11-29"),
        "two-hours": (Standing.GONE, "the library has no block of this name any more"),
    }
    assert inspected(workspace, on=datetime.date(2026, 11, 29)).slides[2].standing is Standing.CURRENT
    retired = "kind: experience\nstate: retired\nretired: {by: Aino, on: 2026-10-01, why: the figure was wrong}"
    (blocks / "experiences/one-hour.md").write_text(one.replace("kind: experience", retired), encoding="utf-8")
    assert standings(inspected(workspace))["one-hour"] == (
        Standing.RETIRED, "withdrawn on 2026-10-01: the figure was wrong",
    )  # fmt: skip


def test_slides_of_others_and_other_customers_names_are_told(workspace: Path) -> None:
    deck = Presentation(str(deck_of(workspace)))
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = "As we did for GLOBEX corp."
    deck.slides[1].notes_slide.notes_text_frame.text = "Globex Corporation paid less. Globexia is no customer."
    deck.save(str(workspace / "mine.pptx"))
    found = inspected(workspace, workspace / "mine.pptx")
    assert [(one.number, one.standing, one.names) for one in found.behind] == [
        (2, Standing.CURRENT, ("Globex Corporation",)),
        (5, Standing.UNKNOWN, ("Globex Corporation",)),
    ]
    assert found.slides[4].why == "it has no mark of ours, and no block says what it says"
    assert "notes of slide 2" in found.carries


def test_a_handout_names_its_own_customer_without_a_word(workspace: Path) -> None:
    (handout,) = (workspace / "out/acme/first-meeting/for-customer").glob("*.pptx")
    found = inspected(workspace, handout)
    assert {one.standing for one in found.slides} == {Standing.UNKNOWN}
    assert found.behind == ()
    assert found.carries == ()


def test_marks_that_somebody_tampered_with_are_no_reason_to_stop(workspace: Path) -> None:
    from zipfile import ZipFile

    broken = workspace / "tampered.pptx"
    with ZipFile(deck_of(workspace)) as before, ZipFile(broken, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if "/tags/" in name:
                content = content.replace(b'val="1"', 'val="٣−x"'.encode()).replace(
                    b'val="calm-nights"', b'val="../calm"'
                )
            after.writestr(name, content)
    found = inspected(workspace, broken)
    assert [one.version for one in found.slides] == [None] * 4
    assert found.slides[1].standing is Standing.GONE


def audited(inspector: Inspector, *paths: Path) -> tuple[list[Inspection], list[Problem], str]:
    with AuditState(None, "", ON) as state:
        found = audit_decks(inspector, AuditRequest(paths, deep=True), state)
        return list(found.decks()), list(found.problems()), "".join(found.csv())


def test_an_audit_goes_on_past_what_cannot_be_read(workspace: Path) -> None:
    (workspace / "content_blocks/experiences/two-hours.md").unlink()
    out = workspace / "out"
    (out / "broken.pptx").write_bytes(b"PK\x03\x04 no deck")
    (out / "~$me - First meeting.pptx").write_bytes(b"open elsewhere")
    (out / "link.pptx").symlink_to(deck_of(workspace))
    (out / "outside").symlink_to(workspace / "content_blocks", target_is_directory=True)
    (out / "=cmd.pptx").write_bytes(deck_of(workspace).read_bytes())
    decks, problems, table = audited(inspector(workspace), out, deck_of(workspace))
    assert [Path(one.file).name for one in decks] == [
        "=cmd.pptx", "Acme - First meeting - Handout.pptx", "Acme - First meeting.pptx",
    ]  # fmt: skip
    assert [Path(one.place.file).name for one in problems if one.place] == ["broken.pptx"]
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [(row["block"], row["stands"]) for row in rows] == [("two-hours", "not in the library")] * 2
    with pytest.raises(UserFault, match="no such file"):
        audited(inspector(workspace), workspace / "nowhere")


def test_the_commands_and_their_exit_codes(workspace: Path) -> None:
    deck = str(deck_of(workspace).relative_to(workspace))
    fine = salespack(workspace, "inspect", deck, "--on", str(ON))
    assert fine.returncode == 0, fine.stderr
    assert fine.stdout.splitlines()[0] == f"{deck}: 4 slides, built for acme, pack first-meeting, for {ON}"
    assert "Built again, it would have the same blocks." in fine.stdout
    record = next((workspace / "out/acme/first-meeting/for-you/records").iterdir())
    assert fine.stdout.splitlines()[-1] == f"Why it was built so: {record.relative_to(workspace)}"
    (workspace / "content_blocks/experiences/two-hours.md").unlink()
    told = salespack(workspace, "inspect", deck, "--json")
    assert told.returncode == 1
    answer = json.loads(told.stdout)
    assert answer["slides"][3]["standing"] == "not in the library"
    assert (answer["rebuild"]["adds"], answer["rebuild"]["drops"]) == ([], ["two-hours"])
    (workspace / "no.pptx").write_text("no deck", encoding="utf-8")
    assert salespack(workspace, "inspect", "no.pptx").returncode == 2
    audited = salespack(workspace, "audit", "out")
    assert audited.returncode == 1
    assert "2 decks read, 1 with something to look at" in audited.stdout
    assert salespack(workspace, "audit", "out", "no.pptx").returncode == 2
