from __future__ import annotations

import os
from pathlib import Path

import pytest

from salespack.formats.vocabulary import Vocabulary
from salespack.problems.problem import UserFault
from salespack.profiles.folder import customer_names, read_profiles
from salespack.profiles.profile import load_profile

NAMES = {"value": {"uptime"}, "role": {"cto"}, "industry": {"retail"}, "stage": {"use"}, "language": {"en", "fi"}}
VOCABULARY = Vocabulary({sort: frozenset(names) for sort, names in NAMES.items()})
LONG_AGO = 1_700_000_000
ACME = """\
customer: {name: Acme, industry: retail, language: fi}
goals: [{en: Grow, fi: Kasvaa}]
relationship: {kind: current, satisfaction: {rating: 4, scale: 1-5}, reference: declined}
scale: 1-5
values:
  uptime: {importance: 5, satisfaction: 2, with_us: 3, quote: Nights are calm., share: {by: Liisa, on: 2026-10-02}}
stakeholders: [{role: cto, name: Liisa, cares_about: [uptime]}]
meeting: {date: 1.12.2026, minutes: 30, roles: [cto]}
facts: {services: 140, cost_by_year: {2024: 980000}, note: {en: a, fi: b}}
facts_date: 2026-10
plan: [{what: Start, ours: Maija, date: 2027-01-11}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cache").mkdir(mode=0o700)
    found = tmp_path / "profiles"
    found.mkdir()
    texts = {
        "acme.yaml": ACME, "beta.yml": "customer: {name: Beta}\nvalues: {uptime: 9}\n",
        "wrong.yaml": "customer: {name: Wrong Oy}\nvalues: {speed: 9}\n", "torn.yaml": "customer: {name: [\n",
        ".hidden.yaml": "customer: {name: Hidden}\n", "notes.txt": "Acme",
    }  # fmt: skip
    for name, text in texts.items():
        (found / name).write_text(text)
        os.utime(found / name, (LONG_AGO, LONG_AGO))
    return found


def test_what_is_kept_of_profiles_is_what_their_files_say(folder: Path) -> None:
    cache = folder.parent / "cache"
    fresh = read_profiles(folder, VOCABULARY, cache)
    kept = read_profiles(folder, VOCABULARY, cache)
    assert kept.profiles == fresh.profiles
    assert kept.profiles["acme.yaml"] == load_profile(folder / "acme.yaml", VOCABULARY)
    assert list(kept.profiles) == ["acme.yaml", "beta.yml"]
    assert [one.path.name for one in kept.unread] == ["torn.yaml", "wrong.yaml"]
    assert kept.declined() == {"acme"}


def test_a_profile_is_not_read_again_until_it_changes_or_the_library_declares_other_names(folder: Path) -> None:
    cache = folder.parent / "cache"
    read_profiles(folder, VOCABULARY, cache)
    beta = folder / "beta.yml"
    beta.write_text(beta.read_text().replace("Beta", "Bets"))  # as long as before, and with the time of before
    os.utime(beta, (LONG_AGO, LONG_AGO))
    assert read_profiles(folder, VOCABULARY, cache).profiles["beta.yml"].customer.name == "Beta"
    assert read_profiles(folder, VOCABULARY).profiles["beta.yml"].customer.name == "Bets"
    more = Vocabulary({**VOCABULARY.names, "value": frozenset(("uptime", "speed"))})
    assert list(read_profiles(folder, more, cache).profiles) == ["acme.yaml", "beta.yml", "wrong.yaml"]


def test_names_are_told_also_of_profiles_that_are_wrong_otherwise(folder: Path) -> None:
    told = list[object]()
    named = customer_names(folder, told)  # type: ignore[arg-type]  # problems
    assert {path.name: name for path, name in named.items()} == {
        "acme.yaml": "Acme", "beta.yml": "Beta", "wrong.yaml": "Wrong Oy",
    }  # fmt: skip
    assert len(told) == 1


def test_a_folder_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UserFault, match="the profiles in this folder cannot be listed"):
        read_profiles(tmp_path / "nowhere", VOCABULARY)
    assert read_profiles(None, VOCABULARY).known == ()
