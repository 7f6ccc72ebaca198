"""The service behind `salespack build`: one profile and one pack → load, match, assemble, render, place, record."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from salespack.assembly import filters, pictures
from salespack.assembly.assemble import Assembler, Paginate, today_or_meeting
from salespack.assembly.bodies import Bodies
from salespack.assembly.context import seller_figures
from salespack.assembly.deck import Deck
from salespack.cache import code_version
from salespack.checking.problems import NoFit, Place, Problem, Severity, UsageFault, UserFault, shown_path
from salespack.drawing.outputs import DECK_PDF, NOTES_PAGES, PREVIEW, Drawings, Engine, draw_outputs
from salespack.formats.schema import did_you_mean
from salespack.library.load import vocabulary_of
from salespack.library.model import Library
from salespack.library.packs import Pack
from salespack.matching.match import match
from salespack.matching.selection import Selection, Size
from salespack.matching.suiting import suiting_pack
from salespack.outputs import FOR_CUSTOMER, FOR_YOU, Output, Placed, file_name, place
from salespack.paths import inside
from salespack.profile import Profile, declined_in, load_profile
from salespack.record import record_of
from salespack.refusals import record_refusal, refusal_of

if TYPE_CHECKING:
    from jinja2 import BytecodeCache

    from salespack.assembly.templating import TokenEnvironment
    from salespack.documents.context import DocumentContext
    from salespack.documents.outputs import OutputTemplate
    from salespack.fit import Fit, Fitting
    from salespack.matching.explain import Flip
    from salespack.powerpoint.brand import Brand
    from salespack.powerpoint.forms import SlideTemplates
    from salespack.powerpoint.source import Sources
    from salespack.powerpoint.writer import WrittenDeck
    from salespack.typography.faces import Typefaces

DECK, HANDOUT = "deck.pptx", "handout.pptx"
WRITTEN = frozenset((DECK, HANDOUT, DECK_PDF, NOTES_PAGES))
"""Outputs that no template makes."""
# What an output is called in the package for the customer, in the words of its language.
NAMED_OUTPUTS = {
    "one-pager.pdf": "one_pager",
    "case-sheet.pdf": "case_sheet",
    "email.html": "email",
    "release.md": "release",
    "report.pdf": "report",
}
FONTS, PICTURES = (".ttf", ".otf", ".ttc"), (".png", ".jpg", ".jpeg", ".gif", ".svg")
ONE_SLIDE = Size(1)
"""What matching assumes of a block that was never assembled."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for. `today` is the day the command runs; `on` overrides the day the pack is for."""

    profile: Path
    out: Path
    today: datetime.date
    pack: str | None = None
    language: str | None = None
    on: datetime.date | None = None
    pin: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    force: bool = False
    replace: bool = False
    strict: bool = False
    pdf_engine: Engine = "typst"
    notes_pages: bool = False
    preview: bool = False


