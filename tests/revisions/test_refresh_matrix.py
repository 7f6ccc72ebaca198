"""Each scripted edit on decks of the sample, on several brands, saved by python-pptx and by LibreOffice, while the library
changes: all that was done by hand stays, all that the library says anew and nobody touched comes in."""

from __future__ import annotations

import io
import random
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from pptx import Presentation

from salespack.ooxml.reading import Package, read_package
from salespack.ooxml.slide_base import sealed
from salespack.revisions.deck_edits import ReadDeck, edits_in, read_deck
from salespack.revisions.edits import Before, edits_of
from salespack.revisions.refresh import Refreshed, with_looks
from salespack.revisions.refreshing import merged
from tests.conftest import PROJECT
from tests.revisions.scripted_edits import EDITS
from tests.revisions.test_edits import OFFICE, SAMPLES, Decks, Sample, saved_by_libreoffice
from tests.searching import NIGHTLY

pytestmark = [pytest.mark.slow, *([pytest.mark.nightly] if NIGHTLY else [])]

TIMES = 36 if NIGHTLY else 1
"""On how many of the 36 decks each edit is tried."""
SEED = "refresh"
ITEM = re.compile(r"- \S.{18,}")
TAKEN_OUT = frozenset(("deleted", "paragraph deleted", "row deleted"))
SAME = {"copied": "inserted", "table changed": "row added"}


class World(NamedTuple):
    """The decks as they were built, and as they would be built now that every other item of a list says more."""

    before: Decks
    after: Decks


class Renewed(Decks):
    """The same decks from a library that was changed since."""

    def _library(self, brand: str) -> Path:
        library = super()._library(brand)
        if library == PROJECT / "content_blocks":
            library = self._folder / "library"
            shutil.copytree(PROJECT / "content_blocks", library)
        for file in sorted(library.rglob("*.md")):
            file.write_text(_renewed(file.read_text(encoding="utf-8")), encoding="utf-8")
        return library


def _renewed(text: str) -> str:
    head, mark, body = text.partition("\n---\n")
    count = 0

    def more(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        plain = "{" not in found[0] and not found[0].rstrip().endswith(("?", ":"))
        return f"{found[0].rstrip()} (renewed)" if plain and count % 2 else found[0]

    return head + mark + re.sub(rf"^{ITEM.pattern}$", more, body, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("refresh")
    (folder / "before").mkdir()
    (folder / "after").mkdir()
    return World(Decks(folder / "before"), Renewed(folder / "after"))


@pytest.fixture(scope="module")
def edited(world: World, tmp_path_factory: pytest.TempPathFactory) -> Mapping[Path, tuple[str, Sample]]:
    """Decks with one edit each, saved by python-pptx."""
    folder = tmp_path_factory.mktemp("mine")
    found: dict[Path, tuple[str, Sample]] = {}
    for name, script in EDITS.items():
        done = 0
        chance = random.Random(f"{SEED} {name}")
        for sample in chance.sample(SAMPLES, len(SAMPLES)):
            if done == TIMES:
                break
            deck = Presentation(str(world.before[sample]))
            if script(deck, chance) is not None:
                path = folder / f"{name}-{done}.pptx"
                deck.save(str(path))
                found[path] = name, sample
                done += 1
    return found


class Case(NamedTuple):
    """One refresh: the deck as it was built, the person's, what would be built now, and the result."""

    built: Package
    mine: ReadDeck
    new: ReadDeck
    now: ReadDeck
    found: Refreshed


def refreshed(world: World, sample: Sample, path: Path, *, marked: bool) -> Case:
    built, new = read_package(world.before[sample]), read_package(world.after[sample])
    content = path.read_bytes()
    theirs = read_package(path, content)
    found = merged(content, theirs, new, None if marked else built, "en")
    package = read_package(Path("result.pptx"), found.content)
    again = merged(found.content, package, new, None, "en")
    assert again.content == found.content, path
    Presentation(io.BytesIO(found.content))
    now = read_deck(new)
    return Case(built, read_deck(theirs, None if marked else built), now, with_looks(read_deck(package), now), found)


def lost(case: Case) -> Iterator[str]:
    """What of the hand's work is not in the result, and what of the library's is neither in it nor told."""
    hand, after = edits_in(case.mine), {one.was: one for one in case.found.slides if one.was}
    now = {one.number: one for one in edits_in(case.now).slides}
    gone = {one.was for one in case.found.gone}
    for slide in hand.slides:
        if not (slide.edits or slide.state in ("own slide", "copy")):
            continue
        if slide.number in gone or slide.number not in after:
            yield f"slide {slide.number} is gone"
            continue
        place = after[slide.number].number
        if not _is_kept(
            case, slide.number, place, {one.kind for one in slide.edits}, {e.kind for e in now[place].edits}
        ):
            yield f"slide {slide.number}: {slide.said} → {now[place].said}"
    if case.found.known and set(hand.deleted) - set(edits_in(case.now).deleted):
        yield f"deleted: {hand.deleted}"
    deleted = hand.deleted or any(edit.kind in TAKEN_OUT for one in hand.slides for edit in one.edits)
    told = " ".join(conflict.new for one in case.found.slides for conflict in one.conflicts)
    there = {text for content in case.now.contents.values() for text in content.texts}
    if not deleted:
        for content in case.new.contents.values():
            for text in content.texts:
                if "(renewed)" in text and text not in there and text not in told:
                    yield f"not taken over: {text}"


def _is_kept(case: Case, mine: int, now: int, kinds: set[str], kinds_now: set[str]) -> bool:
    """Whether what was done to a slide can be found on it still: as edits of the new one, or as the very same slide."""
    if {SAME.get(one, one) for one in kinds} <= {SAME.get(one, one) for one in kinds_now}:
        return True
    base = sealed(case.mine.contents[mine], "salt")
    part = case.now.slides[now - 1].part
    differ = edits_of(base, case.now.contents[now], case.now.looks.of(part), Before())
    return {one.kind for one in differ} <= {"notes changed"}


def test_what_was_done_by_hand_stays_and_what_the_library_says_anew_comes_in(
    world: World, edited: Mapping[Path, tuple[str, Sample]]
) -> None:
    assert {name for name, _ in edited.values()} == set(EDITS)
    wrong, taken = {}, 0
    for path, (name, sample) in edited.items():
        case = refreshed(world, sample, path, marked=True)
        taken += sum(one.outcome in ("renewed", "merged") for one in case.found.slides)
        if found := list(lost(case)):
            wrong[name, sample] = found
    assert wrong == {}
    assert taken > len(edited)


@OFFICE
def test_the_same_holds_where_libreoffice_saved_the_deck(
    world: World, edited: Mapping[Path, tuple[str, Sample]], tmp_path: Path
) -> None:
    first = list(edited) if NIGHTLY else random.Random(SEED).sample(list(edited), 6)
    for start in range(0, len(first), 60):
        saved_by_libreoffice(first[start : start + 60], tmp_path)
    wrong = {}
    for path in first:
        name, sample = edited[path]
        if found := list(lost(refreshed(world, sample, tmp_path / path.name, marked=False))):
            wrong[name, sample] = found
    assert wrong == {}
