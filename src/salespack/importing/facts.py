"""Facts as other systems write them, in the library's words: industry, country, size, day, who is named."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path

from salespack.formats.schema import decode
from salespack.formats.text_files import read_text
from salespack.formats.types import Localised, PartialDay
from salespack.formats.yaml import Source
from salespack.language.locales import case_words, industry_names, one_of
from salespack.language.word_matching import normalised
from salespack.library.library import Library

NEAR = 0.88
"""How alike a misspelt industry is to what is meant: telecomunications."""
SHORTEST_NEAR = 6
DAY_AND_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{1,2}:\d{2}")
WRITTEN_DAYS = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d")
FIGURE = re.compile(r"\D")
MOST_EMPLOYEES = 10_000_000
LINK = re.compile(r"[\[<(]*(?:https?://|www\.)|\[")


@lru_cache(maxsize=1)
def _place_rows() -> dict[str, tuple[str, ...]]:
    file = Path(__file__).parent / "data" / "places.yaml"
    return decode(Source(str(file), read_text(file)), dict[str, tuple[str, ...]])


class Facts:
    """What the words of other systems mean in one library."""

    def __init__(self, library: Library) -> None:
        self._settings = library.settings

    def industry(self, text: str) -> str | None:
        """The library's industry that `text` means, whole or in a part of it, also where it is misspelt; None where it
        has none such."""
        return self.named_industry(text) or self.near_industry(text)

    def named_industry(self, text: str) -> str | None:
        """The library's industry that `text` names, whole or in a part of it; None where it names none."""
        for part in _parts(text):
            if part in self._industries:
                return self._industries[part]
        for part in _parts(text):
            if named := self._contained(part):
                return named
        return None

    def near_industry(self, text: str) -> str | None:
        """The library's industry that a misspelt text is nearest to; None where it is near none."""
        for part in _parts(text):
            near = get_close_matches(part, self._industries, 1, NEAR) if len(part) >= SHORTEST_NEAR else []
            if near:
                return self._industries[near[0]]
        return None

    def country(self, text: str) -> str | None:
        """The code of the country that a place is in: “Espoo, Finland”, “Ames, Iowa”; None where it names none."""
        code = text.strip()
        if len(code) == 2 and code in self._codes:
            return code
        parts = [one for one in re.split(r"\s*[,;/]\s*(?:and\s+)?", normalised(text).replace(".", "")) if one]
        for number, part in enumerate(reversed(parts)):
            # Two letters are a state where they come last: “San Francisco, CA”.
            if part in self._countries and (number == 0 or len(part) > 2):
                return self._countries[part]
        return None

    def near_country(self, text: str) -> str | None:
        """The code of the country that a misspelt text is nearest to: “Philipines”; None where it is near none."""
        word = normalised(text).replace(".", "")
        near = get_close_matches(word, self._countries, 1, NEAR) if len(word) >= SHORTEST_NEAR else []
        return self._countries[near[0]] if near else None

    @cached_property
    def _industries(self) -> Mapping[str, str]:
        """Every word for an industry of this library, normalised, with the id; its own words win."""
        own = {
            normalised(word): name for name, named in self._settings.industries.items() for word in _words(name, named)
        }
        known = dict(own)
        for row in industry_names():
            name = next((own[word] for word in map(normalised, row) if word in own), None)
            if name is not None:
                for word in row:
                    known.setdefault(normalised(word), name)
        return known

    def _contained(self, text: str) -> str | None:
        """The industry of the longest known words in a text: “grocery retail technology and platforms”."""
        words = text.split()
        for length in range(min(len(words), 4), 0, -1):
            for at in range(len(words) - length + 1):
                if (run := " ".join(words[at : at + length])) in self._industries:
                    return self._industries[run]
        return None

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(self._countries.values())

    @cached_property
    def _countries(self) -> Mapping[str, str]:
        """Every country's name in English and the library's languages, and other names of places in it."""
        from babel import Locale, UnknownLocaleError

        known: dict[str, str] = {}
        for language in dict.fromkeys(("en", *self._settings.languages)):
            try:
                territories = Locale.parse(language, sep="-").territories
            except (UnknownLocaleError, ValueError):
                continue
            for code, name in territories.items():
                if len(code) == 2 and code.isalpha():
                    known.setdefault(normalised(name).replace(".", ""), code)
        for code, names in _place_rows().items():
            known.update((normalised(name), code) for name in names)
        return known


