"""What slides say in their own markup, without looks: the text of a paragraph, of a shape, and a slide's title."""

from __future__ import annotations

from salespack.ooxml.markup import A, AnyNode, P, integer
from salespack.ooxml.placeholders import TITLES, placeholders_of

DEFAULT_TEXT_SIZE = 1_800
"""The size of letters, hundredths of a point, where nothing says any (ISO/IEC 29500-1 §21.1.2.3.9)."""


def folded(text: str) -> str:
    """`text` with each run of white space as one space."""
    return " ".join(text.split())


def text_of(paragraph: AnyNode) -> str:
    """The text of a paragraph's runs and fields, a line feed for each line break."""
    pieces = []
    for one in paragraph:
        if one.tag == f"{A}br":
            pieces.append("\n")
        elif one.tag in _LETTERS and (text := one.find(f"{A}t")) is not None:
            pieces.append(text.text or "")
    return "".join(pieces)


_LETTERS = (f"{A}r", f"{A}fld")


LEVELS = 9
"""How many levels lists have (ST_TextIndentLevelType)."""


def level_in(properties: AnyNode | None) -> int:
    """The level in its list, from 0, that a paragraph's `a:pPr` says."""
    return min(max(integer(properties.get("lvl"), 0), 0), LEVELS - 1) if properties is not None else 0


def shape_text(shape: AnyNode) -> str:
    """The text of a shape in one line."""
    return folded(" ".join(map(text_of, shape.findall(f"{P}txBody/{A}p"))))


def title_shape(slide: AnyNode) -> AnyNode | None:
    """The shape of a slide that holds its title: the first placeholder for one that says something."""
    titles = (one.shape for one in placeholders_of(slide) if one.key.type in TITLES)
    return next((one for one in titles if shape_text(one)), None)


def title_of(slide: AnyNode) -> str:
    """A slide's title in one line, empty where it has none."""
    shape = title_shape(slide)
    return shape_text(shape) if shape is not None else ""
