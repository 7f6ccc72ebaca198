from __future__ import annotations

from typing import Any

import msgspec
import pytest

from salespack.library.relationship_rules import RelationshipSettings, StateSetting
from salespack.library.settings import Company, Settings
from salespack.profiles.profile import Profile, ProfileValue, Relationship
from salespack.relationship.standing import proposed_state, rating_of
from tests.matching.builders import profile

USUAL = Settings(Company("Us"))


def rated(**fields: Any) -> Profile:
    return profile({"uptime": 9}, relationship=Relationship(**{"kind": "current", **fields}))


@pytest.mark.parametrize(
    ("rating", "state"),
    [(0, "at-risk"), (4, "at-risk"), (4.1, "passive"), (6.5, "passive"), (8, "content"), (8.6, "committed")],
)
def test_a_state_is_proposed_from_the_rating(rating: float, state: str) -> None:
    assert proposed_state(rated(satisfaction=rating), USUAL) == state


def test_a_state_that_somebody_typed_stays_and_without_a_rating_there_is_none() -> None:
    assert proposed_state(rated(satisfaction=1.0, state="content"), USUAL) is None
    assert proposed_state(rated(), USUAL) is None
    assert proposed_state(rated(kind="former", satisfaction=1.0), USUAL) is None


def test_ratings_of_single_values_count_by_importance_where_there_is_no_other() -> None:
    values = {"uptime": ProfileValue(9, with_us=2), "cost": ProfileValue(3, with_us=6), "speed": ProfileValue(8)}
    who = profile(values, relationship=Relationship(kind="current"))
    assert rating_of(who) == 3
    assert proposed_state(who, USUAL) == "at-risk"


def test_a_library_says_from_which_rating_on() -> None:
    own = RelationshipSettings(states={"at-risk": StateSetting(up_to=6)})
    assert proposed_state(rated(satisfaction=5.5), msgspec.structs.replace(USUAL, relationship=own)) == "at-risk"
