"""The content of a slide in canonical form: what a reader sees and hears, whatever program saved it last.

Two slides with equal elements say the same in the same places. How the file writes it is left out: identifiers, names
of parts, prefixes, how text is cut into runs, what autofit and fields have stored, proofing marks, empty paragraphs,
and white space but for single spaces. Styles are those that the slide itself says; what it inherits is not worked out
here. Fingerprints, the base and the comparison of decks are all made of these elements.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal
from xml.etree.ElementTree import Element

import msgspec

from salespack.graphics.boxes import Box
from salespack.graphics.picture_metadata import bare
from salespack.ooxml.alternate_content import said_content
from salespack.ooxml.markup import A, AnyNode, C, P, R, boolean, integer, parse
from salespack.ooxml.packaging import Relationship
from salespack.ooxml.placeholders import FOOTERS, TITLES, Key, key_of, notes_shape
from salespack.ooxml.reading import Package
from salespack.ooxml.slides import is_hidden
from salespack.ooxml.texts import folded, level_in
from salespack.ooxml.transforms import Group, group_in, on_slide, place_of, transform_of

Kind = Literal["text", "picture", "table", "chart", "line", "group", "object"]
Look = tuple[tuple[str, str], ...]
"""What a slide itself says of a look: names and values, by name; what it inherits is not in it."""

DEEPEST = 16
"""How deep groups in groups are followed."""
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_FILLS = (f"{A}noFill", f"{A}solidFill", f"{A}gradFill", f"{A}blipFill", f"{A}pattFill", f"{A}grpFill")
_LETTERS = {"sz": "size", "b": "bold", "i": "italic", "u": "underline", "strike": "strike", "cap": "capitals",
            "baseline": "baseline"}  # fmt: skip
_SWITCHES = ("b", "i")
_NAMED, _PLACED, _PLACEHOLDER = f"{P}cNvPr", f"{P}nvPr", f"{P}ph"


class RunContent(msgspec.Struct, frozen=True, gc=False):
    """Letters of one look, and where they lead to if they are a link."""

    text: str
    look: Look = ()
    link: str = ""


class ParagraphContent(msgspec.Struct, frozen=True, gc=False):
    """A paragraph that says something: neighbouring runs of one look are one."""

    text: str
    level: int = 0
    look: Look = ()
    runs: tuple[RunContent, ...] = ()


class SeriesContent(msgspec.Struct, frozen=True, gc=False):
    """A series of a chart: its name, its categories (or x values) and its values; numbers as short as they go."""

    name: str
    categories: tuple[str, ...]
    values: tuple[str, ...]


class ChartContent(msgspec.Struct, frozen=True, gc=False):
    """A chart: its kinds of plots, its title, its series."""

    kinds: tuple[str, ...]
    title: str
    series: tuple[SeriesContent, ...]


class SlideElement(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One shape, in the order in which they are painted; a group stands before its members.

    `key` is its placeholder. `box` lies on the slide, groups worked out; None where the layout says it. `grows` says
    which of its sides programs work out from its text (spAutoFit). `group` is the place of the group around it among
    the slide's elements, from 0, or -1. `rows` are the cells of a table, `grid` the widths of its columns and the
    heights of its rows as the file says them, in EMU. `picture` is the SHA-256 of its content, without what it says of
    camera and author.
    """

    kind: Kind
    id: int
    name: str
    key: Key | None = None
    box: Box | None = None
    rotation: float = 0.0
    group: int = -1
    look: Look = ()
    paragraphs: tuple[ParagraphContent, ...] = ()
    rows: tuple[tuple[tuple[ParagraphContent, ...], ...], ...] = ()
    grid: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    picture: str = ""
    chart: ChartContent | None = None
    alt: str = ""
    grows: Literal["", "height", "both"] = ""

    @property
    def is_title(self) -> bool:
        """Whether it is the slide's title."""
        return self.key is not None and self.key.type in TITLES

    @property
    def is_footer(self) -> bool:
        """Whether it is a date, a footer or a slide number, which say nothing of the slide's own."""
        return self.key is not None and self.key.type in FOOTERS

    @property
    def texts(self) -> Iterator[str]:
        """What it says, a text a paragraph, the cells of a table row by row; a chart's words and figures too."""
        yield from (one.text for one in self.paragraphs)
        yield from (one.text for row in self.rows for cell in row for one in cell)
        if self.chart is not None:
            yield from filter(None, [self.chart.title])
            for series in self.chart.series:
                yield from filter(None, (series.name, *series.categories, *series.values))


