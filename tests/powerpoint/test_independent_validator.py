"""Decks as an independent validator sees them: the rules of Microsoft's Open XML SDK, and what PowerPoint repairs."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from salespack.deck.model import Picture
from salespack.powerpoint.brand.inspection import inspect_brand
from salespack.powerpoint.writing.brand_sample import brand_sample
from salespack.powerpoint.writing.writer import Copy, write_deck
from tests.compiled import compiled_brand, compiled_templates
from tests.powerpoint.decks import every_kind, png

pytestmark = pytest.mark.slow

audit = pytest.importorskip("openxml_audit", reason="needs openxml-audit: pip install -e '.[dev]'")
EMBEDDED_FONT = "Invalid font payload"
"""What it says of the fonts that PowerPoint itself embeds (EOT), which are carried as they are."""


def objections(file: Path) -> list[str]:
    """What the validator says against a file, but for fonts that came with the brand."""
    found = [str(one) for one in audit.validate_pptx(str(file)).errors]
    return [one for one in found if EMBEDDED_FONT not in one]


@pytest.mark.parametrize("copy", ["presenter", "handout"])
def test_a_deck_with_every_kind_of_content_has_nothing_against_it(tmp_path: Path, copy: Copy) -> None:
    file = tmp_path / "deck.pptx"
    made = write_deck(every_kind(tmp_path), compiled_brand(), templates=compiled_templates(), copy=copy)
    file.write_bytes(made)
    assert objections(file) == []


def test_decks_on_real_brands_have_nothing_against_them(tmp_path: Path, shared: Path) -> None:
    picture = Picture(str(png(tmp_path / "dot.png", 16, 9)), "A dot", 16, 9, "png")
    file, looked_at = tmp_path / "deck.pptx", 0
    for folder in ("brands", "data/brands", "more/brands"):
        for one in sorted([*(shared / folder).glob("*.pptx"), *(shared / folder).glob("*.potx")]):
            brand, _ = inspect_brand(one)
            deck = brand_sample(brand, picture, datetime.date(2026, 12, 1))
            file.write_bytes(write_deck(deck, brand, templates=compiled_templates()))
            assert objections(file) == [], one.name
            looked_at += 1
    assert looked_at > 20
