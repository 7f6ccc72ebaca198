"""The sample's calculations, each worked out once more from its definition, for every customer who told the figures."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from salespack.calculations.figures import worked_for
from salespack.calculations.formulas import Range
from salespack.library.index import open_library
from salespack.library.load import vocabulary_of
from salespack.profiles.profile import load_profile
from tests.conftest import PROJECT

PREVENTABLE, DOCUMENTED, ROUTINE, WEEKS = (0.20, 0.35, 0.50), (0.30, 0.50, 0.70), (0.25, 0.40, 0.60), (42, 44, 46)
"""What the sample assumes, low, likely and high."""
ENDS = range(3)
BY_HAND: dict[str, dict[str, list[float]]] = {
    # hours of outage a year × what an hour costs × the share that need not be
    "preventable_outage_cost": {"betasoloin": [31 * 18_000 * PREVENTABLE[end] for end in ENDS]},
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
                assert worked.missing[name].startswith("lacks facts.")
    assert {name: sorted(customers) for name, customers in found.items()} == {
        name: sorted(customers) for name, customers in BY_HAND.items()
    }
    for name, customers in BY_HAND.items():
        for customer, figures in customers.items():
            assert found[name][customer] == pytest.approx(figures), (name, customer)
