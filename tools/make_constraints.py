"""Writes constraints.txt: the version of each package that the tests ran with, as pip takes it with `-c`.

    python tools/make_constraints.py            in the environment whose tests have passed
    python tools/make_constraints.py --check    exit code 1 where the file says something else
    python tools/make_constraints.py --lowest   prints the lowest version of each that the project allows, for
                                                an environment that tries whether they are low enough

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
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parent.parent
TARGET = PROJECT / "constraints.txt"
OURS = ("dev", "docs")
"""Extras for those who change the project."""
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
    parser.add_argument("--lowest", action="store_true", help="print the lowest versions that are allowed")
    arguments = parser.parse_args()
    if arguments.lowest:
        print(lowest(shipped()), end="")
        return 0
    checked = arguments.check
    text = constraints(wanted())
    if not checked:
        TARGET.write_text(text, encoding="utf-8", newline="\n")
    elif not TARGET.is_file() or TARGET.read_text("utf-8") != text:
        print(f"{TARGET.name} is not what is installed here: run tools/make_constraints.py")
        return 1
    return 0


def wanted() -> list[Requirement]:
    """What the project says that it and its tests need."""
    project = _project()
    return [Requirement(one) for one in (*project["dependencies"], *project["optional-dependencies"]["dev"])]


def shipped() -> list[Requirement]:
    """What those who install the project get: all but what its own tests and documentation need."""
    project = _project()
    extras = [one for name, needs in project["optional-dependencies"].items() if name not in OURS for one in needs]
    return [Requirement(one) for one in (*project["dependencies"], *extras)]


def lowest(requirements: Iterable[Requirement]) -> str:
    """Constraints that hold each package to the lowest version that is allowed; one without a bound has no line.

    Raises SystemExit for a package whose lower bound stands twice, and differs.
    """
    bounds: dict[str, str] = {}
    for requirement in requirements:
        for one in requirement.specifier:
            if one.operator != ">=":
                continue
            name = canonicalize_name(requirement.name)
            if bounds.setdefault(name, one.version) != one.version:
                raise SystemExit(f"{name} has two lower bounds, {bounds[name]} and {one.version}: make them one")
    return "".join(f"{name}=={version}\n" for name, version in sorted(bounds.items()))


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    return project


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
