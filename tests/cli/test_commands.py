"""The command line as a person or a program meets it: whole processes, exit codes, stdout for results, stderr for problems."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pptx import Presentation

from tests.limits import HANG
from tests.workspaces import BLOCKS, PROFILE, write_workspace

pytestmark = pytest.mark.slow


def salespack(
    folder: Path, *arguments: str, typed: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "salespack", *arguments],
        cwd=folder, input=typed, capture_output=True, text=True, encoding="utf-8", timeout=HANG,
        env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "200", **environment}, check=False,
    )  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write_workspace(tmp_path)
    return tmp_path


@pytest.fixture
def nothing_known(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of the test's own: what other tests had measured and proven would be met in the one they share."""
    monkeypatch.setenv("SALESPACK_CACHE", str(tmp_path_factory.mktemp("own-cache")))


def deck_titles(path: Path) -> list[str]:
    return [slide.shapes.title.text for slide in Presentation(str(path)).slides]


def test_build_prints_the_pack_and_a_reason_for_each_slide(workspace: Path) -> None:
    done = salespack(workspace, "build", "profiles/acme.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == (
        "Acme · First meeting (the pack for everyone), en, for 2026-12-01: "
        "4 slides, 4 min, coverage 100%, 69% of all they value, people 0 of 1, own words 0%, standard slides unknown"
    )
    assert lines[1].split() == ["slide", "title", "block", "why"]
    assert "3  One hour a year" in lines[4]
    assert lines[4].endswith("fewer-outages +2.9")
    assert lines[-1] == "  out/acme/first-meeting/for-you/Acme - First meeting.pptx"
    assert (
        deck_titles(workspace / "out/acme/first-meeting/for-you/Acme - First meeting.pptx")[0] == "What matters to Acme"
    )


def test_changing_a_value_changes_the_deck(workspace: Path) -> None:
    block = "---\nkind: benefit\nvalues: {lower-run-cost: 5}\n---\n# Lower cost\n"
    (workspace / "content_blocks/benefits/lower-cost.md").write_text(block)
    salespack(workspace, "build", "acme")
    deck = workspace / "out/acme/first-meeting/for-you/Acme - First meeting.pptx"
    assert "Calm nights" in deck_titles(deck)
    profile = workspace / "profiles/acme.yaml"
    profile.write_text(profile.read_text().replace("lower-run-cost: 4", "lower-run-cost: 10"))
    assert salespack(workspace, "build", "acme").returncode == 0
    assert "Lower cost" in deck_titles(deck)
    assert "Calm nights" not in deck_titles(deck)


def test_from_a_name_and_what_hurts_to_a_deck(workspace: Path) -> None:
    done = salespack(
        workspace,
        "build",
        "--customer",
        "O'Neil & Söhne <AG> #1",
        "--value",
        "Outage",
        "--value",
        "lower-run-cost=3",
        "--role",
        "Finance",
    )
    assert (done.returncode, done.stderr) == (
        0,
        "wrote profiles/oneil-sohne-ag-1.yaml: add what you learn about O'Neil & Söhne <AG> #1 there\n",
    )
    assert (workspace / "profiles/oneil-sohne-ag-1.yaml").read_text("utf-8") == (
        "customer:\n  name: 'O''Neil & Söhne <AG> #1'\n"
        "# importance and satisfaction on 0-10; `quote` in their words, `source` who said it and when, `share` whether customers may see it\n"
        "values:\n  fewer-outages:\n    importance: 6.7\n    basis: assumed\n  lower-run-cost: 3\nmeeting:\n  roles:\n  - finance\n"
        "# A profile can also hold: relationship, owner, contact, facts, facts_date, offer, plan, pin, drop: `salespack schema profile`.\n"
    )
    assert (
        deck_titles(workspace / "out/oneil-sohne-ag-1/first-meeting/for-you/O'Neil & Söhne AG #1 - First meeting.pptx")[
            0
        ]
        == "What matters to O'Neil & Söhne <AG> #1"
    )
    again = salespack(workspace, "build", "--customer", "O'Neil & Söhne <AG> #1", "--value", "outage")
    assert (again.returncode, again.stderr) == (
        0,
        "profiles/oneil-sohne-ag-1.yaml is there already and says all of this\n",
    )
    other = salespack(workspace, "build", "--customer", "ONeil Sohne AG 1", "--value", "outage")
    assert other.returncode == 2
    assert "SP802 there is a profile of this name already" in other.stderr


