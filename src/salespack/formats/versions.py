"""Versions of what people and the program write: a format's number, words that were renamed, and what a library asks.

A file says in `format` which one it is in; without it, it is in the first. One that is older is read as the newest
would say it: words that were renamed are known by their old names, and records are carried forward step by step. One
that is newer than this Salespack knows is refused, by one problem that says so, whatever else seems to be wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from salespack import __version__
from salespack.formats.yaml import Source
from salespack.problems.patterns import late_pattern
from salespack.problems.problem import Place, Problem, Severity, UserFault

FORMAT, REQUIRES = "format", "requires"
ANY = "*"
"""Stands in the path of a renamed word for every key of a mapping, and every item of a list."""
COMPARISON = late_pattern(r"(>=|<=|==|!=|>|<)\s*(\d+(?:\.\d+){0,2})")
RELEASE = late_pattern(r"\d+(?:\.\d+)*")
LONGEST_VERSION = 40
"""Letters of what is taken for a version where a file that anybody may have written says one."""
T = TypeVar("T")


class Renamed(msgspec.Struct, frozen=True):
    """A key that has another name since a release (`since`, such as 0.3): its old path, and what it is called now."""

    old: tuple[str, ...]
    new: str
    since: str


class FileFormat(msgspec.Struct, frozen=True):
    """A kind of file as it is today: what it is called, the number of its format, and the road from older ones.

    `renamed` are the words that were called otherwise, outer ones first. `steps` make of the data of a record in the
    format of that number what it says in the next.
    """

    name: str
    number: int = 1
    renamed: tuple[Renamed, ...] = ()
    steps: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def _with_all_hashes(record: dict[str, Any]) -> dict[str, Any]:
    """The first record of a build knew its outputs alone; now it has the hash of every file of ours, by path."""
    files = record.get("files", {}).values()
    return {**record, "written": {file["path"]: file["sha256"] for file in files} | record.get("written", {})}


LIBRARY, PACK, PROFILE = FileFormat("library"), FileFormat("pack"), FileFormat("profile")
BLOCK, TRANSLATION, PERSON = FileFormat("block"), FileFormat("translation"), FileFormat("person")
RECORD = FileFormat("record", 2, steps={1: _with_all_hashes})
REFUSAL, IMPORT, RESULT = FileFormat("refusal"), FileFormat("import"), FileFormat("result")
LEDGER = FileFormat("ledger")
BASELINE = FileFormat("baseline", renamed=(Renamed(("version",), FORMAT, "0.1"),))
FORMATS = (LIBRARY, PACK, PROFILE, BLOCK, TRANSLATION, PERSON, RECORD, REFUSAL, IMPORT, RESULT, LEDGER, BASELINE)
"""Every kind of file that has a version; documents that nobody reads again have none."""


class VersionFault(UserFault):
    """A file that another version of Salespack was made for. Nothing else that is wrong with it means anything."""


def understood(data: Any, source: Source, kind: FileFormat, told: list[Problem] | None = None) -> Any:
    """What a file says, in the words of today; what was renamed in it goes to `told`.

    Raises VersionFault for one that is too new: SP013 where it asks for another Salespack, SP014 for its format.
    """
    if not isinstance(data, dict):
        return data
    if kind is LIBRARY and isinstance(data.get(REQUIRES), str) and not meets(data[REQUIRES], __version__):
        raise VersionFault([_unmet(data[REQUIRES], source.place((REQUIRES,)))])
    if FORMAT in data:
        _refuse_newer(data, kind, source.place((FORMAT,)))
    for word in kind.renamed:
        for path in _paths(data, word.old, word.new):
            data = _moved(data, path, word.new)
            source.alias((*path[:-1], word.new), word.old[-1])
            if told is not None:
                told.append(_told(word, source.place((*path[:-1], word.new), key=True)))
    return data


def read_record(content: bytes | str, expected: type[T], kind: FileFormat, place: Place) -> T:
    """A record that the program wrote as JSON, carried forward to the format of today.

    Raises VersionFault (SP014) for one that is too new, msgspec.DecodeError for what is no such record.
    """
    data = msgspec.json.decode(content)
    for word in kind.renamed:
        for path in _paths(data, word.old, word.new):
            data = _moved(data, path, word.new)
    if isinstance(data, dict):
        _refuse_newer(data, kind, place)
        try:
            for number in range(data.get(FORMAT, 1), kind.number):
                data = {**kind.steps[number](data), FORMAT: number + 1}
        except (AttributeError, KeyError, TypeError) as fault:  # it is not made as records of its format are
            raise msgspec.ValidationError(f"no {kind.name}: {fault!r}") from None
    return msgspec.convert(data, expected)


def meets(requirement: str, version: str) -> bool:
    """Whether a version is as a requirement (`>=0.3, <1`) asks. What stands behind a version's figures is left out."""
    have = _figures(version)
    outcomes = {
        ">=": lambda wanted: have >= wanted,
        "<=": lambda wanted: have <= wanted,
        ">": lambda wanted: have > wanted,
        "<": lambda wanted: have < wanted,
        "==": lambda wanted: have == wanted,
        "!=": lambda wanted: have != wanted,
    }
    return all(outcomes[sign](_figures(wanted)) for sign, wanted in COMPARISON.findall(requirement))


