"""Unicode's tests of line breaking (UAX #14): where lines may end otherwise here, and why. Office programs do not all
follow it; what was measured stands in `test_against_libreoffice.py`."""

from __future__ import annotations

import json
from collections import Counter

from salespack.typography.breaking import SOFT_HYPHEN, segments
from tests.conftest import PROJECT

SUITE = PROJECT / "tests" / "data" / "conformance" / "line-breaks.json"
ANY = frozenset({"any"})
HANGUL = frozenset({"JL", "JV", "JT", "H2", "H3"})
Rule = tuple[str, frozenset[str], frozenset[str]]

MORE: list[Rule] = [
    ("a tab is a place of its own, whatever stands beside it", frozenset({"TAB"}), ANY),
    ("a tab is a place of its own, whatever stands beside it", ANY, frozenset({"TAB"})),
    ("a soft hyphen ends a line wherever it is written", frozenset({"SHY"}), ANY),
    ("blanks end a line before all but closing signs, between blanks and behind brackets too", frozenset({"SP", "ZW"}), ANY),
    ("small kana may begin a line: kinsoku at its usual level", ANY, frozenset({"CJ"})),
    ("Hangul is written in syllables: what is put together of letters is not looked at", HANGUL, HANGUL),
    ("Hangul is written in syllables: what is put together of letters is not looked at", ANY, HANGUL),
    ("a minus and a hyphen are one sign, behind which office programs end lines", frozenset({"HY"}), frozenset({"NU", "HL"})),
    ("dashes end a line before and behind", ANY, frozenset({"B2"})),
    ("dots in a row, and marks of other scripts' ends, are letters", ANY, frozenset({"IN", "NS", "ZWJ"})),
    ("a slash stands before a Hebrew letter as before others", frozenset({"SY"}), frozenset({"HL"})),
    ("an opening bracket may begin a line behind a quotation mark", frozenset({"QU"}), frozenset({"OP"})),
    ("Thai and its kin have no blanks: lines end between any two letters", frozenset({"SA"}), frozenset({"SA"})),
]  # fmt: skip
"""Where lines may end here and not for Unicode: why, between which classes of letters."""
SIGNS = frozenset({"CB", "RI", "EB", "EM", "ID", "IN", "BB", "XX"})
FEWER: list[Rule] = [
    ("a mark on a letter, a blank or nothing keeps what follows", frozenset({"CM"}), ANY),
    ("closing signs and stops keep what follows without a blank", frozenset({"IS", "CL", "CP", "NS", "EX", "SY"}), ANY),
    ("emoji, flags and other signs keep what stands beside them", SIGNS, ANY),
    ("emoji, flags and other signs keep what stands beside them", ANY, SIGNS),
    ("currencies and units keep what stands beside them", frozenset({"PR", "PO"}), ANY),
    ("currencies and units keep what stands beside them", ANY, frozenset({"PR", "PO"})),
    ("an opening bracket keeps to the word before it", ANY, frozenset({"OP"})),
    ("no line begins with a closing sign, behind a blank neither", frozenset({"SP"}), frozenset({"CL", "EX", "IS", "CP"})),
    ("a hyphen keeps a blank at which no line may end", frozenset({"HY"}), frozenset({"GL"})),
]  # fmt: skip
"""Where lines may end for Unicode and not here. Lines that end earlier only make a text higher than it is."""


def test_lines_end_where_unicode_says_or_for_a_reason() -> None:
    suite = json.loads(SUITE.read_text("utf-8"))

    def kinds(letter: str) -> set[str]:
        return {"any", {"\t": "TAB", SOFT_HYPHEN: "SHY"}.get(letter) or suite["classes"].get(letter, "XX")}

    used: Counter[str] = Counter()
    unexplained = []
    for line in suite["lines"]:
        text = line.replace("÷", "")
        ends = {at for at, letter in enumerate(text) if letter in "\n\r"}
        parts = [len(one) for one in line.split("÷")]
        expected = {sum(parts[:count]) for count in range(1, len(parts))} - ends
        found = {one.end for one in segments(text)} - {len(text)} - ends
        for places, rules in ((found - expected, MORE), (expected - found, FEWER)):
            for at in places:
                before, after = kinds(text[at - 1]), kinds(text[at])
                why = next((why for why, first, second in rules if first & before and second & after), None)
                if why is None:
                    unexplained.append((text, at, before, after))
                else:
                    used[why] += 1
    assert unexplained == []
    assert used.keys() == {why for why, _, _ in (*MORE, *FEWER)}
    assert len(suite["lines"]) > 6_000
