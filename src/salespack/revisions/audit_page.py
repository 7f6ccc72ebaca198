"""An audit as one HTML page that opens anywhere: no script, nothing fetched, and what decks say is text."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from salespack.revisions.audit import Audit
from salespack.revisions.inspection import Found, Inspection

STYLE = """\
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#1c2430;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:1.2rem 0 .3rem;overflow-wrap:anywhere}
caption small{font-weight:400;color:#4a5563}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #d5dbe3}
th{font-size:.85rem;color:#4a5563}td:first-child,th:first-child{text-align:right}
td{overflow-wrap:break-word}li{overflow-wrap:anywhere}"""


def audit_page(audit: Audit, on: str) -> Iterator[str]:
    """The page, piece by piece: what was counted, whom to tell, the decks with something to look at or changed by
    hand, what was not read."""
    tally = audit.tally
    changed = f"{tally.changed_by_hand:,} changed by hand, " if tally.changed_by_hand else ""
    yield (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Decks that are out there, {escape(on)}</title>\n<style>{STYLE}</style></head>\n<body><main>\n"
        f"<h1>Decks that are out there, on {escape(on)}</h1>\n"
        f"<p>{tally.decks:,} read, {tally.behind:,} with something to look at, {changed}"
        f"{tally.unread:,} not read.</p>\n"
    )
    if tally.owners:
        rows = "".join(f"<li>{escape(name)}: {number:,}</li>" for name, number in tally.owners.most_common())
        yield f"<h2>To be told, with how many slides</h2>\n<ul>{rows}</ul>\n"
    listed = False
    for deck in audit.decks():
        if deck.is_listed:
            yield ("" if listed else "<h2>What to look at</h2>\n") + _table(deck)
            listed = True
    told = False
    for problem in audit.problems():
        if not told:
            yield "<h2>Not read</h2>\n<ul>\n"
            told = True
        yield f"<li>{escape(str(problem))}</li>\n"
    yield ("</ul>\n" if told else "") + "</main></body></html>\n"


def _table(deck: Inspection) -> str:
    about = [
        f"for {deck.profile}" if deck.profile else "",
        f"changed {deck.changed}" if deck.changed else "",
        f"saved by {deck.saved_by}" if deck.saved_by else "",
    ]
    caption = f"{escape(deck.file)} <small>{escape(', '.join(filter(None, about)))}</small>"
    by_hand = deck.is_changed or deck.of_deck
    headings = ("slide", "title", "block", "stands", "why", "owner", *(("changed by hand",) if by_hand else ()))
    head = "".join(f'<th scope="col">{one}</th>' for one in headings)
    listed = [(*_cells(one), one.changed)[: len(headings)] for one in deck.listed]
    listed += [(*["–"] * 3, *[""] * 3, one) for one in deck.of_deck]
    rows = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in one) + "</tr>\n" for one in listed)
    return f"<table><caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>\n"


def _cells(one: Found) -> tuple[object, ...]:
    return one.number, one.title or "–", one.block or "–", one.standing.value, one.told, one.owner
