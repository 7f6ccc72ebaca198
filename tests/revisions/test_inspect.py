"""`salespack inspect` and `salespack audit`: what decks show that holds no more, and whom they name."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest
from pptx import Presentation
from pptx.util import Pt

from salespack.building.build import Builder, Request
from salespack.library.index import open_library
from salespack.problems.problem import Problem, UserFault
from salespack.revisions.audit import AuditRequest, audit_decks
from salespack.revisions.audit_state import AuditState
from salespack.revisions.inspection import Customers, Inspection, Inspector, Standing
from salespack.revisions.recognition import Recognition
from tests.cli.test_commands import salespack
from tests.revisions.scripted_edits import PINK, pasted
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
    return Inspector(Recognition(library, None), on, Customers(workspace / "profiles"), workspace / "out")


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


def test_figures_of_other_customers_are_told_and_nobodys_are_not(workspace: Path) -> None:
    profiles = workspace / "profiles"
    theirs = PROFILE.replace("Acme", "Globex Corporation").replace(
        "140", "140, run: {2025: 1234500, 2026: 2000}, hour: 1287.5"
    )
    (profiles / "globex.yaml").write_text(theirs, encoding="utf-8")
    (profiles / "acme.yaml").write_text(PROFILE.replace("140", "140, run: 4567800"), encoding="utf-8")
    deck = Presentation(str(deck_of(workspace)))
    for text in (
        "It cost 1 234 500 euros",
        "1.287,5 an hour",
        "in 2026: 1.2 M, 2,000 of 140",
        "Yours: 4,567,800",
        "112345001",
    ):
        slide = deck.slides.add_slide(deck.slide_layouts[0])
        slide.shapes.title.text = text
    deck.save(str(workspace / "mine.pptx"))
    found = inspected(workspace, workspace / "mine.pptx")
    assert [(one.number, one.figures_of) for one in found.behind] == [
        (5, ("Globex Corporation",)),
        (6, ("Globex Corporation",)),
    ]
    assert found.behind[0].told.startswith("shows a figure of Globex Corporation; ")


def test_a_handout_names_its_own_customer_without_a_word(workspace: Path) -> None:
    (handout,) = (workspace / "out/acme/first-meeting/for-customer").glob("*.pptx")
    found = inspected(workspace, handout)
    assert {one.standing for one in found.slides} == {Standing.UNKNOWN}
    assert found.behind == ()
    assert found.carries == ()


def test_marks_that_somebody_tampered_with_are_no_reason_to_stop(workspace: Path) -> None:
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


def without_marks(deck: Path, target: Path) -> None:
    """A deck as programs save it that drop marks."""
    opened = Presentation(str(deck))
    for part in (opened.part, *(slide.part for slide in opened.slides)):
        for key in [key for key, one in part.rels.items() if one.reltype.endswith("/tags")]:
            part.rels.pop(key)
        for one in list(part._element.iter("{*}custDataLst")):
            one.getparent().remove(one)
    opened.slides[1].shapes.title.text = "As we said on Monday"
    opened.save(str(target))


def test_a_deck_without_marks_is_compared_with_the_record_of_its_build(workspace: Path) -> None:
    elsewhere = workspace / "mail/deck.pptx"
    elsewhere.parent.mkdir()
    without_marks(deck_of(workspace), elsewhere)
    told = salespack(workspace, "inspect", "mail/deck.pptx")
    assert "Changed by hand since it was built:\n  slide 2: title: retitled (“As we said on Monday”)\n" in told.stdout
    records = workspace / "out/acme/first-meeting/for-you/records"
    (kept,) = records.glob("*.base")
    kept.write_bytes(kept.read_bytes()[:2_000])
    assert "by hand" not in salespack(workspace, "inspect", "mail/deck.pptx").stdout
    kept.unlink()
    assert "by hand" not in salespack(workspace, "inspect", "mail/deck.pptx").stdout
    (handout,) = (workspace / "out/acme/first-meeting/for-customer").glob("*.pptx")
    assert "by hand" not in salespack(workspace, "inspect", str(handout)).stdout


def test_of_many_builds_those_of_the_customer_are_looked_at_first_and_what_was_not_is_told(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salespack.ledger.build_records.MOST_BASES", 1)
    elsewhere = workspace / "mail/deck.pptx"
    elsewhere.parent.mkdir()
    without_marks(deck_of(workspace), elsewhere)
    records = workspace / "out/acme/first-meeting/for-you/records"
    newer = workspace / "out/globex/first-meeting/for-you/records"
    newer.mkdir(parents=True)
    for name in ("0123456789abcdef", "0123456789abcdee"):
        (newer / f"{name}.base").write_bytes(b"of another customer, and newer")
    found = inspected(workspace, elsewhere)
    assert (found.changed_by_hand, found.not_compared) == ((2,), "")
    (kept,) = records.glob("*.base")
    kept.rename(newer / kept.name)
    os.utime(newer / kept.name, (0, 0))
    unsure = inspected(workspace, elsewhere)
    assert (unsure.changed_by_hand, unsure.build) == ((), "")
    assert unsure.not_compared == (
        "it has no marks, and no deck that a build keeps is like it; of 3 that are kept, 1 were looked at, the newest"
    )
    monkeypatch.undo()
    assert inspected(workspace, elsewhere).changed_by_hand == (2,)


def test_a_handout_is_as_it_was_built(workspace: Path) -> None:
    (handout,) = (workspace / "out/acme/first-meeting/for-customer").glob("*.pptx")
    told = salespack(workspace, "inspect", str(handout))
    assert "Nothing was changed by hand since it was built." in told.stdout


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (b'BASE" val="1 ', b'BASE" val="2 ', "its base was written by a newer version of Salespack"),
        (b'BASE" val="1 ', b'BASE" val="1 0', "its base was changed or cut off"),
        (b'BASE" val="1 ', b'BASE" val="', "its base was changed or cut off"),
        (b"SALESPACK_BASE", b"SALESPACK_OTHER", "it carries no base to compare with"),
    ],
)
def test_a_base_that_cannot_be_read_is_told(workspace: Path, before: bytes, after: bytes, why: str) -> None:
    broken = workspace / "tampered.pptx"
    rewritten(deck_of(workspace), broken, lambda content: content.replace(before, after))
    told = salespack(workspace, "inspect", str(broken))
    assert told.returncode == 0, told.stderr
    assert re.search(rf"  not told of slides 1–\d+: {why}\n", told.stdout)


def test_an_audit_lists_decks_of_which_it_cannot_be_told(workspace: Path) -> None:
    """A base that somebody cut off may hide an edit: the deck is on the list, and is not said to be changed."""
    shutil.copy(deck_of(workspace), workspace / "good.pptx")
    rewritten(deck_of(workspace), workspace / "cut.pptx", lambda one: one.replace(b'BASE" val="1 ', b'BASE" val="'))
    said = "not told of slides 1–4: its base was changed or cut off"
    told = salespack(workspace, "audit", "good.pptx", "cut.pptx", "--deep").stdout
    assert [line.split()[0] for line in told.splitlines() if said in line] == ["cut.pptx"]
    assert told.endswith("2 decks read, 0 with something to look at\n")
    (row,) = csv.DictReader(
        io.StringIO(salespack(workspace, "audit", "good.pptx", "cut.pptx", "--deep", "--csv").stdout)
    )
    assert (row["deck"], row["slide"], row["changed by hand"]) == ("cut.pptx", "", said)
    assert f"<td>{said}</td>" in salespack(workspace, "audit", "cut.pptx", "--deep", "--html").stdout


def test_what_was_restyled_is_told_in_one_order(workspace: Path) -> None:
    deck = Presentation(str(deck_of(workspace)))
    font = deck.slides[1].shapes.title.text_frame.paragraphs[0].runs[0].font
    font.size, font.italic, font.underline, font.name = Pt(19), True, True, "Georgia"
    font.color.rgb = PINK
    deck.save(str(workspace / "styled.pptx"))
    told = {
        salespack(workspace, "inspect", "styled.pptx", PYTHONHASHSEED=seed).stdout.split("title: ")[1].splitlines()[0]
        for seed in ("1", "2", "3")
    }
    assert told == {"restyled (colour 123244 → C0175A, italic, size 30 → 19 pt, typeface Calibri → Georgia, underline)"}


def test_numbers_that_somebody_tampered_with_are_no_reason_to_stop(workspace: Path) -> None:
    broken = workspace / "tampered.pptx"
    for number in (b"9999/9999", b"-1/4", b"", "٣/4".encode()):
        said = b'val="' + number + b'"'
        rewritten(deck_of(workspace), broken, partial(re.compile(rb'val="[1-4]/4"').sub, said))
        assert salespack(workspace, "inspect", str(broken)).returncode == 0


def rewritten(deck: Path, target: Path, change: Callable[[bytes], bytes]) -> None:
    """A deck with other tags."""
    with ZipFile(deck) as before, ZipFile(target, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, change(content) if "/tags/" in name else content)


def test_two_decks_of_one_build_are_told_apart_by_their_slides(workspace: Path) -> None:
    """The same build put together from two copies of it: what is there twice is a copy."""
    deck = Presentation(str(deck_of(workspace)))
    pasted(deck, deck.slides[1])
    deck.save(str(workspace / "both.pptx"))
    shutil.copy(deck_of(workspace), workspace / "second.pptx")
    assert "slide 5: a copy of slide 2" in salespack(workspace, "inspect", "both.pptx").stdout
    assert "Nothing was changed by hand" in salespack(workspace, "inspect", "second.pptx").stdout


def test_a_slide_of_another_deck_is_told(workspace: Path) -> None:
    other = shutil.copytree(workspace / "content_blocks", workspace / "other/content_blocks")
    (other / "benefits/calm-nights.md").write_text(BLOCKS["benefits/calm-nights.md"].replace("Calm", "Silent"))
    Builder(open_library(other, None), None).build(
        Request(profile=workspace / "profiles/globex.yaml", out=workspace / "out", only=("deck.pptx",), today=ON, on=ON)
    )
    (second,) = (workspace / "out/globex").glob("*/for-you/*.pptx")
    deck = Presentation(str(deck_of(workspace)))
    pasted(deck, Presentation(str(second)).slides[1])
    deck.save(str(workspace / "mixed.pptx"))
    found = inspected(workspace, workspace / "mixed.pptx").slides[4].by_hand
    assert found is not None
    assert (found.state, found.edits, found.built_as) == ("from another deck", (), 0)


def test_a_deck_that_comes_back_makes_blocks_of_what_is_new_alone(workspace: Path) -> None:
    deck = Presentation(str(deck_of(workspace)))
    deck.slides[1].shapes.title.text = "Calm nights, and calm weekends"
    deck.core_properties.last_modified_by = "Aino"
    added = deck.slides.add_slide(deck.slide_layouts[0])
    added.shapes.title.text = "What the night shift said when we asked them"
    deck.save(str(workspace / "back.pptx"))
    waiting = salespack(workspace, "import", "deck", "back.pptx", "--dry-run", "--json")
    assert waiting.returncode == 1
    assert "1 slide of back was built here and edited since" in waiting.stderr
    rows = json.loads(waiting.stdout)["decks"][0]["rows"]
    assert [(row["position"], row["action"], row["block"]) for row in rows] == [
        (1, "known", "opening"), (2, "waiting", ""), (3, "known", "one-hour"), (4, "known", "two-hours"),
        (5, "new", "what-the-night-shift-said-when-we-asked-them"),
    ]  # fmt: skip
    done = salespack(workspace, "import", "deck", "back.pptx", "--yes", "--json")
    assert done.returncode == 0, done.stderr
    variant = json.loads(done.stdout)["decks"][0]["rows"][1]
    assert (variant["action"], variant["block"]) == ("new", "calm-nights-and-calm-weekends")
    assert variant["why"].startswith("variant of calm-nights, edited by Aino: title: retitled (“Calm nights, and calm")
    left_out = salespack(workspace, "import", "deck", "back.pptx", "--no", "--dry-run", "--json")
    assert left_out.returncode == 0


def test_a_deck_that_nobody_changed_makes_no_block(workspace: Path) -> None:
    before = sorted(path for path in (workspace / "content_blocks").rglob("*"))
    deck = str(deck_of(workspace).relative_to(workspace))
    done = salespack(workspace, "import", "deck", deck)
    assert done.returncode == 0, done.stderr
    assert "4 known" in done.stdout
    assert "Nothing has changed." in done.stdout
    assert sorted(path for path in (workspace / "content_blocks").rglob("*")) == before
