"""Texts of people's files as they may be printed: without what would steer a terminal or turn its order round."""

from __future__ import annotations


def printable(text: str) -> str:
    """`text` on one line, each character that prints nothing or steers as what it is: U+202E becomes \\u202e."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
