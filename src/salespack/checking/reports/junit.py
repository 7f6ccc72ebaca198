"""The report as JUnit's XML, as build servers read it: one test case a file, failed where the file has errors."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from salespack.checking.report import CheckReport
from salespack.problems.printing import printable, printable_lines
from salespack.problems.problem import Problem, Severity


def junit_report(report: CheckReport, *, coloured: bool) -> str:
    """The report as XML: errors are the failure of their file, warnings its output."""
    by_file: dict[str, list[Problem]] = {file: [] for file in report.files}
    for problem in report.problems:
        by_file.setdefault(problem.place.file if problem.place else "the library", []).append(problem)
    cases, failed = [], 0
    for file, problems in by_file.items():
        errors = [one for one in problems if one.severity is Severity.ERROR]
        warnings = [one for one in problems if one.severity is Severity.WARNING]
        case = ET.Element("testcase", name=printable(file), classname="salespack.check", time="0")
        if errors:
            failed += 1
            count = f"{len(errors)} error{'' if len(errors) == 1 else 's'}"
            failure = ET.SubElement(
                case, "failure", message=_clean(f"{count}: {errors[0].message}"), type=errors[0].code
            )
            failure.text = _clean("\n".join(printable(str(one)) for one in errors))
        if warnings:
            ET.SubElement(case, "system-out").text = _clean("\n".join(printable(str(one)) for one in warnings))
        cases.append(case)
    counts = {"tests": str(len(cases)), "failures": str(failed), "errors": "0", "time": "0"}
    root = ET.Element("testsuites", {"name": "salespack check", **counts})
    suite = ET.SubElement(root, "testsuite", {"name": "salespack check", "skipped": "0", **counts})
    suite.extend(cases)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _clean(text: str) -> str:
    """`text` as it may be printed, which XML can hold; its line feeds stay."""
    return printable_lines(text)
