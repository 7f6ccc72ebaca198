"""Names are completed in the shell as the shell asks for them, and what cannot be read completes nothing, in silence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from salespack.cli.main import app
from tests.conftest import PROJECT
from tests.workspaces import write_workspace

SALESPACK = shutil.which("salespack", path=Path(sys.executable).parent) or "salespack"
"""The program by its name, which the shell's function calls it by."""


def proposed(folder: Path, words: str, shell: str = "bash") -> list[str]:
    """What is proposed for the last word of a line, as bash asks; nothing but that may be written."""
    count = len(words.split()) - (0 if words.endswith(" ") else 1)
    asked = {"_SALESPACK_COMPLETE": f"complete_{shell}", "COMP_WORDS": words, "COMP_CWORD": str(count)}
    asked |= {"_TYPER_COMPLETE_ARGS": words}
    done = subprocess.run(
        [SALESPACK], cwd=folder, env={**os.environ, **asked}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if line]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("completion")
    for name in ("content_blocks", "profiles"):
        shutil.copytree(PROJECT / name, folder / name)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "among", "count"),
    [
        ("salespack build betas", ["betasoloin"], 1),
        ("salespack match ", ["betasoloin"], 12),
        ("salespack build betasoloin --pack ", ["first-meeting", "proposal"], 13),
        ("salespack build --value fewer", ["fewer-outages"], 1),
        ("salespack build --customer X --role ct", ["cto"], 1),
        ("salespack build betasoloin --only deck", ["deck.pdf", "deck.pptx"], 2),
        ("salespack build betasoloin --pin a --pin agen", ["agenda"], 1),
        ("salespack build betasoloin --language ", ["en", "fi"], 2),
        ("salespack library list --industry hea", ["healthcare"], 1),
        ("salespack library list --state ", ["approved", "at-risk"], 8),
        ("salespack library show agen", ["agenda"], 1),
        ("salespack library approve x agen", ["agenda"], 1),
        ("salespack new block --kind ", ["benefit", "frame"], 6),
        ("salespack new pack --stage dec", ["decision"], 1),
        ("salespack check --explain SP604", ["SP604"], 1),
        ("salespack list in", ["industries"], 1),
        ("salespack check --format sa", ["sarif"], 1),
        ("salespack schema tr", ["translation"], 1),
    ],
)
def test_names_of_the_library_and_its_profiles(sample: Path, line: str, among: list[str], count: int) -> None:
    found = proposed(sample, line)
    assert [one for one in among if one not in found] == []
    assert len(found) == count, found


def test_a_library_that_is_named_is_the_one_that_is_asked(tmp_path: Path, sample: Path) -> None:
    root = write_workspace(tmp_path)
    assert proposed(sample, f"salespack build --library {root} --role ") == ["cto", "finance"]


def test_zsh_shows_what_a_name_means(sample: Path) -> None:
    (line,) = proposed(sample, "salespack build --value fewer", "zsh")
    assert "fewer-outages" in line
    assert "Fewer outages" in line


@pytest.mark.parametrize(
    "line",
    [
        "salespack build --library nowhere --pack ",
        "salespack build 'never closed",
        pytest.param("salespack library show ", marks=pytest.mark.slow),
        pytest.param("salespack new block --value nothing-like-it", marks=pytest.mark.slow),
        pytest.param("salespack build --value a=", marks=pytest.mark.slow),
    ],
)
def test_what_cannot_be_read_proposes_nothing(tmp_path: Path, line: str) -> None:
    assert proposed(tmp_path, line) == []


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("content_blocks/library.yaml", "company: ["),
        pytest.param("content_blocks/values.yaml", "\x00", marks=pytest.mark.slow),
        pytest.param("profiles/broken.yaml", "customer: {name: [", marks=pytest.mark.slow),
        pytest.param("content_blocks/benefits/calm-nights.md", "---\nkind: [\n", marks=pytest.mark.slow),
    ],
)
def test_a_broken_file_writes_nothing_into_the_line(tmp_path: Path, file: str, content: str) -> None:
    write_workspace(tmp_path, {file: content})
    for line in ("salespack build ", "salespack build --pin ", "salespack build --role "):
        proposed(tmp_path, line)


NAMES = {
    "pack", "language", "pin", "drop", "value", "role", "stage", "industry", "state", "lifecycle", "kind", "tag",
    "owner", "only", "profile", "explain", "by", "what", "ids", "block", "into",
}  # fmt: skip
"""Options and arguments that take a name which is known, whichever command has them."""
FREE = {
    ("schema", "kind"), ("deck", "by"), ("match", "explain"), ("approve", "by"), ("retire", "by"), ("import", "by"),
}  # fmt: skip
"""Where such a word is a choice of its own, a switch, or a person's name."""


def commands(group: Any) -> Iterator[Any]:
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if hasattr(command, "list_commands"):
            yield from commands(command)
        else:
            yield command


def test_every_option_that_takes_a_known_name_completes_it() -> None:
    silent = [
        (command.name, param.name)
        for command in commands(get_command(app))
        for param in command.params
        if param.name in NAMES and param._custom_shell_complete is None
    ]
    assert sorted(set(silent) - FREE) == []
