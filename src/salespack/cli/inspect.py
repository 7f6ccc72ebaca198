"""`salespack inspect`, `audit` and `handout`: what is in decks that are out there, what of it holds no more, and a copy
that may be mailed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, ProfilesOption, day, profiles_folder, today
from salespack.cli.progress import READING, ProgressLine
from salespack.cli.tables import say, show_table
from salespack.problems.problem import UsageFault, UserFault, shown_path
from salespack.system.paths import inside

if TYPE_CHECKING:
    from salespack.building.rebuild import Rebuild
    from salespack.formats.types import Day
    from salespack.library.library import Library
    from salespack.revisions.audit import Audit
    from salespack.revisions.inspection import Customers, Inspection, Inspector

LONGEST_TITLE = 50
MOST_ROWS = 500
"""Decks that a table lists; of more, a spreadsheet or the page is the better list."""


@command
def inspect(
    deck: Annotated[Path, typer.Argument(metavar="DECK.pptx", help="A deck or PDF, whoever made or changed it.")],
    profiles: ProfilesOption = None,
    on: DayOption = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where builds keep their records.")] = Path("out"),
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Say for each slide of a deck which block it is of, and whether that still holds.

    Slides built here carry a mark of their block and its version, which PowerPoint keeps, also when slides are copied
    into other decks. LibreOffice, Google Slides and Keynote drop it, and handouts and PDFs have none: such slides are
    known by their words, also those of versions that the library had before, where it is in git. What was changed by
    hand is told for each slide, by shape. Customers of other profiles that the deck names are told too, what it carries
    that should not be mailed, and what building it again would change.

    Exit codes: 0 all of it holds, 1 a slide is outdated, expired, retired, gone, of another language, or names another
    customer; 2 the deck cannot be read.

    Examples:

      salespack inspect "Acme - Proposal.pptx"

      salespack inspect deck.pptx --on 2027-06-30 --json
    """
    from salespack.cli.workspace import load_library
    from salespack.revisions.inspection import not_looked_at

    with ProgressLine(READING) as progress:
        opened = load_library(library)
        inspector = _inspector(opened, on, _customers(profiles, opened), out)
        progress("reading the deck")
        try:
            found = inspector.inspect(deck)
        except UserFault as fault:
            progress.clear()
            show_problems(fault.problems)
            return 2
        rebuild = _rebuild(opened, found, profiles_folder(profiles, opened.root), day(on))
    record = _record(out, found)
    if as_json:
        import msgspec

        from salespack.cli.json import say_json

        more = {"record": None if record is None else str(record), "rebuild": rebuild}
        say_json({**msgspec.structs.asdict(found), **more})
    else:
        _show(found, rebuild, record)
    show_problems(tuple(not_looked_at(found.left_out)))
    return 1 if found.behind else 0


def _rebuild(library: Library, found: Inspection, profiles: Path | None, on: Day | None) -> Rebuild | None:
    """What building the deck's pack again would change; None where there is no profile that it is for."""
    from salespack.building.build import Builder
    from salespack.building.rebuild import rebuild_of
    from salespack.building.request import Request
    from salespack.profiles.profile import ENDINGS
    from salespack.revisions.inspection import BEHIND
    from salespack.system.cache import cache_folder

    if not found.profile or profiles is None:
        return None
    files = [one for ending in ENDINGS if (one := inside(profiles, found.profile + ending)) and one.is_file()]
    if not files or found.pack not in library.packs:
        return None
    language = found.language if found.language in library.settings.languages else None
    asked = Request(profile=files[0], out=Path(), today=today(), pack=found.pack, language=language, on=on)
    outdated = [one.block for one in found.slides if one.standing in BEHIND]
    return rebuild_of(Builder(library, cache_folder()), asked, [one.block for one in found.slides], outdated)


def _record(out: Path, found: Inspection) -> Path | None:
    """The record of the build that the deck is from, where it is still kept."""
    from salespack.ledger.build_records import find_record

    return find_record(out, found.profile, found.build)


