"""The interview for a profile, in the seller's language: always the same questions, in the order of a talk."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from salespack.cli import deferred_typer as typer
from salespack.cli.questions import Back, Questions, Step, in_width
from salespack.cli.tables import say
from salespack.formats.types import Day, in_language
from salespack.language.interview import FILE, InterviewWords, interview_words, spoken
from salespack.language.locales import languages
from salespack.library.naming import resolve
from salespack.problems.files import why
from salespack.problems.printing import printable
from salespack.problems.problem import Place, UsageFault, UserFault, shown_path
from salespack.problems.suggestions import LISTED, did_you_mean
from salespack.scaffold.interview import KeptInterview, keep, kept_file, kept_in
from salespack.scaffold.profiles import (
    LONGEST_NAME,
    Answers,
    PersonAnswer,
    ValueAnswer,
    customer_name,
    free_profile,
    importance_of,
    importances_of,
    minutes_of,
)

if TYPE_CHECKING:
    from salespack.building.build import Matched
    from salespack.library.library import Library
    from salespack.library.naming import Sort

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What says which language a computer speaks, the first that is set before the others."""
WHO = " -- "
LONGEST_WORDS = 160
"""Letters of a customer's words that a summary shows."""
MOST_VALUES_SHOWN, MOST_TITLES = 3, 2
COMMAND = "salespack new profile"


def sellers_language(named: str | None) -> str:
    """The language to ask in: the one named, else that of the computer, else English. Raises UsageFault (SP205)."""
    if named is None:
        return spoken(filter(None, (os.environ.get(one) for one in VARIABLES)))
    if spoken((named,)) != named.partition("-")[0].lower():
        hint = did_you_mean(named, languages(FILE), LISTED)
        raise UsageFault.of("SP205", f"there are no questions in “{named}”", hint)
    return spoken((named,))


