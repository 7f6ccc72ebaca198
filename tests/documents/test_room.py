"""The customer room: all that a customer gets in one file, as PDF and as a page that needs no network."""

from __future__ import annotations

import base64
import datetime
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from salespack.documents.context import DocumentContext, document_context
from salespack.documents.look import DocumentLook
from salespack.problems.problem import UserFault
from salespack.scene.slide_picture import SlidePicture
from tests.documents.builders import COLOURS, alternative_texts, deck, pages, public, rendered, selection, slide


def png(colour: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (64, 36), colour).save(stream, "PNG")
    return stream.getvalue()


SEEN = (
    SlidePicture(1, "Things still fail, but few notice", ("11 min", "to recover & go on"), png("navy")),
    SlidePicture(2, "Next step <soon>", (), png("white")),
)


def known(language: str = "en", pictures: tuple[SlidePicture, ...] = SEEN) -> DocumentContext:
    return document_context(
        deck(), selection(), public(), look=DocumentLook.plain(COLOURS), language=language, pictures=pictures,
        valid_until=datetime.date(2027, 6, 30),
    )  # fmt: skip


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_holds_its_pictures_and_asks_no_network() -> None:
    html = rendered("room.html", known()).decode()
    page = _Page()
    page.feed(html)
    shown = [attributes for tag, attributes in page.found if tag == "img"]
    assert [one["alt"] for one in shown] == ["Things still fail, but few notice", "Next step <soon>"]
    for one, seen in zip(shown, SEEN, strict=True):
        kind, _, content = (one["src"] or "").partition(",")
        assert kind == "data:image/png;base64"
        assert base64.b64decode(content) == seen.png
    assert not {"script", "link", "iframe", "form"} & {tag for tag, _ in page.found}
    outside = re.findall(r'(?:src|href)="(?!data:|mailto:|https://)[^"]*"|url\(|@import', html)
    assert outside == []
    assert "<p>to recover &amp; go on</p>" in html
    assert "<strong>Figures valid until:</strong> June 30, 2027" in html
    assert 'href="mailto:aino@lumikko.example"' in html


def test_the_pdf_says_in_words_what_its_pictures_show() -> None:
    made = rendered("room.pdf", known())
    whole = " ".join(pages(made))
    for said in (
        "What matters to you", "Fewer outages", "Slides", "1 Things still fail, but few notice", "Sources",
        "Figures valid until: June 30, 2027", "Is a figure wrong? Tell us", "aino@lumikko.example",
    ):  # fmt: skip
        assert said in whole, said
    assert "Ask who noticed" not in whole
    assert alternative_texts(made) == [
        "Things still fail, but few notice; 11 min; to recover & go on",
        "Next step <soon>",
    ]


def last_page(sources: int, pictures: tuple[SlidePicture, ...]) -> str:
    """What the last page says of a deck with so many sources, each of a slide of its own."""
    told = [
        slide(f"case-{number}", "experience", f"Case {number}", slot="proof", sources=(f"Study {number}",))
        for number in range(sources)
    ]
    chosen = document_context(
        deck(*told), selection(), public(), look=DocumentLook.plain(COLOURS), language="en", pictures=pictures,
        valid_until=datetime.date(2027, 6, 30),
    )  # fmt: skip
    return pages(rendered("room.pdf", chosen))[-1]


def test_whom_to_ask_never_stands_on_a_page_alone() -> None:
    alone = []
    for count in (2, 9, 14, 70):
        last = last_page(count, SEEN)
        alone += [] if f"{count} Study {count - 1}" in last and "Figures valid until" in last else [count]
    assert alone == []


def test_the_last_slides_stand_on_the_page_of_whom_to_ask() -> None:
    """With few sources or several: what blocks keep free of each other once made another page of a few lines."""
    stream = io.BytesIO()
    Image.new("RGB", (1600, 900), "navy").save(stream, "PNG")
    seen = tuple(SlidePicture(number, f"Slide number {number}", (), stream.getvalue()) for number in range(1, 4))
    ends = {count: last_page(count, seen) for count in range(1, 8)}
    assert [count for count, last in ends.items() if "Slide number 3" not in last or "Figures valid" not in last] == []


def test_it_does_without_pictures_and_speaks_finnish() -> None:
    html = rendered("room.html", known("fi", ())).decode()
    assert "<img" not in html
    assert "Onko jokin luku väärin?" in html
    assert "Kaikki yhdessä tiedostossa" not in html


def test_a_template_says_what_it_shows(tmp_path: Path) -> None:
    (tmp_path / "own.html.j2").write_text("{# for: customer, shows: decks #}\n<p>x</p>", encoding="utf-8")
    with pytest.raises(UserFault) as caught:
        rendered("own.html", None, tmp_path)
    assert caught.value.problems[0].message == "the template’s first comment says “shows: decks”"
    assert caught.value.problems[0].hint == "write shows: slides, or nothing"


def test_a_text_that_looks_like_a_path_stays_a_text() -> None:
    made = msgspec.structs.replace(SEEN[0], title="slides/0.png")
    html = rendered("room.html", known(pictures=(made,))).decode()
    assert 'alt="slides/0.png"' in html
    assert html.count("data:image/png") == 1
