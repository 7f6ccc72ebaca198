"""A slide of an edited deck, changed shape by shape and paragraph by paragraph with what a new slide has."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from lxml import etree

from salespack.ooxml.markup import A, P, R, integer
from salespack.ooxml.placeholders import notes_shape
from salespack.ooxml.reading import Package
from salespack.ooxml.slide_content import is_said, shape_nodes
from salespack.ooxml.texts import folded, text_of
from salespack.ooxml.transforms import transform_of
from salespack.ooxml.trees import Tree, tree
from salespack.powerpoint.merging.edited_deck import EditedDeck

_LOOKS = (
    f"{A}prstGeom", f"{A}custGeom", f"{A}noFill", f"{A}solidFill", f"{A}gradFill", f"{A}blipFill", f"{A}pattFill",
    f"{A}grpFill", f"{A}ln", f"{A}effectLst", f"{A}effectDag",
)  # fmt: skip
"""What of a shape's properties is its look, all but its place."""
_TABLE = f"{A}graphic/{A}graphicData/{A}tbl"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_ID = "{http://schemas.microsoft.com/office/drawing/2014/main}rowId"


class Line(NamedTuple):
    """A paragraph, or a row, of a text or table to be: its own by its number, the new one's, or its own with the words
    of the new one, itself or a copy of it."""

    sort: Literal["own", "new", "reworded", "copied"]
    own: int = -1
    new: int = -1


class NewSlide:
    """A slide of another deck that shapes are taken from."""

    def __init__(self, package: Package, part: str) -> None:
        self.package, self.part = package, part
        self.root = tree(package.edited(part, lambda content: content))
        shapes = self.root.find(f"{P}cSld/{P}spTree")
        self.shapes: list[Tree] = list(shape_nodes(shapes)) if shapes is not None else []

    @property
    def notes(self) -> str:
        """The part of its notes; empty where it has none."""
        return self.package.related(self.part, "notesSlide")


