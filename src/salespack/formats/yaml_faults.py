"""Faults of YAML in words for people: what was written, where, and what to write. Parsing is `yaml.py`'s."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from salespack.formats import deferred_yaml as yaml

LONGEST_SHOWN = 60
"""Letters of a text that a message shows."""
UNSPACED = r"[ \t]*(?:- )?(?P<key>[A-Za-z_][\w-]*):(?P<value>[^\s:/].*?)\s*\Z"
"""`name:Acme`, which YAML reads as one text."""
BEFORE_COLON = r"[ \t]*(?:- )?(?P<key>[A-Za-z_][\w-]*)\s+:(?P<value>[^\s:/].*?)\s*\Z"
"""`name :Acme`, in which the blank stands on the wrong side."""
OTHER_SIGN = r"[ \t]*(?:- )?(?P<key>[A-Za-z_][\w-]*)\s*(?:=>|->|[=;：])\s*(?P<value>\S.*?)\s*\Z"
"""`name = Acme`, with another sign in place of the colon."""
KEYED = r"\s*(?:-\s+)*[a-z_][\w.-]*:\s+"
ITEM = r"\s*(?:-\s+)+"
CLOSING = {"[": "]", "{": "}"}


class SyntaxFault(NamedTuple):
    """What is wrong, what to do, and where: line and column from 0."""

    message: str
    hint: str
    line: int
    column: int


def shortened(text: str) -> str:
    """At most 60 letters of a text, for reading."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def in_quotes(text: str) -> str:
    """The advice to put a text in quotes, with the text itself where that is short enough to be written so."""
    if len(text) > LONGEST_SHOWN or "\n" in text:
        return "put the text in double quotes"
    return 'put the text in quotes: "' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def text_of(line: str) -> str:
    """What a line says: an item of a list, or the value of a key."""
    begins = re.match(KEYED, line) or re.match(ITEM, line)
    return line[begins.end() if begins else 0 :].strip()


