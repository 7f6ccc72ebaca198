"""`--budget SECONDS`: a run whose tests use more processor time than that fails, and names those that cost most.

With it the fast tests stay fast: what creeps in is seen in the run that brings it, whatever else the machine is doing.
"""

from __future__ import annotations

from collections.abc import Generator

import pytest

from tests.limits import processor_time

COST = "processor time"
COSTLIEST = 10
STARTED = pytest.StashKey[float]()


class Budget:
    """Counts what tests cost, in whichever process they run, and compares it with the budget in the one that reports."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.costs: dict[str, float] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        item.stash[STARTED] = processor_time()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if report.when == "teardown":
            report.user_properties.append((COST, processor_time() - item.stash[STARTED]))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if cost := dict(report.user_properties).get(COST):
            self.costs[report.nodeid] = float(str(cost))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if sum(self.costs.values()) > self.seconds and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        used = sum(self.costs.values())
        terminalreporter.section(f"{used:.0f} of {self.seconds:.0f} seconds of processor time")
        for test, cost in sorted(self.costs.items(), key=lambda one: -one[1])[:COSTLIEST]:
            terminalreporter.line(f"{cost:6.2f}  {test}")
        if used > self.seconds:
            terminalreporter.line("too slow: make tests cheaper, or mark them @pytest.mark.slow", red=True)
