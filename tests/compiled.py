"""What many tests need and none changes, compiled once in a process: the sample's brand, the templates of slides."""

from __future__ import annotations

from functools import cache

from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.slide_templates import SlideTemplates
from salespack.powerpoint.writing.writer import slide_templates
from tests.conftest import PROJECT


@cache
def compiled_brand() -> Brand:
    """The brand of the sample library."""
    return compile_brand(PROJECT / "content_blocks" / "brand" / "lumikko.pptx")


@cache
def compiled_templates() -> SlideTemplates:
    """The templates of slides, with the patterns that were printed from them."""
    return slide_templates()
