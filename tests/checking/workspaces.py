"""Small workspaces that are clean, for tests of check that break one thing each."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from salespack.checking.check import CheckRequest, check_library
from salespack.checking.report import CheckReport
from salespack.checking.rules.slides import empty_slides
from salespack.checking.rules.table import Rule
from salespack.checking.rules.titles import same_title_in_a_pack
from salespack.checking.rules.views import LibraryView, Rendering
from salespack.system.cache import cache_folder
from tests.workspaces import LIBRARY, write_workspace

TODAY = datetime.date(2026, 11, 21)
ONE_LANGUAGE = LIBRARY.replace("[en, fi]", "[en]")
OPENING = "---\nkind: frame\ntags: [opening]\nlayout: title\n---\n# Hello {{ customer.name }}\n"
BENEFIT = "---\nkind: benefit\nvalues: {fewer-outages: 5}\n---\n# Calm nights\n\n- nobody is called\n"
COST = "---\nkind: benefit\nvalues: {lower-run-cost: 5}\n---\n# A smaller bill\n\n- for {{ customer.name }}\n"
EXAMPLES = (Rule("SP340", Rendering, empty_slides), Rule("SP410", LibraryView, same_title_in_a_pack))
"""Rules for tests of what runs them, whatever else the table has."""
BLOCKS = {"frames/opening.md": OPENING, "benefits/calm.md": BENEFIT, "benefits/bill.md": COST}


def clean(root: Path, monkeypatch: pytest.MonkeyPatch, files: Mapping[str, str] = {}) -> Path:
    """A workspace in which nothing is wrong but what `files` add to it; the current folder from now on. Its library."""
    settings = {"content_blocks/library.yaml": ONE_LANGUAGE}
    library = write_workspace(root, {**settings, **files}, blocks=BLOCKS)
    monkeypatch.chdir(root)
    return library


def checked(library: Path, **options: object) -> CheckReport:
    """The report on a library, with the real profiles beside it, in this process and the tests' own cache.

    Slides of tests say little: that they are half empty is left out, but for `half_empty`.
    """
    left_out = () if options.pop("half_empty", False) else ("SP366",)
    beside = {"profiles": library.parent / "profiles", "cache": cache_folder()}
    defaults = {**beside, "processes": 1, "today": TODAY, "rules": EXAMPLES}
    request = {**defaults, **options}
    report = check_library(CheckRequest(library=library, **request))  # type: ignore[arg-type]
    kept = tuple(one for one in report.problems if one.code not in left_out)
    return msgspec.structs.replace(report, problems=kept)


def told(report: CheckReport) -> list[str]:
    """Code and place of each problem."""
    return [f"{problem.code} {problem.place}" for problem in report.problems]
