"""Which column of an export says what: built in for common systems and words, or as a mapping file says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec

from salespack.formats.schema import decode
from salespack.formats.text_files import read_text
from salespack.formats.yaml import Source
from salespack.importing.accounts.dates import Order
from salespack.importing.tables import Row, Table
from salespack.language.word_matching import normalised
from salespack.problems.problem import UserFault, shown_path

Kind = Literal["accounts", "contacts", "opportunities", "products"]
Names = tuple[str, ...]


class Accounts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns of a table with a customer a row."""

    id: Names = ()
    name: Names = ()
    industry: Names = ()
    employees: Names = ()
    country: Names = ()
    revenue: Names = ()
    language: Names = ()
    owner: Names = ()
    meeting: Names = ()
    no_contact: Names = ()
    deleted: Names = ()


class Contacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns of a table with a person a row; `account` is the customer's name or id."""

    account: Names = ()
    name: Names = ()
    first: Names = ()
    last: Names = ()
    role: Names = ()
    deleted: Names = ()


class Opportunities(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns of a table with an opportunity a row; `account` is the customer's name or id, `ended` says whether it is
    won or lost by now, `opened` and `closed` are days, `value` is what it is worth, `agent` who of ours had it."""

    account: Names = ()
    stage: Names = ()
    won: Names = ()
    ended: Names = ()
    opened: Names = ()
    closed: Names = ()
    product: Names = ()
    value: Names = ()
    agent: Names = ()
    deleted: Names = ()


class Products(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns of a table with a product a row: what opportunities may name."""

    name: Names = ()
    price: Names = ()


class AccountMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mapping file: columns by what they say, and words of the export with what they mean in the library.

    `revenue_times` makes the export's figure one of the library's currency: 1000000 where it is in millions.
    `dates` is how days such as 3/4/2017 are written; else each column decides it for itself.
    """

    accounts: Accounts = Accounts()
    contacts: Contacts = Contacts()
    opportunities: Opportunities = Opportunities()
    products: Products = Products()
    industries: dict[str, str] = {}
    countries: dict[str, str] = {}
    roles: dict[str, str] = {}
    won: Names = ("won", "closed won", "voitettu", "gewonnen", "vunnen")
    lost: Names = ("lost", "closed lost", "hävitty", "verloren", "förlorad")
    revenue_times: Annotated[float, msgspec.Meta(gt=0)] | None = None
    dates: Order | None = None


DELETED = ("IsDeleted", "Deleted")
BUILT_IN = AccountMapping(
    accounts=Accounts(
        id=("Id", "Record ID", "Account ID", "Company ID"),
        name=("Name", "Company name", "Account Name", "account", "company", "customer", "asiakas", "yritys", "firma"),
        industry=("Industry", "sector", "toimiala", "branche", "bransch"),
        employees=("NumberOfEmployees", "Number of Employees", "employees", "henkilöstö", "mitarbeiter", "anställda"),
        country=("BillingCountry", "Billing Country", "Country/Region", "Country", "office_location", "maa", "land"),
        revenue=("AnnualRevenue", "Annual Revenue", "revenue", "liikevaihto", "umsatz", "omsättning"),
        language=("Preferred language", "language", "kieli", "sprache", "språk"),
        owner=(
            "Account Owner",
            "Company owner",
            "Owner Name",
            "owner",
            "sales_agent",
            "vastuumyyjä",
            "betreuer",
            "ägare",
        ),
        meeting=("Next Activity Date", "NextActivityDate", "Next meeting", "seuraava tapaaminen", "nästa möte"),
        no_contact=("Do Not Contact", "DoNotContact", "Opted out", "markkinointikielto"),
        deleted=DELETED,
    ),
    contacts=Contacts(
        account=("AccountId", "Account ID", "Associated Company", "Account Name", "Company name", "account", "company"),
        name=("Name", "Full name", "contact"),
        first=("FirstName", "First Name", "etunimi", "vorname", "förnamn"),
        last=("LastName", "Last Name", "sukunimi", "nachname", "efternamn"),
        role=("Title", "Job Title", "role", "rooli", "titteli", "funktion"),
        deleted=DELETED,
    ),
    opportunities=Opportunities(
        account=("AccountId", "Account ID", "Associated Company", "Account Name", "Company name", "account", "company"),
        stage=("StageName", "Deal Stage", "deal_stage", "Stage", "vaihe", "phase"),
        won=("IsWon", "Is Closed Won", "won"),
        ended=("IsClosed", "Is Closed", "Deal closed"),
        opened=("CreatedDate", "Create Date", "Created Date", "engage_date", "opened", "avattu", "eröffnet", "öppnad"),
        closed=("CloseDate", "Close Date", "close_date", "closed"),
        product=("product", "Product Name", "Line item", "tuote", "produkt"),
        value=("Amount", "Deal amount", "close_value", "value", "arvo", "wert", "värde"),
        agent=(
            "Opportunity Owner",
            "Deal owner",
            "Owner Name",
            "sales_agent",
            "owner",
            "myyjä",
            "verkäufer",
            "säljare",
        ),
        deleted=DELETED,
    ),
    products=Products(
        name=("product", "Product Name", "tuote", "produkt"),
        price=("sales_price", "UnitPrice", "Unit price", "List Price", "price", "hinta", "preis", "pris"),
    ),
)
"""What Salesforce and HubSpot call their columns (API names and labels), and usual words in our languages."""


S = TypeVar("S", Accounts, Contacts, Opportunities, Products)


class Meaning(msgspec.Struct, frozen=True):
    """What a table is about, and which head says what."""

    kind: Kind
    heads: Mapping[str, str]

    def said(self, row: Row, thing: str) -> str:
        """What a row says of a thing; empty where it says nothing."""
        head = self.heads.get(thing)
        return "" if head is None else row.cells.get(head, "")


def read_mapping(path: Path | None) -> AccountMapping:
    """The mapping that a file says, with the built-in one for what it leaves out. Raises UserFault."""
    if path is None:
        return BUILT_IN
    own = decode(Source(shown_path(path), read_text(path)), AccountMapping)
    return msgspec.structs.replace(
        own,
        accounts=_filled(own.accounts, BUILT_IN.accounts),
        contacts=_filled(own.contacts, BUILT_IN.contacts),
        opportunities=_filled(own.opportunities, BUILT_IN.opportunities),
        products=_filled(own.products, BUILT_IN.products),
    )


def _filled(own: S, built_in: S) -> S:
    names = {name: getattr(own, name) or getattr(built_in, name) for name in own.__struct_fields__}
    return type(own)(**names)


def meaning_of(table: Table, mapping: AccountMapping) -> Meaning:
    """What a table is about. Raises UserFault (SP893) where that cannot be told."""
    accounts = _heads(table, mapping.accounts)
    contacts = _heads(table, mapping.contacts)
    opportunities = _heads(table, mapping.opportunities)
    products = _heads(table, mapping.products)
    if "account" in opportunities and ("stage" in opportunities or "won" in opportunities):
        return Meaning("opportunities", opportunities)
    if "account" in contacts and ("role" in contacts or {"first", "last"} <= contacts.keys()):
        return Meaning("contacts", contacts)
    if {"name", "price"} <= products.keys():
        return Meaning("products", products)
    if "name" in accounts:
        return Meaning("accounts", accounts)
    hint = "name its columns in a mapping file: --map FILE, with `accounts: {name: [COLUMN]}`"
    message = "is no table of accounts, contacts or opportunities: no column says whose a row is"
    raise UserFault.of("SP893", message, hint, table.place(1))


def _heads(table: Table, columns: Accounts | Contacts | Opportunities | Products) -> dict[str, str]:
    """The head that says each thing: the first of its names that the table has."""
    there = {_plain(head): head for head in table.heads if head}
    found = {}
    for thing in columns.__struct_fields__:
        head = next((there[_plain(name)] for name in getattr(columns, thing) if _plain(name) in there), None)
        if head is not None:
            found[thing] = head
    return found


def _plain(head: str) -> str:
    return normalised(head.replace("_", " ").replace("-", " ")).replace(" ", "")
