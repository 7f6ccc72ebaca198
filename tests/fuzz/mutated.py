"""Thousands of changed inputs: whatever a file says, or is, a command ends soon, tells problems, and never fails.

    python -m tests.fuzz.mutated --all          all of them
    python -m tests.fuzz.mutated --inputs 400   the first so many
    python -m tests.fuzz.mutated --only 17      one of them, whose files are left to be looked at

Inputs are the same in every run with one `--seed`. Each changes a file of a small workspace (a profile, a block, a pack,
a deck, a picture, what an import left behind) in its text, its bytes, or in what it is (a folder, a pipe, a link in a
circle, a name that is no text), and runs one command on it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import msgspec

from tests.fuzz.forked import Done, load, run
from tests.fuzz.mutations import CONTENTS, VALUES
from tests.fuzz.workspace import make_workspace

ALL = 4_000
SEED = 11
ON = ("--on", "2026-11-20")
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("build", "acme", *ON),
    ("build", "acme", *ON, "--only", "deck.pptx"),
    ("build", "acme", *ON, "--language", "fi", "--only", "one-pager.pdf"),
    ("match", "acme", *ON, "--json"),
    ("match", "acme", *ON, "--explain"),
    ("check", *ON, "--format", "json"),
    ("check", *ON, "--format", "sarif"),
    ("check", *ON, "--format", "junit"),
    ("check", *ON, "--format", "github"),
    ("import", "deck", "sales.pptx", "--yes"),
    ("import", "cases", "plan.yaml"),
    ("library", "list"),
    ("library", "coverage"),
    ("brand", "check", "content_blocks/brand/lumikko.pptx"),
)
HOSTILE = (
    *VALUES, "99999999999999999999", "-99999999999999999999", "9223372036854775807", "1e400", "-1e400", ".inf", ".nan",
    "1e308", "0.0000001", "{}", "[]", "~", "true", "{a: {b: {c: d}}}", "[[[[1]]]]", "*x", "&x y", "!!python/object:os.system x",
    "{{ customer.name }}", "{% for a in range(1000) %}{% for b in range(1000) %}x{% endfor %}{% endfor %}", "{{ 'a' * 999999999 }}",
    "{{ facts }}", "{{ x", "{% include '../../x' %}", "{{ 'ab' | truncate(-1) }}", "{{ 9 ** 9 ** 9 }}", "```", ":::", "---",
    "::: seller", "| a |", "![x](../../../etc/passwd)", "![x](images/plan.png)", "[x](javascript:x)", "<script>", "\u202e",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "𝕏", "ﷺ", "\x00", "\ufeff", "\u2028", "a" * 3_000, "ä" * 300,
    "2026-13-45", "9999-12-31", "0001-01-01", "1.1.10000", "../../library.yaml", "/etc/passwd", "con", "fi", "en-GB", "xx",
)  # fmt: skip
"""What a person, a program or an enemy may have written in the place of something."""


class Fault(msgspec.Struct, frozen=True):
    """What went wrong with one input."""

    number: int
    what: str
    change: str
    command: str
    said: str

    def __str__(self) -> str:
        return f"#{self.number} {self.what}: {self.change}: salespack {self.command}\n    {self.said}"


# --- what is changed -------------------------------------------------------------------------------------------------


def _line(choose: random.Random, text: str) -> str:
    """A line lost, doubled, moved, cut or indented in another way."""
    lines = text.split("\n")
    at, to = choose.randrange(len(lines)), choose.randrange(len(lines))
    kind = choose.randrange(6)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, lines[at])
    elif kind == 2:
        lines.insert(to, lines.pop(at))
    elif kind == 3:
        lines[at] = lines[at][: choose.randrange(len(lines[at]) + 1)]
    elif kind == 4:
        lines[at] = choose.choice((" ", "\t", "  - ", "    ")) + lines[at]
    else:
        lines[at : at + 1] = [lines[at]] * choose.choice((50, 500))
    return "\n".join(lines)


def _value(choose: random.Random, text: str) -> str:
    """Another value behind a key, or in a list."""
    marks = [at for at, letter in enumerate(text) if letter in ":[,"]
    if not marks:
        return choose.choice(HOSTILE)
    at = choose.choice(marks) + 1
    ends = [end for end in (text.find(letter, at) for letter in ",\n}]") if end >= 0]
    return f"{text[:at]} {choose.choice(HOSTILE)}{text[min(ends, default=len(text)) :]}"


def _inserted(choose: random.Random, text: str) -> str:
    at = choose.randrange(len(text) + 1)
    return text[:at] + choose.choice(HOSTILE) + text[at:]


def _cut(choose: random.Random, text: str) -> str:
    first, last = sorted(choose.randrange(len(text) + 1) for _ in range(2))
    return text[:first] + text[last:] if choose.random() < 0.5 else text[:first]


def _nested(choose: random.Random, text: str) -> str:
    depth = choose.choice((30, 100, 3_000, 50_000))
    left, right = choose.choice(
        (("[", "]"), ("{a: ", "}"), ("- ", ""), ("> ", ""), ("{{ (", ") }}"), ("*", "*"), ("::: columns\n", ":::\n"))
    )
    at = choose.randrange(len(text) + 1)
    return text[:at] + left * depth + right * depth + text[at:]


def _word(choose: random.Random, text: str) -> str:
    """One word in the place of another of the same text."""
    words = [one for one in text.split() if one.isalnum()]
    return text.replace(choose.choice(words), choose.choice(words), 1) if words else text


TEXT_CHANGES: tuple[Callable[[random.Random, str], str], ...] = (
    _line, _line, _value, _value, _value, _inserted, _inserted, _cut, _nested, _word,
)  # fmt: skip


def change_text(choose: random.Random, file: Path) -> str:
    """Changes what a text file says; in words."""
    text = file.read_bytes().decode("utf-8", "surrogateescape")
    for _ in range(choose.choice((1, 1, 1, 2, 4))):
        text = choose.choice(TEXT_CHANGES)(choose, text)
    file.write_bytes(text.encode("utf-8", "surrogatepass" if choose.random() < 0.5 else "replace"))
    return f"text of {file.name}"


def change_bytes(choose: random.Random, file: Path) -> str:
    """Changes a file's bytes: some of them, its end, all of them, or their coding."""
    content = bytearray(file.read_bytes())
    kind = choose.randrange(6)
    if kind == 0:
        for _ in range(choose.choice((1, 8, 200))):
            content[choose.randrange(max(len(content), 1))] = choose.randrange(256)
    elif kind == 1:
        del content[choose.randrange(len(content) + 1) :]
    elif kind == 2:
        content = bytearray(
            choose.choice(
                (
                    b"",
                    b"\0" * 1_000,
                    b"\xff\xfe",
                    os.urandom(0),
                    b"PK\x03\x04",
                    b"version https://git-lfs.github.com/spec/v1\n",
                )
            )
        )
    elif kind == 3:
        content = bytearray(content.decode("utf-8", "replace").encode("utf-16"))
    elif kind == 4:
        content += content[: choose.randrange(len(content) + 1)]
    else:
        content = bytearray(content.replace(b"\n", choose.choice((b"\r\n", b"\r", b"\0", b"\x85"))))
    file.write_bytes(content)
    return f"bytes of {file.name} ({kind})"