def customer_of(text: str) -> str:
    """The name in what a system says of a customer; empty where it is a description, as “an agency in Spain”."""
    linked = LINK.search(text)
    name = " ".join((text[: linked.start()] if linked else text).split()).strip(" ,;:-–")
    words = name.split()
    if linked or len(words) < 2:
        return name
    within = {word for known in case_words() for word in known.within_names}
    small = sum(word[0].islower() and word not in within for word in words)
    articles = {word for known in case_words() for word in known.articles}
    companies = {word for known in case_words() for word in known.companies}
    described = small or words[0].casefold() in articles or words[-1].casefold() in companies
    return "" if described else name


def day_of(text: str) -> str | None:
    """A date as ISO text, as far as it is known; None where it is none."""
    timed = DAY_AND_TIME.match(text.strip())
    try:
        return str(PartialDay.parse(timed[1] if timed else text.strip()))
    except ValueError:
        pass
    for form in WRITTEN_DAYS:
        try:
            return datetime.datetime.strptime(text.strip(), form).date().isoformat()
        except ValueError:
            continue
    return None


def headcount(text: str) -> int | None:
    """How many people a text says that a company employs; None where it says nothing of it, or nothing sensible."""
    match = _headcount().search(text)
    if match is None:
        return None
    count = int(FIGURE.sub("", match[1])[:12]) * (1000 if match[2] else 1)
    return count if 0 < count <= MOST_EMPLOYEES else None


@lru_cache(maxsize=1)
def _headcount() -> re.Pattern[str]:
    """A figure before a noun for employees, in any language."""
    employees = one_of(noun for known in case_words() for noun in known.employees)
    return re.compile(rf"(?<![\d.,])(\d{{1,3}}(?:[,.\u202f\u00a0 ]\d{{3}})+|\d+)(k)?\+?\s+{employees}", re.IGNORECASE)


@lru_cache(maxsize=1)
def _joints() -> re.Pattern[str]:
    """What stands between two industries, in any language."""
    words = one_of(re.escape(word) for known in case_words() for word in known.joints)
    return re.compile(rf"\s*(?:[,;/&+|]|\b{words}\b)\s*")


def size_of(text: str) -> int | None:
    """A count of employees that stands alone in a field: 495, 1 200, “60,000+”."""
    match = re.fullmatch(r"\s*[~>]?\s*(\d{1,3}(?:[,.\u202f\u00a0 ]\d{3})+|\d{1,8})\+?\s*", text)
    return headcount(f"{match[1]} employees") if match else headcount(text)


def _parts(text: str) -> Iterator[str]:
    """A text whole, then in its parts, then without a word such as “solutions”."""
    whole = normalised(text).strip(" .:;")
    yield whole
    if "(" in whole:
        yield whole.partition("(")[0].strip()
    parts = [one for one in _joints().split(whole) if one]
    if len(parts) > 1:
        yield from parts


def _words(name: str, named: Localised) -> Sequence[str]:
    return (name, name.replace("-", " "), *((named,) if isinstance(named, str) else named.values()))


def figure_of(text: str) -> float | None:
    """A figure with a decimal point or comma: 1100.04, 1 100,04, 1,100.04."""
    bare = re.sub(r"[^\d.,-]", "", text)
    last = max(bare.rfind("."), bare.rfind(","))
    if last >= 0 and len(bare) - last - 1 != 3:
        bare = re.sub(r"[.,]", "", bare[:last]) + "." + bare[last + 1 :]
    else:
        bare = re.sub(r"[.,]", "", bare)
    try:
        return float(bare)
    except ValueError:
        return None
