"""Attributes as pandoc writes them, `{.name key=value}`: one table of what is known where; all else is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from salespack.library.fences import BEHIND_A_TITLE, FORMS, OF_ATTRIBUTES
from salespack.problems.suggestions import did_you_mean
from salespack.templating.environment import TOKEN

if TYPE_CHECKING:
    from markdown_it.token import Token

Told = tuple[str, str, str]
"""A code, a message and a hint."""
Values = tuple[str, ...] | re.Pattern[str]
"""The values of a key, or how they are written."""
Where = Literal["title", "questions", "timeline", "matrix", "team", "logos", "thing", "picture", "text"]
ANY, SHARE = re.compile(r".*\S.*"), re.compile(r"0?\.\d+|0|1(?:\.0+)?")
COUNT = re.compile("[1-8]")
POINT = re.compile(r"(100|[1-9]?\d),(100|[1-9]?\d)")
"""Percent from the left and from the top."""
SOURCES = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:,[a-z0-9]+(?:-[a-z0-9]+)*)*")
"""Names of the block's sources, `evidence` for its own, or `none`."""
FILLS = ("left", "right", "all")
"""Which part of its slide a picture reaches to the edges of."""
WRITTEN = {
    ANY: ('"Effort"', "write what the axis means"),
    SHARE: ("0.2", "write a figure from 0 to 1, such as 0.2"),
    SOURCES: ("none", "write names of the block's `sources`, evidence for its own, or none: source=survey,study"),
    COUNT: ("4", "write how many are shown at most, 1 to 8"),
    POINT: ("60,40", "write two percentages, from the left and from the top: focus=60,40"),
}
"""An example of values that are written in a way, and the hint for what is none."""
KNOWN: Mapping[str, Mapping[str, Values]] = {
    "title": {"form": FORMS, "source": SOURCES},
    "questions": {"answers": ("none", "lines")},
    "timeline": {"scale": ("time", "even")},
    "matrix": {"x": ANY, "y": ANY},
    "team": {"most": COUNT, "bio": ("hidden", "shown")},
    "logos": {"of": ("experiences",)},
    "thing": {"x": SHARE, "y": SHARE},
    "picture": {"fill": FILLS, "focus": POINT},
    "text": {},
}
"""Where attributes may stand: behind a title, a div's name (by that name), a picture or a text in brackets (a `thing`
within a matrix); the keys that are known there, and the values of each. Divs that are not named have none."""
WHAT = {"title": "a title", "thing": "a thing in a matrix", "picture": "a picture", "text": "a text"}
EXAMPLES = {
    "form": "# Title {form=cards}",
    "source": "# Title {source=none}",
    "answers": "::: {.questions answers=lines}",
    "scale": "::: {.timeline scale=even}",
    "x": '::: {.matrix x="Effort" y="Effect"}',
    "y": '::: {.matrix x="Effort" y="Effect"}',
    "most": "::: {.team most=4}",
    "bio": "::: {.team bio=shown}",
    "of": "::: {.logos of=experiences}",
    "fill": "![what it shows](images/x.jpg){fill=right}",
    "focus": "![what it shows](images/x.jpg){fill=right focus=60,40}",
}
"""How each key is written, for those who have it in another place."""
ONE = re.compile(r"""[\w-]+=(?:"[^"]*"|'[^']*'|\S*)|\S+""")
BEHIND_A_TEXT = re.compile(rf"\]\{{(?P<attributes>{OF_ATTRIBUTES})\}}")
BEHIND_MARKUP = re.compile(rf"\{{(?P<attributes>{OF_ATTRIBUTES})\}}")
ENDS_OF_MARKUP = ("strong_close", "em_close", "link_close", "code_inline", "image")


class Behind(NamedTuple):
    """What stands behind a title: where it begins in its last text, the attributes, and what is wrong with them."""

    start: int
    attributes: dict[str, str]
    told: list[Told]


