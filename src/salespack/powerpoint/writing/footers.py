"""The footers of a deck: its date, a line about it and the slide's number, in the placeholders that a layout has."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from salespack.deck.model import Deck, Span
from salespack.language.formatting import FilterFault, Formats
from salespack.powerpoint.brand.model import Placeholder
from salespack.powerpoint.composing.placement import Composition
from salespack.powerpoint.forms.canvas import NOWHERE, PLACEHOLDER, PLAIN, extent, reference, shape
from salespack.powerpoint.forms.measuring import Measure, no_link
from salespack.powerpoint.forms.paragraphs import Row, language_tag, printed, runs
from salespack.powerpoint.slide_templates import Pattern, SlideTemplates, Xml
from salespack.powerpoint.writing.slide_markup import proven_shapes

NAMES = {"ftr": "Footer Placeholder", "dt": "Date Placeholder"}
"""What PowerPoint calls footers, by the type of their placeholder."""
LEAST_SHARE = 70
"""To how many percent of its size a date is made smaller; in a frame narrower than that it is written in ISO form."""
STEP = 100
NUMBER = shape("number", ("place", "language", "wraps", "ink"), "number")


def day(on: datetime.date, language: str, formats: Formats) -> str:
    """A day as the language writes it, as everywhere in the deck; in ISO form in a language whose way is not known."""
    try:
        return formats.date(on, language, "medium")
    except FilterFault:
        return on.isoformat()


class _Footer(NamedTuple):
    """One footer of a layout: its pattern, what PowerPoint calls it, and its text; None is the slide's number."""

    pattern: Pattern
    name: str
    text: Xml | None


class Footers:
    """The footers of one deck, set once for each layout and language."""

    def __init__(self, deck: Deck, pieces: SlideTemplates, measure: Measure, formats: Formats) -> None:
        self._deck, self._pieces, self._measure, self._formats = deck, pieces, measure, formats
        self._set: dict[tuple[int, str], tuple[_Footer, ...]] = {}

    def drawn(self, composition: Composition, language: str, last_id: int, number: int) -> tuple[Xml, ...]:
        """The footers of slide `number` (from 1) as shapes whose ids go on after `last_id`."""
        key = (composition.layout, language)
        footers = self._set.get(key)
        if footers is None:
            footers = self._set[key] = tuple(self._footers(composition, language))
            proven_shapes(self._pieces, _filled(footers, last_id, number))
        return _filled(footers, last_id, number)

    def _footers(self, composition: Composition, language: str) -> Iterator[_Footer]:
        tag = language_tag(language)
        for one in composition.footers:
            if one.type == "sldNum":
                # A frame for one digit would break the others over lines; text that does not wrap goes beyond it.
                wraps = self._fits(str(len(self._deck.slides)), one)
                ink = composition.looks.get(one.idx, PLAIN).ink
                pattern = self._pieces.pattern(NUMBER, reference(one), tag, wraps, ink)
                yield _Footer(pattern, "Slide Number Placeholder", None)
            elif text := self._text(one, language):
                own = text != one.text.strip()
                # The size is that of the layout; without any LibreOffice draws footers in its own typeface, in black.
                size = str(self._size(text, one) or one.sizes[0]) if own else ""
                ink = composition.looks.get(one.idx, PLAIN).ink
                paragraph = printed([Row(runs((Span(text),), no_link), size=size, ink=ink)], self._pieces, tag)
                yield _Footer(
                    self._pieces.pattern(PLACEHOLDER, reference(one), False, False, None, None),
                    NAMES[one.type],
                    paragraph,
                )

    def _text(self, placeholder: Placeholder, language: str) -> str:
        """The day; the brand's own footer; else company and title, or the company, what one line holds; or none."""
        if placeholder.type == "dt":
            text = day(self._deck.on, language, self._formats)
            return text if self._size(text, placeholder) else self._deck.on.isoformat()
        own = placeholder.text.strip()
        if own and not self._measure.known("prompt", (own,), lambda: _prompt_in(own)):
            return own
        texts = (f"{self._deck.company} · {self._deck.title}", self._deck.company)
        lines = [" ".join(text.split()) for text in texts]
        return next((line for line in lines if self._fits(line, placeholder)), "")

    def _fits(self, text: str, placeholder: Placeholder) -> bool:
        """Whether a footer's text stands on one line."""
        return self._size(text, placeholder) == placeholder.sizes[0]

    def _size(self, text: str, placeholder: Placeholder) -> int:
        """The size, the layout's or a little less, in which a text stands on one line; 0 where it does in none."""
        room, size = placeholder.box.cx - placeholder.insets[0] - placeholder.insets[2], placeholder.sizes[0]
        width = self._measure.width(text, size, placeholder.font, bold=placeholder.bold)
        if width <= room:
            return size
        smaller = size * room // max(width, 1) // STEP * STEP
        return smaller if smaller >= size * LEAST_SHARE // 100 else 0


def _prompt_in(text: str) -> str:
    from salespack.language.prompts import prompt_in

    return prompt_in(text)


def _filled(footers: tuple[_Footer, ...], last_id: int, number: int) -> tuple[Xml, ...]:
    shown, nowhere = Xml(str(number)), extent(NOWHERE)
    return tuple(
        one.pattern.fill(Xml(str(at)), Xml(f"{one.name} {at - 1}"), *nowhere, shown if one.text is None else one.text)
        for at, one in enumerate(footers, last_id + 1)
    )
