"""An interview's answers: kept while it goes on, so that nobody has to say them twice, or read from a file at once."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from salespack.formats.schema import decode
from salespack.formats.text_files import read_text
from salespack.formats.types import Day, FilledText
from salespack.formats.yaml import Source
from salespack.library.library import Library
from salespack.library.naming import Sort, resolve
from salespack.problems.files import file_content
from salespack.problems.problem import Problem, UsageFault, shown_path
from salespack.problems.suggestions import did_you_mean
from salespack.scaffold.profiles import (
    Answers,
    PersonAnswer,
    ValueAnswer,
    customer_name,
    importances_of,
    profile_id,
)

KEPT = ".interview-{}.json"
"""The file of an interview that is not finished, in the folder where its profile will be."""
OWNERS_ALONE = 0o600
MOST_MINUTES = 10_000

# --- kept while it goes on -------------------------------------------------------------------------------------------


class KeptInterview(msgspec.Struct, frozen=True, kw_only=True):
    """An interview that is not finished: its answers, and the number of the next question."""

    answers: Answers
    next: int
    day: datetime.date
    format: Literal[1] = 1


def kept_file(folder: Path, customer: str) -> Path:
    """Where the answers about a customer are kept."""
    return folder / KEPT.format(profile_id(customer))


def keep(path: Path, interview: KeptInterview) -> None:
    """Writes the answers, all of them or none, into a file that only its owner can read. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with suppress(FileNotFoundError):
        draft.unlink()  # of a process that is no more
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNERS_ALONE)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(msgspec.json.encode(interview))
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def kept_in(folder: Path) -> Iterator[tuple[Path, KeptInterview]]:
    """The interviews of a folder that are not finished, the last one first. One that cannot be read is left alone."""
    with suppress(OSError):
        for path in sorted(folder.glob(KEPT.format("*")), key=lambda one: one.stat().st_mtime, reverse=True):
            with suppress(OSError, msgspec.DecodeError):
                yield path, msgspec.json.decode(file_content(path), type=KeptInterview)


# --- said at once ----------------------------------------------------------------------------------------------------


class PersonGiven(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody in the room."""

    role: FilledText
    name: FilledText | None = None


class ValueGiven(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was said of a value; figures on 0–10."""

    value: FilledText
    importance: float | None = None
    satisfaction: float | None = None
    words: FilledText | None = None
    who: FilledText | None = None
    share: Literal["yes", "no"] | bool = False


class MeetingGiven(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The meeting."""

    date: Day | None = None
    stage: FilledText | None = None
    minutes: int | None = None


class GivenAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of answers, in the order of the questions: names may be as people call them. Values stand weightiest
    first; one of which nothing but its name is known may stand as that alone."""

    customer: FilledText
    industry: FilledText | None = None
    language: FilledText | None = None
    people: tuple[PersonGiven | FilledText, ...] = ()
    goals: tuple[FilledText, ...] = ()
    values: tuple[ValueGiven | FilledText, ...] = ()
    success: FilledText | None = None
    meeting: MeetingGiven = MeetingGiven()


def read_answers(path: Path, library: Library, noted: str) -> Answers:
    """The answers of a file; `noted` says where words come from of which it does not. Raises UserFault."""
    source = Source(shown_path(path), read_text(path))
    given = decode(source, GivenAnswers)
    reading = _Reading(source, library)
    values = reading.values(given.values, noted)
    people = []
    for number, one in enumerate(given.people):
        person = one if isinstance(one, PersonGiven) else PersonGiven(one)
        role = reading.named(person.role, "role", "people", number, *(("role",) if person is one else ()))
        people.append(PersonAnswer(role or "", person.name))
    meeting = given.meeting
    if meeting.minutes is not None and not 0 < meeting.minutes < MOST_MINUTES:
        reading.tell("SP105", f"{meeting.minutes} is not a number of minutes", "for example 30", "meeting", "minutes")
    languages = library.settings.languages
    if given.language is not None and given.language not in languages:
        message = f"the library has no language “{given.language}”"
        reading.tell("SP205", message, did_you_mean(given.language, languages), "language")
    answers = Answers(
        customer=" ".join(given.customer.split()),
        industry=reading.named(given.industry, "industry", "industry"),
        language=given.language,
        people=tuple(dict.fromkeys(people)),
        goals=given.goals,
        values=values,
        success=given.success,
        date=meeting.date.isoformat() if meeting.date is not None else None,
        stage=reading.named(meeting.stage, "stage", "meeting", "stage"),
        minutes=meeting.minutes,
    )
    if reading.problems:
        raise UsageFault(reading.problems)
    customer_name(answers.customer)
    return answers


class _Reading:
    """Names and figures of a file of answers; what is wrong with them goes to `problems`."""

    def __init__(self, source: Source, library: Library) -> None:
        self._source, self._library = source, library
        self.problems: list[Problem] = []

    def tell(self, code: str, message: str, hint: str, *path: str | int) -> None:
        """A problem at a place of the file."""
        self.problems.append(Problem(code=code, message=message, hint=hint, place=self._source.place(path)))

    def named(self, text: str | None, sort: Sort, *path: str | int) -> str | None:
        """The declared name that a text means; none where it means none, which is told."""
        try:
            return resolve(self._library, text, sort) if text is not None else None
        except UsageFault as fault:
            place = self._source.place(path)
            self.problems += [msgspec.structs.replace(one, place=place) for one in fault.problems]
            return None

    def values(self, given: Sequence[ValueGiven | str], noted: str) -> tuple[ValueAnswer, ...]:
        """What was said of values, each once."""
        usual = importances_of(len(given))
        found: dict[str, ValueAnswer] = {}
        for number, written in enumerate(given):
            one = written if isinstance(written, ValueGiven) else ValueGiven(written)
            for field in ("importance", "satisfaction"):
                figure = getattr(one, field)
                if figure is not None and not 0 <= figure <= 10:
                    message = f"{figure:g} is not a figure from 0 to 10"
                    self.tell("SP105", message, "for example 8", "values", number, field)
            id = self.named(one.value, "value", "values", number, *(("value",) if one is written else ()))
            if id is None or id in found:
                continue
            found[id] = ValueAnswer(
                id,
                usual[number] if one.importance is None else one.importance,
                one.satisfaction,
                one.words,
                (one.who or noted) if one.words else None,
                share=bool(one.words) and one.share in (True, "yes"),
                assumed=one.importance is None,
            )
        return tuple(found.values())