def _customers(profiles: Path | None, library: Library) -> Customers:
    from salespack.revisions.inspection import Customers

    return Customers(profiles_folder(profiles, library.root))


def _inspector(library: Library, on: str | None, customers: Customers | None, out: Path = Path("out")) -> Inspector:
    from salespack.revisions.inspection import Inspector
    from salespack.revisions.recognition import Recognition
    from salespack.system.cache import cache_folder

    return Inspector(Recognition(library, cache_folder()), day(on) or today(), customers, out)


def _show(found: Inspection, rebuild: Rebuild | None, record: Path | None) -> None:
    made = f"built for {found.profile}, pack {found.pack}" if found.profile else "it does not say for whom"
    if found.on:
        made += f", for {found.on}"
    say(f"{found.file}: {len({one.number for one in found.slides})} slides, {made}", strong=True)
    if found.newer:
        say(f"It was built with Salespack {found.made_with}, newer than this one, which may not know all that it says.")
    rows = [
        (str(one.number), _cut(one.title or "–"), one.block or "–", one.standing.value, one.told)
        for one in found.slides
    ]
    if rows:
        show_table(("slide", "title", "block", "stands", "why"), rows, right=(0,))
    for line in _by_hand(found):
        say(line)
    if found.not_compared:
        say(f"Whether somebody changed it since it was built is not told: {found.not_compared}.")
    if found.carries:
        say(f"Not for mailing as it is: {'; '.join(found.carries)}. Mail the copy that `salespack handout` makes.")
    if rebuild is not None:
        say(_rebuilt(rebuild))
        if rebuild.adds or rebuild.drops or rebuild.renews:
            say(f"Next: salespack build {found.profile} --pack {found.pack}")
    if record is not None:
        say(f"Why it was built so: {shown_path(record)}")


def _rebuilt(rebuild: Rebuild) -> str:
    """What building again would change, in one line."""
    if rebuild.why:
        return f"What building it again would change cannot be told: {rebuild.why}"
    changes = [
        f"{verb} {', '.join(blocks)}"
        for verb, blocks in (("renew", rebuild.renews), ("add", rebuild.adds), ("drop", rebuild.drops))
        if blocks
    ]
    told = f"Built again, it would {'; '.join(changes)}." if changes else "Built again, it would have the same blocks."
    return told + (f" It would be refused: {rebuild.refused[0]}" if rebuild.refused else "")


def _by_hand(found: Inspection) -> Iterator[str]:
    """What was changed since the deck was built, a line for each slide."""
    slides = [one.by_hand for one in found.slides if one.by_hand is not None]
    if not found.build or not slides:
        return
    changed = [f"  slide {one.number}: {one.said}" for one in slides if one.said]
    changed += [f"  {one}" for one in found.of_deck]
    if not changed:
        yield "Nothing was changed by hand since it was built."
        return
    yield "Changed by hand since it was built:"
    yield from changed


