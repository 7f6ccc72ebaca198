"""`salespack check --changed-since`: what a git change can affect, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from salespack.checking.git_changes import Repository, affected_since
from salespack.problems.problem import UsageFault
from tests.checking.workspaces import BENEFIT, BLOCKS, ONE_LANGUAGE
from tests.cli.test_commands import salespack
from tests.workspaces import write_workspace

EMPTY = BENEFIT.replace("\n- nobody is called\n", "")


def git(folder: Path, *arguments: str) -> str:
    names = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@x.example"}
    names |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in names.items()}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {**names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True, env=environment)
    return done.stdout.strip()


def commit(folder: Path, message: str = "change") -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def write_repository(folder: Path, inner: str = ".") -> Path:
    """A workspace in a git repository, in a folder of it, with everything committed on main."""
    git(folder, "init", "-q", "-b", "main")
    workspace = folder / inner
    workspace.mkdir(exist_ok=True)
    write_workspace(workspace, {"content_blocks/library.yaml": ONE_LANGUAGE}, blocks=BLOCKS)
    commit(folder, "start")
    return workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return write_repository(tmp_path)


def affected(workspace: Path, since: str = "main") -> list[str] | None:
    files = affected_since(since, workspace / "content_blocks", workspace / "profiles").files
    return None if files is None else [path.relative_to(workspace.resolve()).as_posix() for path in files]


def packs(workspace: Path) -> list[str]:
    return sorted(path.relative_to(workspace).as_posix() for path in workspace.glob("content_blocks/packs/*.yaml"))


def test_nothing_changed(workspace: Path) -> None:
    assert affected(workspace) == []


def test_a_block_is_checked_with_its_translations_and_the_packs(workspace: Path) -> None:
    calm = workspace / "content_blocks/benefits/calm.md"
    (calm.parent / "calm.fi.md").write_text("---\n---\n# Rauha\n\n- yöllä\n")
    git(workspace, "add", "-A")
    commit(workspace)
    git(workspace, "checkout", "-q", "-b", "work")
    calm.write_text(EMPTY)
    commit(workspace)
    expected = ["content_blocks/benefits/calm.fi.md", "content_blocks/benefits/calm.md", *packs(workspace)]
    assert affected(workspace) == expected
    # What main did since does not count.
    git(workspace, "checkout", "-q", "main")
    (workspace / "content_blocks/values.yaml").write_text("{}\n")
    commit(workspace)
    git(workspace, "checkout", "-q", "work")
    assert affected(workspace) == expected


def test_what_is_not_committed_and_what_git_does_not_know_yet(workspace: Path) -> None:
    (workspace / "content_blocks/benefits/calm.md").write_text(EMPTY)
    (workspace / "content_blocks/benefits/new ä\n.md").write_text(BENEFIT)
    (workspace / "notes.txt").write_text("not ours")
    assert affected(workspace, "HEAD") == [
        "content_blocks/benefits/calm.md", "content_blocks/benefits/new ä\n.md", *packs(workspace),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["library.yaml", "values.yaml", "brand/brand.yaml", "templates/x.typ.j2", "fonts/a.ttf"]
)
def test_what_everything_depends_on(workspace: Path, name: str) -> None:
    path = workspace / "content_blocks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n")
    assert affected(workspace) is None


def test_defaults_of_a_folder_and_pictures(workspace: Path) -> None:
    benefits = workspace / "content_blocks/benefits"
    (benefits / "_defaults.yaml").write_text("owner: marketing\n")
    found = affected(workspace)
    assert found is not None
    blocks = {f"content_blocks/benefits/{path.name}" for path in benefits.glob("*.md")}
    assert blocks
    assert set(found) == {*blocks, "content_blocks/benefits/_defaults.yaml", *packs(workspace)}
    (benefits / "_defaults.yaml").unlink()
    (workspace / "content_blocks/images").mkdir()
    (workspace / "content_blocks/images/a.png").write_bytes(b"x")
    (benefits / "calm.md").write_text(BENEFIT + "\n![A](images/a.png)\n")
    commit(workspace)
    (workspace / "content_blocks/images/a.png").write_bytes(b"y")
    found = affected(workspace, "HEAD")
    assert found is not None
    assert [one for one in found if not one.startswith("content_blocks/packs/")] == [
        "content_blocks/benefits/calm.md", "content_blocks/images/a.png",
    ]  # fmt: skip


def test_pictures_and_a_brand_that_lie_elsewhere(workspace: Path) -> None:
    library = workspace / "content_blocks"
    (library / "benefits/plan.png").write_bytes(b"1")
    (library / "corporate.potx").write_bytes(b"1")
    (library / "benefits/bill.md").write_text(BENEFIT + "\n![the plan](benefits/plan.png)\n")
    (library / "library.yaml").write_text(ONE_LANGUAGE.replace("brand/lumikko.pptx", "corporate.potx"))
    commit(workspace)
    (library / "benefits/plan.png").write_bytes(b"2")
    assert affected(workspace, "HEAD") == sorted(
        ["content_blocks/benefits/bill.md", "content_blocks/benefits/plan.png", *packs(workspace)]
    )
    (library / "corporate.potx").write_bytes(b"2")
    assert affected(workspace, "HEAD") is None


def test_a_file_that_nothing_uses_leaves_nothing_to_check(workspace: Path) -> None:
    (workspace / "content_blocks/images").mkdir()
    (workspace / "content_blocks/images/unused.png").write_bytes(b"1")
    done = salespack(workspace, "check", "--changed-since", "main")
    assert (done.returncode, done.stderr) == (0, "")


def test_renamed_and_deleted_files(workspace: Path) -> None:
    benefits = workspace / "content_blocks/benefits"
    git(workspace, "mv", "content_blocks/benefits/calm.md", "content_blocks/benefits/quiet.md")
    profiles = [f"profiles/{path.name}" for path in sorted((workspace / "profiles").iterdir())]
    assert profiles
    assert affected(workspace) == ["content_blocks/benefits/quiet.md", *packs(workspace), *profiles]
    (benefits / "quiet.md").unlink()
    assert affected(workspace) == [*packs(workspace), *profiles]


def test_a_profile_and_a_pack(workspace: Path) -> None:
    profile = next((workspace / "profiles").iterdir())
    profile.write_text(profile.read_text() + "goals: [Grow]\n")
    assert affected(workspace) == [f"profiles/{profile.name}"]
    pack = workspace / packs(workspace)[0]
    pack.write_text(pack.read_text() + "# changed\n")
    assert affected(workspace) == [packs(workspace)[0], f"profiles/{profile.name}"]


def test_folders_of_a_repository_worktrees_and_settings_of_hooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "main").mkdir()
    write_repository(tmp_path / "main", "sales")
    git(tmp_path / "main", "worktree", "add", "-q", "-b", "work", "../tree")
    workspace = tmp_path / "tree/sales"
    (workspace / "content_blocks/benefits/calm.md").write_text(EMPTY)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")
    assert affected(workspace) == ["content_blocks/benefits/calm.md", *packs(workspace)]
    assert affected(tmp_path / "main/sales") == []


def test_where_git_cannot_tell(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    library = workspace / "content_blocks"
    for name in ("nowhere", "--output=x", "HEAD:content_blocks", ""):
        with pytest.raises(UsageFault, match="SP906 git knows no commit"):
            affected_since(name, library, None)
    outside = tmp_path_factory.mktemp("outside")
    with pytest.raises(UsageFault, match="SP906 git does not keep this folder"):
        Repository(outside)


def test_no_git(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(workspace))
    with pytest.raises(UsageFault, match="SP906 git is not installed"):
        affected_since("main", workspace / "content_blocks", None)


def test_histories_without_a_common_commit(workspace: Path) -> None:
    git(workspace, "checkout", "-q", "--orphan", "other")
    (workspace / "content_blocks/benefits/calm.md").write_text(EMPTY)
    commit(workspace)
    assert affected(workspace) == ["content_blocks/benefits/calm.md", *packs(workspace)]


@pytest.mark.slow
def test_the_command(workspace: Path) -> None:
    shutil.copy(workspace / "content_blocks/benefits/calm.md", workspace / "calm.txt")
    (workspace / "content_blocks/benefits/bill.md").write_text(EMPTY.replace("# ", "# Bill "))
    commit(workspace)
    (workspace / "content_blocks/benefits/calm.md").write_text(EMPTY)
    done = salespack(workspace, "check", "--changed-since", "HEAD", "--json")
    found = json.loads(done.stdout)["problems"]
    assert {one["code"] for one in found} >= {"SP340"}
    assert not [one for one in found if "bill.md" in one["file"]]
    nothing = salespack(workspace, "check", "profiles", "--changed-since", "HEAD")
    assert (nothing.returncode, nothing.stdout) == (0, "no problems in 0 files; 0 renderings\n")
    wrong = salespack(workspace, "check", "--changed-since", "nowhere")
    assert (wrong.returncode, wrong.stderr.split()[1]) == (2, "SP906")
