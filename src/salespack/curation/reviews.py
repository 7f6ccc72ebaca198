"""Keeping blocks true: which are due and whose they are, drafts of mails about them, approving and retiring them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from typing import Literal

import msgspec

from salespack.curation.finding import is_broken, titles_of
from salespack.curation.revising import Data, Reviser, Revision, Written, revise_all
from salespack.formats.types import in_language
from salespack.language.word_matching import normalised
from salespack.ledger.events import Event
from salespack.library.blocks import Block
from salespack.library.library import Library
from salespack.library.validity import review_due
from salespack.system.paths import file_name

What = Literal["review", "draft", "expiry", "evidence", "refused"]
LONGEST_LINE = 300


class Due(msgspec.Struct, frozen=True):
    """One block that somebody must look at: what for, by which day, and in words why."""

    block: str
    what: What
    day: datetime.date | None
    why: str


def due_of(
    library: Library, on: datetime.date, within: int | None = None, rejections: Iterable[Event] = ()
) -> dict[str, tuple[Due, ...]]:
    """What is due on a day or within so many days after it, by owner (empty: nobody's), the most urgent first.

    `within` None takes the library's `expiry_days`; `rejections` are those of sellers, which are due until the block is
    approved anew, or is in another version.
    """
    refused: defaultdict[str, list[Event]] = defaultdict(list)
    for event in rejections:
        refused[event.block].append(event)
    settings = library.settings.check
    last = on + datetime.timedelta(settings.expiry_days if within is None else within)
    found: defaultdict[str, list[Due]] = defaultdict(list)
    for block in library.blocks.values():
        if block.state != "retired" and not is_broken(block):
            found[block.owner or ""] += _due(block, on, last, settings.review_days, settings.evidence_days)
            found[block.owner or ""] += _refused(block, refused[block.id])
    return {
        owner: tuple(sorted(found[owner], key=lambda one: (one.day or datetime.date.max, one.block, one.what)))
        for owner in sorted(found)
        if found[owner]
    }


def _refused(block: Block, rejections: Iterable[Event]) -> Iterator[Due]:
    for event in rejections:
        since = block.approved.on if block.approved is not None else datetime.date.min
        if event.on is not None and event.on >= since and block.version in (one.version for one in event.blocks):
            yield Due(block.id, "refused", event.on, f"refused by a seller on {event.on}: {event.reason}")


def _due(
    block: Block, on: datetime.date, last: datetime.date, review_days: int | None, evidence_days: int | None
) -> Iterator[Due]:
    if block.state == "draft":
        yield Due(block.id, "draft", None, "a draft that nobody approved yet")
        return
    day, _ = review_due(block, review_days)
    if day is not None and day <= last:
        yield Due(block.id, "review", day, f"{'was' if day < on else 'is'} to be reviewed by {day}")
    if block.valid_until is not None and block.valid_until <= last:
        yield Due(
            block.id,
            "expiry",
            block.valid_until,
            f"expire{'d' if block.valid_until < on else 's'} on {block.valid_until}",
        )
    dates = [one.date for one in block.all_evidence().values() if one.date is not None]
    if evidence_days is not None and dates:
        oldest = min(dates, key=lambda date: date.last_day())
        old = oldest.last_day() + datetime.timedelta(evidence_days)
        if old < on:
            yield Due(block.id, "evidence", old, f"its evidence is from {oldest}")


def mails(library: Library, due: dict[str, tuple[Due, ...]], on: datetime.date) -> Iterator[tuple[str, bytes]]:
    """A draft for each owner: the name of its file and its content (RFC 5322; mail programs open it to be edited).

    The address is that of the person in `people/` whose id or name the owner is, or the owner itself where it is one.
    """
    names: set[str] = set()
    for owner, those in due.items():
        if not owner:
            continue
        stem, number = file_name(owner), 1
        while (name := stem if number == 1 else f"{stem} ({number})").casefold() in names:
            number += 1
        names.add(name.casefold())
        yield f"{name}.eml", _mail(library, owner, those, on)


def _mail(library: Library, owner: str, due: Sequence[Due], on: datetime.date) -> bytes:
    message = EmailMessage(policy=SMTP)
    addressee, address = _address(library, owner)
    count = len({one.block for one in due})
    message["Subject"] = f"{count} content block{'' if count == 1 else 's'} to look at"
    if address:
        message["To"] = address
    message["X-Unsent"] = "1"
    lines = [
        f"Hello {addressee},",
        "",
        f"as of {on.isoformat()}, these blocks of the library are yours and need a look:",
        "",
    ]
    for one in due:
        block = library.blocks[one.block]
        title = next(iter(titles_of(block).values()), block.id)
        lines += [f"- {title}"[:LONGEST_LINE], f"  {one.block}: {one.why}", f"  {block.file}"]
    ids = list(dict.fromkeys(one.block for one in due))
    lines += [
        "",
        "Still true? Then:",
        f"  salespack library approve {' '.join(ids)} --by NAME",
        *(
            ["What expires needs a later valid_until in its file, too."]
            if any(one.what == "expiry" for one in due)
            else []
        ),
        "No longer?",
        "  salespack library retire ID --by NAME --why REASON",
        "",
    ]
    message.set_content("\n".join(lines))
    return message.as_bytes()


def _address(library: Library, owner: str) -> tuple[str, str]:
    """What to call an owner, and the address for a header; empty where none is known."""
    wanted = normalised(owner)
    for person in library.people:
        if wanted in (normalised(person.id), normalised(person.name)):
            return person.name, formataddr((person.name, person.email)) if person.email and _is_address(
                person.email
            ) else ""
    return owner, owner if _is_address(owner) else ""


def _is_address(text: str) -> bool:
    local, at, domain = text.strip().partition("@")
    return bool(local and at and "." in domain) and text.isprintable() and not set(text) & set(' ,;:<>()[]"\\')


def approve(
    reviser: Reviser, names: Iterable[str], by: str, on: datetime.date, until: datetime.date | None = None
) -> tuple[Revision, ...]:
    """Blocks as approved by somebody on a day, to be read again by `until`; a retired one comes back into use.

    Without `until` a `review_by` that is past is taken out: the library's `review_days` count anew.
    """

    def change(block: Block, written: Written) -> Data:
        data = {**written.own, "approved": {"by": by, "on": on.isoformat()}}
        data.pop("retired", None)
        if block.state != "approved":
            data["state"] = "approved"
        if until is not None:
            data["review_by"] = until.isoformat()
        elif block.review_by is not None and block.review_by <= on:
            data.pop("review_by", None)
        return data

    return revise_all(reviser, names, change)


def retire(reviser: Reviser, names: Iterable[str], by: str, on: datetime.date, why: str) -> tuple[Revision, ...]:
    """Blocks as taken out of use by somebody on a day, with the reason."""

    def change(block: Block, written: Written) -> Data:
        return {**written.own, "state": "retired", "retired": {"by": by, "on": on.isoformat(), "why": why}}

    return revise_all(reviser, names, change)


def name_problem(text: str) -> str:
    """What keeps a name or reason from being recorded; empty where nothing does."""
    if not text.strip():
        return "is empty"
    if len(text) > LONGEST_LINE or not text.isprintable():
        return f"is longer than {LONGEST_LINE} characters or more than one line"
    return ""


def title_of(library: Library, block: Block) -> str:
    """A block's title in the library's first language, else in any; its id where it has none."""
    return in_language(titles_of(block), library.settings.default_language, "") or block.id
