"""An item's first word may be an icon: drawn on the slide, and nowhere read."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation
from pypdf import PdfReader
from typer.testing import CliRunner

from salespack.cli.main import app
from tests.workspaces import BLOCKS, LIBRARY, PACK, PROFILE, write_workspace

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CARDS = """\
---
kind: benefit
values: {fewer-outages: 5}
---
# Calm nights

- :shield-check: **Safe**: nothing is lost on the way to the new platform, and nobody has to wait for it
- :clock: **In time**: twelve weeks from the first day, as {{ facts.said }} and everybody else was told
- **Together**: \\:users: your people and ours at one table, from the first day to the last
"""


def build(root: Path, monkeypatch: pytest.MonkeyPatch, block: str) -> str:
    files = {
        "content_blocks/library.yaml": LIBRARY + "forms: inferred\n",
        "content_blocks/packs/first-meeting.yaml": PACK.replace(
            "[deck.pptx]", "[deck.pptx, deck.pdf, email.html, release.md]"
        ),
        "profiles/acme.yaml": PROFILE.replace("services: 140", "services: 140, said: ':heart:'"),
    }
    write_workspace(root, files, blocks=BLOCKS | {"benefits/calm-nights.md": block})
    monkeypatch.chdir(root)
    done = CliRunner().invoke(app, ["build", "acme"])
    assert done.exit_code == 0, done.output
    return " ".join(done.stderr.split())


def test_icons_are_native_shapes_in_the_themes_accent_and_decoration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(tmp_path, monkeypatch, CARDS) == ""
    folder = tmp_path / "out/acme/first-meeting"
    deck = Presentation(str(folder / "for-you/Acme - First meeting.pptx"))
    slide = next(one for one in deck.slides if one.shapes.title.text == "Calm nights")
    icons = [
        one
        for one in slide._element.iter()
        if etree.QName(one).localname == "sp" and one.find(f".//{A}custGeom") is not None
    ]
    assert len(icons) == 2
    for icon in icons:
        assert icon.find(f".//{A}ln//{A}schemeClr") is not None
        assert (
            b'decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"'
            in etree.tostring(icon)
        )
        assert not icon.findall(f".//{A}t")
    text = " ".join(one.text for one in slide._element.iter(f"{A}t"))
    assert "Safe" in text
    assert ":shield-check:" not in text
    assert ":users: your people" in " ".join(text.split()), "behind a backslash it is text"
    assert ":heart:" in text, "a customer's data is text"


def test_documents_and_mails_never_print_an_icons_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, monkeypatch, CARDS)
    folder = tmp_path / "out/acme/first-meeting"
    for file in (*folder.rglob("*.html"), *folder.rglob("*.md"), *folder.rglob("*.pdf")):
        if file.suffix == ".pdf":
            said = " ".join(page.extract_text() for page in PdfReader(file).pages)
        else:
            said = file.read_text("utf-8")
        assert ":shield-check:" not in said, file
    assert list(folder.rglob("*.html"))


def test_a_list_has_no_place_for_an_icon_and_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    block = CARDS.split("- :shield")[0] + "- :shield-check: nobody is called\n- and all sleep\n"
    told = build(tmp_path, monkeypatch, block)
    assert told == (
        "content_blocks/benefits/calm-nights.md:7: warning: SP361 the icon “shield-check” is not shown, as its slide "
        "has no place for it (write {form=cards} behind the title, so that the items become cards, or leave it out)"
    )


def test_all_items_with_an_icon_become_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    block = CARDS.split("- :shield")[0] + "- :bell: nobody is called\n- :moon: all sleep\n- :sun: mornings are calm\n"
    assert build(tmp_path, monkeypatch, block) == ""


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (
            ":sheild: nobody is called",
            [
                ":7:4: error SP360 there is no icon “sheild”",
                "did you mean “shield”? Write \\:sheild: where it is meant to be read",
            ],
        ),
        (":shield:", ["error SP360 the icon “shield” stands alone", "write the item's text behind it"]),
    ],
)
def test_a_name_that_is_no_icon_is_told_at_its_line(
    item: str, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = CARDS.split("- :shield")[0] + f"- {item}\n"
    write_workspace(tmp_path, blocks=BLOCKS | {"benefits/calm-nights.md": block})
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["check"])
    said = " ".join(done.output.split())
    assert all(one in said for one in told), said
    assert done.exit_code == 1


def test_icons_are_listed_by_the_words_that_they_stand_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["list", "icons", "--search", "alarm clock check"])
    assert "alarm-clock-check" in done.stdout
    assert "shield" not in done.stdout
    assert "icons" not in CliRunner().invoke(app, ["list"]).stdout.lower()
