"""`salespack library export` and `import`: the front matter of every block as a spreadsheet, or its texts for
translators, there and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import JsonOption, LibraryOption, today
from salespack.cli.tables import say, show_table
from salespack.problems.problem import Place, Problem, Severity, UsageFault, UserFault, shown_path
from salespack.problems.suggestions import LISTED, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection

    from salespack.curation.spreadsheet.changes import Plan
    from salespack.curation.translations.plan import TranslationPlan
    from salespack.library.library import Library

ENDING = ".xlsx"
XLIFF = (".xlf", ".xliff")


@command
def export_sheet(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook to write; for translators also .xlf.")],
    translations: Annotated[
        str | None,
        typer.Option(
            "--translations",
            metavar="CODE",
            autocompletion=completion.languages,
            help="The texts that are to be translated into this language.",
        ),
    ] = None,
    whole: Annotated[bool, typer.Option("--all", help="With --translations: also texts that are done.")] = False,
    pictures: Annotated[
        bool | None,
        typer.Option(
            "--pictures/--no-pictures", help="Pictures of the slides, or none; with --translations there are some."
        ),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite a file that is there.")] = False,
    library: LibraryOption = None,
) -> int:
    """Write what the front matter of every block says into a workbook with drop-downs, one row a block.

    With --translations, write the texts for translators instead: those that have no translation, and those whose source
    changed since. A workbook has the source, what the translation says now, terms of the library and a picture of each
    slide; FILE.xlf is XLIFF 1.2, for translation programs.

    Bring the changes back with `salespack library import`.

    Examples:

      salespack library export blocks.xlsx --pictures

      salespack library export to-do.xlsx --translations fi

      salespack library export to-do.xlf --translations fi --all
    """
    if translations is not None:
        return _export_translations(
            file, translations, library, whole=whole, pictures=pictures is not False, replace=replace
        )
    if whole:
        raise UsageFault.of("SP801", "--all goes with --translations", "say into which language")
    from salespack.cli.workspace import load_library
    from salespack.curation.finding import is_broken
    from salespack.curation.revising import Reviser
    from salespack.curation.spreadsheet.workbook import workbook_of
    from salespack.system.files import put

    if file.suffix.lower() != ENDING:
        hint = f"name it {Path(file.name or 'blocks').with_suffix(ENDING)}"
        raise UsageFault.of("SP801", f"{file} does not end in {ENDING}", hint)
    _refuse_existing(file, replace=replace)
    opened = load_library(library)
    seen = None
    if pictures:
        drawn = _pictures(opened, opened.blocks)
        seen = {block: picture for (block, number), picture in drawn.items() if number == 1}
    content = workbook_of(opened, Reviser(opened), seen)
    put(file, content, folders=False, code="SP803", hint="check the folder and the disk, and that it is not open")
    broken = sum(map(is_broken, opened.blocks.values()))
    left_out = f"; {broken} that cannot be read are not in it: see `salespack check`" if broken else ""
    say(f"wrote {file}: {len(opened.blocks) - broken:,} blocks{left_out}")
    return 0


def _pictures(library: Library, blocks: Collection[str]) -> dict[tuple[str, int], bytes]:
    from salespack.cli.progress import ProgressLine
    from salespack.specimens.slide_pictures import slide_pictures
    from salespack.system.cache import cache_folder

    with ProgressLine("making pictures") as progress:
        return slide_pictures(library, blocks, today(), cache_folder(), progress)


def _refuse_existing(file: Path, *, replace: bool) -> None:
    if file.exists() and not replace:
        hint = "name another, import its changes first, or add --replace"
        raise UsageFault.of("SP802", "is there already, and may hold somebody's changes", hint, Place(str(file)))


def _export_translations(
    file: Path, language: str, library: Path | None, *, whole: bool, pictures: bool, replace: bool
) -> int:
    from salespack.cli.workspace import load_library
    from salespack.curation.translations.glossary import glossary_of
    from salespack.curation.translations.sheet import workbook_of
    from salespack.curation.translations.units import texts_of, translated_blocks
    from salespack.curation.translations.xliff import xliff_of
    from salespack.system.files import put

    if file.suffix.lower() not in (ENDING, *XLIFF):
        named = file.name or "to-do"
        hint = f"name it {Path(named).with_suffix(ENDING)} or {Path(named).with_suffix(XLIFF[0])}"
        raise UsageFault.of("SP801", f"{file} is neither a workbook nor XLIFF", hint)
    _refuse_existing(file, replace=replace)
    opened = load_library(library)
    languages = opened.settings.languages
    if language not in languages:
        hint = (
            did_you_mean(language, languages, LISTED) or f"add it to languages in library.yaml: {', '.join(languages)}"
        )
        raise UsageFault.of("SP801", f"“{language}” is no language of the library", hint)
    texts = [texts_of(opened, block, language) for block in translated_blocks(opened, language)]
    wanted = [one for one in texts if one.units and (whole or one.to_do)]
    to_do = sum(one.to_do for one in texts)
    if not texts:
        say(f"No block is written in another language than {language}")
        return 0
    if not wanted:
        say(f"Nothing is to be translated into {language}: {len(texts)} blocks are up to date")
        return 0
    glossary = glossary_of(opened, wanted[0].source_language, language)
    if file.suffix.lower() == ENDING:
        seen: dict[tuple[str, int], bytes] = {}
        if pictures:
            seen = _pictures(opened, {one.block.id for one in wanted})
        content = workbook_of(wanted, glossary, seen, whole=whole)
    else:
        content = xliff_of(wanted, glossary, whole=whole)
    put(file, content, folders=False, code="SP803", hint="check the folder and the disk, and that it is not open")
    units = sum(len(one.units) if whole else one.to_do for one in wanted)
    changed = sum(unit.state == "changed" for one in wanted for unit in one.units)
    new = to_do - changed
    say(f"wrote {file}: {units:,} texts of {len(wanted):,} blocks for {language}; {new:,} new, {changed:,} changed")
    designed = sum(any(body.slides for body in one.block.bodies.values()) for one in wanted)
    if designed:
        say(f"the slides of {designed} blocks that were made in PowerPoint are translated there")
    return 0


@command
def import_sheet(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that was exported and changed.")],
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who has read translations of approved blocks.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write the changes without asking.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show what a changed workbook changes, ask, and write it into the blocks. Comments and order in the files stay.

    Only cells that you changed count. A block that was changed in the library since the export is told and left as it
    is (exit 1). A cell that cannot be is told with its place, and then nothing is written.

    Of texts that were translated (a workbook, or XLIFF) the signs are compared with the source, and the slides are
    made: what does not fit is told at its line, and then nothing is written. A block is written when all its texts are
    there.

    Examples:

      salespack library import blocks.xlsx

      salespack library import translated.xlf --by "Aino Rantala" --yes
    """
    from salespack.curation.translations.sheet import is_translations

    if file.suffix.lower() in XLIFF or is_translations(file):
        return _import_translations(file, library, by, yes=yes, as_json=as_json)
    from salespack.cli.workspace import load_library
    from salespack.curation.revising import Reviser
    from salespack.curation.spreadsheet.changes import plan_of
    from salespack.curation.spreadsheet.workbook import read_workbook

    opened = load_library(library)
    reviser = Reviser(opened)
    plan = plan_of(read_workbook(file), opened, reviser)
    show_problems((*plan.notices, *plan.conflicts))
    _show(plan, as_json=as_json)
    if plan.revisions and (yes or _agrees(len(plan.changes), len(plan.revisions), as_json=as_json)):
        reviser.write(plan.revisions)
        if not as_json:
            for one in plan.revisions:
                say(f"changed {shown_path(one.path)}")
    elif plan.revisions:
        sys.stderr.write("nothing was written; --yes writes it\n")
    return 1 if plan.conflicts else 0


