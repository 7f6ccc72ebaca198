"""Small real workspaces in temporary folders: a library, a profile, the sample's brand file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from tests.conftest import PROJECT

LIBRARY = """\
company: {name: Lumikko, website: "https://lumikko.example"}
languages: [en, fi]
brand: brand/lumikko.pptx
industries: {healthcare: {en: Healthcare, fi: Terveydenhuolto}, retail: Retail}
roles: {cto: CTO, finance: {en: Finance, fi: Talous}}
stages: {evaluation: Evaluation, decision: Decision}
"""
VALUES = """\
fewer-outages:
  name: {en: Fewer outages, fi: Vähemmän katkoksia}
  question: {en: What does an hour cost?, fi: Mitä tunti maksaa?}
  signals: {en: [outage, downtime], fi: [katko]}
lower-run-cost: {name: Lower run cost, signals: {en: [cost]}}
"""
PACK = """\
name: {en: First meeting, fi: Ensitapaaminen}
stage: evaluation
outputs: [deck.pptx]
sections:
  - {slot: opening, kind: frame, tag: opening}
  - each: top-values
    count: 1
    slots:
      - {slot: promise, kind: benefit}
      - {slot: proof, kind: experience, take: 2, optional: true}
  - {slot: next-step, kind: frame, tag: next-step, optional: true}
"""
PROFILE = """\
customer: {name: Acme, industry: healthcare, language: en}
values: {fewer-outages: 9, lower-run-cost: 4}
meeting: {date: 2026-12-01, roles: [cto]}
facts: {services: 140}
"""
BLOCKS = {
    "frames/opening.md": "---\nkind: frame\ntags: [opening]\nlayout: title\n---\n# What matters to {{ customer.name }}\n",
    "benefits/calm-nights.md": "---\nkind: benefit\nvalues: {fewer-outages: 5}\n---\n# Calm nights\n\n- for **{{ customer.name }}**\n",
    "experiences/one-hour.md": "---\nkind: experience\nvalues: {fewer-outages: 4}\n---\n# One hour a year\n\n- it held\n",
    "experiences/two-hours.md": "---\nkind: experience\nvalues: {fewer-outages: 3}\n---\n# Two hours a year\n\n- it held\n",
}


LINE_BREAKS: Mapping[str, tuple[str, ...]] = {
    "line feeds": ("\n",),
    "Windows": ("\r\n",),
    "old Macs": ("\r",),
    "mixed": ("\n", "\r\n", "\r", "\r\n"),
}
"""How files may be stored, by name: the line breaks that follow one another."""
_line_breaks: ContextVar[str] = ContextVar("line_breaks", default="line feeds")


@contextmanager
def files_with(line_breaks: str) -> Iterator[None]:
    """Stores the files that are written meanwhile with these line breaks."""
    token = _line_breaks.set(line_breaks)
    try:
        yield
    finally:
        _line_breaks.reset(token)


def stored(text: str, line_breaks: str) -> bytes:
    """A text as it is stored with these line breaks."""
    breaks = LINE_BREAKS[line_breaks]
    *lines, last = text.split("\n")
    return "".join([*(line + breaks[number % len(breaks)] for number, line in enumerate(lines)), last]).encode()


def write_files(root: Path, files: Mapping[str, str]) -> None:
    """Writes texts at their paths below `root`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(stored(text, _line_breaks.get()))


def copy_with(line_breaks: str, source: Path, target: Path) -> None:
    """Copies a folder whose texts are stored with line feeds; they get these line breaks."""
    for file in sorted(source.rglob("*")):
        path, content = target / file.relative_to(source), file.read_bytes() if file.is_file() else None
        if content is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if b"\0" in content else stored(content.decode(), line_breaks))


def write_workspace(root: Path, files: Mapping[str, str] = {}, *, blocks: Mapping[str, str] = BLOCKS) -> Path:
    """A workspace that builds; `files` (relative to it) are added or replace what would be there. Its library's folder."""
    library = root / "content_blocks"
    standard = {
        "content_blocks/library.yaml": LIBRARY,
        "content_blocks/values.yaml": VALUES,
        "content_blocks/packs/first-meeting.yaml": PACK,
        "profiles/acme.yaml": PROFILE,
        **{f"content_blocks/{name}": text for name, text in blocks.items()},
    }
    write_files(root, {**standard, **files})
    (library / "brand").mkdir(exist_ok=True)
    shutil.copyfile(PROJECT / "content_blocks" / "brand" / "lumikko.pptx", library / "brand" / "lumikko.pptx")
    return library