class EditedSlide:
    """A slide of an edited deck; its shapes are numbered as `elements_of` has them."""

    def __init__(self, deck: EditedDeck, part: str, new: NewSlide) -> None:
        self._deck, self._part, self._new = deck, part, new
        self._root = deck.tree(part)
        deck.adapted(new.package, new.root)
        shapes = self._root.find(f"{P}cSld/{P}spTree")
        self._tree: Tree = shapes if shapes is not None else etree.Element(f"{P}spTree")
        self.shapes: list[Tree] = list(shape_nodes(self._tree))

    # --- whole shapes ---------------------------------------------------------------------------------------------

    def take(self, own: int, new: int) -> None:
        """Puts a new shape, with all that it needs, in the place of one of its own."""
        added, before = self._adopted(self._new.shapes[new]), self.shapes[own]
        mine, theirs = _named(before), _named(added)
        if mine is not None and theirs is not None:
            theirs.set("id", mine.get("id", "2"))
        _replace(before, added)
        self.shapes[own] = added

    def take_group(self, own: int, new: int) -> None:
        """Gives a group the frame of a new one."""
        self._take_child(self.shapes[own], self._new.shapes[new], f"{P}grpSpPr")

    def delete(self, own: int) -> None:
        """Takes a shape out."""
        _remove(self.shapes[own])

    def insert(self, new: int, *, group: int, behind: int | None, before: int | None) -> None:
        """Puts a new shape in: into one of its own groups (-1: none), behind or before one of its own, else at the end.

        A group comes with all its members.
        """
        added = self._adopted(self._new.shapes[new])
        if behind is not None:
            _top(self.shapes[behind], self._tree).addnext(added)
        elif before is not None:
            _top(self.shapes[before], self._tree).addprevious(added)
        else:
            parent = self.shapes[group] if group >= 0 else self._tree
            last = next((one for one in parent if one.tag == f"{P}extLst"), None)
            if last is not None:
                last.addprevious(added)
            else:
                parent.append(added)

    def _adopted(self, node: Tree) -> Tree:
        """A copy of a new node: what it refers to is referred to here, and its ids are free."""
        added = copy.deepcopy(node)
        self._refer(added, self._new.part, self._part)
        number = max([1, *(integer(one.get("id"), 0) for one in self._root.iter(f"{P}cNvPr"))])
        for one in added.iter(f"{P}cNvPr"):
            number += 1
            one.set("id", str(number))
        return added

    def _refer(self, node: Tree, source: str, part: str) -> None:
        """Makes what a copy from a part `source` of the new deck refers to what `part` here refers to."""
        links = {one.id: one for one in self._new.package.relationships(source)}
        for one in [*node.iter(etree.Element)]:
            for key, value in list(one.attrib.items()):
                link = links.get(str(value)) if str(key).startswith(R) else None
                if link is None:
                    continue
                target = self._deck.target(self._new.package, link, part)
                if target:
                    one.set(key, self._deck.link(part, link.kind, target, external=link.external, kind_type=link.type))
                elif one.tag in (f"{A}hlinkClick", f"{A}hlinkHover"):
                    _remove(one)

    # --- parts of shapes ------------------------------------------------------------------------------------------

    def take_place(self, own: int, new: int) -> None:
        """Puts a shape where a new one stands, turned as that is."""
        before, after = transform_of(self.shapes[own]), transform_of(self._new.shapes[new])
        if after is None:
            if before is not None:
                _remove(before)
            return
        added = copy.deepcopy(after)
        if before is not None:
            _replace(before, added)
        elif (properties := self.shapes[own].find(f"{P}spPr")) is not None:
            properties.insert(0, added)

    def take_look(self, own: int, new: int) -> None:
        """Gives a shape outline, fill and line of a new one."""
        mine, theirs = self.shapes[own].find(f"{P}spPr"), self._new.shapes[new].find(f"{P}spPr")
        if mine is None or theirs is None:
            return
        for one in [one for one in mine if one.tag in _LOOKS]:
            mine.remove(one)
        at = 1 if mine.find(f"{A}xfrm") is not None else 0
        for number, one in enumerate([one for one in theirs if one.tag in _LOOKS]):
            mine.insert(at + number, self._adopted(one))
        self._take_child(self.shapes[own], self._new.shapes[new], f"{P}style")

    def take_alt(self, own: int, new: int) -> None:
        """Gives a shape the description of a new one."""
        mine, theirs = _named(self.shapes[own]), _named(self._new.shapes[new])
        if mine is not None and theirs is not None:
            mine.set("descr", theirs.get("descr", ""))

    def take_picture(self, own: int, new: int) -> None:
        """Gives a shape the picture of a new one."""
        mine, theirs = self.shapes[own].find(f".//{A}blip"), self._new.shapes[new].find(f".//{A}blip")
        if mine is not None and theirs is not None:
            added = self._adopted(theirs)
            added.tail = mine.tail
            _replace(mine, added)

    def take_crop(self, own: int, new: int) -> None:
        """Cuts a picture as a new one is cut."""
        mine, theirs = self.shapes[own].find(f"{P}blipFill"), self._new.shapes[new].find(f"{P}blipFill")
        if mine is not None and theirs is not None:
            self._take_child(mine, theirs, f"{A}srcRect", behind=f"{A}blip")

    def take_text(self, own: int, new: int) -> None:
        """Gives a shape all text of a new one, with how it is set."""
        self._take_child(self.shapes[own], self._new.shapes[new], f"{P}txBody")

    def _take_child(self, mine: Tree, theirs: Tree, name: str, behind: str = "") -> None:
        before, after = mine.find(name), theirs.find(name)
        if after is not None:
            added = self._adopted(after)
            if before is not None:
                _replace(before, added)
            elif behind and (anchor := mine.find(behind)) is not None:
                anchor.addnext(added)
            else:
                mine.append(added)
        elif before is not None:
            _remove(before)

    # --- texts and tables -----------------------------------------------------------------------------------------

    def set_text(self, own: int, new: int, lines: Sequence[Line]) -> None:
        """Makes the paragraphs of a shape be these."""
        mine, theirs = self.shapes[own].find(f"{P}txBody"), self._new.shapes[new].find(f"{P}txBody")
        if mine is not None and theirs is not None:
            self._set_lines(mine, theirs, lines)

    def set_cell(self, own: tuple[int, int, int], new: tuple[int, int, int], lines: Sequence[Line]) -> None:
        """Makes the paragraphs of a cell be these; cells are given by shape, row and column."""
        mine, theirs = self._cell(self.shapes, own), self._cell(self._new.shapes, new)
        if mine is not None and theirs is not None:
            self._set_lines(mine, theirs, lines)

    def _cell(self, shapes: Sequence[Tree], place: tuple[int, int, int]) -> Tree | None:
        shape, row, column = place
        cells = shapes[shape].findall(f"{_TABLE}/{A}tr")[row].findall(f"{A}tc")
        return cells[column].find(f"{A}txBody")

    def set_rows(self, own: int, new: int, lines: Sequence[Line]) -> None:
        """Makes the rows of a table be these."""
        mine, theirs = self.shapes[own].find(_TABLE), self._new.shapes[new].find(_TABLE)
        if mine is None or theirs is None:
            return
        before, after = mine.findall(f"{A}tr"), theirs.findall(f"{A}tr")
        for one in before:
            mine.remove(one)
        place = next((at for at, one in enumerate(mine) if one.tag == f"{A}extLst"), len(mine))
        for number, line in enumerate(lines):
            row = before[line.own] if line.sort == "own" else self._adopted(after[line.new])
            if line.sort == "new":
                for one in list(row.iter(_ID)):
                    _remove(one)
            mine.insert(place + number, row)

    def _set_lines(self, mine: Tree, theirs: Tree, lines: Sequence[Line], notes: str = "") -> None:
        blocks = _blocks(mine)
        after = [one for one in theirs.findall(f"{A}p") if is_said(one)]
        for one in mine.findall(f"{A}p"):
            mine.remove(one)
        for one in blocks[0]:
            mine.append(one)
        for line in lines:
            if line.sort == "new":
                mine.append(self._adopted_paragraph(after[line.new], notes))
                empty = blocks[line.own + 1][1:] if line.own >= 0 else ()
            elif line.sort == "copied":
                paragraph, empty = copy.deepcopy(blocks[line.own + 1][0]), ()
                reword(paragraph, text_of(after[line.new]))
                mine.append(paragraph)
            else:
                paragraph, *empty = blocks[line.own + 1]
                if line.sort == "reworded":
                    reword(paragraph, text_of(after[line.new]))
                mine.append(paragraph)
            for one in empty:
                mine.append(one)
        if mine.find(f"{A}p") is None:
            etree.SubElement(mine, f"{A}p")

    def _adopted_paragraph(self, paragraph: Tree, notes: str) -> Tree:
        added = copy.deepcopy(paragraph)
        self._refer(added, self._new.notes if notes else self._new.part, notes or self._part)
        return added

    # --- charts ---------------------------------------------------------------------------------------------------

    def charts(self, own: int, new: int) -> tuple[Tree, Tree, str] | None:
        """The markup of a chart, to be changed, that of a new one, and the name of the first one's part."""
        link, other = self._chart_link(self.shapes[own]), self._chart_link(self._new.shapes[new])
        mine = next((one.target for one in self._deck.links(self._part) if one.id == link), "")
        theirs = next((one.target for one in self._new.package.relationships(self._new.part) if one.id == other), "")
        if not mine or not theirs:
            return None
        return self._deck.tree(mine), tree(self._new.package.edited(theirs, lambda content: content)), mine

    def _chart_link(self, shape: Tree) -> str:
        found = next(shape.iter(_CHART), None)
        return found.get(f"{R}id", "") if found is not None else ""

    # --- notes ----------------------------------------------------------------------------------------------------

    def set_notes(self, lines: Sequence[Line]) -> None:
        """Makes the paragraphs of the notes be these; those of a slide without notes are the new one's."""
        own = self._deck.related(self._part, "notesSlide")
        if not own:
            if self._new.notes:
                name = self._deck.carried_notes(self._new.package, self._new.notes, self._part)
                self._deck.link(self._part, "notesSlide", name)
            return
        text = _notes_text(self._deck.tree(own))
        theirs = _notes_text(tree(self._new.package.read(self._new.notes))) if self._new.notes else None
        if text is not None:
            self._set_lines(text, theirs if theirs is not None else etree.Element(f"{P}txBody"), lines, own)


