"""`salespack library export` and `import`: the front matter of every block as a spreadsheet, there and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import JsonOption, LibraryOption
from salespack.cli.tables import say, show_table
from salespack.problems.problem import Place, UsageFault, shown_path

if TYPE_CHECKING:
    from salespack.curation.spreadsheet.changes import Plan

ENDING = ".xlsx"


@command
def export_sheet(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook to write.")],
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite a workbook that is there.")] = False,
    library: LibraryOption = None,
) -> int:
    """Write what the front matter of every block says into a workbook with drop-downs, one row a block.

    Change it in Excel or LibreOffice, and bring the changes back with `salespack library import`.

    Examples:

      salespack library export blocks.xlsx
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.finding import is_broken
    from salespack.curation.revising import Reviser
    from salespack.curation.spreadsheet.workbook import workbook_of
    from salespack.system.files import put

    if file.suffix.lower() != ENDING:
        raise UsageFault.of("SP801", f"{file} does not end in {ENDING}", f"name it {file.with_suffix(ENDING)}")
    if file.exists() and not replace:
        hint = "name another, import its changes first, or add --replace"
        raise UsageFault.of("SP802", "is there already, and may hold somebody's changes", hint, Place(str(file)))
    opened = load_library(library)
    content = workbook_of(opened, Reviser(opened))
    put(file, content, folders=False, code="SP803", hint="check the folder and the disk, and that it is not open")
    broken = sum(map(is_broken, opened.blocks.values()))
    left_out = f"; {broken} that cannot be read are not in it: see `salespack check`" if broken else ""
    say(f"wrote {file}: {len(opened.blocks) - broken:,} blocks{left_out}")
    return 0


@command
def import_sheet(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="A workbook that was exported and changed.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write the changes without asking.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show what a changed workbook changes, ask, and write it into the blocks. Comments and order in the files stay.

    Only cells that you changed count. A block that was changed in the library since the export is told and left as it
    is (exit 1). A cell that cannot be is told with its place, and then nothing is written.

    Examples:

      salespack library import blocks.xlsx

      salespack library import blocks.xlsx --yes
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.revising import Reviser
    from salespack.curation.spreadsheet.changes import plan_of
    from salespack.curation.spreadsheet.workbook import read_workbook

    opened = load_library(library)
    reviser = Reviser(opened)
    plan = plan_of(read_workbook(file), opened, reviser)
    show_problems((*plan.notices, *plan.conflicts))
    _show(plan, as_json=as_json)
    if plan.revisions and (yes or _agreed(plan, as_json=as_json)):
        reviser.write(plan.revisions)
        if not as_json:
            for one in plan.revisions:
                say(f"changed {shown_path(one.path)}")
    elif plan.revisions:
        sys.stderr.write("nothing was written; --yes writes it\n")
    return 1 if plan.conflicts else 0


def _show(plan: Plan, *, as_json: bool) -> None:
    if as_json:
        from salespack.cli.json import say_json

        say_json({"changes": plan.changes, "conflicts": [str(one) for one in plan.conflicts]})
    elif plan.changes:
        rows = [(one.block, one.field, one.old or "–", one.new or "–") for one in plan.changes]
        show_table(("block", "field", "now", "then"), rows)
    else:
        say("Nothing to change")


def _agreed(plan: Plan, *, as_json: bool) -> bool:
    """Whether somebody says yes; nobody is asked where nobody can answer."""
    if as_json or not sys.stdin.isatty():
        return False
    files = len(plan.revisions)
    return typer.confirm(f"Write {len(plan.changes)} changes into {files} file{'' if files == 1 else 's'}?")
