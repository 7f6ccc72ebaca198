"""Texts that a spreadsheet program would take for a formula, and run, when it opens a file."""

from __future__ import annotations

import re

FORMULA_LIKE = re.compile(r"[=+\-@\t\r＝＋－＠]")
"""How such a text begins (https://owasp.org/www-community/attacks/CSV_Injection)."""


def csv_cell(value: object) -> object:
    """`value` as a cell of a CSV file: a text like a formula gets an apostrophe, which is not shown."""
    return f"'{value}" if isinstance(value, str) and FORMULA_LIKE.match(value) else value
