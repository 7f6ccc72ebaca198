"""What a slide, layout or master says of itself in the attributes of its part."""

from __future__ import annotations

from salespack.ooxml.markup import AnyNode, P, boolean
from salespack.ooxml.texts import folded


def layout_name(root: AnyNode) -> str:
    """The name of a layout, white space folded."""
    content = root.find(f"{P}cSld")
    return folded(content.get("name") or "") if content is not None else ""


def is_hidden(slide: AnyNode) -> bool:
    """Whether a slide is left out when the deck is shown."""
    return not boolean(slide.get("show"), True)


def shows_master(root: AnyNode) -> bool:
    """Whether a slide shows the shapes of layout and master, or a layout those of its master."""
    return boolean(root.get("showMasterSp"), True)
