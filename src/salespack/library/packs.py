"""A pack: the recipe of slots, limits and outputs. Its types and how its file is read."""

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from salespack.deck.model import Overflow
from salespack.formats import versions
from salespack.formats.schema import decode
from salespack.formats.types import FormatNumber, Id, Localised, Name
from salespack.formats.vocabulary import Vocabulary
from salespack.formats.yaml import Source
from salespack.library.blocks import Audience, Kind, audience_problems
from salespack.library.settings import Switches
from salespack.problems.problem import Problem, Severity, UserFault
from salespack.profiles.profile import Lifecycle

Made = Literal["cover", "summary", "agenda", "divider"]
"""A slide that is made of the profile and of the blocks chosen for the deck, without a block of its own."""
MADE_ONCE: tuple[Made, ...] = ("cover", "summary", "agenda")
"""Those about the whole deck; the others are about one value, within `each`."""


AgendaUse = Literal["slide", "dividers", "tracker"]
"""An agenda as a slide alone; again before each chapter, with its row lit; or its chapters small above each title."""


MADE_PREFIX = "salespack:"
"""How the names of made slides begin; no block's can."""


def made_id(made: Made) -> str:
    """What a made slide is called where others have the name of their block."""
    return f"{MADE_PREFIX}{made}"


USUAL = "usual"
"""The word in a pack's `outputs` that stands for what most packs make."""
USUAL_OUTPUTS = ("deck.pptx", "deck.pdf", "one-pager.pdf", "brief.pdf", "email.eml")


class Slot(msgspec.Struct, frozen=True, kw_only=True, tag="slot", tag_field="section"):
    """A place that blocks compete for: those of one of `kinds` that carry `tag`, at most `take` of them.

    With `make` no block competes: its slide is made of the profile and of the deck.
    """

    slot: str
    make: Made | None = None
    kinds: tuple[Kind, ...] = ()
    tag: str | None = None
    take: int = 1
    optional: bool = False


class Each(msgspec.Struct, frozen=True, kw_only=True, tag="each", tag_field="section"):
    """Slots that come once for each of the customer's first `count` top values."""

    count: int
    slots: tuple[Slot, ...]


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a pack may not exceed: slides (a count), minutes, the share of slides that most other customers would get
    too (`standard_share`), and how many places beyond its slots a seller may open for pinned blocks and further values
    (`added`; none set: as many as the other limits let). What it may not fall short of: the share of all that the
    customer values (`min_answered`), of the people in the room who find something of theirs (`min_people`), of slides
    with the customer's own words or figures (`min_own_words`). Shares are 0–1.

    `generic_share` is the old limit of slides that answer nothing of the customer's.
    """

    slides: Annotated[int, msgspec.Meta(ge=1)] | None = None
    added: Annotated[int, msgspec.Meta(ge=0)] | None = None
    minutes: Annotated[float, msgspec.Meta(gt=0)] | None = None
    standard_share: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
    min_answered: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
    min_people: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
    min_own_words: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
    generic_share: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None


class Fit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How well a pack must answer the customer to be built: coverage of the top values, 0–1; at 0 it is for asking or
    thanking, and need not answer anything."""

    min_coverage: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.6


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A recipe. `audience` says whom the pack suits, when a build must choose one by itself.

    `overflow` is what becomes of texts that are too long for their slide, where their block does not say it. `off` are
    the rules of `check` that it switches off, with the reasons. `agenda` says how an agenda that it makes is shown. A
    pack `on_request` is never chosen by itself. `name` is what we call it; customers see `title`, where it has one.
    With a `lifecycle` blocks are judged by that, whatever the profile says.
    """

    id: str
    file: str
    name: Localised
    title: Localised | None = None
    stage: str | None = None
    lifecycle: Lifecycle | None = None
    audience: Audience = Audience()
    outputs: tuple[str, ...] = ("deck.pptx",)
    sections: tuple[Slot | Each, ...]
    limits: Limits = Limits()
    fit: Fit = Fit()
    language: Literal["fail", "fallback"] = "fail"
    overflow: Overflow = "split"
    agenda: AgendaUse | None = None
    on_request: bool = False
    off: dict[str, str] = {}

    @property
    def shown(self) -> Localised:
        """What customers see it called: on slides, in footers, in the names of files."""
        return self.name if self.title is None else self.title


class SlotFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A slot as it is written: `kind` one or several, or `make`."""

    slot: Id
    make: Made | None = None
    kind: Kind | tuple[Kind, ...] = ()
    tag: str | None = None
    take: Annotated[int, msgspec.Meta(ge=1, le=50)] = 1
    optional: bool = False

    def as_slot(self) -> Slot:
        """The slot that is meant."""
        kinds = (self.kind,) if isinstance(self.kind, str) else self.kind
        return Slot(slot=self.slot, make=self.make, kinds=kinds, tag=self.tag, take=self.take, optional=self.optional)


class SectionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section as it is written: either a slot (`slot`, `kind`, …) or `each` with its slots."""

    slot: Id | None = None
    make: Made | None = None
    kind: Kind | tuple[Kind, ...] = ()
    tag: str | None = None
    take: Annotated[int, msgspec.Meta(ge=1, le=50)] = 1
    optional: bool = False
    each: Literal["top-values"] | None = None
    count: Annotated[int, msgspec.Meta(ge=1, le=20)] = 1
    slots: tuple[SlotFile, ...] = ()


class PackFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a file of `packs/`."""

    name: Name
    sections: Annotated[tuple[SectionFile, ...], msgspec.Meta(min_length=1)]
    title: Name | None = None
    stage: Id | None = None
    lifecycle: Lifecycle | None = None
    audience: Audience = msgspec.field(name="for", default=Audience())
    outputs: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)] = ("deck.pptx",)
    limits: Limits = Limits()
    fit: Fit = Fit()
    language: Literal["fail", "fallback"] = "fail"
    overflow: Overflow = "split"
    agenda: AgendaUse | None = None
    on_request: bool = False
    check: Switches = Switches()
    format: FormatNumber = 1


def read_pack(identifier: str, source: Source, vocabulary: Vocabulary, told: list[Problem] | None = None) -> Pack:
    """The pack in `source`. Raises UserFault with every problem. What was renamed goes to `told`."""
    written = decode(source, PackFile, versions.PACK, told)
    problems = list(vocabulary.unknown(source, "stage", [written.stage], ("stage",)))
    problems += audience_problems(written.audience, source, "for", vocabulary)
    for number, section in enumerate(written.sections):
        problems += _section_problems(section, number, source)
    if problems:
        raise UserFault(problems)
    if told is not None and written.limits.generic_share is not None:
        told.append(_old_limit(source))
    return Pack(
        id=identifier,
        file=source.file,
        name=written.name,
        title=written.title,
        stage=written.stage,
        lifecycle=written.lifecycle,
        audience=written.audience,
        outputs=_outputs(written.outputs),
        sections=tuple(_section(section) for section in written.sections),
        limits=written.limits,
        fit=written.fit,
        language=written.language,
        overflow=written.overflow,
        agenda=written.agenda,
        on_request=written.on_request,
        off=written.check.off,
    )


def _outputs(written: tuple[str, ...]) -> tuple[str, ...]:
    """The outputs that are listed, each once, with the usual ones in the place of their word."""
    listed = (name for one in written for name in (USUAL_OUTPUTS if one == USUAL else (one,)))
    return tuple(dict.fromkeys(listed))


def _old_limit(source: Source) -> Problem:
    """The notice for `generic_share`, which means something else than what took its place."""
    return Problem(
        code="SP015",
        message="“generic_share” limits slides that answer nothing of the customer’s, of which hardly any is chosen; "
        "“standard_share” limits those that most other customers would get too",
        hint="write `standard_share` in its place; the old word is still understood",
        place=source.place(("limits", "generic_share"), key=True),
        severity=Severity.WARNING,
    )


def _section(section: SectionFile) -> Slot | Each:
    if section.each:
        return Each(count=section.count, slots=tuple(slot.as_slot() for slot in section.slots))
    return SlotFile(
        section.slot or "", section.make, section.kind, section.tag, section.take, section.optional
    ).as_slot()


def _section_problems(section: SectionFile, number: int, source: Source) -> Iterator[Problem]:
    place = source.place(("sections", number))
    if section.each and section.slot:
        hint = "make two sections of them"
        yield Problem(code="SP111", message="a section is either a slot or an `each`, not both", hint=hint, place=place)
    elif section.each and not section.slots:
        yield Problem(
            code="SP102", message="“slots” is missing", hint="say which slots come for each value", place=place
        )
    elif not section.each and not section.slot:
        hint = "write `slot: NAME` or `each: top-values`"
        yield Problem(code="SP102", message="“slot” is missing", hint=hint, place=place)
    elif not section.each and section.slots:
        yield Problem(code="SP111", message="“slots” belong to an `each`", hint="add `each: top-values`", place=place)
    yield from _make_problems(section, ("sections", number), source, within_each=False)
    for position, slot in enumerate(section.slots):
        yield from _make_problems(slot, ("sections", number, "slots", position), source, within_each=True)


def _make_problems(
    slot: SlotFile | SectionFile, path: tuple[str | int, ...], source: Source, *, within_each: bool
) -> Iterator[Problem]:
    """What is wrong with a slot that makes its slide: it takes no blocks, and stands where the slide has a meaning."""
    if slot.make is None:
        return
    place = source.place((*path, "make"))
    if slot.kind or slot.tag or slot.take > 1:
        message = f"a slot makes its {slot.make}, or takes blocks, not both"
        yield Problem(code="SP111", message=message, hint="leave out kind, tag and take", place=place)
    if within_each and slot.make in MADE_ONCE:
        message, hint = f"a {slot.make} is about the whole deck", "write it as a section of its own, above `each`"
        yield Problem(code="SP111", message=message, hint=hint, place=place)
    elif not within_each and slot.make not in MADE_ONCE:
        message, hint = f"a {slot.make} is about one value", "write it first among the `slots` of an `each`"
        yield Problem(code="SP111", message=message, hint=hint, place=place)
