"""Exports of a CRM become profiles, or what existing ones do not say yet. Nothing is invented or overwritten."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from salespack.formats.editing import with_data, written
from salespack.formats.text_files import read_text
from salespack.formats.yaml import Source
from salespack.importing.accounts.account_records import (
    RECORD_FILE,
    AccountRecord,
    AccountRecords,
    read_records,
    records_text,
)
from salespack.importing.accounts.columns import AccountMapping, Meaning, meaning_of, read_mapping
from salespack.importing.facts import Facts, size_of
from salespack.importing.tables import Row, Table, read_tables
from salespack.language.company_names import name_words
from salespack.language.word_matching import normalised
from salespack.library.library import Library
from salespack.library.naming import resolve
from salespack.problems.files import why
from salespack.problems.problem import Place, Problem, Severity, UserFault, shown_path
from salespack.profiles.folder import customer_names
from salespack.scaffold.profiles import LONGEST_NAME, profile_id
from salespack.system.transactions import Transaction, recover

YEAR = re.compile(r"(?<!\d)(?:(19\d\d|20\d\d)|\d{1,2}[/.]\d{1,2}[/.](\d\d))(?!\d)")
TRUE = frozenset(("true", "yes", "1", "x", "kyllä", "ja"))
ORDER = ("customer", "goals", "success", "relationship", "scale", "values", "stakeholders", "meeting", "facts")
MOST_ROWS_NAMED = 5
"""How many rows a problem names that is about many."""


class AccountAction(Enum):
    """What becomes of one account."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class AccountRow(msgspec.Struct, frozen=True):
    """One account: its profile, what is done, the fields that are set (`customer.industry`), and those that stay as a
    person wrote them though the export says something else."""

    profile: str
    name: str
    action: AccountAction
    fields: dict[str, Any]
    kept: dict[str, Any] = {}


class AccountsReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import of accounts does, or would do: the rows, counts of opportunities, words that the library lacks."""

    rows: tuple[AccountRow, ...]
    opportunities: int
    won: int
    without_account: tuple[str, ...]
    """Where opportunities stand that belong to no account: FILE:ROW."""
    unknown: dict[str, dict[str, int]]
    """Words without a meaning in the library, by what they are about, with how many accounts or people have them."""
    problems: tuple[Problem, ...]
    written: bool

    def count(self, action: AccountAction) -> int:
        """How many accounts something is done to."""
        return sum(row.action is action for row in self.rows)


class Guess(msgspec.Struct, frozen=True):
    """A word of the export that is nearly one of the library's: what it is about, and how many accounts have it."""

    sort: str
    word: str
    meant: str
    count: int


Answer = Callable[[Guess], bool | None]
"""Whether a guess is right; None where nobody says."""


class AccountsRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to import: files, the folder of the profiles, a mapping file, and whether anything is written."""

    files: tuple[Path, ...]
    profiles: Path
    mapping: Path | None = None
    dry_run: bool = False


class Account:
    """One customer as the tables have it."""

    def __init__(self, name: str, row: Row, table: Table, heads: Mapping[str, str]) -> None:
        self.name, self.row, self.table, self.heads = name, row, table, heads
        self.people: list[tuple[str, str]] = []
        self.won: list[int | None] = []

    def says(self, thing: str) -> str:
        """What the account's row says of something; empty where it says nothing."""
        return self.row.cells.get(self.heads.get(thing, ""), "")


def import_accounts(library: Library, request: AccountsRequest, answer: Answer) -> AccountsReport:
    """Reads the tables, and writes profiles unless the request is a dry run. Raises UserFault, with nothing written."""
    return _Import(library, request, answer).done()


