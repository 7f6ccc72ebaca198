"""`salespack import deck`, the service: files in, blocks in the library, and a report of what became of each slide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from salespack.formats.schema import decode
from salespack.formats.text_files import read_text
from salespack.formats.yaml import Source
from salespack.importing.decks.duplicates import Twins
from salespack.importing.decks.importer import EDITED, DeckImport, Settings, Surroundings
from salespack.importing.decks.library_settings import with_languages
from salespack.importing.decks.own_slides import Knows, knows_none
from salespack.importing.decks.own_words import topics_of, with_topics
from salespack.importing.decks.previous_imports import KnownDecks
from salespack.importing.drafts import Drafts
from salespack.importing.languages import Guess, declared_as, language_name, language_of
from salespack.importing.placing import Blocks
from salespack.importing.report import Consent, DeckReport, Question, Report
from salespack.language.locales import base_of
from salespack.library.library import Library
from salespack.library.load import SETTINGS_FILE, VALUES_FILE
from salespack.library.settings import Settings as LibrarySettings
from salespack.library.values import ValueDefinition
from salespack.powerpoint.designed.outline import DeckFile, read_deck
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.system.progress import Progress, no_progress

AskLanguage = Callable[[Path, Guess, Sequence[str]], str | None]
"""Asks for the language of a deck, given the guess and the declared languages."""


def nobody(path: Path, guess: Guess, declared: Sequence[str]) -> None:
    """Nobody is there to be asked."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: decks in their order, the language that they are in (None: found out), and the rest.

    `add_languages` are declared in `library.yaml` first; with `add_values` what the decks speak of, and no value names,
    becomes values in `values.yaml`. `ask` asks a person for the language of a deck whose guess is
    in doubt; None where there is nobody to ask. `own_slides` tells which slides of a deck were built here.
    """

    files: tuple[Path, ...]
    settings: Settings
    language: str | None = None
    add_languages: tuple[str, ...] = ()
    add_values: bool = False
    dry_run: bool = False
    ask: AskLanguage = nobody
    own_slides: Knows = knows_none


class _Read(msgspec.Struct, frozen=True):
    """A deck that was read, and the language it is in as the library calls it."""

    file: DeckFile
    language: Guess


def import_decks(library: Library, request: Request, consent: Consent, progress: Progress = no_progress) -> Report:
    """Imports decks into the library; all changes are put in place at the end, or none in a dry run.

    A file with a problem is left out and told, the others are imported. Raises UserFault where nothing can be done at
    all: a broken record (SP853), a folder that cannot be written (SP702).
    """
    problems: list[Problem] = []
    drafts = Drafts(library.root)
    library = _with_languages(library, request.add_languages, drafts)
    read = list(_read(library, request, problems, progress))
    if request.add_values:
        library = _with_values(library, read, drafts)
    known, twins = KnownDecks(drafts), Twins()
    before = list(known)
    for number, deck in enumerate(before, 1):
        progress(f"comparing with {deck.record.stored}", number, len(before))
        twins.add(deck.name, deck.record.language, deck.slides)
    around = Surroundings(Blocks(library, drafts), known, twins, consent, request.own_slides)
    reports: list[DeckReport] = []
    questions: list[Question] = []
    first = library.settings.default_language
    for number, one in enumerate(sorted(read, key=lambda one: one.language.code != first), 1):
        progress(f"importing {one.file.path.name}", number, len(read))
        work = DeckImport(one.file, one.language, request.settings, around)
        mark = drafts.mark()
        try:
            reports.append(work.run())
        except UserFault as fault:
            drafts.go_back(mark)
            problems += fault.problems
        problems += work.problems
        questions += work.questions
    problems += _unanswered(questions)
    written = drafts.changed
    if not request.dry_run:
        drafts.apply()
    order = {shown_path(path): number for number, path in enumerate(request.files)}
    return Report(
        decks=tuple(sorted(reports, key=lambda report: order.get(report.file, 0))),
        questions=tuple(questions),
        problems=tuple(problems),
        written=written,
        dry_run=request.dry_run,
    )


def _with_languages(library: Library, added: Sequence[str], drafts: Drafts) -> Library:
    """The library with more languages declared."""
    if not added:
        return library
    path = library.root / SETTINGS_FILE
    text = with_languages(read_text(path), shown_path(path), list(added))
    drafts.write(SETTINGS_FILE, text)
    settings = decode(Source(shown_path(path), text), LibrarySettings)
    return msgspec.structs.replace(library, settings=settings)


def _with_values(library: Library, decks: Iterable[_Read], drafts: Drafts) -> Library:
    """The library with values for what decks speak of and none names yet."""
    text, values = drafts.text(VALUES_FILE) or "", dict(library.values)
    for deck in decks:
        code = deck.language.code
        topics = [one for one in topics_of(deck.file.slides, values, code) if one.id not in values]
        text = with_topics(text, topics, code, deck.file.path.name) if topics else text
        values |= {one.id: ValueDefinition(one.words[0], signals={base_of(code): one.words}) for one in topics}
    drafts.write(VALUES_FILE, text)
    return msgspec.structs.replace(library, values=values)


def _read(library: Library, request: Request, problems: list[Problem], progress: Progress) -> Iterator[_Read]:
    """The decks that can be read and whose language is declared, each content once; the others' problems."""
    seen: set[str] = set()
    for number, path in enumerate(request.files, 1):
        progress(f"reading {path.name}", number, len(request.files))
        try:
            file = read_deck(path)
            if file.sha256 not in seen:
                seen.add(file.sha256)
                yield _Read(file, _language(library, request, file))
        except UserFault as fault:
            problems += fault.problems


