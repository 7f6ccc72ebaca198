"""Somebody's words: set, divided and written as texts are; who said it stays with every part."""

from __future__ import annotations

from salespack.deck.model import LayoutRole, Quote
from salespack.powerpoint.forms.form import TEXT_PLACEHOLDERS
from salespack.powerpoint.forms.text import draw, excess, fitted, numbered, portions, wanted

__all__ = ["PLACEHOLDERS", "ROLE", "STRETCHES", "draw", "excess", "fitted", "part", "portions", "wanted"]

ROLE: LayoutRole = "quote"
PLACEHOLDERS = TEXT_PLACEHOLDERS
STRETCHES = False


def part(node: Quote, start: int, end: int) -> Quote:
    """Some of its paragraphs, with who said them."""
    return Quote(numbered(node.paragraphs)[start:end], node.attribution)
