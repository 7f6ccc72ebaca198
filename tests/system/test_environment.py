"""Where each system keeps typefaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from salespack.system.environment import font_folders


def test_the_typefaces_that_office_fetched_are_looked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    windows = [one.as_posix() for one in font_folders("win32")]
    assert windows[1:] == [
        f"{tmp_path.as_posix()}/Microsoft/Windows/Fonts",
        f"{tmp_path.as_posix()}/Microsoft/FontCache/4/CloudFonts",
    ]
    mac = [one.as_posix() for one in font_folders("darwin")]
    assert mac[-1].endswith("/Library/Group Containers/UBF8T346G9.Office/FontCache/4/CloudFonts")
    assert not any("CloudFonts" in one.as_posix() for one in font_folders("linux"))
    monkeypatch.delenv("LOCALAPPDATA")
    assert len(font_folders("win32")) == 1
