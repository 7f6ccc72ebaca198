"""LibreOffice as the other engine: found or not, failing, slow."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from salespack.checking.problems import UserFault
from salespack.drawing import libreoffice


def script(folder: Path, text: str) -> Path:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def fault(monkeypatch: pytest.MonkeyPatch, program: Path) -> str:
    monkeypatch.setenv(libreoffice.VARIABLE, str(program))
    with pytest.raises(UserFault) as raised:
        libreoffice.convert(b"PK")
    [problem] = raised.value.problems
    assert problem.code == "SP565"
    return str(problem)


def test_that_it_is_not_there_is_told_with_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = fault(monkeypatch, tmp_path / "none")
    assert "not installed" in told and "apt install libreoffice-impress" in told and "winget" in told


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the program")
def test_failure_and_slowness_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no export filter" in fault(monkeypatch, script(tmp_path, "echo Error: no export filter; exit 1"))
    assert "made no PDF of the deck: it says nothing" in fault(monkeypatch, script(tmp_path, "exit 0"))
    monkeypatch.setattr(libreoffice, "SECONDS", 0.2)
    assert "did not finish" in fault(monkeypatch, script(tmp_path, "sleep 30 & wait"))


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the program")
def test_its_pdf_is_taken_and_its_profile_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = script(
        tmp_path,
        'case "$1" in -env:UserInstallation=file:///*salespack-office-*/profile) ;; *) exit 3;; esac\n'
        'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; printf %%PDF-made > "$2/deck.pdf"',
    )
    monkeypatch.setenv(libreoffice.VARIABLE, str(program))
    assert libreoffice.convert(b"PK") == b"%PDF-made"
