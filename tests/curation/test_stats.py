"""`salespack stats`: what was shown and won, what it can say, and a CRM's opportunities beside it."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from salespack.importing.accounts.deals import read_deals
from salespack.ledger.events import Count, Piece
from salespack.ledger.ledger import Ledger, new_event
from salespack.statistics.comparing import compare
from tests.cli.test_commands import salespack
from tests.workspaces import LIBRARY, write_workspace

DEALS = """\
Deal,Account,Stage,Opened,Closed,Amount,Owner Name,Product
1,Acme,Won,2026-01-01,2026-02-01,900,Ann,Plus
2,Acme,Lost,2026-01-01,2026-01-11,0,Ann,Basic
3,Beta,Won,2026-01-01,2026-01-06,100,Bo,Plus
4,Beta,Negotiation,2026-01-01,,50,Bo,Plus
5,=Gone,Negotiation,2026-02-25,,50,Bo,Basic
6,Acme,Negotiation,,,50,Ann,Basic
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write_workspace(tmp_path)
    return tmp_path


def noted(root: Path) -> None:
    """Two customers: one built for, shown and won; one shown unprepared and lost, in the customer's words."""
    ledger = Ledger(root / "ledger", None)
    ledger.begin()

    def note(profile: str, kind: Any, on: str, blocks: tuple[Piece, ...] = (), **fields: Any) -> None:
        ledger.write(
            profile, profile.title(), (),
            lambda customer, _: new_event(
                kind, customer=customer, on=datetime.date.fromisoformat(on), blocks=blocks, segment="healthcare", **fields
            ),
        )  # fmt: skip

    calm, hour = Piece("calm-nights", 1, "", "fewer-outages"), Piece("one-hour", 1, "", "fewer-outages")
    note("acme", "built", "2026-10-01", (calm, hour), pack="first-meeting", standard=0.5, own_words=0.25)
    note("acme", "shown", "2026-10-02", (calm, hour), pack="first-meeting", skipped=("one-hour",))
    note("acme", "outcome", "2026-10-09", result="won")
    note("beta", "shown", "2026-11-02", (calm,), pack="first-meeting")
    note("beta", "outcome", "2026-11-03", result="lost", reason="Too dear <b>now</b>", words="customer")
    ledger.write_of_nobody(new_event("rejected", on=datetime.date(2026, 11, 4), block="one-hour", reason="Old"))
    ledger.write_of_nobody(new_event("counted", counts=(Count("calm-nights", "healthcare", 2, 2),)))
    ledger.close()


@pytest.mark.slow
def test_the_ledger_is_told_with_intervals_and_what_they_cannot_say(workspace: Path) -> None:
    noted(workspace)
    shown = salespack(workspace, "stats", "--on", "2026-11-30")
    assert shown.returncode == 0, shown.stderr
    assert (
        shown.stdout
        == """\
Ledger: 2 customers, 7 events, since 2026-10-01
Meetings prepared: 1 of 2 (50%, between 9% and 91%)

By block
  name         built  shown  skipped  refused  won  of  share  95% interval
  calm-nights      1      2        0        0    3   4    75%       30–95 %
  one-hour         1      0        1        1    0   0      –             –
  cannot tell: there is only one of the blocks

By value
  name           built  shown  won  of  share  95% interval
  fewer-outages      1      2    1   2    50%        9–91 %
  cannot tell: there is only one of the values

By pack
  name           built  shown  won  of  share  95% interval
  first-meeting      1      2    1   2    50%        9–91 %
  cannot tell: there is only one of the packs

By segment
  name        built  shown  won  of  share  95% interval
  healthcare      1      2    1   2    50%        9–91 %
  cannot tell: there is only one of the industries

Over time
  month    packs built  standard slides  own words
  2026-10            1              50%        25%

Why it came to nothing
  2026-11-03: lost: Too dear <b>now</b> (customer’s words) [fewer-outages]

Approved and in no build (2): opening, two-hours
"""
    )
    later = json.loads(salespack(workspace, "stats", "--since", "2026-11-01", "--on", "2026-11-30", "--json").stdout)
    assert (later["customers"], later["meetings"]) == (1, {"prepared": 0, "of": 1})


