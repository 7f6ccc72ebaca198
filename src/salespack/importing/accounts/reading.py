"""Tables of accounts, people and opportunities, read row by row: what is kept grows with the accounts, not the rows."""

from __future__ import annotations

import datetime
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from salespack.importing.accounts.columns import AccountMapping, Kind, Meaning, meaning_of
from salespack.importing.accounts.dates import DayColumn, year_of
from salespack.importing.accounts.suppression import Suppressed
from salespack.importing.customer_profiles import plain_name
from salespack.importing.facts import figure_of
from salespack.importing.tables import RowFaults, Table, read_tables
from salespack.language.company_names import are_two_companies
from salespack.language.word_matching import normalised
from salespack.problems.problem import Place, Problem, Severity, UserFault, shown_path
from salespack.scaffold.profiles import LONGEST_NAME

TRUE = frozenset(("true", "yes", "1", "x", "kyllä", "ja"))
MOST_ACCOUNTS = 100_000
"""Accounts of one import: each becomes a file, and all are written together or not at all."""
MOST_ROWS_NAMED = 5
"""How many rows a problem names that is about many."""
USED = ("id", "industry", "employees", "country", "revenue", "language", "owner", "meeting", "no_contact")


class Account:
    """One customer as the tables have it: where it stands, what its row says, its people, and what they bought."""

    __slots__ = ("bought", "days", "first_won", "last_won", "name", "people", "place", "said", "won", "won_days")

    def __init__(self, name: str, place: Place, said: Mapping[str, str], days: DayColumn) -> None:
        self.name, self.place, self.said, self.days = name, place, said, days
        self.people: dict[str, tuple[str, str]] = {}
        """Name and title by plain name."""
        self.won = 0
        self.first_won: int | None = None
        self.bought = 0.0
        self.last_won = 0
        """The last year in which something was won."""
        self.won_days: set[tuple[DayColumn, str]] = set()
        """What stands as the day of what was won in that year."""

    @property
    def last_bought(self) -> datetime.date | None:
        """The last day on which something was won, as far as the days can be told."""
        return max((day for days, text in self.won_days if (day := days.day(text)) is not None), default=None)

    def says(self, thing: str) -> str:
        """What the account's row says of something; empty where it says nothing."""
        return self.said.get(thing, "")