def unquoted(text: str) -> str:
    """A text without the pair of quotes around it."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def syntax_fault(error: yaml.YAMLError, text: str) -> SyntaxFault:
    """The fault that the parser found in a text, at the place where it was made."""
    mark, context_mark = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    reason = str(getattr(error, "problem", None) or error).strip()
    context = str(getattr(error, "context", None) or "")
    lines = text.split("\n")
    if mark is None:
        return SyntaxFault(f"YAML cannot be read here: {reason}", "check the line for a sign too many", 0, 0)
    line = lines[mark.line] if mark.line < len(lines) else ""
    opened = context_mark or mark
    if "quoted scalar" in context and ("end of stream" in reason or "document indicator" in reason):
        sign = lines[opened.line][opened.column]
        return SyntaxFault("the quote that is opened here is never closed", f"close it with {sign}", *_at(opened))
    if "mapping values are not allowed" in reason:
        return _stray_colon(lines, mark.line, mark.column)
    if "could not find expected ':'" in reason:
        return _without_colon(lines, opened.line) or SyntaxFault(
            "a key without a colon", "write `key: value`", *_at(opened)
        )
    if "expected key" in reason or "expected '-'" in reason or "expected <document start>" in reason:
        return _text_behind(text, mark.line) or SyntaxFault(
            "the indentation does not match the lines above, or a quote above is not closed",
            "align it with its neighbours",
            *_at(mark),
        )
    if "expected ',' or" in reason:
        closing = CLOSING.get(lines[opened.line][opened.column : opened.column + 1], "]")
        message = "the bracket that is opened here is never closed, or a comma is missing"
        return SyntaxFault(message, f"close it with {closing}, or put the text in quotes", *_at(opened))
    if "escape" in reason or "hexdecimal" in reason:
        return _escape(line, mark)
    message, hint = _signs(reason, line, line[mark.column : mark.column + 1])
    return SyntaxFault(message, hint, *_at(opened if "alphabetic or numeric" in reason else mark))


def _at(mark: Any) -> tuple[int, int]:
    return mark.line, mark.column


def _stray_colon(lines: list[str], number: int, column: int) -> SyntaxFault:
    """A “: ” where none can be: the second of its line, or the first after a line that lacks it or is indented less."""
    line = lines[number]
    if re.search(r":\s", re.sub(ITEM, "", line[:column], count=1)):
        said = text_of(line)
        key = re.match(r"([a-z][\w-]*):\s", said) if not re.match(ITEM, line) else None
        hint = f"begin a new line with “{key[1]}:”, indented, or {in_quotes(said)}" if key else in_quotes(said)
        return SyntaxFault("a second “: ” in one line", hint, number, column)
    above = next((one for one in range(number - 1, -1, -1) if lines[one].strip() and not _remark(lines[one])), None)
    if above is not None and (fault := _without_colon(lines, above)):
        return fault
    message = "the line is indented deeper than the one above, which has its text already"
    return SyntaxFault(message, "align it with the lines it belongs to", number, len(line) - len(line.lstrip()))


def _remark(line: str) -> bool:
    return line.lstrip().startswith("#")


def _without_colon(lines: list[str], number: int) -> SyntaxFault | None:
    """The fault of a line in which a key has no “: ” behind it; libyaml sees it only at the colon that follows."""
    line = lines[number]
    if unspaced := re.match(UNSPACED, line) or re.match(BEFORE_COLON, line):
        hint = f"write {unspaced['key']}: {shortened(unspaced['value'])}"
        return SyntaxFault("no blank after the colon", hint, number, line.index(":"))
    if other := re.match(OTHER_SIGN, line):
        hint = f"write {other['key']}: {shortened(other['value'])}"
        return SyntaxFault("no colon after the key", hint, number, other.end("key"))
    if re.search(r":(\s|\Z)", line) or re.match(ITEM, line):
        return None
    return SyntaxFault("a line without a colon", "write `key: value`", number, len(line) - len(line.lstrip()))


def _text_behind(text: str, number: int) -> SyntaxFault | None:
    """The fault of a text that goes on behind a closing quote or bracket in a line, or of a quote closed too late."""
    last = None
    for event in _events(text):
        ends = isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent)
        if event.end_mark.line == number and (not ends or _is_closed(event)):
            last = event
    lines = text.split("\n")
    if isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"'):
        start: Any = last.start_mark
        if start.line != number:
            message = f"the quote that is opened here is closed only in line {number + 1}"
            return SyntaxFault(message, f"close it with {last.style}", *_at(start))
        sign = "quote"
    elif isinstance(last, yaml.SequenceEndEvent | yaml.MappingEndEvent):
        sign = "bracket"
    else:
        return None
    end: Any = last.end_mark
    rest = lines[number][end.column :]
    if not rest.strip() or rest.lstrip().startswith(("#", ":")):
        return None
    hint = in_quotes(unquoted(text_of(lines[number])))
    return SyntaxFault(f"text goes on behind the closing {sign}", hint, number, end.column)


def _is_closed(end: Any) -> bool:
    """Whether a list or mapping ends with a bracket, and not where the indentation ends."""
    return bool(end.end_mark.index > end.start_mark.index)


def _events(text: str) -> Iterator[Any]:
    """The parser's events up to the fault."""
    try:
        yield from yaml.parse(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return


def _escape(line: str, mark: Any) -> SyntaxFault:
    """A backslash between double quotes that begins no escape, as in a folder of Windows."""
    column = max(line.rfind("\\", 0, mark.column + 1), 0)
    written = line[column : column + 2]
    said = unquoted(text_of(line))
    plain = f"'{said}'" if "'" not in said and len(said) <= LONGEST_SHOWN else "'…'"
    message = f"“{written}” means nothing between double quotes"
    return SyntaxFault(message, f"put the text in single quotes: {plain}", mark.line, column)


def _signs(reason: str, line: str, sign: str) -> tuple[str, str]:
    """Faults of one sign that means something in YAML, or of the file's form."""
    said = text_of(line)
    meaning = f"text begins with “{sign or said[:1]}”, which means something in YAML"
    if "tab character" in reason or ("cannot start any token" in reason and "\t" in line):
        return "a tab where spaces belong", "write spaces in its place"
    if "cannot start any token" in reason:
        return meaning, in_quotes(said)
    if "alphabetic or numeric character" in reason and line.lstrip()[:2] in ("* ", "*\t"):
        return "an item of a list begins with “*”", f"begin it with “- ”: - {shortened(line.lstrip()[1:].strip())}"
    if "alphabetic or numeric character" in reason or "undefined alias" in reason:
        return f"text begins with “{said[:1]}”, which means something in YAML", in_quotes(said)
    if "expected comment or line break" in reason:
        return f"text begins with “{said[:1]}”, which means something in YAML", in_quotes(said)
    if "block sequence entries" in reason:
        return "an item of a list on the line of its key", f"begin a new line with it, or {in_quotes(said)}"
    if "expected node content" in reason and said[:1] in tuple(",]}"):
        return meaning, in_quotes(said)
    if "expected node content" in reason:
        return "nothing stands here where a text belongs", "fill it in, or delete the comma before it"
    if "unhashable key" in reason:
        return meaning, in_quotes(said)
    if "another document" in reason:
        return "a second “---” starts a second document", "keep one document in a file"
    return f"YAML cannot be read here: {reason}", "check the line for a sign too many, or put the text in quotes"
