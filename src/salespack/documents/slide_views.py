"""Slides as templates see them: nodes as plain mappings, lists nested, pictures and charts as files of the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from math import ceil
from pathlib import Path
from typing import Any, Literal, assert_never

import msgspec

from salespack.deck.model import (
    Agenda,
    Chart,
    Columns,
    Deck,
    Kpis,
    Member,
    Node,
    Paragraph,
    Picture,
    Plain,
    Quote,
    Quotes,
    Roadmap,
    Slide,
    Span,
    Table,
    Team,
    Text,
    Voice,
    text_of,
    web_address,
)
from salespack.deck.visiting import plain
from salespack.documents.assets import Assets, Sized
from salespack.forms.portraits import is_portrait
from salespack.library.packs import made_id
from salespack.scene.slide_picture import SlidePicture

View = dict[str, Any]
NodeKind = Literal["text", "quote", "kpis", "table", "chart", "picture", "columns"]
"""What templates tell the nodes of a slide apart by: `kind` in the view of each."""
LETTERS_OF_A_ROW = 60
"""About how many letters a row of a table holds in the wider column of a page, with bold ones among them."""
MOST_UNBROKEN = 14
"""The letters of a cell that should stay in one line."""
MOST_LANES = 4
"""The lanes of a road map that stand side by side on a page."""


def undivided(deck: Deck) -> Deck:
    """The deck with those slides whole again that were divided to fit: a page has no such limit.

    What divides the slides says what a page says anyway, so it is left out: a divider, an agenda that comes again.
    """
    whole = (slide.undivided or slide for slide in deck.slides if slide.part[0] == 1)
    slides = tuple(slide for slide in whole if not _divides(slide))
    return msgspec.structs.replace(deck, slides=slides)


def _divides(slide: Slide) -> bool:
    again = any(isinstance(node, Agenda) and node.current is not None for node in slide.nodes)
    return slide.provenance.block == made_id("divider") or (again and slide.provenance.block == made_id("agenda"))


def slides_of(deck: Deck, assets: Assets, *, seller: bool) -> list[View]:
    """The deck's slides, numbered from 1. Notes, the seller's remarks and block ids only where `seller`."""
    before: str | None = None
    views = []
    for number, slide in enumerate(deck.slides, start=1):
        block = slide.provenance.block
        views.append(_slide(slide, assets, seller=seller) | {"number": number, "first": block != before})
        before = block
    return views


def pages_of(pictures: Iterable[SlidePicture], assets: Assets) -> list[View]:
    """The slides as they are seen: number, title, texts, and the path of the picture."""
    return [
        {
            "number": one.number,
            "title": one.title,
            "texts": list(one.texts),
            "picture": assets.add("slides", "png", one.png),
        }
        for one in pictures
    ]


def _slide(slide: Slide, assets: Assets, *, seller: bool) -> View:
    view: View = {
        "title": text_of(slide.title),
        "title_spans": _spans(slide.title),
        "nodes": list(_nodes(slide.nodes, assets, narrow=False)),
        "kind": slide.kind,
        "layout": slide.layout or "",
        "slot": slide.provenance.slot,
        "cover": slide.provenance.block == made_id("cover"),
        "value": slide.provenance.value or "",
        "sources": list(slide.sources),
        "source_notes": [_source(*pair) for pair in zip_longest(slide.sources, slide.source_urls, fillvalue="")],
        "minutes": slide.minutes,
        "continues": slide.continues,
        "prose": _blocks(slide.prose),
        "language": slide.language,
        "holds_customer_data": slide.holds_customer_data,
    }
    if seller:
        view["notes"] = _blocks(slide.notes)
        view["seller"] = _blocks(slide.seller)
        view["block"] = slide.provenance.block
        view["version"] = slide.provenance.version
    return view


def _source(text: str, url: str) -> View:
    """A source; `address` is how it names its web address `href` at its end, empty where it has none."""
    address = web_address(url) if url else ""
    if not address or not text.endswith(address):
        return {"text": text, "address": "", "href": ""}
    return {"text": text.removesuffix(address), "address": address, "href": url}


def _spans(spans: Iterable[Span]) -> list[View]:
    return [
        {
            "text": span.text,
            "lines": span.text.split("\n"),
            "bold": span.bold,
            "italic": span.italic,
            "code": span.code,
            "href": span.href or "",
        }
        for span in spans
    ]


def _nodes(nodes: Iterable[Node], assets: Assets, *, narrow: bool) -> Iterator[View]:
    """The views of nodes; forms are the lists and tables that they can be made of, as a page is laid out otherwise."""
    for node in nodes:
        if isinstance(node, Columns):
            yield _view("columns", columns=[list(_nodes(column, assets, narrow=True)) for column in node.columns])
        elif isinstance(node, Quotes):
            for one in node.items:
                yield _quote(one, assets)
        elif isinstance(node, Team):
            yield _node(Text(tuple(map(_in_one_line, node.items))), assets, narrow=narrow)
        else:
            calendar = _calendar(node) if isinstance(node, Roadmap) and not narrow else None
            yield from (_node(one, assets, narrow=narrow) for one in (plain(node) if calendar is None else (calendar,)))


def _in_one_line(member: Member) -> Paragraph:
    """Somebody as an item of a list, with how they are reached: **name** – what they do, more about them · contact."""
    name = (msgspec.structs.replace(span, bold=True) for span in member.name)
    role = (Span(" – "), *member.role) if member.role else ()
    more = (Span(". " if member.role else " – "), *member.text) if member.text else ()
    contact = (span for line in member.contact for span in (Span(" · "), *line))
    return Paragraph((*name, *role, *more, *contact), marker="bullet")


def _calendar(roadmap: Roadmap) -> Table | None:
    """A road map as a table to read: a row for each time, in their order, and a column for each lane.

    None where that says less than lists do: of more lanes than a page has room for, or with most cells empty.
    """
    moments = [(one, at) for at, lane in enumerate(roadmap.lanes) for one in lane.items]
    times = {(one.begin or 0, one.end or 0, text_of(one.when)): one.when for one, _ in moments}
    if len(roadmap.lanes) > MOST_LANES or 2 * len(moments) < len(times) * len(roadmap.lanes):
        return None
    rows = {time: [times[time], *(() for _ in roadmap.lanes)] for time in sorted(times)}
    for one, at in moments:
        row = rows[one.begin or 0, one.end or 0, text_of(one.when)]
        said = (*one.what, Span(" – "), *one.who) if one.who else one.what
        row[1 + at] = (*row[1 + at], Span("; "), *said) if row[1 + at] else said
    header = ((), *(lane.name for lane in roadmap.lanes))
    return Table(tuple("left" for _ in header), header, tuple(map(tuple, rows.values())))


def _node(node: Plain, assets: Assets, *, narrow: bool) -> View:
    match node:
        case Text():
            return _view("text", blocks=_blocks(node.paragraphs))
        case Quote():
            return _quote(Voice(node), assets)
        case Kpis():
            figures = [{"figure": _spans(kpi.figure), "label": _spans(kpi.label)} for kpi in node.items]
            return _view("kpis", figures=figures)
        case Table():
            return _view(
                "table",
                alignments=list(node.alignments),
                shares=_shares(node),
                header=[_spans(cell) for cell in node.header],
                rows=[[_spans(cell) for cell in row] for row in node.rows],
            )
        case Chart():
            return _chart(node, assets, narrow=narrow)
        case Picture():
            return _view("picture", source=_shown(node, assets), alt=node.alt, width=node.width, height=node.height)
        case _:
            assert_never(node)


def _shown(picture: Picture, assets: Assets) -> str:
    ending = "jpg" if picture.format == "jpeg" else picture.format
    return assets.add("pictures", ending, Path(picture.file))


def _quote(one: Voice, assets: Assets) -> View:
    """Somebody's words; `portrait` is None where there is no picture of them."""
    said, portrait = one.quote, None if one.picture is None else _portrait(one.picture, assets)
    return _view("quote", blocks=_blocks(said.paragraphs), attribution=_spans(said.attribution), portrait=portrait)


