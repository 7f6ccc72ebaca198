"""What blocks say, slide by slide, found without rendering: words alone, no markup, no template parts, no notes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from salespack.curation.duplicates import BlockWords
from salespack.library.blocks import Block, split_front_matter
from salespack.library.fences import body_lines, without_attributes
from salespack.library.library import Library
from salespack.library.load import file_text
from salespack.problems.problem import Severity, UserFault
from salespack.templating.template_text import DATA, MARKUP

LINK = re.compile(r"\]\([^)]*\)")
BREAK = re.compile(r"[ ]{0,3}-{3,}[ \t]*")
BLANKS = str.maketrans(dict.fromkeys((DATA, MARKUP), " "))
REMARKS = frozenset(("notes", "seller"))


def words_of(library: Library) -> Iterator[BlockWords]:
    """What every block says that can be read, in each of its languages; a translation that shares designed slides
    with its original says nothing of its own. Files that cannot be read are left out: `check` tells of them."""
    designed: Designed | None = None
    for block in library.blocks.values():
        if any(problem.severity is Severity.ERROR for problem in block.problems):
            continue
        for language, body in block.bodies.items():
            try:
                if body.slides is None:
                    slides = _written(library.root, body.file)
                else:
                    designed = designed or Designed(library.root)
                    slides = designed.slides(block, language)
            except UserFault:
                continue
            if any(slides):
                yield BlockWords(block.id, language, slides)


def markdown_slides(body: str) -> tuple[str, ...]:
    """The words of each slide that a Markdown body makes."""
    slides: list[list[str]] = []
    for line in body_lines(body):
        if line.sort == "div":
            continue
        if line.sort == "text" and (line.text.startswith("# ") or (BREAK.fullmatch(line.text) and not line.divs)):
            slides.append([])
        if REMARKS.isdisjoint(line.divs) and slides:
            slides[-1].append(without_attributes(line.text).translate(BLANKS))
    return tuple(LINK.sub("] ", "\n".join(lines)) for lines in slides)


def _written(root: Path, file: str) -> tuple[str, ...]:
    return markdown_slides(split_front_matter(file_text(root, os.path.relpath(file, root)), file).body)


class Designed:
    """The words of slides designed in PowerPoint; each deck is read once."""

    def __init__(self, root: Path) -> None:
        from salespack.powerpoint.designed.source import Sources

        self._root, self._sources = root, Sources()
        self._said: dict[Path, dict[int, str]] = {}

    def slides(self, block: Block, language: str) -> tuple[str, ...]:
        """What a block's designed slides say. Raises UserFault when their deck cannot be read."""
        from salespack.assembly.designed_blocks import design_of, find_deck
        from salespack.ooxml.markup import MarkupError
        from salespack.powerpoint.designed.outline import read_deck
        from salespack.powerpoint.designed.source import ReferenceFault

        design = design_of(self._root, block, block.bodies[language], "")
        if design is None:
            return ()
        path = find_deck(design)
        if path not in self._said:
            self._said[path] = {slide.position: slide.said for slide in read_deck(path).slides}
        said, wanted = self._said[path], design.reference.slide
        source = self._sources.open(path)
        try:
            numbers = [source.find(one).number for one in (wanted if isinstance(wanted, tuple) else (wanted,))]
        except (ReferenceFault, MarkupError):
            return ()
        return tuple(said.get(number, "") for number in numbers or sorted(said))
