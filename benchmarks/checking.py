"""How long `salespack check` takes: `python benchmarks/checking.py [BLOCKS [PROFILES]]`. Prints figures as a table.

A made-up library of so many blocks in two languages, two thirds of which show data of the customer's, with six packs;
checked cold, again with nothing changed, and after one file changed: a text, a front matter, a profile.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import sample

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
VALUES = 12
INDUSTRIES = ("healthcare", "retail", "energy", "finance", "public-sector", "transport")
ROLES = ("cto", "finance", "engineering", "operations")
STAGES = ("awareness", "evaluation", "decision")
KINDS = ("benefit", "experience", "market", "news", "dialogue")
FACTS = ("services", "run_cost", "releases_per_month", "outage_hours_per_year", "developers")
PACK = """\
name: {{en: Pack {number}, fi: Paketti {number}}}
stage: {stage}
outputs: [deck.pptx]
sections:
  - {{slot: opening, kind: frame, tag: opening}}
  - {{slot: situation, kind: [market, dialogue]}}
  - each: top-values
    count: {count}
    slots:
      - {{slot: promise, kind: benefit}}
      - {{slot: proof, kind: experience, take: 2, optional: true}}
  - {{slot: news, kind: news, optional: true}}
limits: {{slides: 14}}
"""


def main() -> None:
    """Measure and print."""
    blocks, profiles = (int(one) for one in (*sys.argv[1:3], *("2000", "20")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        root, cache = Path(folder) / "workspace", Path(folder) / "cache"
        cache.mkdir(mode=0o700)
        make(root, blocks, profiles)
        print(f"{blocks} blocks × 2 languages × {profiles} profiles, {len(os.sched_getaffinity(0))} processors")
        for name, seconds, summary in measured(root, cache):
            print(f"{name:<28} {seconds:6.2f} s   {summary}")


def measured(root: Path, cache: Path) -> Iterator[tuple[str, float, str]]:
    """Each way to check: its name, how long it took (seconds), and the last line of what it said."""
    yield "cold", *run(root, cache)
    yield "nothing changed", *run(root, cache)
    yield "a text changed", *run(root, cache, lambda: append(root / "content_blocks/benefit/benefit-0003.md"))
    yield "a front matter changed", *run(root, cache, lambda: reown(root / "content_blocks/benefit/benefit-0003.md"))
    yield "a profile changed", *run(root, cache, lambda: rename(root / "profiles/customer-03.yaml"))
    yield "generated profiles, cold", *run(root, cache, options=("--synthetic",))


def run(
    root: Path, cache: Path, change: Callable[[], None] | None = None, options: tuple[str, ...] = ()
) -> tuple[float, str]:
    """One check in a new process."""
    if change is not None:
        change()
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "salespack", "check", *options],
        cwd=root,
        env={**os.environ, "SALESPACK_CACHE": str(cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    if done.returncode not in (0, 1) or not done.stdout:
        raise SystemExit(done.stdout + done.stderr)
    return seconds, done.stdout.rstrip().rpartition("\n")[2]


def append(path: Path) -> None:
    """Adds a point to a block."""
    path.write_text(path.read_text(encoding="utf-8").replace("\n- ", "\n- More.\n- ", 1), encoding="utf-8")


def reown(path: Path) -> None:
    """Makes a block speak to its values differently."""
    path.write_text(path.read_text(encoding="utf-8").replace("owner:", "minutes: 2\nowner:", 1), encoding="utf-8")


def rename(path: Path) -> None:
    """Gives a customer another name."""
    path.write_text(path.read_text(encoding="utf-8").replace("name: ", "name: New ", 1), encoding="utf-8")


def make(root: Path, blocks: int, profiles: int) -> None:
    """A workspace of so many blocks and profiles, the same every time."""
    chance = random.Random(5)  # noqa: S311 - made-up content
    library = root / "content_blocks"
    for folder in ("packs", "brand", "frame", *KINDS):
        (library / folder).mkdir(parents=True)
    (root / "profiles").mkdir()
    shutil.copyfile(sample.SAMPLE / "brand" / "lumikko.pptx", library / "brand" / "lumikko.pptx")
    names = "".join(
        f"value-{number:02}: {{name: {{en: Value {number}, fi: Arvo {number}}}}}\n" for number in range(VALUES)
    )
    write(library / "values.yaml", names)
    words = "\n".join(
        f"{sort}: {{{', '.join(f'{name}: {name.capitalize()}' for name in group)}}}"
        for sort, group in (("industries", INDUSTRIES), ("roles", ROLES), ("stages", STAGES))
    )
    settings = f"company: {{name: Example}}\nlanguages: [en, fi]\nbrand: brand/lumikko.pptx\n{words}\n"
    write(library / "library.yaml", settings)
    for number in range(6):
        write(
            library / "packs" / f"pack-{number}.yaml",
            PACK.format(number=number, stage=STAGES[number % 3], count=number % 3 + 1),
        )
    write(
        library / "frame" / "opening.md",
        "---\nkind: frame\ntags: [opening]\nlayout: title\n---\n# For {{ customer.name }}\n",
    )
    write(library / "frame" / "opening.fi.md", "---\ntranslates: 1\n---\n# {{ customer.name }}\n")
    for number in range(blocks):
        kind = KINDS[number % len(KINDS)]
        name = f"{kind}-{number // len(KINDS):04}"
        front, body = block(chance, kind, number)
        write(library / kind / f"{name}.md", f"---\n{front}---\n# About {name} in English\n\n{body}")
        write(library / kind / f"{name}.fi.md", f"---\ntranslates: 1\n---\n# Aiheena {name} suomeksi\n\n{body}")
    for number in range(profiles):
        write(root / "profiles" / f"customer-{number:02}.yaml", profile(chance, number))
    sample.settle(root)


def block(chance: random.Random, kind: str, number: int) -> tuple[str, str]:
    """Front matter and body: a third of the blocks show no data, a third the name, a third a fact."""
    values = chance.sample(range(VALUES), 2)
    strength = f"{{value-{values[0]:02}: {chance.randint(3, 5)}, value-{values[1]:02}: 2}}"
    front = f"kind: {kind}\nvalues: {strength}\nowner: marketing\n"
    if chance.random() < 0.25:
        front += f"for: {{industries: [{chance.choice(INDUSTRIES)}, {chance.choice(INDUSTRIES)}]}}\n"
    points = [f"- {words(chance, 7)}" for _ in range(4)]
    if number % 3 == 1:
        points[0] += " for {{ customer.name }}"
    if number % 3 == 2:
        fact = chance.choice(FACTS)
        points[1] += f" {{% if facts.{fact} is defined %}}of {{{{ facts.{fact} | number }}}}{{% endif %}}"
    text = "\n".join(points)
    return front, f"{text}\n\n::: notes\n{words(chance, 18)}.\n:::\n"


def profile(chance: random.Random, number: int) -> str:
    """One customer."""
    values = chance.sample(range(VALUES), 3)
    held = ", ".join(f"value-{value:02}: {9 - rank}" for rank, value in enumerate(values))
    facts = ", ".join(f"{fact}: {chance.randint(1, 900)}" for fact in chance.sample(FACTS, 3))
    industry, language, stage = (chance.choice(names) for names in (INDUSTRIES, ("en", "fi"), STAGES))
    return (
        f"customer: {{name: Customer {number}, industry: {industry}, language: {language}}}\n"
        f"values: {{{held}}}\nmeeting: {{stage: {stage}, minutes: 45, roles: [{chance.choice(ROLES)}]}}\n"
        f"facts: {{{facts}}}\n"
    )


def words(chance: random.Random, count: int) -> str:
    """So many words."""
    return " ".join(chance.choices(sample.WORDS.split(), k=count))


def write(path: Path, text: str) -> None:
    """Writes a text."""
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
