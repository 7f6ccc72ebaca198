"""The built-in documents: what they say, to whom, on how many pages, in which language."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import cast

import msgspec
import pytest
from jinja2 import UndefinedError
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from salespack.deck.model import Kpi, Kpis, Node, Paragraph, SheetCell, Span, Text, Worksheet
from salespack.documents.context import document_context
from salespack.documents.look import DocumentLook
from salespack.documents.output_templates import document_environment, find_outputs
from salespack.documents.rendering import lacking, render_output
from salespack.matching.selection import Choice, EmptyReason, Reason, Rejection, RunnerUp, Term
from salespack.problems.problem import UserFault
from salespack.templating.environment import TokenEnvironment, Tokens, render
from tests.documents.builders import (
    COLOURS,
    ON,
    chart,
    context,
    deck,
    pages,
    public,
    rendered,
    selection,
    seller,
    slide,
    slides,
    text,
    with_nodes,
)

pytestmark = pytest.mark.slow

PDFS = ("one-pager.pdf", "brief.pdf", "case-sheet.pdf", "report.pdf")


def language_of(pdf: bytes) -> str:
    catalog = cast(DictionaryObject, PdfReader(io.BytesIO(pdf)).trailer["/Root"])
    return str(catalog["/Lang"])


def test_one_pager_holds_the_customers_words_our_answer_and_the_next_step() -> None:
    (page,) = pages(rendered("one-pager.pdf"))
    for said in (
        "What matters to Acme now",
        "Open four regional clinics by 2028",
        "Fewer night calls within one quarter",
        "“Every outage reaches our nurses.”",
        "Things still fail, but few people notice",
        "11 min",
        "More releases, and 88% fewer outage minutes",
        "Source: Case study, 2017",
        "Agreed plan",
        "Name a service · Renee Castillo · Dec 1, 2026 · One service, and who runs it",
        "Meet again",
        "Next step: two hours with one service",
        "aino@lumikko.example",
    ):
        assert said in page
    assert "Put a price on an hour" not in page  # that is done
    assert "We do not sell a world without faults" not in page
    assert "Ask who noticed" not in page


def test_brief_is_marked_on_every_page_and_tells_the_seller_everything() -> None:
    long = tuple(
        slide(f"block-{n}", "market", f"Slide {n}", slot="situation", notes=(Paragraph((Span("A note. " * 60),)),))
        for n in range(12)
    )
    found = pages(rendered("brief.pdf", context(made=deck(*slides(), *long), internal=True)))
    assert len(found) > 1
    assert all("For the seller – internal" in page for page in found)
    whole = " ".join(found)
    for said in (
        "Renee Castillo",
        "Not named Finance director",
        "18.8",
        "interview Oct 2, 2026",
        "at risk",
        "We do not sell a world without faults.",
        "Ask who noticed the last outage first.",
        "speaks to “Fewer outages” (18.8)",
        "fresh evidence (0.9)",
        "Runner-up: “Another promise”, 7.7 points behind",
        "Slides 9 min of 30 min: 21 min left for talk.",
        "Team: the library has no block for it that suits them",
        "What Globex did: names a customer who does not want to be a reference (Globex)",
        "promise-more: repair first: they are not content with us in this (A clear view)",
    ):
        assert said in whole, said
    assert "weaker" not in whole


@pytest.mark.slow
def test_brief_says_in_short_what_can_be_said() -> None:
    """Where we have no answer to what they value most, the next one is told, and sentences are counted as they stand."""
    unanswered = [one for one in slides() if one.provenance.block != "failures-stay-small"]
    first = pages(rendered("brief.pdf", context(made=deck(*unanswered), internal=True)))[0]
    assert "In three sentences 1 Fewer outages: “Every outage reaches our nurses.”" in first
    assert "2 A clear view: One page shows what runs" in first
    assert "3 More releases, and 88% fewer outage minutes" in first
    unproven = [one for one in unanswered if one.kind != "experience"]
    first = pages(rendered("brief.pdf", context(made=deck(*unproven), internal=True)))[0]
    assert "In short 1 Fewer outages: “Every outage reaches our nurses.” 2 A clear view: One page" in first


@pytest.mark.parametrize(
    ("distance", "said"), [(0.04, "just as strong"), (-0.002, "just as strong"), (-1.0, "1 point ahead")]
)
def test_brief_tells_a_runner_up_that_is_as_strong_or_stronger(distance: float, said: str) -> None:
    """A block that was pinned may be weaker than the one that it stands in for."""
    chosen = selection()
    pinned = msgspec.structs.replace(
        chosen.choices[1], pinned=True, runners_up=(RunnerUp("other-block", 12.0, distance),)
    )
    changed = msgspec.structs.replace(chosen, choices=(chosen.choices[0], pinned, *chosen.choices[2:]))
    whole = " ".join(pages(rendered("brief.pdf", context(chosen=changed, internal=True))))
    assert f"Runner-up: “Another promise”, {said}." in whole


def test_brief_never_ends_a_page_with_the_line_that_leads_to_what_is_left_out() -> None:
    for lines in range(8, 13):
        note = tuple(Paragraph((Span("A note."),)) for _ in range(lines))
        made = deck(*slides(), slide("long", "market", "Long", slot="situation", notes=note))
        whole = pages(rendered("brief.pdf", context(made=made, internal=True)))
        (page,) = (one for one in whole if "Ruled out for this customer" in one)
        assert "What Globex did" in page, lines


def test_brief_says_why_slots_are_empty_whatever_the_words_of_matching() -> None:
    choices = tuple(
        Choice(
            slot=f"slot-{why.name}", value="clear-visibility", reason="…", empty=why, answered_by=block, because=because
        )
        for why in EmptyReason
        for because in ["clear-visibility" if why is EmptyReason.REPAIR_FIRST else ""]
        for block in (["more-releases"] if why is EmptyReason.ANSWERED else [None])
    )
    chosen = msgspec.structs.replace(selection(), choices=choices)
    known = document_context(deck(), chosen, public(), look=DocumentLook.plain(COLOURS), language="en", seller=seller())
    assert [gap["reason"] for gap in known["gaps"]] == [
        "Answered by: More releases, and 88% fewer outage minutes",
        "no block for it answers anything they value",
        "the library has no block for it that suits them",
        "repair first: they are not content with us in this: A clear view",
        "not now: it does not suit how we stand with them",
        "no room within the limits",
        "it would have nothing to say",
    ]
    assert [slide["slot"] for slide in known["answers"][1]["also"]] == ["proof"]


def test_templates_know_the_full_name_of_what_is_missing() -> None:
    template = TokenEnvironment().from_string("{{ proof.valu }}")
    with pytest.raises(UndefinedError, match=r"“slides\[3\].valu” is not known here"):
        render(template, context(), Tokens())


def test_case_sheet_is_one_experience_with_its_source() -> None:
    (page,) = pages(rendered("case-sheet.pdf"))
    for said in ("More releases, and 88% fewer outage minutes", "Source: Case study, 2017", "Fewer outages"):
        assert said in page


def test_case_sheet_tells_who_what_they_faced_did_and_have_now() -> None:
    def part(lead: str, said: str) -> Paragraph:
        return Paragraph((Span(f"{lead}:", bold=True), Span(f" {said}")))

    prose = (part("Challenge", "It fell over."), part("What they did", "One way."), part("Result", "It stands."))
    changed = [msgspec.structs.replace(one, prose=prose) if one.kind == "experience" else one for one in slides()]
    made = deck(*changed)
    about = {"Industry": "Retail", "Country": "Finland"}
    known = document_context(
        made, selection(), public(), look=DocumentLook.plain(COLOURS), language="en", cases={"more-releases": about}
    )
    assert [(one["label"], one["spans"][0]["text"]) for one in known["case"]["parts"]] == [
        ("Challenge", "It fell over."), ("What they did", "One way."), ("Result", "It stands."),
    ]  # fmt: skip
    (page,) = pages(rendered("case-sheet.pdf", known))
    for said in (
        "Industry Retail",
        "Country Finland",
        "Challenge It fell over.",
        "What they did One way.",
        "Your contact",
    ):
        assert said in page.replace("Country", " Country").replace("  ", " ") or said in page


@pytest.mark.parametrize(
    ("answers", "worked_out"), [("fewer-outages", True), ("clear-visibility", True), ("fewer-outages", False)]
)
def test_case_sheet_says_what_that_would_be_for_the_customer_where_it_is_worked_out(
    answers: str, worked_out: bool
) -> None:
    """Only by a calculation of the case's own value: another customer's result is never taken for theirs."""
    sheets = (Worksheet("Value case", (20.0,), ((SheetCell("Hours"),),)),)
    payback = slide(
        "payback", "benefit", "The first year is paid back in about 6 months",
        chart(sheets=sheets if worked_out else ()), slot="value-case", sources=("Your own figures: Acme, 10/2026",),
    )  # fmt: skip
    chosen = selection()
    choice = Choice(slot="value-case", block="payback", score=1.0, terms=(Term("value", answers, 1.0),))
    chosen = msgspec.structs.replace(chosen, choices=(*chosen.choices, choice))
    (page,) = pages(rendered("case-sheet.pdf", context(made=deck(*slides(), payback), chosen=chosen)))
    said = "What that would be for you The first year is paid back in about 6 months Your own figures: Acme, 10/2026"
    assert (said in page) is (answers == "fewer-outages" and worked_out)
    assert ("about 6 months" in page) is (answers == "fewer-outages" and worked_out)


def test_case_sheet_needs_an_experience() -> None:
    known = context(made=deck(*(one for one in slides() if one.kind != "experience")))
    assert lacking(find_outputs(None)["case-sheet.pdf"], known) == ("proof",)
    with pytest.raises(UserFault) as caught:
        rendered("case-sheet.pdf", known)
    assert caught.value.problems[0].code == "SP609"


@pytest.mark.parametrize("name", PDFS)
def test_pdfs_are_accessible_and_the_same_every_time(name: str) -> None:
    pdf = rendered(name)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in bytes(pdf)
    assert rendered(name) == pdf
    reader = PdfReader(io.BytesIO(pdf))
    assert language_of(pdf) == "en"
    assert reader.metadata is not None
    assert reader.metadata.title
    assert str(reader.metadata["/CreationDate"]).startswith("D:20261201")


@pytest.mark.parametrize("name", PDFS)
def test_only_the_fonts_of_the_documents_are_used(name: str) -> None:
    fonts = set(re.findall(rb"/BaseFont ?/([\w+-]+)", rendered(name)))
    assert fonts
    assert all(b"Manrope" in font or b"SourceSansPro" in font for font in fonts)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("one-pager.pdf", "Mistä näette, että se onnistui"),
        ("brief.pdf", "Vain myyjälle – sisäinen"),
        ("case-sheet.pdf", "Miksi kerromme tästä teille"),
        ("email.html", "Ystävällisin terveisin"),
        ("release.md", "Yhteyshenkilönne: Aino Rantala"),
        ("report.pdf", "Sisällys"),
    ],
)
def test_finnish(name: str, said: str) -> None:
    made = rendered(name, context(internal=name == "brief.pdf", language="fi"))
    whole = " ".join(pages(made)) if name.endswith(".pdf") else made.decode()
    assert said in whole
    if name.endswith(".pdf"):
        assert "1. joulukuuta 2026" in whole
        assert language_of(made) == "fi"


def test_long_finnish_words_are_hyphenated_though_every_character_is_escaped() -> None:
    word = "Palvelutasotavoitteidenmittaamisjärjestelmäkehitysympäristö"
    known = context(public(values=[{"id": "fewer-outages", "name": "A", "quote": word}]), language="fi")
    pdf = rendered("one-pager.pdf", known)
    raw = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert "\u00ad\n" in raw
    assert word in pages(pdf)[0]


@pytest.mark.parametrize("bullets", [3, 60])
def test_one_pager_leaves_out_the_lightest_until_it_has_one_page_with_its_foot(bullets: int) -> None:
    long = text(*(f"Point {n}: the alert goes to the people who own the service" for n in range(bullets)))
    fact = Text((Paragraph((Span("Median time to recover: "), Span("11 minutes", bold=True), Span(", at last"))),))
    made = slides()
    changed = [
        slide(
            one.provenance.block,
            one.kind,
            one.title[0].text,
            *((long, fact) if one.kind == "benefit" else one.nodes),
            slot=one.provenance.slot,
            value=one.provenance.value,
        )
        for one in made
    ]
    finished = rendered("one-pager.pdf", context(made=deck(*changed)))
    (page,) = pages(finished)
    for said in ("Point 0", "Median time to recover: 11 minutes, at last", "Next step: two hours", "aino@lumikko"):
        assert said in page
    left_out = [one.text for one in finished.left_out if one.why == "no room"]
    assert sum(one.startswith("Point") for one in left_out) >= len(left_out) - 2
    assert bool(left_out) is (bullets == 60)


@pytest.mark.parametrize("bold_one", [1, 50])
def test_what_is_left_of_a_numbered_list_counts_only_from_its_first(bold_one: int) -> None:
    steps = Text(tuple(
        Paragraph((Span(f"Step {n}: people who own the service look at it", bold=n == bold_one),), marker="number", start=n)
        for n in range(1, 61)
    ))  # fmt: skip
    finished = rendered("one-pager.pdf", context(made=with_nodes("failures-stay-small", steps)))
    (page,) = pages(finished)
    assert any(one.text.startswith("Step 49") for one in finished.left_out)
    assert ("1. Step 1:" in page) is (bold_one == 1)
    assert ("• Step 1:" in page) is ("• Step 50:" in page) is (bold_one == 50)
    assert "50. Step" not in page


@pytest.mark.slow
def test_one_pager_shows_steps_whole_or_by_their_names() -> None:
    """One of four steps says less than nothing; where there is no room for any, the first sentence stands for them."""
    steps = Text(tuple(
        Paragraph((Span(name, bold=True), Span(": the people who own the service look at it together")), marker="number")
        for name in ("Ceiling", "Call", "Consent", "Page")
    ))  # fmt: skip
    fillings = (0, 8, 16, 20, 24, 28, 40)
    shown = set()
    for filling in fillings:
        fill = text(*(f"Point {n} is 9 of 10 in all that they measured" for n in range(filling + 1)))
        made = deck(*(
            msgspec.structs.replace(one, nodes=(steps,), prose=(Paragraph((Span("It has a ceiling. Who asks?"),)),))
            if one.provenance.block == "one-page"
            else msgspec.structs.replace(one, nodes=(fill,)) if one.provenance.block == "failures-stay-small" else one
            for one in slides()
        ))  # fmt: skip
        finished = rendered("one-pager.pdf", context(made=made))
        (page,) = pages(finished)
        whole = [name for name in ("Ceiling", "Call", "Consent", "Page") if f"{name}: the people" in page]
        short = "Ceiling → Call → Consent → Page" in page
        assert len(whole) in (0, 4), filling
        assert bool(whole) + short + ("It has a ceiling." in page) == 1, filling
        told = [one.text for one in finished.left_out if one.block == "one-page"]
        assert (len(told) >= 4) is not bool(whole), filling
        shown.add("whole" if whole else "short" if short else "said")
    assert {"whole", "short"} <= shown


def test_one_pager_says_on_what_a_calculation_rests() -> None:
    payback = slide(
        "payback", "benefit", "Paid back in about 6 months", slot="value-case", sources=("Your own figures: Acme",)
    )
    (page,) = pages(rendered("one-pager.pdf", context(made=deck(*slides(), payback))))
    assert "Paid back in about 6 months Your own figures: Acme" in page


@pytest.mark.slow
def test_brief_says_first_what_is_not_answered_and_the_same_reason_once() -> None:
    known = seller()
    known["figures"][0] |= {"covered": 0.0, "source": "call 2026-11-10"}
    known["figures"][1] |= {"source": "Umfrage 2026-09"}
    alike = [Rejection(f"news-{n}", Reason.NOT_NOW, "neutral") for n in range(3)]
    lacking_figures = Rejection("payback", Reason.NEEDS, "", lacks=("offer.price_per_year", "facts.cost_by_year"))
    chosen = msgspec.structs.replace(selection(), rejections=(*alike, lacking_figures))
    known |= {
        "titles": {f"news-{n}": f"News {n}" for n in range(3)},
        "field_names": {"offer.price_per_year": "Our price"},
    }
    stranger = {"name": "Howard Finch", "role": "ceo", "role_name": "Chief executive", "cares_about": []}
    known["stakeholders"] = [*known["stakeholders"], stranger]
    found = pages(
        rendered(
            "brief.pdf",
            document_context(deck(), chosen, public(), look=DocumentLook.plain(COLOURS), language="en", seller=known),
        )
    )
    first, whole = found[0], " ".join(found)
    assert "To this we have no answer yet: Fewer outages" in first
    assert "Not in this meeting: Howard Finch (Chief executive)" in first
    assert "(neutral): News 0; News 1; News 2" in whole
    assert "payback: the profile lacks what it needs (Our price, cost by year)" in whole
    assert "call Nov 10, 2026" in whole
    assert "survey 9/2026" in whole


def test_one_pager_tells_what_it_never_shows() -> None:
    asked = text("Which of these hours did customers see?", "What stops is started again")
    contact = text("Aino Rantala, +358 50 555 0101, aino@lumikko.example", marker="none")
    made = [
        msgspec.structs.replace(one, nodes=(asked,)) if one.provenance.block == "failures-stay-small"
        else msgspec.structs.replace(one, nodes=(*one.nodes, contact)) if one.provenance.block == "one-service"
        else one
        for one in slides()
    ]  # fmt: skip
    finished = rendered("one-pager.pdf", context(made=deck(*made)))
    (page,) = pages(finished)
    assert [(one.text, one.block, one.why) for one in finished.left_out] == [
        ("Which of these hours did customers see?", "failures-stay-small", "a question"),
        ("Aino Rantala, +358 50 555 0101, aino@lumikko.example", "one-service", "said elsewhere"),
    ]
    assert "Which of these hours" not in page
    assert page.count("aino@lumikko.example") == 1


def test_an_agreed_step_that_the_next_step_says_stands_once() -> None:
    made = [
        msgspec.structs.replace(one, nodes=(text("Name a service (Dec 4) – Renee Castillo"),))
        if one.provenance.block == "one-service"
        else one
        for one in slides()
    ]
    shown = [context(made=deck(*one))["pager"]["agreed"] for one in (slides(), made)]
    assert [[step["what"] for step in one] for one in shown] == [["Name a service", "Meet again"], ["Meet again"]]


@pytest.mark.parametrize(
    ("node", "large"),
    [
        (Kpis((Kpi((Span("−24%"),), (Span("compute bill"),)), Kpi((Span("3 weeks"),), (Span("to a list"),)))), "−24%"),
        (Text((Paragraph((Span("Outage minutes in total: "), Span("−88%", bold=True)), marker="bullet"),)), "−88%"),
        (Text((Paragraph((Span("Day 3", bold=True), Span(" learns the platform")), marker="bullet"),)), None),
        (Text((Paragraph((Span("1 min", bold=True), Span(": the load rises")), marker="bullet"),)), None),
    ],
)
def test_a_value_has_one_large_figure_at_most(node: Node, large: str | None) -> None:
    first = context(made=with_nodes("failures-stay-small", node))["pager"]["values"][0]
    assert (first["figure"] and first["figure"]["figure"][0]["text"]) == large
    said = ["".join(span["text"] for span in one["spans"]) for one in first["points"]]
    assert ("3 weeks to a list" in said) is isinstance(node, Kpis)


def test_what_cannot_be_made_short_enough_is_a_problem_where_it_is_written(tmp_path: Path) -> None:
    profile = tmp_path / "acme.yaml"
    success = ("A very long sentence. " * 900).strip()
    profile.write_text(f"customer: {{name: Acme}}\nsuccess: {success}\n", encoding="utf-8")
    known = context(public(success=success))
    known.profile_file = str(profile)
    with pytest.raises(UserFault) as caught:
        rendered("one-pager.pdf", known)
    first, *_ = caught.value.problems
    assert first.code == "SP605"
    assert "may have 1, however much is left out; “A very long sentence. " in first.message
    assert first.place is not None
    assert (first.place.file, first.place.line) == (str(profile), 2)


@pytest.mark.parametrize(
    "absent", [{"contact": None}, {"goals": [], "success": None, "plan": []}, {"values": []}, {"room": []}]
)
@pytest.mark.parametrize("name", [*PDFS, "email.html", "release.md"])
def test_documents_do_without_what_is_unknown(name: str, absent: dict[str, object]) -> None:
    assert rendered(name, context(public(**absent), internal=name == "brief.pdf"))


def test_a_deck_without_slides_still_makes_its_documents() -> None:
    bare = deck(slide("opening", "frame", "Hello", slot="opening"))
    for name in ("one-pager.pdf", "brief.pdf", "email.html", "release.md"):
        assert rendered(name, context(made=bare, internal=name == "brief.pdf"))


class _Mail(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def test_email_is_plain_html_with_a_subject() -> None:
    mail = rendered("email.html").decode()
    assert "<title>Acme: what matters to you, and the next step</title>" in mail
    assert "Hello Renee Castillo," in mail
    assert "Acme - First meeting.pdf" in mail
    assert 'href="mailto:aino@lumikko.example"' in mail
    parser = _Mail()
    parser.feed(mail)
    assert not {"img", "script", "link", "style", "form"} & set(parser.tags)


def test_one_context_serves_mails_with_other_files() -> None:
    known = context()
    other = known.attaching(["Acme - Offer.pdf"])
    assert "Acme - Offer.pdf" in rendered("email.html", other).decode()
    assert "Acme - Offer.pdf" not in rendered("email.html", known).decode()
    assert other["slides"][0] is known["slides"][0]
    assert pages(rendered("one-pager.pdf", other)) == pages(rendered("one-pager.pdf", known))


def test_email_says_in_words_what_a_chart_shows() -> None:
    mail = rendered("email.html", context(made=with_nodes("one-service", chart()))).decode()
    assert "Column chart: 1,200 releases before and 3,200 after." in mail


def test_a_line_break_in_a_block_is_one_in_every_target() -> None:
    broken = Text((Paragraph((Span("First\nsecond"),)),))
    known = context(made=with_nodes("one-service", broken))
    assert "First<br>second" in rendered("email.html", known).decode()
    raw = PdfReader(io.BytesIO(rendered("one-pager.pdf", known))).pages[0].extract_text()
    assert "First\nsecond" in raw


def test_the_sellers_context_is_refused_for_a_customers_output() -> None:
    with pytest.raises(ValueError, match="must not see"):
        render_output(
            find_outputs(None)["email.html"],
            context(internal=True),
            environment=document_environment(None),
            language="en",
            currency="EUR",
            on=ON,
        )
