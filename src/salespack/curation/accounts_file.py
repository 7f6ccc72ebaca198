"""The list of whom to meet next as a file: CSV for a CRM or a spreadsheet, and a calendar of what has a day."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence

from salespack.curation.accounts import NextContact
from salespack.curation.formulas import csv_cell
from salespack.documents.calendar import CalendarDay, calendar_of

COLUMNS = (
    "customer", "profile", "relationship", "state", "because", "action", "pack", "due", "meeting", "prepared", "owner",
    "contact", "offered",
)  # fmt: skip


def csv_of_contacts(found: Sequence[NextContact]) -> str:
    """One row a customer, in the order of the list; no cell acts as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found:
        cells = (getattr(one, name) for name in COLUMNS)
        writer.writerow(["" if cell is None else csv_cell(cell) for cell in cells])
    return text.getvalue()


def calendar_of_contacts(found: Sequence[NextContact], language: str, on: datetime.date) -> bytes:
    """A day for each customer who is met, or whose renewal is near."""
    days = [
        CalendarDay(
            uid=f"{one.profile}-{one.due:%Y%m%d}@salespack",
            day=one.due,
            summary=f"{one.customer}: {one.action}",
            description=f"salespack build {one.profile} --pack {one.pack}",
        )
        for one in found
        if one.due is not None
    ]
    return calendar_of(days, language=language, on=on)
