"""Our own people who stand on team slides and sign mails; each file is kept by that person."""

import msgspec

from salespack.formats.types import FilledText, Id, Language, Localised, MailAddress


class PersonFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands in one file of `people/`."""

    name: FilledText
    title: Localised
    email: MailAddress | None = None
    phone: str | None = None
    languages: tuple[Language, ...] = ()
    values: tuple[Id, ...] = ()
    bio: Localised = ""
    contact: bool = False
    photo: FilledText | None = None


class Person(PersonFile, frozen=True, kw_only=True):
    """One expert; the id is the file's stem."""

    id: str
