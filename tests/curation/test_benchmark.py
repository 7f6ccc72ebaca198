from __future__ import annotations

from pathlib import Path

import msgspec

from salespack.curation.benchmark import Benchmark, kept_benchmark, make_benchmark, standard_share
from salespack.library.library import Library
from tests.matching.builders import ON, block, library, pack, slot

RECIPE = pack(slot("opening", "frame"), slot("promise", "benefit"))


def small(content_hash: str = "1") -> Library:
    books = library(block("hello", "frame"), block("calm", values={"uptime": 5}), block("bill", values={"cost": 5}))
    return msgspec.structs.replace(books, packs={RECIPE.id: RECIPE}, content_hash=content_hash)


def test_what_most_customers_get_is_standard(tmp_path: Path) -> None:
    made = make_benchmark(small(), ON, tmp_path)
    assert made == make_benchmark(small(), ON, None)
    built, chosen = made.built[RECIPE.id], made.chosen[RECIPE.id]
    assert chosen["hello"] == built > 50
    assert chosen["calm"] + chosen["bill"] == built
    standard = made.standard(RECIPE.id)
    assert standard is not None and "hello" in standard and not {"calm", "bill"} <= standard


def test_it_is_kept_for_the_library_as_it_is(tmp_path: Path) -> None:
    made = make_benchmark(small(), ON, tmp_path)
    assert kept_benchmark(tmp_path, small()) == made
    assert kept_benchmark(tmp_path, small("2")) is None
    assert kept_benchmark(None, small()) is None


def test_the_share_of_standard_slides_or_that_it_is_unknown() -> None:
    known = Benchmark({"first-meeting": 10, "other": 0}, {"first-meeting": {"hello": 10, "calm": 5}})
    assert standard_share(known, "first-meeting", {"hello": 1, "calm": 3}) == 0.25
    assert standard_share(known, "other", {"hello": 1}) is None
    assert standard_share(None, "first-meeting", {"hello": 1}) is None
