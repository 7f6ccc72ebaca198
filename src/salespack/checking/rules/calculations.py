"""Rules about calculations: what no formula uses, assumptions past their date, figures of customers that do not do."""

from __future__ import annotations

from collections.abc import Iterator

from salespack.calculations.figures import value_at, why_unusable
from salespack.calculations.formulas import expression, names_in
from salespack.checking.rules.views import LibraryView, ProfileView
from salespack.formats.yaml import Source
from salespack.library.library import Library
from salespack.library.load import calculations_source
from salespack.problems.problem import Problem, UserFault


def unused_figures(whole: LibraryView) -> Iterator[Problem]:
    """Inputs and assumptions that no formula uses; nothing where a formula is not sound, which might use them."""
    calculations = whole.library.calculations
    if calculations.broken:
        return
    used = {name for one in calculations.formulas.values() for name in names_in(expression(one.formula))}
    for section, names in (("inputs", calculations.inputs), ("assumptions", calculations.assumptions)):
        for name in names:
            if name not in used:
                yield Problem(
                    code="SP127",
                    message=f"no formula uses {name}",
                    hint="use it, or delete it",
                    place=_source(whole.library).place((section, name), key=True),
                )


def outdated_assumptions(whole: LibraryView) -> Iterator[Problem]:
    """Assumptions whose last day is past, so that nothing that rests on them is shown, or near."""
    days = whole.around.settings.check.expiry_days
    for name, one in whole.library.calculations.assumptions.items():
        left = one.valid_until.toordinal() - whole.on.toordinal()
        if left > days:
            continue
        held = f"{name} held until {one.valid_until}; nothing that rests on it is shown"
        holds = f"{name} holds until {one.valid_until}, " + ("today" if not left else f"{left} more days")
        yield Problem(
            code="SP128",
            message=held if left < 0 else holds,
            hint="look at its source again, then write its figures, `date` and `valid_until` anew",
            place=_source(whole.library).place(("assumptions", name, "valid_until")),
        )


def figures_that_do_not_do(view: ProfileView) -> Iterator[Problem]:
    """Figures of a customer's that an input of a calculation cannot take, and an offer of ours that no longer holds."""
    offer, inputs = view.profile.offer, view.whole.library.calculations.inputs
    if (
        offer
        and offer.valid_until
        and offer.valid_until < view.whole.on
        and any(one.is_offer for one in inputs.values())
    ):
        yield Problem(
            code="SP129",
            message=f"the offer held until {offer.valid_until}; nothing that rests on it is shown",
            hint="write what you ask today, with its `date` and `valid_until`, or delete the offer",
            place=view.source.place(("offer", "valid_until")),
        )
    for name, one in inputs.items():
        value = value_at(view.profile, one.source)
        if value is not None and (why := why_unusable(one, value)):
            yield Problem(
                code="SP129",
                message=f"{why}, as calculations with {name} want it",
                hint="correct it, or change the bounds in calculations.yaml",
                place=view.source.place(tuple(one.source.split("."))),
            )


def _source(library: Library) -> Source:
    try:
        return calculations_source(library.root)
    except UserFault:
        return Source(library.calculations.file, "")  # it was changed since the library was read
