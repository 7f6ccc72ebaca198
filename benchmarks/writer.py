"""CPU milliseconds that writing a deck of 12, 100 and 1,000 slides with notes takes, warm.

Run: python benchmarks/writer.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import msgspec  # noqa: E402
from tests.powerpoint import decks  # noqa: E402

from salespack.deck.model import Deck  # noqa: E402
from salespack.powerpoint.brand.compile import compile_brand  # noqa: E402
from salespack.powerpoint.writing.writer import slide_templates, write_deck  # noqa: E402

TWELVE = (0, 1, 2, 2, 3, 5, 7, 2, 12, 11, 2, 19)
"""A usual deck out of one slide of every kind: five of text, a table, figures, a chart, a picture, a quote, frame."""


def usual(every_kind: Deck) -> Deck:
    slides = tuple(msgspec.structs.replace(every_kind.slides[at], notes=decks.NOTES) for at in TWELVE)
    return msgspec.structs.replace(every_kind, slides=slides)


def main() -> None:
    brand, templates = compile_brand(ROOT / "content_blocks" / "brand" / "lumikko.pptx"), slide_templates()
    with tempfile.TemporaryDirectory() as folder:
        twelve = usual(decks.every_kind(Path(folder)))
        for count, rounds in ((12, 60), (100, 10), (1000, 3)):
            made, best, size = decks.repeated(twelve, count), float("inf"), 0
            for _ in range(rounds):
                started = time.process_time()
                size = len(write_deck(made, brand, templates=templates))
                best = min(best, time.process_time() - started)
            print(
                f"{count:5} slides  {best * 1000:8.2f} ms  {best * 1e6 / count:6.0f} µs a slide  {size / 1024:7.0f} kB"
            )


if __name__ == "__main__":
    main()
