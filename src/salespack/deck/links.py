"""Where a link may lead: one rule for what people write, for slides that come along, and for every kind of output."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

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


def unwritable(address: str) -> str:
    """What keeps a link's address out of files, which hold addresses that can be read; empty where nothing does."""
    if any(sign.isspace() for sign in address):
        return f"holds a space: “{address}”"
    if not is_web(address):
        return "" if address.lower() != "mailto:" else f"is no mail address: “{address}”"
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it is the check
    except ValueError:
        return f"has a port or host that cannot be: “{address}”"
    return "" if parts.hostname else f"names no host: “{address}”"


def how_to_link(address: str, *, mail: bool = True) -> str:
    """How to write an address that is no link; `mail`: whether one of mail would do."""
    address = address.strip()
    if not address:
        return "write its address between the brackets: [text](https://…)"
    if mail and re.fullmatch(MAIL, address):
        return f"write mailto:{address}"
    host = re.match(HOST, address, re.IGNORECASE)
    if host and (host["first"] == "www" or host["last"].lower() not in FILES):
        return f"write https://{address}"
    return "links begin with https://, http:// or mailto:" if mail else "begin with https://"


MAIL = r"[^@\s/:]+@[^@\s/:]+\.[a-z]{2,}"
HOST = r"(?P<first>[a-z0-9-]+)(?:\.[a-z0-9-]+)*\.(?P<last>[a-z]{2,})(?![\w.@-])"
FILES = frozenset((
    "doc", "docx", "gif", "htm", "html", "jpeg", "jpg", "md", "pdf", "png", "pptx", "txt", "xlsx", "zip",
))  # fmt: skip
"""Endings of files, which are no country and no kind of company."""


def is_carried(address: str) -> bool:
    """Whether a link of a designed slide comes along: telephone numbers do, files on somebody's computer do not."""
    return address.lower().startswith(_CARRIED)
