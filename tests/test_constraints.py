"""`constraints.txt` names a version of all that the package and its tests need, and each is one that they allow."""

from __future__ import annotations

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tools.make_constraints import HEAD, lowest, shipped, wanted

from tests.conftest import PROJECT


def test_every_dependency_has_a_version_that_it_allows() -> None:
    text = (PROJECT / "constraints.txt").read_text("utf-8")
    assert text.startswith(HEAD)
    versions = dict(line.split("==") for line in text.removeprefix(HEAD).splitlines())
    assert list(versions) == sorted(versions)
    needed = wanted()
    assert len(needed) > 30
    assert [one.name for one in needed if canonicalize_name(one.name) not in versions] == []
    assert [str(one) for one in needed if versions[canonicalize_name(one.name)] not in one.specifier] == []


def test_the_lowest_versions_are_told_for_an_environment_that_tries_them() -> None:
    lines = lowest(shipped()).splitlines()
    assert "msgspec==0.23" in lines  # older ones end the process on some broken files
    assert "typst==0.15" in lines  # what the documents are written in
    assert len(lines) == len(shipped()) > 15


def test_two_lower_bounds_of_one_package_are_refused() -> None:
    with pytest.raises(SystemExit, match=r"lxml has two lower bounds, 5.3 and 5.4: make them one"):
        lowest([Requirement("lxml>=5.3"), Requirement("lxml>=5.4")])
