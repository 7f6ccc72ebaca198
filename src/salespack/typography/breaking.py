"""Where a line of text may end. Follows Unicode's line breaking (UAX #14) as office programs do it; knows no widths.

As measured with LibreOffice: after blanks, hyphens, dashes, and after ! ? | \\ and … before a letter; after / only in
the first word of a paragraph, such as an address that stands alone; between East Asian letters, but for what may not
begin or end a line. PowerPoint's own rules are not published.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from salespack.typography.text import LINE_BREAK

SOFT_HYPHEN = "\u00ad"
LINE_ENDS = f"{LINE_BREAK}\n\r\u2028\u2029"
_BLANK = " \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000"
_CLOSING = r")\]}>,.:;!?…%/\\|'\"’”»›‐–\-"
_STAYS = r"}\]).,:;!?"
"""What no line begins with, even after a blank."""
_QUOTES = "“‘«"
"""What closes a quotation in German and the like, and opens one in others."""
_GLUE = "\u00a0\u2007\u2011\u202f\u2060\ufeff"
_EAST_ASIAN = (
    "\u1100-\u11ff\u2e80-\u2fff\u3001-\u30ff\u3105-\u31bf\u31c0-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff01-\uffdc\U00020000-\U0003ffff"
)
_NO_START = "!%),.:;?\\]}¢°’”‰′″℃、。々〉》」』】〕゛゜ゝゞ・ヽヾ！％），．：；？］｝｡｣､･ﾞﾟ￠\u3019\u301b"
_NO_END = "$(\\[{£¥‘“〈《「『【〔＄（［｛｢￡￥\u3016\u3018\u301a"
"""What begins and ends no line: Japanese line breaking (kinsoku) at its usual level, where small kana may begin one."""
_THAI = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_COMBINING = "\u0300-\u036f\u200d"
"""What belongs to the sign before it, in all scripts."""
_MARK = "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200d\ufe00-\ufe0f\u3099\u309a"

_FIRST_WIDE = "\u0e00"
"""The letters from here on, but for the signs of all scripts from U+2000 to U+2E7F, may be of scripts that break lines
in their own way: Thai and its kin, East Asian ones."""
_SIGNS = "\u2000", "\u2e7f"


@lru_cache(maxsize=2)
def _places(*, wide: bool) -> re.Pattern[str]:
    """Where lines may end; without `wide` in texts that have no letters of such scripts, whose classes take long to
    compile."""
    stays = f"{_CLOSING}{_NO_START if wide else _narrow(_NO_START)}"
    break_or_blank = f"{_BLANK}{_GLUE}{LINE_ENDS}\t"
    hanging = f"{break_or_blank}\u200b{SOFT_HYPHEN}{_COMBINING}"
    pattern = rf"""
      [{LINE_ENDS}]                                            # a line break, which ends its line
    | \t                                                       # a tab stands alone
    | [{_BLANK}]+(?![{_STAYS}])                                # blanks hang at the end of the line
    | \u200b+ | {SOFT_HYPHEN}
    | (?<=[-‐–—|\\])(?=[^-{stays}{hanging}])
    | (?<=[!?…])(?=[^-{stays}{_QUOTES}{hanging}])
    | (?<=/)(?=[^\d{_CLOSING}{break_or_blank}\u200b{_COMBINING}])
    | (?<=[^—{_BLANK}{_GLUE}(\[{{])(?=—)
    """
    if wide:
        pattern += rf"""
    | (?<=[{_EAST_ASIAN}])(?<![{_NO_END}])(?=[^{stays}{_BLANK}{_GLUE}{_MARK}{LINE_ENDS}\t])
    | (?<=[^{_NO_END}{_BLANK}{_GLUE}(\[{{“‘«])(?=[{_EAST_ASIAN}])(?=[^{_NO_START}])
    | (?<=[{_THAI}])(?=[{_THAI}])(?=[^{_MARK}])
    """
    return re.compile(pattern, re.VERBOSE)


def _narrow(letters: str) -> str:
    """What of a class of letters may stand in a text without letters of scripts that break lines in their own way."""
    return "".join(one for one in letters if not _is_wide(one))


def _is_wide(letter: str) -> bool:
    return letter >= _FIRST_WIDE and not _SIGNS[0] <= letter <= _SIGNS[1]


class Segment(NamedTuple):
    """What stays together: letters from `start` to `stop`, then blanks up to `end`; a line may end after it.

    `kind` is a tab, a line end or a soft hyphen that stands last, else empty.
    """

    start: int
    stop: int
    end: int
    kind: str


@lru_cache(maxsize=4_096)
def segments(text: str) -> tuple[Segment, ...]:
    """The text in parts that no line break divides. They give back the text without a gap."""
    found: list[Segment] = []
    start = 0
    first_word = True
    wide = max(text, default="") >= _FIRST_WIDE and any(map(_is_wide, text))
    for place in _places(wide=wide).finditer(text):
        stop, end = place.span()
        if stop == end:
            if stop > start and (first_word or text[stop - 1] != "/"):
                found.append(Segment(start, stop, stop, ""))
                start = stop
            continue
        first_word = first_word and text[stop] in (SOFT_HYPHEN, "\u200b")
        first = text[stop]
        if first == "\t" or first in LINE_ENDS:
            if stop > start:
                found.append(Segment(start, stop, stop, ""))
            found.append(Segment(stop, end, end, "\t" if first == "\t" else LINE_BREAK))
        elif first == SOFT_HYPHEN:
            found.append(Segment(start, end, end, SOFT_HYPHEN))
        else:
            found.append(Segment(start, stop, end, ""))
        start = end
    if start < len(text):
        found.append(Segment(start, len(text), len(text), ""))
    return tuple(found)


def cluster_ends(text: str) -> list[int]:
    """Where each letter ends, with the marks on it; a sequence of emoji or a flag is one."""
    if text.isascii():
        return list(range(1, len(text) + 1))
    ends: list[int] = []
    flag = False
    for at, letter in enumerate(text):
        half_flag = "\U0001f1e6" <= letter <= "\U0001f1ff"
        goes_on = (
            unicodedata.category(letter) in ("Mn", "Me", "Mc")
            or letter == "\u200d"
            or "\U0001f3fb" <= letter <= "\U0001f3ff"
            or (at > 0 and text[at - 1] == "\u200d")
            or (half_flag and flag)
        )
        flag = half_flag and not (flag and goes_on)
        if goes_on and ends:
            ends[-1] = at + 1
        else:
            ends.append(at + 1)
    return ends
