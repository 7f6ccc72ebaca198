"""Rules about what stands on a slide."""

from __future__ import annotations

from collections.abc import Iterator

from salespack.checking.problems import Place, Problem
from salespack.checking.views import Rendering

TITLE_ALONE = frozenset(("title", "section", "closing", "blank"))
"""Layouts on which a title may stand alone."""


def empty_slides(rendering: Rendering) -> Iterator[Problem]:
    """Slides of content that have a title and nothing under it."""
    if rendering.text.block.kind == "frame":
        return
    for slide in rendering.slides:
        if not slide.nodes and slide.layout not in TITLE_ALONE and slide.designed is None:
            yield Problem(
                code="SP340",
                message="the slide has a title and nothing else",
                hint="say what stands behind the title, or give the block a layout that is a title alone",
                place=Place(slide.file, slide.line, 1),
            )
