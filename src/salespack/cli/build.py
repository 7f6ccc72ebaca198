"""`salespack build`: profiles to finished packs, and the summary of what was made and why."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

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
from salespack.cli.tables import say, show_table
from salespack.problems.printing import printable
from salespack.problems.problem import NoFit, Place, Problem, UsageFault, UserFault, shown_path
from salespack.system.paths import named_files, real_path

if TYPE_CHECKING:
    from salespack.building.build import Builder, Matched, Report, Request
    from salespack.building.placing import Placed
    from salespack.library.library import Library
    from salespack.powerpoint.writing.writer import WrittenDeck
    from salespack.revisions.refresh import Refreshed

QUICK = "No profile yet"
SLIDE_PICTURES = "preview/slide-"
MOST_TOLD = 10_000
"""Problems that are remembered, so that each is told once."""


@command
def build(
    profiles: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PROFILE...",
            autocompletion=completion.profiles,
            help="Profile files, names of files in profiles/, or folders of profiles.",
            show_default=False,
        ),
    ] = None,
    pack: PackOption = None,
    language: LanguageOption = None,
    on: OnOption = None,
    pin: PinOption = None,
    drop: DropOption = None,
    for_: ForOption = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="OUTPUT", autocompletion=completion.outputs, help="Make only this output. Repeatable."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Build although the pack does not fit; it is recorded.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace files that you have changed; they are kept beside.")
    ] = False,
    refresh: Annotated[
        bool,
        typer.Option("--refresh", help="Where you changed the deck: bring that one up to date, with your changes."),
    ] = False,
    pdf_engine: Annotated[
        str,
        typer.Option(
            "--pdf-engine",
            metavar="ENGINE",
            autocompletion=completion.words("typst", "libreoffice"),
            help="What makes deck.pdf: typst, or libreoffice.",
        ),
    ] = "typst",
    notes_pages: Annotated[
        bool, typer.Option("--notes-pages", help="Also a PDF for you: each slide with what to say.")
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="Also a picture of each slide, and one of all of them.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", metavar="N", min=1, help="Build many profiles by N processes; OUT/results.jsonl has a line each."
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="With --jobs: build what is not built yet from the same profile and library."),
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
            autocompletion=completion.values,
            metavar="VALUE[=0-10]",
            help="What they value, weightiest first; with a profile, a value to answer too. Repeatable.",
            rich_help_panel=QUICK,
        ),
    ] = None,
    role: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            metavar="ROLE",
            autocompletion=completion.roles,
            help="Who is in the room. Repeatable.",
            rich_help_panel=QUICK,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Build the deck and documents for a customer.

    Picks the blocks that answer what the customer values, assembles them in the company's brand and says why each slide
    is there. When nothing fits, it says so and builds nothing (exit 3).

    A file that you have changed stays, and the new one gets a number; with --replace the new one takes its place and
    yours is kept beside it under the day. A file that is open stays all the same. Where the deck that you changed
    stays, the PDF and previews show that one; after later changes `--only deck.pdf` makes it anew.

    With --jobs many profiles are built side by side, and only what was not built, or is wrong, is told. Each has a line
    in results.jsonl in the folder of outputs. After Ctrl-C, or when some have changed, --resume builds the rest.

    With --refresh the new deck has your changes too, as `salespack refresh` takes them over; yours stays beside it. On
    a terminal that is asked. What you and the library both changed stays as you have it, and the exit code is 1.

    Examples:

      salespack build profiles/betasoloin.yaml

      salespack build betasoloin --pack proposal --language fi --only deck.pptx

      salespack build betasoloin --value cost --pin pay-for-what-you-use

      salespack build betasoloin --for finance

      salespack build --customer Acme --value fewer-outages --value lower-run-cost --role cto

      salespack build profiles/ --jobs 4 --only deck.pptx
    """
    from salespack.building.build import Builder, Request
    from salespack.cli.workspace import find_profile, load_library, profiles_in
    from salespack.ledger.opening import begun_ledger
    from salespack.problems.suggestions import did_you_mean
    from salespack.system.cache import cache_folder
    from salespack.typesetting.libreoffice import ENGINES

    engine = next((one for one in ENGINES if one == pdf_engine), None)
    if engine is None:
        raise UsageFault.of("SP805", f"there is no PDF engine “{pdf_engine}”", did_you_mean(pdf_engine, ENGINES))
    with ProgressLine(READING):
        opened = load_library(library)
    _refuse_folder(out, opened.root)
    cache = cache_folder()
    built_for = day(on)
    many = jobs is not None or resume
    if many and (customer is not None or refresh):
        alone = "--refresh asks about each deck" if refresh else "--customer describes one customer"
        raise UsageFault.of("SP801", f"--jobs and --resume are for many profiles, and {alone}", "leave one of them out")
    if customer is not None:
        from salespack.scaffold.profiles import Answers, write_profile

        if profiles:
            raise UsageFault.of(
                "SP801", "both a profile and --customer", "name a profile, or describe a customer, not both"
            )
        answers = Answers.from_options(opened, customer, value or (), role or (), language)
        written = write_profile(answers, Path("profiles"))
        names = [str(written.path)]
        sys.stderr.write(f"{printable(written.told)}\n")
    elif role:
        hint = "add --customer NAME, or write it into the profile: `meeting: {roles: [cto]}`"
        raise UsageFault.of("SP801", "--role describes a new customer", hint)
    elif not profiles:
        raise UsageFault.of("SP801", "no profile is named", "salespack build PROFILE, or --customer NAME --value VALUE")
    else:
        names = [file for one in profiles for file in profiles_in(one)]

    also = () if customer else tuple(value or ())

    def request(name: str) -> Request:
        return Request(
            profile=find_profile(name), out=out, today=today(), pack=pack, language=language, on=built_for,
            pin=tuple(pin or ()), drop=tuple(drop or ()), also=also, person=for_, only=tuple(only or ()), force=force,
            replace=replace, strict=strict, pdf_engine=engine, notes_pages=notes_pages, preview=preview,
        )  # fmt: skip

    if many:
        from salespack.cli.many_builds import build_many

        return build_many(opened, out, names, request, jobs=jobs, resume=resume, as_json=as_json)
    builder = Builder(opened, cache, begun_ledger(opened, cache))
    code = _build_all(builder, names, request, _Refreshing(always=refresh, as_json=as_json))
    if customer is not None and code == UsageFault.exit_code:
        written.undo()
        sys.stderr.write(f"{printable(names[0])} is as it was before; correct the command and say it again\n")
    return code


