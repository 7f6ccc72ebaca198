"""How many processes share work."""

from __future__ import annotations

import pytest

from salespack.system.processes import startable


@pytest.mark.parametrize(
    ("wanted", "system", "started"),
    [
        (2, "win32", 2),
        (61, "win32", 61),
        (64, "win32", 61),
        (192, "win32", 61),
        (192, "linux", 192),
        (96, "darwin", 96),
    ],
)
def test_windows_waits_for_no_more_than_sixty_one(wanted: int, system: str, started: int) -> None:
    assert startable(wanted, system) == started