class AccountTables:
    """All that the files of one import say, and what is wrong with them (`told`)."""

    def __init__(self, mapping: AccountMapping, suppressed: Suppressed, role: Callable[[str], str | None]) -> None:
        """`role` is the library's role that a title means: people of others are counted, and not kept."""
        self._mapping, self._suppressed, self._role = mapping, suppressed, role
        self._won = {normalised(word) for word in mapping.won}
        self.told: list[Problem] = []
        self.accounts: dict[str, Account] = {}
        """By plain name, a second company of the same plain name by its whole one, in the order of the tables."""
        self._several: set[str] = set()
        """Plain names that two companies have."""
        self._ids: dict[str, Account] = {}
        self._gone: set[str] = set()
        """Names and ids of accounts that are left out as they asked not to be kept: their rows are nobody's fault."""
        self._products: dict[str, str] = {}
        self.opportunities = self.won = self.left_out = 0
        self._lost: dict[Path, array[int]] = {}

    def read(self, files: Sequence[Path]) -> None:
        """Reads every table once: accounts first, then who belongs to them. Raises UserFault."""
        tables: dict[Kind, list[tuple[Table, Meaning]]] = {}
        for file in files:
            found, told = read_tables(file)
            self.told += told
            for table in found:
                meaning = meaning_of(table, self._mapping)
                tables.setdefault(meaning.kind, []).append((table, meaning))
        readers: Mapping[Kind, Callable[[Table, Meaning, RowFaults], None]] = {
            "accounts": self._read_accounts, "products": self._read_products, "contacts": self._read_people,
            "opportunities": self._read_opportunities,
        }  # fmt: skip
        for kind, read in readers.items():
            for table, meaning in tables.get(kind, ()):
                faults = RowFaults(table)
                read(table, meaning, faults)
                self.told += faults.problems()
        if not self.accounts and not self.left_out:
            for table, _ in tables.get("accounts", ()):
                hint = "export them again, with a customer a row"
                self._tell("SP893", "the table has no row that names a customer", hint, table.place())
            message = "no table names accounts"
            hint = "give the export of accounts too: a table with a customer a row"
            raise UserFault([*self.told, Problem(code="SP893", message=message, hint=hint)])

    def lost(self) -> Iterator[str]:
        """Where opportunities stand that belong to no account: FILE:ROW."""
        for file, numbers in self._lost.items():
            name = shown_path(file)
            yield from (f"{name}:{number}" for number in numbers)

    def count_lost(self) -> int:
        """How many they are."""
        return sum(map(len, self._lost.values()))

    # --- accounts ----------------------------------------------------------------------------------------------------

    def _read_accounts(self, table: Table, meaning: Meaning, faults: RowFaults) -> None:
        nameless: array[int] = array("Q")
        days = DayColumn(self._mapping.dates)
        for row in table.rows(self.told):
            if normalised(meaning.said(row, "deleted")) in TRUE:
                continue
            name = meaning.said(row, "name")
            plain = plain_name(name)
            if not plain or len(name) > LONGEST_NAME:
                nameless.append(row.number)
                continue
            if name.startswith("="):
                message = f"“{name[:40]}” is a formula, and no customer’s name: the row is left out"
                faults.tell("name a formula", row.number, message, "export what the formula gives")
                continue
            id = meaning.said(row, "id")
            if self._suppressed.holds(name) or (id and self._suppressed.holds(id)):
                self.left_out += 1
                self._gone |= {one for one in (name, id) if one}
                continue
            if (account := self.accounts.get(plain)) is not None and are_two_companies(name, account.name):
                self._several.add(plain)
                plain = normalised(name)
                account = self.accounts.get(plain)
            if account is not None:
                message = f"“{name}” is the same customer as “{account.name}” in row {account.place.line}"
                hint = "merge the two in the system that you export from"
                faults.tell(
                    "are of customers that were there before", row.number, f"{message}; the first is taken", hint
                )
            elif len(self.accounts) == MOST_ACCOUNTS:
                message = f"there are more than {MOST_ACCOUNTS:,} accounts"
                raise UserFault.of("SP891", message, "import them in parts", table.place(row.number))
            else:
                said = {thing: text for thing in USED if (text := meaning.said(row, thing))}
                account = self.accounts[plain] = Account(name, table.place(row.number), said, days)
                days.see(said.get("meeting", ""))
            if id:
                self._ids.setdefault(id, account)
        if nameless:
            self._tell(
                "SP892", f"{rows_in_words(nameless)} no customer’s name", "name the customer", table.place(nameless[0])
            )
        self._tell_undecided(table, meaning, "meeting", days, "no meeting is taken from it")

    def _account_of(self, said: str) -> Account | None:
        """The account of an id or a name; none where the name leaves open which of two companies is meant."""
        if (account := self._ids.get(said)) is not None:
            return account
        plain, exact = plain_name(said), normalised(said)
        if plain not in self._several:
            return self.accounts.get(plain)
        named = (self.accounts.get(one) for one in (plain, exact))
        return next((one for one in named if one is not None and normalised(one.name) == exact), None)

    def _tell_undecided(self, table: Table, meaning: Meaning, thing: str, days: DayColumn, then: str) -> None:
        if why := days.undecided:
            column = meaning.heads[thing]
            message = f"whether the day or the month comes first in “{column}” cannot be told: {why}"
            hint = f"{then}; say `dates: day-first` or `dates: month-first` in a mapping: --map FILE"
            self._tell("SP892", message, hint, table.place(table.head_row))

    # --- people ------------------------------------------------------------------------------------------------------

    def _read_people(self, table: Table, meaning: Meaning, faults: RowFaults) -> None:
        nobody: array[int] = array("Q")
        suppressed = 0
        for row in table.rows(self.told):
            if normalised(meaning.said(row, "deleted")) in TRUE:
                continue
            first_and_last = (meaning.said(row, "first"), meaning.said(row, "last"))
            name = meaning.said(row, "name") or " ".join(filter(None, first_and_last))
            said = meaning.said(row, "account")
            account = self._account_of(said)
            if (name and self._suppressed.holds(name)) or (said and said in self._gone):
                suppressed += 1
            elif account is None or not name:
                nobody.append(row.number)
            elif (title := meaning.said(row, "role")) and self._role(title) is not None:
                account.people.setdefault(plain_name(name), (name, title))
        self.left_out += suppressed
        if nobody:
            have = f"{rows_in_words(nobody)} no account that the tables have, or no name; these people are left out"
            self._tell("SP895", have, "export the accounts that they belong to as well", table.place(nobody[0]))

    # --- opportunities -----------------------------------------------------------------------------------------------

    def _read_products(self, table: Table, meaning: Meaning, faults: RowFaults) -> None:
        for row in table.rows(self.told):
            if name := meaning.said(row, "name"):
                self._products.setdefault(normalised(name), name)

    def _read_opportunities(self, table: Table, meaning: Meaning, faults: RowFaults) -> None:
        lost = array("Q")
        days = DayColumn(self._mapping.dates)
        products: Counter[str] = Counter()
        known: dict[str, Account | None] = {}
        for row in table.rows(self.told):
            if normalised(meaning.said(row, "deleted")) in TRUE:
                continue
            self.opportunities += 1
            if product := meaning.said(row, "product"):
                products[product] += 1
            closed = meaning.said(row, "closed")
            days.see(closed)
            said = meaning.said(row, "account")
            if said not in known:
                if len(known) > MOST_ACCOUNTS:
                    known.clear()
                known[said] = self._account_of(said)
                if known[said] is None and self._suppressed.holds(said):
                    self._gone.add(said)
            account = known[said]
            if account is None:
                if said not in self._gone:
                    lost.append(row.number)
                continue
            stage = normalised(meaning.said(row, "stage"))
            if stage in self._won or normalised(meaning.said(row, "won")) in TRUE:
                self.won += 1
                account.won += 1
                account.bought += figure_of(meaning.said(row, "value")) or 0.0
                if (year := year_of(closed)) is not None:
                    account.first_won = min(year, account.first_won or year)
                    if year > account.last_won:
                        account.last_won = year
                        account.won_days.clear()
                    if year == account.last_won:
                        account.won_days.add((days, closed))
        if lost:
            self._lost[table.file] = self._lost.get(table.file, array("Q")) + lost
            message = f"{len(lost):,} opportunities belong to no account of these tables, the first in row {lost[0]}"
            hint = "they count for nobody; --json lists their rows (without_account)"
            self._tell("SP895", message, hint, table.place(lost[0]))
        self._tell_undecided(table, meaning, "closed", days, "only its years are used")
        self._tell_unknown_products(products, table)

    def _tell_unknown_products(self, products: Counter[str], table: Table) -> None:
        """Products that no table of products has, where there is one; how the table writes it, where it is near."""
        if not self._products:
            return
        for product, count in products.most_common():
            if (plain := normalised(product)) in self._products:
                continue
            near = get_close_matches(plain.replace(" ", ""), [one.replace(" ", "") for one in self._products], 1, 0.85)
            meant = next((name for one, name in self._products.items() if near and one.replace(" ", "") == near[0]), "")
            of_many = f"{count:,} opportunities" if count > 1 else "one opportunity"
            message = f"the product “{product}” of {of_many} is in no table of products"
            hint = f"did you mean “{meant}”?" if meant else "correct it in the system that you export from"
            self._tell("SP892", message, hint, table.place())

    def _tell(self, code: str, message: str, hint: str, place: Place) -> None:
        self.told.append(Problem(code=code, message=message, hint=hint, place=place, severity=Severity.WARNING))


def rows_in_words(numbers: Sequence[int]) -> str:
    """Rows as the beginning of a sentence that says what they do not have."""
    if len(numbers) == 1:
        return f"row {numbers[0]} has"
    shown = ", ".join(map(str, numbers[:MOST_ROWS_NAMED]))
    more = f" and {len(numbers) - MOST_ROWS_NAMED:,} more" if len(numbers) > MOST_ROWS_NAMED else ""
    return f"rows {shown}{more} have"