class Learnt(msgspec.Struct, frozen=True, kw_only=True):
    """What is known beside profile, pack and library: the language, which customers declined to be a reference, and
    what assembling has taught, the blocks that are broken and how large the others are.
    """

    language: str
    declined: frozenset[str]
    excluded: Mapping[str, Problem]
    sizes: Mapping[str, Size] = {}

    def select(self, profile: Profile, pack: Pack, library: Library, on: datetime.date) -> Selection:
        """The selection, knowing this."""
        return match(
            profile,
            pack,
            library,
            on,
            language=self.language,
            declined=self.declined,
            excluded=self.excluded,
            sizes=self.sizes,
        )


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """A profile with the pack chosen for it (`why`), the selection, and the deck it makes.

    `learnt` is what matching ended with. `problems` are warnings, and errors that stop a build but not a match; those
    of the library as a whole are not among them (`Builder.library_problems`). `notices` are warnings about profiles of
    other customers and about layouts that the brand lacks: to be told, but no reason to stop, not even where any
    warning is.
    """

    profile: Profile
    pack: Pack
    why: str
    selection: Selection
    deck: Deck
    assembler: Assembler
    learnt: Learnt
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build made: the files in their places, what matching decided, and whether it is proven that all fits.

    There is no `fit` where no deck was made.
    """

    matched: Matched
    folder: Path
    placed: tuple[Placed, ...]
    forced: bool = False
    fit: Fit | None = None


class Builder:
    """Builds packs from one library. What all builds share is opened once: brand, templates, the compiled caches."""

    def __init__(self, library: Library, cache: Path | None) -> None:
        self.library, self._cache = library, cache
        self.vocabulary = vocabulary_of(library.settings, library.values)
        filters.FORMATTED.open(cache, f"formatted-{code_version()}.msgpack")
        pictures.MEASURED.open(cache, f"pictures-{code_version()}.msgpack")
        self._declined: dict[Path, tuple[frozenset[str], tuple[Problem, ...]]] = {}
        self._library_problems: dict[str, tuple[Problem, ...]] = {}

    def match(self, request: Request) -> Matched:
        """The selection and its deck, nothing written. Raises UserFault for what stops a build, but not for no fit.

        The slides are as their blocks have them: whether they fit the brand, only a build looks.
        """
        return self._match(request, {}, fitted=False)

    def _match(self, request: Request, broken: Mapping[str, Problem], *, fitted: bool) -> Matched:
        """The same, without the blocks that are known to be `broken`; with slides as they fit the brand if `fitted`."""
        profile = load_profile(request.profile, self.vocabulary)
        profile = msgspec.structs.replace(
            profile,
            pin=tuple(dict.fromkeys((*profile.pin, *request.pin))),
            drop=tuple(dict.fromkeys((*profile.drop, *request.drop))),
        )
        pack, why = self._pack(request, profile)
        language = self._language(request, profile)
        if (folder := request.profile.parent) not in self._declined:
            self._declined[folder] = declined_in(folder)
        declined, notices = self._declined[folder]
        on = request.on or today_or_meeting(profile, request.today)
        excluded = {**self._broken_bodies(language), **broken}
        known = Learnt(language=language, declined=declined, excluded=excluded)
        paginate = self.fitting.paginate(pack.overflow) if fitted else None
        learnt, selection, assembler = self._learn(profile, pack, on, known, paginate)
        found = [*broken.values(), *(problem for problems in assembler.broken.values() for problem in problems)]
        deck = assembler.deck(profile, pack, selection)
        problems = (
            *(problem.as_warning() for problem in found),
            *selection.problems,
            *self._outdated(selection),
            *assembler.lost(deck),
        )
        return Matched(
            profile=profile,
            pack=pack,
            why=why,
            selection=selection,
            deck=deck,
            assembler=assembler,
            learnt=learnt,
            problems=tuple(dict.fromkeys(problems)),
            notices=notices,
        )

    def selected(
        self, profile: Profile, pack: Pack, on: datetime.date, *, language: str, declined: frozenset[str]
    ) -> tuple[Selection, Deck, frozenset[str]]:
        """The selection and the deck for a profile that need not be a file, and the blocks that were ever assembled.

        Slides are as their blocks have them.
        """
        known = Learnt(language=language, declined=declined, excluded=self._broken_bodies(language))
        _, selection, assembler = self._learn(profile, pack, on, known, None)
        assembled = frozenset((*assembler.sizes(), *assembler.broken))
        return selection, assembler.deck(profile, pack, selection), assembled

    def library_problems(self, language: str) -> tuple[Problem, ...]:
        """Everything broken in the library for those who build in `language`, as warnings: it never stops a seller."""
        if language not in self._library_problems:
            library, found = self.library, list(self.library.problems)
            for problems in library.broken_packs.values():
                found += problems
            for block in library.blocks.values():
                found += (*block.problems, *block.broken_bodies.get(language, ()))
            self._library_problems[language] = tuple(dict.fromkeys(problem.as_warning() for problem in found))
        return self._library_problems[language]

    def build(self, request: Request) -> Report:
        """Builds one pack. Raises NoFit when it does not answer the customer, UserFault for all else that stops it."""
        matched, names, written, fit = self._fitted(request)
        paths = {name: self._path(name, matched) for name in names}
        lacking = self._lacking(names, matched)
        made = {name: path for name, path in paths.items() if name not in lacking}
        drawn = self._drawn(request, matched, names, written)
        ready = {**written, **drawn.files}
        made |= {name: self._path(name, matched) for name in drawn.files if name not in made}
        outputs = [
            Output(name, path, ready.get(name) or self._content(name, matched, made)) for name, path in made.items()
        ]
        matched = msgspec.structs.replace(matched, problems=(*matched.problems, *lacking.values(), *drawn.problems))
        folder = request.out / matched.profile.id / matched.pack.id
        forced = bool(matched.selection.refusal)
        summary = {**record_of(matched.selection, matched.deck, self.library, fit), "forced": forced}
        filters.FORMATTED.save()
        pictures.MEASURED.save()
        self.fitting.save()
        placed = place(folder, outputs, summary, replace=request.replace)
        return Report(matched=matched, folder=folder, placed=tuple(placed), forced=forced, fit=fit)

    def _fitted(self, request: Request) -> tuple[Matched, tuple[str, ...], dict[str, bytes], Fit | None]:
        """What matches, the outputs to make of it, the decks among them, and the proof that their texts fit.

        A block whose text turns out to run over its frame is broken: the rest is matched again, and proven again.
        """
        broken: dict[str, Problem] = {}
        while True:
            matched = self._match(request, broken, fitted=True)
            self._refuse(request, matched)
            names = self._outputs(request, matched.pack)
            written = {name: self._deck(name, matched) for name in _decks(names, request)}
            if not written:
                return matched, names, {}, None
            # The handout is the same slides without what is said of them, so one proof holds for both.
            proven = self.fitting.prove(matched.deck, next(iter(written.values())))
            if new := {name: problem for name, problem in proven.broken.items() if name not in broken}:
                broken |= new
                continue
            brand = shown_path(self.library.root / (self.library.settings.brand or ""))
            notices = (*matched.notices, *self.fitting.missing_layouts(matched.deck, brand))
            problems = (*matched.problems, *proven.problems)
            matched = msgspec.structs.replace(matched, problems=problems, notices=notices)
            if request.strict:
                self._refuse(request, matched)
            return matched, names, {name: one.file for name, one in written.items()}, proven.fit

    def _refuse(self, request: Request, matched: Matched) -> None:
        """Raises what stops a build: NoFit, errors, and where the request is strict any warning."""
        if any(problem.severity is Severity.ERROR for problem in matched.problems):
            raise UserFault(matched.problems)
        if request.strict and (warned := (*self.library_problems(matched.learnt.language), *matched.problems)):
            raise UserFault(warned)
        if matched.selection.refusal and not request.force:
            unrecorded = record_refusal(request.out, refusal_of(matched.selection, request.today))
            raise NoFit([*refusal(matched).problems, *unrecorded])

    def flips(self, matched: Matched) -> tuple[Flip, ...]:
        """For each choice the smallest change of one importance that changes it."""
        from salespack.matching.explain import explain

        learnt = matched.learnt
        return explain(
            matched.profile,
            matched.pack,
            self.library,
            matched.selection.on,
            language=learnt.language,
            declined=learnt.declined,
            excluded=learnt.excluded,
            sizes=learnt.sizes,
        )

    def _pack(self, request: Request, profile: Profile) -> tuple[Pack, str]:
        packs, broken = self.library.packs, self.library.broken_packs
        if request.pack is None:
            if broken or not packs:  # a broken pack might be the one that suits
                raise UserFault([problem for problems in broken.values() for problem in problems] or [_NO_PACK])
            return suiting_pack(profile, packs)
        if request.pack in broken:
            raise UserFault(broken[request.pack])
        if request.pack not in packs:
            raise UsageFault.of("SP408", f"there is no pack “{request.pack}”", did_you_mean(request.pack, packs))
        return packs[request.pack], "as asked"

    def _language(self, request: Request, profile: Profile) -> str:
        settings = self.library.settings
        language = request.language or profile.customer.language or settings.default_language
        if language not in settings.languages:
            hint = did_you_mean(language, settings.languages)
            raise UsageFault.of("SP205", f"the library has no language “{language}”", hint)
        return language

    def _broken_bodies(self, language: str) -> dict[str, Problem]:
        """The blocks whose translation into `language` cannot be read, each with its first problem."""
        blocks = self.library.blocks.items()
        return {name: found[0] for name, block in blocks if (found := block.broken_bodies.get(language))}

    def _learn(
        self, profile: Profile, pack: Pack, on: datetime.date, learnt: Learnt, paginate: Paginate | None
    ) -> tuple[Learnt, Selection, Assembler]:
        """Matches, assembles what was chosen, and matches again with what that taught, until nothing new is learnt."""
        selection = learnt.select(profile, pack, self.library, on)
        # What templates see of a selection stays as it is: the stage and the top values do not depend on blocks.
        top = [value.id for value in selection.values if value.top]
        assembler = Assembler(
            profile,
            self.library,
            self.bodies,
            lambda: self.sources,
            language=learnt.language,
            on=on,
            stage=selection.stage,
            top=top,
            paginate=paginate,
        )
        while True:
            for choice in selection.chosen:
                assembler.block(choice.block or "")
            newly_broken = {n: found[0] for n, found in assembler.broken.items() if n not in learnt.excluded}
            if not newly_broken and not _taught(assembler.sizes(), learnt.sizes, selection):
                return learnt, selection, assembler
            excluded = {**learnt.excluded, **newly_broken}
            learnt = msgspec.structs.replace(learnt, excluded=excluded, sizes=assembler.sizes())
            selection = learnt.select(profile, pack, self.library, on)

    def _outdated(self, selection: Selection) -> Iterator[Problem]:
        """A warning for each chosen block whose translation follows an earlier version of it."""
        for choice in selection.chosen:
            block = self.library.blocks[choice.block or ""]
            body = block.bodies.get(selection.language)
            if body is not None and body.translates is not None and body.translates < block.version:
                yield Problem(
                    code="SP209",
                    message=f"translates version {body.translates} of {block.id}, which is at version {block.version}",
                    hint=f"bring it up to date, then write `translates: {block.version}`",
                    place=Place(body.file),
                    severity=Severity.WARNING,
                )

    def _outputs(self, request: Request, pack: Pack) -> tuple[str, ...]:
        """The outputs to make: the pack's, or those asked for. Raises when one is not known."""
        if request.only and set(request.only) <= WRITTEN:
            return _with_notes(request.only, request)
        broken = self._documents_read[1]
        if unusable := [problem for name in request.only or pack.outputs for problem in broken.get(name, ())]:
            raise UserFault(unusable)
        known = {*WRITTEN, *self._documents}
        for name in request.only:
            if name not in known:
                raise UsageFault.of("SP703", f"there is no output “{name}”", did_you_mean(name, known))
        if request.only:
            return _with_notes(request.only, request)
        if unknown := list(_unknown_outputs(pack, known)):
            raise UserFault(unknown)
        return _with_notes(pack.outputs, request)

    def output_problems(self) -> Iterator[Problem]:
        """The faults of templates of outputs, and the outputs that packs list and nothing makes."""
        outputs, broken = self._documents_read
        for problems in broken.values():
            yield from problems
        for pack in self.library.packs.values():
            yield from _unknown_outputs(pack, {*WRITTEN, *outputs, *broken})

    def _path(self, name: str, matched: Matched) -> str:
        """Where an output goes, in the pack's folder; a customer sees the names of those that may be sent."""
        if name in (DECK, NOTES_PAGES) or name.startswith(f"{PREVIEW}/"):
            return f"{FOR_YOU}/{name}"
        if name not in WRITTEN and self._documents[name].audience == "seller":
            return f"{FOR_YOU}/{name}"
        from salespack.assembly.words import words

        stem, ending = name.rsplit(".", 1)
        word = NAMED_OUTPUTS.get(name)
        title = (
            matched.deck.pack_name
            if name in WRITTEN
            else words(matched.deck.language)[word]
            if word
            else stem.capitalize()
        )
        return f"{FOR_CUSTOMER}/{file_name(matched.deck.customer)} - {file_name(title)}.{ending}"

    def _deck(self, name: str, matched: Matched) -> WrittenDeck:
        """The deck, or the handout, as a file."""
        from salespack.powerpoint.writer import written_deck

        copy: Literal["handout", "presenter"] = "handout" if name == HANDOUT else "presenter"
        sources = self.sources if any(slide.designed for slide in matched.deck.slides) else None
        composer, templates = self.fitting.composer, self.slide_templates
        written = written_deck(
            matched.deck, self.brand, templates=templates, composer=composer, copy=copy, sources=sources
        )
        templates.save()
        return written

    def _drawn(
        self, request: Request, matched: Matched, names: Sequence[str], written: Mapping[str, bytes]
    ) -> Drawings:
        """The outputs that are drawn from the finished decks. Raises what stops a strict build."""
        wanted = [name for name in (DECK_PDF, NOTES_PAGES) if name in names]
        if request.preview:
            wanted.append(PREVIEW)
        if not wanted:
            return Drawings({}, ())
        drawn = draw_outputs(
            wanted, handout=written.get(HANDOUT), presenter=written.get(DECK), engine=request.pdf_engine,
            typefaces=self.typefaces, on=matched.selection.on, language=matched.selection.language,
        )  # fmt: skip
        if request.strict and drawn.problems:
            raise UserFault(drawn.problems)
        return drawn

    def _content(self, name: str, matched: Matched, paths: Mapping[str, str]) -> bytes:
        """The finished document; `paths` are those of all outputs, for the mail that names what goes with it."""
        from salespack.documents.rendering import render_output

        root, language = self.library.root, matched.selection.language
        sent = [Path(path).name for other, path in paths.items() if path.startswith(FOR_CUSTOMER) and other != name]
        return render_output(
            self._documents[name],
            self._context(name, matched, [one for one in sent if one.endswith((".pdf", ".pptx"))]),
            environment=self._document_templates,
            language=language,
            currency=self.library.settings.currency,
            on=matched.selection.on,
            library=root,
            fonts=self._fonts,
            images={f"images/{path.name}": path for path in _files_in(root, "images", PICTURES)},
        )

    def _context(self, name: str, matched: Matched, attachments: Sequence[str] = ()) -> DocumentContext:
        """What the template of an output may see."""
        from salespack.documents.context import document_context

        assembler = matched.assembler
        seller = None
        if self._documents[name].audience == "seller":
            seller = {
                **assembler.seller,
                "figures": seller_figures(matched.profile, self.library, matched.selection),
                "selection": matched.selection,
                "titles": self._titles(matched),
            }
        return document_context(
            matched.deck,
            matched.selection,
            assembler.public,
            colours=self.brand.colours,
            language=matched.selection.language,
            seller=seller,
            attachments=attachments,
            profile_file=shown_path(matched.profile.file),
        )

    def _titles(self, matched: Matched) -> dict[str, str]:
        """The titles of all blocks: of those assembled as they turned out, of the others as they are written."""
        language = matched.selection.language
        written = {
            name: block.bodies[language].title
            for name, block in self.library.blocks.items()
            if language in block.bodies
        }
        first = {name: matched.assembler.block(name)[0] for name in matched.assembler.sizes()}
        assembled = {
            name: "".join(span.text for span in (slide.undivided or slide).title) for name, slide in first.items()
        }
        return {name: title for name, title in written.items() if title and "{" not in title} | assembled

    def _lacking(self, names: Sequence[str], matched: Matched) -> dict[str, Problem]:
        """Outputs that cannot be made of this deck, such as a case sheet without a case; each with a warning."""
        found = {}
        for name in names:
            if name in WRITTEN or not self._documents[name].needs:
                continue
            from salespack.documents.rendering import lacking

            if missing := lacking(self._documents[name], self._context(name, matched)):
                found[name] = Problem(
                    code="SP609",
                    message=f"{name} was not made: this deck has no {' and no '.join(missing)}",
                    hint="choose a pack with a slot for it, or add a block",
                    place=Place(shown_path(matched.profile.file)),
                    severity=Severity.WARNING,
                )
        return found

    @cached_property
    def brand(self) -> Brand:
        """The library's brand, compiled; cached while it is unchanged. Raises UserFault when it cannot be used."""
        from salespack.powerpoint.compiled import open_brand

        return open_brand(self.library, self._cache)

    @cached_property
    def _fonts(self) -> list[Path]:
        return _files_in(self.library.root, "fonts", FONTS)

    @cached_property
    def typefaces(self) -> Typefaces:
        """The typefaces of the library and of this computer."""
        from salespack.typography.faces import Typefaces

        return Typefaces(self._fonts, cache=self._cache)

    @cached_property
    def fitting(self) -> Fitting:
        """What fits slides on the brand and proves that they fit. Raises UserFault when the brand cannot be used."""
        from salespack.fit import Fitting

        return Fitting(self.brand, lambda: self.typefaces, self._fonts, self._cache)

    @cached_property
    def bodies(self) -> Bodies:
        """The texts of the library's blocks."""
        return Bodies(self.library.root, self._cache, self._bytecode)

    @cached_property
    def sources(self) -> Sources:
        """The decks that designed slides come from, opened."""
        from salespack.powerpoint.source import Sources

        return Sources()

    @property
    def _documents(self) -> Mapping[str, OutputTemplate]:
        return self._documents_read[0]

    @cached_property
    def _documents_read(self) -> tuple[Mapping[str, OutputTemplate], Mapping[str, tuple[Problem, ...]]]:
        """The outputs besides the deck, and the problems of those whose template is broken."""
        from salespack.documents.outputs import read_outputs

        return read_outputs(self._own_templates)

    @property
    def _own_templates(self) -> Path | None:
        templates = inside(self.library.root, "templates")
        return templates if templates and templates.is_dir() else None

    @cached_property
    def _document_templates(self) -> TokenEnvironment:
        from salespack.documents.outputs import document_environment

        return document_environment(self._own_templates, self._bytecode)

    @cached_property
    def slide_templates(self) -> SlideTemplates:
        """The templates of slides."""
        from salespack.powerpoint.writer import slide_templates

        return slide_templates(self._cache, self._bytecode)

    @cached_property
    def _bytecode(self) -> BytecodeCache | None:
        """Jinja's compiled templates, in the user's own cache folder."""
        if self._cache is None:
            return None
        from salespack.bytecode import CompiledTemplates

        return CompiledTemplates(self._cache)


