"""The compiled library: a cache that opens 10,000 blocks without reading them, and reads again only what changed.

Data alone, in MessagePack with types, so that a cache somebody else wrote can be wrong but never run.
"""

import contextlib
import os
from pathlib import Path

import msgspec

from salespack.formats.text_files import with_line_feeds
from salespack.formats.types import decode_custom, encode_custom
from salespack.library.blocks import Block
from salespack.library.library import LIBRARY_FOLDER, Library
from salespack.library.load import (
    CALCULATIONS_FILE,
    DEFAULTS_FILE,
    SETTINGS_FILE,
    VALUES_FILE,
    block_files,
    read_library,
)
from salespack.problems.files import file_content, why
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.system.cache import code_version, drop_cached, read_cached, write_cached
from salespack.system.environment import instant
from salespack.system.file_index import RACY_NANOSECONDS
from salespack.system.hashing import digest
from salespack.system.paths import is_text
from salespack.system.transactions import recover

MOST_FILES = 200_000


class FileState(msgspec.Struct, frozen=True, array_like=True):
    """What tells whether a file changed: its time (ns) and size (bytes); and the hash of its content, which is that of
    the same text with other line breaks: the library's hash, and all that is known by it, are the same in every clone.
    """

    time: int
    size: int
    content_hash: str


class Index(msgspec.Struct, frozen=True):
    """A library as it was compiled, with the state of each of its files at that moment (`written`, ns)."""

    version: str
    folder: str
    written: int
    files: dict[str, FileState]
    library: Library


def open_library(root: Path, cache: Path | None) -> Library:
    """The library in `root`, from the cache where that is still true. Raises UserFault when it cannot be read."""
    settings = root / SETTINGS_FILE
    if settings.is_dir():
        raise UserFault.of("SP001", "is a folder, not a file", IN_ITS_PLACE, Place(shown_path(settings)))
    if not settings.is_file():
        inner = root / LIBRARY_FOLDER
        named = f"{shown_path(inner)}" if (inner / SETTINGS_FILE).is_file() else "its folder"
        hint = f"a library has a {SETTINGS_FILE}; name {named} with --library"
        raise UserFault.of("SP011", f"there is no {SETTINGS_FILE} in this folder", hint, Place(shown_path(root)))
    told = [*recover(root.parent), *recover(root)]
    stats = library_files(root, told)
    library = _opened(root, cache, stats)
    return msgspec.structs.replace(library, problems=(*told, *library.problems)) if told else library


def _opened(root: Path, cache: Path | None, stats: dict[str, os.stat_result]) -> Library:
    """The library whose files are like `stats`."""
    name = _name_of(root)
    index = _stored(read_cached(cache, name), root)
    unchanged = _unchanged(stats, index) if index else {}
    if index and len(unchanged) == len(stats) == len(index.files):
        return index.library
    written = instant()
    files = {name: unchanged.get(name) or _state(root, name, stat) for name, stat in stats.items()}
    library = read_library(root, files, _reusable(index, unchanged, files) if index else None)
    content = "\n".join(f"{name} {state.content_hash}" for name, state in sorted(files.items()))
    library = msgspec.structs.replace(library, content_hash=digest(content.encode()))
    index = Index(code_version(), str(Path.cwd()), written, files, library)
    write_cached(cache, name, msgspec.msgpack.encode(index, enc_hook=_encode))
    return library


def forget_library(root: Path, cache: Path | None) -> None:
    """Makes the next opening read everything: a file changed without its time or size telling."""
    drop_cached(cache, _name_of(root))


def _name_of(root: Path) -> str:
    return f"library-{digest(os.fsencode(root))[:24]}.msgpack"


