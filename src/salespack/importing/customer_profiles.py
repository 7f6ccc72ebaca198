"""Whose profile a customer's name in a table is: the one of that very name, else the only one without legal form."""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import Path

from salespack.language.company_names import name_words
from salespack.language.word_matching import normalised
from salespack.problems.problem import shown_path


def plain_name(name: str) -> str:
    """A name for comparing."""
    return " ".join(name_words(name))


class CustomerProfiles:
    """The profiles of a folder by what their customers are called."""

    def __init__(self, names: Mapping[Path, str]) -> None:
        self._names = names
        self._exact: dict[str, list[Path]] = {}
        self._plain: dict[str, list[Path]] = {}
        for path, name in names.items():
            self._exact.setdefault(normalised(name), []).append(path)
            self._plain.setdefault(plain_name(name), []).append(path)

    def of(self, name: str, beside: Container[str] = ()) -> tuple[Path, ...]:
        """The profiles that a name may mean: none, one, or several between which nobody can choose.

        `beside` are the other names of a table, normalised: the profile of one of them is not meant.
        """
        if exact := self._exact.get(normalised(name)):
            return tuple(exact)
        plain = self._plain.get(plain_name(name), ())
        return tuple(path for path in plain if normalised(self._names[path]) not in beside)

    def key(self, name: str) -> str:
        """What the names of one customer share: `Plain Oy` and `Plain Oyj` where both have a profile are two."""
        plain = plain_name(name)
        return normalised(name) if len(self._plain.get(plain, ())) > 1 else plain


def undecided(name: str, among: tuple[Path, ...]) -> tuple[str, str]:
    """Message and hint for a name that several profiles may be meant by."""
    files = " or ".join(map(shown_path, among))
    message = f"“{name}” may be the customer of {files}: nothing of it is written"
    return message, "write the name as one profile has it; two profiles of one name are one customer: keep one"
