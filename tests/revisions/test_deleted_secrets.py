"""What somebody deletes from a slide by hand is nowhere in the file that they mail."""

from __future__ import annotations

import base64
import datetime
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest
from pptx import Presentation

from salespack.building.build import Builder, Request
from salespack.library.index import open_library
from salespack.ooxml.reading import read_package
from salespack.revisions.deck_edits import deck_edits
from tests.workspaces import write_workspace

pytestmark = pytest.mark.slow

NAME = "Quixotique Zebrafish"
SECRETS = {
    "goal": "merge with the Marabou works in silence", "success": "nobody strikes before the Umbrella vote",
    "quote": "we would pay Ocelot twice the price", "who": "Ingeborg Xylander", "project": "Nachtigall",
    "step": "sign with the Pelican board", "measure": "the Kestrel ratio is met",
}  # fmt: skip
FIGURES = {"margin": 918273, "price": 645738, "before": 736455, "after": 182937}
PROFILE = f"""\
customer: {{name: {NAME}, industry: healthcare, language: en}}
goals: [{SECRETS["goal"]}]
success: {SECRETS["success"]}
values:
  fewer-outages: {{importance: 9, satisfaction: 3, quote: {SECRETS["quote"]}, share: yes}}
stakeholders: [{{name: {SECRETS["who"]}, role: cto, cares_about: [fewer-outages]}}]
meeting: {{date: 2026-12-01, roles: [cto]}}
facts: {{project: {SECRETS["project"]}, margin: {FIGURES["margin"]}, price: {FIGURES["price"]}, by_year: {{2025: {FIGURES["before"]}, 2026: {FIGURES["after"]}}}}}
plan:
  - {{what: {SECRETS["step"]}, measure: {SECRETS["measure"]}, date: 2027-01-15}}
"""
TELLING = """\
---
kind: benefit
values: {fewer-outages: 5}
---
# What {{ customer.name }} wants: {{ goals[0] }}

- {{ success }}
- {{ values[0].quote }}
- {{ facts.project }} costs {{ facts.margin }}
- {{ plan[0].what }}, {{ plan[0].measure }}

::: notes
{{ facts.project }}, {{ goals[0] }}
:::

# Figures of {{ facts.project }}

```chart
type: column
title: "{{ facts.project }}"
alt: "{{ facts.project }}"
data: facts.by_year
```

# Prices

| What | Price |
| --- | --- |
| {{ facts.project }} | {{ facts.price }} |
| {{ customer.name }} | {{ facts.margin }} |
"""


def members(content: bytes, name: str = "") -> Iterator[tuple[str, bytes]]:
    """What is in a file, in the files in it too."""
    yield name, content
    if is_zipfile(io.BytesIO(content)):
        with ZipFile(io.BytesIO(content)) as package:
            for one in package.namelist():
                yield one, one.encode()
                yield from members(package.read(one), one)


def spellings(secret: str) -> set[bytes]:
    """A secret as it may stand in a file, in lower case."""
    found = {secret.encode(), secret.encode("utf-16-le"), secret.encode().hex().encode()}
    found |= {base64.b64encode(b"-" * shift + secret.encode())[4:-4] for shift in range(3)}
    return {one.lower() for one in found}


def holding(deck: Path, secrets: dict[str, str]) -> dict[str, set[str]]:
    """Which secrets stand in which members of a deck."""
    found: dict[str, set[str]] = {}
    for name, content in members(deck.read_bytes()):
        low = content.lower()
        for key, secret in secrets.items():
            if any(one in low for one in spellings(secret)):
                found.setdefault(key, set()).add(name)
    return found


def delete_all(deck: Any) -> None:
    """Deletes every shape, and the notes, as PowerPoint does: with what only they used."""
    for slide in deck.slides:
        for shape in list(slide.shapes):
            if shape.has_chart:
                slide.part.drop_rel(shape._element.graphic.graphicData.chart.rId)
            shape._element.getparent().remove(shape._element)
        if slide.has_notes_slide:
            slide.notes_slide.notes_text_frame.text = ""
        slide.shapes.add_textbox(0, 0, 914_400, 914_400).text_frame.text = "To be said on the phone"


def test_a_secret_that_was_deleted_by_hand_is_nowhere_in_the_deck(tmp_path: Path) -> None:
    library = write_workspace(
        tmp_path, {"profiles/acme.yaml": PROFILE, "content_blocks/benefits/calm-nights.md": TELLING}
    )
    on = datetime.date(2026, 11, 30)
    report = Builder(open_library(library, None), None).build(
        Request(profile=tmp_path / "profiles/acme.yaml", out=tmp_path / "out", only=("deck.pptx",), today=on, on=on)
    )
    path = report.placed[0].path
    secrets = SECRETS | {key: str(value) for key, value in FIGURES.items()}
    figures = {key: f"{value:,}" for key, value in FIGURES.items()}
    shown = holding(path, secrets).keys() | holding(path, figures).keys()
    assert shown == secrets.keys() - {"who"}, "what is deleted was there before"
    deck = Presentation(str(path))
    delete_all(deck)
    deck.save(str(tmp_path / "mailed.pptx"))
    found = deck_edits(read_package(tmp_path / "mailed.pptx"))
    assert any(edit.kind == "deleted" for slide in found.slides for edit in slide.edits)
    assert holding(tmp_path / "mailed.pptx", secrets | figures) == {}
    assert holding(tmp_path / "mailed.pptx", {"name": NAME}) == {"name": {"docProps/core.xml"}}, "the title of the file"
