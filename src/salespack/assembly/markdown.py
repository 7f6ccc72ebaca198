"""Markdown to parsed slides: CommonMark with tables, fenced divs and data blocks. Tokens pass through untouched.

The result depends on the text alone, so it can be cached; what tokens stand for is put in afterwards (`literal`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
from markdown_it import MarkdownIt

from salespack.assembly.parsed_slides import ChartSource, ColumnsSource, ParsedSlide, PictureSource, SourceNode
from salespack.deck.model import Kpi, Kpis, Paragraph, Quote, Span, Spans, Table, Text
from salespack.formats.yaml import Source
from salespack.library.body_lines import DIVS, looks_like_a_fence
from salespack.problems.problem import UserFault
from salespack.templating.environment import FIRST_TOKEN

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

DIV = re.compile(r":{3,}[ \t]*(?P<name>[^\s:]*)[ \t]*:*[ \t]*\Z")
NO_FENCE = (
    "SP326",
    "“:::” stands in a text and opens or closes nothing",
    "write it at the start of a line of its own; where it is meant to be read, in `code`",
)
ENTITY = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,8})|(?P<decimal>[0-9]{1,10}));")
ATTRIBUTION = ("— ", "– ", "-- ")


class MarkdownFault(Exception):  # noqa: N818 - a fault of the text
    """Everything wrong with a text; lines are those of the rendered text, from 1."""

    def __init__(self, faults: Sequence[tuple[int, str, str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)


def parse_slides(text: str) -> tuple[ParsedSlide, ...]:
    """The slides of a rendered body. Raises MarkdownFault with everything that is wrong."""
    faults = [
        (text.count("\n", 0, match.start()) + 1, "SP006", f"{match[0]} is a private-use character", "delete it")
        for match in ENTITY.finditer(text)
        if int(match["hex"] or match["decimal"], 16 if match["hex"] else 10) >= FIRST_TOKEN
    ]
    environment: dict[str, Any] = {"faults": faults}
    tokens = _parser().parse(text, environment)
    reader = _Reader(tokens, environment["faults"])
    slides = reader.slides()
    if reader.faults:
        raise MarkdownFault(sorted(set(reader.faults)))
    return slides


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.block.ruler.before(
        "fence", "div", _div_rule, {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
    )
    # Addresses are checked once tokens are replaced; encoding them here would destroy tokens.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _div_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule for `::: name` … `:::`. Divs nest; a bare `:::` closes the innermost."""
    opening = _div_line(state, start)
    if opening is None:
        return False
    if silent:
        return True
    faults = state.env["faults"]
    if not opening:
        faults.append((start + 1, "SP311", "“:::” closes nothing", "delete it, or open a div with ::: NAME"))
        state.line = start + 1
        return True
    if opening not in DIVS:
        from salespack.problems.suggestions import did_you_mean

        faults.append((start + 1, "SP312", f"“::: {opening}” is not known", did_you_mean(opening, DIVS)))
    close = _closing_line(state, start, end)
    if close is None:
        faults.append((start + 1, "SP313", f"“::: {opening}” is never closed", "end it with a line :::"))
    token = state.push("div_open", "div", 1)
    token.info, token.map = opening, [start, close or end]
    state.md.block.tokenize(state, start + 1, end if close is None else close)
    state.push("div_close", "div", -1)
    state.line = end if close is None else close + 1
    return True


def _div_line(state: StateBlock, line: int) -> str | None:
    """The name on a line that opens a div, an empty text on one that closes, None on any other."""
    if state.sCount[line] - state.blkIndent > 3:
        return None
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    match = DIV.match(text) if text.startswith(":::") else None
    return match["name"] if match else None


def _closing_line(state: StateBlock, start: int, end: int) -> int | None:
    depth, fence = 1, ""
    for line in range(start + 1, end):
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        if fence:
            if text.startswith(fence) and not text.strip(fence[0]).strip():
                fence = ""
        elif text.startswith(("```", "~~~")):
            fence = text[: len(text) - len(text.lstrip(text[0]))]
        elif (name := _div_line(state, line)) is not None:
            depth += 1 if name else -1
            if depth == 0:
                return line
    return None


class _Draft:
    """A slide while it is read."""

    def __init__(self, title: Spans, line: int, *, continues: bool = False) -> None:
        self.title, self.line, self.continues = title, line, continues
        self.nodes: list[SourceNode] = []
        self.notes: list[Paragraph] = []
        self.seller: list[Paragraph] = []

    def done(self) -> ParsedSlide:
        return ParsedSlide(
            title=self.title,
            line=self.line,
            nodes=_merged(self.nodes),
            notes=tuple(self.notes),
            seller=tuple(self.seller),
            continues=self.continues,
        )