class Interview:
    """One interview about one customer; its answers are kept until its profile is written."""

    def __init__(
        self,
        library: Library,
        folder: Path,
        language: str,
        today: datetime.date,
        most_values: int | None,
        heard: Answers | None = None,
    ) -> None:
        """`heard` is what notes say already: it stands in [ ] as the usual answer to each question."""
        self._heard = heard or Answers(customer="")
        self._library, self._folder, self._today, self._most = library, folder, today, most_values
        self._texts: InterviewWords = interview_words(language)
        self._ask = Questions(self._texts)
        self._spoken = language
        self._headed = ""
        """The value whose question stands above what is asked now."""

    def answers(self) -> Answers:
        """All that was said, once it has been seen together.

        Raises typer.Abort where a person stops, and says where the answers are kept then.
        """
        if not sys.stdin.isatty():  # what a script types it can type again
            return self._ask.asked(self._steps, self._heard)
        begun = self._begun()
        try:
            return self._ask.asked(self._steps, begun.answers, begun.next, self._keep)
        except (typer.Abort, KeyboardInterrupt, UserFault):
            if self._ask.kept is not None:
                at = "" if self._folder == Path("profiles") else f" --folder {shown_path(self._folder)}"
                said = self._texts["kept"].format(file=shown_path(self._ask.kept), command=f"{COMMAND}{at}")
                sys.stderr.write(f"\n{printable(said)}\n")
            raise

    def wants_it_built(self) -> bool:
        """Whether a person wants the pack at once; where nobody can be asked, nobody does."""
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            return False
        try:
            return self._ask.until(self._ask.yes_or_no, self._texts["build_it"], self._ask.words(agree=True)) is True
        except Back:
            return False

    def finished(self) -> None:
        """The profile is written: what was kept goes."""
        if self._ask.kept is not None:
            self._ask.kept.unlink(missing_ok=True)

    def _begun(self) -> KeptInterview:
        """The interview to go on with, or a new one."""
        texts = self._texts
        for path, found in kept_in(self._folder):
            question = texts["go_on"].format(customer=printable(found.answers.customer))
            usual = self._ask.words(agree=True)
            if self._heard != Answers(customer=""):
                say("\n".join(in_width(texts["notes_wait"])))
                usual = self._ask.words(agree=False)
            while (said := self._choice(question, usual)) is None:
                self._ask.needed()
            if said == "delete":
                path.unlink(missing_ok=True)
                typer.echo(texts["deleted"].format(customer=printable(found.answers.customer)))
            elif said == "yes":
                self._ask.kept = path
                return self._declared_still(found)
        return KeptInterview(answers=self._heard, next=0, day=self._today)

    def _declared_still(self, found: KeptInterview) -> KeptInterview:
        """A kept interview without what the library has not declared any more; then it begins at the first question."""
        said, library = found.answers, self._library
        declared = replace(
            said,
            industry=said.industry if said.industry in library.settings.industries else None,
            language=said.language if said.language in library.settings.languages else None,
            stage=said.stage if said.stage in library.settings.stages else None,
            people=tuple(one for one in said.people if one.role in library.settings.roles),
            values=tuple(one for one in said.values if one.id in library.values),
        )
        return found if declared == said else replace(found, answers=declared, next=0)

    def _choice(self, question: str, usual: str) -> str | None:
        ask = self._ask

        def read(text: str) -> str:
            if text.casefold() == "delete" or ask.means(text, "delete_words"):
                return "delete"
            return "yes" if ask.yes_or_no(text) else "no"

        try:
            return ask.until(read, question, usual)
        except Back:
            return None

    def _keep(self, answers: Answers, at: int) -> None:
        path = kept_file(self._folder, answers.customer)
        before = self._ask.kept
        try:
            keep(path, KeptInterview(answers=answers, next=at, day=self._today))
        except OSError as error:
            message = self._texts["not_kept"].format(why=why(error))
            raise UserFault.of("SP803", message, self._texts["not_kept_how"], Place(shown_path(path))) from None
        if before is not None and before != path:
            before.unlink(missing_ok=True)  # the customer is called otherwise now
        self._ask.kept = path

    # --- questions ---------------------------------------------------------------------------------------------------

    def _steps(self, answers: Answers) -> list[Step[Answers]]:
        """The questions; what the library declares nothing of is not asked."""
        texts, ask, library = self._texts, self._ask, self._library
        steps = [
            _field(
                "customer",
                texts["name_customer"],
                lambda usual: ask.required(self._customer, texts["ask_customer"], usual),
            )
        ]
        if library.settings.industries:
            steps.append(self._named("industry", texts["name_industry"], "industry", texts["ask_industry"]))
        if len(library.settings.languages) > 1:
            known = {one: one for one in library.settings.languages}
            usual_language = library.settings.default_language
            steps.append(
                _field(
                    "language",
                    texts["name_language"],
                    lambda usual: ask.one_of(known, self._language, texts["ask_language"], usual or usual_language),
                )
            )
        if library.settings.roles:
            steps.append(Step(texts["name_people"], self._people, self._people_said))
        steps.append(Step(texts["name_goals"], self._goals, lambda a: "; ".join(a.goals)))
        if library.values:
            names = texts["name_values"]
            steps.append(Step(names, self._values, lambda a: ", ".join(self._value_name(one.id) for one in a.values)))
        for number in range(len(answers.values)):
            steps += self._of_value(number, answers)
        steps += [
            _field("success", texts["name_success"], lambda usual: ask.entry(texts["ask_success"], usual) or None),
            _field("date", texts["name_date"], lambda usual: ask.until(self._day, texts["ask_date"], usual)),
        ]
        if library.settings.stages:
            steps.append(self._named("stage", texts["name_stage"], "stage", texts["ask_stage"]))
        steps.append(
            _field(
                "minutes", texts["name_minutes"], lambda usual: ask.until(self._minutes, texts["ask_minutes"], usual)
            )
        )
        return steps

    def _named(self, field: str, name: str, sort: Sort, question: str) -> Step[Answers]:
        """A question for one of the names that the library declares of a sort."""
        rows = self._declared(sort)
        step: Step[Answers] = _field(
            field,
            name,
            lambda usual: self._ask.one_of(rows, lambda text: resolve(self._library, text, sort), question, usual),
        )
        return step._replace(shown=lambda answers: rows.get(getattr(answers, field) or "", ""))

    def _declared(self, sort: Sort) -> dict[str, str]:
        """What the library declares of a sort, as it is called in the seller's language."""
        settings = self._library.settings
        named: Mapping[str, Any] = {
            "industry": settings.industries,
            "role": settings.roles,
            "stage": settings.stages,
            "value": {id: one.name for id, one in self._library.values.items()},
        }[sort]
        return {id: in_language(name, self._spoken, settings.default_language) for id, name in named.items()}

    def _customer(self, text: str) -> str:
        try:
            name = customer_name(text)
        except UsageFault:  # there is a name, of characters that are allowed
            raise ValueError(self._texts["long_name"].format(most=LONGEST_NAME)) from None
        try:
            free_profile(name, self._folder)
        except UsageFault as fault:
            there = fault.problems[0].place
            raise ValueError(self._texts["taken"].format(file=there.file if there else name)) from None
        return name

    def _language(self, text: str) -> str:
        if text not in self._library.settings.languages:
            raise UsageFault.of("SP205", f"the library has no language “{text}”", "")
        return text

    def _day(self, text: str) -> str:
        try:
            return Day.parse(text).isoformat()
        except ValueError:
            raise ValueError(self._texts["bad_day"].format(text=text)) from None

    def _minutes(self, text: str) -> int:
        try:
            return minutes_of(text)
        except UsageFault:
            raise ValueError(self._texts["bad_minutes"].format(text=text)) from None

    def _people(self, answers: Answers) -> Answers:
        rows = self._declared("role")
        usual = ", ".join(f"{one.role}={one.name}" if one.name else one.role for one in answers.people)
        found = self._ask.some_of(
            rows, lambda text: resolve(self._library, text, "role"), self._texts["ask_people"],
            self._texts["people_how"], usual, lambda role, name: PersonAnswer(role, name or None),
            answers.people,
        )  # fmt: skip
        return replace(answers, people=tuple(dict.fromkeys(found)))

    def _people_said(self, answers: Answers) -> str:
        rows = self._declared("role")
        return ", ".join(f"{one.name} ({rows[one.role]})" if one.name else rows[one.role] for one in answers.people)

    def _goals(self, answers: Answers) -> Answers:
        before = "; ".join(answers.goals)
        said = self._ask.entry(self._texts["ask_goals"], before)
        if said == before:
            return answers
        return replace(answers, goals=tuple(goal for one in said.split(";") if (goal := one.strip())))

    # --- values ------------------------------------------------------------------------------------------------------

    def _value_name(self, id: str) -> str:
        return self._declared("value").get(id, id)

    def _values(self, answers: Answers) -> Answers:
        """The values that are asked about; what was said of one already stays."""
        texts, known = self._texts, {one.id: one for one in answers.values}

        def chosen(id: str, figures: str) -> ValueAnswer:
            said = known.get(id, ValueAnswer(id, 0.0, assumed=True))
            return self._rated(said, figures) if figures else said

        while True:
            found = {
                one.id: one
                for one in self._ask.some_of(
                    self._declared("value"), lambda text: resolve(self._library, text, "value"), texts["ask_values"],
                    usual=", ".join(known), made=chosen,
                )
            }  # fmt: skip
            if self._most is None or len(found) <= self._most:
                return _with_assumed(replace(answers, values=tuple(found.values())))
            sys.stderr.write(f"{texts['too_many'].format(count=self._most)}\n")

    def _rated(self, value: ValueAnswer, text: str) -> ValueAnswer:
        """A value with figures as they are typed: `9/3`, `9`, or `/3`. Raises ValueError for others."""
        importance, _, satisfaction = (part.strip() for part in text.partition("/"))
        try:
            return replace(
                value,
                importance=importance_of(importance) if importance else value.importance,
                satisfaction=importance_of(satisfaction) if satisfaction else None,
                assumed=not importance,
            )
        except UsageFault:
            raise ValueError(self._texts["bad_figure"].format(text=text)) from None

    def _head(self, id: str) -> None:
        """What the library asks of a value, over the questions about it, unless it stands there already."""
        if self._headed != id:
            asked, default = self._library.values[id].question, self._library.settings.default_language
            question = in_language(asked, self._spoken, default) if asked else ""
            head = f"{self._value_name(id)}: {question or self._texts['what_of_it']}"
            say("\n" + "\n".join(in_width(head)), strong=True)
        self._headed = id

    def _of_value(self, number: int, answers: Answers) -> Iterator[Step[Answers]]:
        """What is asked of one value: words, how much it matters and how it is today, whether words may be shown."""
        texts, ask, indent = self._texts, self._ask, "   "
        id = answers.values[number].id
        name = self._value_name(id)

        def changed(answers: Answers, **fields: Any) -> Answers:
            values = list(answers.values)
            values[number] = replace(values[number], **fields)
            return _with_assumed(replace(answers, values=tuple(values)))

        def words(answers: Answers) -> Answers:
            value = answers.values[number]
            self._headed = ""
            self._head(id)
            before = f"{value.quote}{WHO}{value.source}" if value.quote and value.source else value.quote or ""
            typed = ask.entry(f"{indent}{texts['words_how']}", before)
            if typed == before:
                return answers
            said, _, who = f" {typed}".partition(WHO)
            noted = texts["noted"].format(date=self._today.isoformat())
            quote = said.strip() or None
            return changed(answers, quote=quote, source=(who.strip() or noted) if quote else None, share=False)

        def figures(answers: Answers) -> Answers:
            self._head(id)
            value = answers.values[number]
            question = f"{indent}{texts['figures_again' if number else 'figures_how']}"
            rated = ask.until(lambda text: self._rated(value, text), question, _figures(value))
            if rated is None:
                return changed(answers, satisfaction=None, assumed=True)
            return changed(answers, importance=rated.importance, satisfaction=rated.satisfaction, assumed=rated.assumed)

        def share(answers: Answers) -> Answers:
            self._head(id)
            before = ask.words(answers.values[number].share)
            return changed(answers, share=ask.until(ask.yes_or_no, f"{indent}{texts['share']}", before) is True)

        def said(answers: Answers) -> str:
            value = answers.values[number]
            before, behind = texts["quote_open"], texts["quote_close"]
            words = value.quote or ""
            words = words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS]}…"
            allowed = texts["shareable" if value.share else "confidential"]
            quote = f"{before}{words}{behind} ({allowed})" if words else ""
            return " ".join(filter(None, (_figures(value), quote)))

        yield Step(name, words, said)
        yield Step(name, figures, said)
        yield Step(name, share, said, lambda answers: bool(answers.values[number].quote))


