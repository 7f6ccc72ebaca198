"""`salespack library review`, `approve`, `retire`: what is due and whose, and recording that somebody looked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, RecordedDayOption, day, today
from salespack.cli.tables import say, show_table
from salespack.problems.problem import Place, Problem, Severity, UsageFault, UserFault, shown_path
from salespack.system.files import not_written

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from salespack.curation.revising import Reviser, Revision
    from salespack.ledger.events import Event
    from salespack.library.library import Library

IDS = typer.Argument(metavar="ID...", autocompletion=completion.blocks, help="The blocks.", show_default=False)
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")]


@command
def review(
    owner: Annotated[
        list[str] | None,
        typer.Option(
            "--owner", metavar="NAME", autocompletion=completion.owners, help="Only this owner's blocks. Repeatable."
        ),
    ] = None,
    within: Annotated[
        int | None,
        typer.Option(
            "--within", min=0, max=3650, metavar="DAYS", help="Days to look ahead; else the library's expiry_days."
        ),
    ] = None,
    mail: Annotated[
        Path | None, typer.Option("--mail", metavar="DIR", help="Write a mail draft for each owner into this folder.")
    ] = None,
    on: DayOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show which blocks somebody must look at, and whose they are: due, drafts, expiring, refused, old evidence.

    A review is due by a block's `review_by`, else `check: {review_days: …}` of library.yaml after approval; evidence
    is old after `check: {evidence_days: …}`. The drafts of mails open in a mail program and are sent by nobody but you.

    Examples:

      salespack library review

      salespack library review --within 90 --mail drafts/
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.reviews import due_of, title_of

    opened, judged = load_library(library), day(on) or today()
    due = due_of(opened, judged, within, _rejections(opened, judged))
    if owner:
        due = {name: those for name, those in due.items() if name in owner}
    if mail is not None:
        from salespack.curation.reviews import mails

        written = _write_mails(mail, list(mails(opened, due, judged)))
        if not as_json:
            say(f"wrote {written} mail draft{'' if written == 1 else 's'} into {mail}")
    if as_json:
        from salespack.cli.json import say_json

        say_json([{"owner": name or None, "due": those} for name, those in due.items()])
        return 0
    for name, those in due.items():
        say(name or "Nobody's (no owner)", strong=True)
        rows = [(one.why, one.block, title_of(opened, opened.blocks[one.block])) for one in those]
        show_table(("due", "block", "title"), rows)
    count = sum(map(len, due.values()))
    say(f"{count:,} {'thing is' if count == 1 else 'things are'} due" if count else "Nothing is due")
    return 0


def _rejections(library: Library, on: datetime.date) -> tuple[Event, ...]:
    """The blocks that sellers refused; where the ledger is out of reach that is told, and none are."""
    from salespack.ledger.opening import begun_ledger
    from salespack.system.cache import cache_folder

    ledger = begun_ledger(library, cache_folder())
    if ledger is None:
        return ()
    try:
        return ledger.rejections(on)
    except UserFault as fault:
        show_problems(problem.as_warning() for problem in fault.problems)
        return ()


def _write_mails(folder: Path, mails: Sequence[tuple[str, bytes]]) -> int:
    from salespack.system.transactions import Transaction, recover

    try:
        folder.mkdir(parents=True, exist_ok=True)
        recover(folder)
        with Transaction(folder) as transaction:
            for name, content in mails:
                transaction.write(folder / name, content)
    except OSError as error:
        raise not_written(folder, error, code="SP803") from None
    return len(mails)


@command
def approve(
    by: ByOption,
    ids: Annotated[list[str] | None, IDS] = None,
    all_from: Annotated[
        str | None,
        typer.Option(
            "--all-from",
            metavar="DECK",
            help="All drafts that were imported from this deck, by its file's name; those with errors stay drafts.",
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="To be reviewed again by this day.")
    ] = None,
    on: RecordedDayOption = None,
    library: LibraryOption = None,
) -> int:
    """Record that somebody has read blocks and found them true: who and when, in their front matter.

    A draft becomes approved, and a retired block comes back into use. Comments and order in the files stay. They are
    checked first: none is approved while `salespack check` would find an error in one.

    Examples:

      salespack library approve calm-nights one-hour --by "Maija Esimerkki"

      salespack library approve calm-nights --by marketing --until 2027-06-30

      salespack library approve --all-from "Sales deck 2026.pptx" --by marketing
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.finding import is_broken
    from salespack.curation.reviews import approve as approved
    from salespack.curation.revising import Reviser
    from salespack.importing.deck_records import blocks_from

    when, last = day(on) or today(), day(until, "--until")
    if last is not None and last < when:
        raise UsageFault.of("SP801", f"--until {last} is before {when}", "name a later day")
    if bool(ids) is (all_from is not None):
        raise UsageFault.of("SP801", "name blocks, or a deck with --all-from, and not both", "see --help")
    opened, who = load_library(library), _named(by, "--by")
    names = list(ids or ())
    found: Sequence[Problem] = ()
    if all_from is not None:
        of_deck = [name for name in blocks_from(opened.root, all_from) if name in opened.blocks]
        unread = [name for name in of_deck if is_broken(opened.blocks[name])]
        names = [name for name in of_deck if name not in unread and _is_draft(opened, name)]
        found = [*(one for name in unread for one in opened.blocks[name].problems), *_errors(opened, names)]
        broken = {*unread, *_blocks_of(opened, names, found)}
        names = [name for name in names if name not in broken]
        show_problems(found)
        if broken:
            one = len(broken) == 1
            stays = "block with errors stays as a draft" if one else "blocks with errors stay as drafts"
            sys.stderr.write(f"{len(broken)} {stays}: mend and approve {'it' if one else 'them'}\n")
    _refuse_strangers(opened, names, who)
    reviser = Reviser(opened)
    revisions = approved(reviser, names, who, when, last)
    if revisions and all_from is None:
        _refuse_errors(opened, [one.block for one in revisions])
    code = max(_done(reviser, revisions, "approved"), int(bool(found)))
    for name in dict.fromkeys(names):
        end = opened.blocks[name].valid_until
        if end is not None and end < when:
            say(f"{name} expired on {end}, and is used again when its valid_until is later")
    return code


