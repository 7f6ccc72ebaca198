"""What a text uses of a profile, found without rendering it: paths of data, what sort each fact must be, files.

Found by patterns, so it may name more than is used, never less: it decides what must be rendered again, and what
generated profiles hold. Whether a text is right is not judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

import msgspec

ROOTS = (
    "customer", "goals", "success", "facts", "values", "meeting", "room",
    "company", "people", "contact", "on", "relationship", "stakeholders",
)  # fmt: skip
"""The names of the context of block bodies, the seller's among them."""

TEMPLATE_PART = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
PATH = re.compile(rf"(?<![\w.])({'|'.join(ROOTS)})(?![\w])(?:\.(\w+))?")
IMPORT = re.compile(r"\{%[+-]?\s*(?:import|from|include|extends)\b")
FACT = re.compile(r"(?<![\w.])facts((?:\.[A-Za-z_]\w*)+)(\(|\s*\|\s*\w+)?")
LOOPED = re.compile(r"\bfor\s+\w+(\s*,\s*\w+)?\s+in\s+facts((?:\.[A-Za-z_]\w*)+)")
COMPARED = re.compile(r"(?<![\w.])facts((?:\.[A-Za-z_]\w*)+)\s*(?:==|!=|in\b)\s*[\"'(\[]")
CHART_DATA = re.compile(r"^\s*data:\s*[\"']?([\w.]+)", re.MULTILINE)
PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)>]*)")

# What a filter or a method says of the fact it is given.
SORTS = {
    "number": "figure", "money": "figure", "round": "figure", "int": "figure", "float": "figure", "abs": "figure",
    "percent": "share", "date": "day",
    "upper": "text", "lower": "text", "title": "text", "capitalize": "text", "trim": "text", "replace": "text",
    "truncate": "text", "wordcount": "text",
    "join": "list", "first": "list", "last": "list", "sort": "list", "unique": "list", "sum": "list",
    "dictsort": "figures",
}  # fmt: skip
MAPPING_METHODS = frozenset(("items", "values", "keys", "get"))


class Uses(msgspec.Struct, frozen=True):
    """What one text uses.

    `paths` are names of the context (`customer.name`, or `values` for all of them). `facts` maps a fact's path to its
    sort: figure, share, day, text, list, figures (names to figures), or empty where the text does not say. `files`
    are the last parts of the names of files it shows; `any_file` says that a name is made by the template, `macros`
    that it uses templates of the library.
    """

    paths: tuple[str, ...] = ()
    facts: dict[str, str] = {}
    files: tuple[str, ...] = ()
    any_file: bool = False
    macros: bool = False


def uses_of(text: str, bind: Iterable[str] = (), *, jinja: bool = True) -> Uses:
    """What a body uses, with the paths that its front matter binds."""
    parts = TEMPLATE_PART.findall(text) if jinja else []
    paths = {path for part in parts for path in paths_in(part)}
    facts: dict[str, str] = {}
    for part in parts:
        _learn_facts(part, facts)
    for path in (*CHART_DATA.findall(text), *bind):
        paths.add(".".join(path.split(".")[:2]))
        if path.startswith("facts."):
            facts[path.removeprefix("facts.")] = "figures"
    macros = jinja and IMPORT.search(text) is not None
    if macros:
        paths.update(ROOTS)
    named = PICTURE.findall(text)
    return Uses(
        paths=tuple(sorted(paths)),
        facts=dict(sorted(facts.items())),
        files=tuple(sorted({unquote(name.split(' "')[0].strip()).rpartition("/")[2] for name in named})),
        any_file=any("{" in name for name in named) or any(path.startswith("facts.") for path in bind),
        macros=macros,
    )


def together(uses: Iterable[Uses]) -> Uses:
    """What several texts use."""
    found = list(uses)
    facts: dict[str, str] = {}
    for one in found:
        for path, sort in one.facts.items():
            facts[path] = facts.get(path) or sort
    return Uses(
        paths=tuple(sorted({path for one in found for path in one.paths})),
        facts=dict(sorted(facts.items())),
        files=tuple(sorted({file for one in found for file in one.files})),
        any_file=any(one.any_file for one in found),
        macros=any(one.macros for one in found),
    )


def paths_in(part: str) -> Iterator[str]:
    """The names of the context in a part of a template."""
    for match in PATH.finditer(part):
        yield f"{match[1]}.{match[2]}" if match[2] else match[1]


def _learn_facts(part: str, facts: dict[str, str]) -> None:
    """Notes the facts that a part of a template uses, and what it says of their sort."""
    for match in LOOPED.finditer(part):
        path, dotted = match[2][1:], match[2][1:].split(".")
        if dotted[-1] in MAPPING_METHODS:
            facts[".".join(dotted[:-1])] = "figures"
        else:
            facts[path] = facts.get(path) or ("figures" if match[1] else "list")
    for match in COMPARED.finditer(part):
        facts[match[1][1:]] = facts.get(match[1][1:]) or "text"
    for match in FACT.finditer(part):
        dotted = match[1][1:].split(".")
        if dotted[-1] in MAPPING_METHODS and match[2] == "(":
            if len(dotted) > 1:
                facts[".".join(dotted[:-1])] = "figures"
            continue
        name = ".".join(dotted)
        filter_name = match[2].strip("| \t\n") if match[2] and "|" in match[2] else ""
        facts[name] = facts.get(name) or SORTS.get(filter_name, "")