def _field(field: str, name: str, ask: Any) -> Step[Answers]:
    """A question whose answer is one field; `ask` gets what stands there."""

    def usual(answers: Answers) -> str:
        return "" if getattr(answers, field) is None else str(getattr(answers, field))

    return Step(name, lambda answers: replace(answers, **{field: ask(usual(answers))}), usual)


def _figures(value: ValueAnswer) -> str:
    """Figures as they are typed; of an assumed importance none."""
    importance = "" if value.assumed else f"{value.importance:g}"
    return importance if value.satisfaction is None else f"{importance}/{value.satisfaction:g}"


def _with_assumed(answers: Answers) -> Answers:
    """The answers with the importance of values of which nobody said it, from their order."""
    usual = importances_of(len(answers.values))
    values = (
        replace(one, importance=usual[number]) if one.assumed else one for number, one in enumerate(answers.values)
    )
    return replace(answers, values=tuple(values))


def answers_heard(library: Library, file: Path, ours: Sequence[str], today: datetime.date) -> Answers:
    """What notes of a talk say, as answers that are still to be confirmed. Raises UserFault."""
    from salespack.importing.notes.notes import MOST_GOALS, MOST_PEOPLE, heard_in

    heard, notes, _ = heard_in(library, file, ours)
    source = f"{file.name} {notes.day or today.isoformat()}"
    return _with_assumed(
        Answers(
            customer="",
            people=tuple(PersonAnswer(one.role, one.name) for one in heard.people[:MOST_PEOPLE]),
            goals=tuple(one.text for one in heard.goals[:MOST_GOALS]),
            values=tuple(
                ValueAnswer(one.id, 0.0, quote=one.quote or None, source=source if one.quote else None, assumed=True)
                for one in heard.values
            ),
        )
    )


