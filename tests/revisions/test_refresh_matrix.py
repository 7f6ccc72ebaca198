"""Each scripted edit on decks of the sample, on several brands, saved by python-pptx and by LibreOffice, while the library
changes: all that was done by hand stays, all that the library says anew and nobody touched comes in, a strict judge finds
nothing that it did not find before, and the result opens.

At night each edit is tried on each of the 36 decks; in the gate on two of six, so that few are built. LibreOffice takes
seconds for a deck: there several edits are made on each, in the gate each once.
"""

from __future__ import annotations

import importlib.util
import io
import os
import random
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

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
from tests.revisions.test_edits import BRANDS, OFFICE, SAMPLES, Decks, Sample, saved_by_libreoffice
from tests.searching import NIGHTLY

pytestmark = [pytest.mark.slow, *([pytest.mark.nightly] if NIGHTLY else [])]

SEED = "refresh"
AT_NIGHT = bool(NIGHTLY)
TOGETHER = 6
"""So many edits are made on a deck that LibreOffice saves."""
AT_ONCE = 24
"""So many decks one LibreOffice converts."""
ITEM = re.compile(r"- \S.{18,}")
TAKEN_OUT = frozenset(("deleted", "paragraph deleted", "row deleted"))
SAME = {"copied": "inserted", "table changed": "row added", "resized": "moved"}
"""What is told otherwise where the library changed the same shape: its new size is another one than that which stays."""


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


