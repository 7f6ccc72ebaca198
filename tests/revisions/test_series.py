"""Real decks over time: the edits of a version come through the step to the next one, and `diff` says what became of it.

Version N is the deck as it was built, version N + 1 what would be built now; a slide's identifier, which these decks keep
over their versions, stands for its block.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pptx import Presentation as Opened

from salespack.ooxml.presentation import Presentation
from salespack.ooxml.provenance_tags import identity, identity_seal
from salespack.ooxml.reading import Package, read_package
from salespack.ooxml.slide_base import sealed, written_base
from salespack.ooxml.slide_content import elements_of
from salespack.powerpoint.merging.edited_deck import EditedDeck
from salespack.revisions.deck_diff import DeckDiff, deck_diff
from salespack.revisions.deck_edits import edits_in, read_deck
from salespack.revisions.refreshing import merged
from tests.revisions.scripted_edits import EDITS
from tests.revisions.test_refresh_matrix import Case, is_kept

pytestmark = pytest.mark.slow

STEPS = [
    *((f"{name}-v{number}", f"{name}-v{number + 1}")
      for name in ("licence-faq", "business-flow", "usage-profile") for number in range(1, 5)),
    ("onboarding-v1", "onboarding-v2-draft"), ("report-before", "report-after"),
]  # fmt: skip
EDITS_AT_ONCE = 4


def marked(shared: Path, name: str) -> bytes:
    """A version with the marks of a build, in which each slide is of a block of its own."""
    path = shared / "more" / "series" / f"{name}.pptx"
    package = read_package(path)
    deck, slides = EditedDeck(package, rewritten=False), Presentation(package).slides
    for one in slides:
        base = written_base(sealed(elements_of(package, one.part), name))
        deck.set_tags(one.part, [
            ("BLOCK", f"slide-{one.id}"), ("VERSION", "1"), ("HASH", str(hash(base))), ("PART", "1"), ("BUILD", name),
            ("NUMBER", f"{one.number}/{len(slides)}"), ("BASE", base),
        ])  # fmt: skip
    names = " ".join(identity_seal(name, identity(f"slide-{one.id}", "", "1")) for one in slides)
    tags = [("BUILD", name), ("SLIDES", str(len(slides))), ("BLOCKS", names), ("PROFILE", "series")]
    deck.set_tags(deck.presentation.part, tags)
    return deck.finish()


def texts_in(package: Package) -> dict[str, Counter[str]]:
    """What the slides of a version say, by their identifiers."""
    slides = Presentation(package).slides
    return {f"slide-{one.id}": Counter(elements_of(package, one.part).texts) for one in slides}


@pytest.mark.parametrize(("before", "after"), STEPS, ids=[after for _, after in STEPS])
def test_edits_of_a_version_come_through_to_the_next(before: str, after: str, shared: Path, tmp_path: Path) -> None:
    first, second = marked(shared, before), marked(shared, after)
    (tmp_path / "first.pptx").write_bytes(first)
    built, new = read_package(Path("first.pptx"), first), read_package(Path("second.pptx"), second)
    alone = merged(first, built, new, None, "en")
    assert wrong_with(alone.content, built, new, "") == []
    chance = random.Random(f"{before} 0")
    deck = Opened(str(tmp_path / "first.pptx"))
    done = [one for one in chance.sample(list(EDITS), EDITS_AT_ONCE) if EDITS[one](deck, chance) is not None]
    deck.save(str(tmp_path / "mine.pptx"))
    content = (tmp_path / "mine.pptx").read_bytes()
    mine = read_package(Path("mine.pptx"), content)
    found = merged(content, mine, new, None, "en")
    result = read_package(Path("result.pptx"), found.content)
    assert merged(found.content, result, new, None, "en").content == found.content
    case = Case(built, read_deck(mine), read_deck(new), read_deck(result), found)
    assert list(lost(case)) == [], done
    told = " ".join(conflict.new for one in found.slides for conflict in one.conflicts)
    assert wrong_with(found.content, built, new, told, mine) == [], done
    assert len(Opened(str(tmp_path / "mine.pptx")).slides) - len(found.gone) <= len(found.slides)


def lost(case: Case) -> Iterator[str]:
    """What of the hand's work is not in the result."""
    after, now = (
        {one.was: one for one in case.found.slides if one.was},
        {one.number: one for one in edits_in(case.now).slides},
    )
    for slide in edits_in(case.mine).slides:
        if not (slide.edits or slide.state in ("own slide", "copy")):
            continue
        if slide.number not in after:
            yield f"slide {slide.number} is gone"
            continue
        place = after[slide.number].number
        kinds, kinds_now = ({edit.kind for edit in one.edits} for one in (slide, now[place]))
        if not is_kept(case, slide.number, place, {*kinds}, {*kinds_now}):
            yield f"slide {slide.number}: {slide.said} → {now[place].said}"


def wrong_with(content: bytes, built: Package, new: Package, told: str, mine: Package | None = None) -> list[str]:
    """Texts that the next version brought and that are neither in the result nor told; but those of slides and shapes
    that somebody deleted."""
    before, after, result = texts_in(built), texts_in(new), read_package(Path("result.pptx"), content)
    there = Counter(text for one in Presentation(result).slides for text in elements_of(result, one.part).texts)
    theirs = texts_in(mine) if mine is not None else before
    found = []
    for block, texts in after.items():
        if before.get(block, Counter()) - theirs.get(block, Counter()):
            continue  # somebody took something out of it, or changed it: that is told by its edits
        found += [
            f"{block}: {text}"
            for text in texts - before.get(block, Counter())
            if text not in there and text not in told
        ]
    return found


def diffed(shared: Path, before: str, after: str) -> DeckDiff:
    folder = shared / "more" / "series"
    return deck_diff(read_package(folder / f"{before}.pptx"), read_package(folder / f"{after}.pptx"))


SLIDES = {
    "licence-faq-v2": (9, 0, 18), "licence-faq-v3": (13, 0, 22), "licence-faq-v4": (5, 0, 52), "licence-faq-v5": (6, 0, 57),
    "business-flow-v2": (3, 0, 0), "business-flow-v3": (1, 0, 0), "business-flow-v4": (2, 0, 0),
    "business-flow-v5": (0, 0, 1), "usage-profile-v2": (2, 0, 1), "usage-profile-v3": (5, 0, 0),
    "usage-profile-v4": (2, 0, 1), "usage-profile-v5": (2, 0, 2), "onboarding-v2-draft": (2, 0, 0),
    "report-after": (0, 1, 2),
}  # fmt: skip
"""Slides that came, went, and differ. Twelve of the thirty that licence-faq-v2 kept differ in the number that their field
has stored alone, and so do all that onboarding-v2-draft kept, whose master has another background: no edit. Of
usage-profile-v3 one slide was copied, and the first of the two written anew."""


@pytest.mark.parametrize(("before", "after"), STEPS, ids=[after for _, after in STEPS])
def test_diff_says_of_each_step_what_is_known_of_it(before: str, after: str, shared: Path) -> None:
    found = diffed(shared, before, after)
    added, gone = sum(not one.before for one in found.slides), sum(not one.after for one in found.slides)
    edited = sum(bool(one.before and one.after and one.edits) for one in found.slides)
    assert (added, gone, edited) == SLIDES[after]
    assert found.slides_after - found.slides_before == added - gone
    kinds = Counter(edit.kind for one in found.slides for edit in one.edits)
    if after == "report-after":
        assert kinds["cell changed"] and kinds["chart values changed"]
    if after == "onboarding-v2-draft":
        assert [(one.kind, one.detail) for one in found.deck] == [("master changed", "background")]
