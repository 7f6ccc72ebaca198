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
from salespack.ledger.events import SUCCESSES
from salespack.ledger.ledger import Ledger
from salespack.library.blocks import Block
from salespack.library.library import Library

What = Literal["new", "new version", "valid", "retired", "expired", "success"]


class News(msgspec.Struct, frozen=True):
    """One thing that happened to a block: on which day, what, and why where somebody wrote it; for a `success`, where
    and by whom."""

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
    return tuple(sorted(found, key=newest))


def successes_of(library: Library, ledger: Ledger, since: datetime.date, on: datetime.date) -> tuple[News, ...]:
    """The blocks that sellers say won a customer, or a next step, after `since`, up to `on`: where, and who made it.

    Raises UserFault (SP812) where the ledger cannot be read.
    """
    profiles = ledger.profiles()
    found = []
    for customer, events in ledger.histories(on):
        for event in events:
            block = library.blocks.get(event.block)
            if event.result not in SUCCESSES or block is None or event.on is None or not since < event.on <= on:
                continue
            profile = profiles.get(customer, "")
            person = ledger.known(profile).called(event.credit) if profile and event.credit else None
            why = f"{event.result} at {profile or 'a customer'}"
            why += f", made by {person.name}" if person is not None and person.name else ""
            why += f"; kept by {block.owner}" if block.owner else ""
            title, values = title_of(library, block), tuple(block.values)
            found.append(News(event.on, "success", block.id, title, block.kind, values, tuple(block.bodies), why))
    return tuple(sorted(found, key=newest))


def newest(one: News) -> tuple[int, str, str]:
    """The order of news: the newest first, of one day by id."""
    return -one.day.toordinal(), one.block, one.what


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
