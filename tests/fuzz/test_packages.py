"""Whatever a brand file is like, reading it, checking it and building on it give one clear problem or work."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from salespack.deck.model import Picture
from salespack.powerpoint.brand.inspection import inspect_brand
from salespack.powerpoint.writing.brand_sample import brand_sample
from salespack.powerpoint.writing.writer import slide_templates, write_deck
from salespack.problems.problem import UserFault
from tests.fuzz.mutations import ZIP_FAULTS, Broken, broken_parts, broken_zip, evils, small_brand, zipped
from tests.limits import HANG, at_most
from tests.powerpoint.decks import png
from tests.searching import searching

pytestmark = pytest.mark.slow

ON = datetime.date(2026, 12, 1)
SECONDS = 20
"""Of processor time, for a file that is read and a deck that is written on it."""
MEMORY = 1024**3
EVILS = evils()
ODD = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


TEMPLATES = slide_templates()


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    path = png(tmp_path_factory.mktemp("pictures") / "dot.png", 16, 9)
    return Picture(str(path), "A dot", 16, 9, "png")


def tolerates(path: Path, content: bytes, picture: Picture) -> str:
    """Checks a file and writes the sample deck on it; the code of its problem, or "" where it works."""
    path.write_bytes(content)
    with at_most(SECONDS):
        try:
            brand, _ = inspect_brand(path)
            write_deck(brand_sample(brand, picture, ON), brand, templates=TEMPLATES)
            code = ""
        except UserFault as fault:
            assert fault.problems
            for problem in fault.problems:
                assert problem.hint and problem.place is not None, problem
            code = fault.problems[0].code
    return code


@given(broken=broken_parts())
@searching(200, suppress_health_check=ODD)
def test_broken_parts_are_told_or_tolerated(broken: Broken, tmp_path: Path, picture: Picture) -> None:
    tolerates(tmp_path / "brand.pptx", zipped(broken.parts), picture)


@given(kind=st.sampled_from(ZIP_FAULTS), at=st.integers(0, 100_000), values=st.binary(min_size=1, max_size=8))
@searching(300, suppress_health_check=ODD)
def test_broken_zips_are_told_or_tolerated(kind: str, at: int, values: bytes, tmp_path: Path, picture: Picture) -> None:
    tolerates(tmp_path / "brand.pptx", broken_zip(kind, at, values), picture)


@given(content=st.binary(max_size=300))
@searching(50, suppress_health_check=ODD)
def test_any_bytes_are_told(content: bytes, tmp_path: Path, picture: Picture) -> None:
    assert tolerates(tmp_path / "brand.pptx", content, picture).startswith("SP50")


def test_the_brand_that_is_broken_above_is_sound(tmp_path: Path, picture: Picture) -> None:
    assert tolerates(tmp_path / "brand.pptx", zipped(small_brand()), picture) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of memory are set with the resource module of POSIX")
@pytest.mark.parametrize("evil", sorted(EVILS))
def test_known_evils_take_neither_time_nor_memory(evil: str, tmp_path: Path) -> None:
    (tmp_path / "brand.pptx").write_bytes(EVILS[evil]())
    with at_most(SECONDS):
        done = subprocess.run(
            [sys.executable, "-m", "salespack", "brand", "check", "brand.pptx", "--sample", "sample.pptx"],
            cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False, timeout=HANG,
            env={**os.environ, "PYTHONUTF8": "1"}, preexec_fn=_limited,
        )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    if done.returncode:
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.startswith("brand.pptx: SP5")


def _limited() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
