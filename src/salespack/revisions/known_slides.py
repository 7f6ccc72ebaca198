"""Every slide that the library's blocks make, or made in any version that git has kept: their texts, without templates.

Read from what people wrote, never rendered: a version of last year need not fit the library of today.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING

import msgspec

from salespack.curation.compared_texts import Designed
from salespack.curation.history import PastFile, past_contents, past_files, past_sizes
from salespack.formats.types import in_language
from salespack.formats.yaml import Source
from salespack.language.phrases import words
from salespack.library.blocks import Block, Body, split_front_matter
from salespack.library.fences import BodyLine, body_lines, without_attributes
from salespack.library.library import Library
from salespack.library.load import block_files, file_text
from salespack.library.packs import made_id
from salespack.problems.problem import UserFault
from salespack.revisions.fingerprints import GAP, KnownSlide
from salespack.system.cache import code_version, read_cached, write_cached
from salespack.system.hashing import digest
from salespack.templating.template_text import DATA, MARKUP, masked, template_parts

if TYPE_CHECKING:
    from salespack.powerpoint.designed.outline import Slide

BREAK = re.compile(r"[ ]{0,3}-{3,}[ \t]*")
RULE = re.compile(r"[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
"""What stands below the head of a table; forms that are made of tables leave the head away."""
PICTURE, LINK = re.compile(r"!\[[^\]]*\]\([^)]*\)"), re.compile(r"\[([^\]]*)\]\([^)]*\)")
ITEM = re.compile(rf"\A[\s{MARKUP}]*(?:[-+*>#]|\d{{1,9}}[.)])\s+")
"""What stands before the text of a title, a list's item or a quote."""
TAG = re.compile(r"\{%[-+]?\s*(\w+)")
TEMPLATE = re.compile(f"[{DATA}{MARKUP}]+")
ICON = re.compile(r"(?<!\w):[a-z0-9]+(?:-[a-z0-9]+)*:(?!\w)")
GLUED = re.compile(rf"\w*[{DATA}][{DATA}\w]*")
"""A word of which a template prints a part, with its ending: `{{ customer.name }}n`."""
APART = re.compile(rf"[*|→{DATA}{MARKUP}]+|\s[–—]\s")
"""Where the words before and behind may come to stand in other shapes of a slide."""
ASIDE = frozenset(("notes", "seller", "prose"))
DECKS = (".pptx", ".potx", ".pptm", ".potm", ".ppsx", ".ppsm")
MEGABYTE = 1024 * 1024
MOST_DECKS, LARGEST_DECK, LARGEST_SUM = 200, 32 * MEGABYTE, 512 * MEGABYTE
"""How many earlier versions of decks are read, the newest; the bytes of one, and of all together."""
POINTER = b"version https://git-lfs"
"""How a file begins that git keeps in place of a large one."""


class KnownSlides(msgspec.Struct, frozen=True, array_like=True):
    """The slides of all blocks, languages and versions: those of today first, then what git has, the newest first.

    `left_out` names the decks of which git has versions that were not read, each with how many and why.
    """

    key: str
    slides: list[KnownSlide]
    left_out: tuple[str, ...] = ()


def known_slides(library: Library, cache: Path | None) -> KnownSlides:
    """All slides that the library has, or had in git."""
    name = f"fingerprints/{digest(f'{library.content_hash} {code_version()}'.encode())[:32]}"
    past = past_files(library.root, (".md", *DECKS))
    key = digest("\n".join(f"{one.blob} {one.path}" for one in past).encode())
    kept = read_cached(cache, name)
    if kept is not None:
        with suppress(msgspec.DecodeError):
            known = msgspec.msgpack.decode(kept, type=KnownSlides)
            if known.key == key:
                return known
    left_out: dict[tuple[str, str], int] = {}
    slides = [*_of_today(library), *_made(library), *_of_the_past(library, past, left_out)]
    told = (
        f"{count:,} earlier version{'s' if count > 1 else ''} of {path} ({why})"
        for (path, why), count in left_out.items()
    )
    found = KnownSlides(key, slides, tuple(told))
    write_cached(cache, name, msgspec.msgpack.encode(found))
    return found


def _of_today(library: Library) -> Iterator[KnownSlide]:
    designed: Designed | None = None
    for block in library.blocks.values():
        for language, body in block.bodies.items():
            try:
                if body.slides is not None:
                    designed = designed or Designed(library.root)
                    yield from _designed(block, body, language, designed)
                    continue
                text = split_front_matter(file_text(library.root, os.path.relpath(body.file, library.root)), body.file)
            except UserFault:
                continue  # `check` tells of it
            yield from _written(block.id, block.version, language, text.body, jinja=block.jinja)


class _PastDesign(msgspec.Struct, frozen=True):
    """A version of a block that took its slides from a deck; `decks` are the paths that the deck's may have been."""

    file: PastFile
    block: str
    version: int
    language: str
    jinja: bool
    decks: tuple[str, ...]
    wanted: tuple[int | str, ...]


