"""The texts of a library for translators, and back: what they get, and what becomes of what they write."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook
from typer.testing import CliRunner

from salespack.cli.main import app
from salespack.curation.translations.texts import lacking, taken_apart
from salespack.library.blocks import split_front_matter
from salespack.library.index import open_library
from tests.conftest import PROJECT
from tests.workspaces import write_files, write_workspace

BLOCK = """\
---
kind: benefit
values: {fewer-outages: 5}
state: approved
evidence: {source: Our review, date: 2026-06-01, sample: 14 platforms}
version: 2
---
# Calm nights for {{ customer.name }}

- **Eleven minutes** to normal[^review]
- Fewer outages, and
  fewer calls

{% if facts.hours is defined %}
| What | Before | After |
| --- | --- | --- |
| Hours | {{ facts.hours | number }} | 1,200 |
{% endif %}

::: notes
Say it slowly.
:::
"""
FINNISH = """\
---
# by hand
translates: 2
evidence: {source: Katselmuksemme}
---
# Rauhalliset yöt, {{ customer.name }}

- **Yksitoista minuuttia** normaaliin[^review]
- Vähemmän katkoja ja soittoja

{% if facts.hours is defined %}
| Mitä | Ennen | Jälkeen |
| --- | --- | --- |
| Tunnit | {{ facts.hours | number }} | 1 200 |
{% endif %}

::: notes
Sano se hitaasti.
:::
"""
BODY = split_front_matter(BLOCK, "").body
ID = "nights"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_workspace(tmp_path, {f"content_blocks/benefits/{ID}.md": BLOCK.replace("[^review]", "")})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["library", *arguments])
    assert done.exit_code == code, done.output
    return " ".join(done.output.split())


def block_file(language: str = "") -> Path:
    return Path(f"content_blocks/benefits/{ID}{f'.{language}' if language else ''}.md")


def rows(file: str) -> dict[str, dict[str, Any]]:
    """The rows about our block by their text's place, with their cells."""
    head, *lines = load_workbook(file)["Translations"].iter_rows()
    names = [str(cell.value) for cell in head]
    found = [dict(zip(names, line, strict=True)) for line in lines]
    return {str(one["key"].value).split(":")[1]: one for one in found if str(one["key"].value).startswith(f"{ID}:")}


def translate(file: str, texts: dict[str, str]) -> None:
    """Writes into the column for translations, by the source's text."""
    book = load_workbook(file)
    for line in book["Translations"].iter_rows(min_row=2):
        source = str(line[3].value)
        line[5].value = texts.get(source, line[5].value)
    book.save(file)


WORDS = {
    "Calm nights for {{ customer.name }}": "Rauhalliset yöt, {{ customer.name }}",
    "**Eleven minutes** to normal": "**Yksitoista minuuttia** normaaliin",
    "Fewer outages, and\nfewer calls": "Vähemmän katkoja ja soittoja",
    "What": "Mitä", "Before": "Ennen", "After": "Jälkeen", "Hours": "Tunnit", "1,200": "1 200",
    "Say it slowly.": "Sano se hitaasti.", "Our review": "Katselmuksemme", "14 platforms": "14 alustaa",
}  # fmt: skip


@pytest.mark.parametrize("jinja", [True, False])
def test_a_body_is_taken_apart_and_put_together(jinja: bool) -> None:
    taken = taken_apart(BODY, jinja=jinja)
    assert taken.with_texts([one.text for one in taken.passages]) == BODY
    if jinja:
        assert [one.text.replace("[^review]", "") for one in taken.passages] == list(WORDS)[: len(taken.passages)]


def test_every_body_of_the_sample_is_put_together_as_it_was() -> None:
    looked_at = 0
    for file in sorted((PROJECT / "content_blocks").rglob("*.md")):
        if file.name != "README.md":
            body = split_front_matter(file.read_text("utf-8"), str(file)).body
            taken = taken_apart(body)
            assert taken.with_texts([one.text for one in taken.passages]) == body, file
            looked_at += 1
    assert looked_at > 300


