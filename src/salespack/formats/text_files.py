"""Text files that people write, as all of the program reads them: UTF-8, whose lines end with a line feed alone.

Which line breaks a file is stored with (those of Windows, of old Macs, or several sorts) is of no concern to whoever
reads it; an edit gives the file back what it had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from salespack.problems.files import INSTEAD, file_content, not_read, other_format
from salespack.problems.patterns import late_pattern
from salespack.problems.problem import Place, Problem, UserFault, shown_path

MOST_BYTES = 4_000_000
WEB_PAGES = {".html", ".htm"}
TEXT_INSTEAD = "write a text file, with an editor for plain text"
MARK = "\ufeff"
"""The byte order mark that some editors put before a text."""
SEPARATORS = {
    "\v": "line tabulation",
    "\f": "form feed",
    "\x85": "next line",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
}
"""Characters that break a line where a text was pasted from, and are none of our line breaks."""
AS_LINE_BREAKS = str.maketrans(dict.fromkeys(SEPARATORS, "\n"))
"""For texts that come from other programs' files: what looks like a line break in them becomes one."""
# Planes 15 and 16 carry our tokens; control characters (but tab, line feed, carriage return) have no business in text.
FORBIDDEN_CHARACTER = late_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\U000f0000-\U0010ffff]")
BREAK = late_pattern("\r\n|\r|\n")


class TextFile(msgspec.Struct, frozen=True):
    """A file's text as it is read, and as it is stored: with its byte order mark and its own line breaks."""

    text: str
    stored: str

    @property
    def breaks(self) -> Sequence[str]:
        """The line breaks as they are stored, one after the other."""
        return BREAK.findall(self.stored)

    @property
    def mixed(self) -> bool:
        """Whether its lines end in more than one way."""
        return len(set(self.breaks)) > 1

    def with_text(self, text: str, *, alike: bool = False) -> bytes:
        """The content of the file once it says `text`: lines that stay end as they did, or all end `alike`."""
        mark = MARK if self.stored.startswith(MARK) else ""
        counted = Counter(self.breaks)
        usual = max(("\n", "\r\n", "\r"), key=lambda one: counted[one])
        if self.mixed and not alike:
            return (mark + self._broken_as_before(text, usual)).encode()
        return (mark + text.replace("\n", usual)).encode()

    def _broken_as_before(self, text: str, usual: str) -> str:
        breaks = self.breaks
        from difflib import SequenceMatcher

        old, new = self.text.split("\n"), text.split("\n")
        kept = [usual] * len(new)
        for kind, first, last, start, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind in ("equal", "replace"):
                same = breaks[first : min(last, first + stop - start)]
                kept[start : start + len(same)] = same
        for number in range(1, len(new) - 1):
            if kept[number] == "\n" and kept[number - 1] == "\r" and not new[number]:
                kept[number] = "\r"  # the two would be one break
        return "".join(line + ending for line, ending in zip(new[:-1], kept, strict=False)) + new[-1]


def read_text_file(path: Path) -> TextFile:
    """The file, UTF-8 with or without a byte order mark. Raises UserFault when it cannot be had."""
    place = Place(shown_path(path))
    try:
        raw = file_content(path)
    except FileNotFoundError:
        raise UserFault.of("SP001", "there is no such file", "check the name and the folder", place) from None
    except IsADirectoryError:
        raise UserFault.of(
            "SP001", "is a folder, not a file", "put the file in its place, or name one in it", place
        ) from None
    except OSError as error:
        raise UserFault.of("SP001", not_read(error), "check its permissions", place) from None
    if len(raw) > MOST_BYTES:
        raise UserFault.of("SP007", f"is larger than {MOST_BYTES // 1_000_000} MB", "split it", place)
    if raw and path.suffix not in WEB_PAGES and (known := other_format(raw)) is not None:
        what, hint = known
        raise UserFault.of("SP002", what, TEXT_INSTEAD if hint == INSTEAD else hint, place)
    try:
        stored = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = place_at(_with_line_feeds(raw[: error.start].decode("utf-8", "replace")), None)
        spot = Place(place.file, line, column)
        hint = "save it as UTF-8 (in Notepad: Save as, Encoding)"
        raise UserFault.of("SP002", f"is not UTF-8 text: byte 0x{raw[error.start]:02X}", hint, spot) from None
    return TextFile(_with_line_feeds(stored.removeprefix(MARK)), stored)


def read_text(path: Path) -> str:
    """The file's text. Raises UserFault when it cannot be had."""
    return read_text_file(path).text


def with_line_feeds(content: bytes) -> bytes:
    """The content of a file with line feeds for its line breaks; one that is no text (it holds NUL) as it is."""
    if b"\r" not in content or b"\0" in content:
        return content
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def forbidden_characters(text: str, file: str, first_line: int = 1) -> Iterator[Problem]:
    """A problem for the first character of each kind that no text of ours may hold."""
    seen: set[str] = set()
    for match in FORBIDDEN_CHARACTER.finditer(text):
        found = match[0]
        if found in seen:
            continue
        seen.add(found)
        line, column = place_at(text, match.start())
        place = Place(file, first_line + line - 1, column)
        if name := SEPARATORS.get(found):
            message = f"U+{ord(found):04X} ({name}) looks like a line break and is none"
            yield Problem(code="SP006", message=message, hint="press Enter in its place", place=place)
        else:
            kind = "private-use" if ord(found) >= 0xF0000 else "control"
            message = f"U+{ord(found):04X} is a {kind} character"
            hint = "delete it; it often comes from pasting"
            yield Problem(code="SP006", message=message, hint=hint, place=place)


def place_at(text: str, offset: int | None) -> tuple[int, int]:
    """The line and the column, both from 1, of a place in a text; of its end where there is no `offset`."""
    end = len(text) if offset is None else offset
    return text.count("\n", 0, end) + 1, end - text.rfind("\n", 0, end)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def line_with(path: Path, part: str, first: int = 1) -> int | None:
    """The first line of a file, from line `first` on, that has a part; None where none has, or it cannot be read."""
    try:
        lines = read_text(path).split("\n")
    except UserFault:
        return None
    return next((number for number, line in enumerate(lines[first - 1 :], first) if part in line), None)
