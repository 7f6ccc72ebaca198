"""What is template and what is text: as Jinja's lexer has it, and no sooner."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment, TemplateSyntaxError

from salespack.templating.template_text import DATA, MARKUP, masked, template_code, template_parts


def parts(text: str) -> list[tuple[str, str]]:
    return [(part.sort, text[part.start : part.end]) for part in template_parts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("plain", [("text", "plain")]),
        ("{cost by 20 %}", [("text", "{cost by 20 %}")]),
        ("a {{ b }}\n", [("text", "a "), ("value", "{{ b }}"), ("text", "\n")]),
        ("{{ '%}' ~ \"{#\" }}x", [("value", "{{ '%}' ~ \"{#\" }}"), ("text", "x")]),
        ("a {%- if b -%}\n c", [("text", "a "), ("tag", "{%- if b -%}"), ("text", "\n c")]),
        ("{% set a = {'b': 1} %}", [("tag", "{% set a = {'b': 1} %}")]),
        ("{# a\n{{ b }} #}\n", [("comment", "{# a\n{{ b }} #}"), ("text", "\n")]),
        ("{% raw %} {{ a }} {% endraw -%} b", [("tag", "{% raw %}"), ("raw", " {{ a }} "), ("tag", "{% endraw -%}"), ("text", " b")]),
        ("{% raw %}{{ a }}", [("tag", "{% raw %}"), ("raw", "{{ a }}")]),
        ("a\r\n{{ b\r\n}}\r", [("text", "a\r\n"), ("value", "{{ b\r\n}}"), ("text", "\r")]),
    ],
)  # fmt: skip
def test_parts_are_told_apart(text: str, expected: list[tuple[str, str]]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text", ["{{ `a` }}, {{ b }}", "{{ a } {{ b }}", "{% if ( %} {{ b }}", "{{ “a” }} {{ b }}", "{# {{ b }}"]
)
def test_what_only_begins_like_a_template_is_text_and_others_are_found_behind_it(text: str) -> None:
    assert list(template_code(text)) == ["{{ b }}"]
    assert "".join(written for _, written in parts(text)) == text


@pytest.mark.slow
def test_many_that_only_begin_like_templates_are_read_in_time() -> None:
    text = "{{ ` " * 100_000
    assert masked(text) == text


def test_masks_are_as_long_as_what_they_stand_for_and_lines_stay_lines() -> None:
    assert masked("a{{ b }}c\n{% if\nd %}{# e #}f") == f"a{DATA * 7}c\n{MARKUP * 5}\n{MARKUP * 4}{MARKUP * 7}f"


PIECES = st.sampled_from(
    (
        "a",
        " ",
        "\n",
        "\r\n",
        "{",
        "}",
        "%",
        "#",
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "-",
        "+",
        "'",
        '"',
        "raw",
        "endraw",
        "if x",
        "(",
        "b",
    )
)


@given(st.lists(PIECES, max_size=24).map("".join))
@example("{% raw -%} {% endraw %}")
@example("{{ '}}' }}{%- raw %}{{{%- endraw +%}\n")
def test_jinja_agrees(text: str) -> None:
    """Where Jinja reads a text at all, what it takes for text is what stands between the templates, blanks apart."""
    assert "".join(written for _, written in parts(text)) == text
    try:
        tokens = list(Environment(keep_trailing_newline=True, autoescape=True).lexer.tokeniter(text, None))
    except TemplateSyntaxError:
        return
    data = "".join(value for _, kind, value in tokens if kind == "data")
    shown = "".join(written for sort, written in parts(text) if sort in ("text", "raw"))
    assert "".join(data.split()) == "".join(shown.split())
