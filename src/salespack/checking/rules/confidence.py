"""The rule about words said in confidence: quotes of which a profile does not say whether customers may see them."""

from __future__ import annotations

from collections.abc import Iterator

from salespack.checking.rules.views import ProfileView
from salespack.problems.problem import Problem
from salespack.profiles.profile import kept_quotes


def quotes_kept(view: ProfileView) -> Iterator[Problem]:
    """Quotes that slides and documents would show, if the profile said that they may."""
    for name in kept_quotes(view.profile):
        yield Problem(
            code="SP112",
            message=f"values.{name}.quote: is not shown to customers, for the profile does not say that it may be",
            hint="write `share: yes` below it if they agreed, `share: no` if it was said in confidence",
            place=view.source.place(("values", name, "quote")),
        )