def test_what_a_translation_lacks_of_its_source() -> None:
    source = "For {{ customer.name }}[^review] see ![a map](images/map.png){fit=cover} **now**"
    assert lacking(source, "{{customer.name}}: ![kartta](images/map.png){fit=cover}[^review]") == ([], [])
    assert lacking(source, "[^other] {{ customer.nimi }} ![kartta](images/kartta.png)") == (
        ["{{customer.name}}", "[^review]", "(images/map.png){fit=cover}"],
        ["[^other]", "{{customer.nimi}}", "(images/kartta.png)"],
    )


@pytest.mark.slow
def test_there_and_back_as_a_workbook(workspace: Path) -> None:
    said = run("export", "fi.xlsx", "--translations", "fi")
    assert "wrote fi.xlsx:" in said
    assert "0 changed" in said
    with ZipFile("fi.xlsx") as package:
        assert any(name.startswith("xl/media/") for name in package.namelist())
    assert {one["state"].value for one in rows("fi.xlsx").values()} == {"new"}
    terms = next(one["terms"].value for one in rows("fi.xlsx").values() if "Fewer outages" in one["source"].value)
    assert terms == "Fewer outages = Vähemmän katkoja" or "outages" in terms.casefold()

    # Not all of it: nothing is written, and it is told.
    translate("fi.xlsx", dict(list(WORDS.items())[:3]))
    assert f"{ID} is not written: 8 of its 11 texts are missing" in run("import", "fi.xlsx", "--yes", code=1)
    assert not block_file("fi").exists()

    translate("fi.xlsx", WORDS)
    assert "nothing was written; --yes writes it" in run("import", "fi.xlsx")
    assert not block_file("fi").exists()
    assert "wrote content_blocks" in run("import", "fi.xlsx", "--yes")
    written = block_file("fi").read_text("utf-8")
    body = FINNISH.partition("---\n#")[2].partition("---\n")[2].replace("[^review]", "")
    assert split_front_matter(written, "").body == body
    head = split_front_matter(written, "").yaml
    assert "translates: 2\n" in head
    assert "source: Katselmuksemme" in head
    assert '"14 alustaa"' in head
    assert run("import", "fi.xlsx", "--yes") == "Nothing to change"

    # A text of the source changes: that alone is to be done, its translation is shown, and the check says so.
    block_file().write_text(block_file().read_text("utf-8").replace("Say it slowly.", "Say it twice."), "utf-8")
    done = CliRunner().invoke(app, ["check", "content_blocks/benefits"])
    assert f"a text of {ID} changed in en since this was translated" in " ".join(done.output.split())
    run("export", "again.xlsx", "--translations", "fi", "--no-pictures")
    (only,) = rows("again.xlsx").values()
    assert (only["state"].value, only["source"].value, only["now"].value) == (
        "changed", "Say it twice.", "Sano se hitaasti.",
    )  # fmt: skip
    assert only["translation: fi"].value is None
    translate("again.xlsx", {"Say it twice.": "Sano se kahdesti."})
    table = run("import", "again.xlsx", "--yes")
    assert "Sano se hitaasti." in table
    assert "Sano se kahdesti." in table
    assert "Sano se kahdesti." in block_file("fi").read_text("utf-8")


