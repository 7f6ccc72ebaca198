"""What a designed slide says, as the deck's own nodes: for documents, for notes, for whoever cannot see the slide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from salespack.deck.links import is_link
from salespack.deck.model import Chart, Node, Paragraph, Series, Span, Spans, Table, Text
from salespack.ooxml.alternate_content import said_content
from salespack.ooxml.markup import A, C, P, R, boolean, integer
from salespack.ooxml.packaging import Relationship
from salespack.ooxml.placeholders import FOOTERS, TITLES, is_of, notes_shape, placeholder_of
from salespack.ooxml.shape_names import names_a_file
from salespack.ooxml.texts import folded, level_in, shape_text, text_of, title_of
from salespack.ooxml.trees import Tree

CHART_KINDS: Mapping[str, str] = {
    "barChart": "column", "bar3DChart": "column", "lineChart": "line", "line3DChart": "line", "areaChart": "line",
    "area3DChart": "line", "pieChart": "pie", "pie3DChart": "pie", "doughnutChart": "pie",
}  # fmt: skip
"""What documents draw instead of a kind of chart; those that are not here they leave out."""
MOST_FREE_TEXT = 12
"""Paragraphs of text boxes beyond which a slide counts as a drawing, whose labels say nothing when read in a row."""


def shapes(slide: Tree) -> Iterator[Tree]:
    """Every shape of a slide, those in groups too, groups themselves not."""
    tree = slide.find(f"{P}cSld/{P}spTree")
    yield from () if tree is None else _inside(tree)


def _inside(group: Tree) -> Iterator[Tree]:
    for one in said_content(group):
        if one.tag == f"{P}grpSp":
            yield from _inside(one)
        elif one.tag in (f"{P}sp", f"{P}pic", f"{P}graphicFrame", f"{P}cxnSp"):
            yield one


def properties_of(shape: Tree) -> Tree | None:
    """Name, alternative text and id of a shape: its `cNvPr`."""
    return shape.find(f"*/{P}cNvPr")


def name_of(shape: Tree) -> str:
    """The name that PowerPoint's selection pane shows."""
    properties = properties_of(shape)
    return "" if properties is None else properties.get("name", "")


def alt_of(shape: Tree) -> str:
    """The alternative text of a shape; the path of a file is none."""
    properties = properties_of(shape)
    text = "" if properties is None else folded(properties.get("descr", ""))
    return "" if names_a_file(text) else text


def chart_in(shape: Tree) -> str:
    """The id of the relationship to the chart that a shape shows, an empty text where it shows none."""
    chart = shape.find(f".//{C}chart")
    return chart.get(f"{R}id", "") if chart is not None else ""


def table_in(shape: Tree) -> Tree | None:
    """The table that a shape shows."""
    return shape.find(f".//{A}tbl")


def header_of(table: Tree) -> list[str]:
    """The texts of a table's first row, each in one line."""
    first = table.find(f"{A}tr")
    cells = first.findall(f"{A}tc") if first is not None else []
    return [folded(" ".join(map(text_of, cell.iter(f"{A}p")))) for cell in cells]


def title_spans(slide: Tree, unseen: Sequence[Tree] = ()) -> Spans:
    """The title; where the slide has none, the first text on it that is not in one of the `unseen` shapes."""
    if title := title_of(slide):
        return (Span(title),)
    free = sorted((shape for shape in shapes(slide) if _is_content(shape) and shape not in unseen), key=_place)
    return next(((Span(text),) for shape in free if (text := shape_text(shape))), ())


def nodes_of(
    slide: Tree, links: Iterable[Relationship], charts: Mapping[str, Chart], unseen: Sequence[Tree] = ()
) -> tuple[Node, ...]:
    """What the slide says below its title, in reading order: texts, tables, and charts (by relationship id).

    Pictures are left out, and so are the labels of a drawing and the `unseen` shapes.
    """
    addresses = _addresses(links)
    found = sorted((shape for shape in shapes(slide) if _is_content(shape) and shape not in unseen), key=_place)
    title = "".join(span.text for span in title_spans(slide, unseen))
    texts = [shape for shape in found if shape.tag == f"{P}sp" and shape_text(shape) not in ("", title)]
    bodies = [shape for shape in texts if placeholder_of(shape) is not None]
    free = sum(len(shape.findall(f"{P}txBody/{A}p")) for shape in texts)
    told = bodies or (texts if free <= MOST_FREE_TEXT else [])
    nodes: list[Node] = []
    for shape in found:
        if shape in told:
            in_body = placeholder_of(shape) is not None
            rows = (_paragraph(one, addresses, bulleted=in_body) for one in shape.findall(f"{P}txBody/{A}p"))
            nodes.append(Text(tuple(one for one in rows if one.spans)))
        elif (table := table_in(shape)) is not None:
            nodes += _table(table, addresses)
        elif (chart := chart_in(shape)) in charts:
            nodes.append(charts[chart])
    return tuple(nodes)


def notes_of(notes: Tree, links: Iterable[Relationship]) -> tuple[Paragraph, ...]:
    """The paragraphs of a notes page, without empty ones at the end."""
    addresses = _addresses(links)
    shape = notes_shape(notes)
    found = [_paragraph(one, addresses) for one in shape.findall(f"{P}txBody/{A}p")] if shape is not None else []
    while found and not found[-1].spans:
        found.pop()
    return tuple(found)


