"""What templates print where nobody has written anything: prompts by their shape, in the languages of templates."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from salespack.language.locales import footer_prompts

_DATE = r"(?:d{1,2}|t{2}|p{2}|j{2}|g{2})[./\- ](?:m{2,4}|k{2})[./\- ](?:y{2,4}|j{2,4}|v{2,4}|a{2,4}|r{4})"
_ORDERS = (
    r"click (?:here )?to (?:add|edit|insert|enter|type)", r"click icon to", r"insert (?:your|the|a|date|title|text)\b",
    r"insert > ", r"view > ", r"(?:enter|type|add|write) (?:your|the) (?:text|title|name|subtitle|date)",
    r"your (?:text|title|logo|name|company(?: name)?) here", r"title of (?:the |your )?presentation",
    r"presentation title", r"name of (?:the )?(?:presenter|presentation|speaker)", r"lorem ipsum", r"place ?holder",
    r"modify ?me", r"klicken sie", r"(?:text|titel|bild|datum) (?:durch klicken )?(?:hinzufügen|einfügen|bearbeiten)",
    r"titel der präsentation", r"cliquez (?:ici )?pour", r"titre de la présentation", r"haga clic para",
    r"título de la presentación", r"fare clic per", r"titolo della presentazione", r"clique para",
    r"título da apresentação", r"klik om", r"klicka (?:här )?för att", r"klikk for å", r"klik for at",
    r"muokkaa (?:tekstin|ots\.|otsikon) perustyyl", r"(?:lisää|kirjoita|muokkaa) \w+ (?:tähän|napsauttamalla)",
    r"napsauta (?:tätä|lisätäksesi)", r"esityksen (?:nimi|otsikko)", r"kliknij, aby", r"щ[её]лкните",
    r"образец (?:текста|заголовка)", r"クリックして", r"单击(?:此处|以)", r"按一下",
)  # fmt: skip
_STEM = re.compile(r"(?:[\w ](?![?*{]))*")
"""The letters that an order begins with: where a text has none of them, the order need not be looked for."""
_BRACKETED = re.compile(r"[\[<{«‹][^\W\d_][^\[\]<>{}«»‹›]{2,40}[\]>}»›]")
"""A word or more in brackets that say “put something here”."""
_WHOLE = re.compile(
    r"date|name|title|department|author|subtitle|footer|datum|titel|autor|päiväys|nimi|otsikko", re.IGNORECASE
)


def prompt_in(text: str, footers: Container[str] | None = None) -> str:
    """The prompt that a text of a template is or holds, as it stands there; empty where there is none.

    Made for what layouts print and footers say; an author's own text may well hold brackets. `footers` are those of
    `footer_prompts`, for who has them at hand.
    """
    text = " ".join(text.split())
    folded = text.casefold()
    if folded in (footer_prompts() if footers is None else footers) or _WHOLE.fullmatch(text):
        return text
    first = min(_orders_in(text, folded), key=lambda one: one.start(), default=None)
    found = first or _BRACKETED.search(text)
    return found.group() if found is not None else ""


def _orders_in(text: str, folded: str) -> Iterator[re.Match[str]]:
    """Where each order, or a date's form, is first found in a text, which is given without case too.

    Patterns are compiled for texts that may hold them: all of them take longer than a deck's proof.
    """
    for order in (rf"\b{_DATE}\b", *_ORDERS):
        stem = _STEM.match(order)
        if (stem is None or stem.group() in folded) and (found := re.search(order, text, re.IGNORECASE)) is not None:
            yield found
