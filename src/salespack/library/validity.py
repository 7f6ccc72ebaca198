"""When a block holds: the days on which nothing begins or ends, and when a review is due."""

from __future__ import annotations

import datetime

from salespack.library.blocks import Block
from salespack.library.library import Library


def calm_day(library: Library) -> datetime.date:
    """A day that depends on the library alone: that of its freshest evidence, on which its assumptions still held."""
    days = [
        one.date.last_day() for block in library.blocks.values() for one in block.all_evidence().values() if one.date
    ]
    held = (one.valid_until for one in library.calculations.assumptions.values())
    return min(max(days, default=datetime.date(2026, 1, 1)), *held, datetime.date.max)


def review_due(block: Block, days: int | None) -> tuple[datetime.date | None, tuple[str, ...]]:
    """The last day for the next review of a block, and the key that says so; None where none is due.

    `review_by` says it; else it is `days` after the approval.
    """
    if block.review_by is not None:
        return block.review_by, ("review_by",)
    if block.approved is not None and days is not None:
        return block.approved.on + datetime.timedelta(days), ("approved", "on")
    return None, ()