def test_the_questions_of_a_new_profile(workspace: Path) -> None:
    answers = [
        "Acme", "Betasoloin", "gardening", "Healthcare", "", "1, finance", "Open four clinics; Sleep",
        "1=nine", "7", "1=9/3, Lower run cost=7", "<", "",
        "Every outage reaches our nurses. -- interview 2026-10-02", "", "perhaps", "yes", "", "", "Fewer night calls",
        "1.12.2026", "Evaluation", "30", "yes",
    ]  # fmt: skip
    done = salespack(workspace, "new", "profile", typed="\n".join(answers) + "\n")
    assert done.returncode == 0, done.stderr
    assert "profiles/acme.yaml is there already: build it, or take another name\n" in done.stderr
    assert "nothing in the list is called “gardening”" in done.stderr
    assert "“nine” is no figure from 0 to 10" in done.stderr
    assert "nothing in the list is called “7”" in done.stderr
    assert "“perhaps” is neither yes nor no" in done.stderr
    assert "   1 Customer: Betasoloin\n" in done.stdout
    assert "   6 Values: Fewer outages, Lower run cost\n" in done.stdout
    assert "   7 Fewer outages: 9/3 “Every outage reaches our nurses.” (may be shown)\n" in done.stdout
    assert "wrote profiles/betasoloin.yaml\nWhat we would show them: First meeting, " in done.stdout
    assert done.stdout.endswith("Next: salespack build profiles/betasoloin.yaml\n")
    assert (
        (workspace / "profiles/betasoloin.yaml")
        .read_text("utf-8")
        .startswith(
            "customer:\n  name: Betasoloin\n  industry: healthcare\n  language: en\n"
            "# their own direction, in their words\ngoals:\n- Open four clinics\n- Sleep\n"
            "# importance and satisfaction on 0-10; `quote` in their words, `source` who said it and when, `share` whether customers may see it\n"
            "values:\n  fewer-outages:\n    importance: 9\n    satisfaction: 3\n    quote: Every outage reaches our nurses.\n"
            "    source: interview 2026-10-02\n    share: true\n  lower-run-cost: 7\n"
            "# how they will see that it worked\nsuccess: Fewer night calls\n"
            "meeting:\n  date: '2026-12-01'\n  stage: evaluation\n  minutes: 30\n  roles:\n  - cto\n  - finance\n"
        )
    )
    assert salespack(workspace, "build", "betasoloin").returncode == 0


def test_match_writes_nothing_and_explains(workspace: Path) -> None:
    done = salespack(workspace, "match", "acme", "--explain")
    assert done.returncode == 0
    assert not (workspace / "out").exists()
    assert "two-hours" in done.stdout
    assert "What would flip a choice" in done.stdout
    as_json = salespack(workspace, "match", "acme", "--json", "--explain")
    answer = json.loads(as_json.stdout)
    assert [slot["block"] for slot in answer["slots"]] == ["opening", "calm-nights", "one-hour", "two-hours", None]
    # 9 points · 0.5 left after a block of strength 5 · (4/5)²
    assert answer["slots"][2]["terms"] == [{"kind": "value", "name": "fewer-outages", "amount": 2.88}]
    assert isinstance(answer["flips"], list)


def test_no_fit_is_exit_code_3_and_says_what_is_missing(workspace: Path) -> None:
    (workspace / "profiles/acme.yaml").write_text(PROFILE.replace("fewer-outages: 9", "fewer-outages: 1"))
    for command in ("build", "match"):
        done = salespack(workspace, command, "acme")
        assert done.returncode == 3
        assert "lower-run-cost “Lower run cost” (weight 4): no block answers it" in done.stdout + done.stderr
    assert [path.name for path in (workspace / "out").rglob("*")] == ["refusals.jsonl"]
    forced = salespack(workspace, "build", "acme", "--force")
    assert forced.returncode == 0
    assert "Forced: this pack does not answer what the customer values most" in forced.stdout


