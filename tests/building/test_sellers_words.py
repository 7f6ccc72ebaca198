"""What the seller alone may read never gets into a customer's file; and if it did, the file would not be written."""

from __future__ import annotations

import datetime
import hashlib
import os
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pptx import Presentation
from pypdf import PdfReader

from salespack.building import outputs
from salespack.building.build import Builder, Report, Request
from salespack.building.request import Matched
from salespack.building.resources import Resources
from salespack.building.written_outputs import HANDOUT, WRITTEN, WrittenOutput
from salespack.deck.model import Chart, Kpi, Kpis, Node, Paragraph, Quote, Series, Span, Table, Text
from salespack.documents.rendering import Finished
from salespack.library.index import open_library
from salespack.problems.problem import Problem, UserFault
from salespack.scaffold.starter import create_workspace
from salespack.system.cache import cache_folder
from tests.assembly.designed_decks import box, deck_of
from tests.conftest import PROJECT
from tests.searching import first_fast
from tests.workspaces import LINE_BREAKS, PACK, PROFILE, copy_with, write_workspace

TODAY = datetime.date(2026, 11, 21)
OUTPUTS = "[deck.pptx, handout.pptx, deck.pdf, one-pager.pdf, brief.pdf, email.html, release.md, report.pdf]"
FULL = {"content_blocks/packs/first-meeting.yaml": PACK.replace("[deck.pptx]", OUTPUTS)}
TOLD = "content_blocks/benefits/calm-nights.md"
FRONT = "---\nkind: benefit\nvalues: {fewer-outages: 5}\n---\n"
MARGIN = "They pay too much: our margin here is **40 percent**"
# What stood in a clone that Git for Windows had made: the fence was glued to the line above it, and shown.
GLUED = (
    f"{FRONT}# Things cost less\n\n- One\n- Two{{% if customer.name %}} for us{{% endif %}}\n::: seller\n"
    f"{MARGIN}{{% if facts %}}, so push {{{{ facts.services }}}} of them{{% endif %}}\n:::\n"
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def builder(tmp_path: Path, cache: Path) -> Callable[..., Builder]:
    """A builder of a workspace with the files given."""

    def make(files: dict[str, str] | None = None) -> Builder:
        return Builder(open_library(write_workspace(tmp_path, FULL | (files or {})), None), cache)

    return make


def request(**asked: object) -> Request:
    return msgspec.structs.replace(Request(profile=Path("profiles/acme.yaml"), out=Path("out"), today=TODAY), **asked)


def said(file: Path) -> str:
    """All that a finished file says, in one line."""
    match file.suffix:
        case ".pptx":
            slides = Presentation(str(file)).slides
            notes = [slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide]
            shown = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
            text = "\n".join((*shown, *notes))
        case ".pdf":
            text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(file.read_bytes())).pages)
        case _:
            text = file.read_text(encoding="utf-8")
    return " ".join(text.split())


def files_of(report: Report) -> dict[str, str]:
    return {one.name: said(one.path) for one in report.placed}


def test_the_sellers_words_stand_in_the_briefing_alone(builder: Callable[..., Builder], line_breaks: str) -> None:
    said_in = files_of(builder({TOLD: GLUED}).build(request()))
    assert {name for name, text in said_in.items() if "our margin here is" in text} == {"brief.pdf"}
    assert "They pay too much: our margin here is 40 percent, so push 140 of them" in said_in["brief.pdf"]
    assert all("Two for us" in said_in[name] for name in ("deck.pptx", "handout.pptx", "deck.pdf", "one-pager.pdf"))
    assert not any(":::" in text for text in said_in.values())


# --- the last look ---------------------------------------------------------------------------------------------------

SELLERS = f"{FRONT}# Calm nights\n\n- nobody is called\n\n::: seller\nAsk nicely. {MARGIN}.\n:::\n"


def spans(*texts: str) -> tuple[Span, ...]:
    return tuple(Span(text, bold=number % 2 == 1) for number, text in enumerate(texts))


STAKEHOLDER = {"profiles/acme.yaml": PROFILE + "stakeholders: [{name: Maija Esimerkki, role: cto}]\n"}
SPLIT = spans("They pay too much: our mar", "gin here is ", "40 percent")
LEAKS: dict[str, tuple[Node, ...]] = {
    "a text": (Text((Paragraph(SPLIT),)),),
    "a list": (Text((Paragraph(spans("one"), marker="bullet"), Paragraph(SPLIT, marker="bullet"))),),
    "a quote": (Quote((Paragraph(SPLIT),), spans("somebody")),),
    "a figure": (Kpis((Kpi(spans("3"), SPLIT),)),),
    "a cell": (Table(("left",), (spans("head"),), ((SPLIT,),)),),
    "a chart": (
        Chart(
            type="bar", title="They pay too much: our margin here is 40 percent", alt="A chart", categories=("a", "b"),
            series=(Series("c", (1.0, 2.0)),), number_format="number", currency="EUR",
        ),
    ),
    "a fence": (Text((Paragraph(spans("::: ", "seller"), ),)),),
    "a fence alone": (Text((Paragraph(spans("one")), Paragraph(spans(":::")))),),
}  # fmt: skip


