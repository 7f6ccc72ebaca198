"""The slides that a pack makes by itself, out of the profile and of the other slides: no word of them is new.

Nothing here is asked of a library: their few headings are phrases of the language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import assert_never

import msgspec

from salespack.assembly.pictures import Pictures
from salespack.assembly.sources import SIGNS
from salespack.deck.model import (
    Agenda,
    BeforeAfter,
    Change,
    Kpis,
    LayoutRole,
    Leaf,
    Number,
    Paragraph,
    Picture,
    Provenance,
    Slide,
    Span,
    Spans,
    Text,
    Topic,
    text_of,
)
from salespack.deck.visiting import form_name, leaves
from salespack.formats.types import in_language
from salespack.language.formatting import Formats
from salespack.language.phrases import words
from salespack.library.library import Library
from salespack.library.packs import Made, Pack, made_id
from salespack.matching.chapters import Chapter, Part, chapters_of
from salespack.matching.made import ANSWERS, MINUTES
from salespack.matching.selection import Choice, Selection
from salespack.problems.problem import Problem, UserFault
from salespack.profiles.profile import Profile, quoted_in
from salespack.system.hashing import digest

MOST_LETTERS_OF_A_TITLE = 140
"""Of a quote that is a divider's title; a longer one stands below the name of the value."""

SlidesOf = Callable[[str], tuple[Slide, ...]]


class MadeSlides:
    """Those of one profile and pack. `slides_of` has the slides of a block that was chosen.

    `told` are warnings for what a slide had to leave out.
    """

    def __init__(
        self,
        profile: Profile,
        library: Library,
        pack: Pack,
        *,
        formats: Formats,
        pictures: Pictures,
        slides_of: SlidesOf,
    ) -> None:
        self._profile, self._library, self._pack = profile, library, pack
        self._formats, self._pictures, self._slides_of = formats, pictures, slides_of
        self.told: list[Problem] = []

    def slide(self, choice: Choice, selection: Selection) -> Slide:
        """The slide of a place that is made."""
        match choice.made:
            case "cover":
                return self._cover(choice, selection)
            case "summary":
                return self._summary(choice, selection)
            case "agenda":
                return self.agenda(choice.slot, selection)
            case "divider":
                return self._divider(choice, selection)
            case None:
                raise ValueError("the place is filled by a block")
            case _:
                assert_never(choice.made)

    def _cover(self, choice: Choice, selection: Selection) -> Slide:
        """The customer's name, large; what it is, when and by whom; their logo, where the profile has it."""
        customer, settings = self._profile.customer, self._library.settings
        name = in_language(self._pack.shown, selection.language, settings.default_language)
        day = self._formats.date(self._profile.meeting.date or selection.on, selection.language)
        below = Text((_paragraph(name), _paragraph(f"{day} · {settings.company.name}")))
        return self._made(
            "cover", choice, selection, customer.name, (below, *self._logo(customer.logo)), layout="title"
        )

    def _logo(self, path: str | None) -> Iterator[Picture]:
        """The customer's logo; none where there is none, and where it cannot be shown, which is told."""
        if path is None:
            return
        try:
            found = self._pictures.beside(self._profile.file, path, self._profile.customer.name)
        except UserFault as fault:
            self.told += [problem.as_warning() for problem in fault.problems]
        else:
            yield msgspec.structs.replace(found, mark=True)

    def _summary(self, choice: Choice, selection: Selection) -> Slide:
        """A row for each value that the deck answers: the value, our answer, and the figure that proves it."""
        word = words(selection.language)
        rows: list[Change] = []
        sources: dict[str, str] = {}
        for value in (one.id for one in selection.values if one.top):
            own = [one for one in selection.chosen if one.value == value]
            answers = [one for one in own if self._kind(one) in ANSWERS]
            if not answers:
                continue
            answer = self._slides_of(answers[0].block or "")[0]
            figure, by = self._proof(own)
            if by is not None:
                sources.update(_sources_of_proof(by))
                figure = _without_signs(figure, by)
            named = (Span(self._named(value, selection.language)),)
            rows.append(Change(named, _without_signs(_own_title(answer), answer), figure))
        header = (_spans(word["summary_value"]), _spans(word["our_answer"]), _spans(word["summary_proof"]))
        return self._made(
            "summary",
            choice,
            selection,
            word["summary_title"],
            (BeforeAfter(header, tuple(rows)),),
            sources=tuple(sources),
            source_urls=tuple(sources.values()),
        )

    def _kind(self, choice: Choice) -> str:
        return self._library.blocks[choice.block or ""].kind

    def _proof(self, own: Sequence[Choice]) -> tuple[Spans, Slide | None]:
        """What proves the answer to a value, and the slide that says so: the first figure that stands out on the slides
        for it, with what it means, or the title of a proof that says a figure; else what a proof says; else nothing."""
        order = ("experience", *ANSWERS)
        ranked = sorted((one for one in own if self._kind(one) in order), key=lambda one: order.index(self._kind(one)))
        said: tuple[Spans, Slide | None] = (), None
        for choice in ranked:
            proves = self._kind(choice) == "experience"
            for slide in self._slides_of(choice.block or ""):
                figures = list(_figures(leaves(slide.nodes)))
                if figures:
                    return next((one for one in figures if _says_of_what(one[0])), figures[0]), slide
                title = _own_title(slide)
                if proves and any(sign.isdigit() for sign in text_of(title)):
                    return title, slide
                if proves and said[1] is None:
                    said = title, slide
        return said

    def agenda(self, slot: str, selection: Selection, current: int | None = None) -> Slide:
        """The chapters of the deck with their minutes; again before one of them (from 0), where that is `current`."""
        word = words(selection.language)
        topics = tuple(
            Topic(_spans(name), _spans(word["agenda_minutes"].format(minutes=max(round(chapter.minutes), 1))))
            for name, chapter in zip(self.chapter_names(selection), self.chapters(selection), strict=True)
        )
        place = Choice(slot=slot, made="agenda")
        return self._made("agenda", place, selection, word["agenda_title"], (Agenda(topics, current),))

    def chapters(self, selection: Selection) -> tuple[Chapter, ...]:
        """The chapters of the deck."""
        return chapters_of(selection.choices, self._library.blocks)

    def chapter_names(self, selection: Selection) -> tuple[str, ...]:
        """What the chapters are called: by their values, else by what their slots are called, else by their title."""
        return tuple(
            " · ".join(self._part_name(part, selection.language) for part in chapter.parts)
            for chapter in self.chapters(selection)
        )

    def _part_name(self, part: Part, language: str) -> str:
        if part.value is not None:
            return self._named(part.value, language)
        slot, word = part.slot, words(language)
        called = word.get(f"slot_{slot.replace('-', '_')}")
        return called or text_of(_own_title(self._slides_of(part.block)[0]))

    def _divider(self, choice: Choice, selection: Selection) -> Slide:
        """What the customer said of a value, in their words, and the value."""
        word, value = words(selection.language), choice.value or ""
        languages = self._library.settings.languages
        said = " ".join(quoted_in(self._profile, value, selection.language, languages).split())
        quote = f"{word['quote_open']}{said.strip(QUOTES)}{word['quote_close']}"
        named, who = self._named(value, selection.language), self._profile.customer.name
        title, below = quote, f"{named} · {who}"
        if len(quote) > MOST_LETTERS_OF_A_TITLE:
            title, below = named, f"{quote} – {who}"
        return self._made("divider", choice, selection, title, (Text((_paragraph(below),)),), layout="section")

    def _made(
        self,
        made: Made,
        choice: Choice,
        selection: Selection,
        title: str,
        nodes: tuple[Text | BeforeAfter | Agenda | Picture, ...],
        *,
        layout: LayoutRole | None = None,
        sources: tuple[str, ...] = (),
        source_urls: tuple[str, ...] = (),
    ) -> Slide:
        said = digest(repr((title, nodes, layout)).encode())
        spoken = self._spoken(made, choice, selection)
        return Slide(
            title=_spans(title),
            nodes=nodes,
            layout=layout,
            sources=sources,
            source_urls=source_urls,
            notes=(_paragraph(spoken),) if spoken else (),
            language=selection.language,
            provenance=Provenance(made_id(made), 1, said, selection.pack, choice.slot, choice.value),
            kind="frame",
            minutes=MINUTES[made],
            holds_customer_data=True,
            own_words=made == "divider",
            form=form_name(nodes),
            form_from="written",
            file=self._pack.file,
        )

    def _spoken(self, made: Made, choice: Choice, selection: Selection) -> str:
        """What the seller says to a slide that is made; nothing where it is about no value."""
        word, language = words(selection.language), selection.language
        if made == "divider":
            return word["say_divider"].format(value=self._named(choice.value or "", language))
        if made != "cover":
            return word[f"say_{made}"]
        top = [one for one in selection.values if one.top]
        names = [self._named(one.id, language) for one in top if one.covered] or [
            self._named(one.id, language) for one in top
        ]
        return word["say_cover"].format(values=", ".join(names)) if names else ""

    def _named(self, value: str, language: str) -> str:
        return in_language(self._library.values[value].name, language, self._library.settings.default_language)


