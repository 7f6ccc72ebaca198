"""Fonts that a deck of designed slides embeds: they go along and are drawn with where their makers allow, else told."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation

from salespack.building.build import Builder, Report, Request
from salespack.library.index import open_library
from salespack.system.cache import cache_folder
from tests.assembly.designed_decks import PACK, saved
from tests.checking.workspaces import checked
from tests.powerpoint.test_embedded_fonts import LINK, LISTED, of_ascii
from tests.typography.test_embedded_fonts import FONT, wrapped
from tests.workspaces import write_workspace

pytestmark = pytest.mark.slow

BLOCK = "content_blocks/news/tried.md"
RELATIONSHIPS = "ppt/_rels/presentation.xml.rels"
FACE = {"typeface": "Corporate Sans", "panose": "020B0604020202020204"}


def workspace(tmp_path: Path, font: bytes, keep: str = "source", embedded_in_brand: bool = False) -> Path:
    """A library whose only block is a slide in Corporate Sans, which its file embeds."""
    deck: Any = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Hello"
    slide.shapes.title.text_frame.paragraphs[0].runs[0].font.name = "Corporate Sans"
    front = f"---\nkind: news\nvalues: {{fewer-outages: 5}}\nslides: {{file: ../slides/offer.pptx, slide: 1, keep: {keep}}}\n---\n"
    files = {BLOCK: front, "content_blocks/packs/first-meeting.yaml": PACK}
    library = write_workspace(tmp_path, files, blocks={})
    (library / "slides").mkdir()
    (library / "slides" / "offer.pptx").write_bytes(with_font(saved(deck), font))
    brand = library / "brand" / "lumikko.pptx"
    if embedded_in_brand:
        brand.write_bytes(with_font(brand.read_bytes(), font))
    return library


def with_font(deck: bytes, font: bytes) -> bytes:
    """The deck with a font embedded under the name of Corporate Sans."""
    made = io.BytesIO()
    listed = LISTED.replace('typeface="Corporate Sans"', " ".join(f'{key}="{value}"' for key, value in FACE.items()))
    with zipfile.ZipFile(io.BytesIO(deck)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "ppt/presentation.xml":
                text = content.decode()
                at = text.index("/>", text.index("<p:notesSz")) + 2
                content = (text[:at] + listed + text[at:]).encode()
            elif name == "ppt/_rels/presentation.xml.rels":
                content = content.replace(b"</Relationships>", LINK.encode())
            elif name == "[Content_Types].xml":
                kind = b'<Default Extension="fntdata" ContentType="application/x-fontdata"/></Types>'
                content = content.replace(b"</Types>", kind)
            after.writestr(name, content)
        after.writestr("ppt/fonts/font1.fntdata", font)
    return made.getvalue()


def built(library: Path) -> tuple[Report, zipfile.ZipFile]:
    request = Request(
        profile=library.parent / "profiles" / "acme.yaml",
        out=library.parent / "out",
        today=datetime.date(2026, 11, 21),
        only=("deck.pptx", "deck.pdf"),
        force=True,
    )
    report = Builder(open_library(library, None), cache_folder()).build(request)
    (deck,) = [one.path for one in report.placed if one.path.suffix == ".pptx"]
    return report, zipfile.ZipFile(deck)


def told(report: Report) -> list[str]:
    return [str(one) for one in report.matched.problems if one.code in ("SP335", "SP562")]


def fonts(deck: zipfile.ZipFile) -> list[bytes]:
    return [deck.read(name) for name in sorted(deck.namelist()) if name.startswith("ppt/fonts/")]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("font", [wrapped(FONT), wrapped(FONT, rights=0x8), wrapped(of_ascii())])
@pytest.mark.parametrize("keep", ["source", "brand"])
def test_a_font_goes_along_and_is_drawn_with(tmp_path: Path, font: bytes, keep: str) -> None:
    library = workspace(tmp_path, font, keep)
    report, deck = built(library)
    assert told(report) == []
    if keep == "source":  # the brand's titles are bold, and nobody knows the widths of what is made bold
        assert report.fit is not None and report.fit.unproven == ()
    assert fonts(deck) == [font]
    root = etree.fromstring(deck.read("ppt/presentation.xml"))
    (entry,) = root.iterfind("{*}embeddedFontLst/{*}embeddedFont")
    face, regular = entry
    assert (face.tag.rpartition("}")[2], face.items(), regular.tag[-7:]) == ("font", [*FACE.items()], "regular")
    order = [one.tag.rpartition("}")[2] for one in root]
    assert order.index("notesSz") < order.index("embeddedFontLst") < order.index("defaultTextStyle")
    assert root.get("embedTrueTypeFonts") == "1"
    (link,) = regular.attrib.values()
    links = etree.fromstring(deck.read("ppt/_rels/presentation.xml.rels"))
    assert [one.get("Target") for one in links if one.get("Id") == link] == ["fonts/font1.fntdata"]
    assert [one.code for one in checked(library).problems if one.code == "SP335"] == []


@pytest.mark.parametrize(
    ("font", "why"),
    [
        (wrapped(FONT, rights=0x2), "its maker does not allow that it travels in a file"),
        (
            wrapped(FONT, rights=0x4),
            "its maker allows that it is shown and printed with the deck, and not that the deck is edited with it",
        ),
        (b"no font at all", "it is in a form that cannot be read"),
    ],
)
def test_what_may_not_go_along_is_told_by_name(tmp_path: Path, font: bytes, why: str) -> None:
    library = workspace(tmp_path, font)
    report, deck = built(library)
    message = (
        f"{BLOCK}:4: SP335 offer.pptx, slide 1: the embedded font “Corporate Sans” stays behind: {why} "
        "(choose a font that may be embedded, or install it where the deck is shown)"
    )
    assert told(report)[0] == message
    assert fonts(deck) == []
    assert b"embeddedFontLst" not in deck.read("ppt/presentation.xml")
    assert [one.message for one in checked(library).problems if one.code == "SP335"] == [
        f"offer.pptx, slide 1: the embedded font “Corporate Sans” stays behind: {why}"
    ]


def test_what_the_brand_embeds_is_there_once(tmp_path: Path) -> None:
    report, deck = built(workspace(tmp_path, wrapped(FONT), embedded_in_brand=True))
    assert (told(report), fonts(deck)) == ([], [wrapped(FONT)])


def test_a_style_that_the_brand_lacks_of_its_typeface_comes_from_the_slides(tmp_path: Path) -> None:
    library = workspace(tmp_path, wrapped(FONT), embedded_in_brand=True)
    offer, bold = library / "slides" / "offer.pptx", wrapped(of_ascii())
    with zipfile.ZipFile(offer) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    parts["ppt/presentation.xml"] = parts["ppt/presentation.xml"].replace(b"<p:regular r:id", b"<p:bold r:id")
    parts["ppt/fonts/font1.fntdata"] = bold
    with zipfile.ZipFile(offer, "w") as after:
        for name, content in parts.items():
            after.writestr(name, content)
    report, deck = built(library)
    assert sorted(fonts(deck)) == sorted([wrapped(FONT), bold])
    root = etree.fromstring(deck.read("ppt/presentation.xml"))
    (entry,) = root.iterfind("{*}embeddedFontLst/{*}embeddedFont")
    assert [one.tag.rpartition("}")[2] for one in entry] == ["font", "regular", "bold"]
    links = {str(one.get("Id")): one.get("Target") for one in etree.fromstring(deck.read(RELATIONSHIPS))}
    files = [deck.read(f"ppt/{links[str(style.values()[0])]}") for style in list(entry)[1:]]
    assert files == [wrapped(FONT), bold]
    assert [one for one in told(report) if "stays behind" in one] == []
