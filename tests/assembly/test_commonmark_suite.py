"""Every example of the CommonMark Spec: parsed as it says, and shown whole or refused in words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape

import mdurl
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from salespack.assembly.markdown import MarkdownFault, parse_slides
from salespack.assembly.markdown_parser import markdown_parser
from salespack.assembly.parsed_slides import PictureSource
from salespack.deck.model import Span
from tests.conftest import PROJECT

SUITE = PROJECT / "tests" / "data" / "conformance" / "commonmark.json"

REFUSED = {
    "SP006": ("the null character, written as an escape", 1),
    "SP303": ("raw HTML", 72),
    "SP313": ("code that is opened and never closed", 6),
    "SP315": ("a quote within a quote", 4),
    "SP317": ("text directly over --- or ===", 17),
    "SP319": ("a list that holds quotes, code or titles", 22),
    "SP322": ("a picture among text", 4),
}
"""Why an example makes no slide, by code, and of how many it is told. All others are shown."""


def examples() -> list[tuple[str, str]]:
    return [(markdown, html) for markdown, html in json.loads(SUITE.read_text("utf-8"))]


class Renderer(RendererHTML):
    """markdown-it's own, which knows what was escaped for text."""

    def text_special(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        return self.text(tokens, at, options, env)


def html_of(markdown: str) -> str:
    """As markdown-it writes it, with what we leave undone at first: addresses are checked and written once tokens are
    replaced, and what was escaped stays apart until then."""

    def addressed(tokens: list[Token]) -> None:
        for token in tokens:
            for name in ("href", "src"):
                if name in token.attrs:
                    token.attrs[name] = mdurl.encode(str(token.attrs[name]))
            addressed(token.children or [])

    parser = markdown_parser()
    environment: dict[str, object] = {}
    tokens = parser.parse(markdown, environment)
    addressed(tokens)
    return Renderer().render(tokens, parser.options, environment)


def test_every_example_is_parsed_as_the_specification_says() -> None:
    differ = [
        number
        for number, (markdown, html) in enumerate(examples(), 1)
        if html_of(markdown) != html.replace("<blockquote>\n</blockquote>", "<blockquote></blockquote>")
    ]
    assert differ == []
    assert len(examples()) == 652


def shown(value: object) -> Iterator[str]:
    """All texts within nodes, pictures by what they say instead."""
    if isinstance(value, Span):
        yield value.text
    elif isinstance(value, PictureSource):
        yield value.alt
    elif isinstance(value, tuple):
        for one in value:
            yield from shown(one)
    else:
        for name in getattr(value, "__struct_fields__", ()):
            yield from shown(getattr(value, name))


def test_every_example_is_shown_whole_or_refused() -> None:
    """No word of an example is lost on its slides, and none is added."""
    told: Counter[str] = Counter()
    for number, (markdown, html) in enumerate(examples(), 1):
        try:
            slides = parse_slides(f"# Title\n\n{markdown}")
        except MarkdownFault as fault:
            told.update({one[1] for one in fault.faults})
            assert all(hint for *_, hint in fault.faults), number
            continue
        texts = shown(
            tuple((one.title if at and not one.continues else (), one.nodes) for at, one in enumerate(slides))
        )
        alternatives = re.sub(r'<img [^>]*?alt="([^"]*)"[^>]*>', r"\1", html)
        expected = unescape(re.sub(r"<[^>]*>", "", alternatives))
        assert "".join("".join(texts).split()) == "".join(expected.split()), number
    assert told == {code: count for code, (_, count) in REFUSED.items()}
