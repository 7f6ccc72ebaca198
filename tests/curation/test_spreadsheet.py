from __future__ import annotations

import datetime
import json
import shutil
import string
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from typer.testing import CliRunner

from salespack.cli.main import app
from salespack.curation.front_matter_editing import with_front_matter
from salespack.curation.revising import Written
from salespack.curation.spreadsheet.columns import cell_of, columns_of, text_of, value_of, with_cells
from salespack.formats.yaml import Source
from salespack.library.index import open_library
from tests.conftest import PROJECT
from tests.limits import HANG
from tests.searching import searching
from tests.workspaces import write_files, write_workspace

RICH = """\
---
# a comment at the top
values: {lower-run-cost: 4, fewer-outages: 2}   # measured
kind: benefit
for:
  roles:          # who is in the room
    - cto
    - finance
owner: "=cmd|' /C calc'!A0"
tags: [-minus, +plus, "@at"]
evidence: {source: "NO", date: 2018-06, url: "https://x.example"}
valid_until: 2027-01-10
---
# Half the bill

- text of the slide
"""
RANKED = "---\nkind: experience\nvalues: [fewer-outages, lower-run-cost]\n---\n# Ranked\n\n- text\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {"rich": RICH, "ranked": RANKED, "bad": "---\nkind: benefit\nvalue: 1\n---\n# Bad\n"}
    write_workspace(tmp_path, {f"content_blocks/benefits/{name}.md": text for name, text in files.items()})
    write_files(tmp_path, {"content_blocks/benefits/_defaults.yaml": "owner: marketing\ntags: [usual]\n"})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["library", *arguments])
    assert done.exit_code == code, done.output
    return done.output


def exported() -> Any:
    run("export", "b.xlsx", "--replace")
    return load_workbook("b.xlsx")


def change(cells: dict[tuple[str, str], object], book: Any = None) -> None:
    """Writes values into cells, each named by block and heading."""
    book = book or exported()
    sheet = book["Blocks"]
    headings = {cell.value: cell.column for cell in sheet[1]}
    rows = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=2)}
    for (block, heading), value in cells.items():
        sheet.cell(rows[block], headings[heading]).value = value
    book.save("b.xlsx")


def text(name: str) -> str:
    return Path("content_blocks/benefits", f"{name}.md").read_text(encoding="utf-8")


def test_what_nobody_changed_changes_nothing(workspace: Path) -> None:
    told = run("export", "b.xlsx")
    assert told == "wrote b.xlsx: 6 blocks; 1 that cannot be read are not in it: see `salespack check`\n"
    assert run("import", "b.xlsx", "--yes") == "Nothing to change\n"
    run("export", "b.xlsx", code=2)


