"""`::: prose`, and notes that may stand in documents that are read."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from salespack.building.build import Builder
from salespack.building.request import Request
from salespack.deck.model import Slide, text_of
from salespack.library.index import open_library
from tests.workspaces import BLOCKS, write_workspace

ON = datetime.date(2026, 12, 1)
NOTES, PROSE = (
    "\n::: notes\nWe say {{ customer.name }}.\n:::\n",
    "\n::: prose\nIt is *written* for {{ customer.name }}.\n:::\n",
)


def slide_with(tmp_path: Path, front: str, aside: str) -> Slide:
    """The slide of the first block of the small workspace, with more in its front matter and beside it."""
    name, text = next(iter(BLOCKS.items()))
    changed = text.replace("---\n", f"---\n{front}", 1) + aside
    root = write_workspace(tmp_path, blocks={**BLOCKS, name: changed})
    builder = Builder(open_library(root, None), None)
    (profile,) = (root.parent / "profiles").glob("*.yaml")
    deck = builder.match(Request(profile=profile, out=tmp_path / "out", today=ON, on=ON, force=True)).deck
    return next(one for one in deck.slides if one.provenance.block == Path(name).stem)


@pytest.mark.parametrize(
    ("front", "aside", "said"),
    [
        ("", NOTES, []),
        ("prose: notes\n", NOTES, ["We say Acme."]),
        ("", NOTES + PROSE, ["It is written for Acme."]),
        ("prose: notes\n", NOTES + PROSE, ["It is written for Acme."]),
    ],
)
def test_prose_is_what_is_written_for_reading(tmp_path: Path, front: str, aside: str, said: list[str]) -> None:
    slide = slide_with(tmp_path, front, aside)
    assert [text_of(one.spans) for one in slide.prose] == said
    assert not any("written" in str(node) for node in slide.nodes)
