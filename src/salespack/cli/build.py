"""`salespack build`: profiles to finished packs, and the summary of what was made and why."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salespack.cli.faults import command, show_problems
from salespack.cli.options import (
    DropOption,
    JsonOption,
    LanguageOption,
    LibraryOption,
    OnOption,
    PackOption,
    PinOption,
    day,
    today,
)
from salespack.cli.tables import say, show_table
from salespack.problems.problem import NoFit, Problem, UsageFault, UserFault

if TYPE_CHECKING:
    from salespack.building.build import Builder, Matched, Report, Request
    from salespack.library.library import Library

QUICK = "No profile yet"
SLIDE_PICTURES = "preview/slide-"


@command
def build(
    profiles: Annotated[
        list[str] | None,
        typer.Argument(metavar="PROFILE...", help="Profile files, or names of files in profiles/.", show_default=False),
    ] = None,
    pack: PackOption = None,
    language: LanguageOption = None,
    on: OnOption = None,
    pin: PinOption = None,
    drop: DropOption = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="OUTPUT", help="Make only this output. Repeatable.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Build although the pack does not fit; it is recorded.")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite files that a person has changed.")] = False,
    pdf_engine: Annotated[
        str, typer.Option("--pdf-engine", metavar="ENGINE", help="What makes deck.pdf: typst, or libreoffice.")
    ] = "typst",
    notes_pages: Annotated[
        bool, typer.Option("--notes-pages", help="Also a PDF for you: each slide with what to say.")
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="Also a picture of each slide, and one of all of them.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at any warning, such as a broken block.")] = False,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where outputs go.")] = Path("out"),
    library: LibraryOption = None,
    customer: Annotated[
        str | None, typer.Option("--customer", metavar="NAME", help="The customer's name.", rich_help_panel=QUICK)
    ] = None,
    value: Annotated[
        list[str] | None,
        typer.Option(
            "--value",
            metavar="VALUE[=0-10]",
            help="What they value, weightiest first; with a profile, a value to answer too. Repeatable.",
            rich_help_panel=QUICK,
        ),
    ] = None,
    role: Annotated[
        list[str] | None,
        typer.Option("--role", metavar="ROLE", help="Who is in the room. Repeatable.", rich_help_panel=QUICK),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Build the deck and documents for a customer.

    Picks the blocks that answer what the customer values, assembles them in the company's brand and says why each slide
    is there. Files you have changed are never overwritten. When nothing fits, it says so and builds nothing (exit 3).

    Examples:

      salespack build profiles/betasoloin.yaml

      salespack build betasoloin --pack proposal --language fi --only deck.pptx

      salespack build betasoloin --value cost --pin pay-for-what-you-use

      salespack build --customer Acme --value fewer-outages --value lower-run-cost --role cto
    """
    from salespack.building.build import Builder, Request
    from salespack.cli.workspace import find_profile, load_library
    from salespack.problems.suggestions import did_you_mean
    from salespack.system.cache import cache_folder
    from salespack.typesetting.libreoffice import ENGINES

    engine = next((one for one in ENGINES if one == pdf_engine), None)
    if engine is None:
        raise UsageFault.of("SP805", f"there is no PDF engine “{pdf_engine}”", did_you_mean(pdf_engine, ENGINES))
    opened = load_library(library)
    builder = Builder(opened, cache_folder())
    built_for = day(on)
    if customer is not None:
        from salespack.scaffold.profiles import Answers, write_profile

        if profiles:
            raise UsageFault.of(
                "SP801", "both a profile and --customer", "name a profile, or describe a customer, not both"
            )
        answers = Answers.from_options(opened, customer, value or (), role or (), language)
        written = write_profile(answers, Path("profiles"))
        names = [str(written.path)]
        sys.stderr.write(f"{written.told}\n")
    elif role:
        hint = "add --customer NAME, or write it into the profile: `meeting: {roles: [cto]}`"
        raise UsageFault.of("SP801", "--role describes a new customer", hint)
    elif not profiles:
        raise UsageFault.of("SP801", "no profile is named", "salespack build PROFILE, or --customer NAME --value VALUE")
    else:
        names = profiles

    also = () if customer else tuple(value or ())

    def request(name: str) -> Request:
        return Request(
            profile=find_profile(name), out=out, today=today(), pack=pack, language=language, on=built_for,
            pin=tuple(pin or ()), drop=tuple(drop or ()), also=also, only=tuple(only or ()), force=force,
            replace=replace, strict=strict, pdf_engine=engine, notes_pages=notes_pages, preview=preview,
        )  # fmt: skip

    code = _build_all(builder, names, request, as_json=as_json)
    if customer is not None and code == UsageFault.exit_code:
        written.undo()
        sys.stderr.write(f"{names[0]} is as it was before; correct the command and say it again\n")
    return code


