"""`salespack refresh`: a deck that somebody edited, brought up to date with what they did to it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import (
    DropOption,
    ForOption,
    JsonOption,
    LanguageOption,
    LibraryOption,
    OnOption,
    PackOption,
    PinOption,
    day,
    today,
)
from salespack.cli.progress import READING, ProgressLine
from salespack.cli.tables import say
from salespack.problems.problem import Place, UsageFault, shown_path

if TYPE_CHECKING:
    from salespack.revisions.refreshing import Refresh

ENDING = ".pptx"
SHOWN = 10
"""Digits of a commit."""
NUMBERED = re.compile(r" \(refreshed(?: \d+)?\)$")


@command
def refresh(
    deck: Annotated[Path, typer.Argument(metavar="DECK.pptx", help="A deck that was built here, and edited since.")],
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="PROFILE",
            autocompletion=completion.profiles,
            help="Whom it is for, where it does not say it.",
            show_default=False,
        ),
    ] = None,
    pack: PackOption = None,
    language: LanguageOption = None,
    on: OnOption = None,
    pin: PinOption = None,
    drop: DropOption = None,
    for_: ForOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Although its pack does not answer the customer any more.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE.pptx", help="Where the result goes; else beside the deck.", show_default=False
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="FILE.html",
            help="Write the report too, as one page with pictures before and after.",
            show_default=False,
        ),
    ] = None,
    records: Annotated[Path, typer.Option("--records", metavar="DIR", help="Where builds keep their records.")] = Path(
        "out"
    ),
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Bring a deck that somebody edited up to date: what the library changed comes in, what the person did stays.

    Three states are compared: the deck as it was built, as it is, as it would be built now. What the person left as it
    was becomes the new; what the library left as it was stays; where both changed different paragraphs, cells, figures
    or shapes, both hold. Where both changed the same one, the person's stays, and the new text goes into the slide's
    notes and the report. What was deleted stays deleted, own slides and the person's order stay. The deck itself is
    never touched: the result stands beside it as NAME (refreshed).pptx; where nothing is new, nothing is written.

    The marks of the slides say what they were; it needs nothing else, wherever the deck comes from. A program that
    drops marks (LibreOffice) needs the record of the build, which is looked for beside the deck and in --records; where
    there is none, how the deck was built is made again of the library as git has it.

    Exit codes: 0 up to date, 1 something is left for you to decide, or the deck cannot be read; 2 wrong usage,
    3 its pack does not answer the customer any more.

    Examples:

      salespack refresh "Betasoloin - What comes next.pptx"

      salespack refresh mine.pptx --html report.html

      salespack refresh mailed.pptx --profile betasoloin --pack what-next --out "For Betasoloin.pptx"
    """
    from salespack.building.build import Builder
    from salespack.cli.workspace import find_profile, load_library
    from salespack.revisions.refreshing import Asked, refresh_deck
    from salespack.system.cache import cache_folder
    from salespack.system.files import put

    target = out or _beside(deck)
    if target.suffix.lower() != ENDING:
        raise UsageFault.of("SP801", f"{target} would be a presentation of another name", f"name it NAME{ENDING}")
    if out is not None and target.exists():
        hint = "name another with --out, or move that one away"
        raise UsageFault.of("SP802", "is there already", hint, Place(shown_path(target)))
    if html is not None and (html.suffix.lower() not in (".html", ".htm") or html.exists()):
        hint = "name a file NAME.html that is not there yet"
        raise UsageFault.of("SP802", "the page would be another kind of file, or is there", hint, Place(str(html)))
    asked = Asked(
        deck=deck, out=records, today=today(), profile=profile, pack=pack, language=language, on=day(on),
        pin=tuple(pin or ()), drop=tuple(drop or ()), person=for_, force=force,
    )  # fmt: skip
    with ProgressLine(READING) as progress:
        builder = Builder(load_library(library), cache_folder())
        progress(f"comparing {shown_path(deck)}")
        found = refresh_deck(builder, asked, find_profile)
    show_problems(found.problems)
    is_written = found.result.is_changed or out is not None
    if is_written:
        put(target, found.result.content)
    if html is not None:
        _write_page(html, found, deck, target, library)
    if as_json:
        _say_json(found, deck, target if is_written else None)
    else:
        _say(found, deck, target if is_written else None)
    return 0 if found.result.is_clear else 1


