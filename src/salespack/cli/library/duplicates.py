"""`salespack library duplicates`: texts and slides that say nearly the same, and which to keep."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, ProfilesOption, day, profiles_folder, today
from salespack.cli.progress import READING, READING_PROFILES, ProgressLine
from salespack.cli.tables import say, show_table

if TYPE_CHECKING:
    from salespack.curation.duplicates import Pair
    from salespack.library.blocks import Block
    from salespack.library.library import Library
    from salespack.problems.problem import Problem


@command
def duplicates(
    threshold: Annotated[
        float | None,
        typer.Option(
            "--threshold", min=0.3, max=1.0, help="How alike, 0.3–1: the share of word pairs in common; else 0.7."
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", metavar="CODE", autocompletion=completion.languages, help="Only texts in this language."
        ),
    ] = None,
    on: DayOption = None,
    profiles: ProfilesOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show blocks that say nearly the same in one language, as a whole or on one slide, and suggest which to keep.

    To be kept is a block that is approved and valid; of those the one chosen for most customers today, then the one
    that may stand in more slots, stays valid longer, and has fresher evidence. Slides designed in PowerPoint count by
    their text.

    Examples:

      salespack library duplicates

      salespack library duplicates --threshold 0.5 --language fi --json
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.compared_texts import words_of
    from salespack.curation.coverage.customers import Customers, chosen_for
    from salespack.curation.duplicates import NEAR, groups_of, near_duplicates, ranked
    from salespack.system.cache import cache_folder

    judged = day(on)
    used: Mapping[str, Sequence[str]] = {}
    problems: tuple[Problem, ...] = ()
    with ProgressLine(READING) as progress:
        opened = load_library(library)
        texts = [text for text in words_of(opened) if language in (None, text.language)]
        progress("comparing texts")
        groups = groups_of(near_duplicates(texts, NEAR if threshold is None else threshold))
        if groups:
            progress(READING_PROFILES)
            customers = Customers(
                opened, profiles_folder(profiles, opened.root), today(), on=judged, cache=cache_folder()
            )
            used, problems = chosen_for(customers.selections(progress)), customers.problems
    show_problems(problems)
    found = []
    for pairs in groups:
        rank = {
            name: _rank(opened, opened.blocks[name], used.get(name, ()), judged or today())
            for pair in pairs
            for name in (pair.one, pair.other)
        }
        found.append((ranked(pairs, rank), pairs))
    if as_json:
        from salespack.cli.json import say_json

        say_json([_json_of(opened, names, pairs, used) for names, pairs in found])
        return 0
    for names, pairs in found:
        _show(opened, names, pairs, used)
    say(f"{len(found)} groups of blocks say nearly the same, of {len(opened.blocks):,} blocks" if found else
        f"No two of {len(opened.blocks):,} blocks say nearly the same")  # fmt: skip
    return 0


def _rank(opened: Library, block: Block, used: Sequence[str], on: datetime.date) -> tuple[object, ...]:
    """What speaks for keeping a block, the weightiest first."""
    from salespack.catalog.cards import places_of

    last = block.valid_until or datetime.date.max
    dates = [one.date.last_day() for one in block.all_evidence().values() if one.date]
    evidence = max(dates, default=datetime.date.min)
    valid = last >= on and block.state == "approved"
    return valid, len(used), len(list(places_of(block, opened))), last, evidence, block.version, len(block.bodies)


def _show(opened: Library, names: Sequence[str], pairs: Sequence[Pair], used: Mapping[str, Sequence[str]]) -> None:
    say(f"Keep {names[0]}", strong=True)
    likeness: dict[str, Pair] = {}
    for pair in pairs:
        for name in (pair.one, pair.other):
            likeness.setdefault(name, pair)
    rows = []
    for name in names:
        block, pair = opened.blocks[name], likeness[name]
        mine, theirs = (0, 1) if pair.one == name else (1, 0)
        other = (pair.one, pair.other)[theirs]
        where = (
            f"slide {pair.slides[mine]} like slide {pair.slides[theirs]} of {other}" if pair.slides else f"like {other}"
        )
        rows.append((
            name, f"{pair.alike:.0%}", f"{where} ({pair.language})", str(len(used.get(name, ()))), block.state,
            block.valid_until.isoformat() if block.valid_until else "", block.file,
        ))  # fmt: skip
    show_table(("block", "alike", "", "chosen for", "state", "until", "file"), rows, right=(1, 3))
    say()


def _json_of(
    opened: Library, names: Sequence[str], pairs: Sequence[Pair], used: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    blocks = [{"block": name, "file": opened.blocks[name].file, "chosen_for": used.get(name, [])} for name in names]
    return {"keep": names[0], "blocks": blocks, "pairs": pairs}
