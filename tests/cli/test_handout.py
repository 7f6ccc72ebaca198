"""`salespack handout`: the copy of an edited deck that may be mailed has nothing of what is not for the customer."""

from __future__ import annotations

import io
import json
import posixpath
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Cm
from typer.testing import CliRunner, Result

from salespack.cli.main import app
from salespack.ooxml.markup import A, R
from salespack.powerpoint.designed.source import SourceDeck
from salespack.powerpoint.writing.clean_copy import carried

pytestmark = pytest.mark.slow

SECRET, AUTHOR, BESIDE = "They will pay twice", "Mallory Seller", "Ask for more"
MAIN = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SALESPACK_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def deck_with_everything(path: Path) -> Path:
    """Three slides: one with notes, a comment, a mark, a link to the second; the second hidden; text beside the third;
    macros, custom properties, a picture of the first slide as it was, and a history of editing."""
    deck = Presentation()
    first, second, third = (deck.slides.add_slide(deck.slide_layouts[5]) for _ in range(3))
    for number, slide in enumerate((first, second, third), 1):
        slide.shapes.title.text = f"Slide {number}"
    first.notes_slide.notes_text_frame.text = SECRET
    link = first.shapes.add_textbox(0, 0, Cm(3), Cm(1))
    link.text_frame.text = "more"
    link.click_action.target_slide = second
    link.name = r"C:\Users\mallory\deal.png"
    second.shapes.title.text = SECRET
    second._element.set("show", "0")
    third.shapes.add_textbox(Cm(-9), 0, Cm(3), Cm(1)).text_frame.text = BESIDE
    deck.core_properties.author = deck.core_properties.last_modified_by = AUTHOR
    deck.core_properties.comments = SECRET
    stream = io.BytesIO()
    deck.save(stream)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    added = {
        "ppt/comments/comment1.xml": f"<p:cmLst xmlns:p='p'><p:cm>{SECRET}</p:cm></p:cmLst>",
        "ppt/tags/tag1.xml": '<p:tagLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
        f'<p:tag name="SALESPACK_BLOCK" val="{SECRET}"/></p:tagLst>',
        "ppt/changesInfos/changesInfo1.xml": f"<chgInfo>{SECRET}</chgInfo>",
        "ppt/vbaProject.bin": SECRET,
        "docProps/custom.xml": f"<Properties>{SECRET}</Properties>",
    }
    links = {
        "ppt/slides/_rels/slide1.xml.rels": (("comments", "../comments/comment1.xml"), ("tags", "../tags/tag1.xml")),
        "ppt/_rels/presentation.xml.rels": (("vbaProject", "vbaProject.bin"), ("changesInfo", "changesInfos/changesInfo1.xml")),
        "_rels/.rels": (("custom-properties", "docProps/custom.xml"),),
    }  # fmt: skip
    with zipfile.ZipFile(stream) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name in links:
                rows = "".join(
                    f'<Relationship Id="x{number}" Type="{office}/{kind}" Target="{target}"/>'
                    for number, (kind, target) in enumerate(links[name])
                )
                content = content.replace(b"</Relationships>", rows.encode() + b"</Relationships>")
            if name == "ppt/slides/slide1.xml":
                data = b'<p:custDataLst><p:tags r:id="x1"/></p:custDataLst></p:cSld>'
                content = content.replace(b"</p:cSld>", data)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", MAIN.encode()
                ).replace(
                    b"</Types>",
                    b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                )
            after.writestr(name, content)
        for name, text in added.items():
            after.writestr(name, text)
    return path


