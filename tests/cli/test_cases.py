"""What users ran into, each as it happened to them: the files of a new workspace changed, one command, what they get.

`test_hints.py` has those whose right value is one message.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Cm
from typer.testing import CliRunner, Result

from salespack.cli.main import app
from salespack.typography import packed_fonts
from tests.assembly.designed_decks import box, deck_of, edited
from tests.cli.test_hints import HEAD, SLIDES
from tests.graphics.test_picture_metadata import SAID, exif
from tests.importing.decks import write_deck

pytestmark = pytest.mark.slow

BLOCK, PROFILE, LINE = "content_blocks/benefits/x.md", "profiles/example-customer.yaml", "content_blocks/benefits/x.md:"
FOLDER = Path("out/example-customer/first-meeting")
DECK, PDF = (
    FOLDER / "for-you/Example Customer - First meeting.pptx",
    FOLDER / "for-customer/Example Customer - First meeting.pdf",
)
BOTH = ("--only", "deck.pptx", "--only", "deck.pdf")


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SALESPACK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(packed_fonts, "EXTRA", ())  # as on a computer without salespack[fonts]
    packed_fonts.packed_fonts.cache_clear()
    assert CliRunner().invoke(app, ["init", str(tmp_path / "ws")]).exit_code == 0
    monkeypatch.chdir(tmp_path / "ws")
    return tmp_path / "ws"


def run(command: str) -> Result:
    return CliRunner().invoke(app, command.split())


def build(*options: str, block: str | None = None, code: int = 0) -> list[str]:
    """What a build says on stderr, with a block of this text pinned."""
    if block is not None:
        Path(BLOCK).write_text(block)
        options = ("--pin", "x", *options)
    done = run(" ".join(("build example-customer", *options)))
    assert done.exit_code == code, done.output
    return done.stderr.splitlines()


def change(old: str, new: str) -> None:
    profile = Path(PROFILE)
    text = profile.read_text()
    assert old in text
    profile.write_text(text.replace(old, new, 1))


def slide_of(title: str) -> list[str]:
    """The texts of the deck's slide with this title, shape by shape; those of tables, cell by cell."""
    (deck,) = FOLDER.glob("for-you/*.pptx")
    for slide in Presentation(str(deck)).slides:
        texts = []
        for shape in slide.shapes:
            if shape.has_table:
                texts += [cell.text for row in shape.table.rows for cell in row.cells]
            elif shape.has_text_frame:
                texts += shape.text_frame.text.split("\n")
        if title in texts:
            return texts
    raise AssertionError(title)


def page_of(title: str) -> str:
    """The text of the page of the deck's PDF that begins with a title."""
    pages = pypdfium2.PdfDocument(io.BytesIO(PDF.read_bytes()))
    texts = [str(page.get_textpage().get_text_range()) for page in pages]
    (found,) = [text for text in texts if title in text]
    return found


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("name: Example Customer", "name: Studio #9 Oy",
         '3:16: SP019 “#9 Oy” is lost: behind a blank, # begins a remark '
         '(put the text in quotes: "Studio #9 Oy"; a remark stands behind two blanks)'),
        ("- Open a second", "- Be #1 in Finland by 2028, and open a second",
         '9:8: SP019 “#1 in Finland by 2028, and open a second site next year” is lost: behind a blank, # begins a remark '
         '(put the text in quotes: "Be #1 in Finland by 2028, and open a second site next year"; '
         'a remark stands behind two blanks)'),
        ("employees: 120", "employees: 1,200",
         "5:14: SP103 customer.employees must be a whole number, not “1,200” (write 1200)"),
        ("employees: 120", "employees: 0120",
         "5:14: SP103 customer.employees must be a whole number, not “0120” "
         "(write 120, without quotes, blanks or zeros before it)"),
        ("- Open a", "- **Open** a",
         '9:5: SP003 text begins with “*”, which means something in YAML '
         '(put the text in quotes: "**Open** a second site next year")'),
        ("- Open a", "- Plan: open a",
         "9:5: SP103 goals[1] must be text, not `key: value` "
         '(put the text in quotes: "Plan: open a second site next year")'),
        ("- Open a", "- iot: open a",
         "9:5: SP205 the language “iot” is not declared (the only one is en; languages are declared in library.yaml; "
         'where it is no language, put the text in quotes: "iot: open a second site next year")'),
        ("name: Example", "name:Example", "3:7: SP003 no blank after the colon (write name: Example Customer)"),
    ],
    ids=["hash in a name", "hash in a goal", "comma", "leading zero", "bold", "colon", "colon behind three letters", "no blank"],
)  # fmt: skip
def test_a_slip_in_a_profile_is_told_at_its_place_with_what_to_write(old: str, new: str, told: str) -> None:
    change(old, new)
    assert build(code=1) == [f"{PROFILE}:{told}"]
    assert not FOLDER.exists()


