"""The names that a library declares, and the problems of those it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from salespack.formats.schema import meant_by
from salespack.formats.yaml import Source
from salespack.problems.problem import Problem
from salespack.problems.suggestions import LISTED, did_you_mean

CODES = {"value": "SP201", "role": "SP202", "industry": "SP203", "stage": "SP204", "language": "SP205"}
PLURALS = {"value": "values", "role": "roles", "industry": "industries", "stage": "stages", "language": "languages"}
DECLARED_IN = {"value": "values.yaml"}


class Vocabulary(msgspec.Struct, frozen=True):
    """Every name by its sort: value, role, industry, stage, language, calculation."""

    names: Mapping[str, frozenset[str]]

    def unknown(
        self, source: Source, sort: str, used: Iterable[str | None], path: Sequence[str | int], *, key: bool = False
    ) -> Iterator[Problem]:
        """A problem for each of `used` that is not declared. `key`: they are the keys of the mapping at `path`."""
        declared, used = self.names[sort], list(used)
        for number, name in enumerate(used):
            if name is None or name in declared:
                continue
            place = source.place([*path, name], key=True) if key else source.place([*path, number])
            file = DECLARED_IN.get(sort, "library.yaml")
            near = did_you_mean(name, declared, LISTED)
            where = f"{PLURALS[sort]} are declared in {file}"
            hint = f"{near} {where.capitalize()}" if near.endswith("?") else f"{near}; {where}"
            message = f"the {sort} “{name}” is not declared"
            meant = meant_by(name, declared)
            instead = "" if meant in used else meant
            yield Problem(code=CODES[sort], message=message, hint=hint, place=place, instead=instead)
