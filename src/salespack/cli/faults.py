"""Commands and their faults: problems go to stderr, and each sort of fault has its exit code, here and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec

from salespack.cli import deferred_typer as typer
from salespack.cli.terminal import coloured
from salespack.problems.printing import printable
from salespack.problems.problem import Problem, Severity, UserFault

INTERRUPTED = 130

P = ParamSpec("P")


def command(function: Callable[P, int]) -> Callable[P, None]:
    """A command that returns its exit code and may raise UserFault."""

    @wraps(function)
    def guarded(*arguments: P.args, **named: P.kwargs) -> None:
        raise typer.Exit(exit_code_of(function, *arguments, **named))

    return guarded


def exit_code_of(function: Callable[P, int], *arguments: P.args, **named: P.kwargs) -> int:
    """The exit code that a function gives, or that of its fault, which is shown."""
    try:
        return function(*arguments, **named)
    except UserFault as fault:
        show_problems(fault.problems)
        return fault.exit_code
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write("interrupted; nothing was left half done\n")
        return INTERRUPTED


def show_problems(problems: Iterable[Problem]) -> None:
    """Problems on stderr, one a line: `file:line:column: code message (hint)`; coloured on a terminal."""
    painted = coloured(sys.stderr)
    for problem in problems:
        sys.stderr.write((_coloured(problem) if painted else _plain(problem)) + "\n")


def _plain(problem: Problem) -> str:
    warning = "warning: " if problem.severity is Severity.WARNING else ""
    where = f"{problem.place}: " if problem.place else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return printable(f"{where}{warning}{problem.code} {problem.message}{hint}")


def _coloured(problem: Problem) -> str:
    colour, word = (33, "warning") if problem.severity is Severity.WARNING else (31, "error")
    where = f"\033[1m{printable(str(problem.place))}\033[0m: " if problem.place else ""
    hint = f"\n    \033[36m→ {printable(problem.hint)}\033[0m" if problem.hint else ""
    return f"{where}\033[{colour}m{word} {problem.code}\033[0m {printable(problem.message)}{hint}"
