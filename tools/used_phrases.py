"""Which phrases the code shows: the names of all entries that it takes from a language's message catalogs.

Python and templates are read as trees, the scripts of the catalog's page by a pattern. Where code puts a name together,
a table here says of what; an expression that no table knows is a fault, so that no phrase can be overlooked.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

from jinja2 import Environment, nodes

from salespack.assembly.forms.rules import RULES
from salespack.building.written_outputs import PACK, TITLES, WRITTEN
from salespack.calculations.units import OF_TIME
from salespack.documents.chapters import LABELS
from salespack.documents.context import GAPS, HEARD
from salespack.language.times import LATER_UNITS
from salespack.library.blocks import KINDS
from salespack.matching.scoring import BOOSTS
from salespack.matching.selection import Reason
from salespack.profiles.profile import Lifecycle, Reference, RelationshipKind, State
from salespack.scene.charts.model import Kind

PROJECT = Path(__file__).parent.parent
SOURCE = PROJECT / "src" / "salespack"
PACKS = (PROJECT / "content_blocks" / "packs", SOURCE / "scaffold")
SLOT = re.compile(r'\bslot: ([a-z][a-z-]*)|^    \("([a-z-]+)", "[a-z]+", "', re.MULTILINE)
MODULE = "salespack.language.phrases"
INTERVIEWS = "salespack.language.interview"
OF_INTERVIEWS = re.compile(r"\b_?texts\[([^\]]*)\]|\bmeans\(text, (\"\w+\")\)")
QUOTES = frozenset(("quote_open", "quote_close"))
"""Stand among the phrases and come from `language.yaml`."""

STATES = frozenset((*get_args(Lifecycle), *get_args(State), *get_args(RelationshipKind)))
CALL = re.compile(r"\bt\(\s*(?P<expression>\"[^\"]*\"|`[^`]*`|[\w.]+)")
FACET = re.compile(r"(?:\{ id: |\bdeclared\(|\bfixed\()\"(\w+)\", (?:options|hidden|\")")
VIEW = re.compile(r"\bviews\.(\w+) = ")
FIELDS = re.compile(r"const FIELDS = \[([^\]]*)\]")
FRESHNESS = ("expiring", "expired", "upcoming", "review")


class UnknownExpression(Exception):  # noqa: N818 - told as a fault of the code that is read
    """A phrase is chosen by an expression that no table knows."""


def used_phrases() -> dict[str, str]:
    """The names of the phrases of documents that the code shows, each with a place. Raises UnknownExpression."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if MODULE in (text := path.read_text(encoding="utf-8")):
            for name, line in _in_python(text, path):
                found.setdefault(name, f"{path.relative_to(PROJECT)}:{line}")
    for path in sorted((SOURCE / "documents" / "templates").glob("*.j2")):
        for name, line in _in_template(path):
            found.setdefault(name, f"{path.relative_to(PROJECT)}:{line}")
    return {name: place for name, place in found.items() if name not in QUOTES}


def used_page_words() -> dict[str, str]:
    """The names of the words that the catalog's page shows, each with a place. Raises UnknownExpression."""
    scripts = {path: path.read_text(encoding="utf-8") for path in sorted((SOURCE / "catalog" / "assets").glob("*.js"))}
    chosen = _chosen_by_scripts("\n".join(scripts.values()))
    found: dict[str, str] = {}
    for path, text in scripts.items():
        for call in CALL.finditer(text):
            place = f"{path.relative_to(PROJECT)}:{text.count(chr(10), 0, call.start()) + 1}"
            expression = call["expression"]
            names = (expression[1:-1],) if expression.startswith('"') else chosen.get(expression)
            if names is None:
                raise UnknownExpression(f"{place}: {expression} chooses words of the page, and of what is not known")
            for name in names:
                found.setdefault(name, place)
    return found


