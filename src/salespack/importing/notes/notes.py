"""Notes become proposals for a profile: values, goals, people, quotes, each with its sentence."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from salespack.importing.languages import declared_as, language_in
from salespack.importing.notes.listening import (
    GoalHeard,
    Heard,
    LeftOut,
    PersonHeard,
    ValueHeard,
    hear,
)
from salespack.importing.notes.passages import Notes, Side, sentences_of
from salespack.importing.notes.reading import Sides, read_notes, with_day
from salespack.importing.profile_edits import difference, profile_data, write_profiles
from salespack.importing.signals import spoken_values
from salespack.language.word_matching import normalised
from salespack.library.library import Library
from salespack.library.load import vocabulary_of
from salespack.problems.problem import shown_path
from salespack.profiles.profile import Profile, load_profile, on_scale

MOST_GOALS, MOST_PEOPLE = 5, 12


class NotesRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to read, for whose profile, who of the speakers is ours, and the day of the meeting.

    The notes' own day goes before that. `language` is that of the notes; else it is found out. Nothing is written
    unless `write`; `without` are values that they do not mean.
    """

    file: Path
    profile: Path
    on: datetime.date
    ours: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    language: str | None = None
    write: bool = False


class NotesReport(msgspec.Struct, frozen=True, kw_only=True):
    """What notes propose: what is new to the profile, what it has already, what is left out and why, the lines that
    change, and whether they were written."""

    profile: str
    file: str
    language: str
    values: tuple[ValueHeard, ...]
    goals: tuple[GoalHeard, ...]
    people: tuple[PersonHeard, ...]
    there: tuple[ValueHeard, ...]
    """Values that the profile has: nothing of them changes but a quote, where it has none."""
    left: tuple[LeftOut, ...]
    unread: tuple[str, ...]
    difference: str
    written: bool


def import_notes(library: Library, request: NotesRequest) -> NotesReport:
    """Reads notes and proposes what they say; writes it where the request says so. Raises UserFault."""
    profile = load_profile(request.profile, vocabulary_of(library.settings, library.values))
    theirs = tuple(one.name for one in profile.stakeholders if one.name)
    heard, notes, language = heard_in(library, request.file, request.ours, theirs, request.language)
    meant = tuple(one for one in heard.values if one.id not in request.without)
    heard = msgspec.structs.replace(heard, values=meant)
    data = profile_data(request.profile)
    after, new = _proposed(data, heard, profile, _source(request, notes), library)
    changed = difference(request.profile, after)
    if changed and request.write:
        write_profiles({request.profile: after})
    return NotesReport(
        profile=request.profile.stem,
        file=shown_path(request.file),
        language=language,
        values=new.values,
        goals=new.goals,
        people=new.people,
        there=tuple(one for one in heard.values if one not in new.values),
        left=heard.left,
        unread=(*notes.unread, *_strangers(notes)),
        difference=changed,
        written=bool(changed) and request.write,
    )


def _strangers(notes: Notes) -> tuple[str, ...]:
    """That nobody says for whom some speak."""
    taken = dict.fromkeys(one.speaker for one in notes.passages if one.side is Side.TAKEN and one.speaker)
    if not taken:
        return ()
    names = ", ".join(taken)
    return (
        f"{names} are taken for the customer’s people, and nothing of theirs is kept as a quote, as nobody says for "
        "whom each speaks: name yours (--ours), or keep theirs in the profile’s stakeholders",
    )


def heard_in(
    library: Library, file: Path, ours: Sequence[str] = (), theirs: Sequence[str] = (), language: str | None = None
) -> tuple[Heard, Notes, str]:
    """What a file of notes says, the notes as they are read, and their language. Raises UserFault.

    `ours` and `theirs` are the speakers that are known beside the library's people; `language` is found out if None.
    """
    known = tuple(one for person in library.people for one in (person.name, person.email or "") if one)
    notes = read_notes(file, Sides((*known, *ours), tuple(theirs), are_all=any(one.strip() for one in ours)))
    sentences = tuple(sentences_of(notes.passages))
    language = language or _language(" ".join(one.text for one in sentences), library)
    notes = with_day(notes, language)
    of_ours = frozenset(map(normalised, (*known, *ours)))
    return hear(sentences, notes.people, library, language, of_ours), notes, language


