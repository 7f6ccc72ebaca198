"""Where presentation.xml refers to the deck's marks, and what each slide is told."""

from __future__ import annotations

import datetime

import pytest

from salespack.deck.model import Provenance, Slide, SlideStyle
from salespack.ooxml.provenance_tags import Built, slide_tags, with_deck_tags

P = "http://schemas.openxmlformats.org/presentationml/2006/main"
HEAD = f'<p:presentation xmlns:p="{P}" xmlns:r="r">'
OURS = (
    f'<p:custDataLst xmlns:p="{P}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<p:tags r:id="rId9"/></p:custDataLst>'
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p:sldSz/>", ""),
        ("<p:sldSz/>", "<p:extLst/>"),
        ("<p:sldSz/>", "<p:kinsoku/><p:defaultTextStyle/><p:extLst/>"),
        ("<p:sldSz/>", "<p:defaultTextStyle><p:extLst/></p:defaultTextStyle>"),
        ("", "<p:extLst><p:ext><p:custDataLst/></p:ext></p:extLst>"),
        ("<p:embeddedFontLst><p:extLst/></p:embeddedFontLst>", "<p:modifyVerifier/>"),
    ],
)
def test_the_reference_stands_where_the_schema_wants_it(before: str, after: str) -> None:
    """Before the first of the elements that come behind it; what is within another element counts for nothing."""
    made = with_deck_tags(f"{HEAD}{before}{after}</p:presentation>".encode(), "rId9").decode()
    assert made == f"{HEAD}{before}{OURS}{after}</p:presentation>"


@pytest.mark.parametrize("theirs", ["<p:custDataLst/>", "<p:custDataLst><p:custData/><p:tags/></p:custDataLst >"])
def test_a_list_that_the_brand_has_gives_way(theirs: str) -> None:
    made = with_deck_tags(f"{HEAD}<p:sldSz/>{theirs}<p:extLst/></p:presentation>".encode(), "rId9").decode()
    assert made == f"{HEAD}<p:sldSz/>{OURS}<p:extLst/></p:presentation>"


def test_the_style_of_a_slide_is_told_where_the_deck_chose_one() -> None:
    slide = Slide(kind="benefit", title=(), nodes=(), language="en", provenance=Provenance("b", 1, "h", "p", "s"))
    built, on = Built(2, 7, 1, "id", "base"), datetime.date(2026, 12, 1)
    plain = dict(slide_tags(slide, on, built))
    assert "STYLE" not in plain
    assert "VALUE" not in plain
    assert (plain["NUMBER"], plain["PART"], plain["DAY"]) == ("2/7", "1", "2026-12-01")
    styled = Slide(
        kind="benefit",
        title=(),
        nodes=(),
        language="en",
        provenance=Provenance("b", 1, "h", "p", "s", "calm"),
        style=SlideStyle(rung=0),
    )
    told = dict(slide_tags(styled, on, built))
    assert (told["STYLE"], told["VALUE"]) == ("title=- rung=0 variant=-", "calm")
