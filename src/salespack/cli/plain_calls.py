"""Commands that are called in a plain way, without Typer: its loading costs more than the work of many a command.

Plain are options by their whole names, each with its value, and arguments. What a command takes is noted in the user's
cache when Typer has read it. All else is Typer's: help, faults, what a shell asks for, and what is not noted yet.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from salespack.cli.commands import COMMANDS, loaded
from salespack.cli.completion import asked_for
from salespack.cli.faults import exit_code_of
from salespack.system.cache import cache_folder, code_version, read_cached, write_cached

Sort = Literal["flag", "text", "path"]
EXPANDED = "*?[~$%"
"""Signs that Typer expands on Windows, whose shells do not."""

NAMES_OF_TEXT = ("str", "text")
"""What Typer calls a text in its versions."""


class Parameter(msgspec.Struct, frozen=True):
    """What a command takes by one name: an option, or an argument, which has no `options`. `many` is for a list."""

    name: str
    options: tuple[str, ...]
    sort: Sort
    many: bool
    required: bool


def plain_call(arguments: Sequence[str]) -> Callable[[], int] | None:
    """The command that these arguments call in a plain way, which gives its exit code; None for any other call."""
    name = arguments[0] if arguments else ""
    if name not in COMMANDS or asked_for():
        return None
    noted = read_cached(cache_folder(), _place(name))
    if noted is None:
        return None
    try:
        parameters = msgspec.msgpack.decode(noted, type=tuple[Parameter, ...])
    except msgspec.DecodeError:
        return None
    values = values_of(arguments[1:], parameters)
    return None if values is None else lambda: exit_code_of(_called, name, values)


def _called(name: str, values: dict[str, Any]) -> int:
    """The exit code of a command; it is loaded here, so that an interruption meanwhile is answered as any other."""
    code: int = loaded(name).__wrapped__(**values)
    return code


def values_of(words: Sequence[str], parameters: Iterable[Parameter]) -> dict[str, Any] | None:
    """What the words of a call give each parameter, by its name; None where they are not plain."""
    parameters = tuple(parameters)
    options = {option: parameter for parameter in parameters for option in parameter.options}
    if sys.platform == "win32" and any(sign in word for word in words for sign in EXPANDED):
        return None
    values: dict[str, Any] = {}
    unnamed: list[str] = []
    rest = iter(words)
    for word in rest:
        if not word.startswith("-"):
            unnamed.append(word)
            continue
        option, equals, value = word.partition("=")
        parameter = options.get(option)
        if parameter is None or (parameter.name in values and not parameter.many):
            return None
        if parameter.sort == "flag":
            if equals:
                return None
            values[parameter.name] = True
        elif not _add(values, parameter, value if equals else next(rest, "")):
            return None
    for parameter in (one for one in parameters if not one.options):
        taken, unnamed = (unnamed, []) if parameter.many else (unnamed[:1], unnamed[1:])
        if not all(_add(values, parameter, word) for word in taken):
            return None
    complete = all(one.name in values for one in parameters if one.required)
    return values if complete and not unnamed else None


def _add(values: dict[str, Any], parameter: Parameter, written: str) -> bool:
    """Adds what is written for a parameter. Whether that is plain: nothing, or what looks like an option, is not."""
    if not written or written.startswith("-"):
        return False
    if parameter.sort == "path" and os.path.exists(written) and not os.access(written, os.R_OK):  # noqa: PTH110
        return False
    value = Path(written) if parameter.sort == "path" else written
    if parameter.many:
        values.setdefault(parameter.name, []).append(value)
    else:
        values[parameter.name] = value
    return True


def note(arguments: Sequence[str]) -> None:
    """Notes what the command of these arguments takes, as Typer has read it, for later calls."""
    name = arguments[0] if arguments else ""
    if name not in COMMANDS or asked_for() or read_cached(cache_folder(), _place(name)) is not None:
        return
    from salespack.cli.main import command_of

    parameters = parameters_of(command_of(name))
    if parameters is not None:
        write_cached(cache_folder(), _place(name), msgspec.msgpack.encode(parameters))


def parameters_of(command: Any) -> tuple[Parameter, ...] | None:
    """What a command of Typer's takes in a plain way; None where there is more to its calls.

    An option that is more than plain is left out, so that a call with it is Typer's.
    """
    if hasattr(command, "commands"):
        return None
    found: list[Parameter] = []
    for one in command.params:
        is_option = one.param_type_name == "option"
        sort = None if is_option and one.nargs != 1 else _sort(one)
        if sort is not None:
            many = one.nargs == -1 or (is_option and one.multiple)
            found.append(Parameter(one.name, tuple(one.opts) if is_option else (), sort, many, one.required))
        elif one.required or not is_option:
            return None
    several = [one.many for one in found if not one.options]
    return None if any(several[:-1]) else tuple(found)


def _sort(parameter: Any) -> Sort | None:
    """The sort of what one of Typer's parameters takes; None where it does more than take it."""
    kind, prompt = parameter.type, getattr(parameter, "prompt", None)
    if parameter.nargs not in (1, -1) or parameter.envvar or parameter.callback or prompt or parameter.secondary_opts:
        return None
    if getattr(parameter, "is_flag", False):
        return "flag" if kind.name == "boolean" and not parameter.default else None
    if kind.name == "path":
        checked = kind.exists or kind.writable or kind.resolve_path or not (kind.file_okay and kind.dir_okay)
        return None if checked or kind.allow_dash else "path"
    return "text" if kind.name in NAMES_OF_TEXT else None


def _place(name: str) -> str:
    return f"call-{name}-{code_version()}.msgpack"
