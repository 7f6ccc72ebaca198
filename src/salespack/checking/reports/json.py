"""The report for programs: JSON whose keys stay as they are within a version."""

from __future__ import annotations

import msgspec

from salespack.checking.report import CheckReport
from salespack.problems.printing import printable_json
from salespack.problems.problem import Severity

VERSION = 1


def json_report(report: CheckReport, *, coloured: bool) -> str:
    """The report as one JSON object: `version`, `summary`, `problems` in the order of files and lines."""
    content = {
        "version": VERSION,
        "summary": {
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "files": len(report.files),
            "blocks": report.blocks,
            "packs": report.packs,
            "profiles": report.profiles,
            "renderings": report.renderings,
            "rendered_now": report.rendered,
            "switched_off": report.off,
            "accepted": report.accepted,
        },
        "problems": [
            {
                "code": problem.code,
                "severity": problem.severity.value,
                "message": problem.message,
                "hint": problem.hint,
                "file": problem.place.file if problem.place else None,
                "line": problem.place.line if problem.place else None,
                "column": problem.place.column if problem.place else None,
                "text": report.lines.at(problem.place),
            }
            for problem in report.problems
        ],
    }
    return printable_json(msgspec.json.format(msgspec.json.encode(content), indent=2).decode()) + "\n"