def used_interview_words() -> dict[str, str]:
    """The names of the phrases of interviews that the code shows, each with a place."""
    found: dict[str, str] = {}
    for path in sorted((SOURCE / "cli").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        if INTERVIEWS in text:
            for match in OF_INTERVIEWS.finditer(text):
                place = f"{path.relative_to(PROJECT)}:{text.count(chr(10), 0, match.start()) + 1}"
                for name in re.findall(r"[\"'](\w+)[\"']", match[1] or match[2]):
                    found.setdefault(name, place)
    return {name: place for name, place in found.items() if name not in QUOTES}


def _chosen_by_python() -> Mapping[str, frozenset[str]]:
    """The names that an expression of Python or of a template may choose, by the expression."""
    boosts = frozenset(f"boost_{name}" for name in (*(boost.name for boost in BOOSTS), "cap"))
    reasons = frozenset(f"reason_{reason.value.replace(' ', '_')}" for reason in Reason)
    forms = frozenset(f"form_{rule.form.replace('-', '_')}" for rule in RULES)
    charts = frozenset(f"chart_{kind}" for kind in (*get_args(Kind), "column", "combined"))
    people = frozenset(name.replace("-", "_") for name in (*STATES, *get_args(Reference)))
    return {
        "f'boost_{term.name}'": boosts,
        "f\"reason_{rejection.reason.value.replace(' ', '_')}\"": reasons,
        "f\"slot_{slot.replace('-', '_')}\"": frozenset(f"slot_{slot.replace('-', '_')}" for slot in _slots()),
        "f'chart_{_kind(chart)}'": charts,
        "f\"form_{slide.form.replace('-', '_')}\"": forms,
        "GAPS[choice.empty]": frozenset(GAPS.values()),
        "LABELS[slide['kind']]": frozenset(LABELS.values()),
        "word": frozenset((*TITLES.values(), *(word for one in WRITTEN.values() for word in one.called))) - {PACK},
        "'left_for_talk' if left >= 0 else 'minutes_over'": frozenset(("left_for_talk", "minutes_over")),
        "name": frozenset(("score", "distance", *HEARD)),
        "key | replace": people,
        "selection.state.replace('-', '_')": frozenset(name.replace("-", "_") for name in get_args(State)),
        "f'later_{later.unit}'": frozenset(f"later_{unit}" for unit in LATER_UNITS.values()),
        "f'say_{made}'": frozenset(("say_agenda", "say_summary")),
        "f'{made}_title'": frozenset(("summary_title", "agenda_title")),
        "f'unit_{name}'": frozenset(f"unit_{name}" for name in OF_TIME),
        "f'per_{one}'": frozenset(f"per_{name}" for name in OF_TIME),
    }


def _chosen_by_scripts(scripts: str) -> Mapping[str, frozenset[str]]:
    """The same for scripts, as far as it stands in their own tables."""
    fields = FIELDS.search(scripts)
    listed = frozenset(re.findall(r'"(\w+)"', fields[1])) if fields else frozenset[str]()
    return {
        "view": frozenset(VIEW.findall(scripts)) - {"block"},
        "field": listed,
        "`word_${word}`": frozenset(f"word_{one}" for one in STATES),
        "`word_${id}`": frozenset(f"word_{one}" for one in STATES),
        "`f_${facet.id}`": frozenset(f"f_{one}" for one in FACET.findall(scripts)),
        "`f_${id}`": frozenset(f"f_{one}" for one in FACET.findall(scripts)),
        "`sort_${one}`": frozenset(("sort_best", "sort_title", "sort_until")),
        "`badge_${block.freshness}`": frozenset(f"badge_{one}" for one in FRESHNESS),
        "`fresh_${one}`": frozenset(f"fresh_{one}" for one in ("valid", *FRESHNESS)),
        "`state_${block.state}`": frozenset(f"state_{one}" for one in ("draft", "retired", "broken")),
        "`state_${one}`": frozenset(f"state_{one}" for one in ("approved", "draft", "retired", "broken")),
        **dict.fromkeys(
            ("`kind_${kind}`", "`kind_${one}`", "`kind_${block.kind}`"), frozenset(f"kind_{kind}" for kind in KINDS)
        ),
    }


def _slots() -> Iterator[str]:
    """The names of slots in the sample's packs and in those that commands write."""
    for folder in PACKS:
        for path in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.py"))):
            for match in SLOT.finditer(path.read_text(encoding="utf-8")):
                yield match[1] or match[2]


def _in_python(text: str, path: Path) -> Iterator[tuple[str, int]]:
    tree = ast.parse(text)
    makers = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == MODULE
        for alias in node.names
        if alias.name == "words"
    }
    held = set(_holders(tree, makers))
    chosen = _chosen_by_python()
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=phrases, slice=key) if _is_words(phrases, makers, held):
                yield from _names(key, chosen, path)
            case ast.Call(func=ast.Attribute(value=phrases, attr="get" | "counted"), args=[key, *_]):
                if _is_words(phrases, makers, held):
                    yield from _names(key, chosen, path)


def _holders(tree: ast.AST, makers: set[str]) -> Iterator[str]:
    """The names of variables and parameters of a module that hold phrases."""
    for node in ast.walk(tree):
        match node:
            case ast.arg(arg=name, annotation=ast.Name(id="Words")):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _makes_words(value, makers):
                yield name
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for variable, given in zip(names, values, strict=True):
                    if isinstance(variable, ast.Name) and _makes_words(given, makers):
                        yield variable.id


def _is_words(node: ast.expr, makers: set[str], held: set[str]) -> bool:
    return (isinstance(node, ast.Name) and node.id in held) or _makes_words(node, makers)


def _makes_words(node: ast.expr, makers: set[str]) -> bool:
    """Whether an expression gives phrases: `words(language)`, one of two such, or `names["words"]`."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in makers
        case ast.IfExp(body=body, orelse=other):
            return _makes_words(body, makers) or _makes_words(other, makers)
        case ast.Subscript(slice=ast.Constant(value="words")):
            return True
    return False


def _names(node: ast.expr, chosen: Mapping[str, frozenset[str]], path: Path) -> Iterator[tuple[str, int]]:
    """The phrases that an expression names."""
    if isinstance(node, ast.Constant):
        yield str(node.value), node.lineno
        return
    expression = ast.unparse(node)
    if expression not in chosen:
        place = f"{path.relative_to(PROJECT)}:{node.lineno}"
        raise UnknownExpression(f"{place}: {expression} chooses phrases, and of what is not known")
    for name in sorted(chosen[expression]):
        yield name, node.lineno


def _in_template(path: Path) -> Iterator[tuple[str, int]]:
    tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    for named in tree.find_all(nodes.Getattr):
        if isinstance(named.node, nodes.Name) and named.node.name == "words":
            yield named.attr, named.lineno
    chosen = _chosen_by_python()
    for keyed in tree.find_all(nodes.Getitem):
        if not isinstance(keyed.node, nodes.Name) or keyed.node.name != "words":
            continue
        expression = _filtered(keyed.arg)
        if isinstance(keyed.arg, nodes.Const):
            yield str(keyed.arg.value), keyed.lineno
        elif expression in chosen:
            yield from ((name, keyed.lineno) for name in sorted(chosen[expression]))
        else:
            raise UnknownExpression(f"{path.relative_to(PROJECT)}:{keyed.lineno}: what chooses phrases is not known")


def _filtered(node: nodes.Node) -> str:
    """A name with a filter, as a template writes it but for what the filter is given."""
    if isinstance(node, nodes.Filter) and isinstance(node.node, nodes.Name):
        return f"{node.node.name} | {node.name}"
    return ""
