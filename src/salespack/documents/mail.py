"""The draft of a mail (.eml, RFC 5322) with all that goes with it; mail programs open it as a message not yet sent."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser

from salespack.documents.attachments import Attachment, type_of
from salespack.system.hashing import digest


def mail_draft(
    html: str, text: str, *, language: str, sender: str = "", sender_name: str = "", files: Sequence[Attachment] = ()
) -> bytes:
    """The message, with CRLF at the ends of its lines: the plain text, the same as HTML, and the files.

    Its subject is the title of the HTML. It is addressed to nobody, and has no date: the seller does both by sending
    it. `X-Unsent` makes Outlook open it for writing. The same content makes the same bytes.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _title_of(html)
    if sender:
        message["From"] = f'"{_plain(sender_name)}" <{sender}>' if sender_name else sender
    message["X-Unsent"] = "1"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    for one in files:
        kind, subtype = type_of(one.name) or ("application", "octet-stream")
        # A calendar is text; how it is sent must not change its bytes, and its type says in what letters it is.
        parameters = {"charset": "utf-8", "method": "PUBLISH"} if kind == "text" else {}
        message.add_attachment(one.content, maintype=kind, subtype=subtype, filename=one.name, params=parameters)
    message["Content-Language"] = language  # last: what holds several parts hands such fields to the first
    seed = digest(b"\0".join((html.encode(), text.encode(), *(one.content for one in files))))
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{number}_{seed[:32]}")
    return message.as_bytes()


def _plain(name: str) -> str:
    return name.replace("\\", "").replace('"', "")


def _title_of(html: str) -> str:
    """What stands in the title of a page, in one line."""
    found: list[str] = []

    class Reader(HTMLParser):
        inside = False

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.inside = tag == "title"

        def handle_endtag(self, tag: str) -> None:
            self.inside = False

        def handle_data(self, data: str) -> None:
            if self.inside:
                found.append(data)

    Reader().feed(html)
    return " ".join("".join(found).split())