def _language(library: Library, request: Request, file: DeckFile) -> Guess:
    """The deck's language as it is declared. Raises UserFault: SP205 where it is not, SP857 where it is in doubt."""
    declared = library.settings.languages
    guess = Guess(request.language, "as given") if request.language else language_of(file.slides)
    if guess.doubt:
        answer = request.ask(file.path, guess, declared)
        if answer is None:
            hint = "name the language that its blocks are to have: --language CODE"
            raise UserFault.of("SP857", f"has no one language: {guess.doubt}", hint, Place(shown_path(file.path)))
        guess = Guess(answer, "as answered")
    if not guess.code:
        return Guess(library.settings.default_language, "nothing tells the language; the library's first")
    code = declared_as(guess.code, declared)
    if code is None:
        name = language_name(guess.code)
        listed = ", ".join((*declared, guess.code))
        hint = (
            f"add it with --add-language {guess.code} (library.yaml: languages: [{listed}]); "
            "if it is another language, name that with --language CODE"
        )
        message = f"is in {name} ({guess.why}), which the library does not declare"
        raise UserFault.of("SP205", message, hint, Place(shown_path(file.path)))
    return Guess(code, guess.why)


def _unanswered(questions: Iterable[Question]) -> Iterator[Problem]:
    """A problem for each question that nobody answered: what waits, and how to answer."""
    for question in questions:
        if question.answer is None:
            slides = _numbered(question.candidates)
            what = f"look like translations of {question.of}" if question.of else "are nearly in the library already"
            hint = "answer on a terminal; or --yes takes it so, --no makes blocks of their own"
            if question.sort == EDITED:
                what = f"{'was' if len(question.candidates) == 1 else 'were'} built here and edited since"
                hint = "answer on a terminal; or --yes makes drafts of them, --no leaves them out"
            message = f"{slides} of {question.deck} {what}; nothing was written for them"
            yield Problem(code="SP856", message=message, hint=hint)


def _numbered(candidates: Sequence[object]) -> str:
    return f"{len(candidates)} slide{'s' if len(candidates) > 1 else ''}"