class _Reader:
    """Walks markdown-it's flat tokens and makes slides of them, noting every fault on the way."""

    def __init__(self, tokens: list[Token], faults: list[tuple[int, str, str, str]]) -> None:
        self.tokens, self.faults, self.at = tokens, faults, 0

    def slides(self) -> tuple[ParsedSlide, ...]:
        drafts: list[_Draft] = []
        pending_break: int | None = None
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.type == "heading_open" and token.tag == "h1" and token.markup == "#":
                drafts.append(_Draft(self._heading(), _line(token), continues=False))
                pending_break = None
                continue
            if token.type == "hr":
                self.at += 1
                if not drafts:
                    self._fault(token, "SP314", "a break before the first slide", "begin with a title: # Title")
                pending_break = _line(token)
                continue
            if not drafts:
                self._fault(token, "SP314", "text before the first title", "begin with a title: # Title")
                drafts.append(_Draft((), 1))
            if pending_break is not None and not self._is_aside(token):
                drafts.append(_Draft(drafts[-1].title, pending_break, continues=True))
            pending_break = None
            self._content(drafts[-1])
        return tuple(draft.done() for draft in drafts)

    def _is_aside(self, token: Token) -> bool:
        return token.type == "div_open" and token.info in ("notes", "seller")

    def _content(self, draft: _Draft) -> None:
        token = self.tokens[self.at]
        if token.type == "div_open" and token.info in ("notes", "seller"):
            paragraphs = self._aside(token.info)
            (draft.notes if token.info == "notes" else draft.seller).extend(paragraphs)
            return
        draft.nodes += self._nodes()

    def _aside(self, name: str) -> list[Paragraph]:
        """The paragraphs of `::: notes` and `::: seller`, which hold text and lists only."""
        paragraphs: list[Paragraph] = []
        opening = self.tokens[self.at]
        for node in self._inside():
            if isinstance(node, Text):
                paragraphs += node.paragraphs
            else:
                self._fault(opening, "SP315", f"“::: {name}” holds more than text and lists", "move it to the slide")
        return paragraphs

    def _inside(self) -> list[SourceNode]:
        """The nodes between a div's opening, where we are, and its closing, which is passed."""
        self.at += 1
        nodes: list[SourceNode] = []
        while self.tokens[self.at].type != "div_close":
            nodes += self._nodes()
        self.at += 1
        return list(_merged(nodes))

    def _nodes(self) -> list[SourceNode]:
        """The nodes that begin at the current token, which is passed."""
        token = self.tokens[self.at]
        match token.type:
            case "paragraph_open":
                return self._paragraph()
            case "bullet_list_open" | "ordered_list_open":
                return [Text(tuple(self._list(0)))]
            case "heading_open":
                return self._small_heading(token)
            case "table_open":
                return [self._table()]
            case "fence":
                return self._fence(token)
            case "code_block":
                self.at += 1
                self._no_fences(token, token.content)
                return [Text((_code(token.content),))]
            case "blockquote_open":
                return [self._quote("blockquote_close")]
            case "div_open":
                return self._div(token)
            case "hr":
                self._fault(token, "SP316", "a break inside a div", "close the div first")
            case "html_block":
                self._fault(token, "SP303", "raw HTML is not allowed", "write Markdown, or put the text in `code`")
        self.at += 1
        return []

    def _paragraph(self) -> list[SourceNode]:
        inline = self.tokens[self.at + 1]
        children = inline.children or []
        line = _line(inline)
        self.at += 3
        if len(children) == 1 and children[0].type == "image":
            image = children[0]
            self._no_fences(inline, image.content)
            return [PictureSource(str(image.attrs.get("src", "")), image.content, line)]
        return [Text((Paragraph(self._spans(inline)),))]

    def _small_heading(self, token: Token) -> list[SourceNode]:
        if token.markup in ("-", "="):
            line = (token.map or [0, 1])[1]
            hint = "leave a blank line before it" if token.markup == "-" else "write `# ` before the title"
            self.faults.append((line, "SP317", f"“{token.markup * 3}” directly under text makes a heading of it", hint))
        spans = self._heading()
        return [Text((Paragraph(spans, heading=True),))]

    def _heading(self) -> Spans:
        inline = self.tokens[self.at + 1]
        self.at += 3
        return self._spans(inline)

    def _list(self, level: int) -> Iterator[Paragraph]:
        opening = self.tokens[self.at]
        numbered = opening.type == "ordered_list_open"
        number = int(opening.attrs.get("start", 1) or 1) if numbered else 1
        closing = opening.type.replace("open", "close")
        if level > 8:
            self._fault(opening, "SP318", "a list nests deeper than nine levels", "flatten it")
        self.at += 1
        while self.tokens[self.at].type != closing:
            self.at += 1  # list_item_open
            first = True
            while self.tokens[self.at].type != "list_item_close":
                token = self.tokens[self.at]
                if token.type == "paragraph_open":
                    marker = ("number" if numbered else "bullet") if first else "none"
                    spans = self._heading()
                    yield Paragraph(spans, level=min(level, 8), marker=marker, start=number)  # type: ignore[arg-type]
                    first = False
                elif token.type in ("bullet_list_open", "ordered_list_open"):
                    yield from self._list(level + 1)
                else:
                    self._fault(token, "SP319", "a list holds more than text and lists", "move it below the list")
                    self._skip()
            self.at += 1
            number += 1
        self.at += 1

    def _skip(self) -> None:
        """Passes the current token with all it holds."""
        depth = 0
        while True:
            depth += self.tokens[self.at].nesting
            self.at += 1
            if depth <= 0:
                return

    def _table(self) -> Table:
        header: tuple[Spans, ...] = ()
        rows: list[tuple[Spans, ...]] = []
        alignments: list[str] = []
        row: list[Spans] = []
        while self.tokens[self.at].type != "table_close":
            token = self.tokens[self.at]
            if token.type == "th_open":
                style = str(token.attrs.get("style", ""))
                alignments.append(style.removeprefix("text-align:") or "left")
            if token.type == "inline":
                row.append(self._spans(token))
            elif token.type == "tr_close":
                if header:
                    rows.append(tuple(row))
                else:
                    header = tuple(row)
                row = []
            self.at += 1
        self.at += 1
        return Table(tuple(alignments), header, tuple(rows))  # type: ignore[arg-type]

    def _fence(self, token: Token) -> list[SourceNode]:
        self.at += 1
        if not _is_closed(token):
            self._fault(
                token, "SP313", f"the code that {token.markup} opens is never closed", "end it with such a line"
            )
        name = token.info.strip().split(" ")[0]
        if name != "chart":
            return [Text((_code(token.content),))]
        line = _line(token)
        source = Source("chart", token.content, line + 1)
        try:
            return [ChartSource(source.load(allow_tokens=True), line)]
        except UserFault as fault:
            for problem in fault.problems:
                at = problem.place.line if problem.place and problem.place.line else line
                self.faults.append((at, problem.code, problem.message, problem.hint))
            return []

    def _div(self, token: Token) -> list[SourceNode]:
        match token.info:
            case "quote":
                return [self._quote("div_close")]
            case "kpis":
                return self._kpis(token)
            case "columns":
                return self._columns(token)
            case "column":
                self._fault(
                    token, "SP320", "“::: column” outside “::: columns”", "put “::: columns” around the columns"
                )
            case "notes" | "seller":
                self._fault(token, "SP320", f"“::: {token.info}” inside another div", "close the other div first")
        return self._inside()

    def _quote(self, closing: str) -> Quote:
        opening = self.tokens[self.at]
        self.at += 1
        paragraphs: list[Paragraph] = []
        while self.tokens[self.at].type != closing:
            for node in self._nodes():
                if isinstance(node, Text):
                    paragraphs += node.paragraphs
                else:
                    self._fault(opening, "SP315", "a quote holds more than text", "move it out of the quote")
        self.at += 1
        attribution: Spans = ()
        if len(paragraphs) > 1 and paragraphs[-1].spans and paragraphs[-1].spans[0].text.startswith(ATTRIBUTION):
            spans = paragraphs.pop().spans
            attribution = (msgspec.structs.replace(spans[0], text=spans[0].text.split(" ", 1)[1]), *spans[1:])
        return Quote(tuple(paragraphs), attribution)

    def _kpis(self, token: Token) -> list[SourceNode]:
        items: list[Kpi] = []
        good = True
        for node in self._inside():
            paragraphs = node.paragraphs if isinstance(node, Text) else ()
            good = good and bool(paragraphs)
            for paragraph in paragraphs:
                figure = tuple(span for span in paragraph.spans[:1] if span.bold)
                good = good and paragraph.marker == "bullet" and paragraph.level == 0 and bool(figure)
                items.append(Kpi(figure, _trimmed(paragraph.spans[1:])))
        if not items or not good:
            self._fault(
                token, "SP321", "“::: kpis” is a list of bold figures", "write “- **50 %** less waiting”, one a line"
            )
            return []
        return [Kpis(tuple(items))]

    def _columns(self, token: Token) -> list[SourceNode]:
        self.at += 1
        columns: list[tuple[Any, ...]] = []
        while self.tokens[self.at].type != "div_close":
            inner = self.tokens[self.at]
            if inner.type == "div_open" and inner.info == "column":
                nodes = self._inside()
                if any(isinstance(node, ColumnsSource) for node in nodes):
                    self._fault(inner, "SP320", "columns inside a column", "use a table")
                columns.append(tuple(nodes))
            else:
                self._fault(inner, "SP320", "“::: columns” holds only “::: column”", "put the text into a column")
                self._skip()
        self.at += 1
        if not columns:
            self._fault(token, "SP320", "“::: columns” has no “::: column”", "add two")
            return []
        return [ColumnsSource(tuple(columns))]

    def _spans(self, inline: Token) -> Spans:
        spans: list[Span] = []
        said = ""
        bold = italic = 0
        href: str | None = None
        for child in inline.children or []:
            text, code = "", False
            match child.type:
                case "text" | "text_special":
                    text = child.content
                case "softbreak":
                    text = " "
                case "hardbreak":
                    text = "\n"
                case "code_inline":
                    text, code = child.content, True
                case "strong_open" | "strong_close":
                    bold += child.nesting
                case "em_open" | "em_close":
                    italic += child.nesting
                case "link_open":
                    href = str(child.attrs.get("href", ""))
                case "link_close":
                    href = None
                case "html_inline":
                    hint = "write Markdown, or put the text in `code`"
                    self._fault(inline, "SP303", f"raw HTML is not allowed: {child.content}", hint)
                case "image":
                    self._fault(inline, "SP322", "a picture among text", "give it a paragraph of its own")
            said += "\n" if child.type in ("softbreak", "hardbreak") else "" if code else text
            if text:
                span = Span(text, bold=bold > 0, italic=italic > 0, code=code, href=href)
                _append(spans, span)
        self._no_fences(inline, said)
        return tuple(spans)

    def _no_fences(self, token: Token, text: str) -> None:
        """Notes what looks like the fence of a div in a text that is shown."""
        for number, line in enumerate(text.split("\n") if looks_like_a_fence(text) else ()):
            if looks_like_a_fence(line):
                self.faults.append((_line(token) + number, *NO_FENCE))

    def _fault(self, token: Token, code: str, message: str, hint: str) -> None:
        self.faults.append((_line(token), code, message, hint))


