"""Attributes as pandoc writes them, `{.name key=value}`: one table of what is known where; all else is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from salespack.deck.model import FormName
from salespack.library.body_lines import FORM_DIVS
from salespack.problems.suggestions import did_you_mean

Told = tuple[str, str, str]
"""A code, a message and a hint."""
Values = tuple[str, ...]
FORMS: Values = ("list", "statement", "number", "stats", "cards", "questions", "steps", "before-after")
"""The forms that an author may ask for; the others are what Markdown has by itself."""
OF_TITLES: Mapping[str, Values] = {"form": FORMS}
OF_DIVS: Mapping[str, Mapping[str, Values]] = {"questions": {"answers": ("none", "lines")}}
"""The keys of a div and the values of each; a div that is not named has none."""
BEHIND_A_TITLE = re.compile(r"[ \t]*\{(?P<attributes>[^{}]*(?:=[^{}]*|\A[ \t]*\.[^{}]*))\}[ \t]*\Z")
PAIR = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)'|(\S*))""")

assert set(FORMS) <= set(get_args(FormName)) and set(FORM_DIVS) <= set(FORMS)  # noqa: S101 - the two must agree


def div_faults(name: str, opener: re.Match[str] | None) -> tuple[dict[str, str], list[Told]]:
    """The attributes of the div that a line (a match of `OPENER`) opens, and what is wrong with them."""
    written = opener["attributes"] if opener is not None else None
    if written is None:
        return {}, []
    return read(written, OF_DIVS.get(name, {}), f"::: {name}", named=True)


def title_attributes(text: str) -> tuple[int, dict[str, str], list[Told]] | None:
    """What stands behind a title: where it begins in its text, the attributes, and what is wrong with them."""
    found = BEHIND_A_TITLE.search(text)
    if found is None:
        return None
    return found.start(), *read(found["attributes"], OF_TITLES, "a title", named=False)


def read(written: str, known: Mapping[str, Values], what: str, *, named: bool) -> tuple[dict[str, str], list[Told]]:
    """The attributes in a text, without its braces, and what is wrong with them. `named` allows one class, the name."""
    attributes: dict[str, str] = {}
    told: list[Told] = []
    rest = written
    for pair in PAIR.finditer(written):
        key, value = pair[1], next((one for one in pair.groups()[1:] if one is not None), "")
        rest = rest.replace(pair[0], " ", 1)
        if key not in known:
            hint = did_you_mean(key, known) if known else "leave it out"
            told.append(("SP337", f"“{key}” is no attribute of {what}", hint))
        elif value not in known[key]:
            told.append(("SP337", f"“{value}” is no value of “{key}”", did_you_mean(value, known[key])))
        elif key in attributes:
            told.append(("SP337", f"“{key}” is written twice", "keep one of them"))
        else:
            attributes[key] = value
    for number, token in enumerate(rest.split()):
        if not (named and number == 0 and token.startswith(".")):
            hint = (
                f"write {next(iter(known), 'key')}={next(iter(known.values()), ('value',))[0]}"
                if known
                else "leave it out"
            )
            told.append(("SP337", f"“{token}” is no attribute of {what}", hint))
    return attributes, told
