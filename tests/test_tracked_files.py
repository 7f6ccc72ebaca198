"""What git has is the project and nothing besides: no note to oneself, no report, no scratch file."""

from __future__ import annotations

import subprocess
from fnmatch import fnmatchcase

import pytest

from tests.conftest import PROJECT

KNOWN = (
    # The project's own
    ".gitattributes", ".gitignore", ".pre-commit-config.yaml", ".pre-commit-hooks.yaml", "CHANGELOG.md",
    "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md", "action.yml", "constraints.txt", "mkdocs.yml",
    "pyproject.toml", ".ci/nightly", ".ci/packages", ".ci/run", ".github/workflows/*.yml",
    ".github/ISSUE_TEMPLATE/*.yml",
    # The program
    "src/salespack/*.py", "src/salespack/py.typed",
    "src/salespack/catalog/assets/*.css", "src/salespack/catalog/assets/*.html", "src/salespack/catalog/assets/*.js",
    "src/salespack/catalog/assets/vendor/*.txt", "src/salespack/catalog/assets/vendor/SHA256SUMS",
    "src/salespack/documents/templates/*.j2", "src/salespack/documents/templates/*.typ",
    "src/salespack/curation/stats.typ", "src/salespack/drawing/prelude.typ", "src/salespack/formats/field_descriptions.yaml",
    "src/salespack/graphics/lucide/*.txt",
    "src/salespack/importing/*.yaml", "src/salespack/language/locales/*.po",
    "src/salespack/language/locales/*.yaml", "src/salespack/powerpoint/templates/*.j2",
    "src/salespack/problems/pages/*.md",
    "src/salespack/scaffold/starter_files/*.md", "src/salespack/scaffold/starter_files/*.txt",
    "src/salespack/scaffold/starter_files/*.yaml", "src/salespack/scaffold/starter_files/*.pptx",
    "src/salespack/scene/shapes/presets.txt", "src/salespack/typography/widths.msgpack",
    "src/salespack/typesetting/fonts/*.otf", "src/salespack/typesetting/fonts/*.ttf",
    "src/salespack/typesetting/fonts/*.LICENSE.txt", "src/salespack/typography/packed/*.ttf",
    "src/salespack/typography/packed/*.LICENSE.txt", "src/salespack/typography/free_widths.msgpack",
    "src/salespack/typography/packed/twins/*.ttf", "src/salespack/typography/packed/twins/*.LICENSE.txt",
    # The sample
    "content_blocks/*.md", "content_blocks/*.yaml", "content_blocks/brand/*.py", "content_blocks/images/*.py", "content_blocks/brand/lumikko.pptx", "content_blocks/brand/logo.svg",
    "content_blocks/brand/parts/*.j2", "content_blocks/images/*.png", "content_blocks/images/*.jpg", "profiles/*.yaml",
    # What it is made, proven and told with
    "benchmarks/*.py", "benchmarks/README.md", "benchmarks/workspace/*.md", "benchmarks/workspace/*.yaml",
    "docs/*.md", "docs/assets/*.css", "docs/deck.png", "docs/pictures/*.svg", "frontend/*", "tests/*.py", "tests/README.md",
    "tests/*/README.md", "tests/data/*.json", "tests/data/*.jsonl", "tests/data/*.yaml", "tests/data/brands/*.pptx", "tests/references/*.png",
    "tests/references/*.html", "tests/references/*.md", "tests/references/*.txt", "tools/*.py",
)  # fmt: skip
"""Patterns of paths, in which * stands for folders too. Whoever adds a kind of file adds its pattern."""
PRIVATE = ("*note.md", "*notes.md", "*report.md", "*todo*", "*scratch*", "*lead-*", "*.orig", "*.rej", "*~")
"""Names, in lower case, that tell what was written for oneself, wherever it is."""


def is_known(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return any(fnmatchcase(path, one) for one in KNOWN) and not any(fnmatchcase(name, one) for one in PRIVATE)


def tracked() -> list[str]:
    if not (PROJECT / ".git").exists():
        pytest.skip("not a clone")
    found = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    return found.split("\0")[:-1]


def test_every_file_is_of_a_known_kind() -> None:
    files = tracked()
    assert len(files) > 1_000
    assert [path for path in files if not is_known(path)] == []


def test_every_kind_is_there() -> None:
    files = tracked()
    assert [one for one in KNOWN if not any(fnmatchcase(path, one) for path in files)] == []


@pytest.mark.parametrize(
    "path",
    [
        "LEAD-NOTE.md",
        "src/LEAD-NOTE.md",
        "src/salespack/NOTES.md",
        "src/salespack/checking/views.txt",
        "try.py",
        "docs/report.md",
        "tests/data/out.pptx",
        "tools/scratch.py",
        "src/salespack/cli/main.py.orig",
    ],
)
def test_what_nobody_should_read_would_be_found(path: str) -> None:
    assert not is_known(path)
