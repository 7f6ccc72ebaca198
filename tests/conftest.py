"""What all tests share: a cache folder of their own, the sample project, and the real input that is not part of it."""

from __future__ import annotations

import gc
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.budget import Budget
from tests.searching import FAST_EXPRESSION, NIGHTLY, look_fast

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROJECT = Path(__file__).resolve().parent.parent

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")

WHOLLY_SLOW = re.compile(r"^pytestmark = \[?pytest\.mark\.slow\b", re.MULTILINE)

settings.load_profile("nightly" if NIGHTLY else "gate")

# Where the environment keeps Python from writing what it compiles, each of hundreds of processes would compile it all.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of our own."""
    group = parser.getgroup("salespack")
    group.addoption(
        "--budget", type=float, metavar="SECONDS", help="fail if all tests together use more processor time"
    )
    group.addoption("--regenerate", action="store_true", help="write reference pictures and texts anew")


def pytest_configure(config: pytest.Config) -> None:
    """Counts what tests cost, where somebody asks; lets the fast tests look at less; and lets commands be interrupted,
    which a shell's background jobs are not (POSIX, 2.11 of the shell's language)."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.getoption("markexpr") == FAST_EXPRESSION:
        look_fast()
    if (seconds := config.getoption("--budget")) is not None:
        config.pluginmanager.register(Budget(seconds))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The fast tests do not even read modules of which every test is slow, with the packages that those need."""
    if config.getoption("markexpr") != FAST_EXPRESSION or not collection_path.match("test_*.py"):
        return None
    return True if WHOLLY_SLOW.search(collection_path.read_text("utf-8")) else None


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A file's content names no test: what libraries write may hold the time, and workers must agree on the names."""
    return argname if isinstance(val, bytes) and len(val) > 16 else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs real input is marked so, and is slow: there is much of it."""
    for item in items:
        if "shared" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.shared)
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """What was read up to now stays to the end, and is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that lives as long as the tests."""
    folder = tmp_path_factory.mktemp("cache")
    folder.chmod(0o700)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser of this computer."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"needs a browser: none of {', '.join(BROWSERS)} is installed (Debian: apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install -e '.[dev]'")
    with playwright.sync_playwright() as started:
        # Chromium refuses to run as root with its sandbox, as in the containers of build servers.
        unboxed = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = started.chromium.launch(executable_path=program, args=unboxed)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def own_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the user's cache or library."""
    monkeypatch.setenv("SALESPACK_CACHE", str(cache))
    monkeypatch.delenv("SALESPACK_LIBRARY", raising=False)


@pytest.fixture(params=["line feeds", *(pytest.param(one, marks=pytest.mark.slow) for one in ("Windows", "mixed"))])
def line_breaks(request: pytest.FixtureRequest) -> Iterator[str]:
    """The line breaks of all files that a test writes: the test runs once for each."""
    from tests.workspaces import files_with

    with files_with(request.param):
        yield request.param


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


@pytest.fixture
def regenerate(request: pytest.FixtureRequest) -> bool:
    """Whether reference files are to be written anew."""
    return bool(request.config.getoption("--regenerate"))
