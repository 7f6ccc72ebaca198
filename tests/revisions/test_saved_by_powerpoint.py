"""The script by which anybody with PowerPoint reports what our tools say of decks that it saved."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pptx import Presentation
from tools.saved_by_powerpoint import main, report

from tests.revisions.refreshing import World

pytestmark = pytest.mark.slow


def test_the_report_says_of_each_deck_what_our_tools_find_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built, saved = tmp_path / "built", tmp_path / "saved"
    built.mkdir()
    saved.mkdir()
    for name in ("a", "b", "c"):
        (built / f"{name}.pptx").write_bytes(World(tmp_path / "ws").built.file)
    Presentation(str(built / "a.pptx")).save(str(saved / "a.pptx"))
    deck = Presentation(str(built / "b.pptx"))
    deck.slides[1].shapes.title.text = "Other"
    deck.save(str(saved / "b.pptx"))
    lines = list(report(tmp_path))
    assert lines[0] == "a.pptx: untouched"
    assert lines[1] == "b.pptx: slide 2: title: retitled (“Other”)"
    assert lines[2].startswith("c.pptx: ") and "SP501" in lines[2]
    assert lines[3] == "1 of 3 decks untouched"
    assert main(["report", str(tmp_path)]) == 1
    shutil.copy(saved / "a.pptx", saved / "b.pptx")
    shutil.copy(saved / "a.pptx", saved / "c.pptx")
    assert main(["report", str(tmp_path)]) == 0
    assert main([]) == 2
    assert "3 of 3 decks untouched" in capsys.readouterr().out
