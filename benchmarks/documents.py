"""What the documents look like: `documents.py [--brand FILE] [--library DIR] [--pages DIR] [--json] [PROFILE…]`.

Makes the documents of every profile of the sample in every language of its library, and measures the finished PDFs:

- *pages*: of each document, and how many one-pagers have one page with their foot (whom to ask) on it.
- *blank bands*: pages where a band without any ink, over the whole width, is higher than 30 % of the page.
- *left out*: texts of the slides that a one-pager is made of which do not stand in it, and how many of those neither
  `selection.json` names: they were dropped without a word.
- *unsound*: files that `qpdf --check` objects to, where that is installed, or that do not say that they keep PDF/UA-1.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy
import pypdfium2
import sample

from looks import workspace
from salespack.building.build import Builder, Report
from salespack.building.request import Request
from salespack.deck.model import Slide, Text, text_of
from salespack.deck.visiting import leaves, plain
from salespack.library.index import open_library
from salespack.problems.problem import UserFault

ON = datetime.date(2026, 12, 1)
DOCUMENTS = ("one-pager.pdf", "report.pdf", "case-sheet.pdf", "brief.pdf", "room.pdf", "notes-pages.pdf")
HIGH_BAND = 0.3
"""From which share of a page's height a band without ink is too high."""
PIXELS = 40
"""Dots an inch that pages are looked at with."""
BLANK = 250
"""How light, of 255, paper is at least."""
LETTERS = re.compile(r"\w+")


class Document(NamedTuple):
    """A finished document: the highest blank band of each page as a share of its height, and whether it is sound."""

    customer: str
    name: str
    bands: tuple[float, ...]
    foot: bool
    sound: bool
    dropped: tuple[str, ...] = ()
    unsaid: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("profiles", nargs="*", help="names in profiles/; all of them if none is named")
    parser.add_argument("--brand", type=Path, help="a .pptx or .potx in place of the library's brand")
    parser.add_argument("--library", type=Path, default=sample.SAMPLE, help="a library; profiles/ is beside it")
    parser.add_argument("--language", action="append", help="one of the library's languages; all of them by default")
    parser.add_argument("--only", action="append", help="a document; by default all of them")
    parser.add_argument("--pages", type=Path, help="a folder for the finished documents")
    parser.add_argument("--json", action="store_true", help="everything measured, a row a document")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        documents = list(measured(asked, Path(folder)))
    if asked.json:
        print(json.dumps([one._asdict() for one in documents], indent=1, ensure_ascii=False))
    else:
        print("\n".join(table(documents)))
    return 0


def measured(asked: argparse.Namespace, folder: Path) -> Iterator[Document]:
    """Each document that was asked for; a pack that cannot be built is named, and left out."""
    root = workspace(asked.library.resolve(), folder, asked.brand)
    library = open_library(root / "content_blocks", None)
    builder = Builder(library, None)
    for profile in sorted((root / "profiles").glob("*.yaml")):
        if asked.profiles and profile.stem not in asked.profiles:
            continue
        for language in asked.language or library.settings.languages:
            customer = f"{profile.stem}-{language}"
            only = tuple(asked.only or DOCUMENTS)
            out = (asked.pages or folder / "out") / customer
            request = Request(
                profile=profile, out=out, today=ON, on=ON, language=language, only=only, force=True, replace=True
            )
            try:
                report = builder.build(request)
            except UserFault as fault:
                print(f"{customer}: {fault.problems[0]}", file=sys.stderr)
                continue
            for placed in report.placed:
                yield document(customer, placed.name, placed.path, report)


def document(customer: str, name: str, path: Path, report: Report) -> Document:
    """What a finished PDF looks like."""
    pdf = pypdfium2.PdfDocument(path)
    bands = tuple(round(highest_band(page), 3) for page in pdf)
    last = letters(pdf[len(pdf) - 1].get_textpage().get_text_range())
    contact = report.matched.assembler.public["contact"]
    foot = contact is None or letters(contact["name"]) in last
    found = Document(customer, name, bands, foot and len(bands) == 1, is_sound(path))
    if name != "one-pager.pdf":
        return found
    whole = letters(" ".join(page.get_textpage().get_text_range() for page in pdf))
    # Whom to ask stands in the foot, in lines of its own: name, telephone and address.
    dropped = tuple(one for one in shown_texts(report) if not all(letters(part) in whole for part in one.split(", ")))
    record = json.loads((report.folder / "for-you" / "selection.json").read_text(encoding="utf-8"))
    told = letters(json.dumps(record.get("left_out", {}), ensure_ascii=False))
    return found._replace(dropped=dropped, unsaid=sum(letters(one) not in told for one in dropped))


def is_sound(path: Path) -> bool:
    """Whether a PDF says that it keeps PDF/UA-1 and nothing is wrong with its structure."""
    if b"<pdfuaid:part>1</pdfuaid:part>" not in path.read_bytes():
        return False
    qpdf = shutil.which("qpdf")
    return qpdf is None or subprocess.run([qpdf, "--check", path], capture_output=True, check=False).returncode == 0


def highest_band(page: Any) -> float:
    """The highest band without ink, as a share of the page's height."""
    grey = numpy.asarray(page.render(scale=PIXELS / 72, grayscale=True).to_pil())
    inked = numpy.flatnonzero((grey < BLANK).any(axis=1))
    edges = numpy.concatenate(([-1], inked, [grey.shape[0]]))
    return float((numpy.diff(edges) - 1).max() / grey.shape[0])


def shown_texts(report: Report) -> Iterator[str]:
    """Every text of the slides that a one-pager is made of: promises, the first proof, the next step."""
    proofs = 0
    for slide in report.matched.deck.slides:
        slide = slide.undivided or slide
        if slide.kind == "experience":
            proofs += 1
        if slide.part[0] == 1 and (slide.kind == "benefit" or slide.provenance.slot == "next-step" or
                                   (slide.kind == "experience" and proofs == 1)):  # fmt: skip
            yield from texts(slide)


def texts(slide: Slide) -> Iterator[str]:
    for leaf in leaves(slide.nodes):
        for node in plain(leaf):
            if isinstance(node, Text):
                yield from (text_of(one.spans) for one in node.paragraphs)


def letters(text: str) -> str:
    return "".join(LETTERS.findall(text.replace("\u00ad", "").replace("\ufffe", "").lower()))


def table(documents: list[Document]) -> Iterator[str]:
    by_name: dict[str, list[Document]] = defaultdict(list)
    for one in documents:
        by_name[one.name].append(one)
    total = high = 0
    for name, found in by_name.items():
        bands = [band for one in found for band in one.bands]
        over = sum(band > HIGH_BAND for band in bands)
        if name != "notes-pages.pdf":
            total, high = total + len(bands), high + over
        yield (
            f"{name:16} {len(found):3} files {len(bands):4} pages, blank band over 30 % on {over:3} "
            f"({over / len(bands):.0%}), unsound {sum(not one.sound for one in found)}"
        )
    if total:
        yield f"all but notes    {total:7} pages, blank band over 30 % on {high} ({high / total:.0%})"
    if pagers := by_name.get("one-pager.pdf"):
        dropped = sum(len(one.dropped) for one in pagers)
        yield (
            f"one-pagers with one page and its foot: {sum(one.foot for one in pagers)} of {len(pagers)}; "
            f"{dropped} texts left out, {sum(one.unsaid for one in pagers)} of them without a word"
        )


if __name__ == "__main__":
    raise SystemExit(main())
