"""The deck: slides as nodes, independent of any output format. Everything here is frozen and already literal text."""

import datetime
from typing import Literal

import msgspec

LayoutRole = Literal["title", "section", "bullets", "two-content", "picture", "quote", "table", "closing", "blank"]


Overflow = Literal["shrink", "split", "refuse"]
"""How far a slide may be changed whose text is too long: only made smaller, to the brand's least size; then continued
on another slide; or neither."""


class Span(msgspec.Struct, frozen=True):
    """A run of text with one look. A line feed in `text` is a line break. `href` is http, https or mailto.

    `icon` names the icon that stands before an item, on the first run of its text.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str | None = None
    icon: str = ""


Spans = tuple[Span, ...]


def text_of(spans: Spans) -> str:
    """The letters of `spans`, without their looks."""
    return spans[0].text if len(spans) == 1 else "".join([span.text for span in spans])


def icon_of(spans: Spans) -> str:
    """The name of the icon before an item; empty where there is none."""
    return spans[0].icon if spans else ""


def cut(spans: Spans, start: int, end: int | None = None) -> Spans:
    """The part of spans from one letter to before another."""
    found, at = [], 0
    stop = len(text_of(spans)) if end is None else end
    for span in spans:
        low, high = max(start - at, 0), min(stop - at, len(span.text))
        if low < high:
            found.append(msgspec.structs.replace(span, text=span.text[low:high], icon="" if low else span.icon))
        at += len(span.text)
    return tuple(found)


class Paragraph(msgspec.Struct, frozen=True):
    """One paragraph; `marker` and `level` (0–8) make it an item of a list, `heading` a small heading."""

    spans: Spans
    level: int = 0
    marker: Literal["none", "bullet", "number"] = "none"
    start: int = 1
    heading: bool = False


class Text(msgspec.Struct, frozen=True, tag="text", tag_field="node"):
    """Paragraphs and lists in their order."""

    paragraphs: tuple[Paragraph, ...]


class Quote(msgspec.Struct, frozen=True, tag="quote", tag_field="node"):
    """Somebody's words, and who said them (may be empty)."""

    paragraphs: tuple[Paragraph, ...]
    attribution: Spans = ()


class Kpi(msgspec.Struct, frozen=True):
    """One figure with what it means."""

    figure: Spans
    label: Spans


class Kpis(msgspec.Struct, frozen=True, tag="kpis", tag_field="node"):
    """A row of figures, and a few short points that belong to them."""

    items: tuple[Kpi, ...]
    points: tuple[Spans, ...] = ()


class Table(msgspec.Struct, frozen=True, tag="table", tag_field="node"):
    """A table: one alignment a column, a header row, body rows of as many cells."""

    alignments: tuple[Literal["left", "center", "right"], ...]
    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]


ChartType = Literal[
    "bar", "column", "line", "pie", "stacked", "stacked-100", "stacked-bar", "stacked-bar-100", "combo", "waterfall",
    "scatter",
]  # fmt: skip
"""Kinds of charts. `stacked` and `combo` stand upright; a `combo` has columns, and lines against an axis of their own.
The categories of a `scatter` are the names of its points, its two series their x and y."""
NumberFormat = Literal["number", "percent", "money"]
"""How figures are shown; a percent is given as 0–1."""


class Series(msgspec.Struct, frozen=True):
    """One series of a chart; a missing figure is None. `line` is of those that a combo draws as lines.

    `formulas` are those of a spreadsheet by which the figures follow from others, on the chart's `sheets`.
    """

    name: str
    values: tuple[float | None, ...]
    line: bool = False
    formulas: tuple[str, ...] = ()


CellLook = Literal["", "title", "note", "heading", "over-figures", "theirs", "ours", "result"]
"""How a cell looks: `over-figures` is a heading that stands at their side, `theirs` and `ours` are figures of the
customer's and of ours, which a reader may change."""


class SheetCell(msgspec.Struct, frozen=True):
    """A cell of a worksheet: a text, or a figure in a number format, with the formula that gives it, if one does."""

    text: str = ""
    value: float | None = None
    shown_as: str = ""
    formula: str = ""
    look: CellLook = ""


