"""Problems told without telling what a profile says: its file, the field and the code's meaning, never a value."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from salespack.checking.codes import CODES
from salespack.checking.problems import Place, Problem
from salespack.checking.synthetic import Case
from salespack.formats.yaml import Source
from salespack.library.vocabulary import Vocabulary
from salespack.profile import Customer, Meeting, ProfileFile, ProfileValue, Relationship, Stakeholder

MOST_NAMED = 3
"""How many profiles a problem names before it says how many more there are."""

FIELDS: Mapping[str, Collection[str]] = {
    "customer": Customer.__struct_fields__,
    "relationship": Relationship.__struct_fields__,
    "meeting": Meeting.__struct_fields__,
    "stakeholders": Stakeholder.__struct_fields__,
    "values": ProfileValue.__struct_fields__,
}


def of_profile(problem: Problem, source: Source, vocabulary: Vocabulary) -> Problem:
    """A problem of a profile's own file: what it says is replaced by the field and what its code means."""
    place = problem.place or Place(source.file)
    field = _known_field(source.path_at(place) if place.line else (), vocabulary.names["value"])
    return msgspec.structs.replace(
        problem,
        message=f"{field}: {CODES[problem.code]}" if field else CODES[problem.code],
        hint=f"`salespack match {source.file}` shows it in full",
        place=place,
    )


def _known_field(path: Sequence[str | int], values: Collection[str]) -> str:
    """As much of a path as consists of words of ours: keys of the schema and the library's values."""
    if not path or path[0] not in ProfileFile.__struct_fields__:
        return ""
    shown = str(path[0])
    for step in path[1:]:
        if isinstance(step, int):
            shown += f"[{step + 1}]"
        elif step in FIELDS.get(str(path[0]), ()) or (path[0] == "values" and step in values):
            shown += f".{step}"
        else:
            break
    return shown


def of_data(problem: Problem, files: Sequence[str], fields: Iterable[str] = ()) -> Problem:
    """A problem that only the data of real profiles has: their `files` and the `fields` used there instead of words."""
    named = ", ".join(files[:MOST_NAMED])
    more = f" and {len(files) - MOST_NAMED} more" if len(files) > MOST_NAMED else ""
    used = ", ".join(fields)
    return msgspec.structs.replace(
        problem,
        message=f"{CODES[problem.code]}, with the data of {named}{more}" + (f" ({used})" if used else ""),
        hint="make the block ready for such data, or correct the profile",
    )


class Gathered:
    """Problems of many renderings, each told once: in the words of a generated profile where one has it too."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, Place | None], Problem] = {}
        self._real: dict[tuple[str, Place | None], tuple[Problem, dict[str, None]]] = {}

    def add(self, problems: Iterable[Problem], case: Case | None = None, *, usual: bool = True) -> None:
        """Takes problems found with a profile (none: in the text itself). `usual` profiles need not be named."""
        for problem in problems:
            key = problem.code, problem.place
            if case is None or case.synthetic:
                if case is not None and not usual:
                    named = msgspec.structs.replace(problem, message=f"{problem.message}, with “{case.name}”")
                    self._told.setdefault(key, named)
                else:
                    self._told.setdefault(key, problem)
            else:
                self._real.setdefault(key, (problem, {}))[1][case.name] = None

    def problems(self, fields: Mapping[tuple[str, int | None], Sequence[str]] = {}) -> tuple[Problem, ...]:
        """Everything, `fields` being the names of data that are used at a file and line."""
        found = list(self._told.values())
        for key, (problem, files) in self._real.items():
            if key not in self._told:
                place = problem.place
                used = fields.get((place.file, place.line), ()) if place else ()
                found.append(of_data(problem, list(files), used))
        return tuple(found)
