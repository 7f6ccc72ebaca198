"""Commands that write, killed on the way or on a full disk: nothing is lost, and the next command finds all as it was.

    python -m tests.fuzz.kills --all          200 kills
    python -m tests.fuzz.kills --kills 20     as many, spread over all commands

Each run of a command is killed just before one of its changes to the disk (a file opened to be written, a name given,
changed or taken away, a folder made). Then every file that was there is there, with what it held before or what it was
to hold; a command that only reads finds the folders as before or as after; and the same command again ends as one that
was never killed, and leaves nothing lying about.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from openpyxl import load_workbook

from tests.fuzz.forked import load, run
from tests.fuzz.workspace import make_workspace
from tests.importing.decks import change_deck, write_deck

ALL, SEED = 200, 11
KILLED = 137
ON = ("--on", "2026-11-20")
READ = ("list", "profiles")
"""A command that only looks; it opens the library, the folder around it, and the profiles."""
CHANGES = frozenset(
    ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.truncate")
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

Tree = Mapping[str, bytes]


class Writer(msgspec.Struct, frozen=True):
    """A command that writes, and what has been done to the workspace before. `steps`: a file may change several times."""

    name: str
    arguments: tuple[str, ...]
    before: Callable[[Path], None] = lambda root: None
    codes: tuple[int, ...] = (0,)
    steps: bool = False


def _changed_deck(root: Path) -> None:
    def change(presentation: Any) -> None:
        presentation.slides[0].shapes.title.text = "Case study: a mill"
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = "Cost of downtime"

    change_deck(root / "sales.pptx", change)


def _other_deck(root: Path) -> None:
    write_deck(root / "other.pptx", [("No downtime at night", ["words", "and more"]), ("Next steps", ["Choose one"])])


def _changed_profile(root: Path) -> None:
    assert run(root, ("build", "acme", *ON, "--only", "deck.pptx", "--only", "price-list.md")).code == 0
    profile = root / "profiles/acme.yaml"
    profile.write_text(profile.read_text("utf-8").replace("Acme Oy", "Acme Group"), encoding="utf-8")


def _changed_sheet(root: Path) -> None:
    assert run(root, ("library", "export", "blocks.xlsx")).code == 0
    book = load_workbook(root / "blocks.xlsx")
    sheet = book.worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == "owner")
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, column).value = "sales"
    content = BytesIO()
    book.save(content)
    (root / "blocks.xlsx").write_bytes(content.getvalue())


def _exported(root: Path) -> None:
    assert run(root, ("library", "export", "blocks.xlsx")).code == 0
    block = root / "content_blocks/news/old-news.md"
    block.write_text(block.read_text("utf-8").replace("state: draft", "state: retired"), encoding="utf-8")


def _slips(root: Path) -> None:
    for name in ("benefits/cheaper.md", "news/charted.md"):
        block = root / "content_blocks" / name
        block.write_text(block.read_text("utf-8").replace("values:", "valeus:") + "  \n", encoding="utf-8")


def _in_git(root: Path) -> None:
    (root / "fresh/.git").mkdir(parents=True)
    (root / "fresh/.git/HEAD").write_text("ref: refs/heads/main\n")


def _catalog(root: Path) -> None:
    assert run(root, ("library", "catalog", "pages", *ON, "--no-pictures")).code == 0
    (root / "content_blocks/news/old-news.md").unlink()


WRITERS = (
    Writer("build", ("build", "acme", *ON, "--only", "deck.pptx", "--only", "price-list.md")),
    Writer("build again", ("build", "acme", *ON, "--only", "deck.pptx", "--only", "price-list.md"), _changed_profile),
    Writer("build for a new customer",
           ("build", "--customer", "New Oy", "--value", "fewer-outages", "--value", "lower-run-cost", *ON, "--only", "deck.pptx")),
    Writer("import a deck", ("import", "deck", "other.pptx", "--yes"), _other_deck),
    Writer("import a deck again", ("import", "deck", "sales.pptx", "--yes", "--replace"), _changed_deck),
    Writer("import cases", ("import", "cases", "plan.yaml")),
    Writer("export the library", ("library", "export", "blocks.xlsx", "--replace"), _exported),
    Writer("import the library", ("library", "import", "blocks.xlsx", "--yes"), _changed_sheet),
    Writer("approve", ("library", "approve", "old-news", "calm-nights", "--by", "Ann", *ON)),
    Writer("retire", ("library", "retire", "old-news", "one-hour", "--by", "Ann", "--why", "old", *ON)),
    Writer("init", ("init", "fresh"), codes=(0, 2)),
    Writer("init in a repository", ("init", "fresh"), _in_git, codes=(0, 2)),
    Writer("init from a deck", ("init", "fresh", "--from-deck", "sales.pptx"), codes=(0, 2)),
    Writer("catalog", ("library", "catalog", "pages", *ON, "--no-pictures")),
    Writer("catalog again", ("library", "catalog", "pages", *ON, "--no-pictures"), _catalog),
    Writer("fix", ("check", *ON, "--fix", "--format", "json"), _slips, codes=(0, 1), steps=True),
    Writer("baseline", ("check", *ON, "--write-baseline", "baseline.json")),
    Writer("sample of a brand", ("brand", "check", "content_blocks/brand/lumikko.pptx", "--sample", "sample.pptx", "--replace")),
    Writer("coverage", ("library", "coverage", "--csv", "coverage.csv")),
)  # fmt: skip


# --- killing ---------------------------------------------------------------------------------------------------------


class Counted:
    """Counts the changes that this process makes to the disk below a folder, and ends it before the one of a number."""

    def __init__(self, root: Path, last: int | None, told: Path | None = None) -> None:
        self._root, self._last, self._told, self._count = str(root), last, told, 0

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Python's audit hook."""
        if event == "open":
            path, _, flags = arguments
            if not isinstance(flags, int) or not flags & WRITING:
                return
        elif event in CHANGES:
            path = arguments[0]
        else:
            return
        if not isinstance(path, str | bytes | Path) or not str(Path(os.fsdecode(path)).absolute()).startswith(
            self._root
        ):
            return
        self._count += 1
        if self._told is not None:
            os.write(3, b".")
        if self._count == self._last:
            os._exit(KILLED)


