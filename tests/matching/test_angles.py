from __future__ import annotations

from salespack.library.packs import Each
from salespack.matching.angles import Angle, angles_of, gain_from
from salespack.matching.situation import Situation
from salespack.profiles.profile import Customer, Profile

from .builders import ON, block, library, pack, profile, slot

RECIPE = pack(Each(count=1, slots=(slot("promise", "benefit"), slot("proof", "experience", optional=True))))
BOOKS = library(
    block("calm-nights", values={"uptime": 5}),
    block("case-of-calm", "experience", values={"uptime": 4}),
    block("half-the-bill", values={"cost": 5}),
    block("draft", values={"uptime": 5}, state="draft"),
)


def situation(who: Profile) -> Situation:
    return Situation.of(who, RECIPE, BOOKS, ON)


def test_another_value_in_the_lead_is_another_pack_with_what_comes_and_goes() -> None:
    who = profile({"uptime": 9, "cost": 6, "speed": 3})
    (angle,) = angles_of(situation(who))  # none is led by speed, which nothing answers
    assert angle == Angle("cost", 6.0, angle.difference, ("half-the-bill",), ("calm-nights", "case-of-calm"))
    assert round(angle.difference, 6) == -5.88  # 6 − (9 + 9 · 0.5 · 0.64)


def test_who_gains_most_from_a_block_and_why_it_cannot_be_used() -> None:
    at_home = situation(profile({"uptime": 9}))
    assert gain_from(at_home, BOOKS.blocks["calm-nights"]).points == 9
    assert gain_from(at_home, BOOKS.blocks["calm-nights"]).values == ("uptime",)
    assert gain_from(at_home, BOOKS.blocks["half-the-bill"]).points == 0
    assert gain_from(at_home, BOOKS.blocks["draft"]).objection == "state: draft"
    assert gain_from(situation(profile({"uptime": 4}, customer=Customer("B"))), BOOKS.blocks["calm-nights"]).points == 4
