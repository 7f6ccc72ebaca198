"""Versions of files: what is too new stops with one problem, what is older is read as today, renamed words are told."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from salespack import __version__
from salespack.formats.schema import decode, decode_data
from salespack.formats.versions import (
    FORMATS,
    LIBRARY,
    PACK,
    FileFormat,
    Renamed,
    VersionFault,
    meets,
    read_record,
    understood,
)
from salespack.formats.yaml import Source
from salespack.library.packs import PackFile
from salespack.problems.problem import Place, Problem, Severity, UserFault

HERE = Place("out/selection.json")
RENAMED = FileFormat(
    "pack",
    renamed=(
        Renamed(("parts",), "sections", "0.3"),
        Renamed(("sections", "*", "place"), "slot", "0.3"),
        Renamed(("sections", "*", "slots", "*", "place"), "slot", "0.4"),
    ),
)
OLD_PACK = """\
name: First meeting
parts:
  - {place: opening, kind: frame}
  - each: top-values
    slots:
      - {place: promise, kind: benefitt}
"""


@pytest.mark.parametrize(
    ("requirement", "version", "met"),
    [
        (">=0.3", "0.3.0", True),
        (">=0.3", "0.2.9", False),
        (">= 0.3.1", "0.3", False),
        (">=0.3,<1", "0.9.12", True),
        (">=0.3, <1", "1.0", False),
        ("==0.3", "0.3.0", True),
        ("!=0.3.2", "0.3.2", False),
        (">0.3", "0.3.0", False),
        ("<=0.10", "0.9", True),
        (">=0.3", "0.3.0.dev7", True),
    ],
)
def test_requirements(requirement: str, version: str, met: bool) -> None:
    assert meets(requirement, version) is met


def test_a_library_for_another_version_is_refused_whatever_else_it_says() -> None:
    source = Source("library.yaml", "new_key: 1\nrequires: '>=99, <100'\nlanguages: 7\n")
    with pytest.raises(VersionFault) as fault:
        understood(source.load(), source, LIBRARY)
    assert [str(problem) for problem in fault.value.problems] == [
        f"library.yaml:2:11: SP013 this library asks for Salespack >=99,<100, and this is {__version__} "
        "(install one that it is for: pip install --upgrade 'salespack>=99,<100')"
    ]


def test_a_format_that_is_newer_is_refused_and_one_that_is_no_number_left_to_the_schema() -> None:
    with pytest.raises(VersionFault) as fault:
        decode(Source("p.yaml", "name: x\nformat: 2\nsectoins: []\n"), PackFile, PACK)
    assert [str(problem) for problem in fault.value.problems] == [
        f"p.yaml:2:9: SP014 is a pack in format 2; this Salespack ({__version__}) reads format 1 "
        "(update it: pip install --upgrade salespack)"
    ]
    with pytest.raises(UserFault, match="SP103 format must be a whole number"):
        decode(Source("p.yaml", "name: x\nformat: two\nsections: [{slot: a}]\n"), PackFile, PACK)


def test_renamed_words_are_understood_where_they_stand_and_told_once_each() -> None:
    told: list[Problem] = []
    source = Source("p.yaml", OLD_PACK)
    data = understood(source.load(), source, RENAMED, told)
    assert data["sections"] == [
        {"slot": "opening", "kind": "frame"},
        {"each": "top-values", "slots": [{"slot": "promise", "kind": "benefitt"}]},
    ]
    assert list(data) == ["name", "sections"]
    assert [str(problem) for problem in told] == [
        "p.yaml:2:1: SP015 “parts” is called “sections” since 0.3 (write `sections`; the old word is still understood)",
        "p.yaml:3:6: SP015 “place” is called “slot” since 0.3 (write `slot`; the old word is still understood)",
        "p.yaml:6:10: SP015 “place” is called “slot” since 0.4 (write `slot`; the old word is still understood)",
    ]
    assert {problem.severity for problem in told} == {Severity.WARNING}
    assert [problem.instead for problem in told] == ["sections", "slot", "slot"]


def test_what_is_wrong_within_a_renamed_word_is_told_at_its_line() -> None:
    source = Source("p.yaml", OLD_PACK)
    with pytest.raises(UserFault) as fault:
        decode_data(understood(source.load(), source, RENAMED), source, PackFile)
    assert [str(problem.place) for problem in fault.value.problems] == ["p.yaml:6:32"]


def test_both_words_are_one_too_many() -> None:
    with pytest.raises(UserFault, match="SP101 unknown key “parts”"):
        decode(Source("p.yaml", "name: x\nparts: []\nsections: [{slot: a}]\n"), PackFile, RENAMED)


class Line(msgspec.Struct, forbid_unknown_fields=True):
    """A record of a test."""

    who: str
    many: int
    format: int


THIRD = FileFormat(
    "line",
    3,
    renamed=(Renamed(("name",), "who", "0.2"),),
    steps={1: lambda data: {**data, "many": 1}, 2: lambda data: {**data, "many": data["many"] * 10}},
)


@pytest.mark.parametrize(
    ("content", "many"),
    [
        ('{"who": "a"}', 10),
        ('{"name": "a", "format": 1}', 10),
        ('{"who": "a", "many": 4, "format": 2}', 40),
        ('{"who": "a", "many": 4, "format": 3}', 4),
    ],
)
def test_records_are_carried_forward_step_by_step(content: str, many: int) -> None:
    assert read_record(content, Line, THIRD, HERE) == Line("a", many, 3)


def test_a_record_that_is_newer_is_refused() -> None:
    with pytest.raises(VersionFault, match=r"SP014 is a line in format 4; .* reads formats up to 3"):
        read_record('{"format": 4, "unknown": true}', Line, THIRD, HERE)


@pytest.mark.parametrize("content", ["", "[]", "7", '{"format": "x"}', '{"format": 2, "who": "a"}', '{"who": 1}', "{"])
def test_what_is_no_record_is_a_fault_of_decoding(content: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        read_record(content, Line, THIRD, HERE)


def test_every_road_is_whole() -> None:
    """From each format that ever was a step leads to the next, and no word has two names."""
    assert len({kind.name for kind in FORMATS}) == len(FORMATS)
    for kind in FORMATS:
        assert sorted(kind.steps) == list(range(1, kind.number))
        old = [word.old for word in kind.renamed]
        assert len(set(old)) == len(old)
        assert all((*word.old[:-1], word.new) not in old for word in kind.renamed)


def test_data_that_is_no_mapping_is_left_to_the_schema() -> None:
    given: Any
    for given in (None, [], "text"):
        assert understood(given, Source("p.yaml", ""), PACK) == given
