"""Customers as slides show them to others: whose logo experiences bring along, and who agreed to be shown."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from salespack.assembly.pictures import Pictures
from salespack.deck.model import Logo, Picture
from salespack.library.blocks import Block
from salespack.library.library import Library
from salespack.library.locations import front_place
from salespack.problems.problem import Severity
from salespack.profiles.profile import SHOWN_BY_NAME, STRICTEST, Customer, Reference

References = Mapping[str, Reference]
"""What customers said of being a reference, by their names."""


def everybody_in(library: Library) -> dict[str, Reference]:
    """Everybody that a library has an experience about, as if all agreed: for slides that no customer sees."""
    return {
        block.about.customer: "logo"
        for block in library.blocks.values()
        if block.about is not None and block.about.customer
    }


class Customers:
    """The customers that a library has experiences about, for slides that `own` sees; `references` is asked for once
    it is needed. `withheld` are the names of those that were left out since somebody looked."""

    def __init__(
        self,
        library: Library,
        pictures: Pictures,
        on: datetime.date,
        own: Customer,
        references: Callable[[], References],
    ) -> None:
        self._library, self._pictures, self._on, self._own, self._asked = library, pictures, on, own, references
        self._known: dict[tuple[str, ...], Reference] | None = None
        self.withheld: list[str] = []

    def agreed(self) -> tuple[Logo, ...]:
        """The logos of those who agreed, of the customer's own industry and country first, and never its own.

        Raises UserFault for a logo that cannot be shown.
        """
        from salespack.language.company_names import name_words

        found: dict[tuple[str, ...], Block] = {}
        for block in sorted(self._library.blocks.values(), key=self._near):
            about = block.about
            if about is None or not about.customer or about.logo is None or not self._holds(block):
                continue
            name = name_words(about.customer)
            if self._references.get(name) in SHOWN_BY_NAME and name != name_words(self._own.name):
                found.setdefault(name, block)
        return tuple(map(self._logo_of, found.values()))

    def refuses(self, name: str) -> bool:
        """Whether somebody declined to be a reference, or to be one by name; it is noted then."""
        from salespack.language.company_names import name_words

        refused = self._references.get(name_words(name)) in ("declined", "anonymous")
        if refused:
            self.withheld.append(name)
        return refused

    def logo(self, picture: Picture) -> Logo:
        """A picture of a logo, and what is seen of it."""
        seen = self._pictures.seen(picture)
        return Logo(picture, seen.empty, seen.density, seen.pale)

    @property
    def _references(self) -> Mapping[tuple[str, ...], Reference]:
        """What they said by the words of their names; the strictest, where a company is written in two ways."""
        if self._known is None:
            from salespack.language.company_names import name_words

            self._known = {}
            for name, said in self._asked().items():
                words = name_words(name)
                self._known[words] = min(self._known.get(words, said), said, key=STRICTEST.index)
        return self._known

    def _near(self, block: Block) -> tuple[bool, bool, str]:
        about = block.about
        industry, country = (about.industry, about.country) if about is not None else (None, None)
        return (
            industry is None or industry != self._own.industry,
            country is None or country != self._own.country,
            block.id,
        )

    def _holds(self, block: Block) -> bool:
        """Whether an experience may be shown on the day."""
        begun = block.valid_from is None or block.valid_from <= self._on
        ended = block.valid_until is not None and block.valid_until < self._on
        broken = any(problem.severity is Severity.ERROR for problem in block.problems)
        return block.kind == "experience" and block.state == "approved" and begun and not ended and not broken

    def _logo_of(self, block: Block) -> Logo:
        about = block.about
        assert about is not None and about.logo is not None and about.customer is not None  # noqa: S101 - looked at
        place = front_place(self._library, block.file, ("about", "logo"))
        return self.logo(self._pictures.find(self._library.root, about.logo, about.customer, place))
