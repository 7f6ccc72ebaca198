"""`salespack log`: what was shown to a customer, and what came of it."""

from __future__ import annotations

import datetime
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, Any

from typer.core import TyperGroup

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import JsonOption, LibraryOption, ProfilesOption, RecordedDayOption, day, today
from salespack.cli.slides_named import Slides
from salespack.cli.tables import say, show_table
from salespack.problems.problem import Place, Problem, Severity, UsageFault, UserFault, shown_path
from salespack.problems.suggestions import LISTED, did_you_mean

if TYPE_CHECKING:
    from salespack.cli.log_interview import LogInterview
    from salespack.ledger.events import Answer, Event, Result
    from salespack.ledger.ledger import Attendee, Ledger, Recorded
    from salespack.ledger.recording import BuiltDeck, Outcome, Showing
    from salespack.library.library import Library
    from salespack.profiles.profile import Profile


class LogCommands(TyperGroup):
    """The commands of the log; a word that is none of them is a customer, whose meeting is noted down."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is meant. What is nearly the name of one, and no profile, stays what it is."""
        word = args[0]
        if word not in self.commands and not word.startswith("-") and self._is_customer(word):
            args = [MEETING, *args]
        return super().resolve_command(ctx, args)

    def _is_customer(self, word: str) -> bool:
        from salespack.cli.workspace import find_profile

        try:
            found = find_profile(word).is_file()
        except UserFault:
            found = False
        return found or not get_close_matches(word, self.commands)


MEETING = "meeting"
app = typer.Typer(
    cls=LogCommands,
    help="Note down what was shown to a customer, and what came of it. `salespack log PROFILE` asks for both.",
    no_args_is_help=True,
)
ProfileArgument = Annotated[
    str,
    typer.Argument(
        metavar="PROFILE", autocompletion=completion.profiles, help="A profile file, or the name of one in profiles/."
    ),
]
CorrectOption = Annotated[
    str | None, typer.Option("--correct", metavar="ID", help="Say again what was noted down wrongly, by its id.")
]
InterviewLanguageOption = Annotated[
    str | None,
    typer.Option(
        "--interview-language", metavar="CODE", help="The language of the questions; else that of your computer."
    ),
]
WhoOption = Annotated[
    list[str] | None,
    typer.Option(
        "--who",
        metavar="PERSON",
        autocompletion=completion.roles,
        help="Who was there: a role, a name, or ROLE=NAME; else those of the meeting. Repeatable.",
    ),
]
LandedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--landed",
        metavar="SLIDE",
        autocompletion=completion.blocks,
        help="A slide that landed, by its number or block. Repeatable.",
    ),
]
NextOption = Annotated[str, typer.Option("--next", metavar="TEXT", help="What is next.")]
NextOnOption = Annotated[str | None, typer.Option("--next-on", metavar="DATE", help="When that is.")]
BuiltInOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where packs are built.")]
SHORTEST_ID = 4
"""Digits of an id that are enough, where no other begins so."""
UNCONFIRMED = "built, not confirmed"
ASKED = "asked to be a reference"
LONGEST_REASON = 60
REFUSED = frozenset(("lost", "declined", "stalled"))
NEXT_DAY = datetime.timedelta(1)


@app.callback()
def log() -> None:
    """Note down what was shown to a customer, and what came of it."""


