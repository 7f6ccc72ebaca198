"""Small decks made with python-pptx, and a library to import them into."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from salespack.importing.deck_records import By
from salespack.importing.decks.decks import Request, import_decks
from salespack.importing.decks.importer import Settings
from salespack.importing.report import Question, Report
from salespack.library.index import open_library
from salespack.library.library import Library
from tests.workspaces import write_workspace

TITLE_SLIDE, CONTENT, SECTION, TITLE_ONLY, BLANK = 0, 1, 2, 5, 6


def picture(colour: str) -> io.BytesIO:
    """A small picture that differs by its colour."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(file, "PNG")
    file.seek(0)
    return file


def write_deck(
    path: Path, slides: Sequence[tuple[str, Sequence[str]]], *, layout: int = CONTENT, pictures: Sequence[str] = ()
) -> Path:
    """A deck of titles with lines below them; the n-th picture (a colour) goes on the n-th slide."""
    deck = Presentation()
    for number, (title, lines) in enumerate(slides):
        slide = deck.slides.add_slide(deck.slide_layouts[layout])
        if slide.shapes.title is not None and title:
            slide.shapes.title.text = title
        if layout == CONTENT:
            slide.placeholders[1].text = "\n".join(lines)
        if number < len(pictures):
            slide.shapes.add_picture(picture(pictures[number]), Inches(1), Inches(1))
    path.parent.mkdir(parents=True, exist_ok=True)
    deck.save(str(path))
    return path


def change_deck(path: Path, change: Callable[[object], None], to: Path | None = None) -> Path:
    """The deck after `change` did something to the presentation, in the same file or another."""
    deck = Presentation(str(path))
    change(deck)
    deck.save(str(to or path))
    return to or path


def library_at(root: Path) -> Library:
    """The library in a workspace that is written at first."""
    folder = root / "content_blocks"
    return open_library(folder if folder.is_dir() else write_workspace(root), None)


def imported(
    root: Path, *files: Path, answer: bool | None = None, language: str | None = None, add: Sequence[str] = (),
    into: str = "", by: By | None = None, replace: bool = False, dry_run: bool = False,
    asked: list[Question] | None = None, add_values: bool = False,
) -> Report:  # fmt: skip
    """What importing `files` into the library of the workspace at `root` does."""

    def consent(question: Question) -> bool | None:
        if asked is not None:
            asked.append(question)
        return answer

    settings = Settings(today=datetime.date(2026, 12, 1), into=into, by=by, replace=replace)
    request = Request(
        files=files, settings=settings, language=language, add_languages=tuple(add), dry_run=dry_run,
        add_values=add_values,
    )  # fmt: skip
    return import_decks(library_at(root), request, consent)


def contents(root: Path) -> dict[str, bytes]:
    """Every file of the library with its bytes."""
    folder = root / "content_blocks"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def actions(report: Report) -> list[tuple[str, str]]:
    """Action and block of each row."""
    return [(row.action.value, row.block) for deck in report.decks for row in deck.rows]
