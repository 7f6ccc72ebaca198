"""Exports of a CRM become profiles, or what existing ones do not say yet. Nothing is invented or overwritten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
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
from salespack.importing.accounts.columns import AccountMapping, read_mapping
from salespack.importing.accounts.reading import TRUE, Account, AccountTables
from salespack.importing.accounts.suppression import read_suppressed
from salespack.importing.customer_profiles import CustomerProfiles, plain_name, undecided
from salespack.importing.facts import Facts, figure_of, size_of
from salespack.importing.tables import MOST_TOLD
from salespack.language.word_matching import normalised
from salespack.library.library import Library
from salespack.library.naming import resolve
from salespack.problems.files import why
from salespack.problems.problem import Place, Problem, Severity, UserFault, shown_path
from salespack.profiles.folder import customer_names
from salespack.scaffold.profiles import profile_id
from salespack.system.transactions import Transaction, recover

ORDER = (
    "customer", "owner", "goals", "success", "relationship", "scale", "values", "stakeholders", "contact", "meeting",
    "facts",
)  # fmt: skip


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
    """Where opportunities stand that belong to no account: FILE:ROW, where the request wants them listed."""
    lost: int
    """How many they are."""
    left_out: int = 0
    """How many customers and people are left out as they asked not to be kept."""
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
    """What to import: files, the folder of the profiles, a mapping file; whether rows without account are listed."""

    files: tuple[Path, ...]
    profiles: Path
    mapping: Path | None = None
    list_lost: bool = True


class AccountsPlan(msgspec.Struct, frozen=True):
    """What an import would do: its report, and the texts of the files, with what they were when it was planned."""

    report: AccountsReport
    folder: Path
    texts: Mapping[Path, tuple[str, str]]
    records: AccountRecords

    def write(self) -> AccountsReport:
        """Does it, all or nothing. Raises UserFault (SP803), also where a profile was changed since."""
        folder = self.folder
        for path, (before, _) in self.texts.items():
            if (read_text(path) if path.exists() else "") != before:
                message = "was changed since it was read; nothing was written"
                raise UserFault.of("SP803", message, "import again", Place(shown_path(path)))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with Transaction(folder) as transaction:
                for path, (_, text) in self.texts.items():
                    transaction.write(path, text.encode())
                transaction.write(folder / RECORD_FILE, records_text(self.records).encode())
        except OSError as error:
            message = f"the profiles cannot be written: {why(error)}; nothing was changed"
            raise UserFault.of("SP803", message, "check the folder’s permissions", Place(shown_path(folder))) from None
        return msgspec.structs.replace(self.report, written=True)


def plan_accounts(library: Library, request: AccountsRequest, answer: Answer) -> AccountsPlan:
    """Reads the tables, each once, and says what they would change. Nothing is written. Raises UserFault."""
    return _Import(library, request, answer).plan()


class _Import:
    def __init__(self, library: Library, request: AccountsRequest, answer: Answer) -> None:
        self._library, self._request, self._answer = library, request, answer
        self._mapping: AccountMapping = read_mapping(request.mapping)
        self._facts = Facts(library)
        self._told: list[Problem] = []
        self._sizeless: dict[str, list[Place]] = {}
        """Where accounts say of their employees what is no count."""
        self._unknown: dict[str, Counter[str]] = {"industry": Counter(), "country": Counter(), "role": Counter()}

    def plan(self) -> AccountsPlan:
        """The whole import but for writing."""
        folder = self._request.profiles
        recover(folder)
        tables = AccountTables(self._mapping, read_suppressed(folder), self._role)
        tables.read(self._request.files)
        self._told += tables.told
        self._ask_about_words(tables.accounts.values())
        rows, texts, after = self._rows(tables.accounts, read_records(folder))
        for sort, words in self._unknown.items():
            self._told += self._unknown_words(sort, words)
        self._tell_sizeless()
        report = AccountsReport(
            rows=tuple(rows),
            opportunities=tables.opportunities,
            won=tables.won,
            without_account=tuple(tables.lost()) if self._request.list_lost else (),
            lost=tables.count_lost(),
            left_out=tables.left_out,
            unknown={sort: dict(words.most_common()) for sort, words in self._unknown.items() if words},
            problems=tuple(self._told),
            written=False,
        )
        return AccountsPlan(report, folder, texts, after)

    # --- words -------------------------------------------------------------------------------------------------------

    def _ask_about_words(self, accounts: Collection[Account]) -> None:
        """Asks about each word once that is nearly one of the library’s; what is said holds for all that have it."""
        self._industries: dict[str, str | None] = {}
        self._countries: dict[str, str | None] = {}
        for sort, known, own, exactly, nearly in (
            ("industry", self._industries, self._mapping.industries, self._facts.named_industry,
             self._facts.near_industry),
            ("country", self._countries, self._mapping.countries, self._facts.country, self._facts.near_country),
        ):  # fmt: skip
            said = Counter(word for account in accounts if (word := account.says(sort)))
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

    def _rows(
        self, accounts: Mapping[str, Account], records: AccountRecords
    ) -> tuple[list[AccountRow], dict[Path, tuple[str, str]], AccountRecords]:
        rows: list[AccountRow] = []
        texts: dict[Path, tuple[str, str]] = {}
        kept = dict(records.profiles)
        names = {normalised(account.name) for account in accounts.values()}
        for account in accounts.values():
            there = self._profiles.of(account.name, names)
            if len(there) > 1:
                self._tell("SP892", *undecided(account.name, there), account.place)
                continue
            path = there[0] if there else self._request.profiles / f"{profile_id(account.name)}.yaml"
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
                texts[path] = before, with_data(before, after, ORDER) if before else _new_text(after)
                said = {name: value for name, value in fields.items() if name != "stakeholders"}
                kept[path.stem] = AccountRecord(account.says("id") or record.id, {**record.fields, **said})
        return rows, texts, msgspec.structs.replace(records, profiles=kept)

    def _fields(self, account: Account) -> dict[str, Any]:
        """What the export says of an account, by the path of each field."""
        size = size_of(account.says("employees"))
        if size is None and account.says("employees"):
            self._sizeless.setdefault(account.says("employees"), []).append(account.place)
        language = account.says("language").strip().lower()
        revenue = self._revenue(account)
        met = account.days.day(account.says("meeting"))
        said = {
            "customer.name": " ".join(account.name.split()),
            "customer.industry": self._industries.get(account.says("industry")),
            "customer.employees": size,
            "customer.country": self._countries.get(account.says("country")),
            "customer.language": language if language in self._library.settings.languages else None,
            "customer.revenue": revenue,
            "relationship.kind": "current" if account.won else None,
            "relationship.since": account.first_won,
            "relationship.bought": _whole(account.bought) or None,
            "relationship.last_bought": last.isoformat() if (last := account.last_bought) is not None else None,
            "owner": account.says("owner") or None,
            "contact.permission": "no" if normalised(account.says("no_contact")) in TRUE else None,
            "meeting.date": met.isoformat() if met is not None else None,
        }
        return {path: value for path, value in said.items() if value is not None}

    def _revenue(self, account: Account) -> float | int | None:
        """In the library’s currency: only where the mapping says what the export’s figures are times."""
        times, said = self._mapping.revenue_times, account.says("revenue")
        if times is None or not said:
            return None
        figure = figure_of(said)
        if figure is None or figure < 0:
            self._tell("SP892", f"the revenue “{said}” is no figure", "write digits alone", account.place)
            return None
        whole = figure * times
        return _whole(whole)

    def _tell_sizeless(self) -> None:
        """One problem for each way of saying no count of employees, at its first row."""
        for number, (said, places) in enumerate(self._sizeless.items()):
            if number == MOST_TOLD:
                message = f"{len(self._sizeless) - MOST_TOLD:,} more say of employees what is no count"
                self._tell("SP892", message, "none is taken from them", places[0])
                return
            more = f", in {len(places):,} rows" if len(places) > 1 else ""
            message = f"“{said[:40]}” is no count of employees{more}: none is taken from it"
            self._tell("SP892", message, "write a whole number alone, such as 250", places[0])

    def _people(self, account: Account, data: Mapping[str, Any]) -> list[dict[str, str]]:
        there = {
            plain_name(str(one.get("name") or "")) for one in data.get("stakeholders") or () if isinstance(one, dict)
        }
        found: list[dict[str, str]] = []
        for plain, (name, title) in account.people.items():
            if plain not in there and (role := self._roles[title]) is not None:
                found.append({"name": name, "role": role})
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
    def _profiles(self) -> CustomerProfiles:
        """The profiles that are there, by their customers."""
        folder, told = self._request.profiles, list[Problem]()
        named = customer_names(folder, told) if folder.is_dir() else {}
        self._told += (problem.as_warning() for problem in told)
        return CustomerProfiles(named)

    def _free(self, path: Path, taken: Collection[Path]) -> Path:
        number = 2
        while (other := path.with_stem(f"{path.stem}-{number}")) in taken or other.exists():
            number += 1
        return other

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
        section, _, name = path.partition(".")
        if not name:
            now = after.get(section)
            if now is None or (now == record.fields.get(path) and now != value):
                after[section] = fields[path] = value
            elif now != value:
                stays[path] = now
            continue
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


def _whole(figure: float) -> int | float:
    """A sum as a person would write it: whole, or with cents."""
    return int(figure) if figure == int(figure) else round(figure, 2)
