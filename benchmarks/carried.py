"""Whether slides that others designed come through whole: imported, built, and compared with their decks part by part.

Run: python benchmarks/carried.py [--way own|look|brand]… [--pictures] [--out FOLDER] DECK…

Each DECK is imported as `salespack import deck` does, and all its slides are built into one deck in three ways: on
their own file as the brand (`own`), on the sample's brand in their own look (`look`), and dressed in the sample's brand
(`brand`, with `keep: brand`). Compared are texts, alternative texts, pictures, tables with their merged cells, charts,
whether they have a workbook, SmartArt, objects, media, links, transitions, animations, notes, and sections. What the
build tells that a slide loses (SP335) counts as told. Dressed slides are compared without footers and empty
placeholders, for which another layout may have no place.

`--pictures` has LibreOffice draw each DECK and what was built of it on its own brand, and counts the pages that are the
same to the pixel at 60 dpi; those that are not are written side by side into the folder. Exit code 1 where something is
lost without a word.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import pypdfium2
from deck_parts import FEATURES, DeckParts, SlideParts
from designed_workspaces import SAMPLE_BRAND, Keep, built, imported, with_block, written
from PIL import Image

from salespack.problems.problem import UserFault
from salespack.typesetting.libreoffice import find_program

Way = Literal["own", "look", "brand"]
KEEP: dict[Way, Keep] = {"own": "", "look": "source", "brand": "brand"}
DPI, VISIBLE = 60, 24
"""At which pages are compared, and by how much of 255 a pixel must differ to be seen."""
SLIDE = re.compile(r", slide (\d+)\b")


class Difference(NamedTuple):
    """What a slide of a deck has not as it was; `told` by the build or not. Number 0 is the deck as a whole."""

    number: int
    feature: str
    told: bool
    what: str


class Compared(NamedTuple):
    """A deck that was built in one way: how many slides it has and things of each kind, and what differs."""

    slides: int
    counted: Counter[str]
    differences: list[Difference]
    own_layout: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("decks", nargs="+", type=Path)
    parser.add_argument("--way", action="append", choices=list(KEEP))
    parser.add_argument("--pictures", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("out/carried"))
    asked = parser.parse_args()
    ways: list[Way] = asked.way or list(KEEP)
    asked.out.mkdir(parents=True, exist_ok=True)
    total: dict[Way, Counter[str]] = {way: Counter() for way in ways}
    silent, cache = 0, asked.out / "cache"
    cache.mkdir(mode=0o700, exist_ok=True)
    for deck in asked.decks:
        if not DeckParts(deck).order:
            print(f"{deck.stem}: no slides")
            continue
        for way in ways:
            try:
                found = _compared(deck, way, asked.out, cache)
            except UserFault as fault:
                print(f"{deck.stem} ({way}): refused: {'; '.join(str(one) for one in fault.problems)[:300]}")
                total[way]["refused decks"] += 1
                continue
            lost = [one for one in found.differences if not one.told]
            silent += len(lost)
            counted = {"decks": 1, "slides": found.slides, "slides in their own layout": found.own_layout}
            kinds = Counter(f"{one.feature} {'told' if one.told else 'LOST'}" for one in found.differences)
            total[way].update(counted)
            total[way].update(found.counted + kinds)
            for one in lost:
                print(f"{deck.stem} ({way}), slide {one.number}: {one.feature}: {one.what}")
    for way, figures in total.items():
        print(f"\n{way}: " + ", ".join(f"{count} {name}" for name, count in figures.items() if count))
    if asked.pictures:
        _tell_pictures(asked.decks, asked.out)
    return bool(silent)


def _compared(deck: Path, way: Way, out: Path, cache: Path) -> Compared:
    with tempfile.TemporaryDirectory() as folder:
        library = written(Path(folder), deck if way == "own" else SAMPLE_BRAND)
        stored, slides = imported(library, deck)
        with_block(library, stored, slides, KEEP[way])
        report = built(library, cache, "deck.pptx")
        file = out / f"{deck.parent.name}-{deck.stem}-{way}.pptx"
        file.write_bytes(report.placed[0].path.read_bytes())
        told = [str(one) for one in report.matched.problems if one.code in ("SP335", "SP336", "SP532")]
    said = {int(found[1]) for one in told if (found := SLIDE.search(one)) and "SP532" not in one}
    before, after = (DeckParts(one, shown_only=way == "brand") for one in (deck, file))
    old, new = list(before.slides), list(after.slides)[:-1]  # the last is the pack's own
    differences = list(_differences(old, new, said, layouts=way == "own"))
    if len(before.sections) > 1 and [one for one in before.sections if one not in after.sections]:
        differences.append(Difference(0, "sections", False, f"{before.sections} became {after.sections}"))
    counted = Counter({name: sum(_count(one.features[name]) for one in old) for name in FEATURES})
    counted["sections"] = len(before.sections)
    return Compared(len(old), counted, differences, sum("SP532" in one for one in told))


def _count(value: Any) -> int:
    return int(bool(value)) if isinstance(value, str) else sum(map(bool, value))


def _differences(
    old: Sequence[SlideParts], new: Sequence[SlideParts], told: set[int], *, layouts: bool
) -> Iterator[Difference]:
    if len(old) != len(new):
        yield Difference(0, "slides", False, f"{len(old)} became {len(new)}")
        return
    for number, (one, other) in enumerate(zip(old, new, strict=True), 1):
        for feature in FEATURES:
            was, now = one.features[feature], other.features[feature]
            if was != now:
                yield Difference(number, feature, number in told, _shown(was, now))
        if layouts and one.layout != other.layout:
            yield Difference(number, "layout", False, f"{one.layout} became {other.layout}")


def _shown(was: Any, now: Any) -> str:
    """The first place where two things differ."""
    if isinstance(was, list) and isinstance(now, list):
        for one, other in zip(was, now, strict=False):
            if one != other:
                return f"{str(one)[:90]!r} became {str(other)[:90]!r}"
        more = (was if len(was) > len(now) else now)[min(len(was), len(now)) :]
        return f"{len(was)} became {len(now)}: {str(more)[:120]}"
    return f"{str(was)[:90]!r} became {str(now)[:90]!r}"


# --- as pictures ------------------------------------------------------------------------------------------------------


def _tell_pictures(decks: Sequence[Path], out: Path) -> None:
    same = pages = 0
    for deck in decks:
        made = out / f"{deck.parent.name}-{deck.stem}-own.pptx"
        if not made.is_file():
            continue
        theirs, ours = (_drawn(one, out / folder) for one, folder in ((deck, "theirs"), (made, "ours")))
        if theirs is None or ours is None:
            print(f"{deck.stem}: LibreOffice draws none of it")
            continue
        for number, (one, other) in enumerate(zip(theirs, ours, strict=False), 1):
            pages += 1
            a, b = _pixels(one), _pixels(other)
            differs = a.shape != b.shape or bool((np.abs(a.astype(int) - b.astype(int)) > VISIBLE).any())
            same += not differs
            if differs:
                side = out / f"differs-{deck.parent.name}-{deck.stem}-{number}.png"
                share = 1.0 if a.shape != b.shape else float((np.abs(a.astype(int) - b) > VISIBLE).any(axis=2).mean())
                if a.shape == b.shape:
                    Image.fromarray(np.hstack([a, b])).save(side)
                print(f"{deck.stem}, page {number}: {share:.2%} of the pixels differ")
    print(f"\npictures: {same} of {pages} pages are the same to the pixel")


def _drawn(deck: Path, folder: Path) -> Any:
    program = find_program()
    if program is None:
        sys.exit("LibreOffice is not installed")
    profile = (folder.parent.resolve() / "profile").as_uri()
    command = [str(program), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf:impress_pdf_Export"]
    subprocess.run([*command, "--outdir", str(folder), str(deck)], check=True, capture_output=True)
    made = folder / f"{deck.stem}.pdf"
    return pypdfium2.PdfDocument(made) if made.is_file() else None


def _pixels(page: Any) -> np.ndarray[Any, Any]:
    return np.asarray(page.render(scale=DPI / 72).to_pil().convert("RGB"))


if __name__ == "__main__":
    sys.exit(main())
