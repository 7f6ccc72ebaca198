"""Parsed slides with tokens to deck slides with literal text: the step after which data is only ever text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast

import msgspec

from salespack.assembly.charts import ChartFile, Data, chart_data, chart_of
from salespack.assembly.forms.around import Around, Unmade
from salespack.assembly.forms.quotes import merged_quotes, quoted
from salespack.assembly.parsed_slides import (
    ChartSource,
    ColumnsSource,
    FormSource,
    ParsedSlide,
    PictureSource,
    QuoteSource,
    SourceNode,
    WorkingSource,
)
from salespack.assembly.sources import CLAIM
from salespack.deck.links import how_to_link, is_link, unwritable
from salespack.deck.model import (
    Chart,
    Columns,
    Leaf,
    Node,
    Paragraph,
    Photo,
    Picture,
    Quote,
    Series,
    Span,
    Spans,
    Worded,
)
from salespack.deck.visiting import reworded
from salespack.formats.schema import decode_data
from salespack.formats.yaml import Source
from salespack.language.phrases import words
from salespack.library.fences import hides_an_aside, looks_like_a_fence
from salespack.problems.problem import Place, Problem, UserFault
from salespack.templating.environment import TOKEN, Tokens


class Lost(NamedTuple):
    """A form that is not drawn: the line of the rendered text where it is asked for, and why, in words."""

    line: int
    why: str


class LiteralSlide(NamedTuple):
    """Title and nodes of a slide; whether they hold data of the customer's, what it said or figures of its own, such
    figures, and figures of ours."""

    title: Spans
    nodes: tuple[Node, ...]
    holds_customer_data: bool
    own_words: bool
    holds_figures: bool
    claims_figures: bool


FIGURE = re.compile(r"[0-9]")


class Literals:
    """Puts what tokens stand for into parsed slides of one body.

    `place` gives the file and line for a line of the rendered text, or for the first line from there on that says a
    text; `lookup` gives the data at a path of the public context; `around` is what forms depend on besides their texts.
    `lost` are the forms, `dead` the links that were left out.
    """

    def __init__(
        self,
        tokens: Tokens,
        place: Callable[[int, str], Place],
        picture: Callable[[str, str, Place], Picture],
        lookup: Callable[[str], Any],
        around: Around,
    ) -> None:
        self._tokens, self._place, self._picture, self._lookup = tokens, place, picture, lookup
        self._around, self._side_by_side = around, False
        self.holds_customer_data = self.own_words = self.holds_figures = self.claims_figures = False
        self._signs: Mapping[str, str] = {}
        self.lost: list[Lost] = []
        self.dead: list[Problem] = []
        self._for_seller = False
        self._line = 1

    def nodes(self, nodes: Iterable[SourceNode]) -> tuple[Node, ...]:
        """The nodes with literal text. Raises UserFault for a chart or a picture that cannot be."""
        found: list[Node] = []
        for node in nodes:
            match node:
                case FormSource():
                    found += self._form(node)
                case QuoteSource():
                    found += self._quote(node)
                case WorkingSource():
                    found += self._working(node)
                case _:
                    found.append(self._node(node))
        return merged_quotes(found)

    def spans(self, spans: Spans) -> Spans:
        """The spans with literal text; empty ones are gone. Raises UserFault for what a template made a fence of."""
        printed = "".join(span.text for span in spans if not span.code)
        code = [line for span in spans if span.code and not span.text.isascii() for line in span.text.split("\n")]
        found = not printed.isascii() and looks_like_a_fence(self._tokens.without_customer_data(printed))
        if found or any(hides_an_aside(self._tokens.without_customer_data(line)) for line in code):
            message = "what a template prints looks like the fence of a div and is none"
            hint = "write ::: and the name at the start of a line of their own"
            raise UserFault.of("SP326", message, hint, self._place(self._line, printed))
        return tuple(literal for literal in map(self._span, spans) if literal.text)

    def paragraphs(self, paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
        """The paragraphs with literal text; those that turned out empty are gone."""
        literal = (msgspec.structs.replace(paragraph, spans=self.spans(paragraph.spans)) for paragraph in paragraphs)
        return tuple(paragraph for paragraph in literal if paragraph.spans)

    def for_seller(self, paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
        """Paragraphs that only the seller sees: the one place for what is internal."""
        self._for_seller = True
        try:
            return self.paragraphs(paragraphs)
        finally:
            self._for_seller = False

    def slide(self, parsed: ParsedSlide, signs: Mapping[str, str] | None = None) -> LiteralSlide:
        """A slide with literal text, its claims with the `signs` of their sources."""
        self.holds_customer_data = self.own_words = self.holds_figures = self.claims_figures = False
        self._line, self._signs = parsed.line, signs or {}
        title, nodes = self.spans(parsed.title), self.nodes(parsed.nodes)
        return LiteralSlide(
            title, nodes, self.holds_customer_data, self.own_words, self.holds_figures, self.claims_figures
        )

    def _text(self, text: str) -> str:
        if text.isascii():
            return text
        self.holds_customer_data = self.holds_customer_data or self._tokens.holds_customer_data(text)
        self.own_words = self.own_words or self._tokens.holds_own_words(text)
        self.holds_figures = self.holds_figures or self._tokens.holds_figures(text)
        if not self._for_seller and self._tokens.holds_internal_data(text):
            hint = "print it inside ::: seller, where it was read"
            message = f"“{self._tokens.literal(text)}” is for the seller alone, and stands outside ::: seller"
            raise UserFault.of("SP325", message, hint, self._place(self._line, text))
        return self._tokens.literal(text)

    def _span(self, span: Span) -> Span:
        href = None if span.href is None else self._text(span.href)
        if href is not None and (fault := self._fault_of(href, span)):
            self.dead.append(fault)
            href = None
        text = span.text
        if "\ufffe" in text:
            text = CLAIM.sub(lambda claim: self._signs.get(claim[1], f"[^{claim[1]}]"), text)
        self.claims_figures = self.claims_figures or FIGURE.search(text) is not None
        return msgspec.structs.replace(span, text=self._text(text), href=href)

    def _fault_of(self, href: str, span: Span) -> Problem | None:
        """What is wrong with a link that cannot be written."""
        place = self._place(self._line, span.href or f"[{span.text}](")
        if not is_link(href):
            message = f"a link to “{href}”" if href.strip() else "a link that leads nowhere"
            return Problem(code="SP309", message=message, hint=how_to_link(href), place=place)
        if fault := unwritable(href):
            return Problem(
                code="SP345", message=f"a link that {fault}", hint="copy the address from the browser", place=place
            )
        return None

    def _node(self, node: Worded | PictureSource | ColumnsSource | ChartSource) -> Node:
        match node:
            case PictureSource(attributes=attributes):
                picture = self._picture(self._text(node.path), self._text(node.alt), self._place(node.line, ""))
                if focus := attributes.get("focus"):
                    from salespack.assembly.attributes import POINT

                    found = POINT.fullmatch(focus)
                else:
                    found = None
                if found:
                    picture = msgspec.structs.replace(picture, focus=(int(found[1]), int(found[2])))
                fill = cast(Literal["left", "right", "all", ""], attributes.get("fill", ""))
                return Photo(picture, fill) if fill else picture
            case ColumnsSource():
                # ColumnsSource holds no columns itself, so neither does what becomes of it.
                self._side_by_side = True
                columns = tuple(cast(tuple[Leaf, ...], self.nodes(column)) for column in node.columns)
                self._side_by_side = False
                return Columns(columns)
            case ChartSource():
                return self._chart(node)
            case _:
                return reworded(node, self.spans, self.paragraphs)

    def _form(self, source: FormSource) -> tuple[Node, ...]:
        """What a fence holds in its form; as it is written, and noted in `lost`, where it holds too few or too many."""
        from salespack.assembly.forms.makers import made, miscounted

        place = self._place(source.line, "")
        nodes = self.nodes(source.nodes)
        around = self._around._replace(attributes={key: self._text(one) for key, one in source.attributes.items()})
        try:
            found = made(source.form, nodes, around)
        except Unmade as fault:
            raise UserFault.of("SP338", fault.message, fault.hint, place) from None
        if why := miscounted(source.form, found):
            self.lost.append(Lost(source.line, why))
            return nodes
        return found

    def _quote(self, source: QuoteSource) -> tuple[Node, ...]:
        """Somebody's words with their portrait; one under the other where the words are more than paragraphs."""
        picture, said = self._node(source.picture), self._node(source.quote)
        assert isinstance(picture, Picture) and isinstance(said, Quote)  # noqa: S101 - they are of those kinds
        return quoted((said,), self._around.language, picture) or (said, picture)

    def _working(self, source: WorkingSource) -> tuple[Node, ...]:
        """A table and a chart, side by side unless they stand in a column already."""
        place = self._place(source.line, "")
        content = self._typed(source.content)
        of_keys = _KeysSource(lambda key: self._place(source.line, f"{key}:" if key else ""), "the working", WORKING)
        written = decode_data(content, of_keys, WorkingFile)
        nodes = self._around.workings().nodes(written.of, self._place(source.line, "of:") if content else place)
        cells = (cell for sheet in nodes[1].sheets for row in sheet.rows for cell in row)
        if any(cell.look == "theirs" for cell in cells):
            self.holds_customer_data = self.own_words = self.holds_figures = True
        return nodes if self._side_by_side else (Columns(tuple((node,) for node in nodes)),)

    def _chart(self, source: ChartSource) -> Chart:
        self._line = source.line

        def place(key: str) -> Place:
            return self._place(source.line, f"{key}:" if key in keys else "")

        content = self._typed(source.content)
        keys = content if isinstance(content, dict) else {}
        written = decode_data(content, _KeysSource(place, "the chart", CHART), ChartFile)
        if written.data is not None:
            self.holds_customer_data = self.own_words = self.holds_figures = True
            found = chart_data(written.data, self._lookup(written.data), written.title, place("data"))
        else:
            self.claims_figures = self.claims_figures or _has_figures(source.content)
            series = tuple(Series(name, values) for name, values in written.series.items())
            found = tuple(map(str, written.categories)), series
        data = Data(*found, self._tokens.currency, words(self._tokens.language)["chart_target"])
        chart = chart_of(written, data, place)
        return msgspec.structs.replace(chart, callout=self.spans(source.callout)) if source.callout else chart

    def _typed(self, content: Any) -> Any:
        """Chart data with tokens replaced: a scalar that is one token takes the typed value."""
        match content:
            case dict():
                return {self._chart_text(key): self._typed(value) for key, value in content.items()}
            case list():
                return [self._typed(value) for value in content]
            case str():
                text = self._chart_text(content)
                if len(content) == 1 and TOKEN.match(content):
                    value = self._tokens.value_of(content)
                    return text if isinstance(value, str) else _plain_figure(value, text)
                return text
            case _:
                return content

    def _chart_text(self, text: str) -> str:
        if looks_like_a_fence(self._tokens.without_customer_data(text)):
            message, hint = "a text of the chart looks like the fence of a div and is none", "leave “:::” out"
            raise UserFault.of("SP326", message, hint, self._place(self._line, text))
        return self._text(text)


def _has_figures(content: Any) -> bool:
    """Whether a chart's series have figures of ours."""
    series = content.get("series") if isinstance(content, dict) else None
    rows = series.values() if isinstance(series, dict) else ()
    return any(isinstance(figure, int | float) for row in rows if isinstance(row, list) for figure in row)


CHART = "write type, alt, categories and series, each on a line of its own"


WORKING = "write of: and the name of a calculation"


class WorkingFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a ```` ```working ```` block: the calculation."""

    of: str


class _KeysSource(Source):
    """A source of which only the lines of its keys are known: data whose lines are those of a rendered text."""

    __slots__ = ("_at",)

    def __init__(self, at: Callable[[str], Place], called: str, help: str) -> None:
        place = at("")
        super().__init__(place.file, "", place.line or 1, called=called, help=help)
        self._at = at

    def place(self, path: Sequence[str | int] = (), *, key: bool = False) -> Place:
        """The line of the outermost key."""
        return self._at(str(path[0]) if path else "")


def _plain_figure(value: Any, text: str) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    return float(value) if isinstance(value, float) else text
