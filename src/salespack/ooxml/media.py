"""Pictures, sounds and films of a deck: each content is in the package once, wherever it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from salespack.ooxml.packaging import StoredPart

KINDS = ("image/", "audio/", "video/")


class Media:
    """Which media a package has, by checksum and size; equal ones are compared byte by byte before they are shared."""

    def __init__(self, parts: Iterable[StoredPart] = ()) -> None:
        self._known: dict[tuple[int, int, str], list[tuple[str, Callable[[], bytes]]]] = {}
        for part in parts:
            if part.content_type.startswith(KINDS):
                self.add(part)

    def add(self, part: StoredPart) -> None:
        """A part that is in the package now."""
        key = part.crc, part.size, part.content_type
        self._known.setdefault(key, []).append((part.name, lambda: part.content))

    def like(self, part: StoredPart) -> str | None:
        """The name of the part with this content, None if there is none."""
        known = self._known.get((part.crc, part.size, part.content_type), ())
        if not known:
            return None
        content = part.content
        return next((name for name, read in known if read() == content), None)
