"""A deck as a copy that may be mailed, whoever made or changed it: and what the deck carries that such a copy has not.

The copy has none of what the handout of a build has not: notes, comments, marks, hidden slides, names of people, paths.
All else is as it was, part by part.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from salespack.ooxml.markup import A, P
from salespack.ooxml.packaging import (
    OFFICE_TYPES,
    PRESENTATION_TYPE,
    PackageWriter,
    Relationship,
    extension_of,
    relationships_part,
    relationships_xml,
)
from salespack.ooxml.presentation import SECTIONS
from salespack.ooxml.provenance_tags import PREFIX
from salespack.ooxml.shape_names import without_telling_names
from salespack.ooxml.slides import is_hidden
from salespack.ooxml.texts import folded, text_of
from salespack.ooxml.trees import Tree, written
from salespack.powerpoint.designed.dependencies import cleaned, lost_address, unlink, used_ids
from salespack.powerpoint.designed.out_of_sight import Unseen, Why, out_of_sight
from salespack.powerpoint.designed.source import SourceDeck
from salespack.powerpoint.slide_templates import SlideTemplates

COMMENTS = frozenset(("comments", "commentAuthors", "authors", "threadedComment", "person"))
CODE = frozenset(("vbaProject", "wordVbaData", "attachedToolbars", "control", "activeXControlBinary", "customUI"))
HISTORY = frozenset(("revisionInfo", "changesInfo", "slideUpdateInfo"))
PROPERTIES = frozenset(("core-properties", "extended-properties"))
DROPPED = (
    COMMENTS | CODE | HISTORY | PROPERTIES | {
        "notesSlide", "tags", "customXml", "customXmlProps", "custom-properties",
        "thumbnail",             # a picture of the first slide as it was once
        "printerSettings", "viewProps", "userCustomization",
        "classificationlabels",  # whose organisation it is
        "origin",                # a signature, which holds for the deck as it was
        "webextensiontaskpanes",
    }
)  # fmt: skip
"""Kinds of relationships that are neither followed nor written."""
WHO = ("{*}creator", "{*}lastModifiedBy", "{*}manager", "{*}Manager", "{*}Company")
MAIN_TYPES = ("macroEnabled", "template", "slideshow")
"""What tells that the main part is not one of a plain presentation."""


class CleanCopy(msgspec.Struct, frozen=True):
    """The copy, how many slides it has and which were hidden and are not in it, what was left out, in words, and what
    it still carries though no slide shows it: shapes by the numbers of the slides that they had."""

    content: bytes
    slides: int
    hidden: tuple[int, ...]
    left_out: tuple[str, ...]
    remains: tuple[tuple[int, Unseen], ...]


def clean_copy(deck: SourceDeck, title: str, on: datetime.date, templates: SlideTemplates) -> CleanCopy:
    """The copy of a deck, dated `on`. Raises UserFault: SP501–SP509 for one that cannot be read, SP515 for one in which
    all slides are hidden."""
    hidden = _hidden(deck)
    shown = [one for one in deck.slides if one.number not in hidden]
    if not shown:
        hint = "show those that are for the customer: in PowerPoint, Slide Show, Hide Slide"
        message = "has no slide that is not hidden" if hidden else "has no slides"
        raise deck.package.fault("SP515", message, hint if hidden else "give the deck, not its template")
    lost = {one.part for one in deck.slides if one.number in hidden}
    writer = PackageWriter()
    main = deck.presentation.part

    def goes_along(one: Relationship) -> bool:
        return one.kind not in DROPPED and one.target not in lost

    for part in deck.package.closure([main], goes_along):
        _copy(deck, part, writer, lost)
    _properties(writer, main, title, on, len(shown), templates)
    remains = tuple((one.number, unseen) for one in shown for unseen in out_of_sight(deck, one.part))
    return CleanCopy(writer.finish(), len(shown), tuple(sorted(hidden)), tuple(carried(deck)), remains)


def carried(deck: SourceDeck, company: str = "") -> Iterator[str]:
    """What a deck carries that a copy for mailing has not, in words. The name of our own `company` is none of it."""
    hidden, package = _hidden(deck), deck.package
    noted = [one.number for one in deck.slides if _has_notes(deck, one.part)]
    commented = [
        one.number for one in deck.slides if any(link.kind in COMMENTS for link in deck.relationships(one.part))
    ]
    kinds = {link.kind for name in ("", deck.presentation.part) for link in package.relationships(name)}
    if noted:
        yield f"notes of {_slides(noted)}"
    if hidden:
        yield f"hidden: {_slides(sorted(hidden))}"
    if commented or kinds & COMMENTS:
        yield f"comments on {_slides(commented)}" if commented else "names of those who commented"
    if any(_marked(deck, part) for part in (deck.presentation.part, *(one.part for one in deck.slides))):
        yield "marks of blocks, profile and pack"
    if people := [name for name in _people(deck) if name != company]:
        yield f"names in its properties: {', '.join(people)}"
    if "custom-properties" in kinds or "customXml" in kinds:
        yield "what document management noted down"
    if kinds & HISTORY:
        yield "the history of its editing"
    if kinds & CODE:
        yield "macros"


def beside(deck: SourceDeck) -> Iterator[str]:
    """What slides hold and do not show, in words: a copy has it too, as it may be meant."""
    return unseen_in_words((one.number, unseen) for one in deck.slides for unseen in out_of_sight(deck, one.part))


def unseen_in_words(found: Iterable[tuple[int, Unseen]]) -> Iterator[str]:
    """What slides, by their numbers, hold and do not show: a phrase for each kind."""
    slides: dict[Why, set[int]] = {}
    for number, unseen in found:
        slides.setdefault(unseen.why, set()).add(number)
    for why, phrase in UNSEEN.items():
        if why in slides:
            yield f"{phrase} {_slides(sorted(slides[why]))}"


UNSEEN: dict[Why, str] = {
    "beside": "text beside",
    "hidden": "text in hidden shapes on",
    "embedded": "a whole document on",
    "workbook": "a chart's whole workbook on",
}


def _hidden(deck: SourceDeck) -> frozenset[int]:
    """The numbers of its hidden slides."""
    return frozenset(one.number for one in deck.slides if is_hidden(deck.package.xml(one.part)))


def _copy(deck: SourceDeck, part: str, writer: PackageWriter, lost: Collection[str]) -> None:
    """Puts a part of the deck into the copy, without what it says of its own past."""
    links = deck.relationships(part)
    kept = [one for one in links if _is_kept(deck, one, lost)]
    doomed = {one.id for one in links} - {one.id for one in kept}
    stored = deck.stored(part)
    if part == deck.presentation.part:
        root = deck.tree(part)
        _shorten(root)
        unlink(root, doomed)
        writer.add(part, _plain_type(stored.content_type), written(root))
    elif extension_of(part) == "xml":
        root = deck.tree(part)
        slide = root.tag in (f"{P}sld", f"{P}sldLayout", f"{P}sldMaster")
        if slide:
            shown = root.get("show")
            cleaned(root)
            if shown is not None and root.tag != f"{P}sld":
                root.set("show", shown)
        changed = slide and without_telling_names(root, deck.people)
        gone = doomed & used_ids(root)
        unlink(root, gone)
        if slide or changed or gone:
            writer.add(part, stored.content_type, written(root))
        else:
            writer.copy(stored)
    else:
        writer.copy(stored)
    if kept:
        writer.add(relationships_part(part), "", relationships_xml(kept, part))


def _is_kept(deck: SourceDeck, one: Relationship, lost: Collection[str]) -> bool:
    """Whether a relationship is one of the copy too: not to what is left out or lost, nor to somebody's computer."""
    if one.kind in DROPPED or lost_address(one):
        return False
    return one.external or (one.target in deck.package and one.target not in lost)