QUOTES = "\"'“”„‟«»‹›‘’‚ "
"""What people put round a quote themselves."""


def _own_title(slide: Slide) -> Spans:
    """A slide's title as its author wrote it: without the mark of a part, where its brand had no room for it on one."""
    return slide.title[:-1] if slide.part[1] > 1 else slide.title


def _sources_of_proof(slide: Slide) -> list[tuple[str, str]]:
    """The sources of the slide that a figure is from, without the signs of its claims, and each one's address.

    Where there are others than the customer's own figures, the figure that proves an answer is ours.
    """
    pairs = list(zip_longest(slide.sources, slide.source_urls, fillvalue=""))
    if slide.holds_figures and len(pairs) > 1:
        del pairs[-1]
    return [(line.lstrip(f"{SIGNS} "), url) for line, url in pairs]


def _without_signs(spans: Spans, slide: Slide) -> Spans:
    """A text without the signs of its sources, where the claims of its slide have signs."""
    if not any(line.startswith(tuple(SIGNS)) for line in slide.sources):
        return spans
    return tuple(msgspec.structs.replace(span, text=re.sub(f"[{SIGNS}]", "", span.text)) for span in spans)


def _figures(nodes: Iterable[Leaf]) -> Iterator[Spans]:
    """The figures that stand out in nodes, each with what it means."""
    for node in nodes:
        match node:
            case Number():
                yield _with(node.figure, node.label)
            case Kpis():
                yield from (_with(one.figure, one.label) for one in node.items)
            case _:
                pass


def _says_of_what(figure: Span) -> bool:
    """Whether a figure says by itself what it counts: days, percent, times; a bare number does not."""
    return any(not sign.isdigit() and not sign.isspace() and sign not in ".,'’" for sign in figure.text)


def _with(figure: Spans, label: Spans) -> Spans:
    means = (Span(f"\n{text_of(label)}"),) if label else ()
    return (Span(text_of(figure), bold=True), *means)


def _spans(text: str) -> Spans:
    return (Span(text),)


def _paragraph(text: str) -> Paragraph:
    return Paragraph(_spans(text))
