"""Changing the front matter of blocks; their bodies, comments and everything else stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from salespack.formats.editing import with_data
from salespack.library.blocks import split_front_matter

ORDER = (
    "translates", "kind", "values", "tags", "for", "not_for", "about", "needs", "answer", "minutes", "layout",
    "evidence", "owner", "state", "approved", "retired", "review_by", "valid_from", "valid_until", "slides", "bind",
    "jinja", "language", "overflow", "form", "check", "version",
)  # fmt: skip
"""The keys of front matter in the order in which they are best read."""


def with_front_matter(text: str, data: Mapping[str, Any], order: Sequence[str] = ORDER) -> str:
    """A Markdown file whose front matter says `data`; its body stays. Raises UserFault for a file without any."""
    parts = split_front_matter(text, "")
    opening = text[: text.index("\n") + 1]
    head, rest = parts.yaml, text[len(opening) + len(parts.yaml) :]
    if head.strip():
        return opening + with_data(head + "\n", data, order).removesuffix("\n") + rest
    lines = with_data("", data, order)
    return opening + lines + rest.lstrip("\n") if lines else text
