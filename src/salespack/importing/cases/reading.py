"""One file of another system, read and put into the library's words, with everything that could not be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from salespack.deck.links import is_web
from salespack.formats.text_files import read_text
from salespack.formats.yaml import Source
from salespack.importing.cases.blocks import Case
from salespack.importing.cases.html_text import plain_text, read_case_text
from salespack.importing.cases.mapping import CaseMapping, Found, fields_of, first, mapping_for
from salespack.importing.cases.story import Story, read_story
from salespack.importing.facts import Facts, customer_of, day_of, headcount, size_of
from salespack.importing.languages import declared_as, language_in, language_name
from salespack.importing.signals import values_in
from salespack.importing.slide_groups import slug
from salespack.library.blocks import split_front_matter
from salespack.library.library import Library
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.system.paths import real_path

MARKDOWN, HTML, YAML = frozenset((".md", ".markdown")), frozenset((".html", ".htm")), frozenset((".yaml", ".yml"))
INDEX = ("index", "_index")
LONGEST_SHOWN = 60
COUNTED = ("title", "customer", "industry", "country", "employees", "date", "url", "quote", "values")
"""What the report counts for each file."""


class Reading(msgspec.Struct, frozen=True):
    """A file that was read: the case, the name of its mapping, and what could not be mapped.

    `fields` says for each of COUNTED whether it is mapped, given but not mapped, or not given.
    """

    case: Case
    mapping: str
    unmapped: tuple[Problem, ...]
    fields: Mapping[str, str]


class CaseReader:
    """Reads files for one library; `language` None: found out for each."""

    def __init__(self, library: Library, mapping: CaseMapping | None, language: str | None) -> None:
        self._library, self._mapping, self._language = library, mapping, language
        self._facts = Facts(library)

    def read(self, path: Path, name: str) -> Reading:
        """The case in a file, called `name` in the block. Raises UserFault where nothing can be read from it."""
        return _One(path, name, self._library, self._facts, self._mapping, self._language).reading()


class _One:
    """The reading of one file."""

    def __init__(
        self,
        path: Path,
        name: str,
        library: Library,
        facts: Facts,
        mapping: CaseMapping | None,
        language: str | None,
    ) -> None:
        self._name, self._library, self._facts, self._asked = name, library, facts, language
        self._file = shown_path(path)
        text = read_text(path)
        self._source, body, line = _taken_apart(text, self._file, path.suffix.lower())
        data = self._source.load()
        self._data: Any = {} if data is None else data
        self._mapping = mapping or mapping_for(self._data)
        markdown = path.suffix.lower() not in HTML
        self._body = read_case_text(body, line, self._mapping.shortcodes, markdown=markdown)
        self._stem = real_path(path).parent.name if path.stem in INDEX else path.stem
        self._unmapped: list[Problem] = []
        self._fields = dict.fromkeys(COUNTED, "not given")
        self._because: list[str] = []

    def reading(self) -> Reading:
        """The case. Raises UserFault where there is neither a title nor a text, or its language is not declared."""
        story = read_story(self._data, self._mapping, self._body, lambda at: self._source.place(at).line or 1)
        if not story.title and not story.whole:
            hint = "write `title:` and `text:` in it, or say with --mapping under which keys they stand"
            raise UserFault.of("SP860", "has neither a title nor a text", hint, Place(self._file))
        language = self._language_of(story)
        customer = self._one("customer", customer_of, "a description, not a name", plain=False) or ""
        industry = self._one("industry", self._facts.industry, "none of the library's industries") or ""
        country = self._one("country", self._facts.country, "no country that can be told") or ""
        date = self._one("date", day_of, "no date such as 2026-12-01") or ""
        case = Case(
            source=self._name,
            name=self._mapping.name,
            story=story if story.title else msgspec.structs.replace(story, title=self._made_up()),
            language=language,
            customer=customer,
            industry=industry,
            country=country,
            employees=self._employees(story),
            because=tuple(self._because),
            url=self._url(),
            date=date,
            tags=tuple(dict.fromkeys(tag for one in self._given("tags") if (tag := slug(one.text)))),
            values=values_in(story.title, _shown(story), self._library.values, language)
            or values_in(story.title, story.whole, self._library.values, language),
        )
        self._count(story, case)
        self._leftovers(story)
        return Reading(case, self._mapping.name, tuple(sorted(self._unmapped, key=_line)), self._fields)

    def _given(self, field: str) -> tuple[Found, ...]:
        return first(self._data, getattr(self._mapping.fields, field))

    def _one(self, field: str, meaning: Any, otherwise: str, *, plain: bool = True) -> str | None:
        """What a field's first usable value means here; its values are told where none does."""
        paths = getattr(self._mapping.fields, field)
        values = [one for path in paths for one in first(self._data, (path,))]
        for one in values:
            meant = meaning(plain_text(one.text) if plain else one.text)
            if meant is not None and meant != "":
                self._fields[field] = "mapped"
                if field in ("industry", "country"):
                    self._because.append(one.text)
                return str(meant)
        if values:
            self._fields[field] = "not mapped"
            texts = list(dict.fromkeys(_short(one.text) for one in values))
            shown = " or ".join(f"“{text}”" for text in texts[:2])
            self._tell(f"{field} {shown}: {otherwise}", HINTS.get(field, ""), self._source.place(values[0].at))
        return None

    def _employees(self, story: Story) -> int | None:
        given = self._one("employees", size_of, "no count of people")
        count = int(given) if given else headcount(story.whole)
        if count is not None:
            self._fields["employees"] = "mapped"
        return count

    def _url(self) -> str:
        given = self._one("url", lambda text: text if is_web(text) else None, "no web address", plain=False)
        return given or self._mapping.url.replace("{name}", self._stem)

    def _made_up(self) -> str:
        self._tell(
            "no title: the file's name is taken",
            "write `title:` in it, or correct the new block",
            Place(self._file, 1, 1),
        )
        return " ".join(self._stem.replace("-", " ").replace("_", " ").split()).capitalize()

    def _language_of(self, story: Story) -> str:
        """The language as the library declares it. Raises UserFault (SP205) where it does not."""
        declared = self._library.settings.languages
        given = next((one.text.replace("_", "-") for one in self._given("language")), "")
        code = self._asked or given or language_in(f"{story.title}\n{story.whole}").code
        if not code:
            return declared[0]
        known = declared_as(code, declared)
        if known is None:
            hint = f"declare it in library.yaml: languages: [{', '.join((*declared, code))}]; or name it: --language"
            message = f"is in {language_name(code)}, which the library does not declare"
            raise UserFault.of("SP205", message, hint, Place(self._file))
        return known

    def _count(self, story: Story, case: Case) -> None:
        found = {"title": story.title, "url": case.url, "quote": story.quote, "values": case.values}
        self._fields |= {field: "mapped" for field, value in found.items() if value}
        if story.whole and not case.values:
            self._fields["values"] = "not mapped"
        if not story.points:
            lacking = "no sentence that could be a point" if story.whole.strip() else "no text"
            message = f"{lacking}: the block has its title and address alone"
            self._tell(message, "write it", Place(self._file, 1, 1))

    def _leftovers(self, story: Story) -> None:
        """Fields without a place in a block, and what of the text a block does not show."""
        for left in story.left:
            message = f"{left.what} was left out"
            self._tell(message, "add it by hand where it is needed", Place(self._file, left.line, 1))
        for path, one in fields_of(self._data):
            if not self._mapping.knows(path):
                place = self._source.place(one.at[: _named(one.at)], key=True)
                self._tell(f"field {path}: “{_short(one.text)}” has no place", "map it, or list it under ignore", place)

    def _tell(self, message: str, hint: str, place: Place) -> None:
        self._unmapped.append(Problem(code="SP859", message=message, hint=hint, place=place).as_warning())


HINTS = {
    "customer": "write about.customer by hand if the customer may be named",
    "industry": "declare it under industries in library.yaml and import again",
    "country": "write about.country by hand",
    "date": "write evidence.date by hand",
    "url": "write evidence.url by hand",
    "employees": "write about.employees by hand",
}


def _taken_apart(text: str, file: str, suffix: str) -> tuple[Source, str, int]:
    """The fields, the body and the line on which it begins."""
    if suffix in YAML:
        return Source(file, text), "", 1
    if text.partition("\n")[0].rstrip() == "---":
        parts = split_front_matter(text, file)
        return Source(file, parts.yaml, parts.yaml_line), parts.body, parts.body_line
    return Source(file, ""), text, 1


def _shown(story: Story) -> str:
    """What the block shows and tells."""
    return "\n".join((story.title, *story.points, story.quote, *story.told.values()))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"


def _named(at: tuple[str | int, ...]) -> int:
    """How much of a path leads to its last name."""
    return max((number + 1 for number, step in enumerate(at) if isinstance(step, str)), default=0)


def _line(problem: Problem) -> int:
    return (problem.place.line or 0) if problem.place else 0
