"""A block as a row of a table: what each column says, in short."""

from __future__ import annotations

from collections.abc import Callable

from salespack.curation.finding import is_broken, state_of, titles_of
from salespack.library.blocks import Block

LONGEST_TITLE = 60


def _values(block: Block) -> str:
    return ", ".join(f"{name} {strength}" for name, strength in sorted(block.values.items(), key=lambda one: -one[1]))


def _title(block: Block) -> str:
    if is_broken(block):
        return str(block.problems[0].message)
    title = next(iter(titles_of(block).values()), "")
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


COLUMNS: dict[str, Callable[[Block], str]] = {
    "id": lambda block: block.id,
    "kind": lambda block: "" if is_broken(block) else block.kind,
    "values": _values,
    "languages": lambda block: ", ".join(block.bodies),
    "state": state_of,
    "owner": lambda block: block.owner or "",
    "until": lambda block: block.valid_until.isoformat() if block.valid_until else "",
    "title": _title,
    "tags": lambda block: ", ".join(block.tags),
    "stages": lambda block: ", ".join(block.audience.stages),
    "roles": lambda block: ", ".join(block.audience.roles),
    "industries": lambda block: ", ".join(block.audience.industries),
    "states": lambda block: ", ".join(block.audience.states),
    "lifecycle": lambda block: ", ".join(block.audience.lifecycle),
    "from": lambda block: block.valid_from.isoformat() if block.valid_from else "",
    "review": lambda block: block.review_by.isoformat() if block.review_by else "",
    "approved": lambda block: f"{block.approved.on} {block.approved.by}" if block.approved else "",
    "version": lambda block: str(block.version),
    "minutes": lambda block: f"{block.minutes:g}" if block.minutes is not None else "",
    "evidence": lambda block: ", ".join(one.source for one in block.all_evidence().values()),
    "customer": lambda block: (block.about.customer or "") if block.about else "",
    "needs": lambda block: ", ".join(block.needs),
    "file": lambda block: block.file,
}
USUAL = ("id", "kind", "values", "languages", "state", "until", "title")
"""The columns that are shown unless others are asked for."""