def _refuse_strangers(library: Library, names: Sequence[str], by: str) -> None:
    """Raises UserFault (SP428) with each block that this person may not approve."""
    from salespack.library.approvers import objection_to

    found = []
    for block in (library.blocks[name] for name in names if name in library.blocks):
        why, who = objection_to(library.settings, block, by)
        if why:
            found.append(Problem(code="SP428", message=why, hint=who, place=Place(block.file)))
    if found:
        raise UserFault(found)


def _is_draft(library: Library, name: str) -> bool:
    block = library.blocks.get(name)
    return block is not None and block.state == "draft"


def _refuse_errors(library: Library, names: Sequence[str]) -> None:
    """Raises UserFault with the errors that blocks would have once they are approved, in all their languages."""
    if found := _errors(library, names):
        refused = dict.fromkeys(_blocks_of(library, names, found) or names[:1])
        message = f"nothing was approved: the check finds errors in {', '.join(refused)}"
        raise UserFault([*found, Problem(code="SP349", message=message, hint="mend them, then approve again")])


def _errors(library: Library, names: Sequence[str]) -> list[Problem]:
    """The errors that blocks would have once they are approved, in all their languages."""
    if not names:
        return []
    from salespack.checking.check import CheckRequest, check_library
    from salespack.system.cache import cache_folder

    request = CheckRequest(
        library=library.root,
        profiles=None,
        today=today(),
        cache=cache_folder(),
        paths=tuple(Path(body.file) for name in names for body in library.blocks[name].bodies.values()),
        as_approved=frozenset(names),
    )
    return [  # who approves them is not recorded yet, and was asked before
        one for one in check_library(request).problems if one.severity is Severity.ERROR and one.code != "SP428"
    ]


def _blocks_of(library: Library, names: Sequence[str], found: Sequence[Problem]) -> list[str]:
    """The blocks that problems are about."""
    files = {body.file: name for name in names for body in library.blocks[name].bodies.values()}
    return [files[file] for one in found for file in (one.place.file if one.place else "", one.about) if file in files]


@command
def retire(
    ids: Annotated[list[str], IDS],
    by: ByOption,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why it is taken out of use.")],
    on: RecordedDayOption = None,
    library: LibraryOption = None,
) -> int:
    """Take blocks out of use, and record who did, when and why. The files stay.

    Examples:

      salespack library retire calm-nights --by "Maija Esimerkki" --why "the customer left"
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.reviews import retire as retired
    from salespack.curation.revising import Reviser

    reviser = Reviser(load_library(library))
    named, reason = _named(by, "--by"), _named(why, "--why")
    return _done(reviser, retired(reviser, ids, named, day(on) or today(), reason), "retired")


def _named(text: str, option: str) -> str:
    from salespack.curation.reviews import name_problem

    if problem := name_problem(text):
        raise UsageFault.of("SP801", f"{option} {problem}", f"write {option} in a few words")
    return text.strip()


def _done(reviser: Reviser, revisions: Sequence[Revision], what: str) -> int:
    if revisions:
        reviser.write(revisions)
    for one in revisions:
        say(f"{what} {one.block} in {shown_path(one.path)}")
    if not revisions:
        say("nothing to change: all of that is recorded already")
    return 0
