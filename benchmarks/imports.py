"""How long an import of accounts takes, and how much memory, by the rows of the export: `python -m benchmarks.imports`.

Each import is a process of its own; what it had before the tables were read is taken off. Rows are opportunities of 85
accounts, as in an export of some years.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parent.parent
HEADS = (
    "opportunity_id",
    "sales_agent",
    "product",
    "account",
    "deal_stage",
    "engage_date",
    "close_date",
    "close_value",
)
ACCOUNTS = 85


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """Opportunities; one in seven belongs to no account, as in real exports."""
    for number in range(count):
        account = f"Customer {number % ACCOUNTS}" if number % 7 else ""
        stage = ("Won", "Lost", "Engaging")[number % 3]
        day = f"{number % 12 + 1}/{number % 28 + 1}/{2010 + number % 16}"
        yield (
            f"ID{number:08d}",
            f"Agent {number % 40}",
            "GTX Pro",
            account,
            stage,
            "10/20/2016",
            day,
            str(number % 5000),
        )


def write_csv(file: Path, count: int) -> None:
    """An export as separated values."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADS)
        writer.writerows(rows(count))


def write_xlsx(file: Path, count: int) -> None:
    """The same as a spreadsheet."""
    import openpyxl

    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Deals")
    sheet.append(HEADS)
    for row in rows(count):
        sheet.append(row)
    workbook.save(file)


def measured(folder: Path, *files: Path) -> dict[str, object]:
    """Seconds and megabytes of one import, planned and not written."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.imports", "--import", str(folder), *map(str, files)],
        cwd=PROJECT, env={**os.environ, "PYTHONPATH": f"{PROJECT}{os.pathsep}{PROJECT / 'src'}"}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, object] = json.loads(done.stdout)
    return found


def imported(folder: Path, files: list[Path]) -> dict[str, object]:
    """The import itself, in a process that did nothing else."""
    from salespack.importing.accounts.accounts import AccountsRequest, plan_accounts
    from salespack.library.index import open_library
    from salespack.problems.problem import UserFault

    library = open_library(PROJECT / "content_blocks", None)
    plan_accounts(library, AccountsRequest(files=(files[0],), profiles=folder), lambda _: True)  # imports what it needs
    before, begun = _memory(), time.perf_counter()
    told = ""
    opportunities = 0
    try:
        request = AccountsRequest(files=tuple(files), profiles=folder, list_lost=False)
        plan = plan_accounts(library, request, lambda _: True)
        opportunities = plan.report.opportunities
    except UserFault as fault:
        told = str(fault.problems[0].message)
    seconds, memory = time.perf_counter() - begun, _memory() - before
    return {"opportunities": opportunities, "seconds": seconds, "memory": memory, "told": told}


def _memory() -> float:
    """The most memory that this process ever had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: list[str]) -> int:
    """Measures, and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports")
    parser.add_argument("--import", dest="folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("files", nargs="*", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, nargs="*", default=[8_800, 100_000, 1_000_000], help="of separated values")
    parser.add_argument("--sheet-rows", type=int, nargs="*", default=[8_800, 250_000, 400_000], help="of spreadsheets")
    asked = parser.parse_args(arguments)
    if asked.folder is not None:
        print(json.dumps(imported(asked.folder, asked.files)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        accounts = Path(folder) / "accounts.csv"
        accounts.write_text(
            "account,sector\n" + "".join(f"Customer {number},retail\n" for number in range(ACCOUNTS)), "utf-8"
        )
        print(f"{'table':<6} {'rows':>10} {'file MB':>8} {'s':>6} {'memory MB':>10}")
        for kind, write, counts in (("csv", write_csv, asked.rows), ("xlsx", write_xlsx, asked.sheet_rows)):
            for count in counts:
                file = Path(folder) / f"deals.{kind}"
                write(file, count)
                found = measured(Path(folder) / "profiles", accounts, file)
                size = file.stat().st_size / 1024**2
                print(
                    f"{kind:<6} {count:>10,} {size:>8.1f} {found['seconds']:>6.1f} {found['memory']:>10.1f}",
                    found["told"],
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