def _append(spans: list[Span], span: Span) -> None:
    """Adds a span, to the last one where they look alike."""
    if spans and msgspec.structs.replace(spans[-1], text="") == msgspec.structs.replace(span, text=""):
        spans[-1] = msgspec.structs.replace(span, text=spans[-1].text + span.text)
    else:
        spans.append(span)


def _trimmed(spans: Spans) -> Spans:
    """Without white space at either end."""
    trimmed = list(spans)
    if trimmed:
        trimmed[0] = msgspec.structs.replace(trimmed[0], text=trimmed[0].text.lstrip(" "))
        trimmed[-1] = msgspec.structs.replace(trimmed[-1], text=trimmed[-1].text.rstrip(" "))
    return tuple(span for span in trimmed if span.text)


def _is_closed(code: Token) -> bool:
    """Whether a line of its own ends a code block; without one, it takes in all that follows."""
    first, behind = code.map or (0, 0)
    return behind - first == len(code.content.splitlines()) + 2


def _code(content: str) -> Paragraph:
    return Paragraph((Span(content.rstrip("\n"), code=True),))


def _merged(nodes: Sequence[SourceNode]) -> tuple[SourceNode, ...]:
    """Neighbouring texts as one."""
    merged: list[SourceNode] = []
    for node in nodes:
        if isinstance(node, Text) and merged and isinstance(merged[-1], Text):
            merged[-1] = Text(merged[-1].paragraphs + node.paragraphs)
        else:
            merged.append(node)
    return tuple(merged)


def _line(token: Token) -> int:
    return (token.map[0] if token.map else 0) + 1