def _build_all(builder: Builder, names: list[str], request: Callable[[str], Request], *, as_json: bool) -> int:
    """Builds one after another; a profile that cannot be built does not stop the others. The gravest exit code."""
    codes = {0}
    reports: list[Report] = []
    told: set[Problem] = set()
    many = len(names) > 1
    for number, name in enumerate(names, 1):
        if many and sys.stderr.isatty():
            sys.stderr.write(f"\r\033[K{number} of {len(names)}: {name}")
            sys.stderr.flush()
        try:
            asked = request(name)
            _refuse_same_folder(asked, reports)
            report = builder.build(asked)
        except UserFault as fault:
            _clear_progress(many)
            if not _tell(fault.problems, told):
                sys.stderr.write(f"{name}: not built, for what is said above\n")
            codes.add(fault.exit_code)
            continue
        _clear_progress(many)
        matched = report.matched
        library_problems = builder.library_problems(matched.learnt.language)
        _tell((*library_problems, *matched.notices, *matched.problems), told)
        reports.append(report)
        if not as_json:
            _summary(report, brief=many)
    if as_json:
        from salespack.cli.json import json_text

        say(json_text([_json_of(report, builder.library) for report in reports]))
    return next(code for code in (1, 2, NoFit.exit_code, 0) if code in codes)


def _refuse_same_folder(request: Request, reports: list[Report]) -> None:
    """Two profiles of one name would overwrite each other's outputs."""
    for report in reports:
        built = report.matched.profile
        if built.id == request.profile.stem and built.file.resolve() != request.profile.resolve():
            message = f"{request.profile} has the same name as {built.file}, and both would go to {report.folder}"
            raise UsageFault.of("SP804", message, "rename one, or build it alone with another --out")


def _tell(problems: Sequence[Problem], told: set[Problem]) -> bool:
    """Shows the problems that were not told yet, which adds them to `told`. Whether there was one."""
    fresh = [problem for problem in problems if problem not in told]
    show_problems(fresh)
    told.update(fresh)
    return bool(fresh)


def _clear_progress(many: bool) -> None:
    if many and sys.stderr.isatty():
        sys.stderr.write("\r\033[K")


def _json_of(report: Report, library: Library) -> dict[str, object]:
    from salespack.building.record import record_of

    files = {one.name: {"path": str(one.path), "sha256": one.sha256} for one in report.placed}
    matched = report.matched
    record = record_of(matched.selection, matched.deck, library, report.fit)
    return {**record, "files": files, "forced": report.forced}


def _summary(report: Report, *, brief: bool) -> None:
    from salespack.cli.reasons import headline, slide_rows, ties

    matched = report.matched
    say(headline(matched), strong=True)
    if not brief:
        show_table(("slide", "title", "block", "why"), slide_rows(matched), right=(0,))
        for line in (*_gaps(matched), *ties(matched.selection)):
            say(line)
    if report.fit is not None:
        say(f"  {report.fit.told()}")
    if report.forced:
        say("  Forced: this pack does not answer what the customer values most. That is recorded.")
        for reason in matched.selection.refusal:
            say(f"    {reason}")
    for one in report.placed:
        if one.name.startswith(SLIDE_PICTURES) and not one.kept:
            continue  # the contact sheet beside them is enough to find them by
        kept = f"   ({one.kept.name} stays: {one.why})" if one.kept else ""
        say(f"  {one.path}{kept}")


def _gaps(matched: Matched) -> list[str]:
    empty = [choice for choice in matched.selection.choices if choice.block is None]
    return [
        f"  No block for the slot {choice.slot}"
        + (f" ({choice.value})" if choice.value else "")
        + (f": {choice.reason}" if choice.reason else "")
        for choice in empty
        if not choice.optional
    ]