@pytest.mark.slow
def test_there_and_back_as_xliff_whatever_a_program_does_with_signs(workspace: Path) -> None:
    run("export", "fi.xlf", "--translations", "fi")
    name = "{urn:oasis:names:tc:xliff:document:1.2}"
    tree = etree.parse("fi.xlf")
    for unit in tree.iter(f"{name}trans-unit"):
        source: Any = unit.find(f"{name}source")
        target: Any = unit.find(f"{name}target")
        if not unit.get("id", "").startswith(f"{ID}:"):
            continue
        text = "".join(source.itertext())
        target.text, target.attrib["state"] = WORDS[text], "translated"
        for number, sign in enumerate(re.findall(r"\*\*|\{\{.*?\}\}", WORDS[text]), 1):
            last = target[-1] if len(target) else None
            before, _, after = ((target.text if last is None else last.tail) or "").partition(sign)
            if last is None:
                target.text = before
            else:
                last.tail = before
            empty = etree.SubElement(target, f"{name}ph", id=str(number))  # programs give signs back without content
            empty.tail = after
    tree.write("fi.xlf", encoding="utf-8", xml_declaration=True)
    assert "wrote content_blocks" in run("import", "fi.xlf", "--yes")
    assert "# Rauhalliset yöt, {{ customer.name }}\n\n- **Yksitoista minuuttia** normaaliin\n" in block_file(
        "fi"
    ).read_text("utf-8")


