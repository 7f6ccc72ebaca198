"""The sample library grown to 1,000 blocks: `python benchmarks/grown_library.py DIR [BLOCKS]` writes a new folder.

Every block that is no frame is there again and again, each time with other strengths for its values, now and then for
other people, industries or stages, and with a number behind its titles, in every language that it has. So the texts,
forms, pictures, packs and calculations are those of a library that is in use, and the choice is as wide as in one that
has grown for years. The same every time. `matching.py --grown` measures on it.
"""

from __future__ import annotations

import itertools
import random
import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIBRARY = HERE.parent / "content_blocks"
BLOCKS = 1_000
KINDS = ("benefits", "dialogue", "experiences", "market", "news")
VALUES = re.compile(r"(?m)^values: \{(.*)\}$")
STRENGTH = re.compile(r"(?<=: )[1-5]")
AUDIENCE = re.compile(r"(?m)^for: .*$")
TITLE = re.compile(r"(?m)^(# .*?)(\s*\{[^{}]*\})?$")
AUDIENCES = {
    "roles": ("ceo", "cto", "engineering", "operations", "security", "finance", "procurement"),
    "industries": ("education", "finance", "healthcare", "manufacturing", "public-sector", "retail", "software"),
    "stages": ("awareness", "evaluation", "decision", "review"),
}
"""Words of the sample's `library.yaml`."""


def grown(folder: Path, blocks: int = BLOCKS) -> Path:
    """A copy of the sample library in `folder` with so many blocks. Raises ValueError where it has more."""
    shutil.copytree(LIBRARY, folder)
    own = [path for path in sorted(folder.glob("*/*.md")) if path.name.count(".") == 1]
    again = [path for path in own if path.parent.name in KINDS and VALUES.search(path.read_text(encoding="utf-8"))]
    lacking = blocks - len(own)
    if lacking < 0:
        raise ValueError(f"the sample has {len(own)} blocks")
    numbers = random.Random(1)  # noqa: S311 - made-up content
    rounds = ((number, path) for number in itertools.count(2) for path in again)
    for number, path in itertools.islice(rounds, lacking):
        _write_again(path, number, numbers)
    return folder


def _write_again(path: Path, number: int, numbers: random.Random) -> None:
    """Writes a block and its translations once more, as another block."""
    for text_file in (path, *sorted(path.parent.glob(f"{path.stem}.*.md"))):
        text = text_file.read_text(encoding="utf-8")
        _, front, body = text.split("---\n", 2)
        if text_file == path:
            front = VALUES.sub(lambda held: STRENGTH.sub(lambda _: str(numbers.randint(1, 5)), held[0]), front)
            front = _for_somebody(front, numbers)
        body = TITLE.sub(lambda title: f"{title[1]} {number}{title[2] or ''}", body)
        language = text_file.name.removeprefix(path.stem)
        (path.parent / f"{path.stem}-{number}{language}").write_text(f"---\n{front}---\n{body}", encoding="utf-8")


def _for_somebody(front: str, numbers: random.Random) -> str:
    """Front matter with another audience for half of the blocks."""
    if numbers.random() < 0.5:
        return front
    field = numbers.choice(sorted(AUDIENCES))
    line = f"for: {{{field}: [{', '.join(numbers.sample(AUDIENCES[field], 3))}]}}"
    return AUDIENCE.sub(line, front) if AUDIENCE.search(front) else f"{front}{line}\n"


def main() -> None:
    """Write it, and say how many blocks it has."""
    folder = Path(sys.argv[1])
    blocks = int(sys.argv[2]) if len(sys.argv) > 2 else BLOCKS
    grown(folder, blocks)
    print(f"{folder}: {blocks:,} blocks")


if __name__ == "__main__":
    main()
