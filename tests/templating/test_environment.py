"""Values are data: whatever the text and whatever a template does with it, it appears literally or is refused."""

from __future__ import annotations

import datetime
import html
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, TemplateError

from salespack.assembly.forms.around import Around
from salespack.assembly.literal_slides import Literals
from salespack.assembly.markdown import MarkdownFault, parse_slides
from salespack.deck.model import Span, Text
from salespack.language.formatting import FilterFault
from salespack.problems.problem import Place
from salespack.templating.data_origin import of_customer, of_figures, of_words
from salespack.templating.environment import (
    TEMPLATE_ERRORS,
    Data,
    TokenEnvironment,
    Tokens,
    render,
    typst_literal,
    xml_literal,
)
from tests.searching import searching

HOSTILE = 'A*B_[x](y) {{7*7}} #read("x") <b> & \' ` \\ | ::: $x$ @me // -- https://x.y'
ENVIRONMENT = TokenEnvironment(DictLoader({"macros": "{% macro bold(x) %}**{{ x }}**{% endmacro %}"}))


def rendered(source: str, language: str = "en", **context: Any) -> tuple[str, Tokens]:
    tokens = Tokens(language)
    return render(ENVIRONMENT.from_string(source), Data("", context), tokens), tokens


def literal(source: str, language: str = "en", **context: Any) -> str:
    text, tokens = rendered(source, language, **context)
    return tokens.literal(text)


def test_a_printed_value_is_one_opaque_character() -> None:
    text, tokens = rendered("**{{ name }}**", name=HOSTILE)
    assert text == "**\U000f0000**"
    assert tokens.literal(text) == f"**{HOSTILE}**"
    assert tokens.value_of("\U000f0000") == HOSTILE


# What a template can do with a value; {M} is text of the template around it. Each gives the value literally.
USES = [
    "{{ x }}",
    "{% set y = x %}{{ y }}",
    "{% set y %}{{ x }}{% endset %}{{ y }}",
    "{% macro m(v) %}{{ v }}{% endmacro %}{{ m(x) }}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ x }}{% endcall %}",
    "{% for v in [x] %}{{ v }}{% endfor %}",
    "{{ x ~ '' }}",
    "{{ '' ~ x }}",
    "{% set y %}{{ '' }}{% endset %}{{ y ~ x }}",
    "{% set y %}{{ '' }}{% endset %}{{ x ~ y }}",
    "{% set y %}{{ '' }}{% endset %}{{ y + x }}",
    "{{ [x] | join }}",
    "{{ [x, ''] | join('') }}",
    "{{ {'v': x}.v }}",
    "{{ [{'v': x}] | join('', attribute='v') }}",
    "{{ x | default('none') }}",
    "{{ [x] | first }}",
    "{{ '%s' | format(x) }}",
    "{{ '%s' % x }}",
    "{{ 'Q' | replace('Q', x) }}",
    "{{ x | list | join }}",
    "{{ x[:3] ~ x[3:] }}",
    "{{ x | reverse | reverse }}",
    "{% with y = x %}{{ y }}{% endwith %}",
    "{% set n = namespace(v='') %}{% for c in [x] %}{% set n.v = n.v ~ c %}{% endfor %}{{ n.v }}",
    "{{ ''.join([x]) }}",
    "{{ (x ~ '').strip('\\x00') }}",
    "{{ '{}'.format(x) }}",
    "{% set y %}{{ x }}{% endset %}{% for c in y %}{{ c }}{% endfor %}",
    "{% set y %}{{ x }}{% endset %}{{ [y, ''] | join }}",
    "{% import 'macros' as m %}{{ m.bold(x) | default('') }}",
    "{{ x if x else x }}",
]
texts = st.text(
    st.characters(max_codepoint=0xEFFFF, exclude_categories=["Cs", "Co", "Cc"], exclude_characters="\ufffe\uffff"),
    max_size=40,
) | st.sampled_from([HOSTILE, "", "# x", "- y", "| z |"])


