"""Messages are true and say where and what to do: small mistakes in a workspace that is right otherwise."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation
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


def told(workspace: Path, block: str, deck: bytes = b"", code: int = 1) -> list[str]:
    """What a build with the block says on stderr."""
    (workspace / "content_blocks/benefits/x.md").write_text(block)
    if deck:
        (workspace / "content_blocks/slides").mkdir(exist_ok=True)
        (workspace / "content_blocks/slides/d.pptx").write_bytes(deck)
    done = CliRunner().invoke(app, ["build", "example-customer", "--pin", "x", "--only", "deck.pptx"])
    assert done.exit_code == code
    return done.stderr.splitlines()


PINNED = "SP402 the pinned block x is broken, and not in the deck (mend what is said of it, or unpin it)"


def test_a_fault_of_a_body_is_told_at_its_line(workspace: Path) -> None:
    assert told(workspace, f'{HEAD}# A\n\n- fine\n{{% include "teaser" %}}\n') == [
        "content_blocks/benefits/x.md:7: warning: SP301 there is no template “teaser” in the library's templates/ "
        "(correct the name, or put the file there)",
        PINNED,
    ]


@pytest.mark.parametrize(
    ("body", "line"),
    [("# A\n\n- fine\n- [doc]({})\n", 7), ("# A\n\n- fine\n\n# B\n\n- [doc](https://example.com)\n- [doc]({})\n", 11)],
    ids=["link", "link on the second slide"],
)  # fmt: skip
@pytest.mark.parametrize("address", ["files/x.pdf", "#_ftn1"])
def test_a_dead_link_costs_no_slide(workspace: Path, body: str, line: int, address: str) -> None:
    message = f"warning: SP309 a link to “{address}” (links begin with https://, http:// or mailto:)"
    assert told(workspace, HEAD + body.format(address), code=0) == [f"content_blocks/benefits/x.md:{line}: {message}"]
    (deck,) = workspace.glob("out/**/*.pptx")
    said = [
        shape.text_frame.text
        for slide in Presentation(str(deck)).slides
        for shape in slide.shapes
        if shape.has_text_frame
    ]
    assert any("doc" in one for one in said)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (LFS, "is a Git LFS pointer, not the file itself (run `git lfs install` once, then `git lfs pull`)"),
        (b"\n<!DOCTYPE html><html><body>Sign in</body></html>",
         "is a web page, often a sign-in page that was saved instead of the file (download it again, signed in)"),
        (b"%PDF-1.7\n", "is a PDF (give the .pptx or .potx that it was made from)"),
        (b"something else", "is not a PowerPoint file (give a .pptx or .potx file)"),
        (b"\x89PNG\r\n\x1a\n", "is a picture (give the .pptx or .potx that it was made from)"),
    ],
    ids=["lfs", "html", "pdf", "other", "picture"],
)  # fmt: skip
def test_a_file_that_is_no_deck_is_told_by_what_it_is(workspace: Path, content: bytes, message: str) -> None:
    first, last = told(workspace, SLIDES, content)
    assert first == f"content_blocks/benefits/x.md:3:16: warning: SP503 ../slides/d.pptx {message}"
    assert last == PINNED


@pytest.mark.parametrize(
    ("text", "opening", "closing"), [("Hello {{ customer.name", "{{", "}}"), ("{% if customer", "{%", "%}")]
)
def test_a_tag_that_is_never_closed_shows_no_mark_of_ours(
    workspace: Path, text: str, opening: str, closing: str
) -> None:
    first, _ = told(workspace, SLIDES, deck_of(lambda slide: box(slide, text)))
    assert f"“{opening}” is never closed (write {closing} where it ends; " in first
    assert "\\x0" not in first


def test_a_link_without_a_host(workspace: Path) -> None:
    (workspace / "content_blocks/benefits/x.md").write_text(f"{HEAD}# A\n\n- [doc](https://)\n")
    done = CliRunner().invoke(app, ["check", "content_blocks/benefits/x.md"])
    assert ":6:9: error SP345 a link that names no host" in done.stdout


def test_an_axis_never_has_two_ticks_of_one_label(workspace: Path) -> None:
    from xml.etree import ElementTree
    from zipfile import ZipFile

    chart = "```chart\ntype: line\nalt: incidents a month\ncategories: [J, F, M]\nseries: {A: [1, 2, 4], B: [2, 1, 3]}\n```\n"
    (workspace / "content_blocks/benefits/x.md").write_text(f"{HEAD}# A\n\n{chart}")
    done = CliRunner().invoke(app, ["build", "example-customer", "--pin", "x", "--only", "deck.pptx"])
    assert done.exit_code == 0
    (deck,) = workspace.glob("out/**/*.pptx")
    with ZipFile(deck) as package:
        (part,) = [name for name in package.namelist() if name.startswith("ppt/charts/chart")]
        steps = ElementTree.fromstring(package.read(part)).findall(".//{*}valAx/{*}majorUnit")
    assert [step.get("val") for step in steps] == ["1"]


def zipped(*names: str) -> bytes:
    """A zip file that holds empty files of these names."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "")
    return content.getvalue()