def _shorten(root: Tree) -> None:
    """Takes out of presentation.xml what names the marks, the sections, and shows made of some of the slides."""
    for one in [*root.iter(f"{P}custDataLst", f"{P}custShowLst", f"{SECTIONS}sectionLst")]:
        parent = one.getparent()
        if parent is None:
            continue
        above = parent.getparent()
        if parent.tag == f"{P}ext" and above is not None and len(parent) == 1:
            above.remove(parent)
        else:
            parent.remove(one)


def _plain_type(content_type: str) -> str:
    """The type of the main part, where it is one of a template, of a show or with macros that of a presentation."""
    return PRESENTATION_TYPE if any(one in content_type for one in MAIN_TYPES) else content_type


def _properties(
    writer: PackageWriter, main: str, title: str, on: datetime.date, slides: int, templates: SlideTemplates
) -> None:
    """Properties that say nothing of anybody, and the relationships of the package."""
    core = {"title": title, "creator": "", "language": "", "on": on.isoformat()}
    app = {"application": "", "slides": str(slides), "notes": "0", "company": ""}
    core_type = "application/vnd.openxmlformats-package.core-properties+xml"
    writer.add("docProps/core.xml", core_type, templates.part("core.xml.j2", core))
    writer.add("docProps/app.xml", OFFICE_TYPES + "extended-properties+xml", templates.part("app.xml.j2", app))
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    metadata = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
    links = [
        Relationship("rId1", f"{office}officeDocument", main),
        Relationship("rId2", f"{metadata}core-properties", "docProps/core.xml"),
        Relationship("rId3", f"{office}extended-properties", "docProps/app.xml"),
    ]
    writer.add("_rels/.rels", "", relationships_xml(links))


def _has_notes(deck: SourceDeck, slide: str) -> bool:
    """Whether something is noted to a slide, beside the number that each page of notes has."""
    part = deck.related(slide, "notesSlide")
    if not part or part not in deck.package:
        return False
    root = deck.package.xml(part)
    return any(folded(text_of(one)) for one in root.iter(f"{A}p") if not any(field.tag == f"{A}fld" for field in one))


def _marked(deck: SourceDeck, part: str) -> bool:
    """Whether a part has a mark of ours."""
    targets = [one.target for one in deck.relationships(part) if one.kind == "tags" and one.target in deck.package]
    return any(
        tag.get("name", "").upper().startswith(PREFIX)
        for one in targets
        for tag in deck.package.xml(one).iter(f"{P}tag")
    )


def _people(deck: SourceDeck) -> list[str]:
    """The names of people and companies in the deck's properties."""
    parts = [deck.related("", kind) for kind in sorted(PROPERTIES)]
    said = [
        one for part in parts if part in deck.package for name in WHO for one in deck.package.xml(part).findall(name)
    ]
    return list(dict.fromkeys(name for one in said if (name := folded(one.text or ""))))


def _slides(numbers: Sequence[int]) -> str:
    return f"slide {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} slides"
