"""Our people as slides show them: those for a customer, and whose portrait belongs to a name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import msgspec

from salespack.assembly.context import experts
from salespack.assembly.pictures import Pictures
from salespack.deck.model import Member, Picture, Span, Spans
from salespack.formats.types import in_language
from salespack.formats.yaml import Source
from salespack.library.library import Library
from salespack.library.load import file_text
from salespack.library.people import Person
from salespack.problems.problem import Place, UserFault, shown_path


class Colleagues:
    """The people of a library, for a customer with these `top` values who speaks a language."""

    def __init__(self, library: Library, pictures: Pictures, language: str, top: Sequence[str]) -> None:
        self._library, self._pictures, self._language, self._top = library, pictures, language, tuple(top)

    def members(self) -> tuple[Member, ...]:
        """Those for this customer, the contact first. Raises UserFault for a portrait that cannot be shown."""
        return tuple(map(self._member, experts(self._library, self._language, self._top)))

    def portrait(self, name: str) -> Picture | None:
        """The portrait of who is called so. Raises UserFault where it cannot be shown."""
        person = self._named.get(" ".join(name.split()).casefold())
        return self._portrait(person) if person is not None else None

    @cached_property
    def _named(self) -> dict[str, Person]:
        return {" ".join(one.name.split()).casefold(): one for one in self._library.people}

    def _member(self, person: Person) -> Member:
        default = self._library.settings.default_language
        role, bio = (in_language(text, self._language, default) for text in (person.title, person.bio))
        lines: list[Spans] = [(Span(person.phone),)] if person.phone else []
        if person.email:
            lines.append((Span(person.email, href=f"mailto:{person.email}"),))
        about = (Span(bio),) if bio else ()
        return Member((Span(person.name),), (Span(role),) if role else (), tuple(lines), about, self._portrait(person))

    def _portrait(self, person: Person) -> Picture | None:
        if person.photo is None:
            return None
        root, name = self._library.root, f"people/{person.id}.yaml"
        try:
            return self._pictures.find(root / "people", person.photo, person.name, Place(shown_path(root / name)))
        except UserFault as fault:
            place = Source(shown_path(root / name), file_text(root, name)).place(("photo",))
            raise UserFault(msgspec.structs.replace(one, place=place) for one in fault.problems) from None
