"""The yardstick: a hand-written python-pptx script that makes the deck of `workspace/`.

Run it: `reference.py BRAND PICTURE OUT`.

It is written as one would write it for a single deck: the brand file is opened, its sample slides are dropped, layouts
are taken by name and placeholders are filled. Texts, notes, charts, table, picture and links are those of Salespack's
deck, which `compare.py` proves; footers, dates and the lines between the figures are left out, so it has less to do.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Pt

COMPANY = "Lumikko"
SELLER = ("Aino Rantala", "aino.rantala@lumikko.example")
FULL = (Emu(822960), Emu(1517904), Emu(10546080))
"""Left, top and width of the room for content below the title."""


@dataclass(frozen=True)
class Customer:
    """What of the deck depends on the customer."""

    name: str = "Betasoloin"
    goals: Sequence[str] = (
        "Open four regional clinics by 2028",
        "Keep the night shift free of alarms",
        "Spend less on machines than on people",
    )
    success: str = "Fewer night calls to the on-call team within one quarter"
    room: Sequence[str] = ("Renee Castillo", "Howard Finch")
    meeting: datetime.date = datetime.date(2026, 12, 1)
    outage_hours: int = 31
    services: int = 140
    run_cost: int = 1_200_000
    cost_by_year: dict[str, int] = field(
        default_factory=lambda: {
            "2022": 790_000,
            "2023": 860_000,
            "2024": 980_000,
            "2025": 1_100_000,
            "2026": 1_200_000,
        }
    )


@dataclass(frozen=True)
class Run:
    """A piece of text with one look."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None


@dataclass(frozen=True)
class Line:
    """A paragraph: its runs, its level, and whether it is numbered or without a bullet."""

    runs: Sequence[Run | str]
    level: int = 0
    numbered: bool = False
    plain: bool = False


def make(brand: Path, picture: Path, customer: Customer, out: Path) -> None:
    """Writes the deck for `customer` to `out`."""
    presentation = Presentation(str(brand))
    drop_slides(presentation)
    presentation.core_properties.title = f"{COMPANY} – {customer.name}"
    presentation.core_properties.author = COMPANY
    for slide in (
        opening, direction, run_cost, failures, planned_outages, idle_machines, half_the_bill, release_rhythm, on_call,
    ):  # fmt: skip
        slide(presentation, customer)
    layers(presentation, picture)
    two_cities(presentation, customer)
    next_step(presentation, customer)
    presentation.save(str(out))


def drop_slides(presentation: Any) -> None:
    """Removes the sample slides of the brand file."""
    listed = presentation.slides._sldIdLst
    for entry in list(listed):
        presentation.part.drop_rel(entry.rId)
        listed.remove(entry)


def new_slide(presentation: Any, layout: str, title: str, notes: str) -> Any:
    """A slide with its title and notes."""
    slide = presentation.slides.add_slide(presentation.slide_layouts.get_by_name(layout))
    slide.shapes.title.text = title
    slide.notes_slide.notes_text_frame.text = notes
    return slide


def fill(frame: Any, lines: Sequence[Line | str]) -> None:
    """Puts paragraphs into a text frame."""
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if isinstance(line, str):
            paragraph.text = line
            continue
        paragraph.level = line.level
        if line.numbered:
            bullet(paragraph, "a:buAutoNum", type="arabicPeriod")
        elif line.plain:
            bullet(paragraph, "a:buNone")
        for piece in line.runs:
            look = Run(piece) if isinstance(piece, str) else piece
            run = paragraph.add_run()
            run.text = look.text
            if look.bold:
                run.font.bold = True
            if look.italic:
                run.font.italic = True
            if look.link:
                run.hyperlink.address = look.link


def bullet(paragraph: Any, tag: str, **attributes: str) -> None:
    """Sets a paragraph's bullet, for which python-pptx has no property."""
    properties = paragraph._p.get_or_add_pPr()
    if tag == "a:buNone":
        properties.set("marL", "0")
        properties.set("indent", "0")
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(name, value)
    properties.append(element)