def leaky(matched: Matched, nodes: tuple[Node, ...], kind: str = "benefit") -> Matched:
    """The pack as a fault of ours would make it: what is the seller's stands on a slide."""
    slides = tuple(
        msgspec.structs.replace(slide, nodes=nodes, kind=kind) if slide.provenance.block == "calm-nights" else slide
        for slide in matched.deck.slides
    )
    return msgspec.structs.replace(matched, deck=msgspec.structs.replace(matched.deck, slides=slides))


def packed(made: Builder, matched: Matched, name: str) -> Problem:
    """What is told when an output is made."""
    written = made.packing.decks([name], request(), matched)
    with pytest.raises(UserFault) as caught:
        made.packing.packed([name], request(), matched, written, Path("out"))
    [problem] = caught.value.problems
    return problem


FILES = ("deck.pptx", "handout.pptx", "deck.pdf", "one-pager.pdf", "report.pdf")
ALL = [*(("a text", name) for name in FILES), *((leak, "deck.pptx") for leak in LEAKS if leak != "a text")]
"""Each leak, and each file."""


@pytest.mark.parametrize(
    ("leak", "name"),
    first_fast([*ALL, *((leak, name) for name in FILES for leak in LEAKS if (leak, name) not in ALL)], len(ALL)),
)
def test_no_file_with_the_sellers_words_is_finished(builder: Callable[..., Builder], leak: str, name: str) -> None:
    made = builder({TOLD: SELLERS})
    problem = packed(made, leaky(made.match(request()), LEAKS[leak]), name)
    assert problem.code == "SP705"
    assert problem.message.startswith(f"{HANDOUT if name == 'deck.pdf' else name} would show the customer ")
    assert "calm-nights" in problem.message
    assert problem.place is not None
    assert (problem.place.file, problem.place.line) == (TOLD, 5 if "fence" in leak else 10)


@pytest.mark.parametrize("leak", ["a text", "a list", "a figure", "a cell", "a fence"])
def test_nor_are_release_notes(builder: Callable[..., Builder], leak: str) -> None:
    made = builder({TOLD: SELLERS})
    assert packed(made, leaky(made.match(request()), LEAKS[leak], "news"), "release.md").code == "SP705"


@pytest.mark.parametrize("leak", ["a text", "a quote", "a figure", "a cell", "a chart", "a fence", "a fence alone"])
def test_nor_is_a_mail(builder: Callable[..., Builder], leak: str) -> None:
    step = "---\nkind: frame\ntags: [next-step]\n---\n" + SELLERS.removeprefix(FRONT)
    made = builder({"content_blocks/frames/calm-nights.md": step, TOLD: FRONT + "# Nights\n\n- calm\n"})
    Path(TOLD).rename("content_blocks/benefits/nights.md")
    made = Builder(open_library(Path("content_blocks").absolute(), None), cache_folder())
    chart = (msgspec.structs.replace(LEAKS[leak][0], alt=MARGIN),) if leak == "a chart" else LEAKS[leak]
    assert packed(made, leaky(made.match(request()), chart, "frame"), "email.html").code == "SP705"


def test_sentences_with_data_in_them_are_known_too(builder: Callable[..., Builder]) -> None:
    text = f"{FRONT}# Calm nights\n\n- one\n\n::: seller\n{{{{ stakeholders[0].name }}}} decides\n:::\n"
    made = builder({TOLD: text, **STAKEHOLDER})
    matched = made.match(request())
    nodes = (Text((Paragraph(spans("Maija ", "Esim", "erkki decides")),)),)
    written = made.packing.decks(["deck.pptx"], request(), leaky(matched, nodes))
    with pytest.raises(UserFault, match="::: seller of the block calm-nights says: “Maija Esimerkki decides”"):
        made.packing.packed(["deck.pptx"], request(), matched, written, Path("out"))


PUBLIC = {
    "on the slide": "# Calm nights\n\nThey pay too much: our margin here is *40* percent\n",
    "in the notes": "# Calm nights\n\n- one\n\n::: notes\nThey pay too much – our margin here is 40 percent.\n:::\n",
    "in code": "# Calm nights\n\n```\nThey pay too much: our margin here is 40 percent\n:::\n```\n",
    "as code": "# Calm nights\n\nWrite `::: seller` and `:::` around it\n",
}


@pytest.mark.parametrize("where", PUBLIC)
def test_what_is_public_may_be_said_to_the_seller_too(builder: Callable[..., Builder], where: str) -> None:
    body = f"{PUBLIC[where]}\n::: seller\n{MARGIN if where != 'as code' else 'Say so.'}\n:::\n"
    assert len(builder({TOLD: FRONT + body}).build(request()).placed) == 8


