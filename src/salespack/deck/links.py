"""Where a link may lead: one rule for what people write, for slides that come along, and for every kind of output."""

from __future__ import annotations

SCHEMES = ("http", "https", "mailto")
"""The web and mailboxes. All else can open files or run programs on the reader's computer."""
_WEB = ("http://", "https://")
_LINKS = (*_WEB, "mailto:")
_CARRIED = (*_LINKS, "tel:")


def is_web(address: str) -> bool:
    """Whether an address is one of the web."""
    return address.lower().startswith(_WEB)


def is_link(address: str) -> bool:
    """Whether a link leads to the web or to a mailbox."""
    return address.lower().startswith(_LINKS)


def is_carried(address: str) -> bool:
    """Whether a link of a designed slide comes along: telephone numbers do, files on somebody's computer do not."""
    return address.lower().startswith(_CARRIED)
