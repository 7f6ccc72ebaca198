"""What there is to translate in a library's blocks into one language, and what became of each text since."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Literal

import msgspec

from salespack.curation.finding import is_broken
from salespack.curation.translations.texts import TRANSLATED, Sort, Taken, mark_of, slides_of, taken_apart
from salespack.formats.yaml import Source
from salespack.library.blocks import Block, split_front_matter
from salespack.library.library import Library
from salespack.library.load import file_text
from salespack.problems.problem import UserFault

State = Literal["new", "changed", "done"]
FRONT: tuple[tuple[str, ...], ...] = (("answer",), ("evidence", "source"), ("evidence", "sample"))
SOURCES = "sources"
OF_SOURCES = ("source", "sample")
IN_FRONT: Literal["front matter"] = "front matter"


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One text of a block: where it stands, what it says in both languages, and whether the target follows the source.

    `place` is its number in the body, from 1, or its key in the front matter. `changed`: the source is another than
    that which `target` follows; `new`: there is no target.
    """

    block: str
    place: str
    sort: Sort | Literal["front matter"]
    slide: int
    title: str
    source: str
    target: str
    state: State

    @property
    def key(self) -> str:
        """What names it in a file that goes out and comes back: with the marks of what it said in both languages."""
        return f"{self.block}:{self.place}:{mark_of(self.source)}:{mark_of(self.target)}"


class Texts(msgspec.Struct, frozen=True):
    """A block's texts for one language. `old` is what its translation's file says now; None where there is none."""

    block: Block
    language: str
    source_language: str
    units: tuple[Unit, ...]
    body: Taken
    path: Path
    old: str | None

    @property
    def to_do(self) -> int:
        """How many texts are to be translated."""
        return sum(one.state != "done" for one in self.units)


def translated_blocks(library: Library, language: str) -> Iterator[Block]:
    """The blocks whose texts can be translated into a language: those in use or to be, in another language."""
    for block in library.blocks.values():
        if not is_broken(block) and block.state != "retired" and next(iter(block.bodies)) != language:
            yield block


def texts_of(library: Library, block: Block, language: str) -> Texts:
    """A block's texts. Raises UserFault where a file of it cannot be read."""
    source_language, body = next(iter(block.bodies.items()))
    name = _name(library, body.file)
    front, text, _ = _parts(library, name)
    taken = taken_apart(text, jinja=block.jinja)
    here = block.bodies.get(language)
    path = library.root / (_name(library, here.file) if here else f"{name.removesuffix('.md')}.{language}.md")
    old = file_text(library.root, _name(library, here.file)) if here else None
    target_front: Mapping[str, Any] = {}
    targets: list[tuple[str, bool]] = [("", False)] * len(taken.passages)
    follows = True
    if here is not None:
        target_front, target_text, marks = _parts(library, _name(library, here.file))
        follows = here.translates is None or here.translates >= block.version
        targets = _paired(taken, taken_apart(target_text, jinja=block.jinja), marks, follows=follows)
    for number, one in enumerate(taken.passages):
        if not TRANSLATED.search(one.text) and not targets[number][0]:
            targets[number] = one.text, True
    units = [
        Unit(
            block=block.id, place=str(number), sort=one.sort, slide=one.slide, title=one.title, source=one.text,
            target=target, state=_state(target, current),
        )
        for number, (one, (target, current)) in enumerate(zip(taken.passages, targets, strict=True), 1)
    ]  # fmt: skip
    for keys in _keys(front):
        said, target = _at(front, keys), _at(target_front, keys)
        if said and any(letter.isalpha() for letter in said):
            units.append(
                Unit(
                    block=block.id, place=".".join(keys), sort=IN_FRONT, slide=0, title=block.id, source=said,
                    target=target, state=_state(target, follows),
                )
            )  # fmt: skip
    return Texts(block, language, source_language, tuple(units), taken, path, old)


def _state(target: str, current: bool) -> State:
    return "new" if not target else "done" if current else "changed"


def _paired(source: Taken, target: Taken, marks: tuple[str, ...], *, follows: bool) -> list[tuple[str, bool]]:
    """For each text of the source what the translation says in its place, and whether it follows what it says now."""
    now = [mark_of(one.text) for one in source.passages]
    said = [one.text for one in target.passages]
    found: list[tuple[str, bool]] = [("", False)] * len(now)
    if len(marks) == len(said):  # what each text of the translation followed is known
        for kind, first, last, from_, to in SequenceMatcher(None, now, list(marks), autojunk=False).get_opcodes():
            if kind == "equal" or (kind == "replace" and last - first == to - from_):
                found[first:last] = [(text, kind == "equal") for text in said[from_:to]]
        return found
    theirs = list(slides_of(target))
    for number, (around, places) in enumerate(slides_of(source)):
        if number >= len(theirs):
            break
        # Where the two are built otherwise, what stands in the same place is a proposal for somebody to look at.
        alike = theirs[number][0] == around
        matcher = SequenceMatcher(None, around, theirs[number][0], autojunk=False)
        for first, from_, length in matcher.get_matching_blocks():
            for step in range(length):
                found[places[first + step]] = said[theirs[number][1][from_ + step]], follows and alike
    return found


def _keys(front: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    yield from FRONT
    named = front.get(SOURCES)
    for name in named if isinstance(named, dict) else ():
        yield from ((SOURCES, str(name), key) for key in OF_SOURCES)


def _at(front: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    value: Any = front
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def _parts(library: Library, name: str) -> tuple[Mapping[str, Any], str, tuple[str, ...]]:
    """The front matter of a file, its body, and the marks that it keeps."""
    parts = split_front_matter(file_text(library.root, name), name)
    try:
        data = Source(name, parts.yaml, parts.yaml_line).load()
    except UserFault:
        data = {}  # told by whoever reads the library
    front = data if isinstance(data, dict) else {}
    return front, parts.body, tuple(str(front.get("source_marks") or "").split())


def _name(library: Library, file: str) -> str:
    return Path(os.path.relpath(file, library.root)).as_posix()
