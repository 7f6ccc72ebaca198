"""A small workspace whose library changes, a deck that was built before, and what a person does to it by python-pptx."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from pptx import Presentation
from pptx.presentation import Presentation as Deck

from salespack.building.build import Builder, Request
from salespack.library.index import open_library
from salespack.ooxml.packaging import StoredPart
from salespack.ooxml.reading import WrittenPackage, read_package
from salespack.revisions.refresh import Refreshed
from salespack.revisions.refreshing import merged
from tests.workspaces import BLOCKS, write_files, write_workspace

ON = datetime.date(2026, 11, 30)
CALM = "benefits/calm-nights.md"
NIGHTS = """\
---
kind: benefit
values: {fewer-outages: 5}
---
# Calm nights

- One of you sleeps
- Two of us wake
- Nobody is called twice

::: notes
Say it slowly.

Then ask.
:::

# What it costs

| Who | Hours | Price |
| --- | --- | --- |
| Ours | 3 | 40 |
| Yours | 5 | 60 |
| Theirs | 7 | 80 |

# How it went

```chart
type: column
title: Calls
alt: Calls by month
categories: [May, June, July]
series: {Calls: [5, 4, 2], Nights: [3, 2, 1]}
```
"""
FIRST = {**BLOCKS, CALM: NIGHTS}
Hand = Callable[[Deck], Any]


class Built(NamedTuple):
    """A deck as a build makes it: the file, and its parts."""

    file: bytes
    parts: tuple[StoredPart, ...]


class World:
    """A workspace; `build` gives the deck of the library as it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_workspace(folder, blocks=FIRST)
        self.built = self.build()

    def build(self) -> Built:
        builder = Builder(open_library(self.folder / "content_blocks", None), None)
        asked = Request(profile=self.folder / "profiles/acme.yaml", out=self.folder / "out", today=ON, force=True)
        _, written = builder.made(asked)
        return Built(written.file, written.parts)

    def change(self, *changes: tuple[str, str], block: str = CALM) -> None:
        """Marketing changes words of a block."""
        path = self.folder / "content_blocks" / block
        text = path.read_text(encoding="utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        path.write_text(text, encoding="utf-8")

    def write(self, block: str, text: str) -> None:
        """Marketing writes a block."""
        write_files(self.folder / "content_blocks", {block: text})

    def refresh(self, theirs: bytes, new: Built | None = None, as_built: bytes | None = None) -> Refreshed:
        """A deck brought up to date with the library as it is, which a second time changes nothing."""
        package = WrittenPackage(Path("new.pptx"), (new or self.build()).parts)
        known = read_package(Path("built.pptx"), as_built) if as_built is not None else None
        found = merged(theirs, read_package(Path("mine.pptx"), theirs), package, known, "en")
        again = merged(found.content, read_package(Path("r.pptx"), found.content), package, None, "en")
        assert again.content == found.content
        return found


def edited(file: bytes, hand: Hand) -> bytes:
    """A deck as a person saves it after an edit."""
    deck = Presentation(io.BytesIO(file))
    hand(deck)
    return saved(deck)


def saved(deck: Deck) -> bytes:
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def slides_of(file: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(file)).slides)


def titled(file: bytes, title: str) -> Any:
    """The slide of a title."""
    (found,) = [one for one in slides_of(file) if one.shapes.title is not None and one.shapes.title.text == title]
    return found


def titles(file: bytes) -> list[str]:
    return [one.shapes.title.text if one.shapes.title is not None else "" for one in slides_of(file)]


def body(slide: Any) -> Any:
    """The text below the title."""
    return next(one for one in slide.placeholders if one.placeholder_format.idx == 1)


def table(slide: Any) -> list[list[str]]:
    (found,) = [one.table for one in slide.shapes if one.has_table]
    return [[cell.text for cell in row.cells] for row in found.rows]


def chart(slide: Any) -> Any:
    (found,) = [one.chart for one in slide.shapes if one.has_chart]
    return found


def figures(slide: Any) -> dict[str, list[float]]:
    return {one.name: list(one.values) for one in chart(slide).plots[0].series}
