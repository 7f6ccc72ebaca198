"""Brands whose master says no text styles: their prompts do, else their sample slides, else usual sizes are taken."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from salespack.deck.model import Paragraph, Span, Text
from salespack.ooxml.presentation import Presentation as Opened
from salespack.ooxml.reading import read_package
from salespack.powerpoint.brand.compile import compile_brand, text_styles
from salespack.powerpoint.writing.writer import slide_templates, write_deck
from tests.powerpoint.decks import deck, slide
from tests.powerpoint.packages import (
    CONTENT,
    MASTER_SHAPES,
    TITLE,
    brand_parts,
    master_xml,
    replace,
    write_zip,
)

PROMPT = (
    '<a:p><a:pPr algn="ctr"/><a:r><a:rPr lang="en-GB" sz="4400" b="1"><a:latin typeface="Arial"/></a:rPr><a:t>Click</a:t>'
    "</a:r></a:p>"
)
OUTLINE = "".join(
    f'<a:p><a:pPr lvl="{level}"><a:buFont typeface="StarSymbol"/><a:buChar char="\ue00c"/></a:pPr><a:r>'
    f'<a:rPr lang="en-GB" sz="{size}"/><a:t>Level</a:t></a:r></a:p>'
    for level, size in enumerate((3_200, 2_800, 2_400))
)
STYLES = re.compile(r"<p:txStyles>.*?</p:txStyles>", re.DOTALL)


def brand_of(tmp_path: Path, *, prompts: bool, sample: int | None) -> Path:
    """A brand whose master has no text styles; with `prompts` its placeholders' prompts say how text looks, and with a
    `sample` the body of a sample slide has letters of that size."""
    master = STYLES.sub("", master_xml(2, shapes=MASTER_SHAPES))
    if prompts:
        for kind, texts in (("title", PROMPT), ("body", OUTLINE)):
            at = master.index(f'type="{kind}"')
            start = master.index("<p:txBody>", at)
            end = master.index("</p:txBody>", at)
            master = f"{master[:start]}<p:txBody><a:bodyPr/><a:lstStyle/>{texts}{master[end:]}"
    parts = brand_parts((TITLE, CONTENT), master=master, slides=(1,) if sample else ())
    if sample:
        body = (
            '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Body"/><p:cNvSpPr/><p:nvPr><p:ph type="body" idx="1"/></p:nvPr>'
            f'</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en" sz="{sample}"/>'
            "<a:t>Words on a sample slide</a:t></a:r></a:p></p:txBody></p:sp></p:spTree>"
        )
        parts = replace(parts, "ppt/slides/slide1.xml", "</p:spTree>", body)
    return write_zip(tmp_path / "brand.pptx", parts)


@pytest.mark.parametrize(
    ("prompts", "sample", "title", "body"),
    [
        (True, None, ("prompts", 4_400), ("prompts", 3_200)),
        (False, 2_600, ("usual", 2_800), ("slides", 2_600)),
        (False, None, ("usual", 2_800), ("usual", 2_000)),
    ],
)
def test_sizes_come_from_prompts_then_sample_slides_then_what_is_usual(
    tmp_path: Path, prompts: bool, sample: int | None, title: tuple[str, int], body: tuple[str, int]
) -> None:
    path = brand_of(tmp_path, prompts=prompts, sample=sample)
    (found,) = text_styles(Opened(read_package(path))).values()
    assert [(one.source, one.size) for one in found.assumed] == [title, body]
    brand = compile_brand(path)
    role = brand.roles["bullets"]
    sizes = {one.idx: one.sizes[0] for one in brand.layouts[role.layout].placeholders}
    assert (sizes[role.title or 0], sizes[role.bodies[0]]) == (title[1], body[1])


def test_what_is_assumed_is_written_for_every_program_to_read(tmp_path: Path) -> None:
    """Title bold and in the middle, levels as in the prompts, and bullets that every computer can show, indented."""
    points = Text(tuple(Paragraph((Span(word),), level=at, marker="bullet") for at, word in enumerate(("One", "Two"))))
    brand = compile_brand(brand_of(tmp_path, prompts=True, sample=None))
    content = write_deck(deck(slide("A title", points)), brand, templates=slide_templates())
    master: Any = Presentation(io.BytesIO(content)).slide_master._element
    (first,) = master.iterfind(".//{*}titleStyle/{*}lvl1pPr")
    assert (first.get("algn"), first[-1].get("sz"), first[-1].get("b"), first[-1].get("lang")) == (
        "ctr",
        "4400",
        "1",
        None,
    )
    levels = [master.find(f".//{{*}}bodyStyle/{{*}}lvl{level}pPr") for level in (1, 2, 3, 9)]
    assert [one[-1].get("sz") for one in levels] == ["3200", "2800", "2400", "2400"]
    assert [one.find("{*}buChar").get("char") for one in levels[:3]] == ["•"] * 3
    assert [int(one.get("marL")) > 0 > int(one.get("indent")) for one in levels[:3]] == [True] * 3


def test_a_brand_with_styles_stays_as_it_is(sample_brand: Path) -> None:
    (found,) = text_styles(Opened(read_package(sample_brand))).values()
    assert (found.content, found.assumed) == (None, ())
