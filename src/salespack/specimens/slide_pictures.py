"""Pictures of the slides that blocks make, as JPEG, for files that show them beside what is written about them."""

from __future__ import annotations

import datetime
import io
from collections.abc import Collection
from itertools import groupby
from pathlib import Path

from salespack.library.library import Library
from salespack.specimens.pictures import names_of
from salespack.specimens.rendering import Commission, make_all
from salespack.specimens.texts import TextOf, specimen_case, texts_of
from salespack.system.progress import Progress
from salespack.system.temporary import temporary_folder

QUALITY, WIDTH = 80, 640
"""Of JPEG, 0–95; pixels."""


def slide_pictures(
    library: Library, blocks: Collection[str], day: datetime.date, cache: Path | None, progress: Progress
) -> dict[tuple[str, int], bytes]:
    """By block and number of the title, from 1, the first slide under it, in the block's own language.

    Blocks that make nothing, or other slides for the made-up customer than their text has titles, are left out.
    """
    texts = [one for one in texts_of(library) if one.block in blocks and _is_own(library, one)]
    found: dict[tuple[str, int], bytes] = {}
    with temporary_folder("pictures") as name:
        commission = Commission(
            library=library, case=specimen_case(library), day=day, cache=cache, pictures=Path(name), draw=True
        )
        for made in make_all(commission, texts, progress):
            groups = [next(slides) for _, slides in groupby(made.shown.slides, key=lambda one: one.title)]
            for number, slide in enumerate(groups, 1):
                if slide.picture:
                    found[made.text.block, number] = _as_jpeg(Path(name) / names_of(slide.picture)[1])
    return found


def _is_own(library: Library, text: TextOf) -> bool:
    return next(iter(library.blocks[text.block].bodies)) == text.language


def _as_jpeg(file: Path) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    with Image.open(file) as image:
        small = image.convert("RGB")
        small.thumbnail((WIDTH, WIDTH))
        small.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
