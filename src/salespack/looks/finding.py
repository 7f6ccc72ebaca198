"""What the proof of looks says of a slide. Types only."""

from __future__ import annotations

from typing import Literal

import msgspec

FindingKind = Literal[
    "unreadable",
    "faint",
    "over-picture",
    "over-text",
    "white-box",
    "outside",
    "prompt",
    "empty",
    "crowded",
    "broken-word",
    "orphan",
    "title-size",
]
"""`unreadable` and `faint`: letters that stand out too little; `empty` and `crowded`: how far the body is filled;
`title-size`: a title that is smaller than the others, as it is long."""

ORDER: tuple[FindingKind, ...] = (
    "unreadable", "over-text", "over-picture", "prompt", "faint", "white-box", "outside", "broken-word", "crowded",
    "empty", "orphan", "title-size",
)  # fmt: skip
"""The worst first."""


class Finding(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What is said against one text of a slide, or against its body.

    `shape` is the name of its shape, `what` that is, `text` begins with the letters that are meant. `figure` is the
    ratio of contrast, the share of the body that is filled, how far something stands outside, as a share of the slide's
    width, or the size of a title in points; `asked` is the bound that it breaks. `name` is that of the shape which a
    text runs over. `ours`: it depends on what the slide says; what does not is the same on every slide of the layout.
    `room`: the other columns of a table have room for its broken word.
    """

    kind: FindingKind
    shape: str
    text: str = ""
    figure: float = 0.0
    asked: float = 0.0
    what: Literal["title", "text", "table", "footer"] = "text"
    name: str = ""
    ours: bool = True
    room: bool = False


class SlideFindings(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What is said against a slide, the worst first, and the size of its title in points, 0 where it has none."""

    findings: tuple[Finding, ...] = ()
    title_size: float = 0.0