def _write_page(page: Path, found: Refresh, deck: Path, target: Path, library: Path | None) -> None:
    from salespack.cli.typefaces import deck_typefaces
    from salespack.revisions.refresh_page import refresh_page
    from salespack.revisions.slide_images import SlideImages
    from salespack.system.files import put

    typefaces = deck_typefaces(library, deck)
    mine, now = (SlideImages(deck, typefaces, today(), content) for content in (None, found.result.content))
    with ProgressLine("drawing slides") as progress:
        pieces = refresh_page(found.result, (shown_path(deck), shown_path(target)), mine, now, progress)
        put(page, "".join(pieces).encode("utf-8", "replace"))


def _beside(deck: Path) -> Path:
    """A name beside a deck that no file has."""
    stem = NUMBERED.sub("", deck.stem)
    names = (f"{stem} (refreshed{f' {number}' if number > 1 else ''}){ENDING}" for number in range(1, 10_000))
    return next(path for name in names if not (path := deck.with_name(name)).exists())


def _say(found: Refresh, deck: Path, path: Path | None) -> None:
    from salespack.revisions.diff_reports import numbers_said
    from salespack.revisions.edit import counted
    from salespack.revisions.refreshing import report_lines

    result = found.result
    if not result.known:
        say(f"It is not known how {shown_path(deck)} was built: all of it counts as yours, and stays.", strong=True)
        say("Its marks are gone, no record of its build is beside it or in --records, and git has no library like it.")
        return
    if found.commit is not None:
        made = f"made again of the library of {found.commit.day} (commit {found.commit.commit[:SHOWN]})"
        say(f"Its marks are gone, and there is no record of its build: how it was built is {made}.")
    for line in report_lines(found):
        say(line)
    outcomes = [one.outcome for one in result.slides]
    counts = [
        f"{count} {what}"
        for what, count in (
            ("renewed", outcomes.count("renewed")),
            ("merged with what you changed", outcomes.count("merged")),
            ("new", outcomes.count("added")),
            ("your own", outcomes.count("own")),
            ("gone", len(result.gone)),
        )
        if count
    ]
    if path is None:
        say(f"{shown_path(deck)} is up to date; nothing was written", strong=True)
    else:
        say(f"wrote {shown_path(path)}: {len(result.slides)} slides, {', '.join(counts) or 'as it was'}", strong=True)
    if conflicts := result.conflicts:
        plural = "s" if conflicts > 1 else ""
        told = "what you and the library both changed is as you have it, and the new text is in the notes of its slide"
        say(f"{conflicts} conflict{plural}: {told}.")
    if result.undecided:
        left = counted(result.undecided, "earlier conflict")
        say(f"{left} undecided: have the slide as it shall be, and delete the line in its notes.")
    if stays := [one.number for one in result.slides if one.outcome == "stays"]:
        named = f"slide {stays[0]} is of a block that the pack has no more; delete it, or leave it."
        if len(stays) > 1:
            named = f"slides {numbers_said(stays)} are of blocks that the pack has no more; delete them, or leave them."
        say(f"To decide: {named}")


def _say_json(found: Refresh, deck: Path, path: Path | None) -> None:
    from salespack.cli.json import say_json
    from salespack.system.hashing import digest

    result = found.result
    say_json({
        "deck": str(deck), "path": None if path is None else str(path), "sha256": digest(result.content),
        "profile": str(found.profile), "pack": found.pack, "language": found.language, "known_by": found.basis,
        "commit": found.commit,
        "conflicts": result.conflicts, "undecided": result.undecided, "slides": result.slides, "gone": result.gone,
        "stay_deleted": result.stay_deleted,
        "proof": [one._asdict() for one in found.proof], "problems": found.problems,
    })  # fmt: skip
