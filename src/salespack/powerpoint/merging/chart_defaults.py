"""What Office 2007 left unsaid in charts, said: other programs read its silence as they do that of newer versions.

Office 2007 writes no tick marks where they are outside, nor that there are none between them; the standard's defaults
(crosses, ECMA-376, 21.2.2.101 and 21.2.2.108) are what a reader takes that does not know who wrote the file.
"""

from __future__ import annotations

from lxml import etree

from salespack.ooxml.markup import C
from salespack.ooxml.trees import Tree

AXES = frozenset(C + name for name in ("catAx", "valAx", "dateAx", "serAx"))
UNSAID = {"majorTickMark": "out", "minorTickMark": "none"}
BEHIND = frozenset(C + name for name in ("tickLblPos", "spPr", "txPr", "crossAx"))
"""What comes behind the tick marks of an axis (EG_AxShared, ECMA-376, 21.2.2)."""
VERSION_2007 = "12."
"""How the version of the program begins that wrote a file (`AppVersion` of its properties)."""


def say_defaults(root: Tree) -> None:
    """Says of each axis of a chart where its tick marks are, where the file of Office 2007 does not."""
    for axis in root.iter(*AXES):
        for name, value in UNSAID.items():
            if axis.find(f"{C}{name}") is not None:
                continue
            following = BEHIND | ({f"{C}minorTickMark"} if name == "majorTickMark" else frozenset())
            at = next((at for at, one in enumerate(axis) if one.tag in following), len(axis))
            axis.insert(at, etree.Element(f"{C}{name}", val=value))
