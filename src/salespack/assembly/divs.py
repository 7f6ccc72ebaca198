"""What fenced divs hold: one row a name, and how it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from salespack.assembly.forms.items import stripped
from salespack.assembly.parsed_slides import ColumnsSource, FormSource, PictureSource, QuoteSource, SourceNode
from salespack.deck.model import FormDiv, Kpi, Kpis, Paragraph, Quote, Spans, Text, cut, text_of
from salespack.library.fences import DIVS

if TYPE_CHECKING:
    from markdown_it.token import Token

    from salespack.assembly.markdown_nodes import NodeReader

ATTRIBUTION = ("— ", "– ", "-- ")


def nodes_of(reader: NodeReader, token: Token) -> list[SourceNode]:
    """The nodes of the div that `token` opens, which the reader passes; of one that is not known, what is in it."""
    if token.info not in DIVS:
        return reader.inside()
    match name := token.info:
        case "quote":
            return [quote(reader, "div_close")]
        case "kpis" | "stats":
            return _kpis(reader, token)
        case "columns":
            return _columns(reader, token)
        case "column":
            reader.fault(token, "SP320", "“::: column” outside “::: columns”", "put “::: columns” around the columns")
            return reader.inside()
        case "notes" | "seller" | "prose":
            reader.fault(token, "SP320", f"“::: {name}” inside another div", "close the other div first")
            return reader.inside()
        case _:
            return [_form(reader, token, name)]


def quote(reader: NodeReader, closing: str) -> Quote | QuoteSource:
    """Somebody's words up to the closing token; a last paragraph that begins with a dash says whose they are, and a
    picture shows who that is."""
    opening = reader.tokens[reader.at]
    reader.at += 1
    _keep_who(reader, closing)
    paragraphs: list[Paragraph] = []
    picture: PictureSource | None = None
    while reader.tokens[reader.at].type != closing:
        for node in reader.nodes():
            if isinstance(node, Text):
                paragraphs += node.paragraphs
            elif isinstance(node, PictureSource) and picture is None:
                picture = node
                if "fill" in node.attributes:
                    message = "“fill” is no attribute of a picture in a quote"
                    reader.fault(opening, "SP337", message, "leave it out: it is the portrait of who said it")
            else:
                message = "a quote holds more than text and one picture"
                reader.fault(opening, "SP315", message, "move it out of the quote")
    reader.at += 1
    said = _attributed(paragraphs)
    return said if picture is None else QuoteSource(said, picture)


def _keep_who(reader: NodeReader, closing: str) -> None:
    """Keeps the break before a line that says whose the words are, where it follows them without an empty line."""
    behind = next(at for at in range(reader.at, len(reader.tokens)) if reader.tokens[at].type == closing)
    for token in reader.tokens[reader.at : behind]:
        children = token.children or []
        for at, child in enumerate(children[:-1]):
            if child.type == "softbreak" and children[at + 1].content.startswith(ATTRIBUTION):
                child.type = "hardbreak"


def _attributed(paragraphs: list[Paragraph]) -> Quote:
    """Words whose last line says whose they are, where it begins with a dash and something stands before it."""
    if not paragraphs or not paragraphs[-1].spans:
        return Quote(tuple(paragraphs))
    *before, last = paragraphs
    text = text_of(last.spans)
    start = max([text.rfind(f"\n{dash}") for dash in ATTRIBUTION]) + 1
    if not text[start:].startswith(ATTRIBUTION) or (not start and not before):
        return Quote(tuple(paragraphs))
    who = cut(last.spans, start + text[start:].index(" ") + 1)
    said = (msgspec.structs.replace(last, spans=cut(last.spans, 0, start - 1)),) if start else ()
    return Quote((*before, *said), who)


def _form(reader: NodeReader, token: Token, name: FormDiv) -> FormSource:
    """What a form is made of, as it is written; it is given its form when data has been put in."""
    around, reader.bracketed = reader.bracketed, "thing" if name == "matrix" else "text"
    reader.of_pictures = name == "logos"
    nodes = reader.inside()
    reader.bracketed, reader.of_pictures = around, False
    for node in nodes:
        if isinstance(node, FormSource):
            reader.fault(token, "SP320", f"“::: {node.form}” inside “::: {name}”", "close the other div first")
    return FormSource(name, tuple(nodes), dict(token.meta), (token.map or [0])[0] + 1)


def _kpis(reader: NodeReader, token: Token) -> list[SourceNode]:
    items: list[Kpi] = []
    good = True
    for node in reader.inside():
        paragraphs = node.paragraphs if isinstance(node, Text) else ()
        good = good and bool(paragraphs)
        for paragraph in paragraphs:
            figure = tuple(span for span in paragraph.spans[:1] if span.bold)
            good = good and paragraph.marker == "bullet" and paragraph.level == 0 and bool(figure)
            items.append(Kpi(figure, stripped(_trimmed(paragraph.spans[1:]))))
    if not items or not good:
        reader.fault(
            token,
            "SP321",
            f"“::: {token.info}” is a list of bold figures",
            "write “- **50 %** less waiting”, one a line",
        )
        return []
    return [Kpis(tuple(items))]


def _columns(reader: NodeReader, token: Token) -> list[SourceNode]:
    reader.at += 1
    columns = []
    while reader.tokens[reader.at].type != "div_close":
        inner = reader.tokens[reader.at]
        if inner.type == "div_open" and inner.info == "column":
            nodes = reader.inside()
            columns.append(tuple([node for node in nodes if not isinstance(node, ColumnsSource)]))
            if len(columns[-1]) < len(nodes):
                reader.fault(inner, "SP320", "columns inside a column", "use a table")
        else:
            reader.fault(inner, "SP320", "“::: columns” holds only “::: column”", "put the text into a column")
            reader.skip()
    reader.at += 1
    if not columns:
        reader.fault(token, "SP320", "“::: columns” has no “::: column”", "add two")
        return []
    return [ColumnsSource(tuple(columns))]


def _trimmed(spans: Spans) -> Spans:
    """Without white space at either end."""
    trimmed = list(spans)
    if trimmed:
        trimmed[0] = msgspec.structs.replace(trimmed[0], text=trimmed[0].text.lstrip(" "))
        trimmed[-1] = msgspec.structs.replace(trimmed[-1], text=trimmed[-1].text.rstrip(" "))
    return tuple(span for span in trimmed if span.text)
