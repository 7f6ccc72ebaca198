"""`salespack import accounts`: exports of a CRM become profiles, and what a person wrote stays."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from salespack.importing.accounts.accounts import AccountAction, AccountsReport, AccountsRequest, Guess, plan_accounts
from salespack.importing.accounts.suppression import suppress, unsuppress
from salespack.library.index import open_library
from salespack.library.library import Library
from salespack.problems.problem import UserFault
from tests.cli.test_commands import salespack
from tests.conftest import PROJECT
from tests.terminals import terminal

ACCOUNTS = """\
account,sector,employees,office_location,revenue
Acme Corporation,technolgy,2822,United States,1100.04
Blåbär Ab,retail,"1,200",Ruotsi,
Hottié,technolgy,9,Philipines,3
"""
DEALS = """\
account,deal_stage,close_date
Acme Corporation,Won,3/1/2017
ACME CORPORATION INC.,Won,11/25/2016
,Won,3/1/2017
Hottié,Lost,4/1/2017
Nobody,Engaging,
"""


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library(PROJECT / "content_blocks", None)


@pytest.fixture
def importing(tmp_path: Path, library: Library) -> Callable[..., AccountsReport]:
    """Imports tables that are given as text, into `profiles/`; every guess is taken unless `answer` says otherwise."""

    def run(
        *tables: str | Path, answer: Callable[[Guess], bool | None] = lambda _: True, **changes: object
    ) -> AccountsReport:
        files = []
        for number, table in enumerate(tables):
            file = tmp_path / f"table-{number}.csv" if isinstance(table, str) else table
            if isinstance(table, str):
                file.write_text(table, encoding="utf-8", newline="")
            files.append(file)
        request = AccountsRequest(files=tuple(files), profiles=tmp_path / "profiles", **changes)  # type: ignore[arg-type]
        plan = plan_accounts(library, request, answer)
        return plan.write() if plan.texts else plan.report

    return run


def told(report: AccountsReport) -> list[str]:
    return [
        f"{one.place.file.rpartition('/')[2]}:{one.place.line}: {one.code} {one.message}"
        if one.place
        else f"{one.code} {one.message}"
        for one in report.problems
    ]


def test_accounts_and_opportunities_become_profiles(importing: Callable[..., AccountsReport], tmp_path: Path) -> None:
    report = importing(ACCOUNTS, DEALS)
    assert report.count(AccountAction.NEW) == 3
    assert (tmp_path / "profiles/acme-corporation.yaml").read_text(encoding="utf-8") == (
        "# From the CRM. Values, goals and the meeting are yours to add: `salespack schema profile`.\n"
        "customer:\n  name: Acme Corporation\n  industry: technology\n  employees: 2822\n  country: US\n"
        "relationship:\n  kind: current\n  since: 2016\n  last_bought: '2017-03-01'\n"
    )
    assert (
        (tmp_path / "profiles/blabar-ab.yaml")
        .read_text(encoding="utf-8")
        .endswith("customer:\n  name: Blåbär Ab\n  industry: retail\n  employees: 1200\n  country: SE\n")
    )
    assert (report.opportunities, report.won) == (5, 2)
    assert [one.rpartition("/")[2] for one in report.without_account] == ["table-1.csv:4", "table-1.csv:6"]
    assert told(report) == [
        "table-1.csv:4: SP895 2 opportunities belong to no account of these tables, the first in row 4"
    ]


def test_the_same_again_writes_nothing_and_what_a_person_wrote_stays(
    importing: Callable[..., AccountsReport], tmp_path: Path
) -> None:
    importing(ACCOUNTS, DEALS)
    profile = tmp_path / "profiles/acme-corporation.yaml"
    edited = profile.read_text(encoding="utf-8").replace("employees: 2822", "employees: 3000  # they said so")
    profile.write_text(f"{edited}values: {{fewer-outages: 9}}\n", encoding="utf-8")
    before = {file.name: file.read_bytes() for file in profile.parent.iterdir()}
    report = importing(ACCOUNTS, DEALS)
    assert not report.written
    assert report.count(AccountAction.UNCHANGED) == 3
    assert [row.kept for row in report.rows if row.kept] == [{"customer.employees": 3000}]
    assert {file.name: file.read_bytes() for file in profile.parent.iterdir()} == before

    # What the import wrote itself follows the export; nothing else of the file moves.
    importing(ACCOUNTS.replace("technolgy,2822", "retail,2900"), DEALS)
    assert profile.read_text(encoding="utf-8") == f"{edited}values: {{fewer-outages: 9}}\n".replace(
        "industry: technology", "industry: retail"
    )


def test_a_word_is_asked_about_once_for_all_that_have_it(
    importing: Callable[..., AccountsReport], tmp_path: Path
) -> None:
    asked: list[Guess] = []

    def no(guess: Guess) -> bool:
        asked.append(guess)
        return False

    report = importing(ACCOUNTS, answer=no)
    assert asked == [Guess("industry", "technolgy", "technology", 2), Guess("country", "Philipines", "PH", 1)]
    assert report.unknown == {"industry": {"technolgy": 2}, "country": {"Philipines": 1}}
    assert [(one.message, one.hint) for one in report.problems] == [
        ("the industry “technolgy” of 2 accounts is none of the library’s",
         "did you mean “technology”? Say what it means in the mapping: industries: {technolgy: technology}"),
        ("the country “Philipines” of one account is none of the library’s",
         "did you mean “PH”? Say what it means in the mapping: countries: {Philipines: PH}"),
    ]  # fmt: skip
    assert "industry" not in (tmp_path / "profiles/acme-corporation.yaml").read_text(encoding="utf-8")


def test_a_mapping_names_columns_and_words(importing: Callable[..., AccountsReport], tmp_path: Path) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text(
        "accounts: {name: [Kunde], industry: [Zweig], revenue: [Umsatz Mio]}\n"
        "industries: {Kram: retail}\nrevenue_times: 1000000\n",
        encoding="utf-8",
    )
    report = importing("Kunde;Zweig;Umsatz Mio\nMüller GmbH;Kram;1.100,04\nSüd AG;Kram;viel\n", mapping=mapping)
    assert report.rows[0].fields == {
        "customer.name": "Müller GmbH", "customer.industry": "retail", "customer.revenue": 1_100_040_000,
    }  # fmt: skip
    assert told(report) == ["table-0.csv:3: SP892 the revenue “viel” is no figure"]
    mapping.write_text("acounts: {}\n", encoding="utf-8")
    with pytest.raises(UserFault) as caught:
        importing(ACCOUNTS, mapping=mapping)
    assert str(caught.value.problems[0].place).endswith("map.yaml:1:1")


def test_people_are_added_by_what_their_titles_mean(importing: Callable[..., AccountsReport], tmp_path: Path) -> None:
    accounts = "Id,Name,Industry\n001,Acme,Retail\n"
    people = (
        'AccountId,FirstName,LastName,Title\n001,Rose,Gonzalez,"SVP, Procurement"\n001,Sean,Forbes,CFO\n'
        "001,Tim,Barr,Dean of Administration\n009,No,Body,CFO\n001,,,CFO\n"
    )
    report = importing(accounts, people)
    assert report.rows[0].fields["stakeholders"] == ["Rose Gonzalez", "Sean Forbes"]
    assert told(report) == [
        "table-1.csv:5: SP895 rows 5, 6 have no account that the tables have, or no name; these people are left out",
        "SP894 the role “Dean of Administration” of one person is none of the library’s",
    ]
    assert importing(accounts, people).count(AccountAction.UNCHANGED) == 1
    assert (tmp_path / "profiles/acme.yaml").read_text(encoding="utf-8").count("Rose Gonzalez") == 1


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("account,sector\nAcme,retail\nAcme Oy,retail\n",
         "table-0.csv:3: SP892 “Acme Oy” is the same customer as “Acme” in row 2; the first is taken"),
        ("account,sector\nAcme,retail,more\nBeta,retail\n",
         "table-0.csv:2: SP892 the row has 3 cells, and the table 2 columns"),
        ("account,sector\n,retail\n\nAcme,retail\n , \n", "table-0.csv:2: SP892 row 2 has no customer’s name"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_used_are_told_and_the_rest_is_imported(
    importing: Callable[..., AccountsReport], table: str, said: str
) -> None:
    report = importing(table)
    assert told(report) == [said]
    assert len(report.rows) == 1
    assert report.written


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "SP891 is empty"),
        (b"account\nAcme\n", "SP891 has a single column"),
        (b"account,name,account\nA,B,C\n", "SP891 has more than one column “account”"),
        (b"PK\x03\x04rest", "SP891 is no text: it is a packed file"),
        (b"a\0b,c\n", "SP891 is no text"),
        (b"colour,price\nA,1\n",
         "SP893 is no table of accounts, contacts or opportunities: no column says whose a row is"),
        (b"account,deal_stage\nAcme,Won\n", "SP893 no table names accounts"),
        (b'account,sector\n"Acme,retail\n' + b"x" * 200_000,
         "SP891 cannot be read: field larger than field limit (131072)"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_changes_nothing(
    importing: Callable[..., AccountsReport], tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    with pytest.raises(UserFault) as caught:
        importing(file)
    (problem,) = [one for one in caught.value.problems if one.severity.value == "error"]
    assert f"{problem.code} {problem.message}" == said
    assert not (tmp_path / "profiles").exists()


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8-sig", ","), ("utf-16", "\t"), ("utf-8", ";"), ("cp1252", "|")]
)
def test_every_usual_encoding_and_separator(
    importing: Callable[..., AccountsReport], tmp_path: Path, encoding: str, separator: str
) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes("account,sector\r\nSörmåla,retail\r\n".replace(",", separator).encode(encoding))
    report = importing(file)
    assert report.rows[0].fields == {"customer.name": "Sörmåla", "customer.industry": "retail"}
    assert [one.code for one in report.problems] == (["SP891"] if encoding == "cp1252" else [])


def test_a_line_that_names_the_separator_is_no_head(importing: Callable[..., AccountsReport]) -> None:
    report = importing("sep=;\r\naccount;sector\r\nAcme, Inc.;retail\r\n;retail\r\n")
    assert report.rows[0].fields == {"customer.name": "Acme, Inc.", "customer.industry": "retail"}
    assert told(report) == ["table-0.csv:4: SP892 row 4 has no customer’s name"]


def test_a_workbook_is_read_sheet_by_sheet(importing: Callable[..., AccountsReport], tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    first = workbook.active
    assert first is not None
    first.title = "Customers"
    for row in (("Company name", "Industry", "Number of Employees"), ("Acme", "Retail", 12.0), ("", "Retail", 3)):
        first.append(row)
    deals = workbook.create_sheet("Deals")
    for row in (("Associated Company", "Deal Stage", "Close Date"), ("Acme", "Closed Won", "2024-05-01")):
        deals.append(row)
    workbook.create_sheet("Empty")
    file = tmp_path / "crm.xlsx"
    workbook.save(file)
    report = importing(file)
    assert report.rows[0].fields == {
        "customer.name": "Acme", "customer.industry": "retail", "customer.employees": 12,
        "relationship.kind": "current", "relationship.since": 2024, "relationship.last_bought": "2024-05-01",
    }  # fmt: skip
    assert told(report) == ["crm.xlsx#Customers:3: SP892 row 3 has no customer’s name"]


def test_a_bomb_is_not_unpacked(
    importing: Callable[..., AccountsReport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salespack.importing.tables.MOST_UNPACKED", 1024 * 1024)
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(2 * 1024 * 1024))
    with pytest.raises(UserFault) as caught:
        importing(file)
    assert (
        caught.value.problems[0].message == "has more than 64 MB, or 1 MB unpacked (some 300,000 rows of eight columns)"
    )


@pytest.mark.slow
def test_the_command_says_what_it_would_do_and_writes_when_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account,sector\nAcme,retail\n", encoding="utf-8")
    library = ("--library", str(PROJECT / "content_blocks"))
    shown = salespack(tmp_path, "import", "accounts", "accounts.csv", *library)
    assert shown.returncode == 0
    assert shown.stdout.splitlines()[0] == "1 account: 1 new"
    assert "Nothing was written: say --yes." in shown.stdout
    assert not (tmp_path / "profiles").exists()
    refused = salespack(tmp_path, "import", "accounts", "accounts.csv", "--no", *library)
    assert "Nothing was written: say --yes." in refused.stdout
    assert not (tmp_path / "profiles").exists()
    made = salespack(tmp_path, "import", "accounts", "accounts.csv", "--yes", *library)
    assert "1 profile written in profiles/" in made.stdout
    again = salespack(tmp_path, "import", "accounts", "accounts.csv", "--yes", "--json", *library)
    assert json.loads(again.stdout)["rows"] == [
        {"profile": "acme", "name": "Acme", "action": "unchanged", "fields": {}, "kept": {}}
    ]


@pytest.mark.slow
def test_who_asked_not_to_be_kept_does_not_come_back(importing: Callable[..., AccountsReport], tmp_path: Path) -> None:
    accounts = "Id,Name,Industry\n001,Acme Oy,Retail\n002,Beta,Retail\n"
    people = "AccountId,Name,Title\n001,Rose Gonzalez,CFO\n002,Sean Forbes,CFO\n002,Ann Lee,CTO\n"
    deals = "AccountId,StageName\n001,Closed Won\n002,Closed Won\n009,Closed Won\n"
    importing(accounts, people, deals)
    folder = tmp_path / "profiles"
    report = suppress(folder, ["ACME", "Sean Forbes"])
    assert [Path(one).name for one in report.profiles] == ["acme-oy.yaml", "beta.yaml"]
    (folder / "acme-oy.yaml").unlink()
    (folder / "beta.yaml").unlink()
    listed = (folder / "_suppressed.json").read_text("utf-8")
    assert not any(
        word in (listed + (folder / "_accounts.json").read_text("utf-8")).lower() for word in ("acme", "sean")
    )
    again = importing(accounts.replace("Acme Oy", "Acme Nordic Ltd"), people, deals)  # known by its id as well
    assert ([row.profile for row in again.rows], again.left_out) == (["beta"], 3)
    assert "Sean" not in (folder / "beta.yaml").read_text("utf-8")
    assert "Ann Lee" in (folder / "beta.yaml").read_text("utf-8")
    assert [one.rpartition(":")[2] for one in again.without_account] == ["4"]  # those of Acme are not told as lost
    unsuppress(folder, ["acme", "001"])
    assert "acme-oy" in {row.profile for row in importing(accounts, people, deals).rows}


def test_owner_meeting_and_consent_and_what_is_deleted(
    importing: Callable[..., AccountsReport], tmp_path: Path
) -> None:
    table = (
        "Name,Account Owner,Next Activity Date,Do Not Contact,IsDeleted\nAcme,Maija Virta,3/4/2027,FALSE,FALSE\n"
        "Beta,,12/25/2026,TRUE,FALSE\nGone,,,,TRUE\n"
    )
    report = importing(table)
    assert {row.profile: row.fields for row in report.rows} == {
        "acme": {"customer.name": "Acme", "owner": "Maija Virta", "meeting.date": "2027-03-04"},
        "beta": {"customer.name": "Beta", "contact.permission": "no", "meeting.date": "2026-12-25"},
    }
    assert importing(table).count(AccountAction.UNCHANGED) == 2
    assert "contact:\n  permission: 'no'\n" in (tmp_path / "profiles/beta.yaml").read_text("utf-8")
    told_apart = importing("Name,Next Activity Date,Owner\nAcme,3/4/2027,Somebody\n")
    assert told(told_apart) == [
        "table-0.csv:1: SP892 whether the day or the month comes first in “Next Activity Date” cannot be told: "
        "1 of its days can be read in two ways, and no row says which"
    ]
    assert told_apart.rows[0].fields == {"owner": "Somebody"}


def test_products_that_no_table_has_are_told_once(importing: Callable[..., AccountsReport]) -> None:
    report = importing(
        "account,sector\nAcme,retail\n", "product,sales_price\nGTX Pro,4821\n",
        "account,deal_stage,product\nAcme,Won,GTXPro\nAcme,Won,GTXPro\nAcme,Won,gtx pro\nAcme,Won,Else\n",
    )  # fmt: skip
    assert [(one.message, one.hint) for one in report.problems] == [
        ("the product “GTXPro” of 2 opportunities is in no table of products", "did you mean “GTX Pro”?"),
        ("the product “Else” of one opportunity is in no table of products",
         "correct it in the system that you export from"),
    ]  # fmt: skip


def test_a_table_of_faults_is_told_in_few_words(importing: Callable[..., AccountsReport]) -> None:
    ragged = "account,sector\nAcme,retail\n" + "Beta,retail,x\n" * 500 + "Acme,retail\n" * 100
    report = importing(ragged)
    assert len(report.rows) == 1
    assert len(report.problems) == 2 * (20 + 1)
    assert "table-0.csv:None: SP892 480 more rows have more cells than the table has columns" in told(report)


def test_a_sheet_may_begin_below_and_its_merged_heads_are_told(
    importing: Callable[..., AccountsReport], tmp_path: Path
) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for cell, value in {
        "A3": "Company",
        "C3": "Industry",
        "A4": "Acme",
        "B4": "x",
        "C4": "Retail",
        "A5": "=1+1",
    }.items():
        sheet[cell] = value
    sheet.merge_cells("A3:B3")
    file = tmp_path / "crm.xlsx"
    workbook.save(file)
    report = importing(file)
    assert report.rows[0].fields == {"customer.name": "Acme", "customer.industry": "retail"}
    assert told(report) == [
        "crm.xlsx#Sheet:3: SP891 column 2 has no name",
        "crm.xlsx:None: SP892 the formula in A5 has no result: read as empty",
    ]


def test_a_spreadsheet_that_lies_about_its_size_is_refused(
    importing: Callable[..., AccountsReport], tmp_path: Path
) -> None:
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(4 * 1024 * 1024))
    content = file.read_bytes()
    file.write_bytes(content.replace((4 * 1024 * 1024).to_bytes(4, "little"), (100).to_bytes(4, "little")))
    with pytest.raises(UserFault) as caught:
        importing(file)
    assert caught.value.problems[0].code == "SP891"


def test_a_profile_that_changed_while_somebody_was_asked_stays(tmp_path: Path, library: Library) -> None:
    (tmp_path / "a.csv").write_text(ACCOUNTS, "utf-8")
    plan = plan_accounts(
        library, AccountsRequest(files=(tmp_path / "a.csv",), profiles=tmp_path / "profiles"), lambda _: True
    )
    profile = tmp_path / "profiles/hottie.yaml"
    profile.parent.mkdir()
    profile.write_text("customer: {name: Hottié}  # mine\n", "utf-8")
    with pytest.raises(UserFault, match="was changed since it was read"):
        plan.write()
    assert [one.name for one in profile.parent.iterdir()] == ["hottie.yaml"]


@pytest.mark.slow
def test_ten_times_the_rows_take_no_more_memory(tmp_path: Path, library: Library) -> None:
    """By what Python holds; `benchmarks/imports.py` says what the process does."""
    (tmp_path / "accounts.csv").write_text("account,sector\nAcme,retail\n", "utf-8")
    peaks = []
    for count in (5_000, 50_000):
        deals = tmp_path / "deals.csv"
        with deals.open("w", encoding="utf-8") as stream:
            stream.write("account,deal_stage,close_date\n")
            stream.writelines(
                f"{'Acme' if number % 7 else 'Nobody'},Won,3/13/20{number % 20 + 10}\n" for number in range(count)
            )
        request = AccountsRequest(
            files=(tmp_path / "accounts.csv", deals), profiles=tmp_path / "profiles", list_lost=False
        )
        tracemalloc.start()
        assert plan_accounts(library, request, lambda _: True).report.opportunities == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 1_500_000  # a megabyte is the buffer; rows that were kept would be five


@pytest.mark.slow
def test_on_a_terminal_it_asks_and_reads_once(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account,sector\nAcme,technolgy\nBeta,technolgy\n", encoding="utf-8")
    with terminal(tmp_path, "import", "accounts", "accounts.csv", "--library", str(PROJECT / "content_blocks")) as at:
        at.expect("2 accounts have the industry “technolgy”. Is that technology? [Y/n]:")
        (tmp_path / "accounts.csv").unlink()  # it has been read
        at.type("y")
        at.expect("2 accounts: 2 new")
        at.expect("Write this into profiles/? [Y/n]:")
        at.type("")
        at.expect("2 profiles written in profiles/")
        assert at.ended() == 0
    assert "industry: technology" in (tmp_path / "profiles/beta.yaml").read_text("utf-8")


def test_a_name_that_is_none_keeps_nobody_out(tmp_path: Path) -> None:
    for name, folder in (("…", tmp_path), ("", tmp_path), ("Acme", tmp_path / "nowhere")):
        with pytest.raises(UserFault):
            suppress(folder, ["Acme", name])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_command_for_who_asked_not_to_be_kept(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account,sector\nAcme,retail\nBeta,retail\n", encoding="utf-8")
    library = ("--library", str(PROJECT / "content_blocks"))
    salespack(tmp_path, "import", "accounts", "accounts.csv", "--yes", *library)
    done = salespack(tmp_path, "import", "suppress", "Acme")
    assert done.stdout == (
        "Acme: will not be imported again\n"
        "profiles/acme.yaml still says something of them: delete that; of all else: salespack privacy erase acme\n"
    )
    (tmp_path / "profiles/acme.yaml").unlink()
    again = salespack(tmp_path, "import", "accounts", "accounts.csv", "--yes", *library)
    assert again.stdout == "1 account: 1 unchanged\n1 left out, as they asked not to be kept\nNothing has changed.\n"
    back = salespack(tmp_path, "import", "suppress", "Acme", "--remove", "--json")
    assert json.loads(back.stdout) == {"listed": 0, "profiles": [], "unknown": []}
    nobody = salespack(tmp_path, "import", "suppress", "Nobody", "--remove")
    assert nobody.stdout == "Nobody: not on the list, so nothing kept them from being imported\n"
    nowhere = salespack(tmp_path, "import", "suppress", "Acme", "--folder", "nowhere")
    assert (nowhere.returncode, nowhere.stdout) == (2, "")
    assert nowhere.stderr == "nowhere: SP001 there is no such folder (check --folder)\n"
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "profiles/_suppressed.json").write_text("{")
    broken = salespack(tmp_path, "import", "accounts", "accounts.csv", "--yes", *library)
    assert broken.returncode == 1
    assert "SP853 cannot be read" in broken.stderr


@pytest.mark.shared
@pytest.mark.slow
def test_real_exports(shared: Path, importing: Callable[..., AccountsReport], tmp_path: Path) -> None:
    maven, salesforce = shared / "data/crm/maven-crm", shared / "data/crm/salesforce-devorg"
    tables = [maven / name for name in ("accounts.csv", "products.csv", "sales_pipeline.csv")]
    asked: list[Guess] = []

    def yes(guess: Guess) -> bool:
        asked.append(guess)
        return True

    report = importing(*tables, answer=yes)
    assert (len(report.rows), report.opportunities, report.lost) == (85, 8_800, 1_425)
    assert len(report.without_account) == 1_425
    assert [(one.word, one.meant, one.count) for one in asked] == [
        ("technolgy", "technology", 12), ("Philipines", "PH", 1),
    ]  # fmt: skip
    assert ("the product “GTXPro” of 1,480 opportunities is in no table of products", "did you mean “GTX Pro”?") in [
        (one.message, one.hint) for one in report.problems
    ]
    profile = tmp_path / "profiles/cancity.yaml"
    edited = profile.read_text("utf-8") + "values: {fewer-outages: {importance: 9}}\n"
    profile.write_text(edited, "utf-8")
    again = importing(*tables)
    assert (again.written, again.count(AccountAction.UNCHANGED)) == (False, 85)
    assert profile.read_text("utf-8") == edited
    people = [salesforce / f"{name}.csv" for name in ("Account", "Contact", "Opportunity")]
    assert importing(*people).count(AccountAction.NEW) > 10


def test_the_profile_of_that_very_name_is_meant_and_between_two_nobody_chooses(
    importing: Callable[..., AccountsReport], tmp_path: Path
) -> None:
    folder = tmp_path / "profiles"
    folder.mkdir()
    for file, name in (
        ("plain", "Plain Oy"), ("plain-oyj", "Plain Oyj"), ("hand", "Hand & Co"), ("hand-2", "Hand & Co"),
    ):  # fmt: skip
        (folder / f"{file}.yaml").write_text(f"customer: {{name: {name}}}\n", "utf-8")
    report = importing("account,employees\nPlain Oyj,12\nHand & Co,13\n")
    assert [(row.profile, row.fields) for row in report.rows] == [("plain-oyj", {"customer.employees": 12})]
    (line,) = told(report)
    assert line.startswith("table-0.csv:3: SP892 “Hand & Co” may be the customer of ")


def test_counts_of_employees_that_are_none_and_marks_that_never_end_are_told(
    importing: Callable[..., AccountsReport], tmp_path: Path
) -> None:
    report = importing("account;sector;employees\nA;retail;abc\nB;retail;-5\nC;retail;1e9\nD;retail;abc\nE;retail;7\n")
    assert told(report) == [
        "table-0.csv:2: SP892 “abc” is no count of employees, in 2 rows: none is taken from it",
        "table-0.csv:3: SP892 “-5” is no count of employees: none is taken from it",
        "table-0.csv:4: SP892 “1e9” is no count of employees: none is taken from it",
    ]
    before = sorted((tmp_path / "profiles").iterdir())
    with pytest.raises(UserFault) as caught:
        importing('account;sector;employees\n"Whole; and ""well""";retail;2\n"unterminated;finance;1\nF;retail;3\n')
    (problem,) = caught.value.problems
    assert str(problem).endswith(
        "table-0.csv:3: SP891 a quotation mark of this row is never closed: what follows is read as one text "
        "(a text that begins with a quotation mark ends with one)"
    )
    assert sorted((tmp_path / "profiles").iterdir()) == before


