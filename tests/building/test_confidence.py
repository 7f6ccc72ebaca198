"""What was said in confidence stays so: no file for a customer holds a quote that the profile does not share."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from salespack.cli.main import app
from tests.searching import first_fast
from tests.workspaces import PACK, PROFILE, write_workspace

SAID = "My boss will never pay for this"
OUTPUTS = (
    "deck.pptx", "handout.pptx", "deck.pdf", "one-pager.pdf", "report.pdf", "case-sheet.pdf", "email.html", "release.md",
    "brief.pdf",
)  # fmt: skip
QUOTING = (
    "---\nkind: benefit\nvalues: {fewer-outages: 5}\n---\n# Calm nights\n\n- nobody is called\n"
    "{% for value in values %}{% if value.quote %}- “{{ value.quote }}”\n{% endif %}{% endfor %}\n"
    "::: notes\nThey said: {% for value in values %}{{ value.quote or 'nothing' }}{% endfor %}\n:::\n"
)


def write(root: Path, share: str, **more: str) -> None:
    value = f"fewer-outages: {{importance: 9, satisfaction: 3, quote: {SAID}{share}}}"
    files = {
        "content_blocks/packs/first-meeting.yaml": PACK.replace("[deck.pptx]", f"[{', '.join(OUTPUTS)}]"),
        "content_blocks/benefits/calm-nights.md": QUOTING,
        "profiles/acme.yaml": PROFILE.replace("fewer-outages: 9", value),
        **more,
    }
    write_workspace(root, files)


def said(file: Path) -> str:
    """All that a file says, without blanks."""
    if file.suffix in (".pptx", ".base"):
        with zipfile.ZipFile(file) as package:
            text = " ".join(
                re.sub(r"<[^>]*>", "", package.read(name).decode("utf-8", "replace")) for name in package.namelist()
            )
    elif file.suffix == ".pdf":
        text = " ".join(page.extract_text() for page in PdfReader(file).pages)
    else:
        text = file.read_text("utf-8")
    return re.sub(r"\s+", "", text)


def built(root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, bool], str]:
    """Which of the files say what was said in confidence, by folder and name, and what the build says."""
    monkeypatch.chdir(root)
    done = CliRunner().invoke(app, ["build", "profiles/acme.yaml"])
    assert done.exit_code == 0, done.output
    folder = root / "out/acme/first-meeting"
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and not file.name.startswith(".")]
    wanted = SAID.replace(" ", "")
    return {file.relative_to(folder).as_posix(): wanted in said(file) for file in files}, done.stderr


@pytest.mark.parametrize("share", first_fast(["", ", share: no", ", share: false"], 2))
def test_no_file_for_the_customer_holds_a_quote_that_is_not_shared(
    share: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, share)
    holding, told = built(tmp_path, monkeypatch)
    assert len(holding) >= len(OUTPUTS)
    assert [name for name, holds in holding.items() if holds] == ["for-you/brief.pdf"]
    assert "inconfidence" in said(tmp_path / "out/acme/first-meeting/for-you/brief.pdf")
    notice = (
        "profiles/acme.yaml:2:65: warning: SP112 the quote of fewer-outages is not shown to customers (write `share: yes` below "
        "what they agreed to, `share: no` below what was said in confidence)\n"
    )
    assert told == ("" if share else notice)


@pytest.mark.parametrize("share", first_fast(["{by: Renee, on: 2026-10-02}", "yes", "true"]))
def test_a_shared_quote_is_shown(share: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, f", share: {share}")
    holding, told = built(tmp_path, monkeypatch)
    assert told == ""
    holds = {name for name, one in holding.items() if one}
    assert {"for-you/Acme - First meeting.pptx", "for-you/brief.pdf"} < holds
    # release notes name what the values are answered with, and quote nobody; nor do records
    silent = [name for name, one in holding.items() if not one]
    assert [name for name in silent if "/records/" not in name] == [
        "for-customer/Acme - Note.md",
        "for-you/selection.json",
    ]
    assert len(silent) == 3
    assert "inconfidence" not in said(tmp_path / "out/acme/first-meeting/for-you/brief.pdf")


def test_a_block_that_needs_a_quote_is_not_used_without_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needing = QUOTING.replace("5}\n", "5}\nneeds: [values.fewer-outages.quote]\n")
    for share, chosen in (("", False), (", share: yes", True)):
        root = tmp_path / f"{chosen}"
        write(root, share, **{"content_blocks/benefits/calm-nights.md": needing})
        monkeypatch.chdir(root)
        done = CliRunner().invoke(app, ["match", "profiles/acme.yaml", "--json"])
        assert ('"block": "calm-nights"' in done.stdout.split('"rejected"')[0]) == chosen


def test_share_says_what_it_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, ", share: perhaps")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["build", "profiles/acme.yaml"])
    assert done.exit_code == 1
    assert done.stderr.startswith("profiles/acme.yaml:2:")
    assert "SP104 values.fewer-outages.share cannot be “perhaps” (known are no, yes)" in done.stderr


def test_check_lists_quotes_and_never_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "")
    monkeypatch.chdir(tmp_path)
    before = (tmp_path / "profiles/acme.yaml").read_text("utf-8")
    done = CliRunner().invoke(app, ["check", "--fix", "--format", "github"])
    assert next(line for line in done.stdout.split("\n") if "SP112" in line).startswith(
        "::warning file=profiles/acme.yaml,line=2,col="
    )
    assert SAID not in done.output
    assert (tmp_path / "profiles/acme.yaml").read_text("utf-8") == before
