"""What no import contract can tell: who knows Open XML's namespaces, who asks the computer for time and settings, and
whether the modules that docstrings name are there."""

from __future__ import annotations

import ast
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from salespack.ooxml import markup

SOURCE = Path(markup.__file__).parent.parent
KNOW_OPEN_XML = {"ooxml", "powerpoint", "scene"}
SERVICES = {"building", "specimens", "checking", "catalog", "support", "cli", "system", "__main__.py"}
"""The services that build, what stands above them up to where the process begins, and `system`, which is the computer."""
NAMESPACES = {"A", "C", "P", "R", "MC"}
CLOCK = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime", "monotonic", "perf_counter"}
ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv"}

NAMED = re.compile(r"`([a-z_]+(?:(?:\.\w+)+|(?:/[\w.*-]+)+/?))`")
"""A dotted name or a path in a docstring: `checking.rules.views`, `problems/pages/*.md`."""
FILES = (".pdf", ".pptx", ".yaml")
"""Ends of names of files, such as `library.yaml`, that begin as a room does."""


@cache
def modules() -> list[tuple[str, str, str]]:
    """Room, name and text of every module."""
    names = [path.relative_to(SOURCE).as_posix() for path in sorted(SOURCE.rglob("*.py"))]
    assert len(names) > 300
    return [(name.partition("/")[0], name, (SOURCE / name).read_text(encoding="utf-8")) for name in names]


@cache
def read(text: str) -> tuple[frozenset[tuple[str, str]], tuple[str, ...]]:
    """What a text asks of modules, as (module, name): `os.environ`, `from time import time`, `datetime.date.today`; and
    its docstrings."""
    asked, docstrings = set(), []
    for one in ast.walk(ast.parse(text)):
        match one:
            case ast.ImportFrom(module=module, names=names):
                asked |= {(module or "", alias.name) for alias in names}
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                asked.add((owner, name))
            case ast.Expr(value=ast.Constant(value=str() as docstring)):
                docstrings.append(docstring)
    return frozenset(asked), tuple(docstrings)


def used(text: str) -> frozenset[tuple[str, str]]:
    """What a text asks of modules, as (module, name)."""
    return read(text)[0]


def named(text: str) -> Iterator[str]:
    """The modules and paths below a room that the docstrings of a text name; `profiles/` is a workspace's too."""
    for docstring in read(text)[1]:
        for name in NAMED.findall(docstring):
            if re.split("[./]", name)[0] in rooms() and not name.endswith(FILES):
                yield name


@cache
def rooms() -> frozenset[str]:
    """The names of all rooms."""
    return frozenset(path.name for path in SOURCE.iterdir() if path.is_dir())


def is_there(name: str) -> bool:
    """Whether a path is one below our source, or a dotted name that of a module or of what stands in one."""
    if "/" in name:
        return any(SOURCE.glob(name.rstrip("/")))
    try:
        pkgutil.resolve_name(f"salespack.{name}")
    except (ImportError, AttributeError):
        return False
    return True


@pytest.mark.slow
def test_only_three_rooms_know_a_namespace_of_open_xml() -> None:
    told = []
    for room, name, text in modules():
        if room not in KNOW_OPEN_XML:
            if "schemas.openxmlformats.org" in text:
                told.append(f"{name} has one")
            told += [
                f"{name} takes {one}"
                for module, one in used(text)
                if module in ("salespack.ooxml.markup", "salespack.ooxml.alternate_content") and one in NAMESPACES
            ]
    assert told == []


@pytest.mark.slow
def test_nobody_below_the_services_that_build_reads_clock_or_environment() -> None:
    """The day is an argument, and so is all that a machine may have other than the next one."""
    told = [
        f"{name}: {module}.{one}"
        for room, name, text in modules()
        if room not in SERVICES
        for module, one in used(text)
        if (module in ("datetime", "date", "time") and one in CLOCK) or (module == "os" and one in ENVIRONMENT)
    ]
    assert told == []


@pytest.mark.slow
def test_every_module_that_a_docstring_names_is_there() -> None:
    told = {f"{file}: {name}": is_there(name) for _, file, text in modules() for name in named(text)}
    assert len(told) > 10
    assert [name for name, there in told.items() if not there] == []


def test_what_is_looked_for_would_be_found() -> None:
    wrong = (
        '"""As `checking.views`, `problems/views/*.md`; `checking.rules.views`, `problems/pages`, `library.yaml`."""'
    )
    assert [(name, is_there(name)) for name in named(wrong)] == [
        ("checking.views", False),
        ("problems/views/*.md", False),
        ("checking.rules.views", True),
        ("problems/pages", True),
    ]
    assert ("os", "environ") in used("import os\nx = os.environ['A']")
    assert ("os", "getenv") in used("from os import getenv")
    assert ("time", "time_ns") in used("import time\nx = time.time_ns()")
    assert ("date", "today") in used("import datetime\nx = datetime.date.today()")
    assert ("datetime", "now") in used("import datetime\nx = datetime.datetime.now(datetime.UTC)")
    assert any(("os", "environ") in used(text) for room, _, text in modules() if room == "system")
    assert any(("date", "today") in used(text) for room, _, text in modules() if room == "cli")
