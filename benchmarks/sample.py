"""What is measured, made in a temporary folder: the small workspace, many profiles, a large library."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "content_blocks"
BRAND, PICTURE = "content_blocks/brand/lumikko.pptx", "content_blocks/images/platform-layers.png"
PROFILE = "profiles/betasoloin.yaml"
NAMES = ("Betasoloin", "Initech", "Globex", "Sunnamplex", "Streethex", "Kinnamplus", "Codehow", "Ontomedia")
SETTLED_SECONDS = 3_600
"""Age given to written files: the index does not trust a file that is only seconds older than itself."""
WORDS = (
    "outage night release service customer change bill team week hour fault test approval machine cluster alarm "
    "report region backup person handover month saving licence queue figure step plan"
)


def make_workspace(folder: Path) -> Path:
    """A copy of `workspace/` in `folder`, with the sample library's brand file and picture. Its root."""
    root = folder / "workspace"
    shutil.copytree(HERE / "workspace", root)
    for name in (BRAND, "content_blocks/brand/brand.yaml", "content_blocks/brand/logo.svg", PICTURE):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(SAMPLE.parent / name, root / name)
    settle(root)
    return root


def make_profiles(root: Path, count: int, first: int = 0) -> list[Path]:
    """Writes so many profiles, which differ in name and figures, below the workspace `root`; their files.

    They are numbered from `first`, and with other numbers they are other customers.
    """
    text = (root / PROFILE).read_text(encoding="utf-8")
    folder = root / f"many-{first}"
    folder.mkdir()
    paths = []
    for number in range(first, first + count):
        name = f"{NAMES[number % len(NAMES)]} {number:03}"
        path = folder / f"customer-{number:03}.yaml"
        changed = text.replace("Betasoloin", name).replace("services: 140", f"services: {100 + number}")
        path.write_text(
            changed.replace("run_cost: 1200000", f"run_cost: {1_200_000 + number * 1_000}"), encoding="utf-8"
        )
        paths.append(path)
    return paths


def make_library(root: Path, folder: Path, blocks: int) -> Path:
    """A library of so many blocks, the same every time; its settings are those of `root`."""
    library = folder / "large_library"
    library.mkdir()
    for name in ("library.yaml", "values.yaml", "packs"):
        origin = root / "content_blocks" / name
        (shutil.copytree if origin.is_dir() else shutil.copyfile)(origin, library / name)
    chance = random.Random(1)  # noqa: S311 - made-up content
    for kind in ("benefit", "experience", "market", "dialogue"):
        (library / kind).mkdir()
        (library / kind / "_defaults.yaml").write_text(f"kind: {kind}\nowner: marketing\n", encoding="utf-8")
        for number in range(blocks // 4):
            (library / kind / f"{kind}-{number:05}.md").write_text(_block(chance), encoding="utf-8")
    settle(library)
    return library


def settle(root: Path) -> None:
    """Makes every file below `root` an hour old, as files are that nobody is just editing."""
    for path in root.rglob("*"):
        if path.is_file():
            then = path.stat().st_mtime - SETTLED_SECONDS
            os.utime(path, (then, then))


def _block(chance: random.Random) -> str:
    """One block: front matter with some of everything, a title, four points and notes."""
    values = chance.sample(("fewer-outages", "lower-run-cost", "faster-releases"), chance.choice((1, 1, 2)))
    front = [f"values: {{{', '.join(f'{value}: {chance.randint(1, 5)}' for value in values)}}}"]
    if chance.random() < 0.3:
        front.append(f"for: {{roles: [{chance.choice(('cto', 'finance'))}], stages: [evaluation, decision]}}")
    if chance.random() < 0.3:
        industry = chance.choice(("healthcare", "retail", "energy"))
        front.append(
            f"about: {{customer: Example, industry: {industry}, country: FI, employees: {chance.randint(10, 9999)}}}"
        )
    if chance.random() < 0.3:
        front.append(f"evidence: {{source: A study, date: {chance.randint(2018, 2026)}-05-01}}")
    front += [f"valid_until: {chance.randint(2027, 2030)}-06-30", f"version: {chance.randint(1, 4)}"]
    points = "\n".join(f"- {_words(chance, 7)}" for _ in range(4))
    head = "\n".join(front)
    return (
        f"---\n{head}\n---\n# {_words(chance, 6).capitalize()}\n\n{points}\n\n::: notes\n{_words(chance, 18)}.\n:::\n"
    )


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS.split(), k=count))
