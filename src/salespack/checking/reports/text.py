"""The report for people: problems by file, each with its place, its line and a caret; a summary as the last line.

A place is written as compilers write it (`FILE:LINE:COLUMN: `), which terminals and editors open at a click.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from unicodedata import combining, east_asian_width

from salespack.checking.report import CheckReport
from salespack.problems.problem import Problem, Severity

WIDEST = 100
"""Characters of a line that are shown; of a longer one, the part around the caret."""
RESET, BOLD, DIM, RED, YELLOW, CYAN, GREEN = (
    "\033[0m",
    "\033[1m",
    "\033[2m",
    "\033[31m",
    "\033[33m",
    "\033[36m",
    "\033[32m",
)
COLOURS = {Severity.ERROR: RED, Severity.WARNING: YELLOW}


def text_report(report: CheckReport, *, coloured: bool) -> str:
    """The report as text; `coloured` for a terminal."""
    paint = _painted if coloured else _plain
    lines: list[str] = []
    for _, problems in groupby(report.problems, key=lambda one: one.place.file if one.place else ""):
        for problem in problems:
            lines += _told(problem, report, coloured=coloured)
        lines.append("")
    colour = RED if report.count(Severity.ERROR) else YELLOW if report.problems else GREEN
    lines.append(paint(summary(report), colour))
    return "\n".join(lines) + "\n"


def summary(report: CheckReport) -> str:
    """One line: how many problems in how many files, and how much was checked."""
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    files = len({problem.place.file for problem in report.problems if problem.place})
    found = ", ".join(
        f"{count:,} {word}{'' if count == 1 else 's'}"
        for count, word in ((errors, "error"), (warnings, "warning"))
        if count
    )
    checked = f"{len(report.files):,} file{'' if len(report.files) == 1 else 's'}"
    head = f"{found} in {files:,} of {checked}" if found else f"no problems in {checked}"
    parts = [head, f"{report.renderings:,} renderings"]
    if report.off:
        parts.append(f"{report.off:,} switched off")
    if report.accepted:
        parts.append(f"{report.accepted:,} accepted by the baseline")
    return "; ".join(parts)


def _told(problem: Problem, report: CheckReport, *, coloured: bool) -> Iterator[str]:
    """A problem: where, what, the line with a caret, what to do."""
    paint = _painted if coloured else _plain
    place = problem.place
    where = _printable(str(place)) if place is not None and place.file else "the library"
    kind = paint(f"{problem.severity.value} {problem.code}", COLOURS[problem.severity])
    message = _printable(problem.message)
    yield f"{paint(where, BOLD)}: {kind} {message}"
    line = report.lines.at(place)
    if place is not None and line is not None and line.strip():
        column = place.column or len(line) - len(line.lstrip()) + 1
        shown, caret = _around(line, min(column, len(line) + 1))
        number = str(place.line)
        yield paint(f"    {number} | ", DIM) + shown
        yield paint(f"    {' ' * len(number)} | ", DIM) + caret[:-1] + paint("^", COLOURS[problem.severity])
    if problem.hint:
        yield paint(f"    → {_printable(problem.hint)}", CYAN)


def _around(line: str, column: int) -> tuple[str, str]:
    """The part of a line around a column (from 1), and a caret under it, aligned in cells of a terminal."""
    line = _printable(line)
    first = max(0, column - 1 - WIDEST * 2 // 3) if len(line) > WIDEST else 0
    part = line[first : first + WIDEST]
    head, tail = "…" if first else "", "…" if first + WIDEST < len(line) else ""
    before = sum(_cells(character) for character in part[: column - 1 - first])
    return head + part + tail, " " * (len(head) + before) + "^"


def _printable(text: str) -> str:
    """`text` on one line, without what would steer a terminal; as long as it was, for the caret."""
    return text if text.isprintable() else "".join(one if one.isprintable() else " " for one in text)


def _cells(character: str) -> int:
    return 0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1


def _painted(text: str, colour: str) -> str:
    return f"{colour}{text}{RESET}"


def _plain(text: str, colour: str) -> str:
    return text
