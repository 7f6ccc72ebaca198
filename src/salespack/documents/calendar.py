"""Calendar files (.ics) as RFC 5545 has them: days that are proposed, for any calendar program to take in."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from salespack import __version__

MOST_OCTETS = 75
"""How long a line may be before it is folded (RFC 5545, 3.1), without its end."""
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters that a TEXT cannot hold (3.3.11)."""
ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\r\n": "\\n", "\r": "\\n", "\n": "\\n"}


class CalendarDay(msgspec.Struct, frozen=True):
    """A whole day in a calendar: `uid` is the same each time that it is written, `organizer` a mail address or none."""

    uid: str
    day: datetime.date
    summary: str
    description: str = ""
    organizer: str = ""
    status: Literal["TENTATIVE", "CONFIRMED"] = "TENTATIVE"


def calendar_of(days: Iterable[CalendarDay], *, language: str, on: datetime.date) -> bytes:
    """The file, with CRLF at the ends of its lines. `on` is the day it says it was made, at noon in UTC.

    Days are free until somebody accepts them: they are proposed, and nobody has said an hour.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Salespack//{__version__}//EN", "METHOD:PUBLISH"]
    for one in days:
        lines += _event(one, language, on)
    lines.append("END:VCALENDAR")
    return b"".join(b"\r\n ".join(_folded(line)) + b"\r\n" for line in lines)


def _event(one: CalendarDay, language: str, on: datetime.date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{one.uid}"
    yield f"DTSTAMP:{on:%Y%m%d}T120000Z"
    yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.day + datetime.timedelta(days=1):%Y%m%d}"  # the day after the last (3.6.1)
    yield f"SUMMARY;LANGUAGE={language}:{_text(one.summary)}"
    if one.description:
        yield f"DESCRIPTION;LANGUAGE={language}:{_text(one.description)}"
    if one.organizer:
        yield f"ORGANIZER:mailto:{one.organizer}"
    yield f"STATUS:{one.status}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    return re.sub(r"\r\n|[\\;,\r\n]", lambda match: ESCAPED[match[0]], NOT_TEXT.sub("", text))


def _folded(line: str) -> Iterator[bytes]:
    """A line in parts of at most 75 octets, none of which ends within a letter; all but the first follow a blank."""
    part = b""
    room = MOST_OCTETS
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > room:
            yield part
            part, room = b"", MOST_OCTETS - 1
        part += octets
    yield part
