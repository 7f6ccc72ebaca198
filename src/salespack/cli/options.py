"""Options that several commands share, each defined once."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.formats.types import Day
from salespack.problems.problem import Place, UsageFault
from salespack.system.paths import real_path

if TYPE_CHECKING:
    from salespack.library.library import Library

LibraryOption = Annotated[
    Path | None,
    typer.Option(
        "--library", metavar="DIR", help="The library; else $SALESPACK_LIBRARY, else content_blocks/ here or above."
    ),
]
PackOption = Annotated[
    str | None,
    typer.Option(
        "--pack",
        metavar="NAME",
        autocompletion=completion.packs,
        help="The pack; else the one that suits the customer.",
    ),
]
LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--language", metavar="CODE", autocompletion=completion.languages, help="The language; else the customer's."
    ),
]
OnOption = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="The day to build for (2026-12-01); else the meeting's, else today."),
]
DayOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day to judge by (2026-12-01); else today.")
]
RecordedDayOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day to record (2026-12-01); else today.")
]
PinOption = Annotated[
    list[str] | None,
    typer.Option("--pin", metavar="ID", autocompletion=completion.blocks, help="A block that must be in. Repeatable."),
]
DropOption = Annotated[
    list[str] | None,
    typer.Option(
        "--drop", metavar="ID", autocompletion=completion.blocks, help="A block that must not be in. Repeatable."
    ),
]
AlsoOption = Annotated[
    list[str] | None,
    typer.Option(
        "--value",
        metavar="VALUE",
        autocompletion=completion.values,
        help="A value to answer beside the weightiest. Repeatable.",
    ),
]
ForOption = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="ROLE",
        autocompletion=completion.roles,
        help="Make it for one person of the room: what they care about comes first.",
    ),
]
ProfilesOption = Annotated[
    Path | None, typer.Option("--profiles", metavar="DIR", help="The profiles; else profiles/ here or above.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def day(text: str | None, option: str = "--on") -> Day | None:
    """The day that an option names. Raises UsageFault when it names none."""
    if text is None:
        return None
    try:
        return Day.parse(text)
    except ValueError as fault:
        raise UsageFault.of("SP106", f"{option}: {fault}", "write it as 2026-12-01") from None


def today() -> datetime.date:
    """The one place that reads the clock."""
    return datetime.date.today()


def profiles_folder(named: Path | None, root: Path) -> Path | None:
    """The folder of `--profiles`, else that of the workspace; None where there is none. Raises UsageFault."""
    from salespack.cli.workspace import find_profiles
    from salespack.system.transactions import recover

    if named is not None and not named.is_dir():
        raise UsageFault.of("SP001", "there is no such folder", "check --profiles", Place(str(named)))
    folder = named or find_profiles(root)
    if folder is not None:
        recover(folder)
    return folder


def library_folder(library: Library, name: str, option: str) -> str:
    """A folder of the library that `option` names, relative to it. Raises UsageFault (SP858) where no blocks can be."""
    from salespack.library.load import OTHER_FOLDERS

    root = real_path(library.root)
    named = Path(name)
    folder = (
        real_path(named) if named.is_absolute() or real_path(named).is_relative_to(root) else real_path(root / named)
    )
    if not folder.is_relative_to(root) or folder == root:
        hint = f"a folder below {library.root.name}/, such as {option} benefits"
        raise UsageFault.of("SP858", f"{option} is no folder of the library", hint, Place(name))
    relative = folder.relative_to(root).as_posix()
    if relative.partition("/")[0] in OTHER_FOLDERS:
        raise UsageFault.of("SP858", f"{option} {relative}: that folder holds no blocks", "name another", Place(name))
    return relative