def test_only_the_changed_cells_change_and_comments_stay(workspace: Path) -> None:
    change({("rich", "values.lower-run-cost"): 5, ("rich", "for.roles"): "cto", ("rich", "valid_until"): "1.2.2028"})
    assert json.loads(run("import", "b.xlsx", "--json").partition("\nnothing was written")[0])["changes"] == [
        {"block": "rich", "field": "values.lower-run-cost", "old": "4", "new": "5", "cell": "G6"},
        {"block": "rich", "field": "for.roles", "old": "cto, finance", "new": "cto", "cell": "I6"},
        {"block": "rich", "field": "valid_until", "old": "2027-01-10", "new": "2028-02-01", "cell": "AJ6"},
    ]
    assert text("rich") == RICH
    run("import", "b.xlsx", "--yes")
    assert text("rich") == RICH.replace("cost: 4", "cost: 5").replace("    - finance\n", "").replace(
        "2027-01-10", "2028-02-01"
    )
    assert run("import", "b.xlsx") == "Nothing to change\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("block", "heading", "value", "line"),
    [
        ("rich", "valid_from", datetime.datetime(2026, 5, 1), "valid_from: 2026-05-01"),
        ("rich", "review_by", " 2026-05-01 ", "review_by: 2026-05-01"),
        ("rich", "minutes", "2,5", "minutes: 2.5"),
        ("rich", "minutes", 3.0, "minutes: 3"),
        ("rich", "about.employees", "60000.0", "about: {employees: 60000}"),
        ("rich", "about.customer", "NO", "about: {customer: NO}"),
        ("rich", "not_for.roles", "cto;finance ,", "not_for: {roles: [cto, finance]}"),
        ("rich", "evidence.date", datetime.date(2019, 2, 3), "date: 2019-02-03"),
        ("rich", "evidence.date", 2019, "date: 2019"),
        ("ranked", "values.lower-run-cost", "5 ", "values: {fewer-outages: 5, lower-run-cost: 5}"),
        ("ranked", "values.lower-run-cost", None, "values: {fewer-outages: 5}"),
        ("ranked", "owner", None, "owner: null"),
        ("ranked", "tags", None, "tags: []"),
        ("ranked", "tags", "usual, repair", "tags: [usual, repair]"),
        ("ranked", "owner", "maija", "owner: maija"),
        ("ranked", "state", "draft", "state: draft"),
    ],
)  # fmt: skip
def test_cells_of_every_kind(workspace: Path, block: str, heading: str, value: object, line: str) -> None:
    change({(block, heading): value})
    run("import", "b.xlsx", "--yes")
    assert line in text(block)
    assert open_library(workspace / "content_blocks", None).blocks[block].problems == ()
    assert run("import", "b.xlsx") == "Nothing to change\n"


def test_an_emptied_cell_takes_its_line_away(workspace: Path) -> None:
    change({("rich", "for.roles"): None, ("rich", "valid_until"): "  "})
    run("import", "b.xlsx", "--yes")
    assert "for:" not in text("rich") and "valid_until" not in text("rich") and "# a comment at the top" in text("rich")


@pytest.mark.parametrize(
    ("heading", "value", "message", "hint"),
    [
        ("kind", "benefits", "kind cannot be “benefits”", "did you mean “benefit”"),
        ("kind", None, "kind is empty", "one of experience"),
        ("state", "ok", "state cannot be “ok”", "known are"),
        ("values.fewer-outages", 6, "cannot be “6”", "from 1 to 5"),
        ("values.fewer-outages", "=1+1", "is a formula", "write what it comes to"),
        ("for.roles", "cto, boss", "cannot hold “boss”", "known are cto"),
        ("for.countries", "Finland", "“Finland” is no country", "FI"),
        ("valid_until", "soon", "“soon” is not a day", "2026-12-01"),
        ("valid_from", "2028-01-01", "is before valid_from", "swap"),
        ("evidence.source", None, "“source” is missing", "add"),
        ("evidence.url", "x.example", "is no web address", "https://"),
        ("minutes", "many", "cannot be “many”", "2.5"),
        ("about.employees", "-5", "cannot be “-5”", "a whole number"),
        ("needs", "nonsense", "which no profile can have", "facts.services"),
    ],
)
def test_a_cell_that_cannot_be_is_told_and_nothing_is_written(
    workspace: Path, heading: str, value: object, message: str, hint: str
) -> None:
    change({("rich", heading): value, ("ranked", "owner"): "maija"})
    told = run("import", "b.xlsx", "--yes", code=1)
    assert "b.xlsx: SP882" in told and message in told and hint in told
    assert text("rich") == RICH and text("ranked") == RANKED


def test_the_place_of_a_wrong_cell_is_its_reference(workspace: Path) -> None:
    change({("rich", "kind"): "x"})
    assert "SP882 C6: kind cannot be “x”" in run("import", "b.xlsx", code=1)


