"""What is made of a matched pack: which outputs there are, where each goes, and what is in it. Nothing is written."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from salespack.assembly.context import seller_figures
from salespack.building.cases import cases_of
from salespack.building.file_names import NamedFile, named_paths
from salespack.building.placing import FOR_CUSTOMER, Output
from salespack.building.request import Matched, Request
from salespack.building.resources import Resources
from salespack.building.sellers_words import Said, SellersWords, Written, text_of_deck
from salespack.building.written_outputs import (
    DECK,
    HANDOUT,
    MAIL,
    PACK,
    TITLES,
    WRITTEN,
    Copy,
    Drawing,
    Mail,
    deck_of,
    is_drawn,
)
from salespack.drawing.outputs import NOTES_PAGES, PREVIEW, SLIDES, Drawings, draw_outputs
from salespack.formats.text_files import read_text
from salespack.formats.types import in_language
from salespack.language.phrases import words
from salespack.ledger.builds import FOR_YOU
from salespack.library.fences import for_the_seller
from salespack.library.library import Library
from salespack.library.locations import listed_place
from salespack.library.packs import USUAL, Pack
from salespack.ooxml.packaging import stored_part
from salespack.problems.patterns import late_pattern
from salespack.problems.problem import Place, Problem, Severity, UsageFault, UserFault, shown_path
from salespack.problems.suggestions import did_you_mean
from salespack.system.paths import file_name, inside, named_files
from salespack.templating.template_text import holds_template

if TYPE_CHECKING:
    from salespack.documents.context import DocumentContext, DoubtAnswer
    from salespack.documents.output_templates import OutputTemplate
    from salespack.documents.pager import LeftOut
    from salespack.documents.rendering import Finished
    from salespack.powerpoint.writing.writer import WrittenDeck
    from salespack.scene.slide_picture import SlidePicture
    from salespack.templating.environment import TokenEnvironment


class Packed(msgspec.Struct, frozen=True):
    """The finished outputs with their places, and warnings: outputs that lack something, and what drawings lack.

    `drawn_from` is the deck in the pack's folder that drawings show, None where that is the new one. `left_out` are the
    texts of slides that outputs for the customer do not show, by outputs.
    """

    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]
    drawn_from: Path | None = None
    left_out: Mapping[str, tuple[LeftOut, ...]] = {}


FILLED_IN = late_pattern(r"\{\{.*?\}\}")
"""What a customer's data takes the place of in a title."""
FOR_SELLER = late_pattern(r"\s*\{#-?\s*for:\s*seller\b")
"""How a template of the library begins that makes an output for the seller."""


