"""`check --fix`: mends in files what is safe to mend, and nothing else; what is rendered stays the same.

Safe are slips with one word that can have been meant (a key, a word of a list, a name that the library declares), keys
that were renamed, the order of the keys in front matter, and blanks at the ends of lines and files. In profiles, which
are their sellers', only keys are moved forward: renamed ones, and clear slips.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from salespack.curation.front_matter_editing import ORDER
from salespack.formats import versions
from salespack.formats.schema import decode_data
from salespack.formats.text_files import TextFile, read_text, read_text_file
from salespack.formats.versions import VersionFault, understood
from salespack.formats.yaml import Source
from salespack.library.blocks import split_front_matter
from salespack.library.fences import body_lines
from salespack.library.index import library_files, open_library
from salespack.library.load import SETTINGS_FILE
from salespack.library.salvage import salvage
from salespack.problems.problem import Problem, UserFault, shown_path
from salespack.profiles.folder import profile_files
from salespack.profiles.profile import ProfileFile
from salespack.system.files import put
from salespack.system.paths import inside
from salespack.templating.template_text import MARKUP, template_parts

SAFE = frozenset(("SP015", "SP101", "SP104", "SP201", "SP202", "SP203", "SP204", "SP205"))
"""Codes of words that are mended, where one can have been meant: slips, and what is called otherwise by now."""
KEYS = frozenset(("SP015", "SP101"))
"""Codes of keys: all that is mended in profiles."""
ROUNDS = 4
"""How often slips are looked for: mending one may show another that it hid."""
WRITTEN = (".md", ".yaml", ".yml")
NAMED = re.compile("“([^”]+)”")


class Fixed(msgspec.Struct, frozen=True, order=True):
    """One thing that was mended: the file as the user names it, its line where it is one, and what."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}" if self.line else f"{self.file}: {self.what}"


def fix_library(root: Path, among: Callable[[str], bool] = lambda _: True) -> tuple[Fixed, ...]:
    """Mends the files of a library that `among` takes, by the names that the user knows, and says what was mended."""
    fixed: list[Fixed] = []
    for _ in range(ROUNDS):
        slips = [one for one in _problems(root) if one.code in SAFE and one.instead and one.place is not None]
        mended = [done for file, found in _by_file(slips) if among(file) for done in _mend(root, file, found)]
        fixed += mended
        if not mended:
            break
    for name in library_files(root):
        if name.endswith(WRITTEN) and among(shown_path(root / name)):
            fixed += _tidied(root, name)
    return tuple(sorted(set(fixed)))


def fix_profiles(folder: Path, among: Callable[[str], bool] = lambda _: True) -> tuple[Fixed, ...]:
    """Moves the keys of the profiles in a folder forward that `among` takes, and says what was mended."""
    fixed: list[Fixed] = []
    for path in (one for one in profile_files(folder) if among(shown_path(one))):
        for _ in range(ROUNDS):
            slips = [one for one in _of_keys(path) if one.instead and one.place is not None]
            mended = [done for file, found in _by_file(slips) for done in _mend(folder, file, found)]
            fixed += mended
            if not mended:
                break
    return tuple(sorted(set(fixed)))


def _of_keys(path: Path) -> Iterator[Problem]:
    """What is wrong with the keys of a profile, whatever the library declares."""
    told: list[Problem] = []
    try:
        source = Source(shown_path(path), read_text(path))
        decode_data(understood(source.load(), source, versions.PROFILE, told), source, ProfileFile)
    except VersionFault:
        return  # made for another Salespack: the check tells it
    except UserFault as fault:
        told += fault.problems
    yield from (one for one in told if one.code in KEYS)


def _problems(root: Path) -> Iterator[Problem]:
    """What reading the files of a library finds."""
    names = list(library_files(root))
    try:
        library = open_library(root, None)
    except VersionFault:
        raise  # another Salespack is asked for: nothing is mended by this one
    except UserFault:
        if not (root / SETTINGS_FILE).is_file():
            raise
        saved = salvage(root, names)
        library = saved.library
        yield from saved.problems
        yield from (one for one in library.all_problems() if one.code not in saved.following)
    else:
        yield from library.all_problems()


def _by_file(problems: Iterable[Problem]) -> Iterator[tuple[str, list[Problem]]]:
    found: dict[str, dict[tuple[int, int], Problem]] = {}
    for problem in problems:
        place = problem.place
        if place is not None and place.line is not None and place.column is not None:
            found.setdefault(place.file, {})[place.line, place.column] = problem
    yield from ((file, [slips[at] for at in sorted(slips, reverse=True)]) for file, slips in found.items())


# --- slips -----------------------------------------------------------------------------------------------------------


def _mend(root: Path, file: str, slips: Iterable[Problem]) -> list[Fixed]:
    """Writes the words that were meant into one file; `slips` come last first, so that their places stay right."""
    path = inside(root, os.path.relpath(file, root))
    if path is None:
        return []
    file_text = read_text_file(path)
    text = file_text.text
    fixed: list[Fixed] = []
    for slip in slips:
        place, named = slip.place, NAMED.search(slip.message)
        if place is None or place.line is None or place.column is None or named is None:
            continue
        lines = text.split("\n")
        line, start = lines[place.line - 1], place.column - 1
        start += line[start : start + 1] in ("'", '"')
        if line[start : start + len(named[1])] != named[1]:
            continue  # not written as it reads: an escape, or text over several lines
        lines[place.line - 1] = line[:start] + slip.instead + line[start + len(named[1]) :]
        text = "\n".join(lines)
        fixed.append(Fixed(file, place.line, f"“{named[1]}” is now “{slip.instead}”"))
    return fixed if _write(root, path, file_text, file_text.with_text(text)) else []