def _language(text: str, library: Library) -> str:
    """The language by its common words; of a text that has too few, the one in which it speaks of most values."""
    declared = library.settings.languages
    return declared_as(language_in(text).code, declared) or max(
        declared, key=lambda one: len(spoken_values(text, library.values, one))
    )


def _source(request: NotesRequest, notes: Notes) -> str:
    return f"{request.file.name} {notes.day or request.on.isoformat()}"


def _proposed(
    data: dict[str, Any], heard: Heard, profile: Profile, source: str, library: Library
) -> tuple[dict[str, Any], Heard]:
    """The profile's data with what it lacks, and of what was heard that which is new to it."""
    after = dict(data)
    values = dict(data.get("values") or {})
    new_values = []
    for one in heard.values:
        quoted: dict[str, Any] = {"quote": one.quote, "share": False, "source": source} if one.quote else {}
        there = values.get(one.id)
        if there is None:
            new_values.append(one)
            importance = on_scale(library.settings.scoring.assumed_importance, profile_scale(data))
            values[one.id] = {"importance": importance, "basis": "assumed", **({"source": source} | quoted)}
        elif isinstance(there, dict) and quoted and not {"quote", "source"} & there.keys():
            values[one.id] = {**there, "quote": one.quote, "share": False}  # the figure has its own source, unsaid
    goals = [one for one in heard.goals if normalised(one.text) not in _said(data.get("goals"))][:MOST_GOALS]
    names = {normalised(one.name) for one in profile.stakeholders if one.name}
    people = [one for one in heard.people if normalised(one.name) not in names][:MOST_PEOPLE]
    if values:
        after["values"] = values
    if goals:
        after["goals"] = [*(data.get("goals") or []), *(one.text for one in goals)]
    said_by = _said_by(heard, (*names, *(normalised(one.name) for one in people)))
    stakeholders = [
        {**one, "cares_about": said_by[normalised(one["name"])]} if _is_to_care(one, said_by) else one
        for one in data.get("stakeholders") or []
    ]
    if people or stakeholders != (data.get("stakeholders") or []):
        after["stakeholders"] = [
            *stakeholders,
            *({"name": one.name, "role": one.role} | _cares(said_by.get(normalised(one.name))) for one in people),
        ]
    return after, msgspec.structs.replace(heard, values=tuple(new_values), goals=tuple(goals), people=tuple(people))


def _said_by(heard: Heard, people: Sequence[str]) -> dict[str, list[str]]:
    """The values that each of some people spoke of in their own words, in the order of the notes; a first name stands
    for the only one who has it."""
    found: dict[str, list[str]] = {}
    for value in heard.values:
        for who in map(normalised, value.by):
            meant = [one for one in people if one == who] or [one for one in people if one.startswith(f"{who} ")]
            if len(meant) == 1 and value.id not in found.setdefault(meant[0], []):
                found[meant[0]].append(value.id)
    return found


def _is_to_care(stakeholder: Any, said_by: Mapping[str, list[str]]) -> bool:
    """Whether notes say what somebody in a profile cares about, of whom it says nothing."""
    return (
        isinstance(stakeholder, dict)
        and "cares_about" not in stakeholder
        and normalised(str(stakeholder.get("name") or "")) in said_by
    )


def _cares(values: list[str] | None) -> dict[str, Any]:
    return {"cares_about": values} if values else {}


def profile_scale(data: dict[str, Any]) -> str:
    """The scale of a profile's figures."""
    return str(data.get("scale") or "0-10")


def _said(goals: Any) -> set[str]:
    """The goals of a profile, normalised, in whatever languages they are."""
    texts: list[str] = []
    for goal in goals if isinstance(goals, Sequence) and not isinstance(goals, str) else ():
        texts += [str(one) for one in (goal.values() if isinstance(goal, dict) else (goal,))]
    return {normalised(one).rstrip(".") for one in texts}
