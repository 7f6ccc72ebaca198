"""The service behind `salespack build`: one profile and one pack → load, match, assemble, render, place, record."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal

import msgspec

from salespack.assembly.assemble import Assembler, Paginate
from salespack.building.outputs import Packing
from salespack.building.placing import Placed, edited, place, records_in
from salespack.building.record import record_of
from salespack.building.request import Learnt, Matched, Request
from salespack.building.resources import Resources
from salespack.building.written_outputs import DECK
from salespack.curation.benchmark import kept_benchmark, standard_share
from salespack.deck.model import Deck
from salespack.formats.text_files import read_text
from salespack.ledger.build_records import BuildStamp, id_of
from salespack.ledger.refusals import record_refusal, refusal_of
from salespack.library.fixed_words import languages_without_words
from salespack.library.library import Library
from salespack.library.load import vocabulary_of
from salespack.library.packs import Pack
from salespack.matching.limits import unmet_by_slides
from salespack.matching.pack_choice import packs_for_value, suiting_pack
from salespack.matching.people import people_in
from salespack.matching.selection import Selection, Size
from salespack.matching.situation import Situation, today_or_meeting
from salespack.problems.codes import CODES
from salespack.problems.problem import NoFit, Place, Problem, Severity, UsageFault, UserFault, shown_path
from salespack.problems.suggestions import LISTED, did_you_mean
from salespack.profiles.places import place_in
from salespack.profiles.profile import (
    Profile,
    ProfileValue,
    Reference,
    declined_in,
    kept_quotes,
    references_in,
    unsaid_in,
)
from salespack.profiles.remembered import read_profile
from salespack.relationship.standing import with_state
from salespack.system.cache import code_version
from salespack.system.hashing import digest

if TYPE_CHECKING:
    from salespack.documents.pager import LeftOut
    from salespack.fit.fitting import Fit
    from salespack.ledger.ledger import Ledger
    from salespack.ledger.past import Past
    from salespack.looks.looks import Looks
    from salespack.matching.angles import Angle
    from salespack.matching.flips import Flip
    from salespack.powerpoint.composing.variety import Forms
    from salespack.powerpoint.writing.writer import WrittenDeck

Refresher = Callable[[Path, "Matched", "WrittenDeck"], "bytes | None"]
"""Brings the deck in a file, which a person has edited, up to date with the one that is built; None to leave it."""
__all__ = ["Builder", "Matched", "Report", "Request"]

INPUT_DIGITS = 32
"""Of the digest of what a build depends on."""
HASH_SHOWN = 12
"""Digits of the hash of a block's text by which the ledger tells it from its other versions."""
ONE_SLIDE = Size(1)
"""What matching assumes of a block that was never assembled."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build made: the files in their places, what matching decided, whether it is proven that all fits, and how
    its slides look.

    There is no `fit`, and there are no `looks` and `forms`, where no deck was made. `drawn_from` is the deck that a
    person has edited and that stays: PDF and previews show that one, as it is the one that will be shown. `refreshed`
    is one that a person has edited and that stays where the deck that was built has their edits too. `left_out` are the
    texts of slides that outputs do not show, by outputs.
    """

    matched: Matched
    folder: Path
    placed: tuple[Placed, ...]
    forced: bool = False
    fit: Fit | None = None
    looks: Looks | None = None
    forms: Forms | None = None
    drawn_from: Path | None = None
    refreshed: Path | None = None
    left_out: Mapping[str, tuple[LeftOut, ...]] = {}


class MadeDeck(msgspec.Struct, frozen=True):
    """A deck that was made and not placed: for which profile, pack and language, its content, and why it would be
    refused without --force; nothing where it would not."""

    profile: str
    pack: str
    language: str
    file: bytes
    refused: tuple[str, ...] = ()


