"""`salespack new block|pack`: files that teach, and that the library can use as they are."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from salespack.assembly.assemble import Assembler
from salespack.assembly.materials import Materials
from salespack.cli.main import app
from salespack.library.index import open_library
from salespack.library.load import vocabulary_of
from salespack.library.packs import Slot
from salespack.matching.match import match
from salespack.problems.problem import UsageFault
from salespack.profiles.profile import load_profile
from salespack.scaffold.blocks import BlockAnswers, block_text, block_title, strengths, write_block
from tests.conftest import PROJECT
from tests.workspaces import BLOCKS, LIBRARY, write_workspace

TODAY = datetime.date(2026, 11, 21)


def new(tmp_path: Path, *arguments: str, answers: str = "") -> tuple[int, str]:
    library = tmp_path / "content_blocks"
    done = CliRunner().invoke(app, ["new", *arguments, "--library", str(library)], input=answers)
    return done.exit_code, done.output


def test_a_block_from_options_is_a_draft_in_the_folder_of_its_kind(tmp_path: Path) -> None:
    root = write_workspace(tmp_path)
    code, _ = new(tmp_path, "block", "--title", "Work goes on", "--kind", "benefit", "--value", "fewer outages=4",
                  "--role", "CTO", "--owner", "sales: north")  # fmt: skip
    assert code == 0
    block = open_library(root, None).blocks["work-goes-on"]
    assert (block.kind, block.values, block.audience.roles, block.state) == (
        "benefit",
        {"fewer-outages": 4},
        ("cto",),
        "draft",
    )
    assert (block.owner, block.problems) == ("sales: north", ())
    assert Path(block.file).parent.name == "benefits"


@pytest.mark.parametrize("kind", ["experience", "benefit", "market", "news", "dialogue", "frame"])
def test_a_block_of_every_kind_loads_and_makes_a_slide(tmp_path: Path, kind: str) -> None:
    root = write_workspace(tmp_path)
    assert new(tmp_path, "block", "--title", f"About ::: {kind}", "--kind", kind)[0] == 0
    library = open_library(root, None)
    assert library.blocks[f"about-{kind}"].problems == ()
    profile = load_profile(tmp_path / "profiles/acme.yaml", vocabulary_of(library.settings, library.values))
    assembler = Assembler(profile, library, Materials(root), language="en", on=TODAY, stage=None, top=())
    (slide,) = assembler.block(f"about-{kind}")
    assert "".join(span.text for span in slide.title) == f"About ::: {kind}"


def test_a_block_is_asked_for_in_order(tmp_path: Path) -> None:
    root = write_workspace(tmp_path)
    typed = "\n!!!\nLess to pay\nfeature\n2\nlower-run-cost, fewer-outages=7\n2, 1=3\ncto\n\n\n"
    code, said = new(tmp_path, "block", answers=typed)
    assert code == 0, said
    questions = ("The slide's title", "Kind", "Values it speaks to", "Only for these roles", "Who answers for it")
    assert [said.index(one) for one in questions] == sorted(said.index(one) for one in questions)
    assert " 2 benefit" in said
    block = open_library(root, None).blocks["less-to-pay"]
    assert (block.kind, block.values, block.audience.roles) == (
        "benefit", {"lower-run-cost": 5, "fewer-outages": 3}, ("cto",),
    )  # fmt: skip


def test_a_way_back_and_a_summary_in_which_one_answer_is_changed(tmp_path: Path) -> None:
    root = write_workspace(tmp_path)
    back = ["First", "<", "Second", "market", "", "", "", "1", "Third", "<", "Marketing", "9", "yes"]
    code, said = new(tmp_path, "block", answers="\n".join(back) + "\n")
    assert code == 0, said
    assert "The slide's title [First]: " in said
    assert "   1 Title: Second\n   2 Kind: market\n   3 Values: –\n" in said
    assert "“9” is neither yes nor no" in said
    block = open_library(root, None).blocks["third"]
    assert (block.kind, block.owner) == ("market", "Marketing")


def test_no_at_the_summary_writes_nothing(tmp_path: Path) -> None:
    root = write_workspace(tmp_path)
    before = sorted(root.rglob("*"))
    code, _ = new(tmp_path, "block", answers="Mine\nnews\n\n\n\nno\n")
    assert (code, sorted(root.rglob("*"))) == (130, before)


def test_lists_to_choose_from_are_whole_however_long(tmp_path: Path) -> None:
    industries = ", ".join(f"industry-{number}: The industry number {number}" for number in range(40))
    settings = LIBRARY.replace("retail: Retail", industries)
    write_workspace(tmp_path, {"content_blocks/library.yaml": settings})
    profiles = tmp_path / "new"
    code, said = new(tmp_path, "profile", "--folder", str(profiles), answers="Globex\n?\n41\n" + "\n" * 12)
    assert code == 0, said
    assert [
        number for number in range(40) if re.search(rf"\b{number + 2} The industry number {number}\b", said) is None
    ] == []
    assert "41 to choose from: a part of a name finds one, ? shows all" in said
    assert "…" not in said
    assert "industry: industry-39" in (profiles / "globex.yaml").read_text("utf-8")


def test_an_id_that_is_taken_is_told_with_its_file(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    assert new(tmp_path, "block", "--title", "Mine", "--kind", "news")[0] == 0
    code, said = new(tmp_path, "block", "--title", "Mine!", "--kind", "market")
    assert code == 2
    assert "SP802 there is a block mine already" in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--title", "X", "--kind", "benefits"), "SP104 “benefits” is no kind of block (did you mean “benefit”?)"),
        (("--title", "…", "--kind", "news"), "SP107 a block needs a title with letters or digits"),
        (
            ("--title", "X", "--kind", "news", "--value", "outages-fewer"),
            "SP201 the value “outages-fewer” is not declared",
        ),
        (("--title", "X", "--kind", "news", "--value", "fewer-outages=9"), "SP105 “9” is not a strength from 1 to 5"),
        (("--title", "X", "--kind", "news", "--role", "gardener"), "SP202 the role “gardener” is not declared"),
        (("--title", "X", "--kind", "news", "--folder", "packs"), "SP858 --folder packs: that folder holds no blocks"),
        (("--title", "X", "--kind", "news", "--folder", ".."), "SP858 --folder is no folder of the library"),
    ],
)
def test_wrong_options_write_nothing(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    root = write_workspace(tmp_path)
    before = sorted(root.rglob("*"))
    code, said = new(tmp_path, "block", *arguments)
    assert (code, told in said) == (2, True), said
    assert sorted(root.rglob("*")) == before


@pytest.mark.slow
@given(st.text(min_size=1, max_size=100))
def test_any_title_becomes_the_slides_title_as_it_is(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    try:
        title = block_title(text)
    except UsageFault:
        return
    folder = tmp_path_factory.mktemp("titles")
    root = write_workspace(folder)
    path = write_block(open_library(root, None), BlockAnswers(title=title, kind="market"), None, TODAY)
    library = open_library(root, None)
    profile = load_profile(folder / "profiles/acme.yaml", vocabulary_of(library.settings, library.values))
    assembler = Assembler(profile, library, Materials(root), language="en", on=TODAY, stage=None, top=())
    slides = assembler.block(path.stem)
    assert assembler.broken == {}
    assert "".join(span.text for span in slides[0].title) == title


def test_strengths_and_the_last_day_of_february(tmp_path: Path) -> None:
    library = open_library(write_workspace(tmp_path), None)
    assert strengths(library, ["lower-run-cost", "fewer-outages=2"]) == {"lower-run-cost": 5, "fewer-outages": 2}
    text = block_text(BlockAnswers(title="News", kind="news"), datetime.date(2028, 2, 29))
    assert "\nvalid_until: 2029-02-28\n" in text


def test_a_pack_builds_with_what_the_library_has(tmp_path: Path) -> None:
    root = write_workspace(tmp_path)
    code, said = new(tmp_path, "pack", "--name", "Second meeting", "--stage", "decision", "--slides", "8")
    assert code == 0, said
    pack = open_library(root, None).packs["second-meeting"]
    assert (pack.stage, pack.limits.slides) == ("decision", 8)
    done = CliRunner().invoke(
        app,
        ["build", str(tmp_path / "profiles/acme.yaml"), "--library", str(root), "--pack", "second-meeting",
         "--out", str(tmp_path / "out"), "--on", "2026-12-01"],
    )  # fmt: skip
    assert done.exit_code == 0, done.output


def test_a_pack_is_asked_for_and_not_written_twice(tmp_path: Path) -> None:
    root = write_workspace(tmp_path)
    assert new(tmp_path, "pack", answers="Renewal talk\n2\n2\n\nyes\n")[0] == 0
    assert "count: 2" in (root / "packs/renewal-talk.yaml").read_text(encoding="utf-8")
    code, said = new(tmp_path, "pack", "--name", "Renewal talk")
    assert (code, "SP802 there is a pack of this name already" in said) == (2, True)


STAGES = (None, "awareness", "evaluation", "decision", "review")


def checked(folder: Path) -> tuple[int, str]:
    """The exit code and the words of `check --warnings-as-errors` in a workspace."""
    arguments = [
        "check",
        "--warnings-as-errors",
        "--library",
        str(folder / "content_blocks"),
        "--profiles",
        str(folder / "profiles"),
    ]
    done = CliRunner().invoke(app, arguments)
    return done.exit_code, done.output


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SALESPACK_CACHE", str(tmp_path / "cache"))
    assert CliRunner().invoke(app, ["init", str(tmp_path / "ws")]).exit_code == 0
    monkeypatch.chdir(tmp_path / "ws")
    return tmp_path / "ws"


def add_packs(folder: Path) -> None:
    """A new pack for every stage that the workspace has."""
    stages = open_library(folder / "content_blocks", None).settings.stages
    for stage in STAGES:
        if stage is None or stage in stages:
            asked = ("--stage", stage) if stage else ()
            code, said = new(folder, "pack", "--name", f"Tried {stage}", *asked, "--values", "2", "--slides", "24")
            assert code == 0, said


def test_new_packs_check_clean_in_a_new_workspace(started: Path) -> None:
    add_packs(started)
    code, said = checked(started)
    assert code == 0, said


@pytest.mark.slow
def test_new_packs_check_clean_in_the_sample_and_apologise_to_nobody_who_is_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESPACK_CACHE", str(tmp_path / "cache"))
    for name in ("content_blocks", "profiles"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    add_packs(tmp_path)
    code, said = checked(tmp_path)
    assert code == 0, said
    library = open_library(tmp_path / "content_blocks", None)
    pack, seen = library.packs["tried-none"], 0
    for file in sorted((tmp_path / "profiles").glob("*.yaml")):
        profile = load_profile(file, vocabulary_of(library.settings, library.values))
        selection = match(profile, pack, library, TODAY)
        repairs = [
            one
            for one in selection.chosen
            if "repair" in (block := library.blocks[one.block or ""]).tags and block.kind != "frame"
        ]
        assert {one.value for one in repairs} <= {
            id for id, value in profile.values.items() if (value.with_us or 9) <= 4
        }
        assert all(one.slot == "promise" for one in repairs)
        seen += 1
    assert seen >= 12


def test_a_new_profile_and_new_blocks_check_clean_once_they_are_filled(started: Path) -> None:
    assert CliRunner().invoke(app, ["new", "profile"], input="Acme\n" + "\n" * 30).exit_code == 0
    for kind in ("experience", "benefit", "market", "news", "dialogue", "frame"):
        code, said = new(
            started, "block", "--title", f"About {kind} at work", "--kind", kind, "--value", "lower-cost=4"
        )
        assert code == 0, said
        (path,) = (started / "content_blocks").glob(f"*/about-{kind}-at-work.md")
        front, _, _ = path.read_text("utf-8").rpartition("\n---\n")
        path.write_text(
            f"{front}\n---\n# About {kind} at work\n\n- Said in {kind} words of our own\n- And in no others\n", "utf-8"
        )
    code, said = checked(started)
    assert code == 0, said


def test_what_a_library_cannot_fill_is_a_comment_in_a_new_pack(tmp_path: Path) -> None:
    root = write_workspace(tmp_path)
    assert new(tmp_path, "pack", "--name", "Bare")[0] == 0
    text = (root / "packs/bare.yaml").read_text("utf-8")
    assert "      # nothing can fill it yet:\n      # - {slot: question, kind: dialogue, tag: question" in text
    assert "  # no frame has the tag yet:\n  # - {slot: next-step, kind: frame, tag: next-step}\n" in text
    assert [
        section.slot for section in open_library(root, None).packs["bare"].sections if isinstance(section, Slot)
    ] == ["opening"]


@pytest.mark.parametrize(
    ("front", "others", "expected"),
    [
        ("", "", "tag: opening}"),
        ("not_for: {relationship: [former]}\n", "", "tag: opening, optional: true}"),
        ("not_for: {relationship: [former]}\n", "for: {relationship: [former]}\n", "tag: opening}"),
        ("for: {stages: [decision]}\n", "", "tag: opening}"),
        ("for: {stages: [evaluation]}\n", "", "tag: opening, optional: true}"),
        ("needs: [goals]\n", "", "tag: opening, optional: true}"),
    ],
)
def test_a_frame_slot_is_required_where_the_library_has_a_frame_for_everybody(
    tmp_path: Path, front: str, others: str, expected: str
) -> None:
    frame = "---\nkind: frame\ntags: [opening]\nlayout: title\n{}---\n# Welcome\n"
    frames = {"frames/opening.md": frame.format(front)}
    frames |= {"frames/again.md": frame.format(others)} if others else {}
    settings = LIBRARY.replace("languages: [en, fi]", "languages: [en]")
    root = write_workspace(tmp_path, {"content_blocks/library.yaml": settings}, blocks={**BLOCKS, **frames})
    assert new(tmp_path, "pack", "--name", "Tried", "--stage", "decision")[0] == 0
    assert f"  - {{slot: opening, kind: frame, {expected}" in (root / "packs/tried.yaml").read_text("utf-8")


@pytest.mark.parametrize("what", ["profile", "block"])
def test_an_input_that_ends_before_its_questions_is_told(tmp_path: Path, what: str) -> None:
    write_workspace(tmp_path)
    code, said = new(tmp_path, what, answers="")
    assert code == 2
    assert (
        "SP801 the input ended before all questions were answered; nothing was written "
        "(answer them on a terminal, or say all with options: --help lists them)"
    ) in said