class Worksheet(msgspec.Struct, frozen=True):
    """A sheet of a workbook: its name, the widths of its columns in digits, and its rows from the first."""

    name: str
    widths: tuple[float, ...]
    rows: tuple[tuple[SheetCell, ...], ...]


class Target(msgspec.Struct, frozen=True):
    """A figure to reach, drawn as a line with its label."""

    value: float
    label: str


class Highlight(msgspec.Struct, frozen=True):
    """What a chart shows first of all: the category, or the series, at a place."""

    of: Literal["category", "series"]
    at: int


class Chart(msgspec.Struct, frozen=True, tag="chart", tag_field="node"):
    """A chart as data. `second_format` is of a combo's lines and of a scatter's x, `number_format` of all else.

    `totals` are the places of a waterfall's categories that are sums of what stands before them, and not steps;
    `compare` are those of two categories whose difference is shown. What the chart comes to stands beside it: the
    `callout`, and short points. `sheets` stand in its workbook behind its own: what its figures follow from.
    """

    type: ChartType
    title: str
    alt: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    number_format: NumberFormat = "number"
    currency: str = "EUR"
    second_format: NumberFormat = "number"
    totals: tuple[int, ...] = ()
    target: Target | None = None
    highlight: Highlight | None = None
    compare: tuple[int, int] | None = None
    callout: Spans = ()
    points: tuple[Spans, ...] = ()
    sheets: tuple[Worksheet, ...] = ()

    @property
    def lying(self) -> bool:
        """Whether its bars lie, so that categories stand under each other."""
        return self.type in ("bar", "stacked-bar", "stacked-bar-100")

    @property
    def stacked(self) -> bool:
        """Whether each series stands on the one before."""
        return self.type.startswith("stacked")

    @property
    def shares(self) -> bool:
        """Whether the series of each category are shares of their sum."""
        return self.type.endswith("-100")


class Picture(msgspec.Struct, frozen=True, tag="picture", tag_field="node"):
    """A picture file (absolute path, already checked), its size in pixels and its alternative text.

    `mark` is a logo that signs a slide: small, where its text begins. `clear` says that parts of it are see-through, as
    of marks that are made to stand on any ground. `focus` is the point that stays in sight where it is cut, in percent
    from the left and from the top; None leaves that to what shows it. `lights` are the lightest colours of its parts,
    `graphics.lights.ACROSS` × `DOWN` of them, row by row, three bytes each; empty where nobody has looked.
    """

    file: str
    alt: str
    width: int
    height: int
    format: Literal["png", "jpeg", "gif"]
    mark: bool = False
    clear: bool = False
    focus: tuple[int, int] | None = None
    lights: bytes = b""


class Statement(msgspec.Struct, frozen=True, tag="statement", tag_field="node"):
    """One sentence that is a slide's whole content; what is bold in it stands out."""

    spans: Spans


class Item(msgspec.Struct, frozen=True):
    """One of several things of one weight: what stands out, and what is said to it, which may be empty.

    `between` is what the author wrote between the two, where they stand on one line.
    """

    lead: Spans
    text: Spans = ()
    between: str = " "


class Number(msgspec.Struct, frozen=True, tag="number", tag_field="node"):
    """One figure with what it means, and points beside it."""

    figure: Spans
    label: Spans
    points: tuple[Item, ...] = ()


class Cards(msgspec.Struct, frozen=True, tag="cards", tag_field="node"):
    """Things of one weight side by side, or in rows."""

    items: tuple[Item, ...]


class Questions(msgspec.Struct, frozen=True, tag="questions", tag_field="node"):
    """Questions to the people in the room, numbered from `start`; `answers` leaves lines to write on."""

    items: tuple[Spans, ...]
    answers: Literal["none", "lines"] = "none"
    start: int = 1


class Step(msgspec.Struct, frozen=True):
    """One step of several: its name, when it is done, what is done, and what is there then; all but the name may be
    empty."""

    lead: Spans
    when: Spans = ()
    text: Spans = ()
    result: Spans = ()


class Steps(msgspec.Struct, frozen=True, tag="steps", tag_field="node"):
    """Steps in their order; `ends` says that the last of them is the end of the way, and not of a part of it."""

    items: tuple[Step, ...]
    ends: bool = True


