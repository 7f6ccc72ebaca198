"""The table of outputs that no template makes, what ours are called for customers, and which are worth making."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from salespack.building.request import Matched
from salespack.building.resources import Resources
from salespack.drawing.outputs import DECK_PDF, NOTES_PAGES, PREVIEW

if TYPE_CHECKING:
    from salespack.documents.rendering import Finished

DECK, HANDOUT = "deck.pptx", "handout.pptx"
MAIL, VALUE_CASE, PLAN = "email.eml", "value-case.xlsx", "plan.ics"
PACK = "the pack's name"
"""Stands for it among the phrases that an output is called by."""


class Copy(NamedTuple):
    """The deck itself."""

    sort: Literal["presenter", "handout"]


class Drawing(NamedTuple):
    """What is drawn from the deck `of` that name, which is written for it; `drawing.outputs` does it."""

    of: str


class Mail(NamedTuple):
    """A mail with all that goes to the customer. `texts` are outputs of templates: what it says as HTML and as text."""

    texts: tuple[str, str]


Make = Callable[[Matched, Resources], "Finished"]
"""Makes an output of the deck before it is a file, such as a workbook."""


class Worth(NamedTuple):
    """When an output is made that most decks have nothing for: what tells, and why not and what to do, in words."""

    holds: Callable[[Matched, Resources], object]
    why_not: str
    hint: str


class WrittenOutput(NamedTuple):
    """An output that no template makes.

    `called` is what its name is made of behind the customer's: phrases, and PACK. Empty: it has its own name alone.
    """

    audience: Literal["customer", "seller"]
    called: tuple[str, ...]
    made: Copy | Drawing | Mail | Make
    worth: Worth | None = None


def _value_case(matched: Matched, resources: Resources) -> Finished:
    from salespack.building.value_case import value_case

    return value_case(matched, resources)


def _works_something_out(matched: Matched, resources: Resources) -> object:
    from salespack.building.value_case import worked_out_in

    return resources.library.calculations.formulas and worked_out_in(matched, resources)


def _plan(matched: Matched, resources: Resources) -> Finished:
    from salespack.building.plan_calendar import plan_calendar

    return plan_calendar(matched, resources)


def _has_steps(matched: Matched, resources: Resources) -> object:
    from salespack.building.plan_calendar import dated_steps

    return any(dated_steps(matched, resources))


# The copies of the deck are named so that nobody sends the one with notes for the other; office programs list files by
# their names, so both have those of their customer and pack.
WRITTEN: Mapping[str, WrittenOutput] = {
    DECK: WrittenOutput("seller", (PACK,), Copy("presenter")),
    HANDOUT: WrittenOutput("customer", (PACK, "handout"), Copy("handout")),
    DECK_PDF: WrittenOutput("customer", (PACK,), Drawing(HANDOUT)),
    NOTES_PAGES: WrittenOutput("seller", (), Drawing(DECK)),
    MAIL: WrittenOutput("customer", ("email",), Mail(("email.html", "email.txt"))),
    VALUE_CASE: WrittenOutput(
        "customer",
        ("value_case",),
        _value_case,
        Worth(
            _works_something_out,
            "nothing on the slides of this deck is worked out",
            "salespack match --explain says which block lacks which figure",
        ),
    ),
    PLAN: WrittenOutput(
        "customer",
        ("agreed_plan",),
        _plan,
        Worth(
            _has_steps,
            "no open step of the plan has a day",
            "write `plan` in the profile: what is done, by whom, by when",
        ),
    ),
}
TITLES: Mapping[str, str] = {
    "one-pager.pdf": "one_pager",
    "case-sheet.pdf": "case_sheet",
    "email.html": "email",
    "email.txt": "email",
    "release.md": "release",
    "room.html": "all_in_one",
    "room.pdf": "all_in_one",
    "report.pdf": "report",
}
"""The phrases that outputs of templates are called by where a customer gets them; a library's own have their names."""


def deck_of(name: str) -> str | None:
    """The deck that an output is, or is drawn from."""
    made = WRITTEN[name].made if name in WRITTEN else None
    return name if isinstance(made, Copy) else made.of if isinstance(made, Drawing) else None


def is_drawn(name: str) -> bool:
    """Whether an output is drawn from a finished deck."""
    return name.startswith(f"{PREVIEW}/") or (name in WRITTEN and isinstance(WRITTEN[name].made, Drawing))
