"""Rules about links: addresses that can lead nowhere. Nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from salespack.checking.rules.views import BlockText
from salespack.checking.rules.visible import lines_of
from salespack.deck.links import unwritable
from salespack.library.blocks import OWN_EVIDENCE
from salespack.problems.problem import Problem
from salespack.templating.template_text import DATA

LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(((?:[^()\n]|\([^()\n]*\))*)\)|<((?:https?|mailto):[^>\n]*)>")
APART = re.compile(r"\][ \t]+\((?=(?:https?:|mailto:))")
TITLE = re.compile(r"\s+(?:\"[^\"]*\"|'[^']*')$")
DOUBLED = re.compile(r"https?:?/{0,3}https?[:/]", re.IGNORECASE)
HOST = re.compile(r"(?=.{1,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_](?:[\w-]{0,61}[^\W_])?\.?")
ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")


NO_MAIL, SPACED, PARTED = "is no mail address", "holds a space", "has a space between ] and ("
HINTS = {
    NO_MAIL: "write mailto:name@example.com",
    SPACED: "write %20 in its place",
    PARTED: "delete the space",
}
"""What is wrong with an address, and what to do, where it is more than copying it again."""


def malformed_links(text: BlockText) -> Iterator[Problem]:
    """Links to the web or a mail address whose address is none; other links are told when the block is rendered."""
    for line in lines_of(text.source, jinja=text.block.jinja):
        if line.where == "code" or ("](" not in line.text and "<" not in line.text and "] (" not in line.text):
            continue
        for hit in LINK.finditer(line.text):
            group = 1 if hit[1] is not None else 2
            fault = fault_of(TITLE.sub("", hit[group].strip()).strip("<>"))
            if fault and fault != SPACED:  # which is no link, and told where text is shown as it is written
                yield _problem(text, line.offset + hit.start(group), fault)
        yield from (_problem(text, line.offset + hit.start(), PARTED) for hit in APART.finditer(line.text))
    own = next(iter(text.block.bodies))
    for name, evidence in text.block.all_evidence().items() if text.language == own else ():
        if evidence.url and (fault := fault_of(evidence.url)):
            named = name == OWN_EVIDENCE
            yield Problem(
                code="SP345",
                message=f"the address of the {'evidence' if named else f'source “{name}”'} {fault}",
                hint=_hint(fault),
                place=text.place_of((name, "url") if named else ("sources", name, "url")),
            )


def fault_of(url: str) -> str:
    """What is wrong with an address of the web or of mail; empty where nothing is, or where it is of another kind."""
    scheme = url.partition(":")[0].casefold()
    if DOUBLED.match(url):
        return "begins with https:// twice"
    if scheme == "mailto":
        addresses = url[7:].partition("?")[0]
        fine = DATA in url or all(ADDRESS.fullmatch(one.strip()) for one in addresses.split(","))
        return "" if fine else unwritable(url) or NO_MAIL
    if scheme not in ("http", "https"):
        return ""
    if any(sign.isspace() for sign in url):
        return SPACED
    if re.fullmatch(r"https?://", url, re.IGNORECASE):
        return unwritable(url)
    if not re.match(r"https?://[^/]", url, re.IGNORECASE):
        return f"begins with {url[: len(scheme) + 3]}, not with {scheme}://"
    if DATA in url:
        return ""
    if fault := unwritable(url):
        return fault
    host = urlsplit(url).hostname or ""
    if not HOST.fullmatch(host) and host != "localhost":
        return f"names no host: “{host}”"
    return f"holds “{bad[0]}”, which no address may" if (bad := re.search(r"[<>\"{}|\\^`]", url)) else ""


def _problem(text: BlockText, offset: int, fault: str) -> Problem:
    return Problem(
        code="SP345", message=f"a link that {fault}", hint=_hint(fault),
        place=text.place_at(offset),
    )  # fmt: skip


def _hint(fault: str) -> str:
    """What to do about what is wrong with an address."""
    return HINTS.get(fault.partition(":")[0], "copy the address from the browser")
