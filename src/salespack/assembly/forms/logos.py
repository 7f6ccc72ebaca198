"""Logos, as authors write them: pictures, or the customers of experiences who agreed to be shown."""

from __future__ import annotations

from salespack.assembly.forms.around import Around, Unmade
from salespack.deck.model import Logos, Node, Picture, Text

LEAST_LOGOS, MOST_LOGOS = 2, 18
LEAST_AGREED = 3
"""How many customers must have agreed for a slide of them."""
HOW_TO_AGREE = "write about: {logo: …} in their experiences, and relationship: {reference: logo} in their profiles"


def as_logos(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """Pictures, each a logo, with at most a paragraph before them; with `of=experiences` and no pictures those of the
    customers who agreed. Who did not agree is never shown.

    Raises Unmade where too few are left.
    """
    before = nodes[:1] if nodes and isinstance(nodes[0], Text) and len(nodes[0].paragraphs) == 1 else ()
    pictures = [one for one in nodes[len(before) :] if isinstance(one, Picture)]
    if len(pictures) + len(before) < len(nodes):
        return None
    if around.attributes.get("of") == "experiences":
        if pictures:
            raise Unmade("“logos” has of=experiences, and pictures of its own", "leave one of them out")
        agreed = around.customers.agreed()[:MOST_LOGOS]
        if len(agreed) < LEAST_AGREED:
            message = f"{len(agreed)} customers agreed to be shown with a logo, and it takes {LEAST_AGREED}"
            raise Unmade(message, HOW_TO_AGREE)
        return (*before, Logos(agreed))
    shown = [one for one in pictures if not around.customers.refuses(one.alt)]
    if len(shown) < min(len(pictures), LEAST_LOGOS):
        raise Unmade("all but one of these customers have not agreed to be shown", "leave the slide out")
    return (*before, Logos(tuple(map(around.customers.logo, shown)))) if shown else None
