"""What guards the tests themselves: limits of processor time, the budget of a run, the floors of coverage."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.limits import at_most

BUSY = "import time\nend = time.process_time() + 0.6\nwhile time.process_time() < end: pass\n"


@pytest.mark.slow
def test_processor_time_is_limited_here_and_in_processes_that_end() -> None:
    with at_most(60):
        subprocess.run([sys.executable, "-c", BUSY], check=True)
    with pytest.raises(AssertionError, match=r"took \d\.\d seconds of processor time, may take 0\.5"), at_most(0.5):
        subprocess.run([sys.executable, "-c", BUSY], check=True)


@pytest.mark.slow
@pytest.mark.parametrize(("budget", "code"), [("60", 0), ("0.5", 1)])
@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_over_its_budget_fails_and_names_the_dearest(
    tmp_path: Path, budget: str, code: int, workers: str
) -> None:
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_addoption, pytest_configure\n")
    (tmp_path / "test_busy.py").write_text(
        f"def test_busy():\n    {BUSY.replace(chr(10), chr(10) + '    ')}\ndef test_idle(): pass\n"
    )
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n", workers, "--rootdir", str(tmp_path)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    done = subprocess.run(
        [*command, "--budget", budget, str(tmp_path)],
        cwd=PROJECT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    assert f"of {float(budget):.0f} seconds of processor time" in done.stdout
    assert "test_busy.py::test_busy" in done.stdout
    assert ("mark them @pytest.mark.slow" in done.stdout) is bool(code)


def test_a_room_that_stands_behind_is_named(tmp_path: Path) -> None:
    def file(statements: int, covered: int) -> dict[str, dict[str, int]]:
        return {"summary": {"num_statements": statements, "covered_lines": covered}}

    def told(ledger: int) -> tuple[int, list[str]]:
        files = {
            "src/salespack/deck/model.py": file(900, 900),
            "src/salespack/ledger/a.py": file(10, 10),
            "src/salespack/ledger/b.py": file(20, ledger),
        }
        report = tmp_path / "coverage.json"
        report.write_text(json.dumps({"files": files}))
        command = [sys.executable, str(PROJECT / "tools/coverage_by_room.py"), str(report)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, [" ".join(line.split()) for line in done.stdout.splitlines()]

    assert told(17) == (0, ["deck 900 statements 100.0 %", "ledger 30 statements 90.0 %", "all 930 statements 99.7 %"])
    code, (_, ledger, _) = told(16)
    assert (code, ledger) == (1, "ledger 30 statements 86.7 % below 90 %")
