"""Pictures of the library: found, kept inside it, and checked before anything opens them further."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import unquote

from salespack.deck.model import Picture
from salespack.problems.files import INSTEAD, file_content, other_format
from salespack.problems.problem import Place, UserFault, shown_path
from salespack.system.cache import Memory, code_version
from salespack.system.paths import inside

if TYPE_CHECKING:
    from PIL.Image import Image

    from salespack.graphics.logos import Seen

MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
LEAST_OPAQUE = 128
"""Below this (0–255) a pixel lets what is behind it through."""
FORMATS: dict[str, Literal["png", "jpeg", "gif"]] = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif"}


class _Home(NamedTuple):
    """Where pictures lie, in words: the whole, a path in it, and the folder to copy one into."""

    name: str
    example: str
    folder: str


_LIBRARY = _Home("the library", "images/NAME.png", "images/")
_PROFILES = _Home("the profile's folder", "logos/NAME.png", "the profile's folder")


class Pictures:
    """The pictures of the library in the folder `root`.

    Their formats and sizes are remembered by path, time and size, with a cache folder across processes: loading Pillow
    takes longer than looking.
    """

    def __init__(self, root: Path, cache: Path | None = None) -> None:
        self._root, self._memory = root, Memory()
        if cache is not None:
            self._memory.open(cache, f"pictures-{code_version()}.msgpack")

    def save(self) -> None:
        """Keeps what was measured since for the next process."""
        self._memory.save()

    def find(self, folder: Path, path: str, alt: str, place: Place) -> Picture:
        """The picture at `path`, which is relative to the library or to the block's `folder`.

        Raises UserFault when it is missing, outside the library, of an unknown format, huge, or without alternative
        text.
        """
        return self._found(_LIBRARY, self._root, (self._root, folder), unquote(path), alt, place)

    def beside(self, file: Path, path: str, alt: str) -> Picture:
        """The picture at `path`, relative to the folder of a profile's `file`. Raises UserFault as above."""
        return self._found(_PROFILES, file.parent, (file.parent,), path, alt, Place(shown_path(file)))

    def seen(self, picture: Picture) -> Seen:
        """What is seen of a logo."""
        from PIL import Image

        from salespack.graphics.logos import Seen, seen_of

        status = Path(picture.file).stat()
        key = f"logo {picture.file} {status.st_mtime_ns} {status.st_size}"
        known = self._memory.get(key)
        if known is None:
            with Image.open(picture.file) as image:
                empty, density, pale = seen_of(image)
            known = [list(empty), density, pale]
            self._memory.put(key, known)
        left, top, right, bottom = known[0]
        return Seen((left, top, right, bottom), known[1], known[2])

    def _found(self, home: _Home, root: Path, bases: Sequence[Path], path: str, alt: str, place: Place) -> Picture:
        if Path(path).is_absolute() or "\\" in path or ":" in path:
            hint = f"name it relative to {home.name}: {home.example}"
            raise UserFault.of("SP307", f"the picture “{path}” is not a path inside {home.name}", hint, place)
        candidates = [base / path for base in bases]
        try:
            file = next((candidate for candidate in candidates if candidate.is_file()), None)
            leaves = inside(root, (file or candidates[0]).absolute()) is None
        except (OSError, ValueError):  # a name that no file can have
            file, leaves = None, False
        if leaves:
            message = f"the picture “{path}” lies outside {home.name}"
            raise UserFault.of("SP307", message, f"copy it into {home.folder}", place)
        if file is None:
            hint = f"put it at {path} in {home.name}"
            raise UserFault.of("SP306", f"the picture “{path}” is not there", hint, place)
        if not alt.strip():
            message = f"the picture “{path}” has no alternative text"
            raise UserFault.of("SP323", message, "write ![what it shows](…)", place)
        if file.stat().st_size > MOST_BYTES:
            message = f"the picture “{path}” is larger than {MOST_BYTES // 1_000_000} MB"
            raise UserFault.of("SP308", message, "save it smaller; a slide needs about 2,000 pixels", place)
        return self._measured(file, path, alt, place)

    def _measured(self, file: Path, path: str, alt: str, place: Place) -> Picture:
        status = file.stat()
        key = f"{file.resolve()} {status.st_mtime_ns} {status.st_size}"
        if known := self._memory.get(key):
            kind, width, height, clear, lights = known
        else:
            kind, width, height, clear, lights = _opened(file, path, place)
            self._memory.put(key, [kind, width, height, clear, lights])
        if kind not in FORMATS:
            message = f"the picture “{path}” is {kind or 'of an unknown format'}"
            raise UserFault.of("SP308", message, "save it as PNG or JPEG", place)
        if width * height > MOST_PIXELS:
            message = f"the picture “{path}” has {width} × {height} pixels"
            raise UserFault.of("SP308", message, "save it smaller; a slide needs about 2,000 pixels", place)
        return Picture(str(file.resolve()), alt, width, height, FORMATS[kind], clear=clear, lights=lights)


def _is_clear(image: Image) -> bool:
    least, _ = image.convert("RGBA").getchannel("A").getextrema()
    return isinstance(least, int) and least < LEAST_OPAQUE


def _opened(file: Path, path: str, place: Place) -> tuple[str, int, int, bool, bytes]:
    """The picture's format, width and height in pixels, whether parts of it are see-through, and how light it is."""
    import struct

    from PIL import Image, UnidentifiedImageError

    from salespack.graphics.lights import lights_of

    Image.MAX_IMAGE_PIXELS = None  # the figure above is ours, and Pillow's would be told as a picture nobody can read
    try:
        with Image.open(file) as image:
            kind, (width, height) = image.format or "", image.size
            kind = "JPEG" if kind == "MPO" else kind  # a photo of a telephone, with a smaller one behind it
            clear, lights = False, b""
            if width * height <= MOST_PIXELS:
                image.load()  # a file that breaks off in the middle opens too
                clear, lights = image.has_transparency_data and _is_clear(image), lights_of(image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, IndexError, EOFError, struct.error):
        what, hint = other_format(file_content(file)) or ("cannot be read", "")
        hint = "save it again as PNG or JPEG" if hint in ("", INSTEAD) else hint
        raise UserFault.of(
            "SP308", f"the picture “{path}” {'cannot be read' if what == 'is a picture' else what}", hint, place
        ) from None
    return kind, width, height, clear, lights