def _of_the_past(
    library: Library, past: Sequence[PastFile], left_out: dict[tuple[str, str], int]
) -> Iterator[KnownSlide]:
    """The slides of every version that git has, one that said the same and had the same number once. How many versions
    of decks were not read is counted in `left_out`, by the deck and why."""
    texts = [one for one in past if one.path.endswith(".md")]
    files = {path for paths in block_files(sorted({one.path for one in texts})).values() for path in paths}
    wanted = [one for one in texts if one.path in files]
    contents = dict(past_contents(library.root, list(dict.fromkeys(one.blob for one in wanted))))
    designs: list[_PastDesign] = []
    for one in wanted:
        if one.blob not in contents:
            continue
        try:
            parts = split_front_matter(contents[one.blob].decode(errors="replace"), one.path)
            matter = Source(one.path, parts.yaml).load()
        except UserFault:
            continue
        said = matter if isinstance(matter, dict) else {}
        name, *languages = PurePosixPath(one.path).name.removesuffix(".md").split(".")
        version = said.get("translates" if languages else "version", 1)
        language = ".".join(languages) or said.get("language", library.settings.default_language)
        if not isinstance(version, int) or not isinstance(language, str):
            continue
        jinja = said.get("jinja") is not False
        match said.get("slides"):
            case {"file": str(deck), **rest}:
                slides = rest.get("slide", ())
                references = slides if isinstance(slides, list | tuple) else (slides,)
                places = tuple(normpath(f"{folder}/{deck}") for folder in (PurePosixPath(one.path).parent, "."))
                designs.append(_PastDesign(one, name, version, language, jinja, places, tuple(references)))
            case _:
                yield from _written(name, version, language, parts.body, jinja=jinja)
    if designs:
        yield from _designed_of_the_past(library, past, designs, left_out)


def _designed_of_the_past(
    library: Library,
    past: Sequence[PastFile],
    designs: Sequence[_PastDesign],
    left_out: dict[tuple[str, str], int],
) -> Iterator[KnownSlide]:
    """The slides of the decks that blocks took them from, of each version of a deck that a version of a block had."""
    named = {place for design in designs for place in design.decks}
    decks = [one for one in past if one.path.lower().endswith(DECKS) and one.path in named]
    sizes = past_sizes(library.root, [one.blob for one in decks])
    since = _latest([*(design.file for design in designs), *decks])
    left, read = LARGEST_SUM, 0

    def leave_out(deck: PastFile, why: str) -> None:
        left_out[deck.path, why] = left_out.get((deck.path, why), 0) + 1

    for deck in decks:
        if read == MOST_DECKS:
            leave_out(deck, f"beyond the newest {MOST_DECKS} of all decks")
        elif deck.blob not in sizes:
            leave_out(deck, "not in this clone")
        elif sizes[deck.blob] > LARGEST_DECK:
            leave_out(deck, f"larger than {LARGEST_DECK // MEGABYTE} MiB")
        elif sizes[deck.blob] > left:
            leave_out(deck, f"beyond {LARGEST_SUM // MEGABYTE} MiB of the newest of all decks")
        else:
            read += 1
            left -= sizes[deck.blob]
            yield from _designed_in(library, deck, designs, since, leave_out)


def _designed_in(
    library: Library,
    deck: PastFile,
    designs: Sequence[_PastDesign],
    since: Mapping[PastFile, int],
    leave_out: Callable[[PastFile, str], None],
) -> Iterator[KnownSlide]:
    """The slides of one version of a deck, of each version of a block that took slides from it."""
    from salespack.powerpoint.designed.outline import read_deck

    for _, content in past_contents(library.root, [deck.blob], largest=LARGEST_DECK):
        if content.startswith(POINTER):
            leave_out(deck, "a pointer: Git LFS keeps it")
            return
        try:
            slides = read_deck(library.root / deck.path, content).slides
        except UserFault:
            leave_out(deck, "cannot be read")
            return
        for design in designs:
            together = max(since[design.file], since[deck]) <= min(design.file.commit, deck.commit)
            if deck.path in design.decks and together:
                said = [one.said for one in _referred(slides, design.wanted)]
                content_hash = digest(f"{design.file.blob} {deck.blob}".encode())
                yield from _of_design(
                    design.block, design.version, design.language, content_hash, said, jinja=design.jinja
                )


def _latest(files: Sequence[PastFile]) -> dict[PastFile, int]:
    """For each version the number of the latest commit that had it: before that which brought the next version."""
    found: dict[PastFile, int] = {}
    newer: dict[str, int] = {}
    for one in files:  # of each path the newest first
        found[one] = newer.get(one.path, 0) + 1
        newer[one.path] = one.commit
    return found


def _referred(slides: Sequence[Slide], wanted: Sequence[int | str]) -> list[Slide]:
    """The slides that a block named, by id, number or title, in the order in which it did; all where it named none."""
    from salespack.powerpoint.designed.source import FIRST_ID

    if not wanted:
        return sorted(slides, key=lambda one: one.position)
    found = []
    for reference in wanted:
        by_id = isinstance(reference, int) and reference >= FIRST_ID
        named = [
            one
            for one in slides
            if reference == (one.id if by_id else one.position if isinstance(reference, int) else one.title)
        ]
        found += named if len(named) == 1 else []
    return found


