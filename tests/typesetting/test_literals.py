"""The law of templates for documents: whatever the text, it appears literally or the build reports a problem."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pypdf import PdfReader

from salespack.documents.literal_values import markdown_literal
from salespack.documents.output_templates import document_environment, find_outputs
from salespack.documents.rendering import render_output
from salespack.problems.problem import UserFault
from salespack.templating.environment import xml_literal
from tests.documents.builders import ON, context, public
from tests.searching import searching
from tests.templating.test_environment import USES

HOSTILE = [
    '#read("/etc/passwd")',
    "*A* _b_ `c` $x^2$ <label> @ref",
    "<b>bold</b> & &amp; <script>alert(1)</script>",
    "{{ 7 * 7 }} {% if x %} {# c #}",
    "quotes \" and ' and \\ and \\n \\u{41}",
    "- a list",
    "1. a list",
    "+ a list",
    "= Heading",
    "/ term: description",
    "https://example.com//x // comment /* also */",
    "--- -- ... ~ -?",
    "#[x] #let x = 1",
    "]) #panic() ([",
    "[a](javascript:alert(1)) ![b](c)",
    "| a | b |",
    "    code",
    "> quote",
    "## heading ##",
    "www.example.com a@b.example",
    "a;b,c:d",
]
TEMPLATES = {
    "x.typ.j2": (
        '{# for: customer #}\n#set document(title: "T")\n#set page(width: 400cm, height: 50cm)\n#set text(size: 9pt)\n'
        "|{{ customer.name }}|\n\n{% set a %}{{ customer.name }}{% endset %}\n"
        '#text("|{{ a }}|")\n\n- |{{ customer.name ~ "" }}|\n'
    ),
    "x.html.j2": (
        '{# for: customer #}<p title="{{ customer.name }}">{{ customer.name }}</p>'
        "{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{{ m(customer.name) }}"
    ),
    "x.md.j2": (
        "{# for: customer #}\n# {{ customer.name }}\n\n{{ customer.name }}\n\n- {{ customer.name }}\n\n"
        "> {{ customer.name }}\n\n**a** {{ customer.name }} _b_\n"
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("templates")
    for name, content in TEMPLATES.items():
        (made / name).write_text(content, encoding="utf-8")
    return made


def render(name: str, folder: Path, value: str) -> bytes:
    known = context(public(customer=public()["customer"] | {"name": value}))
    return render_output(
        find_outputs(folder)[name],
        known,
        environment=document_environment(folder),
        language="en",
        currency="EUR",
        on=ON,
    )


def texts_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text: str) -> str:
    """Without white space and what PDF readers drop: that text is there is the point, not how it is spaced."""
    return re.sub(r"[\s\u200b-\u200f\u2028-\u202e\u2060-\u206f\u00ad]", "", text)


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_text_in_a_pdf(folder: Path, value: str) -> None:
    found = squeezed(texts_of(render("x.pdf", folder, value)))
    assert found.count(f"|{squeezed(value)}|") == 3, found


@pytest.mark.slow
@pytest.mark.parametrize("use", USES)
def test_hostile_values_are_text_in_a_pdf_however_a_template_uses_them(tmp_path: Path, use: str) -> None:
    (tmp_path / "macros").write_text("{% macro bold(x) %}*{{ x }}*{% endmacro %}", encoding="utf-8")
    head = TEMPLATES["x.typ.j2"].partition("|")[0]
    lines = [f"|{use}|", *([] if "bold" in use else [f'#text("|{use}|")'])]
    template = "\n\n".join((head, "{% for x in goals %}", *lines, "{% endfor %}"))
    (tmp_path / "x.typ.j2").write_text(template, encoding="utf-8")
    known = context(public(goals=HOSTILE))
    output, environment = find_outputs(tmp_path)["x.pdf"], document_environment(tmp_path)
    found = squeezed(
        texts_of(render_output(output, known, environment=environment, language="en", currency="EUR", on=ON))
    )
    assert [value for value in HOSTILE if found.count(f"|{squeezed(value)}|") != len(lines)] == []


# Characters that both the documents' fonts and PDF readers know, and all that Typst reads as markup.
KNOWN = st.text(st.sampled_from("aZ09 äöÅß€—–\n*_`#$<>@[](){}\\/\"'=-+.,:;!?&%|~^"), min_size=1, max_size=30)


@searching(30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=KNOWN)
def test_any_value_is_text_in_a_pdf(folder: Path, value: str) -> None:
    found = squeezed(texts_of(render("x.pdf", folder, value)))
    assert found.count(f"|{squeezed(value)}|") == 3, found


@pytest.mark.slow
@searching(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(value="\U0001f3fb")  # a skin tone joins the letter before it, and no font has both
@given(value=st.text(st.characters(exclude_categories=["Cs", "Co"]), min_size=1, max_size=6))
def test_a_value_is_in_the_pdf_or_a_problem_says_why_not(folder: Path, value: str) -> None:
    try:
        assert render("x.pdf", folder, value)
    except UserFault as fault:
        assert {problem.code for problem in fault.problems} == {"SP604"}
        assert all("acme" in problem.message for problem in fault.problems)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.titles: list[str | None] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.titles += [value for _, value in attrs]
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        self.texts[-1] += data


# Noncharacters, which neither XML nor Markdown can hold, are left out by both targets.
NONCHARACTERS = "\ufffe\uffff" + "".join(map(chr, range(0xFDD0, 0xFDF0)))
UNICODE = st.characters(exclude_categories=["Cs", "Co", "Cc"], exclude_characters=NONCHARACTERS)
ANY = st.one_of(st.sampled_from(HOSTILE), st.text(UNICODE, min_size=1), KNOWN)


@pytest.mark.slow
@searching(200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=ANY)
def test_any_value_is_text_in_html(folder: Path, value: str) -> None:
    reader = _Reader()
    reader.feed(render("x.html", folder, value).decode())
    reader.close()
    assert reader.tags == ["p", "i"]
    assert reader.titles == [value]
    assert reader.texts == [value, value]


def markdown_texts(source: str) -> list[str]:
    """The plain text of every block; fails on anything that is no text."""
    found = []
    for block in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source):
        if block.type != "inline":
            assert block.type not in ("fence", "code_block", "html_block", "hr", "table_open"), block
            continue
        assert {inline.type for inline in block.children or ()} <= {
            "text", "text_special", "strong_open", "strong_close", "em_open", "em_close",
        }, block.content  # fmt: skip
        found.append("".join(inline.content for inline in block.children or ()))
    return found


@pytest.mark.slow
@searching(300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=ANY)
def test_any_value_is_text_in_markdown(folder: Path, value: str) -> None:
    made = render("x.md", folder, value).decode()
    assert markdown_texts(made) == [value, value, value, value, f"a {value} b"]


@searching(300)
@given(value=ANY)
def test_markdown_literal_reads_as_itself(value: str) -> None:
    assert markdown_texts(f"# x\n\n{markdown_literal(value)}\n") == ["x", value]


def test_markdown_stays_readable() -> None:
    assert (
        markdown_literal("Fewer night calls, 24/7 on-call (at 11.30).")
        == r"Fewer night calls, 24/7 on-call \(at 11.30\)."
    )


def test_html_is_escaped_as_xml_is() -> None:
    assert xml_literal("<a href='x'>&\"") == "&lt;a href=&#39;x&#39;&gt;&amp;&quot;"


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        ("m.html.j2", "<script>let x = '{{ customer.name }}'</script>", "a script"),
        ("m.html.j2", '<p onclick="{{ customer.name }}">', "onclick"),
        ("m.html.j2", "<p title={{ customer.name }}>", "quotation marks"),
        ("m.html.j2", "<p {{ customer.name }}>", "quotation marks"),
        ("m.html.j2", '<a href="{{ customer.name }}:alert(1)">x</a>', "a link"),
        ("m.html.j2", '<p style="{{ success }}">', "a style"),
        ("m.html.j2", "<style>p { {{ success }} }</style>", "a style"),
        ("m.html.j2", '<a title=a="{{ customer.name }}">x</a>', "quotation marks"),
        ("m.html.j2", '<a title="a"{{ customer.name }}>x</a>', "quotation marks"),
        ("m.html.j2", "<{{ customer.name }}>x", "the name of a tag"),
        ("m.html.j2", "<b{{ customer.name }}>x</b>", "quotation marks"),
        ("m.html.j2", "a &{{ customer.name }}; b", "a character reference"),
        ("m.html.j2", '<p title="{{ customer.name }}', "a tag that does not end"),
        ("m.html.j2", '<meta http-equiv=refresh content="0;url={{ company.website }}">', "a meta tag"),
        ("m.html.j2", '<a href="{{ customer.name }}">x</a>', "a link"),
        ("m.html.j2", '<a href="tel:{{ customer.name }}">x</a>', "a link"),
        ("m.html.j2", '<img src="images/{{ customer.name }}.png" alt="">', "a link"),
        ("m.html.j2", '<img srcset="{{ company.website }} 2x" alt="">', "srcset"),
        ("m.html.j2", '<script src="{{ company.website }}"></script>', "the attribute src of script"),
        ("m.html.j2", '<script/><b title="{{ customer.name }}">', "a script"),
        ("m.html.j2", '<svg><animate attributeName="href" values="{{ success }}"/></svg>', "the attribute values"),
        ("m.html.j2", "<xmp>{{ customer.name }}</xmp>", "the element xmp"),
        ("m.md.j2", "[us]({{ customer.name }})", "a link"),
        ("m.md.j2", "[us](tel:{{ customer.name }})", "a link"),
        ("m.md.j2", "[us](https://x.example/{{ company.name }})", "a link"),
        ("m.md.j2", "`{{ customer.name }}`", "code"),
        ("m.md.j2", "```\n{{ customer.name }}\n```", "a code block"),
        ("m.md.j2", "a <b title='{{ customer.name }}'>", "raw HTML"),
        ("m.md.j2", "<div>\n{{ customer.name }}\n</div>", "raw HTML"),
        ("m.md.j2", "<https://x.example/{{ customer.name }}>", "a link"),
    ],
)
def test_values_where_they_cannot_be_text_are_a_problem(tmp_path: Path, file: str, line: str, said: str) -> None:
    (tmp_path / file).write_text(f"{{# for: customer #}}\n\n{line}\n", encoding="utf-8")
    facts = {"customer": public()["customer"] | {"name": "javascript"}, "success": "x:expression(1)"}
    known = context(public(company=public()["company"] | {"name": "Lumikko Oy"}, **facts))
    output = find_outputs(tmp_path)[file.removesuffix(".j2")]
    with pytest.raises(UserFault) as caught:
        render_output(output, known, environment=document_environment(tmp_path), language="en", currency="EUR", on=ON)
    problem = caught.value.problems[0]
    assert (problem.code, said in problem.message) == ("SP607", True), problem
    assert problem.place is not None
    assert problem.place.line in (3, 4)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("m.html.j2", '<p style="color: #{{ brand.accent }}">'),
        ("m.html.j2", '<a href="mailto:{{ contact.email }}">'),
        ("m.html.j2", '<a href="{{ company.website }}">'),
        ("m.html.j2", "<!-- {{ customer.name }} -->"),
        ("m.html.j2", '<meta name="author" content="{{ customer.name }}: {{ success }}">'),
        (
            "m.html.j2",
            '<img alt="{{ success }}" src="https://x.example/{{ customer.name }}.png" width="{{ facts.services }}">',
        ),
        ("m.html.j2", "a < {{ customer.name }} & {{ customer.name }} >"),
        ("m.html.j2", "<title>{{ success }}</title><p data-a='{{ success }}' hidden>x</p>"),
        ("m.md.j2", "[us]({{ company.website }})"),
        ("m.md.j2", '[us](https://x.example "{{ customer.name }}: us")'),
    ],
)
def test_values_may_stand_in_links_and_colours(tmp_path: Path, file: str, line: str) -> None:
    (tmp_path / file).write_text(f"{{# for: customer #}}\n\n{line}\n", encoding="utf-8")
    output = find_outputs(tmp_path)[file.removesuffix(".j2")]
    assert render_output(
        output, context(), environment=document_environment(tmp_path), language="en", currency="EUR", on=ON
    )