class Builder:
    """Builds packs from one library. What all builds share is opened once (`resources`)."""

    def __init__(self, library: Library, cache: Path | None, ledger: Ledger | None = None) -> None:
        self.library, self._cache, self._ledger = library, cache, ledger
        self.resources = Resources(library, cache)
        self.packing = Packing(self.resources)
        self.vocabulary = vocabulary_of(library.settings, library.values)
        self._benchmark = kept_benchmark(cache, library)
        self._declined: dict[Path, tuple[frozenset[str], tuple[Problem, ...]]] = {}
        self._references: dict[Path, dict[str, Reference]] = {}
        self._library_problems: dict[str, tuple[Problem, ...]] = {}

    def match(self, request: Request) -> Matched:
        """The selection and its deck, nothing written. Raises UserFault for what stops a build, but not for no fit.

        The slides are as their blocks have them: whether they fit the brand, only a build looks.
        """
        return self._match(request, {}, fitted=False)

    def _match(self, request: Request, broken: Mapping[str, Problem], *, fitted: bool) -> Matched:
        """The same, without the blocks that are known to be `broken`; with slides as they fit the brand if `fitted`."""
        renamed: list[Problem] = []
        cache = self._cache if self.resources.remembers(request.profile) else None
        read = read_profile(request.profile, self.vocabulary, cache, renamed)
        profile = read.profile
        also = tuple(dict.fromkeys(self._resolved(_without_figure(one), "value") for one in request.also))
        unsaid = ProfileValue(self.library.settings.scoring.assumed_importance, basis="assumed")
        assumed = {one: unsaid for one in also if one not in profile.values}
        profile = msgspec.structs.replace(
            profile,
            values={**profile.values, **assumed},
            pin=tuple(dict.fromkeys((*profile.pin, *map(self._block_named, request.pin)))),
            drop=tuple(dict.fromkeys((*profile.drop, *map(self._block_named, request.drop)))),
        )
        person = None if request.person is None else self._resolved(request.person, "role")
        if person is not None:
            profile = self._made_for(profile, person)
        pack, why = self._pack(request, profile)
        language = self._language(request, profile)
        declined, notices = self._declined_in(request.profile.parent)
        notices = (*notices, *languages_without_words(self.library, (language,)))
        on = request.on or today_or_meeting(profile, request.today)
        excluded = {**self._broken_bodies(language), **broken}
        past, unread = self._past(profile, on, request.today)
        notices = (*notices, *unread)
        known = Learnt(language=language, declined=declined, excluded=excluded, also=also, person=person, past=past)
        paginate = self.resources.fitting.paginate(pack.overflow) if fitted else None
        learnt, selection, assembler = self._learn(profile, pack, on, known, paginate)
        found = [*broken.values(), *(problem for problems in assembler.broken.values() for problem in problems)]
        deck = assembler.deck(profile, pack, selection)
        deck = msgspec.structs.replace(deck, asked=tuple(self._asked(request, person)))
        undressed: tuple[Problem, ...] = ()
        if fitted:
            deck = self.resources.fitting.styled(deck, varied=self.library.settings.forms == "inferred")
            deck, undressed = self.resources.settled(deck)
        shown = Counter(slide.provenance.block for slide in deck.slides)
        own_words, standard = _own_words_share(deck), standard_share(self._benchmark, pack.id, shown)
        selection = msgspec.structs.replace(selection, own_words_share=own_words, standard_share=standard)
        problems = (
            *(problem.as_warning() for problem in found),
            *selection.problems,
            *unmet_by_slides(pack, own_words=own_words, standard=standard),
            *undressed,
            *self._outdated(selection),
            *assembler.lost(deck),
            *(problem.as_warning() for choice in selection.choices for problem in assembler.notices(choice.source)),
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
            notices=(
                *renamed,
                *notices,
                *_in_confidence(profile, read.place_of_quote),
                *_unsaid(profile, language, self.library.settings.languages),
                *_undated(profile, deck),
            ),
        )

    def _past(
        self, profile: Profile, on: datetime.date, today: datetime.date
    ) -> tuple[Past | None, tuple[Problem, ...]]:
        """What the ledger says of the customer and of all blocks, and what is wrong with it, which stops nobody."""
        if self._ledger is None:
            return None, ()
        from salespack.ledger.past import past_of

        try:
            return past_of(self._ledger, profile, on, today), self._ledger.problems
        except UserFault as fault:
            return None, tuple(problem.as_warning() for problem in fault.problems)

    def _made_for(self, profile: Profile, role: str) -> Profile:
        """The profile with one role alone in the room, and with what it cares about, which nobody weighed."""
        profile = msgspec.structs.replace(profile, meeting=msgspec.structs.replace(profile.meeting, roles=(role,)))
        cares = [value for one in people_in(profile, self.library.settings) for value in one.cares]
        if not cares:
            hint = f"write it in the profile, or in library.yaml: `cares_about: {{{role}: [VALUE]}}`"
            raise UsageFault.of("SP423", f"what {role} cares about is not known", hint)
        unsaid = ProfileValue(self.library.settings.scoring.assumed_importance, basis="assumed")
        assumed = {one: unsaid for one in cares if one not in profile.values}
        return msgspec.structs.replace(profile, values={**profile.values, **assumed})

    def _resolved(self, word: str, sort: Literal["value", "role"]) -> str:
        """The value or role that a word of a command means. Raises UsageFault."""
        from salespack.library.naming import resolve

        return resolve(self.library, word, sort)

    def _asked(self, request: Request, person: str | None) -> Iterator[tuple[str, str]]:
        """What a command asked for that no profile says, by the names of the deck's marks."""
        for name, blocks in (("PIN", request.pin), ("DROP", request.drop)):
            if blocks:
                yield name, " ".join(dict.fromkeys(map(self._block_named, blocks)))
        if person is not None:
            yield "FOR", person

    def _block_named(self, named: str) -> str:
        """The id of a block that a command names, by its file too; what is none stays as it is."""
        identifier = PurePath(named.strip()).name.partition(".")[0].casefold()
        return identifier if identifier in self.library.blocks else named.strip()

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
            told = (problem.as_warning() for problem in found if not CODES[problem.code].notice)
            self._library_problems[language] = tuple(dict.fromkeys(told))
        return self._library_problems[language]

    def deck(self, request: Request) -> MadeDeck:
        """The deck that a build would make now, with its notes and marks, even where it would be refused; nothing is
        written or recorded. Raises UserFault for all else that stops a build.
        """
        matched, written = self.made(msgspec.structs.replace(request, force=True))
        selection = matched.selection
        return MadeDeck(matched.profile.id, matched.pack.id, selection.language, written.file, selection.refusal)

    def made(self, request: Request) -> tuple[Matched, WrittenDeck]:
        """The same with all that is known of it. Raises NoFit when the pack does not answer the customer and the build
        is not forced, UserFault for all else that stops it.
        """
        matched, _, written, _ = self._fitted(msgspec.structs.replace(request, only=(DECK,)))
        return matched, written[DECK]

    def inputs(self, request: Request) -> str:
        """A digest of all that a build depends on, but for the typefaces of this computer. Raises UserFault.

        That is the profile, what is asked for and on which day, the library with its brand, what other profiles beside
        say of being a reference, what the ledger says of the past, and our own code.
        """
        file, past = request.profile, None
        if self._ledger is not None:
            profile = read_profile(file, self.vocabulary, None, []).profile
            past, _ = self._past(profile, request.on or today_or_meeting(profile, request.today), request.today)
        beside = sorted(self._declined_in(file.parent)[0]), sorted(self._references_in(file.parent).items())
        said = request, digest(read_text(file).encode()), self.library.content_hash, beside, past
        return digest(f"{code_version()} {said!r}".encode("utf-8", "surrogatepass"))[:INPUT_DIGITS]

    def build(self, request: Request, refresh: Refresher | None = None) -> Report:
        """Builds one pack. Raises NoFit when it does not answer the customer, UserFault for all else that stops it.

        Where the deck that is there was edited, `refresh` brings that one up to date: then that is the deck that is
        built, and drawn.
        """
        matched, names, written, fit = self._fitted(request)
        matched, looks = self._looked_at(request, matched, written)
        person = f"-for-{matched.learnt.person}" if matched.learnt.person else ""
        folder = request.out / matched.profile.id / f"{matched.pack.id}{person}"
        records = records_in(folder, matched.selection.language)
        path = self.packing.deck_path(matched, folder, records.taken)
        deck = edited(folder, DECK, path, records.own, replaced=request.replace and DECK in names)
        merged = None
        if refresh is not None and deck is not None and DECK in names:
            merged = refresh(deck, matched, written[DECK])
        packed = self.packing.packed(names, request, matched, written, folder, records.taken, merged or deck)
        matched = msgspec.structs.replace(matched, problems=(*matched.problems, *packed.problems))
        forced = bool(matched.selection.refusal)
        summary = {
            **record_of(matched.selection, matched.deck, self.library, fit, looks),
            "left_out": packed.left_out,
            "forced": forced,
        }
        self.resources.save()
        stamp = self._stamp(request, matched, written, summary)
        placed = place(
            folder,
            packed.outputs,
            summary,
            language=matched.selection.language,
            replace_on=request.today if request.replace else None,
            stamp=stamp,
        )
        matched = msgspec.structs.replace(matched, notices=(*matched.notices, *self._noted_down(matched, stamp.build)))
        from salespack.powerpoint.composing.variety import forms_of

        varied = self.library.settings.forms == "inferred"
        return Report(
            matched=matched,
            folder=folder,
            placed=tuple(placed),
            forced=forced,
            fit=fit,
            looks=looks,
            forms=forms_of(matched.deck.slides, varied=varied) if fit is not None else None,
            drawn_from=packed.drawn_from,
            refreshed=deck if merged is not None else None,
            left_out=packed.left_out,
        )

    def _noted_down(self, matched: Matched, build: str) -> tuple[Problem, ...]:
        """Notes down in the ledger what was built; what is to be told of that, and stops nobody."""
        if self._ledger is None:
            return ()
        from salespack.ledger.events import Piece
        from salespack.ledger.recording import record_build

        selection, blocks = matched.selection, self.library.blocks
        pieces = []
        for choice in selection.chosen:
            block = blocks[choice.block or ""]
            body = block.bodies.get(selection.language)
            hashed = body.content_hash[:HASH_SHOWN] if body is not None else ""
            pieces.append(Piece(block.id, block.version, hashed, choice.value))
        try:
            noted = record_build(
                self._ledger, matched.profile, on=selection.on, pack=selection.pack, language=selection.language,
                build=build, blocks=pieces, standard=_rounded(selection.standard_share),
                own_words=_rounded(selection.own_words_share),
            )  # fmt: skip
        except UserFault as fault:
            return tuple(problem.as_warning() for problem in fault.problems)
        return noted.problems

    def _stamp(
        self, request: Request, matched: Matched, written: Mapping[str, WrittenDeck], summary: Mapping[str, object]
    ) -> BuildStamp:
        """Which build it is: by the id that its deck has, else by what is recorded of it and the profile it is for."""
        kept = self.library.settings.build_records.keep_days
        if (deck := written.get(DECK)) is None:
            return BuildStamp(id_of((matched.profile.content_hash, summary)), request.today, kept)
        from salespack.powerpoint.writing.slide_bases import kept_deck

        return BuildStamp(deck.build, request.today, kept, kept_deck(deck.parts))

    def _fitted(self, request: Request) -> tuple[Matched, tuple[str, ...], dict[str, WrittenDeck], Fit | None]:
        """What matches, the outputs to make of it, the decks among them, and the proof that their texts fit.

        A block whose text turns out to run over its frame is broken: the rest is matched again, and proven again.
        """
        broken: dict[str, Problem] = {}
        while True:
            matched = self._match(request, broken, fitted=True)
            self._refuse(request, matched)
            names = self.packing.outputs(request, matched.pack)
            written = self.packing.decks(names, request, matched)
            if not written:
                return matched, names, {}, None
            # The handout is the same slides without what is said of them, so one proof holds for both.
            proven = self.resources.fitting.prove(matched.deck, next(iter(written.values())))
            if new := {name: problem for name, problem in proven.broken.items() if name not in broken}:
                broken |= new
                continue
            brand = shown_path(self.library.root / (self.library.settings.brand or ""))
            notices = (*matched.notices, *self.resources.fitting.missing_layouts(matched.deck, brand))
            notices += tuple(self.resources.fitting.lacks_room(matched.deck))
            problems = (*matched.problems, *proven.problems)
            matched = msgspec.structs.replace(matched, problems=problems, notices=notices)
            if request.strict:
                self._refuse(request, matched)
            return matched, names, written, proven.fit

    def _looked_at(
        self, request: Request, matched: Matched, written: Mapping[str, WrittenDeck]
    ) -> tuple[Matched, Looks | None]:
        """What matches, with what is to be told of how its slides look; None where no deck is made.

        What is the same on every slide of a layout is a notice: it is about the brand, and stops nobody.
        """
        if not written:
            return matched, None
        proof, deck = self.resources.looks, next(iter(written.values()))
        looks = proof.prove(matched.deck, deck)
        brand = shown_path(self.library.root / (self.library.settings.brand or ""))
        told = [problem for _, problem in proof.problems(matched.deck, deck, looks, brand, taste=False)]
        problems = tuple(one for one in told if one.place is None or one.place.file != brand)
        notices = tuple(dict.fromkeys(one for one in told if one not in problems))
        matched = msgspec.structs.replace(
            matched, problems=(*matched.problems, *problems), notices=(*matched.notices, *notices)
        )
        if request.strict and problems:
            self._refuse(request, matched)
        return matched, looks

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
        from salespack.matching.flips import explain

        return explain(self._situation(matched))

    def angles(self, matched: Matched) -> tuple[Angle, ...]:
        """The packs that the customer's other values would lead."""
        from salespack.matching.angles import angles_of

        return angles_of(self._situation(matched))

    def _situation(self, matched: Matched) -> Situation:
        return matched.learnt.situation(matched.profile, matched.pack, self.library, matched.selection.on)

    def packs_that_answer(self, matched: Matched) -> dict[str, str]:
        """For each value of the profile that the deck does not answer, the pack that would, where there is one."""
        found: dict[str, str] = {}
        profile = with_state(matched.profile, self.library.settings)
        weights = {value.id: value.weight for value in matched.selection.values}
        for value in matched.selection.values:
            if value.would is None:
                continue
            for pack in packs_for_value(profile, self.library.packs, weights, value.id):
                selection = matched.learnt.select(matched.profile, pack, self.library, matched.selection.on)
                if not selection.refusal and any(one.id == value.id and one.covered for one in selection.values):
                    found[value.id] = pack.id
                    break
        return found

    def _pack(self, request: Request, profile: Profile) -> tuple[Pack, str]:
        packs, broken = self.library.packs, self.library.broken_packs
        if request.pack is None:
            unread = [problem for problems in broken.values() for problem in problems]
            if not packs:
                raise UserFault(unread or [_NO_PACK])
            try:
                pack, why = suiting_pack(profile, packs, self.library.settings)
            except UsageFault as fault:
                raise UserFault([*unread, *fault.problems]) if unread else fault from None
            # One that cannot be read might suit better: that is said, and stops nobody.
            return pack, f"{why}; {', '.join(sorted(broken))} cannot be read" if broken else why
        if request.pack in broken:
            raise UserFault(broken[request.pack])
        if request.pack not in packs:
            raise UsageFault.of(
                "SP408", f"there is no pack “{request.pack}”", did_you_mean(request.pack, packs, LISTED)
            )
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
        # What the customer gets promises nothing that the deck does not answer.
        top = _answered(selection)
        assembler = Assembler(
            with_state(profile, self.library.settings),
            self.library,
            self.resources.materials,
            language=learnt.language,
            on=on,
            stage=selection.stage,
            top=top,
            paginate=paginate,
            references=partial(self._references_in, profile.file.parent),
        )
        while True:
            for choice in selection.chosen:
                assembler.block(choice.block or "")
            if assembler.broken.keys() <= learnt.excluded.keys():  # else these are not the blocks of the deck
                for choice in selection.choices:
                    if choice.made is not None:
                        assembler.made(choice, profile, pack, selection)
            newly_broken = {n: found[0] for n, found in assembler.broken.items() if n not in learnt.excluded}
            if not newly_broken and not _taught(assembler.sizes(), learnt.sizes, selection):
                if _answered(selection) != top:
                    return self._learn(profile, pack, on, learnt, paginate)
                return learnt, selection, assembler
            excluded = {**learnt.excluded, **newly_broken}
            learnt = msgspec.structs.replace(learnt, excluded=excluded, sizes=assembler.sizes())
            selection = learnt.select(profile, pack, self.library, on)

    def _declined_in(self, folder: Path) -> tuple[frozenset[str], tuple[Problem, ...]]:
        """Which customers with profiles in a folder declined to be a reference: read once for all builds."""
        if folder not in self._declined:
            self._declined[folder] = declined_in(folder)
        return self._declined[folder]

    def _references_in(self, folder: Path) -> dict[str, Reference]:
        """What customers with profiles in a folder said of being a reference: read once for all builds."""
        if folder not in self._references:
            self._references[folder] = references_in(folder)
        return self._references[folder]

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


