"""Thousands of changed metafiles: whatever its bytes say, one is drawn or is told, soon and in little memory.

    python -m tests.fuzz.metafiles               50,000 of them
    python -m tests.fuzz.metafiles --count 500   the first so many
    python -m tests.fuzz.metafiles --only 17     one of them, kept as a file beside

Inputs are the same in every run with one `--seed`. Each is a file with all records that are drawn, of which bytes are
changed, cut, doubled or put elsewhere. Fails for any fault but those that are told, for one that takes more than
`SECONDS`, and where the process comes to hold more than `MEMORY`.
"""

from __future__ import annotations

import argparse
import random
import struct
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from salespack.graphics.metafiles import Unreadable, vector_of
from tests.graphics.metafiles import every_emf, every_plus, every_wmf, squares
from tests.limits import processor_time

ALL, SEED = 50_000, 7
SECONDS = 5.0
"""Of processor time, for one input."""
MEMORY = 256 * 1024**2
NUMBERS = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FC00000)
"""What is written over others: ends of ranges, and a float that is no number."""


@cache
def samples() -> tuple[bytes, ...]:
    return every_emf(), every_plus(), every_wmf()


def changed(number: int, *, seed: int = SEED) -> bytes:
    """The input of a number."""
    chance = random.Random(seed * 1_000_003 + number)
    content = bytearray(chance.choice(samples()))
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(content))
        match chance.randrange(6):
            case 0:
                content[at] = chance.randrange(256)
            case 1:
                content[at] ^= 1 << chance.randrange(8)
            case 2 if len(content) > at + 4:
                place = at & ~3 if chance.random() < 0.8 else at
                content[place : place + 4] = struct.pack("<I", chance.choice(NUMBERS))
            case 3 if len(content) > 200:
                del content[at : at + chance.choice((1, 2, 4, 40, 400))]
            case 4:
                content[at:at] = content[at : at + chance.choice((4, 40, 400))]
            case _:
                content[at : at + 2] = struct.pack("<H", chance.choice(NUMBERS) & 0xFFFF)
    return bytes(content)


def endures(content: bytes) -> str:
    """What became of an input: `drawn`, or why it is not."""
    before = processor_time()
    try:
        found = vector_of(content, squares)
    except Unreadable as fault:
        told = fault.why
    else:
        ElementTree.fromstring(found.svg)
        told = "drawn"
    assert processor_time() - before < SECONDS, "took too long"
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=ALL)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", type=int)
    given = parser.parse_args()
    if given.only is not None:
        Path(f"metafile-{given.only}").write_bytes(changed(given.only, seed=given.seed))
        print(endures(changed(given.only, seed=given.seed)))  # noqa: T201
        return 0
    told: Counter[str] = Counter()
    failed = 0
    for number in range(given.count):
        try:
            told[endures(changed(number, seed=given.seed))] += 1
        except Exception as fault:  # noqa: BLE001 - what a run is for: any fault is told, with the input's number
            failed += 1
            print(f"{number}: {type(fault).__name__}: {fault}", flush=True)  # noqa: T201
    import resource  # not on Windows

    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(f"{given.count:,} inputs, {failed} failed, {held / 1024**2:.0f} MB: {dict(told.most_common())}")  # noqa: T201
    return 1 if failed or held > MEMORY else 0


if __name__ == "__main__":
    raise SystemExit(main())
