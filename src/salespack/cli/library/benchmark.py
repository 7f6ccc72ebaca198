"""`salespack library benchmark`: what most customers get, so that builds can say which of their slides are standard."""

from __future__ import annotations

from salespack.cli.faults import command
from salespack.cli.options import DayOption, JsonOption, LibraryOption, day, today
from salespack.cli.progress import READING, ProgressLine
from salespack.cli.tables import say, show_table


@command
def benchmark(on: DayOption = None, library: LibraryOption = None, as_json: JsonOption = False) -> int:
    """Match every pack for 200 made-up customers, and keep which blocks most of them get.

    Builds and matches with this library then say how much of a deck is standard: slides that the customer in the middle
    would get too. It is kept in the cache of this computer, for the library exactly as it is now.

    Examples:

      salespack library benchmark

      salespack library benchmark --json
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.benchmark import make_benchmark
    from salespack.system.cache import cache_folder

    judged = day(on) or today()
    with ProgressLine(READING):
        opened = load_library(library)
    with ProgressLine("matching made-up customers"):
        made = make_benchmark(opened, judged, cache_folder())
    if as_json:
        from salespack.cli.json import say_json

        say_json(made)
        return 0
    rows = [
        (pack, str(made.built.get(pack, 0)), ", ".join(sorted(made.standard(pack) or ())) or "–")
        for pack in sorted(opened.packs)
    ]
    say("What more than half of a pack's customers get:", strong=True)
    show_table(("pack", "customers", "standard blocks"), rows, right=(1,))
    return 0
