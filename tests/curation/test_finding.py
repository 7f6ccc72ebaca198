"""Finding blocks by words: in what their front matter says, in their texts, and by what signals a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from salespack.curation.finding import Query
from salespack.library.index import open_library
from salespack.problems.problem import UsageFault
from tests.checking.workspaces import BENEFIT, COST
from tests.workspaces import write_workspace


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["calm"], ["calm-nights"]),  # its id
        (["nobody"], ["calm-nights"]),  # its text
        (["outage"], ["calm-nights"]),  # the name of its value
        (["nobody", "calm"], ["calm-nights"]),
        (["nothing-of-this"], []),
    ],
)
def test_blocks_are_found_by_words(tmp_path: Path, words: list[str], expected: list[str]) -> None:
    folder = write_workspace(
        tmp_path,
        {"content_blocks/benefits/calm-nights.md": BENEFIT, "content_blocks/benefits/bill.md": COST},
        blocks={},
    )
    query = Query(open_library(folder, None))
    query.mentioning(words)
    assert [one.id for one in query.blocks()] == expected


@pytest.mark.parametrize(
    ("condition", "word", "expected"),
    [("value", "outages", ["calm-nights"]), ("value", "katkoksista", ["calm-nights"]), ("role", "moon", "SP202")],
)
def test_conditions_are_named_as_people_call_them(
    tmp_path: Path, condition: str, word: str, expected: list[str] | str
) -> None:
    folder = write_workspace(
        tmp_path,
        {"content_blocks/benefits/calm-nights.md": BENEFIT, "content_blocks/benefits/bill.md": COST},
        blocks={},
    )
    query = Query(open_library(folder, None))
    if isinstance(expected, str):
        with pytest.raises(UsageFault, match=expected):
            query.suiting(condition, [word], ["cto"])
        return
    query.values([word])
    assert [one.id for one in query.blocks()] == expected
