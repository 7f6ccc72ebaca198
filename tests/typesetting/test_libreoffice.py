"""LibreOffice as the other engine: found or not, failing, slow."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from salespack.problems.problem import UserFault
from salespack.typesetting import libreoffice


def script(folder: Path, text: str) -> Path:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def fault(monkeypatch: pytest.MonkeyPatch, program: Path | str) -> str:
    monkeypatch.setenv(libreoffice.VARIABLE, str(program))
    with pytest.raises(UserFault) as raised:
        libreoffice.convert(b"PK")
    [problem] = raised.value.problems
    assert problem.code == "SP565"
    return str(problem)


def test_that_it_is_not_there_is_told_with_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_program", lambda: None)
    told = fault(monkeypatch, "")
    assert "not installed" in told and "apt install libreoffice-impress" in told and "winget" in told


def test_a_program_that_is_named_and_cannot_be_used_is_named_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "there is no program “" in fault(monkeypatch, tmp_path / "none")
    text = tmp_path / "soffice"
    text.write_text("no program", encoding="utf-8")
    assert "cannot be started" in fault(monkeypatch, text)


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
        'case "$1" in -env:UserInstallation=file:///*/salespack-run-*/office-*/profile) ;; *) exit 3;; esac\n'
        'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; printf %%PDF-made > "$2/deck.pdf"',
    )
    monkeypatch.setenv(libreoffice.VARIABLE, str(program))
    assert libreoffice.convert(b"PK") == b"%PDF-made"
