"""The page's own words, out of the catalogs `locales/LANGUAGE/catalog_page.po`, as its scripts read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from salespack.language.locales import DEFAULT, base_of, file_of
from salespack.language.messages import Message, MessageCatalog, read_messages

FILE = "catalog_page.po"
ENOUGH_NUMBERS = 1_100
"""Up to here every form of every language occurs."""

Word = str | dict[str, str]
"""A phrase; of one that depends on a number, the form for each category of `Intl.PluralRules`."""


def page_words(languages: Iterable[str]) -> dict[str, dict[str, Word]]:
    """The words in those of `languages` that have some, and in English, by language and name."""
    found: dict[str, dict[str, Word]] = {}
    for language in dict.fromkeys((DEFAULT, *languages)):
        path = file_of(language, FILE)
        if path is not None:
            catalog = read_messages(path)
            categories = _categories(base_of(language), catalog)
            found[language] = {one.name: _word(one, categories) for one in catalog.messages}
    return found


def _word(message: Message, categories: Mapping[str, int]) -> Word:
    forms = message.translated
    if not message.plural:
        return forms[0]
    return {category: forms[min(at, len(forms) - 1)] for category, at in categories.items()}


def _categories(language: str, catalog: MessageCatalog) -> Mapping[str, int]:
    """Which form of the catalog's each category of the language takes; one that no whole number is in, that of many."""
    from babel import Locale

    category_of, form_for = Locale.parse(language).plural_form, catalog.form_for()
    taken = {category_of(number): form_for(number) for number in reversed(range(ENOUGH_NUMBERS))}
    return {"other": form_for(ENOUGH_NUMBERS), **taken}
