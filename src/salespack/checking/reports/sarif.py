"""The report as SARIF 2.1.0, the OASIS standard that code hosts and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from salespack import __version__
from salespack.checking.baseline import fingerprint
from salespack.checking.report import CheckReport
from salespack.problems.codes import CODES, severity_of
from salespack.problems.pages import page_of
from salespack.problems.printing import printable_json
from salespack.problems.problem import Place, Problem

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_report(report: CheckReport, *, coloured: bool) -> str:
    """The report as one SARIF log with one run. Columns count characters."""
    codes = sorted({problem.code for problem in report.problems})
    content = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "Salespack", "version": __version__, "rules": [_rule(code) for code in codes]}
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(problem, codes, report) for problem in report.problems],
            }
        ],
    }
    return printable_json(msgspec.json.format(msgspec.json.encode(content), indent=2).decode()) + "\n"


def _rule(code: str) -> dict[str, Any]:
    page = page_of(code)
    return {
        "id": code,
        "shortDescription": {"text": CODES[code].meaning},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": severity_of(code).value},
    }


def _result(problem: Problem, codes: list[str], report: CheckReport) -> dict[str, Any]:
    hint = f" ({problem.hint})" if problem.hint else ""
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": problem.severity.value,
        "message": {"text": problem.message + hint},
        "partialFingerprints": {
            "salespack/v1": fingerprint(problem, report.root, report.lines.at(problem.place) or "")
        },
    }
    if problem.place:
        result["locations"] = [{"physicalLocation": _location(problem.place)}]
    return result


def _location(place: Place) -> dict[str, Any]:
    path = Path(place.file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    location: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if place.line is not None:
        location["region"] = {"startLine": place.line}
        if place.column is not None:
            location["region"]["startColumn"] = place.column
    return location