def note(deck: EditedDeck, part: str, texts: Sequence[str], source: Package, pattern: str) -> bool:
    """Adds paragraphs to the notes of a slide; where it has none, on a page like `pattern`, notes of another deck.

    False where there is no such page.
    """
    own = deck.related(part, "notesSlide")
    is_new = not own
    if is_new:
        if not pattern:
            return False
        own = deck.carried_notes(source, pattern, part)
        deck.link(part, "notesSlide", own)
    text = _notes_text(deck.tree(own))
    if text is None:
        return False
    if is_new:
        for one in text.findall(f"{A}p"):
            text.remove(one)
    for said in texts:
        paragraph = etree.SubElement(text, f"{A}p")
        etree.SubElement(etree.SubElement(paragraph, f"{A}r"), f"{A}t").text = said
    return True


def _notes_text(root: Tree) -> Tree | None:
    shape = notes_shape(root)
    return shape.find(f"{P}txBody") if shape is not None else None


def reword(paragraph: Tree, text: str) -> None:
    """Gives a paragraph other words: those that stay keep their look. New ones have the look of the words that they
    stand in place of, or among, where these have one look; else that of most of the paragraph: what was made to stand
    out does not spread."""
    runs = [one for one in paragraph if one.tag == f"{A}r"]
    if not runs:
        return
    before = [(word, run) for run in runs for word in folded(run.findtext(f"{A}t") or "").split(" ") if word]
    after = folded(text).split(" ")
    matcher = SequenceMatcher(None, [word for word, _ in before], after, autojunk=False)
    looks = [_commonest(before, runs[0])] * len(after)
    for kind, i, j, k, m in matcher.get_opcodes():
        around = [run for _, run in (before[i:j] if kind == "replace" else before[max(i - 1, 0) : i + 1])]
        for number, place in enumerate(range(k, m)):
            if kind == "equal" or (kind == "replace" and j - i == m - k):
                looks[place] = before[i + number][1]
            elif (kind == "replace" or len(around) == 2) and all(run is around[0] for run in around):
                looks[place] = around[0]
    first = runs[0]
    pieces: list[tuple[Tree, list[str]]] = []
    for word, look in zip(after, looks, strict=True):
        if pieces and pieces[-1][0] is look:
            pieces[-1][1].append(word)
        else:
            pieces.append((look, [word]))
    for number, (look, words) in enumerate(pieces):
        run = copy.deepcopy(look)
        said = run.find(f"{A}t")
        if said is None:
            said = etree.SubElement(run, f"{A}t")
        said.text = " ".join(words) + (" " if number < len(pieces) - 1 else "")
        first.addprevious(run)
    for one in [one for one in paragraph if one in runs or one.tag in (f"{A}br", f"{A}fld")]:
        paragraph.remove(one)