def test_a_block_changed_meanwhile_is_told_and_left(workspace: Path) -> None:
    change({("rich", "valid_until"): "2028-01-01", ("rich", "owner"): "new", ("ranked", "owner"): "maija"})
    newer = RICH.replace("2027-01-10", "2027-12-31")
    write_files(workspace, {"content_blocks/benefits/rich.md": newer})
    told = run("import", "b.xlsx", "--yes", code=1)
    assert "SP883" in told and "valid_until of rich is now “2027-12-31” in the library, and “2028-01-01” here" in told
    assert text("rich") == newer
    assert "owner: maija" in text("ranked")


def test_a_change_elsewhere_in_a_block_is_no_conflict(workspace: Path) -> None:
    change({("rich", "owner"): "new"})
    write_files(workspace, {"content_blocks/benefits/rich.md": RICH.replace("2027-01-10", "2027-12-31")})
    run("import", "b.xlsx", "--yes")
    assert text("rich") == RICH.replace("2027-01-10", "2027-12-31").replace("\"=cmd|' /C calc'!A0\"", "new")


def test_rows_may_be_sorted_deleted_and_have_more_columns(workspace: Path) -> None:
    book = exported()
    sheet = book["Blocks"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    sheet.delete_rows(2, 20)
    for row in reversed(rows[:3]):
        sheet.append(row)
    sheet.cell(1, sheet.max_column + 1).value = "remarks"
    book.save("b.xlsx")
    told = run("import", "b.xlsx")
    assert "warning: SP881 the column “remarks” is not read" in told and "Nothing to change" in told


@pytest.mark.parametrize("name", ["new-block", "rich", "", "bad"])
def test_rows_about_no_block_or_twice_about_one_are_told(workspace: Path, name: str) -> None:
    book = exported()
    book["Blocks"].append([name, "title", "benefit"])
    book.save("b.xlsx")
    assert "SP884" in run("import", "b.xlsx", code=1)


def test_text_like_a_formula_is_text(workspace: Path) -> None:
    sheet = exported()["Blocks"]
    found = [cell for row in sheet.iter_rows() for cell in row if str(cell.value)[:1] in "=+-@"]
    assert {cell.value for cell in found} == {"=cmd|' /C calc'!A0", "-minus, +plus, @at"}
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in found)


def test_cells_with_one_word_have_a_list(workspace: Path) -> None:
    book = exported()
    lists = {
        str(one.sqref).partition(":")[0]: one.formula1
        for one in book["Blocks"].data_validations.dataValidation
        if one.type
    }
    assert lists["C2"] == "Words!$A$2:$A$7" or lists["C2"] == "=Words!$A$2:$A$7"
    assert [cell.value for cell in book["Words"]["A"]][:3] == ["kind", "experience", "benefit"]
    assert book["Base"].sheet_state == "veryHidden"


def _nothing(path: Path) -> None:
    path.write_bytes(b"")


def _other(path: Path) -> None:
    shutil.copyfile(PROJECT / "content_blocks" / "brand" / "lumikko.pptx", path)


def _torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


def _bad_xml(path: Path) -> None:
    with ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    with ZipFile(path, "w") as damaged:
        for name, content in parts.items():
            damaged.writestr(name, content.replace(b"<sheetData>", b"<sheetData") if "sheet1" in name else content)


def _without_base(path: Path) -> None:
    book = load_workbook(path)
    del book["Base"]
    book.save(path)


def _without_ids(path: Path) -> None:
    book = load_workbook(path)
    book["Blocks"]["A1"].value = "name"
    book.save(path)


@pytest.mark.parametrize("spoil", [_nothing, _other, _torn, _bad_xml, _without_base, _without_ids, Path.unlink])
def test_a_file_that_is_no_export_is_told(workspace: Path, spoil: Callable[[Path], None]) -> None:
    run("export", "b.xlsx")
    spoil(workspace / "b.xlsx")
    assert "b.xlsx: SP" in run("import", "b.xlsx", "--yes", code=1)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_workbook_saved_by_libreoffice_changes_only_what_was_changed(workspace: Path) -> None:
    change({("rich", "valid_until"): datetime.date(2028, 2, 1)})
    subprocess.run(
        ("soffice", f"-env:UserInstallation=file://{workspace}/lo", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(workspace / "saved"), str(workspace / "b.xlsx")),
        check=True, capture_output=True, timeout=HANG,
    )  # fmt: skip
    run("import", "saved/b.xlsx", "--yes")
    assert text("rich") == RICH.replace("2027-01-10", "2028-02-01")
    assert text("ranked") == RANKED


