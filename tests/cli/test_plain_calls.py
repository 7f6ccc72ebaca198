"""Calls of commands without Typer: they give a command just what Typer gives it, and all else is Typer's."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from salespack.cli.commands import COMMANDS, loaded
from salespack.cli.deferred_typer import declared_to_typer
from salespack.cli.main import command_of
from salespack.cli.plain_calls import parameters_of, values_of

PLAIN = [name for name in COMMANDS if parameters_of(command_of(name)) is not None]
WORDS = (
    "acme",
    "profiles/acme.yaml",
    "fi",
    "2026-12-01",
    "a b",
    "Ä",
    ".",
    "",
    "-",
    "--",
    "-h",
    "--help",
    "--unknown",
    "-x",
)


def test_what_is_called_most_is_plain() -> None:
    """Commands with subcommands are not, and those whose arguments are more than texts."""
    assert set(COMMANDS) - set(PLAIN) == {"new", "library", "import", "export", "brand", "schema", "log", "privacy"}


def _typers(name: str) -> Callable[[list[str]], dict[str, Any]]:
    """What Typer gives a command for the words of a call."""
    given: list[dict[str, Any]] = []
    function = declared_to_typer(loaded(name))

    @wraps(function)
    def command(**values: Any) -> None:
        given.append(values)

    app = typer.Typer(add_completion=False)
    app.command(name, context_settings={"help_option_names": ["-h", "--help"]})(command)
    read = get_command(app)

    def values(words: list[str]) -> dict[str, Any]:
        given.clear()
        read(words, standalone_mode=False)
        (only,) = given
        return only

    return values


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_call_gives_a_command_what_typer_gives_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    parameters = parameters_of(command_of(name))
    assert parameters is not None
    typers, chance, plain = _typers(name), random.Random(name), 0
    options = [option for one in parameters for option in one.options]
    with_values = [f"{one}={value}" for one in options for value in ("x", "", "-y", "a=b")]
    for _ in range(300):
        words = chance.choices([*WORDS[:6], *options], k=chance.randrange(6))
        words += chance.choices([*WORDS, *with_values], k=chance.randrange(2))
        values = values_of(words, parameters)
        if values is None:
            continue
        plain += 1
        defaults = typers([*("x" for one in parameters if one.required)])
        assert {**defaults, **values} == typers(words), words
    assert plain > 20


def test_a_second_call_does_without_typer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESPACK_CACHE", str(tmp_path))
    script = (
        "import sys; from salespack.__main__ import main; sys.argv[1:] = ['list', 'packs', '--library', 'nowhere']\n"
        "try: main()\n"
        "finally: print('typer' in sys.modules)"
    )
    calls = [
        subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
        for _ in range(2)
    ]
    assert [one.stdout for one in calls] == ["True\n", "False\n"]
    assert [one.returncode for one in calls] == [2, 2]
    assert calls[0].stderr == calls[1].stderr == "nowhere: SP011 there is no such library folder (check --library)\n"


def test_a_plain_call_is_interrupted_while_its_command_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESPACK_CACHE", str(tmp_path))
    script = (
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'salespack.cli.list' and 'typer' not in sys.modules: raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "from salespack.__main__ import main; sys.argv[1:] = ['list', 'packs', '--library', 'nowhere']; main()"
    )
    calls = [
        subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
        for _ in range(2)
    ]
    assert calls[0].returncode == 2
    assert (calls[1].returncode, calls[1].stderr) == (130, "interrupted; nothing was left half done\n")
