"""How much a bare environment holds once the project is installed in it, by package: at most `MOST` MB.

    python tools/installed_size.py          installs it anew; needs a package index, as pip does
    python tools/installed_size.py .venv    measures an environment that has nothing else

Pip and setuptools are left out, which a new environment has of itself. Exit code 1 where it is more.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
MOST = 236
"""MB of 1,048,576 bytes, as `du -m` counts them: what files occupy on the disk. 220 held before the icons (0.8), the
composed forms (about 1), the faces of the commonest typefaces with the widths of free ones (5), and the reader of
Windows' drawings with what hears the people in the room (about 1.5) came, and before calculations, documents in the
brand's look, and the reading of exports and of decks that are out there (about 1.2). 230 held before the stems of
words (2.0), 234 before decks that people edited were merged, the ledger and the words of commands in the cache (about
1.5, compiled)."""
BLOCK = 512
"""Bytes that `st_blocks` counts, on every system that has it."""
BEFORE = ("pip", "setuptools", "pkg_resources", "_distutils_hack", "distutils-precedence.pth")
"""What a new environment has of itself, with the folders of their versions."""


def main() -> int:
    """Prints what each package occupies, and compares all of them with what may be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("environment", type=Path, nargs="?", help="a virtual environment, instead of a new one")
    environment = parser.parse_args().environment
    if environment is None:
        with tempfile.TemporaryDirectory(prefix="salespack-size-") as folder:
            sizes = measured(installed(Path(folder)))
    else:
        sizes = measured(environment)
    for name, size in sorted(sizes.items(), key=lambda one: -one[1]):
        if size >= 2**20:
            print(f"{size / 2**20:7.1f} MB  {name}")
    together = sum(sizes.values()) / 2**20
    print(f"{together:7.1f} MB  together, may be {MOST}")
    return 1 if together > MOST else 0


def installed(environment: Path) -> Path:
    """A new environment with the project in it."""
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    command = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([programs / "python", *command, PROJECT], check=True)
    return environment


def measured(environment: Path) -> dict[str, int]:
    """Bytes by what lies beside each other among an environment's packages."""
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(environment)}))
    return {one.name: occupied(one) for one in packages.iterdir() if not of_itself(one.name)}


def of_itself(name: str) -> bool:
    """Whether a file or folder of the environment was there before anything was installed."""
    return name in BEFORE or (name.endswith(".dist-info") and name.startswith(("pip-", "setuptools-")))


def occupied(path: Path) -> int:
    """Bytes that a file, or all in a folder, occupy on the disk; their length where the system does not say more."""
    files = (path, *path.rglob("*")) if path.is_dir() else (path,)
    return sum(getattr(one, "st_blocks", -(-one.st_size // BLOCK)) * BLOCK for one in (file.lstat() for file in files))


if __name__ == "__main__":
    sys.exit(main())