def _without_figure(word: str) -> str:
    """The word for a value that is to be answered too. Raises UsageFault where a figure stands behind it."""
    name, equals, _ = word.partition("=")
    if equals:
        hint = f"write --value {name}; how much it matters stands in the profile, under `values`"
        raise UsageFault.of("SP801", f"--value {word}: with a profile, a value has no figure", hint)
    return word


def _in_confidence(profile: Profile, place: Place) -> Iterator[Problem]:
    """One line on the quotes that nobody will see, though the profile does not say that they are to be kept."""
    if names := kept_quotes(profile):
        whose = f"quote of {names[0]} is" if len(names) == 1 else f"quotes of {names[0]} and {len(names) - 1} more are"
        yield Problem(
            code="SP112",
            message=f"the {whose} not shown to customers",
            hint="write `share: yes` below what they agreed to, `share: no` below what was said in confidence",
            place=place,
            severity=Severity.WARNING,
        )


def _unsaid(profile: Profile, language: str, languages: Sequence[str]) -> Iterator[Problem]:
    """One line on what the profile says in other languages than that of the pack, which leaves it out."""
    if paths := unsaid_in(profile, language, languages):
        names = list(dict.fromkeys(".".join(step for step in path if isinstance(step, str)) for path in paths))
        several = len(names) > 1 or names == ["goals"]
        shown = ", ".join(f"{one}: …" for one in dict.fromkeys((profile.customer.language or languages[0], language)))
        yield Problem(
            code="SP113",
            message=f"{', '.join(names)} {'are' if several else 'is'} not written in {language}, "
            f"and the pack leaves {'them' if several else 'it'} out",
            hint=f"write what it should show in each language: {{{shown}}}",
            place=Place(shown_path(profile.file)),
            severity=Severity.WARNING,
        )


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _own_words_share(deck: Deck) -> float:
    """The share, 0–1, of slides that hold what the customer said, or figures of its own."""
    return sum(slide.own_words for slide in deck.slides) / len(deck.slides) if deck.slides else 0.0


