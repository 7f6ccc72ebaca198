"""Small faults planted on purpose, one at a time, and whether a test sees each: `python tools/mutants.py PATH...`

PATHs are modules or folders below `src/salespack`. A mutant is one place of the source that says something else: `<`
for `<=`, `and` for `or`, a condition turned round, a number one higher, a call left out. Of all there could be,
`--count` are drawn with `--seed`, the same ones each time. The work is done in a copy of what git has; nothing in the
clone is touched. First the tests (`--tests`, by default those of the same rooms) run once to learn which of them run
which line; each mutant is then met by the tests of its line, the quickest first, up to `--budget` seconds of them, and
by one of each file.

Prints a line for each mutant that no test sees, and at the end how many of how many were seen. With `--out FILE` each
is written there as a line of JSON; `--again FILE` tries the unseen of such a file once more, when tests were added.
Needs `pip install -e '.[dev]'`. Exit code 0, whatever was seen: what lives is to be read, and much of it is equivalent.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml import etree

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = "src/salespack"
COMPARED = {"<=": "<", "<": "<=", ">=": ">", ">": ">=", "==": "!=", "!=": "==", "not in": "in", "is not": "is"}
COMPARED |= {"in": "not in", "is": "is not"}
COUNTED = {"+": "-", "-": "+", "*": "/", "//": "*", "/": "*", "%": "*"}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list", "reversed": "list"}
PATIENCE = 120
"""Seconds that a mutant's tests may take besides three times what they took without it: one that hangs is seen."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One place of one file that says something else: offsets are bytes of the file."""

    path: str
    start: int
    end: int
    line: int
    text: str
    new: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is called in another state of the file: by what the line says before and after."""
        return (self.path, self.text, self.new)


def mutants_of(path: str, source: bytes) -> Iterator[Mutant]:
    """Every mutant of a file, in its order."""
    lines = source.split(b"\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    tree = ast.parse(source)
    skipped = set(_annotations(tree))

    def at(line: int, column: int) -> int:
        return starts[line - 1] + column

    def span(node: ast.expr | ast.stmt) -> tuple[int, int]:
        end = (node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
        return at(node.lineno, node.col_offset), at(*end)

    def between(before: ast.expr, after: ast.expr, words: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
        start, end = span(before)[1], span(after)[0]
        gap = source[start:end].decode()
        known = "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))
        if found := re.search(rf"(?<![\w<>=!*/])({known})(?![\w<>=*/])", gap):
            head = start + len(gap[: found.start()].encode())
            yield head, head + len(found[0].encode()), words[found[0]]

    def of(node: ast.AST) -> Iterator[tuple[int, int, str]]:
        match node:
            case ast.Compare():
                sides = [node.left, *node.comparators]
                for before, after in pairwise(sides):
                    yield from between(before, after, COMPARED)
            case ast.BoolOp():
                for before, after in pairwise(node.values):
                    yield from between(before, after, {"and": "or", "or": "and"})
            case ast.BinOp() if not any(map(_is_text, (node.left, node.right))):
                yield from between(node.left, node.right, COUNTED)
            case ast.UnaryOp(op=ast.Not()):
                start, end = span(node)[0], span(node.operand)[0]
                if source[start:end].strip() == b"not":
                    yield start, end, ""
            case ast.Constant(value=bool(value)):
                yield *span(node), str(not value)
            case ast.Constant(value=int(value)):
                yield *span(node), str(value + 1)
            case ast.Constant(value=float(value)):
                yield *span(node), repr(round(value - 0.05, 6))
            case ast.If() | ast.IfExp():
                start, end = span(node.test)
                yield start, end, f"not ({source[start:end].decode()})"
            case ast.comprehension():
                for test in node.ifs:
                    yield *span(test), "True"
            case ast.Expr(value=ast.Call()):
                yield *span(node), "pass"
            case ast.Continue():
                yield *span(node), "break"
            case ast.Call(func=ast.Name(id=name)) if name in CALLED:
                yield *span(node.func), CALLED[name]

    found = {}
    for node in ast.walk(tree):
        if node in skipped:
            continue
        for start, end, new in of(node):
            number = source.count(b"\n", 0, start) + 1
            head, foot = starts[number - 1], source.find(b"\n", end)
            text = source[head:foot].decode().strip()
            changed = (source[head:start] + new.encode() + source[end:foot]).decode().strip()
            found[start, end, new] = Mutant(path, start, end, number, text, changed)
    for (start, end, new), mutant in sorted(found.items()):
        try:
            compile(source[:start] + new.encode() + source[end:], path, "exec")
        except SyntaxError:
            continue
        yield mutant


def _annotations(tree: ast.AST) -> Iterator[ast.AST]:
    """What types, decorators and a class's keywords say, and what only the type checker runs: no result changes."""
    for node in ast.walk(tree):
        for one in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if one is not None:
                yield from ast.walk(one)
        for one in (*getattr(node, "decorator_list", ()), *(node.keywords if isinstance(node, ast.ClassDef) else ())):
            yield from ast.walk(one)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            yield from ast.walk(node)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr | ast.Constant) and not isinstance(getattr(node, "value", None), int | float)