def _portrait(picture: Picture, assets: Assets) -> View:
    """A picture of who says something, or the mark of where they work: `round` tells which."""
    return {"source": _shown(picture, assets), "alt": picture.alt, "round": is_portrait(picture)}


def _view(kind: NodeKind, **shown: Any) -> View:
    return {"kind": kind, **shown}


def _shares(table: Table) -> list[int]:
    """How wide each column should be beside the others: by its longest cell, but no column starves, and short cells,
    such as days, stay in one line on a page."""
    longest = [
        max(len(text_of(row[column])) for row in (table.header, *table.rows)) for column in range(len(table.header))
    ]
    shares = [min(max(length, 6), 36) + 4 for length in longest]
    a_line = sum(shares) / LETTERS_OF_A_ROW
    return [
        max(share, ceil((length + 3) * a_line)) if length <= MOST_UNBROKEN else share
        for share, length in zip(shares, longest, strict=True)
    ]


def _chart(chart: Chart, assets: Assets, *, narrow: bool) -> View:
    """A chart in full width, and under `narrow` and `wide` as it is drawn where less or more is free."""
    view = _view("chart", title=chart.title, alt=chart.alt)
    small, wide = _drawn(chart, assets, 210, 130), _drawn(chart, assets, 420, 150)
    return view | (small if narrow else _drawn(chart, assets, 340, 150)) | {"narrow": small, "wide": wide}


