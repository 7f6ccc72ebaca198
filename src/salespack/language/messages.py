"""Message catalogs: gettext's .po files, read as they are, so that an edited text counts at once and nothing is built.

Babel, which writes and updates them for developers, reads them in ten times the time that it takes to load this module
and a catalog together, and a build needs one. Only what catalogs of ours hold is read: entries with a context (the
phrase's name), the English text and the translation, in one form or in several, and the header.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from salespack.problems.patterns import late_pattern

HEADER_FIELD = late_pattern(r"^Plural-Forms:.*?plural=([^;\n]+)", re.MULTILINE)
LINE = late_pattern(r'(?:(?P<field>msgctxt|msgid_plural|msgid|msgstr)(?:\[\d+\])? )?"(?P<text>(?:[^"\\]|\\.)*)"')
ESCAPE = late_pattern(r"\\(.)")
ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
FUZZY = late_pattern(r"#,.*\bfuzzy\b")
GERMANIC = "n != 1"
"""The rule of a catalog that says none, which is gettext's own."""


class Message(NamedTuple):
    """A phrase: its name, the English text, that for several where there is one, and the translation in its forms.

    The forms stand in the order of the catalog's rule; none is there, or one is empty, where nobody has translated it.
    A fuzzy message was translated from another English text.
    """

    name: str
    text: str
    plural: str = ""
    forms: tuple[str, ...] = ()
    fuzzy: bool = False

    @property
    def translated(self) -> tuple[str, ...]:
        """The text to show, by form: the translation, or the English text where it lacks or is out of date."""
        english = (self.text, self.plural) if self.plural else (self.text,)
        return self.forms if self.forms and all(self.forms) and not self.fuzzy else english


class MessageCatalog(NamedTuple):
    """The messages of a file, in its order, and its rule for plurals in C."""

    messages: tuple[Message, ...]
    rule: str = GERMANIC

    def form_for(self) -> Callable[[int], int]:
        """Tells which form of a phrase a number takes."""
        from gettext import c2py

        return c2py(self.rule)


def read_messages(path: Path) -> MessageCatalog:
    """The catalog in a .po file in UTF-8."""
    entries = list(_entries(path.read_text(encoding="utf-8")))
    header = next((one.forms[0] for one in entries if not one.name and not one.text and one.forms), "")
    rule = HEADER_FIELD.search(header)
    return MessageCatalog(tuple([one for one in entries if one.name]), rule[1] if rule else GERMANIC)


def _entries(text: str) -> Iterator[Message]:
    """The entries, which blank lines part; the header has neither name nor text. Obsolete entries are comments."""
    for block in re.split(r"\n\s*\n", text):
        fields: dict[str, list[str]] = {}
        fuzzy = False
        said: list[str] = []
        for line in block.split("\n"):
            if line.startswith("#"):
                fuzzy = fuzzy or FUZZY.match(line) is not None
            elif (found := LINE.fullmatch(line.rstrip())) is not None:
                if (field := found["field"]) is not None:
                    said = fields.setdefault(field, [])
                    said.append("")
                part = found["text"]
                said[-1] += ESCAPE.sub(_unescaped, part) if "\\" in part else part
        if "msgid" in fields:
            one = {field: texts[0] for field, texts in fields.items()}
            forms = tuple(fields.get("msgstr", ()))
            yield Message(one.get("msgctxt", ""), one["msgid"], one.get("msgid_plural", ""), forms, fuzzy)


def _unescaped(match: re.Match[str]) -> str:
    return ESCAPED.get(match[1], match[1])
