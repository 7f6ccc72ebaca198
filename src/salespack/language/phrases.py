"""The fixed words of the deck and of built-in templates, by language. Texts that people write live in the library.

They stand in the catalogs `locales/LANGUAGE/phrases.po`. `slot_…` names the slots that the usual packs have, `reason_…`
why a block is not in the deck (in the words of `matching.selection.Reason`), `boost_…` what raised a score, `chart_…`
what a chart is, `say_…` what the seller says to slides that are made, `heard_…` where the seller heard it. A name in
braces is filled in by the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache

from salespack.language.locales import DEFAULT, base_of, file_of, find_language, kept_of
from salespack.language.messages import MessageCatalog, read_messages

FILE = "phrases.po"


class Words(dict[str, str]):
    """Phrases of one language by their names; one that depends on a number, in the form for many."""

    def __init__(self, catalog: MessageCatalog, quotes: tuple[str, str]) -> None:
        super().__init__({one.name: one.translated[-1] for one in catalog.messages})
        self["quote_open"], self["quote_close"] = quotes
        self._catalog = catalog

    @cached_property
    def _forms(self) -> dict[str, tuple[str, ...]]:
        return {one.name: one.translated for one in reversed(self._catalog.messages)}

    @cached_property
    def _form_for(self) -> Callable[[int], int]:
        return self._catalog.form_for()

    def counted(self, name: str, number: float) -> str:
        """A phrase in the form for a number; what is no whole number takes that for many."""
        forms = self._forms[name]
        at = self._form_for(int(number)) if number == int(number) else len(forms) - 1
        return forms[min(at, len(forms) - 1)]


def has_words(language: str) -> bool:
    """Whether the fixed words exist in `language` (`fi-FI` finds `fi`)."""
    return file_of(language, FILE) is not None


def words(language: str) -> Words:
    """The fixed words in `language`; English where there are none."""
    return _words(base_of(language) if has_words(language) else DEFAULT)


@lru_cache(maxsize=32)
def _words(code: str) -> Words:
    path = file_of(code, FILE)
    assert path is not None  # noqa: S101 - `has_words` says so, and English is always there
    return Words(kept_of(path, MessageCatalog, lambda: read_messages(path)), find_language(code).quotes)