def build_one(builder: Builder, profile: Path) -> int:
    """Builds one profile as the command does without options, and tells it in few lines; the exit code."""
    from salespack.building.build import Request

    out = Path("out")
    _refuse_folder(out, builder.library.root)

    def request(name: str) -> Request:
        return Request(profile=Path(name), out=out, today=today())

    refreshing = _Refreshing(always=False, as_json=False)
    return _build_all(builder, [str(profile)], request, refreshing, brief=True)


def _refuse_folder(out: Path, library: Path) -> None:
    """Raises UsageFault (SP702) for a folder of outputs that is a file, or lies in the library."""
    hint, place = "name another folder with --out", Place(str(out))
    if out.exists() and not out.is_dir():
        raise UsageFault.of("SP702", "is a file, and outputs go into a folder", hint, place)
    if real_path(out).is_relative_to(real_path(library)):
        raise UsageFault.of("SP702", "lies in the library, which would take what is built for its own", hint, place)


class _Refreshing:
    """Brings decks that were changed by hand up to date: always, or where somebody at a terminal wants it."""

    def __init__(self, *, always: bool, as_json: bool) -> None:
        self.always, self.as_json = always, as_json
        self._asks = not as_json and sys.stdin.isatty() and sys.stdout.isatty()
        self.progress: ProgressLine | None = None
        self.found: Refreshed | None = None
        """What came of the last one."""
        self.deck: Path | None = None
        """The last one itself, which stays as it is."""

    @property
    def is_on(self) -> bool:
        """Whether a deck may be brought up to date at all."""
        return self.always or self._asks

    def __call__(self, deck: Path, matched: Matched, written: WrittenDeck) -> bytes | None:
        """The deck up to date; None where it is to be left, or where nobody knows how it was built."""
        from salespack.revisions.refreshing import brought_up_to_date

        if not self.always:
            if self.progress is not None:
                self.progress.clear()
            if not typer.confirm(f"You changed {shown_path(deck)}. Take your changes over into the new deck?", True):
                return None
        self.deck, self.found = deck, brought_up_to_date(deck, written.parts, matched.deck.language)
        return self.found.content if self.found.known else None


