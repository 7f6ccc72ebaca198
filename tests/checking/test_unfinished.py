"""Text that is not finished does not reach a customer: found in approved blocks, and none is approved with it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from salespack.checking.rules.table import RULES
from salespack.cli.main import app
from salespack.library.blocks import KINDS
from salespack.scaffold.blocks import BlockAnswers, block_text
from tests.checking.faults import CALM, FRONT, LIBRARY_FILE, PACK, PACK_FILE
from tests.checking.workspaces import ONE_LANGUAGE, checked, clean

pytestmark = pytest.mark.slow

DRAFT = FRONT.replace("5}", "5}\nstate: draft")
UNFINISHED = {
    "en": ["TODO: figures", "price TBD", "FIXME later", "saves XX %", "**Lorem ipsum** dolor", "Click to add text", "for [customer name]",
           "for [Your Company]", "Insert text here", "[Date]", "price tbd.", "saves xxx", "costs ???", "name: ______", "INSERT TEXT",
           "sample text", "%%NAME%%", "up by #REF!", "€ XX"],
    "fi": ["KESKEN", "Muokkaa tekstiä napsauttamalla", "Lisää otsikko tähän", "tarjous: [asiakkaan nimi]", "TODO"],
    "de": ["Titel durch Klicken hinzufügen", "Klicken Sie, um Text hinzuzufügen", "für [Kundenname]", "Blindtext"],
    "sv": ["Klicka här för att lägga till text", "för [kund]", "Skriv text här"],
}  # fmt: skip
FINISHED = {
    "en": ["What gets better for the customer and how", "todo lists get shorter", "[Customers](https://example.com) say so",
           "`TODO` marks in code are found", "XXL sizes", "Really?? Yes", "snake__case", "5 %", "a title slide is one click away", "Date: {{ on }}"],
    "fi": ["keskeneräinen työ vähenee", "asiakas [1]"],
    "de": ["Der Kunde bekommt mehr"],
    "sv": ["kunden får mer"],
}  # fmt: skip


def found(root: Path, monkeypatch: pytest.MonkeyPatch, language: str, line: str, front: str = FRONT) -> list[str]:
    settings = ONE_LANGUAGE.replace("[en]", f"[{language}]")
    body = f"# Calm nights\n\n- nobody is called\n- {line}\n"
    library = clean(root, monkeypatch, {PACK_FILE: PACK, LIBRARY_FILE: settings, CALM: front + body})
    report = checked(library, rules=tuple(rule for rule in RULES if rule.code == "SP348"))
    return [str(one.place) for one in report.problems if one.code == "SP348"]


@pytest.mark.parametrize(("language", "line"), [(name, line) for name, lines in UNFINISHED.items() for line in lines])
def test_what_stands_where_text_is_missing_is_found_in_approved_blocks_alone(
    language: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place,) = found(tmp_path / "approved", monkeypatch, language, line)
    assert place.startswith(f"{CALM}:8:")
    assert found(tmp_path / "draft", monkeypatch, language, line, DRAFT) == []


@pytest.mark.parametrize(("language", "line"), [(name, line) for name, lines in FINISHED.items() for line in lines])
def test_finished_text_is_left_alone(language: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(tmp_path, monkeypatch, language, line) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_of_a_new_block_is_found(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = BlockAnswers(title="Calm nights", kind=kind, values={"fewer-outages": 5})  # type: ignore[arg-type]
    text = block_text(answers, datetime.date(2026, 11, 21)).replace("state: draft", "state: approved")
    library = clean(tmp_path, monkeypatch, {PACK_FILE: PACK, CALM: text})
    report = checked(library, rules=tuple(rule for rule in RULES if rule.code == "SP348"))
    told = {one.place.line for one in report.problems if one.code == "SP348" and one.place}
    lines = text.split("\n")
    body = lines.index("# Calm nights") + 1
    assert told == {
        number for number, line in enumerate(lines, 1) if number > body and line and not line.startswith(":::")
    }


def test_nothing_is_approved_while_the_check_finds_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clean(
        tmp_path, monkeypatch, {PACK_FILE: PACK, CALM: f"{DRAFT}# Calm nights\n\n- What gets better for the customer\n"}
    )
    before = Path(CALM).read_bytes()
    refused = CliRunner().invoke(app, ["library", "approve", "calm", "bill", "--by", "maija"])
    assert refused.exit_code == 1
    assert f"{CALM}:8:3: SP348 “What gets better for the customer” is what a new block says" in refused.stderr
    assert (
        "SP349 nothing was approved: the check finds errors in calm (mend them, then approve again)" in refused.stderr
    )
    assert Path(CALM).read_bytes() == before
    assert "approved:" not in Path("content_blocks/benefits/bill.md").read_text("utf-8")
    Path(CALM).write_text(f"{DRAFT}# Calm nights\n\n- nobody is called\n", "utf-8")
    done = CliRunner().invoke(app, ["library", "approve", "calm", "--by", "maija"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert "state: approved" in Path(CALM).read_text("utf-8")
