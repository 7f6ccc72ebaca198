"""Selection to deck: reads the chosen blocks' texts, renders them, and puts their slides in order."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from salespack.assembly.body_templates import HEAD_OF_REMARKS, notices, source_line
from salespack.assembly.colleagues import Colleagues
from salespack.assembly.context import data_at, public_context, seller_context
from salespack.assembly.customers import Customers, References
from salespack.assembly.forms.around import Around, Unmade
from salespack.assembly.forms.choice import Formed, formed
from salespack.assembly.literal_slides import Literals
from salespack.assembly.materials import Materials
from salespack.assembly.parsed_slides import FormSource, ParsedSlide, inner
from salespack.assembly.sources import Assumed, Named, Sources, our_assumptions, own_figures, without_known
from salespack.deck.model import (
    Chart,
    Deck,
    Logos,
    Next,
    Node,
    Overflow,
    Paragraph,
    Picture,
    Provenance,
    Roadmap,
    Slide,
    Team,
    Timeline,
)
from salespack.deck.visiting import icons_left_out, leaves
from salespack.formats.types import in_language
from salespack.library.blocks import Block, Body
from salespack.library.library import Library
from salespack.library.locations import said_place
from salespack.library.packs import Pack
from salespack.matching.selection import Choice, Selection, Size
from salespack.problems.problem import LibraryFault, Place, Problem, UserFault
from salespack.profiles.profile import Profile
from salespack.templating.budget import Budget
from salespack.templating.environment import Tokens

if TYPE_CHECKING:
    from salespack.assembly.designed_blocks import Design
    from salespack.assembly.made_slides import MadeSlides
    from salespack.assembly.workings import Workings


class Rests(NamedTuple):
    """What a slide rests on, and whose figures it shows: the customer's own, figures of ours."""

    named: Named
    holds_figures: bool
    claims_figures: bool


MOST_SLIDES = 200
"""Slides that one block makes."""

Paginate = Callable[[tuple[Slide, ...], Overflow | None], tuple[Slide, ...]]
"""Divides slides that hold too much, as far as the block itself says; raises UserFault for those that cannot fit."""


