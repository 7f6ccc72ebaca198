"""Mappings: where other systems keep what a case says. Built-in ones are data, in `data/mappings/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from salespack.formats.schema import decode
from salespack.formats.text_files import read_text
from salespack.formats.yaml import Source
from salespack.language.locales import Section, case_words
from salespack.problems.problem import shown_path

DATA = Path(__file__).parent / "data"
PLAIN = "plain"
"""The mapping of files that no other recognises, and of what others do not say."""

Path_ = Annotated[str, msgspec.Meta(pattern=r"^[^.\s][^.]*(\.[^.]+)*$", description="a field: name, or a.b for b in a")]
Paths = tuple[Path_, ...]
Shortcode = Literal["quote", "lead", "text", "drop"]


class Fields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where each thing stands: paths of which the first that gives something wins."""

    title: Paths = ()
    customer: Paths = ()
    industry: Paths = ()
    country: Paths = ()
    employees: Paths = ()
    date: Paths = ()
    url: Paths = ()
    language: Paths = ()
    quote: Paths = ()
    quoted: Paths = ()
    challenge: Paths = ()
    solution: Paths = ()
    results: Paths = ()
    text: Paths = ()
    tags: Paths = ()

    def all(self) -> Iterator[str]:
        """Every path."""
        for field in self.__struct_fields__:
            yield from getattr(self, field)


class Sections(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The headings under which a text tells each part of the story."""

    challenge: tuple[str, ...] = ()
    solution: tuple[str, ...] = ()
    results: tuple[str, ...] = ()


class CaseMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mapping file.

    `name` is what the source is called in the evidence. A file that has all fields of `recognise` is one of this
    mapping. `url` is the address of a case that gives none, with `{name}` for the name of its file. Without `sections`
    the headings are those that are usual in each language. `ignore` are the fields, with all below them, that are left
    out without a word.
    """

    name: Annotated[str, msgspec.Meta(min_length=1)]
    fields: Fields
    recognise: Paths = ()
    url: str = ""
    sections: Sections = Sections()
    shortcodes: dict[str, Shortcode] = {}
    ignore: Paths = ()

    def knows(self, path: str) -> bool:
        """Whether a field is used or left out on purpose; `path` without the numbers of lists."""
        return any(path == one or path.startswith(f"{one}.") for one in (*self.fields.all(), *self.ignore))


def read_mapping(path: Path) -> CaseMapping:
    """The mapping in a file. Raises UserFault with everything that is wrong in it."""
    written = decode(Source(shown_path(path), read_text(path)), CaseMapping)
    return written if written.sections != Sections() else msgspec.structs.replace(written, sections=_usual_sections())


@lru_cache(maxsize=1)
def _usual_sections() -> Sections:
    """The headings that are usual, in all languages."""
    found: dict[Section, tuple[str, ...]] = {}
    for words in case_words():
        for part, headings in words.sections.items():
            found[part] = (*found.get(part, ()), *headings)
    return Sections(**found)


@lru_cache(maxsize=1)
def built_in() -> tuple[CaseMapping, ...]:
    """The mappings that are recognised unasked, by the name of their file; without the plain one."""
    files = sorted(file for file in (DATA / "mappings").glob("*.yaml") if file.stem != PLAIN)
    return tuple(map(read_mapping, files))


@lru_cache(maxsize=1)
def plain() -> CaseMapping:
    """The mapping of files that no other recognises."""
    return read_mapping(DATA / "mappings" / f"{PLAIN}.yaml")


def mapping_for(data: Any) -> CaseMapping:
    """The built-in mapping that recognises a file's fields, else the plain one."""
    return next(
        (one for one in built_in() if one.recognise and all(_has(data, path.split(".")) for path in one.recognise)),
        plain(),
    )


def _has(data: Any, steps: Sequence[str]) -> bool:
    """Whether there is such a field, whatever it holds."""
    if isinstance(data, list):
        return any(_has(one, steps) for one in data)
    return not steps or (isinstance(data, dict) and steps[0] in data and _has(data[steps[0]], steps[1:]))


class Found(msgspec.Struct, frozen=True):
    """A value of a file, as text, and where it stands: keys and numbers, for `Source.place`."""

    text: str
    at: tuple[str | int, ...]


def found(data: Any, path: str) -> Iterator[Found]:
    """What stands at a path. Lists on the way, and at its end, give each of their items; empty values give nothing."""
    yield from _below(data, path.split("."), ())


def first(data: Any, paths: Sequence[str]) -> tuple[Found, ...]:
    """What stands at the first path that has something."""
    return next((values for path in paths if (values := tuple(found(data, path)))), ())


def fields_of(data: Any) -> Iterator[tuple[str, Found]]:
    """Every field with a value: its path without the numbers of lists, and its first value."""
    seen: set[str] = set()
    for one in _leaves(data, ()):
        path = ".".join(step for step in one.at if isinstance(step, str))
        if path not in seen:
            seen.add(path)
            yield path, one


def _below(data: Any, steps: Sequence[str], at: tuple[str | int, ...]) -> Iterator[Found]:
    if isinstance(data, list):
        for number, one in enumerate(data):
            yield from _below(one, steps, (*at, number))
    elif not steps:
        if not isinstance(data, dict) and (text := _text(data)):
            yield Found(text, at)
    elif isinstance(data, dict) and steps[0] in data:
        yield from _below(data[steps[0]], steps[1:], (*at, steps[0]))


def _leaves(data: Any, at: tuple[str | int, ...]) -> Iterator[Found]:
    children: Iterable[tuple[str | int, Any]] = ()
    if isinstance(data, dict):
        children = data.items()
    elif isinstance(data, list):
        children = enumerate(data)
    elif text := _text(data):
        yield Found(text, at)
    for step, value in children:
        yield from _leaves(value, (*at, step))


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, bool) else str(value).strip()
