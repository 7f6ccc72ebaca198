"""Small decks, selections and contexts to render, and readers of what came out."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from salespack.deck.model import (
    Chart,
    Columns,
    Deck,
    Kpi,
    Kpis,
    Node,
    Paragraph,
    Provenance,
    Quote,
    Series,
    Slide,
    Span,
    Table,
    Text,
)
from salespack.documents.context import DocumentContext, document_context
from salespack.documents.look import DocumentLook
from salespack.documents.output_templates import document_environment, find_outputs
from salespack.documents.rendering import Finished, render_output
from salespack.matching.selection import (
    Choice,
    EmptyReason,
    Reason,
    Rejection,
    RunnerUp,
    Selection,
    Term,
    ValueWeight,
)

ON = datetime.date(2026, 12, 1)
COLOURS = {"dk1": "17222B", "dk2": "123244", "accent1": "0B6E82", "accent2": "BA790F", "accent5": "9C3038"}


def text(*lines: str, marker: str = "bullet") -> Text:
    """A list, or paragraphs with `marker="none"`."""
    return Text(tuple(Paragraph((Span(line),), marker=marker) for line in lines))  # type: ignore[arg-type]


def chart(kind: str = "column", **changes: Any) -> Chart:
    """A chart of two figures."""
    fields: dict[str, Any] = {
        "type": kind,
        "title": "Releases a year",
        "alt": "Column chart: 1,200 releases before and 3,200 after.",
        "categories": ("Before", "After"),
        "series": (Series("Releases", (1200.0, 3200.0)),),
    }
    return Chart(**(fields | changes))


def slide(block: str, kind: str, title: str, *nodes: Node, slot: str, value: str | None = None, **fields: Any) -> Slide:
    """One slide of a block."""
    fields = {"language": "en", "file": f"content_blocks/{block}.md", "line": 5, **fields}
    return Slide(
        title=(Span(title),),
        nodes=nodes,
        kind=kind,
        provenance=Provenance(block, 1, "hash", "first-meeting", slot, value),
        **fields,
    )


def slides() -> tuple[Slide, ...]:
    """A short deck with a node of every kind but a picture."""
    return (
        slide("opening", "frame", "What matters to Acme now", slot="opening", layout="title"),
        slide(
            "failures-stay-small",
            "benefit",
            "Things still fail, but few people notice",
            text("What stops is started again at once", "A new version meets a few users first"),
            Kpis((Kpi((Span("11 min", bold=True),), (Span("to recover, median"),)),)),
            slot="promise",
            value="fewer-outages",
            notes=(Paragraph((Span("We do not sell a world without faults."),)),),
            seller=(Paragraph((Span("Ask who noticed the last outage first."),)),),
            sources=("Source: Delivery review 2026",),
        ),
        slide(
            "more-releases",
            "experience",
            "More releases, and 88% fewer outage minutes",
            text("Outage minutes in total: −88%"),
            chart(),
            slot="proof",
            value="fewer-outages",
            sources=("Source: Case study, 2017",),
        ),
        slide(
            "one-page",
            "benefit",
            "One page shows what runs",
            Columns((
                (Quote((Paragraph((Span("We looked everywhere."),)),), (Span("An engineer"),)),),
                (
                    Table(
                        ("left", "right"),
                        ((Span("Question"),), (Span("Answer"),)),
                        (((Span("Who owns it?"),), (Span("A name"),)),),
                    ),
                ),
            )),
            slot="promise",
            value="clear-visibility",
        ),
        slide(
            "one-service",
            "frame",
            "Next step: two hours with one service",
            text("You choose one service", "We sit two hours with its people", marker="number"),
            slot="next-step",
        ),
    )  # fmt: skip


def deck(*chosen: Slide, language: str = "en") -> Deck:
    """A deck of these slides, or of all the sample ones."""
    return Deck(
        title="Acme – First meeting",
        customer="Acme",
        company="Lumikko",
        language=language,
        on=ON,
        profile="acme",
        pack="first-meeting",
        pack_name="Ensitapaaminen" if language == "fi" else "First meeting",
        profile_hash="p",
        library_hash="l",
        slides=chosen or slides(),
    )


def selection(language: str = "en") -> Selection:
    """A selection that fits the sample slides, with an empty slot and rejections."""
    return Selection(
        profile="acme",
        pack="first-meeting",
        language=language,
        on=ON,
        stage="evaluation",
        choices=(
            Choice(
                slot="opening", block="opening", score=1.0, terms=(Term("base", "frame", 1.0),), minutes=1, slides=1
            ),
            Choice(
                slot="promise",
                value="fewer-outages",
                block="failures-stay-small",
                score=19.7,
                terms=(Term("value", "fewer-outages", 18.75), Term("boost", "fresh", 0.9)),
                runners_up=(RunnerUp("other-block", 12.0, 7.7),),
                minutes=3,
                slides=1,
            ),
            Choice(slot="proof", value="fewer-outages", block="more-releases", score=8.0, minutes=2, slides=1),
            Choice(slot="promise", value="clear-visibility", block="one-page", score=7.0, minutes=2, slides=1),
            Choice(
                slot="team",
                optional=True,
                reason="no eligible frame tagged team",
                empty=EmptyReason.NONE_ELIGIBLE,
            ),
            Choice(slot="next-step", block="one-service", score=1.0, minutes=1, slides=1),
        ),
        rejections=(
            Rejection("case-of-globex", Reason.DECLINED, "Globex", 4.0),
            Rejection(
                "promise-more",
                Reason.REPAIR_FIRST,
                "clear-visibility: the customer rates us at 3",
                5.0,
                "clear-visibility",
            ),
            Rejection("weaker", Reason.OUTSCORED, "", 3.0),
        ),
        values=(ValueWeight("fewer-outages", 18.75, True, 1.0), ValueWeight("clear-visibility", 7.0, True, 0.8)),
        coverage=0.95,
        generic_share=0.1,
        slides=5,
        minutes=9.0,
    )


def public(**changes: Any) -> dict[str, Any]:
    """The public context of the sample customer."""
    contact = {
        "name": "Aino Rantala",
        "title": "Customer lead",
        "email": "aino@lumikko.example",
        "phone": "+358 50 555 0101",
        "bio": "",
    }
    known: dict[str, Any] = {
        "company": {"name": "Lumikko", "website": "https://lumikko.example", "address": "Tampere", "tagline": ""},
        "customer": {
            "name": "Acme", "industry": "retail", "industry_name": "Retail", "employees": 495,
            "country": "FI", "revenue": None,
        },
        "goals": ["Open four regional clinics by 2028"],
        "success": "Fewer night calls within one quarter",
        "facts": {"services": 140},
        "plan": [
            {"what": "Name a service", "ours": None, "theirs": "Renee Castillo", "who": "Renee Castillo", "date": ON,
             "measure": "One service, and who runs it", "done": None},
            {"what": "Put a price on an hour", "ours": None, "theirs": "Howard Finch", "who": "Howard Finch",
             "date": None, "measure": None, "done": ON},
            {"what": "Meet again", "ours": None, "theirs": None, "who": "", "date": None, "measure": None, "done": None},
        ],
        "values": [
            {"id": "fewer-outages", "name": "Fewer outages", "quote": "Every outage reaches our nurses."},
            {"id": "clear-visibility", "name": "A clear view", "quote": None},
        ],
        "meeting": {"date": ON, "stage": "evaluation", "stage_name": "Comparing", "minutes": 30},
        "room": [
            {"name": "Renee Castillo", "role": "cto", "role_name": "Chief technology officer"},
            {"name": None, "role": "finance", "role_name": "Finance director"},
        ],
        "people": [contact],
        "contact": contact,
        "on": ON,
    }  # fmt: skip
    return known | changes


def seller(**changes: Any) -> dict[str, Any]:
    """What only the seller knows of the sample customer."""
    known: dict[str, Any] = {
        "relationship": {
            "kind": "current", "since": 2022, "state": "at-risk", "state_name": "", "lifecycle": "use",
            "reference": "anonymous",
        },
        "stakeholders": [
            {
                "name": "Renee Castillo", "role": "cto", "role_name": "Chief technology officer",
                "cares_about": ["Fewer outages"],
            },
            {"name": None, "role": "finance", "role_name": "Finance director", "cares_about": []},
        ],
        "figures": [
            {
                "id": "fewer-outages", "name": "Fewer outages", "question": "What does an hour cost?",
                "importance": 9.0, "satisfaction": 3.0, "with_us": 7.0, "weight": 18.75, "top": True, "covered": 1.0,
                "quote": "Every outage reaches our nurses.", "quote_is_shared": True, "source": "interview 2026-10-02", "measured": None,
            },
            {
                "id": "clear-visibility", "name": "A clear view", "question": "", "importance": 7.0,
                "satisfaction": None, "with_us": None, "weight": 7.0, "top": True, "covered": 0.8,
                "quote": None, "quote_is_shared": False, "source": None, "measured": None,
            },
        ],
        "titles": {"other-block": "Another promise", "case-of-globex": "What Globex did"},
    }  # fmt: skip
    return known | changes


def context(
    known: Mapping[str, Any] | None = None,
    *,
    made: Deck | None = None,
    chosen: Selection | None = None,
    internal: bool = False,
    language: str = "en",
) -> DocumentContext:
    """The context of the sample deck."""
    return document_context(
        made or deck(language=language),
        chosen or selection(language),
        known or public(),
        look=DocumentLook.plain(COLOURS),
        language=language,
        seller=seller() if internal else None,
        attachments=("Acme - First meeting.pdf",),
        profile_file="profiles/acme.yaml",
    )


def rendered(
    name: str, known: DocumentContext | None = None, templates: Path | None = None, **options: Any
) -> Finished:
    """The output `name`, from the sample context unless another is given."""
    output = find_outputs(templates)[name]
    known = known or context(internal=output.audience == "seller")
    settings: dict[str, Any] = {"language": known["language"], "currency": "EUR", "on": ON} | options
    return render_output(output, known, environment=document_environment(templates), **settings)


def pages(pdf: bytes) -> list[str]:
    """The text of each page, white space made single and hyphens at line ends taken out."""
    found = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return [re.sub(r"\s+", " ", page.replace("\u00ad\n", "").replace("\u00ad", "")) for page in found]


def with_nodes(block: str, *nodes: Node) -> Deck:
    """The sample deck where a block's slide has these nodes."""
    changed = tuple(
        msgspec.structs.replace(one, nodes=nodes) if one.provenance.block == block else one for one in slides()
    )
    return deck(*changed)


def alternative_texts(pdf: bytes) -> list[str]:
    """The alternative texts of all pictures in a PDF."""
    reader = PdfReader(io.BytesIO(pdf))
    numbers = range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 1)
    objects = [one for number in numbers if isinstance(one := reader.get_object(number), DictionaryObject)]
    return [str(one["/Alt"]) for one in objects if "/Alt" in one]
