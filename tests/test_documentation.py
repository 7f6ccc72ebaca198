"""The documentation agrees with the program: commands that it names exist, and everything that there is has its page."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pypdf import PdfReader
from tools import readme_picture
from typer.testing import CliRunner

from salespack.building.written_outputs import WRITTEN
from salespack.cli.main import app
from salespack.documents.output_templates import find_outputs
from salespack.problems.codes import CODES
from salespack.problems.pages import all_pages
from tests.conftest import PROJECT
from tests.workspaces import write_files, write_workspace

PAGES = [
    *(PROJECT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((PROJECT / "docs").rglob("*.md")),
]
"""Pages that are true of this version; the changelog is of all."""
CODE = re.compile(r"^(`{3,})\w*\n.*?^\1$|`[^`\n]+`", re.M | re.S)
SHELL = re.compile(r"^```(?:sh|bat)\n(.*?)^```", re.M | re.S)
INLINE = re.compile(r"`(salespack [^`\n]+)`")
RUN = re.compile(r"^<!-- run(?: \d+)?(?: \d+ lines)?: (.+) -->$", re.M)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
NOT_WORDS = ("…", "*", "[", "|", "<", "COMMAND")
"""What stands in a command as it is told, where a person writes something else."""


def tool() -> Any:
    """The hook of the documentation."""
    found = importlib.util.spec_from_file_location("documentation", PROJECT / "tools" / "documentation.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


TOOL = tool()


def told_commands(text: str) -> Iterator[str]:
    """The commands of ours that a text tells, in blocks, in lines and to be run."""
    for block in SHELL.findall(text):
        yield from (line.strip() for line in block.splitlines() if line.strip().startswith("salespack "))
    yield from INLINE.findall(text)
    yield from RUN.findall(text)


def fault_of(told: str) -> str:
    """What is wrong with a command as it is told; empty where nothing is."""
    words = shlex.split(told.split(" > ")[0].rstrip("."), comments=True)[1:]
    if any(word.startswith(NOT_WORDS) for word in words[:1]) or words[:1] in (["--version"], ["--install-completion"]):
        return ""
    if words[0] == "log" and words[1:] and f"log {words[1]}" not in TOOL.commands():
        words = ["log", "meeting", *words[1:]]  # the customer alone
    name = max((one for one in TOOL.commands() if words[: len(one.split())] == one.split()), key=len, default="")
    if not name:
        groups = {one.split()[0] for one in TOOL.commands()}
        return "" if words[0] in groups and len(words) == 1 else "there is no such command"
    known = {option for one in TOOL.commands()[name].params for option in (*one.opts, *one.secondary_opts)} | {"--help"}
    unknown = [word for word in words if word.startswith("-") and word.partition("=")[0] not in known]
    return f"{name} has no {', '.join(unknown)}" if unknown else ""


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(PROJECT).as_posix() for page in PAGES])
def test_every_command_that_a_page_tells_is_one(page: Path) -> None:
    faults = {told: fault for told in told_commands(page.read_text("utf-8")) if (fault := fault_of(told))}
    assert faults == {}


def test_every_command_that_a_problem_tells_is_one() -> None:
    told = {command for text in all_pages().values() for command in told_commands(text)}
    assert len(told) > 10
    assert {one: fault for one in told if (fault := fault_of(one))} == {}


def test_every_example_in_the_help_is_one() -> None:
    pages = {name: TOOL.command_page(name, one) for name, one in TOOL.commands().items()}
    told = {command for text in pages.values() for command in told_commands(text)}
    assert len(told) >= len(pages)
    assert {one: fault for one in told if (fault := fault_of(one))} == {}
    assert [name for name, text in pages.items() if not list(told_commands(text))] == []


def test_wrong_commands_are_found() -> None:
    assert fault_of("salespack biuld acme") == "there is no such command"
    assert fault_of("salespack library show x --profil acme") == "library show has no --profil"
    assert fault_of("salespack build PROFILE...") == ""
    assert fault_of("salespack library") == ""


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(PROJECT).as_posix() for page in PAGES])
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    made = {*TOOL.generated_pages(), *TOOL.ELSEWHERE, "pictures/deck.png", "pictures/brand.png"}
    made_files = {PROJECT / "docs" / name for name in made}
    wanted = [(page.parent / link).resolve() for link in LINK.findall(CODE.sub("", page.read_text("utf-8")))]
    assert [str(one) for one in wanted if not one.exists() and one not in made_files] == []


DEVELOPERS = ("CONTRIBUTING.md", "docs/first-issues.md", "docs/project/architecture.md")
FILE = re.compile(r"`(\w[\w./-]*(?:\.(?:py|j2|yaml|toml|po|typ|yml)|/))`")


@pytest.mark.parametrize("page", DEVELOPERS)
def test_every_file_that_developers_are_sent_to_is_there(page: str) -> None:
    package = PROJECT / "src" / "salespack"
    everywhere = {path.name for path in package.rglob("*.*")}
    named = {name for name in FILE.findall((PROJECT / page).read_text("utf-8")) if not re.search("NAME|CODE", name)}
    assert len(named) >= 3
    there = [name for name in named if name in everywhere or (PROJECT / name).exists() or (package / name).exists()]
    assert sorted(named - {*there}) == []


def test_every_page_that_is_made_is_in_the_navigation_and_every_code_and_command_has_one() -> None:
    def paths(entry: Any) -> Iterator[str]:
        if isinstance(entry, str):
            yield entry
        else:
            for one in entry.values() if isinstance(entry, dict) else entry:
                yield from paths(one)

    listed = set(paths(TOOL.navigation()))
    assert {*TOOL.generated_pages()} <= listed
    assert {f"problems/{code}.md" for code in CODES} <= listed
    assert len(TOOL.commands()) > 20
    assert all((PROJECT / "docs" / path).is_file() for path in listed - {*TOOL.generated_pages()})


def test_every_output_is_on_its_page() -> None:
    text = (PROJECT / "docs" / "reference" / "outputs.md").read_text("utf-8")
    assert sorted(name for name in {*WRITTEN, *find_outputs(None)} if f"`{name}`" not in text) == []


def test_keys_of_a_file_are_told_with_what_they_hold() -> None:
    text = TOOL.keys(TOOL.Written.PACK)
    assert (
        "| `name` | text or by name: text | What it is called; customers see it where there is no `title`. **Needed.** |"
        in text
    )
    assert "### Under `limits`" in text
    assert "`limits` | [keys](#under-limits) |" in text
    assert "| `generic_share` | a number, 0–1 |" in text


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_pages_from_elsewhere_link_within_the_site(name: str) -> None:
    page = next(path for path, file in TOOL.ELSEWHERE.items() if file == name)
    text = TOOL.pages_from_elsewhere()[page]
    assert not [link for link in LINK.findall(text) if link.startswith("docs/")]


def test_the_whole_navigation_is_written_once() -> None:
    written = yaml.safe_load((PROJECT / "mkdocs.yml").read_text("utf-8"))["nav"]
    text = str(written)
    for placeholder in TOOL.navigation():
        assert text.count(f"'{placeholder}'") == 1


@pytest.mark.slow
def test_a_slide_stands_beside_its_picture_and_one_that_does_not_come_out_is_told() -> None:
    page = "<!-- slide -->\n````markdown\n# One\n\n- point\n````\n"
    shown = TOOL.filled(page)
    assert "````markdown\n# One\n\n- point\n````" in shown
    assert "![One](../pictures/forms/1.png)" in shown
    with pytest.raises(RuntimeError, match="SP312"):
        TOOL.slide_pictures(page.replace("- point", "::: cardz\n- point\n:::"))


@pytest.mark.slow
def test_each_use_of_the_theme_has_its_picture_and_a_wrong_one_is_told() -> None:
    page = (PROJECT / "docs" / TOOL.THEME_PAGE).read_text("utf-8")
    made = TOOL.theme_pictures(page)
    assert len(set(made.values())) == page.count("<!-- shown -->") == TOOL.filled(page).count("](../pictures/theme/")
    with pytest.raises(RuntimeError, match="SP608"):
        TOOL.theme_pictures(page.replace("#kpi-row(", "#kpi-rows("))


def test_every_function_of_the_theme_is_in_the_guide() -> None:
    theme = (PROJECT / "src/salespack/documents/templates/theme.typ").read_text("utf-8")
    page = (PROJECT / "docs" / TOOL.THEME_PAGE).read_text("utf-8")
    named = set(re.findall(r"(?<![\w-])[a-z][a-z-]*", page))
    functions = set(re.findall(r"^#let ([a-z-]+)\(", theme, re.M))
    assert functions
    assert functions - named == {"colour", "chapter-head"}, "those two are for the theme itself"


@pytest.mark.slow
def test_a_company_sets_the_one_pager_by_a_template_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (PROJECT / "docs" / TOOL.THEME_PAGE).read_text("utf-8")
    library = write_workspace(tmp_path)
    template = page.rpartition("```jinja\n")[2].partition("```")[0].replace("next_step.title", "company.name")
    write_files(library, {"templates/one-pager.typ.j2": template})
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["build", "acme", "--only", "one-pager.pdf"])
    assert (done.exit_code, done.stderr) == (0, "")
    pages = PdfReader(tmp_path / "out/acme/first-meeting/for-customer/Acme - One-pager.pdf").pages
    assert [" ".join(one.extract_text().split()) for one in pages] == [
        "Lumikko Acme What matters to Acme Fewer outages Calm nights Lumikko"
    ]


@pytest.mark.slow
def test_the_picture_of_the_readme_can_be_made_of_the_sample() -> None:
    made = list(readme_picture.pictures())
    assert len(made) == len(readme_picture.SHOWN) == len({one.tobytes() for one in made})
