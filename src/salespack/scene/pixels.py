"""The pixels of pictures, made small: what of a photograph or a logo lies behind text. Each is taken apart once."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from salespack.scene.model import Solid
from salespack.system.cache import Recent, code_version, read_cached, write_cached
from salespack.system.hashing import digest

MOST_PIXELS = 130_000_000
"""Of a picture that is taken apart; a larger one is unknown."""
SAMPLED = 512
"""Pixels across and down to which pictures are brought before they are looked at."""
MOST_PICTURES = 64
QUICK = 1
"""zlib's level for what is kept: more saves little of photographs, and takes three times as long."""


class Pixels:
    """A picture made small: its size, and red, green, blue and opacity of each pixel, row by row."""

    def __init__(self, width: int, height: int, rgba: bytes) -> None:
        self.width, self.height, self.rgba = width, height, rgba
        self._seen: dict[int, Solid] = {}

    def at(self, across: float, down: float) -> Solid:
        """The colour at shares of width and height from the top left corner."""
        x = min(max(int(across * self.width), 0), self.width - 1)
        y = min(max(int(down * self.height), 0), self.height - 1)
        at = (y * self.width + x) * 4
        found = self._seen.get(at)
        if found is None:
            found = self._seen[at] = Solid(self.rgba[at : at + 3].hex().upper(), self.rgba[at + 3] / 255)
        return found


Pictures = Callable[[str], Pixels | None]


class Gallery:
    """The pictures of decks, taken apart once each, by their content; with a cache folder, across processes."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache
        self._known: Recent[Pixels] = Recent(MOST_PICTURES)

    def of(self, media: Callable[[str], bytes]) -> Pictures:
        """The pictures of one deck, each by the name of its part; None where one cannot be looked into."""
        known: dict[str, Pixels | None] = {}

        def pixels(part: str) -> Pixels | None:
            if part not in known:
                try:
                    content = media(part)
                except KeyError:
                    known[part] = None
                else:
                    found = self._known.get(digest(content), lambda: self._kept(content))
                    known[part] = found if found.width else None
            return known[part]

        return pixels

    def _kept(self, content: bytes) -> Pixels:
        """The pixels of a picture as they are kept, else taken apart, and kept."""
        name = f"pixels-{digest((code_version() + digest(content)).encode())[:32]}"
        if (kept := read_cached(self._cache, name)) is not None:
            width, height, packed = msgspec.msgpack.decode(kept, type=tuple[int, int, bytes])
            return Pixels(width, height, zlib.decompress(packed))
        found = _taken_apart(content)
        kept = msgspec.msgpack.encode((found.width, found.height, zlib.compress(found.rgba, QUICK)))
        write_cached(self._cache, name, kept)
        return found


def _taken_apart(content: bytes) -> Pixels:
    """A picture made small; without any pixels where Pillow cannot read it, or it is too large."""
    from PIL import Image

    nothing = Pixels(0, 0, b"")
    try:
        with Image.open(io.BytesIO(content)) as opened:
            if opened.format in ("EMF", "WMF") or opened.width * opened.height > MOST_PIXELS:
                return nothing
            opened.draft("RGB", (SAMPLED, SAMPLED))
            # What has these channels only is made small first: that gives the same, and is less work.
            plain = opened.mode in ("RGB", "RGBA") and "transparency" not in opened.info
            small = opened if plain else opened.convert("RGBA")
            small.thumbnail((SAMPLED, SAMPLED))
            small = small.convert("RGBA")
            return Pixels(small.width, small.height, small.tobytes())
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return nothing