@command
def audit(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Decks and PDFs, or folders of them.")],
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Only files in folders that were changed on this day or later."),
    ] = None,
    deep: Annotated[
        bool, typer.Option("--deep", help="Read every slide: whom it names, what was changed by hand. Slower.")
    ] = False,
    profiles: ProfilesOption = None,
    on: DayOption = None,
    everything: Annotated[bool, typer.Option("--all", help="List decks too in which all holds.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="One row a slide, as CSV for spreadsheets.")] = False,
    as_html: Annotated[bool, typer.Option("--html", help="One page to read and to mail, as HTML.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Find the decks in folders that show what holds no more: what expired, whose block it is, where it stands.

    Every .pptx, .pptm, .potx and .ppsx below the folders is read, and every PDF by its text where the extra `pdf` is
    installed; links are not followed. Slides without a mark are known by their words. What cannot be read is named,
    and the rest goes on. An audit that was interrupted goes on where it stopped.

    Exit codes: 0 all of it holds, 1 something does not, 2 something could not be read.

    Examples:

      salespack audit out/

      salespack audit /srv/share/sales --since 2026-01-01 --csv > outdated.csv

      salespack audit /srv/share/sales --deep --html > audit.html
    """
    from salespack.cli.workspace import load_library
    from salespack.revisions.audit import AuditRequest, audit_decks
    from salespack.revisions.audit_state import AuditState
    from salespack.system.cache import cache_folder

    if as_csv + as_html + as_json > 1:
        raise UsageFault.of("SP801", "--csv, --html and --json print different things", "ask for one of them")
    request = AuditRequest(tuple(paths), day(since, "--since"), deep)
    with ProgressLine(READING) as progress:
        opened = load_library(library)
        customers = _customers(profiles, opened) if deep else None
        inspector = _inspector(opened, on, customers)
        with AuditState(cache_folder(), inspector.key(deep=deep), today()) as state:
            try:
                found = audit_decks(inspector, request, state, progress)
            except UserFault as fault:
                progress.clear()
                show_problems(fault.problems)
                return 2
            progress.clear()
            if as_json or as_csv or as_html:
                from salespack.cli.terminal import write_data

                pieces = found.csv() if as_csv else _page(found, on) if as_html else _json(found)
                for piece in pieces:
                    write_data(piece)
            else:
                _show_audit(found, everything=everything)
            show_problems(found.problems())
    if found.tally.unread or found.tally.unread_pdfs:
        return 2
    return 1 if found.tally.behind else 0


def _page(found: Audit, on: str | None) -> Iterator[str]:
    from salespack.revisions.audit_page import audit_page

    return audit_page(found, (day(on) or today()).isoformat())


def _json(found: Audit) -> Iterator[str]:
    """The report, one deck at a time: `decks`, `problems` and `counts`."""
    from salespack.cli.json import json_text

    for name, rows in (("decks", found.decks()), ("problems", found.problems())):
        yield "{\n" if name == "decks" else ",\n"
        yield f'  "{name}": ['
        between = "\n"
        for row in rows:
            yield between + "\n".join(f"    {line}" for line in json_text(row).splitlines())
            between = ",\n"
        yield "\n  ]" if between != "\n" else "]"
    counts = "\n".join(f"  {line}" for line in json_text(found.tally).splitlines())
    yield f',\n  "counts": {counts.lstrip()}\n}}\n'


def _show_audit(found: Audit, *, everything: bool) -> None:
    tally, more = found.tally, 0
    rows: list[tuple[str, ...]] = []
    for one in found.decks():
        if not (everything or one.is_listed):
            continue
        if len(rows) == MOST_ROWS:
            more += 1
            continue
        slides = len({row.number for row in one.slides})
        rows.append(
            (
                one.file,
                one.profile or "–",
                one.saved_by or "–",
                str(slides),
                str(len(one.behind)),
                _cut(_whats(one), 90),
            )
        )
    if rows:
        show_table(("deck", "profile", "saved by", "slides", "to look at", "what"), rows, right=(3, 4))
    if more:
        say(f"and {more:,} more: --csv and --html list them all")
    changed = f", {tally.changed_by_hand:,} changed by hand" if tally.changed_by_hand else ""
    say(f"{tally.decks:,} decks read, {tally.behind:,} with something to look at{changed}", strong=True)
    if tally.owners:
        say("To be told: " + ", ".join(f"{owner} ({count})" for owner, count in tally.owners.most_common()))


def _whats(one: Inspection) -> str:
    by_hand = []
    if one.changed_by_hand:
        by_hand.append(f"changed by hand: {', '.join(map(str, one.changed_by_hand))}")
    return "; ".join(filter(None, (_behind(one), *by_hand, *one.of_deck)))


def _behind(one: Inspection) -> str:
    return ", ".join(
        f"{found.number} {found.block or found.title}: {found.standing.value}"
        + (f", names {', '.join(found.names)}" if found.names else "")
        + (f", shows a figure of {', '.join(found.figures_of)}" if found.figures_of else "")
        for found in one.behind
    )


def _cut(text: str, most: int = LONGEST_TITLE) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
