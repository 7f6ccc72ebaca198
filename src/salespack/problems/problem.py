"""Problems: the one form every diagnostic takes, and the faults that carry them to the user. No printing here."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Self

import msgspec


class Severity(StrEnum):
    """How much a problem matters: an error stops what was asked, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Place(msgspec.Struct, frozen=True):
    """Where a problem is: a file as the user would name it, and a line and column counted from 1, if known."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One diagnostic: a stable code, what is wrong, and in `hint` what to do about it.

    `instead` is the word that was meant at the place, where no other can have been; `check --fix` writes it.
    `about` is the file that has the problem, where its place is in another that speaks for it: a folder's defaults.
    """

    code: str
    message: str
    hint: str = ""
    place: Place | None = None
    severity: Severity = Severity.ERROR
    instead: str = ""
    about: str = ""

    def __post_init__(self) -> None:
        """Makes text of it that every output takes: it may quote a file's name, or what a file says."""
        for field in ("message", "hint"):
            text = getattr(self, field)
            if not text.isascii():
                msgspec.structs.force_setattr(self, field, text.encode("utf-8", "backslashreplace").decode())

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{where}{self.code} {self.message}{hint}"

    def as_warning(self) -> Self:
        """The same problem where it does not stop the work."""
        return msgspec.structs.replace(self, severity=Severity.WARNING)


class UserFault(Exception):  # noqa: N818 - a fault of the input, not an error of the program
    """Input that cannot be worked with. `exit_code` 1: the content has problems."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    @classmethod
    def of(cls, code: str, message: str, hint: str = "", place: Place | None = None) -> Self:
        """The fault with a single problem."""
        return cls([Problem(code=code, message=message, hint=hint, place=place)])


class UsageFault(UserFault):
    """The command was used wrongly: an unknown name, options that contradict. Exit code 2."""

    exit_code = 2


class LibraryFault(UserFault):
    """What all blocks share is broken, such as a font file: none of them is to blame, and none can do without it."""


class NoFit(UserFault):
    """Nothing in the library answers what the customer values: apply or decline. Exit code 3."""

    exit_code = 3


def shown_path(path: Path) -> str:
    """`path` as a person would name it: relative to the current folder where it lies below it."""
    try:
        name = str(path.relative_to(Path.cwd()))
    except ValueError:
        name = str(path)
    # Bytes that are no UTF-8 stand in a path as lone surrogates, which no output takes.
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
