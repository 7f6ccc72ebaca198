"""Whether documents can speak a library's languages: its texts are its own, the fixed words around them are ours."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from salespack.formats.yaml import Source
from salespack.language.locales import find_language
from salespack.language.phrases import has_words
from salespack.library.library import Library
from salespack.library.load import SETTINGS_FILE, file_text
from salespack.problems.problem import Place, Problem, Severity, UserFault, shown_path


def languages_without_words(library: Library, languages: Collection[str]) -> Iterator[Problem]:
    """A warning for each of `languages` in which decks and documents say their fixed words in English."""
    for language in languages:
        if not has_words(language):
            name = find_language(language).name
            yield Problem(
                code="SP215",
                message=f"in {name} the fixed words of decks and documents, such as “Source”, are English",
                hint="your own texts are not touched by it; templates of your own can say them",
                place=_place(library, language),
                severity=Severity.WARNING,
            )


def _place(library: Library, language: str) -> Place:
    """Where `library.yaml` declares a language."""
    file = shown_path(library.root / SETTINGS_FILE)
    declared = library.settings.languages
    try:
        source = Source(file, file_text(library.root, SETTINGS_FILE))
    except UserFault:
        return Place(file)
    return source.place(("languages", declared.index(language)) if language in declared else ())
