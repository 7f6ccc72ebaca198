"""The outcome of matching: every chosen and every rejected block with its reason."""

import datetime
from enum import StrEnum

import msgspec

from salespack.library.packs import Made, made_id
from salespack.problems.problem import Problem
from salespack.profiles.profile import Basis, State


class Reason(StrEnum):
    """Why a block is not in the deck, in the order in which the reasons are looked for."""

    BROKEN = "broken"
    STATE = "state"
    NOT_YET_VALID = "not yet valid"
    EXPIRED = "expired"
    LANGUAGE = "language"
    FOR = "for"
    NOT_FOR = "not_for"
    NEEDS = "needs"
    DROPPED = "dropped"
    SHOWN = "shown before"
    DECLINED = "names a customer who declined"
    REPAIR_FIRST = "repair first"
    NOT_NOW = "not now"
    NO_SLOT = "no slot"
    ANSWERS_NOTHING = "answers nothing"
    OUTSCORED = "outscored"
    OVER_LIMIT = "over limit"


class EmptyReason(StrEnum):
    """Why a slot is empty; the last is that of a slide that would be made, and has nothing to say."""

    ANSWERED = "answered by another block"
    ANSWERS_NOTHING = "answers nothing"
    NONE_ELIGIBLE = "none eligible"
    REPAIR_FIRST = "repair first"
    NOT_NOW = "not now"
    OVER_LIMIT = "over limit"
    NOTHING_TO_SAY = "nothing to say"


class Size(msgspec.Struct, frozen=True):
    """What assembling a block has taught: its slides, and how many of them hold customer data."""

    slides: int
    with_customer_data: int = 0


class Seen(msgspec.Struct, frozen=True):
    """When a block was last shown to people of a customer, in which roles they are, and to whom of the room it is new.

    It is not known when, or to whom, where nobody said.
    """

    on: datetime.date | None = None
    roles: tuple[str, ...] = ()
    new_to: tuple[str, ...] = ()

    def told(self) -> str:
        """To whom and when, in words."""
        return f"to {', '.join(self.roles) or 'this customer'}{f' on {self.on.isoformat()}' if self.on else ''}"


class Term(msgspec.Struct, frozen=True):
    """One part of a score, in points: the base, what a value counts, a person that is served, or a boost."""

    kind: str  # base | value | person | boost
    name: str
    amount: float


class RunnerUp(msgspec.Struct, frozen=True):
    """A block that is not in the deck, what it would add in a slot, and how much less the deck would be worth.

    `brings` is what it has and the block in the slot has not: values, roles, stages, industries, a company.
    """

    block: str
    score: float
    distance: float
    brings: tuple[str, ...] = ()


class Swapped(msgspec.Struct, frozen=True):
    """A block that took the place of another (`before`; None: an empty one) as the deck became worth more by `gain`.

    `lets` are the people who find something of theirs since, and the values that are answered since.
    """

    slot: str
    before: str | None
    after: str
    gain: float
    lets: tuple[str, ...] = ()


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One place in the deck: a chosen block with its score, a slide that is `made`, or an empty slot (neither).

    `empty` says why it is empty and `reason` says it in words; `answered_by` is the block that answers in its
    stead, `because` what a rule of the library says that keeps the blocks out which would stand there.
    `roles` are the people whom it is there for, where the value is answered for them alone. `seen` says who of the room
    has seen the block, where not all have.
    """

    slot: str
    value: str | None = None
    block: str | None = None
    made: Made | None = None
    version: int | None = None
    score: float = 0.0
    gain: float = 0.0
    terms: tuple[Term, ...] = ()
    runners_up: tuple[RunnerUp, ...] = ()
    slides: int = 0
    minutes: float = 0.0
    pinned: bool = False
    optional: bool = False
    generic: bool = False
    roles: tuple[str, ...] = ()
    seen: Seen | None = None
    reason: str | None = None
    empty: EmptyReason | None = None
    answered_by: str | None = None
    because: str = ""

    @property
    def runner_up(self) -> RunnerUp | None:
        """The next best block, where there is one."""
        return self.runners_up[0] if self.runners_up else None

    @property
    def filled(self) -> bool:
        """Whether a slide stands here."""
        return self.block is not None or self.made is not None

    @property
    def source(self) -> str:
        """What fills the place: the block, or what a made slide is called instead; empty if nothing does."""
        return self.block or (made_id(self.made) if self.made else "")


class Rejection(msgspec.Struct, frozen=True, gc=False):
    """A block that is not in the deck, and the one reason for it; `value` is the customer's value it is about.

    `by` is the block that outscored it, `lacks` names what it would need: paths of the profile, or an assumption.
    """

    block: str
    reason: Reason
    detail: str = ""
    score: float = 0.0
    value: str | None = None
    by: str | None = None
    lacks: tuple[str, ...] = ()


class Would(msgspec.Struct, frozen=True):
    """A block that is not in the deck and would answer what is not answered, with how long it takes."""

    block: str
    minutes: float


class ValueWeight(msgspec.Struct, frozen=True):
    """A value with a weight (0–25 points), whether it is a top value, how well it is covered (0–1).

    `basis` says where the weight comes from. `would` is the block that would answer it, where nothing in the deck does.
    """

    id: str
    weight: float
    top: bool = False
    covered: float = 0.0
    basis: Basis = "said"
    would: Would | None = None


class Served(msgspec.Struct, frozen=True):
    """A role in the room, what it cares about, and the blocks of the deck that speak strongly to that.

    `stated`: a stakeholder said what they care about; else the library assumes it of the role, and where it does not,
    `cares` is empty. `would` is the block that would be theirs, where nothing is.
    """

    role: str
    cares: tuple[str, ...] = ()
    stated: bool = False
    blocks: tuple[str, ...] = ()
    would: Would | None = None


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of matching one profile and one pack with the library.

    `coverage`, `answered` (of the weight of all values that the profile holds) and the shares are 0–1; `people` holds a
    line for each role in the room. `refusal` says, in words for the seller, why the pack must not be built; it is empty
    if the pack fits. `state` is that of the relationship, `proposed_from` the rating of us (0–10) that it was proposed
    from where nobody typed it. `values` holds the profile's values with a weight above 0, weightiest first. `problems`
    are warnings and faults of the pack.
    """

    profile: str
    pack: str
    language: str
    on: datetime.date
    stage: str | None
    choices: tuple[Choice, ...]
    rejections: tuple[Rejection, ...]
    values: tuple[ValueWeight, ...]
    coverage: float
    answered: float = 0.0
    state: State | None = None
    proposed_from: float | None = None
    people: tuple[Served, ...] = ()
    own_words_share: float = 0.0
    standard_share: float | None = None
    generic_share: float
    slides: int
    minutes: float
    worth: float = 0.0
    swaps: tuple[Swapped, ...] = ()
    refusal: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def chosen(self) -> tuple[Choice, ...]:
        """The places that blocks fill, in the order of the deck."""
        return tuple(choice for choice in self.choices if choice.block is not None)

    @property
    def served(self) -> int:
        """How many people in the room find something of theirs in the deck."""
        return sum(bool(one.blocks) for one in self.people)
