"""Icons before what they stand for. Lengths are EMU."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from salespack.deck.model import Spans, icon_of
from salespack.forms.arrangement import Part, Tone
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT

HIGH = 1.8
"""How many times as high as the text that it stands before an icon is."""


def icon_size(texts: Iterable[Spans], size: int) -> int:
    """The height of the icons before texts of a size (hundredths of a point); 0 where none has one."""
    return round(size * CENTIPOINT * HIGH) if any(map(icon_of, texts)) else 0


def icon_parts(spans: Spans, x: int, y: int, height: int, tone: Tone, group: int) -> Sequence[Part]:
    """The icon before a text, with its upper left corner at a place; nothing where it has none."""
    name = icon_of(spans)
    if not name or not height:
        return ()
    return (Part("Icon", Box(x, y, height, height), fill=tone, group=group, decorative=True, icon=name),)
