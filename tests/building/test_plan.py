"""The plan that was agreed with a customer: on slides, in both calendars, and what check finds missing in it."""

from __future__ import annotations

import datetime
from pathlib import Path

import icalendar
import pytest
from pptx import Presentation

from salespack.building.build import Builder, Report, Request
from salespack.library.index import open_library
from tests.workspaces import PROFILE, write_workspace

PLAN = """\
plan:
  - {what: {en: "Name a service; the worst, please", fi: Nimetään palvelu}, theirs: Gloria Bennett, date: 2026-12-04,
     measure: {en: One service is named, fi: Yksi palvelu on nimetty}}
  - {what: {en: Read its logs, fi: Luetaan sen lokit}, ours: aino, theirs: Gloria Bennett, date: 18.12.2026}
  - {what: Only in English, ours: Somebody else, date: 2026-12-20, measure: Whatever it may be that we will both see in the end of it all}
  - {what: {en: Done long ago, fi: Kauan sitten tehty}, ours: aino, date: 2026-11-01, done: 2026-11-02}
  - {what: {en: Some day, fi: Joskus}}
"""
BLOCK = """\
---
kind: frame
tags: [next-step]
needs: [plan]
---
# Agreed

| What | Who | By | How |
| --- | --- | --- | --- |
{% for step in plan %}
| {{ step.what }} | {{ step.who or "–" }} | {% if step.date %}{{ step.date | date("short") }}{% endif %} | {% if step.done %}done{% else %}{{ step.measure or "–" }}{% endif %} |
{% endfor %}
"""


def built(root: Path, profile: str = PROFILE + PLAN, **options: object) -> Report:
    blocks = {
        "frames/agreed.md": BLOCK,
        "frames/agreed.fi.md": BLOCK.replace("Agreed", "Sovittu").replace("kind: frame\ntags: [next-step]\nneeds: [plan]", "translates: 1"),
        "benefits/calm.md": "---\nkind: benefit\nvalues: {fewer-outages: 5}\n---\n# Calm\n\n- nights\n",
        "benefits/calm.fi.md": "---\ntranslates: 1\n---\n# Rauha\n\n- yöt\n",
        "frames/opening.md": "---\nkind: frame\ntags: [opening]\n---\n# Hello\n\n- there\n",
        "frames/opening.fi.md": "---\ntranslates: 1\n---\n# Hei\n\n- vaan\n",
    }  # fmt: skip
    files = {
        "profiles/acme.yaml": profile,
        "content_blocks/people/aino.yaml": "name: Aino Rantala\ntitle: Architect\nemail: aino@lumikko.example\n",
    }
    library = open_library(write_workspace(root, files, blocks=blocks), None)
    request = {"only": ("plan.ics",), "today": datetime.date(2026, 11, 21), **options}
    return Builder(library, None).build(Request(profile=root / "profiles/acme.yaml", out=root / "out", **request))  # type: ignore[arg-type]


@pytest.mark.slow
def test_open_steps_with_a_day_are_days_in_both_calendars(tmp_path: Path) -> None:
    (placed,) = built(tmp_path).placed
    assert placed.path.name == "Acme - Agreed plan.ics"
    content = placed.path.read_bytes()
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    events = [*icalendar.Calendar.from_ical(content).walk("VEVENT")]
    assert [(str(one["SUMMARY"]), one.decoded("DTSTART"), str(one.get("DESCRIPTION", ""))) for one in events] == [
        (
            "Acme – Lumikko: Name a service; the worst, please",
            datetime.date(2026, 12, 4),
            "Who: Gloria Bennett\nHow we will both see it: One service is named",
        ),
        ("Acme – Lumikko: Read its logs", datetime.date(2026, 12, 18), "Who: Aino Rantala, Gloria Bennett"),
        (
            "Acme – Lumikko: Only in English",
            datetime.date(2026, 12, 20),
            "Who: Somebody else\nHow we will both see it: Whatever it may be that we will both see in the end of it all",
        ),
    ]
    # Later, on another day and in another language, the same steps are the same to a calendar.
    moved = PROFILE + PLAN.replace("2026-12-04", "2026-12-07")
    (placed,) = built(tmp_path, moved, language="fi", on=datetime.date(2026, 12, 3)).placed
    later = [*icalendar.Calendar.from_ical(placed.path.read_bytes()).walk("VEVENT")]
    assert [(str(one["UID"]), str(one["SUMMARY"])) for one in later] == [
        (str(events[0]["UID"]), "Acme – Lumikko: Nimetään palvelu"),
        (str(events[1]["UID"]), "Acme – Lumikko: Luetaan sen lokit"),
    ]
    assert later[0].decoded("DTSTART") == datetime.date(2026, 12, 7)
    assert later[0].decoded("DTSTAMP") > events[0].decoded("DTSTAMP")


@pytest.mark.slow
def test_a_slide_shows_the_plan_and_who_has_none_gets_neither(tmp_path: Path) -> None:
    report = built(tmp_path, only=("deck.pptx", "plan.ics"), language="fi")
    slide = Presentation(str(report.placed[0].path)).slides[2]
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        ["Nimetään palvelu", "Gloria Bennett", "4.12.2026", "Yksi palvelu on nimetty"],
        ["Luetaan sen lokit", "Aino Rantala, Gloria Bennett", "18.12.2026", "–"],
        ["Kauan sitten tehty", "Aino Rantala", "1.11.2026", "done"],
        ["Joskus", "–", "", "–"],
    ]
    without = built(tmp_path, PROFILE, only=("deck.pptx", "plan.ics"))
    assert [one.name for one in without.placed] == ["deck.pptx"]
    rejected = next(one for one in without.matched.selection.rejections if one.block == "agreed")
    assert (rejected.reason.value, rejected.detail) == ("needs", "plan")
    assert [one.message for one in without.matched.problems if one.code == "SP609"] == [
        "plan.ics was not made: no open step of the plan has a day"
    ]
