"""What is new in a library since a day: for those who build packs of it, and did not read every change."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from salespack.curation.finding import is_broken
from salespack.curation.history import added_since
from salespack.curation.reviews import title_of
from salespack.library.blocks import Block
from salespack.library.library import Library

What = Literal["new", "new version", "valid", "retired", "expired"]


class News(msgspec.Struct, frozen=True):
    """One thing that happened to a block: on which day, what, and why where somebody wrote it."""

    day: datetime.date
    what: What
    block: str
    title: str
    kind: str
    values: tuple[str, ...]
    languages: tuple[str, ...]
    why: str = ""


def news_of(library: Library, since: datetime.date, on: datetime.date) -> tuple[News, ...]:
    """What happened to blocks after `since`, up to `on`; the newest first, of one day by id.

    A block is new when it was approved, or came into use by its `valid_from`; where nobody recorded an approval, on the
    day on which git has its file for the first time. Drafts are no news.
    """
    added = added_since(library.root, since)
    found = [
        news
        for block in library.blocks.values()
        if not is_broken(block)
        for news in _of_block(library, block, added)
        if since < news.day <= on
    ]
    return tuple(sorted(found, key=lambda one: (-one.day.toordinal(), one.block, one.what)))


def _of_block(library: Library, block: Block, added: Mapping[str, datetime.date]) -> Iterator[News]:
    def news(day: datetime.date, what: What, why: str = "") -> News:
        title, values = title_of(library, block), tuple(block.values)
        return News(day, what, block.id, title, block.kind, values, tuple(block.bodies), why)

    if block.state == "retired":
        if block.retired is not None:
            yield news(block.retired.on, "retired", block.retired.why or "")
        return
    if block.state != "approved":
        return
    if block.valid_until is not None:
        yield news(block.valid_until + datetime.timedelta(1), "expired", f"was valid until {block.valid_until}")
    came = added.get(os.path.relpath(block.file, library.root).replace(os.sep, "/"))
    known = block.approved.on if block.approved is not None else came
    if block.valid_from is not None and (known is None or block.valid_from > known):
        yield news(block.valid_from, "valid")
    elif known is not None:
        version = block.version > 1 and block.approved is not None
        yield news(known, "new version" if version else "new", f"version {block.version}" if version else "")
