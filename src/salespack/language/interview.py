"""The words of interviews: questions on a terminal, in the language of who is asked. They stand in the catalogs
`locales/LANGUAGE/interview.po`; what a library asks of its values stands in the library."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from salespack.language.locales import DEFAULT, base_of, file_of, find_language
from salespack.language.messages import read_messages
from salespack.language.phrases import Words

FILE = "interview.po"


class InterviewWords(Words):
    """The phrases of interviews in one language, by their names; `language` is the one they are in."""

    language = DEFAULT


def interview_words(language: str) -> InterviewWords:
    """The words of interviews in `language`; English where there are none."""
    return _words(base_of(language) if file_of(language, FILE) is not None else DEFAULT)


def spoken(languages: Iterable[str]) -> str:
    """The first of `languages` that interviews are in, English where there is none. They are as computers name them:
    `fi_FI.UTF-8`, `de:en`."""
    for named in languages:
        for one in named.split(":"):
            code = one.partition(".")[0].partition("_")[0].lower()
            if code.isascii() and code.isalpha() and file_of(code, FILE) is not None:
                return code
    return DEFAULT


@lru_cache(maxsize=8)
def _words(code: str) -> InterviewWords:
    path = file_of(code, FILE)
    assert path is not None  # noqa: S101 - English is always there
    words = InterviewWords(read_messages(path), find_language(code).quotes)
    words.language = code
    return words