def is_newer(version: str) -> bool:
    """Whether a version, as a file says it, is newer than this Salespack. What is no version is not."""
    return len(version) <= LONGEST_VERSION and _figures(version) > _figures(__version__)


def _figures(version: str) -> tuple[int, ...]:
    """Major, minor and patch of a version; those that it leaves out are 0."""
    found = RELEASE.match(version)
    figures = [int(one) for one in found[0].split(".")] if found else []
    return (*figures, 0, 0, 0)[:3]


def _unmet(requirement: str, place: Place) -> Problem:
    wanted = ",".join(f"{sign}{version}" for sign, version in COMPARISON.findall(requirement))
    return Problem(
        code="SP013",
        message=f"this library asks for Salespack {wanted}, and this is {__version__}",
        hint=f"install one that it is for: pip install --upgrade 'salespack{wanted}'",
        place=place,
    )


def _refuse_newer(data: Mapping[str, Any], kind: FileFormat, place: Place) -> None:
    number = data.get(FORMAT, 1)
    if isinstance(number, int) and number > kind.number:
        known = f"format {kind.number}" if kind.number == 1 else f"formats up to {kind.number}"
        message = f"is a {kind.name} in format {number}; this Salespack ({__version__}) reads {known}"
        hint = "update it: pip install --upgrade salespack"
        raise VersionFault([Problem(code="SP014", message=message, hint=hint, place=place)])


# --- words that were renamed -----------------------------------------------------------------------------------------


def _paths(
    data: Any, old: tuple[str, ...], new: str, before: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """Where data has a key by its old path, and not the new one beside it."""
    step, rest = old[0], old[1:]
    children: list[tuple[str | int, Any]] = []
    if isinstance(data, dict):
        children = [(key, value) for key, value in data.items() if step in (key, ANY)]
    elif isinstance(data, list) and step == ANY:
        children = list(enumerate(data))
    for key, value in children:
        if rest:
            yield from _paths(value, rest, new, (*before, key))
        elif new not in data:
            yield (*before, key)


def _moved(data: Any, path: tuple[str | int, ...], new: str) -> Any:
    """The data with the key at the end of a path called `new`, at its place."""
    if len(path) > 1:
        inner = _moved(data[path[0]], path[1:], new)
        if isinstance(data, list):
            return [inner if number == path[0] else item for number, item in enumerate(data)]
        return {key: inner if key == path[0] else value for key, value in data.items()}
    return {new if key == path[0] else key: value for key, value in data.items()}


def _told(word: Renamed, place: Place) -> Problem:
    return Problem(
        code="SP015",
        message=f"“{word.old[-1]}” is called “{word.new}” since {word.since}",
        hint=f"write `{word.new}`; the old word is still understood",
        place=place,
        severity=Severity.WARNING,
        instead=word.new,
    )
