"""Places in a profile's file, for problems that are found when it has been read: read again when one needs them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from salespack.formats.yaml import KeyPath, Source
from salespack.problems.problem import Place, shown_path
from salespack.profiles.privacy import text_of
from salespack.profiles.profile import Profile


def place_in(profile: Profile, path: KeyPath) -> Place:
    """Where the value at a path stands; the file alone where it has none, as of a customer that was made up."""
    text = text_of(profile.file)
    return Source(shown_path(profile.file), text).place(path) if text else Place(shown_path(profile.file))


def place_in_list(profile: Profile, key: Literal["pin", "drop"], name: str) -> Place | None:
    """Where a name stands in a list of the profile's; None where the file does not have it."""
    found = (place for path, text, place in _source(profile).texts() if path[:1] == (key,) and text == name)
    return next(found, None)


def place_of_text(file: str, part: str) -> Place:
    """Where the first text of a profile's file stands that has a part (a sign, say); the file alone where none has."""
    found = (place for _, text, place in Source(file, text_of(Path(file))).texts() if part in text)
    return next(found, Place(file))


def _source(profile: Profile) -> Source:
    return Source(shown_path(profile.file), text_of(profile.file))