@pytest.mark.slow
def test_what_a_person_wrote_is_never_lost(workspace: Path) -> None:
    write_files(workspace, {f"content_blocks/benefits/{ID}.fi.md": FINNISH.replace("[^review]", "")})
    run("export", "fi.xlsx", "--translations", "fi", "--all", "--no-pictures")
    assert rows("fi.xlsx")["1"]["state"].value == "done"

    # Changed meanwhile by somebody else: told, and left.
    block_file("fi").write_text(block_file("fi").read_text("utf-8").replace("hitaasti", "hiljaa"), "utf-8")
    translate("fi.xlsx", WORDS | {"Say it slowly.": "Sano se nopeasti."})
    told = run("import", "fi.xlsx", "--yes", code=1)
    assert f"SP883 F12: {ID} says “Sano se hiljaa.” in fi now, “Sano se nopeasti.” here" in told
    assert "Sano se hiljaa." in block_file("fi").read_text("utf-8")

    # The source changed meanwhile.
    run("export", "fi.xlsx", "--translations", "fi", "--all", "--no-pictures", "--replace")
    translate("fi.xlsx", WORDS | {"Say it slowly.": "Sano se nopeasti."})
    block_file().write_text(block_file().read_text("utf-8").replace("slowly", "fast"), "utf-8")
    assert "says “Say it fast.” in en now, which is new" in run("import", "fi.xlsx", "--yes", code=1)

    # Remarks in the front matter stay.
    run("export", "fi.xlsx", "--translations", "fi", "--no-pictures", "--replace", "--all")
    translate("fi.xlsx", WORDS | {"Say it fast.": "Sano se nopeasti."})
    run("import", "fi.xlsx", "--yes")
    assert block_file("fi").read_text("utf-8").startswith("---\n# by hand\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "written", "told"),
    [
        ("Calm nights for {{ customer.name }}", "Rauhalliset yöt", "lacks {{customer.name}}"),
        ("Say it slowly.", "Sano se.\n\n- ja kaksi", "would begin a list, a title or a table, or end in one"),
        ("What", "Mitä | Miksi", "would begin a list, a title or a table, or end in one"),
        ("Hours", "=HYPERLINK(\"https://x.example\")", "is a formula (write what it comes to, as text)"),
        ("Say it slowly.", "{{ customer.name }}", "has {{customer.name}}, which en has not"),
        ("Calm nights for {{ customer.name }}", "{{ customer.name }} " + "rauhallisia öitä " * 60, "SP887 nothing was written"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_is_written(workspace: Path, source: str, written: str, told: str) -> None:
    run("export", "fi.xlsx", "--translations", "fi", "--no-pictures")
    translate("fi.xlsx", WORDS | {source: written})
    assert told in run("import", "fi.xlsx", "--yes", code=1)
    assert not block_file("fi").exists()


@pytest.mark.slow
def test_only_approvers_of_a_language_bring_in_texts_that_sellers_use(workspace: Path) -> None:
    settings = Path("content_blocks/library.yaml")
    people = "approvers:\n  Aino: {languages: [fi]}\n  Bo: {languages: [en]}\n"
    settings.write_text(settings.read_text("utf-8") + people, "utf-8")
    run("export", "fi.xlsx", "--translations", "fi", "--no-pictures")
    translate("fi.xlsx", WORDS)
    assert "SP428 is approved, and library.yaml says who approves texts in fi" in run("import", "fi.xlsx", code=1)
    assert "SP428 Bo may not approve texts in fi" in run("import", "fi.xlsx", "--by", "Bo", "--yes", code=1)
    assert "wrote content_blocks" in run("import", "fi.xlsx", "--by", "aino", "--yes")


@pytest.mark.slow
def test_a_cell_is_never_a_formula_and_results_are_told_as_json(workspace: Path) -> None:
    text = block_file().read_text("utf-8").replace("- Fewer outages, and\n  fewer calls", "- =1+1 outages")
    block_file().write_text(text, "utf-8")
    run("export", "fi.xlsx", "--translations", "fi", "--no-pictures")
    cell = next(one["source"] for one in rows("fi.xlsx").values() if one["source"].value == "=1+1 outages")
    assert cell.data_type == "s"
    assert cell.quotePrefix
    translate("fi.xlsx", {**WORDS, "=1+1 outages": "Ei kaavaa"})
    done = CliRunner().invoke(app, ["library", "import", "fi.xlsx", "--json"])
    told = json.loads(done.stdout)
    assert told["language"] == "fi"
    assert told["files"] == [str(block_file("fi"))]
    assert {"block": ID, "place": "1", "old": "", "new": "Rauhalliset yöt, {{ customer.name }}"} in told["changes"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "SP007 is empty"),
        ("<xliff", "SP881 is no XML that can be read"),
        ("<html/>", "SP881 is no XLIFF"),
        ('<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', "SP881 is XLIFF 2.0, and 1.2 went out"),
        ('<!DOCTYPE xliff [<!ENTITY a "b">]><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', "SP881 is no XLIFF"),
        ('<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file target-language="de"/></xliff>',
         "SP881 is in “de”, which is no language of the library (its languages are en, fi)"),
        ('<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file target-language="fi"><body>'
         '<trans-unit id="nigths:1:aaaaaa:bbbbbb"><source>a</source><target>b</target></trans-unit></body></file></xliff>',
         "x.xlf:1: SP884 there is no block “nigths” to translate (did you mean “nights”?)"),
    ],
)  # fmt: skip
def test_files_that_are_none(workspace: Path, content: str, told: str) -> None:
    Path("x.xlf").write_text(content, "utf-8")
    assert told in run("import", "x.xlf", "--yes", code=1)


def test_what_is_asked_for_wrongly(workspace: Path) -> None:
    assert "“de” is no language of the library" in run("export", "x.xlf", "--translations", "de", code=2)
    assert "is neither a workbook nor XLIFF" in run("export", "x.csv", "--translations", "fi", code=2)
    assert "(name it to-do.xlsx or to-do.xlf)" in run("export", ".", "--translations", "fi", code=2)
    assert "(name it blocks.xlsx)" in run("export", ".", code=2)
    assert run("export", "x.xlf", "--translations", "en") == "No block is written in another language than en"
    assert "goes with --translations" in run("export", "x.xlsx", "--all", code=2)
    Path("x.xlf").write_text("kept", "utf-8")
    assert "is there already" in run("export", "x.xlf", "--translations", "fi", code=2)
    assert Path("x.xlf").read_text("utf-8") == "kept"


def test_the_sample_needs_no_translation() -> None:
    library = open_library(PROJECT / "content_blocks", None)
    from salespack.curation.translations.units import texts_of, translated_blocks

    left = {
        block.id: texts.to_do
        for block in translated_blocks(library, "fi")
        if (texts := texts_of(library, block, "fi")).to_do
    }
    assert left == {}
