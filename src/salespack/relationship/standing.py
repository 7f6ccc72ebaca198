"""The state of a relationship: typed, or proposed from how the customer rates us."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from salespack.library.settings import Settings
from salespack.profiles.profile import Profile, State

UP_TO: Mapping[State, float] = {"at-risk": 4.0, "passive": 6.5, "content": 8.5, "committed": 10.0}
"""Up to which rating of us, on 0–10, each state is proposed, the worst first, where the library says nothing else."""


def rating_of(profile: Profile) -> float | None:
    """How content a customer is with us, 0–10: their overall rating, else the mean of those of single values, by
    importance; None where there is none, or where nobody is our customer."""
    if profile.relationship.kind != "current":
        return None
    if profile.relationship.rating is not None:
        return profile.relationship.rating
    rated = [(value.importance, value.with_us) for value in profile.values.values() if value.with_us is not None]
    total = sum(importance for importance, _ in rated)
    return sum(importance * rating for importance, rating in rated) / total if total else None


def proposed_state(profile: Profile, settings: Settings) -> State | None:
    """The state that the customer's rating of us speaks for; None where one is typed, or nothing is rated."""
    rating = rating_of(profile) if profile.relationship.state is None else None
    if rating is None:
        return None
    own = settings.relationship.states
    bounds = {state: limit for state in UP_TO if (limit := _limit(own.get(state), UP_TO[state])) is not None}
    return next((state for state, limit in bounds.items() if rating <= limit), "committed")


def _limit(setting: object, usual: float) -> float:
    limit = getattr(setting, "up_to", None)
    return usual if limit is None else float(limit)


def with_state(profile: Profile, settings: Settings) -> Profile:
    """The profile with the state that is proposed where nobody typed one."""
    state = proposed_state(profile, settings)
    if state is None:
        return profile
    return msgspec.structs.replace(profile, relationship=msgspec.structs.replace(profile.relationship, state=state))
