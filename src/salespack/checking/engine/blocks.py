"""Checking one block: its texts rendered for each profile, and the rules about texts, renderings and blocks applied.

Nothing here knows of other blocks, of caches or of reports: what comes out depends on the job alone.
"""

from __future__ import annotations

import dataclasses
import datetime
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from salespack.assembly.assemble import Assembler, Paginate
from salespack.assembly.customers import References
from salespack.assembly.materials import Materials
from salespack.building.resources import Resources
from salespack.checking.rules.views import (
    BlockSummary,
    BlockText,
    BlockView,
    DeckView,
    Rendering,
    SlideSummary,
    Surroundings,
)
from salespack.checking.rules.visible import said
from salespack.deck.model import Deck, Slide, text_of
from salespack.formats.text_files import read_text
from salespack.library.blocks import Block
from salespack.library.library import Library
from salespack.library.load import about_block, file_text
from salespack.matching.scoring import weights_of
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.profiles.privacy import Found, kept
from salespack.profiles.profile import Profile
from salespack.specimens.customers import Case, fitted
from salespack.specimens.data_used import Uses, paths_in
from salespack.templating.environment import is_readable
from salespack.templating.template_text import template_code, template_parts

if TYPE_CHECKING:
    from salespack.checking.rules.table import Rule  # rules may use what stands here
    from salespack.powerpoint.brand.model import Brand
    from salespack.powerpoint.writing.writer import WrittenDeck

OF_SORTS = frozenset(("SP301", "SP304", "SP310", "SP333"))
"""What a fact of the wrong sort leads to: no proof of a fault where the sort was only assumed."""


OF_TEMPLATES = frozenset(("SP301", "SP302", "SP304", "SP329"))
NAMED = re.compile("“([^”]+)”")


class Group(msgspec.Struct, frozen=True, array_like=True):
    """Cases, as positions in the list of cases, whose profiles a text sees alike: `seen` says what it sees."""

    seen: str
    cases: tuple[int, ...]


