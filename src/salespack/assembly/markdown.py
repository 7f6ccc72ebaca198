"""Markdown to parsed slides: CommonMark with tables, fenced divs and data blocks. Tokens pass through untouched.

The result depends on the text alone, so it can be cached; `literal_slides` puts in what tokens stand for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

import msgspec

from salespack.assembly.attributes import title_attributes
from salespack.assembly.markdown_nodes import Fault, NodeReader, line_of, merged
from salespack.assembly.markdown_notices import lost_definitions
from salespack.assembly.markdown_parser import markdown_parser
from salespack.assembly.parsed_slides import Notice, ParsedSlide, SourceNode
from salespack.deck.model import AskedForm, Paragraph, Spans, Text
from salespack.templating.environment import FIRST_TOKEN

if TYPE_CHECKING:
    from markdown_it.token import Token

ENTITY = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,8})|(?P<decimal>[0-9]{1,10}));")


class MarkdownFault(Exception):  # noqa: N818 - a fault of the text
    """Everything wrong with a text; lines are those of the rendered text, from 1."""

    def __init__(self, faults: Sequence[Fault]) -> None:
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
    tokens = markdown_parser().parse(text, environment)
    reader = _Reader(tokens, environment["faults"], text.split("\n"))
    slides = reader.slides()
    if reader.faults:
        raise MarkdownFault(sorted(set(reader.faults)))
    return tuple(_with_notices(slides, [*reader.notices, *lost_definitions(tokens, environment)]))


def _with_notices(slides: Sequence[ParsedSlide], notices: Sequence[Notice]) -> Iterator[ParsedSlide]:
    """The slides, each with what is noticed from its line on to that of the next."""
    for number, slide in enumerate(slides):
        first = slide.line if number else 0
        behind = slides[number + 1].line if number + 1 < len(slides) else math.inf
        own = sorted({one for one in notices if first <= one.line < behind}, key=lambda one: (one.line, one.code))
        yield msgspec.structs.replace(slide, notices=tuple(own)) if own else slide


ASIDES = ("notes", "seller", "prose")
"""Divs whose texts stand beside a slide, and not on it."""


class _Draft:
    """A slide while it is read."""

    def __init__(self, title: Spans, line: int, *, continues: bool = False) -> None:
        self.title, self.line, self.continues = title, line, continues
        self.form: AskedForm | None = None
        self.sources: tuple[str, ...] | None = None
        self.claims: list[str] = []
        self.claims_of_title: tuple[str, ...] = ()
        self.nodes: list[SourceNode] = []
        self.notes: list[Paragraph] = []
        self.seller: list[Paragraph] = []
        self.prose: list[Paragraph] = []

    def done(self) -> ParsedSlide:
        return ParsedSlide(
            title=self.title,
            line=self.line,
            nodes=merged(self.nodes),
            notes=tuple(self.notes),
            seller=tuple(self.seller),
            prose=tuple(self.prose),
            continues=self.continues,
            form=self.form,
            sources=self.sources,
            claims=(*self.claims_of_title, *self.claims),
        )


class _Reader(NodeReader):
    """Makes slides of tokens."""

    def slides(self) -> tuple[ParsedSlide, ...]:
        drafts: list[_Draft] = []
        pending_break: int | None = None
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.type == "heading_open" and token.tag == "h1" and token.markup == "#":
                title, asked = self._title(token)
                drafts.append(_Draft(title, line_of(token), continues=False))
                drafts[-1].form = cast("AskedForm | None", asked.get("form"))
                if "source" in asked:
                    drafts[-1].sources = tuple(one for one in asked["source"].split(",") if one != "none")
                drafts[-1].claims_of_title = self.new_claims()
                pending_break = None
                continue
            if token.type == "hr":
                self.at += 1
                if not drafts:
                    self.fault(token, "SP314", "a break before the first slide", "begin with a title: # Title")
                pending_break = line_of(token)
                continue
            if not drafts:
                if token.type == "heading_open":
                    self.fault(
                        token, "SP314", f"“{token.markup}” begins no title of a slide", "write one sign: # Title"
                    )
                else:
                    self.fault(token, "SP314", "text before the first title", "begin with a title: # Title")
                drafts.append(_Draft((), 1))
            if pending_break is not None and not self._is_aside(token):
                drafts.append(_Draft(drafts[-1].title, pending_break, continues=True))
                drafts[-1].sources = drafts[-2].sources
                drafts[-1].claims_of_title = drafts[-2].claims_of_title
            pending_break = None
            self._content(drafts[-1])
        return tuple(draft.done() for draft in drafts)

    def _title(self, token: Token) -> tuple[Spans, dict[str, str]]:
        """A slide's title without the attributes behind it, and those that are known."""
        children = self.tokens[self.at + 1].children or []
        first = len(children)
        while first and children[first - 1].type == "text":
            first -= 1
        behind = title_attributes("".join(one.content for one in children[first:]))
        if behind is None:
            return self.heading(), {}
        for child in children[first:]:
            length = len(child.content)
            child.content = child.content[: max(behind.start, 0)]
            behind = behind._replace(start=behind.start - length)
        self.faults += [(line_of(token), *one) for one in behind.told]
        return self.heading(), behind.attributes

    def _is_aside(self, token: Token) -> bool:
        return token.type == "div_open" and token.info in ASIDES

    def _content(self, draft: _Draft) -> None:
        token = self.tokens[self.at]
        if self._is_aside(token):
            aside = {"notes": draft.notes, "seller": draft.seller, "prose": draft.prose}[token.info]
            aside.extend(self._aside(token.info))
            self.new_claims()  # what is said beside a slide is no claim on it
            return
        draft.nodes += self.nodes()
        draft.claims += self.new_claims()

    def _aside(self, name: str) -> list[Paragraph]:
        """The paragraphs of `::: notes`, `::: seller` and `::: prose`, which hold text and lists only."""
        paragraphs: list[Paragraph] = []
        opening = self.tokens[self.at]
        for node in self.inside():
            if isinstance(node, Text):
                paragraphs += node.paragraphs
            else:
                self.fault(opening, "SP315", f"“::: {name}” holds more than text and lists", "move it to the slide")
        return paragraphs