LIBRARY = open_library(PROJECT / "content_blocks", None)
WORDS = st.text(st.sampled_from(string.ascii_letters + string.digits + " :#'\"{}[]&*!|>%@`-äöåß漢no"), max_size=12)


@searching(60)
@given(owner=WORDS, source=WORDS, tags=st.lists(WORDS, max_size=3), strength=st.integers(1, 5))
def test_what_is_written_is_read_back_the_same(owner: str, source: str, tags: list[str], strength: int) -> None:
    columns = {column.heading: column for column in columns_of(LIBRARY)}
    cells = {
        "owner": owner, "evidence.source": source, "tags": ", ".join(tags), "values.fewer-outages": str(strength),
    }  # fmt: skip
    wanted = {columns[name]: text_of(cell, columns[name]) for name, cell in cells.items()}
    start = Written({"kind": "benefit", "values": ["lower-run-cost"]}, {"owner": "x", "tags": ["y"]})
    own = with_cells(start, {column: value_of(cell, column) for column, cell in wanted.items()})
    file = with_front_matter("---\nkind: benefit\nvalues: [lower-run-cost]  # why\n---\n# T\n", own)
    read = Source("", file.split("---\n")[1]).load()
    for column, cell in wanted.items():
        assert cell_of(Written(read, start.defaults), column) == cell


def test_odd_texts_are_no_change(workspace: Path) -> None:
    odd = '---\nkind: news\ntags: [a;b, "c, d", a]\nowner: " spaces "\nevidence: {source: "one\\r\\ntwo\\tthree"}\n'
    odd += f"about: {{customer: {'x' * 40_000}}}\nminutes: 2.50\n---\n# Odd\n"
    write_files(workspace, {"content_blocks/news/odd.md": odd})
    run("export", "b.xlsx")
    assert run("import", "b.xlsx") == "Nothing to change\n"
    change({("odd", "minutes"): 3})
    run("import", "b.xlsx", "--yes")
    assert Path("content_blocks/news/odd.md").read_text() == odd.replace("2.50", "3")


def test_the_guide_says_what_is_not_in_the_sheet(workspace: Path) -> None:
    run("export", "guide.xlsx")
    *_, last = [row[0] for row in load_workbook(workspace / "guide.xlsx")["How to"].values]
    assert last == (
        "Of the front matter these keys are not in this file, and stay as they are: "
        "answer, approved, bind, check, form, jinja, language, overflow, prose, retired, slides, sources."
    )


def test_without_the_extra_it_is_told_what_to_install(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("export", "blocks.xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)  # as Python tells of a package that is not there
    for arguments in (("export", "other.xlsx"), ("import", "blocks.xlsx")):
        told = run(*arguments, code=1)
        assert "SP885" in told
        assert 'pip install "salespack[excel]"' in told
    assert not (workspace / "other.xlsx").exists()


@pytest.mark.slow
def test_pictures_of_the_slides_stand_beside_the_blocks_and_change_nothing(workspace: Path) -> None:
    run("export", "b.xlsx", "--pictures")
    with ZipFile("b.xlsx") as package:
        assert sum(name.startswith("xl/media/") for name in package.namelist()) >= 3
    head = [cell.value for cell in next(load_workbook("b.xlsx")["Blocks"].iter_rows())]
    assert (head[:2], head[-1]) == (["id", "title"], "slide")
    assert run("import", "b.xlsx").strip() == "Nothing to change"
