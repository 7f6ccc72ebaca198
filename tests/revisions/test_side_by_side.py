"""The page that shows slides before and after: frames where something differs, and nothing of a deck that acts."""

from __future__ import annotations

import datetime
import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation

from salespack.graphics.boxes import Box
from salespack.revisions.side_by_side import Heading, Pair, Told, side_by_side
from salespack.revisions.slide_images import SlideImage, SlideImages
from salespack.revisions.word_changes import Piece
from salespack.typography.faces import Typefaces

EVIL = '<script>alert(1)</script> "O\'Neil" &amp;'


def page_of(*told: Told) -> str:
    slide = SlideImage(b"webp", 1_000_000, 500_000)
    pair = Pair(heading=EVIL, told=told, captions=(EVIL, EVIL), before=slide, after=slide)
    return "".join(side_by_side(EVIL, [EVIL], [Heading(EVIL, EVIL), Heading("", "")], [pair]))


def test_everything_is_text_and_nothing_runs_or_is_fetched() -> None:
    page = page_of(Told((Piece(EVIL), Piece(EVIL, "removed"), Piece(EVIL, "added"))))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &quot;O&#x27;Neil&quot; &amp;amp;" in page
    assert re.findall(r'(?:src|href)="(?!data:image/webp|#s\d)', page) == []
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_a_frame_stands_where_the_difference_is_with_its_number() -> None:
    place, other = Box(100_000, 50_000, 200_000, 100_000), Box(500_000, 50_000, 200_000, 100_000)
    page = page_of(
        Told((Piece("moved"),), place, other), Told((Piece("new"),), None, other), Told((Piece("gone"),), place)
    )
    frames = re.findall(r'<span class="(\w+)" style="(left:[^"]*)"><b>([^<]*)</b>', page)
    assert frames == [
        ("changed", "left:10.00%;top:10.00%;width:20.00%;height:20.00%", "1, 3"),
        ("changed", "left:50.00%;top:10.00%;width:20.00%;height:20.00%", "1, 2"),
    ]
    assert '<span class="added"' in page_of(Told((Piece("new"),), None, other))
    assert '<span class="removed"' in page_of(Told((Piece("gone"),), place))


def test_what_hangs_over_the_edge_is_framed_on_the_slide_and_what_is_beside_it_is_not() -> None:
    over, thin = Box(-100_000, 400_000, 300_000, 300_000), Box(999_000, 250_000, 0, 0)
    beside = Box(2_000_000, 0, 100_000, 100_000)
    page = page_of(Told((Piece("over"),), over), Told((Piece("thin"),), thin), Told((Piece("beside"),), beside))
    assert re.findall(r'style="([^"]*)"><b>', page) == [
        "left:0.00%;top:80.00%;width:20.00%;height:20.00%",
        "left:94.00%;top:50.00%;width:6.00%;height:12.00%",
    ]


@pytest.mark.slow
def test_slides_are_drawn_by_their_numbers_hidden_ones_too(tmp_path: Path) -> None:
    deck = Presentation()
    for number in range(3):
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = f"Slide {number}"
    deck.slides[1]._element.set("show", "0")
    deck.save(str(tmp_path / "deck.pptx"))
    images = SlideImages(tmp_path / "deck.pptx", Typefaces([]), datetime.date(2026, 12, 1))
    drawn = dict(images.of([3, 2, 7, 2]))
    assert list(drawn) == [2, 3]
    assert (drawn[2].width, drawn[2].height) == (9_144_000, 6_858_000)
    pair = Pair(heading="2", captions=("before", "there is none"), before=drawn[2])
    page = "".join(side_by_side("t", [], [], [pair]))
    data = re.search(r'src="data:image/webp;base64,([^"]+)"', page)
    assert data is not None
    with Image.open(BytesIO(b64decode(data[1]))) as picture:
        assert picture.size == (960, 720)
    assert '<div class="none">there is none</div>' in page
