"""Rules about approvals: blocks in use stand under the name of somebody who may approve them."""

from __future__ import annotations

from collections.abc import Iterator

from salespack.checking.rules.views import LibraryView
from salespack.library.approvers import objection_to
from salespack.library.locations import said_place
from salespack.problems.problem import Problem


def approved_by_others(whole: LibraryView) -> Iterator[Problem]:
    """Blocks in use that nobody approved, or somebody who may not; only where the library says who may."""
    settings, root = whole.around.settings, whole.library.root
    if not settings.approvers:
        return
    for block in whole.library.blocks.values():
        if block.state != "approved" or not block.bodies:
            continue
        if block.approved is None:
            why, who = "is in use, and no approver's name stands for it", "salespack library approve records one"
        else:
            why, who = objection_to(settings, block, block.approved.by)
            why = f"is approved, and {why}" if why else ""
        if why:
            place = said_place(root, block.file, ("state",) if block.approved is None else ("approved", "by"))
            yield Problem(code="SP428", message=why, hint=who, place=place, about=block.file)
