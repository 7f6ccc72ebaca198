"""A customer's value profile: its types, and reading it from its file."""

import operator
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec

from salespack.formats import versions
from salespack.formats.schema import decode_data
from salespack.formats.text_files import read_text
from salespack.formats.types import Country, Day, FilledText, FormatNumber, Id, Language, Localised, Name, PartialDay
from salespack.formats.versions import understood
from salespack.formats.vocabulary import Vocabulary
from salespack.formats.yaml import Source
from salespack.formats.yaml_faults import in_quotes
from salespack.problems.files import why
from salespack.problems.problem import Place, Problem, Severity, UserFault, shown_path
from salespack.system.hashing import digest
from salespack.system.paths import is_text
from salespack.system.transactions import recover

RelationshipKind = Literal["current", "former", "prospective"]
Lifecycle = Literal["first-contact", "onboarding", "use", "growth", "renewal", "ending"]
State = Literal["committed", "content", "passive", "at-risk"]
Reference = Literal["declined", "anonymous", "logo", "named", "advocate"]
Scale = Annotated[
    str, msgspec.Meta(pattern=r"^-?[0-9]+-[0-9]+$", description="the least and the most that can be given: 0-10, 1-5")
]
SCALE = re.compile(r"(-?[0-9]+)-([0-9]+)")
Basis = Literal["said", "measured", "derived", "assumed"]
"""Where an importance comes from: the customer said the figure, a survey measured it, it follows from an order or from
what they did, or nobody said it."""
SatisfactionObject = Literal["service", "people", "brand"]
"""What a satisfaction is with: what is delivered, those who deliver it, or the name it is known by."""
Channel = Literal["email", "phone", "message", "meeting", "post"]
PERSONAL = msgspec.Meta(extra_json_schema={"x-personal-data": True})
"""Marks, in the JSON Schema, what can be about a living person; facts are free, and may hold some too."""
FactName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", description="letters, digits and _")]


class Customer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who the customer is. `logo` is a picture in the folder of the profile, for a cover that the pack makes."""

    name: Annotated[FilledText, msgspec.Meta(max_length=200)]
    industry: Id | None = None
    employees: Annotated[int, msgspec.Meta(ge=0)] | None = None
    country: Country | None = None
    language: Language | None = None
    revenue: Annotated[float, msgspec.Meta(ge=0)] | None = None
    logo: FilledText | None = None


class Rated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rating on a scale of its own."""

    rating: float
    scale: Scale


Agreed = Literal["yes", "no"] | bool
"""Whether somebody agreed to something; YAML's `yes` is a text to us."""


