"""The signs that figures are written with, by language."""

from __future__ import annotations

from typing import NamedTuple


class Signs(NamedTuple):
    """What a language writes for the decimal point and between thousands; empty is no language, and English."""

    language: str = ""
    decimal: str = "."
    group: str = ","


ENGLISH = Signs()
