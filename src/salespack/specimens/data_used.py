"""What a text uses of a profile, found without rendering it: paths of data, what sort each fact must be, files.

Found by patterns, so it may name more than is used, never less: it decides what must be rendered again, and what
generated profiles hold. Whether a text is right is not judged here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import msgspec

from salespack.assembly.workings import WORKING
from salespack.calculations.figures import rests_on
from salespack.calculations.model import Calculations
from salespack.library.blocks import Block, Body, split_front_matter
from salespack.library.library import Library
from salespack.library.load import file_text
from salespack.library.packs import Each
from salespack.matching.scoring import TOP_VALUES_WITHOUT_EACH
from salespack.problems.problem import Severity, UserFault
from salespack.system.hashing import digest
from salespack.templating.template_text import holds_template, template_code

ROOTS = (
    "calc", "customer", "goals", "success", "facts", "plan", "values", "meeting", "room",
    "company", "people", "contact", "on", "relationship", "stakeholders",
)  # fmt: skip
"""The names of the context of block bodies, the seller's among them."""

PATH = re.compile(rf"(?<![\w.])({'|'.join(ROOTS)})(?![\w])(?:\.(\w+))?")
IMPORT = re.compile(r"..[+-]?\s*(?:import|from|include|extends)\b")
FACT = re.compile(r"(?<![\w.])facts((?:\.[A-Za-z_]\w*)+)(\(|\s*\|\s*\w+)?")
LOOPED = re.compile(r"\bfor\s+\w+(\s*,\s*\w+)?\s+in\s+facts((?:\.[A-Za-z_]\w*)+)")
COMPARED = re.compile(r"(?<![\w.])facts((?:\.[A-Za-z_]\w*)+)\s*(?:==|!=|in\b)\s*[\"'(\[]")
CHART_DATA = re.compile(r"^\s*data:\s*[\"']?([\w.]+)", re.MULTILINE)
TEAM = re.compile(r"^[ ]{0,3}:{3,}[ \t]*(?:team\b|\{\.team\b)|\{(?:form=)?team[ \t]*\}", re.MULTILINE)
"""A form in which our people stand without being named."""
LOGOS = re.compile(r"^[ ]{0,3}:{3,}[ \t]*(?:logos\b|\{\.logos\b)|\{(?:form=)?logos[ \t]*\}", re.MULTILINE)
"""A form in which customers stand who agreed to that."""
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
    that it uses templates of the library, `logos` that it shows customers.
    """

    paths: tuple[str, ...] = ()
    facts: dict[str, str] = {}
    files: tuple[str, ...] = ()
    any_file: bool = False
    macros: bool = False
    logos: bool = False


def uses_of(text: str, bind: Iterable[str] = (), *, jinja: bool = True, team: bool = False) -> Uses:
    """What a body uses, with the paths that its front matter binds; `team` where its block shows our people."""
    parts = list(template_code(text)) if jinja else []
    paths = {path for part in parts for path in paths_in(part)}
    facts: dict[str, str] = {}
    for part in parts:
        _learn_facts(part, facts)
    for path in (*CHART_DATA.findall(text), *bind):
        paths.add(".".join(path.split(".")[:2]))
        if path.startswith("facts."):
            facts[path.removeprefix("facts.")] = "figures"
    paths.update(f"calc.{name}" for name in WORKING.findall(text))
    macros = any(IMPORT.match(part) for part in parts)
    if macros:
        paths.update(ROOTS)
    team = team or TEAM.search(text) is not None
    if team:
        paths.add("people")
    logos = LOGOS.search(text) is not None
    named = PICTURE.findall(text)
    return Uses(
        paths=tuple(sorted(paths)),
        facts=dict(sorted(facts.items())),
        files=tuple(sorted({unquote(name.split(' "')[0].strip()).rpartition("/")[2] for name in named})),
        any_file=team or logos or any(map(holds_template, named)) or any(path.startswith("facts.") for path in bind),
        macros=macros,
        logos=logos,
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
        logos=any(one.logos for one in found),
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


MARKUP = re.compile("<[^>]*>")


NOT_ASSETS = (".md", ".yaml", ".yml")


class Stock:
    """What the texts of a library use, kept by their content, and the state of every other file."""

    def __init__(self, library: Library, files: Mapping[str, os.stat_result], known: Mapping[str, Uses]) -> None:
        self.library, self._known = library, known
        self.used: dict[str, Uses] = {}
        self._assets: dict[str, list[str]] = {}
        for name, stat in sorted(files.items()):
            if not name.endswith(NOT_ASSETS):
                state = f"{name} {stat.st_mtime_ns} {stat.st_size}"
                self._assets.setdefault(name.rpartition("/")[2], []).append(state)
        self._cases = [
            repr((one.id, one.about, one.kind, one.state, one.valid_from, one.valid_until))
            for one in library.blocks.values()
            if one.about is not None and one.about.logo is not None
        ]
        self._templates = sorted(
            f"{name} {stat.st_mtime_ns} {stat.st_size}" for name, stat in files.items() if name.startswith("templates/")
        )

    def uses(self, block: Block, body: Body) -> Uses:
        """What a text uses, with the slides designed for it. Nothing where it cannot be read."""
        own = next(iter(block.bodies.values()))
        slides = body.slides or own.slides
        bind = {**own.bind, **body.bind}
        deck = _deck_of(self.library.root, body if body.slides else own) if slides else None
        parts = (body.content_hash, block.jinja, sorted(bind.items()), _shows_people(block), _state_of(deck))
        key = digest(repr(parts).encode())
        found = self.used.get(key) or self._known.get(key)
        if found is None:
            found = self._read(block, body, bind, deck)
        self.used[key] = found
        inputs = inputs_of(self.library.calculations, (*found.paths, *block.needs))
        return msgspec.structs.replace(found, facts={**inputs, **found.facts}) if inputs else found

    def depends(self, block: Block, uses: Uses) -> list[str]:
        """The states of the files beside the texts that a block shows."""
        states = [state for one in self._assets.values() for state in one] if uses.any_file else []
        states += [state for name in uses.files for state in self._assets.get(name, ())]
        for body in block.bodies.values():
            if body.slides:
                states.append(_state_of(_deck_of(self.library.root, body)))
        return [*states, *(self._templates if uses.macros else ()), *(self._cases if uses.logos else ())]

    def _read(self, block: Block, body: Body, bind: Mapping[str, str], deck: Path | None) -> Uses:
        try:
            name = os.path.relpath(body.file, self.library.root)
            text = split_front_matter(file_text(self.library.root, name), body.file).body
        except UserFault:
            text = ""
        found = uses_of(text, bind.values(), jinja=block.jinja, team=_shows_people(block))
        if deck is None or not block.jinja:
            return found
        return together((found, uses_of(_texts_of(deck))))


def inputs_of(calculations: Calculations, paths: Iterable[str]) -> dict[str, str]:
    """The facts that the calculations among paths of data rest on, `calc.NAME`, each with its sort."""
    names = {path.split(".")[1] for path in paths if path.startswith("calc.")} & calculations.formulas.keys()
    sources = [
        calculations.inputs[one].source
        for name in sorted(names)
        for one in rests_on(calculations, name)
        if one in calculations.inputs
    ]
    return {path.removeprefix("facts."): "figure" for path in sources if path.startswith("facts.")}


def _shows_people(block: Block) -> bool:
    """Whether the texts of a block may be shown as people, with their portraits."""
    return block.form == "team" or "team" in block.tags


def _texts_of(deck: Path) -> str:
    """The texts with templates in the parts of a deck: slides, their notes, charts and diagrams."""
    from salespack.ooxml.reading import read_package
    from salespack.powerpoint.designed.text_templates import TYPED

    texts = []
    try:
        package = read_package(deck)
        for name in package.names:
            if name.endswith(".xml"):
                text = MARKUP.sub("", package.read(name).decode("utf-8", "replace"))
                if holds_template(text):
                    texts.append(unescape(text).translate(TYPED))
    except UserFault:
        return ""  # rendering the block says what is wrong with the file
    return "\n".join(texts)


def _deck_of(root: Path, body: Body) -> Path | None:
    """The file of designed slides as a block names it; None where it is not there."""
    if body.slides is None:
        return None
    candidates = (root / body.slides.file, Path(body.file).parent / body.slides.file)
    return next((path for path in candidates if path.is_file()), None)


def _state_of(deck: Path | None) -> str:
    if deck is None:
        return "no deck"
    stat = deck.stat()
    return f"{deck} {stat.st_mtime_ns} {stat.st_size}"


def facts_used(blocks: Iterable[Block], stock: Stock) -> dict[str, str]:
    """Every fact that a library's blocks use or need, with its sort."""
    uses = [stock.uses(block, body) for block in blocks for body in block.bodies.values()]
    needed = {path.removeprefix("facts."): "" for block in blocks for path in block.needs if path.startswith("facts.")}
    return needed | together(uses).facts


def top_of(library: Library) -> int:
    """How many values are top values, in the pack that takes most."""
    counts = [
        section.count for pack in library.packs.values() for section in pack.sections if isinstance(section, Each)
    ]
    return max(counts, default=TOP_VALUES_WITHOUT_EACH)


def is_broken(block: Block) -> bool:
    """Whether a block's own file keeps it from being used."""
    return any(problem.severity is Severity.ERROR for problem in block.problems)