class Relationship(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How we stand with the customer. All but `kind` and `since` is internal: never shown to the customer.

    `satisfaction` is how they rate us overall, on 0–10 once the profile is loaded. `benchmark`: they agreed to be
    counted, without their name, in figures about many customers. `bought` is what they have bought of us in all, in the
    currency of the library, `last_bought` the day on which they last did, `renewal` the day on which what they have
    ends or goes on, `asked` the day on which they were last asked whether they would choose us again."""

    kind: RelationshipKind = "prospective"
    since: int | None = None
    lifecycle: Lifecycle | None = None
    state: State | None = None
    satisfaction: float | Rated | None = None
    reference: Reference | None = None
    benchmark: Agreed = False
    bought: Annotated[float, msgspec.Meta(ge=0)] | None = None
    last_bought: Day | None = None
    renewal: Day | None = None
    asked: Day | None = None

    @property
    def rating(self) -> float | None:
        """How they rate us overall, on 0–10, once the profile is loaded."""
        return self.satisfaction if isinstance(self.satisfaction, float | int) else None


class Shared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who said that a quote may be shown to customers, and when."""

    by: Annotated[FilledText, PERSONAL]
    on: Day | None = None


Share = Literal["yes", "no"] | bool | Shared
"""Whether a quote may be shown to customers; YAML's `yes` is a text to us."""


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a survey measured of one value, beside what was said; figures on 0–10 once the profile is loaded.

    Means of `n` people's answers; `spread` is their standard deviation. `basis` says whether they were asked for the
    importance, or it was derived from what moves their overall satisfaction.
    """

    n: Annotated[int, msgspec.Meta(ge=1)]
    importance: float | None = None
    satisfaction: float | None = None
    with_us: float | None = None
    spread: Annotated[float, msgspec.Meta(ge=0)] | None = None
    object: SatisfactionObject | None = None
    basis: Literal["measured", "derived"] = "measured"
    date: Day | None = None
    source: FilledText | None = None


class ProfileValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the customer said of one value; figures on 0–10 once the profile is loaded.

    `quote` was said in confidence, unless `share` says otherwise: what customers see takes `shared_quote`. It may be
    written in several languages, as said and as translated, see `in_one_language`; `source` too.
    """

    importance: float
    satisfaction: float | None = None
    with_us: float | None = None
    quote: Annotated[Localised | None, PERSONAL] = None
    share: Share | None = None
    source: Annotated[Localised | None, PERSONAL] = None
    basis: Basis = "said"
    object: SatisfactionObject | None = None
    measured: Measured | None = None

    @property
    def is_shared(self) -> bool:
        """Whether customers may see the quote."""
        return self.share in ("yes", True) or isinstance(self.share, Shared)

    @property
    def shared_quote(self) -> Localised | None:
        """The quote, where customers may see it."""
        return self.quote if self.is_shared else None


class Stakeholder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person at the customer, and the values that person cares about (internal)."""

    role: Annotated[Id, PERSONAL]
    name: Annotated[str | None, PERSONAL] = None
    cares_about: Annotated[tuple[Id, ...], PERSONAL] = ()


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether the customer may be written to or called unasked, and how they like it. Internal."""

    permission: Annotated[Agreed | None, PERSONAL] = None
    when: Annotated[FilledText | None, PERSONAL] = None
    channel: Annotated[Channel | None, PERSONAL] = None

    @property
    def declined(self) -> bool:
        """Whether they said that they do not wish to be contacted."""
        return self.permission in ("no", False)


class Meeting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The meeting the pack is for."""

    date: Day | None = None
    stage: Id | None = None
    minutes: Annotated[float, msgspec.Meta(gt=0)] | None = None
    roles: tuple[Id, ...] = ()


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step of what was agreed with the customer: what is done, by whom of ours or of theirs, or both together, by
    when, and how both will see that it worked. `done` is the day on which it was. Nothing of it is internal."""

    what: Name
    ours: Annotated[FilledText | None, PERSONAL] = None
    theirs: Annotated[FilledText | None, PERSONAL] = None
    date: Day | None = None
    measure: Localised | None = None
    done: Day | None = None


class Offer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What we ask of the customer, in the currency of the library: a year, and once. It is ours, of its `date`, and
    nothing is worked out with it after its last day."""

    date: PartialDay
    price_per_year: Annotated[float, msgspec.Meta(ge=0)] | None = None
    price_once: Annotated[float, msgspec.Meta(ge=0)] | None = None
    valid_until: Day | None = None


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """One customer's value profile. `values` keeps the order of the file; its figures are on 0–10.

    A goal, `success` or a quote that is one text is in the customer's language, see `in_one_language`.
    """

    id: str
    file: Path
    content_hash: str
    customer: Customer
    goals: tuple[Name, ...] = ()
    success: Localised | None = None
    relationship: Relationship = Relationship()
    values: dict[str, ProfileValue] = {}
    stakeholders: tuple[Stakeholder, ...] = ()
    owner: FilledText | None = None
    contact: Contact = Contact()
    meeting: Meeting = Meeting()
    facts: dict[str, Any] = {}
    facts_date: PartialDay | None = None
    offer: Offer | None = None
    plan: tuple[Step, ...] = ()
    pin: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


class ProfileFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a profile's file; `scale` is that of its figures."""

    customer: Customer
    goals: tuple[Name, ...] = ()
    success: Localised | None = None
    relationship: Relationship = Relationship()
    scale: Scale = "0-10"
    values: dict[Id, ProfileValue | float] = {}
    stakeholders: tuple[Stakeholder, ...] = ()
    owner: Annotated[FilledText | None, PERSONAL] = None
    contact: Contact = Contact()
    meeting: Meeting = Meeting()
    facts: dict[FactName, Any] = {}
    facts_date: PartialDay | None = None
    offer: Offer | None = None
    plan: tuple[Step, ...] = ()
    pin: tuple[Id, ...] = ()
    drop: tuple[Id, ...] = ()
    format: FormatNumber = 1


def kept_quotes(profile: Profile) -> tuple[str, ...]:
    """The values whose quotes are kept from customers though the profile does not say that they are to be kept."""
    return tuple(name for name, value in profile.values.items() if _says(value.quote or "") and value.share is None)


Where = tuple[str | int, ...]
"""The path of a field in a profile, such as ("goals", 0)."""


def in_one_language(profile: Profile, language: str, languages: Sequence[str]) -> Profile:
    """The profile as pages in a language see it: what it says in others alone is not there.

    `languages` are those of the library, its default first: a text that does not say which language it is in is in the
    customer's, else in that. Facts that are one text a language are read so; other facts are in no language.
    """
    return _in(profile, language, languages)[0]


def unsaid_in(profile: Profile, language: str, languages: Sequence[str]) -> tuple[Where, ...]:
    """Where the profile says something that is not written in a language, so that its pages leave it out."""
    return _in(profile, language, languages)[1]


def quoted_in(profile: Profile, value: str, language: str, languages: Sequence[str]) -> str:
    """What the customer said of a value, as pages in a language show it; empty where they show nothing of it."""
    said = profile.values.get(value)
    own = profile.customer.language or languages[0]
    return _written_in(said.shared_quote or "", language, own) if said is not None else ""


def _in(profile: Profile, language: str, languages: Sequence[str]) -> tuple[Profile, tuple[Where, ...]]:
    own, unsaid = profile.customer.language or languages[0], []

    def said(text: Localised, *where: str | int) -> str:
        found = _written_in(text, language, own)
        if not found and _says(text):
            unsaid.append(where)
        return found

    def facts(value: Any, *where: str | int) -> Any:
        if not isinstance(value, dict) or not value:
            return value
        if value.keys() <= set(languages) and all(isinstance(one, str) for one in value.values()):
            return said(value, *where)
        inner = {name: facts(one, *where, name) for name, one in value.items()}
        return {name: one for name, one in inner.items() if (*where, name) not in unsaid}

    def step(one: Step, number: int) -> Step | None:
        what = said(one.what, "plan", number, "what")
        measure = said(one.measure or "", "plan", number, "measure") or None
        return msgspec.structs.replace(one, what=what, measure=measure) if what else None

    def value(one: ProfileValue, name: str) -> ProfileValue:
        if not one.quote or not one.is_shared:
            return one
        quote = said(one.quote, "values", name, "quote") or None
        return one if quote == one.quote else msgspec.structs.replace(one, quote=quote)

    changed = {
        "values": {name: value(one, name) for name, one in profile.values.items()},
        "plan": tuple(filter(None, (step(one, number) for number, one in enumerate(profile.plan)))),
        "goals": tuple(filter(None, (said(goal, "goals", number) for number, goal in enumerate(profile.goals)))),
        "success": said(profile.success or "", "success") or None,
        "facts": facts(profile.facts, "facts"),
    }
    if all(getattr(profile, name) == one for name, one in changed.items()):
        return profile, tuple(unsaid)
    return msgspec.structs.replace(profile, **changed), tuple(unsaid)


def _says(text: Localised) -> bool:
    return any(one.strip() for one in ((text,) if isinstance(text, str) else text.values()))


def _written_in(text: Localised, language: str, own: str) -> str:
    """The text in a language, or in that language of another country; empty where it is in another one.

    One that does not say which language it is in is in the `own` one.
    """
    texts = {own: text} if isinstance(text, str) else text
    base = language.partition("-")[0]
    close = (one for name, one in texts.items() if name.partition("-")[0] == base)
    found = texts.get(language) or next(close, "")
    return found if found.strip() else ""


LINE_BREAK = re.compile(r"[ \t]*[\r\n]+[ \t]*")
LANGUAGE = re.compile("[a-z]{2,3}(-[A-Z]{2})?")
FIGURES = ("importance", "satisfaction", "with_us")
ENDINGS = (".yaml", ".yml")
SHOWN_BY_NAME: frozenset[Reference | None] = frozenset(("logo", "named", "advocate"))
"""What a customer said who may be shown to others by name, or with a logo."""
STRICTEST: tuple[Reference, ...] = get_args(Reference)
UNKNOWN_REFERENCE = "whether this customer declined to be a reference is not known until then"


def load_profile(path: Path, vocabulary: Vocabulary, told: list[Problem] | None = None) -> Profile:
    """The profile in `path`, its names checked against the library's. Raises UserFault with every problem.

    What was renamed since it was written goes to `told`.
    """
    recover(path.parent)
    if not is_text(path.name):
        raise UserFault.of("SP002", "has a name that is not UTF-8 text", "rename it", Place(shown_path(path)))
    text = read_text(path)
    source = Source(shown_path(path), text)
    data = understood(source.load(), source, versions.PROFILE, told)
    unknown = list(_names(data, source, vocabulary)) if isinstance(data, dict) else []
    try:
        written = decode_data(data, source, ProfileFile)
    except UserFault as fault:
        undeclared = {one.place for one in unknown}
        others = [one for one in fault.problems if one.place not in undeclared]
        raise UserFault(sorted([*others, *unknown], key=_line_of)) from None
    if problems := [*unknown, *_figures(written, source)]:
        raise UserFault(sorted(problems, key=_line_of))
    return Profile(
        id=path.name.removesuffix(path.suffix),
        file=path,
        content_hash=digest(text.encode()),
        customer=msgspec.structs.replace(written.customer, name=LINE_BREAK.sub(" ", written.customer.name.strip())),
        goals=written.goals,
        success=written.success,
        relationship=_rated_on_ten(written.relationship, written.scale),
        values={name: _on_ten(value, written.scale) for name, value in written.values.items()},
        stakeholders=written.stakeholders,
        owner=written.owner,
        contact=written.contact,
        meeting=written.meeting,
        facts=written.facts,
        facts_date=written.facts_date,
        offer=written.offer,
        plan=written.plan,
        pin=written.pin,
        drop=written.drop,
    )


def _line_of(problem: Problem) -> tuple[int, int]:
    return (problem.place.line or 0, problem.place.column or 0) if problem.place else (0, 0)


def declined_in(folder: Path) -> tuple[frozenset[str], tuple[Problem, ...]]:
    """The casefolded names of the customers with a profile in `folder` who declined to be a reference.

    A profile that may say so, but cannot be read, is a warning.
    """
    names: set[str] = set()
    problems: list[Problem] = [*recover(folder)]
    try:
        with os.scandir(folder) as entries:
            files = sorted(entry.path for entry in entries if entry.name.endswith(ENDINGS))
    except OSError as error:
        files, message = [], f"the profiles in this folder cannot be listed: {why(error)}"
        problems.append(Problem(code="SP001", message=message, place=Place(shown_path(folder))))
    for file in files:
        try:
            names |= declined_in_file(Path(file))
        except UserFault as fault:
            problems += fault.problems
    return frozenset(names), tuple(
        msgspec.structs.replace(
            problem,
            hint="; ".join(part for part in (problem.hint, UNKNOWN_REFERENCE) if part),
            severity=Severity.WARNING,
        )
        for problem in problems
    )


def references_in(folder: Path) -> dict[str, Reference]:
    """What each customer with a profile in `folder` said of being a reference, by its name; the strictest where two
    profiles say it of one. Profiles that cannot be read say nothing: they are told elsewhere."""
    found: dict[str, Reference] = {}
    for file in sorted(one for ending in ENDINGS for one in folder.glob(f"*{ending}")):
        with suppress(UserFault):
            text = read_text(file)
            if "reference" not in text:
                continue  # most profiles: not worth parsing
            source = Source(shown_path(file), text)
            written = decode_data(understood(source.load(), source, versions.PROFILE), source, ProfileFile)
            if (said := written.relationship.reference) is not None:
                name = written.customer.name
                found[name] = min(found.get(name, said), said, key=STRICTEST.index)
    return found


def declined_in_file(path: Path) -> set[str]:
    """The customer's casefolded name where its profile says that it declined. Raises UserFault."""
    text = read_text(path)
    if "declined" not in text:
        return set()  # most profiles: not worth parsing
    source = Source(shown_path(path), text)
    match written := understood(source.load(), source, versions.PROFILE):
        case {"customer": {"name": str(name)}, "relationship": {"reference": "declined"}}:
            return {name.casefold()}
        case _:
            decode_data(written, source, ProfileFile)  # the word stands elsewhere: in a text, or in a wrong place
            return set()


def scale_bounds(scale: Scale) -> tuple[float, float]:
    """The least and the most that can be given on a scale."""
    match = SCALE.fullmatch(scale)
    return (float(match[1]), float(match[2])) if match else (0.0, 10.0)


def on_scale(figure: float, scale: Scale) -> float | int:
    """A figure on 0–10 as it is on a scale, with one decimal."""
    low, high = scale_bounds(scale)
    moved = round(low + figure * (high - low) / 10, 1)
    return int(moved) if moved.is_integer() else moved


def _rated_on_ten(relationship: Relationship, scale: Scale) -> Relationship:
    """The relationship with the rating of us moved linearly to 0–10, from its own scale or from `scale`."""
    said = relationship.satisfaction
    if said is None:
        return relationship
    rating, scale = (said.rating, said.scale) if isinstance(said, Rated) else (said, scale)
    low, high = scale_bounds(scale)
    return msgspec.structs.replace(relationship, satisfaction=(rating - low) * 10 / (high - low))


def _on_ten(value: ProfileValue | float, scale: Scale) -> ProfileValue:
    """`value` with its figures moved linearly from `scale` to 0–10."""
    if not isinstance(value, ProfileValue):
        value = ProfileValue(importance=value)
    if scale == "0-10":
        return value
    low, high = scale_bounds(scale)

    def moved(figure: float | None) -> float | None:
        return None if figure is None else (figure - low) * 10 / (high - low)

    return msgspec.structs.replace(
        value,
        importance=moved(value.importance),
        satisfaction=moved(value.satisfaction),
        with_us=moved(value.with_us),
        measured=value.measured
        and msgspec.structs.replace(
            value.measured,
            importance=moved(value.measured.importance),
            satisfaction=moved(value.measured.satisfaction),
            with_us=moved(value.measured.with_us),
            spread=None if value.measured.spread is None else value.measured.spread * 10 / (high - low),
        ),
    )


def _names(data: dict[str, Any], source: Source, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Names that the library does not declare, in what was written: also where other things in it are wrong."""
    unknown = vocabulary.unknown

    def text_at(section: Any, key: str) -> list[str]:
        value = section.get(key) if isinstance(section, dict) else None
        return [value] if isinstance(value, str) else []

    def texts_at(section: Any, key: str) -> list[str]:
        value = section.get(key) if isinstance(section, dict) else None
        return value if isinstance(value, list) and all(isinstance(one, str) for one in value) else []

    values, customer, meeting = data.get("values"), data.get("customer"), data.get("meeting")
    yield from unknown(source, "value", values if isinstance(values, dict) else (), ("values",), key=True)
    yield from unknown(source, "industry", text_at(customer, "industry"), ("customer", "industry"))
    yield from unknown(source, "language", text_at(customer, "language"), ("customer", "language"))
    yield from unknown(source, "stage", text_at(meeting, "stage"), ("meeting", "stage"))
    yield from unknown(source, "role", texts_at(meeting, "roles"), ("meeting", "roles"))
    said: list[tuple[Where, Any]] = [(("success",), data.get("success"))]
    goals = data.get("goals")
    said += [(("goals", number), goal) for number, goal in enumerate(goals if isinstance(goals, list) else ())]
    for where, texts in said:
        languages = [key for key in texts if LANGUAGE.fullmatch(str(key))] if isinstance(texts, dict) else []
        for problem in unknown(source, "language", languages, where, key=True):
            yield _or_text_with_a_colon(problem, texts)
    people = data.get("stakeholders")
    for number, person in enumerate(people if isinstance(people, list) else ()):
        yield from unknown(source, "role", text_at(person, "role"), ("stakeholders", number, "role"))
        yield from unknown(source, "value", texts_at(person, "cares_about"), ("stakeholders", number, "cares_about"))


def _scales(written: ProfileFile, source: Source) -> Iterator[Problem]:
    """Scales that begin where they end or above, and a rating of us that is outside its own."""
    said, path = written.relationship.satisfaction, ("relationship", "satisfaction")
    scales: list[tuple[Scale, tuple[str, ...]]] = [(written.scale, ("scale",))]
    if isinstance(said, Rated):
        scales.append((said.scale, (*path, "scale")))
    wrong = [(scale, at) for scale, at in scales if operator.ge(*scale_bounds(scale))]
    for scale, at in wrong:
        message = f"the scale {scale} does not go up"
        yield Problem(code="SP105", message=message, hint="the least comes first: 1-5", place=source.place(at))
    if said is None or wrong:
        return
    rating, scale = (said.rating, said.scale) if isinstance(said, Rated) else (said, written.scale)
    low, high = scale_bounds(scale)
    if not low <= rating <= high:
        message = f"satisfaction with us is {rating:g}, outside the scale {scale}"
        hint = f"change the figure, or say what it is on: `satisfaction: {{rating: {rating:g}, scale: 1-5}}`"
        yield Problem(code="SP105", message=message, hint=hint, place=source.place(path))


def _or_text_with_a_colon(problem: Problem, texts: dict[str, Any]) -> Problem:
    """A language that is not declared: where it is the only one, its text may be one that begins so."""
    if len(texts) > 1:
        return problem
    (said,) = (in_quotes(f"{key}: {value}") for key, value in texts.items())
    hint = f"{problem.hint}; where it is no language, {said}"
    return msgspec.structs.replace(problem, hint=hint)


def _written_figures(
    name: str, value: ProfileValue, *, short: bool
) -> Iterator[tuple[str, float | None, tuple[str, ...]]]:
    """The figures of a value with what they are called and where they stand; a short one is an importance alone."""
    for field in FIGURES:
        yield field, getattr(value, field), ("values", name) if short else ("values", name, field)
    if value.measured is not None:
        for field in FIGURES:
            yield f"measured {field}", getattr(value.measured, field), ("values", name, "measured", field)


def _figures(written: ProfileFile, source: Source) -> Iterator[Problem]:
    """Figures outside the scale, and figures that this relationship cannot have."""
    yield from _scales(written, source)
    low, high = scale_bounds(written.scale)
    for name, value in written.values.items():
        full = value if isinstance(value, ProfileValue) else ProfileValue(importance=value)
        for field, figure, path in _written_figures(name, full, short=not isinstance(value, ProfileValue)):
            if figure is not None and not low <= figure <= high:
                yield Problem(
                    code="SP105",
                    message=f"{field} of {name} is {figure:g}, outside the scale {written.scale}",
                    hint="change the figure, or say in `scale:` what it is on, such as 0-10, 1-5, 1-7 or 0-100",
                    place=source.place(path),
                )
        if full.with_us is not None and written.relationship.kind != "current":
            yield Problem(
                code="SP110",
                message=f"with_us of {name} is for current customers, and this one is {written.relationship.kind}",
                hint="delete the line, or set `relationship: {kind: current}`",
                place=source.place(("values", name, "with_us"), key=True),
            )
