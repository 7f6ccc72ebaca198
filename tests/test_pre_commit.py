"""What pre-commit reads of ours: the hook that others use, and the configuration for our own commits."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import PROJECT

pytest.importorskip("pre_commit")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("validate", "file"),
    [("validate-manifest", ".pre-commit-hooks.yaml"), ("validate-config", ".pre-commit-config.yaml")],
)
def test_it_is_as_pre_commit_wants_it(validate: str, file: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", validate, str(PROJECT / file)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
