"""The support bundle: a zip of plain text that says what it holds and what it leaves out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from salespack.support.bug_logs import logs, part_to_send
from salespack.support.computer import computer
from salespack.support.workspace_facts import workspace_facts

MOST_LOGS = 20
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
LEFT_OUT = (
    "what profiles say, and their names",
    "what blocks, packs, values, people and settings say, and their names",
    "names and paths of folders and files, names of people and of this computer",
    "names of layouts and texts of the brand file",
    "messages of problems and of bugs: of problems the codes are in it, of bugs their kind and the place in the code",
    "what environment variables say: of some, whether they are set",
)
READ_ME = """\
Salespack support bundle

In it:
{contents}

Not in it:
{left_out}

All of it is plain text. Look into it before you send it.
"""


class Entry(msgspec.Struct, frozen=True):
    """A file of the bundle: its name, what it holds in a few words, and its content."""

    name: str
    holds: str
    content: bytes


def support_bundle(root: Path | None, profiles: Path | None, cache: Path | None) -> tuple[Entry, ...]:
    """The files of the bundle for the library in `root` and a folder of profiles, where there are such."""
    entries = (*_facts(root, profiles, cache), *_logs())
    contents = "\n".join(f"  {entry.name}: {entry.holds}" for entry in entries)
    left_out = "\n".join(f"  - {one}" for one in LEFT_OUT)
    read_me = READ_ME.format(contents=contents, left_out=left_out)
    return Entry("README.txt", "what each file holds, and what was left out", read_me.encode()), *entries


def zipped(entries: tuple[Entry, ...]) -> bytes:
    """The bundle as a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            archive.writestr(zipfile.ZipInfo(entry.name, FIXED_TIME), entry.content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _facts(root: Path | None, profiles: Path | None, cache: Path | None) -> Iterator[Entry]:
    yield Entry("computer.json", "versions, system, how it was installed, the cache folder", _json(computer()))
    facts = workspace_facts(root, profiles, cache)
    yield Entry("fonts.json", "whether common typefaces and those of the brand, by name, are here", _json(facts.fonts))
    if facts.library is not None:
        yield Entry("library.json", "how much there is of what, and the codes of problems", _json(facts.library))
    if facts.brand is not None:
        yield Entry("brand.json", "layouts by number and type, and which serves which role", _json(facts.brand))


def _logs() -> Iterator[Entry]:
    """The latest logs of bugs, as far as they may be sent."""
    for number, log in enumerate(logs()[-MOST_LOGS:], 1):
        if (text := part_to_send(log)) is not None:
            yield Entry(f"logs/{number:02}.txt", "where in the code a bug stopped it", text.encode())


def _json(facts: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(facts), indent=2) + b"\n"