class Packing:
    """Makes the outputs of packs that match, from the resources of one library."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def names(self) -> tuple[str, ...]:
        """All outputs that can be asked for."""
        return tuple(sorted({*WRITTEN, *self._documents}))

    def outputs(self, request: Request, pack: Pack) -> tuple[str, ...]:
        """The outputs to make: the pack's, or those asked for. Raises when one is not known."""
        if request.only and set(request.only) <= WRITTEN.keys() - {MAIL}:
            return _with_notes(request.only, request)
        broken = self._documents_read[1]
        asked = dict.fromkeys(one for name in request.only or pack.outputs for one in (name, *_made_of(name)))
        if unusable := [problem for name in asked for problem in broken.get(name, ())]:
            raise UserFault(unusable)
        known = self.names()
        for name in request.only:
            if name not in known:
                raise UsageFault.of("SP703", f"there is no output “{name}”", did_you_mean(name, known))
        if request.only:
            return _with_notes(request.only, request)
        if unknown := list(_unknown_outputs(self._resources.library, pack, known)):
            raise UserFault(unknown)
        return _with_notes(pack.outputs, request)

    def problems(self) -> Iterator[Problem]:
        """The faults of templates of outputs, and the outputs that packs list and nothing makes."""
        outputs, broken = self._documents_read
        for problems in broken.values():
            yield from problems
        for pack in self._resources.library.packs.values():
            yield from _unknown_outputs(self._resources.library, pack, {*WRITTEN, *outputs, *broken})

    def decks(self, names: Sequence[str], request: Request, matched: Matched) -> dict[str, WrittenDeck]:
        """The decks to write: those among the outputs `names`, and those that outputs are drawn from."""
        wanted = {*map(deck_of, names)}
        if request.preview or self._show_slides(names):
            wanted.add(HANDOUT)
        return {
            name: self._deck(one.made, matched)
            for name, one in WRITTEN.items()
            if name in wanted and isinstance(one.made, Copy)
        }

    def _show_slides(self, names: Sequence[str]) -> bool:
        """Whether any of the outputs shows pictures of the slides."""
        return any(name not in WRITTEN and self._documents[name].shows_slides for name in names)

    def packed(
        self,
        names: Sequence[str],
        request: Request,
        matched: Matched,
        written: Mapping[str, WrittenDeck],
        folder: Path,
        taken: Collection[str] = (),
        edited: Path | bytes | None = None,
    ) -> Packed:
        """The outputs `names`, and the previews where they are asked for, for the pack's `folder`; `written` are the
        finished decks.

        `taken` are the paths there of what was built in other languages. Drawings show `edited`, the deck that a person
        has changed and that stays, where there is one that can be read.
        In bytes it is the deck that is built, with what a person had changed in an earlier one.
        Raises UserFault for what cannot be made, for what a customer's file says that is the seller's alone (SP705),
        and in a strict build for what cannot be drawn rightly.
        """
        lacking = self._lacking(names, request, matched)
        decks = {name: deck.file for name, deck in written.items()}
        if isinstance(edited, bytes):
            decks = {name: self._handout(edited, matched) if name == HANDOUT else edited for name in decks}
        drawn, drawn_from = self._drawn_of(edited, request, matched, names, decks)
        ready = {**decks, **drawn.files}
        made = dict.fromkeys((*(name for name in names if name not in lacking), *drawn.files))
        language = matched.deck.language
        paths = named_paths({name: self._named(name, matched) for name in made}, folder, language, taken)
        documents = {
            name: self._content(name, matched, paths, drawn) for name in paths if name not in ready and name != MAIL
        }
        left: tuple[Problem, ...] = ()
        if MAIL in paths:
            documents[MAIL], left = self._mail(matched, paths, {**ready, **documents})
        for_customer = {name: one for name, one in documents.items() if paths[name].startswith(f"{FOR_CUSTOMER}/")}
        if told := list(self._sellers_words(matched, written, for_customer)):
            raise UserFault(told)
        outputs = tuple(Output(name, path, ready.get(name) or documents[name]) for name, path in paths.items())
        lettering = [problem for document in documents.values() for problem in document.problems]
        dressed = self._resources.document_look.problems if documents else ()
        problems = (*filter(None, lacking.values()), *drawn.problems, *dressed, *lettering, *left)
        left_out = {name: one.left_out for name, one in documents.items() if one.left_out}
        return Packed(outputs, problems, drawn_from, left_out)

    def _sellers_words(
        self, matched: Matched, written: Mapping[str, WrittenDeck], documents: Mapping[str, Finished]
    ) -> Iterator[Problem]:
        """What finished decks, and `documents` for the customer, would show that is the seller's alone."""
        texts = [
            Written(block.id, Place(body.file, body.line), source, block.jinja)
            for block, body, source in matched.assembler.texts(matched.deck.slides)
        ]
        found = SellersWords(matched.deck.slides, texts, self._public_texts(matched), matched.deck.language)
        finished = [Said(name, text_of_deck(deck)) for name, deck in written.items()]
        finished += [Said(name, document.said) for name, document in documents.items()]
        return found.problems(finished)

    def _public_texts(self, matched: Matched) -> Iterator[str]:
        """What customers may read besides slides: their own data, ours, and what the library's own templates say."""
        from salespack.documents.slide_views import texts_in

        yield from (matched.deck.title, matched.deck.pack_name, *texts_in(matched.assembler.public))
        for file in named_files(self._own_templates, "**/*") if self._own_templates else ():
            if file.suffix in (".j2", ".typ") and not FOR_SELLER.match(text := read_text(file)):
                yield "\n".join(line.text for line in for_the_seller(text)[1])

    def deck_path(self, matched: Matched, folder: Path, taken: Collection[str]) -> str:
        """Where the presenter's deck goes, in the pack's folder."""
        return named_paths({DECK: self._named(DECK, matched)}, folder, matched.deck.language, taken)[DECK]

    def _named(self, name: str, matched: Matched) -> NamedFile:
        """What an output is called: a customer sees the names of those that may be sent."""
        from salespack.language.phrases import words

        path, pack = PurePosixPath(name), matched.deck.pack_name
        if name.startswith(f"{PREVIEW}/"):
            return NamedFile(f"{FOR_YOU}/{path.parent}", (path.stem,), path.suffix)

        def title(word: str) -> str:
            return pack if word == PACK else words(matched.deck.language)[word]

        known, titles = WRITTEN.get(name), []
        audience = known.audience if known else self._documents[name].audience
        if known:
            titles = [title(word) for word in known.called]
        elif audience == "customer":
            titles = [title(TITLES[name]) if name in TITLES else path.stem.capitalize()]
        parts = (matched.deck.customer, *titles) if titles else (path.stem,)
        return NamedFile(FOR_YOU if audience == "seller" else FOR_CUSTOMER, parts, path.suffix)

    def _deck(self, copy: Copy, matched: Matched) -> WrittenDeck:
        """A copy of the deck as a file."""
        from salespack.powerpoint.writing.writer import written_deck

        materials, templates = self._resources.materials, self._resources.slide_templates
        templates.known_bases = self._resources.bases_of(matched.profile.file)
        written = written_deck(
            matched.deck, self._resources.brand, templates=templates, composer=self._resources.fitting.composer,
            copy=copy.sort, formats=materials.formats,
            sources=materials.sources if any(slide.designed for slide in matched.deck.slides) else None,
        )  # fmt: skip
        templates.save()
        return written

    def _handout(self, merged: bytes, matched: Matched) -> bytes:
        """The clean copy of a deck that a person had a hand in."""
        from salespack.powerpoint.designed.source import SourceDeck
        from salespack.powerpoint.writing.clean_copy import clean_copy

        source = SourceDeck(Path(DECK), merged)
        return clean_copy(source, matched.deck.pack_name, matched.selection.on, self._resources.slide_templates).content

    def _drawn_of(
        self,
        edited: Path | bytes | None,
        request: Request,
        matched: Matched,
        names: Sequence[str],
        written: Mapping[str, bytes],
    ) -> tuple[Drawings, Path | None]:
        """The drawings of the deck that a person has edited, and which that is; else of the new one, and None."""
        unreadable: tuple[Problem, ...] = ()
        if isinstance(edited, Path):
            try:
                from salespack.ooxml.embedded_files import without_authors

                content = edited.read_bytes()
                # What another program makes of the deck may say who wrote it; what is drawn here does not.
                clean = without_authors(stored_part(DECK, "", content), content).content
                drawn = self._drawn(request, matched, names, {DECK: clean, HANDOUT: clean})
                return drawn, edited if drawn.files or drawn.slides else None
            except UserFault as fault:
                if not all(problem.code.startswith("SP50") for problem in fault.problems):
                    raise
                place = Place(shown_path(edited))
                unreadable = tuple(
                    msgspec.structs.replace(problem.as_warning(), place=place) for problem in fault.problems
                )
        drawn = self._drawn(request, matched, names, written)
        return msgspec.structs.replace(drawn, problems=(*unreadable, *drawn.problems)), None

    def _drawn(
        self, request: Request, matched: Matched, names: Sequence[str], written: Mapping[str, bytes]
    ) -> Drawings:
        """The outputs that are drawn from the finished decks. Raises what stops a strict build."""
        wanted = [*filter(is_drawn, names)]
        if request.preview:
            wanted.append(PREVIEW)
        if self._show_slides(names):
            wanted.append(SLIDES)
        if not wanted:
            return Drawings({}, ())
        drawn = draw_outputs(
            wanted, handout=written.get(HANDOUT), presenter=written.get(DECK), engine=request.pdf_engine,
            typefaces=self._resources.typefaces, on=matched.selection.on, language=matched.selection.language,
            scenes=self._resources.scenes, memory=self._resources.drawing,
        )  # fmt: skip
        if request.strict and drawn.problems:
            raise UserFault(drawn.problems)
        return drawn

    def _content(self, name: str, matched: Matched, paths: Mapping[str, str], drawn: Drawings) -> Finished:
        """The finished document; `paths` are those of all outputs, for the mail that names what goes with it."""
        if name in WRITTEN:
            made = WRITTEN[name].made
            if isinstance(made, Copy | Drawing | Mail):
                raise NotImplementedError(f"nothing makes {name}")
            return made(matched, self._resources)
        from salespack.documents.attachments import goes_with_a_mail

        sent = [Path(path).name for other, path in paths.items() if path.startswith(FOR_CUSTOMER) and other != name]
        attachments = [*filter(goes_with_a_mail, sent)]
        pictures = drawn.slides if self._documents[name].shows_slides else ()
        return self._rendered(name, matched, attachments, pictures)

    def _mail(
        self, matched: Matched, paths: Mapping[str, str], made: Mapping[str, bytes]
    ) -> tuple[Finished, tuple[Problem, ...]]:
        """The draft of a mail with all that is `made` for the customer, and a warning for what is too large for one."""
        from salespack.documents.attachments import Attachment, attachable
        from salespack.documents.mail import mail_draft
        from salespack.documents.proposal import calendar_file
        from salespack.documents.rendering import Finished
        from salespack.language.phrases import words

        sent = [
            Attachment(Path(path).name, made[name])
            for name, path in paths.items()
            if name in made and path.startswith(FOR_CUSTOMER)
        ]
        files, left = attachable(sent)
        html, text = (self._rendered(name, matched, [one.name for one in files]) for name in _made_of(MAIL))
        selection, public = matched.selection, matched.assembler.public
        contact = public["contact"] or {}
        proposed = calendar_file(matched.deck, public, language=selection.language, on=selection.on)
        if proposed is not None:
            title = words(selection.language)["email_proposed_file"]
            files = (*files, Attachment(f"{file_name(matched.deck.customer)} - {file_name(title)}.ics", proposed))
        draft = Finished(
            mail_draft(
                html.decode(), text.decode(), language=selection.language, sender=contact.get("email") or "",
                sender_name=contact.get("name") or "", files=files,
            )
        )  # fmt: skip
        draft.said = f"{html.said}\n{text.said}"
        return draft, tuple(
            Problem(
                code="SP610",
                message=f"{MAIL} goes without {one.name}: with it, its files have more than 7 MB, and many mail "
                "servers take no mail of more than 10 MB",
                hint="send it in another way, or make its pictures smaller",
                place=Place(shown_path(matched.profile.file)),
                severity=Severity.WARNING,
            )
            for one in left
        )

    def _rendered(
        self, name: str, matched: Matched, attachments: Sequence[str], pictures: Sequence[SlidePicture] = ()
    ) -> Finished:
        """A document that names these files as going with it."""
        from salespack.documents.rendering import render_output

        root, language = self._resources.library.root, matched.selection.language
        return render_output(
            self._documents[name],
            self._context(name, matched, attachments, pictures),
            environment=self._document_templates,
            language=language,
            currency=self._resources.library.settings.currency,
            on=matched.selection.on,
            formats=self._resources.materials.formats,
            font_sets=self._resources.drawing.fonts,
            library=root,
            fonts=self._resources.fonts,
            images=self._resources.images,
        )

    def _context(
        self,
        name: str,
        matched: Matched,
        attachments: Sequence[str] = (),
        pictures: Sequence[SlidePicture] = (),
    ) -> DocumentContext:
        """What the template of an output may see."""
        from salespack.documents.context import document_context

        assembler, formats = matched.assembler, self._resources.materials.formats
        seller = None
        if self._documents[name].audience == "seller":
            seller = {
                **assembler.seller,
                "figures": seller_figures(matched.profile, self._resources.library, matched.selection),
                "selection": matched.selection,
                "titles": self._titles(matched),
                "doubt_answers": self._doubt_answers(matched.selection.language),
                "field_names": self._field_names(matched.selection.language),
                **self._past(matched),
            }
        return document_context(
            matched.deck,
            matched.selection,
            assembler.public,
            look=self._resources.document_look,
            language=matched.selection.language,
            formats=formats,
            seller=seller,
            attachments=attachments,
            pictures=pictures,
            valid_until=self._valid_until(matched),
            cases=cases_of(matched.deck, self._resources.library, matched.selection.language, formats),
            profile_file=shown_path(matched.profile.file),
        )

    def _past(self, matched: Matched) -> dict[str, Any]:
        """What the seller is told of earlier meetings with the customer."""
        past, language = matched.learnt.past, matched.selection.language
        if past is None:
            return {}
        from salespack.building.past_meetings import past_meetings, seen_by_some

        library, formats = self._resources.library, self._resources.materials.formats
        choices, titles = matched.selection.choices, self._titles(matched)
        return {
            "past": past_meetings(past, library, language, formats),
            "seen_before": list(seen_by_some(choices, library, titles, language, formats)),
        }

    def _valid_until(self, matched: Matched) -> datetime.date | None:
        """The last day on which all blocks of the deck hold; None where no day is said."""
        blocks = {slide.provenance.block for slide in matched.deck.slides} & self._resources.library.blocks.keys()
        days = (self._resources.library.blocks[block].valid_until for block in blocks)
        return min((day for day in days if day is not None), default=None)

    def _titles(self, matched: Matched) -> dict[str, str]:
        """The titles of all blocks: of those assembled as they turned out, of the others as they are written, in the
        deck's language where they are, with “?” for what is filled in."""
        language, library = matched.selection.language, self._resources.library
        usual = (language, library.settings.default_language)
        written = {
            name: next((block.bodies[one].title for one in (*usual, *block.bodies) if one in block.bodies), "")
            for name, block in library.blocks.items()
        }
        legible = {name: FILLED_IN.sub("?", title) for name, title in written.items()}
        first = {name: matched.assembler.block(name)[0] for name in matched.assembler.sizes()}
        assembled = {
            name: "".join(span.text for span in (slide.undivided or slide).title) for name, slide in first.items()
        }
        return {name: title for name, title in legible.items() if title and not holds_template(title)} | assembled

    def _field_names(self, language: str) -> dict[str, str]:
        """What people call the fields of a profile, by their paths: as calculations name what they take from there."""
        library = self._resources.library
        formulas, usual = library.calculations, library.settings.default_language
        word = words(language)
        inputs = {one.source: in_language(one.name, language, usual) for one in formulas.inputs.values()}
        assumed = {name: in_language(one.name, language, usual) for name, one in formulas.assumptions.items()}
        return {
            "goals": word["goals"],
            "plan": word["agreed_plan"],
            "success": word["success_seller"],
            **assumed,
            **inputs,
        }

    def _doubt_answers(self, language: str) -> dict[str, DoubtAnswer]:
        """What is said in one line to each doubt, by its block."""
        from salespack.documents.context import DoubtAnswer

        return {
            name: DoubtAnswer(body.answer, block.values)
            for name, block in self._resources.library.blocks.items()
            if (body := block.bodies.get(language)) is not None and body.answer
        }

    def _lacking(self, names: Sequence[str], request: Request, matched: Matched) -> dict[str, Problem | None]:
        """Outputs that cannot be made of this deck, such as a case sheet without a case; each with a warning.

        Those that are made only where there is something for them have one if they were asked for by name.
        """
        found: dict[str, Problem | None] = {}
        for name in names:
            worth = WRITTEN[name].worth if name in WRITTEN else None
            if worth is not None and not worth.holds(matched, self._resources):
                found[name] = None
                if name in request.only:
                    found[name] = Problem(
                        code="SP609",
                        message=f"{name} was not made: {worth.why_not}",
                        hint=worth.hint,
                        place=Place(shown_path(matched.profile.file)),
                        severity=Severity.WARNING,
                    )
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

    @property
    def _documents(self) -> Mapping[str, OutputTemplate]:
        return self._documents_read[0]

    @cached_property
    def _documents_read(self) -> tuple[Mapping[str, OutputTemplate], Mapping[str, tuple[Problem, ...]]]:
        """The outputs besides the deck, and the problems of those whose template is broken."""
        from salespack.documents.output_templates import read_outputs

        return read_outputs(self._own_templates)

    @property
    def _own_templates(self) -> Path | None:
        templates = inside(self._resources.library.root, "templates")
        return templates if templates and templates.is_dir() else None

    @cached_property
    def _document_templates(self) -> TokenEnvironment:
        from salespack.documents.output_templates import document_environment

        return document_environment(self._own_templates, self._resources.bytecode)


def _made_of(name: str) -> tuple[str, ...]:
    """The outputs that an output is made of."""
    made = WRITTEN[name].made if name in WRITTEN else None
    return made.texts if isinstance(made, Mail) else ()


def _with_notes(names: tuple[str, ...], request: Request) -> tuple[str, ...]:
    """The outputs, with the notes pages where they were asked for."""
    return (*names, NOTES_PAGES) if request.notes_pages and NOTES_PAGES not in names else names


def _unknown_outputs(library: Library, pack: Pack, known: Collection[str]) -> Iterator[Problem]:
    """A problem for each output that a pack lists and nothing makes."""
    for name in pack.outputs:
        if name not in known:
            hint, place = did_you_mean(name, {USUAL, *known}), listed_place(library, pack.file, "outputs", name)
            yield Problem(code="SP703", message=f"the pack lists an unknown output “{name}”", hint=hint, place=place)
