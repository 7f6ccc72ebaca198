"""What a git change can affect: the files that changed since a commit, and those whose check depends on them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from salespack.library.load import CALCULATIONS_FILE, DEFAULTS_FILE, SETTINGS_FILE, VALUES_FILE, block_files
from salespack.problems.files import file_content
from salespack.problems.problem import Place, UsageFault, shown_path
from salespack.profiles.profile import ENDINGS
from salespack.system.paths import named_files

LONGEST_WAIT = 120
"""Seconds: git answers at once, unless it waits for somebody's password."""
OF_ALL = ("brand/", "fonts/", "templates/")
"""Folders of the library that every block and pack may depend on."""
SET_BY_HOOKS = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_WORK_TREE")
"""What git tells its hooks of where they are; we ask about the folder of the library, wherever that is."""


class Repository:
    """The git repository that a folder lies in, asked by git's own commands. Nothing is written."""

    def __init__(self, folder: Path) -> None:
        """Raises UsageFault (SP906) where there is no git, or no repository."""
        self._place = Place(shown_path(folder))
        self.root = folder
        self.root = Path(os.fsdecode(self._run("rev-parse", "--show-toplevel").rstrip(b"\r\n"))).resolve()

    def commit(self, name: str) -> str:
        """The hash of the commit that `name` means. Raises UsageFault (SP906) where it means none."""
        try:
            found = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except UsageFault:
            hint = "name a branch, a tag or a commit; in CI fetch the history (actions/checkout: fetch-depth: 0)"
            raise UsageFault.of("SP906", f"git knows no commit “{name}”", hint, self._place) from None
        return found.decode().strip()

    def origin(self, name: str) -> str:
        """The commit where what is here parted from `name`; where they have nothing in common, `name` itself."""
        commit = self.commit(name)
        try:
            return self._run("merge-base", commit, "HEAD").decode().split()[0]
        except UsageFault:  # a shallow clone, or histories of their own
            return commit

    def changed(self, commit: str, folders: Iterable[Path]) -> Iterator[Path]:
        """Files below `folders` that are other than in `commit`, deleted and untracked ones among them."""
        below = [f":(top,literal){inside}" for folder in folders if (inside := self.inside(folder)) is not None]
        if not below:
            return
        diff = self._run("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", commit, "--", *below)
        new = self._run("ls-files", "--others", "--exclude-standard", "-z", "--", *below)
        for name in dict.fromkeys((diff + new).split(b"\0")):
            if name:
                yield self.root / os.fsdecode(name)

    def archive(self, commit: str, folder: Path) -> bytes:
        """A folder as it was in a commit, as a tar; empty where it was not there."""
        inside = self.inside(folder)
        tree = self._run("ls-tree", "-d", "-z", commit, "--", inside) if inside not in (None, ".") else b"all"
        if inside is None or not tree:
            return b""
        return self._run("archive", "--format=tar", commit, "--", inside)

    def inside(self, folder: Path) -> str | None:
        """A folder as the repository names it; None where it is outside."""
        real = folder.resolve()
        return real.relative_to(self.root).as_posix() if real.is_relative_to(self.root) else None

    def _run(self, *arguments: str) -> bytes:
        environment = {name: value for name, value in os.environ.items() if name not in SET_BY_HOOKS}
        environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        try:
            done = subprocess.run(  # noqa: S603 - arguments of ours
                ["git", "-C", str(self.root), *arguments],  # noqa: S607 - git, as the user has it
                capture_output=True,
                env=environment,
                timeout=LONGEST_WAIT,
                check=False,
            )
        except FileNotFoundError:
            message, hint = "git is not installed", "install it, or check without --changed-since and --impact"
            raise UsageFault.of("SP906", message, hint, self._place) from None
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UsageFault.of("SP906", f"git cannot be asked: {error}", "", self._place) from None
        if done.returncode:
            told = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
            hint = "check the folder, or leave out --changed-since and --impact"
            if "not a git repository" in told:
                raise UsageFault.of("SP906", "git does not keep this folder", hint, self._place)
            raise UsageFault.of("SP906", f"git cannot tell: {told or 'it says nothing'}", hint, self._place)
        return done.stdout


class Affected(msgspec.Struct, frozen=True):
    """The files that a change can affect; None: all of them. `changed` counts the files that it consists of."""

    files: tuple[Path, ...] | None
    changed: int


def affected_since(name: str, library: Path, profiles: Path | None) -> Affected:
    """What the changes since the commit `name` can affect. Raises UsageFault (SP906) where git cannot tell.

    A text that changed is checked with its block in all languages, and with the packs, whose slots it may fill. How
    other blocks now fare against it is for a check of everything.
    """
    repository = Repository(library)
    folders = [library] if profiles is None else [library, profiles]
    changed = list(repository.changed(repository.origin(name), folders))
    root = library.resolve()
    within = [path.relative_to(root).as_posix() for path in changed if path.is_relative_to(root)]
    names = {Path(one).name for one in within if not one.endswith((".md", ".yaml", ".yml"))}
    if any(one in (SETTINGS_FILE, VALUES_FILE, CALCULATIONS_FILE) or one.startswith(OF_ALL) for one in within) or (
        # The brand may lie anywhere in the library.
        mentions(root / SETTINGS_FILE, [name.encode() for name in names])
        or any(Path(one).name == "brand.yaml" for one in within)
    ):
        return Affected(None, len(changed))
    outside = [path for path in changed if not path.is_relative_to(root)]
    files = {*(root / one for one in _of_library(root, within)), *(path for path in outside if path.exists())}
    if profiles is not None and any(one.endswith(".md") and not (root / one).exists() for one in within):
        # A profile may pin or drop a block that is gone.
        files |= {path for path in profiles.resolve().iterdir() if path.suffix in ENDINGS}
    return Affected(tuple(sorted(files)), len(changed))


def _of_library(root: Path, changed: Sequence[str]) -> Iterator[str]:
    """Every file of the library that depends on one that changed, and is there."""
    present = [path.relative_to(root).as_posix() for path in named_files(root, "**/*")]
    blocks = block_files(sorted({*present, *changed}))
    block_of = {file: name for name, files in blocks.items() for file in files}
    touched = {block_of[one] for one in changed if one in block_of}
    for one in changed:
        folder, _, file = one.rpartition("/")
        if file == DEFAULTS_FILE:
            prefix = f"{folder}/" if folder else ""
            touched |= {name for file, name in block_of.items() if file.startswith(prefix)}
    shown = {one.rpartition("/")[2] for one in changed if one not in block_of}
    wanted = {one.encode() for one in shown if not one.endswith((".yaml", ".yml"))}
    wanted |= {b"people", b"contact"} if any(one.startswith("people/") for one in changed) else set()
    if wanted:
        touched |= {name for file, name in block_of.items() if mentions(root / file, wanted)}
    there = frozenset(present)
    found = {one for one in changed if one in there}
    found |= {file for name in touched for file in blocks[name] if file in there}
    if touched:
        found |= {one for one in present if one.startswith("packs/")}
    yield from found


def mentions(path: Path, names: Iterable[bytes]) -> bool:
    """Whether a block's file names one of these files."""
    try:
        content = file_content(path)
    except OSError:
        return False
    return any(name in content for name in names)
