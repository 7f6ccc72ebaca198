"""`constraints.txt` names a version of all that the package and its tests need, and each is one that they allow."""

from __future__ import annotations

from packaging.utils import canonicalize_name
from tools.make_constraints import HEAD, wanted

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
