from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from salespack.curation.compared_texts import markdown_slides, words_of
from salespack.curation.duplicates import BlockWords, Pair, groups_of, near_duplicates, runs_of
from salespack.library.index import open_library
from tests.workspaces import write_workspace

LINE = "Every outage is seen by the nurses before the machines that watch it say a word about it"


def one(block: str, *slides: str, language: str = "en") -> BlockWords:
    return BlockWords(block, language, slides)


def test_a_changed_word_does_not_hide_a_copy() -> None:
    found = near_duplicates([one("b", LINE), one("a", LINE.replace("machines", "systems")), one("c", LINE[::-1])])
    assert [(pair.one, pair.other, pair.slides) for pair in found] == [("a", "b", None)]
    assert 0.7 <= found[0].alike < 1


def test_languages_are_never_compared() -> None:
    assert near_duplicates([one("a", LINE), one("b", LINE, language="fi")]) == ()


def test_one_slide_in_common_is_told_with_its_numbers() -> None:
    other = "Something else altogether stands here, of which nobody else in this library says as much as a word"
    found = near_duplicates([one("a", other, LINE), one("b", LINE)])
    assert found == (Pair("a", "b", "en", 1.0, (2, 1)),)


def test_a_text_that_says_too_little_is_like_no_other() -> None:
    assert near_duplicates([one("a", "Thank you"), one("b", "Thank you")]) == ()


def test_a_slide_twice_in_one_block_is_no_duplicate() -> None:
    assert near_duplicates([one("a", LINE, LINE)]) == ()


@pytest.mark.parametrize("threshold", [0.5, 0.7, 0.8])
def test_the_threshold_is_kept(threshold: float) -> None:
    words = LINE.split()
    texts = [one(f"b{n:02}", " ".join([*words[: len(words) - n], *(f"x{n}y{m}" for m in range(n))])) for n in range(12)]
    exact = {
        (a.block, b.block)
        for a in texts
        for b in texts
        if a.block < b.block
        and len(runs_of(a.slides[0]) & runs_of(b.slides[0])) / len(runs_of(a.slides[0]) | runs_of(b.slides[0]))
        >= threshold
    }
    found = {(pair.one, pair.other) for pair in near_duplicates(texts, threshold)}
    assert found
    assert found == exact


def test_a_thousand_of_a_kind_are_one_group() -> None:
    pairs = near_duplicates([one(f"b{number}", f"{LINE} {number}") for number in range(1000)])
    assert len(pairs) < 10_000
    assert len(groups_of(pairs)) == 1


def test_groups_hang_together() -> None:
    pairs = [Pair("a", "b", "en", 0.8), Pair("c", "d", "en", 1.0), Pair("b", "e", "fi", 0.9)]
    assert [[(one.one, one.other) for one in group] for group in groups_of(pairs)] == [
        [("c", "d")],
        [("b", "e"), ("a", "b")],
    ]


@pytest.mark.slow
@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=8, max_size=14), min_size=2, max_size=8))
def test_the_order_of_blocks_decides_nothing(texts: list[list[str]]) -> None:
    blocks = [one(f"b{number}", " ".join(text)) for number, text in enumerate(texts)]
    found = near_duplicates(blocks)
    joined = {frozenset((pair.one, pair.other)) for group in groups_of(found) for pair in group}
    reverse = {
        frozenset((pair.one, pair.other)) for group in groups_of(near_duplicates(blocks[::-1])) for pair in group
    }
    assert {name for pair in joined for name in pair} == {name for pair in reverse for name in pair}


def test_words_are_those_of_the_slides() -> None:
    body = """
text before
# One {{ customer.name }} [more](https://x.example/very-long)

- point {% if a %}if{% endif %}

::: notes
spoken
:::
---
::: columns
::: column
left
---
:::
:::
```chart
type: bar
# not a slide
```
# Two
"""
    first, second, third = markdown_slides(body)
    assert "One" in first and "point" in first and "spoken" not in first and "customer" not in first
    assert "example" not in first
    assert "left" in second and "not a slide" in second
    assert "Two" in third


def test_designed_slides_count_by_their_text(tmp_path: Path) -> None:
    deck = Presentation()
    for _ in range(2):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        assert slide.shapes.title is not None
        slide.shapes.title.text = "What outages cost"
        slide.placeholders[1].text = LINE
    library = write_workspace(
        tmp_path,
        {
            "content_blocks/benefits/drawn.md": "---\nkind: benefit\nslides: {file: ../slides/x.pptx, slide: 1}\n---\n",
            "content_blocks/benefits/drawn.fi.md": "---\ntranslates: 1\n---\n::: notes\nHei\n:::\n",
            "content_blocks/benefits/all.md": "---\nkind: benefit\nslides: {file: ../slides/x.pptx}\n---\n",
            "content_blocks/benefits/lost.md": "---\nkind: benefit\nslides: {file: ../slides/no.pptx}\n---\n",
            "content_blocks/benefits/broken.md": "---\nkind: benefit\nvalue: 1\n---\n# Broken\n",
            "content_blocks/benefits/written.md": f"---\nkind: benefit\n---\n# What outages cost\n\n- {LINE}\n",
        },
    )
    (library / "slides").mkdir()
    deck.save(str(library / "slides" / "x.pptx"))
    words = {(text.block, text.language): text for text in words_of(open_library(library, None))}
    assert len(words["all", "en"].slides) == 2
    assert {("drawn", "fi"), ("lost", "en"), ("broken", "en")}.isdisjoint(words)
    pairs = {(pair.one, pair.other) for pair in near_duplicates(words.values())}
    assert {("drawn", "written"), ("all", "drawn")} <= pairs | {(b, a) for a, b in pairs}
