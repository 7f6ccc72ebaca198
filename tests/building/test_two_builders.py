"""Two builders in one process: each makes what it makes alone, and keeps in its own cache folder what it learnt."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest
from PIL import Image

from salespack.building.build import Builder, Request
from salespack.library.index import open_library
from tests.conftest import PROJECT
from tests.workspaces import BLOCKS, PROFILE, write_workspace

pytestmark = pytest.mark.slow

TODAY = datetime.date(2026, 11, 21)
OUTPUTS = ("deck.pptx", "deck.pdf", "one-pager.pdf", "brief.pdf", "email.html")
PROFILES = ("acme", "other")
FIGURES = """\
---
kind: benefit
values: {fewer-outages: 5}
---
# Calm nights

- {{ facts.cost | money }} and {{ facts.share | percent }} until {{ meeting.date | date }}

![A square](images/square.png)

# What it costs

```chart
type: column
title: Cost
alt: Cost by year
data: facts.cost_by_year
```
"""
FACTS = "facts: {cost: 1234567.5, share: 0.256, cost_by_year: {2024: 980000.5, 2025: 1100000.25}}\n"
Files = dict[str, bytes]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library with figures, a picture and a chart, in two languages, and two profiles beside it."""
    monkeypatch.chdir(tmp_path)
    profile = PROFILE.replace("facts: {services: 140}\n", FACTS)
    files = {
        "profiles/acme.yaml": profile,
        "profiles/other.yaml": profile.replace("Acme", "Other").replace("1234567", "2234567"),
    }
    texts = {**BLOCKS, "benefits/calm-nights.md": FIGURES}
    finnish = {name.replace(".md", ".fi.md"): f"---\n---\n{_body(text)}" for name, text in texts.items()}
    folder = write_workspace(tmp_path, files, blocks={**texts, **finnish})
    (folder / "images").mkdir()
    Image.new("RGB", (40, 30), "red").save(folder / "images" / "square.png")
    return folder


class Side:
    """One builder, with a language and folders of its own, that builds each profile in turn."""

    def __init__(self, library: Path, folder: Path, language: str) -> None:
        self.cache, self.out, self.language = folder / "cache", folder / "out", language
        self.cache.mkdir(parents=True, mode=0o700)
        self.builder = Builder(open_library(library, None), self.cache)

    def build(self, profile: str) -> None:
        """Builds the first meeting for a profile, on the one day."""
        self.builder.build(
            Request(
                profile=Path("profiles", f"{profile}.yaml"), out=self.out, today=TODAY, language=self.language,
                only=OUTPUTS, force=True,
            )
        )  # fmt: skip

    def made(self) -> tuple[Files, Files]:
        """All files that it made, and all that it keeps."""
        return _files(self.out), _files(self.cache)


def _body(text: str) -> str:
    return text.split("---\n", 2)[2]


def _files(folder: Path) -> Files:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def alone(library: Path, folder: Path, language: str) -> tuple[Files, Files]:
    side = Side(library, folder, language)
    for profile in PROFILES:
        side.build(profile)
    return side.made()


def in_turn(english: Side, finnish: Side) -> None:
    for profile in PROFILES:
        english.build(profile)
        finnish.build(profile)


def in_threads(english: Side, finnish: Side) -> None:
    together = Barrier(2)

    def work(side: Side) -> None:
        together.wait()
        for profile in PROFILES:
            side.build(profile)

    threads = [Thread(target=work, args=(side,)) for side in (english, finnish)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("work", [in_turn, in_threads])
def test_each_makes_what_it_makes_alone_and_keeps_it_apart(
    tmp_path: Path, library: Path, work: Callable[[Side, Side], None]
) -> None:
    expected = {language: alone(library, tmp_path / f"alone-{language}", language) for language in ("en", "fi")}
    sides = [Side(library, tmp_path / f"beside-{language}", language) for language in ("en", "fi")]
    work(*sides)
    for side in sides:
        (outputs, kept), (made, remembered) = expected[side.language], side.made()
        assert len(outputs) == 2 * (len(OUTPUTS) + len(("selection.json", "ID.json", "ID.base")))
        assert made == outputs
        assert remembered == kept
    english, finnish = (b"".join(expected[language][1].values()) for language in ("en", "fi"))
    assert "1\xa0234\xa0567,50".encode() in finnish and b"1,234,567.50" in english
    assert "1\xa0234\xa0567,50".encode() not in english and b"1,234,567.50" not in finnish


def test_the_environment_is_as_it_was_after_documents_were_set(
    tmp_path: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:8080")
    monkeypatch.delenv("no_proxy", raising=False)
    before = dict(os.environ)
    in_threads(*(Side(library, tmp_path / language, language) for language in ("en", "fi")))
    assert dict(os.environ) == before


REBOUND = re.compile(r"^\s+global (.+)", re.MULTILINE)
TO_BE_FILLED = re.compile(
    r"^(\w+)(?:: .+)? = (?:\[\]|\{\}|(?:Memory|Recent|OrderedDict|defaultdict|Counter|dict|list|set)(?:\[.+\])?\(\w*\))$",
    re.MULTILINE,
)
OF_A_PROCESS = {
    "src/salespack/system/processes.py": ["_own"],
    "src/salespack/system/temporary.py": ["_own", "_own"],
}
"""What a process that works for another begins with: it has nothing else; and the folder for its temporary files."""


def test_no_module_keeps_what_a_library_teaches() -> None:
    """Nothing at the top of a module is rebound, or made to be filled: caches belong to an object that is passed."""
    found = {}
    for path in sorted((PROJECT / "src").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if names := REBOUND.findall(text) + TO_BE_FILLED.findall(text):
            found[path.relative_to(PROJECT).as_posix()] = names
    assert found == OF_A_PROCESS