def test_a_name_that_is_cut_is_no_less_a_fault_for_check() -> None:
    change("name: Example Customer", "name: Studio #9 Oy")
    done = run("check")
    assert done.exit_code == 1
    assert ":3:16: error SP019 customer: text behind “ #”, which YAML drops" in done.stdout


def test_an_axis_in_steps_of_half_has_each_whole_figure_once() -> None:
    chart = """```chart
type: line
alt: incidents a month
categories: [J, F, M, A, M2, J2]
series: {A: [1, 2, 1, 3, 4, 2], B: [2, 1, 2, 1, 3, 1]}
```
"""
    build(*BOTH, block=f"{HEAD}# Incidents\n\n{chart}")
    at = [one for one in page_of("Incidents").split() if re.fullmatch(r"\d", one)]
    assert at[:6] in (list("012345"), list("543210"))
    assert len(at) == 7  # the number of the slide


def test_a_brand_whose_title_does_not_wrap_makes_a_deck() -> None:
    """As the theme “Depth” of Microsoft's: a large title in one line."""
    brand = next(Path("content_blocks/brand").glob("*.p*tx"))
    content = brand.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        layouts = [one for one in archive.namelist() if re.fullmatch(r"ppt/slideLayouts/slideLayout\d+\.xml", one)]
        title = next(one for one in layouts if b'type="ctrTitle"' in archive.read(one))

    def unwrapped(markup: bytes) -> bytes:
        at = markup.index(b'type="ctrTitle"')
        body = markup.index(b"<a:bodyPr", at)
        end = markup.index(b">", body)
        return (
            markup[:body]
            + b'<a:bodyPr wrap="none"'
            + (b"/>" if markup[end - 1 : end] == b"/" else b">")
            + markup[end + 1 :]
        )

    brand.write_bytes(edited(content, {title: unwrapped}))
    assert not [one for one in build("--only", "deck.pptx") if "SP528" in one or "SP405" in one]
    assert slide_of("Example Customer: what matters to you")


def test_a_link_to_a_footnote_becomes_plain_and_its_slide_stays() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    row = f'<Relationship Id="rId77" Type="{office}/hyperlink" Target="#_ftn1"/></Relationships>'.encode()
    link = f'<a:rPr b="1"><a:hlinkClick xmlns:r="{office}" r:id="rId77"/></a:rPr><a:t>Words'.encode()

    def fill(slide: object) -> None:
        slide.shapes.title.text = "Alpha title"  # type: ignore[attr-defined]
        box(slide, "Words")

    deck = edited(
        deck_of(fill),
        {
            "ppt/slides/_rels/slide1.xml.rels": lambda text: text.replace(b"</Relationships>", row),
            "ppt/slides/slide1.xml": lambda text: text.replace(b'<a:rPr b="1"/><a:t>Words', link),
        },
    )
    Path("content_blocks/slides").mkdir(exist_ok=True)
    Path("content_blocks/slides/d.pptx").write_bytes(deck)
    assert [one for one in build(*BOTH, block=SLIDES) if "SP354" not in one] == [
        f"{LINE}3: warning: SP335 d.pptx, slide 1 links to “#_ftn1”, which is not there "
        "(the link is gone, and what it stood on stays)"
    ]
    assert "Words" in slide_of("Alpha title")
    assert "Words" in page_of("Alpha title")


def test_a_deck_in_a_language_that_the_starter_pack_lacks_leaves_the_check_green() -> None:
    lines = ["Aucune panne n’a réveillé personne pendant le dernier trimestre", "Les pannes ont baissé de deux tiers"]
    write_deck(Path("Présentation.pptx"), [("Des nuits calmes pour l’équipe d’astreinte", lines)])
    assert run("import deck Présentation.pptx --add-language fr --yes").exit_code == 0
    done = run("check")
    assert done.exit_code == 0, done.output
    assert (
        "content_blocks/packs/first-meeting.yaml: warning SP210 the required frame slot opening is empty" in done.output
    )


def test_a_customer_in_letters_that_no_font_has_gets_every_file() -> None:
    change("name: Example Customer", "name: 東和商事")
    told = build()
    without = (
        "no font has the characters “事” (U+4E8B), “和” (U+548C), “商” (U+5546), “東” (U+6771) of the profile "
        "“example-customer”; {} shows “□”"
    )
    for document in ("one-pager.pdf", "brief.pdf"):
        (line,) = [one for one in told if document in one]
        assert line.startswith(f"{PROFILE}:3:9: warning: SP604 {without.format(document)}")
    assert Path(FOLDER / "for-customer/東和商事 - One-pager.pdf").is_file()
    assert Path(FOLDER / "for-customer/東和商事 - First meeting.pdf").is_file()
    assert slide_of("東和商事: what matters to you")