@pytest.mark.slow
def test_opportunities_are_told_without_names_of_people_of_ours(workspace: Path) -> None:
    (workspace / "deals.csv").write_text(DEALS, "utf-8")
    shown = salespack(workspace, "stats", "deals.csv")
    assert shown.returncode == 0, shown.stderr
    lines = shown.stdout.splitlines()
    assert lines[:4] == [
        "Opportunities: 6, of which 3 are open",
        "1 of 2 accounts that bought make 80 % of what was won",
        "1 of the 2 open ones with a day are older than any that ever closed (31 days), on 2026-02-25",
        "1 open ones say no day of opening, and are not judged",
    ]
    assert "Ann" not in shown.stdout
    assert "  not told: nobody agreed to figures by person" in shown.stdout
    told = json.loads(salespack(workspace, "stats", "deals.csv", "--json").stdout)["opportunities"]
    assert told["stalled"] == [{"place": "deals.csv:5", "account": "Beta", "product": "Plus", "days": 55}]
    agreed = LIBRARY + "figures_by_person: {agreed_by: Works council, on: 2026-05-01}\n"
    (workspace / "content_blocks/library.yaml").write_text(agreed, "utf-8")
    assert "  Ann     1   2    50%        9–91 %" in salespack(workspace, "stats", "deals.csv").stdout


@pytest.mark.slow
def test_figures_are_written_as_csv_page_and_one_page_of_pdf(workspace: Path) -> None:
    noted(workspace)
    (workspace / "deals.csv").write_text(DEALS.replace("3,Beta,Won", "3,=Beta,Won"), "utf-8")
    for name in ("figures.csv", "figures.html", "figures.pdf"):
        done = salespack(workspace, "stats", "deals.csv", "--to", name)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.endswith(f"wrote {name}\n")
    rows = list(csv.DictReader(io.StringIO((workspace / "figures.csv").read_text("utf-8"))))
    assert {**rows[0]} == {
        "by": "block", "name": "calm-nights", "built": "1", "shown": "2", "skipped": "0", "refused": "0", "won": "3",
        "of": "4", "share": "0.7500", "low": "0.3006", "high": "0.9544", "p": "1.0000",
    }  # fmt: skip
    assert "'=Beta" in {row["name"] for row in rows}
    page = (workspace / "figures.html").read_text("utf-8")
    assert "Too dear &lt;b&gt;now&lt;/b&gt;" in page
    assert 'aria-label="75%, between 30–95 %"' in page
    pdf = PdfReader(workspace / "figures.pdf")
    assert len(pdf.pages) == 1
    assert "no difference beyond chance" in " ".join(pdf.pages[0].extract_text().split())
    again = salespack(workspace, "stats", "--to", "figures.csv")
    assert (again.returncode, "is there already" in again.stderr) == (2, True)


def wrong(root: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    (root / "empty.csv").write_text("", "utf-8")
    (root / "people.csv").write_text("Account,First Name,Last Name,Title\nAcme,A,B,CTO\n", "utf-8")
    yield ("--by", "blok"), "did you mean “block”?"
    yield ("--to", "figures.docx"), "name it NAME with .csv, .html, .pdf"
    yield ("--to", "nowhere/figures.csv"), "there is no such folder"
    yield ("--map", "map.yaml"), "name the exports too"
    yield ("people.csv",), "no table has opportunities"
    yield ("none.csv",), "none.csv"
    yield ("empty.csv",), "empty.csv"


@pytest.mark.slow
def test_wrong_usage_is_told_with_a_remedy(workspace: Path) -> None:
    for arguments, said in wrong(workspace):
        done = salespack(workspace, "stats", *arguments)
        assert done.returncode in (1, 2), arguments
        assert said in done.stderr, arguments
        assert "Traceback" not in done.stderr


def test_without_a_ledger_it_is_said_how_one_begins(workspace: Path) -> None:
    shown = salespack(workspace, "stats")
    assert (shown.returncode, shown.stdout) == (
        0, "There is no ledger here: it begins with salespack log shown PROFILE, and builds write into it then.\n"
    )  # fmt: skip


@pytest.mark.shared
@pytest.mark.slow
def test_a_real_export_says_what_a_plain_recomputation_says(shared: Path, workspace: Path) -> None:
    maven = shared / "data/crm/maven-crm"
    found = read_deals([maven / "sales_pipeline.csv", maven / "accounts.csv"], None)
    compared = {side: compare(shares) for side, shares in found.closed.items()}
    assert {side: f"{one.p:.2f}" for side, one in compared.items()} == {
        "account": "0.94", "industry": "0.97", "country": "0.42", "product": "0.37", "agent": "0.26",
    }  # fmt: skip
    assert all("no difference beyond chance" in one.sentence("x", "y") for one in compared.values())
    assert (len(found.stalled), len(found.open), found.longest) == (1291, 1589, 138)
    lines = salespack(workspace, "stats", str(maven / "sales_pipeline.csv"), str(maven / "accounts.csv")).stdout
    assert "59 of 85 accounts that bought make 80 % of what was won" in lines