def tree(root: Path) -> Tree:
    """What every file holds, by its path."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


class Judge:
    """Kills one command, again and again, each time in a fresh workspace."""

    def __init__(self, folder: Path, base: Path, writer: Writer) -> None:
        self._folder, self.writer = folder, writer
        self._ready = folder / "ready"
        shutil.rmtree(self._ready, ignore_errors=True)
        shutil.copytree(base, self._ready)
        writer.before(self._ready)
        self.before = tree(self._ready)
        self.root = folder / "workspace"
        self.count = self._counted()
        self.after = tree(self.root)
        self.changing = {name for name in self.before if self.before[name] != self.after.get(name)}
        self._fresh()
        run(self.root, writer.arguments)
        again = tree(self.root)
        self._vary = {name for name, content in again.items() if self.after.get(name) != content}
        self._vary |= {name for name in again if name.endswith(".xlsx")}  # the time of writing is in it

    def _fresh(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self._ready, self.root)

    def _counted(self) -> int:
        """How many changes a run makes."""
        self._fresh()
        counted = self._folder / "counted"

        def prepare() -> None:
            os.dup2(os.open(counted, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 3)
            sys.addaudithook(Counted(self.root, None, counted))

        done = run(self.root, self.writer.arguments, prepare)
        if done.code not in self.writer.codes:
            raise RuntimeError(f"{self.writer.name} ends with {done.code}: {done.err}")
        return counted.stat().st_size

    def killed(self, number: int) -> str:
        """What is wrong after the run was killed before its change of a number; empty where nothing is."""
        self._fresh()
        done = run(self.root, self.writer.arguments, lambda: sys.addaudithook(Counted(self.root, number)))
        if done.code != KILLED:
            return f"was not killed: {done.code} {done.err}"
        return self._left()

    def full(self, size: int) -> str:
        """What is wrong after no file could be longer than `size` bytes; empty where nothing is."""
        self._fresh()

        def limit() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        done = run(self.root, self.writer.arguments, limit, silent=True)
        if done.code not in (0, 1, 2):
            return f"ends with {done.code} on a full disk: {done.err}"
        if done.code == 0 and not self._is(self.after):
            return "says that it is done on a full disk"
        return self._left()

    def _left(self) -> str:
        now = tree(self.root)
        for name, content in self.before.items():
            if name not in now and name in self.after:
                return f"{name} is gone"
            whole = self.writer.steps or name in self._vary or now.get(name) in (content, self.after.get(name))
            if name in now and not whole:
                return f"{name} is neither as before nor as after"
        read = run(self.root, READ)
        if read.code:
            return f"reading ends with {read.code}: {read.err}"
        inside = ("content_blocks/", "profiles/")
        if not self.writer.steps and not any(self._is(one, inside) for one in (self.before, self.after)):
            return f"the library is neither as before nor as after: {self._differing(self.before)}"
        again = run(self.root, self.writer.arguments)
        if again.code not in (*self.writer.codes, 0):
            return f"the next run ends with {again.code}: {again.err}"
        if not self._is(self.after):
            return f"the next run leaves something else: {self._differing(self.after)}"
        return ""

    def _is(self, wanted: Tree, among: tuple[str, ...] = ("",)) -> bool:
        return not self._differing(wanted, among)

    def _differing(self, wanted: Tree, among: tuple[str, ...] = ("",)) -> list[str]:
        """The files that are not as in `wanted`."""
        now = tree(self.root)
        return [
            name
            for name in sorted({*now, *wanted})
            if name.startswith(among)
            and (name not in now or name not in wanted or (name not in self._vary and now[name] != wanted[name]))
        ]


def judges(folder: Path) -> list[Judge]:
    """A judge for every command that writes."""
    base = folder / "base"
    base.mkdir(parents=True)
    os.environ["SALESPACK_CACHE"] = str(folder / "cache")
    make_workspace(base)
    commands: Sequence[tuple[str, ...]] = (
        ("check", *ON), READ, ("build", "acme", *ON, "--only", "deck.pptx"), ("library", "coverage"),
        ("library", "export", "x.xlsx"), ("library", "catalog", "../pages", "--no-pictures"),
        ("import", "deck", "sales.pptx", "--yes"), ("import", "cases", "plan.yaml"),
    )  # fmt: skip
    load(base, *commands)
    shutil.rmtree(base)
    base.mkdir()
    make_workspace(base)
    return [Judge(folder / f"writer-{number}", base, writer) for number, writer in enumerate(WRITERS)]


def main() -> int:
    """Kills as often as is asked for; 1 if anything is wrong afterwards."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help=f"{ALL} kills")
    parser.add_argument("--kills", type=int, default=ALL // 10, metavar="N", help="so many kills, over all commands")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="salespack-kills-") as folder:
        return 1 if _bad(Path(folder), asked) else 0


def _bad(folder: Path, asked: argparse.Namespace) -> int:
    """How many next runs are bad, each of them told."""
    choose = random.Random(asked.seed)
    known = judges(folder)
    wanted = ALL if asked.all else asked.kills
    share = {
        judge.writer.name: wanted // len(known) + (number < wanted % len(known)) for number, judge in enumerate(known)
    }
    bad = made = 0
    for judge in known:
        points = sorted(choose.sample(range(1, judge.count + 1), min(share[judge.writer.name], judge.count)))
        for point in points:
            made += 1
            if wrong := judge.killed(point):
                bad += 1
                sys.stdout.write(f"{judge.writer.name}, killed before change {point} of {judge.count}: {wrong}\n")
        for size in (10, 20_000) if asked.all else (choose.choice((10, 20_000)),):
            if wrong := judge.full(size):
                bad += 1
                sys.stdout.write(f"{judge.writer.name}, files of at most {size} bytes: {wrong}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{made} kills: {bad} bad next runs\n")
    return bad


if __name__ == "__main__":
    sys.exit(main())
