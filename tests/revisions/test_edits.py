"""Edits by hand are found and named, after python-pptx and after LibreOffice; what nobody changed is untouched."""

from __future__ import annotations

import datetime
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from pptx import Presentation

from salespack.building.build import Builder, Request
from salespack.library.index import open_library
from salespack.ooxml.reading import read_package
from salespack.revisions.deck_edits import DeckEdits, deck_edits, paired
from tests.conftest import PROJECT
from tests.revisions.scripted_edits import EDITS, Done
from tests.searching import NIGHTLY

pytestmark = pytest.mark.slow

PROFILES = sorted(path.stem for path in (PROJECT / "profiles").glob("*.yaml"))
BRANDS = ("", "size-4x3", "roles-german")
"""The sample's own, and two of those with faults."""
ON = datetime.date(2026, 11, 21)
TIMES = 36 if NIGHTLY else 3
"""On how many of the 36 decks each edit is tried."""
OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")


class Sample(NamedTuple):
    brand: str
    profile: str


SAMPLES = [Sample(brand, profile) for brand in BRANDS for profile in PROFILES]


class Decks:
    """The sample's decks on several brands, each built when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._builders: dict[str, Builder] = {}
        self._known: dict[Sample, Path] = {}

    def __getitem__(self, one: Sample) -> Path:
        if one not in self._known:
            self._known[one] = self._built(one)
        return self._known[one]

    def _built(self, one: Sample) -> Path:
        out = self._folder / (one.brand or "own")
        if one.brand not in self._builders:
            self._builders[one.brand] = Builder(open_library(self._library(one.brand), None), None)
        report = self._builders[one.brand].build(
            Request(
                profile=PROJECT / f"profiles/{one.profile}.yaml", out=out, only=("deck.pptx",), today=ON, force=True
            )
        )
        (deck,) = (placed.path for placed in report.placed if placed.name == "deck.pptx")
        return deck

    def _library(self, brand: str) -> Path:
        if not brand:
            return PROJECT / "content_blocks"
        library = self._folder / f"library-{brand}"
        shutil.copytree(PROJECT / "content_blocks", library)
        shutil.copy(PROJECT / f"tests/data/brands/{brand}.pptx", library / "brand/other.pptx")
        (library / "brand/brand.yaml").unlink()
        settings = library / "library.yaml"
        text = settings.read_text(encoding="utf-8").replace("brand: brand/lumikko.pptx", "brand: brand/other.pptx")
        settings.write_text(text, encoding="utf-8")
        return library


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> Decks:
    return Decks(tmp_path_factory.mktemp("decks"))


def saved_by_libreoffice(files: Iterable[Path], folder: Path) -> None:
    """The decks as LibreOffice saves them, under their names."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
         "pptx:Impress MS PowerPoint 2007 XML", "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=540,
    )  # fmt: skip


def told(found: DeckEdits) -> Done:
    """What was found, as an edit says what it did."""

    def numbered(state: str) -> int:
        return next((one.number for one in found.slides if one.state == state), 0)

    return Done(
        {one.number: {edit.kind for edit in one.edits} for one in found.slides if one.edits},
        own=numbered("own slide"),
        copied=numbered("copy"),
        foreign=numbered("from another deck"),
        moved=next((one.number for one in found.slides if one.moved), 0),
        deleted=next(iter(found.deleted), 0),
    )


@pytest.fixture(scope="module")
def edited(decks: Decks, tmp_path_factory: pytest.TempPathFactory) -> Mapping[Path, tuple[str, Sample, Done]]:
    """Decks with one edit each: the edit, the deck that it was made on, what was done."""
    folder = tmp_path_factory.mktemp("edited")
    found = {}
    for name, script in EDITS.items():
        done = 0
        chance = random.Random(name)
        for sample in chance.sample(SAMPLES, len(SAMPLES)):
            if done == TIMES:
                break
            deck = Presentation(str(decks[sample]))
            outcome = script(deck, chance)
            if outcome is None:
                continue
            path = folder / f"{name}-{done}.pptx"
            deck.save(str(path))
            found[path] = name, sample, outcome
            done += 1
    return found


def test_every_edit_is_tried(edited: Mapping[Path, tuple[str, Sample, Done]]) -> None:
    assert len(EDITS) >= 40
    assert {name for name, _, _ in edited.values()} == set(EDITS)


def test_each_edit_is_found_and_named(edited: Mapping[Path, tuple[str, Sample, Done]]) -> None:
    wrong = {}
    for path, (name, sample, done) in edited.items():
        found = told(deck_edits(read_package(path)))
        if found != done:
            wrong[name, sample] = found, done
    assert wrong == {}


@OFFICE
def test_each_edit_is_found_and_named_after_libreoffice(
    edited: Mapping[Path, tuple[str, Sample, Done]], decks: Decks, tmp_path: Path
) -> None:
    first = [path for path in edited if NIGHTLY or path.stem.endswith("-0")]
    for start in range(0, len(first), 60):
        saved_by_libreoffice(first[start : start + 60], tmp_path)
    wrong = {}
    for path in first:
        name, sample, done = edited[path]
        found = told(deck_edits(read_package(tmp_path / path.name), read_package(decks[sample])))
        if found != done:
            wrong[name, sample] = found, done
    assert wrong == {}


def test_a_deck_that_was_only_saved_again_is_untouched(decks: Decks, tmp_path: Path) -> None:
    for number, sample in enumerate(SAMPLES):
        again = tmp_path / f"{number}.pptx"
        Presentation(str(decks[sample])).save(str(again))
        assert deck_edits(read_package(decks[sample])).is_untouched, sample
        assert deck_edits(read_package(again)).is_untouched, sample


@OFFICE
def test_a_deck_that_was_only_saved_again_by_libreoffice_is_untouched(decks: Decks, tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    names = {tmp_path / f"before/{number}.pptx": decks[sample] for number, sample in enumerate(SAMPLES)}
    for path, deck in names.items():
        shutil.copy(deck, path)
    saved_by_libreoffice(names, tmp_path)
    edited = {}
    for path, deck in names.items():
        found = deck_edits(read_package(tmp_path / path.name), read_package(deck))
        if not found.is_untouched:
            edited[deck] = found
    assert edited == {}


def test_what_is_left_of_a_slide_is_known_by_where_it_stands() -> None:
    """Where a program dropped the marks and most was deleted, little tells a slide but its neighbours."""
    first, second, last = (Counter(name.split()) for name in ("a b c", "title and x1 x2 x3 x4 x5 x6 x7 x8 x9", "d e f"))
    built = {1: first, 2: second, 3: last}
    assert paired({1: first, 2: Counter(["title"]), 3: last}, built) == {1: 1, 2: 2, 3: 3}
    assert paired({1: first, 2: Counter(["own"]), 3: last}, built) == {1: 1, 3: 3}
    two = {1: first, 2: Counter(["title"]), 3: Counter(["title", "own"]), 4: last}
    assert paired(two, built) == {1: 1, 4: 3}  # one of them may be, and nobody knows which
