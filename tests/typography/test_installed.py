"""Installed typefaces: found by their names, kept in an index until a folder changes, chosen after the built-in ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from salespack.typography import installed
from salespack.typography.faces import Typefaces
from tests.typography.bodies import write_font


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder of a computer that has no fontconfig."""
    folder = tmp_path / "fonts"
    (folder / "below").mkdir(parents=True)
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(installed, "font_folders", lambda: (folder, tmp_path / "nowhere"))
    return folder


def test_an_installed_font_is_known_and_drawn_with_its_file(system: Path) -> None:
    path = write_font(system / "below" / "lumi.ttf", "Lumi Sans", {"a": 512})
    (system / "broken.ttf").write_bytes(b"no font")
    face = Typefaces().face("lumi sans", False, False)
    assert (face.known, face.width("a"), face.file, face.family) == (True, 0.512, path, "Lumi Sans")
    assert not Typefaces(system=False).face("Lumi Sans", False, False).known


def test_built_in_widths_hold_whatever_is_installed(system: Path) -> None:
    write_font(system / "arial.ttf", "Arial", {"a": 999})
    write_font(system / "carlito.ttf", "Carlito", {"a": 999})
    typefaces = Typefaces()
    assert typefaces.face("Arial", False, False).width("a") == pytest.approx(1139 / 2048)
    assert typefaces.face("Arial", False, False).family == "Arial"
    calibri = typefaces.face("Calibri", False, False)
    assert (calibri.file.parent.name, calibri.file.name, calibri.family) == ("twins", "Carlito-Regular.ttf", "Carlito")


def test_what_stands_in_for_an_unknown_typeface_is_of_its_kind(system: Path) -> None:
    """The nearest in width of the packed ones, whatever else is installed."""
    write_font(system / "dejavu.ttf", "DejaVu Sans", {"a": 500})
    names = ("Nobody", "Garamond", "Menlo", "Nobody Sans Serif", "Barlow", "Fira Sans Condensed")
    typefaces = Typefaces()
    assert {name: typefaces.face(name).family for name in names} == {
        "Nobody": "Arimo",
        "Garamond": "Caladea",
        "Menlo": "Cousine",
        "Nobody Sans Serif": "Arimo",
        "Barlow": "Carlito",
        "Fira Sans Condensed": "Arimo",
    }


def test_the_index_is_read_again_when_a_folder_changes(
    system: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    write_font(system / "one.ttf", "One", {"a": 500})
    assert [face.family for face in installed.installed_faces(cache)] == ["One"]
    with monkeypatch.context() as patched:
        patched.setattr(installed, "_faces_of", lambda _: pytest.fail("the index was not used"))
        assert [face.family for face in installed.installed_faces(cache)] == ["One"]
    write_font(system / "below" / "two.ttf", "Two", {"a": 500})
    os.utime(system / "below", ns=(1, 1))
    assert sorted(face.family for face in installed.installed_faces(cache)) == ["One", "Two"]
    next(cache.iterdir()).write_bytes(b"damaged")
    assert sorted(face.family for face in installed.installed_faces(cache)) == ["One", "Two"]


def test_fallbacks_prefer_plain_faces(system: Path) -> None:
    write_font(system / "a.ttf", "Aaa", {"語": 500}, style="Bold", weight=700)
    plain = write_font(system / "b.ttf", "Bbb", {"語": 500})
    faces, left = Typefaces().fallbacks("中語")
    assert ([face.path for face in faces], left) == ([str(plain)], "中")
