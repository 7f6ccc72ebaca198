"""Questions on a terminal: choices from numbered lists, a way back, and a summary before anything is written."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

import typer

from salespack.cli.faults import show_problems
from salespack.problems.printing import printable
from salespack.problems.problem import UsageFault

A = TypeVar("A")
T = TypeVar("T")

BACK, NOTHING = "<", "-"
HOW = f"Enter keeps what stands in [ ], {NOTHING} empties it, {BACK} goes back. Nothing is written before you say yes."
GAP, INDENT = 3, 3


class Back(Exception):  # noqa: N818 - what a person asked for, not an error
    """The question before this one is asked again."""


class Step(NamedTuple, Generic[A]):
    """One question: what the summary calls it, how it is asked with the answers so far, and its answer in words.

    `due` says whether there is something to ask, with the answers so far.
    """

    name: str
    ask: Callable[[A], A]
    shown: Callable[[A], str]
    due: Callable[[A], bool] = lambda _: True


def asked(steps: Sequence[Step[A]], answers: A) -> A:
    """The answers to all questions, once a person has seen them together. Raises typer.Abort where they say no."""
    typer.echo(HOW)
    at = 0
    while True:
        while at < len(steps):
            try:
                answers = steps[at].ask(answers) if steps[at].due(answers) else answers
                at += 1
            except Back:
                at = _before(at, steps, answers)
        typer.echo()
        for number, step in enumerate(steps, 1):
            typer.echo(f"{number:4} {step.name}: {printable(step.shown(answers)) or '–'}")
        try:
            chosen = until(lambda text: _verdict(text, len(steps)), "Write it (yes, no, or a number to change)", "yes")
        except Back:
            at = _before(at, steps, answers)
            continue
        if chosen is None:
            raise typer.Abort
        if not chosen:
            return answers
        try:
            answers = steps[chosen - 1].ask(answers)
        except Back:
            continue  # to the summary, with what was there


def _before(at: int, steps: Sequence[Step[A]], answers: A) -> int:
    """The number of the last question before `at` that there is something to ask about; of the first, where none is."""
    return next((number for number in range(at - 1, -1, -1) if steps[number].due(answers)), 0)


def _verdict(text: str, most: int) -> int | None:
    """0 for yes, None for no, else the number of the question to ask again. Raises ValueError for anything else."""
    if text.isascii() and text.isdigit() and 0 < int(text) <= most:
        return int(text)
    return 0 if yes_or_no(text) else None


def yes_or_no(text: str) -> bool:
    """Whether somebody said yes. Raises ValueError for what is neither."""
    answers = {"yes": True, "y": True, "no": False, "n": False}
    if text.casefold() not in answers:
        raise ValueError(f"“{text}” is neither yes nor no")
    return answers[text.casefold()]


def entry(question: str, usual: str = "", suffix: str = ": ") -> str:
    """What a person types, `usual` for a mere Enter. Raises Back, and UsageFault where the input ends."""
    try:
        text = str(typer.prompt(question, default=usual, show_default=bool(usual), prompt_suffix=suffix)).strip()
    except typer.Abort as stopped:
        if not isinstance(stopped.__context__, EOFError):
            raise
        message = "the input ended before all questions were answered; nothing was written"
        hint = "answer them on a terminal, or say all with options: --help lists them"
        raise UsageFault.of("SP801", message, hint) from None
    if text == BACK:
        raise Back
    return "" if text == NOTHING else text


def until(read: Callable[[str], T], question: str, usual: str = "") -> T | None:
    """Asks until the answer can be read; None when it is left empty."""
    while True:
        text = entry(question, usual)
        if not text:
            return None
        try:
            return read(text)
        except UsageFault as fault:
            show_problems(fault.problems)
        except ValueError as fault:
            sys.stderr.write(f"{printable(str(fault))}\n")


def required(read: Callable[[str], T], question: str, usual: str = "") -> T:
    """Asks until there is an answer that can be read."""
    while (answer := until(read, question, usual)) is None:
        sys.stderr.write("this one is needed\n")
    return answer


def lines(question: str, before: Sequence[str]) -> tuple[str, ...]:
    """Texts, one a line, until an empty one; a mere Enter keeps those that were there. Raises Back."""
    typer.echo(question)
    for line in before:
        typer.echo(f"{' ' * INDENT}[{printable(line)}]")
    found: list[str] = []
    while text := str(typer.prompt("   -", default="", show_default=False, prompt_suffix=" ")).strip():
        if text == BACK:
            raise Back
        if text == NOTHING:
            return ()
        found.append(text)
    return tuple(found) or tuple(before)


def one_of(rows: Mapping[str, str], read: Callable[[str], str], question: str, usual: str = "") -> str | None:
    """One of `rows` (what is typed, as people call it), by its number or as `read` understands it. Raises Back."""
    _show(question, rows)
    return until(lambda text: _meant(text, tuple(rows), read), f"{' ' * INDENT}Number or name", usual)


def some_of(
    rows: Mapping[str, str], read: Callable[[str, str], T], question: str, how: str, usual: str = ""
) -> tuple[T, ...]:
    """Some of `rows`, with commas. `read` gets each by its name, and what was typed behind a “=”. Raises Back."""
    names = tuple(rows)

    def chosen(text: str) -> tuple[T, ...]:
        parts = [part.partition("=") for part in text.split(",") if part.strip()]
        return tuple(read(_meant(name.strip(), names, lambda text: text), figure.strip()) for name, _, figure in parts)

    _show(question, rows)
    return until(chosen, f"{' ' * INDENT}{how}", usual) or ()


def _meant(text: str, names: Sequence[str], read: Callable[[str], str]) -> str:
    """The name with this number in the list, else what `read` makes of the text."""
    return names[int(text) - 1] if text.isascii() and text.isdigit() and 0 < int(text) <= len(names) else read(text)


def _show(question: str, rows: Mapping[str, str]) -> None:
    """The numbered list under its question, all of it: in as many columns as the terminal has room for."""
    typer.echo(question)
    cells = [
        f"{number:2} {printable(name)} ({id})" if name != id else f"{number:2} {id}"
        for number, (id, name) in enumerate(rows.items(), 1)
    ]
    wide = max(map(len, cells), default=0) + GAP
    columns = max(1, (shutil.get_terminal_size().columns - INDENT + GAP) // wide) if cells else 1
    height = -(-len(cells) // columns)
    for row in range(height):
        typer.echo(" " * INDENT + "".join(f"{cell:{wide}}" for cell in cells[row::height]).rstrip())
