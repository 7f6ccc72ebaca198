"""`salespack check`: what is wrong with the library, for a person, a hook and a build server alike."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command
from salespack.cli.options import DayOption, LibraryOption, ProfilesOption, day, profiles_folder, today
from salespack.cli.progress import READING, ProgressLine
from salespack.cli.tables import say, show_table
from salespack.cli.terminal import coloured, write_data
from salespack.problems.printing import printable
from salespack.problems.problem import Place, Severity, UsageFault, UserFault
from salespack.system.paths import real_path

if TYPE_CHECKING:
    from salespack.checking.impact.compare import ImpactRequest
    from salespack.checking.report import CheckReport

P = ParamSpec("P")


class Format(StrEnum):
    """The forms of a report."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


def _reported(function: Callable[P, int]) -> Callable[P, int]:
    """The check; where it cannot be made, machines get a whole document all the same, with the reason in it."""

    @wraps(function)
    def reporting(*arguments: P.args, **named: P.kwargs) -> int:
        try:
            return function(*arguments, **named)
        except UserFault as fault:
            form = Format.JSON if named.get("as_json") else named.get("form")  # a plain call names what it gives alone
            other = named.get("impact") or named.get("explain")
            if isinstance(form, Format) and form is not Format.TEXT and not other:
                from salespack.checking.report import CheckReport

                _print(CheckReport(root=Path.cwd(), problems=fault.problems), form)
            raise

    return reporting


@command
@_reported
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Report only on these files and folders.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to report.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    synthetic: Annotated[
        bool, typer.Option("--synthetic", help="Check with generated profiles alone; real ones are not even read.")
    ] = False,
    profiles: ProfilesOption = None,
    nightly: Annotated[
        bool, typer.Option("--nightly", help="What depends on the day is an error, and blocks expire.")
    ] = False,
    warnings_as_errors: Annotated[bool, typer.Option("--warnings-as-errors", help="Exit 1 for warnings too.")] = False,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="Report only what this file does not accept.")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option("--write-baseline", metavar="FILE", help="Accept what is found now, in this file.")
    ] = None,
    changed_since: Annotated[
        str | None, typer.Option("--changed-since", metavar="REF", help="Report only on what changes since can affect.")
    ] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="First mend what is safe: clear slips, the order of keys, blanks; in profiles, keys."
        ),
    ] = False,
    impact: Annotated[
        str | None, typer.Option("--impact", metavar="REF", help="Say which packs get other slides since; no check.")
    ] = None,
    impact_out: Annotated[
        list[Path] | None,
        typer.Option(
            "--impact-out",
            metavar="FILE",
            help="Write it too: as Markdown for a pull request (.md), as a page with pictures (.html). Repeatable.",
        ),
    ] = None,
    pictures: Annotated[
        Path | None,
        typer.Option("--pictures", metavar="DIR", help="With --impact: draw slides before and after into this folder."),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="CODE",
            autocompletion=completion.codes,
            help="Say what a code means and how to mend it.",
        ),
    ] = None,
    on: DayOption = None,
    library: LibraryOption = None,
) -> int:
    """Check the library: every file, every reference, and every block as each customer would get it.

    Examples:

      salespack check

      salespack check --explain SP302

      salespack check --fix

      salespack check content_blocks/news --synthetic --format github

      salespack check --impact main --impact-out impact.md --impact-out impact.html
    """
    if explain is not None:
        return _explain(explain)
    if synthetic and profiles is not None:
        raise UsageFault.of("SP801", "--synthetic reads no profiles", "leave out --profiles or --synthetic")
    outs = impact_out or []
    if impact is None and (outs or pictures is not None):
        raise UsageFault.of("SP801", "--impact-out and --pictures are for --impact", "add --impact REF")
    if impact is not None and changed_since is not None:
        raise UsageFault.of("SP801", "--impact checks nothing", "leave out --changed-since, or run it for itself")
    from salespack.checking.check import WRITTEN, CheckRequest, check_library
    from salespack.checking.report import CheckReport
    from salespack.cli.workspace import find_library
    from salespack.system.cache import cache_folder

    for path in paths or ():
        if not path.exists():
            raise UsageFault.of("SP001", "there is no such file or folder", "check the path", Place(str(path)))
    root = find_library(library)
    folder = None if synthetic else profiles_folder(profiles, root)
    if impact is not None:
        from salespack.checking.impact.compare import ImpactRequest

        wanted = ImpactRequest(
            since=impact,
            library=root,
            profiles=folder,
            today=day(on) or today(),
            cache=cache_folder(),
            slides=bool(outs) or as_json or form is Format.JSON,
            draw=any(map(_is_page, outs)),
            pictures=pictures,
        )
        return _impact(wanted, outs, as_json=as_json or form is Format.JSON)
    among = tuple(paths or ())
    if changed_since is not None:
        from salespack.checking.git_changes import affected_since

        affected = affected_since(changed_since, root, folder).files
        if affected is not None:
            among = _within(affected, among)
            if not any(path.suffix in WRITTEN for path in among):
                _print(CheckReport(root=root), Format.JSON if as_json else form)
                return 0
    if fix:
        _fix(root, folder, among)
    request = CheckRequest(
        library=root,
        profiles=folder,
        today=day(on) or today(),
        cache=cache_folder(),
        paths=among,
        nightly=nightly,
        baseline=None if write_baseline else baseline,
    )
    with ProgressLine(READING) as progress:
        report = check_library(request, progress)
    if write_baseline is not None:
        return _write_baseline(report, write_baseline)
    _print(report, Format.JSON if as_json else form)
    counted = report.problems if warnings_as_errors else [p for p in report.problems if p.severity is Severity.ERROR]
    return 1 if counted else 0


