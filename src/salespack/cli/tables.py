"""Tables on stdout: Rich on a terminal, plain aligned text in a pipe. Rich loads only for a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from salespack.cli.terminal import coloured
from salespack.problems.printing import printable, printable_lines

if TYPE_CHECKING:
    from salespack.importing.report import Topic


def show_topics(topics: Sequence[Topic]) -> None:
    """Prints what a deck speaks of that no value names."""
    say("Most of these slides speak of no value in values.yaml. What they say again and again:")
    rows = [(one.id, ", ".join(one.words), ", ".join(map(str, one.slides))) for one in topics]
    show_table(("value?", "words", "slides"), rows)


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Prints rows under their headings; the columns in `right` are aligned right."""
    rows = [[printable(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold cyan")
        for number, heading in enumerate(headings):
            names = not any(" " in row[number] for row in rows)  # ids and figures stay whole, texts wrap
            table.add_column(heading, justify="right" if number in right else "left", overflow="fold", no_wrap=names)
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        Console(no_color=not coloured(sys.stdout)).print(table)
        return
    widths = [max((_width(row[number]) for row in (headings, *rows)), default=0) for number in range(len(headings))]
    for row in (headings, *rows):
        cells = [
            " " * (width - _width(cell)) + cell if number in right else cell + " " * (width - _width(cell))
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        say("  " + "  ".join(cells).rstrip())


def say(text: str = "", *, strong: bool = False) -> None:
    """One line on stdout, or several; `strong` shows on a terminal. What would steer one is written as what it is."""
    text = printable_lines(text)
    sys.stdout.write((f"\033[1m{text}\033[0m" if strong and coloured(sys.stdout) else text) + "\n")


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
