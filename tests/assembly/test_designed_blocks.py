"""Slides designed in PowerPoint: which they are, what their texts become, and what is told when something is wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation

from salespack.deck.model import Paragraph, Span, Table, Text
from salespack.ooxml.markup import A
from salespack.templating.environment import Data, Tokens
from tests.assembly.designed_decks import box, chart, deck_of, edited, make, names, picture, saved, table
from tests.workspaces import PROFILE


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def titled(text: str) -> Any:
    def fill(slide: Any) -> None:
        slide.shapes.title.text = text

    return fill


THREE = deck_of(titled("Our offer"), titled("What  it\vcosts"), titled("Our offer"))


def said(slide: Any) -> str:
    """All texts of a python-pptx slide."""
    return " | ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def titles(made: Any) -> list[str]:
    return ["".join(span.text for span in slide.title) for slide in made.slides]


@pytest.mark.parametrize(
    ("slide", "expected"),
    [
        (1, ["Our offer"]),
        (2, ["What it costs"]),
        (257, ["What it costs"]),
        ("What it costs", ["What it costs"]),
        ("'  What it   costs '", ["What it costs"]),
        ("[3, 257]", ["Our offer", "What it costs"]),
        ("[]", ["Our offer", "What it costs", "Our offer"]),
    ],
)
def test_slides_are_named_by_id_number_or_title(tmp_path: Path, slide: object, expected: list[str]) -> None:
    assert titles(make(tmp_path, THREE, slide)) == expected


@pytest.mark.parametrize(
    ("slide", "problem"),
    [
        (4, "4:45: SP332 ../slides/offer.pptx: there is no slide 4 (it has 3 slides)"),
        (0, "4:45: SP332 ../slides/offer.pptx: there is no slide 0 (it has 3 slides)"),
        (300, "4:45: SP332 ../slides/offer.pptx: no slide has the id 300 (its ids: 256 is slide 1, 257 is slide 2, 258 is slide 3)"),
        ("What it cost", "4:45: SP332 ../slides/offer.pptx: no slide has the title “What it cost” (did you mean “What it costs”?)"),
        ("Our offer", "4:45: SP332 ../slides/offer.pptx: several slides have the title “Our offer”: slide 1 (id 256) and slide 3 (id 258) (name the one by its id)"),
        ("[1, 9]", "4:49: SP332 ../slides/offer.pptx: there is no slide 9 (it has 3 slides)"),
    ],
)  # fmt: skip
def test_a_slide_that_is_not_there(tmp_path: Path, slide: object, problem: str) -> None:
    assert make(tmp_path, THREE, slide).problems == [f"content_blocks/news/tried.md:{problem}"]


def test_the_id_stays_when_slides_move(tmp_path: Path) -> None:
    import io

    deck = Presentation(io.BytesIO(THREE))
    ids = deck.slides._sldIdLst
    ids.insert(0, ids[1])
    assert titles(make(tmp_path, saved(deck), 257)) == ["What it costs"]


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        ("/etc/passwd", "SP330 “/etc/passwd” is not a path inside the library (write ../slides/NAME.pptx)"),
        ("..\\\\slides\\\\offer.pptx", "SP330"),
        ("../../secret.pptx", "SP330 “../../secret.pptx” lies outside the library (copy the deck into the library's slides/)"),
        ("../slides/link.pptx", "SP330 “../slides/link.pptx” lies outside the library"),
        ("../slides/ofer.pptx", "SP331 the deck “../slides/ofer.pptx” is not there (did you mean “offer.pptx”?)"),
        ("../slides/words.txt", "SP503 ../slides/words.txt is not a PowerPoint file"),
        ("../slides/empty.pptx", "SP503 ../slides/empty.pptx is empty"),
        ("../slides/cut.pptx", "SP504 ../slides/cut.pptx is damaged"),
        ("../slides/locked.pptx", "SP502 ../slides/locked.pptx is password-protected"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used(tmp_path: Path, file: str, problem: str) -> None:
    slides = tmp_path / "content_blocks" / "slides"
    slides.mkdir(parents=True)
    (tmp_path / "secret.pptx").write_bytes(THREE)
    (slides / "link.pptx").symlink_to(tmp_path / "secret.pptx")
    (slides / "words.txt").write_text("no deck")
    (slides / "empty.pptx").write_bytes(b"")
    (slides / "cut.pptx").write_bytes(THREE[: len(THREE) // 2])
    (slides / "locked.pptx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    (found,) = make(tmp_path, THREE, None, front=f'slides: {{file: "{file}", slide: 1}}\n').problems
    assert found.startswith("content_blocks/news/tried.md:4:")
    assert problem in found


def test_a_block_beside_the_library_root_may_name_the_deck_from_there(tmp_path: Path) -> None:
    made = make(tmp_path, THREE, None, front="slides: {file: slides/offer.pptx, slide: 1}\n")
    assert titles(made) == ["Our offer"]


# --- texts -----------------------------------------------------------------------------------------------------------


def test_an_expression_that_powerpoint_split_into_runs(tmp_path: Path) -> None:
    source = deck_of(lambda slide: box(slide, "Dear {", "{ customer.", "name }", "} and all"))
    made = make(tmp_path, source)
    (slide,) = made.presentation().slides
    (shape,) = [one for one in slide.shapes if one.name == "Box"]
    runs = shape.text_frame.paragraphs[0].runs
    assert [(run.text, run.font.bold) for run in runs] == [("Dear Acme", True), (" and all", False)]
    assert made.slides[0].holds_customer_data


def test_quotes_as_powerpoint_types_them(tmp_path: Path) -> None:
    source = deck_of(lambda slide: box(slide, "{{ customer.revenue or “none, ‘yet’” }}", " “kept”"))
    (slide,) = make(tmp_path, source).presentation().slides
    assert "none, 'yet' “kept”" in said(slide)


def test_text_without_data_of_the_customers_is_the_same_for_all(tmp_path: Path) -> None:
    source = deck_of(lambda slide: box(slide, "{{ company.name }} and { braces }"))
    made = make(tmp_path, source)
    assert not made.slides[0].holds_customer_data
    assert "Lumikko and { braces }" in said(made.presentation().slides[0])


def test_paragraphs_repeat_and_tags_leave_nothing_behind(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        frame = box(slide, "{% for one in facts.teams %}").text_frame
        for text in ("{{ one.name }}:", "{% if one.people > 5 %}", "large", "{% endif %}", "{% endfor %}", "end"):
            frame.add_paragraph().text = text

    (slide,) = make(tmp_path, deck_of(fill)).presentation().slides
    assert said(slide).endswith("Red:\nBlue:\nlarge\n{{ evil }}:\nend")


@pytest.mark.parametrize(
    "rows",
    [
        [["Team", "People"], ["{%tr for t in facts.teams %}{{ t.name }}", "{{ t.people }}{%tr endfor %}"]],
        [["Team", "People"], ["{%tr for t in facts.teams %}", ""], ["{{ t.name }}", "{{ t.people }}"], ["{%tr endfor %}", ""]],
        [["Team", "People"], ["{%tr for t in facts.teams %}{{ t.name }}", "{{ t.people }}"], ["{%tr endfor %}", ""]],
    ],
)  # fmt: skip
def test_rows_of_a_table_repeat(tmp_path: Path, rows: list[list[str]]) -> None:
    made = make(tmp_path, deck_of(lambda slide: table(slide, rows)))
    (slide,) = made.presentation().slides
    (frame,) = [one for one in slide.shapes if one.has_table]
    texts = [[cell.text for cell in row.cells] for row in frame.table.rows]
    assert texts == [["Team", "People"], ["Red", "4"], ["Blue", "6"], ["{{ evil }}", "1"]]
    assert frame.height == sum(row.height for row in frame.table.rows)
    (node,) = [one for one in made.slides[0].nodes if isinstance(one, Table)]
    assert node.rows[1] == ((Span("Blue"),), (Span("6"),))


def test_rows_repeat_over_several_and_under_a_condition(tmp_path: Path) -> None:
    rows = [["A", "B"], ["{%tr for t in facts.teams if t.people > 3 %}{{ t.name }}", "x"], ["{%tr if loop.first %}first", "y{%tr endif %}"], ["", "z{%tr endfor %}"]]  # fmt: skip
    (slide,) = make(tmp_path, deck_of(lambda one: table(one, rows))).presentation().slides
    (frame,) = [one for one in slide.shapes if one.has_table]
    texts = [[cell.text for cell in row.cells] for row in frame.table.rows]
    assert texts == [["A", "B"], ["Red", "x"], ["first", "y"], ["", "z"], ["Blue", "x"], ["", "z"]]


def test_alternative_texts_and_charts_and_notes_may_hold_jinja(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        picture(slide)._element.nvPicPr.cNvPr.set("descr", "Logo of {{ customer.name }}")
        frame = chart(slide)
        frame.chart.has_title = True
        frame.chart.chart_title.text_frame.text = "Cost of {{ customer.name }}"
        slide.notes_slide.notes_text_frame.text = "Ask {{ customer.name }}\n\nthen wait"

    made = make(tmp_path, deck_of(fill))
    (slide,) = made.presentation().slides
    (shown,) = [one for one in slide.shapes if one.name == "Picture 1"]
    assert shown._element.nvPicPr.cNvPr.get("descr") == "Logo of Acme"
    (frame,) = [one for one in slide.shapes if one.has_chart]
    assert frame.chart.chart_title.text_frame.text == "Cost of Acme"
    assert slide.notes_slide.notes_text_frame.text == "Ask Acme\n\nthen wait"
    assert made.slides[0].notes[0] == Paragraph((Span("Ask Acme"),))


def test_braces_that_only_look_like_a_template(tmp_path: Path) -> None:
    source = deck_of(lambda slide: box(slide, "Write {{ customer.name }} or {% x"))
    (slide,) = make(tmp_path, source, front="jinja: false\n").presentation().slides
    assert "Write {{ customer.name }} or {% x" in said(slide)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Hi {{ customer.nme }}", "SP302 ../slides/offer.pptx, slide 1 “Offer”, “Box”, in “Hi {{ customer.nme }}”: “customer.nme” is not known here (did you mean “customer.name”?)"),
        ("{{ relationship.state }}", "SP302 ../slides/offer.pptx, slide 1 “Offer”, “Box”, in “{{ relationship.state }}”: “relationship” is not known here"),
        ("{{ customer.name", "SP301 ../slides/offer.pptx, slide 1 “Offer”, “Box”, in “{{ customer.name”: “{{” is never closed (write }} where it ends; where the slide only looks like a template, write `jinja: false` in the block)"),
        ("{% for x in goals %}", "SP301 ../slides/offer.pptx, slide 1 “Offer”, “Box”, in “{% for x in goals %}”: {% for %} is never closed (write {% endfor %} where it ends;"),
        ("{{ customer.name | number }}", "SP304 ../slides/offer.pptx, slide 1 “Offer”, “Box”, in “{{ customer.name | number }}”: number needs a figure"),
        ("{{ 1 / 0 }}", "SP301 ../slides/offer.pptx, slide 1 “Offer”, “Box”, in “{{ 1 / 0 }}”: a figure is divided by 0"),
        ("{{ 'a' * 9999999 }}", "SP329 ../slides/offer.pptx, slide 1 “Offer”, “Box”, in “{{ 'a' * 9999999 }}”: the template makes more than 2,000,000 characters of text"),
        ("{% set s = '\u2028' * 9000 %}{{ s }}", "SP329 ../slides/offer.pptx, slide 1 “Offer”, “Box”: the template makes 9,002 pieces of text of one"),
        ("{% seller_scope %}{{ relationship }}{% end_seller_scope %}", "SP301"),
    ],
)  # fmt: skip
def test_a_mistake_names_file_slide_shape_and_text(tmp_path: Path, text: str, problem: str) -> None:
    def fill(slide: Any) -> None:
        slide.shapes.title.text = "Offer"
        box(slide, text)

    (found,) = make(tmp_path, deck_of(fill)).problems
    assert found.startswith(f"content_blocks/news/tried.md:4:9: {problem}")


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        box(slide, "{{ a }}", name="One")
        frame = box(slide, "fine", name="Two").text_frame
        frame.add_paragraph().text = "{{ b }}"
        table(slide, [["{{ c }}", ""], ["", ""]])

    found = make(tmp_path, deck_of(fill, fill), "[1, 2]").problems
    assert [re.findall("slide (.), “(.*)”, in “(.*)”:", one)[0] for one in found] == [
        (slide, name, text)
        for slide in "12"
        for name, text in (("One", "{{ a }}"), ("Two", "{{ b }}"), ("Table 2", "{{ c }}"))
    ]


def test_a_table_without_rows_is_a_problem(tmp_path: Path) -> None:
    rows = [["{%tr for t in goals %}{{ t }}", "{%tr endfor %}"]]
    (found,) = make(tmp_path, deck_of(lambda slide: table(slide, rows))).problems
    assert "SP334 ../slides/offer.pptx, slide 1, “Table 2”: the table has no rows left" in found


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc", "Co"]), max_size=30))
def test_whatever_a_value_says_it_appears_literally(text: str) -> None:
    from salespack.powerpoint.designed.text_templates import TextTemplates
    from salespack.templating.environment import TokenEnvironment, render

    root = etree.fromstring(f'<r xmlns:a="{A[1:-1]}"><b><a:p><a:r><a:t>[{{{{ v }}}}]{{% for w in [v, v] %}}-{{{{ w ~ "!" }}}}{{% endfor %}}</a:t></a:r></a:p></b></r>')  # fmt: skip
    tokens, environment = Tokens(), TokenEnvironment()
    templates = TextTemplates(
        lambda template: render(environment.from_string(template), Data("", {"v": text}), tokens),
        tokens.literal,
        lambda _: "shape",
    )
    assert templates.apply(root)
    assert not templates.problems
    lines = re.split("\r\n|[\r\n\v\u2028\u2029]", text)
    shown = "\n".join(lines)
    found = "".join("\n" if one.tag == f"{A}br" else one.text or "" for one in root.iter(f"{A}t", f"{A}br"))
    assert found == f"[{shown}]-{shown}!-{shown}!".replace("\ufffe", "").replace("\uffff", "")


# --- what the block says itself --------------------------------------------------------------------------------------


def noted(slide: Any) -> None:
    slide.shapes.title.text = "Offer"
    slide.notes_slide.notes_text_frame.text = "As presented in May"


def test_the_blocks_own_notes_come_instead(tmp_path: Path) -> None:
    body = "::: notes\nSay {{ customer.name }}.\n:::\n\n::: seller\nAsk about {{ relationship.kind }}.\n:::\n"
    made = make(
        tmp_path, deck_of(noted, noted), "[1, 2]", body=body, profile=PROFILE + "relationship: {kind: prospective}\n"
    )
    first, second = made.presentation().slides
    assert first.notes_slide.notes_text_frame.text == "Say Acme."
    assert second.notes_slide.notes_text_frame.text == "As presented in May"
    assert made.slides[0].seller == (Paragraph((Span("Ask about prospective."),)),)
    assert not any(slide.has_notes_slide for slide in made.presentation("handout").slides)


def test_a_break_ends_the_notes_of_a_slide(tmp_path: Path) -> None:
    body = "::: notes\nOne\n:::\n\n---\n\n::: notes\nTwo\n:::\n"
    made = make(tmp_path, deck_of(noted, noted), "[1, 2]", body=body)
    assert [slide.notes[0].spans[0].text for slide in made.slides] == ["One", "Two"]
    (found,) = make(tmp_path, deck_of(noted), 1, body=body).problems
    assert "SP324 notes for 2 slides, and there are 1 (a line --- ends the notes of a slide)" in found


def test_a_designed_block_makes_no_slides_of_its_own(tmp_path: Path) -> None:
    for body in ("# Title\n\n- text\n", "words\n"):
        (found,) = make(tmp_path, THREE, 1, body=body).problems
        assert found.startswith("content_blocks/news/tried.md:6: SP324 the block's slides are designed in PowerPoint")


def test_what_a_slide_says_is_there_for_documents(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        slide.shapes.title.text = "Fewer calls"
        box(slide, "Half as many", " nights")
        chart(slide)

    (slide,) = make(tmp_path, deck_of(fill), front="minutes: 4\n").slides
    assert slide.title == (Span("Fewer calls"),)
    text, figures = slide.nodes
    assert text == Text((Paragraph((Span("Half as many", bold=True), Span(" nights"))),))
    assert (figures.type, figures.categories, figures.series[0].values) == ("column", ("Old", "Older"), (1.0, 2.0))
    assert (slide.kind, slide.minutes, slide.provenance.block) == ("news", 4.0, "tried")


def test_the_translations_slides_win(tmp_path: Path) -> None:
    source = deck_of(titled("Hello"), titled("Hei"))
    front = "translates: 1\nslides: {file: ../slides/offer.pptx, slide: 2}\n"
    files = {"content_blocks/news/tried.fi.md": f"---\n{front}---\n::: notes\nSano.\n:::\n"}
    made = make(tmp_path, source, 1, files=files, language="fi")
    assert titles(made) == ["Hei"]
    assert made.slides[0].notes[0].spans[0].text == "Sano."
    without = {"content_blocks/news/tried.fi.md": "---\ntranslates: 1\n---\n::: notes\nSano.\n:::\n"}
    assert titles(make(tmp_path, source, 1, files=without, language="fi")) == ["Hello"]
    own = {"content_blocks/news/tried.fi.md": "---\ntranslates: 1\n---\n# Oma dia\n"}
    assert titles(make(tmp_path, source, 1, files=own, language="fi")) == ["Oma dia"]


def test_provenance_changes_with_the_slide(tmp_path: Path) -> None:
    first = make(tmp_path, deck_of(titled("One"))).slides[0].provenance.content_hash
    assert make(tmp_path, deck_of(titled("One"))).slides[0].provenance.content_hash == first
    assert make(tmp_path, deck_of(titled("Two"))).slides[0].provenance.content_hash != first


def test_a_part_that_is_missing_is_one_problem(tmp_path: Path) -> None:
    whole = deck_of(titled("One"))
    (found,) = make(tmp_path, edited(whole, {"ppt/slides/slide1.xml": b"<p:sld"})).problems
    assert "SP508 ../slides/offer.pptx ppt/slides/slide1.xml cannot be read" in found
    layouts = {name: None for name in names(whole) if "slideLayouts/slide" in name}
    (found,) = make(tmp_path, edited(whole, layouts)).problems
    assert "SP504 ../slides/offer.pptx is damaged: ppt/slides/slide1.xml has no layout" in found
