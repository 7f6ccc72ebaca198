"""Every document of the YAML Test Suite: read as the standard says, or refused; and what we read otherwise, with why."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from salespack.formats.yaml import Source
from salespack.problems.problem import UserFault
from tests.conftest import PROJECT

SUITE = PROJECT / "tests" / "data" / "conformance" / "yaml.json"

REFUSED = {
    "libyaml, our parser, does not know that a colon or key may stand so in brackets": {
        "4ABK", "4MUZ-00", "4MUZ-01", "4MUZ-02", "58MP", "5MUD", "5T43", "9SA2", "CFD4", "DBG4", "FRK4", "HM87-00",
        "K3WX", "NJ66", "VJP3-01",
    },
    "libyaml begins no text with a question mark in brackets: it would be lost": {"652Z", "HM87-01"},
    "a key of which nothing is written": {"NHX8", "S3PD", "SM9W-01", "UKK6-00"},
    "directives, and the end of a document that never began": {
        "2LFX", "6LVF", "BEC7", "HWV9", "MUS6-05", "MUS6-06", "QT73",
    },
    "tabs before or between what is indented: nobody sees where they end": {
        "6BCT", "6CA3", "96NN-00", "96NN-01", "A2M4", "DK95-00", "DK95-03", "DK95-04", "Q5MG", "R4YG", "Y79Y-01",
        "Y79Y-10",
    },
    "a text that is announced and not there, or not indented": {
        "2G84-02", "2G84-03", "DK3J", "FP8R", "JEF9-00", "JEF9-01", "JEF9-02", "K858",
    },
    "what a person may not have meant as a remark, or as the text above": {"5WE3", "AB8U", "DC7X"},
    "a control character, written as an escape": {"G4RS"},
}  # fmt: skip
"""Valid documents that are told as a fault, though nothing of NEVER is in them: nobody loses anything."""
READ_OTHERWISE = {"libyaml drops the last line of blanks where no line break follows": {"L24T-01"}}
ACCEPTED = {
    "brackets and quotes that go on without indent, or behind a tab": {"9C9N", "DK95-01", "QB6E", "Y79Y-03"},
    "a remark directly behind a comma, a bracket or >": {"9JBA", "CVW2", "MUS6-00", "X4QW"},
    "a dash as an item in brackets": {"G5U8", "YJV2"},
}
"""Invalid documents that libyaml reads all the same, as was meant."""


class Never(Exception):  # noqa: N818 - a signal
    """What no file of ours may hold: several documents, anchors, aliases, tags, keys that are lists, keys twice."""


ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "0": "\0"}
INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
DECIMALS = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)?\.[0-9]+|[1-9][0-9]*[eE][-+]?[0-9]+)")


def written(event: str) -> tuple[str, str]:
    """The sign and the text of a scalar's event."""
    told = event.removeprefix("=VAL ")
    if told[0] not in ":'\"|>":
        raise Never
    return told[0], re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), told[1:])


def value(event: str, events: Iterator[str]) -> object:
    """What a document says by its events, with types as the README of our files has them."""
    kind, _, rest = event.partition(" ")
    if kind == "=VAL":
        sign, text = written(event)
        if sign != ":":
            return text
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        return int(text) if INTEGER.fullmatch(text) else float(text) if DECIMALS.fullmatch(text) else text
    if kind not in ("+SEQ", "+MAP") or re.search(r"[&<]", rest):
        raise Never
    if kind == "+SEQ":
        return [value(one, events) for one in iter(lambda: next(events), "-SEQ")]
    mapping: dict[str, object] = {}
    for one in iter(lambda: next(events), "-MAP"):
        if not one.startswith("=VAL "):
            raise Never
        key = written(one)[1]
        if key in mapping:
            raise Never
        mapping[key] = value(next(events), events)
    return mapping


def meant(tree: str) -> object:
    """What a valid document says. Raises Never."""
    events = [one.lstrip(" ") for one in tree.splitlines()]
    if sum(one.startswith("+DOC") for one in events) > 1:
        raise Never
    inner = iter([one for one in events if not re.match(r"[-+](?:STR|DOC)", one)])
    first = next(inner, None)
    return None if first is None else value(first, inner)


def test_every_document_is_read_as_the_standard_says_or_told() -> None:
    refused, otherwise, accepted = set(), set(), set()
    cases = json.loads(SUITE.read_text("utf-8"))
    for name, text, tree in cases:
        said: object
        try:
            said = Source("f.yaml", text).load()
        except UserFault as fault:
            assert all(one.code in ("SP003", "SP004", "SP005", "SP006", "SP019") for one in fault.problems), name
            assert all(one.hint and one.place and one.place.line for one in fault.problems), name
            said = UserFault
        if tree is None:
            accepted |= {name} - ({name} if said is UserFault else set())
            continue
        try:
            expected = meant(tree)
        except Never:
            assert said is UserFault, (name, said)
            continue
        if said is UserFault:
            refused.add(name)
        elif said != expected:
            otherwise.add(name)
    assert refused == set().union(*REFUSED.values())
    assert otherwise == set().union(*READ_OTHERWISE.values())
    assert accepted == set().union(*ACCEPTED.values())
    assert len(cases) == 402