def _drawn(chart: Chart, assets: Assets, width: int, height: int) -> View:
    """The picture of a chart; bars need the height they need, and the key of several series comes on top."""
    if chart.lying:
        beside = 1 if chart.stacked else max(len(chart.series), 1)
        height = max(70, 26 * len(chart.categories) * beside + 16) + (20 if chart.compare is not None else 0)
    elif chart.type == "pie":
        height = min(height, int(width * 0.45) + 8)
    if len(chart.series) > 1 and chart.type not in ("pie", "scatter"):
        height += 20
    return {"source": assets.add("charts", "svg", Sized(chart, width, height)), "width": width, "height": height}


def _blocks(paragraphs: Sequence[Paragraph]) -> list[View]:
    """Paragraphs, small headings, and lists with their sublists inside, in order."""
    blocks: list[View] = []
    lists: list[View] = []  # the open lists, outermost first
    for paragraph in paragraphs:
        spans = _spans(paragraph.spans)
        if paragraph.marker == "none":
            kind = "heading" if paragraph.heading else "paragraph"
            del lists[paragraph.level :]
            home = lists[-1]["entries"][-1]["blocks"] if lists else blocks
            home.append({"kind": kind, "spans": spans})
            continue
        ordered = paragraph.marker == "number"
        level = min(paragraph.level, len(lists))
        del lists[level + 1 :]
        if len(lists) > level and lists[level]["ordered"] is not ordered:
            del lists[level:]
        if len(lists) == level:
            home = lists[-1]["entries"][-1]["blocks"] if lists else blocks
            home.append({"kind": "list", "ordered": ordered, "start": paragraph.start, "entries": []})
            lists.append(home[-1])
        lists[level]["entries"].append({"spans": spans, "blocks": []})
    return blocks


def texts_in(view: Any) -> Iterable[str]:
    """Every text inside a value of a template's context."""
    if isinstance(view, str):
        yield view
    elif isinstance(view, Mapping):
        for inner in view.values():
            yield from texts_in(inner)
    elif isinstance(view, list | tuple):
        for inner in view:
            yield from texts_in(inner)
