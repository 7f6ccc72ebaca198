"""Problems told without telling what a profile says: its file, the field and the code's meaning, never a value."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from salespack.formats.text_files import read_text
from salespack.formats.vocabulary import Vocabulary
from salespack.formats.yaml import Source
from salespack.problems.codes import CODES
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.profiles.profile import (
    Contact,
    Customer,
    Meeting,
    ProfileFile,
    ProfileValue,
    Relationship,
    Stakeholder,
    Step,
)

MOST_NAMED = 3
"""How many profiles a problem names before it says how many more there are."""

WITH_DATA_OF = ", with the data of "
"""What stands between the meaning of a code and the files of the real profiles that have the problem."""

OF_FILES = frozenset(("SP001", "SP007", "SP008", "SP014"))
"""What is wrong with a file as a whole: its message has nothing of what the file says."""

FIELDS: Mapping[str, Collection[str]] = {
    "customer": Customer.__struct_fields__,
    "relationship": Relationship.__struct_fields__,
    "contact": Contact.__struct_fields__,
    "meeting": Meeting.__struct_fields__,
    "stakeholders": Stakeholder.__struct_fields__,
    "values": ProfileValue.__struct_fields__,
    "plan": Step.__struct_fields__,
}


def of_profile_file(fault: UserFault, path: Path, vocabulary: Vocabulary) -> list[Problem]:
    """What keeps the profile in `path` from being read, without what it says."""
    source = Source(shown_path(path), text_of(path))
    return [of_profile(problem, source, vocabulary) for problem in fault.problems]


def text_of(path: Path) -> str:
    """What a profile says, to tell places in it; empty where it cannot be read."""
    try:
        return read_text(path)
    except UserFault:
        return ""


def of_profile(problem: Problem, source: Source, vocabulary: Vocabulary) -> Problem:
    """A problem of a profile's own file: what it says is replaced by the field and what its code means."""
    place = problem.place or Place(source.file)
    if problem.code in OF_FILES:
        return msgspec.structs.replace(problem, place=place)
    field = known_field(source.path_at(place) if place.line else (), vocabulary.names["value"])
    return msgspec.structs.replace(
        problem,
        message=f"{field}: {CODES[problem.code].meaning}" if field else CODES[problem.code].meaning,
        hint=f"`salespack match {source.file}` shows it in full",
        place=place,
    )


def known_field(path: Sequence[str | int], values: Collection[str]) -> str:
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


def of_data(problem: Problem, files: Sequence[str], fields: str = "") -> Problem:
    """A problem that only the data of real profiles has: their `files` and the `fields` used there instead of words."""
    named = ", ".join(files[:MOST_NAMED])
    more = f" and {len(files) - MOST_NAMED} more" if len(files) > MOST_NAMED else ""
    return msgspec.structs.replace(
        problem,
        message=f"{CODES[problem.code].meaning}{WITH_DATA_OF}{named}{more}" + (f" ({fields})" if fields else ""),
        hint=_ready(problem.code, fields),
    )


def _ready(code: str, field: str) -> str:
    """How a text is made ready for data that some profiles have, or lack; `field` is what it uses, if that is one."""
    if code not in OF_MISSING or not field or "," in field:
        return "make the block ready for such data, or correct the profile"
    test = f"{field} is defined" if field.startswith(("facts.", "calc.")) else field
    return f"guard it, {{% if {test} %}}…{{% endif %}}, or correct the profile"


OF_MISSING = frozenset(("SP302", "SP304"))
"""What a text runs into that uses data which is missing or empty."""


class Found(msgspec.Struct, frozen=True, array_like=True):
    """A problem of one rendering, as it is kept. Of a real profile's, the message is the names of the data used."""

    problem: Problem
    real: bool = False


def kept(problem: Problem, fields: Sequence[str], *, real: bool) -> Found:
    """A problem as it is kept: of a real profile's rendering nothing but its code, place and the `fields` used."""
    if not real:
        return Found(problem)
    return Found(Problem(code=problem.code, message=", ".join(fields), place=problem.place), real=True)


class Gathered:
    """Problems of many renderings, each told once: in the words of a generated profile where one has it too."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, Place | None], Problem] = {}
        self._real: dict[tuple[str, Place | None], tuple[Problem, dict[str, None]]] = {}

    def add(self, found: Iterable[Found], names: Sequence[str] = ()) -> None:
        """Takes what was found with some profiles, known by `names`; without names, or of all: in the text itself."""
        for one in found:
            problem = one.problem
            key = problem.code, problem.place
            if one.real:
                self._real.setdefault(key, (problem, {}))[1].update(dict.fromkeys(names))
            elif key not in self._told:
                with_whom = f"{problem.message}, with “{names[0]}”" if names else problem.message
                self._told[key] = msgspec.structs.replace(problem, message=with_whom)

    def problems(self) -> Iterator[Problem]:
        """Everything that was found."""
        yield from self._told.values()
        for key, (problem, files) in self._real.items():
            if key not in self._told:
                yield of_data(problem, sorted(files), problem.message)
