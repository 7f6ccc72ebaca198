"""Rules about translations: missing, behind their original, of another structure, with other figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from salespack.checking.rules.views import BlockText, BlockView, LibraryView
from salespack.checking.rules.visible import OF_DESIGN, shown
from salespack.curation.translations.texts import marks_of, taken_apart
from salespack.language.locales import Patterns, checking_words_for, one_of
from salespack.library.fixed_words import languages_without_words
from salespack.library.locations import own_sources
from salespack.problems.problem import Place, Problem
from salespack.specimens.data_used import paths_in
from salespack.templating.template_text import template_code

SPACES = " \u00a0\u2009\u202f’'"
"""What languages put between thousands, beside points and commas."""
NUMBER = re.compile(rf"(?<![\w\x00])(?:\d{{1,3}}(?:[{SPACES}]\d{{3}}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,:]\d+)*)")
ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
DOTTED_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})\b")


def missing_translations(view: BlockView) -> Iterator[Problem]:
    """Blocks in use that lack one of the library's languages."""
    block = view.block
    if block.state != "approved":
        return
    missing = [one for one in view.around.settings.languages if one not in view.texts and one not in block.bodies]
    missing = [one for one in missing if one not in block.broken_bodies]
    if missing:
        yield Problem(
            code="SP210",
            message=f"is not translated into {', '.join(missing)}",
            hint=f"write {block.id}.{missing[0]}.md beside it",
            place=Place(block.file, 1, 1),
        )


def outdated_translations(view: BlockView) -> Iterator[Problem]:
    """Translations that say they follow an earlier version of their block, or texts that have changed since."""
    own = _own(view)
    for text in _translations(view):
        if changed := _changed_texts(own, text):
            count = "a text" if changed == 1 else f"{changed} texts"
            yield Problem(
                code="SP209",
                message=f"{count} of {view.block.id} changed in {own.language} since this was translated",
                hint=f"salespack library export FILE.xlsx --translations {text.language} has what is to be done",
                place=text.place_of(("source_marks",)),
            )
            continue
        follows = text.body.translates
        if follows is not None and follows < view.block.version:
            yield Problem(
                code="SP209",
                message=f"translates version {follows} of {view.block.id}, which is at version {view.block.version}",
                hint=f"bring it up to date, then write `translates: {view.block.version}`",
                place=text.place_of(("translates",)),
            )


def other_number_of_slides(view: BlockView) -> Iterator[Problem]:
    """Translations that make more or fewer slides than their original, for the same customer."""
    own = _own(view)
    for text in _translations(view):
        if own.specimen and text.specimen and len(own.specimen) != len(text.specimen):
            here, there = _slides(len(text.specimen)), _slides(len(own.specimen))
            yield Problem(
                code="SP212",
                message=f"makes {here} in {text.language} and {there} in {own.language}",
                hint="give both the same slides",
                place=text.place(1, 1),
            )


def other_data(view: BlockView) -> Iterator[Problem]:
    """Translations that use other data of the customer than their original."""
    own = _own(view)
    theirs = _data(own)
    for text in _translations(view):
        here = _data(text)
        more, fewer = sorted(here - theirs), sorted(theirs - here)
        if more or fewer:
            said = [f"uses {', '.join(more)}, which {own.language} does not"] if more else []
            said += [f"does not use {', '.join(fewer)}, which {own.language} does"] if fewer else []
            yield Problem(
                code="SP213",
                message="; ".join(said),
                hint="use the same data in each language",
                place=text.place_at(text.source.find(more[0]) if more else 0),
            )


def other_figures(view: BlockView) -> Iterator[Problem]:
    """Figures on a translation's slides that are not on its original's, and the other way round."""
    own = _own(view)
    theirs, their_prose = _figures(own)
    for text in _translations(view):
        here, prose = _figures(text)
        more = [one for one in here if one not in theirs and not _spelt(one, their_prose, own.language)]
        fewer = [one for one in theirs if one not in here and not _spelt(one, prose, text.language)]
        if not more and not fewer:
            continue
        said = [f"{_listed(here[one][1] for one in more)} here"] if more else []
        if fewer:
            line = own.place_at(theirs[fewer[0]][0]).line
            said.append(f"{_listed(theirs[one][1] for one in fewer)} in {own.language} (line {line})")
        yield Problem(
            code="SP214",
            message="the figures differ: " + ", ".join(said),
            hint="correct the one that is wrong",
            place=text.place_at(here[more[0]][0] if more else 0),
        )


def fixed_words_missing(whole: LibraryView) -> Iterator[Problem]:
    """Languages of the library in which the fixed words of documents are English."""
    yield from languages_without_words(whole.library, whole.library.settings.languages)


def words_missing(whole: LibraryView) -> Iterator[Problem]:
    """Names and texts of the library that are written per language, and lack one: pages there show another's.

    A person's own are for the languages that the person speaks.
    """
    languages = whole.library.settings.languages
    for source in own_sources(whole.library):
        texts: dict[tuple[str | int, ...], set[str]] = {}
        spoken: set[str] = set()
        for path, text, _ in source.texts():
            if path[:1] == ("languages",) and "people" in Path(source.file).parts:
                spoken.add(text)
            elif path and path[-1] in languages and text.strip() and "check" not in path:
                texts.setdefault(path[:-1], set()).add(str(path[-1]))
        for path, written in texts.items():
            if missing := [one for one in languages if one not in written and (not spoken or one in spoken)]:
                yield Problem(
                    code="SP216",
                    message=f"{'.'.join(map(str, path))} is not written in {', '.join(missing)}",
                    hint=f"write it there: {missing[0]}: …",
                    place=source.place(path, key=True),
                )