def change_package(choose: random.Random, file: Path) -> str:
    """Changes a part of a PowerPoint file: an attribute, its elements, its whole content."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    told = []
    for _ in range(choose.choice((1, 1, 2, 5))):
        name = choose.choice([one for one in sorted(parts) if "slideLayout" not in one or choose.random() < 0.1])
        told.append(name)
        if choose.random() < 0.15:
            replaced = choose.choice(CONTENTS)
            parts[name] = replaced.encode() if isinstance(replaced, str) else replaced
        elif choose.random() < 0.1:
            parts.pop(name, None)
            if not parts:
                break
        else:
            parts[name] = _markup(choose, parts[name])
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    file.write_bytes(stream.getvalue())
    return f"parts of {file.name}: {', '.join(told)}"


def _markup(choose: random.Random, content: bytes) -> bytes:
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, LookupError, ValueError):  # a part that names an encoding that nobody knows
        return content[: choose.randrange(len(content) + 1)]
    element = choose.choice(list(root.iter()))
    kind = choose.randrange(6)
    if kind <= 1 and element.attrib:
        element.set(choose.choice(sorted(element.attrib)), choose.choice(VALUES))
    elif kind == 2 and element.attrib:
        element.attrib.pop(choose.choice(sorted(element.attrib)))
    elif kind == 3:
        for child in list(element):
            element.remove(child)
    elif kind == 4:
        element.extend(list(element) * choose.choice((1, 3, 40)))
    else:
        element.text = choose.choice(HOSTILE).replace("\x00", "")
    try:
        return ElementTree.tostring(root)
    except (ValueError, RecursionError):
        return content


def change_kind(choose: random.Random, file: Path) -> str:
    """Makes something else of a file, or puts something odd beside it."""
    kind = choose.randrange(9)
    beside = file.with_name(f"beside{file.suffix}")
    if kind == 0:
        file.unlink()
        file.mkdir()
        what = "is a folder"
    elif kind == 1:
        file.unlink()
        os.mkfifo(file)
        what = "is a pipe"
    elif kind == 2:
        file.unlink()
        file.symlink_to(file.name)
        what = "is a link to itself"
    elif kind == 3:
        file.unlink()
        file.symlink_to(choose.choice(("/dev/zero", "/etc/passwd", "nothing", "..", "/")))
        what = f"is a link to {file.readlink()}"
    elif kind == 4:
        file.rename(os.fsdecode(os.fsencode(file.parent) + b"/n\xe4me" + os.fsencode(file.suffix)))
        what = "has a name that is no text"
    elif kind == 5:
        shutil.copyfile(file, os.fsencode(file.parent) + b"/n\xe4me" + os.fsencode(file.suffix))
        what = "has a neighbour whose name is no text"
    elif kind == 6:
        os.mkfifo(beside)
        what = "has a pipe beside it"
    elif kind == 7:
        (file.parent / "loop").symlink_to(".")
        beside.symlink_to(beside.name)
        what = "has links in circles beside it"
    else:
        file.unlink()
        what = "is not there"
    return f"{file.name} {what}"


def change(choose: random.Random, root: Path) -> str:
    """Changes one file of the workspace; what was done, in words."""
    files = sorted(path for path in root.rglob("*") if path.is_file())
    by_ending: dict[str, list[Path]] = {}
    for file in files:
        by_ending.setdefault(file.suffix, []).append(file)
    ending = choose.choices((".yaml", ".md", ".pptx", ".json", ".png", ".j2"), (10, 8, 8, 1, 1, 2))[0]
    file = choose.choice(by_ending[ending])
    if choose.random() < 0.12:
        return change_kind(choose, file)
    if ending in (".pptx", ".png"):
        return (
            change_package(choose, file) if ending == ".pptx" and choose.random() < 0.8 else change_bytes(choose, file)
        )
    return change_bytes(choose, file) if choose.random() < 0.1 else change_text(choose, file)


# --- what must hold --------------------------------------------------------------------------------------------------


def judge(command: Sequence[str], done: Done) -> str:
    """What is wrong with how a command ended; empty where nothing is."""
    if done.hung:
        return f"hangs ({done.cpu:.0f} s CPU, {done.code})"
    if done.code not in (0, 1, 2, 3):
        return f"exit code {done.code}"
    if "Traceback" in done.err:
        return "a traceback"
    if done.code and not done.err.strip() and not done.out.strip():
        return "nothing said"
    form = command[command.index("--format") + 1] if "--format" in command else "json" if "--json" in command else ""
    if form in ("json", "sarif") and (command[0] == "check" or done.code == 0):
        try:
            json.loads(done.out)
        except ValueError:
            return f"no whole {form} document"
    if form == "junit":
        try:
            ElementTree.fromstring(done.out)
        except ElementTree.ParseError:
            return "no whole junit document"
    return ""


class Fuzzer:
    """Makes inputs from a seed and runs commands on them, in a folder of its own."""

    def __init__(self, folder: Path, seed: int = SEED) -> None:
        self.folder, self.seed = folder, seed
        self.base = folder / "base"
        self.base.mkdir(parents=True)
        os.environ["SALESPACK_CACHE"] = str(folder / "cache")
        make_workspace(self.base)
        load(self.base, ("check", *ON), *(one for one in COMMANDS if one[0] not in ("check", "build")), COMMANDS[1])
        shutil.rmtree(self.base)
        self.base.mkdir()
        make_workspace(self.base)

    def one(self, number: int) -> Fault | None:
        """The input of a number; what is wrong with how its command ends."""
        choose = random.Random(f"{self.seed} {number}")
        root = self.folder / "workspace"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.base, root)
        told = change(choose, root)
        command = choose.choice(COMMANDS)
        done = run(root, command)
        wrong = judge(command, done)
        if not wrong:
            return None
        said = (done.err.strip() or done.out.strip())[-600:]
        return Fault(number, wrong, told, " ".join(command), said)


def main() -> int:
    """Runs the inputs that are asked for; 1 if any of them is not taken well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help=f"all {ALL:,} inputs")
    parser.add_argument("--inputs", type=int, default=ALL // 10, metavar="N", help="the first N inputs")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="one input, whose files are left")
    parser.add_argument("--start", type=int, default=0, metavar="NUMBER", help="the first input")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    if asked.only is not None:
        kept = Path(tempfile.mkdtemp(prefix="salespack-mutated-"))
        fault = Fuzzer(kept, asked.seed).one(asked.only)
        sys.stdout.write(f"{fault or 'taken well'}\nthe input is in {kept / 'workspace'}\n")
        return 1 if fault else 0
    with tempfile.TemporaryDirectory(prefix="salespack-mutated-") as folder:
        return 1 if _faults(Fuzzer(Path(folder), asked.seed), asked) else 0


def _faults(fuzzer: Fuzzer, asked: argparse.Namespace) -> list[Fault]:
    """What is wrong with the inputs that are asked for, each told as soon as it is found."""
    faults = []
    for number in range(asked.start, ALL if asked.all else asked.start + asked.inputs):
        fault = fuzzer.one(number)
        if fault is not None:
            faults.append(fault)
            sys.stdout.write(f"{fault}\n")
            sys.stdout.flush()
    count = Counter(fault.what.split(" (")[0] for fault in faults)
    sys.stdout.write(
        f"{len(faults)} faults{': ' if count else ''}{', '.join(f'{n} {what}' for what, n in count.items())}\n"
    )
    return faults


if __name__ == "__main__":
    sys.exit(main())
