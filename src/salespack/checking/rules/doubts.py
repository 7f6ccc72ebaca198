"""Rules about doubts and competitors: what is true until somebody else does something, and what is said to a doubt."""

from __future__ import annotations

from collections.abc import Iterator

from salespack.checking.rules.views import BlockView, LibraryView
from salespack.library.blocks import OBJECTION, PASSING
from salespack.library.locations import said_place
from salespack.library.validity import review_due
from salespack.problems.problem import Place, Problem


def never_read_again(whole: LibraryView) -> Iterator[Problem]:
    """Blocks in use about a doubt or a competitor that have no day by which somebody must read them again."""
    days = whole.around.settings.check.review_days
    for block in whole.library.blocks.values():
        tag = next((one for one in PASSING if one in block.tags), None)
        if tag and block.state == "approved" and block.bodies and review_due(block, days)[0] is None:
            yield Problem(
                code="SP424",
                message=f"is tagged “{tag}”, and there is no day by which somebody must read it again",
                hint="add `review_by: YYYY-MM-DD`: what others offer and what people doubt changes without us",
                place=said_place(whole.library.root, block.file, ("tags",)),
                about=block.file,
            )


def doubts_without_answer(view: BlockView) -> Iterator[Problem]:
    """Texts in use about a doubt whose front matter does not say the answer in one line."""
    block = view.block
    if OBJECTION not in block.tags or block.state != "approved":
        return
    for text in view.texts.values():
        if not (text.body.answer or "").strip():
            yield Problem(
                code="SP425",
                message="answers a doubt, and does not say the answer in one line",
                hint="add `answer: …` to its front matter: the briefing lists doubts with it",
                place=Place(text.body.file, 1, 1),
            )