def _undated(profile: Profile, deck: Deck) -> Iterator[Problem]:
    """One line where slides show figures of the profile that does not say from when they are."""
    if profile.facts_date is None and any(slide.holds_figures for slide in deck.slides):
        yield Problem(
            code="SP114",
            message="slides show figures of this profile, and it does not say from when they are",
            hint="write the year, month or day below its facts: facts_date: 2026-10",
            place=Place(shown_path(profile.file)),
            severity=Severity.WARNING,
        )


def _answered(selection: Selection) -> list[str]:
    """The top values that templates see, the weightiest first: those that the deck answers; all if it answers none."""
    top = [value for value in selection.values if value.top]
    return [value.id for value in top if value.covered] or [value.id for value in top]


def _taught(learnt: Mapping[str, Size], assumed: Mapping[str, Size], selection: Selection) -> bool:
    """Whether sizes differ from what matching assumed in a way that could change its choice."""
    if any(size.slides != assumed.get(name, ONE_SLIDE).slides for name, size in learnt.items()):
        return True
    return learnt != assumed and any(choice.generic for choice in selection.choices)


_NO_PACK = Problem(
    code="SP409", message="the library has no pack", hint="write one in packs/, or copy one from the sample"
)


def refusal(matched: Matched) -> NoFit:
    """The refusal of a pack that does not answer its customer, in words for the seller."""
    first, *rest = matched.selection.refusal
    hint = "tell those who keep the library what is missing; --force builds anyway"
    if not any(value.top for value in matched.selection.values):
        hint = "write it under `values` in the profile, such as `lower-cost: 8`; --force builds anyway"
    problems = [Problem(code="SP401", message=first, hint=hint, place=place_in(matched.profile, ("values",)))]
    problems += [Problem(code="SP401", message=line) for line in rest]
    return NoFit(problems)
