"""The sample's calculations, each worked out once more from its definition, for every customer who told the figures."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import msgspec
import pytest

from salespack.assembly.workings import Workings
from salespack.calculations.figures import worked_for
from salespack.calculations.formulas import Range
from salespack.language.formatting import Formats
from salespack.library.index import open_library
from salespack.library.load import vocabulary_of
from salespack.powerpoint.forms.worksheets import workbook
from salespack.powerpoint.writing.writer import slide_templates
from salespack.profiles.profile import load_profile
from tests.calculations.test_workings import recalculated
from tests.conftest import PROJECT

PREVENTABLE, DOCUMENTED, ROUTINE, WEEKS = (0.20, 0.35, 0.50), (0.30, 0.50, 0.70), (0.25, 0.40, 0.60), (42, 44, 46)
IDLE = (0.10, 0.20, 0.30)
RUN_COSTS = {
    "betasoloin": 1_200_000, "cheers": 2_100_000, "codehow": 2_800_000, "newex": 3_400_000, "streethex": 640_000,
    "sunnamplex": 480_000,
}  # fmt: skip
"""What the sample assumes, low, likely and high."""
ENDS = range(3)
BY_HAND: dict[str, dict[str, list[float]]] = {
    # hours of outage a year × what an hour costs × the share that need not be
    "preventable_outage_cost": {"betasoloin": [31 * 18_000 * PREVENTABLE[end] for end in ENDS]},
    # the price of the first year ÷ what is saved in a month: soonest where most is saved
    "outage_payback": {"betasoloin": [(78_000 + 24_000) / (31 * 18_000 * share / 12) for share in PREVENTABLE[::-1]]},
    # what it costs to run everything × the share that stands idle, and the price of the first year ÷ a month of that
    "idle_cost": {name: [cost * share for share in IDLE] for name, cost in RUN_COSTS.items()},
    "idle_payback": {
        "betasoloin": [(78_000 + 24_000) / (1_200_000 * share / 12) for share in IDLE[::-1]],
        "newex": [(180_000 + 60_000) / (3_400_000 * share / 12) for share in IDLE[::-1]],
    },
    # working days in audits a year × the share that the pipeline documents
    "audit_days_freed": {
        "bioholding": [45 * DOCUMENTED[end] for end in ENDS],
        "xx-holding": [260 * DOCUMENTED[end] for end in ENDS],
    },
    # hours by hand in a week × weeks worked × the share that is routine
    "manual_hours_freed": {
        "globex-corporation": [120 * WEEKS[end] * ROUTINE[end] for end in ENDS],
        "ontomedia": [46 * WEEKS[end] * ROUTINE[end] for end in ENDS],
        "sunnamplex": [30 * WEEKS[end] * ROUTINE[end] for end in ENDS],
    },
}


@pytest.mark.slow
def test_every_calculation_gives_what_its_definition_gives(tmp_path: Path) -> None:
    library = open_library(PROJECT / "content_blocks", None)
    vocabulary = vocabulary_of(library.settings, library.values)
    found: dict[str, dict[str, Range]] = {name: {} for name in library.calculations.formulas}
    for file in sorted((PROJECT / "profiles").glob("*.yaml")):
        worked = worked_for(library.calculations, load_profile(file, vocabulary), datetime.date(2026, 12, 1))
        for name in found:
            if name in worked.figures:
                found[name][file.stem] = worked.figures[name]
            else:
                assert worked.missing[name].startswith(("lacks facts.", "lacks offer."))
    assert {name: sorted(customers) for name, customers in found.items()} == {
        name: sorted(customers) for name, customers in BY_HAND.items()
    }
    for name, customers in BY_HAND.items():
        for customer, figures in customers.items():
            assert found[name][customer] == pytest.approx(figures), (name, customer)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_spreadsheet_works_out_the_same(tmp_path: Path) -> None:
    """One sheet for each customer, with all that can be worked out for them, as `value-case.xlsx` has it."""
    library, on = open_library(PROJECT / "content_blocks", None), datetime.date(2026, 12, 1)
    vocabulary, formats = vocabulary_of(library.settings, library.values), Formats()
    sheets, rows = [], {}
    for customer in sorted({name for customers in BY_HAND.values() for name in customers}):
        profile = load_profile(PROJECT / "profiles" / f"{customer}.yaml", vocabulary)
        names = [name for name, customers in BY_HAND.items() if customer in customers]
        working = Workings(library, profile, on, "en", formats).of(*names)
        sheets.append(msgspec.structs.replace(working.sheet(customer, formats), name=customer))
        rows[customer] = [row.name for row in working.rows]
    found = recalculated(workbook(slide_templates(None), sheets), tmp_path / "sample", {})
    compared = 0
    for customer, figures in found.items():
        ranges = dict(zip(rows[customer], zip(*[iter(figures)] * 3, strict=True), strict=True))
        for name, customers in BY_HAND.items():
            if customer in customers:
                assert ranges[name] == pytest.approx(customers[customer]), (customer, name)
                compared += 1
    assert compared == sum(map(len, BY_HAND.values()))
