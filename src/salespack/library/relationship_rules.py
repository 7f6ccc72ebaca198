"""`relationship:` in `library.yaml`: from which rating on a customer is in which state, and what suits whom. Types."""

from typing import Annotated

import msgspec

from salespack.formats.types import FilledText, Id, Localised, Name
from salespack.library.kinds import Kind
from salespack.profiles.profile import Lifecycle, RelationshipKind, State

Rating = Annotated[float, msgspec.Meta(ge=0, le=10)]


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a rule is about. An empty field means any."""

    states: tuple[State, ...] = ()
    lifecycle: tuple[Lifecycle, ...] = ()
    relationship: tuple[RelationshipKind, ...] = ()
    stages: tuple[Id, ...] = ()


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Blocks by what they are: of one of the kinds, or with one of the tags."""

    kinds: tuple[Kind, ...] = ()
    tags: tuple[FilledText, ...] = ()


class RelationshipRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What suits a relationship. `leave_out` is not chosen, `prefer` is among near equals; slots that ask for a tag of
    `instead` take the blocks with the other tag, where there are any. `because` tells a seller why, in
    each language that it is written in."""

    when: When
    because: Name
    leave_out: Content = Content()
    prefer: Content = Content()
    instead: dict[FilledText, FilledText] = {}


class StateSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A state: what it is called, up to which rating of us, on 0–10, it is proposed where nobody typed one, and what to
    do next with such a customer."""

    name: Localised = ""
    up_to: Rating | None = None
    action: Localised = ""


class RelationshipSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Under `relationship` of `library.yaml`."""

    states: dict[State, StateSetting] = {}
    rules: tuple[RelationshipRule, ...] = ()
