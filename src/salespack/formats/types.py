"""Types that several formats share: days, localised texts, ids. What they mean to a reader of the files stands here."""

import datetime
import re
from typing import Annotated, Any, Self

import msgspec

ISO_DAY = r"(\d{4})-(\d{2})-(\d{2})\Z"
DOTTED_DAY = r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z"
PARTIAL_DAY = r"(\d{4})(?:-(\d{2}))?\Z"

Id = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="lower-case letters, digits and hyphens")
]
UNSEEN = (
    r"\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
"""Blanks, and letters that nobody sees, as a set of a pattern."""
FilledText = Annotated[str, msgspec.Meta(pattern=f"[^{UNSEEN}]", description="text that is more than blanks")]
Language = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$", description="a language code such as en or fi")
]
COUNTRIES = (
    "A[DEFGILMOQRSTUWXZ]|B[ABDEFGHIJLMNOQRSTVWYZ]|C[ACDFGHIKLMNORUVWXYZ]|D[EJKMOZ]|E[CEGHRST]|F[IJKMOR]|"
    "G[ABDEFGHILMNPQRSTUWY]|H[KMNRTU]|I[DELMNOQRST]|J[EMOP]|K[EGHIMNPRWYZ]|L[ABCIKRSTUVY]|"
    "M[ACDEFGHKLMNOPQRSTUVWXYZ]|N[ACEFGILOPRUZ]|OM|P[AEFGHKLMNRSTWY]|QA|R[EOSUW]|"
    "S[ABCDEGHIJKLMNORSTVXYZ]|T[CDFGHJKLMNORTVWZ]|U[AGMSYZ]|V[ACEGINU]|W[FS]|XK|Y[ET]|Z[AMW]"
)
"""The codes of ISO 3166-1, and that of Kosovo, as a pattern."""
Country = Annotated[str, msgspec.Meta(pattern=f"^({COUNTRIES})$", description="an ISO 3166-1 code such as FI or US")]

FormatNumber = Annotated[
    int, msgspec.Meta(ge=1, description="the number of the format that the file is in; without it, the first")
]
Requirement = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^ *(>=|<=|==|!=|>|<) *\d+(\.\d+){0,2} *(, *(>=|<=|==|!=|>|<) *\d+(\.\d+){0,2} *)*$",
        description="versions of Salespack, such as >=0.3 or >=0.3,<1",
    ),
]

Localised = str | dict[Language, str]
"""A text in every language alike, or one text a language."""
Name = FilledText | Annotated[dict[Language, FilledText], msgspec.Meta(min_length=1)]
"""A text, or one a language, that cannot be empty: what customers or sellers would read an empty place for."""
MailAddress = Annotated[
    str, msgspec.Meta(pattern=r"^[^@\s]+@[^@\s]+$", description="a mail address such as aino@example.com")
]
Currency = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$", description="the code of a currency such as EUR")]


class Day(datetime.date):
    """A calendar day, written `2026-12-01` or `1.12.2026`."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The day that `text` names. Raises ValueError when it names none."""
        if match := re.match(ISO_DAY, text):
            year, month, day = match.groups()
        elif match := re.match(DOTTED_DAY, text):
            day, month, year = match.groups()
        else:
            raise ValueError(f"“{text}” is not a day such as 2026-12-01 or 1.12.2026")
        try:
            return cls(int(year), int(month), int(day))
        except ValueError:
            raise ValueError(f"“{text}” is not a day of the calendar") from None


class PartialDay(str):
    """The date of a source as far as it is known: `2018`, `2018-06`, or a whole day. Kept as ISO text."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str | int) -> Self:
        """The date that `text` names. Raises ValueError when it names none."""
        text = str(text)
        if match := re.match(PARTIAL_DAY, text):
            if not 1 <= int(match[2] or 1) <= 12:
                raise ValueError(f"“{text}” is not a month of the calendar")
            return cls(text)
        return cls(Day.parse(text).isoformat())

    @property
    def year(self) -> int:
        """The year alone."""
        return int(self[:4])

    def last_day(self) -> datetime.date:
        """The last day the date can mean, so that a source known by its year counts as fresh as it may be."""
        parts = [int(part) for part in self.split("-")]
        if len(parts) == 3:
            return datetime.date(*parts)
        year, month = parts[0], parts[1] if len(parts) == 2 else 12
        first_of_next = datetime.date(year + month // 12, month % 12 + 1, 1)
        return first_of_next - datetime.timedelta(days=1)


def in_language(text: Localised, language: str, default: str) -> str:
    """`text` in `language`, else in the library's default language, else in the first one written."""
    if isinstance(text, str):
        return text
    for wanted in (language, default):
        if wanted in text:
            return text[wanted]
    return next(iter(text.values()), "")


def decode_custom(expected: type, value: Any) -> Any:
    """msgspec's hook for the types above. Raises ValueError on text that is none, TypeError on another type."""
    if expected is Day and isinstance(value, str):
        return Day.parse(value)
    if expected is PartialDay and isinstance(value, str | int) and not isinstance(value, bool):
        return PartialDay.parse(value)
    raise TypeError(f"Expected a date, got `{type(value).__name__}`")


def encode_custom(value: Any) -> Any:
    """msgspec's hook that writes the types above as ISO text."""
    if isinstance(value, Day):
        return value.isoformat()
    if isinstance(value, PartialDay):
        return str(value)
    raise NotImplementedError(f"no encoding for {type(value).__name__}")


def schema_of_custom(custom: type) -> dict[str, Any]:
    """msgspec's hook that gives the types above their JSON Schema."""
    if custom is Day:
        return {"type": "string", "format": "day", "description": "a day: 2026-12-01 or 1.12.2026"}
    if custom is PartialDay:
        return {
            "type": ["string", "integer"],
            "format": "partial-day",
            "description": "a year, a month or a day: 2018, 2018-06 or 2018-06-01",
        }
    raise NotImplementedError(f"no schema for {custom.__name__}")