class _Import:
    def __init__(self, library: Library, request: AccountsRequest, answer: Answer) -> None:
        self._library, self._request, self._answer = library, request, answer
        self._mapping: AccountMapping = read_mapping(request.mapping)
        self._facts = Facts(library)
        self._told: list[Problem] = []
        self._accounts: dict[str, Account] = {}  # by plain name
        self._ids: dict[str, Account] = {}
        self._opportunities = self._won = 0
        self._lost: list[str] = []
        self._unknown: dict[str, Counter[str]] = {"industry": Counter(), "country": Counter(), "role": Counter()}

    def done(self) -> AccountsReport:
        recover(self._request.profiles)
        tables = [(table, meaning_of(table, self._mapping)) for table in self._tables()]
        for kind, read in (
            ("accounts", self._read_accounts),
            ("contacts", self._read_people),
            ("opportunities", self._read_opportunities),
        ):
            for table, meaning in tables:
                if meaning.kind == kind:
                    read(table, meaning)
        if not self._accounts:
            message = "no table names accounts"
            hint = "give the export of accounts too: a table with a customer a row"
            raise UserFault([*self._told, Problem(code="SP893", message=message, hint=hint)])
        self._ask_about_words()
        records = read_records(self._request.profiles)
        rows, texts, after = self._rows(records)
        for sort, words in self._unknown.items():
            self._told += self._unknown_words(sort, words)
        if texts and not self._request.dry_run:
            self._write(texts, after)
        return AccountsReport(
            rows=tuple(rows),
            opportunities=self._opportunities,
            won=self._won,
            without_account=tuple(self._lost),
            unknown={sort: dict(words.most_common()) for sort, words in self._unknown.items() if words},
            problems=tuple(self._told),
            written=bool(texts) and not self._request.dry_run,
        )

    def _tables(self) -> Iterator[Table]:
        for file in self._request.files:
            tables, told = read_tables(file)
            self._told += told
            yield from tables

    # --- reading -----------------------------------------------------------------------------------------------------

    def _read_accounts(self, table: Table, meaning: Meaning) -> None:
        nameless: list[int] = []
        for row in table.rows(self._told):
            name = row.cells.get(meaning.heads["name"], "")
            plain = _plain(name)
            if not plain or len(name) > LONGEST_NAME:
                nameless.append(row.number)
                continue
            if plain in self._accounts:
                first = self._accounts[plain]
                self._tell(
                    "SP892",
                    f"“{name}” is the same customer as “{first.name}” in row {first.row.number}; the first is taken",
                    "merge the two in the system that you export from",
                    table.place(row.number),
                )
                account = first
            else:
                account = self._accounts[plain] = Account(name, row, table, meaning.heads)
            if (id := row.cells.get(meaning.heads.get("id", ""), "")) and id not in self._ids:
                self._ids[id] = account
        if nameless:
            self._tell("SP892", f"{_rows(nameless)} no customer’s name", "name the customer", table.place(nameless[0]))

    def _account_of(self, row: Row, meaning: Meaning) -> Account | None:
        said = row.cells.get(meaning.heads["account"], "")
        return self._ids.get(said) or self._accounts.get(_plain(said))

    def _read_people(self, table: Table, meaning: Meaning) -> None:
        nobody: list[int] = []
        for row in table.rows(self._told):
            cells = {thing: row.cells.get(head, "") for thing, head in meaning.heads.items()}
            name = cells.get("name") or " ".join(filter(None, (cells.get("first", ""), cells.get("last", ""))))
            account = self._account_of(row, meaning)
            if account is None or not name:
                nobody.append(row.number)
                continue
            account.people.append((name, cells.get("role", "")))
        if nobody:
            message = f"{_rows(nobody)} no account that the tables have, or no name; these people are left out"
            self._tell("SP895", message, "export the accounts that they belong to as well", table.place(nobody[0]))

    def _read_opportunities(self, table: Table, meaning: Meaning) -> None:
        won = {normalised(word) for word in self._mapping.won}
        lost: list[int] = []
        for row in table.rows(self._told):
            self._opportunities += 1
            account = self._account_of(row, meaning)
            if account is None:
                lost.append(row.number)
                continue
            stage = normalised(row.cells.get(meaning.heads.get("stage", ""), ""))
            is_won = normalised(row.cells.get(meaning.heads.get("won", ""), "")) in TRUE
            if is_won or stage in won:
                self._won += 1
                account.won.append(_year(row.cells.get(meaning.heads.get("closed", ""), "")))
        if lost:
            file = shown_path(table.file)
            self._lost += [f"{file}:{number}" for number in lost]
            message = f"{len(lost):,} opportunities belong to no account of these tables, the first in row {lost[0]}"
            hint = "they count for nobody; --json lists their rows (without_account)"
            self._tell("SP895", message, hint, table.place(lost[0]))

    # --- words -------------------------------------------------------------------------------------------------------

    def _ask_about_words(self) -> None:
        """Asks about each word once that is nearly one of the library’s; what is said holds for all that have it."""
        self._industries: dict[str, str | None] = {}
        self._countries: dict[str, str | None] = {}
        for sort, known, own, exactly, nearly in (
            ("industry", self._industries, self._mapping.industries, self._facts.named_industry,
             self._facts.near_industry),
            ("country", self._countries, self._mapping.countries, self._facts.country, self._facts.near_country),
        ):  # fmt: skip
            said = Counter(word for account in self._accounts.values() if (word := account.says(sort)))
            for word, count in said.most_common():
                meant = own.get(word) or exactly(word)
                if meant is None and (near := nearly(word)) is not None:
                    meant = near if self._answer(Guess(sort, word, near, count)) else None
                known[word] = meant
                if meant is None:
                    self._unknown[sort][word] = count

    def _unknown_words(self, sort: str, words: Counter[str]) -> Iterator[Problem]:
        """One problem a word that the library has no meaning for, the most frequent first."""
        plural = {"industry": "industries", "country": "countries", "role": "roles"}[sort]
        who = "people" if sort == "role" else "accounts"
        for word, count in words.most_common():
            near = {"industry": self._facts.near_industry, "country": self._facts.near_country}.get(sort)
            guess = near(word) if near is not None else None
            example = f"{plural}: {{{written(word)}: {guess or sort.upper()}}}"
            many = f"{count} {who}" if count > 1 else {"people": "one person", "accounts": "one account"}[who]
            yield Problem(
                code="SP894",
                message=f"the {sort} “{word}” of {many} is none of the library’s",
                hint=(f"did you mean “{guess}”? " if guess else "") + f"Say what it means in the mapping: {example}",
                severity=Severity.WARNING,
            )

    # --- profiles ----------------------------------------------------------------------------------------------------

    def _rows(self, records: AccountRecords) -> tuple[list[AccountRow], dict[Path, str], AccountRecords]:
        rows: list[AccountRow] = []
        texts: dict[Path, str] = {}
        kept = dict(records.profiles)
        for plain, account in self._accounts.items():
            path = self._profiles.get(plain) or self._request.profiles / f"{profile_id(account.name)}.yaml"
            if path in texts:
                path = self._free(path, texts)
            before = read_text(path) if path.exists() else ""
            data = Source(shown_path(path), before).load() or {} if before else {}
            if not isinstance(data, dict):
                hint = "mend it, then import again"
                self._tell("SP892", "the profile is no mapping: nothing is added", hint, Place(shown_path(path)))
                continue
            record = kept.get(path.stem, AccountRecord())
            after, fields, stays = _merged(data, self._fields(account), record)
            new_people = self._people(account, after)
            if new_people:
                after["stakeholders"] = [*(after.get("stakeholders") or []), *new_people]
                fields["stakeholders"] = [one["name"] for one in new_people]
            action = AccountAction.UNCHANGED if not fields else AccountAction.UPDATED if before else AccountAction.NEW
            rows.append(AccountRow(path.stem, account.name, action, fields, stays))
            if fields:
                texts[path] = with_data(before, after, ORDER) if before else _new_text(after)
                said = {name: value for name, value in fields.items() if name != "stakeholders"}
                kept[path.stem] = AccountRecord(account.says("id") or record.id, {**record.fields, **said})
        return rows, texts, msgspec.structs.replace(records, profiles=kept)

    def _fields(self, account: Account) -> dict[str, Any]:
        """What the export says of an account, by the path of each field."""
        size = size_of(account.says("employees"))
        language = account.says("language").strip().lower()
        revenue = self._revenue(account)
        years = [year for year in account.won if year is not None]
        said = {
            "customer.name": " ".join(account.name.split()),
            "customer.industry": self._industries.get(account.says("industry")),
            "customer.employees": size,
            "customer.country": self._countries.get(account.says("country")),
            "customer.language": language if language in self._library.settings.languages else None,
            "customer.revenue": revenue,
            "relationship.kind": "current" if account.won else None,
            "relationship.since": min(years) if years else None,
        }
        return {path: value for path, value in said.items() if value is not None}

    def _revenue(self, account: Account) -> float | int | None:
        """In the library’s currency: only where the mapping says what the export’s figures are times."""
        times, said = self._mapping.revenue_times, account.says("revenue")
        if times is None or not said:
            return None
        figure = _figure(said)
        if figure is None or figure < 0:
            place = account.table.place(account.row.number)
            self._tell("SP892", f"the revenue “{said}” is no figure", "write digits alone", place)
            return None
        whole = figure * times
        return int(whole) if whole == int(whole) else round(whole, 2)

    def _people(self, account: Account, data: Mapping[str, Any]) -> list[dict[str, str]]:
        there = {_plain(str(one.get("name") or "")) for one in data.get("stakeholders") or () if isinstance(one, dict)}
        found: list[dict[str, str]] = []
        for name, title in account.people:
            if _plain(name) in there or not title:
                continue
            role = self._role(title)
            if role is not None:
                found.append({"name": name, "role": role})
                there.add(_plain(name))
        return found

    def _role(self, title: str) -> str | None:
        if title not in self._roles:
            own = self._mapping.roles.get(title)
            try:
                self._roles[title] = own or resolve(self._library, title, "role")
            except UserFault:
                self._roles[title] = None
        if self._roles[title] is None:
            self._unknown["role"][title] += 1
        return self._roles[title]

    @cached_property
    def _roles(self) -> dict[str, str | None]:
        return {}

    @cached_property
    def _profiles(self) -> dict[str, Path]:
        """The profiles that are there, by their customers’ plain names."""
        folder, told = self._request.profiles, list[Problem]()
        named = customer_names(folder, told) if folder.is_dir() else {}
        self._told += (problem.as_warning() for problem in told)
        found: dict[str, Path] = {}
        for path, name in named.items():
            found.setdefault(_plain(name), path)
        return found

    def _free(self, path: Path, taken: Mapping[Path, str]) -> Path:
        number = 2
        while (other := path.with_stem(f"{path.stem}-{number}")) in taken or other.exists():
            number += 1
        return other

    def _write(self, texts: Mapping[Path, str], records: AccountRecords) -> None:
        folder = self._request.profiles
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with Transaction(folder) as transaction:
                for path, text in texts.items():
                    transaction.write(path, text.encode())
                transaction.write(folder / RECORD_FILE, records_text(records).encode())
        except OSError as error:
            message = f"the profiles cannot be written: {why(error)}; nothing was changed"
            raise UserFault.of("SP803", message, "check the folder’s permissions", Place(shown_path(folder))) from None

    def _tell(self, code: str, message: str, hint: str, place: Place) -> None:
        self._told.append(Problem(code=code, message=message, hint=hint, place=place, severity=Severity.WARNING))


