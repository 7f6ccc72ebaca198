"""The mail after a meeting: thanks, what landed, what is next. A draft, sent by nobody but the seller."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import msgspec

from salespack.assembly.context import experts
from salespack.documents.mail import mail_draft
from salespack.formats.types import in_language
from salespack.language.formatting import Formats
from salespack.language.phrases import words
from salespack.ledger.recording import Showing
from salespack.library.library import Library
from salespack.profiles.profile import Profile
from salespack.system.paths import file_name
from salespack.templating.template_text import holds_template


class FollowUp(msgspec.Struct, frozen=True):
    """The draft: what its file is called, and its content (RFC 5322)."""

    name: str
    content: bytes


def follow_up(profile: Profile, library: Library, said: Showing, language: str) -> FollowUp:
    """The mail that follows a meeting, in the language of its deck: to those who were there, by their names, with the
    titles of what landed and with what is next. Nothing internal is in it."""
    word, settings = words(language), library.settings
    day = Formats().date(said.on.isoformat(), language)
    named = list(dict.fromkeys(one.name for one in said.people if one.name))
    greeting = word["email_hello_named"].format(name=", ".join(named)) if named else word["email_hello"]
    next_step = said.next
    if next_step and said.next_on is not None:
        next_step = f"{next_step} – {Formats().date(said.next_on.isoformat(), language)}"
    person = next(iter(experts(library, language, list(profile.values))), None)
    signed = [settings.company.name]
    if person is not None:
        title = in_language(person.title, language, settings.default_language) if person.title else ""
        signed = [person.name, f"{title}, {signed[0]}" if title else signed[0], person.phone or "", person.email or ""]
    parts: list[str | list[str]] = [greeting, word["follow_up_thanks"].format(day=day)]
    if landed := list(_titles(library, said.landed, language)):
        parts += [word["follow_up_landed"], landed]
    if next_step:
        parts += [word["follow_up_next"], [next_step]]
    parts += [word["email_again"], word["email_regards"]]
    signature = [*filter(None, signed)]
    subject = word["follow_up_subject"].format(customer=profile.customer.name, day=day)
    content = mail_draft(
        _html(subject, parts, signature, language), _text(parts, signature), language=language,
        sender=(person.email if person else None) or "", sender_name=person.name if person else "",
    )  # fmt: skip
    return FollowUp(
        f"{file_name(profile.customer.name)} - {file_name(word['follow_up'])} {said.on.isoformat()}.eml", content
    )


def _titles(library: Library, blocks: Sequence[str], language: str) -> Iterator[str]:
    """The titles of blocks in a language, where they have one that is the same for every customer."""
    for name in blocks:
        body = library.blocks[name].bodies.get(language) if name in library.blocks else None
        if body is not None and body.title and not holds_template(body.title):
            yield body.title


def _text(parts: Sequence[str | list[str]], signature: Sequence[str]) -> str:
    shown = [one if isinstance(one, str) else "\n".join(f"- {item}" for item in one) for one in parts]
    return "\n\n".join(shown) + "\n" + "\n".join(signature) + "\n"


def _html(subject: str, parts: Sequence[str | list[str]], signature: Sequence[str], language: str) -> str:
    shown = [
        f"<p>{escape(one)}</p>"
        if isinstance(one, str)
        else f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in one)}</ul>"
        for one in parts
    ]
    shown.append(f"<p>{'<br>'.join(map(escape, signature))}</p>")
    head = f'<meta charset="utf-8"><title>{escape(subject)}</title>'
    body = "".join(shown)
    return f'<!doctype html>\n<html lang="{escape(language)}"><head>{head}</head><body>\n{body}\n</body></html>\n'