@dataclass(frozen=True, slots=True)
class Tests:
    """Which tests run which line, and the seconds that each takes. `others` are files whose tests start commands: what
    runs in a process of its own, nobody counts; they meet each mutant that no counted test runs."""

    of_line: Mapping[tuple[str, int], frozenset[str]]
    of_file: Mapping[str, frozenset[str]]
    seconds: Mapping[str, float]
    others: tuple[str, ...]

    def for_(self, mutant: Mutant, budget: float) -> list[str]:
        """Those that run its line, or its file if none in particular does (what is read at import): the quickest first,
        as many as fit the seconds, and at least one of each test file."""
        found = self.of_line.get((mutant.path, mutant.line)) or self.of_file.get(mutant.path, frozenset())
        chosen: list[str] = []
        files: set[str] = set()
        spent = 0.0
        for test in sorted(found, key=lambda one: (self.seconds.get(one, 1.0), one)):
            file = test.partition("::")[0]
            spent += self.seconds.get(test, 1.0)
            if spent <= budget or file not in files:
                chosen.append(test)
            files.add(file)
        return chosen or list(self.others)


class Copy:
    """The project in a folder of its own, where faults are planted and tests run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        command = ["git", "ls-files", "-z"]
        listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
        for name in filter(None, listed.stdout.split("\0")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, folder / name)

    def run(self, arguments: Iterable[str], seconds: float | None = None) -> tuple[int | None, str]:
        """pytest's exit code, None when it took longer than that; and the first test that failed."""
        environment = os.environ | {"PYTHONPATH": str(self.folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
        try:
            done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, timeout=seconds)
        except subprocess.TimeoutExpired:
            return None, "it hangs"
        failed = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout.decode(errors="replace"), re.MULTILINE)
        return done.returncode, failed[1] if failed else ""

    def learned(self, tests: Sequence[str]) -> Tests:
        """What the tests run, by one run of all of them without any fault."""
        told = ["--junitxml=tests.xml", "--cov=salespack", "--cov-context=test", "--cov-report=", "-n", "2"]
        code, _ = self.run([*told, *tests])
        if code != 0:
            print(f"pytest ends with {code} without any fault: tests that fail anyhow tell nothing", file=sys.stderr)
        seconds = {}
        failed = set()
        for case in etree.parse(str(self.folder / "tests.xml")).iter("testcase"):
            name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
            seconds[name] = float(case.get("time", 1))
            if any(True for _ in case.iter("failure", "error")):
                failed.add(name)
        of_line: dict[tuple[str, int], set[str]] = defaultdict(set)
        of_file: dict[str, set[str]] = defaultdict(set)
        with sqlite3.connect(self.folder / ".coverage") as base:
            rows = base.execute(
                "select file.path, context.context, line_bits.numbits from line_bits"
                " join file on file.id = line_bits.file_id join context on context.id = line_bits.context_id"
            )
            for path, context, bits in rows:
                test = context.rpartition("|")[0]
                if not test or test in failed:
                    continue
                name = Path(path).relative_to(self.folder).as_posix()
                of_file[name].add(test)
                for place, byte in enumerate(bits):
                    for bit in range(8):
                        if byte & (1 << bit):
                            of_line[name, place * 8 + bit].add(test)
        return Tests(
            {one: frozenset(found) for one, found in of_line.items()},
            {one: frozenset(found) for one, found in of_file.items()},
            seconds,
            tuple(one for one in tests if one.endswith(".py")),
        )

    def tried(self, mutant: Mutant, tests: Tests, budget: float) -> dict[str, Any]:
        """What became of it: `seen` by a failing test or by hanging, or not, of how many tests."""
        file = self.folder / mutant.path
        source = file.read_bytes()
        offset = _offset(mutant, source)
        chosen = tests.for_(mutant, budget)
        seen, by = False, ""
        if chosen:
            file.write_bytes(source[: offset[0]] + offset[2] + source[offset[1] :])
            try:
                time = PATIENCE + 3 * sum(tests.seconds.get(one, 1.0) for one in chosen)
                code, by = self.run(["-x", *chosen], time)
                seen = code not in (0, 5)
            finally:
                file.write_bytes(source)
        told = {"path": mutant.path, "line": mutant.line, "text": mutant.text, "new": mutant.new}
        return {**told, "tests": len(chosen), "seen": seen, "by": by}


