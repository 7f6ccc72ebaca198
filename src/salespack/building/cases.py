"""Whom the cases of a deck are about, in a few facts with their labels, as their blocks declare it."""

from __future__ import annotations

from collections.abc import Iterator

from salespack.deck.model import Deck
from salespack.formats.types import in_language
from salespack.language.formatting import Formats
from salespack.language.phrases import words
from salespack.library.blocks import Block
from salespack.library.library import Library


def cases_of(deck: Deck, library: Library, language: str, formats: Formats) -> dict[str, dict[str, str]]:
    """The facts of the blocks of experiences, by blocks: industry, country, employees, year; what is not known is not
    there."""
    blocks = {slide.provenance.block for slide in deck.slides if slide.kind == "experience"}
    return {
        block: dict(_facts(library.blocks[block], library, language, formats))
        for block in sorted(blocks & library.blocks.keys())
    }


def _facts(block: Block, library: Library, language: str, formats: Formats) -> Iterator[tuple[str, str]]:
    word, about = words(language), block.about
    if about is not None and about.industry:
        yield (
            word["industry"],
            in_language(
                library.settings.industries.get(about.industry, about.industry),
                language,
                library.settings.default_language,
            ),
        )
    if about is not None and about.country:
        yield word["country"], formats.country(about.country, language)
    if about is not None and about.employees:
        yield word["size"], formats.number(about.employees, language)
    if block.evidence is not None and block.evidence.date is not None:
        yield word["year"], str(block.evidence.date)[:4]
