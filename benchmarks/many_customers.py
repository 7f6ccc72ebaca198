"""Asking about every customer at once: `python benchmarks/many_customers.py [CUSTOMERS]`, 10,000 unless said otherwise.

Makes a folder of profiles, and the records of one build each, in a temporary folder; then asks twice, first with an
empty cache and then with a warm one, for customers who gain from a block and for values that were never answered.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from salespack.library.index import open_library

PROJECT = Path(__file__).resolve().parent.parent
LIBRARY = PROJECT / "content_blocks"
CUSTOMERS = 10_000
SEED = 1
SETTLED = 3
ASKED = {
    "match --block": ("match", "--block", "adidas-releases-daily"),
    "library whitespace": ("library", "whitespace"),
}


def write_customers(folder: Path, out: Path, count: int) -> None:
    """Writes profiles with two to five values, figures, people and an opinion of us; seven of ten were built for."""
    numbers = random.Random(SEED)  # noqa: S311 - made-up customers
    library = open_library(LIBRARY, None)
    settings, values, blocks = library.settings, sorted(library.values), sorted(library.blocks)
    folder.mkdir()
    for number in range(count):
        held = numbers.sample(values, numbers.randint(2, 5))
        lines = [
            "customer:",
            f"  name: Customer {number}",
            f"  industry: {numbers.choice(sorted(settings.industries))}",
            f"  employees: {numbers.randint(50, 30_000)}",
            f"  country: {numbers.choice(('US', 'DE', 'FI', 'GB'))}",
            f"  language: {numbers.choice(settings.languages[:2])}",
            "goals:\n  - Grow in two more countries",
            "relationship:\n  kind: current\n  lifecycle: use",
            f"  satisfaction: {numbers.randint(2, 10)}",
            "values:",
        ]
        for value in held:
            lines.append(
                f"  {value}:\n    importance: {numbers.randint(4, 10)}\n    satisfaction: {numbers.randint(2, 9)}"
            )
            lines.append("    quote: It is what our people speak about every week.\n    source: interview 2026-10-02")
        lines.append("stakeholders:")
        people = numbers.sample(sorted(settings.roles), numbers.randint(1, 3))
        lines += [f"  - {{name: Somebody Else, role: {role}, cares_about: [{held[0]}]}}" for role in people]
        lines.append(f"facts:\n  services: {numbers.randint(5, 500)}\n  cost_by_year: {{2024: 980000, 2025: 1100000}}")
        (folder / f"customer-{number}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        if numbers.random() < 0.7:
            record = out / f"customer-{number}" / "what-next" / "for-you" / "selection.json"
            record.parent.mkdir(parents=True)
            slots = [
                {"slot": "proof", "value": value, "block": numbers.choice(blocks), "terms": [], "reason": "x" * 400}
                for value in held[:2]
                for _ in range(6)
            ]
            said = {"profile": f"customer-{number}", "pack": "what-next", "on": "2026-10-01", "slots": slots}
            record.write_text(json.dumps({"format": 1, **said}, indent=2), encoding="utf-8")


def measured(arguments: tuple[str, ...], work: Path) -> tuple[float, float]:
    """Seconds by the clock, and of the processor, that a command takes in a new process."""
    environment = {**os.environ, "SALESPACK_CACHE": str(work / "cache")}
    command = [sys.executable, "-m", "salespack", *arguments, "--library", str(LIBRARY), "--json"]
    command += ["--profiles", str(work / "profiles")]
    before, started = os.times(), time.perf_counter()
    subprocess.run(command, check=True, cwd=work, env=environment, stdout=subprocess.DEVNULL)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - started, used


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CUSTOMERS
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_customers(work / "profiles", work / "out", count)
        time.sleep(SETTLED)  # what was written a moment ago may change again, and is read again
        for name, arguments in ASKED.items():
            shutil.rmtree(work / "cache", ignore_errors=True)
            (work / "cache").mkdir(mode=0o700)
            for state in ("cold", "warm", "warm again"):
                wall, used = measured(arguments, work)
                print(f"{name}, {count:,} customers, {state}: {wall:.2f} s ({used:.2f} s of the processor)")


if __name__ == "__main__":
    main()
