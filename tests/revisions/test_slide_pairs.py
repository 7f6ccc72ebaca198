"""Which slide of a deck is which of another, whatever was done to it."""

from __future__ import annotations

import string
from collections.abc import Sequence
from itertools import count

from salespack.ooxml.placeholders import Key
from salespack.ooxml.slide_content import ParagraphContent, SlideContent, SlideElement
from salespack.revisions.slide_pairs import SlideKey, SlidePairs, slide_pairs

TEXTS = {
    "nights": ("Quiet nights", "Nobody is called at three in the morning", "Nine of ten alarms were false ones"),
    "prices": ("What it costs", "A fixed price for each service and month", "Storage is billed as it grows"),
    "cases": ("Who did it before", "A bank moved forty services in one quarter", "Its pages load in half the time"),
    "team": ("Who you work with", "Three engineers and one architect in Tampere", "All speak Finnish and English"),
    "next": ("What comes next", "A pilot with two services in May", "A review with your board in June"),
}


def slide(*texts: str, picture: str = "") -> SlideContent:
    title, *points = texts or ("",)
    elements = [
        SlideElement(kind="text", id=2, name="Title 1", key=Key("title", 0), paragraphs=paragraphs(title)),
        SlideElement(kind="text", id=3, name="Content 2", key=Key("body", 1), paragraphs=paragraphs(*points)),
    ]
    if picture:
        elements.append(SlideElement(kind="picture", id=4, name="Picture 3", picture=picture))
    return SlideContent(elements=tuple(elements))


def paragraphs(*texts: str) -> tuple[ParagraphContent, ...]:
    return tuple(ParagraphContent(text) for text in texts if text)


def keys(*slides: SlideContent, ids: Sequence[int] = ()) -> list[SlideKey]:
    numbers = ids or range(256, 256 + len(slides))
    return [SlideKey(number, id, one) for number, id, one in zip(count(1), numbers, slides, strict=False)]


def paired(before: Sequence[SlideContent], after: Sequence[SlideContent]) -> SlidePairs:
    return slide_pairs(keys(*before), keys(*after, ids=range(900, 900 + len(after))))


DECK = [slide(*texts) for texts in TEXTS.values()]


def test_a_slide_that_was_deleted_or_inserted_shifts_no_other() -> None:
    assert paired(DECK, [*DECK[:1], *DECK[2:]]).pairs == {1: 1, 2: 3, 3: 4, 4: 5}
    more = slide("Why now", "Two data centres close next spring")
    assert paired(DECK, [more, *DECK]).pairs == {2: 1, 3: 2, 4: 3, 5: 4, 6: 5}


def test_slides_in_another_order_are_found_where_they_are() -> None:
    assert paired(DECK, [DECK[4], *DECK[:4]]).pairs == {1: 5, 2: 1, 3: 2, 4: 3, 5: 4}


def test_a_slide_that_says_something_else_is_another_and_one_that_is_reworded_is_not() -> None:
    reworded = slide("What it will cost", "A fixed price for each service and year", "Storage is billed as it grows")
    assert paired(DECK, [DECK[0], reworded, *DECK[2:]]).pairs[2] == 2
    other = slide("Our history", "Founded beside a sauna", "Two hundred people since")
    found = paired(DECK, [DECK[0], other, *DECK[2:]])
    assert found.pairs == {1: 1, 3: 3, 4: 4, 5: 5}


def test_in_versions_of_one_deck_a_slide_keeps_its_identity_when_all_of_it_is_written_anew() -> None:
    other = slide("Our history", "Founded beside a sauna", "Two hundred people since")
    after = [DECK[0], other, *DECK[2:]]
    assert slide_pairs(keys(*DECK), keys(*after)).pairs == {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}


def test_a_copy_is_told_as_one() -> None:
    found = paired(DECK, [*DECK, DECK[1]])
    assert (found.pairs, found.copies) == ({1: 1, 2: 2, 3: 3, 4: 4, 5: 5}, {6: 2})


def test_a_slide_that_was_split_and_slides_that_were_merged_are_told() -> None:
    long = slide("What you get", *[" ".join(f"{word}{letter}" for word in ("alpha", "beta", "gamma"))
                                   for letter in string.ascii_lowercase[:8]])  # fmt: skip
    points = [one.text for one in long.elements[1].paragraphs]
    first, second = slide("What you get", *points[:5]), slide("And more", *points[5:])
    split = paired([*DECK, long], [*DECK, first, second])
    assert (split.pairs[6], split.splits) == (6, {7: 6})
    merged = paired([*DECK, first, second], [*DECK, long])
    assert (merged.pairs[6], merged.merges) == (6, {7: 6})


def test_slides_without_words_are_known_by_their_pictures_and_neighbours() -> None:
    before = [DECK[0], slide(picture="a"), slide(), DECK[1], slide(picture="b"), slide()]
    after = [slide(picture="b"), DECK[0], slide(picture="a"), slide(), DECK[1], slide()]
    assert paired(before, after).pairs == {1: 5, 2: 1, 3: 2, 4: 3, 5: 4, 6: 6}


def test_decks_that_have_nothing_in_common_have_no_pairs() -> None:
    others = [slide(f"Topic {letter}", f"{letter}{letter} {letter}x {letter}y") for letter in "qwz"]
    assert paired(DECK, others).pairs == {}
    assert paired([], DECK).pairs == {}
    assert paired(DECK, []).pairs == {}
