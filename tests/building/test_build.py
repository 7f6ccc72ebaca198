"""The build service: a broken block never stops a seller, what does not fit is refused, everything has its reason."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from pptx import Presentation

from salespack.building.build import Builder, Report, Request
from salespack.library.index import open_library
from salespack.problems.problem import NoFit, Severity, UsageFault, UserFault
from tests.searching import first_fast
from tests.workspaces import BLOCKS, PACK, PROFILE, write_workspace

TODAY = datetime.date(2026, 11, 21)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def builds(tmp_path: Path, cache: Path):  # type: ignore[no-untyped-def]
    """Builds a workspace whose files are changed as given."""

    def build(files: Mapping[str, str] = {}, *, blocks: Mapping[str, str] = BLOCKS, **request: object) -> Report:
        library = open_library(write_workspace(tmp_path, files, blocks=blocks), None)
        asked = Request(profile=Path("profiles/acme.yaml"), out=Path("out"), today=TODAY)
        for name, value in request.items():
            asked = type(asked)(**{**{field: getattr(asked, field) for field in asked.__struct_fields__}, name: value})
        return Builder(library, cache).build(asked)

    return build


def titles(report: Report) -> list[str]:
    (deck,) = [one.path for one in report.placed if one.name == "deck.pptx"]
    return [slide.shapes.title.text for slide in Presentation(str(deck)).slides]


def warnings(report: Report) -> list[str]:
    """The warnings of the library and of the build."""
    library = Builder(open_library(Path("content_blocks"), None), None).library_problems("en")
    return [str(problem).split(" (")[0] for problem in (*library, *report.matched.problems)]


def test_a_profile_becomes_a_deck_with_a_record(tmp_path: Path, builds) -> None:  # type: ignore[no-untyped-def]
    report = builds()
    assert titles(report) == ["What matters to Acme", "Calm nights", "One hour a year", "Two hours a year"]
    assert report.folder == Path("out/acme/first-meeting")
    record = json.loads((report.folder / "for-you/selection.json").read_text("utf-8"))
    assert {key: record[key] for key in ("profile", "pack", "language", "on", "coverage", "answered", "slides", "forced")} == {
        "profile": "acme", "pack": "first-meeting", "language": "en", "on": "2026-12-01", "coverage": 1.0,
        "answered": 0.6923, "slides": 4, "forced": False,
    }  # fmt: skip
    assert [(slot["slot"], slot["value"], slot["block"], slot["slides"]) for slot in record["slots"]] == [
        ("opening", None, "opening", 1),
        ("promise", "fewer-outages", "calm-nights", 1),
        ("proof", "fewer-outages", "one-hour", 1),
        ("proof", "fewer-outages", "two-hours", 1),
        ("next-step", None, None, 0),
    ]
    assert record["values"][0] == {
        "id": "fewer-outages",
        "weight": 9.0,
        "basis": "said",
        "top": True,
        "covered": 1.0,
        "would": None,
    }
    assert record["files"]["deck.pptx"]["path"] == "for-you/Acme - First meeting.pptx"


def test_customers_see_the_title_of_a_pack_and_not_what_we_call_it(builds) -> None:  # type: ignore[no-untyped-def]
    pack = PACK.replace("name: {en: First meeting, fi: Ensitapaaminen}", "name: Farewell\ntitle: {en: An end in order}")
    report = builds({"content_blocks/packs/first-meeting.yaml": pack}, only=("handout.pptx",))
    (placed,) = report.placed
    assert placed.path == Path("out/acme/first-meeting/for-customer/Acme - An end in order - Handout.pptx")
    shown = " ".join(
        shape.text_frame.text
        for one in Presentation(str(placed.path)).slides
        for shape in one.shapes
        if shape.has_text_frame
    )
    assert "Farewell" not in shown
    assert report.matched.deck.title == "Acme – An end in order"


def test_nothing_changes_when_nothing_changed(builds) -> None:  # type: ignore[no-untyped-def]
    first = builds()
    again = builds()
    assert [one.sha256 for one in again.placed] == [one.sha256 for one in first.placed]
    assert again.placed[0].kept is None


BROKEN = {
    "an undefined variable": ("# T\n\n{{ facts.outages }}\n", "SP302"),
    "broken front matter": (None, "SP101"),
    "raw HTML": ("# T\n\n<b>x</b>\n", "SP303"),
    "a missing picture": ("# T\n\n![x](images/x.png)\n", "SP306"),
    "a template that raises": ("# T\n\n{{ 1 / 0 }}\n", "SP301"),
    "loops in loops": (
        "# T\n\n{% for a in range(1000) %}{% for b in range(1000) %}x{% endfor %}{% endfor %}\n",
        "SP329",
    ),
    "a macro without end": ("# T\n\n{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}\n", "SP329"),
    "a template that nests too deeply": ("# T\n\n" + "{% if 1 %}" * 150 + "{% endif %}" * 150, "SP301"),
    "a filter misused": ("# T\n\n{{ 'abcdefgh' | truncate(-1) }}\n", "SP304"),
    "thousands of slides": ("{% for a in range(1000) %}\n# T\n\n- a\n{% endfor %}\n", "SP329"),
}


@pytest.mark.parametrize("fault", first_fast(BROKEN, 4))
def test_a_broken_block_never_stops_a_seller(builds, fault: str) -> None:  # type: ignore[no-untyped-def]
    body, code = BROKEN[fault]
    front = "---\nkind: benefit\nvalues: {fewer-outages: 5}\n---\n"
    text = "---\nkind: benefit\nvalues: {fewer-outages: 5}\nownr: x\n---\n# T\n" if body is None else front + body
    report = builds({"content_blocks/benefits/aaa-first.md": text})
    assert "Calm nights" in titles(report)
    warning = warnings(report)[0]
    assert warning.startswith("content_blocks/benefits/aaa-first.md:")
    assert code in warning
    record = json.loads((report.folder / "for-you/selection.json").read_text("utf-8"))
    assert record["rejected"]["counts"]["broken"] == 1
    with pytest.raises(UserFault, match=code):
        builds({"content_blocks/benefits/aaa-first.md": text}, strict=True)


def test_what_is_left_without_the_broken_block_may_not_fit(builds) -> None:  # type: ignore[no-untyped-def]
    blocks = {
        "frames/opening.md": BLOCKS["frames/opening.md"],
        "benefits/only.md": "---\nkind: benefit\nvalues: {fewer-outages: 5}\n---\n{{ x }}\n",
    }
    with pytest.raises(NoFit) as caught:
        builds(blocks=blocks)
    assert "only (broken: content_blocks/benefits/only.md:5: SP302 “x” is not known here" in str(caught.value)


def test_a_translation_that_is_broken_counts_in_its_language_alone(builds) -> None:  # type: ignore[no-untyped-def]
    files = {"content_blocks/benefits/calm-nights.fi.md": "---\ntranslats: 1\n---\n# Rauhalliset yöt\n"}
    assert "Calm nights" in titles(builds(files))
    with pytest.raises(NoFit, match=r"calm-nights \(broken: content_blocks/benefits/calm-nights.fi.md:2:1: SP101"):
        builds({**files, "content_blocks/frames/opening.fi.md": "---\n---\n# Alku\n"}, language="fi")


REFUSED = {
    "a profile with no values": (
        "customer: {name: Acme}\n",
        "SP401 The profile names no value that matters to the customer",
    ),
    "a value nobody answers": (
        PROFILE.replace("fewer-outages: 9", "fewer-outages: 1"),
        "lower-run-cost “Lower run cost” (weight 4): no block answers it",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_no_fit_is_refused_and_nothing_but_that_written(tmp_path: Path, builds, case: str) -> None:  # type: ignore[no-untyped-def]
    profile, text = REFUSED[case]
    with pytest.raises(NoFit) as caught:
        builds({"profiles/acme.yaml": profile})
    assert text in str(caught.value)
    assert caught.value.exit_code == 3
    assert [path.name for path in (tmp_path / "out").rglob("*")] == ["refusals.jsonl"]


def test_force_builds_and_is_recorded(builds) -> None:  # type: ignore[no-untyped-def]
    report = builds({"profiles/acme.yaml": "customer: {name: Acme}\n"}, force=True)
    assert report.forced
    assert titles(report) == ["What matters to Acme"]
    record = json.loads((report.folder / "for-you/selection.json").read_text("utf-8"))
    assert record["forced"] is True
    assert record["refusal"]


def test_pin_and_drop(builds) -> None:  # type: ignore[no-untyped-def]
    assert "One hour a year" not in titles(builds(drop=("one-hour",)))
    files = {
        "content_blocks/experiences/draft.md": "---\nkind: experience\nvalues: {fewer-outages: 3}\nstate: draft\n---\n# Draft\n"
    }
    assert "Draft" not in titles(builds(files))
    assert "Draft" in titles(builds(files, pin=("draft",)))
    with pytest.raises(UserFault, match="SP403"):
        builds(pin=("no-such-block",))


def test_an_empty_required_frame_is_a_fault_of_the_pack(builds) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserFault, match=r"content_blocks/packs/first-meeting.yaml.*SP405") as caught:
        builds(blocks={name: text for name, text in BLOCKS.items() if name != "frames/opening.md"})
    assert caught.value.exit_code == 1


def test_sizes_are_learnt_by_matching_again(builds) -> None:  # type: ignore[no-untyped-def]
    long = "---\nkind: experience\nvalues: {fewer-outages: 5}\n---\n# One\n\n# Two\n\n# Three\n"
    pack = PACK + "limits: {slides: 4}\n"
    report = builds({"content_blocks/experiences/long.md": long, "content_blocks/packs/first-meeting.yaml": pack})
    assert titles(report) == ["What matters to Acme", "Calm nights", "One hour a year", "Two hours a year"]
    (long_one,) = [one for one in report.matched.selection.rejections if one.block == "long"]
    assert long_one.detail.startswith("by two-hours in proof (fewer-outages)")


def test_the_pack_that_suits_is_chosen(builds) -> None:  # type: ignore[no-untyped-def]
    repair = PACK.replace("First meeting", "Putting it right") + "for: {states: [at-risk], relationship: [current]}\n"
    decision = PACK.replace("stage: evaluation", "stage: decision") + "for: {stages: [decision]}\n"
    files = {"content_blocks/packs/repair.yaml": repair, "content_blocks/packs/proposal.yaml": decision}
    assert builds(files).matched.pack.id == "first-meeting"
    at_risk = PROFILE + "relationship: {kind: current, state: at-risk}\n"
    report = builds({**files, "profiles/acme.yaml": at_risk})
    assert (report.matched.pack.id, report.matched.why) == ("repair", "for states at-risk; relationship current")
    deciding = PROFILE.replace("roles: [cto]", "roles: [cto], stage: decision")
    assert builds({**files, "profiles/acme.yaml": deciding}).matched.pack.id == "proposal"
    assert builds(files, pack="proposal").matched.why == "as asked"
    asked = {"content_blocks/packs/repair.yaml": repair + "on_request: true\n", "profiles/acme.yaml": at_risk}
    assert builds({**files, **asked}).matched.pack.id == "first-meeting"
    assert builds({**files, **asked}, pack="repair").matched.pack.id == "repair"


def test_a_pack_for_others_alone_is_not_forced_on_anyone(builds) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageFault, match="SP407 no pack suits acme"):
        builds({"content_blocks/packs/first-meeting.yaml": PACK + "for: {states: [at-risk]}\n"})


def test_a_library_without_packs(tmp_path: Path, cache: Path) -> None:
    folder = write_workspace(tmp_path)
    (folder / "packs/first-meeting.yaml").unlink()
    request = Request(profile=Path("profiles/acme.yaml"), out=Path("out"), today=TODAY)
    with pytest.raises(UserFault, match=r"SP409 the library has no pack \(write one in packs/"):
        Builder(open_library(folder, None), cache).build(request)


@pytest.mark.parametrize(
    ("request_", "files", "text", "code"),
    [
        ({"pack": "frist-meeting"}, {}, "SP408 there is no pack “frist-meeting” (did you mean “first-meeting”?)", 2),
        ({"language": "sv"}, {}, "SP205 the library has no language “sv”", 2),
        ({"only": ("desk.pptx",)}, {}, "SP703 there is no output “desk.pptx” (did you mean “deck.pptx”?)", 2),
        ({}, {"content_blocks/packs/first-meeting.yaml": PACK.replace("deck.pptx", "deck.ppt")}, "content_blocks/packs/first-meeting.yaml:3:11: SP703", 1),
        ({}, {"content_blocks/packs/first-meeting.yaml": PACK.replace("deck.pptx", "usal")}, "“usal” (did you mean “usual”?)", 1),
        ({"pack": "first-meeting"}, {"content_blocks/packs/first-meeting.yaml": PACK + "x: 1\n"}, "SP101 unknown key “x”", 1),
        ({}, {"content_blocks/packs/first-meeting.yaml": PACK + "x: 1\n"}, "SP101 unknown key “x”", 1),
        ({}, {"profiles/acme.yaml": PROFILE + "x: 1\n"}, "profiles/acme.yaml:5:1: SP101 unknown key “x”", 1),
        ({"profile": Path("profiles/none.yaml")}, {}, "profiles/none.yaml: SP001 there is no such file", 1),
        ({}, {"content_blocks/library.yaml": "company: {name: L}\nindustries: {healthcare: H}\nroles: {cto: C}\nstages: {evaluation: E}"}, "SP520 the library names no brand file", 1),
        ({}, {"content_blocks/library.yaml": "company: {name: L}\nindustries: {healthcare: H}\nroles: {cto: C}\nstages: {evaluation: E}\nbrand: brand/no.pptx"}, "SP521 the brand file brand/no.pptx is not there", 1),
        ({}, {"content_blocks/library.yaml": "company: {name: L}\nindustries: {healthcare: H}\nroles: {cto: C}\nstages: {evaluation: E}\nbrand: ../no.pptx"}, "SP521 the brand file lies outside the library", 1),
        ({}, {"content_blocks/brand/brand.yaml": "roles: {bullets: No Such Layout}"}, "content_blocks/brand/brand.yaml:1:18: SP510 role bullets: the brand has no layout “No Such Layout”", 1),
    ],
)  # fmt: skip
def test_what_stops_a_build(builds, request_: dict[str, object], files: dict[str, str], text: str, code: int) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserFault) as caught:
        builds(files, **request_)
    assert text in str(caught.value)
    assert caught.value.exit_code == code


def test_a_case_about_a_customer_who_declined_is_left_out(tmp_path: Path, builds) -> None:  # type: ignore[no-untyped-def]
    files = {
        "content_blocks/experiences/one-hour.md": "---\nkind: experience\nvalues: {fewer-outages: 4}\nabout: {customer: Globex}\n---\n# One hour a year\n",
        "profiles/globex.yaml": "customer: {name: GLOBEX}\nrelationship: {kind: current, reference: declined}\n",
    }
    assert "One hour a year" not in titles(builds(files))


def declining(name: str, more: str = "") -> str:
    return f"customer: {{name: {name}}}\nrelationship: {{kind: current, reference: declined}}\n{more}"


ABOUT_GLOBEX = {
    "content_blocks/experiences/one-hour.md": "---\nkind: experience\nvalues: {fewer-outages: 4}\nabout: {customer: Globex}\n---\n# One hour a year\n"
}


@pytest.mark.parametrize("file", ["globex.yaml", "globex.yml"])
def test_who_declined_is_read_from_every_profile(builds, file: str) -> None:  # type: ignore[no-untyped-def]
    assert "One hour a year" not in titles(builds({**ABOUT_GLOBEX, f"profiles/{file}": declining("GLOBEX")}))


def test_a_broken_profile_of_a_colleague_is_told_and_stops_nothing(builds) -> None:  # type: ignore[no-untyped-def]
    report = builds({**ABOUT_GLOBEX, "profiles/globex.yaml": declining("Globex", "x: [")}, strict=True)
    assert report.matched.problems == ()
    (told,) = report.matched.notices
    assert told.severity is Severity.WARNING
    assert str(told).startswith("profiles/globex.yaml:")
    assert "SP003" in str(told)


def test_problems_of_the_library_are_apart_from_those_of_a_build(tmp_path: Path, builds) -> None:  # type: ignore[no-untyped-def]
    files = {
        "content_blocks/benefits/bad.md": "---\nkind: benefit\nownr: x\n---\n# T\n",
        "content_blocks/benefits/calm-nights.fi.md": "---\ntranslats: 1\n---\n# Rauhalliset yöt\n",
        "content_blocks/packs/odd.yaml": "name: Odd\n",
        "content_blocks/people/matti.yaml": "name: Matti\n",
    }
    assert builds(files, pack="first-meeting").matched.problems == ()
    builder = Builder(open_library(tmp_path / "content_blocks", None), None)
    where = [str(problem.place).rpartition("/")[2].partition(":")[0] for problem in builder.library_problems("en")]
    assert sorted(where) == ["bad.md", "matti.yaml", "odd.yaml"]
    assert {problem.severity for problem in builder.library_problems("en")} == {Severity.WARNING}
    assert len(builder.library_problems("fi")) == 4
    with pytest.raises(UserFault, match="SP101 unknown key “ownr”"):
        builds(files, pack="first-meeting", strict=True)
    assert builds(files).matched.why == "the pack for everyone; odd cannot be read"
    with pytest.raises(UserFault, match=r"SP102 “sections” is missing(.|\n)*SP407 no pack suits acme by its `for`"):
        builds({**files, "content_blocks/packs/first-meeting.yaml": PACK + "for: {industries: [retail]}\n"})


FI = {
    "content_blocks/frames/opening.fi.md": "---\n---\n# Alku\n",
    "content_blocks/benefits/calm-nights.md": BLOCKS["benefits/calm-nights.md"].replace("---\n#", "version: 3\n---\n#"),
    "content_blocks/benefits/calm-nights.fi.md": "---\ntranslates: 2\n---\n# Rauhalliset yöt\n",
    "content_blocks/experiences/one-hour.fi.md": "---\ntranslates: 1\n---\n# Tunti vuodessa\n",
}


def test_a_translation_of_an_earlier_version_is_told_where_it_is_used(builds) -> None:  # type: ignore[no-untyped-def]
    assert [str(problem) for problem in builds(FI, language="fi").matched.problems] == [
        "content_blocks/benefits/calm-nights.fi.md: SP209 translates version 2 of calm-nights, which is at version 3 "
        "(bring it up to date, then write `translates: 3`)"
    ]
    assert builds(FI).matched.problems == ()
    with pytest.raises(UserFault, match="SP209"):
        builds(FI, language="fi", strict=True)


def test_the_figures_of_the_brief_are_those_of_the_deck(builds) -> None:  # type: ignore[no-untyped-def]
    from pypdf import PdfReader

    files = {
        "content_blocks/benefits/calm-nights.md": "---\nkind: benefit\nvalues: {fewer-outages: 5}\n---\n# T\n\n{{ x }}\n",
        "content_blocks/benefits/some-nights.md": "---\nkind: benefit\nvalues: {fewer-outages: 3}\n---\n# Some nights\n",
    }
    doubt = "kind: dialogue\nvalues: {fewer-outages: 4}\ntags: [objection]\nanswer: Yes, for two years.\n"
    files["content_blocks/dialogue/is-it-safe.md"] = f"---\n{doubt}---\n# Is it safe?\n"
    report = builds(files, drop=("one-hour",), only=("brief.pdf",))
    assert report.matched.selection.coverage == pytest.approx(0.6)
    (brief,) = [one.path for one in report.placed]
    whole = " ".join(" ".join(page.extract_text() for page in PdfReader(brief).pages).split())
    assert "60%" in whole
    assert "100%" not in whole
    assert "Is it safe? Yes, for two years." in whole


def test_files_outside_the_library_are_not_used(tmp_path: Path, builds) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "elsewhere").mkdir()
    for name in ("templates", "images"):
        (tmp_path / "content_blocks").mkdir(exist_ok=True)
        (tmp_path / "content_blocks" / name).symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "secret.txt.j2").write_text("{# for: customer #}\nsecret")
    with pytest.raises(UsageFault, match=r"SP703 there is no output “secret\.txt”"):
        builds(only=("secret.txt",))


def test_hostile_names_reach_files_and_slides_as_text(builds) -> None:  # type: ignore[no-untyped-def]
    name = "O'Neil & Söhne <AG> #1 {{7*7}}"
    report = builds(
        {"profiles/acme.yaml": PROFILE.replace("name: Acme", f'name: "{name}"')}, only=("deck.pptx", "handout.pptx")
    )
    assert titles(report)[0] == f"What matters to {name}"
    assert [one.path.name for one in report.placed] == [
        "O'Neil & Söhne AG #1 {{7 7}} - First meeting.pptx",
        "O'Neil & Söhne AG #1 {{7 7}} - First meeting - Handout.pptx",
    ]


def test_the_handout_holds_nothing_of_ours(builds) -> None:  # type: ignore[no-untyped-def]
    import zipfile

    files = {
        "content_blocks/benefits/calm-nights.md": BLOCKS["benefits/calm-nights.md"]
        + "\n::: notes\nspoken secret\n:::\n::: seller\nseller secret\n:::\n"
    }
    report = builds(files, only=("deck.pptx", "handout.pptx"))
    parts = {}
    for one in report.placed:
        with zipfile.ZipFile(one.path) as archive:
            parts[one.name] = {name: archive.read(name) for name in archive.namelist()}
    everything = b"\n".join(parts["handout.pptx"].values())
    for secret in (b"spoken secret", b"seller secret", b"SALESPACK", b"calm-nights", b"first-meeting"):
        assert secret not in everything
    deck = b"\n".join(parts["deck.pptx"].values())
    assert b"spoken secret" in deck
    assert b"seller secret" not in deck
    assert b"calm-nights" in deck


def test_a_broken_template_matters_to_who_asks_for_its_output(tmp_path: Path, builds) -> None:  # type: ignore[no-untyped-def]
    pack = PACK.replace("[deck.pptx]", "[deck.pptx, release.md]")
    files = {"content_blocks/packs/first-meeting.yaml": pack, "content_blocks/templates/own.md.j2": "Hello"}
    assert [one.name for one in builds(files).placed] == ["deck.pptx", "release.md"]
    with pytest.raises(UserFault, match=r"templates/own\.md\.j2:1: SP601 the template does not say whom"):
        builds(files, only=("own.md",))
    with pytest.raises(UserFault, match=r"templates/release\.md\.j2:1: SP601"):
        builds({**files, "content_blocks/templates/release.md.j2": "Hello"})
