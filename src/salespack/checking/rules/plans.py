"""Rules about what was agreed with a customer: each open step has somebody who does it, a day, and a way to see it."""

from __future__ import annotations

from collections.abc import Iterator

from salespack.checking.rules.views import ProfileView
from salespack.problems.problem import Problem

LACKS = {
    "ours": ("has nobody who does it", "write `ours` with one of your people, `theirs` with one of theirs, or both"),
    "date": ("has no day by which it is done", "write `date: 2026-12-15`"),
    "measure": ("does not say how both will see that it worked", "write `measure`, in the customer's words"),
}
"""What an open step should have, what it lacks in words, and what to write."""


def unfinished_plans(view: ProfileView) -> Iterator[Problem]:
    """Steps that are not done yet, and lack who does them, by when, or how both will see that they worked."""
    for number, step in enumerate(view.profile.plan):
        if step.done is not None:
            continue
        has = {"ours": step.ours or step.theirs, "date": step.date, "measure": step.measure}
        for field, (message, hint) in LACKS.items():
            if not has[field]:
                yield Problem(
                    code="SP131",
                    message=f"plan[{number + 1}] {message}",
                    hint=hint,
                    place=view.source.place(("plan", number)),
                )
