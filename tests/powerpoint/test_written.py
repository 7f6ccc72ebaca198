"""What a library with `forms: written` gets: no text of it takes a form by itself, and where things stand and how large
they are is written down beside the tests, so that a rule of layout that moves them shows it in the diff."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from salespack.powerpoint.writing.writer import write_deck
from tests.assembly.test_forms import slides
from tests.compiled import compiled_brand, compiled_templates
from tests.powerpoint.decks import deck
from tests.references.comparing import FOLDER, assert_reads_like

POINT = 12_700
PLAIN = """# A list with leads

- **Choose** one service
- **Build** beside the old one
- **Move** by day

# Steps in their order

1. **Choose** (week 1) one service → *a name*
2. **Build** (week 2) beside the old one → *a test*
3. **Move** (week 3) by day → *done*

# Questions

- Who answers at night?
- Who pays for it?
- What happens then?

# A table

| What | Before | After |
| --- | --- | --- |
| Time | 4 h | 1 h |
| Cost | 9 | 3 |

# A line above a table

This is what they waited for:

| What | Days |
| --- | --- |
| A machine | 9 |

# One paragraph

Your teams run it themselves.

# A quote

::: quote
We sleep at night.

A customer
:::

# Columns

:::: columns
::: column
- One
- Two
:::
::: column
- Three
- Four
:::
::::

# Key figures

::: kpis
- **7** days
- **24 %** less
:::
"""


def lines_of(shapes: Any) -> Iterator[str]:
    """A line for each shape: its name, its place in points, and the sizes of its text."""
    for one in shapes:
        if one.shape_type == 6:
            yield from lines_of(one.shapes)
            continue
        place = " ".join(f"{value / POINT:.1f}" for value in (one.left, one.top, one.width, one.height))
        frames = [one.text_frame] if one.has_text_frame else []
        if one.has_table:
            frames = [cell.text_frame for row in one.table.rows for cell in row.cells]
        found = {
            run.font.size.pt for frame in frames for each in frame.paragraphs for run in each.runs if run.font.size
        }
        yield f"- {one.name}: {place}" + (f"; {', '.join(f'{size:g}' for size in sorted(found))} pt" if found else "")


@pytest.mark.slow
def test_a_library_that_writes_its_forms_looks_as_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, regenerate: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    written, inferred = (slides(tmp_path / forms, PLAIN, forms=forms) for forms in ("written", "inferred"))
    assert [one.form_from for one in written] == [""] * len(written)
    assert {one.form_from for one in inferred} == {"", "inferred"}
    made = [write_deck(deck(*found), compiled_brand(), templates=compiled_templates()) for found in (written, written)]
    assert made[0] == made[1]
    pages = Presentation(io.BytesIO(made[0])).slides
    told = "".join(
        f"# {page.shapes.title.text_frame.text}\n\n{page.slide_layout.name}\n\n"
        + "\n".join(lines_of(page.shapes))
        + "\n\n"
        for page in pages
    )
    expected = FOLDER / "written-slides.md"
    if regenerate:
        expected.write_text(told, encoding="utf-8")
    assert_reads_like(told, expected)
