"""What the customers who agreed to it value, told of so many together that nobody can be known by a figure.

A customer counts once, however many profiles it has; what nobody said or measured does not count. No name is kept.
"""

from __future__ import annotations

import datetime
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from salespack.formats.types import in_language
from salespack.language.formatting import Formats
from salespack.language.phrases import has_words, words
from salespack.library.library import Library
from salespack.library.load import vocabulary_of
from salespack.problems.problem import Place, Problem, UsageFault, shown_path
from salespack.profiles.folder import read_profiles
from salespack.profiles.profile import Profile
from salespack.scaffold.blocks import folder_for
from salespack.scaffold.names import slug, write_new

LEAST = 10
"""How many customers must have agreed, so that the sample says something and hides each of them."""
LEAST_OF_A_VALUE = 5
"""How many customers a figure rests on at least: none of them is more than a quarter of it."""
MOST_VALUES = 6
"""How many values a slide shows."""
STRENGTHS = (5, 4, 3)
"""How strongly the draft speaks to the values on its first rows."""


class Figure(msgspec.Struct, frozen=True):
    """How much one value matters, on 0–10: to how many customers, the median, and the ends of the middle half."""

    value: str
    customers: int
    median: float
    low: float
    high: float


class Market(msgspec.Struct, frozen=True):
    """What customers of an `industry` (None: of any) value, weightiest first; `withheld` are values with too few."""

    on: datetime.date
    industry: str | None
    customers: int
    figures: tuple[Figure, ...]
    withheld: tuple[str, ...]


def agreed(
    library: Library, folder: Path, industry: str | None, cache: Path | None = None
) -> tuple[list[Profile], list[Problem]]:
    """The profiles of those who agreed to be counted, and warnings for those that cannot be read."""
    vocabulary = vocabulary_of(library.settings, library.values)
    read = read_profiles(folder, vocabulary, cache)
    found = [
        profile
        for profile in read.known
        if profile.relationship.benchmark in ("yes", True) and industry in (None, profile.customer.industry)
    ]
    return found, read.warnings(vocabulary)


def market_of(profiles: Iterable[Profile], industry: str | None, on: datetime.date) -> Market:
    """What the customers of profiles value. Raises UsageFault (SP426) where they are too few."""
    said: defaultdict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        said[" ".join(profile.customer.name.casefold().split())].append(profile)
    if len(said) < LEAST:
        whose = f" in {industry}" if industry else ""
        raise UsageFault.of(
            "SP426",
            f"{len(said)} customers{whose} agreed to be counted; {LEAST} are needed",
            "ask them, and write `relationship: {benchmark: yes}` into the profile of whoever agrees",
        )
    importance: defaultdict[str, list[float]] = defaultdict(list)
    for own in said.values():
        for value, figure in _of_one(own).items():
            importance[value].append(figure)
    figures = [_figure(value, known) for value, known in importance.items() if len(known) >= LEAST_OF_A_VALUE]
    figures.sort(key=lambda one: (-one.median, -one.customers, one.value))
    withheld = sorted(value for value, known in importance.items() if len(known) < LEAST_OF_A_VALUE)
    return Market(on, industry, len(said), tuple(figures), tuple(withheld))


def _of_one(profiles: Sequence[Profile]) -> dict[str, float]:
    """What one customer said of each value: the mean over its profiles."""
    known: defaultdict[str, list[float]] = defaultdict(list)
    for profile in profiles:
        for id, value in profile.values.items():
            if value.basis != "assumed":
                known[id].append(value.importance)
    return {id: statistics.mean(figures) for id, figures in known.items()}


def _figure(value: str, known: Sequence[float]) -> Figure:
    low, median, high = statistics.quantiles(known, n=4, method="inclusive")
    return Figure(value, len(known), round(median, 1), round(low, 1), round(high, 1))


