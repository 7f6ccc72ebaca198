"""Finding blocks by what their front matter says: conditions on any field, and words in their ids and titles."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, get_args

import msgspec

from salespack.curation.coverage.coverage import Suiting
from salespack.formats.types import encode_custom
from salespack.language.word_matching import hits, normalised, says
from salespack.library.blocks import Block
from salespack.library.library import Library
from salespack.library.load import file_text
from salespack.library.naming import Sort, resolve, texts_of
from salespack.problems.problem import Severity, UsageFault, UserFault
from salespack.problems.suggestions import LISTED, did_you_mean
from salespack.profiles.profile import State

BROKEN = "broken"
STATES = ("approved", "draft", "retired", BROKEN)
HIDDEN = frozenset(("bodies", "broken_bodies", "problems"))

Condition = Callable[[Block], bool]


def is_broken(block: Block) -> bool:
    """Whether a block cannot be used at all because of its own files."""
    return any(problem.severity is Severity.ERROR for problem in block.problems)


def state_of(block: Block) -> str:
    """What has become of a block: approved, draft, retired, or broken."""
    return BROKEN if is_broken(block) else block.state


def fields_of(block: Block) -> dict[str, Any]:
    """What the front matter of a block says, defaults among it, as plain data under the keys that people write."""
    data: dict[str, Any] = msgspec.to_builtins(block, enc_hook=encode_custom, str_keys=True)
    data["for"] = data.pop("audience")
    found = {key: value for key, value in data.items() if key not in HIDDEN}
    return found | {"languages": list(block.bodies), "title": titles_of(block)}


def titles_of(block: Block) -> dict[str, str]:
    """The title of a block in each of its languages, as it is written."""
    return {language: body.title for language, body in block.bodies.items() if body.title}


class Query:
    """Conditions that a block must all meet."""

    def __init__(self, library: Library) -> None:
        self._library, self._suiting = library, Suiting(library)
        self._conditions: list[Condition] = []

    def blocks(self) -> list[Block]:
        """The blocks that meet them, by id."""
        return [one for one in self._library.blocks.values() if all(meets(one) for meets in self._conditions)]

    def suiting(self, dimension: str, words: Iterable[str], known: Iterable[str]) -> None:
        """Only blocks that suit one of `words`, which must be `known`; one that does not restrict it suits all."""
        wanted = self._checked(dimension, words, known)
        self._add(wanted, lambda block: any(self._suiting.suits(block, dimension, word) for word in wanted))

    def states(self, words: Iterable[str]) -> None:
        """Only blocks in one of these states; a relationship's state asks for blocks that suit it."""
        wanted = self._checked("state", words, (*STATES, *get_args(State)))
        own = [word for word in wanted if word in STATES]
        self._add(own, lambda block: state_of(block) in own)
        others = [word for word in wanted if word not in STATES]
        self._add(others, lambda block: any(self._suiting.suits(block, "state", word) for word in others))

    def values(self, words: Iterable[str]) -> None:
        """Only blocks that speak to one of these values."""
        wanted = self._checked("value", words, self._library.values)
        self._add(wanted, lambda block: any(word in block.values for word in wanted))

    def equal(self, field: str, words: Iterable[str]) -> None:
        """Only blocks whose text in `field` is one of `words`, whatever the case."""
        wanted = [normalised(word) for word in words]
        self._add(wanted, lambda block: normalised(str(getattr(block, field) or "")) in wanted)

    def tagged(self, words: Iterable[str]) -> None:
        """Only blocks with one of these tags."""
        wanted = frozenset(words)
        self._add(wanted, lambda block: not wanted.isdisjoint(block.tags))

    def expiring(self, before: datetime.date | None) -> None:
        """Only blocks whose last day is before a day."""
        if before is not None:
            self._conditions.append(lambda block: block.valid_until is not None and block.valid_until < before)

    def where(self, conditions: Iterable[str]) -> None:
        """Only blocks with a field that has a value: `about.industry=retail`, `values.fewer-outages=5`, `needs=`.

        Of a list or a mapping, one element or key suffices; nothing after `=` asks for fields that are empty. Raises
        UsageFault for a field that no block can have.
        """
        known = fields_of(Block(id="-", file="-", kind="frame", bodies={}))
        for condition in conditions:
            path, equals, wanted = condition.partition("=")
            steps = path.strip().split(".")
            if not equals or steps[0] not in known:
                hint = (
                    did_you_mean(steps[0], known)
                    if equals
                    else "write it as field=value, such as about.industry=retail"
                )
                raise UsageFault.of("SP801", f"--where “{condition}” names no field", hint)
            self._conditions.append(_has(steps, normalised(wanted)))

    def mentioning(self, words: Iterable[str]) -> None:
        """Only blocks that have all of `words` in their id, titles, tags, values, owner, source, customer or texts.

        A word is found in whatever form it was typed or written. One that signals a value (“downtime”) also finds what
        answers that value.
        """
        self._conditions += [self._mentions(word) for word in map(normalised, words)]

    def _mentions(self, word: str) -> Condition:
        signalled = self._signalled(word)

        def meets(block: Block) -> bool:
            if word in _said(block) or not signalled.isdisjoint(block.values):
                return True
            text = self._texts(block)
            return word in text or says(word, text, self._library.settings.languages)

        return meets

    def _signalled(self, word: str) -> frozenset[str]:
        """The values of which a word is a signal or a name, with whatever ending."""
        languages = self._library.settings.languages
        return frozenset(
            [
                id
                for id, value in self._library.values.items()
                for text in (*texts_of(value.name), *[one for listed in value.signals.values() for one in listed])
                if says(word, normalised(text), languages)
                or any(hits((text,), word, language) for language in languages)
            ]
        )

    def _texts(self, block: Block) -> str:
        """What a block says in all languages; nothing where a file cannot be read, which is told elsewhere."""
        found = []
        for body in block.bodies.values():
            with suppress(UserFault):
                found.append(file_text(self._library.root, os.path.relpath(body.file, self._library.root)))
        return normalised("\n".join(found))

    def _add(self, wanted: Iterable[str], condition: Condition) -> None:
        if wanted:
            self._conditions.append(condition)

    def _checked(self, name: str, words: Iterable[str], known: Iterable[str]) -> list[str]:
        """The known names that words mean; values, roles, industries and stages also as people call them."""
        known = list(known)
        sort = next((one for one in get_args(Sort) if one == name), None)
        found = []
        for word in words:
            if word in known:
                found.append(word)
                continue
            if sort is None:
                raise UsageFault.of("SP801", f"there is no {name} “{word}”", did_you_mean(word, known, LISTED))
            found.append(resolve(self._library, word, sort))
        return found


def _has(steps: list[str], wanted: str) -> Condition:
    def meets(block: Block) -> bool:
        found: Any = fields_of(block)
        for step in steps:
            found = found.get(step) if isinstance(found, Mapping) else None
        if found in (None, "", (), [], {}):
            return wanted == ""
        if isinstance(found, list | tuple | dict):
            return any(normalised(str(one)) == wanted for one in found)
        text = str(found).lower() if isinstance(found, bool) else str(found)
        return normalised(text) == wanted

    return meets


def _said(block: Block) -> str:
    about = block.about.customer if block.about else None
    sources = [one.source for one in block.all_evidence().values()]
    parts = (block.id, *titles_of(block).values(), *block.tags, *block.values, block.owner, *sources, about)
    return normalised("\n".join(part for part in parts if part))
