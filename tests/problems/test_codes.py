"""The table of codes and the code agree."""

from __future__ import annotations

import re
from pathlib import Path

import salespack
from salespack.problems.codes import CODES

CODE = re.compile(r"SP\d{3}")
TABLE = Path("problems", "codes.py")


def used() -> dict[str, set[str]]:
    """The files that use each code."""
    root = Path(salespack.__file__).parent
    found: dict[str, set[str]] = {}
    for path in root.rglob("*.py"):
        if path.relative_to(root) != TABLE:
            for code in CODE.findall(path.read_text("utf-8")):
                found.setdefault(code, set()).add(path.relative_to(root).as_posix())
    return found


def test_every_code_in_use_is_in_the_table_and_every_entry_is_used() -> None:
    codes = used()
    assert len(codes) > 80
    assert {code: files for code, files in codes.items() if code not in CODES} == {}
    assert sorted(CODES.keys() - codes.keys()) == []


def test_the_table_is_in_order_and_says_different_things() -> None:
    assert list(CODES) == sorted(CODES)
    assert len({code.meaning for code in CODES.values()}) == len(CODES)
