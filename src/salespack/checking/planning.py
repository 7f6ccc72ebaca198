"""What has to be rendered: for each block and language the profiles that could choose it, grouped by what they give.

A text sees of a profile what it names; profiles that have the same there are one group and are rendered once. The key
of a job covers everything its result depends on, so that a kept result with the same key is the result.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any

import msgspec

from salespack.assembly.bodies import Bodies
from salespack.assembly.context import data_at
from salespack.cache import code_version
from salespack.checking.block_check import Group, Job, Material, assembler_for
from salespack.checking.problems import Severity, UserFault
from salespack.checking.synthetic import Case
from salespack.checking.uses import Uses, together, uses_of
from salespack.formats.types import encode_custom
from salespack.hashing import digest
from salespack.library.blocks import Audience, Block, Body, split_front_matter
from salespack.library.load import file_text
from salespack.library.model import Library
from salespack.library.packs import Each
from salespack.matching.eligibility import has, hits, known_of, misses
from salespack.matching.scoring import TOP_VALUES_WITHOUT_EACH

MARKUP = re.compile("<[^>]*>")
NOT_ASSETS = (".md", ".yaml", ".yml")


class Stock:
    """What the texts of a library use, kept by their content, and the state of every other file."""

    def __init__(self, library: Library, files: Mapping[str, os.stat_result], known: Mapping[str, Uses]) -> None:
        self.library, self._known = library, known
        self.used: dict[str, Uses] = {}
        self._assets: dict[str, list[str]] = {}
        for name, stat in sorted(files.items()):
            if not name.endswith(NOT_ASSETS):
                state = f"{name} {stat.st_mtime_ns} {stat.st_size}"
                self._assets.setdefault(name.rpartition("/")[2], []).append(state)
        self._templates = sorted(
            f"{name} {stat.st_mtime_ns} {stat.st_size}" for name, stat in files.items() if name.startswith("templates/")
        )

    def uses(self, block: Block, body: Body) -> Uses:
        """What a text uses, with the slides designed for it. Nothing where it cannot be read."""
        own = next(iter(block.bodies.values()))
        slides = body.slides or own.slides
        bind = {**own.bind, **body.bind}
        deck = _deck_of(self.library.root, body if body.slides else own) if slides else None
        parts = (body.content_hash, block.jinja, sorted(bind.items()), _state_of(deck))
        key = digest(repr(parts).encode())
        found = self.used.get(key) or self._known.get(key)
        if found is None:
            found = self._read(block, body, bind, deck)
        self.used[key] = found
        return found

    def depends(self, block: Block, uses: Uses) -> list[str]:
        """The states of the files beside the texts that a block shows."""
        states = [state for one in self._assets.values() for state in one] if uses.any_file else []
        states += [state for name in uses.files for state in self._assets.get(name, ())]
        for body in block.bodies.values():
            if body.slides:
                states.append(_state_of(_deck_of(self.library.root, body)))
        return [*states, *(self._templates if uses.macros else ())]

    def _read(self, block: Block, body: Body, bind: Mapping[str, str], deck: Path | None) -> Uses:
        try:
            name = os.path.relpath(body.file, self.library.root)
            text = split_front_matter(file_text(self.library.root, name), body.file).body
        except UserFault:
            text = ""
        found = uses_of(text, bind.values(), jinja=block.jinja)
        if deck is None or not block.jinja:
            return found
        return together((found, uses_of(_texts_of(deck))))


def _texts_of(deck: Path) -> str:
    """The texts with templates in the parts of a deck: slides, their notes, charts and diagrams."""
    from salespack.powerpoint.package import read_package

    texts = []
    try:
        package = read_package(deck)
        for name in package.names:
            if name.endswith(".xml"):
                text = MARKUP.sub("", package.read(name).decode("utf-8", "replace"))
                if "{{" in text or "{%" in text:
                    texts.append(unescape(text))
    except UserFault:
        return ""  # rendering the block says what is wrong with the file
    return "\n".join(texts)


def _deck_of(root: Path, body: Body) -> Path | None:
    """The file of designed slides as a block names it; None where it is not there."""
    if body.slides is None:
        return None
    candidates = (root / body.slides.file, Path(body.file).parent / body.slides.file)
    return next((path for path in candidates if path.is_file()), None)


def _state_of(deck: Path | None) -> str:
    if deck is None:
        return "no deck"
    stat = deck.stat()
    return f"{deck} {stat.st_mtime_ns} {stat.st_size}"


def facts_used(blocks: Iterable[Block], stock: Stock) -> dict[str, str]:
    """Every fact that a library's blocks use or need, with its sort."""
    uses = [stock.uses(block, body) for block in blocks for body in block.bodies.values()]
    needed = {path.removeprefix("facts."): "" for block in blocks for path in block.needs if path.startswith("facts.")}
    return needed | together(uses).facts


def top_of(library: Library) -> int:
    """How many values are top values, in the pack that takes most."""
    counts = [
        section.count for pack in library.packs.values() for section in pack.sections if isinstance(section, Each)
    ]
    return max(counts, default=TOP_VALUES_WITHOUT_EACH)


