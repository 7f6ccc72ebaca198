"""What is here runs at night, and is not even collected by day."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.searching import NIGHTLY

collect_ignore_glob = [] if NIGHTLY else ["test_*.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what is here, so that it can be chosen."""
    for item in items if NIGHTLY else ():
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.nightly)
