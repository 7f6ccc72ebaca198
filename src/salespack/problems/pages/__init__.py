"""What each code means, at more length than its line: pages in Markdown, many in a file, each under `## CODE`."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from salespack.problems.codes import CODES
from salespack.problems.problem import UsageFault
from salespack.problems.suggestions import did_you_mean

HEADING = re.compile(r"^## (SP\d{3})\s*$", re.MULTILINE)


def page_of(code: str) -> str:
    """The page of a code, without its heading: what it means, an example, how to mend it. Raises UsageFault."""
    code = code.upper()
    found = all_pages().get(code)
    if found is None:
        raise UsageFault.of("SP902", f"there is no rule {code}", did_you_mean(code, CODES, "check names them"))
    return found


@lru_cache(maxsize=1)
def all_pages() -> dict[str, str]:
    """Every page by its code."""
    pages: dict[str, str] = {}
    for file in sorted(Path(__file__).parent.glob("*.md")):
        parts = HEADING.split(file.read_text(encoding="utf-8"))
        pages.update((code, text.strip()) for code, text in zip(parts[1::2], parts[2::2], strict=True))
    return pages
