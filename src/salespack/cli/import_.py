"""`salespack import`: what a company has already becomes part of its library."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.import_notes import notes
from salespack.cli.import_survey import survey
from salespack.cli.options import JsonOption, LibraryOption, library_folder, today
from salespack.cli.progress import READING, ProgressLine
from salespack.cli.tables import say, show_table, show_topics
from salespack.problems.problem import UserFault, shown_path
from salespack.profiles.profile import ENDINGS

if TYPE_CHECKING:
    from salespack.importing.accounts.accounts import AccountsReport
    from salespack.importing.cases.cases import CaseRow, CasesReport
    from salespack.importing.decks.own_slides import Knows
    from salespack.importing.languages import Guess as LanguageGuess
    from salespack.importing.report import DeckReport, Question, Report, Row
    from salespack.library.library import Library

LONGEST_TITLE, LONGEST_WHY = 44, 60
AS_BUILT = 0.8
"""The share of a block's words from which on a slide without a mark is taken for it; below, for an edited one. Of 1,378
slides of the sample that nobody edited, the least is 0.83: what templates decide is not on every one."""
MOST_ACCOUNTS = 30

OwnerOption = Annotated[
    str,
    typer.Option("--owner", metavar="NAME", autocompletion=completion.owners, help="Who keeps the new blocks."),
]
app = typer.Typer(
    help="Make blocks and profiles of what you already have: slides, cases, accounts, notes, surveys.",
    no_args_is_help=True,
)


class By(StrEnum):
    """What becomes one block."""

    SLIDE = "slide"
    SECTION = "section"


app.command()(notes)
app.command()(survey)


@app.callback()
def import_() -> None:
    """Make blocks and profiles of what you already have: slides, cases, accounts, notes, surveys."""


@app.command()
@command
def deck(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Decks: .pptx, .potx, .pptm.")],
    by: Annotated[
        By | None, typer.Option("--by", help="One block per slide (the default), or per section of the deck.")
    ] = None,
    into: Annotated[
        str, typer.Option(
            "--into", metavar="FOLDER", autocompletion=completion.folders,
            help="A folder of the library; else imported/DECK.",
        )
    ] = "",
    language: Annotated[
        str | None, typer.Option(
            "--language", metavar="CODE", autocompletion=completion.languages,
            help="The decks' language; else it is found out.",
        )
    ] = None,
    add_language: Annotated[
        list[str] | None,
        typer.Option("--add-language", metavar="CODE", help="Declare a language in library.yaml first. Repeatable."),
    ] = None,
    add_values: Annotated[
        bool,
        typer.Option("--add-values", help="Make values in values.yaml of what the decks speak of, and no value names."),
    ] = False,
    owner: OwnerOption = "marketing",
    answer: Annotated[
        bool | None,
        typer.Option(
            "--yes/--no",
            help="Take proposed translations and near copies, or make blocks of their own. Of slides that were built "
            "here and edited since: make drafts, or leave them out.",
            show_default="asks on a terminal",
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Drop edits made to the deck in the library's slides/ folder.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done; write nothing.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:  # fmt: skip
    """Make a library out of decks: each slide becomes a block that points at the slide in PowerPoint.

    The deck is stored once under slides/. Kind and values are proposed with their reasons; every block is a draft until
    somebody approves it. The same deck in another language becomes translations. Importing a deck again updates what
    changed and keeps every line that a person has written. Slides that were built here are known and make no blocks;
    those that somebody edited since can become drafts, as variants.

    Examples:

      salespack import deck "Sales deck 2026.pptx"

      salespack import deck overview-en.pptx overview-fi.pptx --yes

      salespack import deck old/*.pptx --by section --dry-run
    """
    from salespack.cli.workspace import load_library
    from salespack.importing.decks.decks import Request, import_decks
    from salespack.importing.decks.importer import Settings

    with ProgressLine(READING) as progress:
        opened = load_library(library)
        request = Request(
            files=tuple(files),
            settings=Settings(
                today=today(),
                owner=owner,
                into=library_folder(opened, into, "--into") if into else "",
                by=by.value if by else None,
                replace=replace,
            ),
            language=language,
            add_languages=tuple(add_language or ()),
            add_values=add_values,
            dry_run=dry_run,
            ask=lambda path, guess, declared: _ask_language(path, guess, declared, progress),
            own_slides=_own_slides(opened),
        )
        report = import_decks(opened, request, lambda question: _ask(question, answer, progress), progress)
    show_problems(report.problems)
    if as_json:
        from salespack.cli.json import say_json

        say_json(report)
    else:
        _show(opened, report)
        if add_values and report.written:
            say("Name the new values in values.yaml as customers would, and delete what none of them values; then")
            say("import the deck again: the drafts' values follow.")
    return 1 if report.problems else 0


@app.command()
@command
def cases(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FILE|DIR...", help="Case studies: .md, .html, .yaml; or folders."),
    ],
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="Where your system keeps what; else recognised.")
    ] = None,
    into: Annotated[
        str,
        typer.Option(
            "--into",
            metavar="FOLDER",
            autocompletion=completion.folders,
            help="A folder of the library; else imported/cases.",
        ),
    ] = "",
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="CODE",
            autocompletion=completion.languages,
            help="The cases' language; else it is found out.",
        ),
    ] = None,
    owner: OwnerOption = "marketing",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done; write nothing.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Make drafts of experiences out of case studies that other systems keep.

    Title, points with figures, a quotation and the story for the notes are taken from the text as it stands. Customer,
    industry and country are put into the library's words; what cannot be is listed with its line. Importing again
    updates what changed and leaves alone what somebody has edited.

    Examples:

      salespack import cases website/content/case-studies

      salespack import cases stories/*.yaml --mapping our-cms.yaml --dry-run
    """
    from salespack.cli.workspace import load_library
    from salespack.importing.cases.cases import FOLDER, CasesRequest, import_cases

    with ProgressLine(READING) as progress:
        opened = load_library(library)
        request = CasesRequest(
            paths=tuple(paths),
            into=library_folder(opened, into, "--into") if into else FOLDER,
            owner=owner,
            mapping=mapping,
            language=language,
            dry_run=dry_run,
        )
        report = import_cases(opened, request, progress)
    show_problems((*report.problems, *report.unmapped))
    if as_json:
        from salespack.cli.json import say_json

        say_json(report)
    else:
        _show_cases(opened, report)
    return 1 if report.problems else 0


@app.command()
@command
def accounts(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Exports: .csv; .xlsx, .xls, .ods with the extra “accounts”."),
    ],
    mapping: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help="Which column says what; Salesforce and HubSpot are built in."),
    ] = None,
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the profiles are and go.")] = Path(
        "profiles"
    ),
    answer: Annotated[
        bool | None,
        typer.Option(
            "--yes/--no",
            help="Take near words as meant, and write; or take none, and ask.",
            show_default="asks on a terminal",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done; write nothing.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Make profiles of what a CRM exports: accounts, the people there, and opportunities.

    A new customer gets a profile. One that is there gets what it does not say yet; what a person wrote stays, and is
    listed where the export says something else. Importing again changes what the export changed, and nothing else.
    A word that is nearly one of the library's, such as a misspelt industry, is asked about once.

    Opportunities that were won make a customer a current one, since the year of the first.

    Exit code 0; 1 where something was left out or means nothing to the library; 2 where a file cannot be read.

    Examples:

      salespack import accounts accounts.csv opportunities.csv --dry-run

      salespack import accounts Account.csv Contact.csv Opportunity.csv --yes

      salespack import accounts crm.xlsx --map our-crm.yaml
    """
    from salespack.cli.workspace import load_library
    from salespack.importing.accounts.accounts import AccountsRequest, Guess, plan_accounts

    with ProgressLine(READING) as progress:
        opened = load_library(library)
        on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
        answers: dict[Guess, bool] = {}

        def asked(guess: Guess) -> bool | None:
            if guess not in answers:
                if answer is not None or not on_terminal:
                    return answer
                progress.clear()
                who = f"{guess.count} accounts have" if guess.count > 1 else "one account has"
                answers[guess] = typer.confirm(f"{who} the {guess.sort} “{guess.word}”. Is that {guess.meant}?", True)
            return answers[guess]

        request = AccountsRequest(files=tuple(files), profiles=folder, mapping=mapping, list_lost=as_json)
        plan = plan_accounts(opened, request, asked)
        report = plan.report
        if plan.texts and answer and not dry_run:
            report = plan.write()
    changed = any(row.fields for row in report.rows)
    if as_json:
        from salespack.cli.json import say_json

        show_problems(report.problems)
        say_json(report)
        return 1 if report.problems else 0
    show_problems(report.problems)
    _show_accounts(report)
    if changed and not dry_run and not report.written:
        if on_terminal and typer.confirm(f"Write this into {shown_path(folder)}/?", default=True):
            report = plan.write()
        elif not on_terminal:
            say(
                "Nothing was written: say --yes. What it must not take for a near word is said in a mapping: --map FILE"
            )
    if report.written:
        count = sum(bool(row.fields) for row in report.rows)
        say(f"{count} profile{'s' if count > 1 else ''} written in {shown_path(folder)}/")
        say("Next: what each customer values. Write it in the profile, or ask: salespack new profile")
    elif not changed:
        say("Nothing has changed.")
    return 1 if report.problems else 0


@app.command()
@command
def suppress(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Customers, or people at customers.")],
    remove: Annotated[
        bool, typer.Option("--remove", help="Take them off the list: they may be imported again.")
    ] = False,
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the profiles are.")] = Path("profiles"),
    as_json: JsonOption = False,
) -> int:
    """Keep customers or people who asked not to be kept from coming back with an import.

    The list, `_suppressed.json` beside the profiles, holds no name: only keyed hashes, by which a name that comes again
    is known. What `import accounts` remembers of them goes. Profiles stay until you delete them, and are named.

    Exit code 0; 1 where the list cannot be read or written.

    Examples:

      salespack import suppress "Acme Corporation"

      salespack import suppress "Rose Gonzalez" --remove
    """
    from salespack.importing.accounts.suppression import suppress, unsuppress

    report = (unsuppress if remove else suppress)(folder, names)
    if as_json:
        from salespack.cli.json import say_json

        say_json(report)
        return 0
    done = "may be imported again" if remove else "will not be imported again"
    if changed := [name for name in names if name not in report.unknown]:
        say(f"{', '.join(changed)}: {done}")
    if report.unknown:
        say(f"{', '.join(report.unknown)}: not on the list, so nothing kept them from being imported")
    for path in report.profiles:
        built = f"; of all else: salespack privacy erase {Path(path).stem}" if path.endswith(ENDINGS) else ""
        say(f"{path} still says something of them: delete that{built}")
    return 0


def _show_accounts(report: AccountsReport) -> None:
    """What is done to how many, and each profile that changes, up to a screen of them."""
    actions = dict.fromkeys(row.action for row in report.rows)
    counts = ", ".join(f"{report.count(action)} {action.value}" for action in actions)
    say(f"{len(report.rows)} account{'s' if len(report.rows) != 1 else ''}: {counts}", strong=True)
    if report.opportunities:
        lost = f", {report.lost:,} of no account" if report.lost else ""
        say(f"{report.opportunities:,} opportunities: {report.won:,} won{lost}")
    if report.left_out:
        say(f"{report.left_out:,} left out, as they asked not to be kept")
    changing = [row for row in report.rows if row.fields or row.kept]
    rows = [(row.profile, row.action.value, _cut(_fields(row.fields), 70), _cut(_fields(row.kept))) for row in changing]
    if rows:
        show_table(("profile", "", "set", "stays as it is"), rows[:MOST_ACCOUNTS])
    if len(rows) > MOST_ACCOUNTS:
        say(f"and {len(rows) - MOST_ACCOUNTS:,} more: --json lists them all")


def _fields(fields: Mapping[str, object]) -> str:
    texts = {name: ", ".join(map(str, one)) if isinstance(one, list) else str(one) for name, one in fields.items()}
    return ", ".join(f"{name.rpartition('.')[2]} {text}" for name, text in texts.items()) or "–"


def _show_cases(library: Library, report: CasesReport) -> None:
    actions = dict.fromkeys(row.action for row in report.rows)
    if report.rows:
        counts = ", ".join(f"{report.count(action)} {action.value}" for action in actions)
        say(f"{len(report.rows)} case{'s' if len(report.rows) > 1 else ''}: {counts}", strong=True)
    rows = [_case_cells(row) for row in report.rows if row.action.value != "unchanged" or row.why]
    if rows:
        show_table(("block", "", "customer", "industry", "country", "values", "points", "why"), rows, right=(6,))
        table = [(field, *map(str, counts.values())) for field, counts in report.fields.items()]
        show_table(("field", *next(iter(report.fields.values()))), table, right=(1, 2, 3))
    if report.written:
        would = "would be " if report.dry_run else ""
        say(f"{len(report.written)} files {would}written in {library.root.name}/")
        if not report.dry_run:
            say("Next: read the new blocks, ask the customers where they are named, then set state: approved")
    elif report.rows:
        say("Nothing has changed.")


def _case_cells(row: CaseRow) -> tuple[str, ...]:
    values = ", ".join(f"{value} {strength}" for value, strength in row.values.items())
    return (
        row.block, row.action.value, _cut(row.customer or "–"), row.industry or "–", row.country or "–", values,
        str(row.points), _cut(row.why, LONGEST_WHY),
    )  # fmt: skip


def _own_slides(library: Library) -> Knows:
    """Tells which slides of a deck were built from blocks of the library, by their marks or their words."""
    from salespack.importing.decks.own_slides import OwnSlide, OwnSlides
    from salespack.revisions.inspection import Inspector, Standing
    from salespack.revisions.recognition import Recognition
    from salespack.system.cache import cache_folder

    inspector = Inspector(Recognition(library, cache_folder()), today(), None)

    def known(path: Path) -> OwnSlides:
        try:
            found = inspector.inspect(path)
        except UserFault:  # who imports the deck tells it
            return OwnSlides()
        slides = {}
        for one in found.slides:
            if one.standing is Standing.GONE:
                continue
            if one.known_by == "mark" or (one.by_hand is not None and one.by_hand.state != "own slide"):
                slides[one.number] = OwnSlide(one.block, one.by_hand.edited if one.by_hand is not None else "")
            elif one.known_by == "words" and _is_written(library, one.block):
                alike = f"{one.alike or 0:.0%} of the words"
                edits = "" if (one.alike or 0) >= AS_BUILT else f"it says {alike}"
                slides[one.number] = OwnSlide(one.block, edits, f"known by {alike}; what was edited is not told")
        return OwnSlides(slides, found.saved_by)

    return known


def _is_written(library: Library, block: str) -> bool:
    """Whether a block's slides are written as text, or made by packs. Those that were made in PowerPoint are in decks
    that somebody may import, for the first time or again."""
    known = library.blocks.get(block)
    return known is None or all(body.slides is None for body in known.bodies.values())


def _ask(question: Question, answer: bool | None, progress: ProgressLine) -> bool | None:
    """The answer given beforehand, else that of the person at the terminal, else None."""
    from salespack.importing.decks.importer import EDITED

    if answer is not None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return answer
    progress.clear()
    if question.of:
        say(f"{question.deck} seems to be {question.of} in another language ({question.language}):", strong=True)
    elif question.sort == EDITED:
        say(f"Slides of {question.deck} that were built here and edited since:", strong=True)
    else:
        say(f"Slides of {question.deck} that are nearly in the library already:", strong=True)
    _show_candidates(question)
    if question.sort == EDITED:
        return typer.confirm("Make drafts of them, as variants of these blocks?", default=False)
    asked = "Make them translations of these blocks?" if question.of else "Leave them out, and keep the one block?"
    return typer.confirm(asked, default=True)


def _ask_language(path: Path, guess: LanguageGuess, declared: Sequence[str], progress: ProgressLine) -> str | None:
    """The language that the person at the terminal names for a deck; None where there is nobody."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    progress.clear()
    say(f"The language of {path.name} is in doubt: {guess.doubt}.", strong=True)
    answer: str = typer.prompt(f"Which language are its blocks to have? ({', '.join(declared)})", default=guess.code)
    return answer.strip()


def _show_candidates(question: Question) -> None:
    from salespack.importing.decks.importer import EDITED

    rows = [
        (str(one.position), _cut(one.title or "–"), one.block, _cut(one.known or "–"), f"{one.score:.2f}", one.why)
        for one in question.candidates
    ]
    known = "its title" if question.of else "edited by" if question.sort == EDITED else "its deck"
    show_table(("slide", "title", "block", known, "sure", "because"), rows, right=(0, 4))


def _show(library: Library, report: Report) -> None:
    for question in report.questions:
        if question.answer is None:
            of = f"translations of {question.of}" if question.of else question.sort
            say(f"{question.deck}: {of}?", strong=True)
            _show_candidates(question)
    for one in report.decks:
        _show_deck(library, one)
    would = "would be " if report.dry_run else ""
    blocks = sum(row.action.value == "new" for one in report.decks for row in one.rows)
    if report.written:
        say(f"{len(report.written)} files {would}written in {library.root.name}/")
    elif report.decks:
        say("Nothing has changed.")
    if blocks and not report.dry_run:
        deck = Path(report.decks[0].file).name if len(report.decks) == 1 else "DECK"
        say("Next: look at kind and values in the new blocks, then")
        say(f'  salespack library approve --all-from "{deck}" --by NAME')


def _show_deck(library: Library, one: DeckReport) -> None:
    from salespack.importing.languages import language_name

    counts = {action: one.count(action) for action in dict.fromkeys(row.action for row in one.rows)}
    done = ", ".join(f"{count} {action.value}" for action, count in counts.items())
    place = f"{library.root.name}/{one.folder}"
    say(f"{one.file} → {place}: {done}; {language_name(one.language)}: {one.language_why}", strong=True)
    rows = [_cells(row) for row in one.rows if row.action.value != "unchanged"]
    if rows:
        show_table(("slide", "title", "", "block", "kind", "values", "why"), rows, right=(0,))
    if one.topics:
        show_topics(one.topics)
        say("Write what customers value into values.yaml, or import again with --add-values; delete what they do not.")
        say("The next import proposes values anew for drafts.")


def _cells(row: Row) -> tuple[str, ...]:
    values = ", ".join(f"{value} {strength}" for value, strength in row.values.items())
    return (
        str(row.position or "–"), _cut(row.title or "–"), row.action.value, row.block or "–", row.kind, values,
        _cut(row.why, LONGEST_WHY),
    )  # fmt: skip


def _cut(text: str, most: int = LONGEST_TITLE) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
