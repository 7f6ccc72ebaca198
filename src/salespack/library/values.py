"""The values customers may hold, as the library declares them."""

import msgspec

from salespack.formats.types import FilledText, Language, Localised, Name


class ValueDefinition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One value: its name, the question that finds out about it, and the words that signal it."""

    name: Name
    question: Localised = ""
    signals: dict[Language, tuple[FilledText, ...]] = {}
