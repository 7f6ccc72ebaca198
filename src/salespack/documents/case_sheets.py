"""One customer's experience on a page: who they are, how it went in parts, what is shown large. No look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from salespack.documents.pager import quantities_in
from salespack.documents.slide_views import View

MOST_FIGURES = 3
LEADS = ":.–—- "
"""What stands behind the bold words that a part of a story begins with."""


def case_of(proof: View | None, slides: Sequence[View], about: Mapping[str, str]) -> dict[str, Any]:
    """The name `case`: `facts` of whom it is about (`label` and `text` each); the `parts` of its prose that begin with
    bold words (`label`, `spans`), else its `prose`; large `figures`; the `points` and `exhibits` that are left."""
    if proof is None:
        return {"facts": [], "parts": [], "prose": [], "figures": [], "points": [], "exhibits": []}
    parts = list(_parts(proof["prose"]))
    figures, rest = quantities_in(proof, slides, MOST_FIGURES)
    return {
        "facts": [{"label": label, "text": text} for label, text in about.items()],
        "parts": parts if len(parts) > 1 else [],
        "prose": proof["prose"] if len(parts) < 2 else [],
        "figures": figures,
        "points": [one for one in rest if one["kind"] in ("point", "quote")],
        "exhibits": [one for one in rest if one["kind"] not in ("point", "quote")],
    }


def _parts(prose: Sequence[View]) -> Iterator[View]:
    """The paragraphs that begin with bold words, without those; one that does not goes on with the part before it."""
    for block in prose:
        if block["kind"] != "paragraph":
            continue
        first, *rest = block["spans"]
        if first["bold"] and rest:
            text = rest[0]["text"].lstrip(LEADS)
            spans = [{**rest[0], "text": text, "lines": text.split("\n")}, *rest[1:]]
            yield {"label": first["text"].strip(LEADS), "spans": spans}