class Change(msgspec.Struct, frozen=True):
    """One thing as it was and as it is."""

    label: Spans
    before: Spans
    after: Spans


class BeforeAfter(msgspec.Struct, frozen=True, tag="before-after", tag_field="node"):
    """Things as they were and as they are. `header` stands over the things, the before and the after."""

    header: tuple[Spans, Spans, Spans]
    rows: tuple[Change, ...]


class Moment(msgspec.Struct, frozen=True):
    """One of several things in time: when, as it is written, what there is then, and who does it, which may be empty.

    `begin` and `end` are its first day and the one behind its last, counted as those of its neighbours; None where its
    text says no time, or not all say one of the same calendar.
    """

    when: Spans
    what: Spans
    who: Spans = ()
    begin: int | None = None
    end: int | None = None


class Mark(msgspec.Struct, frozen=True):
    """A day on the axis of a timeline, counted as those of its moments, and what it is called."""

    day: int
    text: str


class Timeline(msgspec.Struct, frozen=True, tag="timeline", tag_field="node"):
    """Moments in their order, with `alt` for those who cannot see the axis. `header` is that of the table that it is
    made of, empty where it is made of a list; `label` what stands over who, where readers need that.

    `to_scale` says that the distances may be those of the days; `today` is where between the moments the day of the
    deck is.
    """

    items: tuple[Moment, ...]
    alt: str
    header: tuple[Spans, ...] = ()
    label: Spans = ()
    to_scale: bool = True
    today: Mark | None = None


class Lane(msgspec.Struct, frozen=True):
    """What goes on beside other things: its name, and its moments."""

    name: Spans
    items: tuple[Moment, ...]


class Roadmap(msgspec.Struct, frozen=True, tag="roadmap", tag_field="node"):
    """Lanes over one axis from `begin` to `end`, days counted as in their moments, with its marks in their order.

    `alt` is for those who cannot see it; `today` is where the day of the deck is.
    """

    lanes: tuple[Lane, ...]
    alt: str
    begin: int
    end: int
    marks: tuple[Mark, ...] = ()
    today: Mark | None = None


class Cell(msgspec.Struct, frozen=True):
    """What an option has of a feature, as it is written; `mark` where that is yes, partly or no alone, and `word` what
    it is in words."""

    spans: Spans
    mark: Literal["", "yes", "partly", "no"] = ""
    word: str = ""


class Feature(msgspec.Struct, frozen=True):
    """Something that options are compared by, with a cell for each of them."""

    label: Spans
    cells: tuple[Cell, ...]


class Options(msgspec.Struct, frozen=True, tag="options", tag_field="node"):
    """Options side by side. `header` stands over the features and over each option; `chosen` is the one that is
    offered, from 0, None where none is; `price` says that the last row is the price."""

    header: tuple[Spans, ...]
    rows: tuple[Feature, ...]
    chosen: int | None = None
    price: bool = False


class Topic(msgspec.Struct, frozen=True):
    """Something that a meeting is about, and how long that takes, in words; may be empty."""

    text: Spans
    minutes: Spans = ()


class Agenda(msgspec.Struct, frozen=True, tag="agenda", tag_field="node"):
    """What a meeting is about, in its order, numbered from `start`. `current` is the topic that comes next, counted
    from 0 over the whole agenda, where it is shown again between two of them."""

    items: tuple[Topic, ...]
    current: int | None = None
    start: int = 1


class Voice(msgspec.Struct, frozen=True):
    """Somebody's words, and the portrait of who said them, or the mark of where they work."""

    quote: Quote
    picture: Picture | None = None


class Quotes(msgspec.Struct, frozen=True, tag="quotes", tag_field="node"):
    """What people said, large. `mark` is the sign that opens a quotation in their language, to be drawn beside it."""

    items: tuple[Voice, ...]
    mark: str = ""


class Spot(msgspec.Struct, frozen=True):
    """Something between two axes: its name, what is said to it, how far it is from the left and from below (0–1), and
    what that is in words."""

    lead: Spans
    text: Spans
    x: float
    y: float
    said: tuple[str, str]


