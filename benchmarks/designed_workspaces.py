"""Workspaces around a deck that somebody else made: imported as by `salespack import deck`, its slides as one block."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from salespack.building.build import Builder, Report, Request
from salespack.importing.decks.decks import Request as Import
from salespack.importing.decks.decks import import_decks
from salespack.importing.decks.importer import Settings
from salespack.library.index import open_library
from salespack.problems.problem import UserFault

SAMPLE_BRAND = Path(__file__).parent.parent / "content_blocks" / "brand" / "lumikko.pptx"
TODAY = datetime.date(2026, 11, 21)
LIBRARY = """\
company: {{name: Lumikko, website: "https://lumikko.example"}}
languages: [en]
brand: brand/{brand}
industries: {{healthcare: Healthcare}}
roles: {{cto: CTO}}
stages: {{evaluation: Evaluation}}
"""
VALUES = "calm: {name: Calm, question: What does it cost?, signals: {en: [calm]}}\n"
PACK = """\
name: All
stage: evaluation
outputs: [deck.pptx, deck.pdf]
sections:
  - {slot: all, kind: frame, tag: all}
  - {slot: calm, kind: benefit}
limits: {slides: 999}
"""
CALM = "---\nkind: benefit\nvalues: {calm: 5}\n---\n# Calm nights\n\n- Nobody is called at night\n"
PROFILE = "customer: {name: Acme, industry: healthcare, language: en}\nvalues: {calm: 9}\nmeeting: {roles: [cto]}\n"
Keep = Literal["", "source", "brand"]


def written(root: Path, brand: Path, profile: str = PROFILE) -> Path:
    """A workspace in the folder `root`, new; its library."""
    library = root / "content_blocks"
    name = f"own{brand.suffix}"
    files: Mapping[str, str] = {
        "library.yaml": LIBRARY.format(brand=name),
        "values.yaml": VALUES,
        "packs/all.yaml": PACK,
        "benefits/calm-nights.md": CALM,
        "../profiles/acme.yaml": profile,
    }
    for file, text in files.items():
        (library / file).parent.mkdir(parents=True, exist_ok=True)
        (library / file).write_text(text, "utf-8")
    (library / "brand").mkdir()
    shutil.copyfile(brand, library / "brand" / name)
    return library


def imported(library: Path, deck: Path) -> tuple[str, list[int]]:
    """Imports a deck; where it is stored, and its slides by PowerPoint's ids. Raises UserFault where it cannot be."""
    report = import_decks(
        open_library(library, None),
        Import(files=(deck,), settings=Settings(today=TODAY), language="en"),
        lambda _: False,
    )
    if report.problems:
        raise UserFault(report.problems)
    (found,) = report.decks
    rows = sorted(found.rows, key=lambda row: row.position or 0)
    return found.stored, [number for row in rows for number in row.slides]


def with_block(
    library: Path, stored: str, slides: Sequence[int], keep: Keep = "", bind: Mapping[str, str] = {}
) -> None:
    """Makes one block of slides of a stored deck, which the pack takes."""
    kept = f", keep: {keep}" if keep else ""
    bound = f"bind: {{{', '.join(f'{quoted(name)}: {path}' for name, path in bind.items())}}}\n" if bind else ""
    front = (
        f"kind: frame\ntags: [all]\njinja: false\nslides: {{file: ../{stored}, slide: {list(slides)}{kept}}}\n{bound}"
    )
    (library / "frames").mkdir(exist_ok=True)
    (library / "frames" / "all.md").write_text(f"---\n{front}---\n", "utf-8")


def quoted(text: str) -> str:
    """A text as YAML has it in double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in escaped) + '"'


def built(library: Path, cache: Path, *outputs: str) -> Report:
    """Builds the pack. Raises UserFault."""
    profile = library.parent / "profiles" / "acme.yaml"
    request = Request(profile=profile, out=library.parent / "out", today=TODAY, only=outputs, force=True, replace=True)
    return Builder(open_library(library, None), cache).build(request)