class Rendered(msgspec.Struct, frozen=True, array_like=True):
    """What became of one group: how many slides, how many of them hold customer data, problems. No slides: broken."""

    slides: int
    with_customer_data: int
    found: tuple[Found, ...] = ()


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One block to check. `key` names everything that the result depends on but the profiles.

    `uses` has what each language's text uses; `groups`, for each language, the groups of cases to render, by their
    first case. `whole`: with the rules about the text, which need the first group.
    """

    block: str
    key: str
    uses: dict[str, Uses]
    groups: dict[str, tuple[Group, ...]]
    whole: bool = True


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a job: the texts' problems, what became of the groups by what they see, the block in short."""

    block: str
    key: str
    problems: tuple[Problem, ...]
    rendered: dict[str, dict[str, Rendered]]
    summary: BlockSummary

    @property
    def renderings(self) -> int:
        """How many renderings it stands for."""
        return sum(map(len, self.rendered.values()))


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What all jobs share. `day` is the day that templates see, `top` how many values are a customer's top values,
    `references` what customers said of being shown; who has no profile is taken to have agreed."""

    library: Library
    around: Surroundings
    cases: tuple[Case, ...]
    day: datetime.date
    top: int
    cache: Path | None
    rules: tuple[Rule[Any], ...]
    references: References


class BlockChecker:
    """Checks blocks of one library, one after the other."""

    def __init__(self, material: Material) -> None:
        self._material, self._library = material, material.library
        self._resources = Resources(material.library, material.cache)
        self._assemblers: dict[tuple[int, str], Assembler] = {}
        self._rules = material.rules

    def check(self, job: Job) -> Record:
        """Renders the block for the groups of its job, and applies the rules to it."""
        block = self._library.blocks[job.block]
        problems: list[Problem] = []
        texts: dict[str, BlockText] = {}
        rendered: dict[str, dict[str, Rendered]] = {}
        for language, body in block.bodies.items():
            rendered[language] = {}
            try:
                written = file_text(self._library.root, os.path.relpath(body.file, self._library.root))
            except UserFault as fault:
                problems += fault.problems
                continue
            text = BlockText(self._library.root, block, language, body, written, self._material.around)
            texts[language], rendered[language] = self._renderings(job, text)
        if job.whole:
            for text in texts.values():
                problems += self._found(BlockText, text)
                if any(slide.designed for slide in text.specimen):
                    problems += self._deck_problems(text)
            problems += self._looks_of_texts(list(texts.values()))
            problems += self._found(BlockView, BlockView(block, texts, self._material.around)) if texts else ()
        slides = {language: tuple(map(_in_short, text.specimen)) for language, text in texts.items() if text.specimen}
        return Record(
            block=block.id,
            key=job.key,
            problems=tuple(about_block(one, block.file) for one in problems),
            rendered=rendered,
            summary=BlockSummary(slides=slides),
        )

    def _renderings(self, job: Job, text: BlockText) -> tuple[BlockText, dict[str, Rendered]]:
        """The text with its specimen, and what became of each group."""
        block, language, uses = text.block, text.language, job.uses[text.language]
        rendered = {}
        for group in job.groups[language]:
            number = group.cases[0]
            case = self._material.cases[number]
            profile = (
                fitted(case, block, uses.facts, self._library, self._material.day) if case.synthetic else case.profile
            )
            slides: tuple[Slide, ...] = ()
            try:
                assembler = self._assembler(number, profile, language)
                slides = assembler.render(block)
                if self._divided is not None:
                    self._divided(slides, block.overflow)
            except UserFault as fault:
                slides = ()
                assumed = case.synthetic and "" in uses.facts.values()
                problems = [one for one in fault.problems if not (assumed and _is_of_sorts(one, text))]
                found = [_with_column(one, text) for one in problems]
            else:
                if number == 0:
                    text = dataclasses.replace(text, specimen=slides)
                noticed = (_with_column(one, text) for one in assembler.notices(block.id))
                found = [*noticed, *self._found(Rendering, Rendering(text, slides))]
            rendered[group.seen] = Rendered(
                len(slides),
                sum(slide.holds_customer_data for slide in slides),
                tuple(
                    kept(about_block(one, text.body.file), _fields_at(one, text), real=not case.synthetic)
                    for one in found
                ),
            )
        return text, rendered

    def _found(self, subject: type, view: object) -> Iterator[Problem]:
        for rule in self._rules:
            if rule.subject is subject:
                yield from rule.check(view)

    def _deck_problems(self, text: BlockText) -> Iterator[Problem]:
        """What the proofs of fit and of looks find on the slides of a text, some of which are designed, and the
        rules about those.
        """
        if self._brand is None:
            return
        deck = self._deck(text.block, text.language, text.specimen)
        from salespack.assembly.designed_blocks import staying_behind

        try:
            deck, undressed = self._resources.settled(deck)
            left = tuple(staying_behind(deck.slides, self._resources.materials.sources))
            written = self._written(deck, self._brand, "presenter")
            proven = self._resources.fitting.prove(deck, written)
            looks = self._resources.looks.prove(deck, written)
        except UserFault as fault:
            yield from fault.problems
            return
        yield from (_with_column(one, text) for one in (*undressed, *left, *proven.broken.values(), *proven.problems))
        view = DeckView(text, deck, self._brand, written.file, self._resources.scenes)
        for number, problem in self._resources.looks.problems(deck, written, looks, self._brand_file, taste=True):
            yield problem if _is_at(problem, self._brand_file) else view.told(number, problem)
        yield from self._found(DeckView, view)

    def _looks_of_texts(self, texts: Sequence[BlockText]) -> Iterator[Problem]:
        """What the proof of looks finds on slides that are made of text alone; all languages are in one deck.

        Whether they fit is no question: they were divided so that they do.
        """
        if self._brand is None or self._paginate is None:
            return
        slides: list[Slide] = []
        for text in texts:
            if text.specimen and not any(slide.designed for slide in text.specimen):
                with suppress(UserFault):  # what does not fit is told of its rendering
                    slides += self._paginate(text.specimen, text.block.overflow)
        if not slides:
            return
        deck = self._deck(texts[0].block, texts[0].language, tuple(slides))
        try:
            written = self._written(deck, self._brand, "handout")  # the same slides, and nothing that is not looked at
        except UserFault:
            return  # a picture that cannot be read, which its rendering tells
        looks = self._resources.looks.prove(deck, written)
        for number, problem in self._resources.looks.problems(deck, written, looks, self._brand_file, taste=True):
            if problem.code == "SP368" and not self._stays_alone(slides[number - 1]):
                continue
            place = problem.place
            if place is not None and not _is_at(problem, self._brand_file):
                problem = msgspec.structs.replace(problem, place=Place(place.file, place.line, 1))
            yield problem

    def _stays_alone(self, slide: Slide) -> bool:
        """Whether a title ends with a word alone in all decks; most choose a size at which it does not."""
        from salespack.powerpoint.composing.deck_style import word_alone

        return word_alone(slide, self._resources.fitting.composer)

    def _deck(self, block: Block, language: str, slides: tuple[Slide, ...]) -> Deck:
        """A deck of a block's slides for the first case."""
        profile = self._material.cases[0].profile
        return Deck(
            title=block.id,
            customer=profile.customer.name,
            company=self._library.settings.company.name,
            language=language,
            on=self._material.day,
            profile=profile.id,
            pack=block.id,
            pack_name=block.id,
            profile_hash="",
            library_hash="",
            slides=slides,
        )

    def _written(self, deck: Deck, brand: Brand, copy: Literal["handout", "presenter"]) -> WrittenDeck:
        from salespack.powerpoint.writing.writer import written_deck

        return written_deck(
            deck,
            brand,
            templates=self._resources.slide_templates,
            composer=self._resources.fitting.composer,
            copy=copy,
            sources=self._resources.materials.sources,
            formats=self._resources.materials.formats,
        )

    @cached_property
    def _brand_file(self) -> str:
        """The brand file as people name it."""
        return shown_path(self._library.root / (self._library.settings.brand or ""))

    def _assembler(self, number: int, profile: Profile, language: str) -> Assembler:
        """The assembler for a case in a language; a profile that was fitted to a block has one of its own."""
        material = self._material
        own = profile is material.cases[number].profile
        if own and (known := self._assemblers.get((number, language))):
            return known
        assembler = assembler_for(material, profile, language, self._resources.materials)
        if own:
            self._assemblers[number, language] = assembler
        return assembler

    @cached_property
    def _brand(self) -> Brand | None:
        """The brand; None where it cannot be used, which is a problem of its own."""
        try:
            return self._resources.brand
        except UserFault:
            return None

    @cached_property
    def _paginate(self) -> Paginate | None:
        """What makes slides fit the brand, as a build would whose pack does not say how."""
        return self._resources.fitting.paginate("split") if self._brand is not None else None

    @cached_property
    def _divided(self) -> Paginate | None:
        """The same for slides that nobody will see: whether they fit is all that is asked."""
        return self._resources.fitting.paginate("split", shown=False) if self._brand is not None else None