def _offset(mutant: Mutant, source: bytes) -> tuple[int, int, bytes]:
    """Where the line's text stands, and what stands there instead."""
    head = source.rfind(b"\n", 0, mutant.start) + 1
    foot = source.find(b"\n", mutant.end)
    indent = len(source[head:foot]) - len(source[head:foot].lstrip())
    return head + indent, foot, mutant.new.encode()


def main(arguments: list[str] | None = None) -> int:
    """Prints those that no test sees, and the figure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="*", metavar="PATH")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=float, default=40)
    parser.add_argument("--tests", nargs="*", default=None)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--again", type=Path)
    asked = parser.parse_args(arguments)
    before = [json.loads(line) for line in asked.again.read_text("utf-8").splitlines()] if asked.again else []
    paths = asked.paths or sorted({one["path"] for one in before})
    files = sorted(
        {file for one in paths for file in ([PROJECT / one] if one.endswith(".py") else (PROJECT / one).rglob("*.py"))}
    )
    every = [one for file in files for one in mutants_of(file.relative_to(PROJECT).as_posix(), file.read_bytes())]
    if before:
        unseen = {(one["path"], one["text"], one["new"]) for one in before if not one["seen"]}
        chosen = list({one.key: one for one in every if one.key in unseen}.values())
    else:
        chosen = random.Random(asked.seed).sample(every, min(asked.count, len(every)))  # noqa: S311 - no secret
    rooms = {Path(one.path).relative_to(PACKAGE).parts[0] for one in chosen}
    tests = asked.tests or sorted(f"tests/{room}" for room in rooms if (PROJECT / "tests" / room).is_dir())
    print(f"{len(chosen)} of {len(every)} mutants, tests of {' '.join(tests)}", flush=True)
    seen = 0
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        copy = Copy(Path(name).resolve())
        known = copy.learned(tests)
        for mutant in chosen:
            told = copy.tried(mutant, known, asked.budget)
            seen += told["seen"]
            if asked.out is not None:
                with asked.out.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(told, ensure_ascii=False) + "\n")
            if not told["seen"]:
                print(
                    f"{mutant.path}:{mutant.line}: {mutant.text}\n    {mutant.new}   ({told['tests']} tests)",
                    flush=True,
                )
    print(f"{seen} of {len(chosen)} seen ({100 * seen / max(1, len(chosen)):.0f} %)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
