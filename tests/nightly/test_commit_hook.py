"""`.pre-commit-hooks.yaml`, run by pre-commit in a repository of its own.

That installs the package with everything it needs, which takes a minute and the network.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checking.test_git_changes import commit, git, write_repository
from tests.checking.workspaces import BENEFIT
from tests.conftest import PROJECT

pytest.importorskip("pre_commit")


def test_a_commit_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    write_repository(workspace)
    revision = git(PROJECT, "rev-parse", "HEAD")
    (workspace / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {PROJECT}\n  rev: {revision}\n  hooks:\n  - id: salespack-check\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHONPATH"))}
    environment |= {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit"), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}

    monkeypatch.delenv("PYTHONPATH", raising=False)  # the hook has what pre-commit installed for it, nothing else
    monkeypatch.setenv("PRE_COMMIT_HOME", environment["PRE_COMMIT_HOME"])

    def pre_commit(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", *arguments],
            cwd=workspace, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    git(workspace, "add", "-A")
    clean = pre_commit("run", "--all-files")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert "salespack check" in clean.stdout
    assert "Passed" in clean.stdout
    commit(workspace)
    pre_commit("install")
    (workspace / "content_blocks/benefits/calm.md").write_text(BENEFIT.replace("# ", "# {{ customer.nam }} "))
    with pytest.raises(subprocess.CalledProcessError) as refused:
        commit(workspace)
    assert "SP302" in refused.value.stderr
    git(workspace, "reset", "-q", "--hard")
    (workspace / "README.md").write_text("not of the library\n")
    git(workspace, "add", "-A")
    assert "(no files to check)Skipped" in pre_commit("run").stdout
    commit(workspace)
