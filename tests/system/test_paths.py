"""Paths stay inside the folder they belong to, wherever links lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from salespack.system.paths import inside


@pytest.mark.parametrize("name", ["a.md", "folder/a.md", "folder/../a.md", "link-inside", ".", "not/there"])
def test_what_is_inside_is_named_as_it_was(tmp_path: Path, name: str) -> None:
    root = tmp_path / "library"
    (root / "folder").mkdir(parents=True)
    (root / "link-inside").symlink_to(root / "folder")
    assert inside(root, name) == root / name
    assert inside(root, root / name) == root / name
    through = tmp_path / "through"
    through.symlink_to(root)
    assert inside(through, name) == through / name


@pytest.mark.parametrize(
    "name", ["../secret", "folder/../../secret", "link", "way/secret", "/etc/passwd", "../library2/a"]
)
def test_what_leaves_is_nothing(tmp_path: Path, name: str) -> None:
    root = tmp_path / "library"
    (root / "folder").mkdir(parents=True)
    (tmp_path / "library2").mkdir()
    (root / "link").symlink_to(tmp_path / "secret")
    (root / "way").symlink_to(tmp_path)
    assert inside(root, name) is None