def test_one_bad_profile_does_not_stop_the_others(workspace: Path) -> None:
    (workspace / "profiles/bad.yaml").write_text("customer: {nam: X}\n")
    (workspace / "profiles/none.yaml").write_text("customer: {name: None fits}\n")
    done = salespack(workspace, "build", "bad", "none", "acme")
    assert done.returncode == 1
    assert "profiles/bad.yaml:1:12: SP101 unknown key “nam” (did you mean “name”?)" in done.stderr
    assert "out/acme/first-meeting/for-you/Acme - First meeting.pptx" in done.stdout
    assert salespack(workspace, "build", "none", "acme").returncode == 3


def test_what_is_wrong_with_the_library_is_told_once(workspace: Path) -> None:
    (workspace / "profiles/globex.yaml").write_text(PROFILE.replace("Acme", "Globex"))
    (workspace / "profiles/initech.yaml").write_text("relationship: {reference: declined}\n")
    (workspace / "content_blocks/benefits/bad.md").write_text("---\nkind: benefit\nownr: x\n---\n# T\n")
    done = salespack(workspace, "build", "acme", "globex")
    assert done.returncode == 0
    assert [line.split(" (")[0] for line in done.stderr.splitlines()] == [
        "content_blocks/benefits/bad.md:3:1: warning: SP101 unknown key “ownr”",
        "profiles/initech.yaml:1:1: warning: SP102 “customer” is missing",
    ]
    assert salespack(workspace, "match", "acme").stderr == done.stderr
    strict = salespack(workspace, "build", "acme", "globex", "--strict")
    assert (strict.returncode, strict.stdout) == (
        1,
        "2 profiles: 0 built, 2 not built\n"
        "  not built: acme (SP101 unknown key “ownr”)\n  not built: globex (SP101 unknown key “ownr”)\n",
    )
    assert [line.split(" (")[0] for line in strict.stderr.splitlines()] == [
        "content_blocks/benefits/bad.md:3:1: warning: SP101 unknown key “ownr”",
        "globex: not built, for what is said above",
    ]


def test_what_a_limit_takes_off_a_score_has_its_sign(workspace: Path) -> None:
    block = workspace / "content_blocks/experiences/one-hour.md"
    about = "about: {industry: healthcare}\nfor: {roles: [cto], stages: [evaluation]}\nvalues:"
    block.write_text(block.read_text("utf-8").replace("values:", about), "utf-8")
    settings = workspace / "content_blocks/library.yaml"
    settings.write_text(settings.read_text("utf-8") + "scoring: {boosts: {cap: 0.1}}\n", "utf-8")
    done = salespack(workspace, "match", "acme")
    assert "same industry +2.9" in done.stdout
    assert "limit on these -" in done.stdout
    assert "+-" not in done.stdout


def test_json_of_several_builds_is_one_list_of_those_that_were_built(workspace: Path) -> None:
    (workspace / "profiles/globex.yaml").write_text(PROFILE.replace("Acme", "Globex"))
    done = salespack(workspace, "build", "acme", "nobody", "globex", "--json", "--only", "deck.pptx")
    answer = json.loads(done.stdout)
    assert [one["profile"] for one in answer] == ["acme", "globex"]
    assert done.stdout == json.dumps(answer, indent=2, ensure_ascii=False) + "\n"
    none = salespack(workspace, "build", "nobody", "--json")
    assert (none.returncode, none.stdout) == (1, "[]\n")


