"""The forms in which a check is reported: one function each, from the report to the text to print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from salespack.checking.report import CheckReport
from salespack.checking.reports.github import github_report
from salespack.checking.reports.json import json_report
from salespack.checking.reports.junit import junit_report
from salespack.checking.reports.sarif import sarif_report
from salespack.checking.reports.text import text_report


class Form(Protocol):
    """A form of report. `coloured`: for a terminal; forms for programs do not mind."""

    def __call__(self, report: CheckReport, *, coloured: bool) -> str:
        """The text to print, with its last line ended."""


FORMS: Mapping[str, Form] = {
    "text": text_report,
    "json": json_report,
    "sarif": sarif_report,
    "github": github_report,
    "junit": junit_report,
}
