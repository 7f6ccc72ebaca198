"""Variety in a deck, as rules over the forms of its slides: which way to draw each, of the ways that its text allows.

No form more than twice running, at most 30 % plain lists, something visual in any four slides; and of all choices that
hold as much of that as can be held, the one that changes least. Pure: nothing of a slide is known but how it looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

MOST_RUNNING = 2
"""How many slides of one form may follow each other."""
MOST_PLAIN = 0.3
"""The share of a deck's slides that may be plain lists."""
WITHIN = 4
"""In so many slides there is something visual."""
PLAIN = "list"
VISUAL = frozenset((
    "chart", "picture", "steps", "stats", "number", "before-after", "timeline", "matrix", "options", "photo", "logos",
    "team", "next",
))  # fmt: skip
"""The forms that show something: a drawing, a picture, figures that stand out, or what is lit beside what is not."""
WORDS = frozenset(("list", "statement", "cards", "questions", "columns", "table", "quote", "agenda"))
"""The forms that are words and ground alone."""

RuleName = Literal["running", "plain", "visual"]


class Look(NamedTuple):
    """How a slide looks: its form, and the way in which that is drawn.

    A slide without a form is none of those that are judged: it ends what is running, and is `visual` where a person has
    designed it.
    """

    form: str
    variant: str = ""
    visual: bool = False

    @property
    def shows(self) -> bool:
        """Whether it shows something beside words."""
        return self.visual or self.form in VISUAL


DESIGNED, APART = Look("", visual=True), Look("")
"""A slide that a person has designed, and one that stands apart, such as a divider."""


class Unmet(NamedTuple):
    """What of a rule does not hold, on the slides from `first` up to `last`, given by their places."""

    rule: RuleName
    first: int
    last: int


class Cost(NamedTuple):
    """What is wrong with the looks of a deck, the worst first, and how far they are from those that come first."""

    running: int = 0
    alike: int = 0
    unseen: int = 0
    plain: int = 0
    neighbours: int = 0
    changes: int = 0

    def plus(self, other: Cost) -> Cost:
        """Both."""
        return Cost(*(one + more for one, more in zip(self, other, strict=True)))


class _State(NamedTuple):
    """What the rules need to know of the slides so far: the form and look that run, how long, how many slides ago
    something was shown, and how many lists are plain."""

    form: str = ""
    forms: int = 0
    look: Look = APART
    looks: int = 0
    unseen: int = 0
    plain: int = 0


def chosen(slides: Sequence[Sequence[Look]]) -> tuple[int, ...]:
    """For each slide which of its looks it takes: at least one each, the best first.

    Where several choices are as good, the one that changes a slide as late as possible: the third, not the first.
    """
    allowed = _allowed(slides)
    states: dict[_State, tuple[Cost, tuple[int, ...]]] = {_State(): (Cost(), ())}
    for looks in slides:
        following: dict[_State, tuple[Cost, tuple[int, ...]]] = {}
        for state, (cost, picks) in states.items():
            for at, look in enumerate(looks):
                then, more = _followed(state, look, allowed)
                found = cost.plus(more._replace(changes=at)), (*picks, at)
                if then not in following or found < following[then]:
                    following[then] = found
        states = following
    return min(states.values())[1]


def judged(looks: Sequence[Look]) -> Cost:
    """What is wrong with the looks of a deck."""
    allowed, state, cost = _allowed([(one,) for one in looks]), _State(), Cost()
    for look in looks:
        state, more = _followed(state, look, allowed)
        cost = cost.plus(more)
    return cost


def unmet(looks: Sequence[Look]) -> Iterator[Unmet]:
    """Where the rules do not hold."""
    at = 0
    for form, run in groupby(looks, key=lambda one: one.form):
        count = len(list(run))
        if form and count > MOST_RUNNING:
            yield Unmet("running", at, at + count - 1)
        at += count
    judged_ones = [at for at, one in enumerate(looks) if one.form]
    plain = [at for at in judged_ones if looks[at].form == PLAIN]
    if len(plain) > int(len(judged_ones) * MOST_PLAIN):
        yield Unmet("plain", plain[0], plain[-1])
    seen = [at for at, one in enumerate(looks) if one.form or one.visual]
    for shows, places in groupby(seen, key=lambda at: looks[at].shows):
        run_of = list(places)
        if not shows and len(run_of) >= WITHIN:
            yield Unmet("visual", run_of[0], run_of[-1])


def _allowed(slides: Sequence[Sequence[Look]]) -> int:
    """How many of the slides may be plain lists."""
    return int(sum(bool(looks[0].form) for looks in slides) * MOST_PLAIN)


def _followed(state: _State, look: Look, allowed: int) -> tuple[_State, Cost]:
    """The state after one more slide, and what is wrong with that."""
    unseen = 0 if look.shows else min(state.unseen + bool(look.form), WITHIN)
    if not look.form:
        return _State(unseen=unseen, plain=state.plain), Cost()
    forms = min(state.forms + 1, MOST_RUNNING + 1) if look.form == state.form else 1
    looks = min(state.looks + 1, MOST_RUNNING + 1) if look == state.look else 1
    is_plain = look.form == PLAIN
    plain = min(state.plain + is_plain, allowed + 1)
    cost = Cost(
        running=int(forms > MOST_RUNNING),
        alike=int(looks > MOST_RUNNING),
        unseen=int(unseen >= WITHIN),
        plain=int(is_plain and plain > allowed),
        neighbours=int(is_plain and forms > 1),
    )
    return _State(look.form, forms, look, looks, unseen, plain), cost