class Assembler:
    """Assembles blocks for one profile and language. A block is rendered once, however often matching starts again.

    `on` is the day the pack is for, `stage` that of the meeting, `top` the customer's top values, weightiest first.
    With `paginate` slides are as they fit the brand; a block that cannot be made to fit is broken.
    `references` gives what customers said of being shown to others, once a slide shows them; nobody has by default.
    """

    def __init__(
        self,
        profile: Profile,
        library: Library,
        materials: Materials,
        *,
        language: str,
        on: datetime.date,
        stage: str | None,
        top: Sequence[str],
        paginate: Paginate | None = None,
        references: Callable[[], References] = dict,
    ) -> None:
        self._library, self._materials, self._bodies = library, materials, materials.bodies
        self._language, self._on, self._paginate = language, on, paginate
        self._profile = profile
        self._inferred, self._meeting = library.settings.forms == "inferred", profile.meeting.date
        self._country = profile.customer.country
        self._top = tuple(top)
        self._customers = Customers(library, materials.pictures, on, profile.customer, references)
        self.public = public_context(profile, library, language=language, on=on, stage=stage, top=top)
        self.seller = seller_context(profile, library, language=language)
        self._own_figures = own_figures(profile, language, materials.formats)
        self._slides: dict[str, tuple[Slide, ...]] = {}
        self._sizes: dict[str, Size] = {}
        self.broken: dict[str, tuple[Problem, ...]] = {}
        self._notices: dict[str, tuple[Problem, ...]] = {}

    def block(self, identifier: str) -> tuple[Slide, ...]:
        """The slides of a block; empty, with an entry in `broken`, when it cannot be rendered."""
        if identifier not in self._slides and identifier not in self.broken:
            block = self._library.blocks[identifier]
            try:
                slides = self.render(block)
                size = Size(len(slides), sum(slide.holds_customer_data for slide in slides))
                self._slides[identifier] = slides if self._paginate is None else self._paginate(slides, block.overflow)
                self._sizes[identifier] = size
            except LibraryFault:
                raise
            except UserFault as fault:
                self.broken[identifier] = fault.problems
        return self._slides.get(identifier, ())

    def sizes(self) -> dict[str, Size]:
        """How many slides each block that was rendered makes, and how many of them hold data of the customer's.

        Those that only continue another, for want of room, do not count.
        """
        return dict(self._sizes)

    def notices(self, identifier: str) -> tuple[Problem, ...]:
        """Warnings for what the text of a block that was rendered loses, or would show as it is written."""
        return self._notices.get(identifier, ())

    def texts(self, slides: Iterable[Slide]) -> Iterator[tuple[Block, Body, str]]:
        """The blocks that slides come from, each with its text in their language, and that text as it is written."""
        for name, language in dict.fromkeys((slide.provenance.block, slide.language) for slide in slides):
            block = self._library.blocks.get(name)
            if block is None:  # a slide that is made has no text of its own
                continue
            yield block, block.bodies[language], self._bodies.source(block.bodies[language])

    def deck(self, profile: Profile, pack: Pack, selection: Selection) -> Deck:
        """The deck of a selection all of whose blocks can be rendered."""
        settings = self._library.settings
        name = in_language(pack.shown, selection.language, settings.default_language)
        placed = [list(self._placed(choice, profile, pack, selection)) for choice in selection.choices]
        if pack.agenda in ("dividers", "tracker") and any(choice.made == "agenda" for choice in selection.choices):
            from salespack.assembly.chapters import with_chapters

            placed = with_chapters(placed, self._makes(profile, pack), selection, pack.agenda)
        return Deck(
            title=f"{profile.customer.name} – {name}",
            customer=profile.customer.name,
            company=settings.company.name,
            language=selection.language,
            on=selection.on,
            profile=profile.id,
            pack=pack.id,
            pack_name=name,
            profile_hash=profile.content_hash,
            library_hash=self._library.content_hash,
            slides=tuple(chain.from_iterable(placed)),
        )

    def lost(self, deck: Deck) -> tuple[Problem, ...]:
        """Warnings for what designed slides lose in this deck: fonts, links to slides that are not in it …"""
        if not any(slide.designed for slide in deck.slides):
            return ()
        from salespack.assembly.designed_blocks import lost_on_the_way, staying_behind

        sources = self._materials.sources
        return (*lost_on_the_way(deck.slides, sources), *staying_behind(deck.slides, sources))

    def made(self, choice: Choice, profile: Profile, pack: Pack, selection: Selection) -> tuple[Slide, ...]:
        """The slide of a place that is made; empty, with an entry in `broken`, where it cannot be."""
        makes = self._makes(profile, pack)
        try:
            slides = (makes.slide(choice, selection),)
            self._notices[choice.source] = tuple(makes.told)
            return slides if self._paginate is None else self._paginate(slides, None)
        except UserFault as fault:
            self.broken[choice.source] = fault.problems
        return ()

    def _makes(self, profile: Profile, pack: Pack) -> MadeSlides:
        from salespack.assembly.made_slides import MadeSlides

        return MadeSlides(
            profile,
            self._library,
            pack,
            formats=self._materials.formats,
            pictures=self._materials.pictures,
            slides_of=self.block,
        )

    def _placed(self, choice: Choice, profile: Profile, pack: Pack, selection: Selection) -> Iterable[Slide]:
        """A choice's slides with the place they fill."""
        if choice.made is not None:
            return self.made(choice, profile, pack, selection)
        slides = self.block(choice.block) if choice.block is not None else ()
        return [
            msgspec.structs.replace(
                slide,
                provenance=msgspec.structs.replace(
                    slide.provenance, pack=pack.id, slot=choice.slot, value=choice.value
                ),
            )
            for slide in slides
        ]

    def render(self, block: Block) -> tuple[Slide, ...]:
        """The slides of a block, rendered anew. Raises UserFault with what is wrong with it."""
        language = next(
            one
            for one in (self._language, self._library.settings.default_language, *block.bodies)
            if one in block.bodies
        )
        body = block.bodies[language]
        try:
            return self._rendered(block, language, body, self._new_tokens(language))
        except UserFault as fault:
            if not any(one.code == "SP302" for one in fault.problems):
                raise
            raise UserFault(self._all_problems(block, language, body, fault.problems)) from None

    def _all_problems(self, block: Block, language: str, body: Body, first: tuple[Problem, ...]) -> list[Problem]:
        """All that is wrong with a block in which a name is not known, which ended its rendering: `first`.

        It is read on with the name's own letters in its place; what is wrong on the line of such a name may come of
        that, and is not told.
        """
        tokens = self._new_tokens(language)
        tokens.unknown = []
        further: tuple[Problem, ...] = ()
        try:
            self._rendered(block, language, body, tokens)
        except UserFault as fault:
            further = fault.problems
        unknown = list(self._bodies.unknown_names(body, self.public, tokens)) or list(first)
        lines = {(one.place.file, one.place.line) for one in unknown if one.place is not None}
        apart = (one for one in further if one.place is None or (one.place.file, one.place.line) not in lines)
        return [*unknown, *apart]

    def _rendered(self, block: Block, language: str, body: Body, tokens: Tokens) -> tuple[Slide, ...]:
        text = self._bodies.render(block, body, self.public, self.seller, tokens)
        same = (block.id, body.file, language, text, block.form or "", str(self._inferred))
        if not tokens.texts and (known := self._bodies.same_for_all.find(same)) is not None:
            slides, self._notices[block.id] = known
            return slides
        if any(one.slides is not None for one in block.bodies.values()):
            from salespack.assembly.designed_blocks import design_of

            if (design := design_of(self._library.root, block, body, self._bodies.source(body))) is not None:
                return self._designed(block, body, language, design, tokens, text)
        parsed = self._bodies.parse(body, text)
        if not parsed:
            raise UserFault.of(
                "SP314", "the block has no slide", "begin with a title: # Title", Place(body.file, body.line)
            )
        if len(parsed) > MOST_SLIDES:
            message = f"the block makes {len(parsed):,} slides; one block has at most {MOST_SLIDES}"
            raise UserFault.of(
                "SP329", message, "show less of the data, or make several blocks", Place(body.file, body.line)
            )
        slides = self._literal(block, body, language, parsed, tokens, text)
        told = (*notices(without_known(parsed, block), body, self._bodies.source(body), text), *self._notices[block.id])
        self._notices[block.id] = told
        if not tokens.texts and not any(slide.holds_customer_data or _shows_more(slide) for slide in slides):
            self._bodies.same_for_all.keep(same, (slides, self._notices[block.id]))
        return slides

    def _new_tokens(self, language: str, budget: Budget | None = None) -> Tokens:
        return Tokens(language, self._library.settings.currency, self._materials.formats, budget)

    def _designed(
        self, block: Block, body: Body, language: str, design: Design, tokens: Tokens, text: str
    ) -> tuple[Slide, ...]:
        """The slides of a block that were designed in PowerPoint. Its own notes come instead of a slide's."""
        from salespack.assembly.designed_blocks import DesignRenderer, unseen_problems

        def picture(path: str, alt: str, place: Place) -> Picture:
            return self._materials.pictures.find(Path(design.bind_body.file).parent, path, alt, place)

        rendered = DesignRenderer(
            design,
            self._materials.sources,
            self._bodies,
            self.public,
            lambda: self._new_tokens(language, tokens.budget),
            lambda path: data_at(self.public, path),
            picture,
        ).slides()
        remarks = self._bodies.remarks(body, text)
        source = self._bodies.source(body)
        self._notices[block.id] = notices(remarks, body, source, text, head=HEAD_OF_REMARKS)
        if len(remarks) > len(rendered):
            message = f"notes for {len(remarks)} slides, and there are {len(rendered)}"
            raise UserFault.of("SP324", message, "a line --- ends the notes of a slide", Place(body.file, body.line))
        literals = Literals(
            tokens,
            lambda line, _: Place(body.file, body.line + line - 1),
            picture,
            lambda _: None,
            self._around(block, language),
        )
        place = design.place()
        named = Sources(block, body, language, self._materials.formats).named(None, ())
        slides = []
        for number, one in enumerate(rendered):
            remark = remarks[number] if number < len(remarks) else None
            slides.append(
                Slide(
                    title=one.said.title,
                    nodes=one.said.nodes,
                    layout=block.layout,
                    notes=literals.paragraphs(remark.notes if remark else ()) or one.said.notes,
                    seller=literals.for_seller(remark.seller if remark else ()),
                    prose=literals.paragraphs(_prose(block, remark)) or (one.said.notes if block.prose else ()),
                    language=language,
                    provenance=Provenance(block.id, block.version, one.content_hash, "", ""),
                    kind=block.kind,
                    minutes=block.minutes / len(rendered) if block.minutes is not None else 1.0,
                    holds_customer_data=one.holds_customer_data,
                    own_words=one.own_words,
                    file=place.file,
                    line=place.line,
                    designed=one.slide,
                )
            )
        rests = [Rests(named, one.holds_figures, False) for one in rendered]
        slides = list(_with_sources(slides, rests, self._own_figures, self._assumptions(body, language)))
        self._notices[block.id] += (*literals.dead, *unseen_problems(slides, self._materials.sources))
        return tuple(slides)

    def _literal(
        self, block: Block, body: Body, language: str, parsed: tuple[ParsedSlide, ...], tokens: Tokens, text: str
    ) -> tuple[Slide, ...]:
        source, folder = self._bodies.source(body), Path(body.file).parent

        def place(line: int, said: str = "") -> Place:
            if said:
                below = enumerate(text.split("\n")[line - 1 :], line)
                line = next((number for number, written in below if said in written), line)
            return Place(body.file, body.line + source_line(line, source, text) - 1)

        literals = Literals(
            tokens,
            place,
            lambda path, alt, at: self._materials.pictures.find(folder, path, alt, at),
            lambda path: data_at(self.public, path),
            self._around(block, language),
        )
        minutes = block.minutes / len(parsed) if block.minutes is not None else 1.0
        sources = Sources(block, body, language, self._materials.formats)
        slides: list[Slide] = []
        rests: list[Rests] = []
        told: list[tuple[int, str]] = []
        iconless: list[tuple[int, str]] = []
        withheld: list[tuple[int, str]] = []
        for slide in parsed:
            for name in slide.sources or ():
                if name not in sources.known:
                    message = f"“{name}” is no source of this block"
                    raise UserFault.of("SP362", message, sources.unknown(name), place(slide.line, "{"))
            named = sources.named(slide.sources, slide.claims)
            title, nodes, holds_customer_data, own_words, *figures = literals.slide(slide, named.signs)
            rests.append(Rests(named, *figures))
            shaped = self._formed(block, slide, nodes, language, place)
            told += [(one.line, one.why) for one in literals.lost]
            if shaped.refused:
                told.append((slide.line, shaped.refused))
            literals.lost.clear()
            withheld += [(slide.line, one) for one in self._customers.withheld]
            self._customers.withheld.clear()
            iconless += [(slide.line, one) for one in icons_left_out(shaped.nodes)]
            if not "".join(span.text for span in title).strip():
                raise UserFault.of("SP314", "a slide without a title", "give it a title: # Title", place(slide.line))
            slides.append(
                Slide(
                    title=title,
                    nodes=shaped.nodes,
                    layout=None if shaped.form_from == "inferred" else block.layout,
                    notes=literals.paragraphs(slide.notes),
                    seller=literals.for_seller(slide.seller),
                    prose=literals.paragraphs(_prose(block, slide)),
                    language=language,
                    provenance=Provenance(block.id, block.version, body.content_hash, "", ""),
                    kind=block.kind,
                    minutes=minutes,
                    holds_customer_data=holds_customer_data,
                    own_words=own_words,
                    continues=slide.continues,
                    file=body.file,
                    line=place(slide.line).line,
                    form=shaped.form,
                    form_from=shaped.form_from,
                    form_line=_form_line(slide, shaped, place),
                )
            )
        hint = "it stays as it is written; make slides of your own with ---, or leave the form out"
        self._notices[block.id] = (
            tuple(Problem(code="SP339", message=why, hint=hint, place=place(line)).as_warning() for line, why in told)
            + tuple(
                Problem(
                    code="SP361",
                    message=f"the icon “{name}” is not shown, as its slide has no place for it",
                    hint="write {form=cards} behind the title, so that the items become cards, or leave it out",
                    place=place(line, f":{name}:"),
                ).as_warning()
                for line, name in iconless
            )
            + tuple(
                Problem(
                    code="SP369",
                    message=f"the logo of {name} is left out: that customer has not agreed to be shown",
                    hint="take it off the slide",
                    place=place(line, f"![{name}]"),
                ).as_warning()
                for line, name in withheld
            )
            + tuple(literals.dead)
        )
        return tuple(_with_sources(slides, rests, self._own_figures, self._assumptions(body, language)))

    def workings(self, language: str) -> Workings:
        """The workings of calculations for the customer, in a language."""
        from salespack.assembly.workings import Workings

        return Workings(self._library, self._profile, self._on, language, self._materials.formats)

    def _assumptions(self, body: Body, language: str) -> Assumed:
        """The footnote of what is ours in the figures that a body works out."""
        calculations = self._library.calculations
        if not calculations.formulas:
            return Assumed()
        default, source = self._library.settings.default_language, self._bodies.source(body)
        formats = self._materials.formats
        return our_assumptions(calculations, source, language, default, formats, self._profile.offer)

    def _formed(
        self,
        block: Block,
        slide: ParsedSlide,
        nodes: tuple[Node, ...],
        language: str,
        place: Callable[[int], Place],
    ) -> Formed:
        """A slide's nodes in their form. Raises UserFault where they cannot have the one that is asked for."""
        try:
            return formed(
                nodes,
                slide.form or block.form,
                block.layout,
                self._around(block, language),
                inferred=self._inferred,
            )
        except Unmade as fault:
            where = self._in_front_matter(block, "form") if block.form and not slide.form else place(slide.line)
            raise UserFault.of("SP338", fault.message, fault.hint, where) from None

    def _around(self, block: Block, language: str) -> Around:
        """What the forms of a block depend on besides its text."""
        meeting = self._meeting if self._meeting is not None and self._meeting >= self._on else None
        return Around(
            language,
            self._on,
            tags=block.tags,
            meeting=meeting,
            country=self._country,
            our_country=self._library.settings.company.country,
            formats=self._materials.formats,
            people=Colleagues(self._library, self._materials.pictures, language, self._top),
            customers=self._customers,
            workings=partial(self.workings, language),
        )

    def _in_front_matter(self, block: Block, key: str) -> Place:
        """Where a key of a block stands: in its file, or in the defaults of its folders."""
        return said_place(self._library.root, block.file, (key,), key=True)


