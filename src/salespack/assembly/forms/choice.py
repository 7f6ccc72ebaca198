"""The form of a slide: a fence, the title (`{form=cards}`) and front matter come first; else, where the library wishes
it, the first rule of `RULES` that the slide meets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from salespack.assembly.forms.around import Around, Unmade
from salespack.deck.model import Composed, FormName, LayoutRole, Node, Photo, Quotes
from salespack.deck.visiting import form_name, leaves, with_pictures, without
from salespack.library.blocks import Form

FREE_LAYOUTS: tuple[LayoutRole | None, ...] = (None, "bullets", "table")
"""Layouts on which a body may take a form that nobody has asked for."""


class Formed(NamedTuple):
    """The nodes of a slide in their form. `refused` is what keeps them from the one that was asked for, in words."""

    nodes: tuple[Node, ...]
    form: FormName
    form_from: Literal["written", "fixed", "inferred", ""] = ""
    refused: str = ""


def formed(
    nodes: Sequence[Node], asked: Form | None, layout: LayoutRole | None, around: Around, *, inferred: bool
) -> Formed:
    """The nodes of a slide in the form of its fence, else the one that is asked for, else the one its text asks for.

    Raises Unmade where what is asked for cannot be made of them.
    """
    found = tuple(nodes)
    photos = [leaf for leaf in leaves(found) if isinstance(leaf, Photo)]
    if len(photos) > 1:
        raise Unmade("two pictures of a slide have “fill”", "keep it behind one of them")
    if photos and layout not in FREE_LAYOUTS:
        bare = with_pictures(found)
        return Formed(bare, form_name(bare), refused=f"a picture with “fill” stands as it is on the layout “{layout}”")
    if photos:
        rest = formed(without(found, photos[0]), None if asked == "photo" else asked, layout, around, inferred=inferred)
        return rest._replace(nodes=(photos[0], *rest.nodes), form="photo", form_from="written")
    if asked == "fixed":
        return Formed(found, form_name(found), "fixed")
    fenced = any(isinstance(leaf, Composed) and not isinstance(leaf, Quotes) for leaf in leaves(found))
    if fenced or asked == "list":
        return Formed(found, form_name(found), "written")
    if asked is not None:
        from salespack.assembly.forms.makers import made, miscounted

        nodes_then = made(asked, found, around)
        if why := miscounted(asked, nodes_then):
            return Formed(found, form_name(found), refused=why)
        return _with_rest(Formed(nodes_then, asked, "written"), layout, around, inferred=inferred)
    if inferred and layout in FREE_LAYOUTS:
        from salespack.assembly.forms.rules import RULES

        for rule in RULES:
            if (inferred_nodes := rule.infer(found, around)) is not None:
                return _with_rest(Formed(inferred_nodes, rule.form, "inferred"), layout, around, inferred=True)
    return Formed(found, form_name(found))


def _with_rest(found: Formed, layout: LayoutRole | None, around: Around, *, inferred: bool) -> Formed:
    """What stands beside a picture that reaches to the edges in a form of its own."""
    if found.form != "photo" or len(found.nodes) < 2:
        return found
    rest = formed(found.nodes[1:], None, layout, around, inferred=inferred)
    return found._replace(nodes=(found.nodes[0], *rest.nodes))
