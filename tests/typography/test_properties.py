"""Laws of laying out, for any text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from salespack.typography.breaking import cluster_ends, segments
from salespack.typography.text import Laid, Paragraph
from tests.typography.bodies import BUILT_IN, POINT, laid, paragraph, run

LETTERS = st.one_of(
    st.text(alphabet="aäW .-–/!()“”\t\v\u00ad\u00a0\u200b日。「ก\u0301ש", max_size=60),
    st.text(max_size=40),
    st.lists(st.sampled_from(["a", "word", COMPOUND := "Toiminnanohjausjärjestelmä", "e-mail", "and/or"])).map(
        " ".join
    ),
)
BLANKS = re.compile("[ \t\u200b\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]")
LINE_ENDS = re.compile("[\v\n\r\u2028\u2029]")
WIDTHS = st.integers(min_value=0, max_value=400)


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    looks = st.fixed_dictionaries(
        {},
        optional={
            "bold": st.booleans(),
            "size": st.sampled_from([800, 1800, 4000]),
            "spacing": st.sampled_from([-100, 0, 300]),
            "typeface": st.sampled_from(["Arial", "Calibri", "Nobody"]),
            "baseline": st.sampled_from([0, 30_000]),
        },
    )
    runs = [run(draw(LETTERS), **draw(looks)) for _ in range(draw(st.integers(0, 3)))]
    return paragraph(*runs, align=draw(st.sampled_from(["l", "ctr", "r", "just", "dist"])), rtl=draw(st.booleans()))


def shown(found: Laid) -> str:
    return "".join([piece.text for line in found.lines for piece in line.pieces])


@given(LETTERS)
def test_segments_and_letters_give_back_the_text(text: str) -> None:
    parts = segments(text)
    assert "".join([text[one.start : one.end] for one in parts]) == text
    assert all(one.start <= one.stop <= one.end and one.start < one.end for one in parts)
    ends = cluster_ends(text)
    assert ends == sorted(set(ends))
    assert ends[-1:] == ([len(text)] if text else [])


@given(st.lists(paragraphs(), max_size=3), WIDTHS)
def test_no_letter_is_lost_and_none_doubled(made: list[Paragraph], width: int) -> None:
    found = laid(*made, width=width)
    written = "".join([LINE_ENDS.sub("", one.text) for one in made])
    assert BLANKS.sub("", shown(found)).replace("\u00ad", "").replace("-", "") == BLANKS.sub("", written).replace(
        "\u00ad", ""
    ).replace("-", "")
    assert [line.paragraph for line in found.lines] == sorted(line.paragraph for line in found.lines)
    assert {line.paragraph for line in found.lines} == set(range(len(made)))


@given(paragraphs(), WIDTHS)
def test_no_line_is_wider_than_the_room_but_one_letter(made: Paragraph, width: int) -> None:
    for line in laid(made, width=width).lines:
        text = "".join([piece.text for piece in line.pieces]).replace("\u00ad", "")
        if line.width > width * POINT + 1 + 3 * 300 * 127:
            assert len(cluster_ends(text.rstrip("-"))) <= 1


@given(
    st.lists(st.sampled_from(["a", "word", "longer", "Lines"]), min_size=1), st.integers(80, 300), st.integers(0, 99)
)
def test_a_wider_frame_never_needs_more_lines(words: list[str], width: int, more: int) -> None:
    """So it is where every word fits: greedy filling of lines is optimal. Words broken by letters are no such case."""
    text = " ".join(words)
    assert len(laid(text, width=width + more).lines) <= len(laid(text, width=width).lines)


@given(paragraphs(), WIDTHS)
def test_laying_out_again_gives_the_same(made: Paragraph, width: int) -> None:
    assert laid(made, width=width) == laid(made, width=width)
    assert BUILT_IN.face("Arial").known
