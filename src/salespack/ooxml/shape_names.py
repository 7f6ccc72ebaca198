"""What shapes are called where nobody looks: names, alternative texts and hints that say whose computer they come from.

PowerPoint writes the whole path of a pasted picture into its alternative text, and names shapes after files.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from salespack.ooxml.markup import A

if TYPE_CHECKING:
    from salespack.ooxml.trees import Tree

PATH = re.compile(
    r"(?<![A-Za-z])[A-Za-z]:[\\/](?![/\\])|\\\\[\w.-]+\\|\bfile:/|(?<![^\s\"'(])~?/(?:Users|home|Volumes|mnt|private|var|tmp)/"
)
"""How a file on somebody's computer is called: on a drive, on a server, by its address, on a Mac or under Linux."""
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
KINDS = {"sp": "Shape", "pic": "Picture", "graphicFrame": "Object", "grpSp": "Group", "cxnSp": "Line"}
"""What a shape is called whose own name is not told."""
LINKS = (f"{A}hlinkClick", f"{A}hlinkHover", f"{A}hlinkMouseOver")


def names_a_file(text: str) -> bool:
    """Whether a text holds the path of a file on somebody's computer."""
    return PATH.search(text) is not None


def name_tells(name: str, people: Collection[str] = ()) -> bool:
    """Whether the name of a shape says whose it is: a path, an address, one of the `people` who wrote the deck."""
    return names_a_file(name) or MAIL.search(name) is not None or any(one in name.casefold() for one in people)


def without_telling_names(root: Tree, people: Collection[str] = ()) -> bool:
    """Gives shapes whose names tell plain ones, and takes paths out of alternative texts and hints of links.

    `people` are casefolded names. Returns whether something was changed.
    """
    changed = False
    for one in root.iter("{*}cNvPr"):
        shape = parent.getparent() if (parent := one.getparent()) is not None else None
        if name_tells(one.get("name", ""), people):
            kind = KINDS.get(str(shape.tag).rpartition("}")[2], "Shape") if shape is not None else "Shape"
            one.set("name", f"{kind} {one.get('id', '')}".strip())
            changed = True
        for key in ("descr", "title"):
            if names_a_file(one.get(key, "")):
                del one.attrib[key]
                changed = True
    for link in root.iter(*LINKS):
        if names_a_file(link.get("tooltip", "")):
            del link.attrib["tooltip"]
            changed = True
    return changed
