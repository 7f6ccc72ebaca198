"""What a CRM can take back: for each account the next action, the state, and the pack that was built last, as CSV."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import msgspec

from salespack.curation.accounts import NextContact, next_contacts, state_of
from salespack.curation.coverage.customers import Customer
from salespack.curation.formulas import csv_cell
from salespack.importing.accounts.account_records import AccountRecords
from salespack.ledger.builds import Build
from salespack.library.library import Library

NOT_TO_BE_CONTACTED = "no"


class System(StrEnum):
    """Whose heads the columns have."""

    PLAIN = "plain"
    SALESFORCE = "salesforce"
    HUBSPOT = "hubspot"


class AccountExport(msgspec.Struct, frozen=True, kw_only=True):
    """One account: its id in the system that it was imported from (may be empty), and what is known of it here.

    `next_action` is empty for who does not wish to be contacted; `last_pack` is the pack that was built last, for the
    day `last_pack_for`.
    """

    id: str
    name: str
    profile: str
    relationship: str
    state: str
    next_action: str
    contact: str
    next_meeting: datetime.date | None
    pack: str
    last_pack: str
    last_pack_for: datetime.date | None


HEADS: Mapping[System, Mapping[str, str]] = {
    System.PLAIN: {name: name for name in AccountExport.__struct_fields__},
    System.SALESFORCE: {
        "id": "Id",
        **{
            name: f"Salespack_{name.title()}__c"
            for name in ("state", "next_action", "contact", "next_meeting", "pack", "last_pack", "last_pack_for")
        },
    },
    System.HUBSPOT: {
        "id": "Record ID",
        **{
            name: f"Salespack {name.replace('_', ' ')}"
            for name in ("state", "next_action", "contact", "next_meeting", "pack", "last_pack", "last_pack_for")
        },
    },
}
"""The columns for each system: of Salesforce the API names of custom fields, of HubSpot the labels of properties."""


def exported_accounts(
    customers: Iterable[Customer],
    library: Library,
    on: datetime.date,
    records: AccountRecords,
    builds: Mapping[str, Sequence[Build]],
) -> tuple[AccountExport, ...]:
    """All customers by the names of their profiles, also those who are not to be contacted."""
    ordered = sorted(customers, key=lambda one: one.profile.id)
    proposed = {one.profile: one for one in next_contacts(ordered, library, on, Path())}
    return tuple(_exported(one, library, proposed.get(one.profile.id), records, builds) for one in ordered)


def _exported(
    customer: Customer,
    library: Library,
    proposed: NextContact | None,
    records: AccountRecords,
    builds: Mapping[str, Sequence[Build]],
) -> AccountExport:
    profile = customer.profile
    last = max(builds.get(profile.id, ()), key=lambda one: (one.on, one.pack), default=None)
    record = records.profiles.get(profile.id)
    return AccountExport(
        id=record.id if record is not None else "",
        name=profile.customer.name,
        profile=profile.id,
        relationship=profile.relationship.kind,
        state=state_of(profile, library) or "",
        next_action=proposed.action if proposed is not None else "",
        contact=NOT_TO_BE_CONTACTED if proposed is None else proposed.contact,
        next_meeting=proposed.meeting if proposed is not None else None,
        pack=customer.pack.id,
        last_pack=last.pack if last is not None else "",
        last_pack_for=last.on if last is not None else None,
    )


def csv_of(accounts: Iterable[AccountExport], system: System) -> str:
    """The accounts as a table for a system; no cell acts as a formula anywhere.

    For a system of its own, accounts without an id in it are left out: it could not tell whose a row is.
    """
    heads = HEADS[system]
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(heads.values())
    for account in accounts:
        if account.id or system is System.PLAIN:
            writer.writerow([csv_cell(_cell(getattr(account, name))) for name in heads])
    return written.getvalue()


def _cell(value: str | datetime.date | None) -> str:
    return "" if value is None else str(value)