def _build_all(
    builder: Builder,
    names: list[str],
    request: Callable[[str], Request],
    refreshing: _Refreshing,
    *,
    brief: bool = False,
) -> int:
    """Builds one after another; a profile that cannot be built does not stop the others. The gravest exit code."""
    from salespack.cli.json import JsonList

    tally = _Tally()
    told: set[Problem] = set()
    many = len(names) > 1
    answers = JsonList() if refreshing.as_json else None
    for number, name in enumerate(names, 1):
        try:
            with ProgressLine(f"building {name}", number, len(names)) as progress:
                asked = request(name)
                tally.refuse_same_folder(asked)
                refreshing.progress, refreshing.found, refreshing.deck = progress, None, None
                report = builder.build(asked, refreshing if refreshing.is_on else None)
        except UserFault as fault:
            if not _tell(fault.problems, told):
                sys.stderr.write(f"{printable(name)}: not built, for what is said above\n")
            tally.failed(name, fault)
            continue
        matched = report.matched
        library_problems = builder.library_problems(matched.learnt.language)
        _tell((*library_problems, *matched.notices, *matched.problems), told)
        tally.built(asked, report)
        if answers is not None:
            answers.say(_json_of(report, builder.library))
        else:
            _summary(report, builder, brief=brief or many)
            _told_of_refresh(refreshing, report)
        tally.refreshed(refreshing.found)
    if answers is not None:
        answers.end()
    elif many:
        for line in tally.lines():
            say(line, strong=True)
    return tally.exit_code()


class _Tally:
    """What became of many profiles; of each no more than its name, so that memory stays flat."""

    def __init__(self) -> None:
        self._folders: dict[str, tuple[str, str]] = {}
        """By the profile's id: its file, and the folder of its outputs."""
        self._failed: list[tuple[str, UserFault]] = []
        self._undecided = False

    def refuse_same_folder(self, request: Request) -> None:
        """Two profiles of one name would overwrite each other's outputs."""
        known = self._folders.get(request.profile.stem)
        if known is None:
            return
        file, folder = known
        if real_path(Path(file)) != real_path(request.profile):
            message = f"{request.profile} has the same name as {file}, and both would go to {folder}"
            raise UsageFault.of("SP804", message, "rename one, or build it alone with another --out")

    def built(self, request: Request, report: Report) -> None:
        """A profile was built."""
        self._folders[request.profile.stem] = str(request.profile), str(report.folder)

    def failed(self, name: str, fault: UserFault) -> None:
        """A profile was not built."""
        self._failed.append((name, UserFault(fault.problems[:1]) if type(fault) is UserFault else fault))

    def refreshed(self, found: Refreshed | None) -> None:
        """A deck was brought up to date."""
        self._undecided = self._undecided or (found is not None and not found.is_clear)

    def exit_code(self) -> int:
        """The gravest of all."""
        codes = {0, int(self._undecided), *(fault.exit_code for _, fault in self._failed)}
        return next(code for code in (1, 2, NoFit.exit_code, 0) if code in codes)

    def lines(self) -> Iterator[str]:
        """How many were built, and which were not, each with its reason."""
        refused = [name for name, fault in self._failed if isinstance(fault, NoFit)]
        broken = [(name, fault) for name, fault in self._failed if not isinstance(fault, NoFit)]
        parts = [f"{len(self._folders)} built"]
        parts += [f"{len(refused)} refused, as nothing fits"] if refused else []
        parts += [f"{len(broken)} not built"] if broken else []
        yield f"{len(self._folders) + len(self._failed)} profiles: {', '.join(parts)}"
        if refused:
            yield f"  refused: {', '.join(Path(name).stem for name in refused)}"
        for name, fault in broken:
            yield f"  not built: {Path(name).stem} ({fault.problems[0].code} {fault.problems[0].message})"


def _tell(problems: Sequence[Problem], told: set[Problem]) -> bool:
    """Shows the problems that were not told yet, which adds them to `told`. Whether there was one."""
    fresh = [problem for problem in problems if problem not in told]
    show_problems(fresh)
    if len(told) > MOST_TOLD:  # of so many profiles each has its own
        told.clear()
    told.update(fresh)
    return bool(fresh)


def _json_of(report: Report, library: Library) -> dict[str, object]:
    from salespack.building.record import record_of

    files = {one.name: _file(one, report.drawn_from) for one in report.placed}
    matched = report.matched
    record = record_of(matched.selection, matched.deck, library, report.fit, report.looks)
    left_out = {name: [msgspec.structs.asdict(one) for one in texts] for name, texts in report.left_out.items()}
    return {**record, "left_out": left_out, "files": files, "forced": report.forced}


def _file(one: Placed, drawn_from: Path | None) -> dict[str, str]:
    """A file for programs: where it is, and what became of one that a person had changed there."""
    from salespack.building.written_outputs import is_drawn

    shows = drawn_from if is_drawn(one.name) else None
    about = {"kept": one.kept, "before": one.before, "was": one.was, "shows": shows}
    return {"path": str(one.path), "sha256": one.sha256, **{key: str(path) for key, path in about.items() if path}}


