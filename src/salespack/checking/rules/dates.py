"""Rules about the day: what has expired or soon will, whose review is due, whose evidence is old.

A day that a folder's defaults say for its blocks is told there, once.
"""

from __future__ import annotations

from collections.abc import Iterator

from salespack.checking.rules.views import LibraryView
from salespack.library.blocks import OWN_EVIDENCE, Block
from salespack.library.locations import said_place
from salespack.library.validity import review_due
from salespack.problems.problem import Problem


def expired(whole: LibraryView) -> Iterator[Problem]:
    """Blocks in use whose last day is past."""
    for block in _in_use(whole):
        if block.valid_until and block.valid_until < whole.on:
            yield Problem(
                code="SP414",
                message=f"expired on {block.valid_until}",
                hint="renew it, or retire it",
                place=said_place(whole.library.root, block.file, ("valid_until",)),
                about=block.file,
            )


def expiring(whole: LibraryView) -> Iterator[Problem]:
    """Blocks in use whose last day is near."""
    days = whole.around.settings.check.expiry_days
    for block in _in_use(whole):
        left = block.valid_until.toordinal() - whole.on.toordinal() if block.valid_until else -1
        if 0 <= left <= days:
            yield Problem(
                code="SP415",
                message=f"expires on {block.valid_until}, " + ("today" if not left else f"in {left} days"),
                hint="renew it, or let it go",
                place=said_place(whole.library.root, block.file, ("valid_until",)),
                about=block.file,
            )


def overdue(whole: LibraryView) -> Iterator[Problem]:
    """Blocks in use that somebody should have read again by now."""
    days = whole.around.settings.check.review_days
    for block in _in_use(whole):
        due, path = review_due(block, days)
        if due is not None and due < whole.on:
            place = said_place(whole.library.root, block.file, path)
            name = block.id if place.file == block.file else "ID"
            yield Problem(
                code="SP416",
                message=f"was to be reviewed by {due}",
                hint=f"read it again; then `salespack library approve {name} --by …`",
                place=place,
                about=block.file,
            )


def old_evidence(whole: LibraryView) -> Iterator[Problem]:
    """Blocks in use whose evidence is older than the library allows."""
    days = whole.around.settings.check.evidence_days
    for block in _in_use(whole) if days is not None else ():
        for name, evidence in block.all_evidence().items():
            if evidence.date is None or days is None or (age := (whole.on - evidence.date.last_day()).days) <= days:
                continue
            what = "evidence" if name == OWN_EVIDENCE else f"source “{name}”"
            path = (name, "date") if name == OWN_EVIDENCE else ("sources", name, "date")
            yield Problem(
                code="SP418",
                message=f"the {what} is {age:,} days old; at most {days:,} are allowed",
                hint="find newer evidence, or retire the block",
                place=said_place(whole.library.root, block.file, path),
                about=block.file,
            )


def _in_use(whole: LibraryView) -> Iterator[Block]:
    return (block for block in whole.library.blocks.values() if block.state == "approved" and block.bodies)
