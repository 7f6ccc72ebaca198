"""What travels with a slide that is copied into another deck, and what its markup loses with what stays behind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from lxml import etree

from salespack.deck.links import is_carried
from salespack.ooxml.alternate_content import MC
from salespack.ooxml.markup import A, P, R
from salespack.ooxml.packaging import Relationship, extension_of
from salespack.ooxml.reading import SAVE_AGAIN
from salespack.ooxml.trees import Tree
from salespack.powerpoint.designed.source import SourceDeck

LEFT_BEHIND = frozenset({
    "comments", "commentAuthors", "authors", "threadedComment", "person",  # what people said of the slide, and who
    "tags", "customXml", "customXmlProps",  # what other programs noted down
    "notesSlide",  # notes are written anew, on the deck's own notes master
    "slide", "slideMaster", "slideLayout", "notesMaster", "handoutMaster",  # each has its own way into the deck
    "slideUpdateInfo", "revisionInfo", "changesInfo", "printerSettings",
    "control", "vbaProject", "wordVbaData", "attachedToolbars",  # code
})  # fmt: skip
"""Kinds of relationships that are not followed when a part is copied."""
UNUSED_GO = frozenset({"image", "hyperlink", "chart", "oleObject", "package", "audio", "video", "media", "slide"})
"""Kinds whose relationships markup names: one that it does not name is a remainder of something deleted."""
SOUNDS_AND_FILMS = frozenset({"audio", "video", "media"})
"""Kinds whose target a slide can do without: what is seen of them is a picture of its own."""
LINKS = frozenset(A + name for name in ("hlinkClick", "hlinkHover", "hlinkMouseOver"))
LOST_ACTIONS = ("macro", "program", "customshow", "hlinkfile", "hlinkpres", "media")
"""Actions of links that run something, or lead to what is not in the deck."""
ZOOMS = ("sldZm", "sectionZm", "summaryZm")
"""Slide, section and summary zooms, which know slides by numbers of their old deck."""


def used_ids(root: Tree) -> set[str]:
    """The relationship ids that a part's markup names."""
    return {str(value) for value in _references(root)}


_REFERENCES = etree.XPath("//@r:*", namespaces={"r": R[1:-1]}, smart_strings=True)


def _references(root: Tree) -> list[Any]:
    """The values of all attributes that name relationships; each knows its element."""
    found = _REFERENCES(root)
    return found if isinstance(found, list) else []


def lost_address(one: Relationship) -> bool:
    """Whether a relationship leads to a file on somebody's computer instead of the web."""
    return one.external and not is_carried(one.target)


def leads_nowhere(source: SourceDeck, one: Relationship) -> bool:
    """Whether a relationship that a slide can do without leads to nothing: a pasted footnote, a film that was moved.

    Links lead to the web or, as relationships of the kind `slide`, to slides; never to a part (ECMA-376, 11.3.7).
    """
    if one.external:
        return one.kind == "hyperlink" and one.target.startswith("#")
    return one.kind == "hyperlink" or (one.kind in SOUNDS_AND_FILMS and one.target not in source.package)


def unknown_ids(source: SourceDeck, part: str, root: Tree) -> set[str]:
    """The relationship ids that a part's markup names and that the part does not have."""
    return used_ids(root) - {one.id for one in source.relationships(part)} - {""}


def lost_links(source: SourceDeck, slide: str, present: Collection[str]) -> Iterator[tuple[str, str]]:
    """What a slide loses that its readers may miss: kind (slide, nowhere, file, control) and what was linked.

    `present` are the slides of the same file that are in the deck.
    """
    used = used_ids(source.tree(slide))
    for id in sorted(unknown_ids(source, slide, source.tree(slide))):
        yield "nowhere", id
    for one in source.relationships(slide):
        kind = ""
        if one.kind == "slide" and not one.external and one.target not in present:
            kind = "slide"
        elif one.kind == "control":
            kind = "control"
        elif leads_nowhere(source, one):
            kind = "nowhere"
        elif lost_address(one) and one.kind not in LEFT_BEHIND:
            kind = "file"
        if kind and one.id in used:
            yield kind, one.target