def test_two_companies_of_one_name_and_other_forms_are_two_customers(
    importing: Callable[..., AccountsReport], tmp_path: Path
) -> None:
    accounts = "account,employees\nPlain Oy,12\nPlain Oyj,900\nPlain Oy Ab,13\nAcme Ltd,5\nAcme Limited,6\n"
    deals = "account,deal_stage,close_date\nPlain Oyj,Won,2024-03-01\nPlain,Won,2023-03-01\n"
    report = importing(accounts, deals)
    assert [(row.profile, row.fields.get("customer.employees")) for row in report.rows] == [
        ("plain-oy", 12), ("plain-oyj", 900), ("acme-ltd", 5),
    ]  # fmt: skip
    assert [row.fields.get("relationship.since") for row in report.rows] == [None, 2024, None]
    assert report.lost == 1  # which of the two is “Plain”?
    assert [line for line in told(report) if "same customer" in line] == [
        "table-0.csv:4: SP892 “Plain Oy Ab” is the same customer as “Plain Oy” in row 2; the first is taken",
        "table-0.csv:6: SP892 “Acme Limited” is the same customer as “Acme Ltd” in row 5; the first is taken",
    ]
    assert importing(accounts, deals).count(AccountAction.UNCHANGED) == 3
    (tmp_path / "profiles/plain-oyj.yaml").unlink()
    again = importing(accounts)
    assert [(row.profile, row.action) for row in again.rows][1] == ("plain-oyj", AccountAction.NEW)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("Exported on Monday\n\naccount,sector\nA,retail\n", "delete what stands above row 3"),
        ("account,Sector,sector\nA,retail,media\n", "has more than one column “Sector”"),
        ("account,sector\n", "the table has no row that names a customer"),
        ("account,sector\n=1+1,retail\n", "“=1+1” is a formula, and no customer’s name: the row is left out"),
    ],
)
def test_what_is_no_table_of_accounts_is_told_for_what_it_is(
    importing: Callable[..., AccountsReport], tmp_path: Path, table: str, expected: str
) -> None:
    with pytest.raises(UserFault) as caught:
        importing(table)
    assert expected in " ".join(f"{one.message} {one.hint}" for one in caught.value.problems)
    assert not (tmp_path / "profiles").exists()


def test_heads_that_are_merged_are_told_without_words_of_separators(
    importing: Callable[..., AccountsReport], tmp_path: Path
) -> None:
    sheet = openpyxl.Workbook()
    for row in (("Accounts", None), ("account", "sector"), ("A", "retail")):
        sheet.active.append(row)
    sheet.active.merge_cells("A1:B1")
    sheet.save(tmp_path / "merged.xlsx")
    with pytest.raises(UserFault) as caught:
        importing(tmp_path / "merged.xlsx")
    assert caught.value.problems[0].hint == "the first row names the columns; delete what stands above row 2"
