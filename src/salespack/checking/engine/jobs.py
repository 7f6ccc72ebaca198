"""What has to be rendered: for each block and language the profiles that could choose it, grouped by what they give.

A text sees of a profile what it names; profiles that have the same there are one group and are rendered once. The key
of a job covers everything its result depends on, so that a kept result with the same key is the result.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any

import msgspec

from salespack.assembly.context import data_at
from salespack.assembly.materials import Materials
from salespack.checking.engine.blocks import Group, Job, Material, assembler_for
from salespack.formats.types import encode_custom
from salespack.library.blocks import Audience, Block
from salespack.library.load import DEFAULTS_FILE
from salespack.matching.eligibility import OF_CALCULATIONS, has, hits, known_of, lacking_figures, misses
from salespack.profiles.profile import Profile, in_one_language
from salespack.specimens.customers import Case
from salespack.specimens.data_used import Stock, Uses, _state_of, is_broken
from salespack.system.cache import code_version
from salespack.system.hashing import digest
from salespack.system.paths import named_files


class Planner:
    """Makes the jobs of a library's blocks."""

    def __init__(self, material: Material, stock: Stock) -> None:
        self._material, self._stock, self._library = material, stock, material.library
        self._eligible: dict[tuple[Audience, Audience], tuple[int, ...]] = {}
        self._lacking: dict[tuple[str, str], frozenset[int]] = {}
        self._projected: dict[tuple[int, str, str], str] = {}
        self._contexts: dict[tuple[int, str], tuple[Any, Any]] = {}
        self._known_defaults: dict[Path, str] = {}
        self._materials = Materials(self._library.root)

    def jobs(self) -> Iterator[Job]:
        """One job for each block that can be rendered."""
        for block in self._library.blocks.values():
            if block.bodies and not is_broken(block):
                yield self._job(block)

    def _job(self, block: Block) -> Job:
        uses = {language: self._stock.uses(block, body) for language, body in block.bodies.items()}
        parts = [
            self._shared,
            self._defaults(Path(block.file).parent),
            msgspec.msgpack.encode(block, enc_hook=encode_custom).hex(),
        ]
        groups = {}
        for language, used in uses.items():
            grouped: dict[str, list[int]] = {}
            for number in self._cases_of(block, language):
                grouped.setdefault(self._seen(block, number, language, used), []).append(number)
            groups[language] = tuple(Group(seen, tuple(numbers)) for seen, numbers in grouped.items())
            parts += [language, repr(used), *self._stock.depends(block, used)]
            if used.logos:
                parts.append(repr(sorted(self._material.references.items())))
        return Job(block=block.id, key=digest("\n".join(parts).encode()), uses=uses, groups=groups)

    def _cases_of(self, block: Block, language: str) -> list[int]:
        """The cases that could choose a block on some day, whatever its state; awkward ones are made to."""
        audience = block.audience, block.not_for
        if audience not in self._eligible:
            self._eligible[audience] = tuple(
                number
                for number, case in enumerate(self._material.cases)
                if case.awkward or self._meets(case, *audience)
            )
        lacking = frozenset().union(*(self._lacks(path, language) for path in block.needs))
        return [number for number in self._eligible[audience] if number not in lacking]

    def _meets(self, case: Case, audience: Audience, not_for: Audience) -> bool:
        stage = case.profile.meeting.stage
        known = known_of(case.profile, stage)
        open_to = {**known, "stages": self._stages if stage is None else known["stages"]}
        return not any(
            (wanted := getattr(audience, field)) and misses(field, wanted, open_to[field]) for field in known
        ) and not any((barred := getattr(not_for, field)) and hits(field, barred, known[field]) for field in known)

    def _lacks(self, path: str, language: str) -> frozenset[int]:
        """The real cases that have nothing at a path in a language; generated ones are given it."""
        if (path, language) not in self._lacking:
            languages = self._library.settings.languages
            self._lacking[path, language] = frozenset(
                number
                for number, case in enumerate(self._material.cases)
                if not case.synthetic and self._has_nothing_at(path, in_one_language(case.profile, language, languages))
            )
        return self._lacking[path, language]

    def _has_nothing_at(self, path: str, profile: Profile) -> bool:
        if path.startswith(OF_CALCULATIONS):
            return bool(lacking_figures(profile, self._library.calculations, [path], self._material.day))
        return not has(profile, path)

    def _seen(self, block: Block, number: int, language: str, uses: Uses) -> str:
        """What the block's text sees of a case, as a text that differs where that differs."""
        if not uses.paths:
            return ""
        case = self._material.cases[number]
        seen = []
        if case.style is not None and (uses.facts or block.needs):
            seen.append(case.style.case)  # it gets facts of its own for each block
        own = case.style is not None
        seen += [
            self._projection(number, language, p) for p in uses.paths if not (own and p.startswith(("facts.", "calc.")))
        ]
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
            assembler = assembler_for(self._material, profile, language, self._materials)
            self._contexts[number, language] = assembler.public, assembler.seller
        return self._contexts[number, language]

    def _defaults(self, folder: Path) -> str:
        """The state of the files that blocks in a folder have their defaults from: problems name lines of them."""
        if folder not in self._known_defaults:
            inside = PurePath(os.path.relpath(folder, self._library.root))
            files = [self._library.root / outer / DEFAULTS_FILE for outer in (inside, *inside.parents)]
            self._known_defaults[folder] = " ".join(_state_of(one) for one in files if one.is_file())
        return self._known_defaults[folder]

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
        paths += named_files(root / "fonts")
        return " ".join(_state_of(path) for path in paths if path.is_file())


def _sorted_sets(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else encode_custom(value)