@pytest.mark.slow
@pytest.mark.parametrize("use", USES)
@searching(30)
@given(text=texts)
def test_the_law_in_markdown(use: str, text: str) -> None:
    body, tokens = rendered("# T\n\na" + use + "z\n", x=of_customer(text))
    slides = parse_slides(body)
    assert len(slides) == 1
    literals = Literals(
        tokens,
        lambda line, _: Place("f", line),
        lambda *_: pytest.fail("no picture"),
        lambda _: None,
        Around("en", datetime.date(2026, 12, 1)),
    )
    title, nodes, customers, *_ = literals.slide(slides[0])
    assert title == (Span("T"),)
    assert len(nodes) == 1
    assert isinstance(nodes[0], Text)
    bold = "bold" in use
    shown = "".join(span.text for span in nodes[0].paragraphs[0].spans)
    assert shown == f"a{text}z"
    assert len(nodes[0].paragraphs) == 1
    around = (Span("a"), Span(text, bold=True), Span("z")) if bold and text else None
    assert nodes[0].paragraphs[0].spans == (around or (Span(f"a{text}z"),)) or (bold and not text)
    assert customers or not text or "for c in y" in use  # text taken out of a block by the letter loses its origin


@pytest.mark.slow
@pytest.mark.parametrize("use", USES)
@searching(30)
@given(text=texts)
def test_the_law_in_xml_and_html(use: str, text: str) -> None:
    body, tokens = rendered('<p t="' + use + '">' + use + "</p>", x=text)
    written = tokens.literal(body, xml_literal)
    stars = "**" if "bold" in use else ""
    element = ElementTree.fromstring(written)
    # XML reads every white space in an attribute as a space (XML 1.0, 3.3.3).
    assert element.get("t") == stars + " ".join(text.replace("\t", " ").split("\n")) + stars
    assert element.text in (stars + text + stars, None if not text and not stars else "")
    assert html.unescape(written[written.index(">") + 1 : -len("</p>")]) == stars + text + stars
    assert len(element) == 0


@searching(30)
@given(text=texts)
def test_the_law_in_typst(text: str) -> None:
    body, tokens = rendered("{{ x }}", x=text)
    written = tokens.literal(body, typst_literal)
    assert written == "".join(f"\\u{{{ord(character):x}}}" for character in text)