def chart_of(root: Tree, alt: str) -> Chart | None:
    """A chart's figures from its caches, None for a kind that documents cannot draw or a chart without figures."""
    area = root.find(f"{C}chart/{C}plotArea")
    if area is None:
        return None
    plots = [one for one in area if isinstance(one.tag, str) and one.tag.removeprefix(C) in CHART_KINDS]
    if not plots:
        return None
    kind = CHART_KINDS[plots[0].tag.removeprefix(C)]
    direction = plots[0].find(f"{C}barDir")
    if direction is not None and direction.get("val") == "bar":
        kind = "bar"
    rows = [row for plot in plots for row in plot.findall(f"{C}ser")]
    names = max((_cached(row.find(f"{C}cat")) for row in rows), key=len, default={})
    figures = [_cached(row.find(f"{C}val")) for row in rows]
    count = max([0, *(at + 1 for row in (names, *figures) for at in row)])
    if not count or count > 500 or (kind == "pie" and len(rows) > 1):
        return None
    titles = [_series_name(row, number) for number, row in enumerate(rows, 1)]
    title = root.find(f"{C}chart/{C}title")
    said = "" if title is None else folded(" ".join(map(text_of, title.iter(f"{A}p"))))
    series = tuple(
        Series(name, tuple(_figure(row.get(at)) for at in range(count)))
        for name, row in zip(titles, figures, strict=True)
    )
    categories = tuple(names.get(at, str(at + 1)) for at in range(count))
    return Chart(kind, said, alt or said or ", ".join(titles), categories, series)  # type: ignore[arg-type]


def _cached(source: Tree | None) -> dict[int, str]:
    """The points of a cache by their index."""
    if source is None:
        return {}
    found = {}
    level = source.find(f".//{C}lvl")
    for point in (source if level is None else level).iter(f"{C}pt"):
        found[integer(point.get("idx"), 0)] = point.findtext(f"{C}v") or ""
    return {at: text for at, text in found.items() if 0 <= at < 100_000}


def _series_name(row: Tree, number: int) -> str:
    name = row.find(f"{C}tx")
    if name is None:
        return str(number)
    return next(iter(_cached(name).values()), name.findtext(f"{C}v") or str(number))


def _figure(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _is_content(shape: Tree) -> bool:
    """Whether a shape is no title, date, footer or slide number."""
    return not is_of(shape, TITLES | FOOTERS)


def _place(shape: Tree) -> tuple[int, int]:
    """Where a shape stands: from the top in steps of half an inch, then from the left; placeholders come first."""
    offset = shape.find(".//{*}xfrm/{*}off")
    if offset is None:
        ph = placeholder_of(shape)
        return -1, integer(ph.get("idx"), 0) if ph is not None else 0
    return integer(offset.get("y"), 0) // 457_200, integer(offset.get("x"), 0)


def _addresses(links: Iterable[Relationship]) -> dict[str, str]:
    """Where the hyperlinks of a part lead, by the ids of their relationships."""
    return {one.id: one.target for one in links if one.external and one.kind == "hyperlink" and is_link(one.target)}


def _paragraph(paragraph: Tree, addresses: Mapping[str, str], *, bulleted: bool = False) -> Paragraph:
    look = paragraph.find(f"{A}pPr")
    level = level_in(look)
    numbered = look is not None and look.find(f"{A}buAutoNum") is not None
    if look is not None and look.find(f"{A}buNone") is not None:
        bulleted = False
    elif look is not None and look.find(f"{A}buChar") is not None:
        bulleted = True
    spans = tuple(_spans(paragraph, addresses))
    return Paragraph(spans, level, "number" if numbered else "bullet" if bulleted else "none")


def _spans(paragraph: Tree, addresses: Mapping[str, str]) -> Iterator[Span]:
    for one in paragraph.iter(f"{A}r", f"{A}br", f"{A}fld"):
        text = "\n" if one.tag == f"{A}br" else one.findtext(f"{A}t") or ""
        look = one.find(f"{A}rPr")
        if not text:
            continue
        if look is None:
            yield Span(text)
            continue
        link = look.find(f"{A}hlinkClick")
        href = addresses.get(link.get(f"{R}id", "")) if link is not None else None
        yield Span(text, bold=boolean(look.get("b")), italic=boolean(look.get("i")), href=href)


def _table(table: Tree, addresses: Mapping[str, str]) -> list[Node]:
    rows = []
    for row in table.findall(f"{A}tr"):
        cells = []
        for cell in row.findall(f"{A}tc"):
            paragraphs = [_paragraph(one, addresses).spans for one in cell.findall(f"{A}txBody/{A}p")]
            spans = [span for number, one in enumerate(paragraphs) for span in ((Span(" "),) if number else ()) + one]
            cells.append(tuple(spans))
        rows.append(tuple(cells))
    width = max(map(len, rows), default=0)
    if not width or not any(any(row) for row in rows):
        return []
    even = [(*row, *((),) * (width - len(row))) for row in rows]
    return [Table(("left",) * width, even[0], tuple(even[1:]))]  # type: ignore[arg-type]
