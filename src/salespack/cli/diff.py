"""`salespack diff`: what differs between two decks, or between a deck and what would be built now."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import JsonOption, LanguageOption, LibraryOption, OnOption, PackOption, day, today
from salespack.cli.progress import READING, ProgressLine
from salespack.cli.tables import say
from salespack.problems.problem import Place, UsageFault, UserFault, shown_path

if TYPE_CHECKING:
    from salespack.ooxml.reading import Package
    from salespack.revisions.deck_diff import DeckDiff

ENDINGS = (".html", ".htm")


class Format(StrEnum):
    """How the differences are written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


@command
def diff(
    before: Annotated[Path, typer.Argument(metavar="A.pptx", help="A deck.")],
    after: Annotated[
        Path | None,
        typer.Argument(metavar="[B.pptx]", help="The deck that it is compared with; else what would be built now."),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="As text, as JSON, or as Markdown for a pull request.")
    ] = Format.TEXT,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE.html", help="Write one page with pictures side by side too."),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the page if it is there.")] = False,
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="NAME",
            autocompletion=completion.profiles,
            help="For what would be built now: the profile; else the one that the deck was built for.",
        ),
    ] = None,
    pack: PackOption = None,
    language: LanguageOption = None,
    on: OnOption = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where builds keep their records.")] = Path("out"),
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Say what differs between two decks, slide by slide and shape by shape, and within texts word by word.

    Any two decks, not only those that were built here. Texts, figures, cells, pictures, places and looks are compared
    as a reader sees them: how a program stores them, and what it rewrites when it saves a deck, is no difference. With
    one deck alone, it is compared with what would be built now, for the profile, pack and language that its marks or
    the record of its build tell. Nothing is written for that, and no deck is touched.

    Exit codes: 0 the same, 1 different, 2 one cannot be read or built.

    Examples:

      salespack diff "Acme - Proposal.pptx" "Acme - Proposal (2).pptx" --html changes.html

      salespack diff "Acme - Proposal.pptx"

      salespack diff old.pptx new.pptx --format markdown
    """
    from salespack.ooxml.reading import read_package
    from salespack.revisions.deck_diff import deck_diff
    from salespack.system.files import is_open

    _check_page(html, before, after, replace=replace)
    if after is not None and (profile or pack or language or on):
        hint = "leave them out, or name one deck alone"
        raise UsageFault.of("SP801", "--profile, --pack, --language and --on are for what would be built now", hint)
    try:
        with ProgressLine("reading the decks") as progress:
            package = read_package(before)
            if after is not None:
                other = _Deck(after, read_package(after))
            else:
                progress(READING)
                other = _built_now(package, _Asked(profile, pack, language, on, out, library))
            progress("comparing")
            found = deck_diff(package, other.package)
            if html is not None:
                _write_page(html, found, (_Deck(before, package), other), library, progress)
    except UserFault as fault:
        show_problems(fault.problems)
        return 2
    _show(found, Format.JSON if as_json else form)
    if form is Format.TEXT and not as_json:
        if other.refused:
            say(f"Without --force it would not be built: {other.refused[0]}")
        for deck in filter(is_open, dict.fromkeys(one for one in (before, after) if one is not None)):
            say(f"{shown_path(deck)} is open in an office program: what is not saved there is not compared")
    if html is not None and not as_json and form is Format.TEXT:
        say(f"wrote {shown_path(html)}")
    return 0 if found.is_same else 1


class _Deck(NamedTuple):
    """A deck by its file, or by the content that a build would give it."""

    path: Path
    package: Package
    content: bytes | None = None
    refused: tuple[str, ...] = ()


class _Asked(NamedTuple):
    profile: str | None
    pack: str | None
    language: str | None
    on: str | None
    out: Path
    library: Path | None


def _built_now(package: Package, asked: _Asked) -> _Deck:
    """The deck that would be built now in place of one. Raises UserFault for all that stops a build."""
    from salespack.building.build import Builder
    from salespack.building.request import Request
    from salespack.cli.workspace import find_profile, load_library
    from salespack.ooxml.reading import read_package
    from salespack.revisions.deck_origin import deck_origin
    from salespack.system.cache import cache_folder

    origin = deck_origin(package, asked.out)
    named = asked.profile or origin.profile
    if not named:
        hint = "name its profile with --profile, or a second deck"
        message = "says nothing of what it was built for, and no record of a build does"
        raise UsageFault.of("SP801", message, hint, Place(shown_path(package.path)))
    library = load_library(asked.library)
    pack = asked.pack or (origin.pack if origin.pack in library.packs else None)
    language = asked.language or (origin.language if origin.language in library.settings.languages else None)
    file = find_profile(named)
    request = Request(profile=file, out=Path(), today=today(), pack=pack, language=language, on=day(asked.on))
    if asked.pack in (None, origin.pack):
        request = origin.asked_again(request, library)
    made = Builder(library, cache_folder()).deck(request)
    name = Path(f"{file.stem}, {made.pack}, built now")
    return _Deck(name, read_package(name, made.file), made.file, made.refused)


def _check_page(page: Path | None, before: Path, after: Path | None, *, replace: bool) -> None:
    """Raises UsageFault for a page that would be no page, or that is there already."""
    if page is None:
        return
    if page.suffix.lower() not in ENDINGS:
        raise UsageFault.of("SP801", f"{page} would be a page of another name", "name it NAME.html")
    if page.exists() and not replace:
        hint = "name another with --html, or add --replace"
        raise UsageFault.of("SP802", "is there already", hint, Place(shown_path(page)))


def _write_page(
    page: Path, found: DeckDiff, decks: tuple[_Deck, _Deck], library: Path | None, progress: ProgressLine
) -> None:
    from salespack.cli.typefaces import deck_typefaces
    from salespack.revisions.diff_reports import as_page
    from salespack.revisions.slide_images import SlideImages
    from salespack.system.files import put

    before, after = (
        SlideImages(one.path, deck_typefaces(library, one.path if one.content is None else None), today(), one.content)
        for one in decks
    )
    put(page, "".join(as_page(found, before, after, progress)).encode("utf-8", "replace"))


def _show(found: DeckDiff, form: Format) -> None:
    from salespack.revisions.diff_reports import as_markdown, as_text

    if form is Format.JSON:
        from salespack.cli.json import say_json

        say_json(found)
    elif form is Format.MARKDOWN:
        from salespack.cli.terminal import write_data

        write_data("\n".join(as_markdown(found)) + "\n")
    else:
        say(found.said, strong=True)
        for line in as_text(found):
            say(line)