def _written(block: str, version: int, language: str, body: str, *, jinja: bool) -> Iterator[KnownSlide]:
    """The slides that a body in Markdown makes."""
    body_hash = digest(body.encode())
    for ordinal, slide in enumerate(written_slides(body, jinja=jinja), 1):
        lines = (slide.title,) if slide.title else ()
        yield KnownSlide(
            block, version, language, ordinal, body_hash, tuple(slide.always), tuple(slide.sometimes), lines
        )


def _designed(block: Block, body: Body, language: str, designed: Designed) -> Iterator[KnownSlide]:
    """The slides of a block that were made in PowerPoint, as they are today."""
    said = designed.slides(block, language)
    yield from _of_design(block.id, block.version, language, body.content_hash, said, jinja=block.jinja)


def _of_design(
    block: str, version: int, language: str, content_hash: str, slides: Sequence[str], *, jinja: bool
) -> Iterator[KnownSlide]:
    """The slides that were made in PowerPoint and say this."""
    for ordinal, said in enumerate(slides, 1):
        lines = [masked(line) if jinja else line for line in said.split("\n")]
        texts = tuple(text for line in lines for text in _apart(line))
        title = tuple(_gapped(line) for line in lines[:1])
        yield KnownSlide(block, version, language, ordinal, content_hash, texts, (), title)


class WrittenSlide(msgspec.Struct):
    """What one slide of a body says: its title, with `GAP` for what templates print, and in pieces what it always says,
    and what it says only sometimes: where a template wants it, or where its form has room for it."""

    title: str = ""
    always: list[str] = msgspec.field(default_factory=list)
    sometimes: list[str] = msgspec.field(default_factory=list)


def written_slides(body: str, *, jinja: bool = True) -> list[WrittenSlide]:
    """The slides that a Markdown body makes, without markup."""
    slides: list[WrittenSlide] = []
    conditions = _conditions(body) if jinja else []
    lines = list(body_lines(body, jinja=jinja))
    for line, following in zip_longest(lines, lines[1:]):
        if line.sort != "text" or not ASIDE.isdisjoint(line.divs):
            continue
        is_title = line.text.startswith("# ")
        if is_title or (BREAK.fullmatch(line.text) and not line.divs):
            slides.append(WrittenSlide(title=_gapped(without_attributes(line.text[2:])) if is_title else ""))
        if not slides:
            continue
        heads = following is not None and RULE.fullmatch(following.text) is not None
        for text, conditional in _by_condition(line, conditions):
            plain = LINK.sub(r"\1", PICTURE.sub("", ITEM.sub("", without_attributes(text))))
            pieces = _apart(ICON.sub(" ", plain))
            (slides[-1].sometimes if conditional or heads else slides[-1].always).extend(pieces)
    return slides


def _conditions(body: str) -> list[tuple[int, int]]:
    """From where to where in a body stands what a template shows only sometimes, or several times."""
    found: list[tuple[int, int]] = []
    depth = start = 0
    for part in template_parts(body):
        if part.sort != "tag" or (tag := TAG.match(body, part.start)) is None:
            continue
        if tag[1] in ("if", "for"):
            depth += 1
            start = part.start if depth == 1 else start
        elif tag[1] in ("endif", "endfor") and depth:
            depth -= 1
            if not depth:
                found.append((start, part.end))
    return found


def _by_condition(line: BodyLine, conditions: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The pieces of a line, and whether each is shown only sometimes."""
    at, end = line.offset, line.offset + len(line.text)
    for start, stop in conditions:
        if stop <= at or start >= end:
            continue
        if start > at:
            yield line.text[at - line.offset : start - line.offset], False
        yield line.text[max(start, at) - line.offset : stop - line.offset], True
        at = min(stop, end)
    if at < end:
        yield line.text[at - line.offset :], False


def _gapped(text: str) -> str:
    """A line with one `GAP` for each thing that a template prints, or may print."""
    return TEMPLATE.sub(GAP, GLUED.sub(DATA, ICON.sub(" ", LINK.sub(r"\1", text)))).strip()


def _apart(text: str) -> Iterator[str]:
    """The pieces of a text that stay together wherever they stand."""
    return (piece.strip() for piece in APART.split(GLUED.sub(DATA, text)) if any(map(str.isalnum, piece)))


def _made(library: Library) -> Iterator[KnownSlide]:
    """The slides that packs make by themselves, in each of the library's languages."""
    default = library.settings.default_language
    for language in library.settings.languages:
        word = words(language)
        for made in ("summary", "agenda"):
            yield KnownSlide(made_id(made), 1, language, 1, "", (), (), (word[f"{made}_title"],))
        for value in library.values.values():
            named = in_language(value.name, language, default)
            yield KnownSlide(made_id("divider"), 1, language, 1, "", (), (), (f"{named} · {GAP}",))
        for pack in library.packs.values():
            named = in_language(pack.shown, language, default)
            lines = named, f"{GAP} · {library.settings.company.name}"
            yield KnownSlide(made_id("cover"), 1, language, 1, "", (), (), lines)