def _fix(root: Path, profiles: Path | None, paths: tuple[Path, ...]) -> None:
    """Mends what is safe, and says on stderr what was mended: stdout is the report's."""
    from salespack.checking.check import among
    from salespack.checking.fixing import fix_library, fix_profiles

    of_profiles = fix_profiles(profiles, among(paths)) if profiles is not None else ()
    for fixed in (*fix_library(root, among(paths)), *of_profiles):
        sys.stderr.write(f"mended {printable(str(fixed))}\n")


def _within(files: tuple[Path, ...], paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The files that are among `paths` or lie below one; all of them where none is named."""
    wanted = [real_path(path) for path in paths]
    return tuple(file for file in files if not wanted or any(file.is_relative_to(path) for path in wanted))


def _print(report: CheckReport, form: Format) -> None:
    from salespack.checking.reports import FORMS

    if form is Format.TEXT:
        sys.stdout.write(FORMS[form.value](report, coloured=coloured(sys.stdout)))
    else:
        write_data(FORMS[form.value](report, coloured=False))


def _is_page(out: Path) -> bool:
    return out.suffix.lower() in (".html", ".htm")


def _impact(request: ImpactRequest, outs: Sequence[Path], *, as_json: bool) -> int:
    """Says what a change does: a table, or JSON; and Markdown, or a page, in files."""
    from salespack.checking.impact.compare import impact_of
    from salespack.checking.impact.report import grouped, markdown, page, profiles_named, slides_said, summary
    from salespack.system.files import put

    with ProgressLine("reading the library before and after") as progress:
        found, pairs = impact_of(request, progress)
    for out in outs:
        shown = os.path.relpath(request.pictures, out.parent) if request.pictures else ""
        text = "".join(page(found, pairs)) if _is_page(out) else markdown(found, shown.replace(os.sep, "/"))
        put(out, text.encode("utf-8", "replace"), folders=False, hint="check --impact-out")
    if as_json:
        from salespack.cli.json import say_json

        say_json(found)
        return 0
    say(summary(found), strong=True)
    rows = [
        (
            one.row.pack, one.row.language, profiles_named(one.cases), ", ".join(one.row.out), ", ".join(one.row.into),
            ", ".join(one.row.changed), slides_said(one.row),
        )
        for one in grouped(found.rows)
    ]  # fmt: skip
    if rows:
        show_table(("pack", "", "profiles", "goes", "comes", "shows something else", "slides"), rows)
    return 0


def _explain(code: str) -> int:
    """Prints the page of a code."""
    from salespack.problems.codes import CODES
    from salespack.problems.pages import page_of

    code = code.upper()
    page = page_of(code)
    known = CODES[code]
    severity = f"{known.severity.value}; an error with --nightly" if known.dated else known.severity.value
    say(f"{code}: {known.meaning} ({severity})", strong=True)
    say()
    say(page.expandtabs())
    return 0


def _write_baseline(report: CheckReport, path: Path) -> int:
    """Accepts everything that was found."""
    from salespack.checking.baseline import baseline_of
    from salespack.checking.baseline import write_baseline as write

    write(path, baseline_of(report.problems, report.root, lambda one: report.lines.at(one.place) or ""))
    count = len(report.problems)
    say(f"{path} accepts {count:,} problem{'' if count == 1 else 's'}; name it with --baseline")
    return 0
