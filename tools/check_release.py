"""Checks what a release publishes: each file is installed in a bare environment, which then builds the sample.

    python -m build && python tools/check_release.py dist --tag v0.1.0

Needs a Python with venv and pip, and nothing of ours. Exit code 1 with a line for each thing that is wrong.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "src/salespack/"
NEEDED_IN_SOURCES = (
    "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "pyproject.toml", "mkdocs.yml", "docs/index.md",
    "tests/conftest.py", "content_blocks/library.yaml", "profiles/betasoloin.yaml",
)  # fmt: skip
DECK = "out/betasoloin/what-next/for-you/Betasoloin - What comes next.pptx"
NEW_DECK = "new/out/example-customer/first-meeting/for-you/Example Customer - First meeting.pptx"


def main() -> int:
    """Checks the wheel and the source archive in a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the wheel and the source archive are")
    parser.add_argument("--tag", help="the tag of the release, v0.1.0: its version must be theirs")
    options = parser.parse_args()
    wheels, archives = sorted(options.folder.glob("*.whl")), sorted(options.folder.glob("*.tar.gz"))
    if len(wheels) != 1 or len(archives) != 1:
        print(f"{options.folder} holds {len(wheels)} wheels and {len(archives)} source archives, not one of each")
        return 1
    with tempfile.TemporaryDirectory(prefix="salespack-release-") as named:
        folder = Path(named)
        sources = unpacked(archives[0], folder)
        faults = [*content_faults(sources, wheels[0]), *version_faults(sources, options.tag)]
        for file in (wheels[0], archives[0]):
            faults += installation_faults(file, sources, folder)
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{wheels[0].name} and {archives[0].name} install bare and build the sample")
    return 1 if faults else 0


def unpacked(archive: Path, folder: Path) -> Path:
    """The project as the source archive has it."""
    with tarfile.open(archive) as opened:
        opened.extractall(folder / "sources", filter="data")
    return next((folder / "sources").iterdir())


def content_faults(sources: Path, wheel: Path) -> Iterator[str]:
    """What is missing: files that people need in the sources, and files of the package in the wheel."""
    for name in NEEDED_IN_SOURCES:
        if not (sources / name).is_file():
            yield f"the source archive lacks {name}"
    with zipfile.ZipFile(wheel) as opened:
        held = set(opened.namelist())
    for file in sorted((sources / PACKAGE).rglob("*")):
        name = f"salespack/{file.relative_to(sources / PACKAGE).as_posix()}"
        if file.is_file() and "__pycache__" not in file.parts and name not in held:
            yield f"the wheel lacks {name}"


def version_faults(sources: Path, tag: str | None) -> Iterator[str]:
    """Where the tag and the changelog do not name the version of the sources."""
    if tag is None:
        return
    version = sources.name.rpartition("-")[2]
    if tag != f"v{version}":
        yield f"the tag is {tag}, the version {version}"
    if f"## [{version}]" not in (sources / "CHANGELOG.md").read_text("utf-8"):
        yield f"CHANGELOG.md has no section [{version}]"


def installation_faults(file: Path, sources: Path, folder: Path) -> Iterator[str]:
    """What goes wrong when a file is installed in a bare environment and builds: the sample, and a new workspace."""
    environment = folder / f"environment-{file.suffix[1:]}"
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    workspace = folder / f"sample-{file.suffix[1:]}"
    steps = (
        (
            sources,
            [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", file.resolve()],
        ),
        (sources, [programs / "salespack", "--version"]),
        (sources, [programs / "salespack", "build", "betasoloin", "--out", workspace / "out"]),
        (folder, [programs / "salespack", "init", workspace / "new"]),
        (workspace / "new", [programs / "salespack", "build", "example-customer"]),
        (workspace / "new", [programs / "salespack", "check"]),
    )
    for place, words in steps:
        done = subprocess.run(list(map(str, words)), cwd=place, capture_output=True, text=True, check=False)
        if done.returncode:
            shown = " ".join(Path(str(word)).name for word in words)
            yield f"{file.name}: {shown} exits with {done.returncode}\n{done.stdout}{done.stderr}"
            return
    for deck in (workspace / DECK, workspace / NEW_DECK):
        if not deck.is_file() or not deck.stat().st_size:
            yield f"{file.name}: there is no {deck.name} in {deck.parent.name}"


if __name__ == "__main__":
    sys.exit(main())