class Matrix(msgspec.Struct, frozen=True, tag="matrix", tag_field="node"):
    """Things between an axis `x` to the right and an axis `y` upwards, with `alt` for those who cannot see where.

    `placed` tells things whose author gave them places from four that stand in the quarters.
    """

    items: tuple[Spot, ...]
    x: str
    y: str
    alt: str
    placed: bool = False


class Action(msgspec.Struct, frozen=True):
    """One thing that is done next: what, more about it, who does it, and when; all but the first may be empty."""

    what: Spans
    text: Spans = ()
    who: Spans = ()
    when: Spans = ()


class Next(msgspec.Struct, frozen=True, tag="next", tag_field="node"):
    """What happens next, numbered from `start`; what is asked for and whom to call, which may both be empty."""

    items: tuple[Action, ...]
    ask: Spans = ()
    contact: Spans = ()
    start: int = 1


class Member(msgspec.Struct, frozen=True):
    """Somebody who is there: the name, what they do, how to reach them (a line each), more about them, and their
    portrait; all but the name may be empty."""

    name: Spans
    role: Spans = ()
    contact: tuple[Spans, ...] = ()
    text: Spans = ()
    picture: Picture | None = None


class Team(msgspec.Struct, frozen=True, tag="team", tag_field="node"):
    """People, each with a portrait or initials."""

    items: tuple[Member, ...]


class Logo(msgspec.Struct, frozen=True):
    """A company's logo: its picture, named by the alternative text, and what is seen of it.

    `empty` is what nothing stands on at the left, the top, the right and the bottom, in 1/1,000 % of the side,
    `density` the share of the rest that is ink. A `pale` one is made for dark grounds.
    """

    picture: Picture
    empty: tuple[int, int, int, int] = (0, 0, 0, 0)
    density: float = 1.0
    pale: bool = False


class Logos(msgspec.Struct, frozen=True, tag="logos", tag_field="node"):
    """Logos of several companies, one as large as the other to the eye."""

    items: tuple[Logo, ...]


class Photo(msgspec.Struct, frozen=True, tag="photo", tag_field="node"):
    """A picture that reaches to the edges of its slide, beside all else or under it. `side` is either, whichever the
    layout leaves free."""

    picture: Picture
    fill: Literal["left", "right", "side", "all"] = "side"


Prose = Text | Quote
"""A node of paragraphs."""
Composed = (
    Statement
    | Number
    | Cards
    | Questions
    | Steps
    | BeforeAfter
    | Timeline
    | Roadmap
    | Options
    | Agenda
    | Matrix
    | Quotes
    | Next
    | Team
    | Logos
)
"""A node that a fence or a rule made of texts, lists and tables, to be laid out as shapes."""
Worded = Text | Quote | Kpis | Table
"""A node that is made of texts alone, so that Markdown with tokens in it is parsed to one of its kind."""
Plain = Worded | Chart | Picture
"""A node as Markdown has it by itself; each form is made of such."""
Leaf = Plain | Composed | Photo
"""A node that holds no other nodes."""


class Columns(msgspec.Struct, frozen=True, tag="columns", tag_field="node"):
    """Nodes side by side."""

    columns: tuple[tuple[Leaf, ...], ...]


Node = Leaf | Columns


FormDiv = Literal[
    "agenda", "statement", "number", "timeline", "matrix", "options", "cards", "questions", "steps", "before-after",
    "next", "team", "logos",
]  # fmt: skip
"""A form that a fenced div of its name gives to what it holds."""
AskedForm = Literal["list", FormDiv, "stats", "chart", "photo", "quote"]
"""A form that an author may ask for behind a title or in front matter: `list` is text as it is written."""
FormName = Literal[AskedForm, "columns", "table", "picture"]
"""The form that a slide's body has, as it is told; those that nobody asks for are what Markdown has by itself."""


class Tracker(msgspec.Struct, frozen=True):
    """The chapters of a deck, and which of them a slide is in, from 0."""

    names: tuple[str, ...]
    current: int