@app.command()
@command
def meeting(
    profile: ProfileArgument,
    on: RecordedDayOption = None,
    who: WhoOption = None,
    landed: LandedOption = None,
    next_step: NextOption = "",
    next_on: NextOnOption = None,
    mail: Annotated[
        Path | None, typer.Option("--mail", metavar="DIR", help="Draft the mail that follows, into this folder.")
    ] = None,
    out: BuiltInOption = Path("out"),
    interview_language: InterviewLanguageOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Note down a meeting in three answers: who was there, what landed, what is next. Then draft the mail that follows.

    The same as `salespack log PROFILE`. The deck that was built for that day, else the last one, counts as shown; what
    was skipped says `log shown`. The mail is in the language of the deck, with what landed and what is next, in
    the customer's folder of outputs, or in DIR; one that is there stays, and the new one gets a number.

    Exit codes: 0 noted down, also where it waits to be sent; 1 nothing could be noted down, or it was and the mail
    could not be written; 2 nothing was built.

    Examples:

      salespack log betasoloin

      salespack log betasoloin --who cto --landed 3 --next "Workshop in Oulu" --next-on 2027-01-14 --mail drafts --json
    """
    from salespack.ledger.recording import Showing, deck_shown, record_shown, room_of

    opened, known, ledger = _opened(profile, library)
    noted = day(on) or _met(known)
    deck = deck_shown(ledger, known, out, None, noted)
    wanted = mail
    if asks(on, who, landed, next_step, next_on) and not as_json:
        interview = _interview(opened, known, interview_language)
        said = interview.meeting(deck, noted)
        if wanted is None and interview.wants_mail():
            wanted = out / known.id
    else:
        people = tuple(_attendee(one, known, opened) for one in who or ()) or room_of(known)
        said = Showing(
            on=noted, people=people, landed=Slides.of(out, known, deck).named(landed or ()), next=next_step.strip(),
            next_on=day(next_on, "--next-on"),
        )  # fmt: skip
    recorded = record_shown(ledger, known, deck, said)
    drafted, code = None, 0
    try:
        drafted = None if wanted is None else _drafted(wanted, opened, known, said, deck)
    except UserFault as fault:  # the meeting is noted down all the same, and is not to be told twice
        show_problems(fault.problems)
        code = fault.exit_code
    more = {"mail": None if drafted is None else shown_path(drafted)}
    _told(ledger, known, recorded, f"salespack log outcome {known.id}", as_json=as_json, more=more)
    if drafted is not None and not as_json:
        say(f"  {shown_path(drafted)}")
    return code


@app.command()
@command
def shown(
    profile: ProfileArgument,
    on: RecordedDayOption = None,
    pack: Annotated[
        str | None,
        typer.Option("--pack", metavar="NAME", autocompletion=completion.packs, help="The pack; else the last built."),
    ] = None,
    who: WhoOption = None,
    skipped: Annotated[
        list[str] | None,
        typer.Option(
            "--skipped",
            metavar="SLIDE",
            autocompletion=completion.blocks,
            help="A slide of the deck that was not shown: its number in the deck that was built, or its block. "
            "Repeatable.",
        ),
    ] = None,
    landed: LandedOption = None,
    correct: CorrectOption = None,
    out: BuiltInOption = Path("out"),
    interview_language: InterviewLanguageOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Note down that a deck was shown: when, to whom, and which of its blocks were skipped or landed.

    It is the deck that was built for that day, else the last one. What these people have seen is not chosen for them
    again, unless you pin it. On a terminal, and without options, it asks. A block of several slides counts as skipped
    where all of them were.

    Exit codes: 0 noted down, also where it waits to be sent; 1 nothing could be noted down; 2 nothing was built.

    Examples:

      salespack log shown betasoloin

      salespack log shown betasoloin --on 2026-12-01 --who cto --who "finance=Pekka Puu" --skipped 4,5
    """  # fmt: skip
    from salespack.ledger.recording import Showing, deck_shown, record_shown, room_of

    opened, known, ledger = _opened(profile, library)
    noted = day(on) or _met(known)
    deck = deck_shown(ledger, known, out, pack, noted)
    corrected = _event_of(ledger, known, correct, ("shown",)) if correct is not None else None
    if asks(on, who, skipped, landed, correct) and not as_json:
        said = _interview(opened, known, interview_language).showing(deck, noted)
    else:
        people = tuple(_attendee(one, known, opened) for one in who or ()) or room_of(known)
        slides = Slides.of(out, known, deck)
        said = Showing(
            on=noted, people=people, skipped=slides.skipped(skipped or ()), landed=slides.named(landed or ())
        )
    recorded = record_shown(ledger, known, deck, said, None if corrected is None else corrected.id)
    return _told(ledger, known, recorded, f"salespack log outcome {known.id}", as_json=as_json)


@app.command()
@command
def outcome(
    profile: ProfileArgument,
    result: Annotated[
        str | None,
        typer.Argument(
            metavar="[won|lost|advanced|stalled|declined]",
            autocompletion=completion.words("won", "lost", "advanced", "stalled", "declined"),
            help="What came of it.",
            show_default=False,
        ),
    ] = None,
    on: RecordedDayOption = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = "",
    words: Annotated[
        str | None,
        typer.Option(
            "--words",
            metavar="WHOSE",
            autocompletion=completion.words("customer", "seller"),
            help="In whose words the reason is: customer, or seller.",
        ),
    ] = None,
    objection: Annotated[
        list[str] | None,
        typer.Option("--objection", metavar="TEXT", help="What they asked, or had against it. Repeatable."),
    ] = None,
    next_step: NextOption = "",
    next_on: NextOnOption = None,
    worth: Annotated[
        float | None, typer.Option("--value", metavar="V", help="What it is worth, in the library’s currency.")
    ] = None,
    credit: Annotated[str, typer.Option("--credit", metavar="PERSON", help="Who made it, of yours or of theirs.")] = "",
    block: Annotated[
        str | None,
        typer.Option("--block", metavar="ID", autocompletion=completion.blocks, help="The block that made it."),
    ] = None,
    correct: CorrectOption = None,
    interview_language: InterviewLanguageOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Note down what came of what was shown: won, lost, advanced (a next step), stalled, or declined.

    It counts for every block that was shown to the customer since the outcome before: `won` and `advanced` let it rise
    when packs are matched, the others let it sink, by how much data there is. On a terminal it asks for what is not
    said, and after a no for the customer's own reason. What did not win them is followed by blocks that they have not
    seen and that speak to another value of theirs (`instead` in --json).

    Exit codes: 0 noted down, also where it waits to be sent; 1 nothing could be noted down.

    Examples:

      salespack log outcome betasoloin won --credit "Maija Virta" --block calm-nights

      salespack log outcome betasoloin lost --reason "Too expensive to switch now" --words customer --on 2026-12-03
    """  # fmt: skip
    from salespack.ledger.events import RESULTS
    from salespack.ledger.recording import Outcome, record_outcome

    opened, known, ledger = _opened(profile, library)
    corrected = _event_of(ledger, known, correct, ("outcome",)) if correct is not None else None
    if result is None:
        if not asks() or as_json:
            raise UsageFault.of("SP801", "what came of it is not said", f"one of {', '.join(RESULTS)}")
        said = _interview(opened, known, interview_language).outcome(day(on) or today())
    else:
        if block is not None and block not in opened.blocks:
            raise UsageFault.of("SP403", f"the library has no block “{block}”", did_you_mean(block, opened.blocks))
        if worth is not None and not 0 <= worth < float("inf"):
            raise UsageFault.of("SP105", f"--value {worth:g} is no sum of money", "write it as 120000")
        said = Outcome(
            on=day(on) or today(), result=_result(result), reason=reason.strip(), words=_whose(words),
            objections=tuple(filter(None, (one.strip() for one in objection or ()))), next=next_step.strip(),
            next_on=day(next_on, "--next-on"), value=worth, credit=credit.strip(), block=block or "",
        )  # fmt: skip
        if said.result in REFUSED and not said.reason and asks() and not as_json:
            said = _interview(opened, known, interview_language).why(said)
    recorded = record_outcome(ledger, known, said, None if corrected is None else corrected.id)
    others = _other_blocks(opened, known, ledger, said.on) if said.result in REFUSED else {}
    if as_json:
        return _told(ledger, known, recorded, "", as_json=True, more={"instead": others})
    code = _told(ledger, known, recorded, "", as_json=False)
    for line in _advice(opened, known, said, others):
        say(line)
    return code


@app.command()
@command
def reference(
    profile: ProfileArgument,
    answer: Annotated[
        str | None,
        typer.Argument(
            metavar="[yes|no]",
            autocompletion=completion.words("yes", "no"),
            help="What they answered; nothing while they have not.",
            show_default=False,
        ),
    ] = None,
    on: RecordedDayOption = None,
    who: Annotated[
        list[str] | None,
        typer.Option(
            "--who",
            metavar="PERSON",
            autocompletion=completion.roles,
            help="Who was asked: a role, a name, or ROLE=NAME. Repeatable.",
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in their words.")] = "",
    correct: CorrectOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Note down that a customer was asked to be a reference, and what they answered.

    `log list` and the briefing show it, so that nobody asks twice. Whether their name may be on slides is what the
    profile says (`relationship: reference:`), which this leaves as it is.

    Exit codes: 0 noted down, also where it waits to be sent; 1 nothing could be noted down.

    Examples:

      salespack log reference betasoloin --who cto

      salespack log reference betasoloin no --reason "Our lawyers allow no names" --on 2026-12-03
    """
    from salespack.ledger.recording import AskedReference, record_reference

    opened, known, ledger = _opened(profile, library)
    corrected = _event_of(ledger, known, correct, ("reference",)) if correct is not None else None
    said = AskedReference(
        on=day(on) or today(), people=tuple(_attendee(one, known, opened) for one in who or ()),
        answer=_answer(answer), reason=reason.strip(),
    )  # fmt: skip
    recorded = record_reference(ledger, known, said, None if corrected is None else corrected.id)
    code = _told(ledger, known, recorded, "", as_json=as_json)
    if not as_json and (hint := _reference_hint(known, said.answer)):
        say(hint)
    return code


@app.command()
@command
def reject(
    block: Annotated[
        str, typer.Argument(metavar="BLOCK", autocompletion=completion.blocks, help="The block, by its id.")
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="What is wrong with it.")],
    said_by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")] = "",
    on: RecordedDayOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Refuse a block: say what is wrong with it, for the colleague who keeps it.

    It is among what `salespack library review` shows its owner, until the block is approved anew or in another version.

    Exit codes: 0 noted down, also where it waits to be sent; 1 nothing could be noted down; 2 there is no such block.

    Example:

      salespack log reject calm-nights --reason "Two customers asked for the source of 99.9%"
    """
    from salespack.cli.workspace import load_library
    from salespack.ledger.recording import record_rejected

    opened = load_library(library)
    if block not in opened.blocks:
        raise UsageFault.of("SP403", f"the library has no block “{block}”", did_you_mean(block, opened.blocks))
    if not reason.strip():
        raise UsageFault.of("SP801", "--reason is empty", "say what is wrong with the block")
    refused = opened.blocks[block]
    noted = record_rejected(_begun(opened), block, refused.version, day(on) or today(), reason.strip(), said_by.strip())
    show_problems(noted.problems)
    if as_json:
        from salespack.cli.json import say_json

        event = noted.event
        say_json({"id": event.id, "kind": "rejected", "on": event.on, "block": block, "reason": event.reason})
        return 0
    say(f"Noted down: {block} refused on {noted.event.on}: {noted.event.reason}")
    say(f"It is for {refused.owner or 'whoever keeps it, as it has no owner'}: salespack library review")
    return 0


@app.command("list")
@command
def list_events(
    profile: Annotated[
        str | None,
        typer.Argument(
            metavar="[PROFILE]",
            autocompletion=completion.profiles,
            help="A customer; else all of them.",
            show_default=False,
        ),
    ] = None,
    profiles: ProfilesOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """List what was shown to customers and what came of it, and which meetings nobody confirmed.

    Exit codes: 0 listed; 1 the ledger is out of reach.

    Examples:

      salespack log list

      salespack log list betasoloin --json
    """
    from salespack.cli.workspace import find_profile, load_library
    from salespack.ledger.names import all_customers
    from salespack.ledger.opening import ledger_of
    from salespack.system.cache import cache_folder

    opened = load_library(library)
    ledger = ledger_of(opened, cache_folder())
    if profile is not None:
        names = [find_profile(profile).stem]
    else:
        names = [one.profile for one in all_customers(ledger.folder)]
    rows = [row for name in names for row in _rows(ledger, name)] if ledger.folder.is_dir() else []
    show_problems(ledger.problems)
    if as_json:
        from salespack.cli.json import say_json

        say_json(rows)
    elif rows:
        show_table(("day", "customer", "what", "pack", "people", "reason", "id"), [_cells(row) for row in rows])
    else:
        say("Nothing was noted down yet: salespack log shown PROFILE")
    return 0


@app.command("rename")
@command
def rename_customer(
    old: Annotated[str, typer.Argument(metavar="OLD", help="What the profile was called, without .yaml.")],
    new: Annotated[
        str, typer.Argument(metavar="NEW", autocompletion=completion.profiles, help="The profile as it is called now.")
    ],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Give what was noted down of a customer to their profile under its new name.

    After the file of a profile was renamed; the log says so where it finds it. What was built stays in the folder of
    outputs by its former name.

    Exit codes: 0 given; 1 nothing could be noted down; 2 nothing is known by the former name, or it still has a
    profile.

    Example:

      salespack log rename betasoloin betasoloin-oyj
    """
    _, known, ledger = _opened(new, library, renaming=True)
    former = PurePath(old).name.removesuffix(".yaml").removesuffix(".yml")
    if _profile_of(known, former).is_file():
        place = Place(shown_path(_profile_of(known, former)))
        raise UsageFault.of("SP817", f"“{former}” still has a profile", "rename its file first", place)
    if not ledger.known(former).ids:
        raise UsageFault.of(
            "SP817", f"nothing was noted down of “{former}”", did_you_mean(former, ledger.former(known.customer.name)),
            Place(shown_path(ledger.folder)),
        )  # fmt: skip
    ledger.rename(former, known.id)
    events = sum(one.kind != "built" for one in ledger.history(known.id).events)
    if as_json:
        from salespack.cli.json import say_json

        say_json({"old": former, "new": known.id, "events": events})
    else:
        say(f"{known.customer.name} is {known.id} now: {events:,} {'entry' if events == 1 else 'entries'} of {former}")
    return 0


def _profile_of(profile: Profile, name: str) -> Path:
    """The file that another profile would have beside this one."""
    return Path(profile.file).with_name(f"{name}.yaml")


@app.command()
@command
def undo(
    profile: ProfileArgument,
    event: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="Which, by its id; else the last one.", show_default=False),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take back what was noted down of a customer last, or what has an id that `salespack log list` shows.

    Exit codes: 0 taken back; 1 nothing could be noted down; 2 there is no such entry.

    Examples:

      salespack log undo betasoloin

      salespack log undo betasoloin 3f2a --json
    """
    from salespack.ledger.recording import as_data, record_undone

    _, known, ledger = _opened(profile, library)
    taken = _event_of(ledger, known, event, ("shown", "outcome", "reference"))
    recorded = record_undone(ledger, known, taken)
    show_problems(recorded.problems)
    if as_json:
        from salespack.cli.json import say_json

        say_json({"undone": as_data(known.id, ledger.known(known.id), taken)})
    else:
        say(f"Taken back: {_line(as_data(known.id, ledger.known(known.id), taken))}")
    return 0


# --- what is read and understood -------------------------------------------------------------------------------------


def _opened(named: str, library: Path | None, *, renaming: bool = False) -> tuple[Library, Profile, Ledger]:
    """The library, the profile, and the ledger, which begins here where there is none yet."""
    from salespack.cli.workspace import find_profile, load_library
    from salespack.library.load import vocabulary_of
    from salespack.profiles.profile import load_profile

    opened = load_library(library)
    known = load_profile(find_profile(named), vocabulary_of(opened.settings, opened.values))
    ledger = _begun(opened)
    if not renaming:
        show_problems(_renamed(known, ledger))
    return opened, known, ledger


def _renamed(profile: Profile, ledger: Ledger) -> Iterator[Problem]:
    """A warning where the customer is known by a profile that there is no more."""
    for name in ledger.former(profile.customer.name):
        if not _profile_of(profile, name).is_file():
            yield Problem(
                code="SP817",
                message=f"{profile.customer.name} is known as “{name}”, of which there is no profile now",
                hint=f"salespack log rename {shlex.quote(name)} {shlex.quote(profile.id)}",
                place=Place(shown_path(profile.file)),
                severity=Severity.WARNING,
            )


def _begun(library: Library) -> Ledger:
    """The ledger of a library, which begins here where there is none yet."""
    from salespack.ledger.opening import begun_ledger, ledger_of
    from salespack.system.cache import cache_folder

    cache = cache_folder()
    ledger = begun_ledger(library, cache)
    if ledger is None:
        ledger = ledger_of(library, cache)
        ledger.begin()
    _tidied(ledger, cache)
    return ledger


def _tidied(ledger: Ledger, cache: Path | None) -> None:
    """Takes what is too old out of the ledger, and what has come back of who was erased: once a month, as it reads all
    of it."""
    from salespack.ledger.erasing import tidy
    from salespack.system.cache import read_cached, write_cached
    from salespack.system.hashing import digest

    name = f"ledger-tidied-{digest(str(ledger.folder.absolute()).encode())[:24]}"
    month = f"{today():%Y-%m}".encode()
    if read_cached(cache, name) != month and ledger.folder.is_dir():
        try:
            tidy(ledger, today())
        except OSError:
            return  # another day: nothing that is too old is read meanwhile
        write_cached(cache, name, month)


def asks(*options: object) -> bool:
    """Whether there is somebody to ask, and nothing was said."""
    return not any(options) and sys.stdin.isatty() and sys.stdout.isatty()


def _interview(library: Library, profile: Profile, language: str | None) -> LogInterview:
    from salespack.cli.interview import sellers_language
    from salespack.cli.log_interview import LogInterview

    attendee = partial(_attendee, profile=profile, library=library)
    return LogInterview(library, profile, sellers_language(language), attendee)


def _met(profile: Profile) -> datetime.date:
    """The day of a meeting that was not named: the profile's, if it is past, else today."""
    meeting = profile.meeting.date
    return meeting if meeting is not None and meeting <= today() else today()


def _attendee(text: str, profile: Profile, library: Library) -> Attendee:
    """Whom a text means: ROLE=NAME, the name of a stakeholder, or a role. Raises UsageFault (SP815)."""
    from salespack.ledger.ledger import Attendee
    from salespack.ledger.names import same
    from salespack.library.naming import resolve

    name, equals, person = (part.strip() for part in text.partition("="))
    if equals and name and person:
        return Attendee(resolve(library, name, "role"), person)
    stakeholders = {(one.name or "").strip(): one.role for one in profile.stakeholders}
    for known, role in stakeholders.items():
        if known and same(known, name):
            return Attendee(role, known)
    try:
        role = resolve(library, name, "role")
    except UsageFault:
        hint = f"write ROLE=NAME, such as “{next(iter(library.settings.roles), 'cto')}={name or 'Maija Virta'}”"
        near = did_you_mean(name, [*filter(None, stakeholders), *library.settings.roles], LISTED)
        raise UsageFault.of("SP815", f"nobody knows who “{name}” is", f"{near}; {hint}") from None
    named = [known for known, has in stakeholders.items() if has == role and known]
    return Attendee(role, named[0] if len(named) == 1 else "")


def _result(text: str) -> Result:
    from salespack.ledger.events import RESULTS

    for one in RESULTS:
        if one == text.strip().casefold():
            return one
    raise UsageFault.of("SP816", f"“{text}” is no outcome", did_you_mean(text, RESULTS, LISTED))


def _answer(text: str | None) -> Answer | None:
    from salespack.ledger.events import ANSWERS

    for one in ANSWERS:
        if text is not None and one == text.strip().casefold():
            return one
    if text is not None:
        raise UsageFault.of("SP816", f"“{text}” is no answer", "write yes, or no; leave it out while nobody answered")
    return None


def _whose(text: str | None) -> Any:
    if text is None or text in ("customer", "seller"):
        return text
    raise UsageFault.of("SP816", f"--words {text}", "write customer, or seller")


def _event_of(ledger: Ledger, profile: Profile, named: str | None, kinds: Sequence[str]) -> Event:
    """The event with an id, or how one begins; without, the last that was noted down. Raises UsageFault (SP817)."""
    events = [one for one in ledger.history(profile.id).events if one.kind in kinds]
    place = Place(shown_path(ledger.folder))
    if named is None:
        if not events:
            raise UsageFault.of("SP817", f"nothing was noted down of {profile.customer.name}", "", place)
        return max(events, key=lambda one: (one.at, one.id))
    found = [one for one in events if one.id.startswith(named.strip().lower()) and len(named.strip()) >= SHORTEST_ID]
    if len(found) != 1:
        hint = f"`salespack log list {profile.id}` shows the ids; their first {SHORTEST_ID} digits are enough"
        raise UsageFault.of("SP817", f"there is no entry “{named}” of {profile.customer.name}", hint, place)
    return found[0]


# --- what is told ----------------------------------------------------------------------------------------------------


def _drafted(folder: Path, library: Library, profile: Profile, said: Showing, deck: BuiltDeck) -> Path:
    """Writes the mail that follows a meeting; what is there stays. Raises UserFault (SP803)."""
    from salespack.building.follow_up import follow_up
    from salespack.system.files import not_written
    from salespack.system.transactions import write_file

    language = deck.language or profile.customer.language or library.settings.default_language
    draft = follow_up(profile, library, said, language)
    path, number = folder / draft.name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(draft.name).stem} ({number}).eml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_file(path, draft.content)
    except OSError as error:
        raise not_written(path, error, code="SP803") from None
    return path


def _told(
    ledger: Ledger,
    profile: Profile,
    recorded: Recorded,
    following: str,
    *,
    as_json: bool,
    more: Mapping[str, Any] | None = None,
) -> int:
    from salespack.ledger.recording import as_data

    show_problems(recorded.problems)
    row = as_data(profile.id, ledger.known(profile.id), recorded.event)
    if as_json:
        from salespack.cli.json import say_json

        say_json({**row, **(more or {})})
        return 0
    say(f"Noted down: {_line(row)}")
    say(f"  to take it back: salespack log undo {profile.id} {recorded.event.id[:8]}")
    if following:
        say(f"Next: {following}")
    return 0


def _other_blocks(library: Library, profile: Profile, ledger: Ledger, on: datetime.date) -> dict[str, tuple[str, ...]]:
    """The blocks with another angle, by the value that would lead: those that they have not seen, of the pack that
    would be chosen on the day after. None where nothing of the kind can be matched."""
    from salespack.building.build import Builder, Request
    from salespack.system.cache import cache_folder

    seen = {block for one in ledger.history(profile.id).events if one.kind == "shown" for block in one.seen}
    try:
        builder = Builder(library, cache_folder(), ledger)
        matched = builder.match(Request(profile=profile.file, out=Path(), today=today(), on=on + NEXT_DAY))
        angles = builder.angles(matched)
    except UserFault:
        return {}
    fresh = {one.value: tuple(block for block in one.comes if block not in seen) for one in angles}
    return {value: blocks for value, blocks in fresh.items() if blocks}


def _advice(library: Library, profile: Profile, said: Outcome, others: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What follows from an outcome: whom to thank and tell, or what to ask and what else there is to show."""
    if said.result == "won":
        if said.block and (owner := library.blocks[said.block].owner):
            yield f"{owner}, who keeps {said.block}, finds it in: salespack library news"
        if said.credit:
            yield f"Thank {said.credit}."
    elif said.result in REFUSED:
        if not said.reason or said.words != "customer":
            yield "Ask the customer why, and note it down in their words: --reason TEXT --words customer"
        because = f"“{said.reason}” was their reason; what " if said.reason and said.words == "customer" else "What "
        for value, blocks in others.items():
            yield f"{because}speaks to {value} instead: {', '.join(blocks)}"
        yield f"Packs with another angle: salespack match {profile.id} --angles"


def _reference_hint(profile: Profile, answer: str | None) -> str:
    """What else an answer asks for: the profile decides whether the customer's name may be shown."""
    agreed = profile.relationship.reference
    place = shown_path(profile.file)
    if answer == "no" and agreed != "declined":
        return f"So that no deck names them, write into {place}: relationship: {{reference: declined}}"
    if answer == "yes" and agreed in (None, "declined"):
        return f"So that decks may name them, write into {place} what they allow: relationship: {{reference: …}}"
    return ""


def _rows(ledger: Ledger, profile: str) -> Iterator[dict[str, Any]]:
    """What was noted down of a customer, and the meetings that nobody confirmed, by their days."""
    from salespack.ledger.past import unconfirmed
    from salespack.ledger.recording import as_data

    history = ledger.history(profile, today())
    said = [one for one in history.events if one.kind in ("shown", "outcome", "reference")]
    waiting = unconfirmed(history.events, today())
    for event in sorted((*said, *waiting), key=lambda one: (one.on or datetime.date.min, one.kind == "outcome")):
        yield as_data(profile, history.known, event)


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    what = {"built": UNCONFIRMED, "shown": "shown", "reference": _asked(row)}.get(row["kind"]) or row["result"]
    reason = row.get("reason", "")
    shortened = reason if len(reason) <= LONGEST_REASON else f"{reason[: LONGEST_REASON - 1]}…"
    return str(row["on"]), row["profile"], what, row["pack"], _people(row), shortened, row["id"][:8]


def _people(row: dict[str, Any]) -> str:
    return ", ".join(f"{one['name']} ({one['role']})" if one["name"] else one["role"] for one in row["people"])


def _asked(row: dict[str, Any]) -> str:
    return f"{ASKED}: {row['answer']}" if row.get("answer") else ASKED


def _line(row: dict[str, Any]) -> str:
    """An event in a line."""
    if row["kind"] == "reference":
        people = f", {_people(row)}" if row["people"] else ""
        because = f": {row['reason']}" if row["reason"] else ""
        return f"{row['profile']}{people}, {_asked(row)} on {row['on']}{because}"
    if row["kind"] == "outcome":
        because = f": {row['reason']}" if row["reason"] else ""
        return f"{row['profile']}, {row['result']} on {row['on']}{because}"
    left = [one for one in row["blocks"] if one not in row["skipped"]]
    skipped = f", without {', '.join(row['skipped'])}" if row["skipped"] else ""
    people = _people(row) or "people whom nobody named"
    return f"{row['profile']}, {row['pack']} shown on {row['on']} to {people}: {len(left)} blocks{skipped}"