@pytest.mark.parametrize(
    "source",
    [
        "{% set y %}a{% endset %}{{ y | upper }}",
        "{% set y %}a{% endset %}{{ y.upper() }}",
        "{% set y %}a%s{% endset %}{{ y % x }}",
        "{% set y %}a{% endset %}{{ y * 3 }}",
        "{% set y %}a{% endset %}{{ y | replace('a', x) }}",
        "{% set y %}a%s{% endset %}{{ y | format(x) }}",
        "{% filter upper %}{{ x }}{% endfilter %}",
        "{% filter d(x, true) %}{% endfilter %}",
        "{% filter join(x) %}ab{% endfilter %}",
        "{% set y | d(x, true) %}{% endset %}{{ y }}",
        "{% import 'macros' as m %}{{ 'v' | replace('v', m) }}",
        "{% autoescape false %}{{ x }}{% endautoescape %}",
        "{% autoescape true %}{{ x }}{% endautoescape %}",
        "{% set _ = xs.append('y') %}",
        "{% set _ = data.update({'y': 1}) %}",
        "{{ x.center(50000000) }}",
        "{{ x | center(50000000) }}",
        "{{ '%50000000s' % x }}",
        "{{ '{:50000000}'.format(x) }}",
        "{{ '%50000000s' | format(x) }}",
        "{{ cycler() }}",
        "{{ x | safe }}",
        "{{ x | e }}",
        "{{ x | escape }}",
        "{{ x | tojson }}",
        "{{ x | urlize }}",
        "{{ x | xmlattr }}",
        "{{ x.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ x | attr('__class__') }}",
        "{{ 'x' * 100000000 }}",
        "{{ 9 ** 9999999 }}",
        "{% import 'macros' as m %}{{ m }}",
        "{{ [x] }}",
        "{{ {'a': x} }}",
        "{{ none }}",
        "{{ true }}",
        "{{ range(1000000) | length }}",
    ],
)
def test_what_could_break_the_law_is_refused(source: str) -> None:
    with pytest.raises(TEMPLATE_ERRORS):
        rendered(source, x=HOSTILE, xs=["a"], data={"a": 1})


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ customer.nam }}", "“customer.nam” is not known here"),
        ("{{ custmer }}", "“custmer” is not known here"),
        ("{{ facts.outages | number }}", "“facts.outages” is not known here"),
        ("{% for x in facts.things %}{% endfor %}", "“facts.things” is not known here"),
        ("{{ 'a' ~ facts.things }}", "“facts.things” is not known here"),
        ("{{ [facts.things] | join }}", "“facts.things” is not known here"),
        ("{{ people[0].nmae }}", "“people[1].nmae” is not known here"),
    ],
)
def test_what_is_missing_is_named_in_full(source: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        rendered(source, customer={"name": "A"}, facts={"services": 1}, people=[{"name": "B"}])
    assert caught.value.message == message


def test_a_key_wins_over_a_method() -> None:
    assert literal("{{ facts.items }} {{ facts.get('keys') }}", facts={"items": 3, "keys": 4}) == "3 4"


@pytest.mark.parametrize(
    ("source", "language", "text"),
    [
        ("{{ 1200000 | money }}", "en", "€1,200,000"),
        ("{{ 1200000 | money }}", "fi", "1\xa0200\xa0000\xa0€"),
        ("{{ 0.5 | money }}", "fi", "0,50\xa0€"),
        ("{{ 1200.5 | money('USD') }}", "en", "$1,200.50"),
        ("{{ 1200.5 | money(digits=0) }}", "en", "€1,200"),
        ("{{ 12345.678 | number }}", "en", "12,345.68"),
        ("{{ 12345.678 | number(1) }}", "fi", "12\xa0345,7"),
        ("{{ 140 | number }}", "fi", "140"),
        ("{{ 0.4 | percent }}", "en", "40%"),
        ("{{ 0.4 | percent }}", "fi", "40\xa0%"),
        ("{{ 0.125 | percent }}", "fi", "12,5\xa0%"),
        ("{{ 0.125 | percent(0) }}", "en", "12%"),
        ("{{ '2026-12-01' | date }}", "en", "December 1, 2026"),
        ("{{ day | date('short') }}", "fi", "1.12.2026"),
        ("{{ day }}", "fi", "1. joulukuuta 2026"),
        ("{{ 4.5 }} {{ 2026 }} {{ 3.0 }}", "fi", "4,5 2026 3"),
        ("{{ 0.004 }} {{ 0.004 | number }} {{ 0.004 | number(1) }} {{ 0 | number }}", "en", "0.004 0.004 0.004 0"),
        ("{{ -0.0004 | number }} {{ 0.1 + 0.2 - 0.3 }} {{ 10 ** -9 }}", "fi", "-0,0004 0 0"),
        ("{{ 0.004 | money }} {{ 0 | money }} {{ 0.0000000001 | money }}", "en", "€0.004 €0 €0.00"),
        (
            "{{ '%s and %d' | format(1.5, 3) }} {{ '%(a)s' % {'a': 1.5} }} {{ '100 %%: %s' % 2.5 }}",
            "fi",
            "1,5 and 3 1,5 100 %: 2,5",
        ),
        ("{{ '{} {:.1f} {x}'.format(1.5, 1.5, x=day) }}", "fi", "1,5 1.5 1. joulukuuta 2026"),
        ("{{ 1.5 | replace('.', ',') }} {{ day | upper }} {{ 12 | title }}", "fi", "1,5 1. JOULUKUUTA 2026 12"),
        (
            "{{ '12' | int }} {{ '4.7' | int }} {{ '2.50' | float }} {{ 'soon' | int(3) }} {{ true | int }}",
            "en",
            "12 4 2.5 3 1",
        ),
        ("{{ day.strftime('%d.%m.%Y') }} {{ day.isoformat() }}", "fi", "01.12.2026 2026-12-01"),
    ],
)
def test_figures_and_days_in_the_language(source: str, language: str, text: str) -> None:
    assert literal(source, language, day=datetime.date(2026, 12, 1)) == text


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ 'many' | number }}", "number needs a figure, not the text “many”"),
        ("{{ none | money }}", "money needs a figure, not an empty value"),
        ("{{ [1] | percent }}", "percent needs a figure, not a list"),
        ("{{ true | number }}", "number needs a figure, not true"),
        ("{{ 'soon' | date }}", "date needs a day: “soon” is not a day such as 2026-12-01 or 1.12.2026"),
        ("{{ 3 | date }}", "date needs a day, not the figure 3"),
        ("{{ day | date('tiny') }}", "date cannot be written in the style of the text “tiny”"),
    ],
)
def test_filters_misused(source: str, message: str) -> None:
    with pytest.raises(FilterFault) as caught:
        rendered(source, day=datetime.date(2026, 12, 1))
    assert str(caught.value) == message


