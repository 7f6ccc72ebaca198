"""Writes constraints.txt: the version of each package that the tests ran with, as pip takes it with `-c`.

    python tools/make_constraints.py            in the environment whose tests have passed
    python tools/make_constraints.py --check    exit code 1 where the file says something else

What the package needs and what its tests need (the extra `dev`) is listed with all that these need in turn. Packages
that only other systems need are not here, so the file constrains nothing of theirs.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parent.parent
TARGET = PROJECT / "constraints.txt"
HEAD = """\
# The versions that the tests passed with, written by tools/make_constraints.py:
#
#     pip install -c constraints.txt salespack
#
# Newer ones are allowed, and mostly work; these are known to.
"""


def main() -> int:
    """Writes the file, or compares it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 where the file is not as it would be")
    checked = parser.parse_args().check
    text = constraints(wanted())
    if not checked:
        TARGET.write_text(text, encoding="utf-8", newline="\n")
    elif not TARGET.is_file() or TARGET.read_text("utf-8") != text:
        print(f"{TARGET.name} is not what is installed here: run tools/make_constraints.py")
        return 1
    return 0


def wanted() -> list[Requirement]:
    """What the project says that it and its tests need."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    return [Requirement(one) for one in (*project["dependencies"], *project["optional-dependencies"]["dev"])]


def constraints(requirements: Iterable[Requirement]) -> str:
    """The file's text for what is installed. Raises SystemExit for a package that is not."""
    versions: dict[str, str] = {}
    waiting = [(one, "") for one in requirements]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            raise SystemExit(f"{name} is not installed here: pip install -e '.[dev]' first") from None
        if name in versions and not requirement.extras:
            continue
        versions[name] = found.version
        needs = [Requirement(one) for one in found.requires or ()]
        waiting += [(one, inner) for one in needs for inner in ("", *requirement.extras)]
    return HEAD + "".join(f"{name}=={version}\n" for name, version in sorted(versions.items()))


if __name__ == "__main__":
    sys.exit(main())
