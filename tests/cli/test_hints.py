"""Messages are true and say where and what to do: small mistakes in a workspace that is right otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from salespack.cli.main import app
from tests.assembly.designed_decks import box, deck_of

HEAD = "---\nvalues: {fewer-interruptions: 5}\n---\n"
SLIDES = "---\nvalues: {fewer-interruptions: 5}\nslides: {file: ../slides/d.pptx, slide: 1}\n---\n"
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "ws"
    assert CliRunner().invoke(app, ["init", str(folder)]).exit_code == 0
    monkeypatch.chdir(folder)
    return folder


def told(workspace: Path, block: str, deck: bytes = b"") -> list[str]:
    """What a build with the block says on stderr."""
    (workspace / "content_blocks/benefits/x.md").write_text(block)
    if deck:
        (workspace / "content_blocks/slides").mkdir(exist_ok=True)
        (workspace / "content_blocks/slides/d.pptx").write_bytes(deck)
    done = CliRunner().invoke(app, ["build", "example-customer", "--pin", "x", "--only", "deck.pptx"])
    assert done.exit_code == 1
    return done.stderr.splitlines()


PINNED = "SP402 the pinned block x is broken, and not in the deck (mend what is said of it, or unpin it)"


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (f'{HEAD}# A\n\n- fine\n{{% include "teaser" %}}\n',
         "content_blocks/benefits/x.md:7: warning: SP301 there is no template “teaser” in the library's templates/ "
         "(correct the name, or put the file there)"),
        (f"{HEAD}# A\n\n- fine\n- [doc](files/x.pdf)\n",
         "content_blocks/benefits/x.md:7: warning: SP309 a link to “files/x.pdf” (links begin with https://, http:// or mailto:)"),
        (f"{HEAD}# A\n\n- fine\n\n# B\n\n- [doc](https://example.com)\n- [doc](files/x.pdf)\n",
         "content_blocks/benefits/x.md:11: warning: SP309 a link to “files/x.pdf” (links begin with https://, http:// or mailto:)"),
    ],
    ids=["include", "link", "link on the second slide"],
)  # fmt: skip
def test_a_fault_of_a_body_is_told_at_its_line(workspace: Path, block: str, problem: str) -> None:
    assert told(workspace, block) == [problem, PINNED]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (LFS, "is a Git LFS pointer, not the file itself (run `git lfs install` once, then `git lfs pull`)"),
        (b"\n<!DOCTYPE html><html><body>Sign in</body></html>",
         "is a web page, often a sign-in page that was saved instead of the file (download it again, signed in)"),
        (b"%PDF-1.7\n", "is a PDF (give the .pptx or .potx that it was made from)"),
        (b"something else", "is not a PowerPoint file (give a .pptx or .potx file)"),
    ],
    ids=["lfs", "html", "pdf", "other"],
)  # fmt: skip
def test_a_file_that_is_no_deck_is_told_by_what_it_is(workspace: Path, content: bytes, message: str) -> None:
    first, last = told(workspace, SLIDES, content)
    assert first == f"content_blocks/benefits/x.md:3:16: warning: SP503 ../slides/d.pptx {message}"
    assert last == PINNED


@pytest.mark.parametrize("text", ["Hello {{ customer.name", "{% if customer"])
def test_a_tag_that_is_never_closed_shows_no_mark_of_ours(workspace: Path, text: str) -> None:
    first, _ = told(workspace, SLIDES, deck_of(lambda slide: box(slide, text)))
    assert "template: a {{ or {% is never closed in its paragraph" in first
    assert "\\x0" not in first


def test_a_link_without_a_host(workspace: Path) -> None:
    (workspace / "content_blocks/benefits/x.md").write_text(f"{HEAD}# A\n\n- [doc](https://)\n")
    done = CliRunner().invoke(app, ["check", "content_blocks/benefits/x.md"])
    assert "6:9  error SP345  a link that names no host" in done.stdout


def test_an_axis_never_has_two_ticks_of_one_label(workspace: Path) -> None:
    from xml.etree import ElementTree
    from zipfile import ZipFile

    chart = "```chart\ntype: line\nalt: incidents a month\ncategories: [J, F, M]\nseries: {A: [1, 2, 4], B: [2, 1, 3]}\n```\n"
    (workspace / "content_blocks/benefits/x.md").write_text(f"{HEAD}# A\n\n{chart}")
    done = CliRunner().invoke(app, ["build", "example-customer", "--pin", "x", "--only", "deck.pptx"])
    assert done.exit_code == 0
    (deck,) = workspace.glob("out/**/deck.pptx")
    with ZipFile(deck) as package:
        (part,) = [name for name in package.namelist() if name.startswith("ppt/charts/chart")]
        steps = ElementTree.fromstring(package.read(part)).findall(".//{*}valAx/{*}majorUnit")
    assert [step.get("val") for step in steps] == ["1"]
