"""What a slide's notes page says: the paragraphs of its body, as the notes master has them look."""

from __future__ import annotations

from salespack.ooxml.markup import A, P
from salespack.ooxml.packaging import first_target
from salespack.ooxml.parts import Part, Parts
from salespack.ooxml.placeholders import notes_shape
from salespack.ooxml.theme import IDENTITY_MAP, Theme, colour_map_of, theme_of
from salespack.scene.paint import Source
from salespack.scene.text.bodies import body_of
from salespack.scene.text.list_styles import Levels
from salespack.typography.text import Paragraph


class Notes:
    """Reads the notes of a deck's slides."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._masters: dict[str | None, tuple[Theme, Levels]] = {}

    def of(self, slide: str, label: int) -> tuple[Paragraph, ...]:
        """The paragraphs of a slide, given by its part, that is shown as `label`; empty ones at the end are none."""
        name = first_target(self._parts.relationships(slide).values(), "notesSlide")
        if not name:
            return ()
        part = self._parts.passing(name)
        shape = notes_shape(part.root)
        text = shape.find(f"{P}txBody") if shape is not None else None
        if text is None:
            return ()
        theme, levels = self._master(part.related("notesMaster"))
        found = list(body_of(text, levels, Source(name, theme, part.relationships), slide=label).paragraphs)
        while found and not found[-1].text.strip():
            found.pop()
        return tuple(found)

    def _master(self, name: str | None) -> tuple[Theme, Levels]:
        """Theme and text levels of a notes master."""
        found = self._masters.get(name)
        if found is None:
            found = self._masters[name] = self._read(self._parts.part(name) if name is not None else None)
        return found

    def _read(self, master: Part | None) -> tuple[Theme, Levels]:
        if master is None:
            theme = theme_of(None, IDENTITY_MAP)
            return theme, Levels(None, None, Source("", theme, {}))
        part = master.related("theme")
        theme = theme_of(self._parts.part(part).root if part is not None else None, colour_map_of(master.root))
        source = Source(master.name, theme, master.relationships)
        levels = Levels(None, None, source).with_style(master.root.find(f"{P}notesStyle"), source)
        shape = notes_shape(master.root)
        return theme, levels.with_style(shape.find(f"{P}txBody/{A}lstStyle") if shape is not None else None, source)
