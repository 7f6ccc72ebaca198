"""A profile that was read before: known by what it says, and as good as read anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from salespack.formats.vocabulary import Vocabulary
from salespack.problems.problem import UserFault
from salespack.profiles.profile import load_profile
from salespack.profiles.remembered import read_profile

SORTS = ("role", "stage", "industry", "language", "calculation")
NAMES = Vocabulary({"value": frozenset({"cost"}), **dict.fromkeys(SORTS, frozenset())})
PROFILE = """\
customer: {name: Acme, employees: 300}
meeting: {date: 2026-11-24}
values:
  cost:
    importance: 8
    quote: Machines cost more than people
facts: {services: 140, share: 0.4, teams: [1, 2]}
"""


def _written(path: Path, text: str, age: int) -> Path:
    path.write_text(text)
    then = path.stat().st_mtime - age
    os.utime(path, (then, then))
    return path


def test_it_is_the_same_and_its_quote_stands_where_it_stood(tmp_path: Path) -> None:
    path = _written(tmp_path / "acme.yaml", PROFILE, 60)
    (cache := tmp_path / "cache").mkdir(mode=0o700)
    first, second = (read_profile(path, NAMES, cache, []) for _ in range(2))
    assert first == second
    assert second.profile == load_profile(path, NAMES)
    assert str(second.place_of_quote).endswith("acme.yaml:6:12")
    assert len(list((cache / "customers").iterdir())) == 1


def test_a_change_counts_at_once(tmp_path: Path) -> None:
    (cache := tmp_path / "cache").mkdir(mode=0o700)
    path = _written(tmp_path / "acme.yaml", PROFILE, 60)
    read_profile(path, NAMES, cache, [])
    _written(path, PROFILE.replace("300", "301"), 50)
    assert read_profile(path, NAMES, cache, []).profile.customer.employees == 301
    _written(path, PROFILE.replace("300", "many"), 40)
    for _ in range(2):
        with pytest.raises(UserFault, match="many"):
            read_profile(path, NAMES, cache, [])


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    (cache := tmp_path / "cache").mkdir(mode=0o700)
    (path := tmp_path / "acme.yaml").symlink_to(path)
    with pytest.raises(UserFault, match="links lead in a circle"):
        read_profile(path, NAMES, cache, [])
