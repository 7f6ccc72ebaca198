"""`salespack new profile`: the interview in a real terminal, typed into by a program, and its answers from a file."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from salespack.cli.main import app
from salespack.formats.yaml import Source
from salespack.library.index import open_library
from salespack.library.load import vocabulary_of
from salespack.profiles.profile import Profile, load_profile
from tests.terminals import Terminal, terminal
from tests.workspaces import LIBRARY, write_workspace

QUESTIONS = (
    "Customer:", "Industry", "The language of their slides", "Who is in the room", "Their goals",
    "What they value, weightiest first", "Fewer outages: What does an hour cost?", "In their words", "How much it matters",
    "May slides show these words", "Lower run cost: What do they say of it?", "In their words",
    "How much it matters", "How they will see that it worked", "The meeting: day", "How far they are", "How many minutes",
    "Write it",
)  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write_workspace(tmp_path)
    (tmp_path / "profiles/acme.yaml").unlink()
    return tmp_path


def loaded(workspace: Path, name: str) -> Profile:
    library = open_library(workspace / "content_blocks", None)
    return load_profile(workspace / f"profiles/{name}.yaml", vocabulary_of(library.settings, library.values))


def kept(workspace: Path) -> list[Path]:
    return sorted((workspace / "profiles").glob(".interview-*"))


def answer(at: Terminal, *typed: tuple[str, str]) -> None:
    """Waits for each question, and types its answer."""
    for question, said in typed:
        at.expect(question)
        at.type(said)


@pytest.mark.slow
def test_an_interview_from_the_first_question_to_what_they_would_be_shown(workspace: Path) -> None:
    with terminal(workspace, "new", "profile") as at:
        answer(
            at, ("Customer:", "Ylä-Söderström Öy 株式会社"), ("Number or name", "health"), ("[en]", ""),
            ("1=Maija Virta says who:", "cto=Maija Väisänen, 2"), ("(; between two)", "Grow; Fewer night calls"),
        )  # fmt: skip
        answer(
            at, ("with commas", "outage, 2"),
            ("(Enter: skip)", "Joka tunti näkyy -- Maija, in October"), ("9/3:", "9/3"), ("(yes, no) [no]", "yes"),
            ("(Enter: skip)", ""), ("9/3:", "6"), ("that it worked:", "Fewer calls"),
        )  # fmt: skip
        at.expect("2026-12-01")
        answer(at, (":", "1.12.2026"), ("Number or name", "2"), ("How many minutes", "30"), ("[yes]", ""))
        at.expect("wrote profiles/yla-soderstrom-oy.yaml")
        at.expect("What we would show them: First meeting, ")
        at.expect("  Fewer outages: Calm nights · One hour a year\n")
        answer(at, ("Build their pack now (yes, no) [yes]:", "no"))
        at.expect("Next: salespack build profiles/yla-soderstrom-oy.yaml")
        assert at.ended() == 0
    places = [at.said.find(QUESTIONS[0])]
    for question in QUESTIONS[1:]:
        places.append(at.said.find(question, places[-1] + 1))
    assert places == sorted(places) and -1 not in places
    profile = loaded(workspace, "yla-soderstrom-oy")
    value = profile.values["fewer-outages"]
    assert (profile.customer.name, profile.customer.industry) == ("Ylä-Söderström Öy 株式会社", "healthcare")
    assert (value.importance, value.satisfaction, value.shared_quote) == (9, 3, "Joka tunti näkyy")
    assert (value.source, profile.values["lower-run-cost"].quote) == ("Maija, in October", None)
    assert [(one.role, one.name) for one in profile.stakeholders] == [("cto", "Maija Väisänen")]
    assert (profile.goals, profile.success) == (("Grow", "Fewer night calls"), "Fewer calls")
    assert (profile.meeting.roles, profile.meeting.stage, profile.meeting.minutes) == (
        ("cto", "finance"),
        "decision",
        30,
    )
    assert kept(workspace) == []


@pytest.mark.slow
def test_two_values_take_eight_prompts_and_not_one_more(workspace: Path) -> None:
    """The values, for each their words, figures and consent, and how they will see that it worked."""
    with terminal(workspace, "new", "profile", "--values", "2") as at:
        answer(at, ("Customer:", "Globex"), ("Number or name", ""), ("[en]", ""), ("who:", ""), ("two):", ""))
        prompts = 0
        for question, typed in (
            ("with commas:", "1, 2"), ("skip):", "It hurts"), ("9/3:", "9/3"), ("[no]:", "y"), ("skip):", "Too dear"),
            ("9/3:", "8"), ("[no]:", ""), ("it worked:", "Calm"),
        ):  # fmt: skip
            assert at.expect(question).rstrip().endswith(question)
            at.type(typed)
            prompts += 1
        assert at.expect("The meeting").count("): ") == 0
    assert prompts == 8


@pytest.mark.slow
def test_a_way_back_a_skip_and_a_stop_that_loses_nothing(workspace: Path) -> None:
    with terminal(workspace, "new", "profile", LANG="fi_FI.UTF-8", columns=44) as at:
        answer(
            at, ("Asiakas:", "Globex"), ("Numero tai nimi", "retail"), ("[en]", "<"), ("Numero tai nimi [retail]", "terveys"),
            ("[en]", "fi"), ("kuka:", ""), (";):", ""), ("pilkuin:", "katko"), ("ohita):", "Joka tunti -- Aino"),
            ("9/3:", "99"), ("”99” ei ole luku", "9/3"),
        )  # fmt: skip
        at.expect("näyttää nämä sanat")
        at.interrupt()
        at.expect("Jatka: salespack new profile")
        assert at.ended() == 130
    (file,) = kept(workspace)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list((workspace / "profiles").glob("*.yaml")) == []
    assert json.loads(file.read_text("utf-8"))["answers"]["values"][0]["quote"] == "Joka tunti"
    assert [one.name for one in (workspace / "profiles").iterdir()] == [file.name]

    with terminal(workspace, "new", "profile", "--interview-language", "fi", columns=44) as at:
        at.expect("Haastattelu asiakkaasta Globex on kesken")
        at.type("")
        at.expect("2 Toimiala: Terveydenhuolto")
        at.expect("Vähemmän katkoksia: 9/3 ”Joka tunti”")
        at.expect("Vähemmän katkoksia: Mitä tunti maksaa?")
        answer(
            at, ("sanat (kyllä, ei) [ei]", "k"), ("se toimi:", ""), ("1.12.2026:", "32.1.2026"),
            ("ei ole päivä", "1.12.2026"), ("Numero tai nimi", ""), ("aikaa:", ""), ("[kyllä]", "1"),
            ("Asiakas [Globex]", "Globex & Söhne <AG>"), ("1 Asiakas: Globex & Söhne <AG>", ""),
        )  # fmt: skip
        at.expect("kirjoitettu: profiles/globex-sohne-ag.yaml")
        at.expect("kieltäydy: mikään meillä ei vastaa tähän")  # no block is in Finnish
        assert at.ended() == 3
    assert kept(workspace) == []
    profile = loaded(workspace, "globex-sohne-ag")
    assert (profile.customer.industry, profile.customer.language) == ("healthcare", "fi")
    assert profile.values["fewer-outages"].shared_quote == "Joka tunti"


@pytest.mark.slow
def test_what_is_kept_can_be_deleted_or_left_for_later(workspace: Path) -> None:
    for name in ("First", "Second"):
        with terminal(workspace, "new", "profile") as at:
            if kept(workspace):
                answer(at, ("The interview with First is not finished", "no"))
            answer(at, ("Customer:", name))
            at.expect("Number or name")
            at.interrupt()
            assert at.ended() == 130
    assert [one.name for one in kept(workspace)] == [".interview-first.json", ".interview-second.json"]
    with terminal(workspace, "new", "profile") as at:
        answer(at, ("with Second is not finished", "maybe"), ("neither yes nor no", "delete"), ("is deleted.", "no"))
        at.expect("Customer:")
        at.interrupt()
        assert at.ended() == 130
    assert [one.name for one in kept(workspace)] == [".interview-first.json"]


@pytest.mark.slow
def test_a_transcript_stands_as_answers_that_enter_takes(workspace: Path) -> None:
    (workspace / "call.vtt").write_text(
        "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Maria Example>Do you have outages?</v>\n\n"
        "00:12:31.000 --> 00:12:35.000\n<v Sam Buyer>Every outage reaches our nurses.</v>\n",
        "utf-8",
    )
    with terminal(workspace, "new", "profile", "--notes", "call.vtt", "--ours", "Maria Example") as at:
        answer(at, ("Customer:", "Globex"), ("Number or name", ""), ("[en]", ""), ("Virta says", ""), ("two)", ""),
               ("[fewer-outages]", ""), ("[Every outage reaches our nurses. -- call.vtt ", ""), ("9/3", "9"), ("[no]", ""),
               ("worked:", ""), ("2026-12-01:", ""), ("Number or name", ""), ("minutes there are:", ""), ("[yes]", ""),
               ("Build their pack now (yes, no) [yes]:", ""))  # fmt: skip
        at.expect("out/globex/first-meeting/for-you/")
        assert at.ended() == 0
    assert [one.name for one in (workspace / "out/globex/first-meeting").iterdir()] == ["for-you"]
    value = loaded(workspace, "globex").values["fewer-outages"]
    assert (value.quote, value.shared_quote, value.importance) == ("Every outage reaches our nurses.", None, 9)
    assert isinstance(value.source, str)
    assert value.source.startswith("call.vtt ")


@pytest.mark.slow
def test_a_value_that_nothing_answers_is_declined(workspace: Path) -> None:
    with terminal(workspace, "new", "profile") as at:
        answer(at, ("Customer:", "Globex"), ("Number or name", ""), ("[en]", ""), ("who:", ""), ("two):", ""),
               ("with commas", "lower"), ("skip):", ""), ("9/3:", "9"), ("worked:", ""), ("2026-12-01:", ""),
               ("Number or name", ""), ("minutes there are:", ""), ("[yes]", ""))  # fmt: skip
        at.expect("decline: nothing of ours answers this\n  not answered: Lower run cost\n")
        assert at.ended() == 3
    assert loaded(workspace, "globex").values["lower-run-cost"].importance == 9


@pytest.mark.slow
def test_a_name_that_several_have_is_asked_for_and_a_slip_is_understood(tmp_path: Path) -> None:
    write_workspace(
        tmp_path,
        {
            "content_blocks/library.yaml": LIBRARY.replace(
                "retail: Retail", "retail: Retail, retail-banking: Retail banking"
            )
        },
    )
    library = ("--library", str(tmp_path / "content_blocks"), "--folder", str(tmp_path / "new"))
    typed = ["Globex", "ret", "2", "", "", "", "zzz", "lowr run cost", "1", "", "", "", "", "", "", "yes"]
    done = CliRunner().invoke(app, ["new", "profile", *library], input="\n".join(typed) + "\n")
    assert done.exit_code == 3, done.output
    assert "“ret”: which of these?\n    1 Retail            2 Retail banking\n" in done.output
    assert "nothing in the list is called “zzz”" in done.output
    written = (tmp_path / "new/globex.yaml").read_text("utf-8")
    assert "industry: retail-banking" in written
    assert "lower-run-cost:" in written


def test_answers_from_a_file(workspace: Path) -> None:
    answers = workspace / "call.yaml"
    answers.write_text(
        'customer: "O\'Neil & Söhne <AG> #1"\nindustry: Terveydenhuolto\npeople: [CTO, {role: talous, name: Aino}]\n'
        "values:\n  - {value: Fewer outages, importance: 9, words: It hurts, share: yes}\n  - lower-run-cost\n"
        "success: Calm\nmeeting: {date: 2026-12-01, minutes: 30}\n",
        "utf-8",
    )
    options = ["--answers", str(answers), "--library", str(workspace / "content_blocks")]
    options += ["--folder", str(workspace / "profiles")]
    done = CliRunner().invoke(app, ["new", "profile", *options, "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert (said["declined"], said["match"]["pack"]) == (False, "first-meeting")
    profile = loaded(workspace, "oneil-sohne-ag-1")
    assert profile.values["fewer-outages"].shared_quote == "It hurts"
    assert profile.values["lower-run-cost"].basis == "assumed"
    assert profile.meeting.roles == ("cto", "finance")
    again = CliRunner().invoke(app, ["new", "profile", *options])
    assert (again.exit_code, "SP802 there is a profile of this name already" in again.stderr) == (2, True)


def test_all_faults_of_a_file_of_answers_at_once(workspace: Path) -> None:
    answers = workspace / "call.yaml"
    answers.write_text(
        "customer: Globex\nindustry: helthcare\nvalues: [moon, {value: outages, importance: 12}]\npeople: [gardener]\n"
        "meeting: {minutes: 0}\n",
        "utf-8",
    )
    done = CliRunner().invoke(
        app, ["new", "profile", "--answers", str(answers), "--library", str(workspace / "content_blocks")]
    )
    assert done.exit_code == 2
    places = [
        line.partition(": ")[0].rpartition("call.yaml")[2] + line.partition(": ")[2][:6]
        for line in done.stderr.splitlines()
    ]
    assert sorted(places) == [":2:11SP203 ", ":3:10SP201 ", ":3:45SP105 ", ":4:10SP202 ", ":5:20SP105 "]
    assert Source("call.yaml", answers.read_text("utf-8")).load()


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_told_before_the_other_questions(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    (tmp_path / "taken").write_text("")
    with terminal(tmp_path, "new", "profile", "--folder", "taken") as at:
        answer(at, ("Customer:", "Globex"))
        at.expect("SP803 the answers cannot be kept")
        assert at.ended() == 1


@pytest.mark.slow
def test_notes_wait_for_an_interview_that_is_not_finished_and_lines_break_between_words(workspace: Path) -> None:
    with terminal(workspace, "new", "profile") as at:
        answer(at, ("Customer:", "Hämeenlinnan Seudun Puhelinosuuskunta"), ("Number or name", ""))
        at.expect("[en]")
        at.interrupt()
        assert at.ended() == 130
    (workspace / "call.txt").write_text("Customer: Every outage costs us a night.\n", "utf-8")
    with terminal(workspace, "new", "profile", "--notes", "call.txt", LANG="fi_FI.UTF-8", columns=44) as at:
        at.expect("Muistiinpanojen vastauksia ei käytetä, jos jatkat keskeneräistä haastattelua")
        answer(
            at, ("toinen asiakas; poista) [ei]:", ""), ("Asiakas:", "Toinen"), ("Numero tai nimi", ""), ("[en]:", ""),
            ("kuka:", ""), ("):", ""), ("pilkuin", "by a third"),
        )  # fmt: skip
        at.expect("by a third")
        answer(at, ("pilkuin", "1"), ("ohita)", "-- Pekka"), ("9/3", "9/3"), ("se toimi:", ""))
        at.expect("1.12.2026:")
        assert [
            line
            for line in at.said.split("\n")
            if len(line.removesuffix("by a third").removesuffix("9/3").rstrip(": ")) > 44
        ] == []
        at.interrupt()
        assert at.ended() == 130
        # Where lines end depends on the hour that the question names, 9.57 or 10.02; that no word is cut does not.
        assert "sitä (kyllä; ei: toinen asiakas; poista) [ei]: " in " ".join(at.said.split()) + " "
    first, second = sorted(kept(workspace), key=lambda path: path.name)
    assert json.loads(second.read_text("utf-8"))["answers"]["values"][0]["quote"] is None
    with terminal(workspace, "new", "profile", LANG="fi_FI.UTF-8", columns=44) as at:
        answer(at, ("asiakkaasta Toinen on kesken", "ei"), ("Puhelinosuuskunta on kesken", "kyllä"), ("[en]:", "<"))
        at.expect("Numero tai nimi")
        at.interrupt()
        assert at.ended() == 130
    assert kept(workspace) == [first, second]


@pytest.mark.slow
def test_in_a_narrow_window_faults_and_lists_are_in_the_sellers_language_and_break_between_words(
    workspace: Path,
) -> None:
    with terminal(workspace, "new", "profile", "--interview-language", "fi", columns=24) as at:
        answer(at, ("Asiakas:", "x" * 201))
        at.expect("nimessä on yli 200 merkkiä")
        answer(at, ("Asiakas:", "Glo\u2028bex"))
        at.expect("U+2028 ei voi olla osa vastausta; se tulee usein liittämällä")
        answer(at, ("Asiakas:", "Globex"), ("nimi:", "zzz"))
        at.expect("listalla ei ole mitään nimeltä ”zzz”")
        answer(at, ("nimi:", ""), ("[en]:", ""), ("kuka:", ""), (";):", ""), ("pilkuin:", "katko"))
        answer(at, ("ohita):", "y" * 2000), ("9/3:", "9"), ("[ei]:", ""), ("toimi:", ""), ("1.12.2026:", ""))
        answer(at, ("nimi:", ""), ("aikaa:", ""))
        at.expect(f"Vähemmän katkoksia: 9 ”{'y' * 160}…” (vain sinulle)")
        at.expect("[kyllä]:")
        at.end_input()
        at.expect("SP801 syöte loppui ennen kuin kaikkiin kysymyksiin oli vastattu; tiedostoa ei tehty")
        assert at.ended() == 2
    rows = [line for line in at.said.split("\n") if line.startswith("    ") or "ei" in line]
    assert [line for line in rows if len(line) > 24 and "SP801" not in line and "vastaa niihin" not in line] == []
