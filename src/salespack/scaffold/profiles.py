"""A first profile from a few answers, so that nobody has to know YAML to begin."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from salespack.formats.editing import with_data
from salespack.formats.text_files import forbidden_characters, read_text
from salespack.formats.yaml import Source
from salespack.language.word_matching import normalised
from salespack.library.library import Library
from salespack.library.naming import resolve
from salespack.problems.problem import Place, UsageFault, shown_path
from salespack.problems.suggestions import did_you_mean
from salespack.scaffold.names import slug, write_new
from salespack.system.paths import RESERVED

LONGEST_NAME = 200


def importances_of(count: int) -> tuple[float, ...]:
    """How important values are, on 0–10, of which nothing but the order was said: what is to be expected of each of so
    many figures, if any figure is as likely as any other; one alone is in the middle."""
    return tuple(round(10 * (count - rank) / (count + 1), 1) for rank in range(count))


MORE = (
    "# A profile can also hold: relationship, owner, contact, facts, facts_date, offer, plan, pin, drop: "
    "`salespack schema profile`.\n"
)


class ValueAnswer(msgspec.Struct, frozen=True):
    """What was said of one value: importance and satisfaction on 0–10, and the words it was said in.

    `share`: customers may see those words. `assumed`: nobody said how important it is.
    """

    id: str
    importance: float
    satisfaction: float | None = None
    quote: str | None = None
    source: str | None = None
    share: bool = False
    assumed: bool = False


class PersonAnswer(msgspec.Struct, frozen=True):
    """Somebody in the room: the role, and the name where it was said."""

    role: str
    name: str | None = None


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the questions ask, in their order."""

    customer: str
    industry: str | None = None
    language: str | None = None
    people: tuple[PersonAnswer, ...] = ()
    goals: tuple[str, ...] = ()
    values: tuple[ValueAnswer, ...] = ()
    success: str | None = None
    date: str | None = None
    stage: str | None = None
    minutes: int | None = None

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles in the room, each once."""
        return tuple(dict.fromkeys(one.role for one in self.people))

    @classmethod
    def from_options(
        cls, library: Library, customer: str, values: Sequence[str], roles: Sequence[str], language: str | None
    ) -> Answers:
        """The answers that options give, values as `VALUE` or `VALUE=9`. Raises UsageFault for unknown names."""
        settings = library.settings
        if language is not None and language not in settings.languages:
            hint = did_you_mean(language, settings.languages)
            raise UsageFault.of("SP205", f"the library has no language “{language}”", hint)
        answers = []
        for text, importance in zip(values, importances_of(len(values)), strict=True):
            name, _, figure = text.partition("=")
            said = importance_of(figure) if figure else importance
            answers.append(ValueAnswer(resolve(library, name, "value"), said, assumed=not figure))
        known = [PersonAnswer(resolve(library, role, "role")) for role in roles]
        return cls(customer=customer_name(customer), language=language, values=tuple(answers), people=tuple(known))


def customer_name(text: str) -> str:
    """A customer's name as a profile can hold it. Raises UsageFault for any other."""
    name = " ".join(text.split())
    if not name:
        raise UsageFault.of("SP107", "the customer has no name", "say who it is")
    if len(name) > LONGEST_NAME:
        raise UsageFault.of("SP107", f"the customer's name has more than {LONGEST_NAME} characters", "shorten it")
    if problems := list(forbidden_characters(name, "the customer's name")):
        raise UsageFault(problems)
    return name


