"""The styles of tables on designed slides: a deck lists them once, and those that it lacks come along."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from salespack.ooxml.markup import A
from salespack.ooxml.packaging import PRESENTATION_TYPES, StoredPart
from salespack.ooxml.trees import Tree, tree, written
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.designed.source import SourceDeck
from salespack.scene.tables.built_in_styles import DEFAULT_STYLE

STYLES_TYPE = PRESENTATION_TYPES + "tableStyles+xml"


class TableStyles:
    """The deck's table styles: the brand's, and those that carried tables use."""

    def __init__(self, brand: Brand) -> None:
        self.part: StoredPart | None = next((one for one in brand.parts if one.content_type == STYLES_TYPE), None)
        self._known: set[str] | None = None
        self._added: list[Tree] = []

    def use(self, source: SourceDeck, slide: Tree) -> None:
        """Takes along the styles of the slide's tables that the deck does not have and the file defines."""
        wanted = {(one.text or "").strip() for one in slide.iter(f"{A}tableStyleId")}
        if not wanted:
            return
        if self._known is None:
            self._known = {str(one.get("styleId")) for one in self._root().findall(f"{A}tblStyle")}
        part = source.presentation.related("tableStyles")
        if not wanted - self._known or not part:
            return
        for style in source.tree(part).findall(f"{A}tblStyle"):
            identifier = str(style.get("styleId"))
            if identifier in wanted and identifier not in self._known:
                self._known.add(identifier)
                self._added.append(deepcopy(style))

    def content(self) -> bytes | None:
        """The part with the styles that came along, None if it stays as it is."""
        if not self._added:
            return None
        root = self._root()
        root.extend(self._added)
        return written(root)

    def _root(self) -> Tree:
        if self.part is None:
            return etree.Element(f"{A}tblStyleLst", {"def": DEFAULT_STYLE}, nsmap={"a": A[1:-1]})
        return tree(self.part.content)