class SlideStyle(msgspec.Struct, frozen=True):
    """What is chosen for a slide with the whole deck in view; changing it changes no content.

    `title` is the size of its title in hundredths of a point, `rung` the place on the ladder of sizes (0–5) that its
    text has at most; 0 and None leave both to the slide. `variant` is the way its form is drawn, where not the first.
    `tracker` is shown small above the title.
    """

    title: int = 0
    rung: int | None = None
    variant: str = ""
    tracker: Tracker | None = None


class Provenance(msgspec.Struct, frozen=True):
    """Where a slide came from: block, its version and the hash of its text, the pack and the slot it fills."""

    block: str
    version: int
    content_hash: str
    pack: str
    slot: str
    value: str | None = None


class DesignedSlide(msgspec.Struct, frozen=True, kw_only=True):
    """A slide designed in PowerPoint: the part (`ppt/slides/slide3.xml`) of a file (absolute path, already checked).

    `number` is its place in that file, from 1.
    `changed` has the new content of those of its parts, itself among them, whose text or figures were filled in.
    `shrunk` are texts that are written in smaller letters, as a percentage of their size by the id of their shape.
    `charts` are the figures for workbooks by chart part; `pictures` are shown through new relationships of the slide.
    """

    file: str
    part: str
    number: int = 0
    keep: Literal["source", "brand"] | None = None
    changed: dict[str, bytes] = {}
    shrunk: dict[int, int] = {}
    charts: dict[str, Chart] = {}
    pictures: dict[str, Picture] = {}


class Slide(msgspec.Struct, frozen=True, kw_only=True):
    """One slide. `layout` is the role its author asked for; None lets the content decide.

    `seller` is for the seller's documents alone, `prose` for documents that are read. `sources` are the footnotes,
    `source_urls` the web address of each, empty where it has none; on a slide that `holds_figures` of the customer's
    own, the last says whose they are. It has `own_words` where it holds such figures or what the customer said; its
    name alone is data of the customer's, and no word of its own. `file` and `line` say where its Markdown stands, for
    problems that only an output can find.
    `continues` marks a continuation slide of a block; `part` is (2, 3) for the second of three slides that were made of
    one, as its text was too long. Such slides say so behind their titles; notes are those of the first, sources those
    of each, and the first has the slide as it was in `undivided`, for documents.
    `most` is the percentage of its usual size that its text has at most, so that such parts look alike.
    A slide that was designed in PowerPoint has `designed`; its title and nodes say what it says, for documents.
    `form` is what its body was made, and `form_from` by whom: a fence, the title or front matter (`written`; `fixed`
    leaves no choice at all), a rule (`inferred`), neither, or it was taken back for want of room (`lost`); `form_line`
    is where in `file` it is written, None where front matter says it. `style` is what the deck has chosen for it.
    """

    title: Spans
    nodes: tuple[Node, ...] = ()
    layout: LayoutRole | None = None
    notes: tuple[Paragraph, ...] = ()
    seller: tuple[Paragraph, ...] = ()
    prose: tuple[Paragraph, ...] = ()
    sources: tuple[str, ...] = ()
    source_urls: tuple[str, ...] = ()
    language: str
    provenance: Provenance
    kind: str
    minutes: float = 1.0
    holds_customer_data: bool = False
    own_words: bool = False
    holds_figures: bool = False
    continues: bool = False
    part: tuple[int, int] = (1, 1)
    most: int = 100
    undivided: "Slide | None" = None
    file: str = ""
    line: int | None = None
    designed: DesignedSlide | None = None
    form: FormName = "list"
    form_from: Literal["written", "fixed", "inferred", "lost", ""] = ""
    form_line: int | None = None
    style: SlideStyle = SlideStyle()


class Deck(msgspec.Struct, frozen=True, kw_only=True):
    """The assembled slides with what the whole deck says of itself; `asked` is what was asked for besides profile and
    pack, by names, which it says in its marks."""

    title: str
    customer: str
    company: str
    language: str
    on: datetime.date
    profile: str
    pack: str
    pack_name: str
    profile_hash: str
    library_hash: str
    slides: tuple[Slide, ...]
    asked: tuple[tuple[str, str], ...] = ()


def web_address(url: str) -> str:
    """A web address as footnotes name it: without its scheme and the slash at its end."""
    return url.split("://", 1)[-1].removesuffix("/")
