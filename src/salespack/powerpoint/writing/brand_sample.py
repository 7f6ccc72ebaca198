"""A deck that fills every role of a brand with sample text, to look at before the brand is used."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from salespack.deck.model import (
    Action,
    Agenda,
    BeforeAfter,
    Cards,
    Cell,
    Change,
    Chart,
    Columns,
    Deck,
    Feature,
    Item,
    Kpi,
    Kpis,
    Lane,
    LayoutRole,
    Logo,
    Logos,
    Mark,
    Matrix,
    Member,
    Moment,
    Next,
    Node,
    Number,
    Options,
    Paragraph,
    Photo,
    Picture,
    Provenance,
    Questions,
    Quote,
    Quotes,
    Roadmap,
    Series,
    Slide,
    Span,
    Spans,
    Spot,
    Statement,
    Step,
    Steps,
    Table,
    Team,
    Text,
    Timeline,
    Topic,
    Voice,
)
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.brand.settings import ROLE_NAMES
from salespack.powerpoint.writing.writer import WrittenDeck, new_composer, slide_templates, written_deck
from salespack.system.temporary import temporary_folder
from salespack.typography.faces import Typefaces

COMPANY, SOURCE = "Sample Company", "Source: a sample, no figure here is real"
PICTURE_SIZE = (1_600, 900)


def write_brand_sample(brand: Brand, on: datetime.date, typefaces: Typefaces | None = None) -> bytes:
    """The sample deck on a brand as a .pptx, measured with `typefaces`; without them with the built-in widths alone."""
    return written_brand_sample(brand, on, typefaces).file


def written_brand_sample(
    brand: Brand, on: datetime.date, typefaces: Typefaces | None = None, *, titled: str = ""
) -> WrittenDeck:
    """The same with what is in it; `titled` goes on behind each title, which are then as long as those of decks."""
    composer = new_composer(brand, lambda: typefaces or Typefaces(system=False))
    with temporary_folder("sample") as folder:
        deck = brand_sample(brand, _picture(Path(folder), brand), on, titled)
        return written_deck(deck, brand, templates=slide_templates(), composer=composer)


def brand_sample(brand: Brand, picture: Picture, on: datetime.date, titled: str = "") -> Deck:
    """One slide for each role, and one for each other kind of content. Titles say which role and layout they show."""
    slides = []
    for role in ROLE_NAMES:
        found = brand.roles[role]
        served = f", served by {found.served_by}" if found.fallback_of and found.served_by else ""
        title = f"{role}: layout “{brand.layouts[found.layout].name}”{served}{titled}"
        nodes = _nodes(role, picture)
        slides.append(_slide(title, nodes, role, sources=(SOURCE,) if role in ("bullets", "table") else ()))
    slides += [_slide(title, nodes, None) for title, nodes in _more(picture)]
    return Deck(
        title=f"Sample of {brand.name}", customer="Sample Customer", company=COMPANY, language="en", on=on,
        profile="sample", pack="sample", pack_name="Sample", profile_hash="", library_hash="", slides=tuple(slides),
    )  # fmt: skip


def _slide(title: str, nodes: tuple[Node, ...], layout: LayoutRole | None, sources: tuple[str, ...] = ()) -> Slide:
    provenance = Provenance(block="sample", version=1, content_hash="", pack="sample", slot=layout or "content")
    return Slide(
        title=(Span(title),), nodes=nodes, layout=layout, sources=sources, language="en", provenance=provenance,
        kind="frame",
    )  # fmt: skip


def _nodes(role: LayoutRole, picture: Picture) -> tuple[Node, ...]:
    """What a slide of that role usually holds."""
    match role:
        case "title" | "section" | "closing":
            return (Text((Paragraph((Span("A line below the title · 1 December 2026"),)),)),)
        case "two-content":
            return (Columns(((_points("Left"),), (_points("Right"),))),)
        case "picture":
            return (picture, Text((Paragraph((Span("A caption says what the picture shows."),)),)))
        case "quote":
            words = "Every outage reaches our nurses, and they remember each of them."
            return (Quote((Paragraph((Span(words),)),), (Span("Somebody Somewhere, chief nurse"),)),)
        case "table":
            return (_table(),)
        case "blank":
            return (picture,)
        case _:
            return (_points("First"),)


def _points(word: str) -> Text:
    """Two levels of bullets, bold text and a link."""
    link = Span("a link", href="https://example.com")
    rows: tuple[tuple[Spans, int], ...] = (
        ((Span(f"{word} point, with "), Span("bold words", bold=True), Span(" and "), link), 0),
        ((Span("A second point that is long enough to need a second line on most slides of most brands"),), 0),
        ((Span("A point below it"),), 1),
    )
    return Text(tuple(Paragraph(spans, level=level, marker="bullet") for spans, level in rows))


def _table() -> Table:
    rows = (("First service", "12", "3"), ("Second service", "7", "1"), ("Third service", "31", "9"))
    cells = tuple(tuple((Span(cell),) for cell in row) for row in rows)
    return Table(("left", "right", "right"), ((Span("What"),), (Span("Before"),), (Span("After"),)), cells)


def _more(picture: Picture) -> Iterator[tuple[str, tuple[Node, ...]]]:
    """Content that has no role of its own."""
    kpis = Kpis(
        tuple(
            Kpi((Span(figure),), (Span(label),))
            for figure, label in (("−24%", "a figure that fell"), ("30 min", "a time"), ("4 of 5", "a share"))
        )
    )
    yield "Figures with points below them", (kpis, _points("First"))
    series = tuple(Series(f"Series {at}", tuple(float(at * at + n) for n in range(3))) for at in range(1, 7))
    chart = Chart("column", "All six accents", "Columns in each accent", ("One", "Two", "Three"), series)
    yield "A chart in all accents", (chart,)
    one = Chart("bar", "One series", "Three bars", ("One", "Two", "Three"), (Series("Series", (3.0, 5.0, 2.0)),))
    yield "Text beside a chart", (_points("First"), one)
    yield from _composed(picture)


def _composed(picture: Picture) -> Iterator[tuple[str, tuple[Node, ...]]]:
    """A slide in each form that is made of shapes."""
    words = ("First", "Second", "Third")
    sentence = (Span("One sentence in large letters, with a part "), Span("that stands out", bold=True))
    items = tuple(Item((Span(f"{word} thing"),), (Span("and what there is to say about it"),)) for word in words)
    steps = tuple(
        Step((Span(word),), (Span(f"Week {at}"),), (Span("what is done in it"),), (Span("What is there then"),))
        for at, word in enumerate(words, 1)
    )
    changes = tuple(Change((Span(f"{word} thing"),), (Span("as it was"),), (Span("as it is"),)) for word in words)
    yield "A statement", (Statement(sentence),)
    yield "A number and its points", (Number((Span("90 days"),), (Span("and what they are"),), items),)
    yield "Cards", (Cards(items),)
    yield "An agenda", (Agenda(tuple(Topic((Span(f"{word} topic"),), (Span("10 min"),)) for word in words)),)
    spots = tuple(
        Spot((Span(f"{word} thing"),), (), share, 1 - share, ("low", "high"))
        for word, share in zip(words, (0.15, 0.4, 0.8), strict=True)
    )
    yield "A matrix", (Matrix(spots, "Effort", "Effect", "Effort and effect of three things", placed=True),)
    yield "Questions", (Questions(tuple((Span(f"What is the {word.lower()} question?"),) for word in words)),)
    yield "Steps", (Steps(steps),)
    moments = tuple(
        Moment((Span(f"Week {week}"),), (Span(f"{word} thing is done"),), (), 7 * week - 7, 7 * week)
        for word, week in zip(words, (1, 3, 6), strict=True)
    )
    lanes = tuple(Lane((Span(f"{word} lane"),), (one,)) for word, one in zip(words, moments, strict=True))
    marks = tuple(Mark(7 * week, f"Week {week + 1}") for week in range(6))
    yield "A timeline", (Timeline(moments, "Timeline from week 1 to week 6"),)
    yield "A road map", (Roadmap(lanes, "Timeline from week 1 to week 6", 0, 42, marks),)
    marked = ((Cell((), "no", "No"), Cell((), "yes", "Yes")), (Cell((), "partly", "Partly"), Cell((), "yes", "Yes")))
    features = (
        *(Feature((Span(f"{word} thing"),), cells) for word, cells in zip(words, marked, strict=False)),
        Feature((Span("Price"),), (Cell((Span("€90"),)), Cell((Span("€190"),)))),
    )
    yield "Options", (Options(((), (Span("Basic"),), (Span("Plus", bold=True),)), features, 1, price=True),)
    said = tuple(
        Voice(Quote((Paragraph((Span(f"{word} words that somebody said to us."),)),), (Span("Name, role"),)))
        for word in words[:2]
    )
    actions = tuple(
        Action((Span(f"{word} step"),), who=(Span("Somebody"),), when=(Span(f"{at} December"),))
        for at, word in enumerate(words, 1)
    )
    yield "Next steps", (Next(actions, (Span("May we begin?"),), (Span("Somebody, +358 50 555 0100"),)),)
    people = tuple(
        Member((Span(f"{word} Person"),), (Span("what they do"),), ((Span(f"+358 50 555 010{at}"),),), picture=one)
        for at, (word, one) in enumerate(zip(words, (picture, None, None), strict=True))
    )
    yield "Logos", (Logos(tuple(Logo(picture) for _ in range(5))),)
    yield "A team", (Team(people),)
    yield "A picture to the edge of the slide", (Photo(picture, "right"), Statement(sentence))
    yield "Two quotes", (Quotes(said, "“"),)
    yield "A quote with a picture", (Quotes((Voice(said[0].quote, picture),), "“"),)
    yield "Before and after", (BeforeAfter(((), (Span("Before"),), (Span("After"),)), changes),)


def _picture(folder: Path, brand: Brand) -> Picture:
    """A plain picture in the brand's first accent."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", PICTURE_SIZE, f"#{brand.colours['accent1']}")
    draw = ImageDraw.Draw(image)
    width, height = PICTURE_SIZE
    for corner in ((0, 0), (0, height)):
        draw.line((corner, (width, height - corner[1])), fill=f"#{brand.colours['lt1']}", width=6)
    path = folder / "sample.png"
    image.save(path)
    return Picture(str(path), "A sample picture: a plain area with a cross", width, height, "png")