def assembler_for(material: Material, profile: Profile, language: str, materials: Materials) -> Assembler:
    """What assembles blocks for a profile as a build would, on the one day of the check."""
    top = tuple(weights_of(profile, material.library.settings))[: material.top]
    return Assembler(
        profile,
        material.library,
        materials,
        language=language,
        on=material.day,
        stage=profile.meeting.stage,
        top=top,
        references=lambda: material.references,
    )


def _fields_at(problem: Problem, text: BlockText) -> tuple[str, ...]:
    """The names of the data that the template uses on the line of a problem."""
    place = problem.place
    if place is None or place.line is None or place.file != text.body.file:
        return ()
    lines = text.text.split("\n")
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    return tuple(dict.fromkeys(path for part in template_code(line) for path in paths_in(part)))


def _with_column(problem: Problem, text: BlockText) -> Problem:
    """The problem with the column of what it names, or of the first template on its line, where it has none.

    What is told at the title of its slide, and names something, is told where that stands below.
    """
    place = problem.place
    if place is None or place.line is None or place.column is not None or place.file != text.body.file:
        return problem
    lines = text.text.split("\n")
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    named = NAMED.findall(problem.message)
    for number, below in enumerate(lines[place.line - 1 :] if line.startswith("# ") else (line,), place.line):
        start = next((start for name in named if (start := below.find(name)) >= 0), None)
        if start is not None:
            return msgspec.structs.replace(problem, place=Place(place.file, number, start + 1))
    templates = template_parts(line) if problem.code in OF_TEMPLATES else ()
    first = next((part.start for part in templates if not part.is_text), len(line) - len(line.lstrip()))
    return msgspec.structs.replace(problem, place=Place(place.file, place.line, first + 1))


def _is_of_sorts(problem: Problem, text: BlockText) -> bool:
    """Whether a fact of another sort might not have led to a problem: what no data could mend is none of these."""
    if problem.code != "SP301" or problem.place is None:
        return problem.code in OF_SORTS
    return is_readable(read_text(Path(problem.place.file)) if problem.about else text.source)


def _is_at(problem: Problem, file: str) -> bool:
    return problem.place is not None and problem.place.file == file


def _in_short(slide: Slide) -> SlideSummary:
    title = text_of(slide.title)
    notes = "\n".join(text_of(paragraph.spans) for paragraph in (*slide.notes, *slide.prose))
    return SlideSummary(
        title, "\n".join((title, *said(slide.nodes))), slide.file, slide.line, notes, slide.form == "logos"
    )