class SlideContent(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A slide: its elements, its notes, its own background, and whether it is left out when the deck is shown."""

    elements: tuple[SlideElement, ...]
    notes: tuple[ParagraphContent, ...] = ()
    background: str = ""
    hidden: bool = False

    @property
    def title(self) -> str:
        """Its title in one line, empty where it has none."""
        found = (" ".join(one.texts) for one in self.elements if one.is_title)
        return next(filter(None, found), "")

    @property
    def texts(self) -> tuple[str, ...]:
        """What the slide says in its own words: without date, footer and slide number, and without notes."""
        return tuple([text for one in self.elements if not one.is_footer for text in one.texts])


def elements_of(package: Package, part: str) -> SlideContent:
    """The content of the slide in a part. Raises UserFault (SP501–SP509) where it cannot be read, KeyError for none."""
    root = package.xml(part)
    tree = root.find(f"{P}cSld/{P}spTree")
    links = {one.id: one for one in package.relationships(part)}
    ground = root.find(f"{P}cSld/{P}bg")
    return SlideContent(
        elements=_Reader(package, links).elements(tree) if tree is not None else (),
        notes=_notes_of(package, part),
        background=fingerprint(*_branches(ground)) if ground is not None else "",
        hidden=is_hidden(root),
    )


Remembered = Callable[[Hashable, Callable[[], tuple[Any, ...]]], tuple[Any, ...]]
"""Gives what is remembered under a key, else what it is made of makes."""


def elements_of_shapes(package: Package, part: str, shapes: Iterable[str], remembered: Remembered) -> SlideContent:
    """The same for a slide that was written here, from the markup of its shapes: they come again in deck after deck."""
    notes = package.related(part, "notesSlide")
    said = remembered(data := package.read(notes), lambda: _notes_said(parse(data))) if notes else ()
    return SlideContent(elements=tuple(elements_in(package, part, shapes, remembered)), notes=said)


def elements_in(package: Package, part: str, shapes: Iterable[str], remembered: Remembered) -> list[SlideElement]:
    """The elements of shapes of the slide in a part, given by their markup, each shape one of the slide's own.

    Shapes that differ in nothing but id, name and words are read once.
    """
    links: dict[str, Relationship] | None = None
    found: list[SlideElement] = []
    for shape in shapes:
        if links is None and _LINKED in shape:
            links = {one.id: one for one in package.relationships(part)}
        if any(sign in shape for sign in _OF_PARTS):
            elements = _Reader(package, links or {}).elements(_tree_of(shape))
        else:
            elements = _remembered_alone(shape, links or {}, remembered)
        offset = len(found)
        found += (
            [one if one.group < 0 else msgspec.structs.replace(one, group=one.group + offset) for one in elements]
            if offset
            else elements
        )
    return found


def _remembered_alone(
    shape: str, links: Mapping[str, Relationship], remembered: Remembered
) -> tuple[SlideElement, ...]:
    """The elements of a shape that shows nothing of other parts."""
    own = tuple(one for key, one in links.items() if f'"{key}"' in shape) if _LINKED in shape else ()
    called = _CALLED.search(shape)
    if called is None:
        return remembered((shape, own), partial(_elements_alone, shape, own))
    before, *pieces = _WORDS.split(f"{shape[: called.start()]}{_NAMELESS}{shape[called.end() :]}")
    said, around = pieces[::2], (before, *pieces[1::2])
    if all(map(_is_plain, said)):
        wordless = remembered((around, own), partial(_wordless, around, own))
        first, *more = [_worded(one, said) for one in wordless] if said else wordless
    else:
        nameless = "".join((before, *pieces))
        first, *more = remembered((nameless, own), partial(_elements_alone, nameless, own))
    return (msgspec.structs.replace(first, id=int(called[1]), name=folded(called[2])), *more)


def _is_plain(said: str) -> bool:
    """Whether words are those of a run of their own, as they are written in the markup."""
    return not said.isspace() and "&" not in said and "\r" not in said and _HOLE.search(said) is None


def _wordless(around: Sequence[str], links: tuple[Relationship, ...]) -> tuple[SlideElement, ...]:
    """The elements of a shape, given by the markup around its words, with a mark for each of these."""
    marks = [f"{_OPEN}{number}{_CLOSE}" for number in range(len(around) - 1)]
    markup = "".join([piece for pair in zip(around, [*marks, ""], strict=True) for piece in pair])
    return _elements_alone(markup, links)


def _worded(one: SlideElement, said: Sequence[str]) -> SlideElement:
    """An element with words in place of their marks."""
    paragraphs, rows = one.paragraphs, one.rows
    if paragraphs:
        paragraphs = _paragraphs_worded(paragraphs, said)
    if rows:
        rows = tuple([tuple([_paragraphs_worded(cell, said) for cell in row]) for row in rows])
    return msgspec.structs.replace(one, paragraphs=paragraphs, rows=rows)


def _paragraphs_worded(paragraphs: Iterable[ParagraphContent], said: Sequence[str]) -> tuple[ParagraphContent, ...]:
    def words(mark: re.Match[str]) -> str:
        return said[int(mark[1])]

    return tuple([
        ParagraphContent(
            folded(_HOLE.sub(words, one.text)),
            one.level,
            one.look,
            tuple([RunContent(folded(_HOLE.sub(words, run.text)), run.look, run.link) for run in one.runs]),
        )
        for one in paragraphs
    ])  # fmt: skip


_LINKED = " r:"
"""Stands in shapes that refer to a relationship."""
_OF_PARTS = ("r:embed=", "r:link=", "<c:chart")
"""Stand in shapes that show what is in another part."""
_WORDS = re.compile(r"(?<=<a:t>)([^<]+)(?=</a:t>)")
_OPEN, _CLOSE = "\ue000", "\ue001"
_HOLE = re.compile(f"{_OPEN}([0-9]+){_CLOSE}|[{_OPEN}{_CLOSE}]")
"""The words of a shape, and the marks that are read in their place: of characters for private use."""
_CALLED = re.compile(r'<p:cNvPr id="([0-9]{1,9})" name="([^"&<]*)"')
_NAMELESS = '<p:cNvPr id="0" name=""'
"""How the templates begin what a shape is called, and what is read in its place."""
_AROUND = (
    f'<p:spTree xmlns:a="{A[1:-1]}" xmlns:r="{R[1:-1]}" xmlns:p="{P[1:-1]}">',
    "</p:spTree>",
)


def _tree_of(shapes: str) -> Element:
    return parse(shapes.join(_AROUND).encode())


def _elements_alone(shape: str, links: tuple[Relationship, ...]) -> tuple[SlideElement, ...]:
    return _Reader(None, {one.id: one for one in links}).elements(_tree_of(shape))


def _notes_of(package: Package, part: str) -> tuple[ParagraphContent, ...]:
    notes = package.related(part, "notesSlide")
    return _notes_said(package.xml(notes)) if notes else ()


def _notes_said(root: Element) -> tuple[ParagraphContent, ...]:
    shape = notes_shape(root)
    return paragraphs_in(shape.find(f"{P}txBody"), {}) if shape is not None else ()


class _Reader:
    """Reads the shapes of one slide; those that show other parts are in a package."""

    def __init__(self, package: Package | None, links: Mapping[str, Relationship]) -> None:
        self._package, self._links = package, links
        self._found: list[SlideElement] = []

    def elements(self, tree: Element) -> tuple[SlideElement, ...]:
        """The shapes in a tree of shapes."""
        self._shapes(tree, (), -1, 0)
        return tuple(self._found)

    def _shapes(self, tree: Element, groups: Sequence[Group], parent: int, depth: int) -> None:
        for shape in said_content(tree):
            kind = shape.tag.removeprefix(P)
            if kind == "grpSp":
                own = len(self._found)
                self._found.append(self._element("group", shape, groups, parent))
                group = group_in(transform_of(shape))
                if depth < DEEPEST:
                    self._shapes(shape, (*groups, group) if group is not None else groups, own, depth + 1)
            elif kind == "sp":
                self._found.append(self._text(shape, groups, parent))
            elif kind == "cxnSp":
                self._found.append(self._element("line", shape, groups, parent, look=shape_look(shape)))
            elif kind == "pic":
                self._found.append(self._picture(shape, groups, parent))
            elif kind == "graphicFrame":
                self._found.append(self._frame(shape, groups, parent))

    def _element(
        self, kind: Kind, shape: Element, groups: Sequence[Group], parent: int, **more: object
    ) -> SlideElement:
        said, ph = _own(shape)
        attributes: Mapping[str, str] = said.attrib if said is not None else {}
        place = place_of(shape)
        if place is not None:
            place = on_slide(place, groups) if groups else place
        return SlideElement(
            kind=kind,
            id=integer(attributes.get("id"), 0),
            name=folded(attributes.get("name", "")),
            key=key_of(ph) if ph is not None else None,
            box=place.box if place is not None else None,
            rotation=round(place.rotation, 2) if place is not None else 0.0,
            group=parent,
            alt=folded(attributes.get("descr", "")),
            **more,  # type: ignore[arg-type]
        )

    def _text(self, shape: Element, groups: Sequence[Group], parent: int) -> SlideElement:
        text = shape.find(f"{P}txBody")
        said = paragraphs_in(text, self._links)
        properties = shape.find(f"{P}spPr")
        blip = properties.find(f"{A}blipFill/{A}blip") if properties is not None else None
        picture = self._media(blip)
        return self._element(
            "text", shape, groups, parent, paragraphs=said, look=shape_look(shape), picture=picture, grows=_grows(text)
        )

    def _picture(self, shape: Element, groups: Sequence[Group], parent: int) -> SlideElement:
        fill = shape.find(f"{P}blipFill")
        blip = fill.find(f"{A}blip") if fill is not None else None
        cut = fill.find(f"{A}srcRect") if fill is not None else None
        crop = (
            "".join(f" {side}{integer(cut.get(side), 0)}" for side in "ltrb" if cut.get(side))
            if cut is not None
            else ""
        )
        look = shape_look(shape)
        if crop:
            look = tuple(sorted((*look, ("crop", crop.strip()))))
        return self._element("picture", shape, groups, parent, picture=self._media(blip), look=look)

    def _media(self, blip: Element | None) -> str:
        """The SHA-256 of the picture that a blip shows; its address where it is elsewhere."""
        if blip is None:
            return ""
        link = self._links.get(blip.get(f"{R}embed") or blip.get(f"{R}link") or "")
        if link is None:
            return ""
        if link.external or self._package is None or link.target not in self._package:
            return link.target
        return hashlib.sha256(bare(self._package.read(link.target))).hexdigest()

    def _frame(self, shape: Element, groups: Sequence[Group], parent: int) -> SlideElement:
        data = shape.find(f"{A}graphic/{A}graphicData")
        uri = data.get("uri", "") if data is not None else ""
        if data is not None and uri == _TABLE and (table := data.find(f"{A}tbl")) is not None:
            return self._element("table", shape, groups, parent, rows=self._rows(table), grid=_grid(table))
        if data is not None and uri == _CHART and (reference := data.find(f"{C}chart")) is not None:
            link = self._links.get(reference.get(f"{R}id", ""))
            if link is not None and self._package is not None and link.target in self._package:
                return self._element(
                    "chart", shape, groups, parent, chart=chart_content(self._package.xml(link.target))
                )
        return self._element("object", shape, groups, parent, look=(("object", uri.rpartition("/")[2]),))

    def _rows(self, table: Element) -> tuple[tuple[tuple[ParagraphContent, ...], ...], ...]:
        """The cells; those that others are merged over are empty."""
        return tuple(
            [
                tuple([
                    () if boolean(cell.get("hMerge")) or boolean(cell.get("vMerge"))
                    else paragraphs_in(cell.find(f"{A}txBody"), self._links)
                    for cell in row.findall(f"{A}tc")
                ])
                for row in table.findall(f"{A}tr")
            ]
        )  # fmt: skip


def _grid(table: Element) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """How wide the columns of a table are, and how high its rows."""
    columns = (max(integer(one.get("w"), 0), 0) for one in table.findall(f"{A}tblGrid/{A}gridCol"))
    return tuple(columns), tuple([max(integer(one.get("h"), 0), 0) for one in table.findall(f"{A}tr")])


def _grows(text: Element | None) -> Literal["", "height", "both"]:
    """Which sides of a shape follow from its text: the height, without wrapping the width too."""
    frame = text.find(f"{A}bodyPr") if text is not None else None
    if frame is None or frame.find(f"{A}spAutoFit") is None:
        return ""
    return "both" if frame.get("wrap") == "none" else "height"


def _own(shape: Element) -> tuple[Element | None, Element | None]:
    """What a shape is called (`p:cNvPr`), and its `p:ph`: both stand at its beginning."""
    named = ph = None
    for one in next(iter(shape), ()):
        if one.tag == _NAMED:
            named = one
        elif one.tag == _PLACED and len(one):
            ph = one.find(_PLACEHOLDER)
    return named, ph


# --- text ------------------------------------------------------------------------------------------------------------


def shape_nodes(tree: AnyNode, depth: int = 0) -> Iterator[AnyNode]:
    """The shapes in a tree of shapes, in the order of `elements_of`: a group before its members."""
    for shape in said_content(tree):
        kind = shape.tag.removeprefix(P) if isinstance(shape.tag, str) else ""
        if kind in _KINDS:
            yield shape
            if kind == "grpSp" and depth < DEEPEST:
                yield from shape_nodes(shape, depth + 1)


_KINDS = ("grpSp", "sp", "cxnSp", "pic", "graphicFrame")


def is_said(paragraph: AnyNode) -> bool:
    """Whether an `a:p` says something, as `paragraphs_in` has it."""
    for one in said_content(paragraph):
        if one.tag == f"{A}fld":
            return True
        said = one.find(f"{A}t") if one.tag == f"{A}r" else None
        if said is not None and (said.text or "").strip():
            return True
    return False


def paragraphs_in(text: Element | None, links: Mapping[str, Relationship]) -> tuple[ParagraphContent, ...]:
    """The paragraphs of any `a:txBody`-like element that say something."""
    if text is None:
        return ()
    own = text.find(f"{A}lstStyle")
    found = [_paragraph(one, links, own if own is not None and len(own) else None) for one in text.findall(f"{A}p")]
    return tuple([one for one in found if one.text])


def _paragraph(element: Element, links: Mapping[str, Relationship], styles: Element | None) -> ParagraphContent:
    """A paragraph; what the shape's own list style says of its level, it says."""
    properties = element.find(f"{A}pPr")
    level = level_in(properties)
    style = styles.find(f"{A}lvl{level + 1}pPr") if styles is not None else None
    default = letters_look(style.find(f"{A}defRPr")) if style is not None else ()
    runs: list[tuple[str, Look, str]] = []
    for one in said_content(element):
        name = one.tag.removeprefix(A)
        letters = one.find(f"{A}rPr")
        if name == "br":
            text = "\n"
        elif name == "fld":
            text = f"‹{one.get('type') or 'field'}›"
        elif name == "r":
            said = one.find(f"{A}t")
            text = said.text or "" if said is not None else ""
        else:
            continue
        if not text:
            continue
        look, link = _over(letters_look(letters), default), _link(letters, links)
        # What a space looks like nobody sees.
        if runs and (runs[-1][1:] == (look, link) or not text.strip()):
            runs[-1] = runs[-1][0] + text, *runs[-1][1:]
        else:
            runs.append((text, look, link))
    merged = tuple([RunContent(words, look, link) for text, look, link in runs if (words := folded(text))])
    return ParagraphContent(
        folded("".join([text for text, _, _ in runs])),
        level,
        _over(_paragraph_look(properties), _paragraph_look(style)),
        merged,
    )


def _over(look: Look, default: Look) -> Look:
    """A look, and what another one says that it does not."""
    return tuple(sorted({**dict(default), **dict(look)}.items())) if default else look


def letters_look(properties: Element | None) -> Look:
    """What an `a:rPr` says of its letters."""
    if properties is None:
        return ()
    found = []
    for key, name in _LETTERS.items():
        if (said := properties.get(key)) is not None:
            found.append((name, str(boolean(said)).lower() if key in _SWITCHES else said))
    for one in properties:
        if one.tag in _FILLS:
            found.append(("colour", _paint(one)))
        elif one.tag == f"{A}latin":
            found.append(("typeface", one.get("typeface", "")))
        elif one.tag == f"{A}highlight":
            found.append(("highlight", _paint(one)))
    return tuple(sorted(found))


def _paragraph_look(properties: Element | None) -> Look:
    if properties is None:
        return ()
    found = [("align", said)] if (said := properties.get("algn")) else []
    for one in properties:
        if one.tag == f"{A}buNone":
            found.append(("bullet", "none"))
        elif one.tag == f"{A}buChar":
            found.append(("bullet", one.get("char", "")))
        elif one.tag == f"{A}buAutoNum":
            found.append(("bullet", one.get("type", "")))
        elif one.tag == f"{A}buBlip":
            found.append(("bullet", "picture"))
    return tuple(sorted(found))


def _link(properties: Element | None, links: Mapping[str, Relationship]) -> str:
    """Where letters lead to; slides by that they are one, as their parts are renamed."""
    click = properties.find(f"{A}hlinkClick") if properties is not None else None
    if click is None:
        return ""
    found = links.get(click.get(f"{R}id", ""))
    if found is not None and found.external:
        return found.target.rstrip("/")
    return "slide" if found is not None or click.get("action") else ""


# --- looks -----------------------------------------------------------------------------------------------------------


def shape_look(shape: Element) -> Look:
    """What a shape itself says of its outline, its fill and its line."""
    properties = shape.find(f"{P}spPr")
    if properties is None:
        return ()
    found = []
    for one in properties:
        if one.tag == f"{A}prstGeom":
            found.append(("outline", one.get("prst", "")))
        elif one.tag == f"{A}custGeom":
            found.append(("outline", "drawn"))
        elif one.tag in _FILLS:
            found.append(("fill", _paint(one)))
        elif one.tag == f"{A}ln":
            paint = next((_paint(child) for child in one if child.tag in _FILLS), "")
            if paint == "none":
                found.append(("line", "none"))
            elif paint or one.get("w"):
                found.append(("line", f"{paint or 'inherited'} {integer(one.get('w'), 9_525)}"))
    if (style := shape.find(f"{P}style")) is not None:
        said = {name for name, _ in found}
        found += [(name, "styled") for name, kind in _STYLED if name not in said and _refers(style, kind)]
    return tuple(sorted(found))


_STYLED = (("fill", f"{A}fillRef"), ("line", f"{A}lnRef"))


def _refers(style: Element, kind: str) -> bool:
    """Whether a shape's style takes something from the theme."""
    reference = style.find(kind)
    return reference is not None and integer(reference.get("idx"), 0) > 0


def _paint(fill: Element) -> str:
    """A fill in a few letters: `none`, `accent1 lumMod10000`, `FF0000`, the digest of what is more than a colour."""
    kind = fill.tag.removeprefix(A)
    if kind == "noFill":
        return "none"
    if kind in ("solidFill", "highlight"):
        return colour_written(fill)
    if kind == "blipFill":
        return "picture"
    return f"{kind} {fingerprint(*_branches(fill))[:12]}"


def colour_written(holder: Element) -> str:
    """The colour in an element as it is written: its name or RRGGBB, then what changes it."""
    for one in holder:
        base = one.get("lastClr") or one.get("val") or one.tag.removeprefix(A)
        changes = [f"{change.tag.removeprefix(A)}{change.get('val', '')}" for change in one]
        return " ".join([base.upper() if one.tag == f"{A}srgbClr" else base, *changes])
    return ""


def _branches(element: Element | None) -> Iterator[str]:
    """An element in canonical form: prefixes, the order of attributes and white space between elements left out."""
    if element is None:
        return
    attributes = sorted((key, value) for key, value in element.attrib.items() if not key.startswith(R))
    yield repr((element.tag, attributes, (element.text or "").strip()))
    for one in element:
        yield from _branches(one)
    yield "/"


def fingerprint(*texts: str) -> str:
    """The SHA-256 of texts, in hexadecimal digits."""
    found = hashlib.sha256()
    for text in texts:
        found.update(text.encode("utf-8", "surrogatepass"))
        found.update(b"\0")
    return found.hexdigest()


# --- charts ----------------------------------------------------------------------------------------------------------


def chart_content(root: Element) -> ChartContent:
    """What a chart's part shows: from what it has stored, as programs show that too."""
    chart = root.find(f"{C}chart")
    area = chart.find(f"{C}plotArea") if chart is not None else None
    if chart is None or area is None:
        return ChartContent((), "", ())
    title = chart.find(f"{C}title")
    said = folded("".join(one.text or "" for one in title.iter(f"{A}t"))) if title is not None else ""
    kinds, series = [], []
    for plot in area:
        name = plot.tag.removeprefix(C)
        if not name.endswith("Chart"):
            continue
        direction = plot.find(f"{C}barDir")
        kinds.append(
            " ".join([name.removesuffix("Chart"), *([direction.get("val", "")] if direction is not None else [])])
        )
        series += [_series(one) for one in plot.findall(f"{C}ser")]
    return ChartContent(tuple(kinds), said, tuple(series))


def _series(element: Element) -> SeriesContent:
    def points(*names: str) -> tuple[str, ...]:
        for name in names:
            if (found := element.find(f"{C}{name}")) is not None:
                return _points(found)
        return ()

    name = points("tx")
    return SeriesContent(" ".join(name), points("cat", "xVal"), points("val", "yVal"))


def _points(holder: Element) -> tuple[str, ...]:
    """The stored points in their order, an empty text where there is none; of categories in levels, all of them."""
    if (plain := holder.find(f"{C}v")) is not None:
        return (short_number(plain.text or ""),)
    found: dict[tuple[int, int], str] = {}
    levels = holder.findall(f".//{C}lvl") or [one for one in holder.iter() if one.tag in _CACHES]
    for level, cache in enumerate(levels):
        for point in cache.findall(f"{C}pt"):
            said = point.find(f"{C}v")
            found[level, integer(point.get("idx"), 0)] = short_number(said.text or "" if said is not None else "")
    return tuple([found[key] for key in sorted(found)])


_CACHES = (f"{C}strCache", f"{C}numCache", f"{C}strLit", f"{C}numLit")


def short_number(text: str) -> str:
    """A number with ten digits that count, as programs store more or fewer; other text, white space folded."""
    text = folded(text)
    try:
        number = float(text)
    except ValueError:
        return text
    return f"{number:.10g}"
