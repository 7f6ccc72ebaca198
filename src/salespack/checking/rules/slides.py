"""Rules about what stands on a slide."""

from __future__ import annotations

from collections.abc import Iterator

from salespack.checking.rules.views import Rendering
from salespack.deck.model import Node
from salespack.deck.visiting import columns_of, passages
from salespack.problems.problem import Place, Problem

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


def too_many_bullets(rendering: Rendering) -> Iterator[Problem]:
    """Slides on which a text box holds more bullets than the brand's `most_bullets`."""
    most = rendering.text.around.most_bullets
    for slide in rendering.slides:
        count = max((_bullets(node) for node in slide.nodes), default=0)
        if count > most and slide.designed is None:
            yield Problem(
                code="SP342",
                message=f"the slide has {count} bullets; more than {most} are not read",
                hint="make two slides of it, or say less",
                place=Place(slide.file, slide.line, 1),
            )


def _bullets(node: Node) -> int:
    """The most bullets or numbers in one text box of a node."""
    counts = (sum(passage.listed for leaf in column for passage in passages(leaf)) for column in columns_of(node))
    return max(counts, default=0)