def library_files(root: Path, told: list[Problem] | None = None) -> dict[str, os.stat_result]:
    """Every file below `root` that is part of the library, by its POSIX path.

    What is left out, because of a name that is no text or a folder that cannot be read, goes to `told`. Raises
    UserFault where `root` itself cannot be read, or holds too much.
    """
    left_out: list[Problem] = []
    found: dict[str, os.stat_result] = {}
    folders = [(str(root), "")]
    while folders:
        folder, prefix = folders.pop()
        try:
            with os.scandir(folder) as entries:
                present = [one for one in entries if not one.name.startswith((".", "~$")) and one.name != "__pycache__"]
        except OSError as error:
            message = f"the folder cannot be read: {why(error)}"
            fault = UserFault.of("SP001", message, "check its permissions", Place(shown_path(Path(folder))))
            if not prefix:
                raise fault from None
            left_out += fault.problems
            continue
        for entry in present:
            if not is_text(entry.name):
                message, hint = "has a name that is not UTF-8 text, and is left out", "rename it"
                left_out.append(
                    Problem(code="SP002", message=message, hint=hint, place=Place(shown_path(Path(entry.path))))
                )
                continue
            if other := _other_name(entry):
                message, hint = other
                place = Place(shown_path(Path(entry.path)))
                left_out.append(Problem(code="SP001", message=message, hint=hint, place=place))
            if entry.is_dir(follow_symlinks=False):
                folders.append((entry.path, f"{prefix}{entry.name}/"))
            elif (stat := _stat(entry)) is not None:
                found[prefix + entry.name] = stat
            elif not entry.is_symlink():
                message, hint = "is no file, but a pipe, a socket or a device, and is left out", "delete it"
                left_out.append(
                    Problem(code="SP001", message=message, hint=hint, place=Place(shown_path(Path(entry.path))))
                )
        if len(found) > MOST_FILES:
            hint = "is this the right folder? a library holds blocks, not a disk"
            raise UserFault.of("SP007", f"holds more than {MOST_FILES:,} files", hint, Place(shown_path(root)))
    if told is not None:
        told += sorted(left_out, key=lambda problem: str(problem.place))
    return found


IN_ITS_PLACE = "put the file in its place"
READ_AS = {".yml": ".yaml", ".markdown": ".md"}
"""Endings that people write, and those under which files are read here."""


def _other_name(entry: os.DirEntry[str]) -> tuple[str, str] | None:
    """What is wrong with the name of a file or folder that would pass unseen, and what to do."""
    ending = Path(entry.name).suffix
    if entry.is_dir(follow_symlinks=False):
        return ("is a folder, not a file", IN_ITS_PLACE) if ending in (".yaml", ".md") else None
    if ending in READ_AS:
        return f"is not read, as it ends in {ending}", f"rename it to {Path(entry.name).with_suffix(READ_AS[ending])}"
    return None


def _stat(entry: os.DirEntry[str]) -> os.stat_result | None:
    """What a file is like; None where it is none. A link that leads nowhere is a file if people would write it."""
    with contextlib.suppress(OSError):  # links in a circle
        if entry.is_file():
            return entry.stat()
        if Path(entry.path).exists():
            return None
    if entry.is_symlink() and entry.name.endswith((".md", ".yaml")):
        return entry.stat(follow_symlinks=False)  # reading it as a block or pack will say what is wrong
    return None


def _stored(content: bytes | None, root: Path) -> Index | None:
    if content is None:
        return None
    try:
        index = msgspec.msgpack.decode(content, type=Index, dec_hook=_decode)
    except msgspec.DecodeError:
        return None
    # Problems name files as seen from the current folder.
    fits = index.version == code_version() and index.library.root == root and index.folder == str(Path.cwd())
    return index if fits else None


def _unchanged(stats: dict[str, os.stat_result], index: Index) -> dict[str, FileState]:
    settled = index.written - RACY_NANOSECONDS
    same = {}
    for name, stat in stats.items():
        state = index.files.get(name)
        if state and state.time == stat.st_mtime_ns and state.size == stat.st_size and state.time < settled:
            same[name] = state
    return same


def _state(root: Path, name: str, stat: os.stat_result) -> FileState:
    try:
        content = file_content(root / name)
    except OSError:
        content = b""  # reading it as a block, pack or picture will say what is wrong
    return FileState(stat.st_mtime_ns, stat.st_size, digest(with_line_feeds(content)))


def _reusable(index: Index, unchanged: dict[str, FileState], files: dict[str, FileState]) -> dict[str, Block]:
    """The blocks of the index none of whose files changed; none where the files all blocks depend on did."""

    def same(name: str) -> bool:
        return name in unchanged or (
            name in index.files and name in files and index.files[name].content_hash == files[name].content_hash
        )

    of_all = (SETTINGS_FILE, VALUES_FILE, CALCULATIONS_FILE)
    shared = {name for name in (*files, *index.files) if name in of_all or name.endswith(DEFAULTS_FILE)}
    if not all(same(name) for name in shared):
        return {}
    before, now = block_files(sorted(index.files)), block_files(sorted(files))
    return {
        name: index.library.blocks[name]
        for name, paths in now.items()
        if before.get(name) == paths and all(same(path) for path in paths)
    }


def _decode(expected: type, value: object) -> object:
    return Path(str(value)) if issubclass(expected, Path) else decode_custom(expected, value)


def _encode(value: object) -> object:
    return str(value) if isinstance(value, Path) else encode_custom(value)
