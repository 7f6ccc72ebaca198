"""What the shell proposes for options and arguments: the names that the library and the profiles here have.

Typer calls these while a person types. What cannot be read proposes nothing: the command itself will say why.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from salespack.cli import deferred_typer as typer
from salespack.problems.printing import printable
from salespack.problems.problem import UserFault

if TYPE_CHECKING:
    from salespack.library.library import Library

    Completer = Callable[[typer.Context, str], list[tuple[str, str]]]

Proposals = Iterable[tuple[str, str]]
"""What can be typed, each with what helps to choose."""
VARIABLE = "_SALESPACK_COMPLETE"


def asked_for() -> bool:
    """Whether it is a shell that calls, for proposals: nothing else may be printed then."""
    return VARIABLE in os.environ


def _completer(propose: Callable[[Library, typer.Context], Proposals]) -> Completer:
    """What Typer calls: `propose` with the library that the command would take."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from salespack.cli.workspace import load_library

        named = ctx.params.get("library")
        try:
            library = load_library(Path(named) if named else None)
            found = [(name, printable(about)) for name, about in propose(library, ctx) if name.startswith(incomplete)]
        except (UserFault, OSError, ValueError):
            return []
        return [(name, about) for name, about in found if printable(name) == name]

    return complete


def _listed(sort: str) -> Completer:
    """The names of one of the lists that `salespack list` shows."""

    def propose(library: Library, ctx: typer.Context) -> Iterator[tuple[str, str]]:
        from salespack.cli.names import LISTS
        from salespack.cli.workspace import find_profiles

        return ((id, name) for id, name, _ in LISTS[sort](library, find_profiles(library.root)))

    return _completer(propose)


def _blocks(library: Library, _: typer.Context) -> Proposals:
    from salespack.curation.listing import COLUMNS

    return ((id, str(COLUMNS["title"](block))) for id, block in library.blocks.items())


def _outputs(library: Library, _: typer.Context) -> Proposals:
    from salespack.building.outputs import Packing
    from salespack.building.resources import Resources
    from salespack.system.cache import cache_folder

    return ((name, "") for name in Packing(Resources(library, cache_folder())).names())


def _suiting(dimension: str) -> Completer:
    """The words that blocks are restricted by in one dimension."""

    def propose(library: Library, _: typer.Context) -> Proposals:
        from salespack.curation.coverage.coverage import words_of

        return ((word, "") for word in words_of(library, dimension))

    return _completer(propose)


def _states(library: Library, ctx: typer.Context) -> Proposals:
    from salespack.curation.coverage.coverage import words_of
    from salespack.curation.finding import STATES

    return ((word, "") for word in (*STATES, *words_of(library, "state")))


def _kinds(library: Library, ctx: typer.Context) -> Proposals:
    from salespack.library.blocks import KINDS

    return ((kind, "") for kind in KINDS)


def _tags(library: Library, _: typer.Context) -> Proposals:
    return ((tag, "") for tag in sorted({tag for block in library.blocks.values() for tag in block.tags}))


def _owners(library: Library, _: typer.Context) -> Proposals:
    return ((owner, "") for owner in sorted({block.owner for block in library.blocks.values() if block.owner}))


def _sellers(library: Library, _: typer.Context) -> Proposals:
    """Who answers for customers, as their profiles say."""
    from salespack.cli.workspace import find_profiles, owner_of
    from salespack.system.paths import named_files

    folder = find_profiles(library.root)
    files = named_files(folder, "*.yaml") if folder is not None else []
    return ((owner, "") for owner in sorted({owner_of(file) for file in files} - {""}))


def _folders(library: Library, _: typer.Context) -> Proposals:
    files = [Path(os.path.relpath(block.file, library.root)) for block in library.blocks.values()]
    return ((folder, "") for folder in sorted({file.parent.as_posix() for file in files} - {"."}))


profiles, packs, values = _listed("profiles"), _listed("packs"), _listed("values")
roles, industries, stages = _listed("roles"), _listed("industries"), _listed("stages")
blocks, outputs = _completer(_blocks), _completer(_outputs)
languages, lifecycles, ratings = _suiting("language"), _suiting("lifecycle"), _suiting("state")
states, kinds, tags = _completer(_states), _completer(_kinds), _completer(_tags)
owners, folders, sellers = _completer(_owners), _completer(_folders), _completer(_sellers)


def words(*known: str) -> Completer:
    """Words of ours, whatever the library says."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        return [(word, "") for word in known if word.startswith(incomplete)]

    return complete


def interview_languages(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The languages that interviews are in."""
    from salespack.language.interview import FILE
    from salespack.language.locales import find_language, languages

    return [(code, find_language(code).name) for code in languages(FILE) if code.startswith(incomplete)]


def codes(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The codes of problems."""
    from salespack.problems.codes import CODES

    return [(code, known.meaning) for code, known in CODES.items() if code.startswith(incomplete)]
