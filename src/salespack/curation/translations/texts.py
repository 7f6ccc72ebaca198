"""A block's body taken apart into what is translated and what stays: signs, fences, templates, keys of data.

What stays gives the same slides in each language; the texts between are a heading, a point of a list, a cell, a
paragraph. Markdown is not parsed: lines keep the form they were written in.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from salespack.library.fences import BEHIND_A_TITLE, CODE, DIV
from salespack.templating.template_text import DATA, MARKUP, masked, template_parts

Sort = Literal["title", "slide", "notes", "seller", "prose"]
ASIDES: tuple[Sort, ...] = ("notes", "seller", "prose")
HEAD = re.compile(r"[ \t]*(?:#{1,6}[ \t]+|(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|>[ \t]?)*")
TITLE = re.compile(r"#[ \t]+\S")
STAYS = re.compile(r"[ \t]*(?:-{3,}|={3,}|\*{3,}|_{3,})[ \t]*\Z|[ ]{0,3}\[[^\]\n]+\]:[ \t]")
"""Rules, and addresses that links are given by name."""
KEYED = re.compile(
    r"(?P<head>[ \t]*(?:title|alt|callout|categories|series|line|totals|target|highlight|compare):[ \t]+)(?P<text>\S.*)"
)
OF_DATA = re.compile(r"\W*(?:(?:first|last|highest|lowest)\W*)+")
"""What a chart highlights or compares by its place."""
ATTRIBUTE = re.compile(r'(?<==")[^"]*[^\W\d_][^"]*(?=")')
SERIES = re.compile(r"(?P<head>[ \t]+)(?P<text>[^\s:\[\]{}][^:\[\]{}]*)(?P<tail>:[ \t]*\[[^\[\]]*\][ \t]*)")
"""A series of a chart: its name before its figures."""
SAID = re.compile(r"[^\W_]")
"""Letters and figures: what has none is a sign."""
TRANSLATED = re.compile(r"[^\W\d_]|\d[.,\s]\d")
"""What is written otherwise in another language: letters, and figures with decimals or thousands."""
EMPTY = re.compile(r"\n\s*\n")
CELL_END = re.compile(r"(?<!\\)\|")
SOURCE = re.compile(r"(?<!\\)\[\^[a-z0-9-]+\]")
PICTURE = re.compile(r"(?<!\\)!\[|(?<=\])\([^()\s]*(?: \"[^\"]*\")?\)(?:\{[^{}\n]*\})?")
BEHIND = re.compile(BEHIND_A_TITLE, re.MULTILINE)
STRONG = re.compile(r"(?<!\\)(?:\*\*|__)")
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
MARK_LENGTH = 6


class Passage(msgspec.Struct, frozen=True):
    """One text to be translated: what it is, on which slide (from 1; 0 before the first), and that slide's title."""

    text: str
    sort: Sort
    slide: int
    title: str


class Taken(NamedTuple):
    """A body taken apart. `fixed` has one text more than there are passages; each passage stands between two.

    A passage's line breaks stand for a break and the blanks in `indents` at its number.
    """

    fixed: tuple[str, ...]
    passages: tuple[Passage, ...]
    indents: tuple[str, ...]

    def with_texts(self, texts: Sequence[str]) -> str:
        """The body that says these texts in the place of its own."""
        inner = zip(texts, self.indents, self.fixed[1:], strict=True)
        return self.fixed[0] + "".join(text.replace("\n", f"\n{indent}") + rest for text, indent, rest in inner)


class Token(NamedTuple):
    """A sign within a passage that is not translated. `needed`: the translation must have it, else it may."""

    start: int
    end: int
    text: str
    needed: bool