def prove(source: SourceDeck, slide: str) -> None:
    """Proves that a slide and all that travels with it is there, whole and well-formed; once for each slide and layout.

    Raises UserFault (SP504, SP508) for the first part that is not.
    """
    layout = source.related(slide, "slideLayout")
    master = source.related(layout, "slideMaster") if layout else ""
    if not layout or not master:
        lacking = f"{layout} has no master" if layout else f"{slide} has no layout"
        raise source.package.fault("SP504", f"is damaged: {lacking}", SAVE_AGAIN)
    _prove_whole(source, slide)
    for part in (layout, master):
        if _prove_whole(source, part):
            source.tree(part)


def _prove_whole(source: SourceDeck, start: str) -> bool:
    """Proves a part and what it needs; False if that was done before."""
    if ("proven", start) in source.remembered:
        return False
    for part in source.package.closure(
        [start], lambda one: one.kind not in LEFT_BEHIND and not leads_nowhere(source, one)
    ):
        source.stored(part)
        lost = [one for one in source.relationships(part) if _is_lost(source, one)]
        used = used_ids(source.tree(part)) if lost and extension_of(part) == "xml" else set()
        for one in lost:
            if one.kind not in UNUSED_GO or one.id in used:
                raise source.package.fault("SP504", f"is damaged: {one.target} is not there", SAVE_AGAIN)
    source.remembered["proven", start] = True
    return True


def _is_lost(source: SourceDeck, one: Relationship) -> bool:
    """Whether something that would travel is not in the file; PowerPoint itself writes “NULL” for what it gave up."""
    travels = not one.external and one.kind not in LEFT_BEHIND and one.target.rpartition("/")[2] != "NULL"
    return travels and one.target not in source.package and not leads_nowhere(source, one)


def cleaned(root: Tree) -> None:
    """Takes out of a slide what belongs to its old deck alone: tags, zooms by number, actions that run something.

    A slide that was hidden there is shown here: a block that names it means it.
    """
    root.attrib.pop("show", "")
    for one in list(root.iter(f"{P}custDataLst")):
        _remove(one)
    for one in list(root.iter(f"{MC}AlternateContent")):
        if any(str(inner.tag).rpartition("}")[2] in ZOOMS for inner in one.iter(etree.Element)):
            fallback = one.find(f"{MC}Fallback")
            for inner in reversed(list(fallback) if fallback is not None else []):
                one.addnext(inner)
            _remove(one)
    for link in [one for one in root.iter(*LINKS) if one.get("action", "").startswith("ppaction://")]:
        if link.get("action", "").removeprefix("ppaction://").startswith(LOST_ACTIONS):
            _remove(link)


def unlink(root: Tree, doomed: Collection[str]) -> None:
    """Takes out of a part what names these relationships, and what is empty without it."""
    if not doomed:
        return
    for one in dict.fromkeys(value.getparent() for value in _references(root) if value in doomed):
        linked = {key: value for key, value in one.attrib.items() if key.startswith(R)}
        keys = [key for key, value in linked.items() if value in doomed]
        if any(value and value not in doomed for value in linked.values()):
            for key in keys:
                del one.attrib[key]
            continue
        controls = next(one.iterancestors(f"{P}controls"), None)
        if one.tag == f"{P}oleObj":
            _freeze(one)
        else:
            _remove(one if controls is None else controls)


def _freeze(embedded: Tree) -> None:
    """Leaves of an object that is linked to a file its picture, or nothing where it has none."""
    frame = next(embedded.iterancestors(f"{P}graphicFrame"), None)
    if frame is None:
        return
    picture = next(frame.iter(f"{P}pic"), None)
    if picture is not None:
        own, old = picture.find(f"*/{P}cNvPr"), frame.find(f"*/{P}cNvPr")
        if own is not None and old is not None:
            own.attrib.update(old.attrib)
        frame.addnext(picture)
    _remove(frame)


def _remove(one: Tree) -> None:
    """Takes an element out, and the extension or list around it that has nothing left in it."""
    parent = one.getparent()
    while parent is not None:
        parent.remove(one)
        if len(parent) or not str(parent.tag).endswith(("}ext", "}extLst", "}custDataLst")):
            return
        one, parent = parent, parent.getparent()


def free_ids(taken: Iterable[str], count: int) -> list[str]:
    """`count` relationship ids that are not taken."""
    used = set(taken)
    free = (name for number in range(1, len(used) + count + 1) if (name := f"rId{number}") not in used)
    return [next(free) for _ in range(count)]