def minutes_of(text: str) -> int:
    """A count of minutes above 0. Raises UsageFault for anything else."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 10_000:
        raise UsageFault.of("SP105", f"“{text}” is not a number of minutes", "for example 30")
    return int(text)


def importance_of(text: str) -> float:
    """A figure on 0–10. Raises UsageFault for anything else."""
    try:
        figure = float(text.replace(",", "."))
    except ValueError:
        figure = -1.0
    if not 0 <= figure <= 10:  # also when it is not a number
        raise UsageFault.of("SP105", f"“{text}” is not a figure from 0 to 10", "for example 8")
    return figure


class WrittenProfile(NamedTuple):
    """A profile that was written: where, what it was before (None: not there), and what was done, in words."""

    path: Path
    before: str | None
    told: str

    def undo(self) -> None:
        """Puts back what was there before."""
        if self.before is None:
            self.path.unlink(missing_ok=True)
        else:
            write_new(self.path, self.before, "profile", "mend it by hand")


def new_profile(answers: Answers, folder: Path) -> Path:
    """Writes the profile into `folder`, named after the customer. Raises UsageFault when it is there already."""
    path = free_profile(answers.customer, folder)
    write_new(path, profile_text(answers), "profile", "make it elsewhere: salespack new profile --folder DIR")
    return path


def write_profile(answers: Answers, folder: Path) -> WrittenProfile:
    """Writes the profile into `folder`; where this customer has one, adds to it what it does not say yet.

    What a person wrote stays: an importance that is there is not changed. Raises UserFault for a profile that cannot be
    read, and UsageFault (SP802) where the file is another customer's.
    """
    path = folder / f"{profile_id(answers.customer)}.yaml"
    if not path.exists():
        new_profile(answers, folder)
        return WrittenProfile(path, None, f"wrote {path}: add what you learn about {answers.customer} there")
    before = read_text(path)
    data = Source(shown_path(path), before).load()
    customer = data.get("customer") if isinstance(data, dict) else None
    if not isinstance(customer, dict) or normalised(str(customer.get("name", ""))) != normalised(answers.customer):
        hint = f"build that one with: salespack build {path}; or choose another name"
        raise UsageFault.of("SP802", "there is a profile of this name already", hint, Place(shown_path(path)))
    after, added = extended(data, answers)
    if not added:
        return WrittenProfile(path, before, f"{path} is there already and says all of this")
    write_new(path, with_data(before, after), "profile", "write it by hand")
    return WrittenProfile(path, before, f"{path} is there already; added to it: {', '.join(added)}")


def extended(data: Mapping[str, Any], answers: Answers) -> tuple[dict[str, Any], list[str]]:
    """A profile's data with the answers that it lacks, and those in words."""
    values, meeting = dict(data.get("values") or {}), dict(data.get("meeting") or {})
    fresh = {one.id: _value(one) for one in answers.values if one.id not in values}
    roles = [one for one in answers.roles if one not in (meeting.get("roles") or ())]
    after = dict(data)
    if fresh:
        after["values"] = {**values, **fresh}
    if roles:
        after["meeting"] = {**meeting, "roles": [*(meeting.get("roles") or ()), *roles]}
    return after, [*fresh, *roles]


def free_profile(customer: str, folder: Path) -> Path:
    """Where the customer's profile will be. Raises UsageFault when there is one already."""
    path = folder / f"{profile_id(customer)}.yaml"
    if path.exists():
        hint = f"build it with: salespack build {path}; or choose another name"
        raise UsageFault.of("SP802", "there is a profile of this name already", hint, Place(shown_path(path)))
    return path


def profile_id(customer: str) -> str:
    """The customer's name as a file's stem; a hash where nothing of it is ASCII."""
    stem = slug(customer)
    if RESERVED.match(stem):
        return f"{stem}-customer"
    return stem or "customer-" + hashlib.sha256(customer.encode()).hexdigest()[:8]


def profile_text(answers: Answers) -> str:
    """The profile as YAML, in the order of the questions, with a line on what else it can hold."""
    customer = {"name": answers.customer, "industry": answers.industry, "language": answers.language}
    values: dict[str, Any] = {value.id: _value(value) for value in answers.values}
    meeting = {"date": answers.date, "stage": answers.stage, "minutes": answers.minutes, "roles": list(answers.roles)}
    people = [{"name": one.name, "role": one.role} for one in answers.people if one.name]
    sections = (
        ("", {"customer": _filled(customer)}),
        ("", {"stakeholders": people}),
        ("their own direction, in their words", {"goals": list(answers.goals)}),
        (
            "importance and satisfaction on 0-10; `quote` in their words, `source` who said it and when, "
            "`share` whether customers may see it",
            {"values": values},
        ),
        ("how they will see that it worked", {"success": answers.success}),
        ("", {"meeting": _filled(meeting)}),
    )
    text = "".join(_section(comment, content) for comment, content in sections)
    return text + MORE


def _value(value: ValueAnswer) -> Any:
    said: dict[str, Any] = {"satisfaction": value.satisfaction, "quote": value.quote, "source": value.source}
    if value.quote:
        said["share"] = value.share
    if value.assumed:
        said["basis"] = "assumed"
    importance = _figure(value.importance)
    filled = _filled({name: _figure(one) if isinstance(one, float) else one for name, one in said.items()})
    return {"importance": importance, **filled} if filled else importance


def _section(comment: str, content: Mapping[str, Any]) -> str:
    import yaml

    filled = _filled(content)
    if not filled:
        return ""
    note = f"# {comment}\n" if comment else ""
    return note + yaml.safe_dump(filled, sort_keys=False, allow_unicode=True, width=1000)


def _filled(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value not in (None, "", [], (), {})}


def _figure(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value
