"""What builds write, as independent validators see it: qpdf and the rules of PDF/UA, the rules of the Open XML SDK."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.test_commands import salespack
from tests.conftest import PROJECT

pytestmark = pytest.mark.slow

pikepdf = pytest.importorskip("pikepdf", reason="needs pikepdf: pip install -e '.[dev]'")
pdfua = pytest.importorskip("pdfua", reason="needs pdfua: pip install -e '.[dev]'")
openxml = pytest.importorskip("openxml_audit", reason="needs openxml-audit: pip install -e '.[dev]'")

EVERYTHING = (
    "deck.pptx", "handout.pptx", "deck.pdf", "one-pager.pdf", "brief.pdf", "case-sheet.pdf", "report.pdf", "room.pdf",
    "value-case.xlsx",
)  # fmt: skip
MEANT = {
    "has no populated `xl/sharedStrings.xml`": "texts of cells stand in them (ISO/IEC 29500-1, 18.3.1.53)",
    "relationships/theme' is missing": "a workbook needs none (12.3.23): its colours are its own",
}
"""What is said against workbooks, and why they stay as they are: Excel and LibreOffice open them without a word."""


def said_against_pdf(file: Path) -> list[str]:
    with pikepdf.open(file) as opened:
        damage = [str(one) for one in opened.check_pdf_syntax()]
    return [*damage, *(f"{one.rule_id}: {one.message}" for one in pdfua.validate(str(file)).findings)]


def said_against_package(file: Path) -> list[str]:
    found = [str(one) for one in openxml.OpenXmlValidator().validate(str(file)).errors]
    return [one for one in found if not any(meant in one for meant in MEANT)]


def test_nothing_is_said_against_any_output(tmp_path: Path) -> None:
    for name in ("content_blocks", "profiles"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    only = [part for output in EVERYTHING for part in ("--only", output)]
    for profile, pack, language in (
        ("betasoloin", "proposal", "en"),
        ("betasoloin", "first-meeting", "fi"),
        ("cheers", "what-next", "en"),
    ):
        arguments = ["build", profile, "--pack", pack, "--language", language, "--on", "2026-12-01", "--force"]
        done = salespack(tmp_path, *arguments, "--notes-pages", *only)
        assert done.returncode == 0, done.stderr
    files = [one for one in (tmp_path / "out").rglob("*") if one.suffix in (".pdf", ".pptx", ".xlsx")]
    said = {
        file.relative_to(tmp_path).as_posix(): (said_against_pdf if file.suffix == ".pdf" else said_against_package)(
            file
        )
        for file in files
    }
    assert {file: told for file, told in said.items() if told} == {}
    kinds = [file.suffix for file in files]
    assert kinds.count(".pdf") >= 18
    assert kinds.count(".pptx") == 6
    assert kinds.count(".xlsx") >= 1

    # They do find what is wrong.
    whole = next(file for file in files if file.suffix == ".pdf")
    with pikepdf.open(whole) as opened:
        del opened.Root.StructTreeRoot
        opened.save(tmp_path / "untagged.pdf")
    assert any("StructTreeRoot" in one or "tag" in one.lower() for one in said_against_pdf(tmp_path / "untagged.pdf"))
    (tmp_path / "cut.pdf").write_bytes(whole.read_bytes()[:-2_000])
    assert said_against_pdf(tmp_path / "cut.pdf")