def source(slide: Any, text: str) -> None:
    """A small line at the foot of the content."""
    left, _, width = FULL
    frame = slide.shapes.add_textbox(left, Emu(5571744), width, Emu(152400)).text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = True
    frame.text = f"Source: {text}"
    frame.paragraphs[0].runs[0].font.size = Pt(10)


def describe(shape: Any, text: str) -> None:
    """Sets a shape's alternative text, for which python-pptx has no property."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def chart_in_place(slide: Any, kind: XL_CHART_TYPE, data: CategoryChartData, title: str, alt: str) -> Any:
    """Puts a chart where the right content placeholder is, instead of it."""
    placeholder = slide.placeholders[2]
    frame = slide.shapes.add_chart(kind, placeholder.left, placeholder.top, placeholder.width, placeholder.height, data)
    placeholder._element.getparent().remove(placeholder._element)
    describe(frame, alt)
    chart = frame.chart
    chart.has_title = True
    chart.chart_title.text_frame.text = title
    chart.font.size = Pt(12)
    chart.value_axis.has_major_gridlines = False
    return chart


def opening(presentation: Any, customer: Customer) -> None:
    notes = (
        "Thank them for the time. Say in one sentence what you have understood to matter most, and ask whether it "
        "still does. If it does not, put the slides away and listen."
    )
    slide = new_slide(presentation, "Title Slide", f"What matters to {customer.name} now", notes)
    day = f"{customer.meeting:%B} {customer.meeting.day}, {customer.meeting.year}"
    slide.placeholders[1].text = f"{day} · {COMPANY}"


def direction(presentation: Any, customer: Customer) -> None:
    notes = (
        "These are your words, not ours. Which of them has moved since we last met? Start with the first one; the "
        "others usually follow from it."
    )
    slide = new_slide(presentation, "Title and Content", f"Where {customer.name} is going", notes)
    fill(
        slide.placeholders[1].text_frame,
        [
            *customer.goals,
            "What it takes on the way",
            Line([Run(f"{customer.services} services", bold=True), " that change without waiting for each other"], 1),
            Line([f"A bill of €{customer.run_cost:,} that somebody can explain"], 1),
            "How you will see that it worked",
            Line([customer.success], 1),
        ],
    )


def run_cost(presentation: Any, customer: Customer) -> None:
    notes = (
        f"These are {customer.name}'s own figures. Growth in this bill is not bad as such: if sales grew as fast, "
        "it was well spent. What we would like to find out together is the part that grew without a reason anyone "
        "remembers."
    )
    slide = new_slide(presentation, "Two Content", "What made this bill grow, more use or more waste?", notes)
    fill(
        slide.placeholders[1].text_frame,
        [
            "Which services grew with your customers?",
            "Which grew although nobody asked for more?",
            "Who could tell you today, and how long would it take?",
        ],
    )
    data = CategoryChartData(number_format='"€"#,##0')  # type: ignore[no-untyped-call]
    data.categories = list(customer.cost_by_year)
    data.add_series("Run cost by year", list(customer.cost_by_year.values()))  # type: ignore[no-untyped-call]
    alt = "Column chart of the customer's run cost by year."
    chart = chart_in_place(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, data, "Run cost by year", alt)
    chart.has_legend = False
    chart.value_axis.visible = False
    plot = chart.plots[0]
    plot.gap_width = 90
    plot.has_data_labels = True
    plot.data_labels.number_format = '"€"#,##0'
    plot.data_labels.number_format_is_linked = False


def failures(presentation: Any, customer: Customer) -> None:
    notes = (
        "Seventy-one percent is the median of eleven customers; the range was from forty to ninety. Nothing here "
        "means that faults go away. They become small, and somebody is already at work when you hear of them."
    )
    slide = new_slide(presentation, "Title and Content", "Things still fail, but few people notice", notes)
    left, top, width = FULL
    figures = [
        ("−71%", "outage hours in the first year, median"),
        ("4 minutes", "from alarm to the first step"),
        (f"{customer.outage_hours} h", "is where you start from"),
    ]
    for number, (figure, label) in enumerate(figures):
        box = slide.shapes.add_textbox(Emu(left + number * width // 3), top, Emu(width // 3), Emu(1432560))
        frame = box.text_frame
        frame.word_wrap = True
        frame.text = figure
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.color.theme_color = Pt(44), True, MSO_THEME_COLOR.ACCENT_1
        paragraph = frame.add_paragraph()
        paragraph.text = label
        paragraph.runs[0].font.size = Pt(16)
    body = slide.placeholders[1]
    body.left, body.top, body.width, body.height = left, Emu(3133344), width, Emu(1386840)
    fill(
        body.text_frame,
        [
            "A fault stays in the service where it began",
            Line(["The first steps are written down and ", Run("rehearsed", italic=True)]),
            "You hear it from us, not from your customers",
        ],
    )
    source(slide, "Service reports of 11 customers, June 30, 2026 (11 customers)")


def planned_outages(presentation: Any, customer: Customer) -> None:
    notes = (
        "The quote is from their own talk, shortened. They needed two quarters, and the first one went into the "
        "tests. Ask: which of your nights would you want back first?"
    )
    slide = new_slide(presentation, "Quote", "An insurer gave up its planned outages", notes)
    slide.placeholders[
        1
    ].text = "We used to ask our customers for a night a month. Now we move in the daytime, and nobody has to be asked."
    slide.placeholders[2].text = "Head of platform, an insurer with 7,000 people"


def idle_machines(presentation: Any, customer: Customer) -> None:
    notes = (
        "Most of the saving is dull: machines that are too large, and environments that nobody switches off. Dull "
        "savings are quick. Licences take the longest, because somebody has to sign."
    )
    slide = new_slide(presentation, "Title Only", "You stop paying for machines that stand idle", notes)
    rows = [
        ("Where the money goes", "Today", "After one year", "Change"),
        ("Production services", "€610,000", "€520,000", "−15%"),
        ("Test environments", "€330,000", "€140,000", "−58%"),
        ("Storage and backups", "€160,000", "€130,000", "−19%"),
        ("Licences nobody uses", "€100,000", "€20,000", "−80%"),
    ]
    left, top, width = FULL
    table = slide.shapes.add_table(len(rows), len(rows[0]), left, top, width, Emu(3108960)).table
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            cell = table.cell(row, column)
            cell.text = text
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.runs[0].font.size = Pt(18)
            if column:
                paragraph.alignment = PP_ALIGN.RIGHT
    table.cell(4, 3).text_frame.paragraphs[0].runs[0].font.bold = True


def half_the_bill(presentation: Any, customer: Customer) -> None:
    notes = (
        "The second line matters as much as the first: they did not save by doing less. They say themselves that "
        "the first quarter was the hardest, because there was nothing to show yet."
    )
    slide = new_slide(presentation, "Two Content", "A public agency halved its compute bill in five quarters", notes)
    fill(
        slide.placeholders[1].text_frame,
        ["They moved one team at a time", "Each team saw its own bill from the first week"],
    )
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6"]
    data.add_series("Compute bill", [100, 93, 81, 70, 58, 49])  # type: ignore[no-untyped-call]
    data.add_series("Services", [100, 104, 109, 113, 120, 124])  # type: ignore[no-untyped-call]
    alt = (
        "Line chart. The compute bill falls from 100 to 49 in five quarters while the number of services rises "
        "from 100 to 124."
    )
    chart = chart_in_place(slide, XL_CHART_TYPE.LINE_MARKERS, data, "Compute bill, first quarter = 100", alt)
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    source(slide, "Public case study, May 1, 2024, example.com/cases/half-the-bill")


def release_rhythm(presentation: Any, customer: Customer) -> None:
    notes = (
        "The survey is public, and its method is on the second link. Do not quote it as proof of cause. Ask how "
        "long their last small change waited, and for what."
    )
    slide = new_slide(presentation, "Title and Content", "Small changes fail less often than large ones", notes)
    fill(
        slide.placeholders[1].text_frame,
        [
            "Teams that release daily have fewer outages, not more",
            Line(["A change of ten lines is read by a person"], 1),
            Line(["A change of ten thousand lines is hoped for"], 1),
            "What slows the others down is seldom the tools",
            Line(["Approvals wait for a meeting"], 1),
            Line(["Tests wait for an environment"], 1),
            Line(
                [
                    "Read more: ",
                    Run("the yearly survey", link="https://example.com/survey"),
                    " and ",
                    Run("its method", link="https://example.com/survey/method"),
                ]
            ),
        ],
    )


def on_call(presentation: Any, customer: Customer) -> None:
    notes = (
        "Most bad nights are bad because two teams wait for each other. That is why we write down in advance who "
        "does what. You can take over more of the left column whenever you want to."
    )
    slide = new_slide(presentation, "Two Content", "At night one team answers, and it is clear which", notes)
    fill(
        slide.placeholders[1].text_frame,
        [
            Line([Run(f"{COMPANY} answers for", bold=True)], plain=True),
            "Alarms from the platform, 24/7",
            "The first steps for your services, as you wrote them",
            "Calling you when your customers feel it",
            "A written report of what happened",
        ],
    )
    fill(
        slide.placeholders[2].text_frame,
        [
            Line([Run(f"{customer.name} answers for", bold=True)], plain=True),
            "Your own code, in working hours",
            "Whether a release is taken back",
            "What your customers are told",
            "What we repair first next month",
        ],
    )


def layers(presentation: Any, picture: Path) -> None:
    notes = (
        "At the top are your services; they stay yours. Below them are the golden paths, which most teams choose "
        "because they are the easiest. The platform under them is what we look after. The bottom is your own "
        "cloud or data centre, in your name."
    )
    slide = new_slide(presentation, "Title Only", "Your teams see two layers, we look after the third", notes)
    _, top, _ = FULL
    shape = slide.shapes.add_picture(str(picture), 0, top, height=Emu(4206240))
    shape.left = Emu((presentation.slide_width - shape.width) // 2)
    describe(shape, "Four layers: your services, the golden paths, the platform, and your cloud or data centre.")


def two_cities(presentation: Any, customer: Customer) -> None:
    notes = (
        f"This is news for {customer.name} because the night shift was what they asked about last time. Say who "
        "called them before, and that the number stays the same."
    )
    slide = new_slide(presentation, "Title and Content", "Since April our on-call works from two cities", notes)
    fill(
        slide.placeholders[1].text_frame,
        [
            Line(["Two teams share the week, so nobody is tired on a Friday"], numbered=True),
            Line(["The handover is public: ", Run("status page", link="https://status.example.com")], numbered=True),
            Line(["Questions go to ", Run("the on-call lead", link="mailto:oncall@lumikko.example")], numbered=True),
        ],
    )


def next_step(presentation: Any, customer: Customer) -> None:
    notes = (
        f"Suggest two dates before you leave the room. {' and '.join(customer.room)} should both be there. If they "
        "would rather wait, ask what would have to be true first."
    )
    title = f"Next step: two hours with one of your {customer.services} services"
    slide = new_slide(presentation, "Title and Content", title, notes)
    name, address = SELLER
    fill(
        slide.placeholders[1].text_frame,
        [
            "You choose the service, we bring the questions",
            "On the table: its last three incidents and its bill",
            "Afterwards you have a list, whether you go on with us or not",
            Line([f"Book it with {name}: ", Run(address, link=f"mailto:{address}")]),
        ],
    )


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]), Customer(), Path(sys.argv[3]))