def test_a_tick_in_a_title_stops_nothing() -> None:
    assert not [
        one for one in build(block=f"{HEAD}# All green ✅\n\n- every service answered in time\n") if "SP6" in one
    ]
    assert slide_of("All green ✅")
    assert {one.name for one in FOLDER.rglob("*") if one.suffix in (".pdf", ".pptx", ".eml")} == {
        DECK.name, "brief.pdf", PDF.name, "Example Customer - One-pager.pdf", "Example Customer - Mail.eml",
    }  # fmt: skip


def test_a_letter_that_no_font_has_is_told_at_its_line_and_stops_nothing() -> None:
    told = build(block=f"{HEAD}# All green\n\n- every service\n- in 東京\n")
    (pager,) = [one for one in told if "one-pager.pdf" in one]
    assert pager.startswith(
        f"{LINE}7: warning: SP604 no font has the characters “京” (U+4EAC), “東” (U+6771) of the block “x”; "
        "one-pager.pdf shows “□”"
    )
    assert slide_of("All green")


def test_a_figure_with_an_exponent_is_the_figure() -> None:
    chart = "```chart\ntype: column\nalt: a\ncategories: [a, b]\nseries: {S: [1e6, 2e6]}\n```\n"
    assert not [one for one in build(*BOTH, block=f"{HEAD}# A\n\n{chart}") if "SP10" in one or "SP3" in one]
    values = [
        list(plot.series[0].values)
        for slide in Presentation(str(DECK)).slides
        for shape in slide.shapes
        if shape.has_chart
        for plot in shape.chart.plots
    ]
    assert values == [[1_000_000, 2_000_000]]


def test_a_percentage_is_never_all_or_nothing_that_it_is_not() -> None:
    build(
        *BOTH,
        block=f"{HEAD}# Availability {{{{ 0.9995 | percent }}}}\n\n- {{{{ 0.0004 | percent }}}} of calls failed\n",
    )
    assert "0.04% of calls failed" in slide_of("Availability 99.95%")
    assert "0.04% of calls failed" in page_of("Availability 99.95%")


def test_nothing_of_who_took_a_photo_goes_to_the_customer() -> None:
    file = io.BytesIO()
    Image.new("RGB", (320, 240), "navy").save(file, "JPEG", exif=exif(), comment="Secret remark")
    assert all(said in file.getvalue() for said in SAID)
    Path("content_blocks/benefits/images").mkdir()
    Path("content_blocks/benefits/images/phone.jpg").write_bytes(file.getvalue())
    pack = Path("content_blocks/packs/first-meeting.yaml")
    outputs = "outputs: [deck.pptx, deck.pdf, one-pager.pdf, brief.pdf, report.pdf, handout.pptx, email.html]"
    pack.write_text(re.sub(r"^outputs: .*$", outputs, pack.read_text(), flags=re.MULTILINE))
    build(block=f"{HEAD}# Our site\n\n![our site](images/phone.jpg)\n")
    written = [one for one in FOLDER.rglob("*") if one.suffix in (".pdf", ".pptx", ".html")]
    assert len(written) == 7
    for one in written:
        parts = [one.read_bytes()]
        if one.suffix == ".pptx":
            with zipfile.ZipFile(one) as archive:
                parts = [archive.read(name) for name in archive.namelist()]
        assert not any(said in part for said in SAID for part in parts), one


@pytest.mark.parametrize(
    ("body", "told", "shown"),
    [
        ("| Plan | Price |\n|---|---|\n| A | 10 | from 2027: 12 |\n",
         ["8:12: warning: SP327 “from 2027: 12” is not shown: the row has 3 cells, and the table 2 columns"],
         ["Plan", "Price", "A", "10"]),
        ("| Plan | Price |\n| A | 10 |\n",
         ["6:1: warning: SP328 “| Plan | Price |” would be shown as it is written: a row of a table without the line "
          "|---|---| is not known here"],
         []),
        ("- ~~old~~ new, m^2^, H~2~O\n- [ ] open task\n- less[^1]\n\n[^1]: Survey 2026\n",
         [f"{place}: warning: SP328 “{written}” would be shown as it is written: {what} is not known here"
          for place, written, what in (
              ("6:3", "~~old~~", "text that is struck through"), ("6:17", "^2^", "raised text"),
              ("6:23", "~2~", "lowered text"), ("7:3", "[ ]", "a task"), ("8:7", "[^1]", "a footnote"),
              ("10:1", "[^1]:", "a footnote"))],
         []),
    ],
    ids=["cells beyond the header", "a table without its rule", "marks of other Markdowns"],
)  # fmt: skip
def test_what_a_slide_does_not_show_as_it_was_meant_is_told(body: str, told: list[str], shown: list[str]) -> None:
    said = build("--only", "deck.pptx", block=f"{HEAD}# Price\n\n{body}")
    assert [one.partition(" (")[0] for one in said] == [f"{LINE}{one}" for one in told]
    assert [one for one in shown if one not in slide_of("Price")] == []
    checked = run(f"check {BLOCK}").stdout
    for one in told:
        place, _, message = one.partition(": warning: ")
        code, _, words = message.partition(" ")
        assert re.search(rf":{place}: (error|warning) {code} {re.escape(words)}", checked), checked