def is_broken(block: Block) -> bool:
    """Whether a block's own file keeps it from being used."""
    return any(problem.severity is Severity.ERROR for problem in block.problems)


class Planner:
    """Makes the jobs of a library's blocks."""

    def __init__(self, material: Material, stock: Stock) -> None:
        self._material, self._stock, self._library = material, stock, material.library
        self._eligible: dict[tuple[Audience, Audience], tuple[int, ...]] = {}
        self._lacking: dict[str, frozenset[int]] = {}
        self._projected: dict[tuple[int, str, str], str] = {}
        self._contexts: dict[tuple[int, str], tuple[Any, Any]] = {}
        self._bodies = Bodies(self._library.root)

    def jobs(self) -> Iterator[Job]:
        """One job for each block that can be rendered."""
        for block in self._library.blocks.values():
            if block.bodies and not is_broken(block):
                yield self._job(block)

    def _job(self, block: Block) -> Job:
        cases = self._cases_of(block)
        uses = {language: self._stock.uses(block, body) for language, body in block.bodies.items()}
        parts = [self._shared, msgspec.msgpack.encode(block, enc_hook=encode_custom).hex()]
        groups = {}
        for language, used in uses.items():
            grouped: dict[str, list[int]] = {}
            for number in cases:
                grouped.setdefault(self._seen(block, number, language, used), []).append(number)
            groups[language] = tuple(Group(seen, tuple(numbers)) for seen, numbers in grouped.items())
            parts += [language, repr(used), *self._stock.depends(block, used)]
        return Job(block=block.id, key=digest("\n".join(parts).encode()), uses=uses, groups=groups)

    def _cases_of(self, block: Block) -> list[int]:
        """The cases that could choose a block on some day, whatever its state; awkward ones are made to."""
        audience = block.audience, block.not_for
        if audience not in self._eligible:
            self._eligible[audience] = tuple(
                number
                for number, case in enumerate(self._material.cases)
                if case.awkward or self._meets(case, *audience)
            )
        lacking = frozenset().union(*(self._lacks(path) for path in block.needs))
        return [number for number in self._eligible[audience] if number not in lacking]

    def _meets(self, case: Case, audience: Audience, not_for: Audience) -> bool:
        stage = case.profile.meeting.stage
        known = known_of(case.profile, stage)
        open_to = {**known, "stages": self._stages if stage is None else known["stages"]}
        return not any(
            (wanted := getattr(audience, field)) and misses(field, wanted, open_to[field]) for field in known
        ) and not any((barred := getattr(not_for, field)) and hits(field, barred, known[field]) for field in known)

    def _lacks(self, path: str) -> frozenset[int]:
        """The real cases that have nothing at a path; generated ones are given it."""
        if path not in self._lacking:
            self._lacking[path] = frozenset(
                number
                for number, case in enumerate(self._material.cases)
                if not case.synthetic and not has(case.profile, path)
            )
        return self._lacking[path]

    def _seen(self, block: Block, number: int, language: str, uses: Uses) -> str:
        """What the block's text sees of a case, as a text that differs where that differs."""
        if not uses.paths:
            return ""
        case = self._material.cases[number]
        seen = []
        if case.style is not None and (uses.facts or block.needs):
            seen.append(case.style.case)  # it gets facts of its own for each block
        own = case.style is not None
        seen += [self._projection(number, language, p) for p in uses.paths if not (own and p.startswith("facts."))]
        return " ".join(seen)

    def _projection(self, number: int, language: str, path: str) -> str:
        key = number, language, path
        found = self._projected.get(key)
        if found is None:
            public, seller = self._context(number, language)
            data = data_at(seller if path.split(".")[0] in seller else public, path)
            found = self._projected[key] = digest(repr(data).encode())[:20]
        return found

    def _context(self, number: int, language: str) -> tuple[Any, Any]:
        if (number, language) not in self._contexts:
            profile = self._material.cases[number].profile
            assembler = assembler_for(self._material, profile, language, self._bodies)
            self._contexts[number, language] = assembler.public, assembler.seller
        return self._contexts[number, language]

    @cached_property
    def _stages(self) -> frozenset[str]:
        """The stages that a meeting without one may turn out to be at."""
        return frozenset(pack.stage for pack in self._library.packs.values() if pack.stage)

    @cached_property
    def _shared(self) -> str:
        """What every job depends on."""
        around = msgspec.msgpack.encode(self._material.around, enc_hook=_sorted_sets).hex()
        rules = self._material.rules
        codes = " ".join(rule.code for rule in rules)
        return f"{code_version()} {codes} {around} {self._looks}"

    @property
    def _looks(self) -> str:
        """The state of what decides whether texts fit: the brand and the library's fonts."""
        root, brand = self._library.root, self._library.settings.brand
        paths = [root / brand, (root / brand).parent / "brand.yaml"] if brand else []
        paths += sorted((root / "fonts").glob("*"))
        return " ".join(_state_of(path) for path in paths if path.is_file())


def _sorted_sets(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else encode_custom(value)
