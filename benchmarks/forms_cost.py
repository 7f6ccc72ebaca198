"""What forms cost: the sample's deck with `forms: inferred` against the same blocks as lists and tables, in turns.

Run: python benchmarks/forms_cost.py [PAIRS]

Each is a new process of `salespack build PROFILE --only deck.pptx`, first with an empty cache, then with a warm one.
The budget is 1.3 by the processor's time, cold and warm.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from timing import Pairs, Time, run

ROOT = Path(__file__).resolve().parent.parent
PROFILE = "profiles/newex.yaml"
"""The customer with the longest deck: 18 slides."""
BUDGET = 1.3
PAIRS = 7


def workspace(folder: Path, forms: str) -> Path:
    """A copy of the sample in which lists, tables and figures take their forms as `forms` says."""
    root = folder / forms
    shutil.copytree(ROOT / "content_blocks", root / "content_blocks")
    shutil.copytree(ROOT / "profiles", root / "profiles")
    settings = root / "content_blocks" / "library.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("forms: inferred", f"forms: {forms}"), encoding="utf-8")
    return root


def built(root: Path, cache: Path) -> Time:
    """Builds the deck in a new process."""
    shutil.rmtree(root / "out", ignore_errors=True)
    command = (sys.executable, "-m", "salespack", "build", PROFILE, "--only", "deck.pptx")
    return run(command, root, {"SALESPACK_CACHE": str(cache)})


def measured(written: Path, inferred: Path, folder: Path, pairs: int, *, cold: bool) -> Pairs:
    """The times of both in turns."""
    times: tuple[list[Time], list[Time]] = ([], [])
    for number in range(pairs):
        for root, found in zip((written, inferred), times, strict=True):
            cache = folder / f"cache-{root.name}-{number if cold else 'warm'}"
            cache.mkdir(mode=0o700, exist_ok=True)
            if not cold and number == 0:
                built(root, cache)
            found.append(built(root, cache))
    return Pairs(*times)


def main() -> int:
    """Measures and prints both ratios."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written, inferred = workspace(folder, "written"), workspace(folder, "inferred")
        for what, cold in (("cold", True), ("warm", False)):
            found = measured(written, inferred, folder, pairs, cold=cold)
            kept = "kept" if found.cpu_ratio <= BUDGET else "missed"
            print(f"{what}: {found.cpu_ratio:.2f} by the processor, {found.ratio:.2f} by the clock; ≤ {BUDGET} {kept}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