def _with_notes(names: tuple[str, ...], request: Request) -> tuple[str, ...]:
    """The outputs, with the notes pages where they were asked for."""
    return (*names, NOTES_PAGES) if request.notes_pages and NOTES_PAGES not in names else names


def _decks(names: Sequence[str], request: Request) -> tuple[str, ...]:
    """The decks to write: those among the outputs, and those that outputs are drawn from."""
    handout = HANDOUT in names or DECK_PDF in names or request.preview
    return tuple(name for name, wanted in ((DECK, DECK in names or NOTES_PAGES in names), (HANDOUT, handout)) if wanted)


def _taught(learnt: Mapping[str, Size], assumed: Mapping[str, Size], selection: Selection) -> bool:
    """Whether sizes differ from what matching assumed in a way that could change its choice."""
    if any(size.slides != assumed.get(name, ONE_SLIDE).slides for name, size in learnt.items()):
        return True
    return learnt != assumed and any(choice.generic for choice in selection.choices)


def _unknown_outputs(pack: Pack, known: Collection[str]) -> Iterator[Problem]:
    """A problem for each output that a pack lists and nothing makes."""
    for name in pack.outputs:
        if name not in known:
            message, hint = f"the pack lists an unknown output “{name}”", did_you_mean(name, known)
            yield Problem(code="SP703", message=message, hint=hint, place=Place(pack.file))


def _files_in(root: Path, folder: str, endings: tuple[str, ...]) -> list[Path]:
    """The files in one of a library's folders with one of these endings, sorted; links that leave it do not count."""
    if not (root / folder).is_dir():
        return []
    found = (path for path in (root / folder).iterdir() if path.suffix.lower() in endings and path.is_file())
    return sorted(path for path in found if inside(root, path))


_NO_PACK = Problem(
    code="SP409", message="the library has no pack", hint="write one in packs/, or copy one from the sample"
)


def refusal(matched: Matched) -> NoFit:
    """The refusal of a pack that does not answer its customer, in words for the seller."""
    first, *rest = matched.selection.refusal
    hint = "tell those who keep the library what is missing; --force builds anyway"
    problems = [Problem(code="SP401", message=first, hint=hint, place=Place(shown_path(matched.profile.file)))]
    problems += [Problem(code="SP401", message=line) for line in rest]
    return NoFit(problems)
