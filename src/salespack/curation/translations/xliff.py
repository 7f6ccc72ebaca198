"""Texts as XLIFF 1.2, which every translation program reads (of XLIFF 2 many read a part): written, and read back.

One `file` for each block, one `trans-unit` for each text. Signs that stay (templates, sources, what makes bold) are
`ph` elements, so that translators see that something stands there, and cannot change it.
Format: https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from salespack.curation.translations.document import Document, Row
from salespack.curation.translations.glossary import terms_in
from salespack.curation.translations.texts import tokens_of
from salespack.curation.translations.units import State, Texts, Unit
from salespack.problems.files import file_content, not_read
from salespack.problems.problem import Place, UserFault, shown_path

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ENDINGS = (".xlf", ".xliff")
NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
LARGEST = 64 * 1024 * 1024
STATES: dict[State, str] = {"new": "new", "changed": "needs-review-translation", "done": "final"}
UNFINISHED = ("new", "needs-")
"""How the states begin in which nobody has said yet that a text is done."""
INSTEAD = "export again with `salespack library export --translations`, and translate that file"


def xliff_of(texts: Sequence[Texts], glossary: Mapping[str, str], *, whole: bool) -> bytes:
    """The file for translators; without `whole` only what is to be done."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<xliff version="1.2" xmlns="{NAMESPACE}">']
    for one in texts:
        units = [unit for unit in one.units if whole or unit.state != "done"]
        if units:
            told = f'source-language="{one.source_language}" target-language="{one.language}" datatype="plaintext"'
            lines += [f"<file original={quoteattr(one.block.id)} {told}>", "<body>"]
            lines += [line for unit in units for line in _unit(unit, glossary, jinja=one.block.jinja)]
            lines += ["</body>", "</file>"]
    return "\n".join([*lines, "</xliff>", ""]).encode()


def _unit(unit: Unit, glossary: Mapping[str, str], *, jinja: bool) -> Iterator[str]:
    approved = ' approved="yes"' if unit.state == "done" else ""
    yield f'<trans-unit id={quoteattr(unit.key)}{approved} xml:space="preserve">'
    yield f"<source>{_marked_up(unit.source, jinja=jinja)}</source>"
    yield f'<target state="{STATES[unit.state]}">{_marked_up(unit.target, jinja=jinja)}</target>'
    where = f"{unit.sort}, slide {unit.slide}: {unit.title}" if unit.slide else unit.sort
    yield f'<note from="salespack">{escape(where)}</note>'
    if terms := terms_in(unit.source, glossary):
        said = "; ".join(f"{term} = {target}" for term, target in terms.items())
        yield f'<note from="glossary">{escape(said)}</note>'
    yield "</trans-unit>"


def _marked_up(text: str, *, jinja: bool) -> str:
    """A text with its signs as elements, numbered in their order."""
    parts, at = [], 0
    for number, token in enumerate(tokens_of(text, jinja=jinja), 1):
        parts.append(escape(text[at : token.start]))
        parts.append(f'<ph id="{number}">{escape(token.text)}</ph>')
        at = token.end
    return "".join([*parts, escape(text[at:])])


def read_xliff(path: Path) -> Document:
    """What came back in a file. Raises UserFault (SP001, SP007, SP881) where it is no XLIFF that can be read."""
    from lxml import etree

    place = Place(shown_path(path))
    try:
        content = file_content(path) if path.stat().st_size <= LARGEST else b""
    except OSError as error:
        raise UserFault.of("SP001", not_read(error), "name a file that was exported", place) from None
    if not content:
        message = "is larger than any export" if path.stat().st_size else "is empty"
        raise UserFault.of("SP007", message, INSTEAD, place)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line = Place(place.file, error.lineno or None)
        raise UserFault.of("SP881", "is no XML that can be read", INSTEAD, line) from None
    if etree.QName(root).localname != "xliff" or root.getroottree().docinfo.internalDTD is not None:
        raise UserFault.of("SP881", "is no XLIFF", INSTEAD, place)
    if etree.QName(root).namespace != NAMESPACE:
        message = f"is XLIFF {root.get('version', '')}, and 1.2 went out".replace("  ", " ")
        raise UserFault.of("SP881", message, "save it as XLIFF 1.2", place)
    languages = {one.get("target-language", "") for one in root.iter(_tag("file"))}
    if len(languages) != 1:
        raise UserFault.of("SP881", "is not in one target language", INSTEAD, place)
    rows = [_row(unit) for unit in root.iter(_tag("trans-unit"))]
    return Document(place.file, next(iter(languages)), tuple(rows))


def _row(unit: Element) -> Row:
    target = unit.find(_tag("target"))
    state = "" if target is None else str(target.get("state", ""))
    finished = None if not state or state.startswith(UNFINISHED) else True
    if unit.get("approved") == "yes":
        finished = True
    line = unit.sourceline if isinstance(unit.sourceline, int) else None
    said = "" if target is None else _plain(target, _signs(unit))
    return Row(str(unit.get("id", "")), said, f"line {line}", line, finished)


def _signs(unit: Element) -> Mapping[str, str]:
    """What each numbered sign of the source is: some programs give them back empty."""
    source = unit.find(_tag("source"))
    marks = () if source is None else source.iter(_tag("ph"))
    return {str(one.get("id")): one.text or "" for one in marks}


def _plain(element: Element, signs: Mapping[str, str]) -> str:
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            sign = signs.get(str(child.get("id"))) if child.tag in (_tag("ph"), _tag("x")) else None
            parts.append(_plain(child, signs) if sign is None else child.text or sign)
        parts.append(child.tail or "")
    return "".join(parts)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