# --- order and blanks ------------------------------------------------------------------------------------------------


def _tidied(root: Path, name: str) -> list[Fixed]:
    """Puts one file's keys and blanks in order."""
    path = inside(root, name)
    if path is None:
        return []
    try:
        written = read_text_file(path)
        text, said = tidy(written.text, markdown=name.endswith(".md"))
    except UserFault:
        return []  # what is wrong with it is told by the check
    if written.mixed:
        said = ("the lines end alike", *said)
    changed = _write(root, path, written, written.with_text(text, alike=True))
    return [Fixed(shown_path(path), 0, what) for what in said] if changed else []


def tidy(text: str, *, markdown: bool) -> tuple[str, tuple[str, ...]]:
    """The text of a file in order, and what was done. Raises UserFault where it cannot be read.

    What it says, as data and as slides, stays the same; where that is not sure, so does the text.
    """
    said: dict[str, None] = {}
    steps: tuple[tuple[str, Callable[[str], str]], ...] = (
        *((("the keys are in their order", _ordered),) if markdown else ()),
        ("no blanks at the ends of lines", _without_blanks if markdown else _without_blanks_in_yaml),
        ("one line break at the end", _ended_once),
    )
    before = None
    while text != before:  # what one step leaves alone may be safe after another
        before = text
        for what, step in steps:
            changed = step(text)
            if changed != text and _says_the_same(text, changed, markdown=markdown):
                text = changed
                said[what] = None
    return text, tuple(said)


def _ended_once(text: str) -> str:
    kept = text.rstrip("\n \t")
    return f"{kept}\n" if kept else text


def _without_blanks_in_yaml(text: str) -> str:
    return "\n".join(line.rstrip(" \t") for line in text.split("\n"))


def _without_blanks(text: str) -> str:
    """A block's file without blanks at the ends of lines, but where they mean something.

    Two blanks break a line; in code and within templates they are text; after a tag they keep its line break.
    """
    parts = split_front_matter(text, "")
    front = parts.body_line - 1
    within = {
        line
        for template in template_parts(parts.body)
        if not template.is_text
        for line in range(parts.body.count("\n", 0, template.start), parts.body.count("\n", 0, template.end))
    }
    lines = text.split("\n")
    lines[:front] = [line.rstrip(" \t") for line in lines[:front]]
    for number, line in enumerate(body_lines(parts.body)):
        bare = line.text.rstrip(" \t")
        behind_markup = bare.endswith(MARKUP)
        if line.sort == "code" or number in within or behind_markup:
            continue
        if not bare or line.text[len(bare) :] in (" ", "\t"):
            lines[front + number] = lines[front + number].rstrip(" \t")
    return "\n".join(lines)


def _ordered(text: str) -> str:
    """A block's file with the keys of its front matter in the order in which they are best read.

    Comments over a key go with it. Keys that are not known stay behind the others, as they were.
    """
    parts = split_front_matter(text, "")
    lines = parts.yaml.split("\n")
    starts = [number for number, line in enumerate(lines) if re.match(r"[A-Za-z_\"']", line)]
    if not starts:
        return text
    above = [_with_comments(lines, start, starts[at - 1] if at else -1) for at, start in enumerate(starts)]
    pieces = [lines[first:last] for first, last in zip(above, [*above[1:], len(lines)], strict=True)]
    keys = [lines[start].partition(":")[0].strip("\"' ") for start in starts]
    rank = {key: number for number, key in enumerate(ORDER)}
    order = sorted(range(len(keys)), key=lambda at: (rank.get(keys[at], len(rank)), at))
    if order == list(range(len(keys))):
        return text
    yaml = "\n".join([*lines[: above[0]], *(line for at in order for line in pieces[at])])
    start = text.index("\n") + 1
    return text[:start] + yaml + text[start + len(parts.yaml) :]


def _with_comments(lines: list[str], start: int, after: int) -> int:
    """The first line of the comments directly over a key, none of which stand at the top of all."""
    first = start
    while first - 1 > after and lines[first - 1].startswith("#"):
        first -= 1
    return start if after < 0 else first


def _says_the_same(before: str, after: str, *, markdown: bool) -> bool:
    """Whether two texts of a file are the same data and the same slides."""
    if not markdown:
        return bool(Source("", before).load() == Source("", after).load())
    from salespack.assembly.markdown import MarkdownFault, parse_slides

    old, new = split_front_matter(before, ""), split_front_matter(after, "")
    if Source("", old.yaml).load() != Source("", new.yaml).load():
        return False
    if old.body == new.body:
        return True
    try:
        return parse_slides(old.body) == parse_slides(new.body)
    except MarkdownFault:
        return False


# --- files -----------------------------------------------------------------------------------------------------------


def _write(root: Path, path: Path, before: TextFile, after: bytes) -> bool:
    """Writes a changed file. Whether it changed."""
    if before.stored.encode() == after:
        return False
    put(path, after, root, code="SP803", hint="check the folder's permissions")
    return True