def test_json_of_a_build(workspace: Path) -> None:
    done = salespack(workspace, "build", "acme", "--json")
    (report,) = json.loads(done.stdout)
    assert report["files"]["deck.pptx"]["path"] == "out/acme/first-meeting/for-you/Acme - First meeting.pptx"
    assert report["coverage"] == 1.0


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        (["build"], 2, "SP801 no profile is named"),
        (["build", "nobody"], 1, "SP001 there is no profile “nobody” (the only one is acme)"),
        (["build", "acme", "--customer", "X"], 2, "both a profile and --customer"),
        (["build", "--value", "x"], 2, "SP801 no profile is named"),
        (["build", "acme", "--value", "x"], 2, "SP201 the value “x” is not declared"),
        (["build", "acme", "--role", "cto"], 2, "SP801 --role describes a new customer (add --customer NAME"),
        (["build", "--customer", "X", "--value", "speed"], 2, "SP201 the value “speed” is not declared"),
        (["build", "--customer", "X", "--value", "outage=11"], 2, "SP105 “11” is not a figure from 0 to 10"),
        (["build", "--customer", "X", "--role", "boss"], 2, "SP202 the role “boss” is not declared"),
        (["build", "acme", "--on", "soon"], 2, "SP106 --on: “soon” is not a day such as 2026-12-01 or 1.12.2026"),
        (["build", "acme", "--library", "nowhere"], 2, "nowhere: SP011 there is no such library folder (check --library)"),
        (["build", "acme", "--pack", "x"], 2, "SP408 there is no pack “x”"),
        (["biuld"], 2, "No such command"),
        (["build", "acme", "--colour"], 2, "No such option"),
    ],
)  # fmt: skip
def test_wrong_usage(workspace: Path, arguments: list[str], code: int, text: str) -> None:
    done = salespack(workspace, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert text in done.stderr
    assert "Traceback" not in done.stderr
    assert not (workspace / "out").exists()


def test_outside_a_workspace(tmp_path: Path) -> None:
    done = salespack(tmp_path, "build", "acme")
    assert done.returncode == 2
    assert "SP011 there is no content_blocks/ here or in a parent folder" in done.stderr


def test_the_library_is_found_from_below_and_by_variable(workspace: Path, tmp_path: Path) -> None:
    below = workspace / "profiles"
    assert salespack(below, "match", "acme.yaml").returncode == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    profile = str(workspace / "profiles/acme.yaml")
    assert (
        salespack(elsewhere.parent, "match", profile, SALESPACK_LIBRARY=str(workspace / "content_blocks")).returncode
        == 0
    )


def test_an_output_folder_that_cannot_be_written(workspace: Path) -> None:
    (workspace / "file").write_text("x")
    done = salespack(workspace, "build", "acme", "--out", "file/out")
    assert done.returncode == 1
    assert "SP702 cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_for_the_results(workspace: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "salespack", "match", "acme"],
            cwd=workspace,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr


def test_a_reader_that_leaves_early(workspace: Path) -> None:
    pipe = subprocess.Popen(
        [sys.executable, "-m", "salespack", "match", "acme"],
        cwd=workspace,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert pipe.stdout is not None
    assert pipe.stderr is not None
    pipe.stdout.close()
    assert b"Traceback" not in pipe.stderr.read()
    pipe.stderr.close()
    pipe.wait()


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
def test_interrupting_leaves_what_was_there(workspace: Path) -> None:
    assert salespack(workspace, "build", "acme").returncode == 0
    out = workspace / "out"
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    process = subprocess.Popen(
        [sys.executable, "-m", "salespack", "build", *["acme"] * 2000, "--pin", "two-hours", "--drop", "one-hour", "--out", "other"],
        cwd=workspace, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Acme · First meeting")  # one of two thousand is built
    process.send_signal(signal.SIGINT)
    _, problems = process.communicate(timeout=HANG)
    assert process.returncode == 130
    assert problems.endswith("interrupted; nothing was left half done\n")
    assert "Traceback" not in problems
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert not list(workspace.rglob(".staging*"))


def test_a_bug_of_ours_leaves_a_log(workspace: Path, tmp_path: Path) -> None:
    own = tmp_path / "own-cache"
    own.mkdir(mode=0o700)
    breaker = tmp_path / "sitecustomize.py"
    breaker.write_text(
        "import salespack.cli.workspace\ndef fail(*_):\n    raise ZeroDivisionError('ours')\nsalespack.cli.workspace.find_profile = fail\n"
    )
    done = salespack(workspace, "match", "acme", PYTHONPATH=str(tmp_path), SALESPACK_CACHE=str(own))
    assert done.returncode == 70
    assert "Traceback" not in done.stderr
    (log,) = own.glob("bug-*.log")
    assert str(log) in done.stderr
    assert "ZeroDivisionError: ours" in log.read_text("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_code_is_never_read_from_a_cache_others_can_write(workspace: Path, tmp_path: Path) -> None:
    open_folder = tmp_path / "open-cache"
    open_folder.mkdir()
    open_folder.chmod(stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO)
    assert salespack(workspace, "build", "acme", SALESPACK_CACHE=str(open_folder)).returncode == 0
    assert list(open_folder.iterdir()) == []


@pytest.mark.parametrize("arguments", [[], ["build"], ["match"], ["new"], ["new", "profile"], ["schema"]])
def test_every_command_teaches(workspace: Path, arguments: list[str]) -> None:
    done = salespack(workspace, *arguments, "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout
    if arguments and arguments != ["new"]:
        assert "Example" in done.stdout


@pytest.mark.parametrize("kind", ["profile", "block", "translation", "pack", "values", "library", "people", "brand"])
def test_schemas_for_editors(workspace: Path, kind: str) -> None:
    schema = json.loads(salespack(workspace, "schema", kind).stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == f"Salespack {kind}"


def test_version(workspace: Path) -> None:
    from salespack import __version__

    assert salespack(workspace, "--version").stdout == f"salespack {__version__}\n"


@pytest.mark.usefixtures("nothing_known")
def test_what_was_proven_once_is_not_read_again(workspace: Path) -> None:
    assert "  fit proven: 4 of 4 slides" in salespack(workspace, "build", "acme").stdout.splitlines()
    script = (
        "import sys; from salespack.cli.main import app; app(['build', 'acme'], standalone_mode=False); "
        "print([name for name in ('salespack.scene.reading', 'salespack.typography.faces') if name in sys.modules])"
    )
    again = subprocess.run([sys.executable, "-c", script], cwd=workspace, capture_output=True, text=True, check=True)
    assert "  fit proven: 4 of 4 slides" in again.stdout.splitlines()
    assert again.stdout.splitlines()[-1] == "[]"


@pytest.mark.usefixtures("nothing_known")
def test_build_does_not_load_what_it_does_not_use(workspace: Path) -> None:
    salespack(workspace, "build", "acme")
    (workspace / "profiles/acme.yaml").write_text(PROFILE.replace("Acme", "Globex"))
    _, loaded = _loaded_by(workspace, "build", "acme")
    unused = {"typer", "pptx", "lxml", "rich", "markdown_it", "typst", "PIL", "jsonschema"}
    assert loaded & unused == set()


MOST_MODULES, MOST_OF_OURS = 430, 240
"""What a build loads that was made before, with Python's own; each costs a fifth of a millisecond."""


@pytest.mark.usefixtures("nothing_known")
def test_a_build_that_was_made_before_loads_little(workspace: Path) -> None:
    """Work counted, not timed: a module that a build came to load for little shows here."""
    for path in (one for one in workspace.rglob("*") if one.is_file()):
        os.utime(path, (path.stat().st_mtime - 60,) * 2)  # what was written this moment is read again
    decks = []
    for _ in range(2):
        done, loaded = _loaded_by(workspace, "build", "acme", "--only", "deck.pptx")
        assert done.returncode == 0, done.stderr
        decks.append(next(workspace.rglob("for-you/*.pptx")).read_bytes())
    assert decks[0] == decks[1]
    unused = {
        "typer", "yaml", "babel", "difflib", "zipfile", "subprocess", "salespack.cli.main", "salespack.ledger.ledger",
        "salespack.assembly.markdown", "salespack.ooxml.slide_base", "salespack.powerpoint.brand.backgrounds",
        "salespack.powerpoint.brand.compile", "salespack.scene.reading", "salespack.typography.faces",
        "salespack.calculations.figures", "salespack.language.word_matching",
    }  # fmt: skip
    assert loaded & unused == set()
    ours = [name for name in loaded if name.partition(".")[0] == "salespack"]
    assert len(ours) <= MOST_OF_OURS
    assert len(loaded) <= MOST_MODULES


def _loaded_by(folder: Path, *arguments: str) -> tuple[subprocess.CompletedProcess[str], set[str]]:
    """A command as a process, and the names of the modules that it had loaded at its end.

    What measures which lines tests run is not told of it: it would load more than fifty modules of its own.
    """
    script = (
        "import sys; from salespack.__main__ import main; listed = sys.argv.pop(1)\n"
        "try: main()\n"
        "finally: print(*sys.modules, file=open(listed, 'w'))"
    )
    listed = folder / "loaded.txt"
    command = [sys.executable, "-c", script, str(listed), *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done, set(listed.read_text().split())


def test_a_broken_block_is_a_warning_with_its_line(workspace: Path) -> None:
    (workspace / "content_blocks/experiences/one-hour.md").write_text(
        BLOCKS["experiences/one-hour.md"] + "\n{{ facts.nothing }}\n"
    )
    done = salespack(workspace, "build", "acme")
    assert done.returncode == 0
    assert done.stderr.startswith(
        "content_blocks/experiences/one-hour.md:9: warning: SP302 “facts.nothing” is not known here"
    )
    strict = salespack(workspace, "build", "acme", "--strict")
    assert strict.returncode == 1


def test_a_customer_that_cannot_be_is_refused_before_anything_is_written(workspace: Path) -> None:
    for wrong, text in (
        (["--customer", "  "], "SP107 the customer has no name"),
        (["--customer", "x" * 201], "SP107 the customer's name has more than 200 characters"),
        (["--customer", "bell\x07"], "SP006 U+0007 is a control character"),
        (["--customer", "X", "--language", "sv"], "SP205 the library has no language “sv”"),
        (["--customer", "X", "--value", "outage", "--pack", "nosuch"], "there is no pack “nosuch”"),
        (["--customer", "X", "--value", "outage", "--only", "deck.ppt"], "SP703 there is no output “deck.ppt”"),
        (["--customer", "X", "--on", "soon"], "SP106 --on"),
    ):
        done = salespack(workspace, "build", *wrong)
        assert done.returncode == 2, wrong
        assert text in done.stderr
        assert sorted(path.name for path in (workspace / "profiles").iterdir()) == ["acme.yaml"], wrong


def test_a_profile_that_cannot_be_written(workspace: Path) -> None:
    (workspace / "file").write_text("x")
    done = salespack(workspace, "new", "profile", "--folder", "file/profiles", typed="A\n" + "\n" * 12)
    assert done.returncode == 1
    assert "SP803 the profile cannot be written" in done.stderr


def test_a_new_profile_of_a_name_that_is_taken_is_told_at_once(workspace: Path) -> None:
    done = salespack(workspace, "new", "profile", typed="Acme\n")
    assert done.returncode == 2  # another name was asked for, and nobody answered
    assert "profiles/acme.yaml is there already" in done.stderr


def test_answers_that_end_before_the_questions_write_nothing(workspace: Path) -> None:
    done = salespack(workspace, "new", "profile", typed="Globex\n")
    assert done.returncode == 2
    assert [path.name for path in (workspace / "profiles").iterdir()] == ["acme.yaml"]


def test_two_profiles_of_one_name_do_not_overwrite_each_other(workspace: Path) -> None:
    (workspace / "other").mkdir()
    (workspace / "other/acme.yaml").write_text(PROFILE.replace("Acme", "Globex"))
    done = salespack(workspace, "build", "profiles/acme.yaml", "other/acme.yaml")
    assert done.returncode == 2
    assert "SP804 other/acme.yaml has the same name as profiles/acme.yaml" in done.stderr
    assert (
        deck_titles(workspace / "out/acme/first-meeting/for-you/Acme - First meeting.pptx")[0] == "What matters to Acme"
    )


def test_one_misspelt_name_does_not_stop_the_others(workspace: Path) -> None:
    done = salespack(workspace, "build", "nobody", "acme", "x" * 300)
    assert done.returncode == 1
    assert "there is no profile “nobody”" in done.stderr
    assert "Traceback" not in done.stderr
    assert "out/acme/first-meeting/for-you/Acme - First meeting.pptx" in done.stdout


@pytest.mark.parametrize("loading", ["salespack.cli.process", "salespack.cli.main"])
def test_interrupting_while_it_starts(workspace: Path, loading: str) -> None:
    script = (
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == '{loading}': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "from salespack.__main__ import main\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=workspace, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted; nothing was done\n")


def test_whoever_imports_the_command_line_keeps_a_collector_of_their_own() -> None:
    script = (
        "import gc\n"
        "before = gc.get_threshold()\n"
        "import salespack.cli.main\n"
        "print(gc.isenabled(), gc.get_threshold() == before, gc.get_freeze_count())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "True True 0\n"


def test_a_damaged_cache_is_only_slower(workspace: Path, tmp_path: Path) -> None:
    own = tmp_path / "own-cache"
    own.mkdir(mode=0o700)
    first = salespack(workspace, "build", "acme", SALESPACK_CACHE=str(own))
    damaged = 0
    for file in own.rglob("*.msgpack"):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content)
        damaged += 1
    assert damaged >= 4
    again = salespack(workspace, "build", "acme", SALESPACK_CACHE=str(own))
    assert (again.returncode, again.stderr, again.stdout) == (0, "", first.stdout)
