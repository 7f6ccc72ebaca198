"""Markdown to slides: what authors write and what they get, and each mistake at its line."""

from __future__ import annotations

import pytest

from salespack.assembly.body_templates import prepared, source_line
from salespack.assembly.markdown import MarkdownFault, parse_slides
from salespack.assembly.parsed_slides import ChartSource, ColumnsSource, PictureSource
from salespack.deck.model import Kpi, Kpis, Paragraph, Quote, Span, Table, Text


def plain(text: str, **look: bool) -> tuple[Span, ...]:
    return (Span(text, **look),)  # type: ignore[arg-type]


def faults(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(MarkdownFault) as caught:
        parse_slides(text)
    return [(line, code, message) for line, code, message, _ in caught.value.faults]


def test_titles_paragraphs_and_lists() -> None:
    (slide,) = parse_slides("# A **B** *C*\n\nlead\nmore\\\nend\n\n- one\n  1. deep\n\n     under\n- two\n\n## Small\n")
    assert slide.title == (Span("A "), Span("B", bold=True), Span(" "), Span("C", italic=True))
    assert slide.line == 1
    assert slide.nodes == (
        Text(
            (
                Paragraph(plain("lead more\nend")),
                Paragraph(plain("one"), marker="bullet"),
                Paragraph(plain("deep"), level=1, marker="number"),
                Paragraph(plain("under"), level=1),
                Paragraph(plain("two"), marker="bullet", start=2),
                Paragraph(plain("Small"), heading=True),
            )
        ),
    )


def test_a_title_starts_a_slide_and_a_break_continues_it() -> None:
    slides = parse_slides("# A\n\n- a\n\n---\n\n- b\n\n# B\n\n- c\n\n---\n\n# C\n")
    assert [(slide.title, slide.line, slide.continues) for slide in slides] == [
        (plain("A"), 1, False),
        (plain("A"), 5, True),
        (plain("B"), 9, False),
        (plain("C"), 15, False),
    ]


def test_notes_after_a_break_are_no_slide() -> None:
    slides = parse_slides("# A\n\n- a\n\n---\n\n::: notes\nSay it.\n:::\n")
    assert len(slides) == 1
    assert slides[0].notes == (Paragraph(plain("Say it.")),)


def test_fenced_divs() -> None:
    (slide,) = parse_slides(
        "# A\n::: kpis\n- **50 %** less *waiting*\n- **3 h** saved\n:::\n"
        "::: columns\n::: column\n**Left**\n- a\n:::\n::: column\n![alt](images/x.png)\n:::\n:::\n"
        "::: quote\nWe slept.\n\n— Nurse, night shift\n:::\n"
        "::: notes\nSay *this*.\n\n- point\n:::\n::: seller\nAsk that.\n:::\n"
    )
    kpis, columns, quote = slide.nodes
    assert kpis == Kpis(
        (
            Kpi(plain("50 %", bold=True), (Span("less "), Span("waiting", italic=True))),
            Kpi(plain("3 h", bold=True), plain("saved")),
        )
    )
    assert columns == ColumnsSource(
        (
            (Text((Paragraph(plain("Left", bold=True)), Paragraph(plain("a"), marker="bullet"))),),
            (PictureSource("images/x.png", "alt", 12),),
        )
    )
    assert quote == Quote((Paragraph(plain("We slept.")),), plain("Nurse, night shift"))
    assert slide.notes == (
        Paragraph((Span("Say "), Span("this", italic=True), Span("."))),
        Paragraph(plain("point"), marker="bullet"),
    )
    assert slide.seller == (Paragraph(plain("Ask that.")),)


def test_a_bare_fence_closes_the_innermost_also_after_a_list() -> None:
    (slide,) = parse_slides("# A\n::: columns\n::: column\n- a\n:::\n:::: column\n- b\n::::\n:::\nafter\n")
    columns, after = slide.nodes
    assert isinstance(columns, ColumnsSource)
    assert len(columns.columns) == 2
    assert after == Text((Paragraph(plain("after")),))


def test_colons_in_code_are_no_div() -> None:
    (slide,) = parse_slides("# A\n::: quote\n```\n::: columns\n:::\n```\n:::\n")
    assert slide.nodes == (Quote((Paragraph(plain("::: columns\n:::", code=True)),)),)


def test_tables_links_and_charts() -> None:
    (slide,) = parse_slides(
        "# A\n\n| a | b |\n|:--|--:|\n| x | [y](https://y.fi) |\n\n```chart\ntype: bar\nseries: {S: [1, 2]}\n```\n\n> Said\n>\n> — Who\n"
    )
    table, chart, quote = slide.nodes
    assert table == Table(
        ("left", "right"), (plain("a"), plain("b")), ((plain("x"), (Span("y", href="https://y.fi"),)),)
    )
    assert chart == ChartSource({"type": "bar", "series": {"S": [1, 2]}}, 7)
    assert quote == Quote((Paragraph(plain("Said")),), plain("Who"))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("text\n\n# A\n", (1, "SP314", "text before the first title")),
        ("---\n\n# A\n", (1, "SP314", "a break before the first slide")),
        ("# A\n\n<div>x</div>\n", (3, "SP303", "raw HTML is not allowed: <div>x</div>")),
        ("# A\n\n- one\n- <insert name>\n", (4, "SP303", "raw HTML is not allowed: <insert name>")),
        ("# A\n\na <b>x\n", (3, "SP303", "raw HTML is not allowed: <b>")),
        ("# A\n\ntext\n---\n", (4, "SP317", "“---” directly under text makes a heading of it")),
        ("# A\n\ntext\n===\n", (4, "SP317", "“===” directly under text makes a heading of it")),
        ("# A\n\n:::\n", (3, "SP311", "“:::” closes nothing")),
        ("# A\n\n::: notes\nx\n", (3, "SP313", "“::: notes” is never closed")),
        ("# A\n\n::: noets\nx\n:::\n", (3, "SP312", "“::: noets” is not known")),
        ("# A\n\n::: notes\n| a |\n|---|\n| b |\n:::\n", (3, "SP315", "“::: notes” holds more than text and lists")),
        (
            "# A\n\n::: quote\n![x](y)\n\n![x](z)\n:::\n",
            (3, "SP315", "a quote holds more than text and one picture"),
        ),
        ("# A\n\n::: notes\na\n\n---\n\nb\n:::\n", (6, "SP316", "a break inside a div")),
        (
            "# A\n\n" + "\n".join("  " * n + "- x" for n in range(11)),
            (12, "SP318", "a list nests deeper than nine levels"),
        ),
        ("# A\n\n- a\n\n  > b\n", (5, "SP319", "a list holds more than text and lists")),
        ("# A\n\n::: column\nx\n:::\n", (3, "SP320", "“::: column” outside “::: columns”")),
        ("# A\n\n::: columns\nx\n:::\n", (4, "SP320", "“::: columns” holds only “::: column”")),
        ("# A\n\n::: columns\n:::\n", (3, "SP320", "“::: columns” has no “::: column”")),
        ("# A\n\n::: quote\n::: notes\nx\n:::\n:::\n", (4, "SP320", "“::: notes” inside another div")),
        ("# A\n\n::: kpis\n50 % less\n:::\n", (3, "SP321", "“::: kpis” is a list of bold figures")),
        ("# A\n\nsee ![x](y) there\n", (3, "SP322", "a picture among text")),
        (
            "# A\n\n```\ncode\n\n::: seller\nx\n:::\n\n```\nmore\n```\n",
            (6, "SP326", "“:::” stands in a text and opens or closes nothing"),
        ),
        ("# A\n\n~~~\ncode\n", (3, "SP313", "the code that ~~~ opens is never closed")),
        ("# A\n\nwords\nof a ::: seller\n", (4, "SP326", "“:::” stands in a text and opens or closes nothing")),
        ("# A\n\n\t::: seller\n", (3, "SP326", "“:::” stands in a text and opens or closes nothing")),
        (
            "# A\n\n| a | b |\n|---|---|\n| ::: | c |\n",
            (5, "SP326", "“:::” stands in a text and opens or closes nothing"),
        ),
        ("# A\n\n![a ::: b](a.png)\n", (3, "SP326", "“:::” stands in a text and opens or closes nothing")),
        ("# A\n\n```chart\ntype: bar: x\n```\n", (4, "SP003", "a second “: ” in one line")),
    ],
)
def test_each_mistake_at_its_line(text: str, fault: tuple[int, str, str]) -> None:
    found = faults(text)
    assert fault in found
    assert len({line for line, *_ in found}) <= 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("- a{% if x %}\n- b{% endif %}\n", "- a{% if x +%}\n- b{% endif +%}\n"),
        ("{% if y %}\n- c\n{% endif -%}\n", "{% if y %}\n- c\n{% endif -%}\n"),
        ("a {# why #}\n::: notes {# b #}\n", "a {# why +#}\n::: notes {# b +#}\n"),
        ("{# alone #}\n  {% if x %} {# and #}\n", "{# alone #}\n  {% if x %} {# and #}\n"),
        ("{{ a }}{# why #}\n", "{{ a }}{# why +#}\n"),
        ("{% set a = [\n1] %}\nb{% set c =\n1 %}\n", "{% set a = [\n1] %}\nb{% set c =\n1 +%}\n"),
        ("{cost by 20 %}\n{{ a }}\n", "{cost by 20 %}\n{{ a }}\n"),
        ("a {% raw %}\n{% if %}\n{% endraw %}\n", "a {% raw %}\n{% if %}\n{% endraw %}\n"),
        ("{% raw %}a\n{% endraw %}b{% endif %}\n", "{% raw %}a\n{% endraw %}b{% endif +%}\n"),
        ("{% raw %}\n::: seller\n{% endraw %}\n:::\n{{ a }}", "{% raw %}\n::: seller\n{% endraw %}\n{% end_seller_scope +%}:::\n{{ a }}"),
        ("::: seller {# a #}\n{{ b }}\n{% if c %}:::\n", "::: seller {# a +#}{% seller_scope +%}\n{{ b }}\n{% if c %}{% end_seller_scope +%}:::\n"),
    ],
)  # fmt: skip
def test_tags_alone_on_a_line_leave_none_behind_and_others_keep_theirs(body: str, expected: str) -> None:
    assert prepared(body) == expected


def test_the_sellers_part_opens_the_sellers_scope_line_by_line() -> None:
    body = "# A\n::: seller\nAsk {{ relationship.state }}\n::: quote\nq\n:::\n:::\n```\n::: seller\n```\n"
    assert prepared(body) == (
        "# A\n::: seller{% seller_scope +%}\nAsk {{ relationship.state }}\n::: quote\nq\n:::\n"
        "{% end_seller_scope +%}:::\n```\n::: seller\n```\n"
    )


def test_a_rendered_line_is_found_again_in_its_source() -> None:
    source = "# T\n{% for x in xs %}\n- {{ x }} is\n{% endfor %}\n\n<b>no</b>\n"
    rendered = "# T\n- \U000f0000 is\n- \U000f0001 is\n- \U000f0002 is\n\n<b>no</b>\n"
    assert source_line(6, source, rendered) == 6
    assert source_line(3, source, rendered) == 3
    assert source_line(2, "a\nb", "a\nb") == 2
