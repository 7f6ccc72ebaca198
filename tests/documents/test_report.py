"""The long leave-behind: all that the deck says, in chapters that a person would print."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import Destination, DictionaryObject

from salespack.building.build import Builder, Request
from salespack.deck.model import (
    Columns,
    Kpi,
    Kpis,
    Lane,
    Moment,
    Node,
    Paragraph,
    Picture,
    Quote,
    Roadmap,
    Slide,
    Span,
    Table,
    Text,
)
from salespack.library.index import open_library
from tests.documents.builders import ON, chart, context, deck, pages, public, rendered, slide, slides, text
from tests.workspaces import BLOCKS, write_workspace

pytestmark = pytest.mark.slow

OPENING = slide("opening", "frame", "What matters to Acme now", slot="opening", layout="title")
NEXT = slide("one-service", "frame", "Two hours with one service", text("You choose one"), slot="next-step")


def promise(title: str, *nodes: Node, **fields: Any) -> Slide:
    fields = {"slot": "promise", "value": "fewer-outages", **fields}
    return slide(f"block-{title}", "benefit", title, *nodes, **fields)


def table(rows: int, *header: str) -> Table:
    header = header or ("Service", "Owner")
    cells = [tuple((Span(f"{name} {row}"),) for name in header) for row in range(1, rows + 1)]
    return Table(tuple("left" for _ in header), tuple((Span(name),) for name in header), tuple(cells))


def report(*chosen: Slide, language: str = "en", **known: Any) -> bytes:
    return rendered(
        "report.pdf",
        context(public(**known), made=deck(*chosen, language=language) if chosen else None, language=language),
    )


def headings(pdf: bytes) -> list[tuple[int, str, int]]:
    """The bookmarks: level, title and page, both counted from 1."""
    reader = PdfReader(io.BytesIO(pdf))

    def walk(items: list[Any], level: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            if isinstance(item, Destination):
                page = reader.get_destination_page_number(item)
                assert page is not None
                yield level, str(item.title), page + 1
            else:
                yield from walk(item, level + 1)

    return list(walk(reader.outline, 1))


def links(pdf: bytes) -> list[tuple[int, str | None]]:
    """The links: the page each stands on, and the address it leads to (None for a place in the document)."""
    found: list[tuple[int, str | None]] = []
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages, 1):
        for one in page.get("/Annots") or ():
            action = one.get_object().get("/A", DictionaryObject())
            target = action.get_object().get("/URI")
            found.append((number, None if target is None else str(target)))
    return found


def in_order(whole: str, *said: str) -> None:
    at = 0
    for one in said:
        found = whole.find(one, at)
        assert found >= 0, f"{one!r} is not there, or not after what comes before it"
        at = found + len(one)


def test_chapters_are_what_the_customer_values_with_promise_and_proof() -> None:
    doubt = slide("doubt", "dialogue", "What if it fails?", text("It does"), slot="doubt", value="fewer-outages")
    team = slide("team", "frame", "These people answer you", table(2, "Name", "Phone"), slot="team")
    direction = slide("direction", "frame", "Where you go", text("Four clinics"), slot="direction")
    opening, *others = slides()
    # The doubt stands late in the deck, and in the chapter of its value.
    pdf = report(opening, direction, *others[:-1], team, doubt, others[-1])
    assert [(level, title) for level, title, _ in headings(pdf)] == [
        (1, "Where things stand"),
        (2, "Where you go"),
        (1, "Fewer outages"),
        (2, "Things still fail, but few people notice"),
        (2, "More releases, and 88% fewer outage minutes"),
        (2, "What if it fails?"),
        (1, "A clear view"),
        (2, "One page shows what runs"),
        (1, "Next step"),
        (2, "Two hours with one service"),
        (2, "These people answer you"),
    ]
    in_order(
        " ".join(pages(pdf)),
        "What matters to Acme now",
        "For Acme Date December 1, 2026 From Aino Rantala, Lumikko",
        "In short Fewer outages Things still fail, but few people notice 11 min to recover, median",
        "Next step Two hours with one service",
        "Contents",
        "Fewer outages “Every outage reaches our nurses.” – Acme",
        "What we bring Things still fail, but few people notice",
        "What stops is started again at once",
        "11 min to recover, median",
        "What others did More releases, and 88% fewer outage minutes",
        "A clear view",
        "We looked everywhere.",
        "Who owns it?",
        "Your contact Aino Rantala Customer lead aino@lumikko.example",
    )


def test_only_what_is_public_is_said() -> None:
    whole = " ".join(pages(report()))
    assert "We do not sell a world without faults" not in whole  # spoken, so for deck and brief
    assert "Ask who noticed" not in whole


def test_what_the_customer_said_stands_once() -> None:
    quote = Quote((Paragraph((Span("Every outage reaches our nurses."),)),), (Span("Acme"),))
    told = slide("direction", "frame", "Where Acme is going", quote, slot="direction")
    assert " ".join(pages(report(OPENING, told, promise("Quiet nights", text("At once")), NEXT))).count("nurses") == 1
    alone = " ".join(pages(report(OPENING, promise("Quiet nights", text("At once")), NEXT)))
    assert "Fewer outages “Every outage reaches our nurses.” – Acme" in alone


def test_the_agenda_of_the_meeting_is_left_out_and_told() -> None:
    agenda = slide("agenda", "frame", "We start here", text("Before we leave the room"), slot="agenda")
    made = context(public(), made=deck(OPENING, agenda, promise("Quiet nights", text("At once")), NEXT))
    assert "leave the room" not in " ".join(pages(rendered("report.pdf", made)))
    assert [one for _, one in made.asked] == ["Before we leave the room"]


def test_contents_have_the_page_of_each_chapter() -> None:
    many = [promise(f"Section number {number}", text(*["A point to make"] * 6)) for number in range(1, 40)]
    pdf = report(OPENING, *many, NEXT)
    found = pages(pdf)
    told = [(title, page) for level, title, page in headings(pdf) if level == 1]
    assert [title for title, _ in told] == ["Fewer outages", "Next step"]
    assert len(headings(pdf)) == 42
    for title, page in told:
        assert re.search(rf"{re.escape(title)}[ .\u2060]*{page}(?!\d)", found[0]), title
        assert title in found[page - 1]
    assert sum(target is None for page, target in links(pdf) if page == 1) >= len(told)


def test_pages_have_the_customer_the_chapter_and_a_number() -> None:
    pdf = report(OPENING, *(promise(f"Section {number}", text(*["A point"] * 8)) for number in range(30)), NEXT)
    found = pages(pdf)
    assert len(found) > 4
    assert found[2].startswith("Acme – Fewer outages")
    for number, page in enumerate(found, 1):
        assert f"{number} / {len(found)}" in page
    assert "Acme –" not in found[0]


def test_a_long_table_repeats_its_head_and_loses_no_row() -> None:
    found = pages(report(OPENING, promise("A long table", table(400)), NEXT))
    whole = " ".join(found)
    with_rows = [page for page in found if re.search(r"Service \d+ Owner \d+", page)]
    assert len(with_rows) > 5
    assert all("Service Owner Service" in page for page in with_rows)
    assert [int(row) for row in re.findall(r"Service (\d+) Owner", whole)] == list(range(1, 401))
    assert "Table 1" not in whole


@pytest.mark.parametrize("rows", [3, 8, 12])
def test_a_short_table_stays_on_one_page(rows: int) -> None:
    for filling in range(0, 14, 3):
        fill = promise("Filling", text("\n".join(["line"] * (2 * filling + 1)), marker="none"))
        found = pages(report(OPENING, fill, promise("Short", text("One thing"), table(rows)), NEXT))
        (page,) = [page for page in found if "Short One thing" in page.replace("• ", "")]
        assert f"Service {rows} Owner {rows}" in page


def test_sources_stand_once_at_the_end_with_links_and_the_numbers_behind_titles_and_claims() -> None:
    case, review = "Source: A case, 2018, kube.example/case", "Source: A review"
    addresses = ("https://kube.example/case/", "")
    half = promise("Half the cost", text("A point"), sources=(case, review), source_urls=addresses)
    again = promise("Again", text("Another"), sources=(review,), source_urls=("",))
    claims = promise("Claims", text("One¹", "Two²"), sources=("¹ Source: A test", f"² {review}"), source_urls=("", ""))
    pdf = report(OPENING, half, again, claims, NEXT)
    found = pages(pdf)
    whole = " ".join(found)
    in_order(whole, "Half the cost 1,2", "Again 2", "Claims • One³ • Two²")
    in_order(found[-1], "Your contact", "Sources 1 A case, 2018, kube.example/case 2 A review 3 A test")
    assert (len(found), "https://kube.example/case/") in links(pdf)


def test_prose_stands_beside_what_it_is_about_and_asks_nothing() -> None:
    prose = (Paragraph((Span("Most of the saving is dull. What is yours? So it is quick."),)),)
    figures = Kpis((Kpi((Span("−24%"),), (Span("compute bill"),)),))
    saving = promise("Saving", figures, text("Machines sleep", "Whose machines are these?"), prose=prose)
    asking = slide("asking", "dialogue", "What did it teach you?", text("Who noticed?", "How late?"), slot="question")
    finished = rendered("report.pdf", context(made=deck(OPENING, saving, asking, NEXT)))
    whole = " ".join(pages(finished))
    in_order(whole, "Saving Most of the saving is dull. So it is quick. −24% compute bill", "Machines sleep")
    assert "?" not in whole
    assert [(one.text, one.block, one.why) for one in finished.left_out] == [
        ("Whose machines are these?", "block-Saving", "a question"),
        ("What is yours?", "block-Saving", "a question"),
        ("Who noticed?", "asking", "a question"),
        ("How late?", "asking", "a question"),
    ]


def test_what_is_shown_stands_with_its_text_by_its_own_title(tmp_path: Path) -> None:
    Image.new("RGB", (400, 200), "#0B6E82").save(tmp_path / "layers.png")
    layers = Picture(str(tmp_path / "layers.png"), "Four layers, yours at the top", 400, 200, "png")
    pdf = report(
        OPENING,
        promise("Releases", text("More of them"), chart()),
        promise("Layers", layers),
        promise("Steps", table(3)),
        promise("Untitled", chart("bar", title="")),
        promise("Side by side", Columns(((text("At the left"),), (chart("pie"),)))),
        NEXT,
    )
    whole = " ".join(pages(pdf))
    in_order(
        whole,
        "Releases • More of them Releases a year",
        "Layers",
        "What we bring Steps Service Owner Service 1 Owner 1",
        "At the left",
        "Releases a year",
    )
    assert not re.search(r"(Figure|Table) \d", whole)


def test_a_continued_slide_is_one_section_and_its_table_one_table() -> None:
    first = promise("Services", table(3), sources=("Source: A",))
    more = msgspec.structs.replace(first, nodes=(table(2, "Service", "Owner"), text("That is all")), continues=True)
    pdf = report(OPENING, first, more, NEXT)
    whole = " ".join(pages(pdf))
    assert [title for _, title, _ in headings(pdf)].count("Services") == 1
    assert whole.count("Service Owner Service") == 1
    assert "Table 2" not in whole
    in_order(whole, "Service 3 Owner 3", "Service 1 Owner 1", "That is all")
    assert len(re.findall(r"Sources 1 A\b", whole)) == 1


def test_a_numbered_list_goes_on_over_a_continuation() -> None:
    def steps(*numbers: int) -> Text:
        return Text(tuple(Paragraph((Span(f"Step {n}"),), marker="number", start=n) for n in numbers))

    first = promise("Steps", steps(1, 2))
    for numbers, said in [((3, 4), "3. Step 3"), ((1, 2), "1. Step 1")]:
        more = msgspec.structs.replace(first, nodes=(steps(*numbers),), continues=True)
        assert said in " ".join(pages(report(OPENING, first, more, NEXT))).partition("2. Step 2")[2]


def test_what_was_divided_for_slides_is_whole_in_documents() -> None:
    whole = promise("Services", table(9))
    parts = [
        msgspec.structs.replace(
            whole,
            title=(Span("Services"), Span(f"\u00a0({number}/2)")),
            nodes=(table(5),),
            continues=number > 1,
            part=(number, 2),
            undivided=whole if number == 1 else None,
        )
        for number in (1, 2)
    ]
    said = " ".join(pages(report(OPENING, *parts, NEXT)))
    assert "/2)" not in said
    assert "Service 9 Owner 9" in said
    assert "/2)" not in " ".join(pages(rendered("one-pager.pdf", context(made=deck(OPENING, *parts, NEXT)))))


def test_cover_and_end_take_what_title_and_closing_slides_add() -> None:
    by_line = Text((Paragraph((Span("December 1, 2026 · Lumikko"),)),))
    thanks = Text((Paragraph((Span("Aino Rantala"),)), Paragraph((Span("aino@lumikko.example"),))))
    closing = slide("closing", "frame", "Thank you", thanks, slot="closing", layout="closing")
    (first, *_, last) = found = pages(
        report(msgspec.structs.replace(OPENING, nodes=(by_line,)), *slides()[1:], closing)
    )
    assert "December 1, 2026 · Lumikko" not in first
    assert "Thank you Your contact Aino Rantala" in last
    assert " ".join(found).count("aino@lumikko.example") == 1
    more = msgspec.structs.replace(OPENING, nodes=(text("A plan for 140 services", marker="none"),))
    asked = msgspec.structs.replace(closing, nodes=(text("What should we do better?"),))
    found = pages(report(more, *slides()[1:], asked))
    assert "What matters to Acme now A plan for 140 services For Acme" in found[0]
    in_order(found[-1], "Thank you", "What should we do better?", "Your contact")
    as_chart = report(msgspec.structs.replace(OPENING, nodes=(chart(),)), *slides()[1:])
    assert "What matters to Acme now" in [title for _, title, _ in headings(as_chart)]


@pytest.mark.parametrize("rows", [19, 24, 29])
def test_a_heading_and_what_stands_over_it_stay_with_what_they_head(rows: int) -> None:
    case = slide(
        "case", "benefit", "It pays in six months", chart(), Columns(((table(14),), (chart(),))), slot="value-case"
    )
    case = msgspec.structs.replace(case, prose=(Paragraph((Span("The hours are your figures."),)),))
    pdf = report(OPENING, promise("Quiet nights", text(*"abcd"), table(rows)), case, NEXT)
    begun = next(page for page in pages(pdf)[1:] if "Working together" in page)
    assert "What we bring It pays in six months The hours are your figures." in begun


def test_lanes_are_a_calendar_to_read() -> None:
    def moment(day: int, when: str, what: str) -> Moment:
        return Moment((Span(when),), (Span(what),), begin=day, end=day + 6)

    ours = Lane((Span("Lumikko"),), (moment(0, "Week 1", "Measure"), moment(14, "Week 3", "Stand beside")))
    yours = Lane(
        (Span("Your team"),),
        (
            moment(7, "Week 2", "Choose"),
            moment(14, "Week 3", "Release"),
        ),
    )
    plan = Roadmap((ours, yours), "Two lanes over three weeks", 0, 21)
    whole = " ".join(pages(report(OPENING, promise("Three weeks", plan), NEXT)))
    assert "Lumikko Your team Week 1 Measure Week 2 Choose Week 3 Stand beside Release" in whole
    # Five of them have no room side by side.
    many = Roadmap((ours, yours, ours, yours, ours), "Five lanes", 0, 21)
    assert "Your team • Week 2: Choose" in " ".join(pages(report(OPENING, promise("Three weeks", many), NEXT)))


@pytest.mark.parametrize("rows", [14, 18, 22])
def test_what_happens_now_stands_on_one_page_with_the_sources(rows: int) -> None:
    """Three sources on a page of their own are a page that nobody would print."""
    cases = [
        slide(f"case-{n}", "experience", f"Case {n}", slot="proof", value="fewer-outages", sources=(f"Study {n}",))
        for n in range(9)
    ]
    told = [msgspec.structs.replace(one, prose=(Paragraph((Span("It was done."),)),)) for one in cases]
    team = slide("team", "frame", "These people answer you", table(9, "Name", "Phone"), slot="team")
    found = pages(report(OPENING, promise("Quiet nights", table(rows)), *told, team, NEXT))
    last = next(page for page in reversed(found) if "Two hours with one service" in page)
    assert "Sources 1 Study 0" in last
    assert "9 Study 8" in last


def test_the_contact_is_told_once_and_an_end_that_only_asks_is_left_out() -> None:
    team = slide("team", "frame", "These people", text("Aino Rantala, aino@lumikko.example"), slot="team")
    asking = slide("closing", "frame", "Thank you. What should we do better?", slot="closing", layout="closing")
    whole = " ".join(pages(report(OPENING, promise("One", text("Two")), NEXT, team, asking)))
    assert whole.count("aino@lumikko.example") == 1
    assert "do better" not in whole
    without = " ".join(pages(report(OPENING, promise("One", text("Two")), NEXT)))
    assert without.count("aino@lumikko.example") == 1


def test_in_short_says_a_sentence_to_each_line() -> None:
    told = promise("Quiet nights", text("Two"), prose=(Paragraph((Span("Who wakes? Nobody is woken. So be it."),)),))
    assert "Quiet nights Nobody is woken" not in pages(report(OPENING, told, NEXT))[0]
    told = promise("Quiet nights", text("Two"), prose=(Paragraph((Span("Nobody is woken. Who asks?"),)),))
    assert (
        "Quiet nights Nobody is woken. Next step Two hours with one service You choose one"
        in pages(report(OPENING, told, NEXT))[0]
    )


def test_the_contact_does_not_stand_alone_on_the_last_page() -> None:
    for filling in range(0, 48, 6):
        fill = promise("Filling", text("\n".join(["line"] * (filling + 1)), marker="none"))
        last = pages(report(OPENING, fill, NEXT))[-1]
        in_order(last, "Two hours with one service", "You choose one", "Your contact")


@pytest.mark.parametrize(
    ("language", "word"),
    [("fi", "Palvelutasotavoitteidenmittaamisjärjestelmä"), ("en", "internationalization")],
)
def test_long_words_stay_whole_where_they_fit(language: str, word: str) -> None:
    """Lines are ragged: only a word that is wider than its place is divided."""
    leads = text(*("word " * count + word for count in range(1, 20)), marker="none")
    pdf = report(OPENING, promise("Words", leads), NEXT, language=language)
    assert "\u00ad\n" not in "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert " ".join(pages(pdf)).count(word) == 19


def test_long_words_in_titles_and_figures_stay_on_the_page() -> None:
    word = "Palvelutasotavoitteidenmittaamisjärjestelmäkehitysympäristönkehittämishankesuunnitelma"
    figures = Kpis(tuple(Kpi((Span(word),), (Span(word),)) for _ in range(6)))
    pdf = report(OPENING, promise(word * 2, figures, table(2, *[word] * 6)), NEXT, language="fi")
    ends = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        raw = page.extract_text()
        ends.append(raw.count("\u00ad\n"))
    assert sum(ends) > 20


def test_a_long_quote_goes_on_on_the_next_page() -> None:
    quote = Quote((Paragraph((Span(" ".join(f"word{number}" for number in range(1500))),)),))
    found = pages(report(OPENING, promise("They said", quote), NEXT))
    assert sum("word" in page for page in found) >= 3
    assert "word1499" in found[-1] or "word1499" in found[-2]


def test_a_huge_picture_takes_no_more_than_its_place(tmp_path: Path) -> None:
    Image.new("1", (300, 6000)).save(tmp_path / "tall.png")
    tall = Picture(str(tmp_path / "tall.png"), "A tall one", 300, 6000, "png")
    found = pages(report(OPENING, promise("Tall", tall), promise("Two", Columns(((tall,), (text("Beside"),)))), NEXT))
    assert len(found) <= 4
    in_order(" ".join(found), "Tall", "Beside", "Your contact")


def test_a_value_answered_elsewhere_leads_there() -> None:
    made = deck(OPENING, slides()[2], NEXT)
    known = context(public(), made=made)
    # In the sample selection nothing is shared; what the context offers is enough for the template.
    shared = {**known["answers"][1], "also": [known["slides"][1]]}
    chapters = [
        *known["chapters"][:1],
        {
            **known["chapters"][0],
            "sections": [],
            "value": shared["value"],
            "name": "A clear view",
            "also": shared["also"],
        },
    ]
    other = known.having(chapters=chapters)
    (_, *rest) = pages(rendered("report.pdf", other))
    assert "More on this: • More releases, and 88% fewer outage minutes, page" in " ".join(rest)
    assert "Your contact" in rest[-1]


@pytest.mark.parametrize(("language", "name"), [("en", "Acme - In depth.pdf"), ("fi", "Acme - Syventävä aineisto.pdf")])
def test_the_customer_sees_a_name_in_words(
    language: str, name: str, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    translated = {path.replace(".md", ".fi.md"): f"---\n---\n{text.split('---')[2]}" for path, text in BLOCKS.items()}
    library = open_library(write_workspace(tmp_path, blocks={**BLOCKS, **translated}), None)
    request = Request(
        profile=Path("profiles/acme.yaml"),
        out=Path("out"),
        today=ON,
        language=language,
        only=("report.pdf",),
    )
    (placed,) = Builder(library, cache).build(request).placed
    assert placed.path.name == name
    assert placed.path.parent.name == "for-customer"
    assert "Calm nights" in " ".join(pages(placed.path.read_bytes()))


def test_names_are_text() -> None:
    name = "O'Neil & Söhne <AG> #1"
    pdf = report(customer={**public()["customer"], "name": name})
    assert f"For {name} Date" in pages(pdf)[0]
    assert pages(pdf)[1].startswith(name)


def test_documents_that_say_little() -> None:
    assert len(pages(report(OPENING, contact=None, values=[], goals=[], room=[]))) == 1
    assert "Contents" not in pages(report(OPENING))[0]
    assert "Your contact" in pages(report(OPENING))[0]


@pytest.mark.parametrize("language", ["en", "fi"])
def test_no_font_or_layout_warning(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typst warns, and goes on, where page numbers do not settle."""
    import typst

    warned: list[str] = []
    compiled = typst.compile_with_warnings

    def compile_and_tell(*arguments: Any, **named: Any) -> Any:
        pdf, warnings = compiled(*arguments, **named)
        warned.extend(warning.message for warning in warnings)
        return pdf, warnings

    monkeypatch.setattr(typst, "compile_with_warnings", compile_and_tell)
    for count in (1, 5, 9, 30):
        many = [promise(f"Section {n}", text(*["A point"] * 7), table(4), sources=("Source: A",)) for n in range(count)]
        report(OPENING, *many, NEXT, language=language)
    assert warned == []