def test_a_copy_for_mailing_has_nothing_of_what_is_not_for_the_customer(here: Path) -> None:
    deck = deck_with_everything(here / "mine.pptm")
    assert list(carried(SourceDeck(deck))) == [
        "notes of slide 1", "hidden: slide 2", "comments on slide 1", "marks of blocks, profile and pack",
        f"names in its properties: {AUTHOR}", "what document management noted down", "the history of its editing", "macros",
    ]  # fmt: skip
    done = run("handout", "mine.pptm", "--out", "For O'Neil & Söhne <AG> #1.pptx", "--json")
    assert done.exit_code == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["slides"], answer["hidden_slides"], answer["remains"]) == (2, 1, ["text beside slide 3"])
    path = here / answer["path"]
    assert list(carried(SourceDeck(path))) == []
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            content = package.read(name)
            for secret in (SECRET, AUTHOR, "mallory", "SALESPACK"):
                assert secret.encode() not in content, name
        assert b"macroEnabled" not in package.read("[Content_Types].xml")
    copied = Presentation(str(path))
    assert [slide.shapes.title.text for slide in copied.slides] == ["Slide 1", "Slide 3"]
    assert copied.core_properties.title == "For O'Neil & Söhne <AG> #1"
    assert copied.slides[0].shapes[1].click_action.target_slide is None


def test_a_copy_is_written_beside_the_deck_and_never_over_anything(here: Path) -> None:
    deck = deck_with_everything(here / "mine.pptm")
    done = run("handout", "mine.pptm")
    assert done.stdout.splitlines()[0] == "wrote mine - handout.pptx: 2 slides"
    assert "Still in it, though not seen: text beside slide 3." in done.stdout
    again = run("handout", "mine.pptm")
    assert (again.exit_code, "SP802" in again.stderr) == (2, True)
    assert run("handout", "mine.pptm", "--replace").exit_code == 0
    assert run("handout", "mine - handout.pptx", "--out", "mine - handout.pptx", "--replace").exit_code == 2
    assert run("handout", "mine.pptm", "--out", "copy.pdf").exit_code == 2
    assert deck.exists()


@pytest.mark.parametrize("kind", ["missing", "text", "all hidden"])
def test_what_cannot_be_copied_is_told(here: Path, kind: str) -> None:
    if kind == "text":
        (here / "no.pptx").write_text("no deck", encoding="utf-16")
    if kind == "all hidden":
        deck = Presentation()
        deck.slides.add_slide(deck.slide_layouts[5])._element.set("show", "0")
        deck.save(str(here / "no.pptx"))
    done = run("handout", "no.pptx")
    assert done.exit_code == 1
    code = {"missing": "SP501", "text": "SP503", "all hidden": "SP515"}[kind]
    assert done.stderr.startswith(f"no.pptx: {code} "), done.stderr
    assert not (here / "no - handout.pptx").exists()


@pytest.mark.parametrize(
    ("action", "kept"), [("macro?name=Update", False), ("program", False), ("hlinkshowjump?jump=nextslide", True)]
)
def test_what_would_run_something_is_no_link_in_a_copy(here: Path, action: str, kept: bool) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    shape = slide.shapes.add_textbox(Cm(1), Cm(5), Cm(5), Cm(2))
    shape.text_frame.text = "Press"
    link = etree.SubElement(
        shape._element.nvSpPr.cNvPr, f"{A}hlinkClick", {f"{R}id": "", "action": f"ppaction://{action}"}
    )
    assert link.get("action")
    deck.save("mine.pptx")
    done = run("handout", "mine.pptx")
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile("mine - handout.pptx") as package:
        markup = package.read("ppt/slides/slide1.xml").decode()
    assert "Press" in markup
    assert (f"ppaction://{action}" in markup) == kept


def test_every_part_that_a_copy_refers_to_is_in_it_and_no_other(here: Path) -> None:
    deck_with_everything(here / "mine.pptm")
    assert run("handout", "mine.pptm").exit_code == 0
    referred = {"[Content_Types].xml"}
    with zipfile.ZipFile("mine - handout.pptx") as package:
        names = set(package.namelist())
        for name in names:
            if name.endswith(".rels"):
                folder = posixpath.dirname(posixpath.dirname(name))
                referred.add(name)
                for one in etree.fromstring(package.read(name)):
                    if one.get("TargetMode") != "External":
                        target = str(one.get("Target"))
                        referred.add(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
    assert referred == names
    assert any("theme" in name for name in names)
