"""The draft of a mail: what mail programs make of it, what goes with it, and the day that it proposes."""

from __future__ import annotations

import datetime
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

import icalendar
import pytest

from salespack.deck.model import Action, Kpi, Kpis, Next, Paragraph, Quote, Span, Table
from salespack.documents.attachments import Attachment, attachable
from salespack.documents.calendar import CalendarDay, calendar_of
from salespack.documents.mail import mail_draft
from salespack.documents.proposal import proposed_day
from tests.documents.builders import ON, context, rendered, slide, text, with_nodes

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HTML = "<html><head><title>Acme &amp; Sons:\n the next step</title></head><body>Hei, mitä kuuluu?</body></html>"


ALL_KINDS = (
    text("One", "two"),
    Kpis((Kpi((Span("11 min"),), (Span("to recover"),)),)),
    Table(("left", "right"), ((Span("Plan"),), (Span("Price"),)), (((Span("Basic"),), (Span("10 €"),)),)),
    Quote((Paragraph((Span("It holds."),)),), (Span("A customer"),)),
)


def read(draft: bytes) -> EmailMessage:
    message = message_from_bytes(draft, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def step(what: str, who: str, when: str) -> Action:
    return Action((Span(what),), who=(Span(who),), when=(Span(when),))


def proposing(*steps: Action, language: str = "en", on: datetime.date = ON) -> tuple[str, datetime.date] | None:
    found = proposed_day([slide("next", "frame", "Next", Next(steps), slot="next-step")], language, on)
    return None if found is None else (found["what"], found["day"])


def test_a_draft_opens_for_writing_with_its_subject_both_texts_and_all_files() -> None:
    files = (
        Attachment("O'Neil & Söhne - Yhdellä sivulla.pdf", b"%PDF-1.7"),
        Attachment("Acme.ics", b"BEGIN:VCALENDAR\r\n"),
    )
    draft = mail_draft(
        HTML, "Hei, mitä kuuluu?\n", language="fi", sender="a@b.example", sender_name="Äinö, R", files=files
    )
    message = read(draft)
    assert message["Subject"] == "Acme & Sons: the next step"
    assert message["X-Unsent"] == "1"
    assert message["From"] == '"Äinö, R" <a@b.example>'
    assert message["Content-Language"] == "fi"
    assert message["To"] is None
    assert message["Date"] is None
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content() == "Hei, mitä kuuluu?\r\n"
    assert "Hei, mitä kuuluu?" in html.get_content()
    sent = [
        (one.get_filename(), one.get_content_type(), one.get_payload(decode=True)) for one in message.iter_attachments()
    ]
    assert sent == [
        ("O'Neil & Söhne - Yhdellä sivulla.pdf", "application/pdf", b"%PDF-1.7"),
        ("Acme.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n"),
    ]
    assert all(len(line) <= 998 and not line.endswith(b"\r") for line in draft.split(b"\r\n"))
    assert draft.isascii()
    assert draft == mail_draft(
        HTML, "Hei, mitä kuuluu?\n", language="fi", sender="a@b.example", sender_name="Äinö, R", files=files
    )


def test_a_title_makes_no_field_of_its_own() -> None:
    message = read(mail_draft("<title>Acme\r\nBcc: all@b.example</title>", "x", language="en"))
    assert message["Subject"] == "Acme Bcc: all@b.example"
    assert message["Bcc"] is None


def test_what_is_too_large_for_a_mail_stays_behind_and_the_largest_first() -> None:
    small, large, other = (
        Attachment("a.pdf", b"1" * 10),
        Attachment("b.pptx", b"1" * 7_000_000),
        Attachment("c.html", b"1"),
    )
    assert attachable((small, large, other)) == ((small,), (large,))
    assert attachable((small, other)) == ((small,), ())


def test_the_text_says_what_the_html_says() -> None:
    known = context()
    html, plain = rendered("email.html", known).decode(), rendered("email.txt", known).decode()
    words = set(re.findall(r"[\w@.]{3,}", re.sub(r"<(head|style).*?</\1>|<[^>]*>", " ", html, flags=re.DOTALL)))
    assert words - set(re.findall(r"[\w@.]{3,}", plain)) == set()
    assert "\n\n\n" not in plain


def test_what_is_asked_after_the_steps_stands_apart_from_them() -> None:
    steps = Next((step("Choose", "You", "Monday"), step("Begin", "We", "Friday")), ask=(Span("Which day suits?"),))
    plain = rendered("email.txt", context(made=with_nodes("one-service", steps))).decode()
    assert "2. Begin (Friday) – We\n\nWhich day suits?\n" in plain


# What Gmail, Outlook for Windows and Apple Mail keep of an element where we use it (caniemail 1.0.5): padding on cells
# alone, a width as an attribute too, since Outlook for Windows knows no max-width.
KEPT_STYLES = frozenset((
    "background-color", "border-bottom", "border-collapse", "border-left", "color", "font-family", "font-size",
    "font-weight", "line-height", "margin", "max-width", "padding", "padding-left", "white-space", "width",
))  # fmt: skip
PADDED = frozenset(("td", "th", "body", "ul", "ol", "blockquote"))


def test_html_is_of_what_mail_programs_keep() -> None:
    html = rendered("email.html", context(made=with_nodes("one-service", *ALL_KINDS))).decode()
    for tag, style in re.findall(r'<(\w+)[^>]*? style="([^"]*)"', html):
        names = {one.partition(":")[0].strip() for one in style.split(";") if one.strip()}
        assert names <= KEPT_STYLES, names - KEPT_STYLES
        assert tag in PADDED or not any(name.startswith("padding") for name in names), tag
        assert "max-width" not in names or re.search(rf'<{tag}[^>]* width="\d+"[^>]*max-width', html)
    assert not re.search(r"<(style|script|link|img|form|svg|video|div)\b|\bclass=|position:|float:|display:", html)


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 800])
def test_a_mail_is_read_on_a_phone_and_on_a_desk(browser: Browser, width: int) -> None:
    long = text("Lieferantenrahmenvertragsverhandlungen", "one, two " * 40)
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(rendered("email.html", context(made=with_nodes("one-service", *ALL_KINDS, long))).decode())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    smallest = (
        "Math.min(...[...document.body.querySelectorAll('*')].map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert page.evaluate(smallest) >= 12
    page.close()


def test_a_table_stays_one_in_html() -> None:
    table = Table(("left", "right"), ((Span("Plan"),), (Span("Price"),)), (((Span("Basic"),), (Span("10 €"),)),))
    known = context(made=with_nodes("one-service", table))
    html = rendered("email.html", known).decode()
    assert re.search(r'<th scope="col"[^>]*align="right"[^>]*>Price</th>', html)
    assert re.search(r'<td valign="top" align="right"[^>]*>10 €</td>', html)
    assert "- Plan: Basic; Price: 10 €\n" in rendered("email.txt", known).decode()


@pytest.mark.parametrize(
    ("steps", "day"),
    [
        ([("Send data", "You", "Dec 8, 2026"), ("Meet", "Together", "Dec 15, 2026"), ("Answer", "Acme", "Dec 22, 2026")],
         ("Meet", datetime.date(2026, 12, 15))),
        ([("Send data", "You", "Dec 8, 2026"), ("Answer", "Acme", "Dec 22, 2026")], ("Answer", datetime.date(2026, 12, 22))),
        ([("Meet", "Together", "Nov 3, 2026")], None),  # is over
        ([("Meet", "Together", "in two weeks"), ("Meet", "Together", "2 weeks after the meeting")], None),
        ([("Meet", "Together", "December 15")], None),  # says no year
        ([], None),
    ],
)  # fmt: skip
def test_the_day_is_that_of_the_first_step_of_both(
    steps: list[tuple[str, str, str]], day: tuple[str, datetime.date] | None
) -> None:
    assert proposing(*(step(*one) for one in steps)) == day


def test_the_day_is_read_in_the_language_of_the_mail() -> None:
    assert proposing(step("Tapaamme", "Yhdessä", "15.12.2026"), language="fi") == (
        "Tapaamme",
        datetime.date(2026, 12, 15),
    )


def test_a_calendar_file_is_folded_and_escaped_as_its_standard_says() -> None:
    day = CalendarDay("1@salespack", datetime.date(2026, 12, 31), "Ä" * 50 + "; a, b\\c", "Aino\n+358", "a@b.example")
    made = calendar_of((day,), language="fi", on=ON)
    lines = made.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() or line == b"" for line in lines)  # no letter is cut in two
    whole = made.decode().replace("\r\n ", "")
    assert f"SUMMARY;LANGUAGE=fi:{'Ä' * 50}\\; a\\, b\\\\c\r\n" in whole
    assert "DESCRIPTION;LANGUAGE=fi:Aino\\n+358\r\n" in whole
    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in whole
    assert "DTSTAMP:20261201T120000Z\r\n" in whole
    [event] = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert (str(event["summary"]), event.decoded("dtstart")) == (f"{'Ä' * 50}; a, b\\c", datetime.date(2026, 12, 31))


def test_release_notes_are_what_a_person_would_write() -> None:
    steps = Next(
        (step("Meet (at ours)", "Together", "15.12.2026"),), contact=(Span("Call +358 50 1, or #7 – a_b@c.example"),)
    )
    known = context(
        made=with_nodes("one-service", steps, text("1. not a list", "- nor this", "*stars*", marker="none"))
    )
    made = rendered("release.md", known).decode()
    assert "- **Meet (at ours)** (15.12.2026) – Together\n" in made
    assert "Call +358 50 1, or #7 – a_b@c.example\n" in made
    assert r"1\. not a list" in made
    assert r"\- nor this" in made
    assert r"\*stars\*" in made
    assert "&#32;" not in made