def test_an_unknown_language_is_told() -> None:
    with pytest.raises(FilterFault, match="how figures and days are written in the language “xx” is not known"):
        rendered("{{ 1.5 }}", "xx")


@pytest.mark.parametrize(
    ("source", "customers"),
    [
        ("{{ customer.name }}", True),
        ("{{ customer.name | upper }}", True),
        ("{{ facts.services | number }}", True),
        ("{{ (facts.services * 2) | money }}", True),
        ("{{ facts.services - 1 }}", True),
        ("{{ -facts.services }}", True),
        ("{% for goal in goals %}{{ goal }}{% endfor %}", True),
        ("{{ 'for ' ~ customer.name }}", True),
        ("{{ goals | join(', ') }}", True),
        ("{{ meeting.date | date }}", True),
        ("{% set x %}{{ customer.name }}{% endset %}{{ x }}", True),
        ("{{ customer.name.split('c')[0] }}", True),
        ("{{ customer.name.partition('c') | join }}", True),
        ("{{ ', '.join(goals) }}", True),
        ("{{ facts.by_year.items() | map('first') | join }}", True),
        ("{{ [facts.services, 1] | sum }}", True),
        ("{{ company.name }}", False),
        ("{{ 0.4 | percent }}", False),
        ("{% if customer.name %}{{ company.name }}{% endif %}", False),
    ],
)
def test_tokens_know_whose_data_they_are(source: str, customers: bool) -> None:
    theirs: Mapping[str, Any] = of_customer(
        {
            "customer": {"name": "Acme"},
            "facts": {"services": 140, "by_year": {"2024": 1}},
            "goals": ["grow"],
            "meeting": {"date": datetime.date(2026, 12, 1)},
        }
    )
    text, tokens = rendered(source, company={"name": "Lumikko"}, **theirs)
    assert tokens.holds_customer_data(text) is customers


@pytest.mark.parametrize(
    ("source", "own"),
    [
        ("{{ goals[0] }}", True),
        ("{{ goals | join(', ') | upper }}", True),
        ("{{ customer.name ~ ': ' ~ goals[0] }}", True),
        ("{% for goal in goals %}{{ goal.split(' ')[0] }}{% endfor %}", True),
        ("{{ facts.services * 2 }}", True),
        ("{{ [customer.name, facts.services] | join(' ') }}", True),
        ("{{ customer.name | upper }}", False),
        ("{{ customer.name ~ company.name }}", False),
        ("{{ company.name }}", False),
    ],
)
def test_tokens_know_what_the_customer_said_from_its_mere_name(source: str, own: bool) -> None:
    theirs = of_customer(
        {
            "customer": {"name": "Acme"},
            "facts": of_words(of_figures({"services": 140})),
            "goals": of_words(["grow fast"]),
        }
    )
    text, tokens = rendered(source, company={"name": "Lumikko"}, **theirs)
    assert tokens.holds_own_words(text) is own
    assert tokens.any_own_words is own


@given(st.text(max_size=60))
def test_markdown_never_crashes(text: str) -> None:
    try:
        slides = parse_slides(text)
    except MarkdownFault as fault:
        assert fault.faults
        assert all(line >= 1 for line, *_ in fault.faults)
    else:
        assert all(slide.line >= 1 for slide in slides)
