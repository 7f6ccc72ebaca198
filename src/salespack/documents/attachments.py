"""Which files go with a mail, and how many it carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

MOST_ATTACHED = 7_000_000
"""Bytes of all files together: in a mail they grow by a third, and many mail servers take no more than 10 MB."""
TYPES: Mapping[str, tuple[str, str] | None] = {
    "pdf": ("application", "pdf"),
    "pptx": ("application", "vnd.openxmlformats-officedocument.presentationml.presentation"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ics": ("text", "calendar"),
    "eml": None,
    "html": None,
    "md": None,
    "txt": None,
}
"""The type and subtype of what goes with a mail, by the endings of all outputs that a customer gets. None: it does not
go with one, as mail servers hold it back, or as it says in text what the mail does."""


class Attachment(NamedTuple):
    """A file that goes with a mail, under the name that its readers see."""

    name: str
    content: bytes


def goes_with_a_mail(name: str) -> bool:
    """Whether a file for the customer is sent with the mail."""
    return type_of(name) is not None


def type_of(name: str) -> tuple[str, str] | None:
    """The type and subtype of a file that goes with a mail; None for one that does not."""
    return TYPES[name.rpartition(".")[2]]


def attachable(files: Iterable[Attachment]) -> tuple[tuple[Attachment, ...], tuple[Attachment, ...]]:
    """The files that a mail can carry, in their order, and those that it cannot: the largest, until the rest can."""
    kept = [one for one in files if goes_with_a_mail(one.name)]
    left: list[Attachment] = []
    while sum(len(one.content) for one in kept) > MOST_ATTACHED:
        largest = max(kept, key=lambda one: len(one.content))
        kept.remove(largest)
        left.append(largest)
    return tuple(kept), tuple(left)