def _import_translations(file: Path, library: Path | None, by: str | None, *, yes: bool, as_json: bool) -> int:
    from salespack.checking.trial import problems_if_written
    from salespack.cli.progress import ProgressLine
    from salespack.cli.workspace import load_library
    from salespack.curation.translations.plan import missing_in_words, plan_of, write
    from salespack.curation.translations.sheet import read_translations
    from salespack.curation.translations.xliff import read_xliff

    opened = load_library(library)
    plan = plan_of(read_xliff(file) if file.suffix.lower() in XLIFF else read_translations(file), opened, by)
    found: tuple[Problem, ...] = ()
    if plan.files:
        with ProgressLine("making slides"):
            texts = {one.path: one.text for one in plan.files}
            found = problems_if_written(opened, texts, frozenset(one.block for one in plan.files), today())
    if any(one.severity is Severity.ERROR for one in found):
        raise UserFault(
            [*found, Problem(code="SP887", message="nothing was written", hint="shorten or mend these texts")]
        )
    show_problems((*plan.notices, *found, *plan.conflicts))
    _show_translations(plan, as_json=as_json)
    for line in missing_in_words(plan.missing):
        sys.stderr.write(f"{line}\n")
    if plan.files and (yes or _agrees(len(plan.changes), len(plan.files), as_json=as_json)):
        write(opened, plan.files)
        if not as_json:
            for one in plan.files:
                say(f"{'wrote' if one.new else 'changed'} {shown_path(one.path)}")
    elif plan.files:
        sys.stderr.write("nothing was written; --yes writes it\n")
    return 1 if plan.conflicts or plan.missing else 0


def _show_translations(plan: TranslationPlan, *, as_json: bool) -> None:
    if as_json:
        from salespack.cli.json import say_json

        told = {
            "language": plan.language,
            "changes": plan.changes,
            "files": [shown_path(one.path) for one in plan.files],
        }
        say_json({**told, "conflicts": [str(one) for one in plan.conflicts], "missing": plan.missing})
    elif plan.changes:
        show_table(
            ("block", "text", "now", "then"), [(one.block, one.place, one.old or "–", one.new) for one in plan.changes]
        )
    elif not plan.files:
        say("Nothing to change")


def _show(plan: Plan, *, as_json: bool) -> None:
    if as_json:
        from salespack.cli.json import say_json

        say_json({"changes": plan.changes, "conflicts": [str(one) for one in plan.conflicts]})
    elif plan.changes:
        rows = [(one.block, one.field, one.old or "–", one.new or "–") for one in plan.changes]
        show_table(("block", "field", "now", "then"), rows)
    else:
        say("Nothing to change")


def _agrees(changes: int, files: int, *, as_json: bool) -> bool:
    """Whether somebody says yes; nobody is asked where nobody can answer."""
    if as_json or not sys.stdin.isatty():
        return False
    return typer.confirm(f"Write {changes} changes into {files} file{'' if files == 1 else 's'}?")
