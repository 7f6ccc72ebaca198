"""How much of each room the tests run, and whether that is enough: `coverage json -o FILE`, then this with the FILE.

No room may stand far behind the others, which one figure for all would hide. Exit code 1 where one does.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path, PurePosixPath

FLOOR, FLOOR_OF_ALL = 90.0, 95.0
"""The least share of statements that tests run, in percent: of each room, and of all rooms together."""


def main(report: str) -> int:
    """Prints a line a room; 1 where one is below its floor, else 0."""
    statements: Counter[str] = Counter()
    run: Counter[str] = Counter()
    for name, file in json.loads(Path(report).read_text(encoding="utf-8"))["files"].items():
        inside = PurePosixPath(name.replace("\\", "/").rpartition("salespack/")[2])
        room = inside.parts[0] if len(inside.parts) > 1 else "(top)"
        statements[room] += file["summary"]["num_statements"]
        run[room] += file["summary"]["covered_lines"]
    rows = [(room, statements[room], run[room], FLOOR) for room in sorted(statements) if statements[room]]
    rows.append(("all", statements.total(), run.total(), FLOOR_OF_ALL))
    below = 0
    for room, count, covered, floor in rows:
        share = 100 * covered / count
        below += share < floor
        print(f"{room:12} {count:6} statements {share:6.1f} %{f'   below {floor:.0f} %' if share < floor else ''}")
    return int(below > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