# --- what they would be shown ----------------------------------------------------------------------------------------


def closing_lines(matched: Matched, library: Library, path: Path, texts: InterviewWords) -> Iterator[str]:
    """What we would show the customer, in five lines at most; or that nothing of ours answers them."""
    selection, deck = matched.selection, matched.deck
    names = {
        id: in_language(one.name, texts.language, library.settings.default_language)
        for id, one in library.values.items()
    }
    top = [one for one in selection.values if one.top]
    lacking = ", ".join(names[one.id] for one in top if not one.covered)
    if not top:
        yield texts["no_values"]
        return
    if selection.refusal:
        yield texts["declined"]
        if lacking:
            yield "  " + texts["unanswered"].format(values=lacking)
        yield texts["details"].format(file=shown_path(path))
        return
    yield texts["shows"].format(
        pack=deck.pack_name,
        slides=len(deck.slides),
        minutes=f"{selection.minutes:g}",
        share=f"{selection.coverage:.0%}",
    )
    shown: set[str] = set()
    for one in [value for value in top if value.covered][:MOST_VALUES_SHOWN]:
        answering = [
            (choice.value != one.id, -library.blocks[choice.block].values.get(one.id, 0), choice.block)
            for choice in selection.choices
            if choice.block is not None and (choice.value == one.id or one.id in library.blocks[choice.block].values)
        ]
        blocks = [block for *_, block in sorted(answering) if block not in shown][:MOST_TITLES]
        shown.update(blocks)
        titles = [_title(block, matched) for block in blocks]
        if titles:
            yield f"  {names[one.id]}: {' · '.join(titles)}"
    if lacking:
        yield "  " + texts["unanswered"].format(values=lacking)


def _title(block: str, matched: Matched) -> str:
    """The title of a block's first slide."""
    slides = (slide for slide in matched.deck.slides if slide.provenance.block == block)
    return next(("".join(span.text for span in slide.title) for slide in slides), block)