def _shows_more(slide: Slide) -> bool:
    """Whether a slide depends on more than its text: a timeline has a mark at the day, next steps are counted from one,
    people have portraits, or are those for one customer, customers agree to be shown, assumptions hold until a day."""
    several = (Timeline, Roadmap, Next, Team, Logos)
    return _shows_working(slide) or any(isinstance(node, several) for node in leaves(slide.nodes))


def _prose(block: Block, slide: ParsedSlide | None) -> tuple[Paragraph, ...]:
    """What documents to read say of a slide: its own prose, else its notes where the block allows that."""
    if slide is None:
        return ()
    return slide.prose or (slide.notes if block.prose == "notes" else ())


def _form_line(slide: ParsedSlide, shaped: Formed, place: Callable[[int], Place]) -> int | None:
    """The line of a slide's file where its form is written; None where it is not, or in front matter."""
    fences = [node.line for one in slide.nodes for node in inner(one) if isinstance(node, FormSource)]
    if shaped.form_from in ("written", "fixed") and fences:
        return place(fences[0]).line
    return place(slide.line).line if shaped.form_from == "written" and slide.form else None


def _with_sources(
    slides: Sequence[Slide], rests: Sequence[Rests], own_figures: str, assumed: Assumed
) -> Iterator[Slide]:
    """The slides with their footnotes: what each rests on, and whose figures it shows; of those that are worked out,
    what is assumed.

    A slide on which all figures are the customer's does not rest on the block's evidence, where another one does.
    """
    elsewhere = any(not rest.holds_figures for rest in rests)
    for slide, rest in zip(slides, rests, strict=True):
        lines, urls = rest.named.lines, rest.named.urls
        if not rest.named.asked and rest.holds_figures and not rest.claims_figures and elsewhere:
            lines, urls = (), ()
        if rest.holds_figures:
            lines, urls = (*lines, own_figures), (*urls, "")
        if assumed.line and (rest.holds_figures or assumed.alone) and not _shows_working(slide):
            lines, urls = (*lines, assumed.line), (*urls, "")
        yield msgspec.structs.replace(slide, sources=lines, source_urls=urls, holds_figures=rest.holds_figures)


def _shows_working(slide: Slide) -> bool:
    """Whether a slide says of each figure itself what it rests on."""
    return any(isinstance(node, Chart) and node.sheets for node in leaves(slide.nodes))