def _commonest(words: Sequence[tuple[str, Tree]], first: Tree) -> Tree:
    """The run that most letters of a paragraph stand in."""
    letters: Counter[Tree] = Counter()
    for word, run in words:
        letters[run] += len(word)
    return letters.most_common(1)[0][0] if letters else first


def _blocks(text: Tree) -> list[list[Tree]]:
    """The paragraphs of a text: those before the first that says something, then each of these with the empty ones
    behind it."""
    found: list[list[Tree]] = [[]]
    for one in text.findall(f"{A}p"):
        if is_said(one):
            found.append([one])
        else:
            found[-1].append(one)
    return found


def _named(shape: Tree) -> Tree | None:
    return next(shape.iter(f"{P}cNvPr"), None)


def _top(shape: Tree, around: Tree) -> Tree:
    """A shape, or the alternatives that it is one of."""
    parent = shape.getparent()
    while parent is not None and str(parent.tag).endswith(("}Choice", "}Fallback", "}AlternateContent")):
        shape, parent = parent, parent.getparent()
    return shape


def _replace(before: Tree, after: Tree) -> None:
    parent = before.getparent()
    if parent is not None:
        after.tail = before.tail
        parent.replace(before, after)


def _remove(one: Tree) -> None:
    parent = one.getparent()
    if parent is not None:
        parent.remove(one)
