"""What every block says in every language: its slides as they turn out for a made-up customer. No pictures here.

The customer is the ordinary one of the generated profiles, so that no real customer's data is in a catalog.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, assert_never

import msgspec

from salespack.assembly.assemble import Assembler
from salespack.assembly.customers import everybody_in
from salespack.assembly.materials import Materials
from salespack.deck.model import Paragraph, Slide, text_of
from salespack.deck.visiting import Passage, leaves, passages
from salespack.library.index import library_files
from salespack.library.library import Library
from salespack.matching.scoring import weights_of
from salespack.problems.problem import UserFault
from salespack.specimens.customers import Case, fitted, generated
from salespack.specimens.data_used import Stock, facts_used, is_broken, top_of

if TYPE_CHECKING:
    from salespack.assembly.assemble import Paginate

CUSTOMER = "Your customer"
"""What the made-up customer is called."""


class TextOf(msgspec.Struct, frozen=True):
    """Names a text of the library: a block in one of its languages. `facts` are those it uses, with their sorts."""

    block: str
    language: str
    facts: dict[str, str] = {}


class SlideText(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a slide says, a line for each paragraph or row; what is spoken with it, and what only the seller reads.

    `picture` is the stem of its pictures' names; empty where there is none.
    """

    title: str
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seller: tuple[str, ...] = ()
    picture: str = ""


def specimen_case(library: Library) -> Case:
    """The made-up customer."""
    case = generated(library, {})[0]
    customer = msgspec.structs.replace(case.profile.customer, name=CUSTOMER)
    return msgspec.structs.replace(case, profile=msgspec.structs.replace(case.profile, customer=customer))


def texts_of(library: Library) -> list[TextOf]:
    """Every text that can be shown, by language and block. Raises UserFault where the library cannot be read."""
    stock = Stock(library, library_files(library.root), {})
    shown = [block for block in library.blocks.values() if not is_broken(block)]
    return [
        TextOf(block.id, language, facts_used((msgspec.structs.replace(block, bodies={language: body}),), stock))
        for language in library.settings.languages
        for block in shown
        if (body := block.bodies.get(language)) is not None
    ]


class Specimens:
    """Makes the slides of a library's texts for the made-up customer, on one day; divided where they hold too much."""

    def __init__(
        self,
        library: Library,
        case: Case,
        materials: Materials,
        day: datetime.date,
        paginate: Paginate | None = None,
    ) -> None:
        self._library, self._case, self._materials = library, case, materials
        self._day, self._paginate = day, paginate
        self._top = top_of(library)

    def slides(self, text: TextOf) -> tuple[Slide, ...]:
        """The slides of a text. Raises UserFault when it cannot be rendered."""
        block = self._library.blocks[text.block]
        profile = fitted(self._case, block, text.facts, self._library, self._day)
        weights = weights_of(profile, self._library.settings)
        assembler = Assembler(
            profile,
            self._library,
            self._materials,
            language=text.language,
            on=self._day,
            stage=profile.meeting.stage,
            top=tuple(weights)[: self._top],
            paginate=self._paginate,
            references=lambda: everybody_in(self._library),
        )
        slides = assembler.block(block.id)
        if not slides:
            raise UserFault(assembler.broken[block.id])
        return slides


def slide_text(slide: Slide, picture: str = "") -> SlideText:
    """What a slide says."""
    return SlideText(
        title=text_of(slide.title),
        lines=tuple(
            line for leaf in leaves(slide.nodes) for passage in passages(leaf) if (line := _line(passage)).strip()
        ),
        notes=_paragraphs(slide.notes),
        seller=_paragraphs(slide.seller),
        picture=picture,
    )


def _paragraphs(paragraphs: Iterable[Paragraph]) -> tuple[str, ...]:
    return tuple(text for one in paragraphs if (text := text_of(one.spans)).strip())


def _line(passage: Passage) -> str:
    match passage.kind:
        case "paragraph" | "attribution":
            return f"{'  ' * passage.level}{'• ' if passage.listed else ''}{passage.texts[0]}"
        case "quotation":
            return f"“{' '.join(passage.texts)}”"
        case "pair":
            return " – ".join(passage.texts)
        case "row":
            return " | ".join(passage.texts)
        case "picture":
            return ": ".join(dict.fromkeys(text for text in passage.texts if text))
        case _:
            assert_never(passage.kind)


class Shown(msgspec.Struct, frozen=True):
    """What became of a text: its slides, or the problems that keep it from being rendered."""

    slides: tuple[SlideText, ...]
    problems: tuple[str, ...] = ()
