"""What the blocks of one library are assembled from, opened once for all profiles: texts, pictures, decks, formats."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from salespack.assembly.body_templates import Bodies
from salespack.assembly.pictures import Pictures
from salespack.language.formatting import Formats

if TYPE_CHECKING:
    from jinja2 import BytecodeCache

    from salespack.powerpoint.designed.source import Sources


class Materials:
    """Those of the library in the folder `root`. `cache` is the folder for what is remembered across processes."""

    def __init__(self, root: Path, cache: Path | None = None, bytecode: BytecodeCache | None = None) -> None:
        self.bodies = Bodies(root, cache, bytecode)
        self.pictures = Pictures(root, cache)
        self.formats = Formats(cache)

    @cached_property
    def sources(self) -> Sources:
        """The decks that designed slides come from, opened."""
        from salespack.powerpoint.designed.source import Sources

        return Sources()

    def save(self) -> None:
        """Keeps what was measured and written for the next process."""
        self.pictures.save()
        self.formats.save()
