"""Rules about what a profile says and pages leave out: quotes without leave, texts in other languages than theirs."""

from __future__ import annotations

from collections.abc import Iterator

from salespack.checking.rules.views import ProfileView
from salespack.problems.problem import Problem
from salespack.profiles.privacy import known_field
from salespack.profiles.profile import kept_quotes, unsaid_in


def quotes_kept(view: ProfileView) -> Iterator[Problem]:
    """Quotes that slides and documents would show, if the profile said that they may."""
    for name in kept_quotes(view.profile):
        yield Problem(
            code="SP112",
            message=f"values.{name}.quote: is not shown to customers, for the profile does not say that it may be",
            hint="write `share: yes` below it if they agreed, `share: no` if it was said in confidence",
            place=view.source.place(("values", name, "quote")),
        )


def never_shown(view: ProfileView) -> Iterator[Problem]:
    """Texts that are written per language, and not in that of the customer, in which packs are built for it."""
    languages = view.whole.library.settings.languages
    language = view.profile.customer.language or languages[0]
    for path in unsaid_in(view.profile, language, languages):
        field = known_field(path, view.whole.library.values)
        yield Problem(
            code="SP113",
            message=f"{field}: is not written in {language}, the language of the customer, and packs leave it out",
            hint=f"write it there too: {language}: …",
            place=view.source.place(path),
        )
