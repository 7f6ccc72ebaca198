"""The parts in which PowerPoint keeps how a presentation is shown and was looked at last, for brands without them.

The standard lets a presentation do without them (ISO/IEC 29500-1 §13.3); PowerPoint has offered to repair files that
do. How a brand's file was looked at is its makers' own: the part that stands for that says nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from salespack.ooxml.markup import A, P, R
from salespack.ooxml.packaging import XML_DECLARATION, Relationship, StoredPart, stored_part

NEUTRAL = {"presProps": "presentationPr", "viewProps": "viewPr"}
"""Kinds of relationships, with the element that such a part is."""
_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.{}+xml"


def neutral_settings(links: Sequence[Relationship], taken: Collection[str]) -> list[tuple[Relationship, StoredPart]]:
    """The parts that a presentation with these relationships lacks. `taken` are names of parts, in lower case."""
    kinds = {one.kind for one in links}
    number = max((int(one.id[3:]) for one in links if one.id[:3] == "rId" and one.id[3:].isdecimal()), default=0)
    found = []
    for kind, element in NEUTRAL.items():
        if kind in kinds:
            continue
        number += 1
        name = f"ppt/{kind}.xml"
        while name.lower() in taken:
            name = f"{name.removesuffix('.xml')}1.xml"
        content = f'<p:{element} xmlns:a="{A[1:-1]}" xmlns:r="{R[1:-1]}" xmlns:p="{P[1:-1]}"/>'
        part = stored_part(name, _TYPE.format(kind), XML_DECLARATION + content.encode())
        found.append((Relationship(f"rId{number}", f"{R[1:-1]}/{kind}", name), part))
    return found