def write_draft(library: Library, market: Market) -> list[Path]:
    """Writes what customers value as a draft of a market topic, in each language of the library that has fixed words,
    and returns its files. Raises UsageFault (SP427, SP802), UserFault (SP803)."""
    if not market.figures:
        hint = f"a figure rests on {LEAST_OF_A_VALUE} customers at least; ask more of them about the same values"
        raise UsageFault.of("SP427", "no value was named by enough customers for a slide", hint)
    settings = library.settings
    first, *others = settings.languages
    name = slug(f"what customers value {market.industry or ''}")
    folder = library.root / folder_for(library, "market")
    path = folder / f"{name}.md"
    if name in library.blocks or path.exists():
        hint = "retire it or give it another name; figures of another year are another block"
        raise UsageFault.of("SP802", f"there is a block {name} already", hint, Place(shown_path(path)))
    written = [(path, _front(market, first) + _body(library, market, first))]
    for language in others:
        if has_words(language):
            head = f"---\ntranslates: 1\nevidence: {_evidence(market, language)}\n---\n"
            written.append((folder / f"{name}.{language}.md", head + _body(library, market, language)))
    for file, text in written:
        write_new(file, text, "block", "name another library with --library", library.root)
    return [file for file, _ in written]


def _front(market: Market, language: str) -> str:
    """The front matter of the draft: what it speaks to, whom it is for, its evidence and how long it holds."""
    values = ", ".join(f"{one.value}: {strength}" for one, strength in zip(market.figures, STRENGTHS, strict=False))
    lines = ["kind: market", f"values: {{{values}}}"]
    if market.industry:
        lines.append(f"for: {{industries: [{market.industry}]}}")
    lines += [
        f"evidence: {_evidence(market, language, market.on)}",
        "state: draft    # approved, when somebody has read it: salespack library approve",
        f"review_by: {_later(market.on, 182)}",
        f"valid_until: {_later(market.on, 365)}",
        "version: 1",
    ]
    return "---\n" + "\n".join(lines) + "\n---\n"


def _later(day: datetime.date, days: int) -> str:
    return (day + datetime.timedelta(days)).isoformat()


def _evidence(market: Market, language: str, on: datetime.date | None = None) -> str:
    word = words(language)
    said = {"source": word["counted_source"], "sample": word["counted_sample"].format(count=market.customers)}
    keys = [f"{key}: {msgspec.json.encode(text).decode()}" for key, text in said.items()]
    if on is not None:
        keys.insert(1, f"date: {on.isoformat()}")
    return "{" + ", ".join(keys) + "}"


def _body(library: Library, market: Market, language: str) -> str:
    """The slide: a bar for each value, and how many customers each rests on with the spread."""
    word, settings = words(language), library.settings
    title = word["counted_title"].format(count=market.customers)
    if market.industry:
        industry = in_language(settings.industries[market.industry], language, settings.default_language)
        title += f": {industry}"
    shown = market.figures[:MOST_VALUES]
    names = [in_language(library.values[one.value].name, language, settings.default_language) for one in shown]
    rows = list(_rows(market, names, language))
    chart: Mapping[str, object] = {
        "type": "bar",
        "title": word["counted_chart"],
        "alt": "; ".join(rows),
        "categories": names,
        "series": {word["importance"]: [one.median for one in shown]},
        "highlight": "highest",
    }
    said = "\n".join(f"{key}: {msgspec.json.encode(value).decode()}" for key, value in chart.items())
    listed = "\n".join(f"- {row}" for row in rows[:3])
    return f"# {title}\n\n```chart\n{said}\n```\n\n{listed}\n\n::: notes\n{word['counted_notes']}\n:::\n"


def _rows(market: Market, names: Sequence[str], language: str) -> Iterator[str]:
    word, formats = words(language), Formats()
    for name, one in zip(names, market.figures, strict=False):
        low, high = (formats.number(figure, language, 1) for figure in (one.low, one.high))
        yield word["counted_row"].format(value=name, count=one.customers, all=market.customers, low=low, high=high)