def _changed_texts(own: BlockText, text: BlockText) -> int:
    """How many texts of a block are others than those that a translation followed, as far as it keeps their marks."""
    if not text.body.source_marks:
        return 0
    now = Counter(marks_of([one.text for one in taken_apart(own.source, jinja=own.block.jinja).passages]).split())
    return (now - Counter(text.body.source_marks.split())).total()


def _own(view: BlockView) -> BlockText:
    return next(iter(view.texts.values()))


def _translations(view: BlockView) -> Iterator[BlockText]:
    """The texts that are translations, if the original can be read."""
    own = next(iter(view.block.bodies))
    if own in view.texts and view.block.state != "retired":
        yield from (text for language, text in view.texts.items() if language != own)


def _slides(count: int) -> str:
    return "1 slide" if count == 1 else f"{count} slides"


def _data(text: BlockText) -> set[str]:
    """The data that a text uses of the customer, the library's own words left out."""
    if not text.block.jinja:
        return set()
    found = {path for part in template_code(text.source) for path in paths_in(part)}
    return {path for path in found if not path.startswith(("company", "people", "contact", "on"))}


def _figures(text: BlockText) -> tuple[dict[float, tuple[int, str]], str]:
    """The figures on a text's slides with the first place and form of each, and all that the slides say."""
    found: dict[float, tuple[int, str]] = {}
    lines = [line for line in shown(text) if line.offset != OF_DESIGN]
    multiples = _multiples(text.language)
    for line in lines:
        prose = DOTTED_DATE.sub(_without_month, ISO_DATE.sub(_day_and_year, line.prose))
        prose = re.sub(r"^\s*\d+[.)] ", lambda mark: " " * len(mark[0]), prose)
        for hit in NUMBER.finditer(prose):
            value = _value(hit[0], _decimal(text.language))
            for pattern, factor in multiples:
                if pattern.match(prose, hit.end()):
                    value *= factor
                    break
            found.setdefault(round(value, 6), (line.offset + hit.start(), hit[0]))
    return found, "\n".join(line.prose for line in lines)


def _value(written: str, decimal: str) -> float:
    """A figure as a language writes it; a mark that cannot separate thousands separates decimals."""
    written = re.sub(f"[{SPACES}]", "", written)
    whole, mark, rest = _split(written, decimal)
    for other in ".,":
        if re.fullmatch(rf"\d{{1,3}}(?:\{other}\d{{3}})+", whole) and other != decimal:
            whole = whole.replace(other, "")
    digits = re.sub(r"[.,:]", ".", whole + ("." + rest if mark else ""))
    first, _, others = digits.partition(".")
    return float(f"{first}.{others.replace('.', '') or 0}")


def _split(written: str, decimal: str) -> tuple[str, str, str]:
    if written.count(decimal) == 1:
        return written.partition(decimal)
    return written, "", ""


@lru_cache(maxsize=64)
def _decimal(language: str) -> str:
    """The sign between a language's whole numbers and decimals."""
    from salespack.language.formatting import Formats

    return Formats().number(1.5, language)[1]


def _day_and_year(date: re.Match[str]) -> str:
    return f"{int(date[3])} {date[1]}".ljust(len(date[0]))


def _without_month(date: re.Match[str]) -> str:
    return f"{int(date[1])} {date[3]}".ljust(len(date[0]))


def _spelt(figure: float, prose: str, language: str) -> bool:
    """Whether a text has a figure in words, as far as those are known."""
    words = _numbers(language).get(str(int(figure))) if figure == int(figure) else None
    return words is not None and words.search(prose) is not None


@lru_cache(maxsize=32)
def _multiples(language: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """What multiplies the figure before it in a language, and by how much."""
    found = _by_figure(words.multiples for words in checking_words_for(language))
    return tuple((re.compile(rf"\s?{one_of(patterns)}(?!\w)"), int(factor)) for factor, patterns in found.items())


@lru_cache(maxsize=32)
def _numbers(language: str) -> dict[str, re.Pattern[str]]:
    """How figures are spelt in a language, as far as that is known."""
    found = _by_figure(words.numbers for words in checking_words_for(language))
    return {figure: re.compile(rf"\b{one_of(patterns)}\b", re.IGNORECASE) for figure, patterns in found.items()}


def _by_figure(lists: Iterable[Mapping[str, Patterns]]) -> dict[str, Patterns]:
    """Several lists as one."""
    found: dict[str, Patterns] = {}
    for one in lists:
        for figure, patterns in one.items():
            found[figure] = (*found.get(figure, ()), *patterns)
    return found


def _listed(figures: Iterator[str]) -> str:
    shown_ones = list(figures)
    return ", ".join(f"“{one}”" for one in shown_ones[:4]) + (", …" if len(shown_ones) > 4 else "")
