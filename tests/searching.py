"""How far the tests that search look: at the same examples in every run, or at others and many more every night.

The fast tests look at a part of those, the whole suite at all.
`SALESPACK_NIGHTLY=1` is the night (`.ci/nightly` sets it), 2 a night twice as long. What it finds is printed with a line to
repeat it, is tried first as long as `.hypothesis/` is kept, and is written into its test as an `@example`, where it stays.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

NIGHTLY = int(os.environ.get("SALESPACK_NIGHTLY", "0"))
TIMES = 20
"""How many times as many examples a night looks at."""

FAST = 3
"""The fast tests look at the first of so many."""
FAST_EXPRESSION = "not slow"

_usual: dict[str, Any] = {"deadline": None, "print_blob": True, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("gate", derandomize=True, **_usual)
settings.register_profile("fast", settings.get_profile("gate"), max_examples=100 // FAST)
settings.register_profile(
    "nightly",
    derandomize=False,
    max_examples=100 * TIMES * max(NIGHTLY, 1),
    database=DirectoryBasedExampleDatabase(Path(__file__).parent.parent / ".hypothesis/examples"),
    **_usual,
)


_fast = False


def look_fast() -> None:
    """Tests that are read from now on are among the fast ones."""
    global _fast
    _fast = not NIGHTLY
    if _fast:
        settings.load_profile("fast")


def many(gate: int, nightly: int | None = None) -> int:
    """How many to try of anything that could go on for ever: `gate` in every run, `nightly` at night, else TIMES as many."""
    if NIGHTLY:
        return NIGHTLY * (gate * TIMES if nightly is None else nightly)
    return max(gate // FAST, 1) if _fast else gate


def first_fast(cases: Iterable[Any], count: int = 1) -> list[Any]:
    """Cases of a test that say much the same: the first `count` are among the fast ones, the others in the whole suite."""
    return [case if at < count else _slow(case) for at, case in enumerate(cases)]


def _slow(case: Any) -> ParameterSet:
    return pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.slow)


def chance(seed: int = 0) -> random.Random:
    """For searches that are no property tests: the same choices in every run, others every night, whose seed is printed."""
    seed = random.SystemRandom().getrandbits(32) if NIGHTLY else seed
    print(f"chance({seed})")  # noqa: T201 - shown where the test fails
    return random.Random(seed)


def searching(gate: int, nightly: int | None = None, **changes: Any) -> settings:
    """Settings for `@given` with other numbers of examples than the usual ones (100, and TIMES as many at night)."""
    return settings(max_examples=many(gate, nightly), **changes)
