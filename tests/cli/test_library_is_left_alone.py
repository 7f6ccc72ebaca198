"""What only looks at a library writes nothing into it: it may lie on a share that sellers only read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_commands import salespack
from tests.workspaces import write_workspace

pytestmark = pytest.mark.slow

COMMANDS = (
    ["build", "acme", "--preview"],
    ["match", "acme", "--explain"],
    ["check"],
    ["library", "list"],
    ["library", "show", "calm-nights"],
    ["library", "coverage"],
    ["library", "duplicates"],
    ["library", "whitespace"],
    ["library", "review"],
    ["library", "catalog", "catalog", "--no-pictures"],
    ["library", "export", "blocks.xlsx"],
    ["support"],
)


def state(folder: Path) -> dict[Path, tuple[int, int]]:
    """Every file and folder with its time of change and size."""
    return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in (folder, *folder.rglob("*"))}


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_nothing_is_written_into_the_library(arguments: list[str], tmp_path: Path) -> None:
    library = write_workspace(tmp_path)
    before = state(library)
    done = salespack(tmp_path, *arguments)
    assert done.returncode in (0, 1), done.stderr
    assert state(library) == before
