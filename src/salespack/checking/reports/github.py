"""The report as GitHub's workflow commands, which become annotations in a pull request.

Form: https://docs.github.com/actions/reference/workflow-commands-for-github-actions. Escaping is that of
actions/toolkit, packages/core/src/command.ts.
"""

from __future__ import annotations

from salespack.checking.report import CheckReport
from salespack.checking.reports.text import summary
from salespack.problems.printing import printable
from salespack.problems.problem import Problem

DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = DATA | {":": "%3A", ",": "%2C"}


def github_report(report: CheckReport, *, coloured: bool) -> str:
    """An annotation for each problem, and the summary as a plain line."""
    return "".join(f"{_annotation(problem)}\n" for problem in report.problems) + summary(report) + "\n"


def _annotation(problem: Problem) -> str:
    properties = {"title": problem.code}
    if place := problem.place:
        properties = {"file": place.file.replace("\\", "/"), **properties}
        if place.line is not None:
            properties = {"file": properties["file"], "line": str(place.line)}
            if place.column is not None:
                properties["col"] = str(place.column)
            properties["title"] = problem.code
    written = ",".join(f"{name}={_escaped(value, PROPERTY)}" for name, value in properties.items())
    message = problem.message + (f"\n{problem.hint}" if problem.hint else "")
    return f"::{problem.severity.value} {written}::{_escaped(message, DATA)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(one) or printable(one) for one in text)
