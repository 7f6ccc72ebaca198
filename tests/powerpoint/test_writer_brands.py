"""Decks on real brands, judged by the strict checker that stands beside the project."""

from __future__ import annotations

import importlib.util
import io
import sys
from pathlib import Path
from types import ModuleType
from typing import Literal

import pytest
from pptx import Presentation

from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.writing.writer import slide_templates, write_deck
from tests.powerpoint import decks

BRANDS = (
    "icon-core.potx", "m3-japan-a4.pptx", "nhs-england.pptx", "openchain-2025.pptx", "openchain-case-study-en.pptx",
    "openchain-case-study-ja.pptx", "potxkit-4x3.potx", "rstudio.potx", "sap-4x3.pptx", "ufrj-mecanon.potx",
    "w3c-wot.potx",
)  # fmt: skip


@pytest.fixture(scope="module")
def judge(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_pptx", shared / "tools" / "check_pptx.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_pptx"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
@pytest.mark.parametrize("name", BRANDS)
@pytest.mark.parametrize("copy", ["presenter", "handout"])
def test_nothing_is_added_to_what_the_brand_already_has(
    name: str, copy: Literal["presenter", "handout"], shared: Path, judge: ModuleType, tmp_path: Path
) -> None:
    brand_file, made = shared / "data" / "brands" / name, tmp_path / "deck.pptx"
    deck = decks.every_kind(tmp_path)
    made.write_bytes(write_deck(deck, compile_brand(brand_file), templates=slide_templates(), copy=copy))
    assert judge.check(made, brand_file) == []
    pages = Presentation(str(made)).slides
    assert len(pages) == len(deck.slides)
    for page in pages:
        empty = [one.name for one in page.placeholders if one.has_text_frame and not one.text_frame.text.strip()]
        assert not empty


@pytest.mark.shared
def test_the_sample_brand_and_the_plainest_one_are_sound(judge: ModuleType, sample_brand: Path, tmp_path: Path) -> None:
    plain = io.BytesIO()
    Presentation().save(plain)
    (tmp_path / "plain.pptx").write_bytes(plain.getvalue())
    for brand_file in (sample_brand, tmp_path / "plain.pptx"):
        made = tmp_path / "deck.pptx"
        made.write_bytes(write_deck(decks.every_kind(tmp_path), compile_brand(brand_file), templates=slide_templates()))
        assert judge.check(made, brand_file) == []