def test_the_words_of_seller_stay_with_the_seller_whatever_ends_the_lines() -> None:
    text = (
        "---\nkind: benefit\nvalues: {fewer-interruptions: 5}\n---\n# Things cost less\n\n- One\n"
        "- Two{% if customer.name %} for us{% endif %}\n::: seller\n"
        "They pay too much: our margin here is 40 percent{% if goals %}, so push {{ goals[0] }}{% endif %}\n:::\n"
    )
    Path(BLOCK).write_bytes(text.replace("\n", "\r\n").encode())
    assert run("build example-customer --pin x --force").exit_code == 0
    assert "Two for us" in slide_of("Things cost less")
    for one in (FOLDER / "for-customer").iterdir():
        content = one.read_bytes()
        if one.suffix == ".pdf":
            pages = pypdfium2.PdfDocument(io.BytesIO(content))
            content = " ".join(page.get_textpage().get_text_range() for page in pages).encode()
        assert b"40 percent" not in content, one
    with zipfile.ZipFile(DECK) as archive:
        assert not [name for name in archive.namelist() if b"40 percent" in archive.read(name)]
    brief = pypdfium2.PdfDocument(io.BytesIO((FOLDER / "for-you/brief.pdf").read_bytes()))
    assert "40 percent" in " ".join(page.get_textpage().get_text_range() for page in brief)


def test_a_chart_alone_on_a_title_slide_comes_on_a_slide_without_titles_and_not_on_the_cover() -> None:
    def fill(slide: Any) -> None:
        for one in list(slide.placeholders):
            one._element.getparent().remove(one._element)
        data = CategoryChartData()  # type: ignore[no-untyped-call]
        data.categories = ["North", "South"]
        data.add_series("Share", (3, 5))  # type: ignore[no-untyped-call]
        slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(3), Cm(4), Cm(18), Cm(10), data)

    deck = Presentation()
    fill(deck.slides.add_slide(deck.slide_layouts[0]))
    Path("content_blocks/slides").mkdir(exist_ok=True)
    deck.save("content_blocks/slides/d.pptx")
    build("--only", "deck.pptx", "--force", block=SLIDES.replace("slide: 1}", "slide: 1, keep: brand}"))
    made = Presentation(str(DECK))
    (slide,) = [one for one in made.slides if any(shape.has_chart for shape in one.shapes)]
    kinds = [one.placeholder_format.type for one in slide.slide_layout.placeholders]
    assert PP_PLACEHOLDER.CENTER_TITLE not in kinds
    assert PP_PLACEHOLDER.SUBTITLE not in kinds


def test_what_follows_letters_of_another_font_begins_behind_them() -> None:
    """Calibri has no rouble sign: it is drawn in another font, which is wider, and the next run stands off it."""

    def fill(slide: Any) -> None:
        slide.shapes.title.text = "Signs and units"
        paragraph = slide.placeholders[1].text_frame.paragraphs[0]
        for text, bold in (("₽₽₽₽₽₽", False), ("after", True)):
            run = paragraph.add_run()
            run.text, run.font.bold, run.font.name = text, bold, "Calibri"

    deck = Presentation()
    fill(deck.slides.add_slide(deck.slide_layouts[1]))
    Path("content_blocks/slides").mkdir(exist_ok=True)
    deck.save("content_blocks/slides/d.pptx")
    build(*BOTH, "--force", block=SLIDES)
    with pypdfium2.PdfDocument(PDF) as pages:
        boxes = [
            (text.get_text_range(at, 1), text.get_charbox(at))
            for page in pages
            for text in (page.get_textpage(),)
            if "Signs and units" in text.get_text_bounded()
            for at in range(text.count_chars())
        ]
    signs = [box for letter, box in boxes if letter == "₽"]
    first = next(
        box for letter, box in boxes if letter == "a" and box[1] >= signs[0][1] - 20 and box[3] <= signs[0][3] + 20
    )
    assert len(signs) == 6
    assert first[0] >= signs[-1][2] - 1
