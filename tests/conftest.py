"""What all tests share: a cache folder of their own, the sample project, and the real input that is not part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

PROJECT = Path(__file__).resolve().parent.parent

settings.register_profile("salespack", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("salespack")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that lives as long as the tests."""
    folder = tmp_path_factory.mktemp("cache")
    folder.chmod(0o700)
    return folder


@pytest.fixture(autouse=True)
def own_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the user's cache or library."""
    monkeypatch.setenv("SALESPACK_CACHE", str(cache))
    monkeypatch.delenv("SALESPACK_LIBRARY", raising=False)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real input: brands, decks, case studies, and the strict judge of .pptx files."""
    named = os.environ.get("SALESPACK_SHARED")
    if not named:
        pytest.skip("needs real input that is not part of the project: set SALESPACK_SHARED to its folder")
    return Path(named)


@pytest.fixture(scope="session")
def sample_brand() -> Path:
    """The brand file of the sample library."""
    return PROJECT / "content_blocks" / "brand" / "lumikko.pptx"
