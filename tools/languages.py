"""What a language lacks beside English, and the upkeep of the message catalogs: `python -m tools.languages`.

    python -m tools.languages                what each language lacks; exit code 1 where one lacks something
    python -m tools.languages de sv          the same for these
    python -m tools.languages --update       carries new and changed English phrases into the other catalogs
    python -m tools.languages --new nl       begins a language: its folder, with everything still to be translated

A language that has phrases must have all of them, and every list that English has; one that its speakers do without is
written down as empty (`articles: []`). A language without phrases is known to imports and brands alone.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as CatalogMessage
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from salespack.catalog.wording import FILE as PAGE
from salespack.formats.schema import decode
from salespack.formats.yaml import Source
from salespack.language.interview import FILE as INTERVIEW
from salespack.language.locales import (
    BRANDS,
    CHECKING,
    DEFAULT,
    FORMS,
    IMPORTING,
    LANGUAGE_FILE,
    LOCALES,
    SYNONYMS,
    TIMES,
    BrandWords,
    CheckingWords,
    FormWords,
    ImportingWords,
    Language,
    Synonyms,
    TimeWords,
    languages,
)
from salespack.language.messages import Message, read_messages
from salespack.language.phrases import FILE as PHRASES
from salespack.problems.problem import UserFault
from tools.used_phrases import used_interview_words, used_page_words, used_phrases

CATALOGS = {PHRASES: used_phrases, PAGE: used_page_words, INTERVIEW: used_interview_words}
LISTS: Mapping[str, type[Any]] = {
    BRANDS: BrandWords,
    CHECKING: CheckingWords,
    SYNONYMS: Synonyms,
    IMPORTING: ImportingWords,
    FORMS: FormWords,
    TIMES: TimeWords,
}
NEEDED = {"name": "", "region": "", "quotes": []}
"""What `language.yaml` must say of a language that has phrases."""
PLACEHOLDER = re.compile(r"\{(\w*)\}")
PLURAL_COUNT = re.compile(r"nplurals=(\d+)")
FUZZY = "fuzzy"


def complete_languages() -> tuple[str, ...]:
    """The languages that must lack nothing: those with phrases. English is first."""
    return tuple(sorted(languages(PHRASES), key=lambda code: (code != DEFAULT, code)))


def lacking(code: str, locales: Path = LOCALES) -> Iterator[str]:
    """What a language lacks beside English, each as one line: the file, and what is wrong."""
    folder, english = locales / code, locales / DEFAULT
    for name in CATALOGS:
        if not (folder / name).is_file():
            yield f"{code}/{name}: the file is missing"
            continue
        for fault in _faults_of_catalog(folder / name, english / name, source=code == DEFAULT):
            yield f"{code}/{name}: {fault}"
    files: dict[str, type[Any]] = {LANGUAGE_FILE: Language, **LISTS}
    for name, kind in files.items():
        if not (folder / name).is_file():
            yield f"{code}/{name}: the file is missing"
        else:
            yield from _faults_of_lists(folder / name, english / name, kind)


def unused_and_unknown() -> Iterator[str]:
    """Entries of English that no code shows, and phrases that code shows and English lacks."""
    for name, used_names in CATALOGS.items():
        used = used_names()
        known = {message.name for message in read_messages(LOCALES / DEFAULT / name).messages}
        yield from (f"{DEFAULT}/{name}: “{one}” is shown nowhere; remove it" for one in sorted(known - used.keys()))
        yield from (f"{used[one]}: “{one}” is not in {DEFAULT}/{name}; add it" for one in sorted(used.keys() - known))


def _faults_of_catalog(path: Path, english: Path, *, source: bool) -> Iterator[str]:
    """What is wrong with a catalog. `source`: it is that of English, which is its own translation."""
    catalog = read_messages(path)
    wanted = {message.name: message for message in read_messages(english).messages}
    written = [message.name for message in catalog.messages]
    for name in sorted({one for one in written if written.count(one) > 1}):
        yield f"“{name}” is there twice"
    count = PLURAL_COUNT.search(path.read_text(encoding="utf-8"))
    if count is None:
        yield "the header says nothing of plurals; add Plural-Forms"
    forms = int(count[1]) if count else 2
    known = {message.name: message for message in catalog.messages}
    for name, message in wanted.items():
        if name not in known:
            yield f"“{name}” is missing: {message.text}"
        elif not source:
            yield from _faults_of_message(known[name], message, forms)
    for name in known.keys() - wanted.keys():
        yield f"“{name}” is no phrase of English; remove it"


def _faults_of_message(message: Message, english: Message, forms: int) -> Iterator[str]:
    """What is wrong with a translation."""
    wanted = forms if english.plural else 1
    if message.fuzzy or (message.text, message.plural) != (english.text, english.plural):
        yield f"“{message.name}” was translated from other English: {english.text}"
    elif not any(message.forms):
        yield f"“{message.name}” is not translated: {english.text}"
    elif len(message.forms) != wanted or not all(message.forms):
        yield f"“{message.name}” has {sum(map(bool, message.forms))} of {wanted} plural forms"
    placeholders = set(PLACEHOLDER.findall(english.text + english.plural))
    for form in filter(None, message.forms):
        # A form for one alone may do without the figure: “for the weightiest value”.
        for odd in sorted(placeholders ^ set(PLACEHOLDER.findall(form)) if wanted == 1 else
                          set(PLACEHOLDER.findall(form)) - placeholders):  # fmt: skip
            verb = "lacks" if odd in placeholders else "has"
            yield f"“{message.name}” {verb} {{{odd}}}: {form}"


def _faults_of_lists(path: Path, english: Path, kind: type[Any]) -> Iterator[str]:
    """What is wrong with a file of lists, or with `language.yaml`."""
    name = f"{path.parent.name}/{path.name}"
    source = Source(name, path.read_text(encoding="utf-8"))
    try:
        decode(source, kind)
    except UserFault as fault:
        yield from map(str, fault.problems)
        return
    written = source.load()
    wanted = NEEDED if kind is Language else Source(name, english.read_text(encoding="utf-8")).load()
    for key in _keys_missing(wanted, written):
        yield f"{name}: {key} is missing" + ("" if kind is Language else "; write [] where the language has none")
    for pattern in _texts(written) if kind in LISTS.values() else ():
        try:
            re.compile(pattern)
        except re.error as error:
            yield f"{name}: {pattern} is no regular expression: {error}"


def _keys_missing(english: Mapping[str, Any], written: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """The keys that English has and another does not, at any depth."""
    for key, value in english.items():
        if key not in written:
            yield f"{path}{key}"
        elif isinstance(value, dict):
            yield from _keys_missing(value, written[key], f"{path}{key}.")


def _texts(data: Any) -> Iterator[str]:
    """Every text in lists and mappings."""
    match data:
        case str():
            yield data
        case dict():
            for value in data.values():
                yield from _texts(value)
        case list():
            for value in data:
                yield from _texts(value)


# --- upkeep ----------------------------------------------------------------------------------------------------------


def update(code: str, locales: Path = LOCALES) -> Iterator[Path]:
    """Carries the English phrases into a language's catalogs, and gives those that changed.

    New ones come without a translation, those whose English changed keep theirs and are marked fuzzy, and those that
    English no longer has go. English itself is brought into the form that all catalogs have.
    """
    for name in CATALOGS:
        path = locales / code / name
        text = path.read_text(encoding="utf-8")
        carried = _carried(_catalog(locales / DEFAULT / name), _catalog(path), source=code == DEFAULT)
        # Babel's own header has the time of each run in it, which would change every file each time.
        changed = text.partition("\n\n")[0] + "\n\n" + _written(carried)
        if changed != text:
            path.write_text(changed, encoding="utf-8", newline="\n")
            yield path


def _catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _carried(english: Catalog, old: Catalog, *, source: bool) -> Catalog:
    known = {message.context: message for message in old if message.id}
    carried = Catalog(locale=old.locale)
    for message in english:
        if not message.id:
            continue
        entry = CatalogMessage(
            message.id,
            "",
            flags=message.flags - {FUZZY},
            auto_comments=message.auto_comments,
            context=message.context,
        )
        before = known.get(message.context)
        if before is not None and not source:
            entry.string, entry.user_comments = before.string, before.user_comments
            if FUZZY in before.flags or (before.id != message.id and any(_forms(before))):
                entry.flags.add(FUZZY)
        carried[message.id] = entry
    return carried


def _forms(message: CatalogMessage) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _written(catalog: Catalog) -> str:
    """The entries as text: sorted by name, texts unbroken."""
    file = io.BytesIO()
    entries = Catalog(locale=catalog.locale)
    for message in sorted((one for one in catalog if one.id), key=lambda one: str(one.context)):
        entries[message.id] = message
    write_po(file, entries, width=0, omit_header=True, no_location=True)
    return file.getvalue().decode().rstrip("\n") + "\n"


def begin(code: str, locales: Path = LOCALES) -> Iterator[Path]:
    """Makes a language's folder, or completes it, with everything to be translated; gives the files that are new.

    Raises SystemExit for a code that is no language.
    """
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        raise SystemExit(f"“{code}” is no language that Babel knows; write a code such as nl") from None
    (locales / code).mkdir(exist_ok=True)
    for name, content in {
        LANGUAGE_FILE: f"name: {locale.get_language_name('en')}\nregion: \nquotes: [“, ”]\n",
        **{name: _to_fill((locales / DEFAULT / name).read_text(encoding="utf-8")) for name in LISTS},
        **{name: _to_translate(code, locales / DEFAULT / name) for name in CATALOGS},
    }.items():
        path = locales / code / name
        if not path.exists():
            path.write_text(content, encoding="utf-8", newline="\n")
            yield path


def _to_translate(code: str, english: Path) -> str:
    """A catalog of which nothing is translated."""
    plural = get_plural(code)
    header = english.read_text(encoding="utf-8").partition("\n\n")[0]
    header = header.replace("in English", f"in {Locale.parse(code).get_language_name('en')}")
    header = header.replace('"Language: en', f'"Language: {code}')
    header = re.sub(r'"Plural-Forms: [^"]*"', f'"Plural-Forms: {plural.plural_forms}\\\\n"', header)
    entries = Catalog(locale=code)
    for message in _catalog(english):
        if message.id:
            entries.add(
                message.id, "", flags=message.flags, auto_comments=message.auto_comments, context=message.context
            )
    return header + "\n\n" + _written(entries)


def _to_fill(english: str) -> str:
    """A file of lists that is empty yet; those of English stand in it as comments."""
    commented = (line if line.startswith("#") or not line.strip() else f"# {line}" for line in english.splitlines(True))
    return "".join(commented) + "{}\n"


def main(arguments: list[str]) -> int:
    """Reports or keeps up; 1 where something is lacking, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tools.languages", description="What languages lack.")
    parser.add_argument("codes", nargs="*", help="languages; all that have phrases where none is named")
    parser.add_argument("--update", action="store_true", help="carry new English phrases into the other catalogs")
    parser.add_argument("--new", metavar="CODE", help="begin a language")
    asked = parser.parse_args(arguments)
    if asked.new:
        for path in begin(asked.new):
            print(f"new: {path.relative_to(Path.cwd())}" if path.is_relative_to(Path.cwd()) else f"new: {path}")
        return 0
    codes = tuple(asked.codes) or complete_languages()
    if unknown := set(codes) - set(languages()):
        raise SystemExit(f"there is no folder for {', '.join(sorted(unknown))}; begin one with --new")
    if asked.update:
        for code in codes:
            for path in update(code):
                print(f"updated: {path.parent.name}/{path.name}")
        return 0
    faults = list(unused_and_unknown())
    for code in codes:
        found = list(lacking(code))
        print(f"{code}: " + (f"{len(found)} to do" if found else "nothing is missing"))
        faults += found
    print(*faults, sep="\n", end="\n" if faults else "")
    others = [code for code in languages() if code not in complete_languages()]
    if not asked.codes:
        print(f"without phrases, known to imports and brands alone: {', '.join(others)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
