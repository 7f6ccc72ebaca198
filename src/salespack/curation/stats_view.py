"""The figures of `stats` as sections, the same for the terminal, CSV, the page and the PDF of a month."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from salespack.curation.formulas import csv_cell
from salespack.curation.stats import By, Stats
from salespack.importing.accounts.deals import Deals, Side
from salespack.statistics.comparing import Comparison, compare
from salespack.statistics.differences import LEVEL, corrected
from salespack.statistics.shares import Share

PLURALS: Mapping[By | Side, str] = {
    "block": "blocks",
    "value": "values",
    "pack": "packs",
    "segment": "industries",
    "account": "accounts",
    "industry": "industries",
    "country": "countries",
    "product": "products",
    "agent": "people of ours",
}
OUTCOMES, DEALS = "outcomes", "closed opportunities"
OF_PERSONS: frozenset[By | Side] = frozenset(("agent",))
"""What is told only where the library records who agreed to it."""
NOT_AGREED = "not told: nobody agreed to figures by person (`figures_by_person: {agreed_by: …, on: …}` in library.yaml)"


class Row(msgspec.Struct, frozen=True):
    """A row: its name, counts, what was won of how many, and the probability of so much by chance as it counts."""

    name: str
    counts: tuple[int, ...]
    won: Share
    p: float | None


class Section(msgspec.Struct, frozen=True):
    """Figures by one thing: the heads of their counts, and what they say in a sentence."""

    by: By | Side
    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    sentence: str


def ledger_sections(stats: Stats, only: By | None = None) -> Iterator[Section]:
    """What the ledger says, by each thing or by one."""
    for table in stats.tables:
        if not table.rows or only not in (None, table.by):
            continue
        of_blocks = table.by == "block"
        chances = {one.name: one.p for one in table.comparison.groups}
        rows = [
            Row(
                one.name,
                (one.built, one.shown, one.skipped, one.rejected) if of_blocks else (one.built, one.shown),
                one.won,
                chances.get(one.name),
            )
            for one in table.rows
        ]
        heads = ("built", "shown", "skipped", "refused") if of_blocks else ("built", "shown")
        sentence = table.comparison.sentence(PLURALS[table.by], OUTCOMES)
        yield Section(table.by, f"By {table.by}", heads, tuple(rows), sentence)


def deal_sections(deals: Deals, *, persons: bool) -> Iterator[Section]:
    """What a CRM's opportunities say, by each side; by who of ours had them only where `persons`.

    That the groups of a side differ counts only as far as it does among so many sides (Holm).
    """
    compared = {side: compare(shares) for side, shares in deals.closed.items() if persons or side not in OF_PERSONS}
    counted = corrected({side: one.p for side, one in compared.items() if one.p is not None})
    for side in deals.closed:
        if (found := compared.get(side)) is None:
            yield Section(side, f"By {side}", (), (), NOT_AGREED)
            continue
        rows = (Row(one.name, (), one.share, one.p) for one in found.groups)
        ordered = tuple(sorted(rows, key=lambda one: (-one.won.trials, one.name)))
        yield Section(side, f"By {side}", (), ordered, _said(found, side, counted.get(side)))


def _said(found: Comparison, side: Side, counted: float | None) -> str:
    if found.standing_out or found.overall is None or not found.overall.differs:
        return found.sentence(PLURALS[side], DEALS)
    if counted is not None and counted < LEVEL:
        return f"they differ by more than chance (p {found.overall.p:.2g}), though none by itself stands out"
    return f"no difference beyond chance (p {found.overall.p:.2f}, one of several comparisons): " + found.what_it_takes(
        DEALS
    )


def stalled_sentence(deals: Deals) -> str:
    """Of the open opportunities, how many are older than any that ever came to an end; empty where none is open."""
    if not deals.open:
        return ""
    if deals.longest is None:
        return f"{len(deals.open):,} are open, and none that ended says how long it took"
    told = f"{len(deals.stalled):,} of the {len(deals.open):,} open ones with a day are older than any that ever closed"
    return f"{told} ({deals.longest:,} days), on {deals.judged}"


HEADS = ("by", "name", "built", "shown", "skipped", "refused", "won", "of", "share", "low", "high", "p")


def csv_of(sections: Iterable[Section]) -> str:
    """All rows as CSV; no cell acts as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADS)
    for section in sections:
        for row in section.rows:
            counts = dict(zip(section.heads, row.counts, strict=True))
            low, high = row.won.interval
            figures = (row.won.rate, low, high, row.p) if row.won.trials else (None, None, None, None)
            writer.writerow(
                [
                    section.by,
                    csv_cell(row.name),
                    *(counts.get(head, "") for head in HEADS[2:6]),
                    row.won.successes,
                    row.won.trials,
                    *("" if one is None else f"{one:.4f}" for one in figures),
                ]
            )
    return text.getvalue()
