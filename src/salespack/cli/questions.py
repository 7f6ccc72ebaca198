"""Questions on a terminal: choices from lists that can be searched, a way back, and a summary before anything is
written.

Line by line, through Click's own prompt: it works in every terminal, over every connection, for a screen reader and in
a window of any width, and costs no package more.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from itertools import groupby
from pathlib import Path
from textwrap import fill, wrap
from typing import Generic, NamedTuple, TypeVar

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import show_problems
from salespack.formats.text_files import FORBIDDEN_CHARACTER
from salespack.language.interview import InterviewWords
from salespack.language.word_matching import is_unspaced, normalised
from salespack.problems.printing import printable
from salespack.problems.problem import UsageFault

A = TypeVar("A")
T = TypeVar("T")

BACK, NOTHING, ALL, MANY = "<", "-", "?", 14
"""What goes back, empties an answer, shows a whole list; and of how many rows a list of which one is meant is
only shown when it is asked."""
GAP, INDENT = 3, 3
SHORTEST_PART = 3
"""Letters of a part of a name that is taken for it without asking."""


class Back(Exception):  # noqa: N818 - what a person asked for, not an error
    """The question before this one is asked again."""


class Shown(Exception):  # noqa: N818 - what a person asked for, not an error
    """A whole list was shown, and the question is asked again."""


class Step(NamedTuple, Generic[A]):
    """One question: what the summary calls it, how it is asked with the answers so far, and its answer in words.

    `due` says whether there is something to ask, with the answers so far. Steps of one name that follow each other are
    one line of the summary, that of the first, and are asked together from there.
    """

    name: str
    ask: Callable[[A], A]
    shown: Callable[[A], str]
    due: Callable[[A], bool] = lambda _: True


Steps = Callable[[A], Sequence[Step[A]]]
"""The questions that there are with the answers so far: a value that is chosen brings its own."""


class Questions:
    """Asks in one language. `kept` is the file that holds the answers so far, where there is one."""

    def __init__(self, texts: InterviewWords) -> None:
        with contextlib.suppress(ImportError):  # Windows has none, and edits lines by itself
            import readline  # noqa: F401 - makes the terminal's line one that can be edited
        self.texts = texts
        self.kept: Path | None = None

    def asked(self, steps: Steps[A], answers: A, begin: int = 0, keep: Callable[[A, int], None] | None = None) -> A:
        """The answers to all questions, once a person has seen them together, from the question number `begin` on.

        `keep` gets the answers after each question, with the number of the next. Raises typer.Abort where they say no.
        """
        texts = self.texts
        typer.echo(fill(texts["how"], shutil.get_terminal_size().columns - 1))
        if begin:
            self._seen(steps(answers)[:begin], answers)
        answers = self._from(begin, steps, answers, keep)
        while True:
            groups = self._seen(steps(answers), answers)
            try:
                chosen = self.until(partial(self._verdict, most=len(groups)), texts["write_it"], self.words(True))
            except Back:
                answers = self._from(_before(len(steps(answers)), steps(answers), answers), steps, answers, keep)
                continue
            if chosen is None:
                raise typer.Abort
            if not chosen:
                return answers
            answers = self._again(groups[chosen - 1], steps, answers)
            if keep is not None:
                keep(answers, len(steps(answers)))

    def _seen(self, steps: Sequence[Step[A]], answers: A) -> list[list[Step[A]]]:
        """Shows answers with the numbers by which they are changed; the steps of each line."""
        groups = [list(group) for _, group in groupby(steps, lambda step: step.name)]
        typer.echo()
        for number, group in enumerate(groups, 1):
            line = f"{number:4} {printable(group[0].name)}: {printable(group[0].shown(answers)) or '–'}"
            typer.echo("\n".join(in_width(line)))
        return groups

    def _from(self, at: int, steps: Steps[A], answers: A, keep: Callable[[A, int], None] | None) -> A:
        """Asks from one question to the last."""
        while at < len(there := steps(answers)):
            try:
                if there[at].due(answers):
                    answers = there[at].ask(answers)
                    if keep is not None:
                        keep(answers, at + 1)
                at += 1
            except Back:
                at = _before(at, there, answers)
        return answers

    def _again(self, group: Sequence[Step[A]], steps: Steps[A], answers: A) -> A:
        """Asks what one line of the summary shows, and what the new answer brings; a way back leads to the summary."""
        known = {step.name for step in steps(answers)}
        changed = answers
        try:
            for step in group:
                changed = step.ask(changed) if step.due(changed) else changed
            for step in steps(changed):
                if step.name not in known and step.due(changed):
                    changed = step.ask(changed)
        except Back:
            pass  # to the summary, with what there is
        return changed

    def _verdict(self, text: str, most: int) -> int | None:
        """0 for yes, None for no, else the number of the line to ask again. Raises ValueError for anything else."""
        if text.isascii() and text.isdigit() and 0 < int(text) <= most:
            return int(text)
        return 0 if self.yes_or_no(text) else None

    def words(self, agree: bool) -> str:
        """The first word for yes, or for no."""
        return self.texts["yes_words" if agree else "no_words"].partition(",")[0]

    def means(self, text: str, name: str) -> bool:
        """Whether a text is one of the words that a phrase lists."""
        return text.casefold() in {one.strip().casefold() for one in self.texts[name].split(",")}

    def yes_or_no(self, text: str) -> bool:
        """Whether somebody said yes. Raises ValueError for what is neither."""
        agreed = {"yes": True, "y": True, "no": False, "n": False}
        agreed |= {one.strip(): False for one in self.texts["no_words"].split(",")}
        agreed |= {one.strip(): True for one in self.texts["yes_words"].split(",")}
        if text.casefold() not in agreed:
            raise ValueError(self.texts["neither"].format(text=text))
        return agreed[text.casefold()]

    def entry(self, question: str, usual: str = "", suffix: str = ": ") -> str:
        """What a person types, `usual` for a mere Enter. Raises Back, and UsageFault where the input ends."""
        text = self._typed(question, usual, suffix)
        while (found := FORBIDDEN_CHARACTER.search(text)) is not None:
            self.tell(self.texts["bad_character"].format(character=f"U+{ord(found[0]):04X}"))
            text = self._typed(question, usual, suffix)
        if text == BACK:
            raise Back
        return "" if text == NOTHING else text

    def _typed(self, question: str, usual: str, suffix: str) -> str:
        *above, asked = in_width(f"{question} [{usual}]{suffix}" if usual else f"{question}{suffix}")
        for line in above:
            typer.echo(line)
        try:
            return _readable(typer.prompt(asked, default=usual, show_default=False, prompt_suffix="")).strip()
        except typer.Abort as stopped:
            if not isinstance(stopped.__context__, EOFError):
                raise
            message = self.texts["ended_kept" if self.kept else "ended"]
            raise UsageFault.of("SP801", message, self.texts["ended_how"]) from None

    def until(self, read: Callable[[str], T], question: str, usual: str = "") -> T | None:
        """Asks until the answer can be read; None when it is left empty."""
        while True:
            text = self.entry(question, usual)
            if not text:
                return None
            try:
                return read(text)
            except Shown:
                continue
            except UsageFault as fault:
                show_problems(fault.problems)
            except ValueError as fault:
                self.tell(str(fault))

    def required(self, read: Callable[[str], T], question: str, usual: str = "") -> T:
        """Asks until there is an answer that can be read."""
        while (answer := self.until(read, question, usual)) is None:
            self.needed()
        return answer

    def needed(self) -> None:
        """Says that there has to be an answer."""
        self.tell(self.texts["needed"])

    def tell(self, message: str) -> None:
        """Says why an answer cannot be taken."""
        sys.stderr.write("\n".join((*in_width(printable(message)), "")))

    # --- lists -------------------------------------------------------------------------------------------------------

    def one_of(self, rows: Mapping[str, str], read: Callable[[str], str], question: str, usual: str = "") -> str | None:
        """One of `rows` (what is typed, as people call it), by its number, a part of its name, or as `read` understands
        it. Raises Back."""
        typer.echo("\n".join(in_width(question)))
        if len(rows) <= MANY:
            self._list(rows)
        else:
            typer.echo("\n".join(in_width(f"{' ' * INDENT}{self.texts['finds'].format(count=len(rows))}")))
        asked = f"{' ' * INDENT}{self.texts['number_or_name']}"
        return self.until(lambda text: self._meant(text, rows, read), asked, usual)

    def some_of(
        self,
        rows: Mapping[str, str],
        read: Callable[[str], str],
        question: str,
        how: str = "",
        usual: str = "",
        made: Callable[[str, str], T] | None = None,
        before: tuple[T, ...] = (),
    ) -> tuple[T, ...]:
        """Some of `rows`, with commas. `made` gets each by its name, and what was typed behind a “=”; `before` is what
        the usual answer means, whatever is written in it. Raises Back."""
        make: Callable[[str, str], T] = made or (lambda name, _: name)  # type: ignore[return-value,assignment]  # T is str

        def chosen(text: str) -> tuple[T, ...]:
            if before and text == usual.strip():
                return before
            parts = [part.partition("=") for part in text.split(",") if part.strip()]
            return tuple(make(self._meant(name.strip(), rows, read), said.strip()) for name, _, said in parts)

        typer.echo("\n".join(in_width(question)))
        self._list(rows)
        return self.until(chosen, f"{' ' * INDENT}{how or self.texts['numbers_or_names']}", usual) or ()

    def _meant(self, text: str, rows: Mapping[str, str], read: Callable[[str], str]) -> str:
        """The name with this number in the list, else what `read` makes of the text, else the one that has it in its
        name; where several have, or one is near, it is asked for. Raises ValueError where there is none."""
        if text == ALL:
            self._list(rows)
            raise Shown
        names = tuple(rows)
        if text.isascii() and text.isdigit() and 0 < int(text) <= len(names):
            return names[int(text) - 1]
        plain = normalised(text)
        found = [name for name, spoken in rows.items() if plain in normalised(f"{name} {spoken}")]
        exact = [name for name, spoken in rows.items() if plain in (normalised(name), normalised(spoken))]
        says = len(plain) >= SHORTEST_PART or is_unspaced(plain)
        if len(exact) == 1 or (len(found) == 1 and says):
            return (exact or found)[0]
        with contextlib.suppress(UsageFault):
            return read(text)
        found = found or self._near(plain, rows)
        if not found:
            raise ValueError(self.texts["not_found"].format(text=text))
        some = {name: rows[name] for name in found}
        typer.echo("\n".join(in_width(self.texts["which"].format(text=text))))
        self._list(some)
        asked = f"{' ' * INDENT}{self.texts['number_or_name']}"
        return self.required(lambda again: self._meant(again, some, read), asked)

    def _near(self, plain: str, rows: Mapping[str, str]) -> list[str]:
        """The names that a slip of the pen may have meant."""
        spoken = {normalised(one): name for name, called in rows.items() for one in (name, called)}
        return list(dict.fromkeys(spoken[one] for one in get_close_matches(plain, spoken)))

    def _list(self, rows: Mapping[str, str]) -> None:
        """A numbered list, all of it: in as many columns as the terminal has room for."""
        alike = Counter(rows.values())
        cells = [
            f"{number:2} {printable(name)}{f' ({id})' if alike[name] > 1 else ''}"
            for number, (id, name) in enumerate(rows.items(), 1)
        ]
        wide = max(map(len, cells), default=0) + GAP
        columns = max(1, (shutil.get_terminal_size().columns - INDENT + GAP) // wide) if cells else 1
        height = -(-len(cells) // columns)
        lines = ["".join(f"{cell:{wide}}" for cell in cells[row::height]).rstrip() for row in range(height)]
        for line in lines:
            typer.echo("\n".join(in_width(f"{' ' * INDENT}{line}")))


def in_width(text: str) -> list[str]:
    """A text as lines that are as wide as the terminal, broken between words; whole where there is no terminal. What
    follows the first line begins where the text does, and spaces at its end stay for what is typed there."""
    bare = text.rstrip(" ")
    width = shutil.get_terminal_size().columns - 1
    indent = " " * (len(text) - len(text.lstrip(" ")))
    if not sys.stdout.isatty() or len(text) <= width:
        return [text]
    lines = wrap(bare, max(width, len(indent) + 1), subsequent_indent=indent, break_on_hyphens=False) or [bare]
    return [*lines[:-1], lines[-1] + text[len(bare) :]]


def _before(at: int, steps: Sequence[Step[A]], answers: A) -> int:
    """The number of the last question before `at` that there is something to ask about; of the first, where none is."""
    return next((number for number in range(at - 1, -1, -1) if steps[number].due(answers)), 0)


def _readable(text: str) -> str:
    """What was typed, where a terminal and Python are of two minds about its encoding: bytes that Python could not read
    are read as UTF-8. Those that are none stay as marks of what could not be read."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
