"""Decks for tests of the writer: one slide of every kind, and the small pieces they are made of."""

from __future__ import annotations

import datetime
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from salespack.deck.model import (
    Chart,
    Columns,
    Deck,
    Kpi,
    Kpis,
    LayoutRole,
    Node,
    Paragraph,
    Picture,
    Provenance,
    Quote,
    Series,
    Slide,
    Span,
    Spans,
    Table,
    Text,
)

PROVENANCE = Provenance("load-time-halved", 3, "5f2c", "first-meeting", "proof", "fewer-outages")
SOURCES = ("Source: Kubernetes case study, 2018-06, 1 company, https://kubernetes.io/case-studies/",)
NOTES = (
    Paragraph((Span("Say that it took four teams."),)),
    Paragraph((Span("Pause"),), marker="bullet"),
    Paragraph((Span("Source: "), Span("the case", href="https://example.org/case"))),
)


def spans(text: str) -> Spans:
    return (Span(text),)


def paragraph(text: str) -> Paragraph:
    return Paragraph(spans(text))


def bullet(text: str, level: int = 0) -> Paragraph:
    return Paragraph(spans(text), level=level, marker="bullet")


def number(text: str, start: int = 1) -> Paragraph:
    return Paragraph(spans(text), marker="number", start=start)


def text(*paragraphs: Paragraph) -> Text:
    return Text(paragraphs)


def slide(
    title: str,
    *nodes: Node,
    layout: LayoutRole | None = None,
    notes: tuple[Paragraph, ...] = (),
    sources: tuple[str, ...] = (),
    language: str = "en",
) -> Slide:
    return Slide(
        title=spans(title) if title else (),
        nodes=nodes,
        layout=layout,
        notes=notes,
        sources=sources,
        language=language,
        provenance=PROVENANCE,
        kind="benefit",
    )


def deck(*slides: Slide, title: str = "First meeting with Betasoloin", pack_name: str = "First meeting") -> Deck:
    return Deck(
        title=title,
        customer="Betasoloin",
        company="Lumikko",
        language="en",
        on=datetime.date(2026, 12, 1),
        profile="betasoloin-profile",
        pack="first-meeting",
        pack_name=pack_name,
        profile_hash="0123456789abcdef",
        library_hash="fedcba9876543210",
        slides=slides,
    )


def png(path: Path, width: int, height: int, grey: int = 120) -> Path:
    """A real picture of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    pixels = (b"\0" + bytes((grey, 90, 200)) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path


def picture(file: Path, width: int, height: int, alt: str = "A control room") -> Picture:
    return Picture(str(file), alt, width, height, "png")


TABLE = Table(
    ("left", "right", "left", "left"),
    tuple(spans(text) for text in ("Service", "Hours", "Cost a year", "What changes")),
    tuple(
        tuple(spans(text) for text in row)
        for row in (
            ("Patient records", "12", "€240,000", "Runs on two sites"),
            ("Appointment booking", "9", "€180,000", "Restarts on its own within seconds"),
            ("Billing", "3", "€41,000", "No change in the first year"),
        )
    ),
)
KPIS = Kpis(
    (
        Kpi(spans("31 h"), spans("of outages last year")),
        Kpi(spans("€1.2M"), spans("yearly cost of running 140 services")),
        Kpi(spans("−40 %"), spans("night calls within one quarter")),
    )
)
QUOTE = Quote((paragraph("Now we plan releases around what our patients need."),), spans("Head of Engineering"))
COST = Chart(
    type="column",
    title="Cost by year",
    alt="Costs rise from 980,000 to 1,200,000 euros",
    categories=("2024", "2025", "2026"),
    series=(Series("Cost", (980000, 1100000.5, 1200000)),),
    number_format="money",
)
HOURS = Chart(
    type="bar",
    title="Hours a year",
    alt="All but billing fall",
    categories=("Records", "Booking", "Billing"),
    series=(Series("Before", (12, 9, 3)), Series("After", (2, 1.5, None))),
)
LOAD = Chart(
    type="line",
    title="Seconds",
    alt="Load time halves",
    categories=("Jan", "Feb", "Mar", "Apr"),
    series=(Series("Shop", (8, 7, 5, 4)), Series("Account", (6, 5, 4, 3))),
)
SHARES = Chart(
    type="pie",
    title="Where the money goes",
    alt="Licences take 40 percent",
    categories=("Licences", "People", "Machines"),
    series=(Series("Share", (0.4, 0.35, 0.25)),),
    number_format="percent",
)
CAUSES = text(
    paragraph("Three changes take most outages away:"),
    bullet("Two sites, one of them always up"),
    bullet("Restarts on their own"),
    bullet("Nobody is called for them", 1),
)


def every_kind(folder: Path) -> Deck:
    """A slide of every kind that content can ask for."""
    wide, tall = png(folder / "wide.png", 160, 90), png(folder / "tall.png", 40, 70)
    halves = Columns(
        ((text(paragraph("Before"), bullet("Fridays only")),), (text(paragraph("After"), bullet("Any day")),))
    )
    return deck(
        slide("Fewer night calls", text(paragraph("Betasoloin")), layout="title", notes=NOTES),
        slide("What you told us", layout="section"),
        slide("Most outages have three causes", CAUSES, notes=NOTES, sources=SOURCES),
        slide("Where outages cost most", TABLE, sources=SOURCES),
        slide("Four services carry the cost", text(paragraph("The figures are your own.")), TABLE),
        slide("What it comes to", KPIS),
        slide("What it comes to, in short", text(paragraph("One quarter after the move:")), KPIS, sources=SOURCES),
        slide("Running costs rise every year", COST),
        slide("Outages before and after", text(bullet("Two sites halve the first")), HOURS, sources=SOURCES),
        slide("Load time", LOAD),
        slide("Where the money goes", text(bullet("Licences are the largest part")), SHARES),
        slide("What they say", QUOTE),
        slide("The new control room", picture(wide, 160, 90), sources=SOURCES),
        slide("Seen from the ward", text(bullet("One screen")), picture(tall, 40, 70)),
        slide("Before and after", halves),
        slide("Two views", text(paragraph("From your own reports.")), Columns(((COST,), (LOAD,)))),
        slide("Everything", text(paragraph("Lead")), KPIS, TABLE, COST, picture(wide, 160, 90)),
        slide("A picture and its caption", picture(wide, 160, 90), text(paragraph("A caption")), layout="picture"),
        slide("Nothing to see", layout="blank"),
        slide("Thank you", text(paragraph("Shall we measure one service in January?")), layout="closing"),
    )


def repeated(made: Deck, count: int) -> Deck:
    """A deck of `count` slides that repeats those of another."""
    slides: Sequence[Slide] = made.slides
    return msgspec.structs.replace(made, slides=tuple(slides[at % len(slides)] for at in range(count)))
