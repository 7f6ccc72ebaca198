"""Rules switched off with a reason: in `library.yaml`, everywhere or in some files, and in the files themselves."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from salespack.formats.yaml import Source
from salespack.library.blocks import split_front_matter
from salespack.library.library import Library
from salespack.library.load import SETTINGS_FILE, file_text
from salespack.library.settings import OffIn
from salespack.problems.codes import CODES, is_dated
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.problems.suggestions import did_you_mean

SWITCH_CODES = frozenset(("SP901", "SP902"))


class Switch(msgspec.Struct, frozen=True):
    """One rule switched off: where that is written, why, and in which files (patterns of paths as of `_known_as`)."""

    code: str
    because: str
    written: str
    files: tuple[str, ...]


def switches_of(library: Library) -> list[Switch]:
    """Every switch of a library and its files."""
    root = library.root
    settings = shown_path(root / SETTINGS_FILE)
    found = []
    for code, off in library.settings.check.off.items():
        files, because = (off.files, off.because) if isinstance(off, OffIn) else (("*",), off)
        found.append(Switch(code, because, settings, tuple(files)))
    for block in library.blocks.values():
        own = next(iter(block.bodies), "")
        for language, body in block.bodies.items():
            if not body.off:
                continue
            # What the block itself says holds for its translations too.
            texts = block.bodies.values() if language == own else (body,)
            files = tuple(_escaped(known_as(text.file, root)) for text in texts)
            found += [Switch(code, because, body.file, files) for code, because in body.off.items()]
    for pack in library.packs.values():
        name = _escaped(known_as(pack.file, root))
        found += [Switch(code, because, pack.file, (name,)) for code, because in pack.off.items()]
    return found


def known_as(file: str, root: Path) -> str:
    """How patterns know a file: relative to the library, or to the folder that holds it; else as it was named."""
    path = os.path.normpath(Path(file).absolute())
    for base in (os.fspath(root), os.fspath(root.parent)):
        if path.startswith(base.rstrip(os.sep) + os.sep):
            return Path(path).relative_to(base).as_posix()
    return file


def _escaped(name: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)


class Switched(msgspec.Struct, frozen=True):
    """What is left after switching off, and how many problems were switched off."""

    problems: tuple[Problem, ...]
    off: int


def switched(problems: Iterable[Problem], library: Library, unchecked: frozenset[str] = frozenset()) -> Switched:
    """The problems without those switched off, and those of the switches themselves.

    `unchecked` are codes that this check did not look for, so that a switch for them may well find nothing.
    """
    switches, kept, off, used = switches_of(library), [], 0, set()
    by_code: dict[str, list[int]] = {}
    for number, switch in enumerate(switches):
        by_code.setdefault(switch.code, []).append(number)
    for problem in problems:
        files = (problem.place.file if problem.place else "", problem.about)
        names = [known_as(file, library.root) for file in files if file] or [""]
        hit = [
            number
            for number in by_code.get(problem.code, ())
            if any(fnmatchcase(name, pattern) for pattern in switches[number].files for name in names)
        ]
        used.update(hit)
        off += bool(hit)
        if not hit:
            kept.append(problem)
    for number, switch in enumerate(switches):
        if number not in used and switch.code not in unchecked and not is_dated(switch.code):
            kept += _faults(switch, library.root)
    return Switched(tuple(kept), off)


def _faults(switch: Switch, root: Path) -> Iterator[Problem]:
    """What is wrong with a switch that switched nothing off."""
    place = _place(switch, root)
    if switch.code not in CODES:
        hint = did_you_mean(switch.code, CODES, "check names them")
        yield Problem(code="SP902", message=f"there is no rule {switch.code}", hint=hint, place=place)
    elif switch.code in SWITCH_CODES:
        message = f"{switch.code} is about switches and cannot be switched off"
        yield Problem(code="SP902", message=message, hint="delete the line", place=place)
    else:
        message = f"{switch.code} is switched off, and nothing here breaks it"
        yield Problem(code="SP901", message=message, hint="delete the line", place=place)


def _place(switch: Switch, root: Path) -> Place:
    try:
        text = file_text(root, os.path.relpath(switch.written, root))
        if switch.written.endswith(".md"):
            parts = split_front_matter(text, switch.written)
            source = Source(switch.written, parts.yaml, parts.yaml_line)
        else:
            source = Source(switch.written, text)
    except UserFault:
        return Place(switch.written)
    return source.place(("check", "off", switch.code), key=True)
