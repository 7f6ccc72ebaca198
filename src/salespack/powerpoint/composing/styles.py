"""What is asked of slides, and changed on them, when something is chosen for a whole deck."""

from __future__ import annotations

from typing import Any

import msgspec

from salespack.deck.model import Slide, SlideStyle, Text
from salespack.forms.arrangement import Arrangement
from salespack.forms.ladder import Ladder
from salespack.powerpoint.brand.settings import STANDALONE
from salespack.powerpoint.composing.composition import role_of
from salespack.powerpoint.composing.placement import Composition
from salespack.powerpoint.forms.table import Grid
from salespack.powerpoint.forms.text import look_of
from salespack.powerpoint.forms.text_rows import scaled


def is_content(slide: Slide) -> bool:
    """Whether a slide has a body that we laid out."""
    return slide.designed is None and role_of(slide) not in STANDALONE


def with_style(slide: Slide, **changes: Any) -> Slide:
    """A slide with something else chosen for it."""
    style: SlideStyle = msgspec.structs.replace(slide.style, **changes)
    return slide if style == slide.style else msgspec.structs.replace(slide, style=style)


def rung_of(composition: Composition, ladder: Ladder) -> int | None:
    """The rung of the smallest text among a slide's bodies; None where there is none."""
    rungs = []
    for one in composition.placed:
        if isinstance(one.set, Arrangement):
            rungs.append(one.set.rung)
        elif isinstance(one.set, Grid):
            rungs.append(ladder.nearest(one.set.size))
        elif one.kind == "text" and isinstance(one.node, Text) and one.node.paragraphs:
            rungs.append(ladder.nearest(scaled(look_of(one, composition.own).sizes[0], one.percent, one.least)))
    return min(rungs, default=None)
