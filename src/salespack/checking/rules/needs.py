"""Rules about data: what a text uses of a profile that may be missing there, without being guarded or in `needs`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jinja2 import TemplateSyntaxError, nodes

from salespack.assembly.workings import WORKING
from salespack.checking.rules.views import BlockText
from salespack.problems.problem import Problem
from salespack.specimens.data_used import CHART_DATA, MAPPING_METHODS, inputs_of
from salespack.templating.environment import TokenEnvironment

MAY_BE_MISSING = re.compile(
    r"(?:(?:facts|calc)\.\w+|goals|plan|success|customer\.(?:industry(?:_name)?|employees|country|revenue)|meeting\.(?:date|minutes))\b"
)
"""What of the context of a body a profile need not have."""
SAME = {"customer.industry_name": "customer.industry"}
"""Names of the context that are there where another one is."""

GUARDING_FILTERS = frozenset(("default", "d"))
_environment = TokenEnvironment()


def unlisted_needs(text: BlockText) -> Iterator[Problem]:
    """Data that not every profile has, used outside `{% if %}` and `default`, and not listed in `needs`."""
    block = text.block
    told: set[str] = set()
    implied = [f"facts.{one}" for one in inputs_of(text.around.calculations, block.needs)]
    for written, line in _used(text):
        path = SAME.get(written, written)
        if path.startswith("calc."):
            path = ".".join(path.split(".")[:2])  # what stands behind is of the figure
            if path.removeprefix("calc.") not in text.around.calculations.names:
                continue  # rendering tells
        if path in told or not MAY_BE_MISSING.match(path) or _listed(path, (*block.needs, *implied)):
            continue
        told.add(path)
        guard = f"{{% if {path} is defined %}}" if path.startswith(("facts.", "calc.")) else f"{{% if {path} %}}"
        yield Problem(
            code="SP341",
            message=f"uses {path}, which not every customer has, and does not list it in `needs`",
            hint=f"add `needs: [{path}]`, or guard it: {guard}…{{% endif %}}",
            place=text.place_at(_offset(text.source, written, line)),
        )


def _used(text: BlockText) -> Iterator[tuple[str, int]]:
    """The paths that a text uses unguarded, with the line from which on they stand in the source."""
    own = next(iter(text.block.bodies.values()))
    binds = {**own.bind, **text.body.bind}
    yield from ((path, 1) for path in binds.values())
    yield from ((f"calc.{name}", 1) for name in WORKING.findall(text.source))
    if text.block.jinja and not MAY_BE_MISSING.search(text.source):
        return
    if not text.block.jinja:
        return
    try:
        found = list(_unguarded(_environment.parse(text.source), frozenset()))
    except (TemplateSyntaxError, RecursionError):
        return  # rendering tells
    yield from found


def _unguarded(node: nodes.Node, guarded: frozenset[str]) -> Iterator[tuple[str, int]]:
    """The paths used below a node, but for those that a test around them asks about."""
    match node:
        case nodes.If() | nodes.CondExpr():
            guarded |= frozenset(_paths(node.test))
            children: Iterable[nodes.Node] = (one for one in node.iter_child_nodes() if one is not node.test)
        case nodes.Filter(name=name) if name in GUARDING_FILTERS:
            children = node.args
        case nodes.And() | nodes.Or():
            yield from _unguarded(node.left, guarded)
            yield from _unguarded(node.right, guarded | frozenset(_paths(node.left)))
            return
        case nodes.Test():
            children = node.args
        case nodes.For():
            inside = guarded | frozenset(("goals",))  # a list that may be empty, and is always there
            yield from _unguarded(node.iter, inside)
            children = [one for one in node.iter_child_nodes() if one is not node.iter]
        case nodes.Getattr() | nodes.Name():
            path = _path(node)
            if path.rpartition(".")[2] in MAPPING_METHODS:
                path = path.rpartition(".")[0]
            if path and path not in guarded and not any(path.startswith(f"{one}.") for one in guarded):
                yield path, node.lineno
            elif not path:
                yield from (used for one in node.iter_child_nodes() for used in _unguarded(one, guarded))
            return
        case nodes.TemplateData():
            yield from ((path, node.lineno) for path in CHART_DATA.findall(node.data) if path not in guarded)
            return
        case _:
            children = node.iter_child_nodes()
    for child in children:
        yield from _unguarded(child, guarded)


def _paths(node: nodes.Node) -> Iterator[str]:
    """Every path that stands in a test."""
    if isinstance(node, nodes.Getattr | nodes.Name) and (path := _path(node)):
        yield path
        return
    for child in node.iter_child_nodes():
        yield from _paths(child)


def _path(node: nodes.Node) -> str:
    """The dotted path that a node is; empty where it is none."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and (parent := _path(node.node)):
        return f"{parent}.{node.attr}"
    return ""


def _listed(path: str, needs: Iterable[str]) -> bool:
    """Whether a need speaks of the path, of what it is in or of what is in it."""
    return any(path == one or path.startswith(f"{one}.") or one.startswith(f"{path}.") for one in needs)


def _offset(source: str, path: str, line: int) -> int:
    """Where a path stands, from a line on."""
    start = 0
    for _ in range(line - 1):
        start = source.find("\n", start) + 1
    name = path.rpartition(".")[2]  # as a working names a calculation
    for written in (path, name) if path.startswith("calc.") else (path,):
        if found := re.compile(rf"(?<![\w.]){re.escape(written)}(?!\w)").search(source, start):
            return found.start()
    return 0