def _told(one: Placed, drawn_from: Path | None, refreshed: Path | None = None) -> str:
    """What is to be known of a file beside where it is: which of two decks it is or shows."""
    from salespack.building.written_outputs import DECK, HANDOUT, is_drawn

    told = []
    if one.was:
        told.append(f"was {one.was.name}")
    if one.before:
        told.append(f"what was there is kept as {one.before.name}: {one.why}")
    if one.kept and refreshed and one.name == DECK:
        told.append(f"has what you changed in {one.kept.name}, which stays")
    elif one.kept:
        told.append(f"{one.kept.name} stays: {one.why}")
    if drawn_from and is_drawn(one.name):
        told.append(f"shows {drawn_from.name}, as you changed it")
    elif drawn_from and one.name == HANDOUT:
        told.append(f"is the new deck, without what you changed in {drawn_from.name}")
    return f"   ({'; '.join(told)})" if told else ""


def _summary(report: Report, builder: Builder, *, brief: bool) -> None:
    from salespack.cli.reasons import answer_lines, headline, newcomers, slide_rows, ties

    matched = report.matched
    say(headline(matched), strong=True)
    if not brief:
        show_table(("slide", "title", "block", "why"), slide_rows(matched), right=(0,))
        for line in (*_gaps(matched), *ties(matched.selection)):
            say(line)
        for line in (
            *answer_lines(matched, builder.packs_that_answer(matched)),
            *newcomers(matched, builder.library),
        ):
            say(line)
    if report.fit is not None:
        say(f"  {report.fit.told()}")
    if report.looks is not None:
        say(f"  {report.looks.told()}")
    if report.forms is not None:
        say(f"  {report.forms.told()}")
    if report.forced:
        say("  Forced: this pack does not answer what the customer values most. That is recorded.")
        for reason in matched.selection.refusal:
            say(f"    {reason}")
    for name, texts in report.left_out.items():
        if crowded := [one for one in texts if one.why == "no room"]:
            named = "; ".join(f"“{one.text}” ({one.block})" if one.block else f"“{one.text}”" for one in crowded)
            say(f"  {name} has no room for {named}")
    for one in report.placed:
        if one.name.startswith(SLIDE_PICTURES) and not one.kept and not one.before:
            continue  # the contact sheet beside them is enough to find them by
        say(f"  {one.path}{_told(one, report.drawn_from, report.refreshed)}")


def _told_of_refresh(refreshing: _Refreshing, report: Report) -> None:
    """What became of the slides of a deck that was changed by hand; where there was none, which decks beside were left:
    somebody may have renamed theirs."""
    deck, found = refreshing.deck, refreshing.found
    if deck is not None and found is not None:
        from salespack.revisions.refreshing import result_lines
        from salespack.system.files import is_open

        if not found.known:
            say(f"Your changes in {deck.name} are not in the new deck: it is not known how it was built.", strong=True)
        else:
            say("Your changes are in the new deck:", strong=True)
            for line in result_lines(found):
                say(f"  {line}")
        if is_open(deck):
            say(f"{deck.name} is open in an office program: what is not saved there is not in the new deck.")
    elif refreshing.always:
        for one in _beside(report):
            say(f"{one.name} is no deck that this build wrote, and was left: salespack refresh {shown_path(one)!r}")


def _beside(report: Report) -> Iterator[Path]:
    """Decks of the same profile, pack and language beside the one that was built, of another name."""
    from salespack.building.written_outputs import DECK
    from salespack.ooxml.provenance import MarkedDeck

    built = [one.path for one in report.placed if one.name == DECK]
    selection = report.matched.selection
    for one in named_files(built[0].parent, "*.pptx") if built else ():
        if one in built or one.name.startswith(built[0].stem.partition(" (")[0]) or one.name.startswith("~$"):
            continue
        with suppress(UserFault):  # what cannot be read is no deck of ours
            tags = MarkedDeck(one).tags
            if (tags.get("PACK"), tags.get("LANGUAGE")) == (selection.pack, selection.language):
                yield one


def _gaps(matched: Matched) -> list[str]:
    empty = [choice for choice in matched.selection.choices if not choice.filled]
    return [
        f"  No block for the slot {choice.slot}"
        + (f" ({choice.value})" if choice.value else "")
        + (f": {choice.reason}" if choice.reason else "")
        for choice in empty
        if not choice.optional
    ]
