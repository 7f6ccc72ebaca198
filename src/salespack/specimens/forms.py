"""Which form each slide of a text takes, and why: as it is written, and as it is where a library infers forms."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from salespack.assembly.materials import Materials
from salespack.deck.model import FormName, Slide, text_of
from salespack.language.phrases import words
from salespack.library.library import Library
from salespack.problems.problem import Place, Problem, UserFault
from salespack.specimens.texts import Specimens, TextOf, specimen_case


class FormChange(msgspec.Struct, frozen=True, kw_only=True):
    """One slide of a text, `slide` its number in it, from 1: its form as it is written, the one with forms inferred,
    and why it has that, in words of the text's language."""

    block: str
    language: str
    slide: int
    title: str
    written: FormName
    inferred: FormName
    changes: bool
    why: str


class FormChanges(msgspec.Struct, frozen=True):
    """The slides of a library's texts in their order, and what keeps texts from being slides."""

    slides: tuple[FormChange, ...]
    problems: tuple[Problem, ...] = ()


def with_forms(library: Library, forms: Literal["inferred", "written"]) -> Library:
    """The library as it would be with this in its settings."""
    return msgspec.structs.replace(library, settings=msgspec.structs.replace(library.settings, forms=forms))


def why_form(slide: Slide, language: str) -> str:
    """Why a slide has the form that it has, in words of a language."""
    phrases = words(language)
    match slide.form_from:
        case "inferred":
            return phrases[f"form_{slide.form.replace('-', '_')}"]
        case "written" | "fixed" if slide.form_line is None:
            return phrases["form_in_front_matter"]
        case "written" | "fixed":
            return phrases["form_written"].format(place=Place(slide.file, slide.form_line))
        case "lost":
            return phrases["form_lost"]
        case _:
            return phrases["form_as_written"]


def form_changes(library: Library, texts: Sequence[TextOf], day: datetime.date, cache: Path | None) -> FormChanges:
    """What inferring forms changes on the slides of these texts, for the made-up customer on a day."""
    materials, case = Materials(library.root, cache), specimen_case(library)
    before = Specimens(with_forms(library, "written"), case, materials, day)
    after = Specimens(with_forms(library, "inferred"), case, materials, day)
    found: list[FormChange] = []
    problems: list[Problem] = []
    for text in texts:
        try:
            found += _compared(text, before.slides(text), after.slides(text))
        except UserFault as fault:
            problems += fault.problems
    materials.save()
    return FormChanges(tuple(found), tuple(dict.fromkeys(problems)))


def _compared(text: TextOf, before: Sequence[Slide], after: Sequence[Slide]) -> Iterator[FormChange]:
    """The slides of a text: there are as many of them either way, as forms are made of what a slide holds."""
    for number, (one, other) in enumerate(zip(before, after, strict=True), 1):
        yield FormChange(
            block=text.block,
            language=text.language,
            slide=number,
            title=text_of(other.title),
            written=one.form,
            inferred=other.form,
            changes=one.nodes != other.nodes,
            why=why_form(other, text.language),
        )