WORD, EXCEL = zipped("[Content_Types].xml", "word/document.xml"), zipped("[Content_Types].xml", "xl/workbook.xml")
OTHERS = [
    (WORD, "is a Word document"), (EXCEL, "is an Excel workbook"), (zipped("a.txt"), "is a zip file"),
    (zipped("Index/Document.iwa"), "is a file of Keynote, Pages or Numbers"),
    (zipped("mimetype", "content.xml"), "is a file of LibreOffice (OpenDocument)"), (b"%PDF-1.7\n\xe2", "is a PDF"),
    (b"\xff\xd8\xff\xe0", "is a picture"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "what"), OTHERS, ids=[what for _, what in OTHERS])
def test_a_file_of_another_program_is_told_by_what_it_is(workspace: Path, content: bytes, what: str) -> None:
    (workspace / "profiles/example-customer.yaml").write_bytes(content)
    done = CliRunner().invoke(app, ["build", "example-customer"])
    assert done.stderr.splitlines() == [
        f"profiles/example-customer.yaml: SP002 {what} (write a text file, with an editor for plain text)"
    ]
    (workspace / "w.xlsx").write_bytes(content)
    done = CliRunner().invoke(app, ["library", "import", "w.xlsx"])
    (told,) = done.stderr.splitlines()
    if content != EXCEL:
        assert told == (
            f"w.xlsx: SP881 {what} and no workbook (export again with `salespack library export`, and change that file)"
        )
    if content.startswith(b"PK"):
        done = CliRunner().invoke(app, ["import", "deck", "w.xlsx"])
        assert done.stderr.splitlines() == [f"w.xlsx: SP506 {what} and no PowerPoint file (give a .pptx or .potx file)"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (LFS, "is a Git LFS pointer, not the file itself (run `git lfs install` once, then `git lfs pull`)"),
        (WORD, "is a Word document (save it again as PNG or JPEG)"),
        (b'<?xml version="1.0"?>\n<svg xmlns="x"/>', "is a drawing in SVG (save it again as PNG or JPEG)"),
        (b"", "is empty (fetch the file again from where it came)"),
        (b"\x89PNG\r\n\x1a\n", "cannot be read (save it again as PNG or JPEG)"),
    ],
    ids=["lfs", "word", "svg", "empty", "broken"],
)
def test_a_picture_that_is_none_is_told_by_what_it_is(workspace: Path, content: bytes, message: str) -> None:
    (workspace / "content_blocks/benefits/x.png").write_bytes(content)
    first, last = told(workspace, f"{HEAD}# A\n\n![A tree](x.png)\n")
    assert first == f"content_blocks/benefits/x.md:6: warning: SP308 the picture “x.png” {message}"
    assert last == PINNED


def test_a_pinned_block_with_broken_front_matter_says_what_is_broken(workspace: Path) -> None:
    assert told(workspace, "---\nvalues: {fewer-interruptions: 6}\n---\n# A\n") == [
        "content_blocks/benefits/x.md:2:31: warning: SP105 values.fewer-interruptions is 6, but must be at most 5 "
        "(correct the figure)",
        PINNED,
    ]