def test_a_customer_may_write_what_looks_like_a_fence(builder: Callable[..., Builder]) -> None:
    profile = PROFILE + 'success: "::: seller is what we never want to read"\n'
    said_in = files_of(builder({"profiles/acme.yaml": profile}).build(request()))
    assert "::: seller is what we never want to read" in said_in["one-pager.pdf"]


def test_a_fence_on_a_slide_that_was_made_in_powerpoint_is_met(builder: Callable[..., Builder]) -> None:
    def fill(slide: Any) -> None:
        slide.shapes.title.text = "Calm nights"
        box(slide, "::: sel", "ler")

    made = builder(
        {TOLD: "---\nkind: benefit\nvalues: {fewer-outages: 5}\nslides: {file: ../slides/a.pptx, slide: 1}\n---\n"}
    )
    Path("content_blocks/slides").mkdir()
    Path("content_blocks/slides/a.pptx").write_bytes(deck_of(fill))
    made = Builder(open_library(Path("content_blocks").absolute(), None), cache_folder())
    with pytest.raises(UserFault) as caught:
        made.build(request(only=("deck.pptx",)))
    [problem] = caught.value.problems
    assert str(problem) == (
        f"{TOLD}:4: SP705 deck.pptx would show the customer “::: seller”, the fence of a div of the block calm-nights "
        "(nothing was written; mend the block, or leave it out with --drop)"
    )
    assert not Path("out").exists()


# --- the same decks and documents from every clone -------------------------------------------------------------------


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def built(workspace: Path, **asked: object) -> dict[str, str]:
    """The hashes of all that is built in a workspace for each of its profiles."""
    os.chdir(workspace)
    made = Builder(open_library((workspace / "content_blocks").absolute(), None), None)
    for profile in sorted((workspace / "profiles").glob("*.yaml")):
        made.build(request(profile=profile, force=True, **asked))
    return hashes(workspace / "out")


@pytest.mark.slow
@pytest.mark.parametrize("breaks", [name for name in LINE_BREAKS if name != "line feeds"])
def test_a_new_workspace_gives_the_same_files_whatever_its_line_breaks(tmp_path: Path, breaks: str) -> None:
    create_workspace(tmp_path / "plain")
    copy_with(breaks, tmp_path / "plain", tmp_path / "other")
    assert hashes(tmp_path / "plain") != hashes(tmp_path / "other")
    expected = built(tmp_path / "plain")
    assert len(expected) >= 6
    assert built(tmp_path / "other") == expected


@pytest.mark.slow
@pytest.mark.parametrize("breaks", ["Windows", "mixed"])
def test_the_sample_gives_the_same_decks_whatever_its_line_breaks(tmp_path: Path, breaks: str) -> None:
    for name in ("plain", "other"):
        for folder in ("content_blocks", "profiles"):
            copy_with("line feeds" if name == "plain" else breaks, PROJECT / folder, tmp_path / name / folder)
    outputs = ("deck.pptx", "email.html", "release.md", "one-pager.pdf")
    expected = built(tmp_path / "plain", only=outputs)
    assert len(expected) >= 40
    assert built(tmp_path / "other", only=outputs) == expected


def test_a_clone_by_git_for_windows_keeps_line_feeds(tmp_path: Path) -> None:
    def git(*arguments: object, cwd: Path) -> None:
        subprocess.run(["git", *map(str, arguments)], cwd=cwd, check=True, capture_output=True)

    create_workspace(tmp_path / "ours")
    git("init", "-q", cwd=tmp_path / "ours")
    git("add", ".", cwd=tmp_path / "ours")
    git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "Begin", cwd=tmp_path / "ours")
    git("clone", "-q", "-c", "core.autocrlf=true", "ours", "theirs", cwd=tmp_path)
    # The ledger is each machine's own; its folder keeps itself out of git.
    ours, theirs = (
        {name: sha for name, sha in hashes(tmp_path / folder).items() if not name.startswith((".git/", "ledger/"))}
        for folder in ("ours", "theirs")
    )
    assert theirs == ours


def test_a_file_that_no_template_makes_is_searched_where_it_is_for_the_customer(
    builder: Callable[..., Builder], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a new output does, as CONTRIBUTING.md tells it: a row in WRITTEN."""

    def text(matched: Matched, resources: Resources) -> Finished:
        made = Finished(b"text")
        made.said = "Push them: they pay too much"
        return made

    rows = {
        "plan.txt": WrittenOutput("customer", ("agreed_plan",), text),
        "notes.txt": WrittenOutput("seller", (), text),
    }
    monkeypatch.setattr(outputs, "WRITTEN", {**WRITTEN, **rows})
    made = builder({TOLD: f"{FRONT}# Calm\n\nA text\n\n::: seller\nPush them: they pay too much\n:::\n"})
    report = made.build(request(only=("notes.txt",)))
    assert [one.path.parent.name for one in report.placed] == ["for-you"]
    with pytest.raises(UserFault) as fault:
        made.build(request(only=("plan.txt",)))
    assert {problem.code for problem in fault.value.problems} == {"SP705"}
