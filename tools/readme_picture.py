"""Writes docs/deck.png, the picture of the README: slides of decks that the sample builds, side by side.

    python tools/readme_picture.py

The decks are built as a seller would, from the sample as it is now, and nothing on their slides is touched. A slide
that its deck no longer has is an error: choose another one in `SHOWN`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw
from pptx import Presentation

PROJECT = Path(__file__).resolve().parent.parent
TARGET = PROJECT / "docs" / "deck.png"
SHOWN = (
    ("betasoloin", "What matters to Betasoloin now"),
    ("betasoloin", "Where Betasoloin is going"),
    ("betasoloin", "Four companies changed before their busiest weeks"),
    ("betasoloin", "Betasoloin: what outages cost today"),
    ("betasoloin", "More releases, and 88% fewer outage minutes"),
    ("newex", "The same platform in your rooms, or in any cloud"),
    ("streethex", "Your busiest day happens twice, first as a rehearsal"),
    ("betasoloin", "An insurer gave up its planned outages"),
    ("newex", "The first team works on the platform in 12 weeks"),
    ("newex", "Your teams see two layers, we look after the third"),
    ("newex", "At night one team answers, and it is clear which"),
    ("newex", "A yes starts the work four weeks later"),
)
"""The slides: the profile whose deck has it, and its title."""
ON = "2026-11-30"
COLUMNS, SLIDE, APART, GROUND, EDGE = 4, (480, 270), 12, (232, 236, 240), (208, 214, 220)
COLOURS = 160


def pictures() -> Iterator[Image.Image]:
    """A picture of each slide that is shown. Raises RuntimeError for a build that fails, LookupError for a slide."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("content_blocks", "profiles"):
            shutil.copytree(PROJECT / name, Path(folder) / name)
        decks = {profile: _built(Path(folder), profile) for profile in dict.fromkeys(profile for profile, _ in SHOWN)}
        for profile, title in SHOWN:
            slides = Presentation(str(decks[profile])).slides
            titles = [slide.shapes.title.text for slide in slides if slide.shapes.title is not None]
            if title not in titles:
                raise LookupError(f"the deck of {profile} has no slide “{title}”")
            name = f"slide-{titles.index(title) + 1:02}.png"
            with Image.open(decks[profile].parent / "preview" / name) as picture:
                yield picture.convert("RGB").resize(SLIDE, Image.Resampling.LANCZOS)


def _built(workspace: Path, profile: str) -> Path:
    """The deck of a profile; the pictures of its slides are beside it."""
    command = [sys.executable, "-m", "salespack", "build", profile, "--only", "deck.pptx", "--preview", "--on", ON]
    done = subprocess.run(command, cwd=workspace, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    (deck,) = (workspace / "out" / profile).glob("*/for-you/*.pptx")
    return deck


def main() -> None:
    """Writes the picture."""
    slides = list(pictures())
    rows = -(-len(slides) // COLUMNS)
    size = (COLUMNS * (SLIDE[0] + APART) + APART, rows * (SLIDE[1] + APART) + APART)
    sheet = Image.new("RGB", size, GROUND)
    draw = ImageDraw.Draw(sheet)
    for number, slide in enumerate(slides):
        x, y = (APART + number % COLUMNS * (SLIDE[0] + APART), APART + number // COLUMNS * (SLIDE[1] + APART))
        draw.rectangle([x - 1, y - 1, x + SLIDE[0], y + SLIDE[1]], outline=EDGE)
        sheet.paste(slide, (x, y))
    sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