def div_faults(name: str, opener: re.Match[str] | None) -> tuple[dict[str, str], list[Told]]:
    """The attributes of the div that a line (a match of `OPENER`) opens, and what is wrong with them."""
    written = opener["attributes"] if opener is not None else None
    if written is None or not written.strip().startswith("."):
        return {}, []  # without a name nobody knows what they are of, which is told
    return read(written.strip()[len(name) + 1 :], name)


def title_attributes(text: str) -> Behind | None:
    """What stands behind a title, at the end of its text; None where nothing does."""
    found = re.search(BEHIND_A_TITLE, text)
    return Behind(found.start(), *read(found["attributes"], "title")) if found is not None else None


def picture_attributes(behind: str) -> dict[str, str]:
    """Those attributes behind a picture that are known."""
    found = BEHIND_MARKUP.fullmatch(behind)
    return read(found["attributes"], "picture")[0] if found is not None else {}


def faults_behind(children: Sequence[Token], text: Where = "text") -> Iterator[Told]:
    """What is wrong with the attributes behind texts and pictures, in what a paragraph is made of; `text` is what a
    text in brackets is there."""
    for number, token in enumerate(children):
        if token.type != "text":
            continue
        before = children[number - 1].type if number else ""
        if before in ENDS_OF_MARKUP and (found := BEHIND_MARKUP.match(token.content)):
            yield from read(found["attributes"], "picture" if before == "image" else text)[1]
        for found in BEHIND_A_TEXT.finditer(token.content):
            yield from read(found["attributes"], text)[1]


def read(written: str, where: str) -> tuple[dict[str, str], list[Told]]:
    """The attributes in a text without its braces, and what is wrong with them; `where` is a place in `KNOWN`, or
    the name of another div."""
    known, what = KNOWN.get(where, {}), WHAT.get(where, f"“::: {where}”")
    attributes: dict[str, str] = {}
    told: list[Told] = []
    for one in ONE.findall(written):
        key, equals, value = one.partition("=")
        value = value.strip("\"'")
        if not equals or not key:
            message, hint = f"“{_shown(one)}” is no attribute of {what}", _instead(one, known)
        elif key not in known:
            message, hint = f"“{_shown(key)}” is no attribute of {what}", _elsewhere(key, known)
        elif not _is_value(value, known[key]):
            message, hint = f"“{_shown(value)}” is no value of “{key}”", _other_value(value, known[key])
        elif key in attributes:
            message, hint = f"“{key}” is written twice", "keep one of them"
        else:
            attributes[key] = value
            continue
        told.append(("SP337", message, hint))
    return attributes, told


def _is_value(value: str, values: Values) -> bool:
    return values.fullmatch(value) is not None if isinstance(values, re.Pattern) else value in values


def _other_value(value: str, values: Values) -> str:
    """The hint for what is no value."""
    return WRITTEN[values][1] if isinstance(values, re.Pattern) else did_you_mean(value, values)


def _instead(token: str, known: Mapping[str, Values]) -> str:
    """The hint for what is no key with a value."""
    bare = token.lstrip(".")
    for key, values in known.items():
        if not isinstance(values, re.Pattern) and bare in values:
            return f"write {{{key}={bare}}}"
    if not known:
        return "leave it out: there are none here"
    key, values = next(iter(known.items()))
    value = WRITTEN[values][0] if isinstance(values, re.Pattern) else values[-1]
    return f"attributes are written key=value, such as {key}={value}"


def _elsewhere(key: str, known: Mapping[str, Values]) -> str:
    """The hint for a key that is not known where it stands."""
    if key in EXAMPLES:
        return f"it stands elsewhere: {EXAMPLES[key]}"
    if not known:
        return "leave it out: there are none here"
    return did_you_mean(key, known) if len(known) > 1 else f"write {EXAMPLES[next(iter(known))]}, or leave it out"


def _shown(text: str) -> str:
    """A text for a message, without what templates print."""
    return TOKEN.sub("…", text)