@pytest.fixture(scope="module", params=BRANDS, ids=lambda brand: brand or "own")
def brand(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def world(brand: str, tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("refresh")
    (folder / "before").mkdir()
    (folder / "after").mkdir()
    return World(Decks(folder / "before"), Renewed(folder / "after"))


def samples(brand: str) -> list[Sample]:
    """The decks of a brand that are edited: all at night, else two."""
    found = [one for one in SAMPLES if one.brand == brand]
    return found if AT_NIGHT else random.Random(f"{SEED} {brand}").sample(found, 2)


class Edited(NamedTuple):
    """A deck with edits: their names, and the deck that they were made on."""

    path: Path
    names: tuple[str, ...]
    sample: Sample


def edited_decks(world: World, brand: str, folder: Path) -> Iterator[Edited]:
    """Decks with one edit each: in the gate the first on which it can be made."""
    for number, (name, script) in enumerate(EDITS.items()):
        if not AT_NIGHT and (number + BRANDS.index(brand)) % len(BRANDS) == 0:
            continue
        chance = random.Random(f"{SEED} {brand} {name}")
        there = samples(brand)
        for sample in chance.sample(there, len(there)):
            deck = Presentation(str(world.before[sample]))
            if script(deck, chance) is None:
                continue
            path = folder / f"{name}-{sample.profile}.pptx"
            deck.save(str(path))
            yield Edited(path, (name,), sample)
            if not AT_NIGHT:
                break


def much_edited_decks(world: World, brand: str, folder: Path) -> Iterator[Edited]:
    """Decks with several edits each: at night all edits on all decks, else each once on one of the brands."""
    gone = [name for name in EDITS if "deleted" in name]
    rest = [name for name in EDITS if name not in gone]
    lots = [names[at : at + TOGETHER] for names in (gone, rest) for at in range(0, len(names), TOGETHER)]
    for number, names in enumerate(lots):
        there = samples(brand)
        if not AT_NIGHT:
            there = [there[number % len(there)]] if number % len(BRANDS) == BRANDS.index(brand) else []
        for sample in there:
            deck, chance = Presentation(str(world.before[sample])), random.Random(f"{SEED} {sample} {number}")
            done = tuple([name for name in names if EDITS[name](deck, chance) is not None])
            path = folder / f"{sample.profile}-{number}.pptx"
            deck.save(str(path))
            yield Edited(path, done, sample)


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
        if not is_kept(
            case, slide.number, place, {one.kind for one in slide.edits}, {e.kind for e in now[place].edits}
        ):
            yield f"slide {slide.number}: {slide.said} → {now[place].said}"
    if case.found.is_changed and set(hand.deleted) - set(edits_in(case.now).deleted):
        yield f"deleted: {hand.deleted}"
    deleted = hand.deleted or any(edit.kind in TAKEN_OUT for one in hand.slides for edit in one.edits)
    told = " ".join(conflict.new for one in case.found.slides for conflict in one.conflicts)
    there = {text for content in case.now.contents.values() for text in content.texts}
    if not deleted:
        for content in case.new.contents.values():
            for text in content.texts:
                if "(renewed)" in text and text not in there and text not in told:
                    yield f"not taken over: {text}"


def is_kept(case: Case, mine: int, now: int, kinds: set[str], kinds_now: set[str]) -> bool:
    """Whether what was done to a slide can be found on it still: as edits of the new one, or as the very same slide."""
    if {SAME.get(one, one) for one in kinds} <= {SAME.get(one, one) for one in kinds_now}:
        return True
    base = sealed(case.mine.contents[mine], "salt")
    part = case.now.slides[now - 1].part
    differ = edits_of(base, case.now.contents[now], case.now.looks.of(part), Before())
    return {one.kind for one in differ} <= {"notes changed"}


def wrong_in(
    world: World, decks: Sequence[Edited], results: Path, saved: Path | None = None
) -> tuple[dict[Any, Any], int]:
    """What is wrong with the refreshes of decks, or of these as another program saved them; how many slides took over
    something. The results are written into a folder."""
    judge, wrong, taken = _judge(), {}, 0
    known: dict[Sample, set[str]] = {}
    for one in decks:
        path = one.path if saved is None else saved / one.path.name
        case = refreshed(world, one.sample, path, marked=saved is None)
        found = list(lost(case))
        result = results / path.name
        result.write_bytes(case.found.content)
        if judge is not None:
            if one.sample not in known:
                known[one.sample] = _findings(judge, world.after[one.sample])
            if new := _findings(judge, result) - known[one.sample]:
                found += sorted(new - _findings(judge, path))
        taken += sum(slide.outcome in ("renewed", "merged") for slide in case.found.slides)
        if found:
            wrong[one.names, one.sample] = found
    return wrong, taken


def _findings(judge: Any, path: Path) -> set[str]:
    """What the judge says of a deck, in whichever part."""
    return {what for _, _, what in judge.check(path)}


def _judge() -> Any:
    """The strict judge of .pptx files, where it is at hand."""
    path = Path(os.environ.get("SALESPACK_SHARED", "")) / "tools/check_pptx.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location("check_pptx", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_pptx"] = module
    spec.loader.exec_module(module)
    return module


def test_what_was_done_by_hand_stays_and_what_the_library_says_anew_comes_in(
    world: World, brand: str, tmp_path: Path
) -> None:
    (tmp_path / "results").mkdir()
    decks = list(edited_decks(world, brand, tmp_path))
    assert len(decks) > len(EDITS) // 2
    wrong, taken = wrong_in(world, decks, tmp_path / "results")
    assert wrong == {}
    assert taken > len(decks)


@OFFICE
def test_the_same_holds_where_libreoffice_saved_the_deck_which_opens_the_result(
    world: World, brand: str, tmp_path: Path
) -> None:
    saved, results, opened = (tmp_path / name for name in ("saved", "results", "opened"))
    for folder in (saved, results, opened):
        folder.mkdir()
    decks = list(much_edited_decks(world, brand, tmp_path))
    for at in range(0, len(decks), AT_ONCE):
        saved_by_libreoffice([one.path for one in decks[at : at + AT_ONCE]], saved)
    wrong, taken = wrong_in(world, decks, results, saved)
    assert wrong == {}
    assert taken > len(decks)
    some = sorted(results.glob("*.pptx")) if AT_NIGHT else sorted(results.glob("*.pptx"))[:1]
    for at in range(0, len(some), AT_ONCE):
        saved_by_libreoffice(some[at : at + AT_ONCE], opened)
    for path in some:
        assert len(Presentation(str(opened / path.name)).slides) == len(Presentation(str(path)).slides)
