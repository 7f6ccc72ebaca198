"""Texts of people's files as they may be printed: without what would steer a terminal or turn its order round."""

from __future__ import annotations

import unicodedata

JOINERS = "\u200c\u200d"
"""What joins and parts letters of some scripts, and emoji: it is not seen, and steers nothing."""


def printable(text: str) -> str:
    """`text` on one line, each character that prints nothing or steers as what it is: U+202E becomes \\u202e."""
    if text.isprintable():
        return text
    return "".join(one if _is_plain(one) else one.encode("unicode_escape").decode() for one in text)


def printable_lines(text: str) -> str:
    """`text` with its line feeds, each line of it printable."""
    return "\n".join(map(printable, text.split("\n")))


def printable_json(text: str) -> str:
    """A JSON document that means the same, with escapes for what steers."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(one if one == "\n" or _is_plain(one) else _json_escape(one) for one in text)


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _is_plain(character: str) -> bool:
    """Whether a character is seen or is a space of whatever width."""
    return character.isprintable() or character in JOINERS or unicodedata.category(character) == "Zs"