def _merged(
    data: Mapping[str, Any], said: Mapping[str, Any], record: AccountRecord
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """A profile’s data with what it lacks, the fields that are set, and what a person wrote that stays.

    What an import wrote itself, and nobody has changed since, follows the export.
    """
    after = {key: dict(value) if isinstance(value, dict) else value for key, value in data.items()}
    fields: dict[str, Any] = {}
    stays: dict[str, Any] = {}
    for path, value in said.items():
        section, name = path.split(".")
        there = after.get(section)
        now = there.get(name) if isinstance(there, dict) else None
        if now == value:
            continue
        if now is not None and now != record.fields.get(path):
            stays[path] = now
            continue
        if not isinstance(there, dict):
            after[section] = {}
        after[section][name] = value
        fields[path] = value
    return after, fields, stays


def _new_text(data: Mapping[str, Any]) -> str:
    """A profile that was not there before."""
    import yaml

    head = "# From the CRM. Values, goals and the meeting are yours to add: `salespack schema profile`.\n"
    return head + yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True, width=1000)


def _plain(name: str) -> str:
    return " ".join(name_words(name))


def _rows(numbers: Sequence[int]) -> str:
    """Rows as the beginning of a sentence that says what they do not have."""
    if len(numbers) == 1:
        return f"row {numbers[0]} has"
    shown = ", ".join(map(str, numbers[:MOST_ROWS_NAMED]))
    more = f" and {len(numbers) - MOST_ROWS_NAMED:,} more" if len(numbers) > MOST_ROWS_NAMED else ""
    return f"rows {shown}{more} have"


def _year(text: str) -> int | None:
    found = YEAR.search(text)
    return None if found is None else int(found[1]) if found[1] else 2000 + int(found[2])


def _figure(text: str) -> float | None:
    """A figure with a decimal point or comma: 1100.04, 1 100,04, 1,100.04."""
    bare = re.sub(r"[^\d.,-]", "", text)
    last = max(bare.rfind("."), bare.rfind(","))
    if last >= 0 and len(bare) - last - 1 != 3:
        bare = re.sub(r"[.,]", "", bare[:last]) + "." + bare[last + 1 :]
    else:
        bare = re.sub(r"[.,]", "", bare)
    try:
        return float(bare)
    except ValueError:
        return None