def mark_of(text: str) -> str:
    """What tells later whether a text was changed; spaces and line breaks count for nothing."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:MARK_LENGTH]


def marks_of(texts: Sequence[str]) -> str:
    """The marks of all texts of a body, as `source_marks` keeps them."""
    return " ".join(map(mark_of, texts))


def taken_apart(body: str, *, jinja: bool = True) -> Taken:
    """The passages of a body, and what stands around them."""
    return _Reader(body, masked(body) if jinja else body).read()


def tokens_of(text: str, *, jinja: bool = True) -> list[Token]:
    """The signs within a passage that stay what they are, in their order."""
    found: list[Token] = []
    plain = text
    if jinja:
        parts = [part for part in template_parts(text) if not part.is_text]
        found = [Token(part.start, part.end, text[part.start : part.end], needed=True) for part in parts]
        plain = masked(text)
    for pattern, needed in ((SOURCE, True), (PICTURE, True), (BEHIND, True), (CODE_SPAN, False), (STRONG, False)):
        for one in pattern.finditer(plain):
            if all(one.end() <= token.start or token.end <= one.start() for token in found):
                found.append(Token(one.start(), one.end(), text[one.start() : one.end()], needed))
    return sorted(found)


def lacking(source: str, target: str, *, jinja: bool = True) -> tuple[list[str], list[str]]:
    """The needed signs that a translation lacks, and those that it has and its source has not."""

    def needed(text: str) -> Counter[str]:
        return Counter("".join(one.text.split()) for one in tokens_of(text, jinja=jinja) if one.needed)

    here, there = needed(target), needed(source)
    return list((there - here).elements()), list((here - there).elements())


class _Reader:
    """Goes through the lines of a body once."""

    def __init__(self, body: str, plain: str) -> None:
        self._lines = list(zip(body.split("\n"), plain.split("\n"), strict=True))
        self._fixed = [""]
        self._passages: list[Passage] = []
        self._indents: list[str] = []
        self._slide, self._title = 0, ""
        self._divs: list[str] = []
        self._open = False  # whether a line of text can go on what the last one began
        self._fence, self._chart = "", False

    def read(self) -> Taken:
        for number, (line, plain) in enumerate(self._lines):
            if number:
                self._stay("\n")
            self._line(line, plain)
        return Taken(tuple(self._fixed), tuple(self._passages), tuple(self._indents))

    def _line(self, line: str, plain: str) -> None:
        if self._fence or CODE.match(plain):
            self._code(line, plain)
        elif opened := DIV.fullmatch(plain):
            self._div(line, opened["name"] or opened["attributes"] or "")
        elif not SAID.search(plain.replace(DATA, "").replace(MARKUP, "")) or STAYS.match(plain):
            self._apart(line)
        elif plain.lstrip().startswith("|"):
            self._row(line, plain)
        else:
            self._text(line, plain)

    def _text(self, line: str, plain: str) -> None:
        head = HEAD.match(plain)
        width = head.end() if head else 0
        indent = line[:width]
        if self._open and not indent.strip() and self._fixed[-1] == "\n" and not plain.strip().startswith(MARKUP):
            last = self._passages[-1]
            if not self._indents[-1] or self._indents[-1] == indent or "\n" not in last.text:
                self._fixed.pop()
                self._passages[-1] = msgspec.structs.replace(last, text=f"{last.text}\n{line[width:]}")
                self._indents[-1] = indent
                self._fixed.append("")
                return
        sort = self._sort()
        if TITLE.match(plain) and sort == "slide":
            self._slide, self._title, sort = self._slide + 1, line[width:].strip(), "title"
        self._stay(indent)
        self._pass(line[width:].rstrip(), sort)
        self._stay(line[len(line.rstrip()) :])
        self._open = sort != "title" and not indent.strip().startswith("#") and line == line.rstrip()

    def _row(self, line: str, plain: str) -> None:
        at = 0
        for end in [*(one.start() for one in CELL_END.finditer(plain)), len(line)]:
            cell = line[at:end]
            text = cell.strip()
            if SAID.search(plain[at:end]):
                before = cell.index(text)
                self._stay(cell[:before])
                self._pass(text, self._sort())
                self._stay(cell[before + len(text) :])
            else:
                self._stay(cell)
            self._stay(line[end : end + 1])
            at = end + 1
        self._open = False

    def _code(self, line: str, plain: str) -> None:
        if not self._fence:
            opened = CODE.match(plain)
            self._fence = opened[1] if opened else "```"
            self._chart = plain.strip().strip("`~").strip().split(" ")[0] == "chart"
            self._apart(line)
            return
        if plain.strip().startswith(self._fence) and not plain.strip().strip(self._fence[0]):
            self._fence = ""
            self._apart(line)
            return
        keyed = (KEYED.fullmatch(plain) or SERIES.fullmatch(plain)) if self._chart else None
        if keyed is None or not SAID.search(keyed["text"]) or OF_DATA.fullmatch(keyed["text"]):
            self._apart(line)
            return
        self._stay(line[: keyed.end("head")])
        self._pass(line[keyed.end("head") : keyed.end("text")].rstrip(), self._sort())
        self._apart(line[keyed.end("head") + len(line[keyed.end("head") : keyed.end("text")].rstrip()) :])

    def _div(self, line: str, name: str) -> None:
        bare = name.strip().lstrip(".").split(" ")[0]
        if bare:
            self._divs.append(bare)
        elif self._divs:
            self._divs.pop()
        at = 0
        for one in ATTRIBUTE.finditer(line):
            self._stay(line[at : one.start()])
            self._pass(one[0], self._sort())
            at = one.end()
        self._apart(line[at:])

    def _sort(self) -> Sort:
        return next((one for one in ASIDES if one in self._divs), "slide")

    def _apart(self, text: str) -> None:
        self._stay(text)
        self._open = False

    def _stay(self, text: str) -> None:
        self._fixed[-1] += text

    def _pass(self, text: str, sort: Sort) -> None:
        self._passages.append(Passage(text, sort, self._slide, self._title))
        self._indents.append("")
        self._fixed.append("")


def slides_of(taken: Taken) -> Iterator[tuple[tuple[str, ...], range]]:
    """What stands around the passages of each slide, however many empty lines are in it, and the numbers of these."""
    first = 0
    count = len(taken.passages)
    while first < count:
        last = first
        while last < count and taken.passages[last].slide == taken.passages[first].slide:
            last += 1
        around = (EMPTY.sub("\n", one) for one in taken.fixed[first + 1 : last])
        yield (taken.fixed[first].rpartition("\n")[2], *around), range(first, last)
        first = last
